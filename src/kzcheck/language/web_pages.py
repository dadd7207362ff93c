"""Reads a web page from its bytes: titles, text, anchors, redirects in its markup or scripts.

HTML is parsed by lxml, which repairs what browsers repair: 256 KiB take 5 to 15 ms, depending on the number of tags;
`html.parser` takes 20 to 80. Time and memory grow at most linearly with the page. Elements nested deeper than 255 levels are lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from kzcheck.evidence import PageTitle
from kzcheck.identifiers.flaws import LONGEST
from kzcheck.language.encodings import decode
from kzcheck.language.folding import lower
from kzcheck.language.languages import guess
from kzcheck.language.page_titles import pdf_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

LONGEST_TEXT = 200_000
"""Characters that are kept of a page's text."""

LONGEST_TITLE = 500
MOST_TITLES, MOST_H1, MOST_IDS, MOST_SOURCES, MOST_DATA = 12, 3, 5_000, 60, 3

LONGEST_DATA = 30_000
"""Characters that are read of a block of JSON-LD."""

LITTLE_TEXT, SCRIPT_SHARE = 400, 4
"""A page with less text than this and this many times more script is built by scripts: chosen by judgement, not on data."""

MOUNTED_TEXT = 1_500
"""The same for a page with a framework's mount point (`__next`), or one that asks for scripts: its menu is text, too."""

_MOUNTS = frozenset("root app app-root __next __nuxt ___gatsby svelte q-app ember-app main-app".split())

_SCRIPT_FILE = 2_000
"""Characters that an external script counts for."""

_META = {
    name: source
    for source, names in {
        "citation_title": "citation_title",
        "bepress_citation_title": "bepress_citation_title",
        "eprints.title": "eprints.title",
        "dc.title": "dc.title dcterms.title",
        "og:title": "og:title",
        "twitter:title": "twitter:title",
    }.items()
    for name in names.split()
}
_ORDER = (*dict.fromkeys(_META.values()), "JSON-LD", "h1", "title")
"""The sources of titles; those that name the work itself come first."""

_BLOCKS = """p div li ol ul dd dt dl td th tr table h1 h2 h3 h4 h5 h6 hr br section article main aside header footer nav option form
    figure pre blockquote button label"""
_BLOCK = re.compile(f"<(?=/?(?:{'|'.join([*_BLOCKS.split(), *_BLOCKS.upper().split()])})\\b)")
"""Tags that end a word: a space is inserted before them, because the text of a tree has none there."""

_UNSEEN = ("script", "style", "noscript", "template", "textarea", "select", "svg", "head")
_CONTROL = bytes((*range(9), 11, *range(14, 32)))
_WITHOUT_CONTROL = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))
_EMBEDDED = ("iframe", "frame", "embed", "object", "img", "video", "audio", "canvas", "svg", "picture")
_TELLING = ("meta", "script", "title", "h1", "input", "noscript", *_EMBEDDED)
_REFRESH = re.compile(r"\s{0,20}(\d{0,6})(?:\.\d{0,6})?\s{0,20}[;,]\s{0,20}(?:url\s{0,20}=)?\s{0,20}['\"]?([^'\"]*)", re.IGNORECASE)
_LEAVES = re.compile(
    r"""\blocation(?:\.href)?\s{0,9}(?:=|\.(?:replace|assign)\()\s{0,9}(?P<mark>["'])(?P<target>[^"']{1,2000})(?P=mark)"""
)
SHORT_SCRIPT = 300
"""Characters of a script that only redirects."""

_GAVE_UP = "ERR_RESOURCE_LIMIT"
"""libxml2's error name for elements nested too deep."""

_MARKUP = frozenset(("", "text/html", "application/xhtml+xml", "application/xml", "text/xml"))


class WebPage(Struct, frozen=True):
    """The visible content of a page.

    `titles` are in order of trust. `text` is what a reader sees, on one line. `ids` are its anchors. `refresh` is the target of a
    redirect after `delay` seconds, by a meta refresh, or by a script on an otherwise empty page. `login` is true if the page has
    a password field, `scripted` if scripts build it; `embeds` counts its frames, pictures and players, and `sources` holds the
    addresses of its scripts and frames. `markup` is false for PDF, plain text and anything else that is not HTML. `whole` is true
    if all bytes of the page were received and all its text and anchors were kept.
    """

    titles: tuple[PageTitle, ...] = ()
    text: str = ""
    ids: frozenset[str] = frozenset()
    refresh: str = ""
    delay: int = 0
    login: bool = False
    scripted: bool = False
    embeds: int = 0
    sources: tuple[str, ...] = ()
    language: str = ""
    markup: bool = True
    whole: bool = True


