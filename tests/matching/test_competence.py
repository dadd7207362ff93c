"""Competence: the services to ask about a work, those whose silence counts, and whether it weighs."""

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


def test_an_english_article_should_be_in_two_services_and_their_silence_weighs():
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
def test_an_article_in_a_little_covered_journal_is_looked_up_but_silence_does_not_weigh(changed: dict[str, Any]):
    entry = item(**ARTICLE | changed)

    assert set(competence(entry).ask) >= {"crossref", "openalex"}
    assert len(competence(entry).competent) == 1
    assert not weighty(entry)


@pytest.mark.parametrize("changed", [{"issued": Date((1931,))}, {"issued": Date((1964,))}, {"issued": None}])
def test_silence_on_an_old_or_undated_article_does_not_weigh(changed: dict[str, Any]):
    assert not weighty(item(**ARTICLE | changed))


@pytest.mark.parametrize(
    "changed",
    [{"status": "in press"}, {"note": "Forthcoming"}, {"container_title": "Blog"}, {"container_title": "Hugging Face"}],
)
def test_silence_does_not_count_for_forthcoming_works_or_articles_without_a_journal(changed: dict[str, Any]):
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
def test_the_silence_of_registries_does_not_count_for_venues_without_dois(container: str):
    entry = item(type="paper-conference", title="The learning of invented rivers", container_title=container, issued=Date((2021,)))

    assert competence(entry).ask[0] == "dblp"
    assert competence(entry).competent == ("dblp", "openalex")
    assert weighty(entry)


def test_silence_does_not_count_for_workshops_of_such_meetings():
    entry = item(
        type="paper-conference", title="Rivers that learn", container_title="ICML Workshop on Rivers", issued=Date((2021,))
    )

    assert competence(entry).competent == ()


def test_dblp_is_not_asked_about_other_meetings_and_journals():
    entry = item(type="paper-conference", title="Rivers that learn", container_title="Conference on Rivers", issued=Date((2021,)))

    assert "dblp" not in competence(entry).ask
    assert "dblp" not in competence(item(**ARTICLE)).ask


@pytest.mark.parametrize(
    "kind",
    """legislation bill legal_case treaty regulation standard manuscript interview article-newspaper webpage post-weblog map
    motion_picture personal_communication patent song speech""".split(),
)
def test_no_service_is_asked_about_laws_news_pages_films_and_letters(kind: str):
    entry = item(type=kind, title="An invented thing", issued=Date((2015,)), publisher="Somebody")

    assert competence(entry).ask == ()
    assert not weighty(entry)


def test_catalogues_are_asked_about_books_and_their_silence_never_weighs():
    entry = item(type="book", title="A Grammar of Invented Things", issued=Date((2001,)), publisher="Steppe Press")

    assert competence(entry).competent == ("k10plus", "open-library")
    assert not weighty(entry)


def test_the_german_library_is_the_first_to_be_asked_about_german_books():
    entry = item(type="book", title="Die Geschichte der erfundenen Flüsse und ihrer Namen", issued=Date((2001,)))

    assert competence(entry).ask[0] == "dnb"


def test_a_talk_is_unknown_only_if_its_preprint_is_too():
    entry = item(
        type="paper-conference", title="Learning invented rivers", container_title="Advances in Rivers", issued=Date((2021,))
    )

    assert "datacite" in competence(entry).competent
    assert weighty(entry)


def test_the_registry_of_a_server_knows_its_preprints():
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
def test_the_kind_of_an_entry_without_a_type_follows_from_its_fields(fields: dict[str, str], first: str | None):
    ask = competence(item(title="The history of invented rivers", **fields)).ask

    assert next(iter(ask), None) == first


@pytest.mark.parametrize("kind", sorted(TYPES | {""}))
def test_services_whose_silence_counts_are_asked(kind: str):
    sources = competence(item(**ARTICLE | {"type": kind}))

    assert set(sources.competent) <= set(sources.ask)
    assert "semantic-scholar" not in sources.competent
