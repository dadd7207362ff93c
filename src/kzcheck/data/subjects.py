"""What the files of subjects hold, a struct each; `about` says where the facts come from."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Words = frozenset[str]


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """What every file says of itself."""

    about: str


class PageSigns(Subject, frozen=True):
    """Hosts of services that park domains; scripts, elements and headers of pages that ask a reader for proof of being human.

    And bookmakers and casinos, whose names are the titles of pages on hijacked domains.
    """

    parking_hosts: Words
    challenge_sources: Words
    challenge_ids: Words
    challenge_headers: tuple[str, ...]
    bookmakers: Words


class ChatPrograms(Subject, frozen=True):
    """What chat programs call themselves in addresses, and what their marks of citations point to."""

    programs: Words
    turns: Words


class Publishers(Subject, frozen=True):
    """Houses, presses whose names say no university, and words that many houses have in their names."""

    houses: Words
    presses: Words
    name_words: Words


class Cities(Subject, frozen=True):
    """Cities known for their publishers, and how lists abbreviate the greatest."""

    cities: Words
    abbreviations: Words


class NamesOfPeople(Subject, frozen=True):
    """Common names and endings of surnames, folded; companies that bear a person's whole name; short forms of English names."""

    given_names: Words
    surnames: Words
    east_asian_surnames: Words
    surname_endings: Words
    companies: Words
    short_forms: dict[str, Words]


class Meetings(Subject, frozen=True):
    """Folded words that tell the name of a conference, that of a series of proceedings, and that any of them may have.

    Each line of `meetings` is one meeting, with its acronyms, what tells its names, and what prints its papers; each of `journals`
    one journal. A sign of equality stands before a whole name. `nameless` is what records say where they have no name.
    """

    words: Words
    series: Words
    generic: Words
    nameless: Words
    meetings: tuple[tuple[str, ...], ...]
    journals: tuple[tuple[str, ...], ...]


class UnregisteredVenues(Subject, frozen=True):
    """Folded names and acronyms of meetings and journals that register no DOIs for what they print."""

    names: Words
    acronyms: Words


class Titles(Subject, frozen=True):
    """Words of titles: spellings of one word, opposites, words too common to look a title up by, remarks in brackets.

    `before_another` and `after_another` stand beside the title of the work that a comment, an abstract or a supplement is about.
    """

    variants: dict[str, Words]
    opposites: Words
    opposed_pairs: tuple[tuple[str, str], ...]
    common_words: Words
    bracketed: Words
    before_another: Words
    after_another: Words


class EnglishTitles(Subject, frozen=True):
    """Folded words by which a title is known as English."""

    words: Words


class Bibtex(Subject, frozen=True):
    """What BibTeX and BibLaTeX call things, and what CSL calls them, whose fields are named as in Python."""

    types: dict[str, Words]
    """CSL's types, and those of entries, with what styles and programs add."""
    no_references: Words
    """Types that stand for no work."""
    volume_types: Words
    book_types: Words
    part_types: Words
    genres: dict[str, str]
    """The words that styles print for a type, or for BibLaTeX's keys in the field `type`."""
    aliases: dict[str, str]
    """Other names of a field; where both stand in one entry, the right-hand one is read."""
    names: dict[str, str]
    editors: dict[str, str]
    """What `editortype` makes of an editor."""
    dates: dict[str, str]
    verbatim: dict[str, str]
    texts: dict[str, str]
    """Fields that mean the same for every type of work."""
    read: Words
    """Other fields that are read, by the names that `aliases` lead to."""
    standard: Words
    """Names that a slip of the hand may have meant, besides those that are read."""
    ordinary: Words
    """Names of other programs that look like a slip of a standard one, and are none."""
    not_inherited: Words
    """What stays with the parent: what leads to it, and what is said of it alone.

    BibLaTeX takes over the DOI of a volume, too; but it is no DOI of the chapter.
    """
    dialects: dict[str, str]
    """What babel calls a variety of a language, and its code."""


