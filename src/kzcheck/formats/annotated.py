"""The manuscript itself as a page: its text as it is, with the findings in the margin at their words, and links to its entries."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from kzcheck.article import offset_in
from kzcheck.formats import html
from kzcheck.formats.compared import in_lines
from kzcheck.formats.html.page import Page, anchor, lang
from kzcheck.formats.naming import SURENESS, cure, said, severity
from kzcheck.formats.text import clean, sentence
from kzcheck.wording import in_use, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Article, Location
    from kzcheck.document import Block, Document, Run
    from kzcheck.finding import Finding, Report

ELEMENTS = {"quotation": "blockquote", "caption": "figcaption", "cell": "div"}
"""The elements of blocks that are not paragraphs; headings have their own."""
LOWEST = 6
"""The lowest heading of HTML."""


class Remark(Struct, frozen=True):
    """A finding with its number on the page and its place in the document's text, or another place that is `related` to it."""

    number: int
    finding: Finding
    start: int
    end: int
    related: bool = False


class Target(Struct, frozen=True):
    """A citation's place in the document's text, and the anchor of the entry that it cites."""

    start: int
    end: int
    anchor: str


def render(report: Report) -> str:
    """Return the manuscript as one HTML page with the findings beside their words; without a manuscript, the HTML report."""
    document = report.article.document
    if document is None:
        return html.render(report)
    page = Page(report)
    style = Markup(html.asset("style.css") + html.asset("annotated.css"))  # noqa: S704 - our own files
    policy = f"default-src 'none'; style-src {html.hashed(style)}; base-uri 'none'; form-action 'none'"
    remarks, others = _remarks(document, page.findings)
    entries = _entries(report.article, document)
    targets = sorted(_targets(report.article, document, {*entries.values()}), key=lambda target: target.start)
    rows = Markup("\n").join(_rows(document, remarks, targets, entries, _compared(report, document)))
    whole = Markup(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        '<meta name="referrer" content="no-referrer"><meta name="generator" content="kzcheck {}"><title>{} – {}</title>'
        '<style>{}</style>\n</head>\n<body class="annotated">\n'
        '<header><p class="kicker">kzcheck {}</p><h1>{}</h1><p>{}{}</p></header>\n'
        '<main lang="{}">\n{}\n{}\n</main>\n<footer><p>{}</p></footer>\n</body>\n</html>\n'
    ).format(
        in_use(),
        policy,
        clean(report.kzcheck),
        page.title,
        written("citations checked"),
        style,
        clean(report.kzcheck),
        page.title,
        page.verdict,
        Markup(" · <em>{}</em>").format(page.unmade) if page.unmade else "",
        lang(report.article.language),
        Markup('<ol class="remarks" lang="{}">{}</ol>').format(
            in_use(), Markup("").join(_remark(remark, page.about(remark.finding)) for remark in others)
        )
        if others
        else "",
        rows,
        written("A finding states a fact and its evidence; it accuses nobody."),
    )
    return str(whole).replace("##", "#&#35;")  # as in the HTML report


def _remarks(document: Document, findings: Sequence[Finding]) -> tuple[list[Remark], list[Remark]]:
    """Return the findings at words of the text, in the order of their places, and those on other files or on no words.

    A place of the text that is related to a finding bears its number, too.
    """
    placed = [(finding, _span(document, finding.location)) for finding in findings]
    placed.sort(key=lambda entry: entry[1])
    remarks = [Remark(number, finding, *span) for number, (finding, span) in enumerate(placed, 1)]
    inside = {id(remark) for remark in remarks if any(run.start < remark.end and remark.start < run.end for run in _runs(document))}
    others = [remark for remark in remarks if id(remark) not in inside]
    shown = [remark for remark in remarks if id(remark) in inside]
    return [*shown, *(related for remark in shown for related in _related(document, remark))], others


def _related(document: Document, remark: Remark) -> Iterator[Remark]:
    for location in remark.finding.problem.related:
        start, _ = _span(document, location)
        if start >= 0:
            yield Remark(remark.number, remark.finding, start, start + 1, related=True)


def _runs(document: Document) -> Iterator[Run]:
    return (run for block in document.blocks for run in block.runs)


def _span(document: Document, location: Location) -> tuple[int, int]:
    """Return the place of a location in the document's text; (-1, -1) if it is in another file."""
    if location.file not in document.sources:
        return -1, -1
    start = offset_in(document, location)
    last = replace(location, line=location.end_line, column=location.end_column)
    return start, max(start + 1, offset_in(document, last))


def _entries(article: Article, document: Document) -> dict[int, str]:
    """Return the anchors of the entries that are printed in the document, by the offset of each."""
    return {
        offset_in(document, reference.location): anchor("ref", reference.id)
        for reference in reversed(article.references)
        if reference.printed and reference.location.file in document.sources
    }


def _targets(article: Article, document: Document, anchors: set[str]) -> Iterator[Target]:
    citations = (*(citation for claim in article.claims for citation in claim.citations), *article.cited)
    for citation in citations:
        start, end = _span(document, citation.location)
        name = anchor("ref", citation.reference)
        if start >= 0 and citation.reference and name in anchors:
            yield Target(start, end, name)


def _compared(report: Report, document: Document) -> dict[int, Markup]:
    """Return what is in the texts of cited works beside each claim that was compared with them, by its offset in the document."""
    return {
        _span(document, claim.location)[0]: Markup("").join(
            Markup('<li class="of-text"><span class="said">{}</span></li>').format(sentence(clean(line)))
            for line in in_lines(report, claim.id)
        )
        for claim in report.article.claims
        if claim.id in report.evidence.comparisons
    }


