"""Invented snapshots, and the index that is built from them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from lab.snapshots import crossref, lines

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Build = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A file of Crossref's with 300 works."""
    path = tmp_path / "crossref.jsonl.gz"
    path.write_bytes(gzip.compress(lines(crossref(number) for number in range(300))))
    return path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """The folder of an index that does not exist yet."""
    return tmp_path / "index"


@pytest.fixture
def build(kzcheck: Run, into: Path) -> Build:
    """Return a function that builds the index from snapshots, in a process."""
    return lambda *arguments: kzcheck("index", "build", *arguments, "--into", into)
