"""Records in the terminal: beside the list, for a single work, and the reasons for unchecked references."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Asked, Failed, Found, Record, Resolution, Unchecked, Update
from kzcheck.finding import SeenRecord, WorkOutcome
from kzcheck.formats.checked import causes
from kzcheck.formats.differing import people, words
from kzcheck.formats.json import reference_card as as_json
from kzcheck.formats.json import render as whole
from kzcheck.formats.terminal.card import reference_card
from kzcheck.formats.terminal.report import render
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from kzcheck.finding import Report
    from kzcheck.formats.differing import Pieces
    from kzcheck.sources import SourceName

HOSTILE = 'Evil [bold red]markup[/] \x1b[31mred\x1b[0m \x07 \x1b]0;title\x07 \u202egnp.exe \x00 "quoted"'
ANSWERED = datetime(2026, 1, 1, tzinfo=UTC)
LISTED = Item(
    id="1",
    type="article-journal",
    title="Rivers that never are",
    author=(Name("Öztürk", "Can"), Name("Doe", "Jane"), Name("Roe", "Richard"), Name("Moe", "Mary"), Name("Poe", "Paul")),
    container_title="Journal of Invented Geography",
    issued=Date((2010,)),
    volume="4",
    doi="10.5555/rivers",
)
RECORDED = replace(LISTED, id="", title="Rivers that never were", author=(*LISTED.author[:4], Name("Loe", "Lena")), volume="5")
RETRACTED = Update("retraction", "10.5555/notice", Date((2020, 5, 1)), "publisher", "[red]Fabricated[/]")


def asked(item: Item = RECORDED, **changes: object) -> Asked:
    found = Found((Record("crossref", "10.5555/rivers", item, updated_by=(RETRACTED,), url="https://example.org/rivers"),))
    return replace(Asked("crossref", "DOI", "10.5555/rivers", found, time=ANSWERED), **changes)


def looked_up(report: Report, state: str, *questions: Asked, differs: tuple[str, ...] = (), item: Item = LISTED) -> Report:
    """Return a report whose first reference is `item`, after these questions about it."""
    first = replace(report.article.references[0], item=item)
    article = replace(report.article, references=(first, *report.article.references[1:]))
    seen = tuple(
        SeenRecord(record, differs)
        for question in questions
        if isinstance(question.answer, Found)
        for record in question.answer.records
    )
    resolution = Resolution(questions, notices=(RETRACTED,))
    evidence = replace(report.evidence, resolutions={"1": resolution})
    outcome = WorkOutcome(state, seen if state in {"found", "unsure"} else ())
    return replace(report, article=article, evidence=evidence, outcomes={"1": outcome}, unchecked=())


def card(report: Report, *, width: int = 100, alone: bool = False, printed: str = "", colour: bool = False) -> str:
    reference = replace(report.article.references[0], printed=printed)
    return reference_card(report, reference, alone=alone, width=width, colour=colour)


def test_a_record_shows_only_what_differs(report: Report):
    text = card(looked_up(report, "found", asked(), differs=("title", "author", "volume")))

    assert [line.split() for line in text.split("\n") if line.startswith("volume")] == [["volume", "4", "≠", "5"]]
    assert "≠ 4 as listed; + Lena Loe; - Paul Poe" in " ".join(text.split())
    assert [line.split()[-1] for line in text.split("\n") if line.startswith("journal or book")] == ["="]


def test_text_beside_a_record_is_not_printed_twice(report: Report):
    assert card(looked_up(report, "found", asked())).count("Rivers that never are") == 1


def test_a_different_doi_is_marked_although_no_rule_on_records_compares_it(report: Report):
    assert "≠ 10.5555/other" in card(looked_up(report, "found", asked(replace(RECORDED, doi="10.5555/other"))))


def test_records_without_space_beside_the_list_get_a_line(report: Report):
    several = looked_up(report, "found", asked(), asked(service="openalex"), differs=("volume",))
    second = Record("openalex", "W1", RECORDED)
    several = replace(
        several, outcomes={"1": WorkOutcome("found", (several.outcomes["1"].seen[0], SeenRecord(second, ("volume",))))}
    )

    assert "OpenAlex: different in volume" in card(several, width=50)


def test_a_notice_is_shown_once_with_all_its_sources(report: Report):
    text = card(looked_up(report, "found", asked()))

    assert text.count("notice of 2020-05-01") == 1
    assert "retraction, 10.5555/notice: [red]Fabricated[/] (listed by Crossref, Retraction Watch)" in " ".join(text.split())


def test_a_single_work_begins_with_its_title_people_and_place(report: Report):
    lines = card(looked_up(report, "found", asked(), item=Item(id="1", doi="10.5555/rivers")), alone=True).split("\n")

    assert lines[:4] == [
        "Rivers that never were",
        "Can Öztürk; Jane Doe; Richard Roe; Mary Moe; Lena Loe",
        "2010 · Journal of Invented Geography 5",
        "DOI 10.5555/rivers · article journal",
    ]


@pytest.mark.parametrize("alone", [False, True])
def test_a_retraction_is_the_first_line(report: Report, alone: bool):
    problem = replace(report.findings[1].problem, message="was retracted", reference="1")
    retracted = replace(report.findings[1], code="WORK421", problem=problem)
    text = card(replace(looked_up(report, "found", asked()), findings=(retracted,)), alone=alone)

    assert text.startswith("! This work was retracted\n")


def test_a_pasted_reference_shows_how_certain_its_record_is(report: Report):
    sure, unsure = looked_up(report, "found", asked()), looked_up(report, "unsure", asked())

    assert "sure: this is the work that was pasted" in card(sure, alone=True, printed="Öztürk C. Rivers. 2010.")
    assert "not sure: this is the nearest record; missing from the pasted reference: year 2010, volume 5" in card(
        unsure, alone=True, printed="Öztürk C. Rivers. 2011."
    )


def test_an_unknown_work_is_reported_with_advice(report: Report):
    text = card(looked_up(report, "absent", asked(answer=Absent())), alone=True)

    assert "RECORDS  no service searched has this work" in text
    assert "check it for a typing error" in text


def test_questions_are_listed_in_words_with_the_date_of_a_cached_answer(report: Report):
    questions = (asked(), asked(service="doi", by="handle", answer=Absent()), asked(service="openalex", by="title", value="rivers"))
    text = card(looked_up(report, "absent", *questions))

    assert "Crossref for DOI 10.5555/rivers: 1 record (2026-01-01)" in text
    assert "doi.org for the handle 10.5555/rivers: not registered" in text
    assert "OpenAlex for works titled “rivers”: 1 record, none a certain match" in text


def test_only_a_certain_record_is_the_record_in_json(report: Report):
    unsure = looked_up(report, "unsure", asked())

    assert json.loads(whole(unsure))["references"][0]["record"] is None
    assert json.loads(as_json(unsure, unsure.article.references[0]))["records"][0]["id"] == "10.5555/rivers"


EVIL = replace(
    RECORDED,
    title=HOSTILE + " x" * 5000,
    author=tuple(Name(HOSTILE, f"{number}") for number in range(300)),
    container_title=HOSTILE,
    doi=HOSTILE,
    page=HOSTILE,
)


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [20, 50, 100])
@pytest.mark.parametrize("state", ["found", "unsure", "failed"])
def test_hostile_records_are_harmless(report: Report, width: int, state: str, colour: bool):
    notice = replace(RETRACTED, doi=HOSTILE, reason=HOSTILE, type=HOSTILE)
    evil = Record("crossref", HOSTILE, EVIL, updated_by=(notice,) * 300, url=HOSTILE)
    questions = (
        asked(answer=Found((evil,)), value=HOSTILE),
        asked(answer=Failed(Reason("says", {"words": HOSTILE})), service="openalex"),
    )
    made = looked_up(report, state, *questions, differs=("title", "author", "page"))
    made = replace(made, unchecked=(Unchecked("records", ("WORK401",), (Reason("says", {"words": HOSTILE}),), reference="1"),))
    texts = [
        card(made, width=width, alone=alone, printed=printed, colour=colour) for alone in (False, True) for printed in ("", HOSTILE)
    ]
    for text in (*texts, render(made, width=width, colour=colour)):
        assert "\x1b[31mred" not in text
        assert not set("\x00\x07\u202e") & set(text)
        assert len(text) < 40_000
        assert colour or max(map(len, text.split("\n"))) <= width


def plain(pieces: Pieces) -> str:
    return " ".join(one.text for one in pieces)


def test_only_the_words_around_a_difference_are_shown():
    long = "a study of " + "long " * 30 + "rivers in {} years"

    assert plain(words(long.format("two"), long.format("ten"))) == "… long rivers in ten years"
    assert plain(words("The lost rivers", "The rivers")) == "The (without “lost”) rivers"
    assert plain(words("Rivers of the lost", "Rivers of the")) == "Rivers of the (without “lost”)"
    assert plain(words("Rivers", "Something else")) == "Something else"


@given(st.text("ab \x1b\u202e", max_size=40), st.text("ab \x1b\u202e", max_size=40))
@settings(max_examples=50)
def test_differing_words_come_from_the_record_and_are_printable(listed: str, recorded: str):
    found = words(listed, recorded)
    of_record = {*plain(words("", recorded)).split(), "…", "nothing"}

    assert plain(found).isprintable()
    assert all(set(one.text.split()) <= of_record or (one.differs and one.text.startswith("(without “")) for one in found)


def test_a_title_that_lacks_a_word_of_the_list_is_marked(report: Report):
    shorter = replace(RECORDED, title=LISTED.title.replace("never ", ""))
    text = card(looked_up(report, "found", asked(shorter), differs=("title",)))

    assert "≠ Rivers that (without “never”) are" in " ".join(text.split())


@pytest.mark.parametrize(
    ("recorded", "differs"),
    [
        ((Name("New", "Nora"), Name("Doe", "Jane")), ["Nora New;"]),
        ((Name("Öztürk", "C."), Name("Dow", "Jane")), ["Dow"]),
        ((Name("Doe", "J."), Name("Öztürk", "C.")), ["J. Doe;"]),
        ((Name("Öztürk", "C."), Name("Doe", "J."), Name("New", "Nora")), ["Nora New"]),
        ((Name("Öztürk", "Can"),), ["(without “Jane Doe”)"]),
        ((Name("Öztürk", "C."), Name("Doe", "J.")), ["C. Öztürk; J. Doe"]),
        ((), ["nothing"]),
    ],
)
def test_of_few_people_only_those_who_differ_are_marked(recorded: tuple[Name, ...], differs: list[str]):
    assert [person.text for person in people(LISTED.author[:2], recorded) if person.differs] == differs


def test_few_people_are_named_and_many_are_counted():
    assert plain(people(LISTED.author[:2], LISTED.author[:1])) == "Can Öztürk; (without “Jane Doe”)"
    assert plain(people(LISTED.author, LISTED.author[:4])) == "4 as listed; - Paul Poe"
    assert plain(people(LISTED.author, (Name("New", "Nora"),) * 4)) == "Nora New; Nora New; Nora New; Nora New"


def open_ones(*given: tuple[Reason, ...]) -> list[Unchecked]:
    return [Unchecked("records", ("WORK401",), reasons, reference=str(number)) for number, reasons in enumerate(given)]


def status(number: int, service: SourceName) -> Reason:
    return Reason("status", {"status": number}, service)


def test_each_failed_service_is_one_reason_with_all_its_references():
    found = causes(
        [
            *open_ones((status(503, "openalex"),), (status(503, "crossref"), status(429, "openalex"))),
            Unchecked("records", ("WORK402",), (status(503, "crossref"),) * 2, reference="2", identifier="DOI 10.5555/a"),
        ]
    )

    assert [(one.text, one.subjects) for one in found] == [
        ("OpenAlex failed (HTTP 503, HTTP 429)", ("0", "1")),
        ("Crossref failed (HTTP 503)", ("1", "2")),
    ]


def test_reasons_that_differ_only_in_the_kind_of_work_or_the_nearest_record_are_merged():
    kinds = causes(open_ones(*((Reason("no-competence", {"type": kind}),) for kind in ("webpage", "legislation", "webpage"))))
    near = causes(open_ones(*((Reason("unsure", {"service": "Crossref", "record": one}),) for one in ("10.5555/a", "10.5555/b"))))
    walls = [Reason("the-page", {"reason": Reason("challenge", {"words": words})}) for words in ("Cloudflare", "DataDome")]

    assert [one.text for one in kinds] == ["none of the services used covers such works (webpage, legislation)"]
    assert [one.text for one in causes(open_ones(*zip(walls)))] == [
        "the page asks for proof that the reader is human (Cloudflare, DataDome)"
    ]
    assert [one.text for one in near] == ["no record certainly matches this work"]


def test_an_audit_lists_failures_by_service_with_advice(report: Report):
    made = looked_up(report, "failed", asked(answer=Failed(Reason("status", {"status": 503}))))
    made = replace(made, unchecked=tuple(open_ones((status(503, "crossref"),), (status(503, "crossref"), status(503, "openalex")))))
    text = render(replace(made, missed={"records": 2}))

    assert "2 not checked: Crossref failed (HTTP 503) [0] [1]\n" in text
    assert "1 not checked: OpenAlex failed (HTTP 503) [1]\n" in text
    assert "run the audit again later for what failed" in text


def test_references_without_some_answers_are_partly_checked(report: Report):
    one, other = open_ones((status(503, "crossref"),), (status(503, "openalex"),))
    made = replace(report, unchecked=(replace(one, codes=("WORK401", "WORK411")), other), missed={"records": 1})

    assert "1 not checked: Crossref failed (HTTP 503) [0]" in render(made)
    assert "1 checked in part: OpenAlex failed (HTTP 503) [1]" in render(made)


def test_the_first_findings_name_the_work(report: Report):
    named = replace(report.findings[1], problem=replace(report.findings[1].problem, reference="1", message="is odd"))

    assert "1. warning [1] Ash 1999: is odd" in render(replace(report, findings=(named,)))
