"""ATTR601–605: whether who or what is named as the source is what is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.alternatives import whole_words
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.matching.attribution import (
    authors,
    credited,
    last_name,
    other_works,
    own_sentence,
    slip,
    speaks_for_several,
    wrote,
    year_differs,
)
from kzcheck.rule import rule
from kzcheck.wording import People, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.case import Case
    from kzcheck.matching.attribution import Miscredit

# What of a title a message shows.
TITLE_LETTERS = 56
# What of an earlier sentence it shows.
SENTENCE_LETTERS = 160


@rule("ATTR601", "misattributed-quotation", Severity.ERROR, confidence=Confidence.LIKELY, key=("speaker",))
def misattributed_quotation(case: Case) -> Iterator[Problem]:
    """A quotation is credited to someone who is not an author of the cited work.

    Why:
        A reader who looks for the words in the cited work finds another author there. Either the citation points to the
        wrong entry, or the words were read in another's work, and the text should say so.

        Names are compared with all authors, editors, translators and contributors and with the titles, across scripts and
        transliterations. Nothing is said of "quoted in", "цит. по", "akt.", "zit. nach" and "apud", of news, web pages,
        interviews, laws and works without personal authors, of epigraphs, of words under five in number, or where another
        name in the sentence accounts for the citation. It is a warning where the kind of the source is not known, or the
        name may be an organisation's.

    Example:
        Theodor Heuss noted that "politics cannot make culture, but culture can make politics" [1].   # bad: [1] is by Nye
        Theodor Heuss noted that "politics cannot …" (quoted in Nye [1]).                             # good
    Fix:
        Cite the work of the person who is quoted, or say in whose work the words were read.
    """
    return (_problem(miscredit) for miscredit in case.miscredits if miscredit.credit.kind == "quotation")


@rule("ATTR602", "secondary-citation", Severity.WARNING, confidence=Confidence.LIKELY, key=("speaker",))
def secondary_citation(case: Case) -> Iterator[Problem]:
    """A view or finding is credited to someone who is not an author of the cited work.

    Why:
        "Tylor holds that … [4]" promises a work of Tylor's. Where [4] is by Erickson and Murphy, the reader cannot tell
        whether the citation slipped to the wrong number or the view was taken second-hand.

        It speaks of people named in full, with "et al." or with a year, or of whom the list has another work; of a lone surname
        also where the marker that ends the statement names others, "According to Hilali, … (Baldissera et al., 2017)". It says
        nothing of eponyms ("Bayes' theorem", "the Bradford method"), of what presidents and ministers did or said, of the
        article's own authors, of news, web pages, laws and works without personal authors, of "quoted in", "see" and "reviewed
        in", of works whose list of authors breaks off, or where another name in the sentence accounts for the citation.

    Example:
        According to Tylor, culture is a complex whole [4].                                     # bad: [4] is by Erickson and Murphy
        According to Tylor (quoted in Erickson and Murphy), culture is a complex whole [4].      # good
    Fix:
        Cite the person's own work, or name both: "Tylor, quoted in Erickson and Murphy 2021".
    """
    return (_problem(miscredit) for miscredit in case.miscredits if miscredit.credit.kind != "quotation")


def _problem(miscredit: Miscredit) -> Problem:
    credit, reference, claim = miscredit.credit, miscredit.reference, miscredit.claim
    by, year = authors(reference.item), reference.item.year
    own = {"own": miscredit.own[0].id} if miscredit.own else {}
    values: dict[str, object] = {"speaker": People(credit.names, credit.others), "reference": reference.id, **own}
    if own and year and year_differs(credit, reference.item) and wrote(structs.replace(credit, years=()), reference.item):
        message, also = template("{speaker} {written} is [{own}], but [{reference}] is dated {year}"), tuple[str, ...]()
        values |= {"written": credit.years[0], "year": year}
        fix = Fix("cite [{own}] if it is meant, or write the year of [{reference}]", {**own, "reference": reference.id})
    else:
        quoted = credit.kind == "quotation"
        if by.names:
            message = (
                template("the quotation is credited to {speaker}, but [{reference}] is by {authors}")
                if quoted
                else template("this is credited to {speaker}, but [{reference}] is by {authors}")
            )
            values |= {"authors": by}
        else:
            message = (
                template("the quotation is credited to {speaker}, who is not named in [{reference}]")
                if quoted
                else template("this is credited to {speaker}, who is not named in [{reference}]")
            )
        also = (template("; [{own}] is by {speaker}"),) if own else ()
        fix = _fix(miscredit)
    return Problem(
        claim.place("text"),
        message,
        values,
        also=also,
        reference=reference.id,
        claim=claim.id,
        excerpt=excerpt(claim.text, claim.text[credit.start : credit.end], *claim.quotations),
        fix=fix,
        severity=miscredit.severity,
        confidence=Confidence.SURE if miscredit.sure else None,
        related=tuple(entry.location for entry in (reference, *miscredit.own[:1])),
    )


def _fix(miscredit: Miscredit) -> Fix:
    """Return advice: which work is meant, and where the words were read, the author alone knows."""
    reference, speaker = miscredit.reference.id, People(miscredit.credit.names, miscredit.credit.others)
    if miscredit.own:
        return Fix(
            "if [{own}] is meant, cite it; if it was read in [{reference}], say so in the text",
            {"own": miscredit.own[0].id, "reference": reference},
        )
    if miscredit.credit.kind == "quotation":
        return Fix("find the source of the quotation; if it is in [{reference}], give the page there", {"reference": reference})
    return Fix(
        "find the work of {speaker} that says so; if it was read in [{reference}], say so in the text",
        {"speaker": speaker, "reference": reference},
    )


@rule("ATTR603", "other-work-named", Severity.WARNING, confidence=Confidence.LIKELY, key=("work",))
def other_work_named(case: Case) -> Iterator[Problem]:
    """A claim names one work and cites another.

    Why:
        A reader who looks up the citation finds a work of another title, year or kind than the one that the text speaks of.

        It speaks where the list has the work that is named, and where the citation is another work of the same person: of
        another title in the same language, with other numbers in the title, or of another kind (an article, and an address). Titles
        in different languages are not compared, nor is the chapter of a cited book. A work that an earlier claim of the paragraph
        names ("in the piece") makes it a note, which shows that claim.

    Example:
        In his article "A Course for the Future", the president wrote … [27]   # bad: [27] is his address to parliament
        In his address to parliament the president said … [27]                 # good
    Fix:
        Cite the work that the text names, or name the one that is cited.
    """
    for work in other_works(case.article):
        values = {"work": _short(work.work), "reference": work.reference.id}
        if work.earlier:
            values |= {"earlier": work.earlier.id, "sentence": _short(work.earlier.text, SENTENCE_LETTERS)}
        yield Problem(
            work.claim.place("text"),
            "the text is about “{work}”, which is [{own}], but cites [{reference}]"
            if work.listed
            else "the text is about “{work}”, but [{reference}] is a different work: “{title}”",
            {**values, "own": work.listed.id} if work.listed else {**values, "title": _short(work.reference.item.title)},
            also=(template("; {earlier} names it: “{sentence}”"),) if work.earlier else (),
            reference=work.reference.id,
            claim=work.claim.id,
            excerpt=excerpt(work.claim.text, work.words),
            fix=Fix("cite [{own}]", {"own": work.listed.id})
            if work.listed
            else Fix("cite the work that is named, or name the one that is cited"),
            severity=Severity.NOTE if work.earlier else None,
            related=(work.reference.location, *((work.earlier.location,) if work.earlier else ())),
        )


def _short(text: str, letters: int = TITLE_LETTERS) -> str:
    return text if len(text) <= letters else text[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,.:;—–-") + "…"


@rule("ATTR604", "misspelt-name", Severity.NOTE, confidence=Confidence.LIKELY, key=("written",))
def misspelt_name(case: Case) -> Iterator[Problem]:
    """A claim spells an author's name otherwise than the list does.

    Why:
        One of the two is a slip, and a reader who searches for it finds nothing.

        It speaks of surnames of five letters or more that are one slip apart, or two in eight letters or more. Other scripts,
        transliterations, accents, case endings and pairs that are names of their own (Clark and Clarke) are no slips, nor is a name
        that another entry of the list has.

    Example:
        Tremblay and Gagnom (2004) found … [7]     # bad: [7] is by Tremblay and Gagnon
        Tremblay and Gagnon (2004) found … [7]     # good
    Fix:
        Spell the name as the work itself does.
    """
    known = case.references
    for claim in case.article.claims:
        cited = [known[citation.reference] for citation in claim.citations if citation.reference in known]
        names = dict.fromkeys(name for credit in credited(claim) for name in credit.names) if cited else ()
        for name in names:
            if (match := slip(name, cited)) and not case.index.any_by(name):
                reference, author = match
                yield Problem(
                    claim.place("text"),
                    "“{written}” in the text, “{listed}” in [{reference}]",
                    {"written": last_name(name), "listed": author.family, "reference": reference.id},
                    reference=reference.id,
                    claim=claim.id,
                    excerpt=excerpt(claim.text, last_name(name)),
                    fix=Fix("write {listed} in the text, or correct the entry", {"listed": author.family}),
                    related=(reference.location,),
                )


@rule("ATTR605", "plural-sources-one-reference", Severity.NOTE, confidence=Confidence.LIKELY)
def plural_sources_one_reference(case: Case) -> Iterator[Problem]:
    """A claim speaks of several sources and cites one.

    Why:
        "Several studies show … [4]" tells the reader that the matter is well attested; one work attests it once.

        It says nothing where the one work is a review, a handbook, an anthology or proceedings, and so speaks for several,
        nor after "e.g.", "for example", "see" or "reviewed in". "Some researchers" may be the several authors of one work.

    Example:
        Several studies found no effect [4].         # bad: [4] is one trial
        Several studies found no effect [4, 7, 9].   # good
    Fix:
        Cite the other sources, or write "one study".
    """
    known = case.references
    for claim in case.article.claims:
        cited = {citation.reference for citation in claim.citations}
        reference = known.get(next(iter(cited))) if len(cited) == 1 else None
        if not reference or speaks_for_several(reference.item) or whole_words("claims.examples").search(claim.text):
            continue
        sentence = own_sentence(claim.text)[1]
        words = next((credit.cue for credit in credits(sentence) if credit.kind == "generic" and not credit.secondhand), "")
        if words and not (len(reference.item.author) > 1 and whole_words("works.people").search(words)):
            yield Problem(
                claim.place("text"),
                "the text says “{words}” but cites only [{reference}]",
                {"words": words, "reference": reference.id},
                reference=reference.id,
                claim=claim.id,
                excerpt=excerpt(claim.text, words),
                fix=Fix("cite the others, or write “one source”"),
                related=(reference.location,),
            )


RULES = (misattributed_quotation, secondary_citation, other_work_named, misspelt_name, plural_sources_one_reference)
