"""What a claim and the texts of the works that it cites have in common, in the words of every report: facts, without a verdict."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.finding import Excerpt
from kzcheck.formats.naming import located
from kzcheck.formats.text import clean
from kzcheck.texts import LONGEST_PASSAGE, TextAtHand
from kzcheck.wording import Plural, template, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.article import Citation, Claim
    from kzcheck.finding import Report
    from kzcheck.texts import Alignment, Change, Comparison, TextState

LONGEST = 600
"""Characters of a source's words that are shown: some 60 words."""
LONGEST_PART = 120
"""Characters of the words of one change, and of what follows a quotation or is left out of it."""
CLOSING = "\"'’”»“"
"""Marks that close a quotation within the text itself."""
MOST_CHANGES = 6
"""Changes of one quotation that are named."""
MOST_PASSAGES = 3
"""Passages of one text that are shown beside a claim."""
QUOTED, SOURCE = template("in the claim"), template("in the text")
"""What the words quoted and the text's own are called where they stand one above the other."""

_ORIGINS = {
    "page": template("the page {where}"),
    "archive": template("an archived copy, {where}"),
    "open-access": template("an open-access copy, {where}"),
}
_WORDS = Plural("{count:,} word", "{count:,} words")
_LEAVES = Plural("{count:,} page", "{count:,} pages")
_PRINTED = template("{pages}, numbered {first}–{last}")
_LANGUAGE = template("language: {language}")
_PAGES = template("p. {pages}")
_LEAF = template("page {number} of the file")
_OF = template("{pages} of [{reference}]")
_QUOTED = template("“{words}”")
_VERBATIM = template("{place}: the quotation is there word for word")
_ALTERED = template("{place}: the quotation is there with other words: {changes}")
_ELSEWHERE = template("{place}, which is not cited here: the quotation is there word for word")
_ALTERED_ELSEWHERE = template("{place}, which is not cited here: the quotation is there with other words: {changes}")
_ABSENT = template("the quotation was not found in the text at hand of [{reference}]")
_OTHER_LANGUAGE = template(
    "the quotation was not found in the text at hand of [{reference}], which is in another language: it may be a translation"
)
_CHANGED = {
    (True, True): template("“{quoted}” instead of “{source}”"),
    (True, False): template("“{quoted}” added"),
    (False, True): template("“{source}” left out"),
}
_MORE_CHANGES = Plural("and {count:,} more change", "and {count:,} more changes")
_GOES_ON = template("there the sentence goes on: “{words}”")
_OMITTED = template("left out at “…”: “{words}”")
_NEAREST = template("nearest passage: {place} (score {score:.2f})")
_UNFIT = template("no passage fits; the nearest is {place} (score {score:.2f})")
_NEXT = template("next passage: {place} (score {score:.2f})")
_BY_NAMES = template("found by names and numbers only")
_HEDGED = template("limited by {words}")
_CREDITED = template("crediting {names}")
_LACKING = template("not in the text at hand of [{reference}]: {values}")
_LACKING_ACROSS = template("not in the text at hand of [{reference}], which is in another language: {values}")
_HINT = template(
    "only a hint, since the text at hand of [{reference}] is in another language: no such name was found in it: {names}"
)
_NOTHING = template("nothing like this was found in the text at hand of [{reference}]")
_READ = Plural("{count:,} passage read", "{count:,} passages read")
_STILL = template("still to read: {places}")
_UNLIKE = Plural(
    "{place}: nothing like this was found in the text at hand ({count:,} passage read)",
    "{place}: nothing like this was found in the text at hand ({count:,} passages read)",
)


class Fact(Struct, frozen=True):
    """One fact about a claim and a text: a sentence, the words quoted, and the text's own, each with what differs marked."""

    kind: Literal["verbatim", "altered", "rest", "absent", "lacking", "hint", "passage"]
    says: str
    quoted: Excerpt | None = None
    words: Excerpt | None = None


class Beside(Struct, frozen=True):
    """A claim beside one cited text: the number of passages read, facts on quotations, names and numbers, the nearest passages."""

    reference: str
    read: str
    facts: tuple[Fact, ...]
    passages: tuple[Fact, ...]


