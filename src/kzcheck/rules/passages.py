"""FACT803, 804, 805, 807: claims beside the texts of the works that they cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.folding import fold
from kzcheck.matching.names import is_named
from kzcheck.matching.passages import fits, hedges
from kzcheck.matching.quotations import FOUND
from kzcheck.rule import rule
from kzcheck.wording import cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Claim, Reference
    from kzcheck.case import Case
    from kzcheck.texts import Comparison

FEWEST_PASSAGES = 10
"""Passages of a text, some 500 words, from which its silence says something: an abstract or the page of a shop has fewer."""
SURELY_FITTING = 0.6
"""The score of a passage that says much the same as a claim, so that what the claim leaves out is worth a look."""
SAME_BEGINNING = 4
"""Letters that the forms of a word share: "in mice" is not lost if the claim speaks of "mice"."""


class _Compared(Struct, frozen=True):
    """A claim of whose works all texts are at hand, how many passages they have, whether any fits, and what none of them has."""

    claim: Claim
    works: tuple[Reference, ...]
    passages: int
    fitting: bool
    numbers: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def alone(self) -> str | None:
        """The id of the work if it is the only one cited."""
        return self.works[0].id if len(self.works) == 1 else None

    @property
    def values(self) -> dict[str, object]:
        """The value of a message about the only work."""
        return {"reference": self.alone} if self.alone else {}


def _compared(case: Case) -> Iterator[_Compared]:
    """Yield the claims of whose works all texts are at hand: what one of them lacks, another may have."""
    known = case.references
    for claim in case.article.claims:
        cited = {citation.reference for citation in claim.citations}
        comparisons = [comparison for comparison in case.evidence.comparisons.get(claim.id, ()) if comparison.reference in known]
        texts = {comparison.reference: case.evidence.text(comparison.reference) for comparison in comparisons}
        passages = {name: text.passages for name, text in texts.items() if text}
        if cited and cited == passages.keys() and min(passages.values()) >= FEWEST_PASSAGES:
            works = tuple(known[comparison.reference] for comparison in comparisons)
            yield _Compared(
                claim,
                works,
                sum(passages.values()),
                any(
                    not comparison.same_language or _quotes(comparison) or fits(comparison, passages[comparison.reference])
                    for comparison in comparisons
                ),
                _in_all([comparison.numbers for comparison in comparisons]),
                tuple(name for name in _in_all([*map(_surely_lacking, comparisons)]) if not _is_of(name, works)),
            )


def _surely_lacking(comparison: Comparison) -> tuple[str, ...]:
    """Return the names that a text lacks; in another language, a name may be spelt as nobody expects."""
    return comparison.names if comparison.same_language else ()


def _quotes(comparison: Comparison) -> bool:
    """Return whether the text has a quotation of the claim: it is the work that is meant."""
    return any(alignment.similarity >= FOUND for alignment in comparison.alignments)


def _in_all(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(words for words in lists[0] if all(words in other for other in lists[1:]))


def _is_of(name: str, works: Sequence[Reference]) -> bool:
    """Return whether a name is that of one of a work's people, or is in its title: the work's text need not repeat these."""
    words = set(fold(name).split())
    people = (person for work in works for _, _, person in work.item.names())
    return any(words <= set(fold(work.item.title).split()) for work in works) or any(is_named(name, person) for person in people)


@rule("FACT803", "number-not-in-source", Severity.NOTE, needs=("texts",), confidence=Confidence.POSSIBLE, key=("numbers",))
def number_not_in_source(case: Case) -> Iterator[Problem]:
    """A number or a day of the claim is nowhere in the text of the work cited.

    Why:
        A figure that the source does not have is a slip, was calculated by the author, or comes from somewhere else. The whole text
        is searched: for digits and number words, for grouped, scaled and more exact numbers, for percentages and their fractions.

    Example:
        The society has 31 members [4].    # the text of [4] speaks of twenty-seven
        The society has 27 members [4].    # good

    Silent:
        Nothing is reported if the text of any of the works cited is not at hand or has only a few passages. Numbers below three,
        markers, the years of citations and the pages that they give are not searched for. Where no passage fits at all, FACT805
        names the numbers.

    Fix:
        Compare the number with the source, say how it was calculated, or cite the work that has it.
    """
    for compared in _compared(case):
        if compared.fitting and compared.numbers:
            yield Problem(
                compared.claim.place("text"),
                "the text of [{reference}] lacks {numbers}" if compared.alone else "the texts of the works cited lack {numbers}",
                {"numbers": compared.numbers, **compared.values, **({"names": compared.names} if compared.names else {})},
                also=(template("; it lacks the name {names}, too"),) if compared.names else (),
                reference=compared.alone,
                claim=compared.claim.id,
                excerpt=excerpt(compared.claim.text, *compared.numbers, *compared.names),
                fix=Fix("compare the number with the source, or cite the work that has it"),
                related=tuple(work.location for work in compared.works),
            )


@rule("FACT804", "name-not-in-source", Severity.NOTE, needs=("texts",), confidence=Confidence.POSSIBLE, key=("names",))
def name_not_in_source(case: Case) -> Iterator[Problem]:
    """A name in the claim is nowhere in the text of the work cited.

    Why:
        If the source never mentions the person, the place or the body that the claim is about, the citation may belong to another
        sentence. Names are searched for in the whole text, across scripts, case endings, transliterations and acronyms.

    Example:
        The review by the Okafor Commission lasted a year [4].    # [4] never mentions an Okafor
        The review lasted a year [4].                             # good

    Silent:
        Nothing is reported if the text of any of the works cited is not at hand, has only a few passages, or is in another language
        than the claim: there, a name that is not found is only a hint in the report. The names of the works' own people and those
        in their titles are not searched for. Where a number is missing too, FACT803 names both; where no passage fits at all,
        FACT805 does.

    Fix:
        Check that the source speaks of the same person, place or body, or cite the work that does.
    """
    for compared in _compared(case):
        if compared.fitting and compared.names and not compared.numbers:
            yield Problem(
                compared.claim.place("text"),
                "the text of [{reference}] lacks the name {names}"
                if compared.alone
                else "the texts of the works cited lack the name {names}",
                {"names": compared.names, **compared.values},
                reference=compared.alone,
                claim=compared.claim.id,
                excerpt=excerpt(compared.claim.text, *compared.names),
                fix=Fix("check that the source speaks of the same, or cite the work that does"),
                related=tuple(work.location for work in compared.works),
            )


@rule("FACT805", "no-passage-found", Severity.NOTE, needs=("texts",), confidence=Confidence.POSSIBLE)
def no_passage_found(case: Case) -> Iterator[Problem]:
    """No passage of the text of the work cited shares more with the claim than an unrelated text would.

    Why:
        Where readers looked citations up, they often found nothing in the source that fits. Sometimes the number is that of a
        neighbour in the list.

        Passages are compared by their words, whatever their form, rare words counting for more. Of claims beside the text of
        another work, three of four are found; of claims that rest on their source, one of ten to one of thirty is reported, too.

    Example:
        Okafor's rivers forget their beds [4].    # [4] is about the taxation of ports
        Okafor's rivers forget their beds [5].    # good

    Silent:
        Nothing is reported if the text of any of the works cited is not at hand, is in another language than the claim, or has only
        a few passages; or if a text has a quotation of the claim.

    Fix:
        Check which work is meant. If it is this one, give the page, or put the claim closer to what the source says.
    """
    for compared in _compared(case):
        if not compared.fitting:
            lacking = (*compared.numbers, *compared.names)
            yield Problem(
                compared.claim.place("text"),
                "none of the {passages:,} passages in the text of [{reference}] fits"
                if compared.alone
                else "none of the {passages:,} passages in the texts of the works cited fits",
                {"passages": compared.passages, **compared.values, **({"lacking": lacking} if lacking else {})},
                also=(template("; nowhere in it: {lacking}"),) if lacking else (),
                reference=compared.alone,
                claim=compared.claim.id,
                excerpt=excerpt(compared.claim.text, *lacking),
                fix=Fix("check which work is meant, or give the page"),
                related=tuple(work.location for work in compared.works),
            )


@rule("FACT807", "hedge-lost", Severity.NOTE, needs=("texts",), confidence=Confidence.POSSIBLE, key=("hedge",))
def hedge_lost(case: Case) -> Iterator[Problem]:
    """The source limits what it says, and the claim does not.

    Why:
        “May help mice” becomes “helps” on its way from article to article. A claim that leaves out “may”, “in mice” or “in our
        sample” says more than its source.

        The sentence compared is the nearest one in the passage that shares most of the claim's words. A word such as “may” counts
        in the clause nearest to the claim, “in mice” in the whole sentence.

    Example:
        The extract lowers the fever [4].                # [4]: “In mice, the extract may lower the fever.”
        In mice, the extract may lower the fever [4].    # good

    Silent:
        Nothing is reported if the claim has such a word itself, or if no passage says much the same as the claim.

    Fix:
        Say with what limits the source says it.
    """
    known = case.references
    for claim in case.article.claims:
        for comparison in case.evidence.comparisons.get(claim.id, ()):
            hedge = _lost(claim.text, comparison)
            if hedge and (reference := known.get(comparison.reference)):
                passage = comparison.passages[0]
                page = passage.printed or (str(passage.number) if passage.number else "")
                yield Problem(
                    claim.place("text"),
                    "[{reference}] says this with “{hedge}”: “{passage}”",
                    {
                        "reference": reference.id,
                        "hedge": hedge,
                        "passage": cut(passage.words),
                        **({"page": page} if page else {}),
                    },
                    also=(template(" (p. {page})"),) if page else (),
                    reference=reference.id,
                    claim=claim.id,
                    excerpt=excerpt(claim.text),
                    fix=Fix("say with what limits the source says it"),
                    related=(reference.location,),
                )


def _lost(text: str, comparison: Comparison) -> str:
    """Return a word with which the nearest passage limits what it says, if a claim has none, or ""."""
    best = comparison.passages[0] if comparison.passages and comparison.same_language else None
    if best is None or best.score < SURELY_FITTING or hedges(text):
        return ""
    beginnings = {word[:SAME_BEGINNING] for word in fold(text).split()}
    return next((hedge for hedge in best.hedges if fold(hedge).rpartition(" ")[2][:SAME_BEGINNING] not in beginnings), "")


RULES = (number_not_in_source, name_not_in_source, no_passage_found, hedge_lost)
