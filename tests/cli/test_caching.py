"""Data kept between runs: answers, and the table of retractions; all tested as processes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from kzcheck.csl import to_json
from lab import Answer, Lab
from lab.services import Services, down
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Run
    from kzcheck.csl import Item

WORKS = tuple(articles(40))
TABLE = (
    "RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason\n"
    f"5/1/2020 0:00,10.5555/notice,{WORKS[0].doi.upper()},Retraction,+Data;\n"
    "5/1/2020 0:00,10.5555/notice.2,unavailable,Retraction,+Data;\n"
)


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for cached data outside any article."""
    return tmp_path_factory.mktemp("kept") / "cache"


@pytest.fixture
def cache(kept: Path) -> dict[str, str]:
    """An environment with this folder as the cache."""
    return {"KZCHECK_CACHE_DIR": str(kept)}


def listed(folder: Path, works: Sequence[Item], name: str = "list.json") -> Path:
    file = folder / name
    file.write_text(json.dumps([to_json(work) for work in works]), "utf-8")
    return file


def audit(kzcheck: Run, path: Path, env: dict[str, str]) -> dict[str, Any]:
    done = kzcheck("audit", path, "--format", "json", "--select", "WORK", env=env)

    assert done.returncode in {0, 1}, done.stderr
    return json.loads(done.stdout)


def test_cached_answers_are_counted_and_cleared(kzcheck: Run, tmp_path: Path, kept: Path, cache: dict[str, str]):
    with Services(WORKS) as services:
        audit(kzcheck, listed(tmp_path, WORKS[:3]), services.environment | cache)
    full, cleared, after = (kzcheck("cache", word, env=cache) for word in ("info", "clear", "info"))

    assert [run.returncode for run in (full, cleared, after)] == [0] * 3
    assert str(kept) in full.stdout
    assert "1 answer," in full.stdout
    assert "1 answer dropped" in cleared.stdout
    assert "0 answers" in after.stdout


def test_two_simultaneous_audits_share_answers_without_loss(kzcheck: Run, tmp_path: Path, cache: dict[str, str]):
    paths = [listed(tmp_path, WORKS[:20], "a.json"), listed(tmp_path, WORKS[20:], "b.json")]
    with Services(WORKS, latency=0.05) as services:
        env = services.environment | cache
        with ThreadPoolExecutor(2) as pool:
            reports = list(pool.map(lambda path: audit(kzcheck, path, env), paths))
        assert len(services.asked) == 2
        services.lab.calls.clear()
        repeated = [audit(kzcheck, path, env) for path in paths]

        assert services.asked == []
    assert [later["findings"] for later in repeated] == [report["findings"] for report in reports]
    assert {reference["resolution"] for report in repeated for reference in report["references"]} == {"found"}


@pytest.mark.parametrize("damage", ["a text", "a folder"])
def test_an_unreadable_cache_is_one_warning(kzcheck: Run, tmp_path: Path, kept: Path, cache: dict[str, str], damage: str):
    file = kept / "answers.sqlite"
    file.parent.mkdir()
    if damage == "a folder":
        file.mkdir()
    else:
        file.write_bytes(b"this is no database" * 300)
    with Services(WORKS) as services:
        done = kzcheck("audit", listed(tmp_path, WORKS[:3]), "--select", "WORK", env=services.environment | cache)

        assert len(services.asked) == 1
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "no answers are kept in this run" in done.stderr


def test_failed_questions_are_asked_again_in_the_next_run(kzcheck: Run, tmp_path: Path, cache: dict[str, str]):
    path = listed(tmp_path, WORKS[:3])
    with Services(WORKS, handlers=dict.fromkeys(("crossref", "doi", "datacite", "openalex"), down(418))) as services:
        first = audit(kzcheck, path, services.environment | cache)
        services.handlers.update(Services(WORKS).handlers)
        second = audit(kzcheck, path, services.environment | cache)

    assert {reference["resolution"] for reference in first["references"]} == {"failed"}
    assert {reference["resolution"] for reference in second["references"]} == {"found"}


def test_the_table_of_retractions_is_downloaded_described_and_used(kzcheck: Run, tmp_path: Path, mine: Path, cache: dict[str, str]):
    with Lab(lambda _: Answer(200, {"content-type": "text/csv"}, TABLE.encode())) as lab:
        mine.write_text(f'[retractions]\nurl = "{lab.url}/table.csv"\n', "utf-8")
        update = kzcheck("retractions", "update", cwd=tmp_path, env=cache)
    info = kzcheck("retractions", "info", cwd=tmp_path, env=cache)
    report = kzcheck("audit", listed(tmp_path, WORKS[:2]), "--offline", "--format", "json", "--select", "WORK", env=cache)

    assert (update.returncode, info.returncode, report.returncode) == (0, 0, 1)
    assert info.stdout == update.stdout
    assert info.stdout.startswith("1 notices of ")
    (finding,) = json.loads(report.stdout)["findings"]
    assert (finding["code"], finding["reference"]) == ("WORK421", "1")


def test_a_failed_update_is_reported_in_one_line_and_changes_nothing(kzcheck: Run, kept: Path, cache: dict[str, str]):
    table = kept / "retraction_watch.csv"
    table.parent.mkdir()
    table.write_text(TABLE, "utf-8")
    with Lab(down()) as lab:
        done = kzcheck("retractions", "update", env=cache | {"KZCHECK_RETRACTIONS_URL": f"{lab.url}/table.csv"})

    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "HTTP 503" in done.stderr
    assert table.read_text("utf-8") == TABLE


def test_without_a_table_the_user_learns_how_to_get_one(kzcheck: Run, cache: dict[str, str]):
    done = kzcheck("retractions", "info", env=cache)

    assert (done.returncode, done.stderr) == (1, "")
    assert "there is no table of retractions; kzcheck retractions update fetches it" in done.stdout


@pytest.mark.parametrize(("folder", "code"), [("~nobody-at-all/cache", 2), ("x" * 5000, 0)])
def test_an_impossible_folder_is_reported_in_one_line(kzcheck: Run, folder: str, code: int):
    done = kzcheck("cache", "info", env={"KZCHECK_CACHE_DIR": folder})

    assert done.returncode == code
    assert done.stderr.count("\n") == 1
    assert "fault of kzcheck" not in done.stderr
