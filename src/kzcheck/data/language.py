"""The contents of a language file."""

from __future__ import annotations

from msgspec import Struct

from kzcheck.data.cues import Citing, Claims, Credits, Notices, PageKind, Part, Titles, Turns, Words, Works


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """The facts about one language; words that a language lacks are left out.

    Words are in lower case unless stated otherwise, in the language's own spelling. A star stands for any ending: `планиру*`.
    """

    about: str

    names: Words = frozenset()
    """Names of the language in lists: its own name, the English one, those of babel and polyglossia."""
    iso_639_2: Words = frozenset()

    # The language of a text.
    scripts: tuple[str, ...] = ()
    """Scripts used by this language alone, by their Unicode names."""
    common_words: Words = frozenset()
    """Frequent function words, and nouns at the start of titles of scholarly works."""
    endings: Words = frozenset()
    letters: str | None = None
    """Letters besides a to z in a language with Latin letters: any other letter rules it out. None in other scripts."""

    telling_words: Words = frozenset()
    """Transliterated words that show the target alphabet."""
    foreign_words: Words = frozenset()
    foreign_endings: Words = frozenset()
    """Words and endings that never occur in the transliterated language."""
    unmarked: dict[str, str] = {}
    """Words transliterated without diacritics, with their Cyrillic form."""

    # Dates.
    months: tuple[tuple[str, ...], ...] = ()
    """Twelve lists: the names of January, its cases and abbreviations, and so on."""
    seasons: tuple[tuple[str, ...], ...] = ()
    """Four lists, starting with spring."""
    weekdays: Words = frozenset()
    circa: Words = frozenset()
    undated: Words = frozenset()
    """Notes in place of a work's missing date."""
    accessed: Words = frozenset()
    """Words before the date on which a page was read."""
    date_words: Words = frozenset()
    """Other words beside a date that add nothing to it."""
    year_words: Words = frozenset()
    """Words after the number of a year."""
    before_year: Words = frozenset()
    during: Words = frozenset()
    """Words before a year in which something happened."""
    after_year: Words = frozenset()
    """Small words that may follow a year; after any other small word the number is a count: "in 2010 patients"."""
    span_from: Words = frozenset()
    span_to: Words = frozenset()
    until: Words = frozenset()
    until_after: Words = frozenset()
    """Words before and after a year yet to come."""
    before_christ: Words = frozenset()
    future: Words = frozenset()
    future_endings: Words = frozenset()

    # Numbers.
    numerals: dict[str, int] = {}
    """A word for each of 1 to 9, 10 to 19, 20 to 90 and the hundreds."""
    other_words_too: Words = frozenset()
    """Numerals that are also common words: they count only beside another numeral."""
    scales: dict[str, int] = {}
    percent: Words = frozenset()
    percent_before: Words = frozenset()
    ordinal_nouns: Words = frozenset()
    """Nouns, besides the months, that follow an ordinal number with a full stop."""

    # Cases.
    noun_endings: Words = frozenset()
    adjective_endings: Words = frozenset()
    case_endings: Words = frozenset()

    # Sentences and titles.
    inner_abbreviations: Words = frozenset()
    """Abbreviations that never end a sentence."""
    end_abbreviations: Words = frozenset()
    """Abbreviations that end a sentence if one of `sentence_openers` follows."""
    sentence_openers: Words = frozenset()
    open_words: Words = frozenset()
    """Words that cannot end a title. Those that end some titles are omitted: English prepositions ("Where We Come From"), notes and
    numerals ("Messe en la"), German prefixes ("Steig ein"), single letters that may be signs."""
    open_in_any_language: Words = frozenset()

    hyphen_followers: Words = frozenset()
    """Words, besides `and_words`, before which a hyphen and a space are correct: "Vor- bzw. Nachteile"."""
    compound_beginnings: Words = frozenset()
    compound_ends: Words = frozenset()
    """Parts of compounds with a hyphen, which stays when a line ends after it: "non-linear", "rule-based"."""
    cut_endings: Words = frozenset()
    """Endings that are not words: the rest of a long word after a line break."""
    small_words: Words = frozenset()
    """Articles, prepositions and the like, which titles and names of organisations and journals may add or drop."""

    part_labels: Words = frozenset()
    numbered_nouns: Words = frozenset()
    """Nouns, besides `part_labels`, before a numeral: "World War I"."""
    ordinals: tuple[str, ...] = ()
    """Ordinals from the first on, as used for editions."""
    common_titles: Words = frozenset()
    """Titles that many works have."""
    yearly_titles: Words = frozenset()
    """Beginnings of words in titles that recur every year."""
    notice_titles: Words = frozenset()
    """Beginnings of titles that name the work which they correct, answer or review."""

    # Names of people.
    particles: Words = frozenset()
    """Words that may precede a surname."""
    honorifics: Words = frozenset()
    name_suffixes: Words = frozenset()
    patronymic_endings: Words = frozenset()
    """Ends of patronymics, which some languages write as words of their own: "oğlu"."""
    role_words: Words = frozenset()
    """Words beside the names of editors, translators and compilers in an entry, without full stops: "edited by"."""
    and_words: Words = frozenset()
    and_others: Words = frozenset()
    """Words for people omitted from a list, without full stops."""
    nobody: Words = frozenset()
    """Words for an unknown author."""

    # Claims and entries.
    archive_labels: Words = frozenset()
    """Labels before the numbers of a file in an archive: "Ф. 21. Оп. 1. Д. 3"."""
    page_labels: Words = frozenset()
    """Labels before page numbers, and units of page counts."""
    address_labels: Words = frozenset()
    """Labels before the address of a page."""

    alphabet: str = ""
    """The letters in their order, if lists sort some of them apart from their base letters: ç after c."""

    # The parts of a manuscript.
    list_headings: Words = frozenset()
    """Headings of lists of references."""
    further_reading: Words = frozenset()
    """Headings of works that a list recommends and the text need not cite."""
    list_parts: Words = frozenset()
    """First words of headings inside a list: "primary sources", "books"."""
    keywords: Words = frozenset()
    """Words before the keywords of an article."""

    # Publishing.
    publisher_ends: Words = frozenset()
    publisher_words: Words = frozenset()
    """Words at the end of publishers' names, and words anywhere in them."""
    journal_words: Words = frozenset()
    journal_ends: Words = frozenset()
    """The same for journals."""
    container_words: Words = frozenset()
    """Words, besides `journal_words`, that show the language of a journal's name."""
    edition_words: Words = frozenset()
    forthcoming: Words = frozenset()
    unpublished: Words = frozenset()
    told_in_person: Words = frozenset()

    # Cues in prose, titles and pages.
    citing: Citing = Citing()
    credits: Credits = Credits()
    works: Works = Works()
    notices: Notices = Notices()
    titles: Titles = Titles()
    claims: Claims = Claims()
    turns: Turns = Turns()
    sections: dict[Part, Words] = {}
    """Stems of the headings of parts."""
    pages: dict[PageKind, Words] = {}
    """Phrases on pages that are not the one requested."""
    not_found_parts: tuple[tuple[str, ...], ...] = ()
    """The parts of a sentence without spaces, each with its variants."""
