"""QUOT701–706: quotations beside the texts of the works that are cited for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.folding import fold, lower
from kzcheck.language.locators import extent
from kzcheck.matching.imprint import bounds, located_pages
from kzcheck.matching.quotations import FOUND, ends_open, is_sought, turn_after, turn_within
from kzcheck.rule import rule
from kzcheck.wording import Plural, cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Claim, Reference
    from kzcheck.case import Case
    from kzcheck.finding import Excerpt
    from kzcheck.texts import Alignment, Change, Comparison, TextAtHand
    from kzcheck.wording import Template

SURE = 0.85
"""Similarity from which the place of a quotation is certain; below it, a person must look."""
SLIP = 0.5
"""Likeness of two words from which one may be a slip for the other: in bad scans most false alarms are of this kind."""
FEWEST_WORDS = 500
"""Words of a text: fewer are an abstract or the page that leads to the work."""
FEWEST_ON_PAGE, SHARE = 150, 0.7
"""Words on a printed page at least, and the share of a work's pages from which its text is whole."""
LONGEST_OMISSION = 25
"""Words left out of one sentence: longer ones have a negation by chance."""
SHOWN = 120
"""Characters of a source's words that a message shows."""

_LANDINGS = frozenset("book article-journal article-magazine chapter thesis report paper-conference".split())
_GRAVEST = ("negation", "number", "direction", "word")
_STOPPED = re.compile(r"[.!?。！？][\"'”’»)\]]*$")
_STOPS_AFTER = re.compile(r"[\"'”’»“]*\s?(?:(?:\[[^\[\]]{0,60}\]|\([^()]{0,80}\))[\s,;–-]{0,2}){0,4}(?:[.!?]|$)")
_NEW_SENTENCE = re.compile(r"[.!?…]\W*(?:\d+\W+)?[^\W\d_a-zа-яёәғқңөұүһі]")
_OPENING = re.compile(r"[\W_]*")


class _Quoted(Struct, frozen=True):
    """A quotation of a claim beside the text of a work that the claim cites."""

    claim: Claim
    reference: Reference
    text: TextAtHand
    comparison: Comparison
    alignment: Alignment

    def problem(
        self,
        message: Template,
        values: dict[str, object],
        fix: Fix,
        *words: str,
        also: tuple[Template, ...] = (),
        doubtful: bool = False,
    ) -> Problem:
        """Return a problem of this quotation."""
        quoted = self.alignment.quoted
        return Problem(
            self.claim.place(self.alignment.quotation or "text"),
            message,
            {"reference": self.reference.id, "quotation": cut(quoted), **values},
            also=also,
            reference=self.reference.id,
            claim=self.claim.id,
            excerpt=_excerpt(self.claim, quoted, *words),
            fix=fix,
            severity=Severity.NOTE if doubtful else None,
            confidence=Confidence.POSSIBLE if doubtful else None,
            related=(self.reference.location,),
        )


def _excerpt(claim: Claim, quoted: str, *words: str) -> Excerpt:
    """Return the quotation with words marked; all of it, if there are none to mark."""
    if any(words):
        return excerpt(quoted, *words)
    return excerpt(claim.text, quoted) if quoted in claim.text else excerpt(quoted, quoted)


def _quotations(case: Case) -> Iterator[_Quoted]:
    """Yield each quotation beside the texts at hand of the works that its claim cites: those that have it best."""
    for claim in case.article.claims:
        comparisons = case.evidence.comparisons.get(claim.id, ())
        best: dict[tuple[str, str], float] = {}
        for alignment in (alignment for comparison in comparisons for alignment in comparison.alignments):
            place = alignment.quotation, alignment.quoted
            best[place] = max(best.get(place, 0.0), alignment.similarity)
        for comparison in comparisons:
            reference, text = case.references.get(comparison.reference), case.evidence.text(comparison.reference)
            if reference and text:
                for alignment in comparison.alignments:
                    if alignment.similarity == best[alignment.quotation, alignment.quoted]:
                        yield _Quoted(claim, reference, text, comparison, alignment)


