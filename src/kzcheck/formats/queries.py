"""Author queries: a letter with what only the author can answer, numbered in the order of the article, with room for answers.

It goes to the author as it is. So nothing in it is the editor's own: no codes, no ids of claims, nothing that was asked before
(known findings) or set aside (hidden ones). What was not checked is said at its end, for no question is no proof.
"""

from __future__ import annotations

from itertools import groupby
from string import Formatter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.asked import ASKED
from kzcheck.formats.escaping import code, escaped
from kzcheck.formats.naming import LONGEST_MESSAGE, count, label, manuscript, said, short
from kzcheck.formats.text import clean, sentence
from kzcheck.formats.view import View
from kzcheck.identifiers import find_urls, shown
from kzcheck.steps import STEPS
from kzcheck.wording import text, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Claim
    from kzcheck.csl import Item
    from kzcheck.finding import Finding, Report
    from kzcheck.formats.asked import Question
    from kzcheck.formats.naming import Subject
    from kzcheck.wording import FieldName

LONGEST = 500
"""Characters of a statement, an entry or a title that are shown."""
LONGEST_VALUE = 200
"""Characters of one value in a sentence."""
MOST_QUOTED = 40
"""Statements and entries that one query shows."""
MOST_TOLD = 6
"""Sentences of one query."""
LINE = "_" * 60
"""A line to write on: it prints as a rule, as it stands or as Markdown."""
LINES = 2
"""Lines that an answer has room for; it has one for each statement or each entry that is asked about, if those are more."""

IDENTIFIERS = ("doi", "isbn", "pmid", "url")
"""What leads an editor to a work, where the author need not be asked what it says of itself."""
DOUBTED = {
    **dict.fromkeys(("ID301", "ID302", "ID304", "ID308", "WORK402"), "identifier"),
    **dict.fromkeys(("WORK403", "WORK429"), "value"),
    **dict.fromkeys(("LINK501", "LINK502", "LINK503", "LINK505", "LINK506", "LINK511", "LINK513"), "url"),
}
"""The findings after which an identifier leads nowhere, or elsewhere, and the value that holds it."""


class Entries(Struct, frozen=True):
    """The report, and the order of its statements and entries.

    `resting` has the entries that a statement cites, and the statements that cite an entry; `doubted` the identifiers of each entry
    by which an editor does not come to the work.
    """

    view: View
    order: Mapping[Subject, int]
    resting: Mapping[Subject, Sequence[Subject]]
    doubted: Mapping[str, Sequence[str]]


class Query(Struct, frozen=True):
    """One question, what was found, in a sentence each, and what it is about, in the order of showing."""

    asks: str
    says: tuple[str, ...]
    subjects: tuple[Subject, ...]
    together: bool = False


def render(report: Report) -> str:
    """Return the letter to the authors as Markdown that can be read, printed and filled in as it stands."""
    entries = _entries(View(report))
    single = (_query(finding, entries) for finding in report.findings if not finding.known)
    queries = _merged(filter(None, single), entries)
    parts = [*_head(report, len(queries))]
    for heading, together in groupby(enumerate(queries, 1), key=lambda pair: _where(pair[1].subjects[:1], entries)):
        parts.append(f"## {heading}")
        before: tuple[Subject, ...] = ()
        for number, query in together:
            parts += _asking(number, query, entries, opens=query.subjects[:1] != before)
            before = query.subjects[:1]
    return "\n\n".join((*parts, *_closing(entries.view, len(queries)))) + "\n"


def _entries(view: View) -> Entries:
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
    return Entries(view, order, resting, doubted)


def _query(finding: Finding, entries: Entries) -> Query | None:
    """Return what a finding asks the author, None where it asks nothing."""
    question = ASKED.get(finding.code)
    if question is None or finding.severity < question.least:
        return None
    values = {name: clean(text(value), LONGEST_VALUE) for name, value in finding.problem.values.items()}
    values["message"] = said(finding)
    says = next((template for template in question.sentences if _fits(template, values)), None)
    subjects = tuple(subject for subject in dict.fromkeys(_subjects(finding, question, entries)) if subject in entries.order)
    fix = finding.problem.fix
    settled = fix is not None and (fix.alone or (question.by_edits and bool(fix.edits)))  # an editor carries it out alone
    if says is None or settled or _is_known(finding, question, subjects, entries):
        return None
    return Query(written(question.asks, values), (_whole(written(says, values)),), subjects, question.together)


