"""What Kazakh and Russian authors type without a standard, and what journals' sites print in MLA and Chicago form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import phrase, words
from labelled import Labelled, joined
from styles import apa
from styles.parts import Naming, closed, given_name
from styles.patterns import credited, filled, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

PATTERNS = {
    "article-journal": (
        "⟨{author}{stop}⟩{quoted}. {container}⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨, {period}⟩⟨, {page_marked}⟩⟨, {doi_marked}⟩.",
        "⟨{author}{stop}⟩{quoted}. {container}⟨, {volume_marked}⟩⟨, {issue_marked}⟩⟨, {period}⟩⟨, {page_marked}⟩⟨, {url}⟩.",
        "⟨{author}. ⟩⟨{issued}. ⟩{quoted}. {container}⟨ {volume}⟩⟨ ({issue})⟩⟨:{page}⟩.⟨ {doi_address}⟩⟨ {url}⟩",
        "{quoted}.⟨ {issued}⟩. {container}⟨ {volume}⟩⟨ ({issue})⟩⟨: {page}⟩.⟨ {url}⟩",
        "⟨{author}{stop}⟩{quoted} // {container}⟨, {issued}⟩⟨, {issue_marked}⟩⟨, {page_marked}⟩.",
        "⟨{author}{stop}⟩{title}⟨ / {container}⟩⟨. {issued}⟩⟨, {issue_marked}⟩⟨ {page_marked}⟩.",
        "⟨{author}{stop}⟩{title}. – {container}⟨, {issued}⟩⟨, {issue_marked}⟩⟨. – {page_marked}⟩.",
    ),
    "book": (
        "⟨{author}{stop}⟩{quoted}.⟨ {place}⟩⟨, {quoted_publisher}⟩⟨, {year}⟩.",
        "⟨{author}{stop}⟩{title}.⟨ {place}⟩⟨, {quoted_publisher}⟩⟨, {year}⟩⟨, {page_marked}⟩.",
        "⟨{author}{stop}⟩{title}⟨, {volume_marked_book}⟩.⟨ – {publisher}⟩⟨, {issued}⟩.",
        "⟨{author}{stop}⟩{title}⟨, {volume_marked_book}⟩.⟨ – {place}⟩⟨, {issued}⟩.⟨ – {extent_marked}⟩",
        "⟨{author}{stop}⟩{title}.⟨ – {publisher}⟩⟨, {issued}⟩.",
        "⟨{author}{stop}⟩{title}.⟨ — {publisher}⟩⟨, {issued}⟩.⟨ — {extent_marked}⟩",
        "⟨{author}{stop}⟩{title}.⟨ {place}⟩⟨, {issued}⟩⟨. {page_marked}⟩.",
        "⟨{author}{stop}⟩{title}.⟨ – {place}⟩⟨: {issued}⟩.⟨ – {extent_marked}⟩",
        "{title}.⟨ – {volume_marked_book}⟩.⟨ {place}⟩⟨, {issued}⟩.",
        "⟨{author}{stop}⟩{title}⟨: {genre}⟩.⟨ – {place}⟩⟨: {issued}⟩.⟨ – {extent_marked}⟩",
        "⟨{author}{stop}⟩{quoted}.⟨ {ed}⟩.⟨ {place}⟩⟨ – {issued}⟩⟨, {publisher}⟩.",
        "⟨{author}{stop}⟩{quoted}.⟨ {genre}⟩.⟨ — {place}⟩⟨: {quoted_publisher}⟩⟨, {issued}⟩.⟨- {extent_marked}⟩",
        "⟨{author}{stop}⟩{title}⟨ / {publisher}⟩⟨, {issued}⟩⟨, {extent_marked}⟩.",
        "⟨{author}{stop}⟩{title}⟨ / {tr}⟩⟨, {extent_marked}⟩.",
        "⟨{author}{stop}⟩{title}⟨ / {ed}⟩⟨, {issued}⟩.⟨ - {extent_marked}⟩",
        "⟨{author}{stop}⟩{title}.⟨ – {place}⟩⟨: {quoted_publisher}⟩⟨, {issued} г⟩.",
        "⟨{author}{stop}⟩{title}⟨ - {place}⟩⟨: {publisher}⟩⟨, {issued}⟩ - ⟨{extent_marked}⟩",
    ),
    "chapter": (
        "⟨{author}{stop}⟩{title} // {container}.⟨ {host_genre}⟩.⟨ – {place}⟩⟨, {issued}⟩.⟨ – {page_marked}⟩.",
        "⟨{author}{stop}⟩{title} / {container}⟨: {host_genre}⟩.⟨ {place}⟩⟨: {issued}⟩.⟨ {page_marked}⟩.",
        "⟨{author}{stop}⟩{quoted} // {container}⟨, {host_genre}⟩⟨. {note}⟩.⟨ {page_marked}⟩.",
    ),
    "thesis": (
        "⟨{author}{stop}⟩{title}⟨: {genre}⟩.⟨ – {place}⟩⟨: {issued}⟩.⟨ –{extent_marked}⟩",
        "⟨{author}{stop}⟩{title}.⟨ {genre}⟩.⟨ {publisher}⟩⟨, {issued}⟩.",
        "⟨{author}{stop}⟩{genre}⟨ (қолжазба)⟩.⟨ {publisher}⟩.",
    ),
    "article-newspaper": (
        "«{container}»⟨, {issued}⟩⟨, {day}⟩.",
        "«{container}»⟨, {date}⟩⟨, {issue_marked}⟩.",
        "⟨{author}{stop}⟩{title} // «{container}»⟨, {date}⟩.",
        "⟨{author}{stop}⟩{quoted}. «{container}»⟨, {issued}⟩⟨, {day}⟩.",
    ),
    "webpage": ("{title} {url}", "⟨{author}{stop}⟩{title}⟨ {url_marked}⟩⟨ {accessed_marked}⟩"),
}


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as such lists print it."""
    if not work.title:
        return apa.write(work, random)
    language = work.language
    table = slots(work, random, dash=random.choice(("-", "–")))
    full = random.random() < 0.2
    naming = Naming(random.choice(("", "", ",")) if not full else "", ".", random.choice((" ", "")), full)
    persons = tuple(given_name(person) for person in work.authors) if full else work.authors
    family_first = random.random() < (0.3 if full else 0.75)
    table |= credited(work, naming, random, persons=persons, family_first=family_first)
    dotted = naming.full or not family_first or not work.authors or not work.authors[0].given
    stop = random.choice((". ", ". ", ", ", " ")) if dotted else random.choice((" ", " ", " ", ", ", ": "))
    table["stop"] = lambda: [(stop, "")]
    title = table["title"]()
    if random.random() < 0.2:
        title = [(text.upper(), field) for text, field in title]
    marks = random.choice(("«»", "«»", "“”", '""'))
    table["quoted"] = lambda: [(marks[0], ""), *title, (marks[1], "")]
    house = table["publisher"]()
    table["quoted_publisher"] = lambda: [(marks[0], ""), *house, (marks[1], "")] if house else []
    table["year"] = lambda: _form("year_forms", work, work.year, "issued", random)
    table["volume_marked_book"] = lambda: _form("mark_volume_book", work, work.volume, "volume", random)
    if work.issued:
        end = random.choice((" г.", "", " ж.")) if language == "kk" else random.choice((" г.", ""))
        table["period"] = lambda: [(f"{phrase(language, 'periods', random)} {work.year}{end}".strip(), "issued")]
    kind = "chapter" if work.kind == "paper-conference" and work.container else work.kind
    pattern = random.choice(PATTERNS.get(kind, PATTERNS["book"]))
    return joined(closed(filled(pattern, table), random), f"{language}/typed-lists")


def _form(name: str, work: Work, value: str, field: str, random: Random) -> list[tuple[str, str]]:
    before, _, after = random.choice(words(work.language)[name]).partition("{}")
    return [(before, ""), (value, field), (after, "")] if value else []
