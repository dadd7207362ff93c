"""CITE113, CITE118, REF219, REF220: typed lists of a manuscript: their order, their notes, and a second list of the same works."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.article import place_in
from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.language.folding import fold, fold_name
from kzcheck.language.languages import guess
from kzcheck.language.scripts import main_script
from kzcheck.matching.lists import differing, misplaced, note_differs
from kzcheck.rule import rule
from kzcheck.wording import Plural, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Citation, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Name
    from kzcheck.language.reference_lists import PrintedEntry, ReferenceList
    from kzcheck.wording import Template

# Share of the entries that must be known as printed for their order to be that of the article.
PRINTED = 0.8
# Share of the entries of the shorter of two parallel lists that may lack a counterpart: with more, one is a selection.
UNPAIRED = 0.2
# Letters of a folded title or name that are compared.
SHORTEST = 4


@rule("CITE113", "list-out-of-order", Severity.NOTE, confidence=Confidence.LIKELY, key=("name", "other"))
def list_out_of_order(case: Case) -> Iterator[Problem]:
    """One entry of an alphabetical list is out of place.

    Why:
        Readers look an author up by the alphabet, and miss the entry. A list counts as alphabetical if at least eight entries in
        one script are in order but for one, by the order of letters in any language; Cyrillic and Latin entries may be two lists.

    Example:
        Doe J. …, Poe A. …, Lakes M. …, Roe B. …, …      # Lakes comes after Poe

    Silent:
        Lists with several entries out of place, numbered in order of citation, or not known as printed are not reported. Nor is an
        entry that is in order without the particle of its name ("van der"), an article at its beginning, or spaces.

    Fix:
        Move the entry. If the list is numbered, its numbers and citations change with it.
    """
    entries = [reference for reference in case.article.references if reference.printed]
    if len(entries) < len(case.article.references) * PRINTED or case.style.citations == "numeric-order":
        return
    names = [_sorting_names(reference) for reference in entries]
    if out := misplaced(names):
        reference, other = entries[out.entry], entries[out.other]
        yield Problem(
            reference.location,
            "the list is alphabetical, but {name} comes after {other}"
            if out.after
            else "the list is alphabetical, but {name} comes before {other}",
            {"name": names[out.entry][0], "other": names[out.other][0]},
            reference=reference.id,
            fix=Fix("move the entry to its place in the alphabet"),
            related=(other.location,),
        )


def _sorting_names(reference: Reference) -> list[str]:
    """Return the names under which an entry may be sorted, the usual one first: of its first author, or its first words."""
    people = reference.item.author or reference.item.editor
    if people:
        name = people[0]
        whole = " ".join(part for part in (name.non_dropping_particle, name.family or name.literal) if part)
    else:
        whole = " ".join(re.findall(r"[\w'’-]+", reference.printed)[:4])
    words = whole.split()
    return [whole, *(" ".join(words[start:]) for start in range(1, min(len(words), 4)))]


_PARTS = {
    "title": template("the note has the title “{written}”, the list “{listed}”"),
    "volume": template("the note has volume {written}, the list {listed}"),
    "pages": template("the note cites page {written}, but in the list the article has pages {listed}"),
}


@rule("CITE118", "note-differs-from-list", Severity.WARNING, confidence=Confidence.LIKELY, key=("note", "part"))
def note_differs_from_list(case: Case) -> Iterator[Problem]:
    """A full note gives a work in another way than the list does.

    Why:
        A note that describes a work in full and the entry in the list are of one work: if the year, the first author, a word of the
        title or the volume differs, one of them is wrong. So it is if the note cites a page that the article does not have. Only
        what is nowhere in the other text counts as different.

    Example:
        Note 12: Jane Doe, Rivers That Move (Exampleton: Example Press, 2004), 15.
        List: Doe, Jane. Rivers That Move. Exampleton: Example Press, 2005.

    Silent:
        Short notes ("Doe, Rivers, 15") and manuscripts without notes are not checked. The year of a first edition that one of the
        two gives as well is no difference, nor is a shortened or translated title. Pages of books are not compared.

    Fix:
        Look the work up, and correct the note or the list.
    """
    document = case.article.document
    if document is None:
        return
    for citation in case.article.cited:
        reference = case.references.get(citation.reference)
        if citation.kind == "note" and reference and reference.printed:
            yield from _note_problems(case, citation, reference)


def _note_problems(case: Case, citation: Citation, reference: Reference) -> Iterator[Problem]:
    from kzcheck.language.entry_heads import entry_head  # noqa: PLC0415 - few articles have notes

    note = _words(case, citation)
    head, own = entry_head(note, given_first=True), entry_head(reference.printed)
    year, listed = head.year, reference.item.year or own.year
    if not head.people or not year:
        return
    what: list[tuple[Template, dict[str, str | int]]] = []
    if listed and year != listed and str(year) not in reference.printed and str(listed) not in note:
        what.append(
            (template("the note dates the work {written}, the list {year}"), {"written": year, "year": listed, "part": "year"})
        )
    first, people = head.people[0].family, reference.item.author or own.people
    if first and people and people[0].family and fold_name(first) not in fold_name(reference.printed):
        values: dict[str, str | int] = {"written": first, "name": people[0].family, "part": "author"}
        what.append((template("the note is on a work by {written}, the list has {name}"), values))
    for part, written, own_words in note_differs(note, reference.printed, (head.title, reference.item.title or own.title)):
        what.append((_PARTS[part], {"written": written, "listed": own_words, "part": part}))
    for words, shown in what:
        yield Problem(
            citation.location,
            words,
            {**shown, "note": note[:60]},
            reference=reference.id,
            fix=Fix("look the work up, and correct the note or the list"),
            related=(reference.location,),
        )


def _words(case: Case, citation: Citation) -> str:
    """Return the words of a citation in a note, without marks of italics."""
    place = citation.location
    lines = case.article.sources.get(place.file, "").splitlines()[place.line - 1 : place.end_line]
    if not lines:
        return ""
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return " ".join(re.sub(r"[*_]", "", " ".join(lines)).split())


_DIFFERENCES = {
    "doi": template("the second list has another DOI: {other}, not {own}"),
    "year": template("the second list has another year: {other}, not {own}"),
    "pages": template("the second list has other pages: {other}, not {own}"),
}


@rule("REF219", "parallel-list-differs", Severity.WARNING, confidence=Confidence.LIKELY, key=("part", "other"))
def parallel_list_differs(case: Case) -> Iterator[Problem]:
    """Two lists of the same works, one of them transliterated or translated, do not agree.

    Why:
        Journals that print a list twice (Литература or Әдебиеттер, and References) want the same works in the same order; indexes
        read the second. Different years, pages or DOIs are a slip in one of them, and a work that one lacks moves all numbers.

    Example:
        Иванов И.И. Реки. М.: Пример, 2004. 240 с.
        Ivanov I.I. Reki. Moscow: Primer, 2005. 240 p.        # another year

    Silent:
        A year or page that is anywhere in the other entry is no difference. Works are not missing where the second list has only a
        selection, or only those that need transliteration. The order is compared in numbered lists only.

    Fix:
        Correct the wrong one of the two; add the missing entry, or put the entries in the same order.
    """
    for reference in case.article.references:
        for difference in differing(reference.printed, reference.parallel) if reference.parallel else ():
            yield Problem(
                reference.location,
                _DIFFERENCES[difference.part],
                {"own": difference.own, "other": difference.other, "part": difference.part},
                reference=reference.id,
                fix=Fix("check the work, and correct one of the two lists"),
            )
    if case.article.document is not None and any(reference.parallel for reference in case.article.references):
        yield from _lists_differ(case)


_MISSING = Plural(
    "{count} entry is missing in the second list: {entries}", "{count} entries are missing in the second list: {entries}"
)
_ADDED = Plural("{count} entry is only in the second list: {entries}", "{count} entries are only in the second list: {entries}")


def _lists_differ(case: Case) -> Iterator[Problem]:
    from kzcheck.language.reference_lists import reference_lists  # noqa: PLC0415 - few articles have two lists

    document = case.article.document
    if document is None:
        return
    lists = reference_lists(document.blocks)
    for own, other in pairwise(lists):
        if not other.parallel:
            continue
        lost = _lost(own, [place for place in range(len(own.entries)) if place not in other.pairs], other)
        added = _lost(other, [place for place, pair in enumerate(other.pairs) if pair < 0], own)
        for entries, words in ((lost, _MISSING), (added, _ADDED)):
            if entries:
                yield Problem(
                    place_in(document, entries[0].start, entries[0].end),
                    words,
                    {
                        "count": len(entries),
                        "entries": tuple(entry.text[:60] for entry in entries),
                        "part": "entries",
                        "other": entries[0].text[:60],
                    },
                    fix=Fix("add it to the other list, or delete it"),
                )
        moved = _moved(own, other)
        if moved is not None:
            entry = other.entries[moved]
            yield Problem(
                place_in(document, entry.start, entry.end),
                "entry {number} of the second list is entry {own} of the first",
                {"number": entry.label, "own": own.entries[other.pairs[moved]].label, "part": "order", "other": entry.text[:60]},
                fix=Fix("put the entries of both lists in the same order"),
            )


def _lost(own: ReferenceList, places: Sequence[int], other: ReferenceList) -> list[PrintedEntry]:
    """Return the entries of a list at these places, which the other list lacks, unless that is only a selection."""
    entries = [own.entries[place] for place in places]
    if len(entries) > max(1, min(len(own.entries), len(other.entries)) * UNPAIRED):
        return []
    # the second list may give only what is in other letters, without the first list's works in Latin ones
    mixed = len({main_script(entry.text) for entry in own.entries}) > 1
    return [] if mixed and all(main_script(entry.text) == "Latin" for entry in entries) else entries


def _moved(own: ReferenceList, other: ReferenceList) -> int | None:
    """Return the position of the first entry of the second list whose number in the first is another, if they are few."""
    numbered = all(entry.label.isdecimal() for part in (own, other) for entry in part.entries)
    if not numbered or len(own.entries) != len(other.entries) or -1 in other.pairs:
        return None
    moved = [place for place, pair in enumerate(other.pairs) if own.entries[pair].label != other.entries[place].label]
    return moved[0] if moved and len(moved) <= max(2, len(other.pairs) * UNPAIRED) else None


class _Transliterated(NamedTuple):
    """A person in a transliterated entry: the family name in Latin letters, and the reference."""

    family: str
    reference: Reference


@rule("REF220", "mixed-transliteration", Severity.NOTE, confidence=Confidence.LIKELY, key=("name", "other"))
def mixed_transliteration(case: Case) -> Iterator[Problem]:
    """One name is transliterated in two ways.

    Why:
        Indexes count the two spellings as two people. A list should follow one system (BGN/PCGN, ALA-LC, ISO 9, GOST 7.79).
        Names are compared in entries that are transliterated: those of a second list of the same works, and those whose title is
        Russian or Kazakh in Latin letters.

    Example:
        [3] Ivashchenko A.A. Reki …
        [7] Ivashchenko A.A. Dorogi …  and  [9] Ivaŝenko A.A. Ozera …      # one name under two systems

    Silent:
        Names in works that appeared in Latin letters are as their authors write them, and are not compared. Nor are people with
        other initials.

    Fix:
        Choose one spelling, by the system that the journal asks for.
    """
    people: dict[tuple[str, str], dict[str, list[_Transliterated]]] = defaultdict(dict)
    for reference in case.article.references:
        for name in _transliterated(reference):
            key = (fold_name(name.family), _initials(name.given))
            if len(key[0]) >= SHORTEST and key[1]:
                people[key].setdefault(fold(name.family), []).append(_Transliterated(name.family, reference))
    for spellings in people.values():
        if len(spellings) > 1:
            (usual, *_), (rare, *_) = sorted(spellings.values(), key=lambda those: -len(those))[:2]
            yield Problem(
                rare.reference.location,
                "{name} here and {other} in {reference} are one name, transliterated in two ways",
                {"name": rare.family, "other": usual.family, "reference": f"[{usual.reference.id}]"},
                reference=rare.reference.id,
                fix=Fix("write the name in one way, by the system that the journal asks for"),
                related=(usual.reference.location,),
            )


def _initials(given: str) -> str:
    return "".join(word[0] for word in fold(given).split())


def _transliterated(reference: Reference) -> tuple[Name, ...]:
    """Return the people of an entry as its transliterated form has them; none if it has no such form."""
    from kzcheck.language.entry_heads import entry_head  # noqa: PLC0415 - few articles have typed lists

    if reference.parallel:
        forms = [text for text in (reference.parallel, reference.printed) if main_script(text) == "Latin"]
        return entry_head(forms[0]).people if len(forms) == 1 else ()
    item = reference.item
    title = item.title or (entry_head(reference.printed).title if reference.printed else "")
    return item.author if title and guess(title).endswith("-Latn") else ()


RULES = (list_out_of_order, note_differs_from_list, parallel_list_differs, mixed_transliteration)
