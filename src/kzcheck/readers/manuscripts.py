"""Finds the manuscripts of a list and reads what they cite.

Manuscripts are an author's files: whatever they include, nothing is read outside the folder that is searched for them: the
article's, or one above its list. A file is known by its path from that folder, with `/`.
"""

from __future__ import annotations

import os
import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import Citation, Location, Unreadable, line_starts, span
from kzcheck.errors import UnreadableError
from kzcheck.language.manuscripts import Manuscript, auxiliary, pandoc
from kzcheck.language.manuscripts.latex import ROUNDS, Tex
from kzcheck.readers import files
from kzcheck.readers.nodes import printable
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

LATEX, MARKDOWN, AUXILIARY = (".tex", ".ltx", ".rnw"), (".md", ".markdown", ".qmd", ".rmd"), (".bcf", ".aux")
PROJECTS = ("_quarto.yml", "_quarto.yaml", "_metadata.yml", "_bookdown.yml")
"""Files of Quarto and bookdown that name lists for all manuscripts beside and below them."""
MOST = 500
"""Most manuscripts that are read: a thesis has 40 files."""
LARGEST = 16 << 20
"""Bytes of a manuscript: a book in one file has 2 million."""
SHARE = 0.5
"""Least share of a manuscript's keys that are in the list, if only their places say that they belong together: a readme beside a
list mentions people with an `@`."""

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~]")
"""The beginning of an address, or of a path from the root, a drive or a home."""


class Cited(Struct, frozen=True):
    """What the manuscripts of a list cite, in order.

    `unread` are lists that they name and that were not read, `sources` their texts by name, `unreadable` the notes on manuscripts
    that cannot be read. `only` is the path of the manuscript if there is only one, which can be read.
    """

    citations: tuple[Citation, ...] = ()
    unread: tuple[str, ...] = ()
    sources: dict[str, str] = {}
    unreadable: tuple[Unreadable, ...] = ()
    only: Path | None = None


def read(folder: Path, lists: Sequence[Path], ids: Collection[str], within: Path | None, above: Iterable[Path] = ()) -> Cited:
    """Return what the manuscripts of `lists` in an article's folder cite; `ids` are those of the lists.

    A manuscript belongs to the lists that it names, and so do chapters in Markdown beside it that name none. If no manuscript in
    the folder names the lists, one that is directly in a folder `above` may. If none does, all those in the folder that name no
    others belong to them. Of manuscripts that name none, most keys must be in the lists.
    """
    drafts = _Drafts(folder, files.inside(folder), within)
    audited, naming = drafts.of(lists)
    for place in above if not naming else ():
        around, resolved = place if within else None, [path.parent.resolve() / path.name for path in lists]
        if _Drafts(place, files.directly_in(place), around).of(resolved)[1]:
            drafts = _Drafts(place, files.inside(place), around, folder)
            audited, naming = drafts.of(resolved)
            break
    roots = drafts.roots()
    places = {_parent(path) for path in (naming or audited)}
    chosen = [
        root
        for root in roots
        if root in naming
        or (
            (not naming or (root.lower().endswith(MARKDOWN) and _parent(root) in places))
            and not drafts.lists(root)[0]
            and drafts.shares(root, ids)
        )
    ]
    citations = tuple(dict.fromkeys(citation for root in chosen for citation in drafts.citations(root)))
    citing = {citation.location.file for citation in citations}
    trees = {name: None for root in chosen for name in drafts.tree(root)}
    there, elsewhere = ({name for root in chosen for name in drafts.lists(root)[which]} for which in (0, 1))
    refused = [name for name in sorted(drafts.refused) if name in trees or _parent(name) in places]
    wrong = Wrong("manuscript", {"most": LARGEST >> 20})
    only = chosen[0] if len(chosen) == 1 and drafts.is_source(chosen[0]) else ""
    return Cited(
        citations,
        tuple(sorted({*map(drafts.name, there - audited), *map(printable, elsewhere)})),
        {drafts.name(name): drafts.text(name) for name in trees if drafts.name(name) in citing},
        tuple(Unreadable(Location(drafts.name(name), 1, 1, 1, 1), wrong) for name in refused),
        drafts.path(only) if only else None,
    )


