"""Restores Cyrillic: the possible original of a transliterated Russian or Kazakh title.

It serves to search a catalogue, so a near miss is useful: signs that a transliteration drops (ь, ъ, the dots of ё) and letters
that it merges (е and э, й and и, к and қ) are restored where the form of the word allows it. The tables reverse those of
BGN/PCGN, ALA-LC (with and without diacritics), ISO 9, GOST 7.79, the scholarly system, that of passports, and the Kazakh alphabets
of 2018 and 2021; a text may mix them. `languages.guess` and a list of endings of our own decide whether a text is Russian or
Kazakh. Measured on titles in twenty languages: see tests/language/test_cyrillic.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from kzcheck import data
from kzcheck.data.subjects import Transliteration
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import lower
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script

LONGEST = 500
"""Characters that are read; titles are shorter."""

ENOUGH, SHARE = 2.0, 0.5
"""Points that a text needs, in total and per word, to be taken for Russian or Kazakh."""

_SURE, _LIKELY, _SMALL = 2.0, 1.0, 0.7

_MISTAKEN = frozenset(
    ("", "ru-Latn", "hr", "sl", "cs", "sk", "pl", "lt", "lv", "tr", "uz", "az", "hu", "ro", "fi", "la", "et", "id")
)
"""What `guess` may mistake transliterated Russian or Kazakh for; any other answer is accepted."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʹʺ′`\"]+[^\W\d_]+)*['’ʼʹʺ′`]*")
_HARD, _SOFT = re.compile(r"ʺ|\"|``|''|’’|ʹʹ"), re.compile("['’ʼʹ′`]")
_ROMAN = re.compile("[IVXLC]{2,}|X")
_LIGATURES = re.compile("[\u0361\ufe20\ufe21]")


_NOT_RUSSIAN = re.compile("[^a-pr-vx-zčšžŝëèėěĭâûʹ'\"]|th|ph|ck|ee|ough|[aeou]{3}|igh|cch|gli|[lndc]je|ije|knj|srp|hrv")
"""Letters and groups of letters that no system uses for Russian."""

_LETTER = "[a-zčšžŝëèėěĭâû]"
_ADJECTIVE = any_of(
    "ii iy ij iĭ yi yy yj yĭ ogo oi oy oj oĭ aia aya aja aâ oe oye oje ikh ix ykh yh yx omu ie iye ye yye ymi".split()
)
_RUSSIAN_SURE = re.compile(
    f"{_LETTER}{{2,}}(?:(?:sk|n)(?:{_ADJECTIVE})|[ts]s?i(?:ia|ya|ja|â|i|iu|yu|ei|ey)|[aei]ni(?:e|ia|ya|ja|â|i|em|iu|yu|ye|je)"
    "|ost(?:'|i|'?iu)|stv(?:o|a|e|om|enno|ennogo)|(?:log|graf|tor)i(?:ia|ya|ja|â|i)|uyu|uiu|ûû|uju|[aeiou]v(?:ykh|yh)|izm[aeu]?"
    "|[aiâ]â|[ltn]')"
    f"|{_LETTER}*(?:(?:shch|šč|ŝ)[aeiu]|tel'|[aei]l'n|[bvgdlmnprst]'(?!s$|y$|[aou])[a-z])[a-z']*"
)
_RUSSIAN_LIKELY = re.compile(
    f"{_LETTER}{{2,}}(?:"
    + any_of(
        """ogo ego omu ykh yx ami iami yami akh iakh yakh ov ev yi yy yj aia aya oe ie iia iya ii iy ika iki ike tura tury nost tel
        teli na noi ka ki ke ny sti lia lya lja lâ""".split()
    )
    + ")"
)
_KAZAKH_LETTERS = frozenset("äáöóüúūğǵñńşıqyý")
_KAZAKH_SURE = re.compile(
    r"(?:qazaq|kazak)\w*"
    r"|\w{2,}(?:[yı]n[yı](?:n|ng|ñ|ń)|inin(?:g|ñ)?|[dtn]y(?:n|ng|ñ|ń)|[ldt]ary(?:n\w*)?|[ldt]eri(?:n\w*)?"
    r"|[ldt]y(?:q|k|gh?y|ğy|ǵy)|[sş]h?ylyq\w*|[sz]y(?:z|m)d\w*|ndaghy|ndağy|ndagy)"
)
_Y_VOWEL = re.compile("(?<=[bcdfghjklmnpqrstvzşğñǵń])y(?=[bcdfghjklmnpqrstvzşğñǵń]|$)")
_NOT_KAZAKH = re.compile("[wxəçâîûæøåßãõąęłźżćőűřť]|oʻ|gʻ|o'|g'|th|ph|ck|ee|oo")


