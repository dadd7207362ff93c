"""Repairs text that was read in the wrong encoding: finds it in a line and restores it.

Method: a run of characters is turned back into the bytes that it was made of and decoded again, as ftfy does (R. Speer, "ftfy",
2019). Only runs that no written language contains are taken: "Ã" and a closing quotation mark can meet in Portuguese capitals.

ftfy itself gives a second opinion where nothing is found: it knows more encodings (Windows-1250, 1253 and 1257, code page 437), we
know more Cyrillic. Its import takes 0.1 s, so it is only asked about texts with signs that look misread.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import Charsets
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterator


class Misread(NamedTuple):
    """A run of misread characters: start, end, and the original, or "" if that is uncertain."""

    start: int
    end: int
    mended: str


def _letters(codec: str) -> list[str]:
    """Return the 256 characters of a one-byte encoding; unassigned bytes keep their number, as in browsers."""
    return [bytes((value,)).decode(codec, "ignore") or chr(value) for value in range(256)]


_WESTERN = _letters("cp1252")
_CYRILLIC = _letters("cp1251")
_WESTERN_BYTE = {character: value for value, character in enumerate(_WESTERN)}
_CYRILLIC_BYTE = {character: value for value, character in enumerate(_CYRILLIC)}
_W = re.escape("".join(_WESTERN[0x80:0xC0]))
_C = re.escape("".join(_CYRILLIC[0x80:0xC0]))

_BESIDE_LETTERS = frozenset("\xa0«»“”‘’„‚–—…‹›•·°©®™²³¹ªº'")
"""Characters that can follow a letter in real text, and so prove nothing."""

_NATIVE_CYRILLIC = frozenset("іІёЁєЄїЇґҐўЎјЈѕЅ")
_LEADS = frozenset("ÃÄÅ")
_LONG = 6
"""Characters: a run of pairs of this length does not occur in real text, whatever it holds."""

_SHARP = frozenset("«»“”‘’„‚–—…‹›•\xa0")

_WESTERN_RUN = re.compile(
    f"(?P<one>Ã[{_W}]|Â[¡-ª¬-º¼-¿]|[ÄÅ][{_W}])"
    f"|(?P<sure>â[€„ˆ†‰][{_W}]|ðŸ[{_W}]{{2}})"
    f"|(?P<pairs>(?:[ÎÏÐÑ×ØÙÚÛ][{_W}]){{2,}})"
    f"|(?P<triples>(?:[à-é][{_W}]{{2}}){{2,}})"
    "|(?P<bytes>[À-ÖØ-öø-ÿ]{5,})"
)
_CYRILLIC_RUN = re.compile(f"(?P<pairs>(?:[РСТУ][{_C}]){{2,}})|(?P<sure>вЂ[{_C}]|в„[{_C}])|(?P<latin>Г[{_C}])")
_MACINTOSH = re.compile(r"(?<=[A-Za-z])√[©±º°≠∂§®´∏¨•¶≥æúü†]|√[©±º°≠∂§®´∏¨•¶≥æúü†](?=[a-z])|‚Ä[ôúùìîò¶]")
_NOT_TURKISH = frozenset("áéíóúæÁÉÍÓÚÆơưƠƯ")
"""Letters that are frequent in Icelandic, Faroese and Vietnamese, the languages that use þ, ð or ý themselves."""

_LAYERS = 4
"""Times that a text may have been misread; more than three were never seen."""

_ODD = "¡¢£¤¥¦§¨©ª¬®¯±²³µ¶¸¹º¼½¾¿÷ˆˇ˘˙˛˜˝†‡•‰‹›€™∂∆∏∑√∞∫≈≠≤≥◊⌐\u2500-\u259f"
"""Signs that misread bytes become, and that hardly occur beside letters with accents or of other scripts."""
_MAY_BE_MISREAD = re.compile(
    f"[\x80-\x9f]|[{_ODD}][^\x00-\x7f]|[^\x00-\x7f][{_ODD}]|[A-Za-z]ƒ|ƒ[^\x00-\x7f]|[ÂÃÄÅÎÏÐØÙĂĆĹΒΓΞΟβв√‚œâ][«»“”‘’„‚–—…\xa0\xad°·´]"
)
"""What a text needs before ftfy is asked: 2 of 619 sound titles of the labelled lists, 998 of 1,000 misread ones."""

_LEFT = re.compile("[\x80-\x9f\ufffd]|(?<![A-ZÀ-Þ])(?:Ã(?![A-ZÀ-Þ])|Â(?![A-Za-zÀ-ÿ]))")

_TURKISH_WORD = re.compile(r"\b[^\W\d_]*[þðÞÐýÝ][^\W\d_]*")
_TURKISH = str.maketrans("þðÞÐýÝ", "şğŞĞıİ")
_KAZAKH_WORD = re.compile(r"\b[^\W\d_]*[ќѓЌЃ][^\W\d_]*")
_NOT_MACEDONIAN = frozenset("ыэйщъьюя")
_CASE_TURNED = re.compile(r"\b[а-яё][А-ЯЁ]{4,}\b")


def misread(text: str) -> Iterator[Misread]:
    """Yield the misread runs of a text, each kind from left to right.

    The kinds: UTF-8 read as Windows-1252, Windows-1251 or Mac Roman; one-byte Cyrillic, Turkish or Kazakh read as another encoding;
    and, in a text without any of these, what ftfy recognises.
    """
    if text.isascii():
        return
    runs = list(_recognised(text))
    if runs or not _MAY_BE_MISREAD.search(text):
        yield from runs
    else:
        yield from _second_opinion(text)


def _recognised(text: str) -> Iterator[Misread]:
    yield from _utf8_as_western(text)
    yield from _utf8_as_cyrillic(text)
    for match in _MACINTOSH.finditer(text):
        yield Misread(match.start(), match.end(), _decoded(match[0].encode("mac_roman", "ignore")))
    yield from _turkish_as_western(text)
    yield from _kazakh_fonts(text)
    turned = list(_CASE_TURNED.finditer(text))
    if len({match[0] for match in turned}) > 1:
        for match in turned:
            yield Misread(match.start(), match.end(), "")


def _second_opinion(text: str) -> Iterator[Misread]:
    """Yield the words that ftfy would restore; it is told to leave spaces alone, so words correspond.

    UTF-8 has more bytes than characters, so a word of the same length was not UTF-8. Lone letters alone prove nothing: "2.1 Å±0.1".
    """
    from ftfy import TextFixerConfig, fix_encoding  # noqa: PLC0415 - takes 0.1 s and is rarely needed

    choices = TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False, fix_c1_controls=False)
    words, restored = text.split(" "), fix_encoding(text, choices).split(" ")
    if len(words) != len(restored):
        return
    starts = accumulate((len(word) + 1 for word in words), initial=0)
    runs = [
        Misread(start, start + len(word), right)
        for start, word, right in zip(starts, words, restored, strict=False)
        if len(right) < len(word)
    ]
    if any(sum(map(str.isalpha, run.mended)) != 1 for run in runs):
        yield from runs


def undone(text: str) -> str:
    """Return the original of a text whose UTF-8 was read as Windows-1252 (or Latin-1) once or more; else the text itself."""
    for _ in range(_LAYERS):
        data = [_WESTERN_BYTE.get(character, ord(character)) for character in text]
        if text.isascii() or max(data) > 0xFF:  # noqa: PLR2004
            break
        decoded = _decoded(bytes(data))
        if not decoded:
            break
        text = decoded
    return text


def is_suspicious(text: str) -> bool:
    """Return whether a text still contains what no language writes: misread runs, control characters, Ã or Â not beside letters."""
    return _LEFT.search(text) is not None or next(misread(text), None) is not None


def control(character: str) -> str:
    """Return the Windows-1252 character of a control character's number (U+0096 is –), or "".

    U+0098 and U+009C have none: library records use them to mark words that do not count in sorting.
    """
    if not "\x80" <= character <= "\x9f" or character in "\x98\x9c":
        return ""
    meant = _WESTERN[ord(character)]
    return meant if meant != character else ""


def _utf8_as_western(text: str) -> Iterator[Misread]:
    for match in _WESTERN_RUN.finditer(text):
        run = match[0]
        if match["bytes"]:
            yield Misread(match.start(), match.end(), _cyrillic_bytes(run))
            continue
        mended = _decoded(bytes(_WESTERN_BYTE[character] for character in run))
        if mended and _unnatural(match, text):
            yield Misread(match.start(), match.end(), mended)


def _utf8_as_cyrillic(text: str) -> Iterator[Misread]:
    for match in _CYRILLIC_RUN.finditer(text):
        run = match[0]
        mended = _decoded(bytes(_CYRILLIC_BYTE[character] for character in run))
        if not mended or (match["pairs"] and len(run) < _LONG and set(run[1::2]) <= _NATIVE_CYRILLIC | _BESIDE_LETTERS):
            continue
        if match["latin"] and not (_latin(text[match.start() - 1 : match.start()]) or _latin(text[match.end() : match.end() + 1])):
            continue
        yield Misread(match.start(), match.end(), mended)


def _unnatural(match: re.Match[str], text: str) -> bool:
    run = match[0]
    if match["sure"]:
        return True
    if match["one"]:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if run[0] in "ÄÅ" and not (before.isalpha() or after.isalpha()):
            return False
        after_capital = before.isupper()
        if run[1] not in _SHARP:
            return run[1] not in "®™" or not after_capital
        return (after.islower() or after in _LEADS) and not after_capital
    return len(run) >= _LONG or not {letter for letter in run if not letter.isalpha()} <= _BESIDE_LETTERS


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _cyrillic_bytes(run: str) -> str:
    """Return the word whose Windows-1251 bytes were read as Windows-1252, or "" if the result is not such a word."""
    mended = "".join(_CYRILLIC[_WESTERN_BYTE[character]] for character in run)
    return mended if mended[1:].islower() or mended.isupper() else ""


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _turkish_as_western(text: str) -> Iterator[Misread]:
    """Yield the words in which İ, ş, ğ and ı of Windows-1254 were read as Ý, þ, ð and ý."""
    words = list(_TURKISH_WORD.finditer(text))
    letters = set("".join(lower(match[0]) for match in words))
    if len(words) > 1 and "ý" in letters and letters & {"þ", "ð"} and not _NOT_TURKISH & set(text):
        for match in words:
            yield Misread(match.start(), match.end(), match[0].translate(_TURKISH))


def _kazakh_fonts(text: str) -> Iterator[Misread]:
    """Yield the words in which Қ and Ғ of old Kazakh fonts were read as the Macedonian letters in their place."""
    for match in _KAZAKH_WORD.finditer(text):
        word = lower(match[0])
        if _NOT_MACEDONIAN & set(word) or "ќазаќ" in word:
            yield Misread(match.start(), match.end(), "")


_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"\s{0,20}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,30})", re.IGNORECASE)
_NAMED = re.compile(rb"%[ \t]{0,9}Encoding:[ \t]{0,9}([\w.:-]{2,30})", re.IGNORECASE)
"""The line in which JabRef declares the encoding of its list."""
_HEAD = 4096
"""Bytes that are searched for a page's charset: browsers read 1,024."""

