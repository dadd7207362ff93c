"""What an author is asked: one question for each statement or entry, made of what was found about it and only the author knows."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.asked import ASKED
from kzcheck.formats.naming import LONGEST_MESSAGE
from kzcheck.formats.text import clean, sentence
from kzcheck.identifiers import shown
from kzcheck.wording import People, WorkName, text, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.csl import Item
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.asked import Question
    from kzcheck.formats.naming import Subject
    from kzcheck.formats.view import View
    from kzcheck.wording import Template

LONGEST_VALUE = 200
"""Characters of one value in a sentence."""
NUMBER = re.compile(r"\d+[a-z]?")
"""An id that an entry has in print, too; others are keys, which its author need not know."""
NAMED = 2
"""People of an entry who are named where it is called by them: of more, only the first."""
IDENTIFIERS = ("doi", "isbn", "pmid", "url")
"""What leads an editor to a work, where the author need not be asked what it says of itself."""
DOUBTED = {
    **dict.fromkeys(("ID301", "ID302", "ID304", "ID308", "WORK402"), "identifier"),
    **dict.fromkeys(("WORK403", "WORK429"), "value"),
    **dict.fromkeys(("LINK501", "LINK502", "LINK503", "LINK505", "LINK506", "LINK511", "LINK513"), "url"),
}
"""The findings after which an identifier leads nowhere, or elsewhere, and the value that holds it."""
WEIGHTS = {code: weight for weight, code in enumerate(ASKED)}


class Entries(Struct, frozen=True):
    """The report, and the order of its statements and entries.

    `resting` has the entries that a statement cites, and the statements that cite an entry; `doubted` the identifiers of each entry
    by which an editor does not come to the work. With `files` the statements are from more than one file.
    """

    view: View
    order: Mapping[Subject, int]
    resting: Mapping[Subject, Sequence[Subject]]
    doubted: Mapping[str, Sequence[str]]
    files: bool


class Query(Struct, frozen=True):
    """What one finding asks about what it is about: the statement or entry itself first, then what is shown with it."""

    code: str
    says: Template
    values: Mapping[str, object]
    subjects: tuple[Subject, ...]

    @property
    def question(self) -> Question:
        """The question of its rule."""
        return ASKED[self.code]

    @property
    def weight(self) -> int:
        """The place of its rule among all that ask, the weightiest first."""
        return WEIGHTS[self.code]


class Matter(Struct, frozen=True):
    """One numbered question: what was found, in a sentence each, and what is asked, of the first `alike` of its subjects."""

    says: tuple[str, ...]
    asks: tuple[str, ...]
    subjects: tuple[Subject, ...]
    alike: int
    weight: int


def matters(report: Report, entries: Entries) -> list[Matter]:
    """Return what the author is asked, in the order of the article."""
    queries = (query for finding in report.findings if not finding.known for query in _queries(finding, entries))
    return _merged(queries, entries)


def known_as(name: str, view: View) -> str:
    """Return how the author knows an entry: by its number, else by its people and year; one that is not in the list by its key."""
    reference = view.references.get(name)
    if reference is None or NUMBER.fullmatch(name):
        return f"[{clean(name, LONGEST_VALUE)}]"
    names, year = families(reference.item), reference.item.year
    if not names:
        return clean(str(WorkName(title(reference.item), People(()), year)))
    people = People(names[:1], others=True) if len(names) > NAMED else People(names)
    return clean(f"{people} {year}" if year else str(people), LONGEST_VALUE)


def families(item: Item) -> tuple[str, ...]:
    """Return the people of a work by their family names."""
    return tuple(name.family or name.literal or name.given for name in item.author or item.editor)


def title(item: Item) -> str:
    """Return by what a work is called."""
    return item.title or item.container_title or item.url


def entries_of(view: View) -> Entries:
    """Return the statements and entries of an article as questions are made of them."""
    subjects: list[Subject] = [*(("claim", name) for name in view.claims), *(("reference", name) for name in view.references)]
    resting: dict[Subject, list[Subject]] = {}
    for claim in view.article.claims:
        for citation in claim.citations:
            resting.setdefault(("claim", claim.id), []).append(("reference", citation.reference))
            resting.setdefault(("reference", citation.reference), []).append(("claim", claim.id))
    doubted: dict[str, list[str]] = {}
    for finding in view.findings:
        value = finding.problem.values.get(DOUBTED.get(finding.code, ""))
        if value and finding.reference is not None and finding.severity > Severity.NOTE:
            doubted.setdefault(finding.reference, []).append(str(value).casefold())
    order = {subject: place for place, subject in enumerate(subjects)}
    files = {claim.at.file for claim in view.article.claims if claim.at}
    return Entries(view, order, resting, doubted, len(files) > 1)


def _queries(finding: Finding, entries: Entries) -> Iterator[Query]:
    """Yield what a finding asks the author: nothing, one thing, or the same of each of its statements or entries."""
    question = ASKED.get(finding.code)
    if question is None or finding.severity < question.least:
        return
    values = dict(_values(finding, entries.view)) | ({"count": 1} if question.together else {})
    says = next((wording for wording in question.sentences if _fits(wording, values)), None)
    subjects = tuple(subject for subject in dict.fromkeys(_subjects(finding, question, entries)) if subject in entries.order)
    fix = finding.problem.fix
    settled = fix is not None and (fix.alone or (question.by_edits and bool(fix.edits)))  # an editor carries it out alone
    if says is None or settled or _is_known(question, subjects, entries):
        return
    alike = [subject for subject in subjects if subject[0] == subjects[0][0]]
    if question.together and len(alike) > 1:
        yield from (Query(finding.code, says, values, (subject,)) for subject in alike)
    else:
        yield Query(finding.code, says, values, subjects)


def _values(finding: Finding, view: View) -> Iterator[tuple[str, object]]:
    """Yield the values of a finding's sentences: harmless, and entries as the author knows them."""
    yield "message", clean(str(finding.problem), LONGEST_MESSAGE)
    about = {"reference": finding.reference} if finding.reference is not None else {}
    for name, value in {**about, **finding.problem.values}.items():
        if name in ("reference", "own", "other"):
            yield name, known_as(str(value), view)
        else:
            yield name, value if isinstance(value, int) else clean(text(value), LONGEST_VALUE)


