"""WORK411–416: differences between the list and the record of a work."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.csl import Name
from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.language.folding import fold
from kzcheck.matching.lists import ListedPeople
from kzcheck.matching.works import OF_NAMES, Objection, instead_of_work, objections_to
from kzcheck.rule import rule
from kzcheck.sources import SOURCES
from kzcheck.wording import FieldName, People, Words, cut, cut_both, template, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.differences import Difference, DifferenceKind, Value
    from kzcheck.sources import SourceName

MOST_NAMES = 100
"""Names of a list that an excerpt shows."""

_PLACES: frozenset[DifferenceKind] = frozenset(("volume", "issue", "page"))
_OF_STRANGERS: frozenset[DifferenceKind] = frozenset(("other-name", "invented-name"))
"""The list names somebody who is not in the record."""
_PLAIN = template("the list has {listed}, {service} has {recorded}")
_QUOTED = template("the list has “{listed}”, {service} has “{recorded}”")
_OF_NAMES: dict[DifferenceKind, str] = {
    "invented-name": template("the list names {listed}; {service} does not"),
    "dropped-name": template("{service} names {recorded}; the list does not"),
    "name-order": template("the list has {listed}; {service} has them in a different order: {recorded}"),
}
_OF_PLACES = template("{places}: the list has {listed}; {service} has {recorded}")
_PERHAPS_TITLED = template("{service} has no “{listed}”; perhaps this is “{recorded}”")
_PERHAPS_BY = template("{service} has no work with this title by {listed}; perhaps this is the one by {recorded}")
_OTHER_EDITION = template("the record is of another edition: the list has {listed}, {service} has {recorded}")


@rule("WORK411", "title-differs", Severity.WARNING, needs=("records",), key=("at", "value"))
def title_differs(case: Case) -> Iterator[Problem]:
    """The title in the list differs from the title in the record.

    Why:
        If one word is swapped or missing, a search finds another work or none. Indexes make mistakes too: the message gives both
        titles and their sources. The finding is a note if another service has the title of the list, for a mistyped letter, and for
        a title with nothing in common, which may be a translation, unless both are in one language. It is also a note if the work
        was not found, and one that may be it has another title.

    Example:
        title: Rivers that never are          # the record: Rivers that never were

    Silent:
        Capitals, punctuation, markup and formulas, a subtitle that only one of them has, a translation or transliteration that the
        record knows, and marks such as “RETRACTED:” are not reported.

    Fix:
        Check the work's own title page. If the record is right, use its title (title).
    """
    for reference, objections in _different(case, frozenset(("title",))):
        for objection in objections:
            yield _problem(reference, (objection,), objection.difference.field, _QUOTED)
    yield from _perhaps(case, frozenset(("title",)), _PERHAPS_TITLED)


@rule("WORK412", "author-differs", Severity.WARNING, needs=("records",), key=("at", "value"))
def author_differs(case: Case) -> Iterator[Problem]:
    """The list and the record name different authors, or a different order.

    Why:
        Credit goes to those who are named. Every author is compared, so one invented or missing co-author is found. If most of the
        list differs, that is one finding.

        The finding is a note if another service names the people as the list does, or if the work was not found, and one that may
        be it is by others. Smaller differences are notes as well: three or more authors missing at the end, an initial, a few
        letters, two first authors exchanged. They are warnings if two records agree, or if the registry's record and other entries
        of the list do.

    Example:
        author: [{family: Doe, given: Jane}, {family: Roe, given: Richard}]        # the record: Jane Doe and Mary Moe

    Silent:
        Initials, accents, particles, transliterations, hyphens, married names beside maiden names that the record has too, “et
        al.”, organisations under another form of their name, and editors listed as authors are not reported. Nor are lists that the
        index itself cuts short, and the order of names in records that sort them.

    Fix:
        Check the work's own title page, and write the names as they are there (author).
    """
    people = ListedPeople(case.article.references)
    for reference, objections in _different(case, OF_NAMES):
        strangers = [
            objection for objection in objections if objection.difference.kind in _OF_STRANGERS and not objection.is_slight
        ]
        mostly_strangers = _are_most(strangers, reference.item)
        for unconfirmed in objections:
            objection = replace(unconfirmed, confirmed=_is_confirmed(unconfirmed, reference, people))
            difference = objection.difference
            place = difference.field if difference.index is None else f"{difference.field}.{difference.index}"
            problem = _problem(reference, (objection,), place, _OF_NAMES.get(difference.kind, _PLAIN))
            yield replace(problem, in_doubt=mostly_strangers and unconfirmed in strangers)
    yield from _perhaps(case, OF_NAMES, _PERHAPS_BY)


@rule("WORK413", "year-differs", Severity.WARNING, needs=("records",), key=("at", "value"))
def year_differs(case: Case) -> Iterator[Problem]:
    """The year in the list matches no date in the record.

    Why:
        A wrong year hides which version was read, and breaks searches. Every date of the record counts: print, online, first
        edition.

        The finding is a note if one year's difference may come from print and online publication, of which many registries know
        only one. It is also a note if another service has the year of the list, or if the record is of another edition, printing or
        translation of the book. An entry dated two or more years before its preprint was posted is reported.

    Example:
        issued: 1990        # the record: 1996

    Silent:
        Approximate dates, spans, works in press and reprints that give the first edition are not reported.

    Fix:
        Check the work itself. If the record is of the version that was read, use its year (issued).
    """
    for reference, objections in _different(case, frozenset(("year",))):
        for objection in objections:
            yield _problem(reference, (objection,), "issued", _PLAIN)
    for reference, objections in _different(case, frozenset(("edition",))):
        if any(objection.difference.field == "issued" for objection in objections):
            yield _problem(reference, objections, objections[0].difference.field, _OTHER_EDITION)


@rule("WORK414", "container-differs", Severity.WARNING, needs=("records",), key=("at", "value"))
def container_differs(case: Case) -> Iterator[Problem]:
    """The journal or book in the list differs from the one in the record.

    Why:
        Readers look for the work in the wrong place. The finding is a note if another service has the name of the list, or if the
        list gives an acronym that nobody knows. The main meetings and journals of many fields are known: ICML is not NeurIPS, but
        the ACM Web Conference is WWW.

    Example:
        container-title: Journal of Invented Rivers        # the record: Annals of Invented Bridges

    Silent:
        Abbreviations (ISO 4 and others), translated and earlier names that the record knows, a series beside its book, “The”, “&”,
        known acronyms, and other versions in an index that merges them are not reported.

    Fix:
        Check the work itself. If the record is right, use its journal or book (container-title).
    """
    for reference, objections in _different(case, frozenset(("container",))):
        for objection in objections:
            yield _problem(reference, (objection,), objection.difference.field, _QUOTED)


@rule("WORK415", "volume-issue-pages-differ", Severity.WARNING, needs=("records",), key=("at", "value"))
def place_differs(case: Case) -> Iterator[Problem]:
    """Volume, issue or pages in the list differ from those in the record.

    Why:
        Volume, issue and pages lead readers to the work in print, and many services use them to find its DOI. All that differ are
        one finding, and a note if another service has the numbers of the list.

    Example:
        volume: "12"        # the record: 13
        page: 30-41         # the record: 130-141

    Silent:
        An article number in place of pages, shortened ends (1021–9), a first page alone, Roman beside Arabic numerals, volumes
        counted by years and issues numbered across volumes are not reported.

    Fix:
        Check the work itself. If the record is right, use its numbers (volume, issue, page).
    """
    for reference, objections in _different(case, _PLACES):
        by_voice: dict[tuple[SourceName, tuple[str, ...], tuple[str, ...], bool], list[Objection]] = defaultdict(list)
        for objection in objections:
            voice = objection.record.service, _also(objection), _others(objection), objection.is_slight
            by_voice[voice].append(objection)
        for group in by_voice.values():
            problem = _problem(reference, group, group[0].difference.field, _OF_PLACES)
            places = tuple(FieldName(objection.difference.field) for objection in group)
            yield replace(problem, values={**problem.values, "places": places})


@rule("WORK416", "page-count-differs", Severity.NOTE, needs=("records",), key=("at", "value"))
def page_count_differs(case: Case) -> Iterator[Problem]:
    """The page count in the list is far from the record's.

    Why:
        It may be a slip, or another edition was read. Catalogues count in different ways, so the difference must be more than 16
        pages and more than a tenth of the book.

    Example:
        number-of-pages: 240        # the record: 420 p.

    Silent:
        Front matter may count or not: “xii, 240 p.” is 252 or 240. If the year differs as well, WORK413 reports both.

    Fix:
        Check the book itself, and give the count of the edition that was read (number-of-pages).
    """
    for reference, objections in _different(case, frozenset(("page-count", "edition"))):
        counted = [objection for objection in objections if objection.difference.kind == "page-count"]
        for objection in counted:
            yield _problem(reference, (objection,), objection.difference.field, _PLAIN)
        if not counted and not any(objection.difference.field == "issued" for objection in objections):
            yield _problem(reference, objections, objections[0].difference.field, _OTHER_EDITION)


def _different(case: Case, kinds: frozenset[DifferenceKind]) -> Iterator[tuple[Reference, tuple[Objection, ...]]]:
    """Yield each reference with its differences of these kinds; slight ones only if no service agrees with the list."""
    for reference, verdict in case.judged():
        if verdict.work is None or instead_of_work(reference.item, verdict.work.record):
            continue
        objections = [
            objection for objection in objections_to(reference.item, verdict, kinds) if not _is_misread(reference, objection)
        ]
        if counting := tuple(objection for objection in objections if not (objection.difference.slight and objection.with_list)):
            yield reference, counting


def _is_misread(reference: Reference, objection: Objection) -> bool:
    """Return whether the printed words of an entry whose fields were read from them have what the record has."""
    recorded = objection.difference.recorded
    words = recorded.family or recorded.literal if isinstance(recorded, Name) else recorded
    if reference.guess is None or not isinstance(words, str) or not (folded := fold(words)):
        return False
    return f" {folded} " in f" {fold(reference.wording)} "


def _perhaps(case: Case, kinds: frozenset[DifferenceKind], message: str) -> Iterator[Problem]:
    """Yield a note for each entry whose work was not found, but has a near record with another title or other people."""
    for reference, verdict in case.judged():
        candidate = verdict.near
        if verdict.work or verdict.is_unknown or candidate is None or not candidate.contrary:
            continue
        shown = next((difference for difference in candidate.differences if difference.kind == "title"), None)
        shown = shown or next((difference for difference in candidate.differences if difference.kind in OF_NAMES), None)
        if shown and shown.kind in kinds:
            objection = Objection(replace(shown, slight=True), candidate.record)
            fix = Fix("check the work itself (record: {source})", {"source": candidate.record.source})
            yield replace(_problem(reference, (objection,), shown.field, message), fix=fix)


def _is_confirmed(objection: Objection, reference: Reference, people: ListedPeople) -> bool:
    """Return whether a possible matter of form is not one, because another record or the list's other entries confirm it."""
    difference, source = objection.difference, SOURCES[objection.record.service]
    # a catalogue names the first of many, and some indexes omit people
    has_all_people = source.kind in {"registry", "index"} and source.has_roles and not source.loses_people
    if not difference.confirmable or not (has_all_people or objection.with_record):
        return False
    if difference.kind == "dropped-name":
        return people.print_more(reference)
    return bool(objection.with_record) or (
        isinstance(difference.listed, Name)
        and isinstance(difference.recorded, Name)
        and people.have(difference.recorded, difference.listed, reference)
    )


