"""Charsets: how the bytes of a web page are to be read, when its server, its head and its bytes may each say something else.

Order: a byte order mark; UTF-8 where the bytes are nothing else; what the server, then the page itself declares; then the form of
the words that hold bytes above 127. It differs from the WHATWG Encoding Standard in one point: valid UTF-8 beats what a
server says of all its pages, since no other text is valid UTF-8 by chance.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from kzcheck import data
from kzcheck.data.subjects import Charsets
from kzcheck.language.folding import lower

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"\s{0,20}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,30})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a page declares its charset: browsers read 1,024."""

_SAMPLE = 1 << 16

_BY_DEFAULT = frozenset(("cp1252", "utf-8"))
"""What servers and templates declare without having looked."""

_FEW_FAULTS = 0.1
"""Share of faulty signs up to which a text is still UTF-8: one that was cut or glued from two sources."""

_FAULTS_FORGIVEN = 2

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_WORD_RUN = 2.5
"""Mean length of runs of high bytes from which words are written in them: Latin letters with marks mostly stand alone."""

_TURKISH, _ICELANDIC = frozenset(b"\xf0\xfd\xfe\xd0\xdd\xde"), frozenset(b"\xe1\xe9\xed\xf3\xfa\xe6")
_COMMON = re.compile("[оеаинт]", re.IGNORECASE)
_TURNED = re.compile("(?<=[а-яё])[А-ЯЁ]")


@cache
def _codecs() -> dict[str, str]:
    """Return Python's names of the charsets of the web by all their names."""
    return {name: codec for codec, names in data.read("charsets", Charsets).names.items() for name in names}


def decode(content: bytes, declared: str = "") -> str:
    """Return the text of a page; `declared` is the charset of the HTTP header. What cannot be read becomes U+FFFD."""
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace")
    head = content[:_HEAD]
    names = [lower(declared.strip("\"' "))]
    names += [lower(match[1].decode("ascii")) for match in (_DECLARED.search(head), _XML.match(head)) if match]
    codec_names = [_codecs()[name] for name in names if name in _codecs()]
    if content.isascii() and "iso2022_jp" not in codec_names:
        return content.decode("ascii")
    if not any(name.startswith("utf-16") for name in codec_names):
        text = content.decode("utf-8", "replace")
        faults = text.count("\ufffd")
        if faults <= _FAULTS_FORGIVEN + _FEW_FAULTS * _beyond_ascii(text) and _beyond_ascii(text) > 2 * faults:
            return text
    meant = next((name for name in codec_names if name not in _BY_DEFAULT), "")
    return content.decode(meant or _likely(content), "replace")


def _beyond_ascii(text: str) -> int:
    """Return how many signs beyond ASCII a text has."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _likely(content: bytes) -> str:
    """Return which one-byte charset the form of the words speaks for."""
    runs = _HIGH_RUN.findall(content[:_SAMPLE])
    if sum(map(len, runs)) >= _WORD_RUN * len(runs):
        return max(("cp1251", "koi8-r"), key=lambda codec: _naturalness(b" ".join(runs).decode(codec, "replace")))
    letters = frozenset(b"".join(runs))
    return "cp1254" if letters & _TURKISH and not letters & _ICELANDIC else "cp1252"


def _naturalness(text: str) -> int:
    """Return how Russian a text looks: the wrong table turns common letters into rare ones, and capitals into small letters."""
    return len(_COMMON.findall(text)) - len(_TURNED.findall(text))