def _is_in(quoted: _Quoted) -> bool:
    return quoted.alignment.similarity >= FOUND


def _missing(case: Case) -> Iterator[_Quoted]:
    """Yield quotations that are in none of the works which their claim cites, all of which were read as a whole."""
    for quoted in _quotations(case):
        read = {comparison.reference for comparison in case.evidence.comparisons[quoted.claim.id]}
        cited = {citation.reference for citation in quoted.claim.citations}
        if (
            not _is_in(quoted)
            and is_sought(quoted.alignment.quoted)
            and cited <= read
            and all(_is_whole(case, reference) for reference in cited)
            and not any(_is_titled(case.references[reference], quoted.alignment.quoted) for reference in cited)
        ):
            yield quoted


def _is_titled(reference: Reference, quoted: str) -> bool:
    """Return whether quoted words are the title of a work, or a part of it."""
    return f" {fold(quoted)} " in f" {fold(reference.item.title)} "


def _is_whole(case: Case, reference_id: str) -> bool:
    """Return whether a text is that of the whole work, as far as its extent shows."""
    text, reference = case.evidence.text(reference_id), case.references.get(reference_id)
    if text is None or reference is None or not text.whole or text.words < FEWEST_WORDS:
        return False
    item = reference.item
    first, last, _ = bounds(item)
    pages = last - (first or 1) + 1 if last else extent(item.number_of_pages) or 0
    if pages:
        return text.pages >= pages * SHARE if text.pages else text.words >= pages * FEWEST_ON_PAGE * SHARE
    return bool(text.pages) or text.origin != "page" or item.type not in _LANDINGS


@rule("QUOT701", "quotation-not-found", Severity.NOTE, needs=("texts",), confidence=Confidence.LIKELY, key=("quotation",))
def quotation_not_found(case: Case) -> Iterator[Problem]:
    """The words of a quotation are not in the text at hand of the cited work.

    Why:
        Either the words are from another work or edition, or they are a paraphrase in quotation marks. The whole text is searched,
        with regard to line breaks, old spellings, scanning errors and omissions.

    Example:
        "every river forgets its first bed" [1]        # the text of [1] has nothing like it
        "every river remembers its first bed" [1]      # good: [1] has these words

    Silent:
        Nothing is reported if the quotation is in another language than the text, since it may be a translation; if the text seems
        to be a part of the work only; or if one of several cited works was not read. Quotations of fewer than five words in a row
        and titles of the works cited are not looked for.

    Fix:
        Look the words up in the work, and give the page, or cite the work that has them.
    """
    for quoted in _missing(case):
        if quoted.alignment.same_language and not _elsewhere(quoted):
            yield quoted.problem(
                template("these words are not in the text at hand of [{reference}]"),
                {},
                Fix("look the words up in [{reference}], or cite the work that has them", {"reference": quoted.reference.id}),
            )


@rule("QUOT702", "quotation-altered", Severity.WARNING, needs=("texts",), confidence=Confidence.LIKELY, key=("quotation",))
def quotation_altered(case: Case) -> Iterator[Problem]:
    """A quotation differs from the text of the cited work.

    Why:
        Readers take quoted words for the author's own. A word more or less may turn the sense. The first difference is named, a
        negation, a number or a direction (“increase”, “decrease”) before others; all are marked.

        The finding is a note if the quotation is so different from the source that a person must look, or if only some letters of a
        word differ, as they may after a slip or in a bad scan.

    Example:
        "every river remembers its bed" [1]            # [1] has "no river remembers its bed"
        "every river […] remembers its bed" [1]        # good: the omission is marked

    Silent:
        Capitals, punctuation, hyphens, ligatures and old spellings are not compared. What a scan or a slip makes of a word is not
        reported, nor are omissions marked by “…” and insertions in square brackets. Marks of notes, citations in brackets and
        running heads of the source may be left out. A number may be in words or in digits. Of several works cited, the one that has
        the words best counts.

    Fix:
        Restore the words of the source, or mark the change: “[…]”, “[the river]”.
    """
    for quoted in _quotations(case):
        changes = quoted.alignment.changes
        if not changes or not _is_in(quoted):
            continue
        change = min(changes, key=lambda change: _GRAVEST.index(change.kind))
        message, values = _difference(change)
        more = {"count": len(changes) - 1} if len(changes) > 1 else {}
        yield quoted.problem(
            message,
            {**values, **more},
            Fix("restore the words of [{reference}], or mark the change with square brackets", {"reference": quoted.reference.id}),
            *(changed.quoted for changed in changes),
            also=(_MORE,) if more else (),
            doubtful=quoted.alignment.similarity < SURE or all(map(_may_be_slip, changes)),
        )


