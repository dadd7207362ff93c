"""The modules that an offline audit does not import."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "requests",
    "urllib3",
    "lxml",
    "ssl",
    "kzcheck.services",
    "kzcheck.web.session",
    "kzcheck.gather.asking",
)


def test_an_offline_audit_does_not_import_services_and_network_libraries(folder: Path):
    command = [sys.executable, "-X", "importtime", "-m", "kzcheck", "audit", str(folder), "--offline"]
    timings = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False).stderr
    imported = {line.rpartition("|")[2].strip() for line in timings.splitlines()}

    assert "kzcheck.gather" in imported
    assert not imported & set(HEAVY)
