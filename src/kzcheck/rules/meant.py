"""CITE111, CITE112, CITE115, CITE117: whether readers can tell which entry the text means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.matching.attribution import surely_by
from kzcheck.rule import rule
from kzcheck.wording import People

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Citation, Claim, Reference
    from kzcheck.case import Case
    from kzcheck.language.attribution import Credit

_LETTERED = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d[a-zа-я](?![\w/])")


@rule("CITE111", "ambiguous-citation", Severity.WARNING, confidence=Confidence.LIKELY, key=("written",))
def ambiguous_citation(case: Case) -> Iterator[Problem]:
    """A citation by author and year fits several entries.

    Why:
        Readers who look up “(Doe, 2015)” find two works of Doe from 2015, and cannot tell which one is meant. Each such name and
        year is one finding, at its first place in the text.

    Example:
        Rivers move (Doe, 2015).       # the list has two works of Doe from 2015
        Rivers move (Doe, 2015a).      # good, if the list has 2015a and 2015b

    Silent:
        Claims typed by hand name their entries themselves. If the entries have letters after the year and only the citation lacks
        one, CITE117 says so.

    Fix:
        Tell the works apart with letters after the year, in the text and in the list, or name their titles in the note.
    """
    for claim, citation, entries, others in _unclear(case):
        if not all(map(_is_lettered, entries)):
            yield Problem(
                citation.location,
                "“{written}” fits several entries: {ids}",
                {"written": citation.written, "ids": tuple(f"[{entry.id}]" for entry in entries)},
                claim=claim.id,
                excerpt=excerpt(claim.text, citation.written.rpartition(" ")[2]),
                fix=Fix("tell the works apart with letters after the year, or with their titles"),
                related=(*(entry.location for entry in entries), *(other.location for other in others)),
            )


@rule("CITE117", "suffix-missing", Severity.WARNING, key=("written",))
def suffix_missing(case: Case) -> Iterator[Problem]:
    """A citation lacks the letter after the year with which the list tells works apart.

    Why:
        The list has 2014a and 2014b by the same authors; “(Doe, 2014)” may be either. Each such name and year is one finding, at
        its first place in the text.

    Example:
        Rivers move (Doe, 2014).       # the list has Doe 2014a and 2014b
        Rivers move (Doe, 2014b).      # good

    Silent:
        A year that only one entry by these authors has is clear with or without a letter.

    Fix:
        Add the letter of the work that is meant.
    """
    for claim, citation, entries, others in _unclear(case):
        if all(map(_is_lettered, entries)):
            yield Problem(
                citation.location,
                "“{written}” lacks the letter after the year: the list has {ids}",
                {"written": citation.written, "ids": tuple(f"[{entry.id}]" for entry in entries)},
                claim=claim.id,
                excerpt=excerpt(claim.text, citation.written.rpartition(" ")[2]),
                fix=Fix("add the letter of the work that is meant"),
                related=(*(entry.location for entry in entries), *(other.location for other in others)),
            )


@rule("CITE115", "unresolved-ibid", Severity.WARNING, key=("written", "ids"))
def unresolved_ibid(case: Case) -> Iterator[Problem]:
    """“Ibid.” or a word like it does not lead to one work.

    Why:
        “Ibid.” (“Там же”, “Сонда”, “a.g.e.”, “Ebd.”) stands for the work cited last. After no citation, or after a note that cites
        several works, it names none. This often happens when a note was inserted or deleted.

    Example:
        1. Doe, Rivers, 5; Roe, Lakes, 7.
        2. Ibid., 9.                          # Rivers or Lakes?
        2. Doe, Rivers, 9.                    # good

    Silent:
        Nothing is reported if the citation before it could not be read, or if something in that note could not be.

    Fix:
        Name the work.
    """
    cited = [(claim, citation) for claim in case.article.claims for citation in claim.citations]
    for claim, citation in (*cited, *((None, citation) for citation in case.article.cited)):
        if citation.kind == "ibid" and not citation.reference:
            yield Problem(
                citation.location,
                "“{written}” follows a citation of several works: {ids}" if citation.among else "“{written}” follows no citation",
                {"written": citation.written, "ids": tuple(f"[{key}]" for key in citation.among)},
                claim=claim.id if claim else None,
                excerpt=excerpt(claim.text, citation.written) if claim else None,
                fix=Fix("name the work"),
            )


@rule("CITE112", "author-named-without-citation", Severity.NOTE, confidence=Confidence.LIKELY, key=("speaker",))
def author_named_without_citation(case: Case) -> Iterator[Problem]:
    """The text says what an author of the list stated or found, and cites nothing.

    Why:
        Readers cannot tell which work, or whether the one in the list, says so. Each author is one finding, at the first such
        place.

    Example:
        As Doe showed, rivers move.           # the list has a work by Doe
        As Doe showed, rivers move [4].       # good

    Silent:
        Nothing is reported if the section cites a work by the author, or if the sentence cites anything. Theories and methods
        that bear a name (“the Doe model”, “Doe’s suggestion”), and names with another given name or initials than in the list, are
        left alone. So are articles in which most statements cite nothing: their claims were not written to be cited.

    Fix:
        Add the citation, with the page.
    """
    claims = case.article.claims
    silent = [claim for claim in claims if not claim.citations]
    if len(silent) * 2 > len(claims):
        return
    cited: dict[str, set[str]] = {}
    for claim in claims:
        cited.setdefault(claim.section, set()).update(citation.reference for citation in claim.citations)
    reported: set[str] = set()
    for claim in silent:
        for credit in credits(claim.text):
            works = _works(case, credit)
            there = cited[claim.section]
            if works and not any(work.id in there for work in works) and works[0].id not in reported:
                reported.update(work.id for work in works)
                yield Problem(
                    claim.place("text"),
                    "the text says what {speaker} stated, but does not cite [{reference}] or any other work",
                    {"speaker": People(credit.names, credit.others), "reference": works[0].id},
                    reference=works[0].id,
                    claim=claim.id,
                    excerpt=excerpt(claim.text, claim.text[credit.start : credit.end]),
                    fix=Fix("cite the work that says so, with the page"),
                    related=(works[0].location,),
                )


def _works(case: Case, credit: Credit) -> list[Reference]:
    """Return the works by just the people whom a sentence makes the subject of a statement: not "Nye’s theory", "the Nye model"."""
    unsure = credit.doubtful or credit.office or credit.secondhand
    if not credit.names or credit.kind not in ("quotation", "paraphrase") or not credit.cue[:1].isalpha() or unsure:
        return []
    return [work for work in case.index.works_of(credit.names[0]) if surely_by(credit, work.item)]


def _unclear(case: Case) -> Iterator[tuple[Claim, Citation, list[Reference], list[Citation]]]:
    """Yield the first citation of each name and year that fits several entries, with these and the other citations like it."""
    found: dict[tuple[str, ...], list[tuple[Claim, Citation]]] = {}
    for claim in case.article.claims:
        for citation in claim.citations:
            if citation.kind in ("author-date", "note") and citation.reference and citation.among:
                found.setdefault(citation.among, []).append((claim, citation))
    for among, places in found.items():
        entries = [case.references[key] for key in among if key in case.references]
        if len(entries) > 1:
            yield *places[0], entries, [citation for _, citation in places[1:]]


def _is_lettered(reference: Reference) -> bool:
    """Return whether an entry has a letter after its year."""
    raw = reference.item.issued.raw if reference.item.issued else ""
    return any(map(_LETTERED.search, (reference.printed, raw))) or bool(reference.item.text("year_suffix"))


RULES = (ambiguous_citation, author_named_without_citation, unresolved_ibid, suffix_missing)
