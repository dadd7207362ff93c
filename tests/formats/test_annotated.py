"""The annotated page: the manuscript's text as it is, findings at their words, links that lead to entries, nothing that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck import audit, render
from kzcheck.texts import Comparison, Passage
from word_files import docx, p, r

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

HEADING = (
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
BODY = (
    p("Rivers", style="Heading1")
    + p(
        "Rivers rise in spring [1]. ",
        r("Winds", "<w:i/>"),
        " are older than rivers [2, p. 12] and clouds [4], but not than rain [7].",
    )
    + p(r("<script>alert(1)</script> & \u202ehidden ##[error]x. " + "Nothing was written of rain. " * 40))
    + p("References", style="Heading1")
    + p("1. Iskakova A. B. A Grammar of Invented Things. Almaty: Steppe Press, 2001. 210 p.")
    + p("2. Doe J. Winds of the Steppe // Journal of Invented Geography. 2010. Vol. 4. P. 11–29.")
    + p("3. Brown M. Rains of the Steppe. Almaty: Steppe Press, 1999. 90 p.")
    + p("4. Castellan M. Clouds of the Steppe. Almaty: Steppe Press, 2003. 240 p.")
)


class Text(HTMLParser):
    """The words of a page, its ids and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        assert tag not in {"script", "img", "iframe", "link"}
        self.ids += [about["id"] or ""] if "id" in about else []
        self.links += [about["href"] or ""] if "href" in about else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture
def page(tmp_path: Path) -> str:
    """The annotated page of a manuscript with an undefined citation, an uncited entry and hostile text."""
    (tmp_path / "paper.docx").write_bytes(docx(BODY, styles=HEADING))
    return render(audit(tmp_path / "paper.docx", offline=True, select="CITE"), "annotated")


def test_the_text_stands_as_it_is_with_the_findings_at_their_words(page: str):
    plain = re.sub(r'<a class="number".*?</a>|<ol class="remarks".*?</ol>|<[^>]*>', "", page)

    assert "Rivers rise in spring [1]. Winds are older than rivers [2, p. 12] and clouds [4], but not than rain [7]." in plain
    assert "<em>Winds</em>" in page
    assert '[<a class="number" id="w1" href="#f1">1</a><mark class="error">7</mark>].' in page
    assert re.search(r'<a class="number" id="w2" href="#f2">2</a><mark class="warning">Brown M[.]', page)
    assert "CITE101" in page
    assert "CITE102" in page


def test_places_that_are_related_to_a_finding_bear_its_number(tmp_path: Path):
    cited = "Rivers rise in spring [1]. According to Timur Akhanov, winds are older than rivers [2]. Rain is older [3]."
    (tmp_path / "paper.docx").write_bytes(docx(BODY.replace("Nothing was written", cited, 1), styles=HEADING))
    page = render(audit(tmp_path / "paper.docx", offline=True, select="ATTR602"), "annotated")

    assert '<mark class="warning">Timur Akhanov</mark>' in page
    assert '<a class="number" href="#f1">1</a>Doe J. Winds' in page


def test_several_findings_on_the_same_words_each_have_their_number_there_and_no_word_is_parted(tmp_path: Path):
    cited = "Rivers rise in spring [1]. Most studies say that winds are older than rivers [4]."
    later = {"Nothing was written": cited, "1999. 90 p.": "2099. 90 p.", "2003. 240 p.": "2098. 240 p."}
    body = BODY
    for old, new in later.items():
        body = body.replace(old, new, 1)
    (tmp_path / "paper.docx").write_bytes(docx(body, styles=HEADING))
    page = render(audit(tmp_path / "paper.docx", offline=True, select="CITE102,REF208,ATTR605"), "annotated")
    numbers = r'((?:<a class="number"(?: id="w\d")? href="#f\d">\d</a>)+)<mark class="warning">{}</mark>'
    brown = re.search(numbers.format(r"Brown M[.] Rains of the Steppe[.] Almaty: Steppe Press, 2099[.] 90 p[.]"), page)
    castellan = re.search(numbers.format(r"Castellan M[.] Clouds of the Steppe[.] Almaty: Steppe Press, 2098[.] 240 p[.]"), page)

    assert brown
    assert castellan
    assert re.findall(r">(\d)<", brown[1]) == ["2", "3"]
    assert re.findall(r">(\d)<", castellan[1]) == ["1", "4"]
    assert len({*Text(page).ids}) == len(Text(page).ids)


def test_a_claim_that_was_compared_with_texts_has_what_is_in_them_beside_it(tmp_path: Path):
    (tmp_path / "paper.docx").write_bytes(docx(BODY, styles=HEADING))
    report = audit(tmp_path / "paper.docx", offline=True, select="CITE102")
    comparison = Comparison("1", passages=(Passage("Rivers rise <b>in spring</b>.", 0.8, 3, "12"),))
    claim = next(claim for claim in report.article.claims if "[1]" in claim.text or claim.citations)
    page = render(replace(report, evidence=replace(report.evidence, comparisons={claim.id: (comparison,)})), "annotated")

    row = page[page.index("Rivers rise in spring") :].partition('<div class="row">')[0]
    assert "Nearest passage: [1], p. 12 (score 0.80): “Rivers rise &lt;b&gt;in spring&lt;/b&gt;.”" in row
    assert page.count("Nearest passage") == 1


def test_the_page_says_what_was_not_checked(tmp_path: Path):
    (tmp_path / "paper.docx").write_bytes(docx(BODY, styles=HEADING))

    assert "<em>Not checked: records, retractions" in render(audit(tmp_path / "paper.docx", offline=True), "annotated")


def test_citations_and_numbers_lead_to_places_of_the_page(page: str):
    text = Text(page)

    assert {"ref-1", "ref-2", "ref-3"} <= {*text.ids}
    assert {"#ref-1", "#ref-2"} <= {*text.links}
    assert {link.removeprefix("#") for link in text.links} <= {*text.ids}
    assert len({*text.ids}) == len(text.ids)


def test_nothing_of_a_hostile_text_runs(page: str):
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;U+202E&gt;hidden #&#35;[error]x." in page
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page


def test_a_list_gets_the_html_report_instead(folder: Path):
    report = audit(folder, offline=True)

    assert render(report, "annotated") == render(report, "html")


def test_the_page_is_written_by_name_and_by_format_and_replaces_only_itself(kzcheck: Run, tmp_path: Path):
    (tmp_path / "paper.docx").write_bytes(docx(BODY, styles=HEADING))
    command = (
        "audit",
        "paper.docx",
        "--offline",
        "--write",
        "annotated.html",
        "--write",
        "annotated:margin.html",
        "--fail-on",
        "never",
    )

    assert kzcheck(*command, cwd=tmp_path).returncode == 0
    assert kzcheck(*command, cwd=tmp_path).returncode == 0
    assert (tmp_path / "annotated.html").read_bytes() == (tmp_path / "margin.html").read_bytes()
