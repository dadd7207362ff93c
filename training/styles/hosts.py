"""The host of a part after "//": a journal, a collection with its own author and kind, a conference with its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import capital, phrase, words
from styles.parts import Naming, Piece, inverted, marked, quoted
from styles.statements import responsible
from works import person

if TYPE_CHECKING:
    from random import Random

    from styles.habits import Habits
    from works import Work

PERIODICAL = {"article-journal", "article-newspaper"}
RUSSIAN = ("ru", "uk")


def named_host(work: Work, habits: Habits, random: Random) -> list[Piece]:
    """Return the host with all that belongs to its title."""
    naming = Naming("", ".", habits.naming.gap)
    host: list[Piece] = [(_collected(work, habits, random), "")]
    if work.kind == "chapter" and work.authors and random.random() < 0.15:
        owner = work.authors[0] if random.random() < 0.6 else person(work.language, random)
        host += [(inverted(owner, naming), "author"), (" ", "")]
    host += _title(work, random)
    if random.random() < 0.02:
        host += [(random.choice((" = ", ". ", " / ")), ""), (phrase("en", "journals", random), "parallel_title")]
    if habits.medium == "title" and random.random() < 0.2:
        host += [(" [", ""), (random.choice(words(work.language)["media_bracket"]), "medium"), ("]", "")]
    if work.container_genre:
        before = random.choice((habits.colon, ": ", ". "))
        whole = capital(work.container_genre, work.language) if before == ". " or random.random() < 0.2 else work.container_genre
        host += [(before, ""), (whole, "genre")]
        if work.kind == "paper-conference" and random.random() < 0.06:
            host += [(habits.slash, ""), (phrase(work.language, "thesis_publishers", random), "publisher")]
    if work.note and work.kind == "paper-conference":
        host += marked(random.choice((" ({})", " ({})", ", {}", habits.colon + "{}")), work.note, "note")
    if work.editors:
        host += [(habits.slash, ""), *responsible(work, "editor", naming, random)]
    return host


def _collected(work: Work, habits: Habits, random: Random) -> str:
    """Return the words for a collection in front of its title: "В сб.: "."""
    if work.kind in PERIODICAL or work.kind == "webpage" or work.language not in RUSSIAN:
        return ""
    if habits.host == ". ":
        return random.choice(("– В кн.: ", "В кн.: ", "В сб.: ", "– В кн. ", "В сборнике: ")) if random.random() < 0.6 else ""
    return random.choice(("В кн.: ", "В сб.: ", "В сборнике: ", "Сб. ", "Сб.: ", "в кн.: ")) if random.random() < 0.06 else ""


def _title(work: Work, random: Random) -> list[Piece]:
    lists = words(work.language)
    if work.kind in PERIODICAL and random.random() < 0.1:
        word = random.choice(lists["periodicals"]) + " " if "periodicals" in lists and random.random() < 0.5 else ""
        return [(word, ""), *quoted(work.container, "container_title", random.choice(("«»", "«»", '""')))]
    if "«" not in work.container and random.random() < 0.04:
        return quoted(work.container, "container_title", random.choice(("«»", '""')))
    return [(work.container, "container_title")]
