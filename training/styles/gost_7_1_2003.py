"""GOST 7.1-2003: a heading with one author, a statement of responsibility, dashes between areas."""

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
    return joined(closed(entry(work, habits(random), random), random), f"{work.language}/gost-7.1-2003")


def habits(random: Random) -> Habits:
    """Return the standard's form, or one of the usual departures from it."""
    strict = random.random() < 0.5
    return Habits(
        separator=random.choice((". – ", ". – ", ". — ", ". - ", ".– ", ".- ", ". -")),
        colon=" : " if strict else random.choice((": ", " : ", ":")),
        slash=" / " if strict else random.choice(("/ ", "/", " / ")),
        host=" // " if strict else random.choice((" // ", " // ", "// ", "//", " //", ". // ", ".// ", " / / ")),
        naming=Naming(
            comma="," if strict or random.random() < 0.3 else "",
            gap=" " if strict else random.choice(("", "", " ", "\N{NO-BREAK SPACE}")),
        ),
        heading=random.choice((1, 1, 9, 9, 9, 0)),
        statement=strict or random.random() < 0.5,
        medium=random.choice(("title", "title", "", "", "")),
        dash=random.choice(("–", "-", "-", "—")),
        year_first=random.random() < 0.96,
        together=random.choice((", ", ", ", "")),
    )
