"""Any number of distinct invented works, for webs that play services, and for benchmarks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from kzcheck.csl import Date, Item, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILIES = """Abelson Almassy Bjarnason Castellan Dvorakova Eriksen Farouk Grabowska Halvorsen Ibragimov Jankovic Karimova Lindqvist
Moreau Nakagawa Okonkwo Petrosyan Quintero Rasmussen Sadykova Tanaka Ushakov Vasquez Wojcik Xenakis Yilmaz Zhumabayev""".split()
GIVEN = "Aigerim Boris Clara Dmitri Elena Farid Greta Hiroshi Ingrid Jonas Kemal Lidia Marat Nadia Oskar Paula Rustam Sofia".split()
SUBJECTS = """glaciers archives caravans dialects orchards parliaments looms observatories harbours ballads vaccines turbines
enzymes treaties mosaics pensions algorithms steppes foundries kinship""".split()
VIEWS = """memory decline measurement ownership migration translation repair silence taxation pedagogy drought symmetry
inheritance leadership corrosion rhythm solidarity erosion perception negotiation""".split()
PLACES = "Altai Bohemia Crete Dagestan Estonia Fergana Galicia Honshu Istria Jutland Karelia Lapland Moravia Navarre".split()
JOURNALS = [
    f"{kind} of {field}"
    for kind in ("Journal", "Annals", "Review", "Proceedings", "Studies")
    for field in ("Invented Geography", "Imaginary Economics", "Possible Languages", "Unbuilt Architecture", "Fictional Medicine")
]


def articles(count: int, seed: int = 1) -> Iterator[Item]:
    """Yield journal articles with all fields found in lists, each with its own DOI."""
    dice = random.Random(seed)  # noqa: S311 - invented data, the same each time
    for number in range(count):
        subject, other = dice.sample(SUBJECTS, 2)
        view, place = dice.choice(VIEWS), dice.choice(PLACES)
        first = dice.randrange(1, 900)
        yield Item(
            id=str(number + 1),
            type="article-journal",
            title=f"The {view} of {subject} and {other} in {place}: evidence from series {number + 1000}",
            author=tuple(Name(family=family, given=dice.choice(GIVEN)) for family in dice.sample(FAMILIES, dice.randrange(1, 5))),
            container_title=dice.choice(JOURNALS),
            issued=Date((dice.randrange(1985, 2024),)),
            volume=str(dice.randrange(1, 90)),
            issue=str(dice.randrange(1, 12)),
            page=f"{first}-{first + dice.randrange(3, 40)}",
            doi=f"10.5555/invented.{seed}.{number + 1}",
            language="en",
        )
