"""Who is told while evidence is gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Watch(NamedTuple):
    """Who is told while evidence is gathered: of progress (what, how much is done, of how much), and of what is worth a warning."""

    progress: Callable[[str, int, int], None] = lambda _what, _done, _of: None
    warn: Callable[[str], None] = lambda _text: None
