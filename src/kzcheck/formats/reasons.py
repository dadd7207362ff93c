"""Why something was not checked, in few lines: one a reason, however many references and services it is about."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.evidence import SERVICE_TITLES
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.evidence import Unchecked

_OF = re.compile(r"^(?:DOI|ISBN|PMID|arXiv) \S+: ")
"""The identifier that a reason begins with: it is another for each reference."""
_NEXT = re.compile(rf"; (?=(?:{'|'.join(map(re.escape, SERVICE_TITLES.values()))}) )")
"""What parts the reasons of several services."""
_NEAREST = "; the nearest is "


class Reason(Struct, frozen=True):
    """One reason, and the ids of what was not checked for it, in order: of references, or else of claims."""

    text: str
    subjects: tuple[str, ...]
    of_references: bool = True


def reasons(unchecked: Sequence[Unchecked]) -> list[Reason]:
    """Return the reasons why these were not checked, the commonest first; several can stand in the way of one check.

    Reasons that differ in their last brackets alone are one: "failed (HTTP 503, HTTP 429)".
    """
    subjects: dict[str, dict[str, None]] = {}
    brackets: dict[str, Counter[str]] = {}
    for one in unchecked:
        for part in parts(one.reason):
            stem, bracket = _bracket(part)
            subjects.setdefault(stem, {})[one.reference or one.claim or ""] = None
            brackets.setdefault(stem, Counter())[bracket] += 1
    of_references = all(one.reference is not None for one in unchecked)
    found = [
        Reason(f"{stem} ({inner})" if (inner := ", ".join(filter(None, brackets[stem]))) else stem, tuple(ids), of_references)
        for stem, ids in subjects.items()
    ]
    return sorted(found, key=lambda one: -len(one.subjects))


def parts(reason: str) -> tuple[str, ...]:
    """Return the reasons of which a reason is made, each once, without what is another for each reference."""
    text = _OF.sub("", clean(reason).partition(_NEAREST)[0])
    return tuple(dict.fromkeys(_NEXT.split(text)))


def _bracket(reason: str) -> tuple[str, str]:
    stem, _, bracket = reason.rpartition(" (")
    return (stem, bracket[:-1]) if stem and bracket.endswith(")") else (reason, "")
