"""APA in the languages of the word lists: English, Turkish and, as journals in Kazakhstan and Russia print it, Cyrillic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import phrase, words
from labelled import Labelled, joined
from styles.parts import Naming, Piece, closed, inverted
from styles.patterns import filled, listed, responsible, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

PATTERNS = {
    "article-journal": (
        "{opening}{title}.⟨ {container}⟩⟨, {volume}⟩⟨({issue})⟩⟨, {page}⟩.⟨ {doi_marked}⟩⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
        "{opening}{title}.⟨ {container}⟩⟨, {volume}⟩⟨ ({issue})⟩⟨, {page}⟩.⟨ {doi_marked}⟩⟨ {url}⟩",
        "{opening}{title}⟨ [{parallel}]⟩.⟨ {container}⟩⟨, {volume}⟩⟨({issue})⟩⟨, {page_marked}⟩.⟨ {doi_marked}⟩",
        "{opening}{title}.⟨ {container}⟩⟨. {volume}⟩⟨({issue})⟩⟨: {page}⟩.",
        "{opening}{title}.⟨ {container}⟩⟨, {volume}⟩⟨, {issue_marked}⟩⟨, {page}⟩.",
        "{opening}{title}⟨ {container}⟩⟨, {volume}⟩⟨({issue})⟩⟨, {page}⟩.",
        "{opening}{title}.⟨ {container}⟩⟨, ({issue})⟩⟨, {page}⟩.",
        "{opening}{title}.⟨ {container}⟩⟨, {volume}⟩⟨, {page}⟩. ({comment}.)",
        "{opening}{title}.⟨ {container}⟩. ({comment}).",
    ),
    "book": (
        "{opening}{title}⟨ ({edition})⟩⟨ {tr}⟩.⟨ {place}:⟩⟨ {publisher}⟩.",
        "{opening}{title}⟨ ({edition})⟩⟨, {volume_marked}⟩.⟨ {publisher}⟩.⟨ {doi_marked}⟩⟨ {url}⟩",
        "{opening}{title}⟨ {tr}⟩.⟨ {place}:⟩⟨ {publisher}⟩.⟨ {extent_marked}⟩",
        "{opening}{title}.⟨ {edition}⟩.⟨ {place}:⟩⟨ {publisher}⟩.",
        "{opening}{title}⟨ ({edition})⟩.⟨ {publisher}⟩.",
        "{opening}{title}⟨ ({edition})⟩.⟨ {publisher}⟩. ({comment}).",
        "{opening}{title}.⟨ ({edition})⟩.⟨ {publisher}⟩.",
        "{opening}{title}⟨ {tr}⟩.⟨ {publisher}⟩.",
    ),
    "chapter": (
        "{opening}{title}. {host}⟨ ({page_marked})⟩.⟨ {place}:⟩⟨ {publisher}⟩.",
        "{opening}{title}. {host}⟨, {page_marked}⟩.⟨ {place}:⟩⟨ {publisher}⟩.",
        "{opening}{title}. {host}⟨ ({edition})⟩⟨ ({page_marked})⟩.⟨ {publisher}⟩.⟨ {doi_marked}⟩",
        "{opening}{title}.⟨ {editor}.⟩⟨ {container}⟩⟨, ({page_marked})⟩.⟨ {place}:⟩⟨ {publisher}⟩.",
        "{opening}{title}.⟨ {container}⟩⟨, {page}⟩.",
        "{opening}{title}.⟨ {container}⟩⟨, {publisher}⟩.",
    ),
    "thesis": (
        "{opening}{title}⟨ ({genre})⟩.⟨ {publisher}⟩⟨, {place}⟩.⟨ {url}⟩",
        "{opening}{title}⟨ [{genre}⟩⟨, {publisher}⟩].⟨ {place}⟩.",
        "{opening}{title}.⟨ {genre}⟩⟨, {publisher}⟩⟨, {place}⟩.",
        "{opening}{title}⟨ [{genre}]⟩.⟨ {publisher}⟩.",
        "{opening}{title}⟨ ({genre})⟩.⟨ {publisher}⟩⟨, {place}⟩.",
    ),
    "webpage": (
        "{opening}{title}.⟨ {container}⟩.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
        "{opening}{title}.⟨ {container}⟩.⟨ {accessed_marked}⟩⟨, {url}⟩",
        "{opening}{title}⟨ [{medium}]⟩.⟨ {container}⟩.⟨ {url_marked}⟩⟨. {accessed_marked}⟩",
        "{opening}{title}.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
    ),
    "article-newspaper": (
        "{opening}{title}.⟨ {container}⟩⟨, {page_marked}⟩.⟨ {url}⟩",
        "{opening}{title}.⟨ {container}⟩⟨, {issue}⟩⟨, {page}⟩.",
    ),
    "legislation": (
        "⟨{title}⟩.⟨ ({issued})⟩.⟨ {container}⟩⟨, {issue}⟩⟨, {date}⟩.⟨ {url_marked}⟩",
        "⟨{title}⟩⟨ ({issued})⟩.⟨ {container}⟩⟨ ({issue_marked})⟩.⟨ {url}⟩⟨ {accessed_marked}⟩",
    ),
    "manuscript": ("⟨{title}. ⟩{archive}.",),
}
DATED = (" ({}). ", ", {}. ", " ({}). ", " ({}). ", " ({}) ", ". ({}). ", " {}. ", ", ({}). ", "({}). ", " ({}): ")


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as APA's sixth or seventh edition prints it, or nearly so."""
    language = work.language
    naming = Naming(random.choice((",", ",", ",", "")), ".", random.choice((" ", " ", "")), random.random() < 0.04)
    table = slots(work, random, dash=random.choice(("-", "–", "–")))
    editor_form = random.choice(words(language)["mark_editor_after"])
    translator_form = random.choice(words(language)["mark_translator_after"])
    table["editor"] = lambda: responsible(work, "editor", editor_form, naming, random)
    table["tr"] = lambda: responsible(work, "translator", translator_form, naming, random)
    table["medium"] = lambda: [(random.choice(words(language)["media_bracket"]), "medium")]
    table["comment"] = lambda: [(phrase(random.choice((language, "en", "kk", "ru")), "titles", random), "note")]
    table["opening"] = lambda: _opening(work, naming, random)
    if not work.authors and work.kind not in {"legislation", "manuscript"} and not work.editors and not work.organisation:
        year = _year(work, random)
        opening = [*table["title"](), *year[:-1], (year[-1][0].rstrip(" .,:"), "")]
        table["opening"], table["title"] = (lambda: opening), list
    host = random.choice([form for form in words(language)["apa_host"] if work.editors or "{editor}" not in form])
    table["host"] = lambda: filled(host, table)
    kind = "chapter" if work.kind == "paper-conference" and work.container else work.kind
    return joined(closed(filled(random.choice(PATTERNS.get(kind, PATTERNS["book"])), table), random), f"{language}/apa")


