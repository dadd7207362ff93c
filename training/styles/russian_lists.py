"""What Russian lists print beside the standards: commas between areas, no publishers, the year after the authors, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelled import Labelled, joined
from styles.gost import Habits, entry
from styles.parts import Naming, closed

if TYPE_CHECKING:
    from random import Random

    from labelled import Piece
    from works import Work


def write(work: Work, random: Random) -> Labelled:
    """Return a reference with the habits of humanities, of Soviet lists or of journals with author–year references."""
    form = random.choice((_commas, _author_year, _title_point, _dashes, _catalogue))(random)
    pieces: list[Piece] = []
    if form.year_after_author and work.authors and work.issued and random.random() < 0.25:
        pieces = [(f"{work.authors[0].family}{random.choice((' ', ', '))}{work.year}", "citation_number")]
        pieces.append((random.choice((" – ", " — ", " - ", ". ")), ""))
    return joined(closed([*pieces, *entry(work, form, random)], random), f"{work.language}/russian-lists")


def _commas(random: Random) -> Habits:
    return Habits(
        separator=random.choice((", ", ", ", ".- ", ". ")),
        colon=random.choice((": ", ". ", ": ")),
        slash=random.choice((" / ", ", ", " (")),
        host=random.choice((" // ", " // ", "// ", "//", ". ", " / ")),
        naming=Naming(gap=random.choice(("", " ")), full=random.random() < 0.1),
        dash=random.choice(("-", "–", "—")),
        publisher=random.random() < 0.4,
        year_first=random.random() < 0.8,
        together=random.choice((", ", "")),
    )


def _author_year(random: Random) -> Habits:
    return Habits(
        separator=random.choice((". ", ". ", ", ")),
        colon=random.choice((": ", " : ")),
        host=random.choice((" // ", " // ", ". ")),
        naming=Naming(comma=random.choice(("", ",")), gap=random.choice(("", " ")), full=random.random() < 0.1),
        dash=random.choice(("–", "-")),
        year_after_author=True,
        together=random.choice((", ", "", "")),
    )


def _title_point(random: Random) -> Habits:
    """Return habits without `//`: a full stop is all that parts the title from the journal."""
    return Habits(
        separator=random.choice((". ", ", ", ". – ")),
        colon=": ",
        host=random.choice((". ", ". ", ", ", ". – ", ".")),
        naming=Naming(gap=random.choice(("", " "))),
        dash=random.choice(("–", "-")),
        together=random.choice((", ", "", "; ")),
    )


def _dashes(random: Random) -> Habits:
    """Return habits with dashes alone between the areas, also right after initials: "/ Н. Вирт – М.: Мир"."""
    return Habits(
        separator=random.choice((" – ", " – ", " - ", " — ", ", – ", ". -")),
        colon=random.choice((": ", " : ", ". ")),
        slash=random.choice((" / ", " / ", ". / ", "/ ")),
        host=random.choice((" // ", "// ", ". // ")),
        naming=Naming(comma=random.choice(("", "", ",")), gap=random.choice(("", " "))),
        heading=random.choice((1, 1, 9, 0)),
        statement=random.random() < 0.8,
        medium=random.choice(("title", "", "")),
        dash=random.choice(("–", "-")),
        together=random.choice((", ", "")),
    )


def _catalogue(random: Random) -> Habits:
    """Return the habits of a library's catalogue: full names, blanks before all points."""
    return Habits(
        separator=random.choice((" . - ", ". - ", ". – ", " . – ")),
        naming=Naming(comma=",", full=random.random() < 0.6),
        heading=random.choice((1, 1, 0)),
        statement=random.random() < 0.9,
        medium=random.choice(("title", "", "")),
        imprint=random.choice((" , ", ", ")),
    )
