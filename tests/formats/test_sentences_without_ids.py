"""The sentences of a manuscript have no ids that its author or editor ever saw: reports name them by their words and places."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from kzcheck import audit, render
from kzcheck.formats import Format
from kzcheck.formats.terminal.card import claim_card, reference_card
from word_files import docx, p

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.finding import Report

STYLES = (
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
ALONE = "Nothing was ever written about rain, which falls without a source and without an end anywhere in the steppe. "
BODY = (
    p("Rivers", style="Heading1")
    + p("The Invented Rivers Society was founded in 1934 [1]. " + ALONE * 3)
    + p("The weir at Lower Doebury was rebuilt by hand [1]. Winds are older than rivers [2, 2].")
    + p("The Society of Winds was founded in 1883.")
    + p("The Society of Clouds was founded in 1884.")
    + p("Clouds are drier than all of the winds [5]. Rain is the mother of rivers [3, 4].")
    + p("As Timur Akhanov wrote, “rivers are older than all of the maps” [2].")
    + p("Winds", style="Heading1")
    + p("The Invented Rivers Society was founded in 1935 [2].")
    + p("The weir at Lower Doebury was rebuilt by hand [1].")
    + p("References", style="Heading1")
    + p("1. Iskakova A. B. A Grammar of Invented Things. Almaty: Steppe Press, 2001. 210 p.")
    + p("2. Doe J. Winds of the Steppe // Journal of Invented Geography. 2010. Vol. 4. P. 11–29.")
    + p("3. Brown M. Rains of the Steppe. Almaty: Steppe Press, 1999. 90 p.")
    + p("4. Castellan M. Clouds of the Steppe. Almaty: Steppe Press, 2003. 240 p.")
)
ID = re.compile(r"\bc0\d\d\b")


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A manuscript with findings that compare its sentences."""
    (tmp_path / "paper.docx").write_bytes(docx(BODY, styles=STYLES))
    report = audit(tmp_path / "paper.docx", offline=True)
    assert {"CITE101", "CITE107", "CITE108", "CITE109", "FACT806", "ATTR601"} <= {finding.code for finding in report.findings}
    return report


@pytest.mark.parametrize("name", [name for name in Format if name not in {Format.JSON, Format.SARIF}])
def test_reports_show_no_ids(report: Report, name: Format):
    words = re.sub(r"<(?!failure|testcase)[^>]*>", " ", render(report, name))

    assert not ID.search(words)


def test_cards_show_no_ids(report: Report):
    claims, references = report.article.claims, report.article.references
    cards = [*(claim_card(report, claim) for claim in claims), *(reference_card(report, entry) for entry in references)]

    assert not any(ID.search(card.partition("\nkzcheck")[0]) for card in cards)


def test_sarif_names_the_place_in_words_and_keeps_the_id_for_programs(report: Report):
    results = json.loads(render(report, "sarif"))["runs"][0]["results"]
    result = next(result for result in results if result["ruleId"] == "CITE101")

    assert result["message"]["text"].startswith("Rivers, paragraph 5: [5] is cited")
    assert result["locations"][0]["logicalLocations"][0]["kind"] == "claim"
    assert not any(ID.search(result["message"]["text"]) for result in results)


def test_a_finding_on_two_sentences_names_the_other_by_its_first_words(report: Report):
    says = {finding.code: finding.message for finding in report.findings}

    assert says["CITE108"] == "this says the same as claim “The weir at Lower Doebury was rebuilt…”"
    assert "“The Society of Winds was founded in…”" in says["CITE109"]


def test_what_no_sentence_cites_is_not_said_to_be_cited_where_the_text_cites_what_the_list_lacks(tmp_path: Path):
    body = BODY.replace("Rain is the mother of rivers [3, 4].", "Rain is the mother of rivers [5].")
    (tmp_path / "paper.docx").write_bytes(docx(body, styles=STYLES))
    text = render(audit(tmp_path / "paper.docx", offline=True, select="CITE102"), "terminal")

    assert "2 entries are never cited: [3], [4]" in text
    assert "cited in" not in text


def test_the_command_that_is_offered_shows_the_sentence(report: Report):
    assert "kzcheck claim 'Clouds are drier than all' --path paper.docx" in " ".join(render(report, "terminal").split())


def test_the_head_counts_sentences_that_cite_and_those_that_do_not(report: Report):
    assert "4 references · 8 citing sentences · 2 statements without a citation\n" in render(report, "terminal")
