"""Made references with their fields marked: a mixture of languages, styles and damage for training."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from damage import damaged
from labelled import Labelled, Piece, joined
from styles import apa, gost_7_0_5_2008, gost_7_0_100_2018, gost_7_0_108_2022, gost_7_1_2003, isnad, russian_lists, turkish_lists
from works import invented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from works import Work

Write = Callable[["Work", Random], Labelled]
GOST: tuple[Write, ...] = (
    gost_7_1_2003.write,
    gost_7_0_5_2008.write,
    gost_7_0_5_2008.write,
    gost_7_0_100_2018.write,
    gost_7_0_108_2022.write,
    russian_lists.write,
    russian_lists.write,
)
TURKISH: tuple[Write, ...] = (isnad.write, apa.write, turkish_lists.write)
MIXTURE: tuple[tuple[int, str, tuple[Write, ...]], ...] = (
    (36, "ru", GOST),
    (2, "ru", (apa.write,)),
    (9, "kk", GOST),
    (2, "kk", (apa.write,)),
    (12, "en", GOST),
    (19, "tr", TURKISH),
    (1, "tr", GOST),
)
"""Parts in a hundred, language of the work and styles."""
DAMAGED = 0.15
NUMBERED = 0.3
_NUMBERS = ("{}. ", "{}. ", "{}. ", "[{}] ", "[{}]. ", "{}) ", "{} ", "({}) ", "{}.", "{}\t", "№{}. ", "– {}. ")


def made(seed: int, count: int) -> Iterator[Labelled]:
    """Yield made references; the same seed makes the same ones."""
    random = Random(seed)
    parts = [part for part, _, _ in MIXTURE]
    for _, language, styles in random.choices(MIXTURE, parts, k=count):
        reference = random.choice(styles)(invented(language, random), random)
        if random.random() < NUMBERED and reference.spans[0][0] != "citation_number":
            reference = numbered(reference, random)
        yield damaged(reference, random) if random.random() < DAMAGED else reference


def numbered(reference: Labelled, random: Random) -> Labelled:
    """Return a reference with the number of its entry in front."""
    before, _, after = random.choice(_NUMBERS).partition("{}")
    pieces: list[Piece] = [(before, ""), (str(random.randint(1, 180)), "citation_number"), (after, "")]
    front = joined([*pieces, ("|", "")], "")
    shift = len(front.text) - 1
    spans = tuple((field, start + shift, end + shift) for field, start, end in reference.spans)
    return Labelled(front.text[:-1] + reference.text, front.spans + spans, reference.source)
