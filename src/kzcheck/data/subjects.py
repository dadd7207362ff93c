"""The contents of subject files, a struct each; `about` gives the source of the facts."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Words = frozenset[str]


class Subject(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields common to all files."""

    about: str


class PageSigns(Subject, frozen=True):
    """Hosts of domain-parking services; scripts, elements and headers of pages that demand proof that a reader is human.

    Also bookmakers and casinos, whose names are titles of pages on hijacked domains.
    """

    parking_hosts: Words
    challenge_sources: Words
    challenge_ids: Words
    challenge_headers: tuple[str, ...]
    bookmakers: Words


class ChatPrograms(Subject, frozen=True):
    """Names of chat programs in addresses, and the targets of their citation marks."""

    programs: Words
    turns: Words


class Publishers(Subject, frozen=True):
    """Publishers, university presses without a university in their name, and words common in publishers' names.

    `legal_forms` end the names of companies of any kind: "Inc.".
    """

    houses: Words
    presses: Words
    name_words: Words
    legal_forms: Words


class Cities(Subject, frozen=True):
    """Cities known for their publishers, and abbreviations of the largest."""

    cities: Words
    abbreviations: Words


class NamesOfPeople(Subject, frozen=True):
    """Common names and endings of surnames, folded; companies with a person's full name; short forms of English names."""

    given_names: Words
    surnames: Words
    east_asian_surnames: Words
    surname_endings: Words
    companies: Words
    short_forms: dict[str, Words]


class KindsOfWorks(Subject, frozen=True):
    """Folded words that tell of what kind a work is: those of the title or the genre, or of what the work is in.

    A number follows the word for a standard or a patent. Those of newspapers are whole names, or stems that are in the name.
    """

    thesis: Words
    legislation: Words
    standard: Words
    patent: Words
    conference: Words
    newspaper: Words
    report: Words
    encyclopedia: Words
    preprint: Words
    dataset: Words
    software: Words
    film: Words
    archive: Words


class Meetings(Subject, frozen=True):
    """Folded words that mark the name of a conference, or of a series of proceedings, and words common in them.

    Each line of `meetings` is one meeting, with its acronyms, the words that identify its names, and the publications with its
    papers; each of `journals` is one journal. A sign of equality precedes a whole name. `nameless` are placeholders in records.
    """

    words: Words
    series: Words
    generic: Words
    nameless: Words
    meetings: tuple[tuple[str, ...], ...]
    journals: tuple[tuple[str, ...], ...]


class UnregisteredVenues(Subject, frozen=True):
    """Folded names and acronyms of meetings and journals that do not register DOIs for their papers."""

    names: Words
    acronyms: Words


class Titles(Subject, frozen=True):
    """Words of titles: spellings of one word, opposites, words too common for a search, remarks in brackets.

    `before_another` and `after_another` accompany the title of the work that a comment, an abstract or a supplement is about.
    """

    variants: dict[str, Words]
    opposites: Words
    opposed_pairs: tuple[tuple[str, str], ...]
    common_words: Words
    bracketed: Words
    before_another: Words
    after_another: Words


class EnglishTitles(Subject, frozen=True):
    """Folded words that identify a title as English."""

    words: Words


class Bibtex(Subject, frozen=True):
    """The terms of BibTeX and BibLaTeX with those of CSL, whose fields are named as in Python."""

    types: dict[str, Words]
    """CSL's types with those of entries, including additions by styles and programs."""
    no_references: Words
    """Types that are not works."""
    volume_types: Words
    book_types: Words
    part_types: Words
    genres: dict[str, str]
    """The words that styles print for a type, or for BibLaTeX's keys in the field `type`."""
    aliases: dict[str, str]
    """Other names of a field; if an entry has both, the right-hand one is read."""
    names: dict[str, str]
    editors: dict[str, str]
    """The role of an editor by `editortype`."""
    dates: dict[str, str]
    verbatim: dict[str, str]
    texts: dict[str, str]
    """Fields with the same meaning for every type of work."""
    read: Words
    """Other fields that are read, by their names after `aliases`."""
    standard: Words
    """Names that a typing error may stand for, besides those that are read."""
    ordinary: Words
    """Names from other programs that look like a mistyped standard name, but are not."""
    not_inherited: Words
    """Fields that a child does not inherit: pointers to the parent, and facts about it alone.

    BibLaTeX lets a chapter inherit the DOI of its volume, but that is not the chapter's DOI.
    """
    dialects: dict[str, str]
    """Names of language varieties in babel, with their codes."""


class JournalMacros(Subject, frozen=True):
    """Commands that stand for the name of a journal."""

    names: dict[str, str]