def naming(folder: Path, paths: Iterable[Path], within: Path | None) -> dict[Path, frozenset[Path]]:
    """Return the manuscripts among the files of a folder that name lists in it, each with these lists."""
    return {manuscript: lists for manuscript, lists in roots(folder, paths, within).items() if lists}


def roots(folder: Path, paths: Iterable[Path], within: Path | None) -> dict[Path, frozenset[Path]]:
    """Return the manuscripts among the files of a folder that no other one includes, each with the lists in it that it names."""
    drafts = _Drafts(folder, paths, within)
    return {folder / root: frozenset(folder / name for name in drafts.lists(root)[0]) for root in drafts.roots()}


def citing(folder: Path, ids: Collection[str], within: Path | None) -> tuple[list[Path], set[str]]:
    """Return the manuscripts in a folder that name no list in it and cite mostly these ids, and which of them they cite."""
    drafts = _Drafts(folder, files.inside(folder), within)
    roots = [root for root in drafts.roots() if not drafts.lists(root)[0] and drafts.shares(root, ids)]
    keys = {citation.reference for root in roots for citation in drafts.citations(root)}
    return [folder / root for root in roots], keys.intersection(ids)


def _from(folder: Path, path: Path) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _parent(name: str) -> str:
    return posixpath.dirname(name)


def _folders(name: str) -> Iterator[str]:
    """Yield the folders around a file, from its own to the article's."""
    while name:
        name = _parent(name)
        yield name


