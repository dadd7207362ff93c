"""Lists that name the title first and the authors after it: Russian libraries' printouts, Turkish and Kazakh typed lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelled import Labelled, joined
from styles import apa
from styles.parts import Naming, closed, given_name
from styles.patterns import credited, filled, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

CYRILLIC = {
    "article-journal": (
        "{title}.⟨ {author}⟩⟨ {container}⟩.⟨ {issued}⟩.⟨ {volume_marked}⟩.⟨ {issue_marked}⟩.⟨ {page_marked}⟩.",
        "{title}.⟨ {author}⟩⟨ // {container}⟩.⟨ {issued}⟩.⟨ {issue_marked}⟩.⟨ {page_marked}⟩.",
        "{title}⟨ / {author}⟩⟨ // {container}⟩.⟨ – {issued}⟩.⟨ – {issue_marked}⟩.⟨ – {page_marked}⟩.",
        "⟨{author}⟩ {title}⟨. {container}⟩.⟨ {issued}⟩.⟨ {volume_marked}⟩.⟨ {issue_marked}⟩.⟨ {page_marked}⟩.",
    ),
    "book": (
        "{title}.⟨ {author}⟩⟨ {genre} / {place}⟩⟨, {issued}⟩.",
        "{title}.⟨ {author}⟩⟨ {genre}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.⟨ {extent_marked}⟩.",
        "{title}⟨ / {author}⟩⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "⟨{author}⟩ {title}⟨, {publisher}⟩⟨, {issued}⟩⟨, {extent_marked}⟩",
    ),
    "chapter": (
        "{title}.⟨ {author}⟩⟨ В сборнике: {container}⟩.⟨ {host_genre}⟩.⟨ {issued}⟩.⟨ {page_marked}⟩.",
        "{title}.⟨ {author}⟩⟨ В книге: {container}⟩.⟨ {host_genre}⟩.⟨ {place}⟩⟨, {issued}⟩.⟨ {page_marked}⟩.",
        "{title}⟨ / {author}⟩⟨ В кн.: {container}⟩⟨: {host_genre}⟩.⟨ – {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.⟨ – {page_marked}⟩.",
        "⟨{author}⟩ {title}⟨. В сборнике: {container}⟩.⟨ {host_genre}⟩.⟨ {issued}⟩.⟨ {page_marked}⟩.",
        "⟨{author}⟩ {title}⟨, в кн.: {container}⟩.⟨ – {place}⟩⟨, {issued}⟩⟨, {page_marked}⟩.",
    ),
    "thesis": (
        "{title}.⟨ {author}⟩⟨ {genre}⟩⟨ / {publisher}⟩.⟨ {place}⟩⟨, {issued}⟩.",
        "{title}.⟨ {author}⟩⟨ {genre}⟩.⟨ {place}⟩⟨, {issued}⟩.",
        "{title}⟨ / {author}⟩⟨ {genre}⟩.⟨ {place}⟩⟨, {issued} г⟩.",
    ),
}
LATIN = {
    "article-journal": ("{title}⟨, {author}⟩⟨, {container}⟩⟨, {volume}⟩⟨({issue})⟩⟨, {issued}⟩⟨, {page_marked}⟩.",),
    "book": (
        "{title}⟨, {author}⟩⟨{comma}{tr}⟩⟨, {publisher}⟩⟨, {place}⟩⟨ {issued}⟩",
        "{title}⟨, {author}⟩⟨{comma}{tr}⟩⟨, {publisher}⟩",
        "{title}⟨ {volume}⟩⟨, {author}⟩⟨{comma}{tr}⟩⟨, {publisher}⟩",
        "{title}⟨ - {author}⟩⟨ - {publisher}⟩⟨, {issued}⟩",
    ),
    "thesis": ("{title}⟨, {author}⟩⟨, {genre}⟩⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩",),
}


def write(work: Work, random: Random) -> Labelled:
    """Return a reference with its title first; without authors it begins as others do."""
    if not work.title:
        return apa.write(work, random)
    latin = work.language not in {"ru", "kk", "uk"}
    full = random.random() < (0.9 if latin else 0.15)
    naming = Naming("", ".", random.choice(("", "", " ")), full)
    table = slots(work, random, dash=random.choice(("-", "–")), colon=random.choice((": ", " : ")))
    persons = tuple(given_name(person) for person in work.authors) if full else work.authors
    comma = random.choice((", ", " "))
    table["comma"] = lambda: [(comma, "")]
    table |= credited(work, naming, random, persons=persons, family_first=not latin and random.random() < 0.85)
    name = table["author"]
    end = "" if latin else random.choice((".", ".", "", " //" if work.kind == "article-journal" else "."))
    table["author"] = lambda: [*name(), (end, "")] if name() else []
    kind = "chapter" if work.kind == "paper-conference" and work.container and not latin else work.kind
    patterns = LATIN if latin else CYRILLIC
    pattern = random.choice(patterns.get(kind, patterns["book"]))
    return joined(closed(filled(pattern, table), random), f"{work.language}/title-first")
