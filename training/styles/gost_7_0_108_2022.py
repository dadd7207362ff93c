"""GOST R 7.0.108-2022: references to documents online, with the kind of content, the address and the date of access."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from labelled import Labelled, joined
from styles.gost import Habits, entry
from styles.parts import Naming, closed

if TYPE_CHECKING:
    from random import Random

    from works import Work

ADDRESSES = ("https://example.org/{}", "https://example.org/post/{}", "https://news.example.org/{}/", "https://example.com/wall-{}")


def write(work: Work, random: Random) -> Labelled:
    """Return a reference to a work as if it had been read online."""
    if not work.url and work.kind != "manuscript":
        address = random.choice(ADDRESSES).format(random.randint(1000, 9999999))
        seen = (random.randint(2019, 2026), random.randint(1, 12), random.randint(1, 28))
        work = msgspec.structs.replace(work, url=address, accessed=seen)
    return joined(closed(entry(work, habits(random), random), random), f"{work.language}/gost-7.0.108-2022")


def habits(random: Random) -> Habits:
    """Return the standard's form, or one of the usual departures from it."""
    return Habits(
        separator=random.choice((". ", ". ", ". – ", ". — ")),
        colon=random.choice((" : ", ": ")),
        host=random.choice((" // ", " // ", " // ", " : ", ". ")),
        naming=Naming(gap=random.choice((" ", " ", ""))),
        medium=random.choice(("end", "end", "title", "")),
        dash=random.choice(("–", "-")),
        together=random.choice((", ", "")),
    )