def _fits(template: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for _, name, _, _ in Formatter().parse(template) if name)


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


def _whole(text: str) -> str:
    return sentence(text) if text.endswith((".", "!", "?", "…")) else f"{sentence(text)}."


def _is_known(finding: Finding, question: Question, subjects: Iterable[Subject], entries: Entries) -> bool:
    """Whether an editor finds the answer in the records of all the works that a finding is about, or by their identifiers."""
    if question.answer is None:
        return False
    values = finding.problem.values
    own: tuple[FieldName, ...] = values.get("fields") or ((values["field"],) if "field" in values else ())
    fields = [question.answer] if question.answer else [field.name for field in own]
    references = [name for kind, name in subjects if kind == "reference"]
    return bool(references) and all(_leads(name, fields, entries) for name in references)


def _leads(name: str, fields: Sequence[str], entries: Entries) -> bool:
    outcome = entries.view.outcome(name)
    records = [seen.record.item for seen in outcome.seen] if outcome.state == "found" else []
    if records and all(any(_text(item, field) for item in records) for field in fields):
        return True
    doubted = entries.doubted.get(name, ())
    given = [_text(entries.view.references[name].item, field) for field in IDENTIFIERS if field not in fields]
    return any(text and not any(value in shown(text).casefold() for value in doubted) for text in given)


def _text(item: Item, field: str) -> str:
    return str(getattr(item, field, None) or item.other.get(field) or "")


def _merged(single: Iterable[Query], entries: Entries) -> list[Query]:
    """Make one query of all that asks the same about the same entry, and put the queries in the order of the article."""
    groups: dict[tuple[tuple[Subject, ...], str], list[Query]] = {}
    for query in single:
        groups.setdefault(((() if query.together else query.subjects[:1]), query.asks), []).append(query)
    queries = [
        Query(
            asks=asks,
            says=tuple(dict.fromkeys(says for query in alike for says in query.says)),
            subjects=tuple(dict.fromkeys(subject for query in alike for subject in query.subjects)),
        )
        for (_, asks), alike in groups.items()
    ]
    return sorted(queries, key=lambda query: entries.order[query.subjects[0]] if query.subjects else len(entries.order))


def _head(report: Report, queries: int) -> Iterator[str]:
    article = report.article
    authors = "author" if len(article.author) == 1 else "authors"
    yield f"# Queries to the {authors}" + (f" of “{escaped(article.title, LONGEST)}”" if article.title else "")
    names = ", ".join(str(name) for name in article.author)
    yield " · ".join(filter(None, (escaped(names, LONGEST), f"{report.evidence.gathered:%Y-%m-%d}")))
    yield f"Dear {authors},"
    if queries:
        yield (
            f"While checking the references of your article we came upon {count(queries, 'question')} that only you can answer. "
            f"Please write your answer below {'it' if queries == 1 else 'each of them'}; if nothing needs changing, "
            "just say so."
        )
    elif article.references:
        yield "We have checked the references of your article, and have no questions for you."
    else:
        yield "We found no references in your article, and have no questions for you."


def _where(subject: tuple[Subject, ...], entries: Entries) -> str:
    """Return where queries stand, as the author knows the article."""
    if not subject:
        return "The article as a whole"
    [(kind, name)] = subject
    if kind == "claim":
        return escaped(_in_text(entries.view.claims[name]), LONGEST) or "In the text"
    reference = entries.view.references[name]
    return escaped(f"Reference {_name(name)} {short(reference)}", LONGEST)