class Ris(Subject, frozen=True):
    """The types and tags of RIS in CSL's terms."""

    types: dict[str, Words]
    other_tags: Words
    """Tags in use besides those in rispy."""
    names: dict[str, str]
    texts: dict[str, tuple[str, ...]]
    """Fields of CSL, by their names in Python, with the tags that may contain them, in order of precedence."""
    single: Words
    """Tags that an entry has once; of two values the first counts."""
    joined: dict[str, str]
    """Fields that an entry may repeat, one per line, with the separator for joining them."""
    containers: tuple[str, ...]
    short_containers: tuple[str, ...]
    in_series: Words
    """Types whose third authors edit the series; those of a thesis are advisers."""
    hosted: Words
    """Types whose second title is the container; a book's is its series, a thesis's its department."""
    counted: Words
    """Types for which a start page without an end page is the page count."""
    numbered: Words
    """Types for which the issue number is their own."""
    unsaid: Words
    """Kinds of work that programs write although the type already says so."""


class Tags(Subject, frozen=True):
    """The types, in lower case, and the tags of an exchange format in CSL's terms."""

    types: dict[str, Words]
    names: dict[str, str]
    texts: dict[str, tuple[str, ...]]
    """Fields of CSL, by their names in Python, with the tags that may contain them, in order of precedence."""
    joined: dict[str, str]
    """Fields that an entry may repeat, one per line, with the separator for joining them."""


class Latex(Subject, frozen=True):
    """Commands of LaTeX; those of a style take the text as their argument."""

    signs: dict[str, str]
    italic: Words
    bold: Words
    raised: Words
    lowered: Words
    small_capitals: Words
    quoted: Words
    declared: Words
    """Commands that apply to the end of their group; all others apply to the group that follows."""
    nothing: Words
    dropped: Words
    """Commands whose first argument is not text."""
    moves: Words
    addresses: Words


class LatexCitations(Subject, frozen=True):
    """Commands of LaTeX that cite, without stars: the keys are in the first argument in braces, in several, or after the first."""

    keys: Words
    several: Words
    after_first: Words
    lists: Words
    """Commands that name lists of references."""
    parts: Words
    """Commands that include a file."""
    parts_of_folders: Words
    """The same with two arguments, the folder and the file."""
    verbatim: Words
    """Environments in which commands are plain text, or nothing."""


class LatexText(Subject, frozen=True):
    """What commands and environments of LaTeX make of the text, without stars; a number counts arguments that are not text."""

    headings: dict[str, int]
    """The level of each heading."""
    front: Words
    notes: Words
    marks: Words
    """Commands that only set the mark of a note."""
    captions: Words
    references: Words
    """Commands that print a number unknown to us."""
    glossary: Words
    dropped: dict[str, int]
    leading: dict[str, int]
    """Commands whose text comes after other arguments."""
    first_only: Words
    """Commands that give the text twice, in two forms."""
    definitions: dict[str, int]
    """Commands that define others; the number is of the arguments in braces after the name."""
    maths: Words
    hidden: Words
    quotations: Words
    lists: Words
    floats: dict[str, int]
    tables: dict[str, int]
    front_environments: Words
    abstracts: Words
    arguments: dict[str, int]
    """Other environments with arguments."""
    values: dict[str, str]
    """What commands print."""


class Keys(Subject, frozen=True):
    """Other words for keys and types of lists, folded, and keys that services add, with texts, numbers or more as values."""

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
    """Additions of pages to their titles, and titles of pages that are not articles."""

    names: Words
    page_titles: Words
    words_after: Words
    official: Words


class Charsets(Subject, frozen=True):
    """Python's charsets with their names on the web."""

    names: dict[str, Words]


class PreprintServers(Subject, frozen=True):
    """Preprint servers, other repositories, folded, and beginnings of DOIs of preprints."""

    servers: Words
    repositories: Words
    doi_stems: Words
    other_names: dict[str, str]
    any_kind: Words


class Transliteration(Subject, frozen=True):
    """Cyrillic letters in Latin ones, and the reverse: groups of letters and single ones; Kazakh ones that differ from Russian."""

    latin: dict[str, str]
    russian_groups: dict[str, str]
    russian: dict[str, str]
    kazakh_groups: dict[str, str]
    kazakh: dict[str, str]


class LookAlikes(Subject, frozen=True):
    """The counterpart of a letter of a foreign script in the main script of a word: by foreign script, then main script."""

    letters: dict[str, dict[str, dict[str, str]]]


class Html(Subject, frozen=True):
    """Tags of HTML: unambiguous ones, those that are also words or letters, and those that CSL allows."""

    tags: Words
    words_too: Words
    allowed: Words


class Hosts(Subject, frozen=True):
    """Second-level names under a country's domain, hosts with many customers' sites, and parameters of searches."""

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


class Mods(Subject, frozen=True):
    """The genres and roles of MODS, in lower case, by CSL's types and fields."""

    genres: dict[str, Words]
    roles: dict[str, Words]
