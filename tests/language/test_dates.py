"""Dates as people write them, in entries and in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Date
from kzcheck.language.dates import mentions, month, read

WRITTEN = st.text(st.sampled_from("0123456789 ./-–,г'’«»“”()майinоктEkim年月日"), max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2011", (2011,)),
        ("2011-05-31", (2011, 5, 31)),
        ("2012/09/04", (2012, 9, 4)),
        ("31.05.2011", (2011, 5, 31)),
        ("11/2020", (2020, 11)),
        ("04.2013", (2013, 4)),
        ("31/12/2019", (2019, 12, 31)),
        ("12/31/2019", (2019, 12, 31)),
        ("Monday, October 24, 2011", (2011, 10, 24)),
        ("Friday December 10, 2010", (2010, 12, 10)),
        ("May, 2012", (2012, 5)),
        ("FEB 2019", (2019, 2)),
        ("05 Jun. 2013", (2013, 6, 5)),
        ("1st January 2000", (2000, 1, 1)),
        ("31 января 2017 г.", (2017, 1, 31)),
        ("2017, 31 января", (2017, 1, 31)),
        ("31 yanvarya 2017", (2017, 1, 31)),
        ("2017 жылғы 31 қаңтар", (2017, 1, 31)),
        ("2017 жылғы 31 қаңтарда", (2017, 1, 31)),
        ("12 Ekim 2019", (2019, 10, 12)),
        ("Ağustos 2014", (2014, 8)),
        ("7. März 1999", (1999, 3, 7)),
        ("1er janvier 2001", (2001, 1, 1)),
        ("domingo, 11 de marzo de 2012", (2012, 3, 11)),
        ("7 жовтня 2014 р.", (2014, 10, 7)),
        ("3 października 2008", (2008, 10, 3)),
        ("6 oktober 2020", (2020, 10, 6)),
        ("12.XI.2012", (2012, 11, 12)),
        ("2019年5月31日", (2019, 5, 31)),
        ("2019년 5월", (2019, 5)),
        ("c2008", (2008,)),
        ("[1988]", (1988,)),
    ],
)
def test_a_date_is_read_in_many_languages(text: str, start: tuple[int, ...]):
    assert read(text) == Date(start=start)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1939-1946", (1939,), (1946,)),
        ("5–7 June 2015", (2015, 6, 5), (2015, 6, 7)),
        ("June 23-26, 2009", (2009, 6, 23), (2009, 6, 26)),
        ("21–23 сентября 2011 г.", (2011, 9, 21), (2011, 9, 23)),
        ("May–June 2012", (2012, 5), (2012, 6)),
        ("May/June 2012", (2012, 5), (2012, 6)),
        ("28 Kasım 2010 – 3 Aralık 2010", (2010, 11, 28), (2010, 12, 3)),
        ("01 Jan 1895 - 31 Dec 1926", (1895, 1, 1), (1926, 12, 31)),
    ],
)
def test_a_period_has_a_start_and_an_end(text: str, start: tuple[int, ...], end: tuple[int, ...]):
    assert read(text) == Date(start=start, end=end)


@pytest.mark.parametrize(
    ("text", "season"),
    [("Spring 2010", 1), ("лето 2010", 2), ("күз 2010", 3), ("2010 Kış", 4), ("Sommer 2010", 2), ("printemps 2010", 1)],
)
def test_a_season_is_read_with_its_year(text: str, season: int):
    assert read(text) == Date(start=(2010,), season=season)


def test_a_winter_across_two_years_keeps_both():
    assert read("Winter 2010/2011") == Date(start=(2010,), end=(2011,), season=4)


@pytest.mark.parametrize("text", ["ca. 1914", "circa 1914", "около 1914 г.", "um 1914"])
def test_approximate_dates_are_marked(text: str):
    assert read(text) == Date(start=(1914,), circa=True)


@pytest.mark.parametrize(
    "text", ["forthcoming", "n.d.", "Article 10 2019", "13/25/2019", "2 кв. 2010", "Lent 2012", "", "в печати"]
)
def test_text_that_is_not_a_date_is_kept_as_written(text: str):
    assert read(text) == Date(raw=text)


def test_an_ambiguous_day_and_month_are_not_guessed():
    assert read("04/05/2012") == Date(start=(2012,), raw="04/05/2012")


def test_an_impossible_day_is_kept_for_rules_to_report():
    assert read("31 февраля 2016").start == (2016, 2, 31)
    assert not read("31 февраля 2016").possible
    assert not read("31.02.2016").possible


def test_a_month_written_as_zero_is_unknown():
    assert read("2011-08-00").start == (2011, 8)
    assert read("00/2012").start == (2012,)


def test_a_title_in_a_date_field_is_read_quickly():
    title = "12 May " * 20_000
    assert read(title).raw == title.strip()


@given(WRITTEN)
def test_any_text_is_read_without_an_error_or_loss(text: str):
    date = read(text)
    assert date.start or date.raw == text.strip()


@given(st.dates())
def test_every_iso_date_is_read_unchanged(day):
    assert read(day.isoformat()).start == (day.year, day.month, day.day)


@given(st.integers(1, 31), st.sampled_from(["January", "ақпан", "марта", "Nisan", "mai", "junio"]), st.integers(1000, 2099))
def test_day_month_and_year_in_words_are_read_correctly(day: int, name: str, year: int):
    assert read(f"{day} {name} {year}").start == (year, month(name), day)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In 2010, fifteen states joined.", 2010),
        ("It was opened on October 5, 1992.", 1992),
        ("2012 жылы Астана астана болды.", 2012),
        ("В 2012 году город стал столицей.", 2012),
        ("Müze 2019'da kuruldu.", 2019),
        ("Müze 2015 yılında açıldı.", 2015),
        ("Im Jahr 1989 fiel die Mauer.", 1989),
        ("En 1990, la guerra terminó.", 1990),
        ("该馆2010年成立。", 2010),
        ("since 2011 Kazakhstan has belonged to it", 2011),
        ("Die Ausstellung wurde am 12.10.2019 eröffnet.", 2019),
    ],
)
def test_a_year_that_can_only_be_a_date_is_an_event(text: str, year: int):
    (mention,) = mentions(text)
    assert (mention.year, mention.kind) == (year, "event")


def test_an_event_keeps_its_month_and_day():
    assert [(seen.year, seen.month, seen.day) for seen in mentions("On October 5, 1992, and on 31 января 2017 г.")] == [
        (1992, 10, 5),
        (2017, 1, 31),
    ]
    assert [(seen.month, seen.day) for seen in mentions("2017 жылғы 31 қаңтарда")] == [(1, 31)]


def test_both_ends_of_a_period_are_mentioned():
    assert [(seen.year, seen.kind) for seen in mentions("from 1990 to 2012, the river was dry")] == [
        (1990, "event"),
        (2012, "event"),
    ]
    assert [seen.year for seen in mentions("in 1990–92 and in 2003-2004")] == [1990, 1992, 2003, 2004]


@pytest.mark.parametrize(
    "text",
    [
        "by 2050 the share doubles",
        "до 2030 года",
        "2050 жылға дейін",
        "2030 yılına kadar",
        "bis 2030",
        "it will open in 2027",
        "в 2027 году будет открыт",
        "opened until 2019",
    ],
)
def test_a_plan_is_not_an_event(text: str):
    assert {seen.kind for seen in mentions(text)} == {"plan"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the Kazakhstan – 2030 strategy", "name"),
        ("Agenda 2030", "name"),
        ("the “Kazakhstan 2030” strategy", "quoted"),
        ("«Қазақстан – 2050» стратегиясы", "quoted"),
        ("(Tylor et al., 1871)", "citation"),
        ("Tylor (1871) held", "citation"),
        ("in 1980 patients", "bare"),
        ("a dose of 2000 mg", "bare"),
        ("n = 2010", "bare"),
    ],
)
def test_names_quotations_citations_and_counts_are_distinguished(text: str, kind: str):
    assert [seen.kind for seen in mentions(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "the 1990s",
        "в 1990-х годах",
        "see https://example.org/2010/12",
        "(accessed: 19.03.2024)",
        "in 1200 BC",
        "ISO 9001:2015",
        "p<2010",
    ],
)
def test_numbers_that_are_not_years_are_not_mentioned(text: str):
    assert mentions(text) == ()


@given(WRITTEN)
def test_mentions_are_within_the_text_and_in_order(text: str):
    found_dates = mentions(text)
    assert all(0 <= seen.start < seen.end <= len(text) for seen in found_dates)
    assert [seen.start for seen in found_dates] == sorted(seen.start for seen in found_dates)


@given(st.integers(1000, 2099))
def test_any_year_after_in_is_found(year: int):
    text = f"The river was measured in {year}."
    (mention,) = mentions(text)
    assert (mention.year, mention.kind, text[mention.start : mention.end]) == (year, "event", str(year))