@lru_cache(maxsize=1 << 12)
def in_cyrillic(text: str) -> str:
    """Return a transliterated Russian or Kazakh text in Cyrillic letters, "" for any other text."""
    text = _LIGATURES.sub("", unicodedata.normalize("NFC", text[:LONGEST]))
    if main_script(text) != "Latin":
        return ""
    language = _language(text)
    if not language:
        return ""
    words = _WORD.findall(lower(text))
    system = _kazakh_system(lower(text)) if language == "kk" else _russian_system(words)
    turn = _kazakh if language == "kk" else _russian
    return _WORD.sub(lambda match: match[0] if _stays(match[0]) else _cased(match[0], turn(lower(match[0]), system)), text)


def _stays(word: str) -> bool:
    """Return whether a word is in Latin letters in the original, too: a Roman numeral or a foreign word."""
    return bool(_ROMAN.fullmatch(word)) or re.search("[Ww]|[Tt]h|gh|[Pp]h|oo|ck", word) is not None


def _language(text: str) -> str:
    """Return "ru", "kk" or "" for any other language."""
    guessed = guess(text)
    if guessed == "kk-Latn":
        return "kk"
    words = [_SOFT.sub("'", word) for word in _WORD.findall(lower(text))]
    if guessed not in _MISTAKEN or any(map(_foreign().fullmatch, words)):
        return ""
    if not any(map(_NOT_KAZAKH.search, words)) and _enough(sum(map(_points_for_kazakh, set(words))), len(set(words))):
        return "kk"
    if not any(map(_NOT_RUSSIAN.search, words)) and _enough(
        sum(map(_points_for_russian, words)) + _SURE * (guessed == "ru-Latn"), len(words)
    ):
        return "ru"
    return ""


@cache
def _foreign() -> re.Pattern[str]:
    """Return the small words and endings of other languages; one of them shows that a text is not Russian."""
    russian = data.languages()["ru-Latn"]
    return re.compile(f"{any_of(russian.foreign_words)}|[a-z]*{any_of(russian.foreign_endings)}")


def _enough(points: float, words: int) -> bool:
    return points >= max(ENOUGH, SHARE * words)


def _points_for_russian(word: str) -> float:
    if word in data.languages()["ru-Latn"].telling_words:
        return _SMALL
    return _SURE if _RUSSIAN_SURE.fullmatch(word) else _LIKELY if _RUSSIAN_LIKELY.fullmatch(word) else 0


def _points_for_kazakh(word: str) -> float:
    native = bool(_KAZAKH_LETTERS & set(word) - {"y"}) or bool(_Y_VOWEL.search(word))
    if word in data.languages()["kk-Latn"].telling_words:
        return _LIKELY
    return _SURE if native and _KAZAKH_SURE.fullmatch(word) else 0


def _cased(latin: str, cyrillic: str) -> str:
    if latin.isupper() and len(latin) > 1:
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if latin[:1].isupper() else cyrillic


# Russian.

_LETTERS = data.read("transliteration", Transliteration)
_VOWELS = "aeiouyëèėâûě"
_RUSSIAN_PIECE = re.compile("|".join(sorted(_LETTERS.russian_groups, key=len, reverse=True)) + "|.", re.DOTALL)

# Initial е, where the systems without ė write е and э alike.
_WITH_YE = re.compile(
    "e(?:vr|din|zhe|ž|sl|st'|stestv|go$|e$|gip|gor|kater|lets|leni|len[aeuy]$|lizav|par|rsh|rev|reti|pisk|mu$|ms|shch|šč|d[aeuoy]|vgen|vangel|nisei|senin|kh|zd|l')"
)
_BEFORE = (  # in Latin letters, where the form of the word shows which letter was meant
    (re.compile("(?<=[aeiouy])ts(?=tv|k)|^ots(?=ut|ud|tu)"), "тс"),
    (re.compile("^(ob|pod|s|iz|raz|v|ot|sub|ad|kon|in|trans)['ь](?=[eyijâ])"), r"\1ъ"),
    (re.compile("yye|(?<=[bcdfghjklmnprstvxzčšžŝ])ye"), "ые"),
    (re.compile("y[yj]$"), "ый"),
    (re.compile("yi(?=$)"), "ый"),
    (re.compile(f"(?<=[{_VOWELS}])y(?![aeou])"), "й"),
    (re.compile(f"(?<=[{_VOWELS}])[ij](?=sk|$)(?<!ii)(?<!yi)"), "й"),
    (re.compile("(?<=[khšž])ii$"), "ий"),
    (re.compile("ii(?=sk)"), "ий"),
    (re.compile("(?<=vo)i(?=n[aeuoy])"), "й"),
    (re.compile("(?<!i)i(?=a(?:l(?!sia)|nt|t[iosu]|tsk|gn|gr|log|paz|lekt|metr))"), "и"),
    (re.compile("(?<=^med)i(?=a)|(?<=^av)i(?=a)|(?<=^khrist)i(?=an)|(?<=^mater)i(?=a)"), "и"),
    (re.compile("ia"), "я"),
)
_SOFTENED = re.compile(  # in Cyrillic letters: stems with a soft sign that a plain spelling drops
    "(?<=[^аеёиоуыэюя])ост$|(?<=[влбч])аст$|(?<=[пжв])ест$"
    "|(?<=[аеи])тел(?=$|н|ск|ств)|(?<=[аеи])л(?=н[аыоиу]|ств|ск)|(?<=ку)л(?=тур)|(?<=бо)л(?=ш)|(?<=по)л(?=з|ск)"
    "|(?<=ско)л(?=к)|(?<=то)л(?=ко)|(?<=фи)л(?=м)|(?<=жиз)н$|(?<=а)л(?=бом)"
)


