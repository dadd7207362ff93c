"""Finds markup in a field: HTML entities and tags, raw LaTeX, braces and tags without a partner."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import Html
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterator

MarkupKind = Literal["entity", "tag", "LaTeX", "brace", "unclosed tag"]


class Markup(NamedTuple):
    """A piece of markup: its kind, the exact text, and the plain text that it stands for, or None if that is uncertain."""

    kind: MarkupKind
    words: str
    plain: str | None = None


_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8}\d{0,2});")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]{0,40})(?P<rest>(?:\s[^<>]{0,300})?)/?>")
_LATEX = re.compile(
    r"\{?\\(?P<accent>['\"`^~=.]|[cvuHkr](?=[{ ]))\s?(?:\{(?P<braced>\\?[A-Za-z])\}|(?P<letter>\\[ij](?![A-Za-z])|[A-Za-z]))\}?"
    r"|\{?\\(?P<sign>ss|aa|AA|ae|AE|oe|OE|o|O|l|L|i|j)(?![A-Za-z])(?:\{\}|\s(?=[a-z])|\})?"
    r"|\\(?P<escaped>[&%_#$])(?![\w/\\])"
    r"|\\(?:[A-Za-z]{2,30}\*?\s?[{\[]|(?:alpha|beta|gamma|delta|epsilon|kappa|lambda|mu|omega|sigma|theta|times|l?dots|cdot|infty)(?![A-Za-z])"
    r"|[^\x00-\x7f])"
)
_ACCENTS = dict(
    zip("'\"`^~=.cvuHkr", "\u0301\u0308\u0300\u0302\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a", strict=True)
)
_SIGNS = dict(zip("ss aa AA ae AE oe OE o O l L i j".split(), "ß å Å æ Æ œ Œ ø Ø ł Ł ı ȷ".split(), strict=True))
_MATHS = re.compile(r"\$(?=[^\s$])(?:[^$\n]{0,120}[\\^_][^$\n]{0,120}|[A-Za-z])(?<![\s$])\$(?!\d)")


def _html() -> Html:
    return data.read("html", Html)


def find(text: str) -> Iterator[Markup]:
    """Yield the markup that no CSL processor reads, kind by kind."""
    if "&" in text:
        yield from _entities(text)
    if "<" in text:
        yield from _tags(text)
    if "\\" in text or "$" in text:
        yield from (Markup("LaTeX", match[0]) for match in _MATHS.finditer(text))
        yield from (Markup("LaTeX", match[0], _plain(match)) for match in _LATEX.finditer(_MATHS.sub("", text)))
    opened, closed = text.count("{"), text.count("}")
    if opened != closed:
        at = text.rfind("{") if opened > closed else text.find("}")
        yield Markup("brace", text[max(at - 8, 0) : at + 9])


def is_plain(text: str) -> bool:
    """Return whether a text contains only markup that CSL processors read, and no closing tag of any other name."""
    if "<" in text and any(match["close"] and match["name"] not in _html().allowed | {"span"} for match in _TAG.finditer(text)):
        return False
    return next(find(text), None) is None


def _plain(match: re.Match[str]) -> str | None:
    """Return the character of a LaTeX command; None for all commands except accents, letters and escapes."""
    if match["accent"]:
        letter = (match["braced"] or match["letter"]).lstrip("\\")
        return (
            unicodedata.normalize("NFC", letter + _ACCENTS[match["accent"]]) if match[0].count("{") == match[0].count("}") else None
        )
    return _SIGNS.get(match["sign"] or "") or match["escaped"]


def _entities(text: str) -> Iterator[Markup]:
    for match in _ENTITY.finditer(text):
        plain = html.unescape(match[0])
        if plain != match[0]:
            yield Markup("entity", match[0], " " if plain == "\xa0" else plain if plain.isprintable() else None)


def _tags(text: str) -> Iterator[Markup]:
    open_tags: list[tuple[str, str]] = []
    tags = list(_TAG.finditer(text))
    ended = {match["name"] for match in tags if match["close"] and not match["rest"]}
    for match in tags:
        name = match["name"]
        if name in _html().allowed or name == "span":
            if not match["close"]:
                open_tags.append((name, match[0]))
            elif open_tags and open_tags[-1][0] == name:
                open_tags.pop()
            else:
                yield Markup("unclosed tag", match[0])
        elif lower(name) in _html().tags | _html().allowed or ":" in name or (name in _html().words_too and name in ended):
            yield Markup("tag", match[0])
    yield from (Markup("unclosed tag", words) for _, words in open_tags)
