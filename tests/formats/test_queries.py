"""The letter to the author: what is asked, in which words, where it stands, and what is left to the editor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

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
from kzcheck.formats.queries import LINE, render
from kzcheck.reasons import Reason
from kzcheck.unreadable import Wrong
from kzcheck.wording import FieldName

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = "Иванов И. Об изобретённых городах. М.: Пример, 2004."


def place(line: int, file: str = "references.yaml") -> Location:
    return Location(file, line, 3, line, 12)


def found(code: str, message: str, *, severity: Severity = Severity.WARNING, line: int = 90, **more: object) -> Finding:
    problem = Problem(place(line), message, **more)
    return Finding(
        code, code.lower(), severity, Confidence.SURE, str(problem), problem.location, problem, fingerprint(code, problem)
    )


def skips(reference: str, line: int = 90) -> Finding:
    """A finding that asks, whatever else the entry has."""
    return found("CITE114", "the numbering skips {missing}", values={"missing": f"[{reference}0]"}, reference=reference, line=line)


def lacks_year(reference: str, **more: object) -> Finding:
    return found("REF201", "“Towns” has no year", values={"fields": (FieldName("issued"),)}, reference=reference, **more)


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


@dataclass
class Part:
    """A heading of a letter, and what stands below it."""

    heading: str
    text: str


def parts(letter: str) -> list[Part]:
    return [Part(*one.split("\n", 1)) for one in letter.split("\n## ")[1:]]


def questions(letter: str) -> Iterator[str]:
    return (line for line in letter.split("\n") if line.startswith("**") and line[2].isdigit())


def test_a_letter_names_the_article_and_its_author(report: Report):
    assert asking(report, LISTED).startswith("# Queries to the author of “On Rivers”\n\nJane Doe · 2026-01-02\n\nDear author,\n")
    two = replace(report.article, author=(*report.article.author, Name("Roe", "Ray")))
    assert "Dear authors," in render(replace(report, article=two))


def test_a_query_says_where_it_stands_what_was_found_and_what_is_asked_and_has_room(report: Report):
    [part] = parts(asking(report, LISTED))

    assert part.heading == "Towns"
    assert part.text.strip().split("\n\n")[:4] == [
        "> Towns were moved. (cites [9])",
        f"**1.** We could not find [9] in the list of references. **{ASKED['CITE101'].asks}**",
        "Answer:",
        LINE,
    ]


def test_a_statement_is_found_by_its_place_in_the_manuscript(report: Report):
    [part] = parts(asking(report, replace(LISTED, problem=replace(LISTED.problem, claim="c1"))))

    assert part.heading == "Introduction, paragraph 2 (article.docx, page 3, line 7)"


def test_an_entry_is_quoted_as_it_is_printed_in_its_own_script(report: Report):
    [part] = parts(asking(report, lacks_year("2")))

    assert part.heading == "Reference [2] Иванов"
    assert f"> [2] {TOWNS}" in part.text


def test_queries_stand_in_the_order_of_the_article(report: Report):
    letter = asking(report, skips("3"), skips("1"), LISTED, found("REF209", "x", values={"name": "a", "other": "b"}, reference="2"))

    assert [part.heading.partition("]")[0] for part in parts(letter)] == [
        "Towns",
        "Reference [1",
        "Reference [2",
        "Reference [3",
    ]
    assert [one[2] for one in questions(letter)] == ["1", "2", "3", "4"]


def test_what_asks_the_same_of_one_entry_is_one_query(report: Report):
    lacking = found("REF216", "4 of 5 books give {field}", values={"field": FieldName("publisher")}, reference="2")
    [query] = questions(asking(report, lacks_year("2"), lacking))

    assert query == f"**1.** “Towns” has no year. 4 of 5 books give the publisher. **{ASKED['REF201'].asks}**"


def test_queries_on_one_entry_stand_below_one_heading_that_quotes_it_once(report: Report):
    letter = asking(report, lacks_year("2"), skips("2"))

    assert len(parts(letter)) == 1
    assert len(list(questions(letter))) == 2
    assert letter.count(TOWNS) == 1


def test_statements_of_one_place_stand_below_one_heading_each_with_its_own_words(report: Report):
    claims = tuple(replace(claim, section="Towns", paragraph="", at=None) for claim in report.article.claims)
    moved = replace(report, article=replace(report.article, claims=claims))
    [part] = parts(asking(moved, LISTED, replace(LISTED, problem=replace(LISTED.problem, claim="c1"))))

    assert part.heading == "Towns"
    assert part.text.index("> Rivers never were.") < part.text.index("**1.**") < part.text.index("> Towns were moved.")


def test_an_entry_that_names_nobody_is_known_by_its_title(report: Report):
    page = Reference(Item("4", type="webpage", title="A page", issued=Date((2018,))), place(30))
    named = replace(report, article=replace(report.article, references=(*report.article.references, page)))

    assert parts(asking(named, skips("4")))[0].heading == "Reference [4] 2018 A page"


def test_an_address_can_be_copied_and_is_no_link(report: Report):
    dead = found("LINK502", "x", values={"url": "https://example.org/a_b", "words": "Not found"}, reference="1")

    assert "We found that the page `https://example.org/a_b` says “Not found”. **" in asking(report, dead)


def test_where_there_were_no_references_none_are_said_to_be_checked(report: Report):
    letter = render(replace(report, article=replace(report.article, references=())))

    assert "We found no references in your article, and have no questions for you.\n" in letter


def test_an_answer_has_a_line_for_each_entry_that_is_asked_about(report: Report):
    finding = lacks_year("1", related=(place(9), place(20)))

    assert asking(report, finding).count(f"\n\n{LINE}") == 3


def test_pages_without_a_day_are_one_question(report: Report):
    letter = asking(report, *(found("REF213", "no day", reference=name) for name in "123"))

    assert len(list(questions(letter))) == 1
    assert all(f"> [{name}]" in letter for name in "123")


def test_nothing_of_the_editors_own_is_in_the_letter(report: Report):
    hidden = Hidden(lacks_year("1"), Ignore(place(2), ("REF201",), reason="seen on paper"))
    letter = render(
        replace(
            report,
            findings=(LISTED, replace(skips("3"), known=True), found("KZ001", "this ignore hides nothing")),
            hidden=(hidden,),
        )
    )

    assert len(list(questions(letter))) == 1
    assert not any(word in letter for word in ("CITE", "REF201", "KZ001", "c2", "ignore", "seen on paper", "yaml", "known"))


def test_what_an_edit_settles_is_not_asked(report: Report):
    edit = Fix("write 153–171", edits=(Edit("page", "l53–171", "153–171", "the entry", reference="2"),))

    assert "no questions" in asking(report, found("REF203", "pages hold a letter", reference="2", fix=edit))


def test_an_address_that_an_editor_copies_anew_is_not_asked(report: Report):
    damaged = found("REF210", "a letter in the URL is mixed up", reference="1", fix=Fix("open the page", alone=True))

    assert not list(questions(asking(report, damaged)))
    assert list(questions(asking(report, replace(damaged, problem=replace(damaged.problem, fix=None)))))


def test_what_an_identifier_leads_to_is_not_asked(report: Report):
    assert "no questions" in asking(report, lacks_year("3"))


def test_an_identifier_at_fault_leads_to_nothing(report: Report):
    unregistered = found(
        "WORK402",
        "the DOI {identifier} is not registered",
        values={"identifier": "10.5555/PAGE"},
        reference="3",
        severity=Severity.ERROR,
    )

    assert len(list(questions(asking(report, lacks_year("3"), unregistered)))) == 2


@pytest.mark.parametrize(("recorded", "asked"), [(Date((2004,)), 0), (None, 1)])
def test_what_a_record_tells_is_not_asked(report: Report, recorded: Date | None, asked: int):
    record = Record("k10plus", "P1", Item("", title="Города", issued=recorded))
    told = replace(report, outcomes={"2": WorkOutcome("found", (SeenRecord(record),))})

    assert len(list(questions(asking(told, lacks_year("2"))))) == asked


def test_without_queries_the_letter_says_so_in_a_line(report: Report):
    assert render(report).endswith("We have checked the references of your article, and have no questions for you.\n")


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
        "Not checked: the text against the list; 1 part of the files that could not be read; "
        "whether the addresses lead to the works (1 of 1).\n\nThe check was interrupted: there may be more questions.\n"
    )


def test_fields_are_called_as_authors_call_them(report: Report):
    letter = asking(
        report, found("REF211", "{field} ends in an ellipsis", values={"field": FieldName("container_title")}, reference="2")
    )

    assert "The title of the journal or book ends in an ellipsis." in letter


def test_the_sources_of_a_figure_are_shown_with_it(report: Report):
    values = {"word": "currently", "year": 1999, "issued": 2020}
    stale = found("FACT802", "stale", values=values, claim="c1", related=(report.article.claims[0].location,))

    assert "> [1] Ash 1999 Rivers" in asking(report, stale)


def test_the_statements_that_rest_on_a_retracted_work_are_shown_with_it(report: Report):
    retracted = found("WORK421", "was retracted in 2020", reference="1")

    assert "> Rivers never were. (cites [1]) – *Introduction, paragraph 2 (article.docx, page 3, line 7)*" in asking(
        report, retracted
    )


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
    finding = lacks_year("1", line=1, related=tuple(place(number) for number in range(2, 200)))

    assert "… and 159 more" in asking(many, finding)
    assert len(asking(many, finding)) < 30_000
