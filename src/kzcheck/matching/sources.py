"""How records are called where people read of them: the service, the record, the work in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.matching.attribution import authors
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.sources import SourceName

LONGEST = 200
"""Characters of a title or name that a message shows: records hold titles of thousands."""


def services(names: Iterable[SourceName]) -> str:
    """Return services in one line, each once: "Crossref, OpenAlex"."""
    return ", ".join(dict.fromkeys(SOURCES[name].title for name in names))


def source(record: Record) -> str:
    """Return where a value comes from: "Crossref 10.5555/rivers"."""
    return f"{SOURCES[record.service].title} {cut(record.item.doi or record.id)}"


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text of a record in one line, cut to what a message can show."""
    plain = " ".join(text[: 4 * longest].split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def cut_both(one: str, other: str, longest: int = LONGEST) -> tuple[str, str]:
    """Return two texts in one line each, cut to the stretch in which they begin to differ."""
    plain = [" ".join(text[: 8 * longest].split()) for text in (one, other)]
    if max(map(len, plain)) <= longest:
        return plain[0], plain[1]
    alike = next((at for at, (a, b) in enumerate(zip(*plain, strict=False)) if a != b), min(map(len, plain)))
    start = plain[0].rfind(" ", 0, max(0, alike - longest // 3)) + 1
    ahead = "…" if start else ""
    return ahead + cut(plain[0][start:], longest), ahead + cut(plain[1][start:], longest)


def work(item: Item) -> str:
    """Return a work in one line: "“Rivers” by Doe and Roe (2001)"."""
    by = authors(item) if item.author or item.editor else ""
    title = f"“{cut(item.title)}”" if item.title else "a work without a title"
    return title + (f" by {cut(by, 80)}" if by else "") + (f" ({item.year})" if item.year else "")
