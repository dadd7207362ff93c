"""Kinds of works, and titles that say less than a title: notices, parts, columns, yearbooks.

The word lists are our own, from the titles that journals, publishers and offices of ten languages use again and again.
"""

from __future__ import annotations

import re

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

_COMMON_TITLES = frozenset(
    map(
        fold,
        """introduction|general introduction|editorial|preface|foreword|afterword|conclusion|conclusions|discussion|reply
        |response|comment|commentary|letter|letters|letter to the editor|letters to the editor|review|book review
        |book reviews|reviews|erratum|corrigendum|correction|abstract|abstracts|news|notes|from the editor|from the editors
        |message from the president|president s message|in this issue|interview|in memoriam|obituary|untitled|no title
        |no title found|proceedings|annual report|введение|предисловие|послесловие|заключение|рецензия|рецензии|от редакции
        |редакционная статья|интервью|кіріспе|алғы сөз|қорытынды|önsöz|giriş|sunuş|sonuç|editörden|kitap tanıtımı|vorwort
        |einleitung|nachwort|rezension|rezensionen|préface|avant-propos|éditorial|compte rendu|comptes rendus|prólogo
        |introducción|editorial|reseña|reseñas|prefazione|introduzione|recensione|recensioni|introdução|przedmowa|wstęp
        |recenzja""".split("|"),
    ),
)
_LABEL = re.compile(
    r"\d\w*|[ivxlc]+|[b-df-hj-np-xz]|one|two|three|four|five|first|second|third|fourth|fifth|(?:perv|vtor|tret|chetvert|piat|pyat)\w+"
    r"|birinshi|ekinshi|ushinshi|birinci|ikinci|ucuncu|erste\w*|zweite\w*|dritte\w*|premi\w+|deuxi\w+|troisi\w+|primer\w*|segund\w*|upper|lower"
)
"""Words, folded, that number the parts of a work."""

_RECURRING = frozenset("article-newspaper article-magazine post post-weblog webpage broadcast report".split())
"""Kinds of works that appear again under one title: columns, programmes, reports, pages that are written anew."""

_YEARLY = re.compile(
    r"\b(?:annual|year ?book|almanac|report|statistics|survey|outlook|index|bulletin|ezhegodnik|otchet|sbornik|jahrbuch|bericht"
    r"|annuaire|rapport|yilligi|raporu|anuario|informe|memoria|relatorio)"
)
"""Words, folded, of titles that appear again every year."""

_NOTICE = re.compile(
    r"(?:erratum|errata|corrigend|correction|retract(?!ed)|addendum|withdraw(?!n)|reply|response|comment|reviewof|bookreview|popravk|oproverzheni"
    r"|retsenzi|otvet|duzeltme|yanit|berichtigung|erwiderung|reponse|respuesta|risposta)"
)
"""Folded beginnings of titles that name the work which they correct, answer or review; "Retracted: …" names itself."""


def kind(item_type: str) -> str:
    """Return the kind of works of a CSL type, "" for a type that may be any: two kinds are never each other's duplicate."""
    return _KINDS.get(item_type, "")


def is_common_title(title: str) -> bool:
    """Tell whether many works bear a title: "Introduction", "От редакции"."""
    return fold(title) in _COMMON_TITLES


def is_label(word: str) -> bool:
    """Tell whether a folded word numbers the part of a work: "2", "ii", "b", "vtoraya"."""
    return _LABEL.fullmatch(word) is not None


def is_notice(title: str) -> bool:
    """Tell whether a title, folded and without spaces, begins as one that names another work: an erratum, a reply, a review."""
    return _NOTICE.match(title) is not None


def appears_again(item_type: str, title: str) -> bool:
    """Tell whether works of such a type or folded title appear again under it, as columns, reports and yearbooks do."""
    return item_type in _RECURRING or _YEARLY.search(title) is not None