def _asking(number: int, query: Query, entries: Entries, *, opens: bool) -> Iterator[str]:
    """Yield the parts of one query: what it is about, what was found, the question, and room for the answer.

    The statement or entry itself is quoted once, by the first query on it, which `opens`.
    """
    about = query.subjects if opens else query.subjects[1:]
    quoted = [_quoted(subject, query.subjects[0], entries) for subject in about[:MOST_QUOTED]]
    if len(about) > MOST_QUOTED:
        quoted.append(f"… and {len(about) - MOST_QUOTED:,} more")
    if quoted:
        yield "\n>\n".join(f"> {line}" for line in quoted)
    says = [_readable(clean(text, LONGEST_MESSAGE)) for text in query.says[:MOST_TOLD]]
    if len(query.says) > MOST_TOLD:
        says.append(f"We noted {len(query.says) - MOST_TOLD:,} more of the kind.")
    yield f"**{number}.** {' '.join(says)} **{escaped(query.asks)}**"
    yield "Answer:"
    alike = sum(kind == query.subjects[0][0] for kind, _ in query.subjects)
    yield from [LINE] * min(max(alike, LINES), MOST_QUOTED)


def _name(reference: str) -> str:
    return f"[{clean(reference, LONGEST_VALUE)}]"


def _in_text(claim: Claim) -> str:
    parts = (claim.section, f"paragraph {claim.paragraph}" if claim.paragraph else "")
    place = ", ".join(filter(None, parts))
    return " ".join(filter(None, (place, f"({manuscript(claim.at)})" if claim.at else "")))


def _quoted(subject: Subject, first: Subject, entries: Entries) -> str:
    """Return a statement, with its place if the `first` one has another, and what it cites; or an entry as it is printed."""
    kind, name = subject
    if kind == "reference":
        reference = entries.view.references[name]
        return _readable(f"{_name(name)} {_cut(reference.printed or label(reference))}")
    claim = entries.view.claims[name]
    cites = " ".join(dict.fromkeys(_name(citation.reference) for citation in claim.citations))
    text = _readable(_cut(claim.printed) if claim.printed else f"{_cut(claim.text)}{f' (cites {cites})' if cites else ''}")
    place = _in_text(claim)
    known = first[0] == "claim" and place == _in_text(entries.view.claims[first[1]])
    return f"{text} – *{escaped(place, LONGEST_VALUE)}*" if place and not known else text


def _readable(text: str) -> str:
    """Return a text in Markdown, its addresses as code: they can be copied from the letter as it stands, and open nothing."""
    readable, at = "", 0
    for url in find_urls(text):
        readable += f"{_between(text[at : url.start])}{code(url.value)}"
        at = url.end
    return readable + _between(text[at:])


def _between(text: str) -> str:
    """Return the words before or after an address, with the blank that parts them from it."""
    before, after = " " if text[:1] == " " else "", " " if text[-1:] == " " and text.strip() else ""
    return f"{before}{escaped(text)}{after}"


def _cut(text: str) -> str:
    """Return a text in one line, cut between words."""
    plain = clean(text, 2 * LONGEST)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _closing(view: View, queries: int) -> Iterator[str]:
    """Yield thanks, and in one line what was not checked."""
    if queries:
        yield "---"
        yield "Thank you for your help."
    if where := [line for step in view.checks.steps for line in step.sources]:
        yield f"How it was checked: {'; '.join(map(escaped, where))}."
    if missing := list(_missing(view)):
        yield f"Not checked: {'; '.join(missing)}."
    if view.report.partial:
        yield "The check was interrupted: there may be more questions."


def _missing(view: View) -> Iterator[str]:
    if not view.article.has_claims:
        yield "the text against the list"
    if unread := sum(not entry.wrong.repeated for entry in view.article.unreadable):
        yield f"{count(unread, 'part')} of the files that could not be read"
    for step in view.checks.steps:
        if missed := step.total - step.checked:
            yield f"{STEPS[step.step].unchecked} ({missed:,} of {step.total:,})"
        elif step.missed or step.incomplete:
            yield f"{STEPS[step.step].unchecked} (in part)"