class _Drafts:
    """The manuscripts among the files of a folder, each read once; `refused` are those that cannot be read.

    `start` is the folder from which reports name them, if it is another one.
    """

    def __init__(self, folder: Path, paths: Iterable[Path], within: Path | None, start: Path | None = None) -> None:
        self.refused: set[str] = set()
        self._folder, self._within = folder, within
        self._start = _from(folder, start.resolve()) if start else ""
        self._names = [_from(folder, path) for path in paths]
        self._texts: dict[str, str] = {}
        self.tree = cache(self._tree)
        self.lists = cache(self._lists)
        self._manuscript = cache(self._read)
        self._tex = cache(lambda name: Tex(self.text(name)))

    def name(self, name: str) -> str:
        """Return a file's name in reports."""
        return printable(posixpath.relpath(name, self._start) if self._start else name)

    def path(self, name: str) -> Path:
        """Return a file's path."""
        return self._folder / name

    def is_source(self, name: str) -> bool:
        """Return whether a file is a manuscript that could be read, not a file that a program made of it."""
        return name.lower().endswith((*LATEX, *MARKDOWN)) and not self.refused.intersection(self.tree(name))

    def of(self, lists: Iterable[Path]) -> tuple[set[str], list[str]]:
        """Return the names of lists, and the manuscripts that name one of them."""
        audited = {_from(self._folder, path) for path in lists}
        return audited, [root for root in self.roots() if audited & self.lists(root)[0]]

    def roots(self) -> list[str]:
        """Return the manuscripts that no other one includes."""
        known = {*self._names}
        names = [name for name in self._names if name.lower().endswith((*LATEX, *MARKDOWN))]
        names += [name for name in self._names if name.lower().endswith(AUXILIARY) and not _has_source(name, known)]
        names = names[:MOST]
        included = {part for name in names for part in self._parts(name) if part != name}
        return [name for name in names if name not in included]

    def text(self, name: str) -> str:
        """Return a file's text; "" if it cannot be read."""
        if name not in self._texts:
            self._texts[name] = ""
            if len(self._texts) <= MOST:
                try:
                    data = files.content(self._folder / name, printable(name), LARGEST, self._within)
                    self._texts[name] = files.text_of(data, name)[0] if data.strip() else ""
                except UnreadableError:
                    self.refused.add(name)
        return self._texts[name]

    def citations(self, root: str) -> Iterator[Citation]:
        """Yield the citations of a manuscript and of whatever it includes, but not those of works that it lists itself."""
        tree = self.tree(root)
        own: dict[str, str] = {}
        sources = [name for name in tree if name.lower().endswith(LATEX)]
        for _ in range(ROUNDS):
            for name in sources:
                own |= self._tex(name).citing(own)
        read = {name: self._tex(name).read(own) if own and name in sources else self._manuscript(name) for name in tree}
        items = frozenset[str]().union(*(manuscript.own for manuscript in read.values()))
        for name, manuscript in read.items():
            starts = line_starts(self.text(name))
            for key in manuscript.cited:
                if key.text not in items:
                    yield Citation(key.text, span(self.name(name), starts, key.start, key.end))

    def shares(self, root: str, ids: Collection[str]) -> bool:
        """Return whether enough of a manuscript's keys are those of the lists."""
        keys = {citation.reference for citation in self.citations(root)}
        return bool(keys) and sum(key in ids for key in keys) >= SHARE * len(keys)

    def _tree(self, root: str) -> tuple[str, ...]:
        """Return a manuscript and whatever it includes, in order, each once."""
        order: dict[str, None] = {}
        left = [root]
        while left and len(order) < MOST:
            name = left.pop()
            if name not in order:
                order[name] = None
                left += reversed(self._parts(name))
        return tuple(order)

    def _lists(self, root: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the lists in the folder that a manuscript names, and those that are elsewhere or missing, as written."""
        there: set[str] = set()
        elsewhere: set[str] = set()
        above = [*_folders(root)] if root.lower().endswith(MARKDOWN) else []
        projects = [name for name in self._names if posixpath.basename(name) in PROJECTS and _parent(name) in above]
        naming = [(name, pandoc.fields(self.text(name))) for name in projects]
        naming += [(name, self._manuscript(name)) for name in self.tree(root)]
        for name, manuscript in naming:
            for listed in manuscript.lists:
                path = self._resolved(name, listed, ("", ".bib"))
                (there if path else elsewhere).add(path or listed)
        return frozenset(there), frozenset(elsewhere)

    def _parts(self, name: str) -> list[str]:
        suffixes = ("", ".tex") if name.lower().endswith(LATEX) else ("",)
        paths = (self._resolved(name, part, suffixes) for part in self._manuscript(name).parts)
        return [path for path in paths if path and path.lower().endswith((*LATEX, *MARKDOWN, *AUXILIARY))]

    def _resolved(self, name: str, written: str, suffixes: Sequence[str]) -> str | None:
        """Return the file that a manuscript names: beside it or, as in chapters of LaTeX, beside what includes it further up."""
        if _ELSEWHERE.match(written):
            return None
        paths = (posixpath.normpath(posixpath.join(place, written + suffix)) for place in _folders(name) for suffix in suffixes)
        return next((path for path in paths if not path.startswith("..") and self._is_file(path)), None)

    def _is_file(self, name: str) -> bool:
        try:
            return (self._folder / name).is_file()
        except (OSError, ValueError):
            return False

    def _read(self, name: str) -> Manuscript:
        suffix = posixpath.splitext(name)[1].lower()
        if suffix in LATEX:
            return self._tex(name).read({})
        if suffix in MARKDOWN:
            return pandoc.read(self.text(name))
        return auxiliary.read_bcf(self.text(name)) if suffix == ".bcf" else auxiliary.read_aux(self.text(name))


def _has_source(name: str, known: Collection[str]) -> bool:
    """Return whether the manuscript is there that a file of LaTeX's was made of, or a better file of these."""
    stem, suffix = posixpath.splitext(name)
    better = (*LATEX, *MARKDOWN, ".Rmd", ".Rnw", *AUXILIARY[: AUXILIARY.index(suffix.lower())])
    return any(f"{stem}{other}" in known for other in better)
