"""Charsets: how the bytes of a web page are to be read, when its server, its head and its bytes may each say something else.

Order: a byte order mark; UTF-8 where the bytes are nothing else; what the server, then the page itself declares; then the form of
the words that hold bytes above 127. It differs from the WHATWG Encoding Standard in one point: valid UTF-8 beats what a
server says of all its pages, since no other text is valid UTF-8 by chance.
"""

from __future__ import annotations

import codecs
import re

from kzcheck.language.folding import lower

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"\s{0,20}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,30})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a page declares its charset: browsers read 1,024."""

_SAMPLE = 1 << 16

_CODECS = {
    name: codec
    for codec, names in {
        "cp1252": "iso-8859-1 iso8859-1 latin1 latin-1 l1 ascii us-ascii windows-1252 cp1252 iso_8859-1",
        "cp1254": "iso-8859-9 iso8859-9 latin5 windows-1254 cp1254",
        "cp1251": "windows-1251 cp1251 x-cp1251 win-1251",
        "cp1250": "windows-1250 cp1250",
        "cp1253": "windows-1253 cp1253",
        "cp1255": "windows-1255 cp1255",
        "cp1256": "windows-1256 cp1256",
        "cp1257": "windows-1257 cp1257",
        "cp1258": "windows-1258 cp1258",
        "cp866": "ibm866 cp866 866",
        "cp874": "windows-874 tis-620 iso-8859-11",
        "koi8-r": "koi8-r koi8 koi",
        "koi8-u": "koi8-u koi8-ru",
        "kz1048": "kz-1048 kz1048 ptcp154 windows-1251-kz",
        "mac_roman": "macintosh x-mac-roman",
        "mac_cyrillic": "x-mac-cyrillic",
        "iso8859-2": "iso-8859-2 iso8859-2 latin2",
        "iso8859-3": "iso-8859-3",
        "iso8859-4": "iso-8859-4",
        "iso8859-5": "iso-8859-5",
        "iso8859-6": "iso-8859-6",
        "iso8859-7": "iso-8859-7 greek",
        "iso8859-8": "iso-8859-8 iso-8859-8-i",
        "iso8859-13": "iso-8859-13",
        "iso8859-15": "iso-8859-15 iso8859-15 latin9",
        "iso8859-16": "iso-8859-16",
        "gb18030": "gb2312 gbk gb18030 x-gbk chinese",
        "big5hkscs": "big5 big5-hkscs",
        "euc_jp": "euc-jp x-euc-jp",
        "cp932": "shift_jis shift-jis sjis x-sjis windows-31j",
        "iso2022_jp": "iso-2022-jp",
        "cp949": "euc-kr ks_c_5601-1987 windows-949",
        "utf-8": "utf-8 utf8 unicode-1-1-utf-8",
        "utf-16-le": "utf-16 utf-16le",
        "utf-16-be": "utf-16be",
    }.items()
    for name in names.split()
}
"""The charsets of the web by their names: Python knows others, some of which are no text or cost more than linear time."""

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


def decode(content: bytes, declared: str = "") -> str:
    """Return the text of a page; `declared` is the charset of the HTTP header. What cannot be read becomes U+FFFD."""
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace")
    head = content[:_HEAD]
    names = [lower(declared.strip("\"' "))]
    names += [lower(match[1].decode("ascii")) for match in (_DECLARED.search(head), _XML.match(head)) if match]
    codec_names = [_CODECS[name] for name in names if name in _CODECS]
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
