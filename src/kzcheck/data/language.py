"""What a file of a language may hold."""

from __future__ import annotations

from msgspec import Struct

from kzcheck.data.cues import Claims, Credits, Notices, PageKind, Part, Titles, Words, Works


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one language; what a language has no word for is left out.

    Words are in lower case where nothing else is said, in the language's own spelling. A star stands for any ending: `планиру*`.
    """

    about: str

    names: Words = frozenset()
    """What lists call the language: its own name, the English one, those of babel and polyglossia."""
    iso_639_2: Words = frozenset()

    # Which language a text is in.
    scripts: tuple[str, ...] = ()
    """Scripts that this language alone is written in, by their Unicode names."""
    common_words: Words = frozenset()
    """Frequent function words, and nouns that titles of scholarly works begin with."""
    endings: Words = frozenset()
    letters: str | None = None
    """Letters beyond a to z that a language in Latin letters writes: any other one speaks against it. None in other scripts."""

    # Dates.
    months: tuple[tuple[str, ...], ...] = ()
    """Twelve lists: the names of January, its cases and abbreviations, and so on."""
    seasons: tuple[tuple[str, ...], ...] = ()
    """Four lists, from spring on."""
    weekdays: Words = frozenset()
    circa: Words = frozenset()
    accessed: Words = frozenset()
    """What lists print before the date on which a page was read."""
    date_words: Words = frozenset()
    """Other words beside a date that add nothing to it."""
    year_words: Words = frozenset()
    """Words behind the number of a year."""
    before_year: Words = frozenset()
    during: Words = frozenset()
    """Words before a year in which something happened."""
    after_year: Words = frozenset()
    """Small words that may follow a year; any other small word makes the number a count: "in 2010 patients"."""
    span_from: Words = frozenset()
    span_to: Words = frozenset()
    until: Words = frozenset()
    until_after: Words = frozenset()
    """Words before and behind a year that need not have come."""
    before_christ: Words = frozenset()
    future: Words = frozenset()
    future_endings: Words = frozenset()

    # Numbers.
    numerals: dict[str, int] = {}
    """One word each for 1 to 9, 10 to 19, 20 to 90 and hundreds."""
    other_words_too: Words = frozenset()
    """Numerals that are also common other words: they count only beside another numeral."""
    scales: dict[str, int] = {}
    percent: Words = frozenset()
    percent_before: Words = frozenset()
    ordinal_nouns: Words = frozenset()
    """Nouns that follow an ordinal number with a full stop, besides the months."""

    # Cases.
    noun_endings: Words = frozenset()
    adjective_endings: Words = frozenset()
    case_endings: Words = frozenset()

    # Sentences and titles.
    inner_abbreviations: Words = frozenset()
    """Abbreviations that never end a sentence: something must follow."""
    end_abbreviations: Words = frozenset()
    """Abbreviations that end a sentence when one of `sentence_openers` follows."""
    sentence_openers: Words = frozenset()
    open_words: Words = frozenset()
    """Words after which a title must go on. Those that end some title are left out: English prepositions ("Where We Come From"),
    notes and numerals ("Messe en la"), German prefixes ("Steig ein"), single letters that may be signs."""
    open_in_any_language: Words = frozenset()

    # Publishing.
    publisher_ends: Words = frozenset()
    publisher_words: Words = frozenset()
    """Words that the names of publishers end in, and that they have anywhere."""
    journal_words: Words = frozenset()
    journal_ends: Words = frozenset()
    forthcoming: Words = frozenset()
    unpublished: Words = frozenset()
    told_in_person: Words = frozenset()

    # What prose, titles and pages tell.
    credits: Credits = Credits()
    works: Works = Works()
    notices: Notices = Notices()
    titles: Titles = Titles()
    claims: Claims = Claims()
    sections: dict[Part, Words] = {}
    """Stems of the headings of parts."""
    pages: dict[PageKind, Words] = {}
    """Phrases of pages that are not what was asked for."""
    not_found_parts: tuple[tuple[str, ...], ...] = ()
    """The parts of a sentence without spaces, each with its choices."""