def _are_most(strangers: Sequence[Objection], item: Item) -> bool:
    """Return whether these differences concern more than half of the people in the list."""
    differences = [objection.difference for objection in strangers]
    count = sum(len(difference.listed) if isinstance(difference.listed, tuple) else 1 for difference in differences)
    return any(2 * count > len(getattr(item, difference.field)) for difference in differences)


def _others(objection: Objection) -> tuple[str, ...]:
    """Return the other services that the message quotes."""
    return tuple(dict.fromkeys(SOURCES[name].title for name in objection.with_list or objection.with_record))


def _also(objection: Objection) -> tuple[str, ...]:
    """Return the end of the message: "; {others} agrees with the list"."""
    if objection.with_list:
        several = len(objection.with_list) > 1
        return (template("; {others} agree with the list") if several else template("; {others} agrees with the list"),)
    if objection.with_record:
        several = len(objection.with_record) > 1
        return (template("; {others} say the same") if several else template("; {others} says the same"),)
    return ()


def _problem(reference: Reference, objections: Sequence[Objection], place: str, message: str) -> Problem:
    """Return one problem for differences from one source, with the fix that writes the recorded values."""
    first = objections[0]
    differences = [objection.difference for objection in objections]
    value_pairs = [(_value(difference.listed), _value(difference.recorded)) for difference in differences]
    listed = tuple(value for value, _ in value_pairs if value)
    words = [
        word for difference, (value, _) in zip(differences, value_pairs, strict=True) for word in difference.words or (text(value),)
    ]
    pairs = [cut_both(*pair) for pair in value_pairs]
    values = {
        "listed": tuple(value for value, _ in pairs if value),
        "recorded": tuple(value for _, value in pairs),
        "service": Words(SOURCES[first.record.service].title),
        "others": tuple(map(Words, _others(first))),
    }
    around = _people(reference.item, differences[0].field) if differences[0].kind in OF_NAMES else text(listed)
    slight = all(objection.is_slight for objection in objections)
    return Problem(
        reference.place(place),
        message,
        {
            **{name: value for name, value in values.items() if f"{{{name}}}" in "".join((message, *_also(first)))},
            "at": place,
            "value": listed or tuple(value for _, value in value_pairs),
        },
        also=_also(first),
        reference=reference.id,
        excerpt=excerpt(around, *words) if around else None,
        fix=_fix(reference.item, first.record, differences),
        severity=Severity.NOTE if slight else None,
        confidence=None if first.with_record and not slight else Confidence.LIKELY,
    )


