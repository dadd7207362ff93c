"""Reads an article from its files; the only public name is `read`."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from kzcheck.article import Article, Ignore, UnknownField, Unreadable
from kzcheck.errors import UnreadableError
from kzcheck.readers import claims, files, references
from kzcheck.readers.folders import ArticleFiles, article_files, list_of_citations, lists_beside, not_together
from kzcheck.readers.kinds import LISTS, format_of, refuse_binary
from kzcheck.readers.nodes import Source, ignores, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kzcheck.article import Claim, Location, MadeOf, Reference
    from kzcheck.readers.claims import Claimed
    from kzcheck.readers.lists import Listed
    from kzcheck.readers.nodes import Node, Parsed, Subject

__all__ = ["read"]

SHARED = "taken-id-elsewhere"
"""The note on an entry whose id is in a list that was read before."""

L = TypeVar("L", bound="Listed[Reference] | Listed[Claim]")


def read(article: Path | ArticleFiles, *, trusted: bool = False) -> Article:
    """Read an article: its files, or those at a path, which is a folder or one list of references.

    The content of a list tells its format, whatever its name. Several lists are read as one. An unreadable entry is left out;
    `unreadable` has one note for each thing wrong with it. `has_claims` says whether there is a list of claims, even an empty one.
    Unless the folder is `trusted`, symbolic links in it must not lead out of it.

    Raises:
        UnreadableError: the article cannot be read at all; the error lists the problems of all files, one per line.
    """
    return read_files(article if isinstance(article, ArticleFiles) else article_files(article, trusted=trusted), trusted=trusted)[0]


def read_files(article: ArticleFiles, *, trusted: bool = False) -> tuple[Article, ArticleFiles]:
    """Read an article as `read` does, and also return its files: of several lists that it was supposed to have, perhaps only one.

    Raises:
        UnreadableError: as for `read`.
    """
    reading = _Reading(None if trusted else article.folder)
    taken: dict[str, Location] = {}
    lists = [reading.references(path, article.name(path), taken) for path in article.lists]
    if article.supposed:
        clashes = [note for listed in lists if listed for note in listed.unreadable if note.wrong.code == SHARED]
        if clashes:
            ids = {path: _ids(listed) for path, listed in zip(article.lists, lists, strict=True) if listed}
            if one := list_of_citations(article, ids, reading.within):
                return read_files(one, trusted=trusted)
            raise not_together(article, clashes[0].location.file, len(clashes))
    if article.manuscript:
        return _with_manuscript(reading.article(lists, None), article, reading), article
    claimed = reading.claims(article, article.claims) if article.claims else None
    contents = reading.article(lists, claimed)
    return (contents, article) if contents.has_claims else _with_citations(contents, article, reading)


def _ids(listed: Listed[Reference]) -> set[str]:
    """Return the ids of a list, with those that another list has too."""
    shared = (note.wrong.values["id"] for note in listed.unreadable if note.wrong.code == SHARED)
    return {*(reference.id for reference in listed.entries), *map(str, shared)}


def read_text(data: bytes, name: str) -> Article:
    """Read a list of references that is in no file; `name` stands for it in locations.

    Raises:
        UnreadableError: it cannot be read; one problem per line.
    """
    reading = _Reading(None)
    listed = reading.text(data, "", name, references.read, "reference")
    return reading.article([listed], None)


def read_manuscript(data: bytes, name: str) -> Article:
    """Read a manuscript that is alone; `name`, whose suffix counts, stands for it in locations.

    Raises:
        UnreadableError: it cannot be read.
    """
    from kzcheck.readers import documents  # noqa: PLC0415 - articles in YAML do without
    from kzcheck.readers.articles import article_of  # noqa: PLC0415

    manuscript = documents.read(data, name, documents.format_of(PurePosixPath(name).suffix.lower(), data), lambda _: None)
    return replace(article_of(manuscript), unread_lists=tuple(map(printable, manuscript.lists)))


def _with_manuscript(lists: Article, read: ArticleFiles, reading: _Reading) -> Article:
    """Return the article that a manuscript is, with the lists that were given beside it, or else with those that it names."""
    from kzcheck.readers import documents  # noqa: PLC0415 - articles in YAML do without
    from kzcheck.readers.articles import article_of  # noqa: PLC0415
    from kzcheck.readers.nearby import Nearby  # noqa: PLC0415

    file = read.manuscript
    if file is None:
        raise AssertionError
    name = read.name(file)
    data = files.content(file, name, within=reading.within)
    nearby = Nearby(read.folder, name, reading.within)
    manuscript = documents.read(data, name, documents.format_of(file.suffix.lower(), data), nearby.included)
    paths = {written: nearby.find(written, ("", ".bib")) for written in manuscript.lists}
    if not read.lists:
        taken: dict[str, Location] = {}
        found = dict.fromkeys(path for path in paths.values() if path)
        lists = reading.article([reading.references(read.folder / path, printable(path), taken) for path in found], None)
    unread = tuple(printable(path or written) for written, path in paths.items() if printable(path) not in lists.sources)
    article = article_of(manuscript, lists.references)
    if not (article.references or paths) and (beside := _beside(article, read, reading.within)):
        lists, article = beside, article_of(manuscript, beside.references)
    return replace(
        article,
        unread_lists=unread,
        unreadable=(*lists.unreadable, *article.unreadable),
        unknown_fields=(*lists.unknown_fields, *article.unknown_fields),
        ignores=(*lists.ignores, *article.ignores),
        sources={**lists.sources, **article.sources},
        formats={**lists.formats, **article.formats},
        encodings={**lists.encodings, **article.encodings},
    )


def _beside(manuscript: Article, read: ArticleFiles, within: Path | None) -> Article | None:
    """Return the only list in the folder of a manuscript that has most of the keys that this cites."""
    from kzcheck.readers.manuscripts import SHARE  # noqa: PLC0415 - articles in YAML do without

    cited = {citation.reference for claim in manuscript.claims for citation in claim.citations}
    lists: list[Article] = []
    for path in lists_beside(read, within) if cited else ():
        reading = _Reading(within)
        listed = reading.references(path, read.name(path), {})
        if listed and sum(entry.id in cited for entry in listed.entries) >= SHARE * len(cited):
            lists.append(reading.article([listed], None))
    return lists[0] if len(lists) == 1 else None


def _with_citations(article: Article, read: ArticleFiles, reading: _Reading) -> tuple[Article, ArticleFiles]:
    """Return an article with the citations in its manuscripts, or what the only one says if its folder was given; and its files."""
    from kzcheck.readers import manuscripts  # noqa: PLC0415 - articles with claims do without

    ids = {reference.id for reference in article.references}
    cited = manuscripts.read(read.folder, read.lists, ids, reading.within, read.above)
    if cited.only and read.searched:
        files_read = read._replace(manuscript=cited.only)
        return _with_manuscript(article, files_read, reading), files_read
    with_citations = replace(
        article,
        cited=cited.citations,
        unread_lists=cited.unread,
        unreadable=(*article.unreadable, *cited.unreadable),
        sources={**article.sources, **cited.sources},
    )
    return with_citations, read


class _Reading:
    """Collects the texts, inline ignores and problems of an article's files while they are read.

    `within` is the folder that symbolic links must not lead out of, or None to allow all links.
    """

    def __init__(self, within: Path | None) -> None:
        self.within = within
        self.sources: dict[str, str] = {}
        self.formats: dict[str, str] = {}
        self.encodings: dict[str, tuple[str, ...]] = {}
        self.problems: list[str] = []
        self.ignores: list[Ignore] = []
        self.unreadable: list[Unreadable] = []
        self.unknown: list[UnknownField] = []

    def references(self, path: Path, name: str, taken: dict[str, Location]) -> Listed[Reference] | None:
        return self._list(path, name, lambda source, root: references.read(source, root, taken), "reference")

    def claims(self, article: ArticleFiles, path: Path) -> Claimed | None:
        claimed = self._list(path, article.name(path), claims.read, "claim")
        if claimed and (made_of := claimed.about.get("made_of")):
            claimed.about["made_of"] = self._at_present(made_of, article)
        return claimed

    def _at_present(self, made_of: MadeOf, article: ArticleFiles) -> MadeOf:
        """Return the manuscript that the claims were made of with the digest of its file as it is now, if that is in the folder."""
        from hashlib import sha256  # noqa: PLC0415 - only claims that were imported need it

        from kzcheck.readers.nearby import Nearby  # noqa: PLC0415

        path = Nearby(article.folder, made_of.location.file, self.within).find(made_of.file)
        if not path:
            return made_of
        try:
            data = files.content(article.folder / path, path, within=self.within)
        except UnreadableError:
            return made_of
        return replace(made_of, file=printable(path), present=sha256(data).hexdigest())

    def article(self, lists: Sequence[Listed[Reference] | None], claimed: Claimed | None) -> Article:
        if self.problems:
            raise UnreadableError(*self.problems)
        parts: list[Listed[Reference] | Claimed] = [part for part in (*lists, claimed) if part]
        return Article(
            references=tuple(entry for listed in lists if listed for entry in listed.entries),
            claims=tuple(claimed.entries) if claimed else (),
            has_claims=claimed is not None and claimed.has_claims,
            unreadable=(*(note for part in parts for note in part.unreadable), *self.unreadable),
            unknown_fields=(*(note for part in parts for note in part.unknown), *self.unknown),
            ignores=tuple(self.ignores),
            sources=self.sources,
            formats=self.formats,
            encodings=self.encodings,
            **(claimed.about if claimed else {}),
        )

    def _list(self, path: Path, name: str, read: Callable[[Source, Node], L], subject: Subject) -> L | None:
        try:
            data = files.content(path, name, within=self.within)
        except UnreadableError as error:
            self.problems += error.problems
            return None
        return self.text(data, path.suffix.lower(), name, read, subject)

    def text(self, data: bytes, suffix: str, name: str, read: Callable[[Source, Node], L], subject: Subject) -> L | None:
        """Read the list in a file's bytes; return None, and add to `problems`, if it cannot be read at all."""
        try:
            if len(data) > files.LARGEST:
                raise files.too_big(name)
            refuse_binary(data, name)
            text, assumed = files.text_of(data, name)
            form = format_of(suffix, text, name) if subject == "reference" else "csl-yaml"
            self.formats[name] = form
            source = Source(name, text)
            if assumed:
                self.encodings[name] = assumed
            self.sources[name] = source.text
            parsed: Parsed = import_module(f"kzcheck.readers.{LISTS[form].module}").read(source)
            if parsed.root is None:
                self.problems.append(f"{name}: is empty; write the list into it")
                return None
            self.unreadable += parsed.unreadable
            self.unknown += parsed.unknown
            listed = read(source, parsed.root)
        except UnreadableError as error:
            self.problems += error.problems
            return None
        if parsed.spans:
            inline, wrong = ignores(source, parsed.spans, listed.heads, subject, parsed.sign)
            self.ignores += inline
            self.unreadable += wrong
        return listed
