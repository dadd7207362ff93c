"""What all styles print alike: names, marked values, dates and the points between the areas of a description."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from grammar import words
from labelled import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from random import Random

    from works import Person

__all__ = [
    "Naming",
    "Piece",
    "areas_joined",
    "closed",
    "dated",
    "direct",
    "given_name",
    "inverted",
    "marked",
    "named",
    "option",
    "printed_range",
    "quoted",
]


class Naming(Struct, frozen=True):
    """How persons are printed.

    Attributes:
        comma: after the family name of an inverted name.
        dot: after an initial.
        gap: between initials, and between them and the family name.
        full: whether given names are printed in full.
    """

    comma: str = ""
    dot: str = "."
    gap: str = " "
    full: bool = False


@lru_cache(maxsize=1 << 14)
def initials(given: str, dot: str, gap: str) -> str:
    """Return the initials of given names: "Анна-Мария" becomes "А.-М."."""
    names = [name for name in given.replace(".", ". ").split() if name[0].isalpha()]
    return gap.join(
        "-".join((part[:2] if part.startswith("Дж") else part[0]) + dot for part in name.split("-") if part) for name in names
    )


def _given(person: Person, naming: Naming) -> str:
    names = f"{person.given} {person.patronymic}".strip()
    return names if naming.full else initials(names, naming.dot, naming.gap)


def inverted(person: Person, naming: Naming) -> str:
    """Return a name with the family name first."""
    given = _given(person, naming)
    return f"{person.family}{naming.comma} {given}" if given else person.family


def direct(person: Person, naming: Naming, *, genitive: bool = False) -> str:
    """Return a name with the family name last, in the genitive after "под ред."."""
    given = _given(person, naming)
    family = (genitive and person.genitive) or person.family
    return given + (" " if naming.full else naming.gap) + family if given else family


def given_name(person: Person) -> Person:
    """Return a person without a patronymic: "Иванов, Пётр"."""
    return replace(person, patronymic="")


def named(persons: Sequence[Person], form: Callable[[Person], str], random: Random, language: str, most: int = 4) -> str:
    """Return several names, cut after a few with "и др." if there are too many."""
    if len(persons) > most or (len(persons) > 1 and random.random() < 0.08):
        shown = persons[: random.choice((1, 1, 3)) if len(persons) > most else 1]
        et_al = random.choice(words(language)["et_al"])
        return ", ".join(map(form, shown)) + random.choice((" ", " ", ", ")) + et_al
    return ", ".join(map(form, persons))


def marked(form: str, value: str, field: str) -> list[Piece]:
    """Return a value with its marker: "С. {}" and "10–13"."""
    before, _, after = form.partition("{}")
    return [(before, ""), (value, field), (after, "")]


def option(language: str, name: str, value: str, field: str, random: Random) -> list[Piece]:
    """Return a value with one of the markers that a language has for it."""
    return marked(random.choice(words(language)[name]), value, field)


def dated(language: str, date: tuple[int, ...], random: Random) -> str:
    """Return a date of access or of an issue as lists print it."""
    year, month, day = date
    form = random.choice(words(language)["date_forms"])
    texts = {"{d}": f"{day:02}", "{m}": f"{month:02}", "{yy}": f"{year % 100:02}", "{y}": str(year), "{j}": str(day)}
    texts["{month}"] = words(language)["months"][month - 1]
    for slot, text in texts.items():
        form = form.replace(slot, text)
    return form


def printed_range(pages: str, dash: str) -> str:
    """Return a range of pages with another dash."""
    return pages.replace("-", dash) if dash != "-" else pages


def quoted(value: str, field: str, marks: str) -> list[Piece]:
    """Return a value between two quotation marks."""
    return [(marks[0], ""), (value, field), (marks[1], "")]


def areas_joined(areas: Iterable[list[Piece]], separator: str) -> list[Piece]:
    """Join the areas of a description that are not empty."""
    pieces: list[Piece] = []
    for area in areas:
        if not any(text for text, _ in area):
            continue
        if pieces:
            pieces.append((separator, ""))
        pieces += area
    return pieces


def closed(pieces: list[Piece], random: Random) -> list[Piece]:
    """Return pieces with a full stop at the end, as most lists print it; an address rarely has it."""
    last, field = next((piece for piece in reversed(pieces) if piece[0]), (".", ""))
    without = 0.7 if field in {"url", "doi"} else 0.3
    return pieces if last[-1] in ".…" or random.random() < without else [*pieces, (".", "")]
