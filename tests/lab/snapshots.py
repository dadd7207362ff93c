"""Invented works as services publish them in bulk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def crossref(number: int, title: str = "", family: str = "", **more: object) -> dict[str, Any]:
    """Return an invented work in Crossref's JSON."""
    return {
        "DOI": f"10.5555/W{number}",
        "type": "journal-article",
        "title": [title or f"The glaciers of valley {number} and what became of them"],
        "author": [{"family": family or f"Name{number}", "given": "A."}],
        "container-title": ["Journal of Invented Ice"],
        "volume": str(number % 50),
        "page": "1-9",
        "issued": {"date-parts": [[1990 + number % 30]]},
        "indexed": {"date-time": "2025-03-02T01:01:01Z"},
        "reference": [{"key": "1", "unstructured": "An invented reference"}],
        **more,
    }


def lines(works: Iterable[object]) -> bytes:
    """Return works as JSON lines."""
    return b"".join(json.dumps(work).encode() + b"\n" for work in works)
