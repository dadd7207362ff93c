"""Claims beside the texts of the works that they cite, in every report: facts, at most 60 words of a text each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import html
from msgspec.structs import replace

from kzcheck.article import Citation
from kzcheck.formats import Format, render
from kzcheck.formats.compared import beside, in_lines, still_to_read
from kzcheck.formats.json import claim_card as card_as_json
from kzcheck.formats.terminal.card import claim_card
from kzcheck.formats.terminal.report import render as draw
from kzcheck.texts import Alignment, Change, Comparison, NoText, Passage, TextAtHand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.finding import Report

TEXT = TextAtHand("file", "texts/1.pdf", "0" * 64, words=9_000, passages=412, pages=19, printed=("153", "171"), language="en")
QUOTED = "fire is warm and wet and blue"


@pytest.fixture
def compared(report: Report) -> Report:
    """A report whose first claim was compared with the text of [1], which has its quotation with other words."""
    comparison = Comparison(
        "1",
        (
            Alignment(
                QUOTED,
                "quotes.0",
                0.9,
                2,
                "154",
                "Fire is warm and not wet and red",
                (Change("", "not", "negation"), Change("blue", "red")),
            ),
        ),
        passages=(
            Passage("Fire may be warm.", 0.812, 2, "154", hedges=("may",), credited=("Air",)),
            Passage("Fire was known to the ancients.", 0.4, 5),
        ),
        numbers=("1871",),
        names=("Water",),
    )
    return with_comparisons(report, comparison)


def with_comparisons(report: Report, *comparisons: Comparison) -> Report:
    return replace(report, evidence=replace(report.evidence, texts={"1": TEXT}, comparisons={"c1": comparisons}))


def says(report: Report) -> Sequence[str]:
    return [fact.says for text in beside(report, "c1") for fact in (*text.facts, *text.passages)]


def test_a_quotation_with_other_words_is_shown_word_by_word(compared: Report):
    fact = beside(compared, "c1")[0].facts[0]

    assert fact.says == "[1], p. 154: the quotation is there with other words: “not” left out; “blue” instead of “red”"
    assert fact.quoted
    assert [fact.quoted.text[start:end] for start, end in fact.quoted.marks] == ["blue"]
    assert fact.words
    assert [fact.words.text[start:end] for start, end in fact.words.marks] == ["not", "red"]


def test_a_quotation_word_for_word_says_so_and_how_its_sentence_goes_on(report: Report):
    aligned = Alignment(QUOTED, similarity=1.0, number=7, words=QUOTED, after="but only in winter", omitted=("and cold",))

    assert says(with_comparisons(report, Comparison("1", (aligned,)))) == [
        "[1], page 7 of the file: the quotation is there word for word",
        "there the sentence goes on: “but only in winter”",
        "left out at “…”: “and cold”",
    ]


def test_a_quotation_that_is_not_there_may_be_a_translation(report: Report):
    absent = "the quotation was not found in the text at hand of [1]"

    assert says(with_comparisons(report, Comparison("1", (Alignment(QUOTED),)))) == [absent]
    assert says(with_comparisons(report, Comparison("1", (Alignment(QUOTED, same_language=False),)))) == [
        f"{absent}, which is in another language: it may be a translation"
    ]


def test_a_quotation_in_another_work_of_the_list_is_shown_there(report: Report):
    elsewhere = {"2": (Alignment(QUOTED, similarity=1.0, printed="9", number=3, words=QUOTED),)}

    assert says(with_comparisons(report, Comparison("1", (Alignment(QUOTED),), elsewhere)))[1] == (
        "[2], p. 9, which is not cited here: the quotation is there word for word"
    )


def test_passages_have_their_page_their_score_and_what_limits_them(compared: Report):
    assert says(compared)[1:] == [
        "not in the text at hand of [1]: 1871, Water",
        "nearest passage: [1], p. 154 (score 0.81), limited by “may”, crediting Air",
        "next passage: [1], page 5 of the file (score 0.40)",
    ]


def test_a_passage_found_by_names_alone_says_so(report: Report):
    assert says(with_comparisons(report, Comparison("1", passages=(Passage("Fire.", 0.2, by="names"),)))) == [
        "nearest passage: [1] (score 0.20), found by names and numbers only"
    ]


def test_of_a_text_in_which_nothing_fits_only_the_nearest_passage_is_shown(report: Report):
    passages = (Passage("Fire.", 0.1, printed="9", number=3), Passage("Air.", 0.09))
    shown = replace(with_comparisons(report, Comparison("1", passages=passages)), unfit={"c1": ("1",)})

    assert says(shown) == ["no passage fits; the nearest is [1], p. 9 (score 0.10)"]


def test_a_name_that_a_text_in_another_language_lacks_is_only_a_hint(report: Report):
    shown = with_comparisons(report, Comparison("1", numbers=("1871",), names=("Вода",), same_language=False))

    assert says(shown) == [
        "not in the text at hand of [1], which is in another language: 1871",
        "only a hint, since the text at hand of [1] is in another language: no such name was found in it: Вода",
    ]


def test_no_more_than_sixty_words_of_a_text_are_shown(report: Report):
    long = " ".join(f"word{number}" for number in range(90))
    shown = with_comparisons(
        report, Comparison("1", (Alignment(long, similarity=1.0, words=long),), passages=(Passage(long, 0.5),))
    )

    for form in (Format.TERMINAL, Format.HTML, Format.MARKDOWN):
        assert "word59" in draw(shown, folded=False) if form is Format.TERMINAL else render(shown, form)
        assert "word60" not in render(shown, form)
    assert "word60" not in claim_card(shown, shown.article.claims[0])


def test_every_report_for_people_shows_facts_beside_the_claim(compared: Report):
    facts = list(in_lines(compared, "c1"))
    assert facts[-1].endswith("Air: “Fire may be warm.” (412 passages read)")

    card = next(node for node in html.document_fromstring(render(compared, Format.HTML)).iter("li") if node.get("id") == "claim-c1")
    assert "412 passages read" in card.text_content()
    assert [mark.text for mark in card.iter("mark")][-3:] == ["not", "red", "may"]
    assert "CLAIMS BESIDE THE TEXTS OF THE CITED WORKS" in draw(compared)
    assert "Fire was known" not in draw(compared)
    assert "Fire was known" in draw(compared, folded=False)
    assert f"  - {facts[1]}\n" in render(compared, Format.MARKDOWN)
    assert "Fire may be warm" not in render(compared, Format.QUERIES)


def test_a_report_without_texts_has_nothing_of_them(report: Report):
    assert "BESIDE THE TEXTS" not in draw(report)
    assert "beside" not in [node.get("class") for node in html.document_fromstring(render(report, Format.HTML)).iter("div")]
    assert "Claims beside" not in render(report, Format.MARKDOWN)


def test_json_has_texts_and_comparisons(compared: Report):
    whole = json.loads(render(compared, Format.JSON))

    assert whole["texts"][0]["where"] == "texts/1.pdf"
    assert whole["texts"][0]["printed"] == ["153", "171"]
    assert whole["claims"][0]["comparisons"][0]["numbers"] == ["1871"]
    assert whole["claims"][1]["comparisons"] == []
    assert json.loads(card_as_json(compared, compared.article.claims[0]))["comparisons"] == whole["claims"][0]["comparisons"]


def test_a_card_ends_with_the_pages_that_are_still_to_read(report: Report):
    second = report.article.claims[1]
    assert list(still_to_read(report, second)) == ["still to read: p. 12 of [1]"]
    assert claim_card(report, second).endswith("\n\nstill to read: p. 12 of [1]\n")

    chapter = replace(second.citations[0], locator="3-5", label="chapter")
    pages = replace(second.citations[0], locator="19-21")
    other = Citation("2", second.location)
    both = replace(second, citations=(pages, chapter, other, Citation("99", second.location)))
    assert list(still_to_read(report, both)) == ["still to read: p. 19–21 of [1]; chapter 3-5 of [1]; [2]"]


def test_a_work_at_hand_in_which_nothing_was_found_is_still_to_read_by_a_person(compared: Report):
    first, second = compared.article.claims
    assert list(still_to_read(compared, first)) == []

    evidence = replace(compared.evidence, comparisons={"c2": (Comparison("1"),)})
    bare = replace(compared, evidence=evidence)
    unlike = "p. 12 of [1]: nothing like this was found in the text at hand (412 passages read)"
    assert list(still_to_read(bare, second)) == [unlike]

    evidence = replace(compared.evidence, comparisons={"c2": (Comparison("1", passages=(Passage("Ice.", 0.1),)),)})
    assert list(still_to_read(replace(compared, evidence=evidence), second)) == []
    assert list(still_to_read(replace(compared, evidence=evidence, unfit={"c2": ("1",)}), second)) == [unlike]


def test_a_text_that_could_not_be_had_is_still_to_read(report: Report):
    without = replace(report, evidence=replace(report.evidence, texts={"1": NoText(())}))

    assert list(still_to_read(without, report.article.claims[0])) == ["still to read: [1]"]
