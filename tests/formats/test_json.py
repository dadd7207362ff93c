"""The JSON report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import msgspec
from msgspec.structs import replace

from kzcheck.cli.schema import Name, document
from kzcheck.finding import PageOutcome
from kzcheck.formats.json import claim_card, reference_card, render
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from kzcheck.finding import Report


def test_the_report_is_valid_against_its_schema(report: Report):
    jsonschema.validate(json.loads(render(report)), document(Name.REPORT))


def test_the_schema_refuses_an_incomplete_report(report: Report):
    whole = json.loads(render(report))
    del whole["findings"][0]["location"]
    validator = jsonschema.Draft202012Validator(document(Name.REPORT))

    assert not validator.is_valid(whole)


def test_it_has_the_documented_keys_and_null_for_missing_values(report: Report):
    whole = json.loads(render(report))

    assert set(whole) >= {"version", "kzcheck", "partial", "summary", "findings", "unchecked", "references", "claims", "pages"}
    assert whole["version"] == 2
    first = whole["findings"][0]
    assert first["location"] == {"file": "claims.yaml", "line": 4, "column": 3, "end_line": 4, "end_column": 12}
    assert first["reference"] is None
    assert first["fix"]["edits"][0] == {
        "file": "claims.yaml",
        "field": "cites.0",
        "old": "1",
        "new": "2",
        "source": "the list",
        "reference": None,
        "claim": "c1",
    }


def test_fields_are_spelt_as_in_csl(report: Report):
    edits = json.loads(render(report))["findings"][1]["fix"]["edits"]

    assert [(edit["field"], edit["file"], edit["new"]) for edit in edits] == [("container-title", "references.yaml", None)]


def test_marks_delimit_the_exact_words(report: Report):
    excerpt = json.loads(render(report))["findings"][0]["excerpt"]

    assert [excerpt["text"][start:end] for start, end in excerpt["marks"]] == ["Water", "fire is warm"]


def test_characters_that_a_terminal_obeys_are_escaped(report: Report):
    unchecked = tuple(
        msgspec.structs.replace(unchecked, reasons=(Reason("says", {"words": "\x9b31m \u202e \x7f \u2028 é"}),))
        for unchecked in report.unchecked
    )
    text = render(msgspec.structs.replace(report, unchecked=unchecked))

    assert "\\u009b31m \\u202e \\u007f \\u2028 é" in text
    assert json.loads(text)["unchecked"][0]["reason"] == "answered: \x9b31m \u202e \x7f \u2028 é"


def test_each_subject_lists_its_findings(report: Report):
    whole = json.loads(render(report))
    first = whole["findings"][0]

    assert whole["claims"][0] == {"id": "c1", "cites": ["1"], "findings": [first["fingerprint"]], "comparisons": []}
    assert whole["references"][0] == {"id": "1", "resolution": "not-asked", "record": None, "findings": [], "doubtful": []}


def test_unchecked_steps_are_only_in_unchecked(report: Report):
    not_checked = replace(report.findings[-1], code="KZ003", known=True)
    whole = json.loads(render(replace(report, findings=(*report.findings, not_checked))))

    assert "KZ003" not in {finding["code"] for finding in whole["findings"]}
    assert whole["summary"]["known"] == 0
    assert len(whole["unchecked"]) == 1


def test_the_summary_counts(report: Report):
    summary = json.loads(render(report))["summary"]

    assert summary["known"] == 0
    assert summary["known"] == 0
    assert (summary["errors"], summary["warnings"], summary["notes"], summary["hidden"], summary["unchecked"]) == (1, 1, 5, 1, 1)
    assert summary["checked"] == [{"step": "records", "of": 7, "asked": 6}]


def test_hidden_findings_are_included_with_their_reason(report: Report):
    hidden = json.loads(render(report))["hidden"]

    assert [(one["finding"]["code"], one["reason"]) for one in hidden] == [("REF203", "seen on paper")]


def test_cards_are_json(report: Report):
    assert json.loads(claim_card(report, report.article.claims[0]))["cites"][0]["item"]["title"] == "Fire"
    assert json.loads(reference_card(report, report.article.references[0]))["cited_by"] == ["c1", "c2"]


def test_a_card_has_the_pages_of_its_subject_and_no_others(report: Report):
    first, *rest = report.article.references
    linked = replace(first, item=replace(first.item, url="https://example.org/fire"))
    states = {
        url: PageOutcome("dead", "", "", 404, url, "", ()) for url in ("https://example.org/fire", "https://example.org/water")
    }
    seen = replace(report, article=replace(report.article, references=(linked, *rest)), pages=states)

    assert [page["url"] for page in json.loads(reference_card(seen, linked))["pages"]] == ["https://example.org/fire"]
    assert json.loads(reference_card(seen, rest[0]))["pages"] == []


def test_a_reference_names_the_fields_that_were_read_with_doubt(report: Report):
    first, *others = report.article.references
    doubted = replace(first, doubtful=("container_title", "note"))
    shown = json.loads(render(replace(report, article=replace(report.article, references=(doubted, *others)))))

    assert shown["references"][0]["doubtful"] == ["container-title", "note"]
    assert shown["references"][1]["doubtful"] == []
