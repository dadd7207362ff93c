"""Vancouver in the languages of the word lists, as medical and technical journals in Russia, Kazakhstan and Turkey print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import words
from labelled import Labelled, joined
from styles.parts import Naming, Piece, closed, inverted
from styles.patterns import filled, responsible, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

PATTERNS = {
    "article-journal": (
        "{author}{title}.⟨ {container}⟩.⟨ {issued}⟩⟨;{volume}⟩⟨({issue})⟩⟨:{page}⟩.⟨ {doi_marked}⟩",
        "{author}{title}.⟨ {container}⟩.⟨ {issued}⟩⟨; {volume}⟩⟨ ({issue})⟩⟨: {page}⟩.⟨ {doi_marked}⟩",
        "{author}{title}.⟨ {container}⟩⟨ {issued}⟩⟨;{volume}⟩⟨({issue})⟩⟨:{page}⟩.⟨ {url}⟩",
        "{author}{title}⟨ [{parallel}]⟩.⟨ {container}⟩.⟨ {issued}⟩⟨;{volume}⟩⟨({issue})⟩⟨:{page}⟩.⟨ {doi_marked}⟩",
        "{author}{title}.⟨ {container}⟩⟨, {issued}⟩⟨; {volume}⟩⟨({issue})⟩⟨: {page}⟩.",
        "{author}{title}⟨ // {container}⟩.⟨ {issued}⟩⟨; {volume}⟩⟨({issue})⟩⟨: {page}⟩.⟨ {doi_marked}⟩",
        "{author}{title}.⟨ {container}⟩⟨ {volume}⟩⟨({issue})⟩⟨, {page}⟩⟨ ({issued})⟩.",
        "{author}⟨({issued}) ⟩{title}.⟨ {container}⟩⟨ {volume}⟩⟨({issue})⟩⟨:{page}⟩.",
    ),
    "book": (
        "{author}{title}.⟨ {edition}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩.⟨ {extent_marked}⟩",
        "{author}{title}.⟨ {tr}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩⟨. {page_marked}⟩.",
        "{author}{title}.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
    ),
    "chapter": (
        "{author}{title}. In:⟨ {ed}.⟩⟨ {container}⟩.⟨ {edition}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩⟨. {page_marked}⟩.",
        "{author}{title}.⟨ {container}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩⟨: {page}⟩.",
    ),
    "thesis": (
        "{author}{title}⟨ [{genre}]⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩.",
        "{author}{title}.⟨ {genre}⟩.⟨ {place}⟩⟨; {issued}⟩.",
    ),
    "webpage": (
        "{author}{title}⟨ [{medium}]⟩.⟨ {container}⟩.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
        "{author}{title}.⟨ {url_marked}⟩⟨. {accessed_marked}⟩",
    ),
    "article-newspaper": ("{author}{title}.⟨ {container}⟩.⟨ {date}⟩⟨: {page}⟩.",),
    "manuscript": ("{archive}.",),
}
"""Forms by kind of work; those of books serve the rest, those of chapters papers."""


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as such lists print it."""
    language = work.language
    naming = Naming("", random.choice(("", "", "", ".")), "")
    table = slots(work, random, dash=random.choice(("-", "-", "–")))
    table["author"] = lambda: _authors(work, naming, random)
    table["medium"] = lambda: [(random.choice(words(language)["media_bracket"]), "medium")]
    for name, role in (("ed", "editor"), ("tr", "translator")):
        form = random.choice(words(language)[f"mark_{role}"])
        table[name] = lambda role=role, form=form: responsible(work, role, form, naming, random)  # type: ignore[misc]
    kind = "chapter" if work.kind == "paper-conference" and work.container else work.kind
    pattern = random.choice(PATTERNS.get(kind, PATTERNS["book"]))
    return joined(closed(filled(pattern, table), random), f"{language}/vancouver")


def _authors(work: Work, naming: Naming, random: Random) -> list[Piece]:
    if not work.authors:
        return [(work.organisation, "author"), (". ", "")] if work.organisation else []
    names = [inverted(person, naming) for person in work.authors]
    text = ", ".join(names)
    if len(names) > 3 and random.random() < 0.5:
        text = f"{', '.join(names[:3])}, {random.choice(words(work.language)['et_al'])}"
    return [(text, "author"), (random.choice((". ", ". ", ": ")), "")]
