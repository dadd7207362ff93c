"""What lists in Latin letters print beside the styles: reports and proceedings of computing, notes of historians, French commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import words
from labelled import Labelled, joined
from styles import apa
from styles.parts import Naming, Piece, closed, direct, inverted
from styles.patterns import filled, listed, slots

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from works import Person, Work

PATTERNS = {
    "article-journal": (
        "{by}{quoted}⟨ {container}⟩⟨, {volume}⟩⟨({issue})⟩⟨:{page}⟩⟨, {issued}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, {volume}⟩⟨ ({issued})⟩⟨, pp. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨ {volume}⟩⟨, {issue}⟩⟨ ({issued})⟩⟨, {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, {volume}⟩⟨, {issue}⟩⟨ ({issued})⟩⟨, pp. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨ {volume}⟩⟨:{issue}⟩⟨ ({issued})⟩⟨, {page}⟩.",
        "{by}{quoted} in⟨ {container}⟩⟨, {volume}⟩⟨, {issue}⟩⟨ ({issued})⟩⟨, pp. {page}⟩.",
        "{by}{quoted} in:⟨ {container}⟩⟨ {volume}⟩⟨, {issued}⟩⟨, {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, {issued}⟩⟨, n° {issue}⟩⟨, vol. {volume}⟩⟨, pp. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, vol. {volume}⟩⟨, no. {issue}⟩⟨ ({month})⟩⟨: {page}⟩.",
        "{by}⟨({issued}) ⟩{quoted}⟨ {container}⟩⟨ {volume}⟩⟨ ({issue})⟩⟨: {page}⟩.⟨ {doi_marked}⟩",
        "{by}⟨({issued}). ⟩{quoted}⟨ {container}⟩⟨, {volume}⟩⟨, {page}⟩.",
        "{by}⟨{issued}. ⟩{quoted}⟨ {container}⟩⟨ {volume}⟩⟨({issue})⟩⟨: {page}⟩.",
        "{by}⟨{issued}, ⟩{quoted}⟨ {container}⟩⟨, v. {volume}⟩⟨, p. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, {issued}⟩⟨. {volume}⟩⟨({issue})⟩⟨: p. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨. {volume}. Jg⟩⟨ ({issued})⟩⟨, Heft {issue}⟩⟨, S. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨. {issued}⟩⟨;{volume}⟩⟨ Suppl {issue}⟩⟨:S{page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, No. {issue}⟩⟨, {issued}⟩⟨, {page}⟩",
        "{by}{quoted}⟨ {container}⟩⟨ no. {issue}⟩⟨. {place}⟩⟨: {publisher}⟩⟨ ({month})⟩⟨, {page}⟩.",
        "{name}.⟨ {author}⟩⟨. {month}⟩⟨, {container}⟩⟨, Vol. {volume}⟩⟨, pp. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, {volume}⟩⟨, {page}⟩⟨, {month}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, Volume {volume}⟩⟨, Issue {issue}⟩⟨, {month}⟩⟨, Pages {page}⟩.⟨ {url}⟩",
    ),
    "book": (
        "{by}{name}.⟨ {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "{by}{name}.⟨ {publisher}⟩⟨, {issued}⟩.",
        "{by}{name}.⟨ {publisher}⟩.⟨ {issued}⟩.",
        "{by}⟨({issued}). ⟩{name}.⟨ {publisher}⟩.⟨ ISBN {isbn}⟩",
        "{by}⟨({issued}) ⟩{name}⟨. {place}⟩⟨: {publisher}⟩.",
        "{by}⟨{issued}. ⟩{name}⟨. {place}⟩⟨: {publisher}⟩.",
        "{by}⟨{issued}, ⟩{name}⟨, {publisher}⟩⟨, {place}⟩.",
        "⟨{issued} ⟩{name}⟨. {publisher}⟩.",
        "{by}{name}.⟨ {rev}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{by}{name}⟨, {rev}⟩⟨, {publisher}⟩⟨, {issued}⟩⟨ ISBN {isbn}⟩",
        "{by}{name}⟨ ({rev})⟩.⟨ {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "{by}{name}⟨, {place}⟩⟨, {publisher}⟩⟨, {issued}⟩.",
        "{by}{name}⟨, {place}⟩⟨, {issued}⟩.",
        "{by}{name}⟨ ({place}: {publisher}, {issued})⟩⟨, {page}⟩.",
        "{by}{name}⟨, vol. {volume}⟩.⟨ {publisher}⟩⟨, {place}⟩⟨ ({issued})⟩.",
        "{by}{name}⟨. Edited by {editors}⟩.⟨ Translated by {translators}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{by}{name}⟨, edited by {editors}⟩⟨, translated by {translators}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{by}{name}.⟨ {series}⟩⟨ {volume}⟩.⟨ {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
    ),
    "chapter": (
        "{by}{quoted} In⟨ {editors}, editors⟩⟨, {container}⟩⟨, volume {volume}⟩⟨, pages {page}⟩.⟨ {publisher}⟩⟨, {issued}⟩.",
        "{by}{quoted} In:⟨ {editors}, editors.⟩⟨ {container}⟩.⟨ {rev}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩⟨. p. {page}⟩.",
        "{by}⟨({issued}). ⟩{quoted} In⟨ {editors} (Eds.),⟩⟨ {container}⟩⟨ (pp. {page})⟩.⟨ {place}⟩⟨: {publisher}⟩.",
        "{by}{quoted}⟨ ({page})⟩ in⟨ {editors} (eds.),⟩⟨ {container}⟩⟨, {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "{by}{quoted} in⟨ {editors}, Editors⟩⟨ ({issued})⟩.⟨ {container}⟩.⟨ {place}⟩⟨: {publisher}⟩.⟨ ISBN {isbn}⟩",
        "{by}⟨({issued}). ⟩{quoted} In⟨ {editors} (Ed.),⟩⟨ {container}⟩⟨, Vol. {volume}⟩⟨, pp. {page}⟩⟨, {place}⟩⟨. {publisher}⟩.",
        "{by}{quoted} in⟨ {container}⟩⟨ ({editors}, ed.)⟩⟨, pp. {page}⟩⟨, {publisher}⟩⟨, {issued}⟩.",
        "{by}{quoted} in⟨ {container}⟩⟨ (ed. {editors}; {place}: {publisher}, {issued})⟩⟨, pp. {page}⟩.",
        "{by}{quoted} in⟨ {editors} (eds.),⟩⟨ {container}⟩⟨, {place}⟩⟨: {publisher}⟩⟨, {issued}⟩⟨, {page}⟩.",
        "{by}{quoted} in:⟨ {editors} (Hrsg.),⟩⟨ {container}⟩⟨, {place}⟩⟨ {issued}⟩⟨, S. {page}⟩.",
        "{by}{quoted} In⟨ {container}⟩⟨, edited by {editors}⟩⟨, translated by {translators}⟩.⟨ {place}⟩⟨: {publisher}, {issued}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨. Ed. {editors}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩⟨: {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨. {publisher}⟩⟨, {place}⟩⟨ ({issued})⟩.",
        "{by}⟨{issued}, ⟩{quoted} in⟨ {container}⟩⟨, eds. {editors}⟩⟨, {publisher}⟩⟨, p. {page}⟩",
    ),
    "paper-conference": (
        "{by}{quoted} In Proceedings of⟨ {container}⟩⟨, pages {page}⟩⟨, {place}⟩⟨, {issued}⟩⟨. {publisher}⟩.",
        "{by}{quoted} In⟨ {container}⟩⟨, volume {volume}⟩⟨, pages {page}⟩⟨, {issued}⟩.",
        "{by}⟨({issued}) ⟩{quoted}⟨ {container}⟩⟨, {page}⟩.",
        "{by}{quoted} in⟨ {container}⟩⟨, {issued}⟩⟨, pp. {page}⟩.",
        "{by}⟨{issued}. ⟩{quoted} In⟨ {container}⟩⟨. {publisher}⟩⟨, {place}⟩⟨, {page}⟩.",
        "{by}{quoted} in⟨ {container}⟩⟨, ({place}, {month})⟩⟨, pp. {page}⟩.",
    ),
    "thesis": (
        "{by}{name}.⟨ {genre}⟩⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "{by}⟨({issued}). ⟩{name}⟨ ({genre})⟩.⟨ {publisher}⟩⟨, {place}⟩.",
        "{by}{quoted}⟨ {genre}⟩⟨, {publisher}⟩⟨, {issued}⟩.",
        "{by}{name}⟨ [{genre}]⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩.",
    ),
    "report": (
        "{by}{name}. {report}⟨, {publisher}⟩⟨, {place}⟩⟨, {month}⟩.",
        "{by}{quoted} {report}⟨, {publisher}⟩⟨, {issued}⟩.",
        "{by}⟨({issued}). ⟩{name} ({report}).⟨ {place}⟩⟨: {publisher}⟩.",
        "{by}⟨({issued}) ⟩{quoted} {report}⟨, {publisher}⟩.",
        "{by}{name}.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩. {report}.",
        "{by}⟨{issued}. ⟩{name}.⟨ {publisher}⟩⟨, {place}⟩.⟨ {url}⟩",
    ),
    "article-newspaper": (
        "{by}{quoted}⟨ {container}⟩⟨, {date}⟩⟨, {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨, {date}⟩⟨, p. {page}⟩.",
        "{by}⟨({date}). ⟩{quoted}⟨ {container}⟩⟨, p. {page}⟩.",
        "{by}{quoted}⟨ {container}⟩⟨ ({date})⟩⟨: {page}⟩.",
    ),
    "patent": (
        "{by}{quoted} {patent}⟨, {date}⟩.",
        "{by}{name}. {patent}⟨, {month}⟩.",
        "{by}{quoted}⟨ {date}⟩, {patent}.",
        "{by}⟨({issued}). ⟩{name}. {patent}.",
    ),
    "webpage": (
        "{by}{name}⟨, {issued}⟩.⟨ {url}⟩",
        "{by}⟨({issued}). ⟩{name}.⟨ Retrieved {accessed}, from {url}⟩",
        "{by}⟨({issued}). ⟩{name}.⟨ {container}⟩.⟨ Retrieved from {url}⟩",
        "{by}{quoted}⟨ {container}⟩⟨. {url}⟩⟨ (accessed {accessed})⟩.",
        "{by}(n.d.). {name}.⟨ Retrieved {accessed}, from {url}⟩",
    ),
}
"""Forms by kind of work; those of books serve the rest."""
REPORTS = (
    "Technical report {}",
    "Technical Report {}",
    "Tech. Rep. {}",
    "Technical Report No. {}",
    "Working Paper {}",
    "Research Report {}",
)
NUMBERS = ("TR-{}", "{}", "rr-02-{}", "CS-{}", "CAIP-TR-{}", "#94-{}", "ANL-{}/4", "No. {}")
PATENTS = ("US Patent {}", "U.S. Patent {}", "USA Patent {}", "European Patent {}", "US Patent App. {}", "Patent No. {}")
EDITIONS = (
    "Revised edition",
    "2nd ed.",
    "2 ed.",
    "Third Edition",
    "3rd edition",
    "Revised and expanded",
    "4th edn",
    "Seventh Edition",
    "2nd edition",
)
EDITORS = (", eds.", " (eds.)", ", editors", " (Eds.)", ", ed.", " (ed.)", " (Hrsg.)")


def write(work: Work, random: Random) -> Labelled:
    """Return a reference with the habits of an old or free list."""
    if not work.title:
        return apa.write(work, random)
    table = slots(work, random, dash=random.choice(("-", "–", "-", "--")), colon=random.choice((": ", ". ", ": ")))
    form = random.choice((_initials, _initials, _full, _chicago, _direct, _direct, _direct_initials, _capitals, _bracketed))
    stop = random.choice((". ", ", ", ". ", ", ", ": ")) if form is not _bracketed else random.choice((", ", " "))
    table["by"] = lambda: _opening(work, form, stop, random)
    table["author"] = lambda: [(_row(work.authors, form, random) or work.organisation, "author")]
    others = random.choice((_initials, _direct, _direct_initials))
    for slot, persons, label in (("editors", work.editors, "editor"), ("translators", work.translators, "translator")):
        names = _row(persons, others, random)
        table[slot] = lambda names=names, label=label: [(names, label)] if names else []  # type: ignore[misc]
    title = table["title"]()
    marks = random.choice(("“”", '""', "‘’", "«»", ("", ""), ("", ""), ("", "")))
    end = "," if stop == ", " else "."
    if marks[0]:
        closing = [(end + marks[1], "")] if marks[0] in '“"' else [(marks[1] + end, "")]
        table["quoted"] = lambda: [(marks[0], ""), *title, *closing]
    else:
        table["quoted"] = lambda: [*title, (end, "")]
    table["name"] = lambda: title
    table["rev"] = lambda: [(random.choice(EDITIONS), "edition")]
    number = random.choice(NUMBERS).format(random.randint(2, 999))
    table["report"] = lambda: [(random.choice(REPORTS).format(number), "genre")]
    patent = f"{random.randint(3, 11)},{random.randint(100, 999)},{random.randint(100, 999)}"
    patent = random.choice((patent, patent.replace(",", "")))
    table["patent"] = lambda: [(random.choice(PATENTS).format(patent), "genre")]
    kind = work.kind if work.container or work.kind not in {"chapter", "paper-conference"} else "book"
    return joined(
        closed(filled(random.choice(PATTERNS.get(kind, PATTERNS["book"])), table), random), f"{work.language}/latin-lists"
    )


def _opening(work: Work, form: Callable[[Person, int], str], stop: str, random: Random) -> list[Piece]:
    if work.authors:
        return [(_row(work.authors, form, random), "author"), (stop, "")]
    if work.organisation:
        return [(work.organisation, "author"), (random.choice((". ", ", ", " ")), "")]
    if work.editors and work.kind == "book":
        return [(_row(work.editors, form, random), "editor"), (random.choice(EDITORS) + " ", "")]
    return []


def _row(persons: tuple[Person, ...], form: Callable[[Person, int], str], random: Random) -> str:
    names = [form(person, number) for number, person in enumerate(persons)]
    if len(names) > 2 and random.random() < 0.1:
        return f"{names[0]}{random.choice((' ', ', '))}{random.choice(words('en')['et_al'])}"
    last = random.choice((" and ", ", and ", " & ", ", & ", ", ", "; ", " et "))
    return listed(names, "; " if last == "; " else ", ", last)


def _initials(person: Person, _number: int) -> str:
    return inverted(person, Naming(","))


def _full(person: Person, _number: int) -> str:
    return inverted(person, Naming(",", full=True))


def _direct(person: Person, _number: int) -> str:
    return direct(person, Naming(full=True))


def _direct_initials(person: Person, _number: int) -> str:
    return direct(person, Naming())


def _chicago(person: Person, number: int) -> str:
    return _direct(person, number) if number else _full(person, number)


def _capitals(person: Person, number: int) -> str:
    return _full(person, number).replace(person.family, person.family.upper(), 1)


def _bracketed(person: Person, _number: int) -> str:
    initials = inverted(person, Naming()).removeprefix(person.family).strip()
    return f"{person.family.upper()} ({initials})" if initials else person.family.upper()
