"""Volumes against years: steadily rising volumes fit, misplaced ones are found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kzcheck.matching.lists.volumes import Issued, Misfit, Trend, misfits

STEPS = st.lists(st.tuples(st.integers(1, 3), st.integers(4, 40)), min_size=5, max_size=30)


def rising(steps: list[tuple[int, int]]) -> list[Issued]:
    """Return articles of a journal with several volumes a year."""
    year, volume, articles = 1990, 100, []
    for years, volumes in steps:
        year, volume = year + years, volume + volumes
        articles.append(Issued(year, volume))
    return articles


@given(st.lists(st.integers(0, 5), min_size=4, max_size=70), st.integers(1, 9), st.data())
def test_volumes_that_rise_steadily_with_the_years_fit(steps: list[int], a_year: int, data: st.DataObject):
    year, articles = 1990, []
    for step in steps:
        year += step
        articles.append(Issued(year, a_year * (year - 1980) + data.draw(st.integers(0, a_year - 1))))

    assert list(misfits(articles)) == []


@given(STEPS, st.data())
def test_a_volume_that_contradicts_two_others_is_found_wherever_it_is_listed(steps: list[tuple[int, int]], data: st.DataObject):
    articles = rising(steps)
    place = data.draw(st.integers(2, len(articles) - 1))
    articles[place] = Issued(articles[place].year, articles[place - 2].volume - 1)
    order = data.draw(st.permutations(range(len(articles))))

    assert [order[misfit.place] for misfit in misfits([articles[index] for index in order])] == [place]


def test_a_volume_off_the_line_is_reported_with_the_volume_of_its_year():
    articles = [Issued(2001, 11), Issued(2003, 13), Issued(2005, 14), Issued(2004, 41)]

    assert list(misfits(articles)) == [Misfit(3, 14)]
    assert list(misfits(articles[:2] + articles[3:])) == []


def test_articles_of_two_years_do_not_show_that_a_journal_has_one_volume_a_year():
    articles = [Issued(1990, 32), Issued(1991, 33), Issued(1991, 33), Issued(1991, 35)]

    assert list(misfits(articles)) == []
    assert list(misfits([Issued(1989, 31), *articles])) == [Misfit(4, 33)]


def test_a_line_needs_two_different_years():
    assert list(misfits([Issued(2001, 11), Issued(2001, 11), Issued(2001, 11), Issued(2001, 14)])) == []


def test_an_article_three_years_off_the_trend_of_several_volumes_a_year_is_found():
    articles = [Issued(year, 10 * (year - 1990)) for year in (1995, 1998, 2001, 2008, 2011)]

    assert list(misfits([*articles, Issued(2005, 115)])) == [Misfit(5, Trend(150))]
    assert list(misfits([*articles, Issued(2005, 125)])) == []
    assert list(misfits([*articles[:3], Issued(2005, 115)])) == []
