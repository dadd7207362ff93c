"""Kinds of works, and titles that do not identify a work: notices, parts, columns, yearbooks."""

from __future__ import annotations

import re
from functools import cache

from kzcheck import data
from kzcheck.data.subjects import Titles
from kzcheck.language.alternatives import any_of, folded_words
from kzcheck.language.folding import fold

_KINDS = {
    kind: group
    for group, kinds in {
        "article": "article-journal article-magazine article-newspaper post-weblog",
        "book": "book collection classic report pamphlet",
        "part": "chapter entry entry-dictionary entry-encyclopedia",
        "talk": "paper-conference speech",
        "preprint": "article",
        "thesis": "thesis",
        "review": "review review-book",
        "law": "legislation bill regulation treaty legal_case hearing",
        "sound": "song musical_score broadcast",
        "picture": "graphic map figure motion_picture",
        "letter": "personal_communication interview",
        "data": "dataset software",
        "patent": "patent standard",
    }.items()
    for kind in kinds.split()
}

_LABEL = re.compile(
    r"\d\w*|[ivxlc]+|[b-df-hj-np-xz]|one|two|three|four|five|first|second|third|fourth|fifth|(?:perv|vtor|tret|chetvert|piat|pyat)\w+"
    r"|birinshi|ekinshi|ushinshi|birinci|ikinci|ucuncu|erste\w*|zweite\w*|dritte\w*|premi\w+|deuxi\w+|troisi\w+|primer\w*|segund\w*|upper|lower"
)
"""Folded words that number the parts of a work."""

LEAST_REST = 12
"""Letters that must remain of a title besides such words: "Abstract algebra" is a title of its own."""

_RECURRING = frozenset("article-newspaper article-magazine post post-weblog webpage broadcast report".split())
"""Kinds of works that recur under one title: columns, programmes, reports, rewritten pages."""


@cache
def _yearly() -> re.Pattern[str]:
    """Return the beginnings of folded words in titles that recur every year."""
    return re.compile(rf"\b{any_of(folded_words('yearly_titles'))}")


@cache
def _notice() -> re.Pattern[str]:
    """Return the beginnings, folded and without spaces, of titles that name the work which they correct, answer or review.

    "Retracted: …" names the work itself.
    """
    notices = any_of(notice.replace(" ", "") for notice in folded_words("notice_titles"))
    return re.compile(rf"retract(?!ed)|withdraw(?!n)|{notices}")


def kind(item_type: str) -> str:
    """Return the kind of a CSL type, "" for a type that may be any; works of two kinds are never duplicates."""
    return _KINDS.get(item_type, "")


def is_common_title(title: str) -> bool:
    """Return whether many works have this title: "Introduction", "От редакции"."""
    return fold(title) in folded_words("common_titles")


def is_label(word: str) -> bool:
    """Return whether a folded word numbers a part of a work: "2", "ii", "b", "vtoraya"."""
    return _LABEL.fullmatch(word) is not None


def is_notice(title: str) -> bool:
    """Return whether a title, folded and without spaces, begins like one about another work: an erratum, a reply, a review."""
    return _notice().match(title) is not None


@cache
def _about() -> re.Pattern[str]:
    """Return the folded words before or after the title of a work in the title of something about it."""
    words = data.read("titles", Titles)
    before = any_of(words.before_another).replace(r"\#", r"\d\w{0,3}")
    return re.compile(rf"(?:{before}\b(?=.{{{LEAST_REST}}})|.{{{LEAST_REST},}}\b{any_of(words.after_another)}$)")


def is_about_another(title: str) -> bool:
    """Return whether a title is that of an abstract, a comment, a supplement or the like, which contains the work's own title."""
    return _about().match(fold(title)) is not None


def appears_again(item_type: str, title: str) -> bool:
    """Return whether works of this type or folded title recur under it, as columns, reports and yearbooks do."""
    return item_type in _RECURRING or _yearly().search(title) is not None
