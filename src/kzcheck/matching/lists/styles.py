"""Detects the citation style of an article and the standard of its reference list."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kzcheck.article import Style
from kzcheck.language.folding import fold
from kzcheck.language.numbers import longest_rise
from kzcheck.settings import StyleSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.article import Article, Citation, CitationStyle, Claim, Reference, ReferenceStyle

# Shares above which a style is accepted, of at least FEWEST cases.
IN_ORDER = 0.9
ALPHABETICAL = 0.9
AUTHOR_DATE = 0.6
WRITTEN_ALIKE = 0.6
FEWEST = 5
FEWEST_PRINTED = 3
# Characters that are examined of a printed entry: its form shows within them.
_LOOKED_AT = 1000

# Features of each standard that no other has. GOST R 7.0.100-2018 names the kind of content and repeats the authors after a slash;
# GOST R 7.0.5-2008 does neither. Vancouver (ICMJE) prints year;volume(issue):pages. APA 7 puts the year in brackets right after the
# authors. Chicago puts titles in quotation marks, with "no." and the year in brackets before a colon, or the plain year after the
# authors.
_FORMS: tuple[tuple[ReferenceStyle, re.Pattern[str]], ...] = (
    (
        "gost-7.0.100",
        re.compile(r"(?:Текст|Мәтін|Text|Электронный|Изображение) : [^\W\d_]| / [^/]{3,300}?(?: // |\. [–—] [^:]{2,60} : )"),
    ),
    ("vancouver", re.compile(r"\d{4}(?: [A-Z][a-z]{2}(?: \d{1,2})?)?; ?\d{1,4} ?(?:\([^()]{1,20}\))? ?: ?[A-Za-z]?\d")),
    ("apa7", re.compile(r"^[^()]{3,400}[.,)] \((?:\d{4}[a-z]?(?:, [^()]{2,20})?|n\.d\.|in press)\)[.,] ")),
    (
        "chicago",
        re.compile(
            r", no\. ?\d[^()]{0,20} \([^()]{0,20}\d{4}\): ?\d|^[^()\d]{3,300}\. [12]\d{3}[a-z]?\. [“\"«][^”\"»]{5,300}[.?!,]?[”\"»]"
        ),
    ),
    (
        "gost-7.0.5",
        re.compile(
            r" // |\[(?:Electronic resource|Электронный ресурс|Электрондық ресурс)\]|"
            r"(?:\d{4}\.|[–—]) (?:№ ?\d|[СCP]\. ?\d|\d{1,4} ?[сcбp]\.)"
        ),
    ),
)


def detect(article: Article, given: StyleSettings = StyleSettings()) -> Style:  # noqa: B008 - a frozen value
    """Return the article's style: that of its settings, else that of most citations and most printed entries, else None."""
    citations = given.citations or _citations(article)
    references = given.references or _references(article.references)
    detected: list[Literal["citations", "references"]] = []
    if citations and not given.citations:
        detected.append("citations")
    if references and not given.references:
        detected.append("references")
    return Style(citations, references, tuple(detected))


def first_citations(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Citation]]:
    """Yield the first citation of each reference with its claim, in the order of the text."""
    seen = set()
    for claim in claims:
        for citation in claim.citations:
            if citation.reference not in seen:
                seen.add(citation.reference)
                yield claim, citation


def _citations(article: Article) -> CitationStyle | None:
    if _author_dates(article) >= AUTHOR_DATE:
        return "author-date"
    numeric = sum(reference.id.isdecimal() for reference in article.references)
    if numeric < max(FEWEST, len(article.references) * IN_ORDER):
        return None
    numbers = [int(citation.reference) for _, citation in first_citations(article.claims) if citation.reference.isdecimal()]
    if len(numbers) >= FEWEST and len(longest_rise(numbers)) >= len(numbers) * IN_ORDER:
        return "numeric-order"
    return "numeric-alphabetical" if _alphabetical(article.references) >= ALPHABETICAL else None


def _author_dates(article: Article) -> float:
    """Return the share of citations whose claim names a surname and the year of the cited entry."""
    entries = {reference.id: (_surname(reference), str(reference.item.year or "")) for reference in article.references}
    cited = named = 0
    for claim in article.claims:
        text = fold(claim.text) if claim.citations else ""
        for citation in claim.citations:
            surname, year = entries.get(citation.reference, ("", ""))
            if surname and year:
                cited += 1
                named += year in claim.text and surname in text
    return named / cited if cited >= FEWEST else 0.0


def _alphabetical(references: Sequence[Reference]) -> float:
    """Return the share of neighbours in the list that are in alphabetical order."""
    names = [_surname(reference) or fold(reference.item.title) for reference in references]
    pairs = [(first, second) for first, second in pairwise(names) if first and second]
    return sum(first <= second for first, second in pairs) / len(pairs) if len(pairs) >= FEWEST else 0.0


def _surname(reference: Reference) -> str:
    names = reference.item.author or reference.item.editor
    return fold(names[0].family or names[0].literal) if names else ""


def _references(references: Sequence[Reference]) -> ReferenceStyle | None:
    printed = [reference.printed[:_LOOKED_AT] for reference in references if reference.printed]
    if len(printed) < FEWEST_PRINTED:
        return None
    for style, form in _FORMS:
        if sum(bool(form.search(text)) for text in printed) >= len(printed) * WRITTEN_ALIKE:
            return style
    return None
