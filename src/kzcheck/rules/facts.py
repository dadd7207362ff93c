"""FACT801, FACT802, FACT806: claims compared with the dates of their sources and with each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language import dates, numbers
from kzcheck.language.alternatives import folded_words, whole_words
from kzcheck.language.folding import fold
from kzcheck.language.publishing import is_forthcoming
from kzcheck.language.sentences import part_of_article, split
from kzcheck.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Claim, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item

# Years by which an event must be later than its source for a warning: printed issue years may be off by one.
SURELY_LATER = 2
# Years after which a source for "currently" is outdated.
STALE = 2

# Pages that change after the year they carry, and acts that are amended.
_LIVING = frozenset(
    """webpage post post-weblog entry entry-dictionary entry-encyclopedia dataset software legislation bill regulation legal_case
    treaty standard periodical map""".split()
)
_LASTING = ("container_title", "publisher", "doi", "isbn", "issn", "volume", "page")


@rule("FACT801", "anachronism", Severity.WARNING, confidence=Confidence.LIKELY, key=("year",))
def anachronism(case: Case) -> Iterator[Problem]:
    """The text reports an event later than all of its sources.

    Why:
        A work of 1997 cannot report what happened in 2005: the citation belongs to another sentence, or the year is a slip.

        The finding is a note if the event is only one year later, if the sentence also has an older date or names an author of the
        source, or if the event is in the uncited sentence before the citation.

    Example:
        The weir was finished in 2005 [23].    # [23] appeared in 1997
        The weir was begun in 1997 [23].       # good

    Silent:
        Plans and names that contain years (“by 2050”, “Rivers 2030”), quotations, and sentences that take a method, a term or data
        from the source are not reported. Nor are sources without a certain year, reprints, forthcoming works, web pages and laws
        that go on changing, and statements in the abstract, the methods or the results.

    Fix:
        Cite a later source, or correct the year.
    """
    entries = case.references
    now = (case.article.issued.last_year if case.article.issued else None) or case.evidence.gathered.year
    for index, claim in enumerate(case.article.claims):
        sources = [entries.get(citation.reference) for citation in claim.citations]
        latest = _latest(sources)
        if latest is None or part_of_article(claim.section) in ("abstract", "methods", "results"):
            continue
        own = _last_sentence(claim.text)
        if event := _event_between(own, latest + 1, now):
            older = any(mention.year <= latest for mention in dates.mentions(own))
            sure = event.year - latest >= SURELY_LATER and not older and not _names_author(own, sources)
            yield _too_late(claim, claim, event, latest, sure=sure)
        elif (before := _uncited_before(case.article.claims, index)) and (
            event := _event_between(before.text, latest + SURELY_LATER, now)
        ):
            yield _too_late(before, claim, event, latest, sure=False)


def _too_late(statement: Claim, cited: Claim, event: dates.DateMention, latest: int, *, sure: bool) -> Problem:
    references = [citation.reference for citation in cited.citations]
    alone = {"reference": references[0]} if len(references) == 1 else {}
    return Problem(
        statement.place("text"),
        "this reports something from {year}, but [{reference}] appeared in {latest}"
        if len(references) == 1
        else "this reports something from {year}, but its latest source appeared in {latest}",
        {"year": event.year, "latest": latest, **alone},
        reference=references[0] if len(references) == 1 else None,
        claim=statement.id,
        excerpt=excerpt(statement.text, str(event.year)),
        fix=Fix("cite a later source, or correct the year"),
        severity=None if sure else Severity.NOTE,
        confidence=None if sure else Confidence.POSSIBLE,
        related=() if statement is cited else (cited.place("text"),),
    )


def _latest(sources: Sequence[Reference | None]) -> int | None:
    """Return the year of the latest source; None if there is none or the year of any is uncertain."""
    years = [_known_year(source.item) if source else None for source in sources]
    known = [year for year in years if year is not None]
    return max(known) if known and len(known) == len(years) else None


def _known_year(item: Item) -> int | None:
    """Return the last year that a work can report on; None if undated, living, reprinted, forthcoming, or a bare web page."""
    if item.issued is None or item.issued.circa or item.original_date or item.type in _LIVING:
        return None
    if item.url and not any(item.text(field) for field in _LASTING):
        return None
    if is_forthcoming(item):
        return None
    others = (date.last_year for _, date in item.dates())
    return max((year for year in others if year), default=None) if item.issued.last_year else None


def _event_between(text: str, first: int, last: int) -> dates.DateMention | None:
    """Return the latest event in a reporting sentence, if it happened in these years."""
    events = [mention for mention in dates.mentions(text) if mention.kind == "event"]
    latest = max(events, key=lambda event: event.year, default=None)
    return latest if latest and first <= latest.year <= last and not whole_words("claims.no_report").search(text) else None


def _last_sentence(text: str) -> str:
    """Return the sentence with the marker: the last of a claim."""
    sentences = split(text)
    return text[sentences[-1].start : sentences[-1].end] if sentences else ""


def _names_author(text: str, sources: Sequence[Reference | None]) -> bool:
    """Return whether a sentence names an author of a source, so that it may describe later uses of the author's idea."""
    words = set(fold(text).split())
    surnames = (fold(name.family or name.literal) for source in sources if source for name in source.item.author)
    return any(surname and words.issuperset(surname.split()) for surname in surnames)


