"""Files out: whole or not at all, and never through anything but an ordinary file."""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

PERMISSIONS = 0o777


def put(path: Path, content: bytes) -> None:
    """Write a file by way of a temporary one beside it: where that fails, what was there before stays as it was.

    A file that is there keeps its permissions.

    Raises:
        UsageError: there is something of that name that is not an ordinary file.
        OSError: it cannot be written.
    """
    if wrong := oddity(path):
        raise UsageError(f"{path}: {wrong}")
    fresh = path.with_name(f".kzcheck-{secrets.token_hex(8)}.tmp")
    try:
        with fresh.open("xb") as file:
            if path.exists():
                fresh.chmod(path.stat().st_mode & PERMISSIONS)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # some file systems notice only now that they are full
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def oddity(path: Path) -> str:
    """Return why what lies at a path is not to be written over, and what to do; "" where it is an ordinary file, or nothing.

    Raises:
        OSError: it cannot be looked at.
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
