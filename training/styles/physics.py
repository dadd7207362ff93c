"""Lists of physicists: articles without titles, abbreviated journals, the year or the imprint of a book in brackets, arXiv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import phrase
from labelled import Labelled, joined
from styles import apa
from styles.parts import Naming, closed
from styles.patterns import credited, filled, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

ARTICLES = (
    "⟨{author}, ⟩{journal}⟨ {volume}⟩⟨ ({issued})⟩⟨ {first}⟩.",
    "⟨{author}, ⟩{journal}⟨ {volume}⟩⟨, {first}⟩⟨ ({issued})⟩.",
    "⟨{author}, ⟩{journal}⟨ {volume}⟩⟨({issue})⟩⟨, {page}⟩⟨ ({issued})⟩.",
    "⟨{author}, ⟩{name}, {journal}⟨ {volume}⟩⟨ ({issued})⟩⟨ {first}⟩{preprint}.",
    "⟨{author}, ⟩{name}, {journal}⟨ {volume}⟩⟨ ({issued})⟩⟨{first}⟩{preprint}.",
    '⟨{author}, ⟩"{name}," {journal}⟨ {volume}⟩⟨, {first}⟩⟨ ({issued})⟩.',
    "⟨{author}, ⟩{name}, JHEP ⟨{issue}⟩⟨ ({issued})⟩⟨ {first}⟩{preprint}.",
    "⟨{author}, ⟩{name}, JHEP⟨{issue}⟩⟨ ( {issued} )⟩⟨{first}⟩{preprint}.",
    "⟨{author}⟩⟨ {issued}⟩, {journal}⟨, {volume}⟩⟨, {first}⟩",
    "⟨{author}⟩⟨, {issued}⟩, {journal}⟨, {volume}⟩⟨, {first}⟩",
    "⟨{author}. ⟩{journal}⟨ {volume}⟩⟨, {first}⟩⟨ ({issued})⟩.",
    "{journal}⟨, {volume}⟩⟨, {first}⟩⟨ ({issued})⟩.",
)
BOOKS = (
    "⟨{author}, ⟩{name}⟨ ({publisher}, {place}, {issued})⟩.",
    "⟨{author}, ⟩{name}⟨, {edition}⟩⟨ ({publisher}, {place}, {issued})⟩.",
    "⟨{author}, ⟩{name}⟨, {series}⟩⟨, Vol. {volume}⟩⟨ ({publisher}, {place}, {issued})⟩.",
    "⟨{author}, ⟩{name}⟨, {publisher}⟩⟨, {place}⟩⟨ ({issued})⟩.",
)
CHAPTERS = (
    "⟨{author}, ⟩in⟨ {container}⟩⟨, Vol. {volume}⟩⟨, {ed}⟩⟨ ({publisher}, {place}, {issued})⟩⟨, p. {first}⟩.",
    "⟨{author}, ⟩{name}, in⟨ {container}⟩⟨, {ed}⟩⟨ ({publisher}, {place}, {issued})⟩⟨, {first}⟩.",
    "⟨{author}⟩⟨, {issued}⟩, in⟨ {container}⟩{preprint}",
)


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as such lists print it."""
    if not work.title:
        return apa.write(work, random)
    table = slots(work, random, dash=random.choice(("-", "–")))
    naming = Naming("", ".", random.choice((" ", " ", "")))
    table |= credited(work, naming, random, family_first=random.random() < 0.2)
    table["name"] = table["title"]
    journal = phrase("en", "physics_journals", random)
    table["journal"] = lambda: [(journal, "container_title")]
    first = work.pages.partition("-")[0]
    table["first"] = lambda: [(first, "page")] if first else []
    number = random.choice(
        (
            f"{random.randint(10, 25):02}{random.randint(1, 12):02}.{random.randint(1, 9999):04}",
            f"hep-th/{random.randint(9901001, 9912999)}",
        )
    )
    form = random.choice((" [arXiv:{}]", ", arXiv:{}", " [{}]", "[ arXiv :{}]", "[ arXiv:{}][ INSPIRE]"))
    before, _, after = form.partition("{}")
    shown = random.random() < 0.4
    table["preprint"] = lambda: [(before, ""), (number, "arxiv"), (after, "")] if shown else []
    patterns = ARTICLES if work.kind == "article-journal" else CHAPTERS if work.container and work.kind != "webpage" else BOOKS
    return joined(closed(filled(random.choice(patterns), table), random), f"{work.language}/physics")
