"""Made references with their fields marked: a mixture of languages, styles and damage for training."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

import items
from damage import damaged
from labelled import Labelled, Piece, joined
from letters import printed_in_latin
from styles import (
    apa,
    csl,
    german_lists,
    gost_7_0_5_2008,
    gost_7_0_100_2018,
    gost_7_0_108_2022,
    gost_7_1_2003,
    ieee,
    isnad,
    latin_lists,
    physics,
    references,
    russian_lists,
    sites,
    title_first,
    turkish_lists,
    typed_lists,
    vancouver,
)
from works import Work, invented

if TYPE_CHECKING:
    from collections.abc import Iterator

Write = Callable[[Work, Random], Labelled]
Draw = Callable[[str, Random], Work]

GOST: tuple[Write, ...] = (
    gost_7_1_2003.write,
    gost_7_0_5_2008.write,
    gost_7_0_5_2008.write,
    gost_7_0_100_2018.write,
    gost_7_0_108_2022.write,
    russian_lists.write,
    russian_lists.write,
    russian_lists.write,
)


def _gost_in_latin(work: Work, random: Random) -> Labelled:
    return printed_in_latin(random.choice(GOST)(work, random), random)


WRITTEN: tuple[tuple[int, str, tuple[Write, ...]], ...] = (
    (32, "ru", GOST),
    (5, "ru", (title_first.write, title_first.write, title_first.write, sites.write)),
    (3, "ru", (apa.write, vancouver.write, ieee.write)),
    (2, "ru", (typed_lists.write,)),
    (7, "kk", GOST),
    (3, "kk", (typed_lists.write,)),
    (2, "kk", (apa.write, sites.write, vancouver.write, ieee.write, title_first.write)),
    (12, "tr", (isnad.write, apa.write, apa.write, turkish_lists.write, ieee.write, title_first.write)),
    (2, "tr", (vancouver.write, sites.write, *GOST[:2])),
    (5, "en", GOST),
    (4, "en", (apa.write, vancouver.write, sites.write, ieee.write)),
    (9, "en", (latin_lists.write,)),
    (4, "en", (physics.write,)),
    (2, "en", (german_lists.write,)),
    (5, "de", (german_lists.write, german_lists.write, german_lists.write, apa.write)),
    (1, "de", (latin_lists.write,)),
    (2, "uk", (*GOST, apa.write)),
    (3, "ru", (_gost_in_latin, references.write, references.write)),
    (1, "kk", (_gost_in_latin, references.write)),
)
"""What our own styles print: parts, language of the work and styles."""
CSL = ((6, "tr", "turkish"), (15, "en", "latin"), (1, "en", "german"), (2, "en", "notes"))
"""What pandoc prints: parts, language of the work and group of styles."""
PARTS = sum(row[0] for row in WRITTEN) + sum(row[0] for row in CSL)
DAMAGED = 0.15
NUMBERED = 0.3
REAL = 0.4
"""How many of the works in English are real entries with real titles."""
_NUMBERS = ("{}. ", "{}. ", "{}. ", "[{}] ", "[{}]. ", "{}) ", "{} ", "({}) ", "{}.", "{}\t", "№{}. ", "– {}. ")


def made(seed: int, count: int) -> Iterator[Labelled]:
    """Yield made references in random order; the same seed makes the same ones.

    Raises:
        ModuleNotFoundError: the packages of the dependency group `training` are missing.
    """
    random = Random(seed)
    printed: list[Labelled] = []
    for parts, language, group in CSL:
        styles = dict.fromkeys(csl.STYLES[group])
        share = count * parts // (PARTS * len(styles))
        for style in styles if share else ():
            works = [drawn(language, random) for _ in range(share)]
            printed += [_finished(reference, random) for reference in csl.printed(style, works, random, notes=group == "notes")]
    printed += written(random, count - len(printed), drawn)
    random.shuffle(printed)
    yield from printed


def drawn(language: str, random: Random) -> Work:
    """Return a real entry in a part of the English works, else an invented work."""
    if language == "en" and random.random() < REAL:
        work = items.completed(random)
        if work.language == language:
            return work
    return invented(language, random)


def written(random: Random, count: int, draw: Draw = invented) -> Iterator[Labelled]:
    """Yield references in our own styles."""
    parts = [row[0] for row in WRITTEN]
    for _, language, styles in random.choices(WRITTEN, parts, k=count):
        yield _finished(random.choice(styles)(draw(language, random), random), random)


def _finished(reference: Labelled, random: Random) -> Labelled:
    """Return a reference with a number in front, or with damage, as some have."""
    if random.random() < NUMBERED and reference.spans and reference.spans[0][0] != "citation_number":
        reference = numbered(reference, random)
    return damaged(reference, random) if random.random() < DAMAGED else reference


def numbered(reference: Labelled, random: Random) -> Labelled:
    """Return a reference with the number of its entry in front."""
    before, _, after = random.choice(_NUMBERS).partition("{}")
    pieces: list[Piece] = [(before, ""), (str(random.randint(1, 180)), "citation_number"), (after, "")]
    front = joined([*pieces, ("|", "")], "")
    shift = len(front.text) - 1
    spans = tuple((field, start + shift, end + shift) for field, start, end in reference.spans)
    return Labelled(front.text[:-1] + reference.text, front.spans + spans, reference.source)
