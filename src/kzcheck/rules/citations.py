"""CITE101–103 and CITE114: whether the citations in the text match the entries of the list."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rapidfuzz import fuzz, process

from kzcheck.article import line_starts
from kzcheck.finding import Confidence, Excerpt, Fix, Problem, Severity, excerpt
from kzcheck.language.folding import lower
from kzcheck.language.manuscripts import ALL
from kzcheck.language.numbers import longest_rise
from kzcheck.matching.lists import first_citations
from kzcheck.rule import rule
from kzcheck.wording import template

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kzcheck.article import Article, Citation, Claim, Location, Reference
    from kzcheck.case import Case

# Similarity (0 to 100) of two ids below which none is suggested: "nye1990" and "nye2004" have 57, "nye1990" and "nye_1990" 93.
LIKE_ID = 75
# Distinct undefined ids that get a suggestion: with more, the list belongs to another article.
MOST_SUGGESTIONS = 50
# Uncited entries that are reported one by one; more become one finding.
MOST_LINES = 1
# Share of uncited entries above which the claims are only a selection from the article.
SELECTION = 0.5
# Numbers that a span such as [14]–[20] may cover.
WIDEST_SPAN = 30

# How keys are cited: a program prints the entries that have them, and leaves the others out.
PRINTED_BY_PROGRAM = ("", "key")

# Characters of a manuscript shown on each side of a key.
AROUND = 80

_NUMBER = re.compile(r"[0-9]{1,9}")


@rule("CITE101", "undefined-reference", Severity.ERROR)
def undefined_reference(case: Case) -> Iterator[Problem]:
    r"""The text cites an entry that is not in the list.

    Why:
        Readers cannot find the source. Often the number is a slip: an entry was deleted, or the list was renumbered. If part of the
        list could not be read (KZ002), the message says so, because the entry may be there.

        The keys that manuscripts cite are checked, too: `[@key]` in Markdown, `\cite{key}` in LaTeX and so on. Each key is one
        finding, at its first place. If the manuscripts also name lists that were not read, one note has all keys that are
        missing, because they may be there.

    Example:
        cites: ["35"]      # the list ends at [34]
        cites: ["34"]      # good
        [@doe2010, p. 3]   # the list has Doe2010
        [@Doe2010, p. 3]   # good

    Silent:
        Without claims and manuscripts there are no citations to check. A manuscript whose list was not found is not checked. The
        list itself is checked by CITE102 and CITE114.

    Fix:
        Correct the citation (cites), or add the missing entry. If part of the list could not be read, correct that first.
    """
    if case.article.document and not (case.article.references or case.article.unread_lists):
        return
    known = {key for reference in case.article.references for key in (reference.id, *reference.aliases)}
    numbers = [int(number) for number in known if _NUMBER.fullmatch(number)]
    last = max(numbers) if len(numbers) * 2 > len(known) else 0
    unread = _unread(case.article)
    hints: dict[str, Problem] = {}
    for claim in case.article.claims:
        for citation in claim.citations:
            if citation.kind or (cited := citation.reference) in known:
                continue
            if cited not in hints:
                hints[cited] = _undefined(citation, case.article.references if len(hints) < MOST_SUGGESTIONS else (), last)
            yield replace(
                hints[cited],
                location=citation.location,
                claim=claim.id,
                excerpt=excerpt(claim.text),
                confidence=Confidence.LIKELY if unread else None,
                also=(template("; some of its entries could not be read"),) if unread else (),
            )
    places, claims = _printed(case.article, known)
    if places and (lists := case.article.unread_lists):
        first, *others = (citations[0].location for citations in places.values())
        yield Problem(
            first,
            "cited but not in the list: {ids}; the text also names {lists}, which was not read",
            {"ids": tuple(places), "lists": lists},
            fix=Fix("audit all lists together, or add the missing entries"),
            severity=Severity.NOTE,
            related=tuple(others),
        )
        return
    for number, (cited, citations) in enumerate(places.items()):
        problem = _undefined(citations[0], case.article.references if number < MOST_SUGGESTIONS else (), last)
        yield replace(
            problem,
            claim=claims.get(cited),
            excerpt=_line(case.article, citations[0].location),
            related=tuple(citation.location for citation in citations[1:]),
            confidence=Confidence.LIKELY if unread else None,
            also=(template("; some of its entries could not be read"),) if unread else (),
        )


def _printed(article: Article, known: Collection[str]) -> tuple[dict[str, list[Citation]], dict[str, str]]:
    """Return the citations read in texts of works that the list lacks, by what names the work, and the first claim with each."""
    places: dict[str, list[Citation]] = {}
    claims: dict[str, str] = {}
    in_claims = ((citation, claim.id) for claim in article.claims for citation in claim.citations if citation.kind)
    for citation, claim_id in (*in_claims, *((citation, None) for citation in article.cited)):
        if (cited := citation.name) not in known and cited != ALL and citation.kind != "ibid":
            places.setdefault(cited, []).append(citation)
            if claim_id:
                claims.setdefault(cited, claim_id)
    return places, claims


def _line(article: Article, location: Location) -> Excerpt | None:
    """Return the line of a citation in a manuscript, cut, with the key marked."""
    text = article.sources.get(location.file, "")
    starts = line_starts(text)
    if location.end_line != location.line or location.line > len(starts):
        return None
    start, end = starts[location.line - 1], (*starts[location.line : location.line + 1], len(text))[0]
    key, length = start + location.column - 1, location.end_column - location.column
    first, last = max(start, key - AROUND), min(end, key + length + AROUND)
    before, after = "…" if first > start else "", "…" if last < end else ""
    mark = len(before) + key - first
    return Excerpt(f"{before}{text[first:last].rstrip()}{after}", ((mark, mark + length),))


def _unread(article: Article) -> int:
    """Return the number of notes about entries of the list that could not be read."""
    lists = {reference.location.file for reference in article.references}
    return sum(not lists or entry.location.file in lists for entry in article.unreadable if not entry.wrong.repeated)


def _undefined(citation: Citation, references: Sequence[Reference], last: int) -> Problem:
    """Return the problem of an undefined id, wherever it is cited; `last` is the last number of a numbered list, or 0."""
    cited = citation.name
    if citation.kind in ("author-date", "note"):
        return Problem(
            citation.location,
            "“{reference}” is cited, but the list has no such entry",
            {"reference": cited},
            reference=cited,
            fix=Fix("correct the citation, or add the entry to the list"),
        )
    if last and _NUMBER.fullmatch(cited):
        above = int(cited) > last
        return Problem(
            citation.location,
            "[{reference}] is cited, but the list ends at [{last}]"
            if above
            else "[{reference}] is cited, but the list has no such entry",
            {"reference": cited, "last": last} if above else {"reference": cited},
            reference=cited,
            fix=Fix("correct the number, or add the entry to the list"),
        )
    known = [reference.id for reference in references]
    nearest = process.extractOne(cited, known, scorer=fuzz.ratio, processor=lower, score_cutoff=LIKE_ID)
    if nearest and nearest[0].lower() == cited.lower():
        return Problem(
            citation.location,
            "“{reference}” is cited, but the list has “{nearest}”: only upper and lower case differ",
            {"reference": cited, "nearest": nearest[0]},
            reference=cited,
            fix=Fix("write the key alike in the text and in the list"),
        )
    return Problem(
        citation.location,
        "“{reference}” is cited, but the list has no such entry",
        {"reference": cited},
        reference=cited,
        fix=Fix("cite “{nearest}” if that is meant, or add the entry to the list", {"nearest": nearest[0]})
        if nearest
        else Fix("correct the citation, or add the entry to the list"),
    )


@rule("CITE102", "uncited-reference", Severity.WARNING, confidence=Confidence.LIKELY, key=("ids",))
def uncited_reference(case: Case) -> Iterator[Problem]:
    r"""An entry in the list is never cited.

    Why:
        A list of references holds what the article cites. An entry that is never cited was left behind by a cut, or its citation
        got lost.

        Several such entries are one finding. In a list numbered in order of citation it is a note: something gave the entry its
        number, perhaps a table, a caption or a span such as [3]–[5]. If more than half of the list is never cited, the claims seem
        to be a selection from the article, and one note says so; in a manuscript, they are a note.

        Without claims, the keys that manuscripts cite count. These findings are notes: LaTeX and pandoc print only cited entries.

    Example:
        - {id: "7", type: book, author: [{family: Doe, given: J.}], title: Rivers that never were}     # no claim cites [7]

    Silent:
        A list is not checked if nothing in it is cited, if a manuscript cites all of it (`\nocite{*}`, `nocite: '@*'`), or if a
        manuscript beside it cannot be read. An entry that another one names as `crossref` or `related` is not counted: it is
        printed, if at all, for that one. A key that differs only in upper and lower case is reported by CITE101.

    Fix:
        Cite the entry where it is used, or delete it.
    """
    article = case.article
    cited = {key for claim in article.claims for citation in claim.citations for key in _meant(citation)}
    cited |= {key for citation in article.cited if citation.kind not in PRINTED_BY_PROGRAM for key in _meant(citation)}
    keys = {key for citation in article.cited if citation.kind in PRINTED_BY_PROGRAM for key in _meant(citation)}
    keys |= {citation.reference for claim in article.claims for citation in claim.citations if citation.kind == "key"}
    if not (cited or keys) or ALL in keys or any(entry.wrong.of_manuscript for entry in article.unreadable):
        return
    cited |= keys
    like = {key.lower() for key in keys}
    in_text = {
        reference.id
        for reference in article.references
        if not cited.isdisjoint((reference.id, *reference.aliases)) or reference.id.lower() in like
    }
    attached = _attached(article.references, in_text)
    listed = [reference for reference in article.references if reference.id not in attached]
    uncited = [reference for reference in listed if reference.id not in in_text]
    doubtful = len(uncited) > len(listed) * SELECTION
    if doubtful and (keys or article.document is None):
        yield Problem(
            uncited[0].location,
            "{count} of {all} entries are never cited: the list seems to be a library"
            if keys
            else "{count} of {all} entries are never cited: the claims seem to cover only part of the article",
            {"count": len(uncited), "all": len(listed)},
            fix=Fix("export only the cited entries, or ignore this rule if the list is a library")
            if keys
            else Fix("add the other claims, or ignore this rule if only a selection is checked"),
            severity=Severity.NOTE,
        )
        return
    # In a list in order of citation, an uncited entry got its number from something, such as a table or a caption.
    by_order = case.style.citations == "numeric-order"
    # Without claims, a program prints the list, and leaves uncited entries out.
    for severity in (Severity.WARNING, Severity.NOTE):
        noted = severity == Severity.NOTE
        entries = [
            reference
            for reference in uncited
            if (bool(keys) or doubtful or (by_order and bool(_NUMBER.fullmatch(reference.id)))) == noted
        ]
        if len(entries) > MOST_LINES:
            yield Problem(
                entries[0].location,
                "{count} entries are never cited: {ids}",
                {"count": len(entries), "ids": tuple(f"[{reference.id[:24]}]" for reference in entries)},
                fix=Fix("cite each where it is used, or delete it"),
                related=tuple(reference.location for reference in entries[1:]),
                severity=severity,
            )
            continue
        for reference in entries:
            yield Problem(
                reference.location,
                "[{reference}] is never cited",
                {"reference": reference.id},
                reference=reference.id,
                fix=Fix("cite it where it is used, or delete it"),
                severity=severity,
            )


def _meant(citation: Citation) -> tuple[str, ...]:
    """Return the ids of the entries that a citation means or may mean."""
    return (citation.reference, *citation.among) if citation.reference else citation.among


def _attached(references: Sequence[Reference], cited: Collection[str]) -> set[str]:
    """Return the ids of uncited entries that are in the list for others, which name them.

    Entries that name each other, as programs link them, are not among them unless one is cited.
    """
    related = {reference.id: reference.related for reference in references}
    named = {key for keys in related.values() for key in keys}
    left = [key for key in related if key in cited or key not in named]
    reached = {*left}
    while left:
        new = {key for key in related[left.pop()] if key in related} - reached
        reached |= new
        left += new
    return (reached & named) - {*cited}


def _spanned(claims: Sequence[Claim]) -> dict[int, int]:
    """Return numbers between two that a claim is the first to cite, with its place: a span may be recorded by its ends."""
    seen: set[int] = set()
    spanned: dict[int, int] = {}
    for place, claim in enumerate(claims):
        new = sorted({int(citation.reference) for citation in claim.citations if _NUMBER.fullmatch(citation.reference)} - seen)
        seen.update(new)
        for first, last in pairwise(new):
            if last - first <= WIDEST_SPAN:
                spanned.update({number: place for number in range(first + 1, last) if number not in spanned})
    return spanned


@rule("CITE103", "citation-out-of-order", Severity.NOTE, confidence=Confidence.LIKELY, key=("other",))
def citation_out_of_order(case: Case) -> Iterator[Problem]:
    """In a list numbered in order of citation, a number is cited before a lower one.

    Why:
        If the numbers follow the order of citation, a number out of turn shows that an entry was moved or a citation changed. A
        list counts as numbered in this way if nine in ten first citations are in order, or if the settings say `citations =
        "numeric-order"`. Only the first break is reported.

    Example:
        Rivers move [1]. Roe disagrees [3]. Lakes do not [2].      # [3] comes before [2]
        Rivers move [1]. Roe disagrees [2]. Lakes do not [3].      # good

    Silent:
        Alphabetical lists are not checked, nor is the order within one claim, nor a list of which half or more is never cited.
        Numbers within a span such as [3]–[5] count as cited with it.

    Fix:
        Number the list in the order of first citations, and change the citations with it.
    """
    if case.style.citations != "numeric-order":
        return
    known = {reference.id for reference in case.article.references if _NUMBER.fullmatch(reference.id)}
    places = {claim.id: place for place, claim in enumerate(case.article.claims)}
    spanned = _spanned(case.article.claims)
    firsts = [
        (places[claim.id], int(citation.reference), claim, citation)
        for claim, citation in first_citations(case.article.claims)
        if citation.reference in known and spanned.get(int(citation.reference), len(places)) >= places[claim.id]
    ]
    if len(firsts) <= len(known) * SELECTION:
        return
    firsts.sort(key=lambda first: first[:2])
    numbers = [number for _, number, _, _ in firsts]
    run = longest_rise(numbers)
    kept = set(run)
    broken = next((place for place in range(len(numbers)) if place not in kept), None)
    if broken is None:
        return
    claim, citation = firsts[broken][2:]
    later = next((numbers[place] for place in run if place > broken and numbers[place] < numbers[broken]), None)
    earlier = next((numbers[place] for place in reversed(run) if place < broken and numbers[place] > numbers[broken]), 0)
    yield Problem(
        citation.location,
        "[{reference}] is first cited before [{other}]" if later else "[{reference}] is first cited after [{other}]",
        {"reference": citation.reference, "other": later or earlier},
        reference=citation.reference,
        claim=claim.id,
        excerpt=excerpt(claim.text),
        fix=Fix("number the list in the order of first citation"),
    )


@rule("CITE114", "numbering-gap", Severity.NOTE, key=("missing",))
def numbering_gap(case: Case) -> Iterator[Problem]:
    """The numbers of the list skip one or are out of order.

    Why:
        A missing number is an entry that was lost or deleted, and citations of the entries after it may be off by one. All missing
        numbers are one finding.

    Example:
        1, 2, 4, 5      # [3] is missing
        1, 2, 3, 4      # good

    Silent:
        Lists whose ids are not consecutive numbers (keys, PubMed numbers) are not checked. A number given twice is reported by
        KZ002, and entries that could not be read are not counted as missing.

    Fix:
        Restore the entry, or renumber the list and its citations (id, cites).
    """
    ids = [reference.id for reference in case.article.references]
    if not all(_NUMBER.fullmatch(key) for key in ids):
        return
    numbers = [int(key) for key in ids]
    if not numbers or max(numbers) - min(numbers) >= 2 * len(numbers):
        return
    held = set(numbers)
    missing = [number for number in range(min(numbers), max(numbers)) if number not in held]
    if missing and len(missing) > _unread(case.article):
        place = next(place for place, number in enumerate(numbers) if number > missing[0])
        yield Problem(
            case.article.references[place].location,
            "the numbering skips {missing}",
            {"missing": tuple(f"[{number}]" for number in missing)},
            fix=Fix("add the missing entries, or renumber the list and its citations"),
        )
        return
    place = next((place for place in range(1, len(numbers)) if numbers[place] < numbers[place - 1]), 0)
    if place:
        yield Problem(
            case.article.references[place].location,
            "[{reference}] comes after [{before}]",
            {"reference": numbers[place], "before": numbers[place - 1]},
            reference=ids[place],
            fix=Fix("put the entries in the order of their numbers"),
        )


RULES = (undefined_reference, uncited_reference, citation_out_of_order, numbering_gap)