_SAMPLE = 1 << 16

_BY_DEFAULT = frozenset(("cp1252", "utf-8"))
"""Charsets that servers and templates declare without looking."""

_FEW_FAULTS = 0.1
"""Share of faulty characters up to which a text is still UTF-8: one that was cut, or joined from two sources."""

_FAULTS_FORGIVEN = 2

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_WORD_RUN = 2.5
"""Mean length of runs of high bytes above which words consist of them: Latin letters with diacritics mostly stand alone."""

_TURKISH_CHARSET, _ICELANDIC = frozenset(b"\xf0\xfd\xfe\xd0\xdd\xde"), frozenset(b"\xe1\xe9\xed\xf3\xfa\xe6")
_COMMON = re.compile("[оеаинт]", re.IGNORECASE)
_TURNED = re.compile("(?<=[а-яё])[А-ЯЁ]")


@cache
def _codecs() -> dict[str, str]:
    """Return Python's names of the charsets of the web, by each of their names."""
    return {name: codec for codec, names in data.read("charsets", Charsets).names.items() for name in names}


def decode(content: bytes, declared: str = "") -> str:
    """Return the text of a page; `declared` is the charset of the HTTP header. Unreadable bytes become U+FFFD."""
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


def decode_list(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a list that is not UTF-8, and its encodings: the declared one (`% Encoding:`) or the most likely.

    A list that was joined from several has lines in UTF-8 and in another encoding: both are then returned, UTF-8 first.
    """
    match = _NAMED.search(content[:_HEAD])
    named = _codecs().get(lower(match[1].decode("ascii")), "") if match else ""
    if named and named != "utf-8":
        return content.decode(named, "replace"), (named,)
    lines = [(line, _as_utf8(line)) for line in content.splitlines(keepends=True)]
    codec = _likely(b"".join(line for line, text in lines if text is None))
    text = "".join(line.decode(codec, "replace") if text is None else text for line, text in lines)
    mixed = any(text and not text.isascii() for _, text in lines)
    return text, ("utf-8", codec) if mixed else (codec,)


def _as_utf8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _beyond_ascii(text: str) -> int:
    """Return the number of non-ASCII characters of a text."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _likely(content: bytes) -> str:
    """Return the one-byte charset that suits the form of the words."""
    runs = _HIGH_RUN.findall(content[:_SAMPLE])
    if sum(map(len, runs)) >= _WORD_RUN * len(runs):
        return max(("cp1251", "koi8-r"), key=lambda codec: _naturalness(b" ".join(runs).decode(codec, "replace")))
    letters = frozenset(b"".join(runs))
    return "cp1254" if letters & _TURKISH_CHARSET and not letters & _ICELANDIC else "cp1252"


def _naturalness(text: str) -> int:
    """Return how Russian a text looks: the wrong table turns common letters into rare ones, and capitals into small letters."""
    return len(_COMMON.findall(text)) - len(_TURNED.findall(text))
