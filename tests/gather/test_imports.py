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
    "kzcheck.gather.texts.at_hand",
    "kzcheck.gather.texts.comparing",
    "kzcheck.readers.texts",
    "trafilatura",
)


def test_an_offline_audit_without_texts_imports_neither_services_nor_network_libraries_nor_readers_of_texts(folder: Path):
    command = [sys.executable, "-X", "importtime", "-m", "kzcheck", "audit", str(folder), "--offline"]
    timings = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False).stderr
    imported = {line.rpartition("|")[2].strip() for line in timings.splitlines()}

    assert "kzcheck.gather" in imported
    assert not imported & set(HEAVY)
