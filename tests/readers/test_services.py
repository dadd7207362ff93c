"""CSL-JSON from Crossref, doi.org, DataCite, Zotero and Mendeley: no entry is lost, and none of their keys counts as misspelt."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kzcheck.case import case_of
from kzcheck.csl import CROSSREF_TYPES, TYPES, Date, Name
from kzcheck.evidence import Evidence
from kzcheck.finding import Severity
from kzcheck.readers import read
from kzcheck.rules.tool import unknown_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Reading
    from kzcheck.article import Article
    from kzcheck.finding import Problem

SHARED = Path(os.environ.get("KZCHECK_SHARED", Path(__file__).parents[3] / "shared"))

EVIDENCE = Evidence(gathered=datetime(2026, 11, 24, tzinfo=UTC), kzcheck="0")

DAY: dict[str, Any] = {"date-parts": [[2021, 3, 4]], "date-time": "2021-03-04T05:06:07Z", "timestamp": 1614834367000}

CROSSREF: dict[str, Any] = {
    "indexed": {**DAY, "version": "3.54.1"},
    "reference-count": 2,
    "publisher": "Steppe Press",
    "issue": "2",
    "license": [{"start": DAY, "content-version": "vor", "delay-in-days": 0, "URL": "https://example.org/licence"}],
    "funder": [{"DOI": "10.5555/100000001", "name": "A Fund", "award": ["7"]}],
    "content-domain": {"domain": ["example.org"], "crossmark-restriction": False},
    "short-container-title": ["J. Inv. Geogr."],
    "published-print": {"date-parts": [[2021, 3]]},
    "DOI": "10.5555/rivers",
    "type": "journal-article",
    "created": DAY,
    "page": None,
    "update-policy": "https://doi.org/10.5555/policy",
    "source": "Crossref",
    "is-referenced-by-count": 4,
    "title": ["Rivers that never were"],
    "prefix": "10.5555",
    "volume": "4",
    "author": [
        {
            "ORCID": "https://orcid.org/0000-0002-1825-0097",
            "authenticated-orcid": False,
            "given": "Can",
            "family": "Öztürk",
            "sequence": "first",
            "affiliation": [{"name": "Example University", "id": [{"id": "x", "id-type": "ROR"}]}],
            "role": [{"vocabulary": "crossref", "role": "author"}],
        },
        {"name": "The Rivers Group", "sequence": "additional", "affiliation": []},
        {"sequence": "additional", "affiliation": []},
    ],
    "member": "1",
    "reference": [{"key": "r1", "doi-asserted-by": "crossref", "unstructured": "One", "year": "1999"}],
    "container-title": ["Journal of Invented Geography", "Invented Geography"],
    "original-title": [],
    "language": "en",
    "link": [{"URL": "https://example.org/1.pdf", "intended-application": "text-mining"}],
    "deposited": DAY,
    "score": 23.5,
    "resource": {"primary": {"URL": "https://example.org/1"}},
    "subtitle": ["A map"],
    "short-title": [],
    "issued": {"date-parts": [[2021, 3]]},
    "references-count": 2,
    "journal-issue": {"issue": "2", "published-print": {"date-parts": [[2021, 3]]}},
    "alternative-id": ["1"],
    "URL": "https://doi.org/10.5555/rivers",
    "archive": ["Portico", "CLOCKSS"],
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.5555/p", "asserted-by": "subject"}]},
    "ISSN": ["0028-0836", "1476-4687"],
    "issn-type": [{"value": "0028-0836", "type": "print"}],
    "subject": ["Geography"],
    "published": {"date-parts": [[2021, 3]]},
    "event": {"name": "Rivers 2021", "location": "Almaty", "start": DAY},
    "version": {"version": "1", "version-label": "first"},
    "assertion": [{"value": "x", "order": 0, "name": "received"}],
}


def served(reading: Reading, answer: object) -> Article:
    return reading(json.dumps(answer), name="answer.json")


def problems(article: Article) -> list[Problem]:
    return list(unknown_field.check(case_of(article, EVIDENCE)))


def test_a_work_from_crossref_is_read_without_complaint(reading: Reading):
    article = served(reading, [{"id": "1", **CROSSREF}])
    (reference,) = article.references
    item = reference.item

    assert not article.unreadable
    assert not article.unknown_fields
    assert (item.type, item.title, item.page) == ("article-journal", "Rivers that never were", "")
    assert (item.container_title, item.original_title) == ("Journal of Invented Geography", "")
    assert (item.issn, item.archive, item.event_title) == ("0028-0836, 1476-4687", "Portico", "")
    assert item.author == (Name("Öztürk", "Can"), Name(literal="The Rivers Group"))
    assert item.issued == Date((2021, 3))
    assert item.other == {"event": "Rivers 2021", "source": "Crossref"}


@pytest.mark.parametrize(
    "answer",
    [
        CROSSREF,
        [CROSSREF],
        {"items": [CROSSREF]},
        {"status": "ok", "message-type": "work", "message": CROSSREF},
        {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [CROSSREF], "facets": {}}},
    ],
)
def test_a_saved_answer_is_read_and_its_works_are_identified_by_their_doi(reading: Reading, answer: object):
    article = served(reading, answer)

    assert [reference.id for reference in article.references] == ["10.5555/rivers"]
    assert article.references[0].location == article.references[0].place("doi")
    assert not article.unreadable
    assert not article.unknown_fields


@pytest.mark.parametrize("issued", [None, {"date-parts": [[None]]}])
def test_other_dates_of_crossref_replace_a_missing_date_of_issue(reading: Reading, issued: object):
    dates = {"issued": issued, "published-online": {"date-parts": [[2020, 12, 1]]}, "published-print": {"date-parts": [[2021, 3]]}}
    (reference,) = served(reading, [{"id": "1", **dates}]).references

    assert reference.item.issued == Date((2021, 3))
    assert reference.place("issued") != reference.location


def test_an_answer_without_works_is_an_empty_list(reading: Reading):
    assert served(reading, {"status": "ok", "message": {"items": []}}).references == ()


def test_works_from_datacite_zotero_and_mendeley_are_read(reading: Reading):
    article = served(
        reading,
        [
            {
                "id": "https://doi.org/10.5555/data",
                "type": "dataset",
                "categories": ["Rivers"],
                "author": [{"family": "Doe", "given": "Jane"}, {"literal": "A Group"}],
                "issued": {"date-parts": [[2020]]},
                "publisher": {"name": "Example Archive"},
                "copyright": "CC0",
            },
            {
                "id": "http://zotero.org/users/1/items/ABCD",
                "type": "manuscript",
                "archive_location": "F. 1",
                "accessed": {"date-parts": [["2020", 5, 6]]},
                "issued": {"date-parts": [["2019", "", ""]]},
            },
            {
                "id": "ITEM-1",
                "type": "book",
                "ISBN": ["9780306406157"],
                "author": [{"dropping-particle": "", "family": "Doe", "given": "J.", "parse-names": False, "suffix": ""}],
                "title": [None, "", "A Grammar"],
            },
        ],
    )
    data, letter, book = (reference.item for reference in article.references)

    assert not article.unreadable
    assert [unknown.key for unknown in article.unknown_fields] == ["copyright"]
    assert (data.publisher, data.author[1].literal) == ("Example Archive", "A Group")
    assert (letter.text("archive_location"), letter.issued) == ("F. 1", Date((2019,)))
    assert (book.isbn, book.title, book.author) == ("9780306406157", "A Grammar", (Name("Doe", "J."),))


def test_the_location_of_a_text_in_a_list_is_its_own_or_the_lists_for_several(reading: Reading):
    (reference,) = reading('- id: 1\n  title: [A, B]\n  ISBN: ["1", "2"]\n').references

    assert str(reference.place("title")).endswith(":2:11")
    assert str(reference.place("isbn")).endswith(":3:9")


@pytest.mark.parametrize("junk", [[{"a": [1]}], {"a": {"b": [None]}}, [[[]]], [], {}, None, 1, "x"])
def test_any_value_under_an_unknown_key_gives_only_a_note(reading: Reading, junk: object):
    article = served(reading, [{"id": "1", "title": "A", "colour": junk}])

    assert not article.unreadable
    assert [(unknown.key, unknown.like) for unknown in article.unknown_fields] == [("colour", "")]


@pytest.mark.parametrize("junk", [{"date-parts": "x"}, {"a": [1]}, {"date-parts": [[2004, "May"]]}, [[{}]]])
def test_any_value_under_a_key_of_crossref_is_accepted(reading: Reading, junk: object):
    article = served(reading, [{"id": "1", "published": junk, "license": [{"URL": "https://example.org"}], "resource": junk}])

    assert [(reference.item.issued, reference.item.text("license")) for reference in article.references] == [(None, "")]
    assert not article.unknown_fields


@pytest.mark.parametrize(
    ("field", "like"),
    [("published: 2004", "issued"), ("reference: x", ""), ("subtitle: A map", ""), ("subject: {a: b}", None), ("score: 1", None)],
)
def test_a_key_of_crossref_in_another_shape_is_reported(reading: Reading, field: str, like: str | None):
    article = reading(f"- id: 1\n  {field}\n")

    assert [unknown.like for unknown in article.unknown_fields] == ([] if like is None else [like])


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("journal-article", "article-journal"),
        ("book-chapter", "chapter"),
        ("proceedings-article", "paper-conference"),
        ("posted-content", "article"),
        ("dissertation", "thesis"),
        ("peer-review", "review"),
    ],
)
def test_crossrefs_types_are_converted_to_csl_types(reading: Reading, given: str, kind: str):
    article = served(reading, [{"id": "1", "type": given}])

    assert article.references[0].item.type == kind
    assert not article.unknown_fields


def test_crossrefs_types_map_to_csl_types_and_do_not_overlap_with_them():
    assert set(CROSSREF_TYPES.values()) <= TYPES
    assert not CROSSREF_TYPES.keys() & TYPES


def test_an_unknown_key_in_many_entries_is_one_finding_with_further_locations(reading: Reading):
    entries = "".join(f"- id: {number}\n  colour: red\n" for number in range(1, 18))
    once, many, slip = problems(reading(f"references:\n- id: a\n  hue: red\n{entries}- id: b\n  contianer-title: x\n"))

    assert str(once) == '"hue" is not a key or type in CSL'
    assert (once.reference, once.related, once.severity) == ("a", (), None)
    assert str(many) == '"colour" is not a key or type in CSL, in 17 entries'
    assert (many.reference, many.location.line, [place.line for place in many.related]) == (None, 5, list(range(7, 39, 2)))
    assert str(slip) == '"contianer-title" is not a key or type in CSL; did you mean "container-title"?'
    assert (slip.reference, slip.severity) == ("b", Severity.WARNING)


def test_an_unknown_key_repeated_within_one_entry_belongs_to_that_entry(reading: Reading):
    (problem,) = problems(reading("- id: 1\n  author: [{familly: A, given: B}, {familly: C, given: D}]\n"))

    assert (problem.reference, len(problem.related)) == ("1", 1)
    assert "entries" not in str(problem)


def recorded() -> Iterator[dict[str, Any]]:
    """Every work in the recorded answers of Crossref and doi.org."""
    folder = SHARED / "recorded"
    for name in ("commonmeta-py", "habanero"):
        for path in sorted((folder / name).rglob("*.yaml")):
            content = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
            for exchange in content.get("interactions") or [] if isinstance(content, dict) else []:
                yield from works(body(exchange["response"]["body"].get("string") or ""))
    for path in sorted((folder / "manubot").rglob("raw.json")):
        if path.parent.name.startswith(("arxiv", "crossref", "datacite", "pmc", "pubmed", "empty-date", "null-date")):
            yield from json.loads(path.read_text("utf-8"))


def body(content: str | bytes) -> object:
    data = content.encode() if isinstance(content, str) else content
    try:
        return json.loads(gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data)
    except ValueError:
        return None


def works(answer: object) -> list[dict[str, Any]]:
    if not isinstance(answer, dict):
        return []
    message = answer.get("message")
    body = message if isinstance(message, dict) else answer
    items = body.get("items")
    return [work for work in (items if isinstance(items, list) else [body]) if isinstance(work, dict) and "DOI" in work]


def title(work: dict[str, Any]) -> str:
    given = work.get("title") or ""
    return (given if isinstance(given, str) else given[0]).strip()


@pytest.mark.skipif(
    not (SHARED / "recorded").is_dir(), reason="the recorded answers are not here (KZCHECK_SHARED names their folder)"
)
def test_all_recorded_answers_are_read(tmp_path: Path):
    answers = [{**work, "id": str(number)} for number, work in enumerate(recorded())]
    assert len(answers) > 700

    (tmp_path / "answers.json").write_text(json.dumps(answers), "utf-8")
    article = read(tmp_path / "answers.json")

    assert [f"{problem.reference}: {problem.wrong}" for problem in article.unreadable] == []
    assert len(article.references) == len(answers)
    assert [reference.item.title for reference in article.references] == [title(work) for work in answers]
    assert {unknown.key for unknown in article.unknown_fields} <= {"short_url"}
    assert not any(unknown.like for unknown in article.unknown_fields)
