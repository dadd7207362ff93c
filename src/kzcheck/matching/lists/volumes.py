"""The volumes of a journal rise with the years: which of its articles in a list do not fit the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AGREEING = 3
"""Other articles of a journal that show how its volumes rise with the years."""

CONSISTENT = 0.8
"""The share of the others that must agree."""

DIFFERENT_YEARS = 2
"""Years in which they came out at least: one year alone is no line."""

CONTRADICTED = 2
"""Others that an article must contradict where volumes rise by more than one a year: of two that contradict each other, either may
be wrong. Chosen on half of 42 articles: with one more a third of the wrong years and volumes were missed."""


FITTED = range(5, 61)
"""Articles of a journal through which a trend is laid: fewer show none, and among more a wrong one contradicts two others."""

WANDERING = 1.5
"""Years by which the others may be off the trend."""

OFF_TREND = 3.0
"""Years by which an article must be off the trend of the others. With 2.5 one in a hundred wrong volumes more is found, with 3
no article of 3,512 whose volume is right is flagged (half of 42 articles, 90 libraries)."""


class Issued(NamedTuple):
    """An article of a journal: the year in which it came out, and its volume."""

    year: int
    volume: int


class Trend(NamedTuple):
    """About which volume the other articles put a year at."""

    volume: int


class Misfit(NamedTuple):
    """An article that does not fit: its place among those given, and what the others say.

    That is the volume of its year, an article that contradicts it, or the volume by the trend.
    """

    place: int
    against: int | Issued | Trend


def misfits(articles: Sequence[Issued]) -> Iterator[Misfit]:
    """Yield which articles of a journal do not fit, in the order given; none where too few agree.

    A journal of one volume a year puts all of them on a line, whose years less their volumes differ by one at most; of others
    the order is known and, if their number of volumes a year hardly changes, the trend. Time is in the order of n log n.
    """
    if len(articles) <= AGREEING:
        return
    offsets = Counter(year - volume for year, volume in articles)
    first = max(offsets, key=lambda offset: offsets[offset] + offsets[offset + 1])
    line = [article for article in articles if article.year - article.volume in (first, first + 1)]
    if _agree(line, articles):
        yield from _off_the_line(line, first, articles)
    elif contradicted := list(_out_of_order(articles)):
        yield from contradicted
    elif len(articles) in FITTED:
        yield from _off_the_trend(articles)


def _agree(some: Sequence[Issued], articles: Sequence[Issued]) -> bool:
    """Whether enough articles agree; the one in question does not count."""
    return len(some) >= max(AGREEING, CONSISTENT * (len(articles) - 1)) and len({one.year for one in some}) >= DIFFERENT_YEARS


def _off_the_line(line: Sequence[Issued], first: int, articles: Sequence[Issued]) -> Iterator[Misfit]:
    years, volumes = zip(*line, strict=True)
    for place, (year, volume) in enumerate(articles):
        # before and after the others the journal may have had another number of volumes a year
        among = min(years) <= year <= max(years) or min(volumes) <= volume <= max(volumes)
        if among and year > first and not first - 1 <= year - volume <= first + 2:
            yield Misfit(place, year - first)


def _out_of_order(articles: Sequence[Issued]) -> Iterator[Misfit]:
    rising = _longest_rising(articles)
    order = [articles[place] for place in rising]
    if not _agree(order, articles):
        return
    years, volumes = [article.year for article in order], [article.volume for article in order]
    kept = set(rising)
    for place, (year, volume) in enumerate(articles):
        if place in kept:
            continue
        # the volumes rise: of the earlier articles the last ones, of the later ones the first ones may contradict this one
        before, after = bisect_left(years, year), bisect_right(years, year)
        above = before - bisect_right(volumes, volume)
        below = bisect_left(volumes, volume) - after
        if max(above, 0) + max(below, 0) >= CONTRADICTED:
            yield Misfit(place, order[before - 1] if above > 0 else order[after])


def _off_the_trend(articles: Sequence[Issued]) -> Iterator[Misfit]:
    """Yield the one article that is far off the straight line through all others."""
    found = []
    for place, (year, volume) in enumerate(articles):
        others = [*articles[:place], *articles[place + 1 :]]
        years, volumes = zip(*others, strict=True)
        among = min(years) <= year <= max(years) or min(volumes) <= volume <= max(volumes)
        if not among or len(set(years)) <= DIFFERENT_YEARS:
            continue
        slope, start = _fit(others)
        if slope <= 0 or max(abs(start + slope * year - volume) for year, volume in others) > WANDERING * max(slope, 1):
            continue
        expected = start + slope * year
        if abs(expected - volume) > OFF_TREND * slope:
            found.append(Misfit(place, Trend(round(expected))))
    if len(found) == 1:
        yield found[0]


def _fit(articles: Sequence[Issued]) -> tuple[float, float]:
    """Return the volumes a year, and the volume of the year 0, of the line of least squares; the years are not all the same."""
    year = sum(article.year for article in articles) / len(articles)
    volume = sum(article.volume for article in articles) / len(articles)
    spread = sum((article.year - year) ** 2 for article in articles)
    slope = sum((article.year - year) * (article.volume - volume) for article in articles) / spread
    return slope, volume - slope * year


def _longest_rising(articles: Sequence[Issued]) -> list[int]:
    """Return the places of the most articles whose volumes do not fall from year to year (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    earlier: dict[int, int | None] = {}
    for place in sorted(range(len(articles)), key=lambda place: articles[place]):
        pile = bisect_right(tops, articles[place].volume)
        earlier[place] = ends[pile - 1] if pile else None
        ends[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [articles[place].volume]
    rising: list[int] = []
    last: int | None = ends[-1] if ends else None
    while last is not None:
        rising.append(last)
        last = earlier[last]
    return rising[::-1]
