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

    telling_words: Words = frozenset()
    """Transliterated words by which one tells what alphabet to turn them back into."""
    foreign_words: Words = frozenset()
    foreign_endings: Words = frozenset()
    """Words and endings that are never this language, transliterated."""
    unmarked: dict[str, str] = {}
    """Words transliterated without marks, and the same in Cyrillic."""

    # Dates.
    months: tuple[tuple[str, ...], ...] = ()
    """Twelve lists: the names of January, its cases and abbreviations, and so on."""
    seasons: tuple[tuple[str, ...], ...] = ()
    """Four lists, from spring on."""
    weekdays: Words = frozenset()
    circa: Words = frozenset()
    undated: Words = frozenset()
    """What stands for the date of a work that bears none."""
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

    hyphen_followers: Words = frozenset()
    """Besides `and_words`, those before which a hyphen and a space stand by right: "Vor- bzw. Nachteile"."""
    cut_endings: Words = frozenset()
    """Endings that are no words themselves: what a line break leaves of a long word."""
    small_words: Words = frozenset()
    """Articles, prepositions and the like, of which titles and names of bodies and journals may have one more or fewer."""

    part_labels: Words = frozenset()
    numbered_nouns: Words = frozenset()
    """Besides `part_labels`, nouns that a numeral follows: "World War I"."""
    ordinals: tuple[str, ...] = ()
    """From the first on, as they stand before an edition."""
    common_titles: Words = frozenset()
    """Titles that many works bear."""
    yearly_titles: Words = frozenset()
    """Beginnings of words of titles that appear again every year."""
    notice_titles: Words = frozenset()
    """Beginnings of titles that name the work which they correct, answer or review."""

    # Names of people.
    particles: Words = frozenset()
    """Words that may stand before a surname."""
    honorifics: Words = frozenset()
    name_suffixes: Words = frozenset()
    and_words: Words = frozenset()
    and_others: Words = frozenset()
    """What stands for the people whom a list leaves out, without full stops."""
    nobody: Words = frozenset()
    """What stands for an author whom nobody knows."""

    # What claims and entries say.
    page_labels: Words = frozenset()
    """Labels before pages, and units of page counts."""
    address_labels: Words = frozenset()
    """What stands before the address of a page."""

    # Publishing.
    publisher_ends: Words = frozenset()
    publisher_words: Words = frozenset()
    """Words that the names of publishers end in, and that they have anywhere."""
    journal_words: Words = frozenset()
    journal_ends: Words = frozenset()
    """The same of journals."""
    container_words: Words = frozenset()
    """Besides `journal_words`, those by which one tells the language of a journal's name."""
    edition_words: Words = frozenset()
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
