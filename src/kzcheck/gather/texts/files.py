"""Files with the texts of cited works that an editor has: `texts/<id of the entry>.pdf` beside the list, or `custom.file`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from kzcheck.errors import UnreadableError
from kzcheck.readers import files
from kzcheck.reasons import Reason
from kzcheck.texts import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kzcheck.article import Reference

SUFFIXES = (".pdf", ".txt", ".html", ".htm", ".md", ".docx", ".odt", ".epub", ".xml", ".tex", ".rtf")
"""Suffixes of the files in such a folder that are looked at; of several with the text of one work, the first that can be read."""
LARGEST = 64 << 20
"""Bytes of a file: a scanned book of 1,000 pages has some 50 million."""


def texts_of(references: Iterable[Reference], folder: Path) -> Mapping[str, list[Path]]:
    """Return the files with the text of each reference, by its id, best first; `folder` is the article's.

    The id of an entry is percent-encoded where a file's name cannot have a character of it: `10.5555%2Fabc.pdf`.
    """
    beside_lists: dict[str, Mapping[str, list[Path]]] = {}
    named: dict[str, list[Path]] = {}
    for reference in references:
        list_name = reference.location.file
        if list_name not in beside_lists:
            beside_lists[list_name] = _by_id(folder, list_name)
        paths = [folder / reference.file] if reference.file else []
        if beside_lists[list_name]:
            paths += beside_lists[list_name].get(normalize("NFC", reference.id), ())
        if paths:
            named[reference.id] = paths
    return named


def _by_id(folder: Path, list_name: str) -> Mapping[str, list[Path]]:
    """Return the files beside a list, and then those in the article's folder, by the ids that their names give."""
    named: dict[str, list[Path]] = {}
    for place in dict.fromkeys(((folder / list_name).parent / FOLDER, folder / FOLDER)):
        paths = [path for path in files.directly_in(place) if path.suffix.lower() in SUFFIXES]
        for path in sorted(paths, key=lambda path: SUFFIXES.index(path.suffix.lower())):
            named.setdefault(normalize("NFC", unquote(path.stem)), []).append(path)
    return named


def content(path: Path, folder: Path, within: Path | None) -> bytes | Reason:
    """Return the bytes of a file in the article's folder, or why it is not read.

    A path in an entry must not lead out of the folder or to something hidden; nor may a link lead out of `within`, if it is given.
    """
    parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ("..",)
    if any(part.startswith(files.HIDDEN) for part in parts):  # ".." is such a part, too
        return Reason("file-elsewhere")
    try:
        return files.content(path, path.name, LARGEST, within)
    except UnreadableError as error:
        return Reason(error.code)
