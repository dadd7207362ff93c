"""Writes files completely or not at all, and only to ordinary files."""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

PERMISSIONS = 0o777


TEMPORARY = ".kzcheck-"
"""How the names of files begin that are not yet written; one that is left was of a process that was killed."""


def put(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file through a temporary one beside it: if that fails, the old file remains unchanged.

    An existing file keeps its permissions. Unless it has to be `durable`, a loss of power may leave it empty; this is for many
    files that can be made again.

    Raises:
        UsageError: the path exists and is not an ordinary file.
        OSError: the file cannot be written.
    """
    if wrong := oddity(path):
        raise UsageError(f"{path}: {wrong}")
    fresh = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}.tmp")
    try:
        with fresh.open("xb") as file:
            if path.exists():
                fresh.chmod(path.stat().st_mode & PERMISSIONS)
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())  # some file systems only now report that they are full
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def oddity(path: Path) -> str:
    """Return why a path must not be overwritten, and what to do; "" if it is an ordinary file or does not exist.

    Raises:
        OSError: the path cannot be examined.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return ""
    if stat.S_ISLNK(mode):
        return "is a symbolic link; name the file itself"
    if stat.S_ISDIR(mode):
        return "is a folder; name a file in it"
    return "" if stat.S_ISREG(mode) else "is not an ordinary file (a pipe, a socket or a device); give another name"