def _opening(work: Work, naming: Naming, random: Random) -> list[Piece]:
    if work.authors:
        names = [inverted(person, naming) for person in work.authors]
        last = random.choice(words(work.language)["and"])
        if len(names) > 3 and random.random() < 0.3:
            return [(f"{', '.join(names[:3])} {random.choice(words(work.language)['et_al'])}", "author"), *_year(work, random)]
        text = listed(names, ", ", random.choice((f", {last} ", f" {last} ", ", ")))
        return [(text, "author"), *_year(work, random)]
    if work.organisation:
        return [(work.organisation, "author"), *_year(work, random)]
    form = random.choice(words(work.language)["mark_editor_after"])
    names = [inverted(person, naming) for person in work.editors]
    before, _, after = form.partition("{}")
    return [(before, ""), (", ".join(names), "editor"), (after, ""), *_year(work, random)]


def _year(work: Work, random: Random) -> list[Piece]:
    before, _, after = random.choice(DATED).partition("{}")
    if not work.issued:
        undated = random.choice(
            ("t.y.", "b.t.") if work.language == "tr" else ("n.d.", "б. г.") if work.language == "ru" else ("n.d.",)
        )
        return [(before, ""), (undated, "issued"), (after, "")]
    date = work.year
    if len(work.issued) == 3 and random.random() < 0.8:
        month = words(work.language)["months"][work.issued[1] - 1]
        date = f"{work.year}, {random.choice((f'{work.issued[2]} {month}', f'{month} {work.issued[2]}', month))}"
    elif random.random() < 0.03:
        date += random.choice("abа")
    return [(before, ""), (date, "issued"), (after, "")]
