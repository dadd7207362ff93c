"""Words about notices and reviews: titles that are marked as retracted or bear a notice, sentences that say a work was retracted.

The word lists are our own, from the forms that publishers of some ten languages use again and again. They ask for the whole form:
"clot retraction" and "withdrawn troops" are no words about a work.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from kzcheck.language.sentences import split

Form = Literal["retracted", "retraction", "concern", "correction", "review"]
"""What a title is marked as: a retracted work, or the retraction, an expression of concern, a correction or a review of a work."""


class Marked(Struct, frozen=True, gc=False):
    """A title in two: the `mark` as it is written, and the title of the work that it is about, "" where it names none."""

    form: Form
    mark: str
    title: str


_LONGEST_TITLE = 500
_LONGEST_CLAIM = 5000
"""Characters of a title and of a claim that are looked at."""

_TO = (
    r"(?:\s+(?:to|on|for|of|zu[rm]?|von|à|de(?:\s+la)?|du|a|к|на)\b)?"
    r"(?:\s+(?:the\s+)?(?:article|paper|статье|artículo|l['’]article)\b)?"
)
_SIGN = r"""\s*[\]):.,–—|-]{0,3}\s*(?:["“”«»„‟'’‘*]\s*)?"""
_OWN = r"(?:(?:author|publisher|editor)(?:['’]?s['’]?)?\s+|editorial\s+)?"

_FORMS: tuple[tuple[Form, str], ...] = (
    (
        "retracted",
        (
            r"(?:(?:this\s+)?(?:article|paper|chapter)\s+(?:retracted|withdrawn)|(?:retracted|withdrawn)(?:\s+(?:article|paper|chapter|preprint))?"
            r"|retracted\s+and\s+replaced|(?:temporary\s+)?removal|removed|статья\s+(?:отозвана|ретрагирована)|отозван[ао]|ретрагирована"
            r"|мақала\s+(?:кері\s+)?қайтарып\s+алынды|geri\s+çekil(?:di|miştir|en\s+makale)|zurückgezogen(?:er\s+artikel)?"
            r"|article\s+rétracté|rétractée?|artículo\s+retractado|retractad[oa]|artigo\s+retratado|articolo\s+ritirato)(?=\s*[\]):–—|])"
        ),
    ),
    (
        "retraction",
        (
            rf"{_OWN}(?:(?:notice|note|statement)\s+of\s+(?:retraction|withdrawal)(?:\s+and\s+replacement)?"
            r"|(?:retraction|withdrawal|removal)\s+(?:note|notice|statement)|retraction"
            r"|ретракция(?:\s+статьи)?|уведомление\s+о(?:б\s+отзыве|\s+ретракции)|(?:makale\s+)?geri\s+çekme(?:\s+(?:bildirimi|duyurusu))?"
            r"|rückzug|zurückziehung|retraktion|(?:avis\s+de\s+)?rétractation|retractación|retratação|ritrattazione|撤稿(?:声明|聲明|通知)?)"
        ),
    ),
    ("concern", r"(?:(?:editorial\s+)?(?:expression|notice|note)\s+of\s+concern|выражение\s+обеспокоенности)"),
    (
        "correction",
        (
            rf"{_OWN}(?:corrections?(?:\s+(?:notice|note))?|corrigend(?:um|a)|errat(?:um|a)|addend(?:um|a)|clarification"
            r"|исправлени[ея]|опечатк[аи]|поправк[аи]|түзету(?:лер)?|düzeltme(?:ler)?|berichtigung(?:en)?|korrektur|rectificatif"
            r"|fe\s+de\s+errat(?:a|as)|corrección|correção|errata\s+corrige|更正|勘误|勘誤)"
        ),
    ),
    (
        "review",
        (
            r"(?:book\s+reviews?(?:\s+of)?|review\s+of|reviewed\s+work|рецензия(?:\s+на(?:\s+(?:книгу|монографию))?)?|рец(?=\.)|кітапқа\s+рецензия"
            r"|kitap\s+(?:tanıtımı|incelemesi|değerlendirmesi|eleştirisi)|rezension(?:\s+(?:zu|von))?|buchbesprechung"
            r"|compte[\s-]rendu(?:\s+de)?|reseña(?:\s+de)?|recensione(?:\s+(?:di|a))?|recenzja|书评|書評)"
        ),
    ),
)
_BEFORE = tuple((form, re.compile(rf"\W{{0,3}}(?P<mark>{words})(?!\w)", re.IGNORECASE)) for form, words in _FORMS)
_GOES_ON = re.compile(rf"{_TO}{_SIGN}", re.IGNORECASE)
_AFTER: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (
        "retracted",
        re.compile(
            r"[(\[](?P<mark>retracted(?:\s+(?:article|paper))?|withdrawn|отозвана|geri çekildi)\b[^()\[\]]*[)\]]\.?$", re.IGNORECASE
        ),
    ),
    (
        "review",
        re.compile(
            r"(?:[(\[]|[:.]\s)(?P<mark>(?:book\s+)?review|рецензия|rezension|compte rendu|kitap tanıtımı)[)\]]?\.?$", re.IGNORECASE
        ),
    ),
)


def marked(title: str) -> Marked | None:
    """Return what a title is marked as, None for a title without a mark.

    "RETRACTED: Rivers" and "Rivers (Retracted article)" are the retracted work itself, "Retraction notice to: Rivers", "Erratum"
    and "Book review: Rivers" are about one. Words that open many plain titles ("Correction", "Review of") are marks here too:
    whoever asks must know the work that the rest of the title is to name.
    """
    title = " ".join(title[:_LONGEST_TITLE].split())
    for form, pattern in _BEFORE:
        if match := pattern.match(title):
            goes_on = _GOES_ON.match(title, match.end())
            rest = title[goes_on.end() if goes_on else match.end() :]
            return Marked(form, match["mark"], _unquoted(rest))
    for after, pattern in _AFTER:
        if match := pattern.search(title):
            return Marked(after, match["mark"], title[: match.start()].rstrip(" .:"))
    return None


def _unquoted(title: str) -> str:
    """Return "Rivers" out of "“Rivers” [Journal 3 (2001) 5–9]": without quotation marks and what stands behind them."""
    closing = re.search(r"[”»“\"]|['’](?=\s*[\[(]|$)", title)
    return (title[: closing.start()] if closing and closing.start() else re.sub(r"\[[^\[\]]*\]\s*$", "", title)).strip()


def _said(words: str, nouns: str) -> str:
    """Return the pattern of words beside the noun of a work: after it in a few words, right before it, or alone in brackets."""
    return (
        rf"\b(?:{nouns})\W+(?:\w+\W+){{0,6}}?(?:{words})|\b(?:{words})\s+(?:\w+\s+){{0,2}}(?:{nouns})"
        rf"|[(\[（]\s*(?:\w+[\s,;]+){{0,2}}(?:{words})"
    )


_NOUNS = r"(?:articles?|papers?|stud(?:y|ies)|publications?|preprints?|chapters?)(?:['’]s)?"
_RETRACTED = re.compile(
    "|".join(
        (
            _said(r"retract(?:ed|ions?)\b", _NOUNS + r"\b"),
            r"\b(?:later|since|now|subsequently|eventually|formally)\s+(?:been\s+)?retracted\b",
            rf"\b{_NOUNS}\W+(?:which\s+|that\s+)?(?:was|were|has|have|had|is)\s+(?:\w+\s+){{0,2}}withdrawn\b",
            rf"\bwithdr(?:awn|ew|awing)\s+(?:(?:the|this|that|their|its|his|her)\s+)?(?:\w+\s+)?{_NOUNS}\b",
            r"[(\[]\s*(?:now\s+|since\s+|later\s+)?withdrawn\b",
            r"\bретр(?:агирован|акци)\w*",
            _said(
                r"отозва(?:н\w*|л[аио]?)\b|відклика(?:н\w*|л[аио]?)\b",
                r"(?:стат[ьеі]|публикаци|публікаці|работ|робот|препринт|исследовани|дослідженн)\w*",
            ),
            r"\bотзыв\w*\s+(?:этой\s+|данной\s+)?стать\w+",
            _said(r"қайтар(?:ып|тып)\s+ал\w*|кері\s+шақыр\w*", r"(?:мақала|жарияланым|зерттеу|еңбе[кг]|жұмыс)\w*"),
            _said(r"geri\s+çek\w*", r"(?:makale|çalışma|yayın|araştırma|bildiri)\w*"),
            _said(r"zurückgezogen\w*|zurückzog\w*", r"(?:artikel|studie|publikation|veröffentlichung|arbeit|beitrag|aufsatz)\w*"),
            _said(r"rétract\w+", r"(?:l['’])?(?:article|étude|publication)s?\b"),
            _said(
                r"(?:retractad|retirad|retratad)[oa]s?\b", r"(?:artículo|estudio|publicación|trabajo|artigo|estudo|trabalho)s?\b"
            ),
            _said(r"(?:ritrattat|ritirat)[oai]\b", r"(?:articol[oi]|studi[oi]?|pubblicazion[ei])\b"),
            r"撤稿|(?:论文|論文|文章|研究)[^。]{0,12}撤[回销銷]|被撤[回销銷]",
        )
    ),
    re.IGNORECASE,
)
_CONCERN = re.compile(r"\b(?:expressions?\s+of\s+(?:editorial\s+)?concern|выражени\w+\s+обеспокоенности)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|nor|nie|nicht|не|ніколи|jamais|nunca)\s+(?:been\s+|yet\s+|be\s+|был[аои]?\s+)?"
    r"(?:retracted|withdrawn|отозван\w*|ретрагирован\w*|zurückgezogen|rétract\w+|retractad\w+)",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\b(?:retracted|retraction|withdrawn|отозван[ао]?|ретрагирован[ао]?|кері\s+қайтар\w+|қайтарып\s+алын\w+|geri\s+çekil\w+|zurückgezogen"
    r"|rétractée?|retractad[oa]|retratad[oa]|ritirat[oa])\b|撤稿",
    re.IGNORECASE,
)


def says_retracted(text: str) -> bool:
    """Whether a sentence says that a work was retracted or withdrawn: "the article was later retracted", "статья отозвана"."""
    text = text[:_LONGEST_CLAIM]
    if not _RETRACTED.search(text):
        return False
    sentences = (text[span.start : span.end] for span in split(text))
    return any(_RETRACTED.search(sentence) and not _DENIED.search(sentence) for sentence in sentences)


def says_concern(text: str) -> bool:
    """Whether a text speaks of an expression of concern."""
    return _CONCERN.search(text[:_LONGEST_CLAIM]) is not None


def is_status(text: str) -> bool:
    """Whether a short note in an entry says that the work was retracted: "Retracted 2010", "отозвана"."""
    return _STATUS.search(text[:_LONGEST_TITLE]) is not None
