"""A list in another format than YAML and JSON: what its reader makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kzcheck.article import UnknownField, Unreadable
    from kzcheck.readers.nodes import Series


class Foreign(Struct):
    """The list as nodes of CSL, what could not be made nodes of, unknown names, and the stretches in which nothing is a comment."""

    root: Series
    unreadable: list[Unreadable]
    unknown: list[UnknownField]
    spans: list[tuple[int, int]]
