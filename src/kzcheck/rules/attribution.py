"""ATTR601–605: whether the source that the text names is the one cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from kzcheck.finding import Confidence, Fix, Problem, Severity, excerpt
from kzcheck.language.alternatives import whole_words
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.language.folding import fold_name
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
from kzcheck.wording import People, cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.case import Case
    from kzcheck.matching.attribution import Miscredit
    from kzcheck.texts import Passage

# Characters that a message shows of a title.
TITLE_LETTERS = 56
# Characters that it shows of an earlier sentence.
SENTENCE_LETTERS = 160


@rule("ATTR601", "misattributed-quotation", Severity.ERROR, confidence=Confidence.LIKELY, key=("speaker",))
def misattributed_quotation(case: Case) -> Iterator[Problem]:
    """A quotation is credited to someone who is not an author of the cited work.

    Why:
        Readers who look the words up find another author there. Either the citation points to the wrong entry, or the words were
        read in someone else's work and the text should say so.

        Names are compared with everyone named in the entry and with its title, across scripts and transliterations. The finding is
        a warning where the type of the source is unknown, the name may be an organisation's or the words may have been spoken, and
        can be a note where one of the sources is of a kind that reports what others say.

    Example:
        The geographer Okafor notes that "every river forgets its bed in the end" [1].                   # [1] is by Jane Doe
        The geographer Okafor notes that "every river forgets its bed in the end" (quoted in Doe [1]).   # good

    Silent:
        Nothing is reported if the text says that the quotation is second-hand (“quoted in”, “цит. по”, “akt.”, “zit. nach”,
        “apud”), if another name in the sentence accounts for the citation, or if the words are an epigraph or fewer than five.
        News, web pages, interviews, laws and works without personal authors are expected to quote others.

    Fix:
        Cite the work of the person quoted. If the words were read in the work that is cited, say so in the text and give the page.
    """
    return (_problem(miscredit, case) for miscredit in case.miscredits if miscredit.credit.kind == "quotation")


@rule("ATTR602", "secondary-citation", Severity.WARNING, confidence=Confidence.LIKELY, key=("speaker",))
def secondary_citation(case: Case) -> Iterator[Problem]:
    """A view or finding is credited to someone who is not an author of the cited work.

    Why:
        “Okafor holds that … [4]” promises a work by Okafor. If [4] is by Doe and Roe, readers cannot tell whether the number is
        wrong or the view was taken second-hand.

        People count if they are named in full, with their profession, with “et al.” or with a year, or if the list has another work
        by them. A surname alone counts if the citation at the end of the sentence names others: “According to Amin, … (Doe et al.,
        2017)”. The finding is a note where the wording makes it less certain whose view is meant.

    Example:
        According to the geographer Okafor, rivers remember their old beds [4].                           # [4] is by Doe and Roe
        According to the geographer Okafor (quoted in Doe and Roe), rivers remember their old beds [4].   # good

    Silent:
        Eponyms (“Bayes' theorem”), what presidents and ministers did or said, and the article's own authors are not reported. Nor
        is anything marked “quoted in”, “see” or “reviewed in”, or explained by another name in the sentence, nor what belongs to
        “other studies” or stands before a “but”. News, web pages, laws, works without personal authors and entries whose list of
        authors is cut short are left alone.

    Fix:
        Cite the person's own work, or name both: “Okafor, quoted in Doe and Roe 2021”.
    """
    return (_problem(miscredit, case) for miscredit in case.miscredits if miscredit.credit.kind != "quotation")


def _problem(miscredit: Miscredit, case: Case) -> Problem:
    credit, reference, claim = miscredit.credit, miscredit.reference, miscredit.claim
    by, year = authors(reference.item), reference.item.year
    own = {"own": miscredit.own[0].id} if miscredit.own else {}
    values: dict[str, object] = {"speaker": People(credit.names, credit.others), "reference": reference.id, **own}
    if own and year and year_differs(credit, reference.item) and wrote(structs.replace(credit, years=()), reference.item):
        message, also = (
            template("the text has {speaker} {written}, which is [{own}], but cites [{reference}], which is dated {year}"),
            tuple[str, ...](),
        )
        values |= {"written": credit.years[0], "year": year}
        fix = Fix("cite [{own}] if that is meant, or give the year of [{reference}]", {**own, "reference": reference.id})
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
    if passage := _passage_crediting(miscredit, case):
        also = (*also, template("; [{reference}] in turn credits {credited}: “{passage}”"))
        values |= {"credited": passage.credited, "passage": cut(passage.words)}
    return Problem(
        claim.place("text"),
        message,
        values,
        also=also,
        reference=reference.id,
        claim=claim.id,
        excerpt=excerpt(claim.text, claim.text[credit.start : credit.end], *claim.own_quotations),
        fix=fix,
        severity=miscredit.severity,
        confidence=Confidence.SURE if miscredit.sure else None,
        related=tuple(entry.location for entry in (reference, *miscredit.own[:1])),
    )


def _passage_crediting(miscredit: Miscredit, case: Case) -> Passage | None:
    """Return the passage near the claim in which the work cited credits the same people, if its text is at hand."""
    speakers = {fold_name(last_name(name)) for name in miscredit.credit.names}
    passages = (
        passage
        for comparison in case.evidence.comparisons.get(miscredit.claim.id, ())
        if comparison.reference == miscredit.reference.id
        for passage in comparison.passages
    )
    return next((passage for passage in passages if speakers & {fold_name(last_name(name)) for name in passage.credited}), None)


def _fix(miscredit: Miscredit) -> Fix:
    """Return advice: only the author knows which work is meant, and where the words were read."""
    reference, speaker = miscredit.reference.id, People(miscredit.credit.names, miscredit.credit.others)
    if miscredit.own:
        return Fix(
            "if [{own}] is meant, cite it; if it was read in [{reference}], say so in the text",
            {"own": miscredit.own[0].id, "reference": reference},
        )
    if miscredit.credit.kind == "quotation":
        return Fix("find the source of the quotation; if it is in [{reference}], give the page there", {"reference": reference})
    return Fix(
        "find the work by {speaker} that says so; if it was read in [{reference}], say so in the text",
        {"speaker": speaker, "reference": reference},
    )


@rule("ATTR603", "other-work-named", Severity.WARNING, confidence=Confidence.LIKELY, key=("work",))
def other_work_named(case: Case) -> Iterator[Problem]:
    """The text names one work and cites another.

    Why:
        Readers who follow the citation find a work with another title, year or type than the one that the text describes.

        The claim is reported if the list has the work that is named, or if the work cited is another one by the same person: its
        title in the same language is different, or it is of another type (an address, not an article). It is also reported if the
        titles differ only in their numbers, or two addresses in their dates. The finding is a note where an earlier sentence names
        the work and this one says “the piece”; that sentence is quoted.

    Example:
        In her article "A Life by the River", Okafor writes that … [27]    # [27] is her address to the academy
        In her address to the academy, Okafor said that … [27]                 # good

    Silent:
        Titles in different languages are not compared, only types. A chapter of a cited book is not another work. Nothing is
        reported if any of the works cited is the one named, or if the citation is marked as second-hand.

    Fix:
        Cite the work that the text names, or name the work that is cited.
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
            also=(template("; it is named in claim {earlier}: “{sentence}”"),) if work.earlier else (),
            reference=work.reference.id,
            claim=work.claim.id,
            excerpt=excerpt(work.claim.text, work.words),
            fix=Fix("cite [{own}]", {"own": work.listed.id})
            if work.listed
            else Fix("cite the work that the text names, or name the one that is cited"),
            severity=Severity.NOTE if work.earlier else None,
            related=(work.reference.location, *((work.earlier.location,) if work.earlier else ())),
        )


