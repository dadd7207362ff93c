"""Works, schools and unnamed sources in running text: «в статье «…»», "the Frankfurt School argues", "several studies"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator


class Quoted(Struct, frozen=True, gc=False):
    """Words in quotation marks or italics: where, marks included, what, and how many words."""

    start: int
    end: int
    text: str
    words: int


class Work(Struct, frozen=True, gc=False):
    """A title that the text calls a work by a noun: "the article “…”", "“…” strategy"; `owned` says whose: "in his book “…”"."""

    start: int
    end: int
    title: str
    noun: str
    owned: bool = False


class School(Struct, frozen=True, gc=False):
    """A school of thought or its members, as the subject of a verb."""

    start: int
    end: int
    name: str
    cue: str


_QUOTED = re.compile(
    r"“([^“”]{2,600})”|«([^«»]{2,600})»|„([^„“”]{2,600})[“”]|(?<!\w)\"([^\"]{2,600})\"|(?<!\w)‘([^‘’]{2,400})’(?!\w)"
    r"|<i>([^<]{2,300})</i>|(?<![\w*])\*([^*\n]{2,300})\*(?![\w*])"
)
_NOUN = "|".join(
    r"""book article essay paper monograph report speech address strategy program(?:me)? novel treatise manifesto pamphlet thesis
    dissertation piece work lecture doctrine книг[еаиу] стать[еяюи] работ[еаыу] доклад[еа]? монографи[яию] стратеги[яию]
    программ[аеы] послани[еияю] эссе трактат[еа]? диссертаци[яию] концепци[яию] реч[ьи]
    (?:кітабы|мақаласы|еңбегі|бағдарламасы|стратегиясы|жолдауы|монографиясы|баяндамасы)(?:нда|нде|на|не)?
    (?:kitab[ıi]|makalesi|eseri|raporu|stratejisi|programı|konuşması)(?:nda|nde|na|ne)?
    Buch Aufsatz Artikel Werk Bericht Rede livre ouvrage essai discours rapport libro artículo obra ensayo discurso
    informe""".split()
)
_BEFORE = re.compile(
    rf"\b(?P<noun>{_NOUN})(?:\s*,)?(?:\s+(?:entitled|titled|called|named|on|mit dem Titel|intitulé|titulado|под названием))?"
    r"\s*,?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\s*+,?\s*+(?:(?:adlı|atlı|isimli|başlıklı|атты|деген|titled)\s+)?(?P<noun>{_NOUN})\b", re.IGNORECASE)
_OWNED = re.compile(
    r"\b(?:his|her|their|сво(?:ей|ём|ем|их)|его|её|их|sein(?:em|er)|ihr(?:em|er)|son|sa|su|өзінің|kendi)\s+(?:\w+\s+){0,4}?,?\s*$"
    r"|[’'](?:s|[nsy]?[ıiuü]n)\s+(?:\w+\s+){0,3}?,?\s*$",
    re.IGNORECASE,
)
_NEAR = 60
_LONGEST_TITLE = 30  # words

_MEANT = re.compile(
    r"\bin\s+(?:the|that|this|the\s+same|his|her)\s+(piece|article|book|essay|paper|speech|work|monograph|report|address|lecture)\b"
    r"(?!\s+(?:of|by|on|we)\b)|\bв\s+(?:этой|данной|той\s+же|указанной|своей|этом|данном|том\s+же|своем|своём)\s+"
    r"(статье|книге|работе|монографии|речи|докладе|послании|выступлении|эссе)\b"
    r"|\b(?:осы|сол|аталған)\s+(мақала|кітап|еңбек|баяндама|жолдау)\w*"
    r"|\b(?:bu|aynı|söz\s+konusu|anılan)\s+(makale|kitap|kitab|eser|konuşma|yazı)\w*",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?P<noun>address|speech|decree|law|resolution|message|lecture|послани\w+|указ\w*|закон\w*|реч[ьи]|выступлени\w+)"
    r"\s+(?:of|dated|от)\s+(?=\d|[A-Z])",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?P<cue>(?:individuals|representatives|members|scholars|theorists|proponents|supporters|adherents|followers|thinkers)"
    r"\s+(?:of|from)\s+)"
    r"(?:the\s+)?(?P<name>(?:[A-Z][\w-]+\s+){1,3}[Ss]chool|this\s+school)"
    r"|\b(?:The\s+)?(?P<name2>(?!The\b)(?:[A-Z][\w-]+\s+){1,3}School)\s+"
    r"(?P<cue2>argued?s?|held|holds?|claims?|contends?|maintain(?:s|ed)|views?|see[ns]?|saw|regard(?:s|ed))\b"
    r"|(?P<cue3>(?i:представител|сторонник|последовател)\w+\s+)(?P<name3>[А-ЯЁ]\w+\s+школы)"
    r"|(?P<name4>[А-ЯЁӘҒҚҢӨҰҮҺІ]\w+\s+мектебі\w*)\s+(?P<cue4>өкілдері)"
    r"|(?P<name5>[A-ZÇĞİÖŞÜ]\w+\s+[Oo]kulu)\s+(?P<cue5>temsilcileri|mensupları)"
)

_GENERIC = re.compile(
    r"\b(?:some|several|many|various|numerous|other|most|certain|multiple|a\s+(?:number|variety|series)\s+of|different)\s+"
    r"(?:\w+\s+){0,2}?(?:sources|studies|scholars|authors|researchers|works|reports|experts|papers|surveys|investigators|scientists"
    r"|historians|publications|articles)\b"
    r"|\b(?:некоторы[емх]+|многи[емх]+|ряд[аеу]?|различны[емх]+|отдельны[емх]+|многочисленны[емх]+|нескольк\w+)\s+(?:\w+\s+){0,2}?"
    r"(?:источник\w+|автор(?:ы|ов|ам|ами)|исследовател\w+|исследовани\w+|уч[её]ны[ехм]\w*|эксперт(?:ы|ов)|работ(?:ы|ах)?|публикаци\w+)\b"
    r"|\b(?:кейбір|көптеген|бірқатар|бірнеше|түрлі)\s+(?:\w+\s+){0,2}?"
    r"(?:ғалымдар|зерттеуші|дереккөз|автор|зерттеу|еңбек|сарапшы)\w*"
    r"|\b(?:bazı|birçok|çeşitli|pek\s+çok|birkaç|kimi|çok\s+sayıda)\s+(?:\w+\s+){0,2}?"
    r"(?:kaynak|araştırmacı|çalışma|yazar|bilim\s+insanı|akademisyen|uzman|araştırma|düşünür)\w*"
    r"|\b(?:einige|mehrere|viele|zahlreiche|verschiedene)\s+(?:\w+\s+)?"
    r"(?:Quellen|Studien|Autoren|Forscher|Arbeiten|Untersuchungen)\b"
    r"|\b(?:certains|plusieurs|(?:de\s+)?nombreu(?:x|ses)|divers(?:es)?)\s+(?:auteurs|études|travaux|chercheurs|sources|recherches)\b"
    r"|\b(?:algun|vari|much|numeros|divers)[oa]s\s+(?:autores|estudios|trabajos|investigadores|fuentes|investigaciones)\b",
    re.IGNORECASE,
)


# Parts of all the nouns above: most sentences have none, and need no search.
_GENERIC_PARTS = tuple(
    """ources tudies cholars uthors searchers orks eports xperts apers urveys stigators cientists storians cations
        icles сточник втор следовател следовани чен чён ксперт абот убликаци ғалым зерттеу дереккөз еңбек сарапшы kaynak
        araştır çalışma yazar bilim insanı akademisyen uzman düşünür uellen tudien utoren orscher rbeiten ersuchungen
        uteurs tudes ravaux hercheurs echerches utores studios rabajos stigadores uentes stigaciones""".split()
)
# What stands before the subject of a clause, or before the source of a statement.
_BEARS = re.compile(
    r"(?:^|[.,;:(—–])\s*$|\b(?:and|but|that|although|though|while|whereas|since|because|as|by|in|according\s+to|и|но|а|что|как|хотя"
    r"|мнению|данным|согласно"
    r"|және|бірақ|ve|ancak|dass|wie|nach|von|que|selon|según|por|par|dans|en)\s+$",
    re.IGNORECASE,
)


def quoted(text: str) -> list[Quoted]:
    """Find the stretches in quotation marks or italics."""
    return [
        Quoted(match.start(), match.end(), words := match[match.lastindex or 0].strip(), len(words.split()))
        for match in _QUOTED.finditer(text)
    ]


def works(text: str, stretches: list[Quoted]) -> Iterator[Work]:
    """Find the quoted titles beside which a noun says that they are works."""
    for stretch in stretches:
        title = stretch.text.rstrip(" ,.;")
        if stretch.words > _LONGEST_TITLE or not title[:1].isupper():
            continue
        noun = _BEFORE.search(text, max(0, stretch.start - _NEAR), stretch.start) or _AFTER.match(text, stretch.end)
        if noun:
            owned = _OWNED.search(text, max(0, stretch.start - _NEAR), stretch.start) is not None
            yield Work(stretch.start, stretch.end, title, noun["noun"], owned=owned)


def meant(text: str) -> str:
    """Return the noun by which a text means a work named before ("in the piece", «в этой статье», "aynı makalede"), or ""."""
    match = _MEANT.search(text)
    return next(group for group in match.groups() if group) if match else ""


def dated(text: str) -> Iterator[tuple[str, int, int]]:
    """Find works named by kind and date ("the address of 31 January 2017"): the noun, where it starts, where the date does."""
    return ((match["noun"], match.start(), match.end()) for match in _DATED.finditer(text))


def schools(text: str) -> Iterator[School]:
    """Find schools of thought that hold a view."""
    if "chool" not in text and "школ" not in text and "мектеб" not in text and "kulu" not in text:
        return
    for match in _SCHOOL.finditer(text):
        groups = match.groupdict()
        number = next(number for number in ("", "2", "3", "4", "5") if groups["name" + number])
        yield School(match.start(), match.end(), groups["name" + number], (groups["cue" + number] or "").strip())


def generics(text: str) -> Iterator[tuple[int, int]]:
    """Find unnamed sources in the plural that bear a statement: "several studies show", "по мнению некоторых авторов"."""
    if not any(part in text for part in _GENERIC_PARTS):
        return iter(())
    return (match.span() for match in _GENERIC.finditer(text) if _BEARS.search(text, max(0, match.start() - _NEAR), match.start()))
