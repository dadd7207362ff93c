"""The letter to the author: what is asked, in which words, where it stands, and what is left to the editor."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from kzcheck.article import Article, At, Citation, Claim, Ignore, Location, Reference, Unreadable
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Evidence, Record, Unchecked
from kzcheck.finding import (
    Confidence,
    Edit,
    Finding,
    Fix,
    Hidden,
    Problem,
    Report,
    SeenRecord,
    Severity,
    WorkOutcome,
    fingerprint,
)
from kzcheck.formats.asked import ASKED
from kzcheck.formats.escaping import BREAK
from kzcheck.formats.mail import WIDTH
from kzcheck.formats.mail import render as mailed
from kzcheck.formats.queries import LINE, render
from kzcheck.reasons import Reason
from kzcheck.settings import LetterSettings
from kzcheck.unreadable import Wrong

TOWNS = "Иванов И. Об изобретённых городах. М.: Пример, 2004."


def place(line: int, file: str = "references.yaml") -> Location:
    return Location(file, line, 3, line, 12)


def found(code: str, message: str, *, severity: Severity = Severity.WARNING, line: int = 90, **more: object) -> Finding:
    problem = Problem(place(line), message, **more)
    return Finding(code, code.lower(), severity, Confidence.SURE, problem.location, problem, fingerprint(code, problem))


def skips(reference: str, line: int = 90) -> Finding:
    """A finding that asks, whatever else the entry has."""
    return found("CITE114", "the numbering skips {missing}", values={"missing": f"[{reference}0]"}, reference=reference, line=line)


def unknown(reference: str, **more: object) -> Finding:
    return found("WORK401", "no service knows it: {services}", values={"services": ("K10plus",)}, reference=reference, **more)


def uncited(reference: str, **more: object) -> Finding:
    return found("CITE102", "[{reference}] is never cited", values={"reference": reference}, reference=reference, **more)


def unpaged(*claims: Claim, reference: str | None = None) -> Finding:
    related = tuple(claim.location for claim in claims[1:])
    return found("CITE106", "no page is given for 2 quotations", claim=claims[0].id, reference=reference, related=related)


def unsourced(*claims: Claim) -> Finding:
    related = tuple(claim.location for claim in claims[1:])
    return found("CITE109", "statements have no source", claim=claims[0].id, related=related)


LISTED = found(
    "CITE101",
    "[{reference}] is cited, but the list ends at [3]",
    values={"reference": "9"},
    reference="9",
    claim="c2",
    severity=Severity.ERROR,
)


@pytest.fixture
def report() -> Report:
    """An article of two statements and three entries in which nothing is found."""
    references = (
        Reference(Item("1", type="book", title="Rivers", author=(Name("Ash", "A."),), issued=Date((1999,))), place(2)),
        Reference(Item("2", type="book", title="Об изобретённых городах", author=(Name("Иванов", "И."),)), place(9), printed=TOWNS),
        Reference(Item("3", type="webpage", title="A page", doi="10.5555/page"), place(20)),
    )
    claims = (
        Claim(
            "c1",
            "Rivers never were.",
            place(3, "claims.yaml"),
            (Citation("1", place(4, "claims.yaml")),),
            section="Introduction",
            paragraph="2",
            at=At("article.docx", "3", 7),
        ),
        Claim("c2", "Towns were moved.", place(8, "claims.yaml"), (Citation("9", place(9, "claims.yaml")),), section="Towns"),
    )
    return Report(
        kzcheck="0.0.0",
        article=Article(references, claims, title="On Rivers", author=(Name("Doe", "Jane"),), has_claims=True),
        evidence=Evidence(gathered=datetime(2026, 1, 2, tzinfo=UTC), kzcheck="0.0.0"),
        findings=(),
    )


def asking(report: Report, *findings: Finding) -> str:
    return render(replace(report, findings=findings))


def dead(reference: str) -> Finding:
    return found("LINK502", "x", values={"url": "https://example.org/a_b", "words": "Not found"}, reference=reference)


def paragraphs(letter: str) -> list[str]:
    return letter.strip().split("\n\n")


def questions(letter: str) -> list[str]:
    """What was found and what is asked, of each question: the paragraph that ends in bold."""
    return [paragraph for paragraph in paragraphs(letter) if paragraph.endswith("**")]


def numbers(letter: str) -> list[str]:
    return [paragraph.split("**")[1] for paragraph in paragraphs(letter) if re.match(r"\*\*\d", paragraph)]


def test_a_letter_names_the_article_its_author_and_the_day(report: Report):
    letter = asking(report, LISTED)

    assert paragraphs(letter)[:4] == ["# References in “On Rivers”", "Jane Doe", "2 January 2026", "Dear author,"]
    two = replace(report.article, author=(*report.article.author, Name("Roe", "Ray")))
    assert "Dear authors," in render(replace(report, article=two))


def test_a_question_says_where_it_stands_what_was_found_and_what_is_asked_and_has_room(report: Report):
    letter = asking(report, LISTED)

    assert "we came upon 1 question that only you can answer. Please write your answer below it;" in letter
    assert paragraphs(letter)[5:11] == [
        "**1.** Towns, citing [9], in substance:",
        "> Towns were moved.",
        f"We could not find [9] in the list of references. **{ASKED['CITE101'].asks}**",
        "Answer:",
        LINE,
        LINE,
    ]


def test_a_statement_whose_printed_words_are_known_is_quoted(report: Report):
    claims = (report.article.claims[0], replace(report.article.claims[1], printed="“Towns” were moved [9]."))
    letter = asking(replace(report, article=replace(report.article, claims=claims)), LISTED)

    assert "**1.** Towns:\n\n> “Towns” were moved [9]." in letter
    assert "in substance" not in letter


def test_a_statement_is_found_by_its_place_in_the_manuscript(report: Report):
    letter = asking(report, replace(LISTED, problem=replace(LISTED.problem, claim="c1")))

    assert "**1.** Introduction, paragraph 2, page 3, line 7, citing [1], in substance:" in letter


def test_the_manuscripts_file_is_named_where_there_are_several(report: Report):
    claims = (report.article.claims[0], replace(report.article.claims[1], at=At("notes.docx")))
    letter = asking(replace(report, article=replace(report.article, claims=claims)), LISTED)

    assert "**1.** Towns, notes.docx, citing [9], in substance:" in letter


def test_an_entry_is_quoted_as_it_is_printed_in_its_own_script(report: Report):
    assert f"**1.** In the list of references:\n\n> [2] {TOWNS}" in asking(report, unknown("2"))


def test_an_entry_that_is_not_known_as_printed_is_named_in_short(report: Report):
    assert "**1.** In the list of references, in short:\n\n> [1] “Rivers” by Ash (1999)" in asking(report, unknown("1"))


def test_an_entry_with_a_key_is_called_by_its_people(report: Report):
    authors = (Name("Ash"), Name("Birch"), Name("Cedar"))
    keyed = Reference(Item("ash99", title="Rivers", author=authors, issued=Date((1999,))), place(2))
    claims = (replace(report.article.claims[0], citations=(Citation("ash99", place(4, "claims.yaml")),)),)
    named = replace(report, article=replace(report.article, references=(keyed,), claims=claims))
    letter = asking(named, found("CITE107", "twice", claim="c1", reference="ash99"))

    assert "citing Ash et al. 1999, in substance:" in letter
    assert "Ash et al. 1999 is cited twice here. **" in letter
    assert "ash99" not in letter


def test_questions_are_in_the_order_of_the_article(report: Report):
    letter = asking(report, skips("3"), skips("1"), LISTED)

    assert [line for line in letter.splitlines() if line.startswith(">")] == [
        "> Towns were moved.",
        "> [1] “Rivers” by Ash (1999)",
        "> [3] “A page”",
    ]
    assert numbers(letter) == ["1.", "2.", "3."]


def test_all_that_was_found_about_one_entry_is_one_question_in_which_the_weightiest_decides(report: Report):
    letter = asking(report, dead("2"), unknown("2"))
    [question] = questions(letter)

    assert question == (
        "We could not find this work in any of these: K10plus. The page at `https://example.org/a_b` now says “Not found”. "
        f"**{ASKED['WORK401'].asks}**"
    )
    assert letter.count(TOWNS) == 1


def test_what_stands_apart_is_asked_in_the_same_question(report: Report):
    [question] = questions(asking(report, unknown("2"), uncited("2")))

    assert question.endswith(
        "We found no citation of this entry in the text. "
        "**Where can readers find it, or do you mean another work? Where should it be cited, or may we delete it?**"
    )


def test_statements_without_a_source_are_one_question_with_a_number_and_a_line_for_each(report: Report):
    letter = asking(report, unsourced(*report.article.claims))
    [question] = questions(letter)

    assert numbers(letter) == ["1.", "1.1", "1.2"]
    assert question.startswith("**1.** We found no sources for these statements. **Can you add sources, or")
    assert letter.endswith(f"Answer:\n\n1.1 {LINE}\n\n1.2 {LINE}\n\nThank you for your help.\n")


def test_one_statement_without_a_source_is_asked_about_in_the_singular(report: Report):
    [question] = questions(asking(report, unsourced(report.article.claims[1])))

    assert question.startswith("We found no source for this statement. **Can you add a source,")


def test_quotations_without_a_page_are_one_question_that_shows_each(report: Report):
    letter = asking(report, unpaged(*report.article.claims))

    assert len(questions(letter)) == 1
    assert "> Rivers never were." in letter
    assert "> Towns were moved." in letter


def test_a_quotation_whose_source_is_asked_for_is_not_asked_about_twice(report: Report):
    credited = found("ATTR601", "x", values={"speaker": "Roe"}, claim="c1", reference="1")
    source, page = questions(asking(report, unpaged(*report.article.claims), credited))

    assert source == (
        "We did not find Roe among the authors of [1]. We found no page number for this quotation. "
        "**What is the source? If you found it in [1], on which page?**"
    )
    assert page == "We found no page number for this quotation. **On which page of the work is it?**"


def test_where_another_entry_fits_the_question_is_whether_that_is_meant(report: Report):
    credited = found("ATTR601", "x", values={"speaker": "Roe", "own": "2"}, claim="c1", reference="1")
    [question] = questions(asking(report, credited))

    assert question == (
        "We did not find Roe among the authors of [1], but among those of [2]. "
        "**Should [2] be cited here? If you found it in [1], on which page?**"
    )


def test_entries_that_are_not_cited_are_one_question_with_a_number_for_each(report: Report):
    letter = asking(report, uncited("1"), uncited("2"))

    assert numbers(letter) == ["1.", "1.1", "1.2"]
    assert "\n\n**1.1**\n\n> [1] “Rivers” by Ash (1999)\n\n**1.2**\n\n> [2] " in letter


def test_of_many_questions_the_weightiest_come_first(report: Report):
    references = tuple(Reference(Item(str(number), title="Rivers"), place(number)) for number in range(1, 20))
    many = replace(report, article=replace(report.article, references=references))
    letter = asking(many, *(skips(str(number)) for number in range(1, 15)), unknown("18"))
    important, further = letter.partition("\n## Further questions\n")[::2]

    assert "\n## The most important questions\n\n**1.** " in important
    assert numbers(important)[-1] == "12."
    assert "K10plus" in important
    assert numbers(further) == ["13.", "14.", "15."]
    assert "##" not in asking(many, *(skips(str(number)) for number in range(1, 13)))


def test_an_address_can_be_copied_and_is_no_link(report: Report):
    assert "The page at `https://example.org/a_b` now says “Not found”. **" in asking(report, dead("1"))


def test_where_there_were_no_references_none_are_said_to_be_checked(report: Report):
    letter = render(replace(report, article=replace(report.article, references=())))

    assert "We found no references in your article and have no questions for you.\n" in letter


def test_nothing_of_the_editors_own_is_in_the_letter(report: Report):
    hidden = Hidden(unknown("1"), Ignore(place(2), ("WORK401",), reason="seen on paper"))
    letter = render(
        replace(
            report,
            findings=(LISTED, replace(skips("3"), known=True), found("KZ001", "this ignore hides nothing")),
            hidden=(hidden,),
        )
    )

    assert len(questions(letter)) == 1
    assert not any(word in letter for word in ("CITE", "WORK401", "KZ001", "c2", "ignore", "seen on paper", "yaml", "known"))


def test_what_an_edit_settles_is_not_asked(report: Report):
    edit = Fix("write 10.5555/rivers", edits=(Edit("doi", "10.5555/x", "10.5555/rivers", "crossref", reference="2"),))

    assert "no questions" in asking(report, replace(unknown("2"), problem=replace(unknown("2").problem, fix=edit)))


def test_what_an_editor_does_alone_is_not_asked(report: Report):
    copied = replace(unknown("2"), problem=replace(unknown("2").problem, fix=Fix("open the archived copy", alone=True)))

    assert "no questions" in asking(report, copied)


def dated(reference: str) -> Finding:
    values = {"speaker": "Roe", "written": "1998", "year": 1999}
    return found("CITE110", "another year", values=values, claim="c1", reference=reference)


def test_what_an_identifier_leads_to_is_not_asked(report: Report):
    assert "no questions" in asking(report, dated("3"))


def test_an_identifier_at_fault_leads_to_nothing(report: Report):
    unregistered = found(
        "WORK402",
        "the DOI {identifier} is not registered",
        values={"identifier": "10.5555/PAGE"},
        reference="3",
        severity=Severity.ERROR,
    )

    assert len(questions(asking(report, dated("3"), unregistered))) == 1


@pytest.mark.parametrize(("recorded", "asked"), [(Date((2004,)), 0), (None, 1)])
def test_what_a_record_tells_is_not_asked(report: Report, recorded: Date | None, asked: int):
    record = Record("k10plus", "P1", Item("", title="Города", issued=recorded))
    seen = replace(report, outcomes={"2": WorkOutcome("found", (SeenRecord(record),))})

    assert len(questions(asking(seen, dated("2")))) == asked


def test_without_questions_the_letter_says_so(report: Report):
    assert render(report).endswith("We have gone through the references of your article and have no questions for you.\n")


def test_what_was_not_checked_is_said_at_the_end(report: Report):
    unread = Unreadable(place(40), Wrong("at-line"))
    letter = render(
        replace(
            report,
            article=replace(report.article, unreadable=(unread,), has_claims=False),
            unchecked=(Unchecked("links", ("LINK501",), (Reason("not-visited"),), reference="3"),),
            subjects={"links": 1},
            missed={"links": 1},
            partial=True,
        )
    )

    assert letter.endswith(
        "Not checked: whether text and list agree; 1 part of the files that we could not read; "
        "whether the links lead to the works.\n\n"
        "We had to stop the check before its end, so there may be further questions.\n"
    )


def test_the_settings_name_the_journal_the_day_of_the_answer_and_who_signs(report: Report):
    settings = LetterSettings("Invented Rivers", "Ada Doe\nManaging editor\n", 14)
    letter = asking(replace(report, letter=settings), LISTED)

    assert "\n\nThank you for your contribution to Invented Rivers. While checking" in letter
    assert letter.endswith(
        "Please let us have your answers by 16 January 2026; if you need more time, just tell us. Thank you for your help.\n\n"
        "With kind regards,\n\nAda Doe\\\nManaging editor\n"
    )
    assert "by 16 January" not in asking(report, LISTED)
    assert "regards" not in asking(report, LISTED)
    assert "by 16 January" not in render(replace(report, letter=settings))


def test_a_letter_on_kept_evidence_is_dated_on_the_day_of_the_judgement(report: Report):
    assert "\n\n2 February 2026\n\n" in render(replace(report, evidence=replace(report.evidence, age=31)))


def test_evidence_of_the_last_day_of_the_calendar_makes_a_letter(report: Report):
    late = replace(report, evidence=replace(report.evidence, gathered=datetime(9999, 12, 31, tzinfo=UTC)))

    assert "by 31 December 9999" in asking(replace(late, letter=LetterSettings(days=14)), LISTED)


def test_the_sources_of_a_figure_are_shown_with_it(report: Report):
    values = {"word": "currently", "year": 1999, "issued": 2020}
    stale = found("FACT802", "stale", values=values, claim="c1", related=(report.article.claims[0].location,))

    assert "> [1] “Rivers” by Ash (1999)" in asking(report, stale)


def test_the_statements_that_rest_on_a_retracted_work_are_shown_with_it(report: Report):
    letter = asking(report, found("WORK421", "was retracted in 2020", reference="1"))

    assert "Introduction, paragraph 2, page 3, line 7, citing [1], in substance:\n\n> Rivers never were." in letter
    assert "[1] was retracted in 2020. **" in letter


def test_a_mail_says_the_same_without_marks_in_lines_that_fit(report: Report):
    letter = mailed(
        replace(
            report,
            findings=(LISTED, dead("2"), unsourced(report.article.claims[0])),
            letter=LetterSettings("Invented Rivers", "Ada Doe\nManaging editor", 14),
        )
    )

    assert letter.startswith("References in “On Rivers”\n\nJane Doe\n\n2 January 2026\n\nDear author,\n\nThank you for your")
    assert "\n2. Towns, citing [9], in substance:\n\n> Towns were moved.\n\nWe could not find [9]" in letter
    assert letter.count("\nAnswer:\n\n\n") == 3
    assert letter.endswith("With kind regards,\nAda Doe\nManaging editor\n")
    assert not set("*_`\\#") & set(letter.replace("https://example.org/a_b", ""))
    assert max(map(len, letter.splitlines())) <= WIDTH


def test_a_mail_breaks_quotations_where_it_quotes_and_addresses_nowhere(report: Report):
    address = f"https://example.org/{'rivers-' * 20}"
    printed = replace(report.article.references[1], printed=f"{'Об изобретённых городах. ' * 9}{address}")
    moved = replace(report.article, references=(printed,))
    lines = mailed(replace(report, article=moved, findings=(unknown("2"),))).splitlines()
    quoted = [line for line in lines if line.startswith("> ")]

    assert len(quoted) > 3
    assert max(map(len, quoted[:-1])) <= WIDTH
    assert quoted[-1] == f"> {address}"


def test_hostile_words_are_shown_as_they_are(report: Report):
    harm = "# <script>x</script> ![a](b) [c](javascript:d) @ada #1 **e** `f` | \u202e\x00"
    claim = replace(report.article.claims[1], text=harm, section=harm, paragraph="", printed="")
    article = replace(report.article, claims=(report.article.claims[0], claim), title=harm, author=(Name(literal=harm),))
    finding = found("CITE101", "x", values={"reference": harm}, reference=harm, claim="c2")
    tokens = MarkdownIt("commonmark").parse(asking(replace(report, article=article), finding))
    inline = {child.type for token in tokens for child in token.children or ()}
    shown = "".join(child.content for token in tokens for child in token.children or ()).replace(BREAK, "")

    assert inline <= {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "softbreak"}
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block"}
    assert shown.count("<script>x</script> ![a](b) [c](javascript:d) @ada #1 **e** `f` | <U+202E><U+0000>") == 5


def test_a_long_list_makes_a_letter_of_bounded_queries(report: Report):
    references = tuple(Reference(Item(str(number), title="T" * 9999), place(number)) for number in range(1, 200))
    many = replace(report, article=replace(report.article, references=references))
    finding = uncited("1", line=1, related=tuple(place(number) for number in range(2, 200)))

    assert "… and 159 more" in asking(many, finding)
    assert len(asking(many, finding)) < 30_000