def read(content: bytes, media_type: str, charset: str, url: str, *, whole: bool) -> WebPage:
    """Return the content of a page; `charset` is that of the HTTP header, `url` the final address of the page.

    Any bytes are accepted without an error.
    """
    if content[:1024].lstrip().startswith(b"%PDF-") or (media_type == "application/pdf" and not content.lstrip().startswith(b"<")):
        title = pdf_title(content)[:LONGEST_TITLE]
        return WebPage((PageTitle("PDF", title),) if title else (), language=guess(title), markup=False, whole=whole)
    if media_type in _MARKUP or content[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return _html(decode(content, charset), url, whole=whole)
    if media_type.startswith("text/"):
        text = " ".join(decode(content, charset)[: 2 * LONGEST_TEXT].split())[:LONGEST_TEXT]
        return WebPage(text=text, language=_language(text, ""), markup=False, whole=whole)
    return WebPage(markup=False, whole=whole)


def _html(source: str, url: str, *, whole: bool) -> WebPage:
    root, cut = _tree(source)
    if root is None:
        return WebPage(whole=whole)
    by_tag: dict[str, list[Element]] = {tag: [] for tag in _TELLING}
    for element in root.iter(*_TELLING):
        by_tag[str(element.tag)].append(element)
    titles = tuple(_titles(by_tag))
    refresh, delay = _refresh(by_tag["meta"], url)
    ids = frozenset(_attributes(root, "//@id|//a/@name"))
    framed = [element for tag in ("script", "iframe", "frame") for element in by_tag[tag][:MOST_SOURCES]]
    sources = tuple(source[:300] for element in framed if (source := element.get("src", "")))
    scripts = [element for element in by_tag["script"][:MOST_SOURCES] if "json" not in element.get("type", "")]
    script = sum(_SCRIPT_FILE if script.get("src") else len(script.text or "") for script in scripts)
    asks_for_scripts = any("javascript" in lower("".join(map(str, element.itertext()))) for element in by_tag["noscript"])
    mounted = asks_for_scripts or not ids.isdisjoint(_MOUNTS)
    declared = root.get("lang", "")
    alone = (scripts[0].text or "") if len(scripts) == 1 else ""
    text = _text(root)
    if not (text or refresh):
        refresh = _left_for(alone, url)
    return WebPage(
        titles=titles,
        text=text[:LONGEST_TEXT],
        ids=ids,
        refresh=refresh,
        delay=delay,
        login=any(lower(element.get("type", "")) == "password" for element in by_tag["input"]),
        scripted=len(text) < (MOUNTED_TEXT if mounted else LITTLE_TEXT) and script > SCRIPT_SHARE * max(len(text), 1),
        embeds=sum(len(by_tag[tag]) for tag in _EMBEDDED),
        sources=sources,
        language=_language(text, declared),
        whole=whole and not cut and len(ids) < MOST_IDS and len(text) <= LONGEST_TEXT,
    )


def _tree(source: str) -> tuple[Element | None, bool]:
    """Return a page as a tree (None if it has no elements), and whether the parser gave up before its end."""
    from lxml import etree  # noqa: PLC0415 - costs 20 ms, and a list without links needs none

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, collect_ids=False)
    plain = _BLOCK.sub(" <", source).encode("utf-8", "replace").translate(_WITHOUT_CONTROL)
    try:
        root: Element | None = etree.fromstring(plain, parser)
    except (etree.LxmlError, ValueError):
        return None, False
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == _GAVE_UP


def _text(root: Element) -> str:
    """Return the visible text, after removing invisible elements from the tree."""
    from lxml import etree  # noqa: PLC0415 - as above

    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return " ".join(etree.tostring(root, method="text", encoding="unicode").split())


def _attributes(root: Element, path: str) -> list[str]:
    values = root.xpath(path, smart_strings=False)
    return [str(value) for value in values[:MOST_IDS]] if isinstance(values, list) else []


def _titles(by_tag: Mapping[str, Sequence[Element]]) -> Iterator[PageTitle]:
    titles: dict[str, list[str]] = {source: [] for source in _ORDER}
    for meta in by_tag["meta"]:
        name = lower((meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip())
        if name in _META:
            titles[_META[name]].append(meta.get("content", ""))
    for data in [element for element in by_tag["script"] if "ld+json" in element.get("type", "")][:MOST_DATA]:
        titles["JSON-LD"] += _headlines(data.text or "")
    for tag, most in (("h1", MOST_H1), ("title", 1)):
        titles[tag] = ["".join(map(str, element.itertext())) for element in by_tag[tag][:most]]
    seen = dict.fromkeys((source, " ".join(text[:LONGEST_TITLE].split())) for source in _ORDER for text in titles[source])
    usable = [PageTitle(source, text) for source, text in seen if text]
    yield from usable[: MOST_TITLES - 1]
    yield from usable[MOST_TITLES - 1 :][-1:]


def _headlines(data: str) -> list[str]:
    """Return the headlines of a block of JSON-LD, from its first two levels."""
    if len(data) > LONGEST_DATA:
        return []
    try:
        value = msgspec.json.decode(data.encode("utf-8", "replace"))
    except (msgspec.MsgspecError, RecursionError):
        return []
    nodes = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    graph = [members for node in nodes[:20] if isinstance(node, dict) and isinstance(members := node.get("@graph"), list)]
    nodes = [*nodes[:20], *(node for members in graph for node in members[:20])]
    return [headline for node in nodes if isinstance(node, dict) and isinstance(headline := node.get("headline"), str)]


def _refresh(metas: Sequence[Element], url: str) -> tuple[str, int]:
    """Return the target and the delay of the first meta refresh with a target, ignoring one for readers without scripts."""
    for meta in metas:
        match = _REFRESH.match(meta.get("content", "")) if lower(meta.get("http-equiv", "").strip()) == "refresh" else None
        if match and match[2].strip() and next(meta.iterancestors("noscript"), None) is None:
            return _absolute(url, match[2].strip()), int(match[1] or 0)
    return "", 0


def _left_for(script: str, url: str) -> str:
    """Return the target of the only script of a page without text, but not of one that first sets a cookie, as challenges do."""
    match = _LEAVES.search(script) if len(script) <= SHORT_SCRIPT and "cookie" not in script else None
    return _absolute(url, match["target"].strip()) if match else ""


def _absolute(url: str, target: str) -> str:
    try:
        return urljoin(url, target)[:LONGEST]
    except ValueError:
        return ""


def _language(text: str, declared: str) -> str:
    """Return the language of a text by a sample from its middle, or else the one that the page declares."""
    start = len(text) // 3
    return guess(text[start : start + 1000]) or lower(declared.strip()).partition("-")[0][:3]