def beside(report: Report, claim: str) -> tuple[Beside, ...]:
    """Return what a claim, by its id, has in common with each cited text at hand."""
    texts = report.evidence.texts
    comparisons = report.evidence.comparisons.get(claim, ())
    unfit = report.unfit.get(claim, ())
    return tuple(
        _beside(comparison, texts.get(comparison.reference), fitting=comparison.reference not in unfit)
        for comparison in comparisons
    )


def still_to_read(report: Report, claim: Claim) -> Iterator[str]:
    """Yield what a person has still to read for a claim: places in works without a text, and works in which nothing was found."""
    texts, listed = report.evidence.texts, {reference.id for reference in report.article.references}
    citations = [citation for citation in claim.citations if citation.reference in listed]
    if lacking := [citation for citation in citations if not isinstance(texts.get(citation.reference), TextAtHand)]:
        yield written(_STILL, {"places": "; ".join(dict.fromkeys(map(_cited, lacking)))})
    compared = {comparison.reference: comparison for comparison in report.evidence.comparisons.get(claim.id, ())}
    for citation in citations:
        text, comparison = texts.get(citation.reference), compared.get(citation.reference)
        if not isinstance(text, TextAtHand) or comparison is None or any(map(_is_there, comparison.alignments)):
            continue
        if citation.reference in report.unfit.get(claim.id, ()) or not comparison.passages:
            yield written(_UNLIKE, {"place": _cited(citation), "count": text.passages})


def extent(text: TextState | None) -> str:
    """Return where a text came from, how long it is, in which language: "texts/1.pdf · 9,120 words · 19 pages · language: en"."""
    if not isinstance(text, TextAtHand):
        return ""
    where = clean(text.where, LONGEST)
    place = where if text.origin == "file" else written(_ORIGINS[text.origin], {"where": where})
    parts = [place, written(_WORDS, {"count": text.words})]
    if text.pages:
        leaves = written(_LEAVES, {"count": text.pages})
        printed = {"pages": leaves, "first": clean(text.printed[0]), "last": clean(text.printed[-1])} if text.printed else None
        parts.append(written(_PRINTED, printed) if printed else leaves)
    if text.language:
        parts.append(written(_LANGUAGE, {"language": clean(text.language)}))
    return " · ".join(parts)


def pages(locator: str) -> str:
    """Return cited pages as a person writes them: "p. 19–21"."""
    return written(_PAGES, {"pages": re.sub(r"(?<=\d)\s*-\s*(?=\d)", "–", clean(locator, LONGEST_PART))})


def place_of(citation: Citation) -> str:
    """Return the locator of a citation as a person writes it: "p. 19–21", "chapter 3"."""
    return pages(citation.locator) if citation.label == "page" else located(citation)


def in_lines(report: Report, claim: str) -> Iterator[str]:
    """Yield a line for each fact about a claim, with the words that it is about, and for the nearest passage of each cited text."""
    for text in beside(report, claim):
        for fact in (*text.facts, *text.passages[:1]):
            words = (fact.words or fact.quoted or Excerpt("")).text
            says = f"{fact.says}: “{words}”" if words else fact.says
            yield f"{says} ({text.read})" if fact.kind == "passage" and text.read else says


def _cited(citation: Citation) -> str:
    """Return the place that a citation names: "p. 19–21 of [4]", "[4]"."""
    name = clean(citation.name)
    return written(_OF, {"pages": place_of(citation), "reference": name}) if citation.locator else f"[{name}]"


def _beside(comparison: Comparison, text: TextState | None, *, fitting: bool) -> Beside:
    facts = [fact for alignment in comparison.alignments for fact in _of_quotation(alignment, comparison.reference)]
    for name, alignments in comparison.elsewhere.items():
        facts += [_found(alignment, name, _ELSEWHERE, _ALTERED_ELSEWHERE) for alignment in alignments if _is_there(alignment)]
    facts += _lacking(comparison)
    if not facts and not comparison.passages:
        facts.append(Fact("absent", written(_NOTHING, {"reference": clean(comparison.reference)})))
    return Beside(
        comparison.reference,
        written(_READ, {"count": text.passages}) if isinstance(text, TextAtHand) else "",
        tuple(facts),
        tuple(_passages(comparison, fitting=fitting)),
    )


