"""Files are written completely or not at all, and only ordinary files are overwritten."""

from __future__ import annotations

import os
import socket
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from kzcheck import writing
from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

resource = pytest.importorskip("resource", reason="POSIX alone bounds the size of files")


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond this many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_usual_permissions(tmp_path: Path):
    (tmp_path / "any").touch()
    writing.put(tmp_path / "report.json", b"{}")

    assert (tmp_path / "report.json").read_bytes() == b"{}"
    assert mode(tmp_path / "report.json") == mode(tmp_path / "any")


@pytest.mark.parametrize("permissions", [0o600, 0o640, 0o755])
def test_an_existing_file_keeps_its_permissions(tmp_path: Path, permissions: int):
    file = tmp_path / "report.json"
    file.write_bytes(b"old, and longer than the new")
    file.chmod(permissions)
    writing.put(file, b"new")

    assert file.read_bytes() == b"new"
    assert mode(file) == permissions


def test_on_a_full_disk_the_old_file_remains_and_no_other(tmp_path: Path):
    file = tmp_path / "report.json"
    file.write_bytes(b"old")
    with disk_of(1000), pytest.raises(OSError, match="too large"):
        writing.put(file, bytes(5000))

    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(path.name)  # relative to its folder, because the path of a socket has at most 100 bytes


ODD: dict[str, Callable[[Path], object]] = {
    "a link to a file": lambda path: (path.with_name("target").write_bytes(b"kept"), path.symlink_to("target")),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link to a device": lambda path: path.symlink_to(os.devnull),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a socket": _socket,
}


@pytest.mark.parametrize("kind", ODD)
def test_only_ordinary_files_are_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "report.json"
    ODD[kind](path)
    before = {path.name: path.lstat() for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match=r"report\.json: is (a|not)") as caught:
        writing.put(path, b"new")

    assert "\n" not in str(caught.value)
    assert {path.name: path.lstat().st_mtime_ns for path in tmp_path.iterdir()} == {
        name: state.st_mtime_ns for name, state in before.items()
    }
