"""What became of links, by their age: a row of bars for each state, each bar before the pale one of all links of its year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from kzcheck.formats.html.page import anchor
from kzcheck.formats.html.pictures.drawing import area, figure, line, names, shade, text
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
LEFT, RIGHT = 124, 520
TOP, ROW, BAR = 14, 46, 30
"""The top of the first row, the height of a row, and that of the longest bar in it."""
WIDEST = 22
"""Units across that the bar of one year takes at most."""
MOST_NUMBERS = 48
"""Bars with numbers on them: more would not be read."""

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
    first, last = (years[0], years[-1]) if years else (0, -1)
    # An empty column parts links without a year from the others.
    undated = [None, None] if any(link.year is None for link in links) else []
    columns: list[int | None] = [*undated, *range(first, last + 1)]
    step = min((RIGHT - LEFT) / len(columns), WIDEST)
    across = {year: LEFT + step * columns.index(year) for year in columns}
    totals = Counter(link.year for link in links)
    states = [state for state in WORDS if any(link.state == state for link in links)]
    bottom = TOP + ROW * len(states)
    rows = (_row(number, state, links, totals, across, step) for number, state in enumerate(states))
    return figure(
        "links",
        bottom + 18,
        (*(part for row in rows for part in row), *_axis(across, step, bottom)),
        title=_title(links),
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


def _row(  # noqa: PLR0913, PLR0917
    number: int,
    state: str,
    links: Sequence[_Link],
    totals: Mapping[int | None, int],
    across: Mapping[int | None, float],
    step: float,
) -> Iterator[Markup]:
    """Yield the bars of one state, with its name before them and their sum behind."""
    base = TOP + ROW * number + BAR + 6
    tone = _TONES.get(state, "muted")
    unit = BAR / max(totals.values())
    here: dict[int | None, list[str]] = {}
    for link in links:
        if link.state == state:
            here.setdefault(link.year, []).append(link.reference)
    thick = max(step - 2, 1)
    numbered = len(here) <= MOST_NUMBERS / 2
    yield line(f"M{LEFT} {base}H{max(across.values()) + step:.4g}")
    yield shade("".join(_bar(across[year], base, thick, total * unit) for year, total in totals.items()))
    yield text(LEFT - 8, base, written(WORDS[state]), tone, "end")
    for year, references in here.items():
        x, height = across[year], max(len(references) * unit, 1)
        when = f"{year}" if year is not None else written("no year")
        yield area(
            _bar(x, base, thick, height),
            tone,
            anchor("ref", references[0]),
            f"{when}: {_share(len(references), totals[year])} {written(WORDS[state])}: {names(references)}",
        )
        if numbered and len(references) > 1:
            yield text(x + thick / 2, base - height - 3, f"{len(references):,}", tone, "middle")
    yield text(RIGHT + 12, base, _share(sum(map(len, here.values())), len(links)), tone)


def _share(number: int, total: int) -> str:
    return written("{number:,} of {total:,}", {"number": number, "total": total})


def _bar(x: float, base: float, thick: float, height: float) -> str:
    return f"M{x:.4g} {base}v-{height:.4g}h{thick:.4g}v{height:.4g}z"


def _axis(across: Mapping[int | None, float], step: float, bottom: float) -> Iterator[Markup]:
    """Write the years below the bars, as many as have room."""
    years = [year for year in across if year is not None]
    if None in across:
        yield text(across[None] + step / 2, bottom + 10, written("no year"), "muted", "middle")
    every = next(number for number in (1, 2, 5, 10) if number * step >= 30 or number == 10)  # noqa: PLR2004
    for year in years:
        if year % every == 0:
            yield text(across[year] + step / 2, bottom + 10, str(year), "muted", "middle")


def _title(links: Sequence[_Link]) -> str:
    tally = Counter(link.state for link in links)
    gone, unknown = tally["dead"] + tally["soft-404"], sum(tally[state] for state in _UNKNOWN)
    title = written(_GONE, {"count": gone, "total": len(links)}) if gone else written("No dead links were found")
    return f"{title}; {written(_UNKNOWN_LINKS, {'count': unknown})}" if unknown else title


def _description(links: Iterable[_Link], states: Iterable[str]) -> str:
    references: dict[str, list[str]] = {}
    for link in links:
        references.setdefault(link.state, []).append(link.reference)
    return " ".join(
        written("{state}: references {ids}.", {"state": sentence(written(WORDS[state])), "ids": names(references[state])})
        for state in states
    )
