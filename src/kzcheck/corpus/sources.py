"""Finds the articles of a corpus: in folders of folders, folders of files, files, and lists of paths; and archives of articles.

Names and the first bytes of files decide, since there may be a million of them: whether a file can be read is seen when it is.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import archives, drafts, files, folders, manuscripts
from kzcheck.readers.configuration import PYPROJECT
from kzcheck.readers.kinds import OPENING
from kzcheck.settings import FILE
from kzcheck.texts import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LISTED = "@"
"""How a source begins that is a file with a path in each line."""
ABOUT = frozenset("authors changelog changes citation codemeta contributing licence license notice package readme".split())
"""Names of files about a folder, without their suffixes."""
INVENTORY = ".filelist"
"""How the names of PubMed Central's lists of what its archives hold end, without their suffixes."""
TEXTS = (*manuscripts.LATEX, *manuscripts.MARKDOWN)
"""Suffixes of manuscripts that can include others, and name their lists."""
PAGES = (".html", ".htm", ".xhtml")
"""Suffixes of manuscripts that reports of ours have, too."""
ORDER = (*drafts.WRITTEN, *drafts.PRINTED)
"""Of several manuscripts that only differ in their suffix, the first of these is read, or else the first by name."""
READ = frozenset((*drafts.SUFFIXES, *drafts.LIST_SUFFIXES, *manuscripts.AUXILIARY))
"""Suffixes of the files of an article's folder that its audit can read."""
_WORD = re.compile(rb"[\w./+-]+")


class Place(NamedTuple):
    """Where an article is, as it was given: its folder, or its only file; or an archive of articles."""

    path: Path
    is_folder: bool

    @property
    def is_archive(self) -> bool:
        """Whether it is a tar archive of articles, by its name."""
        return not self.is_folder and _is_archive(self.path)


def places(sources: Iterable[str]) -> Iterator[Place]:
    """Yield the articles of sources, and archives of articles, each once, in the order of the sources and by name.

    Raises:
        UsageError: a source does not exist, or cannot be looked into.
    """
    _by_name.cache_clear()
    _texts.cache_clear()
    seen: set[bytes] = set()
    for source in sources:
        for place in _places(source):
            identity = sha256(os.fsencode(os.path.realpath(place.path))).digest()  # of a million paths, as little as possible
            if identity not in seen:
                seen.add(identity)
                yield place


def _places(source: str) -> Iterator[Place]:
    if source.startswith(LISTED):
        try:
            with open(source.removeprefix(LISTED), encoding="utf-8-sig", errors="surrogateescape") as lines:  # noqa: PTH123 - as given
                for line in lines:
                    if "\0" in line:
                        raise UsageError(f"{source}: is not a list of paths; write a path into each line")
                    if line.strip():
                        yield from _at(Path(line.rstrip("\r\n")))
        except OSError as error:
            raise UsageError(f"{source}: {files.reason(error)}") from None
        return
    try:
        Path(source).stat()
    except (OSError, ValueError) as error:
        raise UsageError(f"{source}: {files.reason(error)}") from None
    yield from _at(Path(source))


def _at(path: Path) -> Iterator[Place]:
    """Yield the articles at a path; a path that leads nowhere is an article that cannot be read."""
    return _in(path) if path.is_dir() else iter((Place(path, is_folder=False),))


def _in(folder: Path) -> Iterator[Place]:
    """Yield the articles in a folder: itself, if its files are those of one, or each of them and what its folders hold.

    A folder in it that cannot be looked into is an article that cannot be read. Folders are not searched by recursion, since they
    may be deeper than a program's calls.
    """
    unseen = [folder]
    while unseen:
        here = unseen.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(
                    (entry for entry in listing if not entry.name.startswith(files.HIDDEN)), key=lambda entry: entry.name
                )
        except OSError as error:
            if here == folder:
                raise UsageError(f"{folder}: {files.reason(error)}") from None
            yield Place(here, is_folder=True)
            continue
        paths = [here / entry.name for entry in entries if not files.is_folder(entry)]
        if any(path.name == folders.REFERENCES for path in paths):
            yield Place(here, is_folder=True)
            continue
        alone, together = _apart(here, paths)
        if together:
            yield Place(here, is_folder=True)
        yield from (Place(path, is_folder=False) for path in sorted((*alone, *filter(_is_archive, paths))))
        if together:
            continue
        within = [entry for entry in entries if entry.is_dir(follow_symlinks=False) and not _is_made(entry.name)]
        unseen += (here / entry.name for entry in reversed(within))


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(archives.SUFFIXES)


def _is_made(name: str) -> bool:
    """Return whether a folder holds what programs made, or texts of works that are cited."""
    name = name.lower()
    return name == FOLDER or name in files.BUILT or name.endswith(files.BUILT_ENDINGS)