def _may_be_slip(change: Change) -> bool:
    return change.kind == "word" and Levenshtein.normalized_similarity(lower(change.quoted), lower(change.source)) >= SLIP


_MORE = Plural("; {count} more difference", "; {count} more differences")


def _difference(change: Change) -> tuple[Template, dict[str, object]]:
    quoted, source = cut(change.quoted, SHOWN), cut(change.source, SHOWN)
    if not source:
        return template("the quotation has “{quoted}”, which the text of [{reference}] does not have there"), {"quoted": quoted}
    if not quoted:
        return template("the quotation lacks “{source}”, which the text of [{reference}] has there"), {"source": source}
    message = template("the quotation has “{quoted}” where the text of [{reference}] has “{source}”")
    return message, {"quoted": quoted, "source": source}


@rule(
    "QUOT703", "quotation-on-other-page", Severity.NOTE, needs=("texts",), confidence=Confidence.LIKELY, key=("quotation", "pages")
)
def quotation_on_other_page(case: Case) -> Iterator[Problem]:
    """A quotation is on another page of the cited work than the citation says.

    Why:
        Readers look the words up on the page that is given.

    Example:
        "every river remembers its first bed" [1, p. 134]    # the words are on page 143
        "every river remembers its first bed" [1, p. 143]    # good

    Silent:
        The page may be the number printed on it or its place in the file. Nothing is reported if the text has no printed page
        numbers, or if any of the pages cited has a part of the quotation. Chapters and other locators are not compared.

    Fix:
        Correct the page, unless another edition is cited.
    """
    for quoted in _quotations(case):
        alignment = quoted.alignment
        leaves = ((alignment.number, alignment.printed), *alignment.also)
        if not _is_in(quoted) or not alignment.printed.isdigit():
            continue
        pages = {int(printed) for _, printed in leaves if printed.isdigit()} | {number for number, _ in leaves}
        cited = [
            located
            for citation in quoted.claim.citations
            if citation.reference == quoted.reference.id and citation.label == "page"
            for located in located_pages(citation.locator, "")
        ]
        if cited and not any((page.first or 0) <= number <= (page.last or number) for page in cited for number in pages):
            yield quoted.problem(
                template(
                    "the citation gives page {pages}, but in the text at hand of [{reference}] the quotation is on page {page}"
                ),
                {"pages": tuple(page.raw for page in cited), "page": alignment.printed},
                Fix("correct the page to {page}, unless another edition is cited", {"page": alignment.printed}),
            )


@rule(
    "QUOT704", "quotation-in-other-reference", Severity.WARNING, needs=("texts",), confidence=Confidence.LIKELY, key=("quotation",)
)
def quotation_in_other_reference(case: Case) -> Iterator[Problem]:
    """The words of a quotation are not in the cited work, but in another work of the list.

    Why:
        The number or the name of the citation has slipped: readers look the words up in the wrong work.

    Example:
        "every river remembers its first bed" [1]    # the words are in [2]
        "every river remembers its first bed" [2]    # good

    Silent:
        Nothing is reported if any of the works cited has the words, or was not read as a whole.

    Fix:
        Cite the work that has the words. If they were read in both, cite the one that you mean.
    """
    for quoted in _missing(case):
        if other := _elsewhere(quoted):
            yield quoted.problem(
                template("these words are not in the text at hand of [{reference}], but in that of [{other}]"),
                {"other": other},
                Fix("cite [{other}], if that is meant", {"other": other}),
            )


