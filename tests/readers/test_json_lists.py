"""Works of OpenAlex and DataCite, saved as JSON from their services or sites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kzcheck.csl import Date, Name

if TYPE_CHECKING:
    from conftest import Reading, Refusing
    from kzcheck.article import Reference

OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/W1234567890",
    "doi": "https://doi.org/10.5555/jig.2010.4",
    "title": "Rivers that never were",
    "display_name": "Rivers that never were",
    "publication_year": 2010,
    "publication_date": "2010-05-12",
    "ids": {"openalex": "https://openalex.org/W1234567890", "pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678"},
    "language": "en",
    "type": "article",
    "primary_location": {"source": {"display_name": "Journal of Invented Geography", "issn_l": "0000-0019", "type": "journal"}},
    "authorships": [
        {"author": {"display_name": "C. Ozturk"}, "raw_author_name": "Can Öztürk"},
        {"author": {"display_name": "Joseph S. Nye"}, "raw_author_name": "Nye, Joseph S."},
        {"author": {"display_name": "UNESCO"}, "raw_author_name": None},
    ],
    "biblio": {"volume": "4", "issue": "2", "first_page": "11", "last_page": "29"},
    "cited_by_count": 3,
}

DATACITE: dict[str, Any] = {
    "id": "10.5555/data",
    "type": "dois",
    "attributes": {
        "doi": "10.5555/data",
        "creators": [
            {"name": "Öztürk, Can", "nameType": "Personal", "givenName": "Can", "familyName": "Öztürk"},
            {"name": "Nye, Joseph"},
            {"name": "Institute of Rivers, Almaty", "nameType": "Organizational"},
        ],
        "titles": [
            {"title": "Measured rivers"},
            {"title": "a survey", "titleType": "Subtitle"},
            {"title": "Rios", "titleType": "Other"},
        ],
        "publisher": {"name": "Steppe Archive"},
        "container": {"title": "(:unav)"},
        "publicationYear": 2019,
        "dates": [{"date": "2018-01-01", "dateType": "Created"}, {"date": "2019-03-04", "dateType": "Issued"}],
        "language": "en",
        "types": {"resourceTypeGeneral": "Dataset", "citeproc": "dataset"},
        "contributors": [{"name": "Doe, Jane", "contributorType": "Editor"}, {"name": "Roe, R.", "contributorType": "Other"}],
        "version": "1.2",
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    },
}


def only(reading: Reading, content: object) -> Reference:
    article = reading(json.dumps(content, ensure_ascii=False, indent=1), name="works.json")
    assert not article.unreadable
    assert not article.unknown_fields
    (reference,) = article.references
    return reference


@pytest.mark.parametrize("content", [{"meta": {"count": 1}, "results": [OPENALEX]}, [OPENALEX], OPENALEX])
def test_a_work_of_openalex_is_read(reading: Reading, content: object):
    reference = only(reading, content)
    item = reference.item

    assert (item.id, item.type, item.title) == ("W1234567890", "article-journal", "Rivers that never were")
    assert item.author == (Name("Öztürk", "Can"), Name("Nye", "Joseph S."), Name(literal="UNESCO"))
    assert (item.container_title, item.volume, item.issue, item.page) == ("Journal of Invented Geography", "4", "2", "11-29")
    assert (item.doi, item.pmid, item.issn) == ("10.5555/jig.2010.4", "12345678", "0000-0019")
    assert (item.issued, item.language) == (Date((2010, 5, 12)), "en")
    assert reference.place("title").line == reference.places["title"].line


@pytest.mark.parametrize(
    "content", [{"data": [DATACITE]}, {"data": DATACITE}, DATACITE, DATACITE["attributes"], [DATACITE["attributes"]]]
)
def test_a_work_of_datacite_is_read(reading: Reading, content: object):
    reference = only(reading, content)
    item = reference.item

    assert (item.id, item.doi, item.type, item.title) == ("10.5555/data", "10.5555/data", "dataset", "Measured rivers: a survey")
    assert item.author == (Name("Öztürk", "Can"), Name("Nye", "Joseph"), Name(literal="Institute of Rivers, Almaty"))
    assert (item.editor, item.publisher, item.container_title) == ((Name("Doe", "Jane"),), "Steppe Archive", "")
    assert (item.issued, item.language, item.text("version")) == (Date((2019, 3, 4)), "en", "1.2")


@pytest.mark.parametrize("entry", ["x", 7, None, {"authorships": "x", "biblio": [], "title": {}}])
def test_an_odd_entry_costs_only_itself(reading: Reading, entry: object):
    article = reading(json.dumps({"results": [OPENALEX, entry]}), name="works.json")

    assert [reference.id for reference in article.references] == ["W1234567890"]
    assert len(article.unreadable) == 1


def test_a_list_of_csl_with_an_address_at_openalex_is_still_csl(reading: Reading):
    reference = only(reading, [{"id": "a", "type": "webpage", "title": "T", "URL": "https://openalex.org/W1"}])

    assert (reference.id, reference.item.title) == ("a", "T")


def test_broken_json_is_explained_as_in_any_list(refusing: Refusing):
    (problem,) = refusing('{"results": [{"id": "https://openalex.org/W1", "title": }]}', name="works.json")

    assert problem == "works.json:1:57: } stands where a value is due; correct it"