def _rows(
    document: Document,
    remarks: Sequence[Remark],
    targets: Sequence[Target],
    entries: dict[int, str],
    compared: dict[int, Markup],
) -> Iterator[Markup]:
    """Yield each block of the text with the findings that begin in it, and with what is in the texts that its claims cite."""
    waiting, ahead = [*remarks], [*targets]
    by_run: dict[int, list[Remark]] = defaultdict(list)
    links: dict[int, list[Target]] = defaultdict(list)
    runs = sorted(_runs(document), key=lambda run: run.start)
    for kind, places in ((by_run, waiting), (links, ahead)):
        _spread(runs, places, kind)  # type: ignore[arg-type]
    seen: set[tuple[int, int]] = set()
    for block in document.blocks:
        if not block.text.strip():
            continue
        pieces: list[Markup] = []
        begun: list[Remark] = []
        for run in block.runs:
            here = by_run.get(id(run), [])
            begun += [remark for remark in here if not remark.related and _key(remark) not in seen]
            pieces.append(_run(run, here, links.get(id(run), []), seen))
            seen.update(map(_key, here))
        margin = Markup("").join((*map(_remark, begun), *(compared[at] for at in compared if _holds(block, at))))
        yield _row(block, Markup("").join(pieces), margin, next((entries[at] for at in entries if _holds(block, at)), ""))


def _spread(runs: Sequence[Run], places: Sequence[Remark | Target], by_run: dict[int, list[Remark | Target]]) -> None:
    """Note for each run the places that have characters in it."""
    first = 0
    for place in sorted(places, key=lambda place: place.start):
        while first < len(runs) and runs[first].end <= place.start:
            first += 1
        at = first
        while at < len(runs) and runs[at].start < place.end:
            if runs[at].end > place.start:
                by_run[id(runs[at])].append(place)
            at += 1


def _key(remark: Remark) -> tuple[int, int]:
    """Return what tells the places that bear numbers from each other."""
    return remark.number, remark.start


def _holds(block: Block, offset: int) -> bool:
    return any(run.start <= offset < run.end for run in block.runs)


def _row(block: Block, text: Markup, margin: Markup, name: str) -> Markup:
    element = f"h{min(block.level + 1, LOWEST)}" if block.kind == "heading" else ELEMENTS.get(block.kind, "p")
    label = Markup('<span class="label">{}</span> ').format(clean(block.label)) if block.label else ""
    own = Markup(' id="{}"').format(name) if name else ""
    aside = Markup('<ol class="remarks" lang="{}">{}</ol>').format(in_use(), margin) if margin else ""
    return Markup('<div class="row"><{} class="{}"{}>{}{}</{}>{}</div>').format(
        element, block.kind, own, label, text, element, aside
    )


def _run(run: Run, remarks: Sequence[Remark], targets: Sequence[Target], seen: set[tuple[int, int]]) -> Markup:
    """Return a run with its marks: parted where findings and citations begin and end."""
    exact = run.end - run.start == len(run.text)

    def within(place: Remark | Target) -> tuple[int, int]:
        return (max(0, place.start - run.start), min(len(run.text), place.end - run.start)) if exact else (0, len(run.text))

    cuts = sorted(
        {
            0,
            len(run.text),
            *(cut for remark in remarks for cut in within(remark)[: 1 if remark.related else 2]),
            *(cut for target in targets for cut in within(target)),
        }
    )
    pieces: list[Markup] = []
    numbered = {*seen}
    for start, end in pairwise(cuts):
        here = [remark for remark in remarks if within(remark)[0] <= start and (remark.related or end <= within(remark)[1])]
        link = next((target.anchor for target in targets if within(target)[0] <= start and end <= within(target)[1]), "")
        piece = Markup("{}").format(_harmless(run.text[start:end]))
        if link:
            piece = Markup('<a href="#{}">{}</a>').format(link, piece)
        if marked := [remark.finding.severity for remark in here if not remark.related]:
            piece = Markup('<mark class="{}">{}</mark>').format(str(max(marked)), piece)
        for remark in sorted(here, key=lambda remark: -remark.number):
            if _key(remark) not in numbered:
                numbered.add(_key(remark))
                own = "" if remark.related else Markup(' id="w{}"').format(remark.number)
                piece = Markup('<a class="number"{} href="#f{}">{}</a>').format(own, remark.number, remark.number) + piece
        pieces.append(piece)
    text = Markup("").join(pieces)
    if run.superscript:
        text = Markup("<sup>{}</sup>").format(text)
    return Markup("<em>{}</em>").format(text) if run.italic else text


def _harmless(text: str) -> str:
    """Return a stretch of text, harmless, with a blank where white space is at either end."""
    before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{clean(text, len(text))}{after}"


def _remark(remark: Remark, subject: str = "") -> Markup:
    finding = remark.finding
    known = f", {written('known')}" if finding.known else ""
    sureness = f" · {written(SURENESS[finding.confidence])}" if finding.confidence in SURENESS else ""
    return Markup(
        '<li id="f{}"><a class="number" href="#w{}">{}</a> <span class="sev sev-{}">{}{}</span> '
        '<span class="code">{}{}</span><span class="said">{}</span><span class="fix">{}</span></li>'
    ).format(
        remark.number,
        remark.number,
        remark.number,
        str(finding.severity),
        severity(finding),
        known,
        finding.code,
        sureness,
        f"{subject}: {sentence(said(finding))}" if subject else sentence(said(finding)),
        sentence(cure(finding)),
    )
