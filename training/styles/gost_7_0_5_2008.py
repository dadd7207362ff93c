"""GOST R 7.0.5-2008: all authors in the heading, full stops between areas, no statement of authors, publisher at will."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelled import Labelled, joined
from styles.gost import Habits, entry
from styles.parts import Naming, closed

if TYPE_CHECKING:
    from random import Random

    from works import Work


def write(work: Work, random: Random) -> Labelled:
    """Return a reference with the habits that lists after this standard show."""
    return joined(closed(entry(work, habits(random), random), random), f"{work.language}/gost-7.0.5-2008")


def habits(random: Random) -> Habits:
    """Return the standard's form, or one of the usual departures from it."""
    strict = random.random() < 0.5
    return Habits(
        separator=". " if strict else random.choice((". ", ". ", ". – ", ", ", "; ")),
        colon=random.choice((" : ", ": ", ": ")),
        slash=random.choice((" / ", " / ", "/ ")),
        host=" // " if strict else random.choice((" // ", " // ", "// ", "//", " //", ". // ", " \\\\ ")),
        naming=Naming(
            comma="" if strict or random.random() < 0.7 else ",",
            gap=random.choice((" ", " ", "", "\N{NO-BREAK SPACE}")),
        ),
        heading=9,
        medium=random.choice(("title", "", "", "")),
        dash=random.choice(("–", "–", "-", "—")),
        year_first=random.random() < 0.93,
        together=random.choice((", ", "", "", " ")),
        publisher=random.random() < 0.8,
    )
