"""Titles of web pages: strips what a site adds to them, and reads the title that a PDF declares.

A PDF is read from its first bytes, because no library opens a truncated file. Its title is in the XMP packet (`dc:title`) or in the
information dictionary, both mostly uncompressed (ISO 32000-1, 14.3). Outlines have titles, too: only a dictionary about the
whole file counts. Titles left by a program are omitted.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import Sites
from kzcheck.language.alternatives import any_of, folded
from kzcheck.language.folding import fold, lower

if TYPE_CHECKING:
    from collections.abc import Collection


class SiteText(NamedTuple):
    """The text that a site added to a title: its kind, the exact words, and the title without them ("" if not an article)."""

    kind: Literal["site", "page", "format"]
    words: str
    title: str


_SEPARATOR = re.compile(r"(?<=\s)(?:[|–—·»]|--?|::)(?=\s)")
_FORMAT = re.compile(r"^\s*(?:\(PDF\)|\[PDF\]|\(DOC\)|\[DOC\])\s*", re.IGNORECASE)


@cache
def _known(field: str) -> frozenset[str]:
    return folded(getattr(data.read("sites", Sites), field))


@cache
def _official() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(data.read('sites', Sites).official)}", re.IGNORECASE)


def find_site_text(title: str, *, names: Collection[str] = (), host: str = "", authors: Collection[str] = ()) -> SiteText | None:
    """Return the text that a site added to a title, or None.

    `names` are the container and the publisher of the entry, `host` the host of its URL, `authors` the family names of its authors.
    """
    if form := _FORMAT.match(title):
        return SiteText("format", form[0].strip(), title[form.end() :])
    joints = list(_SEPARATOR.finditer(title))
    if host and fold(title[: joints[0].start()] if joints else title) in _known("page_titles"):
        return SiteText("page", title, "")
    if not joints:
        return None
    own_names = _names(names, host)
    ends = [*(joint.start() for joint in joints[1:]), len(title)]
    parts = [title[joint.end() : end].strip() for joint, end in zip(joints, ends, strict=True)]
    for at, part in enumerate(parts):
        if _is_site(part, own_names) or (host and _official().search(part)):
            first = joints[at - 1 if at and _names_an_author(parts[at - 1], authors) else at].start()
            return SiteText("site", title[first:].strip(), title[:first].rstrip())
    return None


def _names(names: Collection[str], host: str) -> frozenset[str]:
    host = lower(host).removeprefix("www.")
    labels = host.split(".")
    own = {fold(name) for name in names if name}
    if len(labels) > 1:
        label = labels[-3] if len(labels) > 2 and len(labels[-2]) < 4 else labels[-2]  # noqa: PLR2004 -- co.uk, com.tr, gov.kz
        own |= {fold(host), fold(label), fold(f"{label}.{labels[-1]}"), label}
    return frozenset(name for name in own if len(name) > 2)  # noqa: PLR2004


def _is_site(part: str, own_names: frozenset[str]) -> bool:
    plain = fold(part)
    if plain in _known("names") or plain in own_names or plain.replace(" ", "") in own_names:
        return True
    first, *others = plain.split() or [""]
    return first in own_names and 0 < len(others) < 3 and _known("words_after").issuperset(others)  # noqa: PLR2004


def _names_an_author(part: str, authors: Collection[str]) -> bool:
    words = fold(part).split()
    return len(words) < 5 and any(author and set(fold(author).split()) <= set(words) for author in authors)  # noqa: PLR2004


_LONGEST = 2000
"""Bytes that are read of a title, and of a dictionary around it."""

_MOST = 200
"""Titles of dictionaries that are examined."""

_XMP = re.compile(rb"<dc:title>\s{0,200}(?:<rdf:Alt>\s{0,200}<rdf:li[^<>]{0,100}>)?([^<]{1,2000})<")
_TITLE = re.compile(rb"/Title\s{0,9}(?=[(<])")
_OF_FILE = re.compile(rb"/(?:Producer|Creator|CreationDate|ModDate)\b")
_OF_OUTLINE = re.compile(rb"/(?:Parent|Dest|Prev|Next)\b")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b"", b"\n": b"", b"\r": b"", b"\r\n": b""}
_LEAVINGS = re.compile(
    r"(?i)microsoft (?:word|powerpoint|excel)\b.*|untitled.*|no title|title|slide 1|document\d*|print|layout 1|unspecified"
    r"|(?=\S*\d)\S+|.*\.(?:docx?|rtf|tex|dvi|qxd|qxp|indd|pdf|p65|pmd|eps|fm|pptx?|odt|wpd|cdr|xlsx?|txt|html?)"
)


def pdf_title(content: bytes) -> str:
    """Return the title of a PDF from its first bytes, or "" if it has none or a meaningless one."""
    if match := _XMP.search(content):
        title = _tidy(unescape(match[1].decode("utf-8", "replace")))
        if title:
            return title
    if b"/Encrypt" in content:
        return ""
    for number, match in enumerate(_TITLE.finditer(content)):
        if number >= _MOST:
            break
        start = content.rfind(b"<<", max(match.start() - _LONGEST, 0), match.start())
        around = content[max(start, 0) : match.start()] + content[match.end() : match.end() + _LONGEST].partition(b"endobj")[0]
        if _OF_FILE.search(around) and not _OF_OUTLINE.search(around) and (title := _tidy(_text(_string(content, match.end())))):
            return title
    return ""


def _string(content: bytes, start: int) -> bytes:
    """Return the bytes of a string literal: in parentheses with escapes, or as `<hexadecimal>`."""
    piece = content[start + 1 : start + 1 + _LONGEST]
    if content[start : start + 1] == b"<":
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", piece.partition(b">")[0])
        return bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
    depth, end = 1, len(piece)
    for match in re.finditer(rb"\\.|[()]", piece, re.DOTALL):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            end = match.start()
            break
    return _ESCAPE.sub(_unescaped, piece[:end])


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    return bytes((int(sign, 8) & 0xFF,)) if sign.isdigit() and sign < b"8" else _PLAIN.get(sign, sign)


def _text(string: bytes) -> str:
    """Return a text string decoded: UTF-16 or UTF-8 with a byte-order mark, else one byte per letter."""
    if string.startswith((b"\xfe\xff", b"\xff\xfe")):
        return string[: len(string) // 2 * 2].decode("utf-16", "replace")
    return string.removeprefix(b"\xef\xbb\xbf").decode("utf-8" if string.startswith(b"\xef\xbb\xbf") else "cp1252", "replace")


def _tidy(text: str) -> str:
    """Return a title on one line, or "" for placeholders of programs."""
    title = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return "" if "\ufffd" in title or _LEAVINGS.fullmatch(title.strip(" .()[]<>_-")) else title