def _fits(wording: Template, values: Mapping[str, object]) -> bool:
    form = wording if isinstance(wording, str) else wording.more
    return all(values.get(name) for _, name, _, _ in Formatter().parse(form) if name)


def _subjects(finding: Finding, question: Question, entries: Entries) -> Iterator[Subject]:
    """Yield what a finding is about, first what it stands in: a claim before what the claim cites."""
    own = finding.problem.values.get("own")
    about: list[Subject] = [("claim", finding.claim)] if finding.claim is not None else []
    about += [("reference", str(name)) for name in (finding.reference, own) if name is not None]
    places = entries.view.places
    about += [places[place] for place in (finding.problem.location, *finding.problem.related) if place in places]
    yield from about
    for subject in about if question.rests else ():
        yield from entries.resting.get(subject, ())


def _is_known(question: Question, subjects: Iterable[Subject], entries: Entries) -> bool:
    """Whether an editor finds the answer in the records of all the works that a finding is about, or by their identifiers."""
    references = [name for kind, name in subjects if kind == "reference"]
    if question.answer is None or not references:
        return False
    return all(_leads(name, question.answer, entries) for name in references)


def _leads(name: str, field: str, entries: Entries) -> bool:
    outcome = entries.view.outcome(name)
    if outcome.state == "found" and any(_text(seen.record.item, field) for seen in outcome.seen):
        return True
    doubted = entries.doubted.get(name, ())
    given = [_text(entries.view.references[name].item, identifier) for identifier in IDENTIFIERS if identifier != field]
    return any(identifier and not any(value in shown(identifier).casefold() for value in doubted) for identifier in given)


def _text(item: Item, field: str) -> str:
    return str(getattr(item, field, None) or "")


def _merged(queries: Iterable[Query], entries: Entries) -> list[Matter]:
    """Make one question of all queries about one statement or entry, in the order of the article.

    What is asked together becomes one question, at the end, about all of which nothing else is asked.
    """
    groups: dict[tuple[Subject, ...], list[Query]] = {}
    for query in queries:
        groups.setdefault(query.subjects[:1], []).append(query)
    together: dict[str, list[Query]] = {}
    merged: list[Matter] = []
    for group in groups.values():
        if group[0].question.together and len({query.code for query in group}) == 1:
            together.setdefault(group[0].code, []).append(group[0])
        else:
            merged.append(_matter(group, 1))
    merged += [_matter(group, len(group)) for group in together.values()]
    order = entries.order

    def place(matter: Matter) -> tuple[bool, int]:
        return matter.alike > 1, order[matter.subjects[0]] if matter.subjects else len(order)

    return sorted(merged, key=place)


def _matter(group: Sequence[Query], alike: int) -> Matter:
    """Return one question: it asks what weighs most, and what stands apart from that; the rest of the findings is only told."""
    queries = sorted(group, key=lambda query: query.weight)
    told = [(query, {**query.values, "count": alike} if query.question.together else query.values) for query in queries]
    beside = (subject for query in group for subject in query.subjects[1:])
    asks: dict[bool, str] = {}
    for query, values in told:
        question = query.question
        wording = question.of_own if question.of_own and "own" in values else question.asks
        asks.setdefault(question.apart, written(wording, values))
    return Matter(
        says=tuple(dict.fromkeys(_whole(written(query.says, values)) for query, values in told)),
        asks=tuple(dict.fromkeys(asks.values())),
        subjects=tuple(dict.fromkeys((*(query.subjects[0] for query in group if query.subjects), *beside))),
        alike=alike,
        weight=queries[0].weight,
    )


def _whole(words: str) -> str:
    return sentence(words) if words.endswith((".", "!", "?", "…")) else f"{sentence(words)}."
