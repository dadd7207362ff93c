"""The comment on a pull request: short, new and severe findings first, bounded, without markup from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from msgspec.structs import replace

from kzcheck.article import Location
from kzcheck.evidence import Unchecked
from kzcheck.finding import Confidence, Finding, PageOutcome, RulePage, Severity
from kzcheck.formats.markdown import LIMIT, render
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from kzcheck.finding import Report

PARSER = MarkdownIt("commonmark").enable("table")


def folds(text: str) -> dict[str, list[str]]:
    """Return the folded parts: the lines of each list, by its summary."""
    found = {}
    for part in text.split("<details><summary>")[1:]:
        summary, _, rest = part.partition("</summary>")
        found[summary] = [line for line in rest.partition("</details>")[0].split("\n") if line]
    return found


def many(finding: Finding, number: int) -> tuple[Finding, ...]:
    return tuple(
        replace(finding, fingerprint=str(one), problem=replace(finding.problem, message=f"{one} {'x@y `|` ' * 60}"))
        for one in range(number)
    )


def test_it_opens_with_the_verdict_and_its_numbers(report: Report):
    assert render(report).split("\n")[:5] == [
        "**kzcheck: 1 error, 1 warning, 5 notes** · On Fire · 1 check not made",
        "",
        "| 7 references, 2 claims | errors | warnings | notes |",
        "| --- | ---: | ---: | ---: |",
        "| found | 1 | 1 | 5 |",
    ]
    assert "| hidden by ignores | 0 | 1 | 0 |" in render(report)


def test_the_first_findings_give_the_fault_the_place_and_the_fix(report: Report):
    text = render(replace(report, folder="papers/fire"))
    first = text.index("1. **error** c1: Water is not an author of [1\\]\\\n")

    assert first < text.index("2. **warning** [2] Evil ")
    assert text[first:].split("\n")[1] == (
        "   `papers/fire/claims.yaml:4` (article.docx, page 2) · ATTR601 · fix: cite a work by Water"
    )


def test_further_findings_are_folded_by_severity(report: Report):
    assert folds(render(report)) == {
        "5 notes": [
            f"- `references.yaml:{number * 9}` [{number}] Page {number}: no accessed date (REF213)" for number in range(3, 8)
        ]
    }


def test_the_remaining_findings_of_a_severity_are_called_more(report: Report):
    text = render(replace(report, findings=many(report.findings[1], 5)))

    assert [*folds(text)] == ["2 more warnings"]


def test_known_findings_are_separate_from_new_ones(report: Report):
    error, *rest = report.findings
    text = render(replace(report, findings=(replace(error, known=True), *rest)))

    assert "**kzcheck: 1 warning, 5 notes**" in text
    assert "| new | 0 | 1 | 5 |\n| known | 1 | 0 | 0 |" in text
    assert "1. **warning** [2] Evil " in text
    assert folds(text)["1 known finding"] == ["- `claims.yaml:4` c1: Water is not an author of [1\\] (error, ATTR601)"]


def test_if_all_findings_are_known_none_is_new(report: Report):
    text = render(replace(report, findings=tuple(replace(finding, known=True) for finding in report.findings)))

    assert "**kzcheck: nothing new**" in text
    assert "Look at these first" not in text
    assert len(folds(text)["7 known findings"]) == 7


def test_a_clean_article_takes_a_few_lines_that_list_what_was_not_checked(report: Report):
    text = render(replace(report, findings=(), hidden=()))

    assert "**kzcheck: nothing found** · On Fire · 1 check not made" in text
    assert "- records: 6 of 7 references checked – " in text
    assert "  - 1 not checked: the audit was run offline [1\\]\n" in text
    assert text.count("\n") < 20


def test_omitted_courtesies_are_counted(report: Report):
    page = RulePage("REF213", "missing-accessed-date", Severity.NOTE, Confidence.SURE, (), "s", "w", "e", "n", "f", in_ci=False)
    text = render(replace(report, rules=(page,)))

    assert "| found | 1 | 1 | 0 |" in text
    assert "2026-01-02 · 5 notes left out here (REF213) · " in text
    assert "left out" not in render(report)


def test_the_state_of_links_is_shown(report: Report):
    page = PageOutcome("dead", "", "", 404, "https://example.org", "", ())
    text = render(replace(report, pages={"https://example.org": page}, subjects={"links": 1}, missed={}, unchecked=()))

    assert "- links: 1 of 1 URL checked – do the links lead to the works?\n  - 1 dead\n" in text


def test_an_interrupted_audit_says_so_before_its_numbers(report: Report):
    text = render(replace(report, partial=True))

    assert text.index("**Interrupted") < text.index("| found |")


def test_a_path_outside_the_repository_reveals_no_folder(report: Report):
    finding = replace(report.findings[0], location=Location("/home/ada/claims.yaml", 4, 1, 4, 2))

    assert "`claims.yaml:4`" in render(replace(report, findings=(finding,)))
    assert "ada" not in render(replace(report, findings=(finding,)))


def test_a_comment_stays_within_the_limit_however_many_findings_there_are(report: Report):
    findings = tuple(one for found in report.findings for one in many(found, 200))
    reasons = tuple(
        Unchecked(step, ("X",), (Reason("says", {"words": f"{one} " + "@a " * 200}),), reference=str(one))
        for one in range(50)
        for step in ("records", "links")
    )
    text = render(replace(report, findings=findings, unchecked=reasons, subjects={"records": 50, "links": 50}))

    assert 50_000 < len(text) <= LIMIT
    assert text.count("<details>") == text.count("</details>") == 3
    assert "not checked" in text
    assert folds(text)["1,000 notes"][-1] == f"- … and {1000 - len(folds(text)['1,000 notes']) + 1:,} more"


def test_the_most_severe_findings_are_shown_while_there_is_room(report: Report):
    errors, notes = many(report.findings[0], 200), many(replace(report.findings[2]), 200)
    found = folds(render(replace(report, findings=(*notes, *errors))))

    assert len(found["197 more errors"]) > len(found["200 notes"])


def test_text_from_elsewhere_is_not_markup(report: Report):
    harm = "<script>x</script> ![a](b) [c](javascript:d) **e** `f` <!-- </details> | # g"
    finding, _, *notes = (replace(finding, problem=replace(finding.problem, message=harm)) for finding in report.findings)
    hostile = replace(
        report,
        findings=(finding, *notes),
        article=replace(report.article, title=harm),
        unchecked=(Unchecked("records", (), (Reason("says", {"words": harm}),)),),
    )
    tokens = PARSER.parse(render(hostile))
    inline = [child for token in tokens for child in token.children or ()]

    assert {child.type for child in inline} == {"text", "strong_open", "strong_close", "code_inline", "hardbreak"}
    blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert blocks == ["<details><summary>5 notes</summary>", "</details>"]
    assert "".join(child.content for child in inline).count(harm) == 8


def test_the_report_of_the_article_at_the_top_fits_on_two_screens(report: Report):
    findings = many(replace(report.findings[2]), 34)
    text = render(replace(report, findings=findings))
    unfolded = text.split("<details>")[0] + text.split("</details>")[-1]

    assert unfolded.count("\n") < 40
