"""Competence: whom to ask about a work, whose silence counts, and whether it weighs."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kzcheck.csl import TYPES, Date, Item
from kzcheck.matching.works.competence import competence, weighty

ARTICLE: dict[str, Any] = {
    "type": "article-journal",
    "title": "The history of invented rivers",
    "container_title": "Journal of Invented Geography",
    "issued": Date((2010,)),
    "volume": "4",
    "page": "11-29",
}


def item(**fields: object) -> Item:
    return replace(Item(id="1"), **fields)


def test_an_english_article_is_known_to_two_services_and_weighs():
    entry = item(**ARTICLE)

    assert competence(entry).competent == ("crossref", "openalex")
    assert weighty(entry)


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "История выдуманных рек", "container_title": "Вестник выдуманной географии"},
        {"title": "Ойдан шығарылған өзендердің тарихы", "container_title": "Хабаршы"},
        {"title": "Hayali nehirlerin tarihi üzerine bir araştırma", "container_title": "Hayali Coğrafya Dergisi"},
        {"title": "虚构河流的历史", "container_title": "虚构地理学报"},
        {"title": "Istoriya vydumannykh rek i ozer", "container_title": "Vestnik vydumannoi geografii"},
        {"container_title": "Vestnik vydumannoi geografii"},
        {"language": "ru"},
    ],
)
def test_an_article_of_a_journal_that_few_cover_is_asked_for_but_does_not_weigh(changed: dict[str, Any]):
    entry = item(**ARTICLE | changed)

    assert set(competence(entry).ask) >= {"crossref", "openalex"}
    assert len(competence(entry).competent) == 1
    assert not weighty(entry)


@pytest.mark.parametrize("changed", [{"issued": Date((1931,))}, {"issued": Date((1964,))}, {"issued": None}])
def test_an_old_or_undated_article_does_not_weigh(changed: dict[str, Any]):
    assert not weighty(item(**ARTICLE | changed))


@pytest.mark.parametrize(
    "changed",
    [{"status": "in press"}, {"note": "Forthcoming"}, {"container_title": "Blog"}, {"container_title": "Hugging Face"}],
)
def test_nobody_need_know_what_is_not_out_or_stands_in_no_journal(changed: dict[str, Any]):
    assert competence(item(**ARTICLE | changed)).competent == ()


@pytest.mark.parametrize(
    "container",
    [
        "NeurIPS",
        "Advances in Neural Information Processing Systems 34",
        "Proceedings of the 38th International Conference on Machine Learning",
        "J. Mach. Learn. Res.",
        "Transactions on Machine Learning Research",
        "30th USENIX Security Symposium",
    ],
)
def test_the_silence_of_registries_proves_nothing_where_no_dois_are_registered(container: str):
    entry = item(type="paper-conference", title="The learning of invented rivers", container_title=container, issued=Date((2021,)))

    assert competence(entry).ask[0] == "dblp"
    assert competence(entry).competent == ("dblp", "openalex")
    assert weighty(entry)


def test_nobody_need_know_what_a_workshop_of_such_a_meeting_holds():
    entry = item(
        type="paper-conference", title="Rivers that learn", container_title="ICML Workshop on Rivers", issued=Date((2021,))
    )

    assert competence(entry).competent == ()


def test_dblp_is_not_asked_for_what_other_meetings_and_journals_print():
    entry = item(type="paper-conference", title="Rivers that learn", container_title="Conference on Rivers", issued=Date((2021,)))

    assert "dblp" not in competence(entry).ask
    assert "dblp" not in competence(item(**ARTICLE)).ask


@pytest.mark.parametrize(
    "kind",
    """legislation bill legal_case treaty regulation standard manuscript interview article-newspaper webpage post-weblog map
    motion_picture personal_communication patent song speech""".split(),
)
def test_nobody_is_asked_for_laws_news_pages_films_and_letters(kind: str):
    entry = item(type=kind, title="An invented thing", issued=Date((2015,)), publisher="Somebody")

    assert competence(entry).ask == ()
    assert not weighty(entry)


def test_books_are_asked_for_at_the_catalogues_and_never_weigh():
    entry = item(type="book", title="A Grammar of Invented Things", issued=Date((2001,)), publisher="Steppe Press")

    assert competence(entry).competent == ("k10plus", "open-library")
    assert not weighty(entry)


def test_german_books_are_asked_for_at_the_german_library_first():
    entry = item(type="book", title="Die Geschichte der erfundenen Flüsse und ihrer Namen", issued=Date((2001,)))

    assert competence(entry).ask[0] == "dnb"


def test_a_talk_is_unknown_only_where_its_preprint_is_too():
    entry = item(
        type="paper-conference", title="Learning invented rivers", container_title="Advances in Rivers", issued=Date((2021,))
    )

    assert "datacite" in competence(entry).competent
    assert weighty(entry)


def test_a_preprint_is_known_to_the_registry_of_its_server():
    entry = item(type="article-journal", title="Learning invented rivers", container_title="arXiv preprint", issued=Date((2021,)))

    assert competence(entry).ask[0] == "datacite"


@pytest.mark.parametrize(
    ("fields", "first"),
    [
        ({"container_title": "Journal of Invented Geography", "volume": "4", "page": "1-9"}, "crossref"),
        ({"publisher": "Steppe Press"}, "k10plus"),
        ({"number_of_pages": "210"}, "k10plus"),
        ({"url": "https://example.org/rivers"}, None),
    ],
)
def test_an_entry_without_a_type_is_what_its_fields_say(fields: dict[str, str], first: str | None):
    ask = competence(item(title="The history of invented rivers", **fields)).ask

    assert next(iter(ask), None) == first


@pytest.mark.parametrize("kind", sorted(TYPES | {""}))
def test_whose_silence_counts_is_asked(kind: str):
    found = competence(item(**ARTICLE | {"type": kind}))

    assert set(found.competent) <= set(found.ask)
    assert "semantic-scholar" not in found.competent
