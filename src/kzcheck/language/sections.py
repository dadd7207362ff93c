"""What part of an article a section is, by its heading."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal, get_args

from kzcheck import data
from kzcheck.data.cues import Part
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping


def part(heading: str) -> Part | Literal[""]:
    """Return the part of an article that a section's heading names, "" for any other; of two parts the earlier in an article.

    The language of the heading does not matter; numbers before it do not either.
    """
    words = fold(heading).split()
    return next((name for name, stems in _folded().items() if any(word.startswith(stems) for word in words)), "")


@functools.cache
def _folded() -> Mapping[Part, tuple[str, ...]]:
    languages = data.languages().values()
    return {
        part: tuple(fold(stem) for language in languages for stem in language.sections.get(part, ())) for part in get_args(Part)
    }
