"""Preprints: recognises them among the entries of a list by the server that they name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import PreprintServers
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold, lower

if TYPE_CHECKING:
    from kzcheck.csl import Item

_LONGEST = 300
_BY_ITSELF = frozenset(("", "article", "article-journal", "document", "manuscript", "report", "webpage"))
"""Types of entries for works without a container."""


@cache
def _server() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(data.read('preprint_servers', PreprintServers).servers)}\b")


def is_preprint(item: Item) -> bool:
    """Return whether an entry is a preprint: its container is a server, or it has none and names a server elsewhere."""
    if item.container_title:
        return _server().search(fold(item.container_title[:_LONGEST])) is not None
    if item.type not in _BY_ITSELF:
        return False
    texts = (item.publisher, item.archive, item.genre, item.number, item.collection_title, item.note, item.url)
    return "arxiv." in lower(item.doi) or _server().search(fold(" ".join(text[:_LONGEST] for text in texts))) is not None
