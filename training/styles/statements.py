"""Statements of responsibility: authors once more, bodies, editors, translators and what else is said after the slash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import phrase, words
from styles.parts import Naming, Piece, direct, given_name, inverted, marked, named

if TYPE_CHECKING:
    from random import Random

    from styles.habits import Habits
    from works import Work


def stated(work: Work, habits: Habits, random: Random) -> list[Piece]:
    """Return the statements with the slash in front, or nothing."""
    full = random.random() < (0.6 if work.kind == "thesis" else 0.5 if habits.naming.full else 0.05)
    naming = Naming("", ".", habits.naming.gap, full)
    statements = _authors(work, habits, naming, random)
    if work.kind == "book" and random.random() < (0.08 if work.authors else 0.25):
        statements.append([(phrase(work.language, "organisations", random), "author")])
    if work.kind == "thesis" and work.publisher and statements and random.random() < 0.2:
        statements.append([(work.publisher, "publisher")])
    if work.kind != "chapter":
        roles = [role for role, persons in (("editor", work.editors), ("translator", work.translators)) if persons]
        statements += [responsible(work, role, naming, random) for role in roles]
    if work.kind == "book" and not work.translators and random.random() < 0.06:
        statements.append([(random.choice(words(work.language)["bare_translation"]), "note")])
    if random.random() < 0.02:
        statements.append([(phrase(work.language, "other_statements", random), "note")])
    pieces: list[Piece] = []
    for number, statement in enumerate(statements):
        pieces += [(random.choice((" ; ", "; ", " ; ")) if number else habits.slash, ""), *statement]
    return pieces


def _authors(work: Work, habits: Habits, naming: Naming, random: Random) -> list[list[Piece]]:
    if work.authors and (habits.statement or habits.heading == 0):
        persons = [given_name(person) for person in work.authors] if naming.full and random.random() < 0.5 else work.authors
        form = inverted if random.random() < 0.07 else direct
        text = named(persons, lambda person: form(person, naming), random, work.language)
        return [[(text.replace(", ", " ; ") if naming.full and random.random() < 0.3 else text, "author")]]
    return [[(work.organisation, "author")]] if work.organisation and habits.statement else []


def responsible(work: Work, role: str, naming: Naming, random: Random) -> list[Piece]:
    """Return editors or translators with what they did."""
    form = random.choice(words(work.language)[f"mark_{role}"])
    persons = work.editors if role == "editor" else work.translators
    genitive = "{gen}" in form
    form = form.replace("{gen}", "{}")

    if "едкол" in form and random.random() < 0.6:
        text = f"{direct(persons[0], naming)} {random.choice(words(work.language)['et_al'])}"
    elif random.random() < 0.15:
        text = named(persons, lambda person: inverted(person, Naming("", ".", naming.gap)), random, work.language)
    else:
        text = named(persons, lambda person: direct(person, naming, genitive=genitive), random, work.language)
    return marked(form, text, role)
