"""Reads the text of a web page: trafilatura takes out what is not the page's own menus, links and notices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata

from kzcheck.document import Block, Run
from kzcheck.errors import UnreadableError
from kzcheck.language import web_pages
from kzcheck.language.encodings import decode
from kzcheck.language.page_signs import signs
from kzcheck.readers import documents
from kzcheck.readers.texts.leaves import language_of, leaves, without_lists
from kzcheck.reasons import Reason
from kzcheck.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element as Element
    from lxml.html import HtmlElement

    from kzcheck.document import BlockKind
    from kzcheck.language.web_pages import WebPage

LITTLE = 600
"""Words of a text that may be only the beginning of a work: an abstract or a teaser. Chosen by judgement."""
PROSE, LOST = 15, 0.75
"""Words of a paragraph that is no entry of a menu, and the share of the words of these that must be taken out at least."""
SAME = 100
"""Characters by which a block is known that was read in two ways."""
WALLS = {"login": "login", "challenge": "challenge-in-words", "parked": "parked", "not-found-text": "says-not-found"}
"""The reasons for what a page shows instead of a text, by the kinds of signs."""
KINDS: dict[str, BlockKind] = {
    "head": "heading",
    "p": "paragraph",
    "item": "item",
    "quote": "quotation",
    "cell": "cell",
    **dict.fromkeys(("list", "table", "row", "code", "ab", "fw"), "paragraph"),
}
"""The kinds of blocks by the elements that trafilatura makes."""
CREATORS = ("citation_author", "bepress_citation_author", "dc.creator", "dcterms.creator", "eprints.creators_name")
"""Names of a page's metadata that give one author each."""
_MARK = re.compile(r"[\s\[(]{0,2}[\w*†‡§¶,–-]{1,8}[\s\])]{0,2}")
"""The mark of a note or citation, which is raised and leads to it."""
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:-]{1,40})", re.IGNORECASE)


def read(content: bytes, name: str, form: str, parameters: str) -> Text | Reason:  # noqa: ARG001 - it is HTML
    """Return the text of a page, or the reason why it has none."""
    charset = match[1] if (match := _CHARSET.search(parameters)) else ""
    page = web_pages.read(content, "text/html", charset, name, whole=True)
    found = {sign.kind: sign.words for sign in signs(page, name, name, {}, 200)}
    for kind, wall in WALLS.items():
        if kind in found:
            return Reason("the-page", {"reason": Reason(wall, {"words": found[kind]})})
    tree = _tree(decode(content, charset))
    if tree is None:
        return Reason("no-words")
    people, title = _people(tree), next((title.text for title in page.titles), "")
    kept = _kept([*_blocks(tree)], content, name)
    words = _words(kept)
    if not words:
        return Reason("no-words")
    if words < LITTLE and "paywall" in found:
        return Reason("the-page", {"reason": Reason("paywall", {"words": found["paywall"]})})
    if words < LITTLE and _announces(page):
        return Reason("the-page", {"reason": Reason("only-abstract")})
    return Text(leaves(kept, (), ()), title, people, language_of(kept, page.language))


def _kept(taken: Sequence[Block], content: bytes, name: str) -> list[Block]:
    """Return the blocks that trafilatura took out, without lists of references; or all blocks of the page, if it took far too few.

    What is absent from a text must not be only lost. Lists are found in the whole page, since headings are often not taken out.
    """
    try:
        whole = documents.read(content, name, "html", lambda _path: None).document.blocks
    except UnreadableError:
        return without_lists(taken)
    unlisted = without_lists(whole)
    listed = {*map(_opening, whole)} - {*map(_opening, unlisted)}
    kept = [block for block in without_lists(taken) if _opening(block) not in listed]
    prose = _words([block for block in unlisted if len(block.text.split()) >= PROSE])
    return kept if _words(kept) >= LOST * prose else unlisted


def _opening(block: Block) -> str:
    return "".join(letter for letter in block.text[:SAME] if letter.isalnum())


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _tree(source: str) -> HtmlElement | None:
    """Return a page as the tree that trafilatura takes, or None if it has no elements."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree: HtmlElement | None = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    for mark in [*tree.iter("sup")] if tree is not None else ():
        if mark.find(".//a") is not None and _MARK.fullmatch("".join(mark.itertext())):
            mark.drop_tree()
    return tree


def _people(tree: HtmlElement) -> tuple[str, ...]:
    """Return the authors that a page's metadata name."""
    values: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or "").strip().lower()
        if key in CREATORS and (content := " ".join(meta.get("content", "").split())):
            values.setdefault(key, []).append(content)
    if own := next((values[key] for key in CREATORS if key in values), None):
        return tuple(own)
    author = extract_metadata(tree, extensive=False).author or ""
    return tuple(person for part in author.split(";") if (person := part.strip()))


def _blocks(tree: HtmlElement) -> Iterator[Block]:
    """Yield the blocks of a page as trafilatura takes them out."""
    made = bare_extraction(tree, favor_recall=True, include_comments=False, with_metadata=False)
    if made is None or isinstance(made, dict) or made.body is None:
        return
    at = 0
    for kind, level, words in _stretches(made.body):
        yield Block(kind, (Run(words, at, at + len(words)),), level)
        at += len(words) + 1


def _stretches(body: Element) -> Iterator[tuple[BlockKind, int, str]]:
    """Yield the kind, the level and the words of each stretch of text between the tags that part blocks."""
    open_kinds: list[tuple[BlockKind, int]] = [("paragraph", 0)]
    texts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = str(element.tag)
        parts = tag in KINDS
        if parts or tag == "lb":
            if words := " ".join("".join(texts).split()):
                yield (*open_kinds[-1], words)
            texts = []
        if event == "start":
            if parts:
                level = element.get("rend", "")[-1:]
                kind = open_kinds[-1][0] if tag == "p" else KINDS[tag]
                open_kinds.append((kind, int(level) if tag == "head" and level.isdecimal() else 0))
            texts.append(element.text or "")
        else:
            if parts:
                open_kinds.pop()
            texts.append(element.tail or "")
    if words := " ".join("".join(texts).split()):
        yield (*open_kinds[-1], words)


def _announces(page: WebPage) -> bool:
    """Return whether a page describes a work for search engines, as the pages of journals do whose text is elsewhere."""
    return any("citation" in title.source for title in page.titles)
