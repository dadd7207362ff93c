"""Hostile text from an article, a service or a page is harmless in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from msgspec.structs import replace

from kzcheck import pipeline
from kzcheck.article import Article, At, Citation, Claim, Ignore, Location, Reference
from kzcheck.baseline import save as save_baseline
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import (
    Asked,
    Copies,
    Evidence,
    Failed,
    Found,
    Hop,
    Memento,
    Page,
    PageTitle,
    Record,
    Resolution,
    Sign,
    Unchecked,
    Update,
    Visit,
    digest,
)
from kzcheck.evidence import load as load_evidence
from kzcheck.evidence import save as save_evidence
from kzcheck.formats import Format, render
from kzcheck.formats.changes import changes, load
from kzcheck.formats.changes import markdown as changes_in_markdown
from kzcheck.formats.changes import render as changes_as_json
from kzcheck.formats.terminal.card import claim_card, reference_card
from kzcheck.formats.terminal.changes import render as draw_changes
from kzcheck.formats.terminal.report import render as draw
from kzcheck.formats.terminal.texts import render as draw_texts
from kzcheck.formats.text import inert
from kzcheck.formats.texts import data as texts_as_json
from kzcheck.formats.texts import markdown as texts_in_markdown
from kzcheck.formats.texts import table
from kzcheck.reasons import Reason
from kzcheck.texts import Alignment, Change, Comparison, NoText, Passage, TextAtHand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from kzcheck.finding import Report

DAY = datetime(2026, 3, 1, tzinfo=UTC)

HARMFUL = {
    "script": "<script>alert(1)</script> </title></style></script><!-- --> <b>bold</b>",
    "attribute": "\"><img src=x onerror=alert(1)> ' onmouseover='alert(1)",
    "template": "{{ 7*7 }} {% raw %} ${7*7} {0} {title} %s",
    "javascript": "javascript:alert(1) [click](javascript:alert(1)) <javascript:alert(1)> data:text/html,<script>alert(1)</script>",
    "workflow": "\n::error::owned\r\n::set-env name=PATH::/tmp %0A::warning::owned\n##[error]owned ::stop-commands::x",
    "command": "::warning file=x::owned ##[set-output name=x]y ##vso[task.setvariable variable=x]y ##teamcity[message text='x']",
    "cdata": "]]> <![CDATA[ &amp; &lt; &#0; <?php ?> <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]> &e;",
    "ansi": "\x1b[31mred\x1b[0m \x1b]8;;https://example.org\x07link\x1b]8;;\x07 \x9b2J \x07\x08\x0b\x00\x7f",
    "bidi": "\u202egnp.exe\u202c \u2066isolated\u2069 \u200f\u061c mirror\u202d",
    "formula": "=cmd|' /C calc'!A0 @SUM(1+1)*cmd|' /C calc'!A0 +1 -1",
    "markdown": "@someone #1 **bold** `code` ![x](https://example.org/x.png) | cell | <details open>\n# Head\n---\n- item\n1. one",
    "rich": "[bold red]markup[/] [link=https://example.org]x[/link] [/] :smile:",
    "unicode": "\ufffe \uffff \u2028next\u2029 \ufeff e\u0301\u0301\u0301 \U000e0041",
}

FOLDED = re.compile(r"</?(?:details|summary)>|<!--.*?-->|<br>")


def here(line: int, file: str = "references.yaml") -> Location:
    return Location(file, line, 1, line, 5)


def harmed(text: str) -> Report:
    """Audit an article with this text everywhere, in which services, pages and settings contain it, too."""
    item = Item(
        "1",
        type="article-journal",
        title=f"Rivers that never were and other invented lands {text}",
        container_title=text,
        publisher=text,
        author=(Name(family=text, given=text),),
        issued=Date(start=(2999,)),
        page="12-1",
        doi=f"10.5555/{text}",
        isbn=text,
        url="http://example.org/gone",
        language="en",
    )
    worse = Item(text, type="book", title="Lists", url=text, publisher="TODO")
    claim_text = f"{text} is warm and wet"
    claims = (
        Claim(
            "c1",
            f"As {text} wrote: “{claim_text}”.",
            here(3, "claims.yaml"),
            (Citation("1", here(5, "claims.yaml"), locator=text),),
            quotations=(claim_text,),
            section=text,
            at=At(file=text, page=text),
            printed=text,
        ),
        Claim(text, f"Nobody knows {text} of 1999.", here(8, "claims.yaml"), (Citation(f"9 {text}", here(9, "claims.yaml")),)),
    )
    article = Article(
        (
            Reference(item, here(2), printed=text, archived="https://web.archive.org/web/2020/http://example.org/gone"),
            Reference(worse, here(9)),
            Reference(Item("3", type="book", title="Lists", doi="10.5555/rivers.4</b>"), here(12)),
        ),
        claims,
        ignores=(Ignore(here(2), ("REF208",), reason=text, reference="1"), Ignore(here(3), ("REF299",), reason=text)),
        title=text,
        author=(Name(family=text),),
        doi=text,
        issued=Date(start=(2025,)),
        has_claims=True,
        sources={"references.yaml": text, "claims.yaml": text},
    )
    address = f"javascript:alert('{text}')"
    retracted = Update("retraction", f"10.5555/{text}", Date(start=(2020,)), "retraction-watch", text)
    record = Record(
        "crossref",
        f"10.5555/{text}",
        replace(item, id="r", issued=Date(start=(1901,)), publisher=f"Another {text}"),
        updated_by=(retracted,),
        url=address,
    )
    look = Visit(
        DAY,
        (Hop("http://example.org/gone", 302), Hop(address, 404)),
        reason=Reason("says", {"words": text}),
        media_type=text,
        language=text,
        titles=(PageTitle("title", text),),
        signs=(Sign("not-found-text", text),),
        length=100,
    )
    evidence = Evidence(
        gathered=DAY,
        kzcheck="0.0.0",
        items={"1": digest(item, text), "3": digest(article.references[2].item)},
        claims={"c1": digest(claims[0])},
        resolutions={
            "1": Resolution(
                (
                    Asked("crossref", "DOI", text, Found((record,)), url=f"javascript:{text}", time=DAY, status=200),
                    Asked("openalex", "title", text, Failed(Reason("says", {"words": text}))),
                ),
                (retracted,),
            )
        },
        texts={
            "1": TextAtHand("page", address, text, 100, 9, 3, (text, text), text),
            "3": NoText((Reason("text-at", {"place": text, "reason": Reason("says", {"words": text})}),)),
        },
        comparisons={
            "c1": (
                Comparison(
                    "1",
                    (
                        Alignment(text, "quotes.0", 0.9, 1, text, text, (Change(text, text), Change("", text)), text, (text,)),
                        Alignment(text),
                    ),
                    {"3": (Alignment(text, "", 1.0, 2, "", text),)},
                    (Passage(text, 0.5, 1, text, hedges=(text,), credited=(text,)), Passage(f"{text} {'x' * 9_000}", 0.4, 2)),
                    numbers=(text,),
                    names=(text,),
                ),
            )
        },
        pages={"http://example.org/gone": Page((look, look), archived=Copies((Memento(address, DAY),)))},
        unchecked=(Unchecked("texts", ("TEXT701",), (Reason("says", {"words": text}),), reference="1"),),
    )
    return pipeline.audit(pipeline.AuditRequest(article=article, evidence=evidence), DAY)


@pytest.fixture(scope="module", params=HARMFUL, ids=list(HARMFUL))
def report(request: pytest.FixtureRequest) -> Report:
    return harmed(HARMFUL[request.param])


@pytest.fixture(scope="module")
def plain() -> Report:
    """The same report with harmless words in place of the hostile text."""
    return harmed("harmless words")


def control(text: str) -> set[str]:
    """Return the control and direction characters in a text, except line ends."""
    return set(re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]", text))


def unfolded(text: str, allowed: str = "\n") -> None:
    """Assert that a text contains no character that a terminal obeys."""
    assert control(text) <= set(allowed)


def test_the_report_contains_each_kind_of_place(report: Report):
    assert {"KZ001", "CITE101", "WORK421", "LINK501"} <= {finding.code for finding in report.findings}
    assert report.outcomes["1"].seen
    assert report.pages
    assert report.hidden
    assert report.unchecked
    assert report.evidence.comparisons["c1"][0].passages


@pytest.mark.parametrize("colour", [False, True])
def test_a_terminal_obeys_none_of_it(report: Report, colour: bool):
    texts = [draw(report, width=width, colour=colour, show_hidden=True) for width in (40, 100)]
    texts += [claim_card(report, claim, width=80, colour=colour) for claim in report.article.claims]
    texts += [reference_card(report, reference, width=80, colour=colour) for reference in report.article.references]
    texts += [draw_texts(report, width=width, colour=colour) for width in (40, 100)]
    for text in texts:
        unfolded(re.sub(r"\x1b\[[\d;]*m", "", text) if colour else text)


def test_every_json_file_is_valid_with_escapes_for_invisible_characters(report: Report):
    report_text = render(report, Format.JSON)
    nothing = load(render(pipeline.audit(pipeline.AuditRequest(article=Article(), offline=True), DAY), Format.JSON), "old.json")
    texts = [report_text, changes_as_json(changes(nothing, load(report_text, "new.json")))]
    texts.append(texts_as_json(report))
    texts += [one.decode() for one in (save_evidence(report.evidence), save_baseline(report))]
    for text in texts:
        assert json.loads(text)
        assert not (control(text) | set("\ufeff\U000e0041\u2028") & set(text))
    assert load_evidence(texts[3].encode(), "evidence.json") == report.evidence


def test_html_contains_only_our_own_elements_attributes_and_addresses(report: Report, plain: Report):
    text = render(report, Format.HTML)
    elements = elements_of(text)

    assert shapes(elements) <= shapes(elements_of(render(plain, Format.HTML)))
    assert sum(node.tag == "script" for node in elements) == 1
    for node in elements:
        for name in ("href", "src", "data-originalurl", "data-versionurl"):
            assert urlsplit(node.get(name, "")).scheme in {"", "http", "https"}
    unfolded(text)


def elements_of(text: str) -> list[html.HtmlElement]:
    return [node for node in html.document_fromstring(text).iter() if isinstance(node.tag, str)]


def shapes(elements: Iterable[html.HtmlElement]) -> set[tuple[str, str]]:
    """Return the names of all elements, each with the names of its attributes."""
    return {(node.tag, name) for node in elements for name in ("", *node.attrib)}


def test_markdown_renders_only_our_own_markup(report: Report):
    for form in (Format.MARKDOWN, Format.QUERIES):
        renders_to_ours(render(report, form))
    renders_to_ours(texts_in_markdown(report))


def test_a_spreadsheet_computes_no_cell_of_the_texts_to_get(report: Report):
    for row in csv.reader(io.StringIO(table(report).removeprefix("\ufeff"))):
        assert len(row) == 12
        for cell in row:
            unfolded(cell)
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_mail_contains_nothing_that_a_terminal_obeys(report: Report):
    unfolded(render(report, Format.MAIL))


def test_changes_are_harmless_in_the_terminal_and_in_markdown(report: Report):
    nothing = pipeline.audit(pipeline.AuditRequest(article=Article(), offline=True), DAY)
    old = load(render(nothing, Format.JSON).encode(), "old.json")
    found = changes(old, load(render(report, Format.JSON).encode(), "new.json"))

    assert found.new
    unfolded(draw_changes(found))
    renders_to_ours(changes_in_markdown(found))


def renders_to_ours(text: str) -> None:
    """Assert that Markdown yields no images, no elements except folds, no mentions, and only links to the web."""
    unfolded(text)
    tokens = list(flat(MarkdownIt("gfm-like", {"linkify": False}).parse(text)))
    markup = " ".join(one.content for one in tokens if one.type in {"html_block", "html_inline"})
    shown = "".join(one.content for one in tokens if one.type == "text")

    assert not re.search(r"<[^>]*>", FOLDED.sub("", markup)), markup
    assert "image" not in {one.type for one in tokens}
    links = [str(one.attrs["href"]) for one in tokens if one.type == "link_open"]
    assert {urlsplit(link).scheme for link in links} <= {"", "http", "https"}
    assert not re.search(r"(?<![\w`/])@(?=[\w])", shown)
    assert not re.search(r"(?<!\w)#(?=\d)", shown)


def flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for one in tokens:
        yield one
        yield from flat(one.children or ())


def test_messages_in_sarif_and_code_quality_contain_no_control_characters(report: Report):
    for form in (Format.SARIF, Format.GITLAB):
        text = render(report, form)
        for message in strings(json.loads(text)):
            if form is Format.GITLAB or "<U+" in message:
                unfolded(message)
        assert not set(re.findall("[\x00-\x09\x0b-\x1f]", text))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def test_junit_is_well_formed_and_contains_only_its_own_elements(report: Report, plain: Report):
    tree, ours = (etree.fromstring(render(one, Format.JUNIT).encode()) for one in (report, plain))

    assert {node.tag for node in tree.iter()} <= {node.tag for node in ours.iter()}
    unfolded("".join(tree.itertext()))


def test_no_format_contains_a_command_for_ci_runners(report: Report):
    nothing = load(render(pipeline.audit(pipeline.AuditRequest(article=Article(), offline=True), DAY), Format.JSON), "old.json")
    found = changes(nothing, load(render(report, Format.JSON), "new.json"))
    texts = [inert(draw(report, width=width, colour=width % 2 > 0)) for width in range(40, 80, 3)]
    texts += [inert(claim_card(report, claim, width=30)) for claim in report.article.claims]
    texts += [
        inert(draw_changes(found)),
        inert(draw_texts(report)),
        texts_in_markdown(report),
        texts_as_json(report),
        table(report),
        changes_as_json(found),
        changes_in_markdown(found),
        save_evidence(report.evidence).decode(),
    ]
    texts += [render(report, form) for form in Format if form not in {Format.TERMINAL, Format.GITHUB}]
    for text in texts:
        for line in re.split("[\r\n]", re.sub(r"\x1b\[[\d;]*m", "", text)):
            assert not line.strip().startswith("::")
            assert not re.search(r"##\w*\[", line)


def test_a_runner_sees_only_our_own_commands(report: Report):
    lines = render(report, Format.GITHUB).splitlines()

    assert any(line.startswith("::error") for line in lines)
    for line in lines:
        unfolded(line)
        assert not line.startswith("##[")
        assert not line.lstrip().startswith("::") or re.match(
            r"::(?:(?:error|warning|notice) |group::\d+ more findings$|endgroup::$)", line
        )
