"""Back into Cyrillic: what a transliterated Russian or Kazakh title can have been.

It is for searching a catalogue, so a near miss is worth something: signs that a transliteration drops (ь, ъ, the dots of ё) and
letters that it merges (е and э, й and и, к and қ) are restored where the word's form tells. The tables turn round those of
BGN/PCGN, ALA-LC (with and without its marks), ISO 9, GOST 7.79, the scholarly and the passports' system, and the Kazakh alphabets
of 2018 and 2021; a text may mix them. That a text is Russian or Kazakh at all is told by `languages.guess` and by endings of our
own choice. Measured on titles in twenty languages: see tests/language/test_cyrillic.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kzcheck.language.folding import lower
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script

LONGEST = 500
"""Characters that are read; a title has fewer."""

ENOUGH, SHARE = 2.0, 0.5
"""Points that a text needs, altogether and for each word, to be taken for Russian or Kazakh."""

_SURE, _LIKELY, _SMALL = 2.0, 1.0, 0.7

_MISTAKEN = frozenset(
    ("", "ru-Latn", "hr", "sl", "cs", "sk", "pl", "lt", "lv", "tr", "uz", "az", "hu", "ro", "fi", "la", "et", "id")
)
"""What `guess` may take transliterated Russian or Kazakh for; any other answer is believed."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼʹʺ′`\"]+[^\W\d_]+)*['’ʼʹʺ′`]*")
_HARD, _SOFT = re.compile(r"ʺ|\"|``|''|’’|ʹʹ"), re.compile("['’ʼʹ′`]")
_ROMAN = re.compile("[IVXLC]{2,}|X")
_LIGATURES = re.compile("[\u0361\ufe20\ufe21]")


def _any_of(words: str) -> str:
    return "|".join(words.split())


_NOT_RUSSIAN = re.compile("[^a-pr-vx-zčšžŝëèėěĭâûʹ'\"]|th|ph|ck|ee|ough|[aeou]{3}|igh|cch|gli|[lndc]je|ije|knj|srp|hrv")
"""Letters and groups of letters that no system writes for Russian."""

_FOREIGN = re.compile(
    _any_of(
        """the of and in for with on from to an by is are der die das und von zur zum im des le la les du el los las en et una
        il di della ve bir ile için w z się nie je se od kod prema va bilan uchun van het och og az egy és si din dan de del dei da
        das dos"""
    )
    + "|[a-z]*(?:"
    + _any_of(
        """tion tions ing ment ments ness ity ies ology logy graphy ical ship ance ence ous ung keit heit lich schaft ique eur eux
        eau cion ciones dad zione zioni dade larin lerin ların lerin nje nja stvu ije cima njem owych ego iego ych ega"""
    )
    + ")"
)
"""Small words and endings of other languages: one of them, and the text is no Russian."""

_LETTER = "[a-zčšžŝëèėěĭâû]"
_ADJECTIVE = _any_of("ii iy ij iĭ yi yy yj yĭ ogo oi oy oj oĭ aia aya aja aâ oe oye oje ikh ix ykh yh yx omu ie iye ye yye ymi")
_RUSSIAN_SURE = re.compile(
    f"{_LETTER}{{2,}}(?:(?:sk|n)(?:{_ADJECTIVE})|[ts]s?i(?:ia|ya|ja|â|i|iu|yu|ei|ey)|[aei]ni(?:e|ia|ya|ja|â|i|em|iu|yu|ye|je)"
    "|ost(?:'|i|'?iu)|stv(?:o|a|e|om|enno|ennogo)|(?:log|graf|tor)i(?:ia|ya|ja|â|i)|uyu|uiu|ûû|uju|[aeiou]v(?:ykh|yh)|izm[aeu]?"
    "|[aiâ]â|[ltn]')"
    f"|{_LETTER}*(?:(?:shch|šč|ŝ)[aeiu]|tel'|[aei]l'n|[bvgdlmnprst]'(?!s$|y$|[aou])[a-z])[a-z']*"
)
_RUSSIAN_LIKELY = re.compile(
    f"{_LETTER}{{2,}}(?:"
    + _any_of(
        """ogo ego omu ykh yx ami iami yami akh iakh yakh ov ev yi yy yj aia aya oe ie iia iya ii iy ika iki ike tura tury nost tel
        teli na noi ka ki ke ny sti lia lya lja lâ"""
    )
    + ")"
)
_RUSSIAN_WORDS = frozenset(
    """i v na s k o ob u iz ot do po za dlja dlya dlia dlâ kak pri pod nad bez ego ee ikh ih ix ili ne chto čto eto mezhdu meždu
        cherez čerez vo so ko russkaia russkaya rossii rossija rossiia rossiya kul'tura kultura kultury istorii istoriia istoriya
        istorija voprosy problemy problema ocherki trudy sbornik teoriia teoriya teorija teorii slovar' mir mira voina voyna vojna
        voyny voiny vojny zhizn' zhizni iazyk iazyka iazykov yazyk yazyka yazykov yazykami jazyk jazyka jazykov literatura
        literatury politika politiki obshchestvo vlast' narod naroda partiia partiya god goda gody vek veka vremia vremya""".split()
)

