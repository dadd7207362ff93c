"""Finds the files that a manuscript names: beside it, or further up within the article's folder, and nowhere else."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError
from kzcheck.readers import files
from kzcheck.readers.nodes import printable

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 16 << 20
"""Bytes of a part of a manuscript: a book in one file has 2 million."""

ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~|]")
"""The beginning of an address, a command, or a path from the root, a drive or a home."""


class Nearby:
    """The files around a manuscript in an article's folder; `within` is as in `files.content`."""

    def __init__(self, folder: Path, name: str, within: Path | None) -> None:
        """Take the folder, and the manuscript's path from it."""
        self._folder, self._within = folder, within
        self._places = [posixpath.dirname(name)]
        while self._places[-1]:
            self._places.append(posixpath.dirname(self._places[-1]))

    def find(self, written: str, suffixes: tuple[str, ...] = ("",)) -> str:
        """Return the path, from the folder, of a file as a manuscript names it, perhaps without one of the suffixes; or ""."""
        if ELSEWHERE.match(written):
            return ""
        paths = (posixpath.normpath(posixpath.join(place, written + suffix)) for place in self._places for suffix in suffixes)
        return next((path for path in paths if not path.startswith(files.HIDDEN) and self._is_file(path)), "")

    def included(self, written: str) -> tuple[str, bytes] | None:
        """Return the name and the bytes of a part of the manuscript, or None if there is no such file, or it may not be read."""
        path = self.find(written)
        try:
            return (printable(path), files.content(self._folder / path, path, LARGEST, self._within)) if path else None
        except UnreadableError:
            return None

    def _is_file(self, path: str) -> bool:
        try:
            return not any(part.startswith(files.HIDDEN) for part in path.split("/")) and (self._folder / path).is_file()
        except (OSError, ValueError):
            return False
