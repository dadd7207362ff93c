"""Texts: this version reads none, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.reasons import Reason
from kzcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Evidence, Unchecked
    from kzcheck.gather.steps import Explained, Run
    from kzcheck.settings import Settings

NO_TEXTS = Reason("no-texts", {"version": __version__})


def gather(_run: Run, evidence: Evidence) -> tuple[Evidence, bool]:
    """Ask for nothing."""
    return evidence, False


def left_open(_case: Case, subjects: Sequence[Unchecked], explained: Explained) -> Iterator[Unchecked]:
    """Yield every claim that cites a work."""
    return map(explained, subjects)


def reason(_run: Run, _subject: Unchecked, _reference: Reference | None) -> Reason:
    """Return that no texts are read."""
    return NO_TEXTS


def plan(_article: Article, _settings: Settings) -> None:
    """Nothing would be sent."""