_KAZAKH_LETTERS = frozenset("äáöóüúūğǵñńşıqyý")
_KAZAKH_SURE = re.compile(
    r"(?:qazaq|kazak)\w*"
    r"|\w{2,}(?:[yı]n[yı](?:n|ng|ñ|ń)|inin(?:g|ñ)?|[dtn]y(?:n|ng|ñ|ń)|[ldt]ary(?:n\w*)?|[ldt]eri(?:n\w*)?"
    r"|[ldt]y(?:q|k|gh?y|ğy|ǵy)|[sş]h?ylyq\w*|[sz]y(?:z|m)d\w*|ndaghy|ndağy|ndagy)"
)
_KAZAKH_WORDS = frozenset(
    """zhane zhäne jane jäne jáne men turaly ushin üşin üshin úshin boiynsha boiynşa arqyly arkyly kezinde qazirgi kazirgi tarihy
        tarikhy tarihi madenieti mädenieti mádenieti madeniet mädeniet mádeniet adebieti ädebieti ádebieti adebiet ädebiet tili
        tilinin bilim gylym ğylym ǵylym gylymi ğylymi ǵylymi damuy damu qogam qoğam qoǵam kogam eldin halyq halqy khalyk zan zań zañ
        memlekettik memleket ulttyq ulttyk ult""".split()
)
_Y_VOWEL = re.compile("(?<=[bcdfghjklmnpqrstvzşğñǵń])y(?=[bcdfghjklmnpqrstvzşğñǵń]|$)")
_NOT_KAZAKH = re.compile("[wxəçâîûæøåßãõąęłźżćőűřť]|oʻ|gʻ|o'|g'|th|ph|ck|ee|oo")


@lru_cache(maxsize=1 << 12)
def in_cyrillic(text: str) -> str:
    """Return a Latin text that is transliterated Russian or Kazakh in Cyrillic letters, "" for any other text."""
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
    """Tell whether a word is in Latin letters in the original, too: a Roman numeral, a foreign word."""
    return bool(_ROMAN.fullmatch(word)) or re.search("[Ww]|[Tt]h|gh|[Pp]h|oo|ck", word) is not None


def _language(text: str) -> str:
    """Return "ru", "kk" or "" for what is neither."""
    guessed = guess(text)
    if guessed == "kk-Latn":
        return "kk"
    words = [_SOFT.sub("'", word) for word in _WORD.findall(lower(text))]
    if guessed not in _MISTAKEN or any(map(_FOREIGN.fullmatch, words)):
        return ""
    if not any(map(_NOT_KAZAKH.search, words)) and _enough(sum(map(_points_for_kazakh, set(words))), len(set(words))):
        return "kk"
    if not any(map(_NOT_RUSSIAN.search, words)) and _enough(
        sum(map(_points_for_russian, words)) + _SURE * (guessed == "ru-Latn"), len(words)
    ):
        return "ru"
    return ""


def _enough(points: float, words: int) -> bool:
    return points >= max(ENOUGH, SHARE * words)


def _points_for_russian(word: str) -> float:
    if word in _RUSSIAN_WORDS:
        return _SMALL
    return _SURE if _RUSSIAN_SURE.fullmatch(word) else _LIKELY if _RUSSIAN_LIKELY.fullmatch(word) else 0


def _points_for_kazakh(word: str) -> float:
    native = bool(_KAZAKH_LETTERS & set(word) - {"y"}) or bool(_Y_VOWEL.search(word))
    if word in _KAZAKH_WORDS:
        return _LIKELY
    return _SURE if native and _KAZAKH_SURE.fullmatch(word) else 0


def _cased(latin: str, cyrillic: str) -> str:
    if latin.isupper() and len(latin) > 1:
        return cyrillic.upper()
    return cyrillic[:1].upper() + cyrillic[1:] if latin[:1].isupper() else cyrillic


# Russian.

