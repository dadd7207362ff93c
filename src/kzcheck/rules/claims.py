"""CITE107–109: repeated citations and claims, and statements without a source."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from kzcheck.article import text_at
from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.alternatives import folded_words
from kzcheck.language.folding import fold
from kzcheck.language.sentences import part_of_article
from kzcheck.language.statements import is_checkable, is_of_own_work, is_of_the_world
from kzcheck.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Article, Claim
    from kzcheck.case import Case

# Words: a shorter claim is a heading or a formula.
SHORTEST_CLAIM = 6
# What stands for formulas and results of code in a manuscript: two that differ look the same.
FORMULAS = ("$…$", "⟨…⟩")
# Similarity (0 to 100) of two folded claims from which they are one statement, if their numbers, names and negations are equal.
SAME_STATEMENT = 95
# Words at either end of a claim that similar claims share, and the most claims with one such end that are compared.
END_WORDS = 5
MOST_COMPARED = 20
# Characters before a marker among which the words are that need it: "according to".
LONGEST_BEFORE = 40

_WORD = re.compile(r"\w+")


@rule("CITE107", "repeated-citation", Severity.NOTE)
def repeated_citation(case: Case) -> Iterator[Problem]:
    """A claim cites the same entry twice.

    Why:
        The second citation adds nothing, and often another entry was meant. Only citations within one claim are compared.

    Example:
        [3, 3]                    # twice
        [2–4, 3]                  # twice: 3 is within 2–4
        [3, p. 5; 3, p. 12]       # good: two passages of one work

    Silent:
        Citations of one work with different locators are not reported, nor are those in two markers of a sentence in a manuscript.

    Fix:
        Delete the second citation, or cite the entry that was meant.
    """
    for claim in case.article.claims:
        seen: set[tuple[object, ...]] = set()
        repeated: set[str] = set()
        for citation in claim.citations:
            key = (citation.reference, citation.label, citation.locator, citation.marker)
            if citation.reference and key in seen and citation.reference not in repeated:
                repeated.add(citation.reference)
                yield Problem(
                    citation.location,
                    "[{reference}] is cited twice here",
                    {"reference": citation.reference},
                    reference=citation.reference,
                    claim=claim.id,
                    excerpt=excerpt(claim.text),
                    fix=Fix("delete the second citation, or cite the entry that was meant"),
                )
            seen.add(key)


@rule("CITE108", "repeated-claim", Severity.NOTE, confidence=Confidence.LIKELY, key=("other",))
def repeated_claim(case: Case) -> Iterator[Problem]:
    """The same statement appears twice in the article.

    Why:
        A sentence that was moved but not deleted reads as a slip. If the two cite different sources, one citation may be wrong.

    Example:
        c04: The weir at Lower Doebury was rebuilt in 2014 [25].
        c19: The weir at Lower Doebury was rebuilt in 2014 [26].      # the same statement as c04

    Silent:
        The abstract and the conclusion may repeat the body. Statements under six words (headings, formulas), those with a formula
        and those that introduce one are not compared, and statements with different numbers, names or negations are different
        statements. The markers at the end of a sentence are not compared, but those that are part of it: "as was shown in [5]".

    Fix:
        Keep one of the two.
    """
    ends: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[tuple[Claim, list[str]]]] = defaultdict(list)
    for claim in case.article.claims:
        text = _without_markers(claim, case.article)
        words = fold(text).split()
        if len(words) < SHORTEST_CLAIM or part_of_article(claim.section) in ("abstract", "conclusion"):
            continue
        if claim.text.endswith(":") or any(formula in claim.text for formula in FORMULAS):
            continue
        marks = _marks(text)
        keys = [("first", tuple(words[:END_WORDS]), marks), ("last", tuple(words[-END_WORDS:]), marks)]
        others = [earlier for key in keys for earlier in ends[key][-MOST_COMPARED:]]
        if same := next((earlier for earlier, its_words in others if _same(words, its_words)), None):
            yield Problem(
                claim.place("text"),
                "this says the same as claim {other}",
                {"other": same.name},
                claim=claim.id,
                excerpt=excerpt(claim.text),
                fix=Fix("keep one of the two claims"),
                related=(same.place("text"),),
            )
        for key in keys:
            ends[key].append((claim, words))


_SLIP = 85


def _same(words: Sequence[str], its_words: Sequence[str]) -> bool:
    if words == its_words:
        return True
    if fuzz.ratio(" ".join(words), " ".join(its_words), score_cutoff=SAME_STATEMENT) == 0:
        return False
    slight, negations = folded_words("claims.slight"), folded_words("claims.negations")
    added, dropped = set(words) - set(its_words) - slight, set(its_words) - set(words) - slight
    return negations.isdisjoint(added | dropped) and all(
        any(fuzz.ratio(word, like) >= _SLIP for like in against)
        for side, against in ((added, dropped), (dropped, added))
        for word in side
    )


def _without_markers(claim: Claim, article: Article) -> str:
    """Return the text of a claim without the markers at its end; one with a name, or that the word before it needs, is kept."""
    text, end = claim.text, len(claim.text)
    for marker in dict.fromkeys(citation.marker for citation in reversed(claim.citations) if citation.marker):
        printed = " ".join(text_at(article.sources, marker).split())
        start = text.rfind(printed, 0, end)
        before = f" {fold(text[max(0, start - LONGEST_BEFORE) : start])}"
        needed = any(before.endswith(f" {word}") for word in folded_words("claims.before_markers"))
        if start < 0 or printed[:1].isalpha() or needed or any(map(str.isalnum, text[start + len(printed) : end])):
            break
        end = start
    return text[:end]


def _marks(text: str) -> tuple[str, ...]:
    """Return the numbers and capitalised words of a claim, without its first word."""
    return tuple(word for word in _WORD.findall(text)[1:] if not word.islower())


@rule("CITE109", "uncited-claim", Severity.NOTE, confidence=Confidence.POSSIBLE, key=("claims",))
def uncited_claim(case: Case) -> Iterator[Problem]:
    """Statements with dates, figures or offices have no source.

    Why:
        Dates and figures are what readers and editors check first, and the text should say where they come from. All such
        statements of a section are one finding.

    Example:
        The Invented Rivers Society was founded in 1883.          # no source
        The Invented Rivers Society was founded in 1883 [13].     # good

    Silent:
        Abstracts, methods, results, conclusions and acknowledgements are not checked, nor are statements about the authors' own
        data. A sentence just before or after a cited one of the same paragraph counts as covered by its source. In a manuscript,
        where nobody chose the statements, a figure must be a share or a large count beside a place or a word such as "currently";
        sections about the authors' own design, tests or calculations, and sentences with a footnote, are left out.

    Fix:
        Cite a source. Common knowledge needs none.
    """
    bare: dict[str, list[Claim]] = {}
    for index, claim in enumerate(case.article.claims):
        if (
            not claim.citations
            and not part_of_article(claim.section)
            and not _covered(case.article.claims, index)
            and (is_checkable if claim.at is None else is_of_the_world)(claim.text)
            and not (claim.at and is_of_own_work(claim.section))
        ):
            bare.setdefault(claim.section, []).append(claim)
    for claims in bare.values():
        yield Problem(
            claims[0].place("text"),
            "{count} claims with a date, figure or office have no source: {claims}"
            if len(claims) > 1
            else "no source for a claim with a date, figure or office",
            {"count": len(claims), "claims": tuple(claim.name for claim in claims)} if len(claims) > 1 else {},
            claim=claims[0].id,
            excerpt=excerpt(claims[0].text),
            fix=Fix("cite a source where the fact is not common knowledge"),
            related=tuple(claim.place("text") for claim in claims[1:]),
        )


def _covered(claims: Sequence[Claim], index: int) -> bool:
    claim = claims[index]
    beside = (claims[place] for place in (index - 1, index + 1) if 0 <= place < len(claims))
    return any(
        neighbour.citations and (neighbour.section, neighbour.paragraph) == (claim.section, claim.paragraph) for neighbour in beside
    )


RULES = (repeated_citation, repeated_claim, uncited_claim)
