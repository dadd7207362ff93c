"""Reads an article from its files; the only public name is `read`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from kzcheck.article import Article, Ignore, UnknownField, Unreadable
from kzcheck.errors import UnreadableError
from kzcheck.readers import claims, files, references
from kzcheck.readers.kinds import ListFormat, format_of, lines, refuse_binary
from kzcheck.readers.nodes import Source, ignores, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kzcheck.article import Claim, Reference
    from kzcheck.readers.claims import Claimed
    from kzcheck.readers.lists import Listed
    from kzcheck.readers.nodes import Node, Parsed, Subject

__all__ = ["read"]

L = TypeVar("L", bound="Listed[Reference] | Listed[Claim]")

REFERENCES, CLAIMS = "references.yaml", "claims.yaml"
OTHER_CLAIMS = "claims.yml"
LISTS = {
    "bibtex": ListFormat("bibtex", (".bib", ".bibtex"), lines(r"^[ \t]*@(?!media\b|font|supports\b)\w+[ \t]*[{(]")),
    "ris": ListFormat("ris", (".ris", ".txt"), lines(r"^[ \t]{0,3}TY[ \t]{0,4}-")),
    "medline": ListFormat("medline", (".nbib", ".txt"), lines(r"^PMID {0,3}- ?\d")),
    "web-of-science": ListFormat(
        "web_of_science", (".ciw", ".isi", ".txt"), lines(r"\A\s*FN .*\s+VR \d|^PT [A-Z][ \t]*\r?\n[A-Z][A-Z0-9] ")
    ),
    "refer": ListFormat("refer", (".enw", ".txt"), lines(r"^%0 \S|\A\s*%[A-Z] \S")),
    "endnote-xml": ListFormat("endnote_xml", (".xml",), lines(r"<records>\s*<record>")),
    "pubmed-xml": ListFormat("pubmed_xml", (".xml",), lines(r"<Pubmed(?:Article|BookArticle)(?:Set)?[\s>]")),
    "mods": ListFormat("mods", (".xml", ".mods"), lines(r"<(?:\w{1,20}:)?mods(?:Collection)?[\s>]")),
    "openalex": ListFormat("openalex", (".json",), lines(r"\A\s*[\[{][\s\S]*?\"id\"\s{0,9}:\s{0,9}\"https://openalex\.org/W\d")),
    "datacite": ListFormat(
        "datacite",
        (".json",),
        lines(
            r"\A\s*[\[{][\s\S]*?(?:\"type\"\s{0,9}:\s{0,9}\"dois\"|\"resourceTypeGeneral\"\s{0,9}:|http://datacite\.org/schema/)"
        ),
    ),
    "csl-json": ListFormat("json_nodes", (".json", ".csljson"), lines(r"\A\s*(?:\[\s*(?:[{\]]|\Z)|\{\s*[\"}])")),
    "csl-yaml": ListFormat(
        "yaml_nodes", (".yaml", ".yml"), lines(r"\A\s*[\[{]|^(?:references|items):|^[ \t]*-[ \t]+[{\"']?[\w-]+[\"']?:")
    ),
    "printed": ListFormat("printed", (".txt", ".text"), None),
}
"""The formats of lists: the module here whose `read(source)` converts such a file to nodes, its suffixes, and its sign."""


def read(path: Path, *, trusted: bool = False) -> Article:
    """Read an article: a folder with `references.yaml` and optionally `claims.yaml`, or a single list of references.

    The content of a list tells its format, whatever its name. An unreadable entry is left out; `unreadable` has
    one note for each thing wrong with it. `has_claims` says whether there is a list of claims, even an
    empty one. Unless the folder is `trusted`, symbolic links in it must not lead out of it.

    Raises:
        UnreadableError: the article cannot be read at all; the error lists the problems of both files, one per line.
    """
    try:
        path.stat()
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{printable(str(path))}: {files.reason(error)}") from None
    folder = path if path.is_dir() else path.parent
    reading = _Reading(None if trusted else folder)
    if folder == path:
        article = reading.article(*reading.folder(path))
    else:
        article = reading.article(reading.references(path, printable(path.name)), None)
    return article if article.has_claims else _with_citations(article, folder, reading.within)


def _with_citations(article: Article, folder: Path, within: Path | None) -> Article:
    """Return a list with the citations in its manuscripts."""
    from kzcheck.readers import manuscripts  # noqa: PLC0415 - articles with claims do without

    lists = [folder / name for name in article.sources]
    cited = manuscripts.read(folder, lists, {reference.id for reference in article.references}, within)
    return replace(
        article,
        cited=cited.citations,
        unread_lists=cited.unread,
        unreadable=(*article.unreadable, *cited.unreadable),
        sources={**article.sources, **cited.sources},
    )


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

    def folder(self, path: Path) -> tuple[Listed[Reference] | None, Claimed | None]:
        listed = claimed = None
        if files.is_there(path / REFERENCES):
            listed = self.references(path / REFERENCES, REFERENCES)
        else:
            suffixes = (suffix for form in LISTS.values() for suffix in form.suffixes)
            suffix = next((suffix for suffix in suffixes if files.is_there(path / f"references{suffix}")), "")
            cure = (
                f"give references{suffix} itself, or rename it"
                if suffix
                else f"write {REFERENCES}, or give a list of references by its name"
            )
            self.problems.append(f"{printable(str(path))}: no {REFERENCES} in this folder; {cure}")
        if files.is_there(path / CLAIMS):
            claimed = self._list(path / CLAIMS, CLAIMS, claims.read, "claim")
        elif files.is_there(path / OTHER_CLAIMS):
            self.problems.append(f"{OTHER_CLAIMS}: is not read under this name; rename it to {CLAIMS}")
        return listed, claimed

    def references(self, path: Path, name: str) -> Listed[Reference] | None:
        return self._list(path, name, references.read, "reference")

    def article(self, listed: Listed[Reference] | None, claimed: Claimed | None) -> Article:
        if listed is None or self.problems:
            raise UnreadableError(*self.problems)
        return Article(
            references=tuple(listed.entries),
            claims=tuple(claimed.entries) if claimed else (),
            has_claims=claimed is not None and claimed.has_claims,
            unreadable=(*listed.unreadable, *(claimed.unreadable if claimed else ()), *self.unreadable),
            unknown_fields=(*listed.unknown, *(claimed.unknown if claimed else ()), *self.unknown),
            ignores=tuple(self.ignores),
            sources=self.sources,
            formats=self.formats,
            encodings=self.encodings,
            **(claimed.about if claimed else {}),
        )

    def _list(self, path: Path, name: str, read: Callable[[Source, Node], L], subject: Subject) -> L | None:
        """Read the list in a file; return None, and add to `problems`, if it cannot be read at all."""
        try:
            data = files.content(path, name, within=self.within)
            refuse_binary(data, name)
            text, assumed = files.text_of(data, name)
            form = format_of(LISTS, path.suffix.lower(), text, name) if subject == "reference" else "csl-yaml"
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
