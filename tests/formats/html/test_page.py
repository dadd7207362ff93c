"""The HTML page as text: its content and order, its self-containment, and its immunity to other people's text."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html
from msgspec.structs import replace

from kzcheck import pipeline
from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Unchecked
from kzcheck.finding import Confidence, Edit, Finding, Fix, Problem, Severity, fingerprint
from kzcheck.formats.html import render
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from kzcheck.finding import Report

ROOT = Path(__file__).parents[3]
PLACE = Location("references.yaml", 1, 1, 1, 2)
LARGEST = 500_000
"""Bytes at most for the report of the article at the top of the repository."""


def parsed(report: Report) -> html.HtmlElement:
    """Render and parse a report; blocks on the page are separated by a space in its text, too."""
    return html.document_fromstring(
        re.sub(r"<(?!(?:a|bdi|span|mark|strong|em|ins|del|script|style|/[a-z]+)\b)", " <", render(report))
    )


@pytest.fixture
def page(rich: Report) -> html.HtmlElement:
    return parsed(rich)


def text(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def card(page: html.HtmlElement, anchor: str) -> html.HtmlElement:
    return page.get_element_by_id(anchor)


def source(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_the_page_opens_with_the_verdict_then_the_most_important_findings_then_what_was_not_checked(page: html.HtmlElement):
    verdict, numbers = (text(page.find_class(name)[0]) for name in ("verdict", "numbers"))
    first = [text(node) for node in page.find_class("first")[0]]

    assert verdict == (
        "2 errors and 2 warnings to check · 9 references and 4 claims. "
        "Not checked: content of the cited works. Checked only in part: records and links."
    )
    assert numbers == "2 errors 3 warnings 3 notes 1 of them known 1 hidden 5 checks not made"
    assert first[0].startswith("error claim c1 ATTR601 Doe is not an author of [2], which is by Iskakova")
    assert first[1].startswith("error [1] Öztürk et al. 2010 WORK421 was retracted on 2020-05-01")
    assert first[-1].startswith("warning [7] 1999 Nobody knows it known REF201")
    assert f"{8 - len(first)} more findings below" in text(card(page, "first"))
    order = [node.get("id") for node in page.iter("section")]
    assert order == ["first", "checked", "pictures", "files", "claims", "references", "hidden", "rules"]


def test_an_article_without_a_title_is_named_by_its_list(rich: Report):
    page = parsed(replace(rich, article=replace(rich.article, title=""), folder="papers/rivers"))

    assert text(page.find(".//h1")) == "Citations in papers/rivers/references.yaml"


def test_unchecked_steps_are_shown_with_their_reasons(page: html.HtmlElement):
    steps = [text(node) for node in page.find_class("steps")[0]]

    assert steps[1].startswith("Records: 8 of 9 references checked")
    assert steps[1].endswith(
        "1 not checked: K10plus did not answer within the time limit for all requests (600 s) [2] "
        "Semantic Scholar needs a key, and none is set"
    )
    assert steps[3].endswith(f"Texts: 0 of 3 claims checked: {Reason('not-compared')}")
    assert f"Not checked for any of them: texts: {Reason('not-compared')}" in text(card(page, "claims"))
    assert "Not checked records: K10plus did not answer within the time limit for all requests (600 s)" in text(card(page, "ref-2"))


def test_links_that_were_all_left_unvisited_are_reported_once(rich: Report):
    links = tuple(Unchecked("links", ("LINK501",), (Reason("offline"),), reference=name) for name in ("1", "3"))
    made = replace(rich, pages={}, unchecked=links, subjects={"links": 2}, missed={"links": 2})
    page = html.fromstring(render(made))

    assert "Not visited" not in text(card(page, "references"))
    assert "Not checked for any of them: links: the audit was run offline" in text(card(page, "references"))


def test_claims_are_in_order_with_citations_findings_and_words_at_fault(page: html.HtmlElement):
    claims = page.find_class("claim")
    (finding,) = claims[0].find_class("finding")

    assert [claim.get("id") for claim in claims] == ["claim-c1", "claim-c2", "claim-c3", "claim-c4"]
    assert [text(heading) for heading in page.xpath("//section[@id='claims']//h3")] == ["Introduction", "Towns"]
    assert text(claims[0]).startswith("c1 paragraph 1 article.docx, page 2, line 7 Doe said that")
    assert text(finding.find_class("head")[0]) == "error ATTR601 misattributed-quotation · likely"
    assert [text(node) for node in finding.iter("mark")] == ["Doe", "rivers never were"]
    assert "To fix cite a work by Doe, or say where it was read" in text(finding)
    assert text(finding.find_class("place")[0]).endswith("see also [2] (references.yaml:12:3)")
    assert finding.find_class("place")[0].find("a").get("href") == "#ref-2"
    assert [text(node) for node in claims[1].find_class("cites")[0]] == [
        "[1] page 12, Öztürk et al. 2010 Rivers that never are, and the maps that show them to travellers 1 error 1 warning",
        "[3] Иванов Об изобретённых городах link: moved",
    ]
    assert "Cites nothing" in text(claims[2])
    assert "[99] no such reference in the list" in text(claims[3])
    assert "Leads to a page that is not the cited one: the page says that it does not exist." in text(claims[3])


def test_a_claim_opens_with_its_words_in_the_manuscript(rich: Report):
    first, *rest = rich.article.claims
    page = parsed(replace(rich, article=replace(rich.article, claims=(replace(first, printed="Doe said it all [2]."), *rest))))
    words = [text(node) for node in card(page, "claim-c1").find_class("words")]

    assert words == ["Doe said it all [2].", f"Text {first.text}"]


def test_a_reference_shows_its_printed_entry_its_citations_and_its_findings(page: html.HtmlElement):
    rivers = card(page, "ref-1")

    assert text(rivers.find_class("words")[0]).startswith("Öztürk C., Doe J., Roe R., Moe M., Poe P. Rivers that never are")
    assert "DOI https://doi.org/10.5555/rivers · cited by c2" in text(rivers)
    assert [node.get("data-code") for node in rivers.find_class("finding")] == ["WORK421", "WORK415"]
    assert text(rivers.find_class("changes")[0]) == "volume: 4 5 from Crossref"
    assert "cited by c1 (1 error)" in text(card(page, "ref-2"))
    assert "cited by no claim" in text(card(page, "ref-6"))


def test_records_are_shown_beside_the_entry_with_differences_marked_word_by_word(page: html.HtmlElement):
    rivers = card(page, "ref-1")
    rows = {text(row[0]): row for row in rivers.find(".//tbody")}

    assert [text(node) for node in rivers.iter("th") if node.get("scope") == "col"] == ["The list", "Crossref", "OpenAlex"]
    assert [text(node) for node in rows["title"].iter("mark")] == ["were,", "were,"]
    assert [text(row) for row in rows["volume"]] == ["volume", "4", "5", "5"]
    assert [text(node) for node in rows["author"][2].iter("mark")] == ["+ Lena Loe;", "- Paul Poe"]
    assert "the same in type, date, journal or book, pages, DOI, language" in text(rivers)
    assert "Notice of 2020-05-01: retraction, 10.5555/notice: Invented data listed by Crossref, Retraction Watch" in text(rivers)
    assert "OpenAlex for DOI 10.5555/rivers: 1 record (2025-12-01)" in text(rivers)


def test_a_link_shows_its_state_its_redirects_and_the_archived_copy(page: html.HtmlElement):
    moved, dead = card(page, "ref-3"), card(page, "ref-4")
    copy = "https://archive.example.org/web/20170101000000/http://old.example.org/report"
    assert [text(node) for node in moved.find_class("hops")[0]] == [
        "301 → https://press.example.org/towns",
        "301 → https://new.example.org/towns",
        "200",
    ]
    assert "Leads to a missing page: the page answers 404. In this state since 2025-11-03." in text(dead)
    links = {node.get("href"): dict(node.attrib) for node in dead.find_class("link")[0].iter("a")}
    day = {"class": "url", "data-versiondate": "2017-01-01"}
    assert links == {
        "http://old.example.org/report": {"href": "http://old.example.org/report", "data-versionurl": copy, **day},
        copy: {"href": copy, "data-originalurl": "http://old.example.org/report", **day},
    }
    assert "Archived copy https://archive.example.org/web/20150301000000" in text(moved)


def test_languages_directions_and_states_are_in_the_markup(page: html.HtmlElement):
    assert card(page, "ref-8").find_class("words")[0].get("lang") == "ar"
    assert card(page, "ref-8").find_class("title")[0].get("dir") == "auto"
    assert card(page, "ref-9").find_class("title")[0].get("lang") == "ja"
    assert card(page, "ref-1").get("data-record") == "found"
    assert card(page, "ref-3").get("data-link") == "moved not-visited"
    assert card(page, "claim-c2").get("data-record") == "found not-asked"


def test_hidden_and_known_findings_and_partial_audits_are_shown_as_such(rich: Report):
    page = parsed(replace(rich, partial=True))
    hidden = text(card(page, "hidden"))
    (known,) = page.find_class("is-known")

    assert hidden.startswith("Hidden by ignores warning REF203 [1] Öztürk et al. 2010: “12–1” runs backwards")
    assert hidden.endswith("ignored at references.yaml:2:3: seen on paper")
    assert known.find_class("badge")[0].text == "known"
    assert "Known findings were there before" in text(card(page, "first"))
    assert "Interrupted: these are the findings up to that point." in text(page)
    assert "REF203 malformed-pages warning · 1 hidden" in text(card(page, "rules"))


def test_an_article_without_findings_has_no_empty_parts(rich: Report):
    page = parsed(replace(rich, findings=(), hidden=(), article=replace(rich.article, claims=())))

    assert text(page.find_class("verdict")[0]).startswith("No errors or warnings · 9 references")
    assert "Nothing: there are no errors or warnings in what was checked." in text(card(page, "first"))
    assert not [node for node in page.iter("section", "ul", "ol", "table", "figure") if not text(node)]
    assert {link.get("href") for link in page.find(".//nav").iter("a")} == {"#first", "#checked", "#pictures", "#references"}


def test_an_article_without_cards_has_no_filters(rich: Report):
    page = parsed(replace(rich, article=Article(), findings=(), hidden=(), unchecked=()))

    assert page.find(".//form") is None
    assert "References: none, so there was no list to check" in text(card(page, "checked"))


@pytest.mark.parametrize(("field", "named"), [("author.2", "author"), ("cites.0", "cites"), ("custom.archived", "custom.archived")])
def test_an_edit_within_a_list_names_only_its_field(field: str, named: str, rich: Report):
    finding = rich.findings[0]
    fix = Fix("write it", edits=(Edit(field, "a", "b", "the list"),))
    edited = replace(finding, problem=replace(finding.problem, fix=fix))
    changes = parsed(replace(rich, findings=(edited,))).find_class("changes")

    assert [text(edit) for edit in changes] == [f"{named}: a b from the list"]


def test_a_list_without_claims_says_nothing_about_citations(rich: Report):
    alone = replace(rich, article=replace(rich.article, claims=(), has_claims=False))

    assert "cited by" not in text(card(parsed(alone), "ref-1"))
    assert "cited by no claim" in text(card(parsed(replace(alone, article=replace(alone.article, has_claims=True))), "ref-1"))


def test_every_link_within_the_page_has_a_target_and_every_id_is_unique(rich: Report):
    twice = replace(rich.article, references=rich.article.references * 2, claims=rich.article.claims * 2)
    page = parsed(replace(rich, article=twice))
    ids = [node.get("id") for node in page.iter() if node.get("id")]

    assert len(ids) == len(set(ids))
    assert {link.get("href")[1:] for link in page.iter("a") if link.get("href").startswith("#")} <= set(ids)


def test_two_entries_with_one_id_have_cards_with_their_own_titles(rich: Report):
    first, second, *_ = rich.article.references
    twin = replace(second, item=replace(second.item, id=first.id, title="Another fire"))
    page = parsed(replace(rich, article=replace(rich.article, references=(first, twin))))
    titles = [text(node.find_class("title")[0]) for node in page.find_class("reference")]

    assert titles == [first.item.title, "Another fire"]


def test_the_page_is_self_contained(rich: Report):
    whole = render(rich)
    page = html.document_fromstring(whole)
    style, script = (re.search(rf"<{tag}>(.*?)</{tag}>", whole, re.DOTALL)[1] for tag in ("style", "script"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert policy == (
        f"default-src 'none'; style-src {source(style)}; script-src {source(script)}; base-uri 'none'; form-action 'none'"
    )
    assert not list(page.iter("link", "img", "iframe", "object", "embed", "base", "audio", "video", "image", "use"))
    assert not [node for node in page.iter() for name in node.attrib if name == "style" or name.startswith(("on", "src"))]
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp|import\(", style + script)


def test_the_page_has_no_animation(rich: Report):
    assert not re.search(r"transition|animation|smooth|@keyframes", render(rich))


def test_the_report_of_the_article_at_the_top_is_small():
    report = pipeline.audit(pipeline.AuditRequest(path=ROOT, offline=True), datetime(2026, 1, 2, tzinfo=UTC))

    assert len(render(report).encode()) < LARGEST


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://example.org/%0aalert(1)",
        "data:text/html,<p>",
        "https://user@example.org/",
        "//example.org/",
        "https://example.org/\u202egnp",
    ],
)
def test_an_unsafe_address_is_text_and_not_a_link(address: str, rich: Report):
    entry = Reference(Item("1", title="T", url=address), PLACE, archived=address)
    page = parsed(replace(rich, article=replace(rich.article, references=(entry,))))
    outward = {link.get("href") for link in page.iter("a") if not link.get("href").startswith("#")}

    assert not {one for one in outward if "example.org" not in one or not one.startswith(("http://", "https://"))}
    assert not [node for node in card(page, "ref-1").iter("a") if node.get("href") == address]
    assert address[:10] in text(card(page, "ref-1"))


def test_text_from_elsewhere_is_shown_without_effect(report: Report):
    whole = render(report)
    page = html.document_fromstring(whole)

    assert len(list(page.iter("script"))) == 1
    assert "<script>alert(1)</script>" in text(card(page, "ref-2"))
    assert "<U+202E>gnp.exe" in text(card(page, "ref-2"))
    assert not re.search(r"[\x00-\x08\x1b\u202e]", whole)


def grown(report: Report, number: int) -> Report:
    """Return a report with this many references, each with a claim that cites it and a finding on both."""
    references, claims, findings = [], [], []
    for key in map(str, range(number)):
        references.append(Reference(Item(key, title=f"Title {key}", author=(Name("Doe"),), issued=Date((2001,))), PLACE))
        claims.append(Claim(f"c{key}", f"Claim {key}.", PLACE, (Citation(key, PLACE),)))
        for subject in ({"reference": key}, {"claim": f"c{key}", "reference": key}):
            problem = Problem(PLACE, "something is amiss", **subject)
            findings.append(
                Finding(
                    "REF201",
                    "name",
                    Severity.WARNING,
                    Confidence.SURE,
                    PLACE,
                    problem,
                    fingerprint("REF201", problem),
                )
            )
    article = replace(report.article, references=tuple(references), claims=tuple(claims))
    return replace(report, article=article, findings=tuple(findings), events={}, outcomes={}, pages={})


def calls(report: Report) -> int:
    """Return the number of function calls in rendering: a measure of cost that does not depend on the machine."""
    made = 0

    def watch(_frame: object, event: str, _value: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        render(report)
    finally:
        sys.setprofile(before)
    return made


def test_time_and_size_are_linear_in_the_number_of_findings(rich: Report):
    render(rich)
    small, middle, large = (grown(rich, number) for number in (100, 200, 400))

    assert calls(large) - calls(middle) < 2.2 * (calls(middle) - calls(small))
    assert len(render(large)) < 2.2 * len(render(middle))
