"""Styles written as patterns.

An example is "{author} ({issued}). {title}.⟨ {container}⟩⟨, {volume}⟩⟨({issue})⟩." A slot is a field of the work, printed as the
style's slots say; a group in ⟨ ⟩ is left out if one of its slots is empty.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from grammar import words
from styles.parts import Naming, Piece, dated, direct, inverted, marked, option, printed_range

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from works import Person, Work

FIELDS = {
    "title": "title",
    "parallel": "parallel_title",
    "container": "container_title",
    "series": "collection_title",
    "volume": "volume",
    "issue": "issue",
    "publisher": "publisher",
    "edition": "edition",
    "genre": "genre",
    "host_genre": "genre",
    "archive": "note",
    "note": "note",
    "url": "url",
    "doi": "doi",
    "isbn": "isbn",
    "issued": "issued",
    "day": "issued",
    "date": "issued",
    "extent": "number_of_pages",
    "page": "page",
    "accessed": "accessed",
    "author": "author",
    "editor": "editor",
    "translator": "translator",
}
"""The label of each slot. `day` is day and month of issue, `date` the whole date."""


def filled(pattern: str, slots: Mapping[str, Callable[[], list[Piece]]]) -> list[Piece]:
    """Return a pattern's pieces; a slot outside all groups may be empty."""
    pieces: list[Piece] = []
    for part in _parsed(pattern):
        if isinstance(part, str):
            pieces.append((part, ""))
        elif isinstance(part, tuple):
            pieces += slots[part[0]]()
        else:
            inner = [[(piece, "")] if isinstance(piece, str) else slots[piece[0]]() for piece in part]
            if all(any(text for text, _ in piece) for piece in inner):
                pieces += [piece for group in inner for piece in group]
    return pieces


@cache
def _parsed(pattern: str) -> list[str | tuple[str] | list[str | tuple[str]]]:
    parts: list[str | tuple[str] | list[str | tuple[str]]] = []
    for group in re.split("(⟨[^⟩]*⟩)", pattern):
        if group.startswith("⟨"):
            parts.append(_slots(group[1:-1]))
        else:
            parts += _slots(group)
    return parts


def _slots(text: str) -> list[str | tuple[str]]:
    return [(part[1:-1],) if part.startswith("{") else part for part in re.split(r"(\{\w+\})", text) if part]


def slots(work: Work, random: Random, *, dash: str = "–", colon: str = ": ") -> dict[str, Callable[[], list[Piece]]]:
    """Return the slots that all styles fill alike; a style adds `author`, `editor` and `translator`."""
    language = work.language
    subtitle = f"{colon}{work.subtitle}" if work.subtitle else ""
    values = {
        "title": work.title + subtitle,
        "parallel": work.parallel_title,
        "container": work.container,
        "series": work.series,
        "volume": work.volume,
        "issue": work.issue,
        "publisher": work.publisher,
        "edition": work.edition,
        "genre": work.genre,
        "host_genre": work.container_genre,
        "archive": f"{work.archive}{random.choice((', ', '. '))}{work.note}" if work.archive else "",
        "note": "" if work.archive else work.note,
        "url": work.url,
        "doi": work.doi,
        "isbn": work.isbn,
        "issued": work.year,
        "page": printed_range(work.pages, dash),
        "extent": work.number_of_pages,
        "accessed": dated(language, work.accessed, random) if work.accessed else "",
    }
    if len(work.issued) == 3:
        month = random.choice((words(language)["months"], words(language)["months"], words(language)["months_short"]))
        values["day"] = f"{work.issued[2]} {month[work.issued[1] - 1]}"
        values["date"] = dated(language, work.issued, random) if random.random() < 0.3 else f"{values['day']} {work.year}"
    table = {name: _slot(values.get(name, ""), label) for name, label in FIELDS.items()}
    for name, mark in _MARKS.items():
        table[f"{name}_marked"] = _marked(language, mark, values[name], FIELDS[name], random)
    table["doi_address"] = lambda: marked("https://doi.org/{}", work.doi, "doi") if work.doi else []
    if work.issued:
        months = words(language).get("periods", words(language)["months"])
        table["month"] = _slot(f"{random.choice(months)} {work.year}", "issued")
    table["place"] = lambda: _places(work, random)
    return table


_MARKS = {
    "page": "mark_pages",
    "extent": "mark_extent",
    "volume": "mark_volume",
    "issue": "mark_issue",
    "url": "mark_url",
    "doi": "mark_doi",
    "isbn": "mark_isbn",
    "accessed": "mark_accessed",
    "series": "mark_series",
}


def _slot(value: str, label: str) -> Callable[[], list[Piece]]:
    return lambda: [(value, label)] if value else []


def _marked(language: str, mark: str, value: str, label: str, random: Random) -> Callable[[], list[Piece]]:
    return lambda: option(language, mark, value, label, random) if value else []


def _places(work: Work, random: Random) -> list[Piece]:
    pieces: list[Piece] = []
    between = random.choice((", ", "; ", "/", " - "))
    for place in work.places:
        for name in place.split(" ; "):
            pieces += [(between, "")] if pieces else []
            pieces.append((name, "publisher_place"))
    return pieces


def listed(names: Sequence[str], comma: str, last: str) -> str:
    """Return names in a row: "A, B ve C"."""
    return comma.join(names[:-1]) + last + names[-1] if len(names) > 1 else "".join(names)


def responsible(work: Work, role: str, form: str, naming: Naming, random: Random) -> list[Piece]:
    """Return editors or translators in a form with "{}" ("{gen}" for a name in the genitive), or nothing."""
    persons: tuple[Person, ...] = work.editors if role == "editor" else work.translators
    if not persons:
        return []
    names = [direct(person, naming, genitive="{gen}" in form) for person in persons]
    last = random.choice(words(work.language)["and"])
    return marked(form.replace("{gen}", "{}"), listed(names, ", ", f" {last} "), role)


def credited(
    work: Work, naming: Naming, random: Random, *, family_first: bool = True, persons: Sequence[Person] = ()
) -> dict[str, Callable[[], list[Piece]]]:
    """Return the slots `author` (names in a row, or the organisation), `ed` and `tr`."""
    form = inverted if family_first else direct
    names = [form(person, naming) for person in persons or work.authors]
    between = " - " if random.random() < 0.03 else ", "
    if len(names) > 3 and random.random() < 0.3:
        text = f"{names[0]} {random.choice(words(work.language)['et_al'])}"
    else:
        text = listed(names, between, random.choice((between, f" {random.choice(words(work.language)['and'])} ")))
    table = {"author": _slot(work.organisation or text, "author")}
    for name, role in (("ed", "editor"), ("tr", "translator")):
        marker = random.choice(words(work.language)[f"mark_{role}"])
        table[name] = lambda role=role, marker=marker: responsible(work, role, marker, naming, random)  # type: ignore[misc]
    return table
