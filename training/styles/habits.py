"""How lists after GOST differ from each other."""

from __future__ import annotations

from msgspec import Struct

from styles.parts import Naming


class Habits(Struct, frozen=True):
    """How a list prints descriptions.

    Attributes:
        separator: between areas, from its full stop or comma on.
        colon, slash, host: before a subtitle, a statement of responsibility and the host.
        naming: of persons in the heading.
        heading: how many authors precede the title: 0, 1 or all (9).
        statement: whether the authors follow the title, too.
        medium: where the medium is named: "title" (in brackets), "end" (an area), or "".
        dash: in ranges of pages.
        year_first: whether the year precedes volume and issue.
        year_after_author: whether the year follows the authors in brackets.
        together: between volume and issue if they are one area, or "".
        publisher: whether books name their publisher.
        imprint: before the year of a place or publisher.
    """

    separator: str = ". – "
    colon: str = " : "
    slash: str = " / "
    host: str = " // "
    naming: Naming = Naming()
    heading: int = 9
    statement: bool = False
    medium: str = ""
    dash: str = "–"
    year_first: bool = True
    year_after_author: bool = False
    together: str = ", "
    publisher: bool = True
    imprint: str = ", "
