"""Recognises notices and reviews: titles marked as retracted or naming a notice, and sentences that report a retraction.

The word lists are our own, from the forms that publishers of some ten languages use repeatedly. They require the whole form:
"clot retraction" and "withdrawn troops" do not refer to a work.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import get_args

from msgspec import Struct

from kzcheck import data
from kzcheck.data.cues import Form
from kzcheck.language.alternatives import any_of, whole_words
from kzcheck.language.sentences import split


class Marked(Struct, frozen=True, gc=False):
    """A title in two parts: the `mark` as written, and the title of the work concerned, or "" if it names none."""

    form: Form
    mark: str
    title: str


_LONGEST_TITLE = 500
_LONGEST_CLAIM = 5000
"""Characters of a title or a claim that are examined."""

# English names the notice's issuer: "publisher's correction".
_OWN = r"(?:(?:(?:author|publisher|editor)(?:['’]?s['’]?)?|editorial)\s+)?"
_GOES_ON = r"""\s*[\]):.,–—|-]{0,3}\s*(?:["“”«»„‟'’‘*]\s*)?"""


def _words(field: str) -> str:
    return any_of(data.words(f"notices.{field}"))


def _marks(form: Form) -> str:
    return any_of(mark for language in data.languages().values() for mark in language.notices.marks.get(form, ()))


@cache
def _before() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """Return the patterns of marks before titles; in a retracted work's title a sign follows, or the mark is part of the title."""
    patterns = {
        "retracted": _marks("retracted") + r"(?=\s*[\]):–—|])",
        "retraction": _OWN + _marks("retraction"),
        "concern": _marks("concern"),
        "correction": _OWN + _marks("correction"),
        "review": _marks("review"),
    }
    return tuple((form, re.compile(rf"\W{{0,3}}(?P<mark>{patterns[form]})(?!\w)", re.IGNORECASE)) for form in get_args(Form))


@cache
def _possible() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for the beginnings and the ends of titles that may be marks: most titles have neither, and need no more."""
    notices = [language.notices for language in data.languages().values()]
    before = any_of({mark for one in notices for marks in one.marks.values() for mark in marks})
    after = any_of({mark for one in notices for marks in one.end_marks.values() for mark in marks})
    return re.compile(rf"\W*{_OWN}{before}", re.IGNORECASE), re.compile(rf"[(\[:.]\s*{after}", re.IGNORECASE)


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+{_words('before_title')}\b)?(?:\s+{_words('titled')}\b)?{_GOES_ON}", re.IGNORECASE)


@cache
def _after() -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """Return the patterns of marks after titles, in brackets."""
    forms = [language.notices.end_marks for language in data.languages().values()]
    retracted, review = (any_of(mark for marks in forms for mark in marks.get(form, ())) for form in ("retracted", "review"))
    return (
        ("retracted", re.compile(rf"[(\[](?P<mark>{retracted})\b[^()\[\]]*[)\]]\.?$", re.IGNORECASE)),
        ("review", re.compile(rf"(?:[(\[]|[:.]\s)(?P<mark>{review})[)\]]?\.?$", re.IGNORECASE)),
    )


@lru_cache(maxsize=1 << 13)
def marked(title: str) -> Marked | None:
    """Return the mark of a title, or None for a title without one.

    "RETRACTED: Rivers" and "Rivers (Retracted article)" are the retracted work itself; "Retraction notice to: Rivers", "Erratum"
    and "Book review: Rivers" concern one. Words that begin many ordinary titles ("Correction", "Review of") are marks here, too:
    the caller must know the work that the remaining title should name.
    """
    beginning, ending = _possible()
    if not beginning.match(title) and not ending.search(title):
        return None
    title = " ".join(title[:_LONGEST_TITLE].split())
    for form, pattern in _before():
        if match := pattern.match(title):
            goes_on = _goes_on().match(title, match.end())
            remainder = title[goes_on.end() if goes_on else match.end() :]
            return Marked(form, match["mark"], _unquoted(remainder))
    for after, pattern in _after():
        if match := pattern.search(title):
            return Marked(after, match["mark"], title[: match.start()].rstrip(" .:"))
    return None


def _unquoted(title: str) -> str:
    """Return "Rivers" from "“Rivers” [Journal 3 (2001) 5–9]": without quotation marks and what follows them."""
    closing = re.search(r"[”»“\"]|['’](?=\s*[\[(]|$)", title)
    return (title[: closing.start()] if closing and closing.start() else re.sub(r"\[[^\[\]]*\]\s*$", "", title)).strip()


def _said(words: str, nouns: str) -> str:
    """Return the pattern of words beside a noun for a work: a few words after it, right before it, or alone in brackets."""
    return (
        rf"\b{nouns}\b\W+(?:\w+\W+){{0,6}}?{words}\b|\b{words}\s+(?:\w+\s+){{0,2}}{nouns}\b"
        rf"|[(\[（]\s*(?:\w+[\s,;]+){{0,2}}{words}\b"
    )


@cache
def _retracted() -> re.Pattern[str]:
    of_languages = [language.notices for language in data.languages().values() if language.notices.retracted]
    english = any_of(data.languages()["en"].notices.works) + "(?:['’]s)?"
    return re.compile(
        "|".join(
            (
                *(_said(any_of(notices.retracted), any_of(notices.works)) for notices in of_languages),
                rf"\b{_words('surely_retracted')}\b",
                # "Withdraw" has many meanings: only English shows with certainty that a work is meant.
                rf"\b{english}\W+(?:which\s+|that\s+)?(?:was|were|has|have|had|is)\s+(?:\w+\s+){{0,2}}withdrawn\b",
                rf"\bwithdr(?:awn|ew|awing)\s+(?:(?:the|this|that|their|its|his|her)\s+)?(?:\w+\s+)?{english}\b",
                r"[(\[]\s*(?:now\s+|since\s+|later\s+)?withdrawn\b",
                r"撤稿|(?:论文|論文|文章|研究)[^。]{0,12}撤[回销銷]|被撤[回销銷]",
            )
        ),
        re.IGNORECASE,
    )


@cache
def _denied() -> re.Pattern[str]:
    words = any_of(data.words("notices.retracted") | data.words("notices.surely_retracted") | {"withdrawn"})
    return re.compile(rf"\b{_words('denials')}\s+(?:{_words('after_denials')}\s+)?{words}", re.IGNORECASE)


@cache
def _status() -> re.Pattern[str]:
    return re.compile(rf"\b{_words('status')}\b|撤稿", re.IGNORECASE)


def says_retracted(text: str) -> bool:
    """Return whether a sentence says that a work was retracted or withdrawn: "the article was retracted", "статья отозвана"."""
    text = text[:_LONGEST_CLAIM]
    if not _retracted().search(text):
        return False
    sentences = (text[span.start : span.end] for span in split(text))
    return any(_retracted().search(sentence) and not _denied().search(sentence) for sentence in sentences)


def says_concern(text: str) -> bool:
    """Return whether a text mentions an expression of concern."""
    return whole_words("notices.concern").search(text[:_LONGEST_CLAIM]) is not None


def is_status(text: str) -> bool:
    """Return whether a short note in an entry says that the work was retracted: "Retracted 2010", "отозвана"."""
    return _status().search(text[:_LONGEST_TITLE]) is not None