def _elsewhere(quoted: _Quoted) -> str:
    """Return the id of another reference whose text certainly has a quotation, or ""."""
    return next(
        (
            reference
            for reference, alignments in quoted.comparison.elsewhere.items()
            for alignment in alignments
            if alignment.quoted == quoted.alignment.quoted and alignment.similarity >= SURE
        ),
        "",
    )


@rule("QUOT705", "quotation-cut-short", Severity.WARNING, needs=("texts",), confidence=Confidence.LIKELY, key=("quotation",))
def quotation_cut_short(case: Case) -> Iterator[Problem]:
    """A quotation ends as a whole statement, but in its source the sentence goes on with “but”, “unless” or “except”.

    Why:
        What the author limits or takes back in the same breath belongs to what the author says. A quotation ends as a whole
        statement if it has a full stop, or if it begins with a capital and the sentence ends with it.

    Example:
        "Every river remembers its bed." [1]                      # [1] goes on: ", unless it is dammed"
        "Every river remembers its bed, unless it is dammed." [1] # good
        "Every river remembers its bed …" [1]                     # good: readers see that something follows

    Silent:
        Nothing is reported if the quotation is a part of a sentence in the text, if it ends with “…”, or if the text itself goes on
        with a “but” or a negation.

    Fix:
        Quote the rest of the sentence, or end the quotation with “…” and say what follows.
    """
    for quoted in _quotations(case):
        alignment = quoted.alignment
        turn = turn_after(alignment.after, quoted.text.language) if _is_in(quoted) and alignment.after else ""
        if turn and _is_complete(quoted):
            yield quoted.problem(
                template("the quotation ends here, but the sentence in [{reference}] goes on: “{after}”"),
                {"after": cut(alignment.after, SHOWN)},
                Fix("quote the rest of the sentence, or end with “…” and say what follows"),
                doubtful=alignment.similarity < SURE,
            )


def _is_complete(quoted: _Quoted) -> bool:
    """Return whether a quotation stands as a whole statement, and its claim does not itself go on with a turn."""
    words, text = quoted.alignment.quoted.rstrip(), quoted.claim.text
    at = text.find(words)
    rest = text[at + len(words) :] if at >= 0 else ""
    if ends_open(words) or turn_within(rest, quoted.text.language):
        return False
    if _STOPPED.search(words):
        return True
    opening = words[len(_OPENING.match(words)[0]) :][:1]  # type: ignore[index]  # it matches anything
    return opening.isupper() and at >= 0 and _STOPS_AFTER.match(rest) is not None


@rule("QUOT706", "quotation-spliced", Severity.WARNING, needs=("texts",), confidence=Confidence.LIKELY, key=("quotation",))
def quotation_spliced(case: Case) -> Iterator[Problem]:
    """A quotation leaves out words within a sentence that turn its sense: a “not”, a “but”, an “unless”.

    Why:
        An omission may shorten a quotation, but must not make it say something else.

    Example:
        "every river … remembers its bed" [1]    # [1] has "every river that is not dammed remembers its bed"

    Silent:
        Omissions of more than 25 words or across sentences are not examined, since they leave out statements, not conditions.

    Fix:
        Quote the words that are left out, or write the sentence in your own words.
    """
    for quoted in _quotations(case):
        for omitted in quoted.alignment.omitted if _is_in(quoted) else ():
            if len(omitted.split()) > LONGEST_OMISSION or _NEW_SENTENCE.search(omitted) or _STOPPED.search(omitted):
                continue
            if turn_within(omitted, quoted.text.language):
                yield quoted.problem(
                    template("at its omission the quotation leaves out “{omitted}” of [{reference}]"),
                    {"omitted": cut(omitted, SHOWN)},
                    Fix("quote the words that are left out, or write the sentence in your own words"),
                    doubtful=quoted.alignment.similarity < SURE,
                )
                break


RULES = (
    quotation_not_found,
    quotation_altered,
    quotation_on_other_page,
    quotation_in_other_reference,
    quotation_cut_short,
    quotation_spliced,
)
