"""What a file of a language may hold."""

from __future__ import annotations

from msgspec import Struct

from kzcheck.data.cues import Credits, PageKind, Part, Words


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one language; what a language has no word for is left out.

    `months` are twelve lists: the names of January, its cases and abbreviations, and so on.
    `credits` are the cue words of prose about its sources, `sections` the stems of headings. `pages` are phrases of pages that are
    not what was asked for; `not_found_parts` are the parts of a sentence without spaces, each with its choices.
    """

    about: str
    months: tuple[tuple[str, ...], ...] = ()
    credits: Credits = Credits()
    sections: dict[Part, Words] = {}
    pages: dict[PageKind, Words] = {}
    not_found_parts: tuple[Words, ...] = ()
