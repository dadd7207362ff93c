"""A printed reference with its fields marked: what the parser is trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

Piece = tuple[str, str]
"""Text and the field that it is, or "" for punctuation and marker words."""


class Labelled(Struct, frozen=True):
    """A reference string. The spans (field, start, end) are sorted and do not overlap; `source` names where it comes from."""

    text: str
    spans: tuple[tuple[str, int, int], ...]
    source: str


def joined(pieces: Iterable[Piece], source: str) -> Labelled:
    """Join pieces to a string. Neighbours of the same field are one span; a full stop is not doubled, nor put after a question."""
    texts: list[str] = []
    spans: list[tuple[str, int, int]] = []
    length = 0
    for text, field in pieces:
        if not texts:
            text = text.lstrip()  # noqa: PLW2901
        elif not field and text[:1] == "." and texts[-1][-1] in ".?!…":
            text = text[1:]  # noqa: PLW2901
        if not text:
            continue
        end = length + len(text)
        if field and spans and spans[-1][0] == field and spans[-1][2] == length:
            spans[-1] = (field, spans[-1][1], end)
        elif field:
            spans.append((field, length, end))
        texts.append(text)
        length = end
    return Labelled("".join(texts).rstrip(), tuple(spans), source)
