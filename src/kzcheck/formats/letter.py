"""The letter to the author: what only the author can answer, as blocks of text that each of its formats writes in its own way.

It goes to the author as it is. So nothing in it is the editor's own: no codes, no ids of claims, nothing that was asked before
(known findings) or set aside (hidden ones). What was not checked is said at its end, for no question is no proof.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.formats.matters import LONGEST_VALUE, NUMBER, entries_of, families, known_as, matters, title
from kzcheck.formats.text import clean, sentence
from kzcheck.formats.view import View
from kzcheck.locale import LANGUAGES
from kzcheck.steps import STEPS
from kzcheck.wording import People, Plural, WorkName, long_date, speaking, template, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Claim, Reference
    from kzcheck.finding import Report
    from kzcheck.formats.matters import Entries, Matter
    from kzcheck.formats.naming import Subject

LONGEST = 500
"""Characters of a statement, an entry or a title that are shown."""
MOST_QUOTED = 40
"""Statements and entries that one question shows."""
MOST_TOLD = 6
"""Sentences that say what was found, in one question."""
MOST = 12
"""Questions that a letter asks in one row: of more, so many that weigh most come first."""
LINES = 2
"""Lines that one answer has room for."""
SEVERAL = 2
"""The most authors that a greeting counts: Russian would greet 21 in the singular."""

_TITLES = (template("References in “{title}”"), template("References in your article"))
_IN_SUBSTANCE = {
    (True, True): template("{place}, citing {references}, in substance:"),
    (True, False): template("{place}, in substance:"),
    (False, True): template("A statement that cites {references}, in substance:"),
    (False, False): template("A statement, in substance:"),
}
"""What is before a statement of which the printed words are not known: by whether its place is, and whether it cites anything."""
_ASKING = Plural(
    "While checking the references of your article, we came upon {count} question that only you can answer. "
    "Please write your answer below it; if nothing needs changing, just say so.",
    "While checking the references of your article, we came upon {count:,} questions that only you can answer. "
    "Please write your answers below them; where nothing needs changing, just say so.",
)


class Block(Struct, frozen=True):
    """A part of the letter: text of unknown origin as one harmless line, for a format to escape and wrap.

    A paragraph may begin with the `number` of a question and end in what it `asks`. Below the text of an answer are `lines` to
    write on, each with its number if there are several answers; below that of a signature are its lines.
    """

    kind: Literal["title", "heading", "paragraph", "quotation", "answer", "signature"]
    text: str
    number: str = ""
    asks: str = ""
    lines: tuple[str, ...] = ()


def letter(report: Report) -> Iterator[Block]:
    """Yield the letter, block by block."""
    entries = entries_of(View(report))
    asked = matters(report, entries)
    yield from _opening(report, len(asked))
    first = sorted(sorted(range(len(asked)), key=lambda place: asked[place].weight)[:MOST])
    further = [place for place in range(len(asked)) if place not in first]
    for number, place in enumerate((*first, *further), 1):
        if further and place in (first[0], further[0]):
            important = template("The most important questions")
            yield Block("heading", written(important if place == first[0] else template("Further questions"), {}))
        yield from _asking(str(number), asked[place], entries)
    yield from _closing(entries.view, len(asked))


def is_title(text: str) -> bool:
    """Return whether a text, in which lines may be broken, is the title of a letter in any language."""
    line = " ".join(text.split())
    for language in LANGUAGES:
        with speaking(language):
            for words in _TITLES:
                before, gap, after = written(words).partition("{title}")
                if line == before or (gap and line.startswith(before) and line.endswith(after)):
                    return True
    return False


def _day(report: Report, later: int = 0) -> date:
    """Return the day of the letter, or one so many days later. Evidence may bear any date, and the calendar ends in 9999."""
    day = report.evidence.gathered.toordinal() + report.evidence.age + later
    return date.fromordinal(min(day, date.max.toordinal()))


def _opening(report: Report, questions: int) -> Iterator[Block]:
    article, journal = report.article, clean(report.letter.journal, LONGEST_VALUE)
    if article.title:
        yield Block("title", written(_TITLES[0], {"title": _cut(article.title)}))
    else:
        yield Block("title", written(_TITLES[1], {}))
    if names := ", ".join(map(str, article.author)):
        yield Block("paragraph", clean(names, LONGEST))
    yield Block("paragraph", long_date(_day(report)))
    yield Block("paragraph", written(Plural("Dear author,", "Dear authors,"), {"count": min(len(article.author), SEVERAL)}))
    thanks = [written("Thank you for your contribution to {journal}.", {"journal": journal})] if journal else []
    if questions:
        news = written(_ASKING, {"count": questions})
    elif article.references:
        news = written("We have gone through the references of your article and have no questions for you.", {})
    else:
        news = written("We found no references in your article and have no questions for you.", {})
    yield Block("paragraph", " ".join((*thanks, news)))


def _asking(number: str, matter: Matter, entries: Entries) -> Iterator[Block]:
    """Yield one question: the statements or entries that it is about, what was found, what is asked, and room for the answer."""
    says = list(matter.says[:MOST_TOLD])
    if more := len(matter.says[MOST_TOLD:]):
        says.append(written(Plural("We noted {count} more point.", "We noted {count:,} more points."), {"count": more}))
    question = Block("paragraph", " ".join(says), asks=" ".join(matter.asks))
    numbers = [f"{number}.{each}" for each in range(1, matter.alike + 1)][:MOST_QUOTED] if matter.alike > 1 else [f"{number}."]
    if matter.alike > 1 or not matter.subjects:
        yield replace(question, number=f"{number}.")
    for place, subject in enumerate(matter.subjects[:MOST_QUOTED]):
        yield from _quoted(subject, numbers[place] if place < matter.alike else "", entries)
    if more := len(matter.subjects[MOST_QUOTED:]):
        yield Block("paragraph", written(Plural("… and {count} more", "… and {count:,} more"), {"count": more}))
    if matter.alike == 1 and matter.subjects:
        yield question
    yield Block("answer", written("Answer:", {}), lines=tuple(numbers) if matter.alike > 1 else ("",) * LINES)


def _quoted(subject: Subject, number: str, entries: Entries) -> Iterator[Block]:
    """Yield a statement or an entry, as printed or else as our summary; what the question is about has its number and its place."""
    kind, name = subject
    if kind == "claim":
        claim = entries.view.claims[name]
        yield Block("paragraph", _heading(claim, entries), number)
        yield Block("quotation", _cut(claim.printed or claim.text))
        return
    reference = entries.view.references[name]
    if number:
        words = template("In the list of references:") if reference.printed else template("In the list of references, in short:")
        several = not number.endswith(".")
        yield Block("paragraph", "" if several else written(words, {}), number)
    label = f"{known_as(name, entries.view)} " if NUMBER.fullmatch(name) else ""
    yield Block("quotation", f"{label}{_cut(reference.printed or _short(reference))}")


def _heading(claim: Claim, entries: Entries) -> str:
    place = _in_text(claim, files=entries.files)
    if claim.printed:
        return f"{place}:" if place else written("In the text:", {})
    cites = tuple(dict.fromkeys(known_as(citation.name, entries.view) for citation in claim.citations))
    return written(_IN_SUBSTANCE[bool(place), bool(cites)], {"place": place, "references": cites})


def _in_text(claim: Claim, *, files: bool) -> str:
    """Return where a statement is in the text, as the author knows it."""
    at = claim.at
    parts = (
        claim.section,
        written("paragraph {paragraph}", {"paragraph": claim.paragraph}) if claim.paragraph else "",
        at.file if at and files else "",
        written("page {page}", {"page": at.page}) if at and at.page else "",
        written("line {line}", {"line": at.line}) if at and at.line else "",
    )
    return sentence(clean(", ".join(filter(None, parts)), LONGEST_VALUE))


def _short(reference: Reference) -> str:
    """Return an entry that is not known as printed: its title, its people and its year."""
    item = reference.item
    return str(WorkName(title(item), People(families(item)), item.year))


def _cut(words: str) -> str:
    """Return a text in one line, cut between words."""
    plain = clean(words, 2 * LONGEST)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _closing(view: View, questions: int) -> Iterator[Block]:
    """Yield what was not checked, by when an answer is wanted, thanks, and who signs."""
    settings = view.report.letter
    if missing := tuple(_missing(view)):
        yield Block("paragraph", written("Not checked: {steps}.", {"steps": "; ".join(missing)}))
    if view.report.partial:
        yield Block("paragraph", written("We had to stop the check before its end, so there may be further questions.", {}))
    if questions:
        thanks = [written("Thank you for your help.", {})]
        if settings.days:
            day = long_date(_day(view.report, settings.days))
            thanks.insert(
                0, written("Please let us have your answers by {day}; if you need more time, just tell us.", {"day": day})
            )
        yield Block("paragraph", " ".join(thanks))
    if signature := settings.signature.strip():
        lines = tuple(clean(line, LONGEST_VALUE) for line in signature.splitlines())
        yield Block("signature", written("With kind regards,", {}), lines=lines)


def _missing(view: View) -> Iterator[str]:
    """Yield what was not checked at all, or only in part."""
    part = template("{check} (in part)")
    if not (view.article.has_claims or view.article.cited):
        yield written("whether text and list agree", {})
    if unread := sum(not entry.wrong.repeated for entry in view.article.unreadable):
        unreadable = Plural(
            "{count} part of the files that we could not read", "{count:,} parts of the files that we could not read"
        )
        yield written(unreadable, {"count": unread})
    for step in view.checks.steps:
        check = written(STEPS[step.step].unchecked, {})
        if not step.checked:
            yield check
        elif step.checked < step.total or step.missed or step.incomplete:
            yield written(part, {"check": check})
