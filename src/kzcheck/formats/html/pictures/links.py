"""What became of links, by their age: a row of bars for each state, each bar before the pale one of all links of its year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from kzcheck.formats.html.page import anchor
from kzcheck.formats.html.pictures.bars import Bar, Row, draw, height
from kzcheck.formats.html.pictures.drawing import figure, names
from kzcheck.formats.links import UNSEEN, WORDS
from kzcheck.formats.text import sentence
from kzcheck.wording import Plural, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Reference
    from kzcheck.formats.html.pictures.drawing import Tone
    from kzcheck.formats.view import View

OLDEST = 1991
"""The year of the first page on the web: an earlier year is no age of a link."""
_TONES: dict[str, Tone] = {"ok": "ok", "moved": "sev-note", "dead": "sev-error", "soft-404": "sev-warning"}
"""The tones of states; all others are states in which nothing is known of the page."""
_AMISS = frozenset(_TONES) - {"ok"}
_UNKNOWN = frozenset(("blocked", "failed", UNSEEN))

_GONE = Plural(
    "{count:,} of {total:,} links no longer leads to the cited page",
    "{count:,} of {total:,} links no longer lead to the cited page",
)
_UNKNOWN_LINKS = Plural("the state of {count:,} is unknown", "the state of {count:,} is unknown")


class _Link(Struct, frozen=True):
    """A link of a reference: its state, and the year of access or else of issue, None where neither can be its age."""

    reference: str
    state: str
    year: int | None


def links_by_age(view: View) -> Markup:
    """Draw the states of links by the year of access, or else of issue; empty where none is gone or moved."""
    links = list(_links(view))
    if not any(link.state in _AMISS for link in links):
        return Markup()
    years = sorted({link.year for link in links if link.year is not None})
    undated: tuple[int | None, ...] = (None,) if any(link.year is None for link in links) else ()
    dated = range(years[0], years[-1] + 1) if years else ()
    columns = {year: str(year) if year is not None else written("no year") for year in (*undated, *dated)}
    totals = Counter(link.year for link in links)
    states = [state for state in WORDS if any(link.state == state for link in links)]
    rows = [_row(state, links, totals, columns) for state in states]
    return figure(
        "links",
        height(rows),
        draw(rows, columns, {year: total / max(totals.values()) for year, total in totals.items()}),
        title=title(Counter(link.state for link in links)),
        description=_description(links, states),
        reading=written(
            "Each row is a state; a full bar counts its links of one year (of access, or else of issue). "
            "The pale bar behind it counts all links of that year."
        ),
    )


def _links(view: View) -> Iterator[_Link]:
    for reference in view.article.references:
        year = _year(reference, view.report.evidence.gathered.year)
        for url in dict.fromkeys(reference.urls.values()):
            page = view.report.pages.get(url)
            yield _Link(reference.id, page.state if page else UNSEEN, year)


def _year(reference: Reference, now: int) -> int | None:
    accessed = reference.item.accessed
    years = (accessed.year if accessed else None, reference.item.year)
    return next((year for year in years if year is not None and OLDEST <= year <= now), None)


def _row(state: str, links: Sequence[_Link], totals: Mapping[int | None, int], columns: Mapping[int | None, str]) -> Row:
    here: dict[int | None, list[str]] = {}
    for link in links:
        if link.state == state:
            here.setdefault(link.year, []).append(link.reference)
    bars = (
        Bar(
            year,
            len(references) / max(totals.values()),
            f"{columns[year]}: {share(len(references), totals[year])} {written(WORDS[state])}: {names(references)}",
            f"{len(references):,}" if len(references) > 1 else "",
            anchor("ref", references[0]),
        )
        for year, references in here.items()
    )
    return Row(written(WORDS[state]), tone(state), tuple(bars), share(sum(map(len, here.values())), len(links)))


def tone(state: str) -> Tone:
    """Return the tone of a state of links."""
    return _TONES.get(state, "muted")


def share(number: int, total: int) -> str:
    """Return how many of all there are: "3 of 12"."""
    return written("{number:,} of {total:,}", {"number": number, "total": total})


def title(tally: Mapping[str, int]) -> str:
    """Return what was found, of the number of links in each state."""
    total, gone = sum(tally.values()), tally.get("dead", 0) + tally.get("soft-404", 0)
    unknown = sum(tally.get(state, 0) for state in _UNKNOWN)
    says = written(_GONE, {"count": gone, "total": total}) if gone else written("No dead links were found")
    return f"{says}; {written(_UNKNOWN_LINKS, {'count': unknown})}" if unknown else says


def _description(links: Iterable[_Link], states: Iterable[str]) -> str:
    references: dict[str, list[str]] = {}
    for link in links:
        references.setdefault(link.state, []).append(link.reference)
    return " ".join(
        written("{state}: references {ids}.", {"state": sentence(written(WORDS[state])), "ids": names(references[state])})
        for state in states
    )