def _short(text: str, letters: int = TITLE_LETTERS) -> str:
    return text if len(text) <= letters else text[: letters - 1].rsplit(" ", 1)[0].rstrip(" ,.:;—–-") + "…"


@rule("ATTR604", "misspelt-name", Severity.NOTE, confidence=Confidence.LIKELY, key=("written",))
def misspelt_name(case: Case) -> Iterator[Problem]:
    """An author's name is spelt differently in the text and in the list.

    Why:
        One of the two is a slip, and readers who search for it find nothing.

        Surnames of five letters or more are compared if they are one slip apart; in surnames of eight letters or more, two slips
        are allowed.

    Example:
        Tremblay and Gagnom (2004) found … [7]     # [7] is by Tremblay and Gagnon
        Tremblay and Gagnon (2004) found … [7]     # good

    Silent:
        Other scripts, transliterations, accents and case endings are not slips. Nor are names that both exist (Clark and Clarke),
        or a name that another entry of the list has.

    Fix:
        Spell the name as the work itself does, in the text or in the list (author).
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
    """The text speaks of several sources and cites only one.

    Why:
        “Several studies show … [4]” tells readers that the point is well attested, but one work attests it once. The words must
        state something: “unlike other studies” does not count.

    Example:
        Several studies found no effect [4].         # [4] is a single trial
        Several studies found no effect [4, 7, 9].   # good

    Silent:
        A review, a handbook, an anthology or a volume of proceedings speaks for several works. Nothing is reported after “e.g.”,
        “for example”, “see” or “reviewed in”, and “some researchers” may be the authors of one work.

    Fix:
        Cite the other sources, or write “one study”.
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
