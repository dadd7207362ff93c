"""İSNAD (second edition), the Turkish style for the humanities: bibliography and first notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import words
from labelled import Labelled, joined
from styles.parts import Naming, Piece, closed, direct, inverted
from styles.patterns import filled, listed, responsible, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

FULL = Naming(",", ".", " ", full=True)
_QUOTED = "{author}⟨ {quoted}⟩"
PATTERNS = {
    "article-journal": (
        "{author}⟨ {quoted}⟩⟨ {container}⟩⟨ {volume}⟩⟨/{issue}⟩⟨ ({issued})⟩⟨, {page}⟩.⟨ {doi_address}⟩⟨ {url}⟩",
        "{author}⟨ {quoted}⟩⟨ {container}⟩⟨ {volume}⟩⟨/{issue}⟩⟨ ({month})⟩⟨: {page}⟩.⟨ {doi_address}⟩⟨ Erişim {accessed}. {url}⟩",
        "{author}⟨ {quoted}⟩⟨ {container}⟩⟨ {volume}⟩⟨, {issue_marked}⟩⟨ ({issued})⟩⟨: {page}⟩.",
    ),
    "book": (
        "{author}⟨ {title}⟩.⟨ {ed}.⟩⟨ {tr}.⟩⟨ {volume} Cilt.⟩⟨ {place}⟩⟨: {publisher}⟩⟨, {edition}⟩⟨, {issued}⟩.",
        "{author}⟨ {title}⟩.⟨ {tr}.⟩⟨ {ed}.⟩⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{author}⟨ {title}⟩⟨, {tr}⟩⟨ ({place}: {publisher}, {issued})⟩⟨, {page}⟩.",
    ),
    "chapter": (
        "{author}⟨ {quoted}⟩⟨ {container}⟩.⟨ {ed}.⟩⟨ {volume}/⟩{page}.⟨ {place}⟩⟨: {publisher}⟩⟨, {edition}⟩⟨, {issued}⟩.",
        "{author}⟨ {quoted}⟩⟨ {container}⟩⟨, {ed}⟩⟨, {page}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
    ),
    "thesis": (
        "{author}⟨ {title}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {genre}⟩⟨, {issued}⟩.",
        "{author}⟨ {title}⟩.⟨ {publisher}⟩⟨, {genre}⟩⟨, {issued}⟩.",
        "{author}⟨ {title}⟩⟨ ({place}: {publisher}, {genre}, {issued})⟩.",
    ),
    "webpage": (
        "{author}⟨ {quoted}⟩⟨ {container}⟩.⟨ Erişim {accessed}⟩.⟨ {url}⟩",
        "⟨{container}⟩.⟨ {quoted}⟩⟨ Erişim {accessed}⟩.⟨ {url}⟩",
        "{author}⟨ {quoted}⟩⟨ {container}⟩⟨ ({date})⟩.⟨ Erişim: {accessed}⟩.⟨ {url}⟩",
    ),
    "article-newspaper": ("{author}⟨ {quoted}⟩⟨ {container}⟩⟨ ({date})⟩⟨, {page}⟩.", "⟨{container}⟩⟨ ({date})⟩⟨, {page}⟩."),
    "legislation": (
        "⟨{title}⟩.⟨ {container}⟩⟨ {issue}⟩⟨ ({date})⟩⟨. Erişim {accessed}⟩⟨. {url}⟩",
        "⟨{title}⟩⟨, {container}⟩⟨ ({date})⟩⟨, {issue_marked}⟩.",
    ),
    "manuscript": ("{archive}.", "⟨{title}. ⟩{archive}."),
    "standard": ("⟨{title}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",),
}
"""İSNAD's forms by kind of work; those of books serve the rest."""
ENCYCLOPEDIA = "{author}⟨ {quoted}⟩ {encyclopedia}. {volume}/{page}. {place}: {publisher}, {issued}."
ENCYCLOPEDIAS = ("Türkiye Diyanet Vakfı İslâm Ansiklopedisi", "TDV İslâm Ansiklopedisi", "DİA", "İslâm Ansiklopedisi", "TDVİA")


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as İSNAD prints it, or nearly so."""
    naming = FULL if random.random() < 0.9 else Naming(",", ".", random.choice(("", " ")))
    marks = random.choice(("“”", "“”", '""', "“”"))
    table = slots(work, random, dash=random.choice(("-", "-", "–")))
    title = table["title"]()
    table["quoted"] = lambda: [(marks[0], ""), *title, *random.choice((((marks[1] + ".", ""),), ((".", ""), (marks[1], ""))))]
    table["author"] = lambda: _authors(work, naming, random)
    for name, role in (("ed", "editor"), ("tr", "translator")):
        form = random.choice(words(work.language)[f"mark_{role}"])
        table[name] = lambda role=role, form=form: responsible(work, role, form, naming, random)  # type: ignore[misc]
    pattern = random.choice(
        PATTERNS.get(work.kind if work.container or work.kind not in {"chapter", "paper-conference"} else "book", PATTERNS["book"])
    )
    if work.kind == "paper-conference":
        pattern = random.choice(PATTERNS["chapter"])
    if work.kind == "article-journal" and work.volume and work.pages and random.random() < 0.12:
        pattern = ENCYCLOPEDIA
        table["encyclopedia"] = lambda: [(random.choice(ENCYCLOPEDIAS), "container_title")]
        table["place"] = lambda: [("İstanbul", "publisher_place")]
        table["publisher"] = lambda: [("TDV Yayınları", "publisher")]
    return joined(closed(filled(pattern, table), random), f"{work.language}/isnad")


def _authors(work: Work, naming: Naming, random: Random) -> list[Piece]:
    if work.organisation or not work.authors:
        return [(work.organisation, "author"), (". ", "")] if work.organisation else []
    if len(work.authors) > 2 and random.random() < 0.7:
        text = f"{inverted(work.authors[0], naming)} vd."
    else:
        names = [inverted(work.authors[0], naming)]
        names += [random.choice((inverted, direct))(person, naming) for person in work.authors[1:]]
        text = listed(names, random.choice((" – ", " - ", ", ")), random.choice((" – ", " - ", " ve ")))
    if random.random() < 0.06:
        text = direct(work.authors[0], naming)
        return [(text, "author"), (", ", "")]
    return [(text, "author"), (".", "")]
