"""What would be asked first, without asking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kzcheck.sources import By


class Planned(Struct, frozen=True):
    """What one service would be asked at first: how many requests, and each value with what it is: a DOI, words of a search."""

    title: str
    url: str
    requests: int
    values: tuple[tuple[By, str], ...]


class Plan(Struct, frozen=True):
    """What would be asked at first, by service; who `may_follow`, by what the first answers are; who is `silent`, and why."""

    first: tuple[Planned, ...]
    may_follow: tuple[tuple[str, str], ...]
    silent: str


class Visits(Struct, frozen=True):
    """The URLs that would be visited where no registry answers for them, and the archive that may be asked for copies of them."""

    urls: tuple[str, ...]
    archive: tuple[str, str] | None