_PAIRS = {
    "shch": "щ", "shh": "щ", "šč": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "cz": "ц", "tch": "ч", "ch": "ч", "sh": "ш",
    "yu": "ю", "iu": "ю", "ju": "ю", "ya": "я", "ja": "я", "yo": "ё", "jo": "ё", "ye": "е", "je": "е",
}  # fmt: skip
_SINGLE = dict(
    zip(
        "a b v g d e z i j k l m n o p r s t u f h c y x š č ž ŝ â û è ė ë ĭ ě ʹ".split(),
        "а б в г д е з и й к л м н о п р с т у ф х ц ы х ш ч ж щ я ю э э ё й е ь".split(),
        strict=True,
    )
)
_VOWELS = "aeiouyëèėâûě"
_RUSSIAN_PIECE = re.compile("|".join(sorted(_PAIRS, key=len, reverse=True)) + "|.", re.DOTALL)

# Initial е, where the systems without ė leave е and э alike.
_WITH_YE = re.compile(
    "e(?:vr|din|zhe|ž|sl|st'|stestv|go$|e$|gip|gor|kater|lets|leni|len[aeuy]$|lizav|par|rsh|rev|reti|pisk|mu$|ms|shch|šč|d[aeuoy]|vgen|vangel|nisei|senin|kh|zd|l')"
)
_BEFORE = (  # in Latin letters, where the form of the word tells what a letter stood for
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
_SOFTENED = re.compile(  # in Cyrillic letters: what takes a soft sign that a plain spelling drops
    "(?<=[^аеёиоуыэюя])ост$|(?<=[влбч])аст$|(?<=[пжв])ест$"
    "|(?<=[аеи])тел(?=$|н|ск|ств)|(?<=[аеи])л(?=н[аыоиу]|ств|ск)|(?<=ку)л(?=тур)|(?<=бо)л(?=ш)|(?<=по)л(?=з|ск)"
    "|(?<=ско)л(?=к)|(?<=то)л(?=ко)|(?<=фи)л(?=м)|(?<=жиз)н$|(?<=а)л(?=бом)"
)


def _russian_system(words: list[str]) -> str:
    """Return by which letters a text is written: "scholarly" (č, ch for х), "y" (ya, initial ye), or "i" (ia, as ALA-LC)."""
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
    word = _RUSSIAN_PIECE.sub(lambda match: _PAIRS.get(match[0]) or _SINGLE.get(match[0], match[0]), word)
    return _SOFTENED.sub(r"\g<0>ь", word)


# Kazakh.

_KAZAKH_PAIRS = {"zh": "ж", "sh": "ш", "ch": "ч", "kh": "х", "gh": "ғ", "ts": "ц", "ya": "я", "yu": "ю"}
_KAZAKH_SINGLE = _SINGLE | dict(
    zip("ä á ö ó ü ú ū ğ ǵ ñ ń ş j q h ý".split(), "ә ә ө ө ү ү ұ ғ ғ ң ң ш ж қ х у".split(), strict=True)
)
_KAZAKH_PIECE = re.compile("[zsckg]h|ts|y[au]|.", re.DOTALL)
_UNMARKED = dict(
    zip(
        "zhane jane ushin uşin madenieti madeniet adebieti adebiet".split(),
        "және және үшін үшін мәдениеті мәдениет әдебиеті әдебиет".split(),
        strict=True,
    )
)
_BACK, _FRONT = frozenset("aouyāū"), frozenset("eiäöüáóúı")
_NG = re.compile("(?<=[ндт][ыі])нг?$|нг(?=$|[^аеиоуыіәөүұ])")


def _kazakh_system(text: str) -> str:
    """Return the alphabet of a text: "2018" with acutes, "2021" with dotless ı, or "plain", where i is и and і alike."""
    if re.search("[áǵńóúý]", text):
        return "2018"
    return "2021" if "ı" in text else "plain"


def _kazakh(word: str, system: str) -> str:
    if word in _UNMARKED:
        return _UNMARKED[word]
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
            turned.append(_KAZAKH_PAIRS.get(piece) or _KAZAKH_SINGLE.get(piece, piece))
    return _NG.sub("ң", "".join(turned))


def _vowel(piece: str, before: str, after: str, system: str, *, front: bool) -> str:
    """Return what i, ı or y stand for: й after a vowel; else ы for y, and и or і by the alphabet, or by the word's other vowels.

    Before a vowel it is и, whatever the word (мәдениет).
    """
    if before and before in _BACK | _FRONT and piece != "ı":
        return "й"
    if piece == "y":
        return "ы"
    if system == "plain":
        return "і" if front and after not in _BACK | _FRONT else "и"
    return "і" if (piece == "i") == (system == "2018") else "и"
