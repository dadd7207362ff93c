"""What Turkish theses and journals of history and letters print beside the standards: family names in capitals, C. and S."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import words
from labelled import Labelled, joined
from styles.parts import Naming, Piece, closed, direct, inverted
from styles.patterns import filled, listed, responsible, slots

if TYPE_CHECKING:
    from random import Random

    from works import Person, Work

PATTERNS = {
    "article-journal": (
        "{author}{quoted}⟨, {container}⟩⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨, {issued}⟩⟨, {page_marked}⟩.",
        "{author}{quoted}⟨, {container}⟩⟨, {volume}⟩⟨/{issue}⟩⟨ ({place} {issued})⟩⟨, {page_marked}⟩.",
        "{author}{quoted}⟨, {container}⟩⟨, {issue_marked}⟩⟨ ({issued})⟩⟨, {page_marked}⟩⟨, {url}⟩⟨ {accessed_marked}⟩.",
        "{author}{quoted}⟨. {container}⟩⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨: {page}⟩.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
        "{author}{quoted}⟨, {container}⟩⟨, {volume_marked}⟩⟨ {issue_marked}⟩⟨, {place}⟩⟨ {issued}⟩⟨, {page_marked}⟩.",
        "{author}⟨({issued}). ⟩{quoted}⟨, {container}⟩⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨, {page_marked}⟩.",
        "{author}⟨({issued}), ⟩{quoted}⟨, {container}⟩⟨, {volume}⟩⟨({issue})⟩⟨, {page_marked}⟩.⟨ {doi_marked}⟩",
        "{author}{quoted}⟨ {container}⟩⟨ {volume}⟩⟨, {issue_marked}⟩⟨ ({issued})⟩⟨: {page}⟩.",
        "{author}{quoted}⟨, {container}⟩⟨, {volume}⟩⟨,{issue}⟩⟨ ({issued})⟩⟨ {page}⟩.",
        "{author}{title}⟨, {container}⟩⟨ ({parallel})⟩⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨, {page_marked}⟩⟨, {issued}⟩.",
    ),
    "book": (
        "{author}{title}⟨, {ed}⟩⟨, {tr}⟩⟨, {volume_marked}⟩⟨, {edition}⟩⟨, {publisher}⟩⟨, {place}⟩⟨ {issued}⟩⟨, {page_marked}⟩.",
        "{author}{title}⟨, {tr}⟩⟨, {publisher}⟩⟨, {edition}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "{author}{title}⟨, {ed}⟩⟨, {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{author}{title}.⟨ {place}⟩⟨: {publisher}⟩⟨, {edition}⟩⟨, {issued}⟩.⟨ {extent_marked}⟩.",
        "{author}⟨({issued}). ⟩{title}⟨ ({edition})⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}⟨({issued}), ⟩{title}⟨, {tr}⟩⟨, {publisher}⟩⟨, {place}⟩.",
        "{author}{title}⟨, {publisher}⟩⟨, {place}⟩⟨ {issued}⟩.",
        "{author}{title}⟨ {tr}⟩.⟨ {edition}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{author}{title}⟨, ({tr})⟩⟨, {publisher}⟩⟨, {place}⟩⟨ {issued}⟩.",
        "{author}{title}⟨, {publisher}⟩⟨, {issued}⟩.",
    ),
    "chapter": (
        "{author}{quoted}⟨, {container}⟩⟨, {ed}⟩⟨, {publisher}⟩⟨, {place}⟩⟨ {issued}⟩⟨, {page_marked}⟩.",
        "{author}{quoted}⟨, {container}⟩⟨ ({ed})⟩⟨, {place}⟩⟨: {publisher}⟩⟨, {issued}⟩⟨, {page_marked}⟩.",
        "{author}⟨({issued}). ⟩{quoted}⟨, {container}⟩⟨ içinde ({page_marked})⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{author}{quoted}⟨, {container}⟩⟨, {note}⟩⟨, {place}⟩⟨ {issued}⟩⟨, {page_marked}⟩.",
        "{author}{quoted}⟨, {container}⟩⟨, {month}⟩⟨, {volume_marked}⟩⟨, {page}⟩.",
    ),
    "thesis": (
        "{author}{title}⟨, ({genre})⟩⟨, {publisher}⟩⟨, {place}⟩⟨ {issued}⟩⟨, {page_marked}⟩.",
        "{author}{title}⟨, {publisher}⟩⟨, {genre}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "{author}⟨({issued}). ⟩{title}⟨, {publisher}⟩⟨, {genre}⟩⟨, {place}⟩.",
        "{author}{quoted}⟨, {publisher}⟩⟨ ({genre})⟩⟨, {place}⟩⟨ {issued}⟩⟨, {extent_marked}⟩.",
    ),
    "webpage": (
        "{author}{quoted}⟨, {container}⟩⟨, {url}⟩⟨ {accessed_marked}⟩.",
        "{author}{quoted}⟨, {date}⟩⟨, {url_marked}⟩⟨, {accessed_marked}⟩.",
        "⟨{container}⟩⟨, {quoted}⟩⟨, {url}⟩⟨ {accessed_marked}⟩",
        "{author}{quoted}⟨, {container}⟩⟨, {url}⟩⟨ ({accessed})⟩.",
        "⟨{url}⟩⟨ {accessed_marked}⟩.",
    ),
    "article-newspaper": (
        "{author}{quoted}⟨, {container}⟩⟨, {date}⟩⟨, {page_marked}⟩.",
        "⟨{container}⟩⟨, {date}⟩⟨, {page_marked}⟩.",
        "⟨{container}⟩⟨, {issue_marked}⟩⟨, {date}⟩.",
    ),
    "legislation": (
        "⟨{title}⟩⟨, {container}⟩⟨, {issue_marked}⟩⟨, {date}⟩.",
        "⟨{date} tarihli ⟩⟨{title}⟩⟨, {container}⟩.",
        "⟨{title}⟩⟨, {url_marked}⟩⟨ {accessed_marked}⟩.",
    ),
    "manuscript": ("{archive}.", "⟨“{title}”, ⟩{archive}."),
    "standard": ("{title}⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",),
}
"""Forms by kind of work; those of books serve the rest, those of chapters papers."""


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as such lists print it."""
    naming = Naming(random.choice((",", ",", "")), ".", random.choice((" ", "")), random.random() < 0.65)
    marks = random.choice(("“”", "“”", '""', "‘’", "''", ("", "")))
    table = slots(work, random, dash=random.choice(("-", "-", "–")))
    title = table["title"]()
    table["quoted"] = lambda: [(marks[0], ""), *title, (marks[1], "")]
    table["author"] = lambda: _authors(work, naming, random)
    for name, role in (("ed", "editor"), ("tr", "translator")):
        form = random.choice(words(work.language)[f"mark_{role}"])
        table[name] = lambda role=role, form=form: responsible(work, role, form, naming, random)  # type: ignore[misc]
    kind = "chapter" if work.kind == "paper-conference" and work.container else work.kind
    return joined(
        closed(filled(random.choice(PATTERNS.get(kind, PATTERNS["book"])), table), random), f"{work.language}/turkish-lists"
    )


def _authors(work: Work, naming: Naming, random: Random) -> list[Piece]:
    if work.organisation or not work.authors:
        return [(work.organisation, "author"), (", ", "")] if work.organisation else []
    capitals = random.random() < 0.4
    form = inverted if random.random() < 0.7 else direct

    def name(person: Person) -> str:
        text = form(person, naming)
        return text.replace(person.family, _upper(person.family)) if capitals else text

    if len(work.authors) > 3 or (len(work.authors) > 1 and random.random() < 0.1):
        text = f"{name(work.authors[0])}{random.choice((' ', ', '))}{random.choice(words('tr')['et_al'])}"
    else:
        text = listed([name(person) for person in work.authors], ", ", random.choice((", ", " ve ", " - ", "; ", " & ")))
    return [(text, "author"), (random.choice((", ", ", ", ", ", " ", ". ", ": ")), "")]


def _upper(text: str) -> str:
    return text.replace("i", "İ").upper()
