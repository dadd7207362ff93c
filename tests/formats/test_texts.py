"""The list of texts at hand and to get: on a terminal, in Markdown, as a table, for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.article import Article, Citation
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Unchecked
from kzcheck.formats.terminal.texts import render
from kzcheck.formats.texts import COLUMNS, data, markdown, table, texts
from kzcheck.reasons import Reason
from kzcheck.texts import NoText, TextAtHand

if TYPE_CHECKING:
    from kzcheck.finding import Report

FILE = TextAtHand("file", "texts/1.pdf", "0" * 64, words=9_000, passages=412, pages=19, printed=("153", "171"), language="en")
GONE = Reason("text-at", {"place": "https://example.org/ice", "reason": Reason("the-page", {"reason": Reason("not-found")})})
REFUSED = NoText((GONE, Reason("no-open-copy")))
BOOK = Item(
    "5/6",
    type="book",
    title="Ice",
    author=(Name("Frost", "C."), Name("Snow", "D.")),
    issued=Date(start=(2001,)),
    doi="10.5555/ice",
    url="https://example.org/ice",
)


@pytest.fixture
def wanted(report: Report) -> Report:
    """A report in which claims cite [1], whose text is at hand, and [5/6], whose text could not be had."""
    references = tuple(
        replace(reference, item=BOOK) if reference.id == "3" else reference for reference in report.article.references[:4]
    )
    first, second = report.article.claims
    places = ("19-21", "54", "19-21")
    citations = tuple(Citation("5/6", first.location, locator=place) for place in places)
    claims = (first, replace(second, citations=(*second.citations, *citations)), replace(first, id="c3", citations=citations[:1]))
    evidence = replace(report.evidence, texts={"1": FILE, "5/6": REFUSED})
    return replace(report, article=replace(report.article, references=references, claims=claims), evidence=evidence)


def test_what_most_claims_need_comes_first_with_the_pages_that_they_cite(wanted: Report):
    first = wanted.article.claims[0]
    more = tuple(replace(first, id=f"d{number}", citations=(Citation("4", first.location),)) for number in range(3))
    listed = texts(replace(wanted, article=replace(wanted.article, claims=(*wanted.article.claims, *more))))

    assert [entry.id for entry in listed.to_get] == ["4", "5/6"]
    assert listed.to_get[1].needed == "for 2 claims: p. 19–21; p. 54"
    assert listed.to_get[0].needed == "for 3 claims"


def test_a_terminal_shows_what_is_at_hand_and_what_to_get(wanted: Report):
    assert render(wanted, width=100).split("\n")[1:] == [
        "1 of 2 texts that claims need are at hand",
        "",
        "AT HAND",
        "[1]  A. B. Ash (1999). Fire",
        "     texts/1.pdf · 9,000 words · 19 pages, numbered 153–171 · language: en · for 2 claims: p. 12",
        "",
        "TO GET",
        "[5/6] C. Frost; D. Snow (2001). Ice",
        "     for 2 claims: p. 19–21; p. 54 · save it as texts/5%2F6.pdf",
        "     https://example.org/ice: the page is not found (404); no open copy of it is known",
        "     https://doi.org/10.5555/ice",
        "",
        "Save each file under the name given, in the folder texts/ beside the list; it may also end in .txt,",
        "  .html, .docx, .epub.",
        "",
        "Cited by no claim: [2] [4]",
        "",
    ]


def test_a_list_made_offline_says_that_only_files_were_looked_for(wanted: Report):
    offline = Unchecked("texts", ("QUOT701",), (Reason("offline"),), claim="c2")

    assert "only files in texts/ were looked for" in " ".join(render(replace(wanted, unchecked=(offline,))).split())
    assert "only files" not in render(wanted)


def test_in_markdown_each_text_to_get_can_be_ticked_off(wanted: Report):
    text = markdown(wanted)

    assert text.startswith("**kzcheck: texts of cited works** · On Fire\n\n1 of 2 texts that claims need are at hand\n")
    assert (
        "- [ ] [5/6] C. Frost; D. Snow (2001). Ice\\\n  for 2 claims: p. 19–21; p. 54 · `https://doi.org/10.5555/ice` · https"
        in text
    )
    assert "\\\n  save it as `texts/5%2F6.pdf`\n" in text


def test_a_table_has_a_row_for_each_reference(wanted: Report):
    content = table(wanted)
    rows = [*csv.DictReader(io.StringIO(content.removeprefix("\ufeff")))]

    assert content.startswith("\ufeff" + ",".join(COLUMNS))
    assert [row["reference"] for row in rows] == ["5/6", "1", "2", "4"]
    assert (rows[0]["pages"], rows[0]["save as"], rows[0]["claims"], rows[0]["text"]) == (
        "p. 19–21; p. 54",
        "texts/5%2F6.pdf",
        "2",
        "",
    )
    assert (rows[1]["text"], rows[1]["words"]) == ("texts/1.pdf", "9000")


def test_programs_get_every_reference_with_its_claims(wanted: Report):
    listed = {text["reference"]: text for text in json.loads(data(wanted))["texts"]}

    assert listed["5/6"]["claims"] == ["c2", "c3"]
    assert listed["5/6"]["text"]["reasons"] == [
        "https://example.org/ice: the page is not found (404)",
        "no open copy of it is known",
    ]
    assert listed["1"]["text"]["sha256"] == "0" * 64
    assert listed["4"]["text"] is None


def test_an_article_without_claims_needs_no_texts(wanted: Report):
    bare = replace(wanted, article=Article(wanted.article.references))

    assert "no claim cites a work of the list, so no text is needed" in render(bare)
    assert "TO GET" not in render(bare)


def test_an_entry_that_is_known_only_as_printed_is_listed_as_printed(wanted: Report):
    printed = Item("5/6", author=BOOK.author, issued=BOOK.issued)
    entry = replace(wanted.article.references[2], item=printed, printed="Frost C., Snow D. Ice. 2001.")
    listed = render(replace(wanted, article=replace(wanted.article, references=(entry,))))

    assert "[5/6] Frost C., Snow D. Ice. 2001.\n" in listed


def test_a_file_that_an_entry_names_is_where_its_text_is_saved(wanted: Report):
    own = replace(wanted.article.references[2], file="pdf/ice.pdf")
    article = replace(wanted.article, references=(own,))

    assert "save it as pdf/ice.pdf" in render(replace(wanted, article=article))
