"""The report for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from kzcheck.article import Article, Location
from kzcheck.evidence import Hop
from kzcheck.finding import Confidence, PageOutcome, RulePage, Severity, WorkOutcome, excerpt
from kzcheck.formats.terminal.card import claim_card, reference_card
from kzcheck.formats.terminal.parts import marked
from kzcheck.formats.terminal.report import render
from kzcheck.formats.terminal.rules import page
from kzcheck.formats.text import clean
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from kzcheck.finding import Report


def place(line: int) -> Location:
    return Location("references.yaml", line, 3, line, 12)


def page_of(state: str, cause: str = "") -> PageOutcome:
    return PageOutcome(state, "", cause, None, "", "", ())


def test_it_opens_with_the_most_important_findings(report: Report):
    lines = render(report).split("\n")
    first = lines.index("LOOK AT THESE FIRST  2 of 7 findings")

    assert lines[first + 1] == "1. error c1: Water is not an author of [1]"
    assert "ATTR601" in lines[first + 2]
    assert "article.docx, page 2" in lines[first + 2]
    assert lines[first + 3].startswith("   │ Water said:")
    assert any(line.startswith("2. warning [2] Evil [bold red]markup[/]") for line in lines)


def test_the_gravest_finding_opens_a_report_whatever_its_severity(report: Report):
    codes = ("REF204", "LINK501", "WORK421", "ATTR602", "WORK403")
    findings = [
        msgspec.structs.replace(report.findings[0], code=code, severity=Severity.WARNING if code == "ATTR602" else Severity.ERROR)
        for code in codes
    ]

    first = msgspec.structs.replace(report, findings=tuple(findings)).first()

    assert [finding.code for finding in first] == ["WORK403", "ATTR602", "WORK421", "LINK501", "REF204"]


def test_the_suggested_command_can_be_pasted_whatever_the_id_of_an_entry(report: Report):
    first = report.findings[0]
    named = msgspec.structs.replace(first, problem=msgspec.structs.replace(first.problem, claim="c1; echo $(id)"))

    assert "kzcheck claim 'c1; echo $(id)' shows one claim" in " ".join(
        render(msgspec.structs.replace(report, findings=(named,)), width=100).split()
    )


def test_evidence_from_an_earlier_day_is_reported_as_such(report: Report):
    old = msgspec.structs.replace(report, evidence=msgspec.structs.replace(report.evidence, age=12))

    assert "\ngathered on 2026-01-02, checked again after 12 days\n" in render(old)
    assert "checked again" not in render(report)


def test_known_findings_say_so_everywhere(report: Report):
    text = render(msgspec.structs.replace(report, findings=(msgspec.structs.replace(report.findings[0], known=True),)))

    assert "   ATTR601 misattributed-quotation · known · claims.yaml:4:3" in text
    assert "1 of them already known (they do not fail the audit)" in " ".join(text.split())


def test_an_unchecked_step_is_not_a_known_finding(report: Report):
    first, second, *rest = report.findings
    unchecked = msgspec.structs.replace(second, code="KZ003", known=True)
    shown = render(msgspec.structs.replace(report, findings=(msgspec.structs.replace(first, known=True), unchecked, *rest)))

    assert "1 of them already known" in " ".join(shown.split())


def test_a_report_without_findings_states_its_limits(report: Report):
    lines = render(msgspec.structs.replace(report, findings=())).split("\n")

    assert lines[5] == "NO FINDINGS  in what was checked; see below for what was not"
    assert not any("NO FINDINGS" in line for line in render(report).split("\n"))


def test_a_report_with_only_notes_says_so(report: Report):
    notes = tuple(finding for finding in report.findings if finding.severity == Severity.NOTE)

    assert "\nNO ERRORS OR WARNINGS  in what was checked" in render(msgspec.structs.replace(report, findings=notes))
    assert "NO ERROR" not in render(report)


def test_claims_that_cite_the_first_references_shown_are_named(report: Report):
    retracted = msgspec.structs.replace(report.findings[1].problem, reference="1")
    claims = tuple(msgspec.structs.replace(report.article.claims[0], id=f"c{number}") for number in range(1, 5))
    first = [
        render(
            msgspec.structs.replace(
                report,
                article=msgspec.structs.replace(report.article, claims=claims[:number]),
                findings=(msgspec.structs.replace(report.findings[1], problem=retracted),),
            )
        )
        for number in (1, 3, 4)
    ]

    assert " · cited in c1\n" in first[0]
    assert " · cited in c1, c2 and c3\n" in first[1]
    assert " · cited in 4 claims\n" in first[2]


def test_sound_subjects_take_no_row_in_the_overview(report: Report):
    on_the_claim = render(msgspec.structs.replace(report, findings=report.findings[:1]))

    assert "CLAIMS AT A GLANCE" in on_the_claim
    assert "REFERENCES AT A GLANCE" not in on_the_claim
    assert "AT A GLANCE" not in render(msgspec.structs.replace(report, findings=()))


def test_a_finding_counts_in_the_overview_at_its_subject(report: Report):
    quotation = report.findings[0]
    quotation = msgspec.structs.replace(quotation, problem=msgspec.structs.replace(quotation.problem, reference="1"))
    tables = render(msgspec.structs.replace(report, findings=(quotation,))).partition("CLAIMS AT A GLANCE")[2].split("\n")

    assert [line.split()[-1] for line in tables if line.startswith(("[1]", "c1"))] == ["1E"]


def test_a_list_without_claims_says_nothing_about_citations(report: Report):
    article = msgspec.structs.replace(report.article, claims=(), has_claims=False)
    alone = msgspec.structs.replace(report, article=article, findings=())

    assert "cited" not in render(alone)
    assert "list: every reference, by the rules" in render(alone)
    assert "CITED" not in reference_card(alone, article.references[0])


def test_a_place_that_does_not_fit_beside_the_name_gets_its_own_line(report: Report):
    for width, beside in ((100, True), (60, False)):
        lines = claim_card(report, report.article.claims[0], width=width).split("\n")
        head = next(number for number, line in enumerate(lines) if line.startswith("error    ATTR601"))
        place = "claims.yaml:4:3 (article.docx, page 2)"

        assert lines[head].endswith(place) is beside
        assert (lines[head + 1].strip() == place) is not beside


def test_the_results_for_records_and_links_are_in_the_overview(report: Report):
    url = "https://example.org/page"
    first = report.article.references[0]
    first = msgspec.structs.replace(first, item=msgspec.structs.replace(first.item, url=url))
    article = msgspec.structs.replace(report.article, references=(first, *report.article.references[1:]))
    asked = msgspec.structs.replace(report, article=article, outcomes={"1": WorkOutcome("absent")}, pages={url: page_of("dead")})
    rows = [line.split() for line in render(asked).split("\n") if line.startswith(("[1] ", "[3] "))]

    assert "its link: leads to a missing page\n" in claim_card(asked, asked.article.claims[1])
    assert [row[-4:] for row in rows] == [["2", "unknown", "dead", "–"], ["0", "–", "–", "1N"]]
    assert "record" not in render(asked, width=60).partition("REFERENCES AT A GLANCE")[2].partition("CLAIMS")[0]
    assert "record" not in render(report).partition("REFERENCES AT A GLANCE")[2].partition("CLAIMS")[0]


def test_the_worst_finding_on_a_cited_work_comes_first_on_a_claim_s_card(report: Report):
    warning, note = report.findings[1:3]
    about = [
        msgspec.structs.replace(one, problem=msgspec.structs.replace(one.problem, reference="1", message=message))
        for one, message in ((note, "a note"), (warning, "a warning"))
    ]
    text = claim_card(msgspec.structs.replace(report, findings=tuple(about)), report.article.claims[1])

    assert text.index("a warning") < text.index("a note") < text.index("NO FINDINGS ON THE CLAIM ITSELF")


def test_a_finding_on_a_claim_names_it_on_the_card_of_the_reference(report: Report):
    quotation = report.findings[0]
    quotation = msgspec.structs.replace(quotation, problem=msgspec.structs.replace(quotation.problem, reference="1"))
    made = msgspec.structs.replace(report, findings=(quotation,))

    assert "c1: Water is not an author of [1]" in reference_card(made, report.article.references[0])


def test_redirects_to_a_page_are_a_table_of_statuses_and_addresses(report: Report):
    url = "https://example.org/page"
    first = report.article.references[0]
    first = msgspec.structs.replace(first, item=msgspec.structs.replace(first.item, url=url))
    hops = tuple(Hop(f"{url}/{'very-long-' * number}{number}", 301 if number < 8 else None) for number in range(9))
    page = msgspec.structs.replace(page_of("moved"), hops=hops)
    lines = reference_card(msgspec.structs.replace(report, pages={url: page}), first, width=50).split("\n")
    way = lines[lines.index("LINK") + 3 : lines.index("CITED BY") - 1]

    assert way[:2] == [f"  301  {url}/0", f"  301  {url}/very-long-1"]
    assert all(line.startswith(("  301  https://", "       ")) for line in way)
    assert way[-1] == "       and 3 more"


def test_an_entry_s_own_copy_is_shown_with_its_page(report: Report):
    url, copy = "https://example.org/page", "https://web.archive.org/web/2018/https://example.org/page"
    first = report.article.references[0]
    first = msgspec.structs.replace(first, item=msgspec.structs.replace(first.item, url=url), archived=copy)
    pages = {url: page_of("dead", "is not found (404)"), copy: page_of("ok")}
    lines = reference_card(msgspec.structs.replace(report, pages=pages), first).split("\n")

    assert lines[lines.index("LINK") + 1 :][:2] == [url, "leads to a missing page: the page is not found (404)"]
    assert lines[lines.index("ARCHIVED COPY") + 1 :][:2] == [copy, "leads to a living page"]


def test_the_exact_words_are_marked_below_the_excerpt(report: Report):
    lines = render(report).split("\n")
    excerpt_line = next(number for number, line in enumerate(lines) if "│ Water said" in line)

    assert lines[excerpt_line + 1].strip("│ ").startswith("^^^^^")
    assert lines[excerpt_line].index("Water") == lines[excerpt_line + 1].index("^")


def test_other_places_are_named_by_their_content(report: Report):
    problem = msgspec.structs.replace(
        report.findings[1].problem, related=(report.article.claims[1].location, *[place(2)] * 2, place(50))
    )
    seen = " ".join(
        render(msgspec.structs.replace(report, findings=(msgspec.structs.replace(report.findings[1], problem=problem),))).split()
    )

    assert "see also c2 (claims.yaml:8:3), [1] (references.yaml:2:3), [1] (references.yaml:2:3) and 1 more" in seen


def test_notes_of_one_kind_share_a_line(report: Report):
    text = render(report)

    assert "REF213 missing-accessed-date ×5" in text
    assert "[3] [4] [5] [6] [7]" in text


def test_unchecked_steps_are_shown_in_numbers(report: Report):
    text = render(report)

    assert "records: 6 of 7 references checked – " in text
    assert "1 not checked: the audit was run offline" in text


def test_rare_reasons_are_counted_together(report: Report):
    unchecked = tuple(
        msgspec.structs.replace(report.unchecked[0], reasons=(Reason("says", {"words": f"reason {number}"}),))
        for number in range(8)
    )
    unchecked = tuple(msgspec.structs.replace(one, reference=str(number)) for number, one in enumerate(unchecked))

    assert "2 not checked: for other reasons" in render(msgspec.structs.replace(report, unchecked=unchecked))


def test_hidden_findings_are_counted_and_can_be_shown(report: Report):
    assert "1 hidden (--show-hidden lists them)" in " ".join(render(report).split())
    assert "(--show-hidden" not in render(report, show_hidden=True)
    assert "seen on paper" not in render(report)
    assert "seen on paper" in render(report, show_hidden=True)


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [30, 80, 120])
def test_hostile_titles_are_harmless(report: Report, width: int, colour: bool):
    texts = [render(report, width=width, colour=colour, show_hidden=True)]
    texts += [reference_card(report, report.article.references[1], width=width, colour=colour)]
    texts += [claim_card(report, report.article.claims[0], width=width, colour=colour)]
    for text in texts:
        assert "\x1b[31mred" not in text
        assert not set("\x00\x07\u202e") & set(text)


def test_a_pipe_gets_no_escape_sequence(report: Report):
    assert "\x1b" not in render(report)
    assert "\x1b[" in render(report, colour=True)


@pytest.mark.parametrize("width", [30, 40, 80, 120, 200])
def test_no_line_is_wider_than_the_screen(report: Report, width: int):
    assert max(map(len, render(report, width=width).split("\n"))) <= width


def test_a_long_line_is_truncated_around_the_marked_words():
    cut = marked(excerpt("a " * 500 + "here" + " b" * 500, "here"), 40, "red")

    assert "here" in cut[0].plain
    assert cut[0].cell_len <= 42
    assert cut[0].plain.index("here") == cut[1].plain.index("^^^^")


def test_carets_are_below_wide_letters():
    line, carets = marked(excerpt("文化政策 и культура", "культура"), 60, "red")

    assert line.cell_len == carets.cell_len


def test_further_lines_of_a_finding_are_indented_to_its_first_word(report: Report):
    lines = claim_card(report, report.article.claims[0], width=40).split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("error    ATTR601"))

    assert all(line.startswith(" " * 9) for line in lines[first + 1 : first + 4])


def test_an_entry_is_introduced_by_at_most_two_lines(report: Report):
    claim = msgspec.structs.replace(report.article.claims[0], text="word " * 500)
    article = msgspec.structs.replace(report.article, claims=(claim,))
    long = msgspec.structs.replace(
        report,
        article=article,
        findings=tuple(msgspec.structs.replace(report.findings[0], fingerprint=str(number)) for number in range(4)),
    )
    lines = render(long).split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("claim c1"))

    assert lines[first + 2].endswith("…")
    assert lines[first + 3].startswith("error")


def test_a_long_table_says_what_it_omits(report: Report):
    references = tuple(
        msgspec.structs.replace(reference, item=msgspec.structs.replace(reference.item, id=str(number)))
        for number in range(1, 101)
        for reference in report.article.references[:1]
    )
    text = render(msgspec.structs.replace(report, article=msgspec.structs.replace(report.article, references=references)))

    assert "94 without findings" in text


def test_marks_are_below_their_words_on_the_narrowest_screen():
    lines = marked(excerpt("文化политика e\u0301 " * 9 + "here", "here"), 9, "red")

    assert len(lines) > 1
    assert max(line.cell_len for line in lines) <= 11


def test_a_huge_message_is_truncated(report: Report):
    first = report.findings[0]
    first = msgspec.structs.replace(first, problem=msgspec.structs.replace(first.problem, message="word " * 9999))

    assert len(render(msgspec.structs.replace(report, findings=(first,)))) < 6000


def test_a_wide_terminal_does_not_make_wide_lines(report: Report):
    assert max(map(len, render(report, width=10**9).split("\n"))) <= 200


def test_a_rule_s_page_is_wrapped_but_its_example_is_not():
    sections = ("Says\nthis.", "one\ntwo\n\nthree", "a\nb", "not\nhere", "do\nit")
    text = page(RulePage("REF1", "name", Severity.NOTE, Confidence.SURE, (), *sections))

    assert "Says this." in text
    assert "  one two\n\n  three\n" in text
    assert "  a\n  b\n" in text
    assert text.index("WHEN IT STAYS SILENT") < text.index("  not here\n") < text.index("  do it\n")


def test_clean_text_is_one_printable_line():
    assert clean("a\n\tb\x1b[0m\u200f c") == "a b<U+001B>[0m<U+200F> c"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_an_empty_article_is_reported(report: Report):
    text = render(msgspec.structs.replace(report, article=Article(), findings=(), unchecked=(), subjects={}, hidden=()))

    assert "0 errors" in text
    assert "references: none, so there was no list to check" in text
    assert "on every reference" not in text
