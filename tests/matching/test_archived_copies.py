"""The archived copy that best shows what was cited."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kzcheck import csl
from kzcheck.article import Article
from kzcheck.csl import Date, Item
from kzcheck.evidence import Memento
from kzcheck.matching.links.replacements import original, ranked, seen_on

NOW = date(2026, 11, 24)


def order(day: str, *days: str) -> list[str]:
    mementos = [Memento(text, datetime.fromisoformat(text).replace(tzinfo=UTC)) for text in days]
    return [memento.url for memento in ranked(mementos, date.fromisoformat(day))]


def test_the_nearest_copy_before_comes_first_then_the_nearest_after():
    assert order("2018-03-01", "2010-01-01", "2018-04-01", "2018-02-20", "2018-02-01", "2019-01-01") == [
        "2018-02-20",
        "2018-02-01",
        "2010-01-01",
        "2018-04-01",
        "2019-01-01",
    ]


@pytest.mark.parametrize(
    ("accessed", "issued", "day"),
    [
        ("2018-03-01", "2020", "2018-03-01"),
        ("2018-03", "2020", "2018-03-15"),
        ("2018", "2020", "2018-07-01"),
        ("", "2020", "2020-07-01"),
        ("2018-02-31", "2020", "2020-07-01"),
        ("2031-01-01", "", "2026-11-24"),
        ("", "", "2026-11-24"),
    ],
)
def test_a_page_was_read_on_its_access_date_or_when_the_article_appeared(accessed: str, issued: str, day: str):
    item = Item(id="1", accessed=csl.date(accessed) if accessed else None)

    assert seen_on(item, Article(issued=csl.date(issued) if issued else None), NOW) == date.fromisoformat(day)


def test_a_date_without_numbers_is_ignored():
    assert seen_on(Item(id="1", accessed=Date(raw="long ago")), Article(), NOW) == NOW


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://web.archive.org/web/20190427203216id_/https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("http://archive.org/web/2019/http:/example.org/a", "http://example.org/a"),
        ("https://arquivo.pt/wayback/20190427203216/https://example.org/a", "https://example.org/a"),
        ("https://web.archive.org/web/2019/rivers", ""),
        ("https://perma.cc/AB12-CD34", ""),
        ("https://archive.ph/abcde", ""),
        ("https://archive.org/details/inventedbook00doe", None),
        ("https://web.archive.org/", None),
        ("https://example.org/web/20190427203216/https://example.org/a", None),
        ("https://reader@web.archive.org/web/2019/https://example.org/a", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_only_an_archived_copy_names_its_original(url: str, source: str | None):
    assert original(url) == source