def _uncited_before(claims: Sequence[Claim], index: int) -> Claim | None:
    """Return the uncited claim right before, in the same paragraph: the citations of this one may cover it."""
    claim, before = claims[index], claims[index - 1] if index else None
    same = before is not None and claim.paragraph and (before.section, before.paragraph) == (claim.section, claim.paragraph)
    return before if same and before is not None and not before.citations else None


@rule("FACT802", "stale-present", Severity.NOTE, confidence=Confidence.LIKELY, key=("word",))
def stale_present(case: Case) -> Iterator[Problem]:
    """A figure is given as current, but its source is at least two years older than the article.

    Why:
        Memberships, populations and offices change: “currently” is true of the source's year, not of the article's. A sentence is
        checked if it has a figure after a word such as “currently” and says that something has, holds or counts it; so is the
        uncited sentence before a citation.

    Example:
        The society currently has 27 members [31].     # in an article of 2025; [31] is from 2021
        In 2021 the society had 27 members [31].       # good

    Silent:
        Nothing is reported if the article has no date or a source has none. A source without a date of its own counts as of the day
        on which it was accessed.

    Fix:
        Give the year of the figure, or cite a newer source.
    """
    year = case.article.issued.last_year if case.article.issued else None
    if year is None:
        return
    entries = case.references
    for index, claim in enumerate(case.article.claims):
        sources = [entries[citation.reference] for citation in claim.citations if citation.reference in entries]
        latest = [_dated(source.item) for source in sources]
        years = [dated for dated in latest if dated is not None]
        if not years or len(years) < len(claim.citations) or max(years) > year - STALE:
            continue
        for statement in (claim, _uncited_before(case.article.claims, index)):
            if statement and (words := _current_figure(statement.text)):
                values = {"word": words[0], "year": max(years), "issued": year}
                yield Problem(
                    statement.place("text"),
                    "“{word}” (article of {issued}) rests on a source from {year}"
                    if statement is claim
                    else "“{word}” (article of {issued}), but the nearest source cited, in claim {other}, dates from {year}",
                    values if statement is claim else {**values, "other": claim.name},
                    claim=statement.id,
                    excerpt=excerpt(statement.text, *words),
                    fix=Fix("give the year of the figure, or cite a newer source"),
                    related=() if statement is claim else (claim.place("text"),),
                )
                break


def _dated(item: Item) -> int | None:
    """Return the year to which a source refers: its own, else that of access."""
    dated = item.issued or item.accessed
    return dated.last_year if dated else None


