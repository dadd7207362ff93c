"""What German journals of the social sciences and humanities print: name and year, "In:", (Hrsg.), Jg., H. and S."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import words
from labelled import Labelled, joined
from styles.parts import Naming, Piece, closed, direct, inverted
from styles.patterns import filled, listed, slots

if TYPE_CHECKING:
    from random import Random

    from works import Person, Work

PATTERNS = {
    "article-journal": (
        "{author}{title}. In:⟨ {container}⟩⟨ {volume}⟩⟨, {issue_marked}⟩⟨, {page_marked}⟩.",
        "{author}{title}. In:⟨ {container}⟩⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨, {page_marked}⟩.",
        "{author}{title}, in:⟨ {container}⟩⟨, {volume}⟩⟨ ({issue})⟩⟨, {page_marked}⟩.",
        "{author}{title}.⟨ {container}⟩⟨ {volume}⟩⟨: {page}⟩.",
        "{author}{title}.⟨ {container}⟩⟨, {volume}⟩⟨ ({issue})⟩⟨, {page}⟩.",
        "{author}{title}.⟨ {container}⟩⟨ {volume}⟩⟨ ({issue})⟩⟨: {page_marked}⟩.⟨ {doi_marked}⟩",
        "{author}{title}, in:⟨ {container}⟩⟨ {volume}⟩⟨ ({issued})⟩⟨, {issue_marked}⟩⟨, {page_marked}⟩.",
        "{author}{title}, in⟨: {container}⟩⟨, {volume}⟩⟨/{issue}⟩⟨: {page}⟩.",
        "{author}{title}. In:⟨ {container}⟩⟨, {issue_marked}⟩⟨, {issued}⟩⟨, {page_marked}⟩.⟨ {url}⟩⟨ {accessed_marked}⟩",
    ),
    "book": (
        "{author}{title}⟨, {edition}⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{title}.⟨ {edition}⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{title}⟨ ({edition})⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{title}.⟨ {volume_marked}⟩.⟨ {place}⟩.",
        "{author}{title}⟨, {place}⟩⟨: {publisher}⟩.",
        "{author}{title}⟨. {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{author}{title}⟨, {place}⟩⟨ {issued}⟩.",
        "{author}{title}.⟨ {place}⟩⟨: {publisher}⟩⟨ ({series})⟩.",
        "{author}{title}.⟨ {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
    ),
    "chapter": (
        "{author}{title}. In: {host}⟨. {place}⟩⟨: {publisher}⟩⟨, {page_marked}⟩.",
        "{author}{title}. In: {host}.⟨ {place}⟩⟨: {publisher}⟩⟨: {page}⟩.",
        "{author}{title}, in: {host}⟨, {place}⟩⟨: {publisher}⟩⟨, {page_marked}⟩.",
        "{author}{title}. {page_marked} in: {host}.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{title}. In {host}⟨ ({page_marked})⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{title}, in: {host}⟨, {place}⟩⟨ {issued}⟩⟨, {page_marked}⟩.",
    ),
    "thesis": (
        "{author}{title}.⟨ {genre}⟩⟨, {publisher}⟩.",
        "{author}{title}⟨ ({genre})⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{title}.⟨ {publisher}⟩⟨: {genre}⟩.",
    ),
    "webpage": (
        "{author}{title}.⟨ {container}⟩.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
        "{author}{title}⟨, {url_marked}⟩⟨, {accessed_marked}⟩.",
    ),
    "article-newspaper": (
        "{author}{title}. In:⟨ {container}⟩⟨, {date}⟩⟨, {page_marked}⟩.",
        "{author}{title}, in:⟨ {container}⟩⟨ vom {date}⟩.",
    ),
    "legislation": ("⟨{title}⟩⟨, {container}⟩⟨ {issued}⟩⟨, {page_marked}⟩.", "⟨{title}⟩.⟨ {container}⟩⟨, {issue_marked}⟩."),
    "manuscript": ("{archive}.",),
}
"""Forms by kind of work; those of books serve the rest, those of chapters papers."""
YEARS = (" ({}): ", " ({}): ", " ({}), ", ", {}: ", " ({}). ", " {}: ", ", {}, ", " ({}) ")


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as such lists print it."""
    naming = Naming(random.choice((",", ",", ",", "")), ".", random.choice((" ", "")), random.random() < 0.6)
    table = slots(work, random, dash=random.choice(("-", "-", "–")), colon=random.choice((". ", ": ", ". ", " – ")))
    pattern = random.choice(
        PATTERNS.get("chapter" if work.kind == "paper-conference" and work.container else work.kind, PATTERNS["book"])
    )
    year = ": " if "{issued}" in pattern or not work.issued else random.choice(YEARS)
    table["author"] = lambda: _opening(work, naming, year, random)
    table["host"] = lambda: _host(work, naming, random)
    return joined(closed(filled(pattern, table), random), f"{work.language}/german-lists")


def _names(persons: tuple[Person, ...], naming: Naming, random: Random, language: str) -> str:
    later = random.choice((inverted, inverted, direct))
    names = [inverted(persons[0], naming), *(later(person, naming) for person in persons[1:])]
    if len(names) > 3 and random.random() < 0.5:
        return f"{names[0]}{random.choice((' ', ', '))}{random.choice(words(language)['et_al'])}"
    between = random.choice((" / ", "/", "; ", ", ", " & "))
    return listed(names, between, random.choice((between, " und ", " & ")))


def _opening(work: Work, naming: Naming, year: str, random: Random) -> list[Piece]:
    """Return the authors, or the editors of a whole book, with the year."""
    before, _, after = year.partition("{}")
    dated: list[Piece] = [(before, ""), (work.year, "issued"), (after, "")] if after else [(before, "")]
    if work.authors:
        return [(_names(work.authors, naming, random, work.language), "author"), *dated]
    if work.organisation:
        return [(work.organisation, "author"), *dated]
    if work.editors and not work.container:
        mark = random.choice((" (Hrsg.)", " (Hg.)", " (Hrsg)", ", Hrsg.", " (Eds.)"))
        return [(_names(work.editors, naming, random, work.language), "editor"), (mark, ""), *dated]
    return []


def _host(work: Work, naming: Naming, random: Random) -> list[Piece]:
    """Return the book that a chapter is in, with its editors before or after."""
    book: list[Piece] = [(work.container, "container_title")]
    if not work.editors:
        return book
    form = random.choice((inverted, direct))
    names = listed(
        [form(person, naming) for person in work.editors], random.choice(("/", ", ", "; ")), random.choice(("/", " und ", " & "))
    )
    if random.random() < 0.15:
        return [*book, (random.choice((", hrsg. von ", ". Hg. ", ", hg. v. ")), ""), (names, "editor")]
    return [(names, "editor"), (random.choice((" (Hrsg.): ", " (Hg.): ", " (Hrsg.), ", " (Hg.), ", " (Eds.): ")), ""), *book]
