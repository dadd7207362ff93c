"""IEEE as engineers type it in the languages of the word lists: initials first, quoted titles with the comma inside, c. 3, s. 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import words
from labelled import Labelled, joined
from styles import apa
from styles.parts import Naming, closed
from styles.patterns import credited, filled, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

PATTERNS = {
    "article-journal": (
        "⟨{author}, ⟩{quoted}⟨ {container}⟩⟨, {vol}⟩⟨, {no}⟩⟨, {pp}⟩⟨, {issued}⟩⟨, {doi_marked}⟩.",
        "⟨{author}, ⟩{quoted}⟨ {container}⟩⟨, {vol}⟩⟨, {no}⟩⟨, {pp}⟩⟨, {month}⟩.⟨ {doi_marked}⟩",
        "⟨{author}, ⟩{quoted}⟨ {container}⟩⟨, {vol}⟩⟨, {no}⟩⟨, {article}⟩⟨, {issued}⟩.",
        "⟨{author}, ⟩{quoted}⟨ {container}⟩⟨ ({parallel})⟩⟨, {vol}⟩⟨, {no}⟩⟨, {pp}⟩⟨, {issued}⟩.",
    ),
    "book": (
        "⟨{author}, ⟩{title}⟨, {edition}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {issued}⟩.",
        "⟨{author}, ⟩{title}⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "⟨{author}, ⟩{title}⟨, {edition}⟩⟨, {publisher}⟩⟨, {issued}⟩.",
    ),
    "chapter": ("⟨{author}, ⟩{quoted}⟨ {container}⟩⟨, {ed}⟩⟨, {place}⟩⟨: {publisher}⟩⟨, {issued}⟩⟨, {pp}⟩.",),
    "paper-conference": (
        "⟨{author}, ⟩{quoted}⟨ {container}⟩⟨, {held}⟩⟨, {issued}⟩⟨, {pp}⟩⟨, {doi_marked}⟩.",
        "⟨{author}, ⟩{quoted}⟨ {container}⟩⟨, {held}⟩⟨, {issued}⟩⟨, {article}⟩.",
    ),
    "thesis": (
        "⟨{author}, ⟩{quoted}⟨ {genre}⟩⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
        "⟨{author}, ⟩{title}⟨, {genre}⟩⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",
    ),
    "standard": ("{title}⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩.",),
    "legislation": ("{title}⟨, {container}⟩⟨, {issue_marked}⟩⟨, {date}⟩⟨, {pp}⟩.",),
    "webpage": (
        "⟨{author}, ⟩{quoted}⟨ {container}⟩.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
        "⟨{author}. ⟩{quoted}⟨ {container}⟩⟨, {issued}⟩.⟨ {url}⟩⟨ {accessed_marked}⟩",
    ),
}
MARKS = {
    "tr": ("c. {}", "s. {}", "ss. {}", "mak. no. {}"),
    "en": ("vol. {}", "no. {}", "pp. {}", "Art. no. {}"),
    "de": ("Bd. {}", "Nr. {}", "S. {}", "Art.-Nr. {}"),
    "ru": ("т. {}", "№ {}", "с. {}", "ст. {}"),
    "kk": ("т. {}", "№ {}", "б. {}", "мақ. № {}"),
    "uk": ("т. {}", "№ {}", "с. {}", "ст. {}"),
}


def write(work: Work, random: Random) -> Labelled:
    """Return a reference as lists of engineers print it."""
    if not work.title:
        return apa.write(work, random)
    language = work.language
    table = slots(work, random, dash=random.choice(("-", "–")))
    table |= credited(work, Naming("", ".", " "), random, family_first=random.random() < 0.05)
    title = table["title"]()
    marks = random.choice(('""', '""', "“”", "“”", "«»" if language in {"ru", "kk", "uk"} else '""'))
    end = random.choice((((",", ""), (marks[1], "")), ((marks[1], ""), (",", "")))) if work.container else ((marks[1], ""),)
    table["quoted"] = lambda: [(marks[0], ""), *title, *end]
    before = MARKS[language] if random.random() < 0.8 else MARKS["en"]
    for name, slot, mark in zip(("vol", "no", "pp"), ("volume", "issue", "page"), before, strict=False):
        value = table[slot]
        form = mark if random.random() < 0.9 else mark.replace(" ", "")
        table[name] = lambda value=value, form=form: _between(form, value())  # type: ignore[misc]
    table["article"] = lambda: _between(before[3], [(str(random.randint(100, 19999)).zfill(random.choice((4, 6))), "page")])
    table["held"] = lambda: [(random.choice(words(language)["cities"]), "note")]
    return joined(closed(filled(random.choice(PATTERNS.get(work.kind, PATTERNS["book"])), table), random), f"{language}/ieee")


def _between(form: str, value: list[tuple[str, str]]) -> list[tuple[str, str]]:
    before, _, after = form.partition("{}")
    return [(before, ""), *value, (after, "")] if value else []
