"""GOST R 7.0.100-2018: as 7.1-2003, with all authors stated after the title and the kind of content at the end."""

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
    return joined(closed(entry(work, habits(random), random), random), f"{work.language}/gost-7.0.100-2018")


def habits(random: Random) -> Habits:
    """Return the standard's form, or one of the usual departures from it."""
    strict = random.random() < 0.65
    return Habits(
        separator=random.choice((". – ", ". – ", ". — ", ". — ", ". - ", ".– ")),
        colon=" : " if strict else random.choice((": ", " : ")),
        slash=" / " if strict else random.choice((" / ", "/ ")),
        host=" // " if strict else random.choice((" // ", "// ", "//")),
        naming=Naming(comma="," if strict or random.random() < 0.5 else "", gap=" " if strict else random.choice(("", " "))),
        heading=random.choice((1, 1, 1, 9)),
        statement=strict or random.random() < 0.7,
        medium=random.choice(("end", "end", "", "title")),
        dash=random.choice(("–", "–", "-", "—")),
        together=random.choice((", ", ", ", "")),
    )