def _value(value: Value) -> str | People | tuple[int, ...]:
    """Return a value of the list or a record as a value of a message."""
    if not isinstance(value, tuple):
        return str(value or "")
    names = tuple(cut(str(name)) for name in value if isinstance(name, Name))
    return People(names) if names else tuple(year for year in value if isinstance(year, int))


def _plain(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _people(item: Item, field: str) -> str:
    return ", ".join(str(name) for name in getattr(item, field, ())[:MOST_NAMES])


def _fix(item: Item, record: Record, differences: Sequence[Difference]) -> Fix:
    """Return the fix that writes the recorded values if they are certain, and else says where to look."""
    edits = tuple(edit for difference in differences if (edit := _edit(item, record, difference)))
    if len(edits) < len(differences) or any(difference.kind == "edition" for difference in differences):
        return Fix("check the work itself (record: {source})", {"source": record.source})
    service = Words(SOURCES[record.service].title)
    if new := tuple(cut(edit.new) for edit in edits if edit.new is not None):
        return Fix("write {new} ({service})", {"new": new, "service": service}, edits)
    old = tuple(cut(edit.old or "") for edit in edits)
    return Fix("delete {old} ({service})", {"old": old, "service": service}, edits)


def _edit(item: Item, record: Record, difference: Difference) -> Edit | None:
    """Return the edit for a difference, or None if no value is certain or the field does not have the compared value."""
    path, old, new = difference.field, "", difference.new
    if difference.kind in OF_NAMES:
        if difference.index is None or difference.kind == "name-order":
            return None
        path = f"{path}.{difference.index}"
        listed: tuple[Name, ...] = getattr(item, difference.field, ())
        name = listed[difference.index] if difference.index < len(listed) else None
        if difference.kind == "dropped-name":
            recorded: tuple[Name, ...] = getattr(record.item, difference.field, ())
            added = next((person for person in recorded if person == difference.recorded), None)
            return Edit(path, None, added.inverted, record.source, item.id) if added else None
        if name is None or name != difference.listed:
            return None
        old = name.inverted
        if difference.kind == "invented-name":
            return Edit(path, old, None, record.source, item.id)
    else:
        old = str(item.issued) if difference.field == "issued" and item.issued else item.text(difference.field)
        if _plain(difference.listed).strip() != old.strip():
            return None
    return Edit(path, old, new, record.source, item.id) if new and new != old else None


RULES = (title_differs, author_differs, year_differs, container_differs, place_differs, page_count_differs)