def _apart(folder: Path, paths: list[Path]) -> tuple[list[Path], bool]:
    """Return the files directly in a folder that are manuscripts or lists of their own, and whether they are one article."""
    lists = _without_copies([path for path in paths if _is_list(path)], folders.PREFERRED)
    written = [path for path in paths if path not in {*lists} and _is_manuscript(path)]
    texts = [path for path in written if path.suffix.lower() in TEXTS]
    named: frozenset[Path] = frozenset()
    if len(texts) > 1 or (texts and len(lists) > 1):
        roots = manuscripts.roots(folder, [*texts, *lists], folder)
        parts = {*texts[: manuscripts.MOST]} - roots.keys()
        written = [path for path in written if path not in parts]
        named = frozenset[Path]().union(*roots.values())
    own = _without_copies(written, ORDER)
    unnamed = [path for path in lists if path not in named]
    if len(own) <= 1 and (len(lists) <= 1 or not unnamed) and (own or lists):
        return [], True
    return sorted((*own, *unnamed)), False


def _without_copies(paths: list[Path], order: tuple[str, ...]) -> list[Path]:
    """Return files without those that only differ from another in their suffix."""
    kept: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: order.index(path.suffix.lower()) if path.suffix.lower() in order else len(order)):
        kept.setdefault(path.stem, path)
    return sorted(kept.values())


def _is_about(path: Path) -> bool:
    stem = path.stem.lower()
    return stem in ABOUT or stem.endswith(INVENTORY)


def _is_list(path: Path) -> bool:
    if path.suffix.lower() not in folders.SUFFIXES or _is_about(path) or path.name == folders.CLAIMS:
        return False
    return folders.is_list(path, path.parent)


def _is_manuscript(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in drafts.SUFFIXES or _is_about(path) or path.name.startswith(drafts.LOCK):
        return False
    if suffix in drafts.LIST_SUFFIXES:
        return drafts.is_manuscript(path, path.parent)
    if suffix not in PAGES or not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            return drafts.OUR_PAGE not in file.read(OPENING)
    except OSError:
        return True  # the audit says what is wrong


def name_of(place: Place) -> str:
    """Return the name of an article or an archive: its path, with escapes, so that no two names are the same."""
    return escaped(place.path.as_posix())


def escaped(path: str) -> str:
    """Return a path with escapes for what cannot be printed."""
    return "".join(char if char.isprintable() and char != "\\" else char.encode("unicode_escape").decode() for char in path)


def digest(place: Place) -> str:
    """Return the digest of all files that the audit of an article may read; a file that cannot be read counts by its name."""
    path = place.path
    folder = path if place.is_folder else path.parent
    whole = sha256()
    for file in sorted({*(_of_folder(folder) if place.is_folder else _of_file(path)), *_texts(folder)}):
        whole.update(os.fsencode(os.path.relpath(file, folder)) + b"\0" + _hash(file))
    return whole.hexdigest()


def _of_folder(folder: Path) -> Iterator[Path]:
    """Yield the files of an article that is a folder."""
    special = (*manuscripts.PROJECTS, FILE, PYPROJECT)
    return (file for file in files.inside(folder) if file.suffix.lower() in READ or file.name in special)


def _of_file(path: Path) -> Iterator[Path]:
    """Yield an article's only file, the claims beside it, and what its text mentions: parts, and lists of references."""
    yield path
    if files.is_there(path.parent / folders.CLAIMS):
        yield path.parent / folders.CLAIMS
    if path.suffix.lower() not in TEXTS:
        return
    beside = _by_name(path.parent)
    mentioned, unread = {path}, [path]
    while unread:
        try:
            words = {*_WORD.findall(files.content(unread.pop(), "", manuscripts.LARGEST))}
        except UnreadableError:
            continue
        fresh = {beside[word] for word in words if word in beside} - mentioned
        mentioned |= fresh
        unread += sorted(file for file in fresh if file.suffix.lower() in TEXTS)
    yield from mentioned


@lru_cache(maxsize=1)
def _by_name(folder: Path) -> dict[bytes, Path]:
    """Return the files in a folder that a manuscript can include, by their paths from it, also without suffix."""
    by_name: dict[bytes, Path] = {}
    for file in _of_folder(folder):
        for name in (file.relative_to(folder), file.relative_to(folder).with_suffix(""), Path(file.name), Path(file.stem)):
            by_name.setdefault(os.fsencode(name.as_posix()), file)
    return by_name


@lru_cache(maxsize=1)
def _texts(folder: Path) -> tuple[Path, ...]:
    """Return the files with texts of cited works that are in a folder."""
    return tuple(files.inside(folder / FOLDER)) if (folder / FOLDER).is_dir() else ()


def _hash(file: Path) -> bytes:
    """Return the SHA-256 of a file, or of nothing if it is not one that is read."""
    hashed = sha256()
    try:
        if file.is_file():
            with file.open("rb") as opened:
                while part := opened.read(1 << 20):
                    hashed.update(part)
    except OSError:
        return b""
    return hashed.digest()
