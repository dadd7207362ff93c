"""Russian and Kazakh works and references in Latin letters, in the systems that lists use."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import iuliia
from msgspec.structs import replace

from labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from works import Person, Work

SYSTEMS = {
    "BGN/PCGN": iuliia.BGN_PCGN,
    "ALA-LC": iuliia.ALA_LC,
    "ALA-LC without marks": iuliia.ALA_LC_ALT,
    "BS 2979": iuliia.BS_2979_ALT,
    "GOST 7.79": iuliia.GOST_779,
    "GOST 7.79 B": iuliia.GOST_779_ALT,
    "GOST 7034": iuliia.GOST_7034,
    "ICAO": iuliia.ICAO_DOC_9303,
    "ISO 9:1968": iuliia.ISO_9_1968,
    "scientific": iuliia.SCIENTIFIC,
    "passports of 1997": iuliia.MVD_310,
    "Wikipedia": iuliia.WIKIPEDIA,
    "Yandex": iuliia.YANDEX_MAPS,
}
USUAL = ("BGN/PCGN", "ALA-LC without marks", "BS 2979", "GOST 7034", "ICAO", "Wikipedia")
"""The systems without signs above letters, which most lists use."""
_KAZAKH = (
    str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ"),
    str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "aġqnöuühiAĠQNÖUÜHI"),
    str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "äğqñöūühıÄĞQÑÖŪÜHI"),
)


def system(random: Random) -> str:
    """Return a system for a whole list or entry."""
    return random.choice(USUAL) if random.random() < 0.7 else random.choice(tuple(SYSTEMS))


@lru_cache(maxsize=1 << 14)
def latin(text: str, name: str, kazakh: int = 0) -> str:
    """Return a text in Latin letters."""
    return unicodedata.normalize("NFC", SYSTEMS[name].translate(text.translate(_KAZAKH[kazakh])))


def printed_in_latin(reference: Labelled, random: Random) -> Labelled:
    """Return a whole reference in Latin letters, with its markers ("S. 10", "№ 3")."""
    name, kazakh = system(random), random.randrange(len(_KAZAKH))
    text, end = "", 0
    spans = []
    for field, start, last in reference.spans:
        text += latin(reference.text[end:start], name, kazakh)
        first = len(text)
        printed = reference.text[start:last]
        text += printed if field in {"url", "doi"} else latin(printed, name, kazakh)
        spans.append((field, first, len(text)))
        end = last
    return Labelled(text + latin(reference.text[end:], name, kazakh), tuple(spans), f"{reference.source}/latin")


def in_latin(work: Work, random: Random) -> Work:
    """Return a work whose texts are in Latin letters and whose markers will be English."""
    name, kazakh = system(random), random.randrange(len(_KAZAKH))

    def text(value: str) -> str:
        return latin(value, name, kazakh)

    def persons(row: tuple[Person, ...]) -> tuple[Person, ...]:
        return tuple(
            replace(person, family=text(person.family), given=_initials(text, person), patronymic="", genitive="") for person in row
        )

    texts = {
        field: text(getattr(work, field))
        for field in (
            "title",
            "subtitle",
            "organisation",
            "container",
            "container_genre",
            "series",
            "publisher",
            "archive",
            "note",
            "genre",
        )
    }
    places = tuple(map(text, work.places))
    people = {role: persons(getattr(work, role)) for role in ("authors", "editors", "translators")}
    return replace(work, language="en", places=places, edition="", **texts, **people)


def _initials(text: Callable[[str], str], person: Person) -> str:
    """Return initials in Latin letters; a letter may become two ("Yu.")."""
    names = f"{person.given} {person.patronymic}".split()
    return " ".join(f"{text(name[0])}." for name in names)