def _lacking(comparison: Comparison) -> Iterator[Fact]:
    """Yield the numbers and names that a text lacks; in another language, a name may be spelt as nobody expects."""
    reference = clean(comparison.reference)
    numbers, names = (tuple(clean(value, LONGEST_PART) for value in values) for values in (comparison.numbers, comparison.names))
    if comparison.same_language:
        if values := (*numbers, *names):
            yield Fact("lacking", written(_LACKING, {"reference": reference, "values": values}))
        return
    if numbers:
        yield Fact("lacking", written(_LACKING_ACROSS, {"reference": reference, "values": numbers}))
    if names:
        yield Fact("hint", written(_HINT, {"reference": reference, "names": names}))


def _passages(comparison: Comparison, *, fitting: bool) -> Iterator[Fact]:
    """Yield the nearest passages, best first; only one if it shares no more with the claim than any text would."""
    for number, passage in enumerate(comparison.passages[: MOST_PASSAGES if fitting else 1]):
        place = _place(comparison.reference, passage.number, passage.printed)
        wording = _NEXT if number else _NEAREST if fitting else _UNFIT
        says = [written(wording, {"place": place, "score": passage.score})]
        if passage.by == "names":
            says.append(written(_BY_NAMES))
        if passage.hedges:
            hedges = tuple(written(_QUOTED, {"words": clean(words, LONGEST_PART)}) for words in passage.hedges)
            says.append(written(_HEDGED, {"words": hedges}))
        if passage.credited:
            says.append(written(_CREDITED, {"names": tuple(clean(name, LONGEST_PART) for name in passage.credited)}))
        yield Fact("passage", ", ".join(says), words=_excerpt(passage.words, passage.hedges))


def _of_quotation(alignment: Alignment, reference: str) -> Iterator[Fact]:
    if not _is_there(alignment):
        wording = _ABSENT if alignment.same_language else _OTHER_LANGUAGE
        yield Fact("absent", written(wording, {"reference": clean(reference)}), quoted=_excerpt(alignment.quoted))
        return
    yield _found(alignment, reference, _VERBATIM, _ALTERED)
    if after := alignment.after.rstrip(CLOSING):
        yield Fact("rest", written(_GOES_ON, {"words": clean(after, LONGEST_PART)}))
    for words in filter(None, alignment.omitted):
        yield Fact("rest", written(_OMITTED, {"words": clean(words, LONGEST_PART)}))


def _found(alignment: Alignment, reference: str, verbatim: str, altered: str) -> Fact:
    place = _place(reference, alignment.number, alignment.printed)
    words = _excerpt(alignment.words, [change.source for change in alignment.changes])
    if not alignment.changes:
        return Fact("verbatim", written(verbatim, {"place": place}), words=words)
    quoted = _excerpt(alignment.quoted, [change.quoted for change in alignment.changes])
    return Fact("altered", written(altered, {"place": place, "changes": _changes(alignment.changes)}), quoted, words)


def _is_there(alignment: Alignment) -> bool:
    return alignment.similarity > 0


def _changes(changes: Sequence[Change]) -> str:
    named = [
        written(
            _CHANGED[bool(change.quoted), bool(change.source)],
            {"quoted": clean(change.quoted, LONGEST_PART), "source": clean(change.source, LONGEST_PART)},
        )
        for change in changes[:MOST_CHANGES]
        if change.quoted or change.source
    ]
    more = len(changes) - MOST_CHANGES
    return "; ".join((*named, *((written(_MORE_CHANGES, {"count": more}),) if more > 0 else ())))


def _place(reference: str, number: int, printed: str) -> str:
    """Return a place in a text: "[4], p. 20"; where no number is printed, by the page of the file, if it has pages."""
    page = pages(printed) if printed else written(_LEAF, {"number": number}) if number else ""
    return ", ".join(filter(None, (f"[{clean(reference)}]", page)))


def _excerpt(text: str, marked: Iterable[str] = ()) -> Excerpt:
    """Return the first words of a text, as many as may be shown, with the `marked` ones marked, each after the one before it."""
    words = text.split(maxsplit=LONGEST_PASSAGE)
    shown = clean(" ".join(words[:LONGEST_PASSAGE]) + ("…" if len(words) > LONGEST_PASSAGE else ""), LONGEST)
    marks: list[tuple[int, int]] = []
    at = 0
    for part in islice(filter(None, map(clean, marked)), LONGEST_PASSAGE):
        wanted = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)", re.IGNORECASE)
        if match := wanted.search(shown, at) or wanted.search(shown):
            marks.append(match.span())
            at = match.end()
    return Excerpt(shown, tuple(sorted(marks)))