class Ris(Subject, frozen=True):
    """What RIS calls types and what its tags mean, in CSL's terms."""

    types: dict[str, Words]
    other_tags: Words
    """Tags in use besides those that rispy names."""
    names: dict[str, str]
    texts: dict[str, tuple[str, ...]]
    """Fields of CSL, by their names in Python, and the tags that hold them, the first that is there."""
    single: Words
    """Tags that an entry has once; of two values the first counts."""
    joined: dict[str, str]
    """Fields of which an entry may have several, one a line, and what stands between them."""
    containers: tuple[str, ...]
    short_containers: tuple[str, ...]
    in_series: Words
    """Types of which the third authors edit the series; a thesis's advise."""
    hosted: Words
    """Types whose second title is what holds them; a book's is its series, a thesis's its department."""
    counted: Words
    """Types for which a lone start page is the number of pages."""
    numbered: Words
    """Types for which the number of the issue is their own."""
    unsaid: Words
    """What programs write as the kind of work, and the type says already."""


class Latex(Subject, frozen=True):
    """Commands of LaTeX; those of a style have the text in it as their argument."""

    signs: dict[str, str]
    italic: Words
    bold: Words
    raised: Words
    lowered: Words
    small_capitals: Words
    quoted: Words
    declared: Words
    """Commands that hold to the end of their group; all others hold for the group that follows."""
    nothing: Words
    dropped: Words
    """Commands whose first argument is no text."""
    moves: Words
    addresses: Words


class Keys(Subject, frozen=True):
    """Other words for keys and types of lists, folded, and keys that services add, which hold a text or a number, or more."""

    other_words: dict[str, Words]
    served_texts: Words
    served_lists: Words
    served_in_names_texts: Words
    served_in_names_lists: Words


class Csl(Subject, frozen=True):
    """The types and fields of CSL, as named in Python, and Crossref's words for types."""

    types: Words
    crossref_types: dict[str, Words]
    name_fields: Words
    date_fields: Words
    text_fields: Words
    own_spellings: dict[str, str]


class Sites(Subject, frozen=True):
    """What pages add to their titles, and titles of pages that are no article."""

    names: Words
    page_titles: Words
    words_after: Words
    official: Words


class Charsets(Subject, frozen=True):
    """Python's charsets, and their names in the web."""

    names: dict[str, Words]


class PreprintServers(Subject, frozen=True):
    """Where preprints are kept, and where other copies are, folded; how DOIs of preprints begin."""

    servers: Words
    repositories: Words
    doi_stems: Words
    other_names: dict[str, str]
    any_kind: Words


class Transliteration(Subject, frozen=True):
    """Letters of Cyrillic in Latin ones, and back: groups of letters and single ones; Kazakh ones where Russian differ."""

    latin: dict[str, str]
    russian_groups: dict[str, str]
    russian: dict[str, str]
    kazakh_groups: dict[str, str]
    kazakh: dict[str, str]


class LookAlikes(Subject, frozen=True):
    """What a letter of a foreign script stands for in the main script of a word: by foreign script, then main script."""

    letters: dict[str, dict[str, dict[str, str]]]


class Html(Subject, frozen=True):
    """Tags of HTML: those that are nothing else, those that are words or letters, too, and those that CSL allows."""

    tags: Words
    words_too: Words
    allowed: Words


class Hosts(Subject, frozen=True):
    """Names below a country's that are no site, hosts of many customers, and parameters of searches."""

    second_levels: Words
    of_customers: Words
    search_parameters: Words


class Schemas(Subject, frozen=True):
    """JSON Schemas of the files that people write, and of their parts."""

    references: dict[str, Any]
    item: dict[str, Any]
    claims: dict[str, Any]
    claim: dict[str, Any]
    citation: dict[str, Any]
    name: dict[str, Any]
    date: dict[str, Any]
