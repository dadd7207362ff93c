"""Where a path leads: into a folder, or out of it by a symbolic link."""

from __future__ import annotations

import os
from pathlib import Path

ASTRAY = "a symbolic link that leads out of the article's folder, or to something hidden in it"
HIDDEN = "."
"""How names begin that programs keep to themselves, as `.git`, whose settings hold tokens in many jobs."""


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, as it is written or where its symbolic links lead."""
    return _in(os.path.abspath(path), folder) or _in(os.path.realpath(path), folder)  # noqa: PTH100 - resolve() follows links


def strays(path: Path, folder: Path) -> bool:
    """Whether a symbolic link in a folder, on the way to `path`, leads out of the folder or to something hidden in it.

    A link on the way to the folder itself does not count, nor does a way that was never in it.

    Raises:
        OSError: the way cannot be looked at.
    """
    way = path.absolute()
    for step in (*reversed(way.parents), way):
        if step.is_symlink() and _in(os.path.realpath(step.parent), folder):
            end = os.path.realpath(step)
            parts = Path(os.path.relpath(end, os.path.realpath(folder))).parts
            if not _in(end, folder) or any(part.startswith(HIDDEN) for part in parts):
                return True
    return False


def _in(path: str, folder: Path) -> bool:
    """Whether a path without links is a folder or below it; two spellings of one folder are one."""
    return any(_same(place, folder) for place in (Path(path), *Path(path).parents))


def _same(place: Path, folder: Path) -> bool:
    try:
        return place.samefile(folder)
    except (OSError, ValueError):
        return False