def _current_figure(text: str) -> tuple[str, str] | None:
    """Return the word for "now" and the figure, if one sentence has both and says that something has, holds or counts it."""
    for span in split(text):
        sentence = text[span.start : span.end]
        now = whole_words("claims.now").search(sentence)
        if not now or not whole_words("claims.state").search(sentence):
            continue
        figures = (mention for mention in numbers.mentions(sentence) if mention.unit and mention.start > now.start())
        if figure := next((figure for figure in figures if not dates.mentions(sentence[figure.start : figure.end])), None):
            return now[0], sentence[figure.start : figure.end]
    return None


class _Fact(Struct, frozen=True):
    """A clause with one number: its words without the number, and the number."""

    claim: Claim
    skeleton: tuple[bool | str, ...]
    value: float
    words: str
    capitalised: tuple[str, ...]


_CLAUSE_END = re.compile(r"[,;:()\[\]—]")
_WORD = re.compile(r"[^\W\d_]\w+")
_CASE_ENDING = re.compile(r"\A['’]\w{1,6}")
_FEWEST_WORDS, _MOST_WORDS = 3, 14


@rule("FACT806", "contradictory-claims", Severity.NOTE, confidence=Confidence.LIKELY, key=("here", "other"))
def contradictory_claims(case: Case) -> Iterator[Problem]:
    """Two statements give different numbers or years for the same thing.

    Why:
        One of the two is a slip, or they refer to different times without saying so. Both clauses must contain the same proper name
        and agree in every word but the number.

    Example:
        c12: The Invented Rivers Society was founded in 1934 [13].
        c40: The Invented Rivers Society was founded in 1935 [14].      # 1934 in c12

    Silent:
        Statements in different words are not compared, and neither are ranges, clauses with several numbers, or sentences that name
        another time.

    Fix:
        Check both sources. If both numbers are right, say what time each refers to.
    """
    names: frozenset[str] = frozenset()
    facts: dict[tuple[bool | str, ...], _Fact] = {}
    for claim in case.article.claims:
        for fact in _facts(claim):
            first = facts.setdefault(fact.skeleton, fact)
            if first.value == fact.value:
                continue
            names = names or _proper_names(case.article.claims)
            if names.intersection(fact.capitalised):
                yield Problem(
                    claim.place("text"),
                    "this gives {here}, but claim {other} gives {there}",
                    {"here": fact.words, "other": first.claim.name, "there": first.words},
                    claim=claim.id,
                    excerpt=excerpt(claim.text, fact.words),
                    fix=Fix("check both sources, or say what time each refers to"),
                    related=(first.claim.place("text"),),
                )


def _facts(claim: Claim) -> Iterator[_Fact]:
    """Yield the opening clauses of sentences that state a quantity or a year, and name no other time."""
    for span in split(claim.text):
        sentence = claim.text[span.start : span.end]
        clause = _CLAUSE_END.split(sentence, maxsplit=1)[0]
        figures = numbers.mentions(clause)
        if (
            len(figures) != 1
            or figures[0].value != figures[0].last
            or not any(whole_words(field).search(clause) for field in ("claims.state", "claims.began"))
        ):
            continue
        figure = figures[0]
        continuation = _CASE_ENDING.sub("", clause[figure.end :])
        words = [
            word for word in fold(f"{clause[: figure.start]} 0 {continuation}").split() if word not in folded_words("claims.hedges")
        ]
        if _FEWEST_WORDS <= len(words) <= _MOST_WORDS and all(
            mention.start == figure.start for mention in dates.mentions(sentence)
        ):
            number = clause[figure.start : figure.end]
            yield _Fact(claim, (figure.unit == "%", *words), figure.value, number, _capitalised(clause))


def _capitalised(text: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
    words = _WORD.findall(text, start, len(text) if end is None else end)
    return tuple(word for word in words if word[0].isupper())


def _proper_names(claims: Sequence[Claim]) -> frozenset[str]:
    """Return the words that have a capital inside sentences."""
    return frozenset(
        word for claim in claims for span in split(claim.text) for word in _capitalised(claim.text, span.start + 1, span.end)
    )


RULES = (anachronism, stale_present, contradictory_claims)
