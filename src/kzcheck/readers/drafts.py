"""Tells manuscripts from lists, and finds the manuscript of a folder that has no list."""

from __future__ import annotations

import re
from itertools import groupby, islice
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError
from kzcheck.readers import documents, files
from kzcheck.readers.kinds import BINARY, LISTS, OLD_OFFICE, OPENING
from kzcheck.readers.nearby import Nearby

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from kzcheck.readers.documents import Included

SUFFIXES = frozenset(suffix for form in documents.DOCUMENTS.values() for suffix in form.suffixes)
LIST_SUFFIXES = frozenset(suffix for form in LISTS.values() for suffix in form.suffixes)
WRITTEN = (".docx", ".docm", ".odt", ".rtf", ".doc")
"""Files of word processors; of several with one name, the first of these is read, since it loses least."""
PRINTED = (".pdf",)
LOCK = "~$"
"""How the name of the file begins by which Word notes that somebody is writing."""
OUR_PAGE = b'<meta name="generator" content="kzcheck '
"""In a report of ours, which may have the whole text of a manuscript in it."""
PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
PROSE = 300
"""Characters of a paragraph that is too long for an entry of a list, unless it looks like one."""
TEXTS = 50
"""Most texts at one level of a folder that are read to see whether they are manuscripts."""


def is_manuscript(path: Path, within: Path | None) -> bool:
    """Return whether a file is a manuscript, not a list: by its suffix or, if lists have that too, by its content.

    `within` is as in `files.content`.
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES and suffix not in LIST_SUFFIXES:
        return True
    try:
        data = files.content(path, path.name, within=within)
        if data.startswith((*BINARY,)):
            return not data.startswith(OLD_OFFICE) and documents.format_of("", data) != ""
        return suffix in SUFFIXES and (
            has_sign(data, suffix) or bool(_sources(data, suffix, path.name, lambda _: None)) or _is_prose(data, suffix, path.name)
        )
    except UnreadableError:
        return False  # the readers of lists say what is wrong


def nearest(names: Sequence[Path], within: Path | None) -> tuple[list[Path], list[Path]]:
    """Return the manuscripts among the files of a folder that are nearest to it, and files with the same names in other formats.

    Files of word processors come first, then PDF, then texts with a list of references at their end.
    """
    for _, level in groupby(names, key=lambda path: len(path.parts)):
        there = [path for path in level if path.suffix.lower() in SUFFIXES and not path.name.startswith(LOCK)]
        for manuscripts in (_ending(WRITTEN, there), _ending(PRINTED, there), _texts(there, within)):
            by_stem: dict[Path, Path] = {}
            for path in manuscripts:
                by_stem.setdefault(path.with_suffix(""), path)
            if by_stem:
                chosen = sorted(by_stem.values())
                return chosen, [path for path in there if path not in chosen and path.with_suffix("") in by_stem]
    return [], []


def written(names: Sequence[Path]) -> list[Path]:
    """Return the files of word processors among the files of a folder."""
    return [path for path in _ending(WRITTEN, names) if path.suffix.lower() in SUFFIXES and not path.name.startswith(LOCK)]


def _ending(suffixes: Sequence[str], paths: Sequence[Path]) -> Iterator[Path]:
    return (path for suffix in suffixes for path in paths if path.suffix.lower() == suffix)


def _texts(paths: Sequence[Path], within: Path | None) -> Iterator[Path]:
    """Yield the texts that are manuscripts and no part of another one."""
    texts = (path for path in paths if path.suffix.lower() not in (*WRITTEN, *PRINTED))
    parts: dict[Path, Collection[str]] = {}
    for path in islice(texts, TEXTS):
        try:
            data = files.content(path, path.name, within=within)
            if OUR_PAGE not in data[:OPENING]:
                included = Nearby(path.parent, path.name, within).included
                parts[path] = _sources(data, path.suffix.lower(), path.name, included)
        except UnreadableError:
            continue
    included_elsewhere = {(path.parent, name) for path, names in parts.items() for name in names if name != path.name}
    return (path for path, names in parts.items() if names and (path.parent, path.name) not in included_elsewhere)


def _sources(data: bytes, suffix: str, name: str, included: Included) -> Collection[str]:
    """Return the names of the files that a manuscript is in; none if the text is a list, or has too little text.

    Raises:
        UnreadableError: it cannot be read.
    """
    from kzcheck.readers.articles import has_text  # noqa: PLC0415 - few files need it

    opening = data[:OPENING].decode("utf-8", "replace")
    if any(about.sign and suffix in about.suffixes and about.sign.search(opening) for about in LISTS.values()):
        return ()
    manuscript = documents.read(data, name, documents.format_of(suffix, data), included)
    return tuple(manuscript.document.sources) if has_text(manuscript) else ()


def _is_prose(data: bytes, suffix: str, name: str) -> bool:
    """Return whether a plain text is mostly long paragraphs that do not look like references.

    Raises:
        UnreadableError: it cannot be read.
    """
    if documents.format_of(suffix, data) != "text":
        return False
    from kzcheck.language.reference_lists.shapes import is_reference  # noqa: PLC0415 - few files need it

    paragraphs = [" ".join(part.split()) for part in PARAGRAPH.split(files.text_of(data, name)[0])]
    long = sum(len(part) for part in paragraphs if len(part) >= PROSE and not is_reference(part))
    return long * 2 > sum(map(len, paragraphs))


def has_sign(data: bytes, suffix: str) -> bool:
    """Return whether the beginning of a file with a suffix, in lower case, has the sign of a format of manuscripts."""
    form = documents.format_of(suffix, data)
    sign = documents.DOCUMENTS[form].sign if form else None
    return sign is not None and sign.search(data[: documents.OPENING]) is not None
