"""Evidence saved on one machine and judged on another gives the same report, byte for byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.csl import Name, to_json
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

WORKS = tuple(articles(3))
LISTED = (
    replace(WORKS[0], volume="777", author=(*WORKS[0].author, Name("Өскенбаева", "Ы."))),
    replace(WORKS[1], doi="10.5555/none"),
    replace(WORKS[2], doi=""),
)
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "7",
    "HOME": "/nonexistent",
    "KZCHECK_CACHE_DIR": "/nonexistent/cache",
}


def test_another_machine_prints_the_same_report(kzcheck: Run, tmp_path: Path):
    path, saved, folder = tmp_path / "list.json", tmp_path / "evidence.json", tmp_path / "elsewhere"
    folder.mkdir()
    path.write_text(json.dumps([to_json(work) for work in LISTED]), "utf-8")
    with Services(WORKS) as services:
        here = kzcheck("audit", path, "--format", "json", "--save-evidence", saved, env=services.environment)
        services.lab.calls.clear()
        there = kzcheck("audit", path, "--format", "json", "--evidence", saved, cwd=folder, env=services.environment | ELSEWHERE)

        assert services.asked == []
    assert {"WORK402", "WORK412", "WORK415", "ID306"} <= {finding["code"] for finding in json.loads(here.stdout)["findings"]}
    assert there.stdout == here.stdout
    assert list(folder.iterdir()) == []
