"""Volumes: finds articles of a journal whose volume does not fit, because volumes rise with the years."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AGREEING = 3
"""Other articles of a journal that are needed to show how its volumes rise."""

CONSISTENT = 0.8
"""Share of the others that must agree."""

DIFFERENT_YEARS = 2
"""Different years that the others must cover: a single year does not make a line."""

YEARS_OF_A_LINE = 3
"""Different years that articles on a line must cover: those of two years can lie on it by chance if a journal has several volumes a
year."""

CONTRADICTED = 2
"""Others that an article must contradict if volumes rise by more than one a year: of two that contradict each other, either may
be wrong. Chosen on half of 42 articles: one more missed a third of the wrong years and volumes."""


FITTED = range(5, 61)
"""Articles of a journal to which a trend is fitted: fewer show none, and among more a wrong one contradicts two others."""

WANDERING = 1.5
"""Years by which the others may deviate from the trend."""

OFF_TREND = 3.0
"""Years by which an article must deviate from the trend of the others. With 2.5 one in a hundred wrong volumes more is found; with
3 no article out of 3,512 with a right volume is flagged (half of 42 articles, 90 libraries)."""


class Issued(NamedTuple):
    """An article of a journal: its year and volume."""

    year: int
    volume: int


class Trend(NamedTuple):
    """The approximate volume of a year according to the other articles."""

    volume: int


class Misfit(NamedTuple):
    """An article that does not fit: its position among those given, and the evidence of the others.

    The evidence is the volume of its year, an article that contradicts it, or the volume by the trend.
    """

    place: int
    against: int | Issued | Trend


def misfits(articles: Sequence[Issued]) -> Iterator[Misfit]:
    """Yield the articles of a journal that do not fit, in the order given; none if too few agree.

    In a journal with one volume a year all articles are on a line, whose years minus volumes differ by one at most; in others the
    order is known and, if the number of volumes a year is nearly constant, the trend. The time is O(n log n).
    """
    if len(articles) <= AGREEING:
        return
    offsets = Counter(year - volume for year, volume in articles)
    first = max(offsets, key=lambda offset: offsets[offset] + offsets[offset + 1])
    line = [article for article in articles if article.year - article.volume in (first, first + 1)]
    if _agree(line, articles) and len({article.year for article in line}) >= YEARS_OF_A_LINE:
        yield from _off_the_line(line, first, articles)
    elif contradicted := list(_out_of_order(articles)):
        yield from contradicted
    elif len(articles) in FITTED:
        yield from _off_the_trend(articles)


def _agree(agreeing: Sequence[Issued], articles: Sequence[Issued]) -> bool:
    """Return whether enough articles agree, without the one in question."""
    return (
        len(agreeing) >= max(AGREEING, CONSISTENT * (len(articles) - 1))
        and len({article.year for article in agreeing}) >= DIFFERENT_YEARS
    )


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
        # volumes rise: only the last of the earlier articles and the first of the later ones can contradict this one
        before, after = bisect_left(years, year), bisect_right(years, year)
        above = before - bisect_right(volumes, volume)
        below = bisect_left(volumes, volume) - after
        if max(above, 0) + max(below, 0) >= CONTRADICTED:
            yield Misfit(place, order[before - 1] if above > 0 else order[after])


def _off_the_trend(articles: Sequence[Issued]) -> Iterator[Misfit]:
    """Yield the only article that is far off the straight line through all others."""
    outliers = []
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
            outliers.append(Misfit(place, Trend(round(expected))))
    if len(outliers) == 1:
        yield outliers[0]


def _fit(articles: Sequence[Issued]) -> tuple[float, float]:
    """Return the slope (volumes a year) and the volume of year 0 of the least-squares line; the years are not all the same."""
    year = sum(article.year for article in articles) / len(articles)
    volume = sum(article.volume for article in articles) / len(articles)
    spread = sum((article.year - year) ** 2 for article in articles)
    slope = sum((article.year - year) * (article.volume - volume) for article in articles) / spread
    return slope, volume - slope * year


def _longest_rising(articles: Sequence[Issued]) -> list[int]:
    """Return the positions of the most articles whose volumes never fall from year to year (patience sorting)."""
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