def _russian_system(words: list[str]) -> str:
    """Return the system of a transliteration: "scholarly" (č, ch for х), "y" (ya, initial ye) or "i" (ia, as in ALA-LC)."""
    together = " ".join(words)
    if re.search("[čšž]", together):
        return "scholarly"
    return "y" if re.search("y[au]|(?<![b-df-hj-np-tv-z])ye|[aeo]y|iy|yy", together) else "i"


def _russian(word: str, system: str) -> str:
    word = _SOFT.sub("ь", _HARD.sub("ъ", word.replace("y'", "y").replace("y`", "y")))
    if word[0] == "e" and (system == "y" or not _WITH_YE.match(word)):
        word = "э" + word[1:]
    if system == "scholarly":
        word = word.replace("ch", "х")
    for pattern, letters in _BEFORE:
        word = pattern.sub(letters, word)
    word = _RUSSIAN_PIECE.sub(lambda match: _LETTERS.russian_groups.get(match[0]) or _LETTERS.russian.get(match[0], match[0]), word)
    return _SOFTENED.sub(r"\g<0>ь", word)


# Kazakh.

_KAZAKH_PIECE = re.compile("[zsckg]h|ts|y[au]|.", re.DOTALL)
_BACK, _FRONT = frozenset("aouyāū"), frozenset("eiäöüáóúı")
_NG = re.compile("(?<=[ндт][ыі])нг?$|нг(?=$|[^аеиоуыіәөүұ])")


def _kazakh_system(text: str) -> str:
    """Return the alphabet of a text: "2018" with acutes, "2021" with dotless ı, or "plain", where i is both и and і."""
    if re.search("[áǵńóúý]", text):
        return "2018"
    return "2021" if "ı" in text else "plain"


def _kazakh(word: str, system: str) -> str:
    if cyrillic := data.languages()["kk-Latn"].unmarked.get(word):
        return cyrillic
    word = _SOFT.sub("ь", re.sub("^kazakh", "kazak", word))
    word = re.sub("(?<=[aeou])ia", "ya", word)
    front = not _BACK & set(word)
    turned = []
    for match in _KAZAKH_PIECE.finditer(word):
        piece, before, after = match[0], word[match.start() - 1 : match.start()], word[match.end() : match.end() + 1]
        if piece in {"i", "ı", "y"}:
            turned.append(_vowel(piece, before, after, system, front=front))
        elif piece in {"k", "g"} and system == "plain" and {before, after} & _BACK and not {before, after} & _FRONT:
            turned.append("қ" if piece == "k" else "ғ")
        elif piece == "u" and system == "2018":
            turned.append("ұ")
        else:
            turned.append((_LETTERS.kazakh_groups | _LETTERS.kazakh).get(piece) or _LETTERS.russian.get(piece, piece))
    return _NG.sub("ң", "".join(turned))


def _vowel(piece: str, before: str, after: str, system: str, *, front: bool) -> str:
    """Return the letter for i, ı or y: й after a vowel; else ы for y, and и or і by the alphabet or the word's other vowels.

    Before a vowel it is always и (мәдениет).
    """
    if before and before in _BACK | _FRONT and piece != "ı":
        return "й"
    if piece == "y":
        return "ы"
    if system == "plain":
        return "і" if front and after not in _BACK | _FRONT else "и"
    return "і" if (piece == "i") == (system == "2018") else "и"
