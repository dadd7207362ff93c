"""Sentences: where one ends and the next begins, in scholarly prose with citation markers, initials and abbreviations.

English, Russian, Kazakh and Turkish, with the common abbreviations of German, French and Spanish; Chinese and Japanese full
stops end a sentence without a space.
"""

from __future__ import annotations

import re

from msgspec import Struct

from kzcheck.language.folding import lower


class Span(Struct, frozen=True, gc=False):
    """A stretch of a text in characters; the end is exclusive."""

    start: int
    end: int


_MARKER = r"\[[\w@][^\][\n]{0,60}\]"
_STOP = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"'”’»“)\]]{{0,3}})"
    rf"(?P<mark>(?:\s?{_MARKER}(?:[.,;–-]?{_MARKER}){{0,9}}\.?|(?<=[^\W\d_][.”\"])\d{{1,3}}(?:[,–-]\d{{1,3}}){{0,9}})?)"
    r"(?P<space>\s++)(?=(?P<open>[\"'“«„‘(\[—–-]{0,2}\s?)(?P<next>[^\W_]+))"
    r"|[。！？]++[」』”]?\s*+|\n[^\S\n]*+\n\s*+"
)

# An abbreviation here never ends a sentence: something must follow.
_INNER = frozenset(
    """dr prof mr mrs ms st fr rev lt sgt hon nos nr fig figs eq eqs chap sec sect vol vols ed eds trans pp p cf vs viz
        e.g i.e eg ie approx ca al.e bd hrsg vgl bzw z.b d.h abb u.a bkz krş s sf ss çev haz ör doç yrd öğr arş av mah cad
        sok им ул см ср напр рис табл стр гл вып отв ред сост пер проф доц акад канд докт д.ф.н к.ф.н тыс млн млрд трлн
        долл руб тов св т.е т.к т.н п пп ч дж изд цит дисс мың мыс қар бас шығ cit op loc ibid n nota núm pág págs sr sra dra
        ref refs resp incl suppl ph inst univ dept assoc""".split()
)
# One of these ends a sentence when a common opening word follows.
_EITHER = frozenset(
    """al etc inc ltd co corp jr sr u.s u.k u.s.a e.u u.n d.c a.m p.m ph.d b.c a.d c.e b.c.e др пр т.д т.п т.б гг г в вв
        б.г н.э соавт ж жж ғ ғғ no art gen col ser ch tab vb vd vs ark diğ yy y.y m.ö m.s usw o.ä etw cols sp spp subsp
        var cv""".split()
)
_OPENERS = frozenset(
    """the this these those that a an in on at by for from to of with without after before during since when while where
        although though because if as it its they their he his she her we our i my you your there here however moreover
        furthermore therefore thus hence finally first second third also another other others both each some many most
        several all no not such so then next one two three recently similarly conversely nevertheless nonetheless instead
        overall indeed even despite unlike like according based using given until under between among within results data
        studies what which who how why additionally consequently meanwhile в на по с со из за к ко о об от для при это
        этот эта эти этого так также однако поэтому кроме если когда хотя но а и он она они оно его её их мы наш как что
        все такой такая такие таким после до между под над через более первый данный данная данные следовательно вместе
        тогда именно сегодня например бұл осы сол ол олар біз сондай сонымен сондықтан алайда бірақ және да бұдан оның
        олардың мұндай сөйтіп қазіргі егер барлық ал bu şu o onlar biz bunun buna bunlar böyle böylece ancak fakat ama
        ayrıca ve ile için daha sonra önce çünkü eğer bir bazı birçok diğer öte yandan nitekim dolayısıyla örneğin der die
        das ein eine er sie es wir und oder aber doch auch im am zum zur mit nach bei von für diese dieser dieses dabei
        jedoch le la les un une il elle ils elles nous ce cette ces et ou mais donc ainsi en dans par pour avec selon de
        du des el los las una él ella ellos este esta estos estas y pero por para con según se""".split()
)
_ORDINAL_NOUNS = re.compile(
    r"Jahrh|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Kapitel|Band|Auflage|Kongre|Yüzyıl|Bölüm|"
    r"Baskı|Cilt|Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık|Sayı|Madde"
)
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]$|[^\W_]+$")
_LONGEST_WORD = 40


def split(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text, without the white space around them; a marker after a full stop belongs to what it follows.

    Every letter of the text lies in one sentence. The traps are those of a study of sentence splitters (initials, "г.", "vol. 2,
    ed. by", "Bkz.", "yüzyıl 12.", markers glued to full stops): each library measured there fell into seven or more of fifteen.
    """
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        if match["stop"] is None or _ends(text, match):
            end = match.start("space") if match["stop"] else match.end()
            _add(spans, text, start, end)
            start = match.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += piece.index(stripped)
        spans.append(Span(start, start + len(stripped)))


def _ends(text: str, match: re.Match[str]) -> bool:
    following = match["next"]
    opener = lower(following) in _OPENERS
    if following[0].islower() or (following[0].isdigit() and not match["mark"] and len(following) < 3):  # noqa: PLR2004
        return False
    if match["close"] and match["close"][0] in "\"'”’»“" and match["stop"][-1] in "!?…":
        return opener
    if match["stop"] != ".":
        return match["stop"][0] != "…" or opener or bool(match["mark"])
    if match["mark"] and match["close"] == "" and match["mark"].lstrip()[:1] != "[":
        return True
    return _full_stop(text, match, following, opener=opener)


def _full_stop(text: str, match: re.Match[str], following: str, *, opener: bool) -> bool:
    at = match.start("stop")
    word = _LAST_WORD.search(text, max(0, at - _LONGEST_WORD), at)
    if not word:
        return True
    last = word[0]
    lowered = lower(last)
    if len(last) == 1 and last.isupper():
        return opener and following[0].isupper() and len(following) > 1 and not _is_initial(text, word.start())
    if lowered in _EITHER:
        return opener and match["open"][:1] not in {"(", "["}
    if lowered in _INNER or lowered.replace(".", "") in _INNER:
        return False
    if last.isdigit() and len(last) <= 2:  # noqa: PLR2004
        return opener or not _ORDINAL_NOUNS.match(following)
    return True


def _is_initial(text: str, at: int) -> bool:
    """Tell whether the capital at `at` follows another initial or a surname's comma: "J. S.", "Nye, J."."""
    return bool(re.search(r"(?:[^\W\d_]\.\s?|,\s)$", text[max(0, at - 4) : at]))
