"""The cue words of a language: the parts of `Language` for recognising what its prose, titles and pages are about.

All words are in lower case. A star stands for any ending: `стать*`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Words = frozenset[str]

Act = Literal["view", "think", "speak", "do"]
"""The act of a verb's subject: stating something in a work, thinking it, saying it aloud; or finding, showing or proposing it."""

Part = Literal["epigraph", "abstract", "methods", "results", "conclusion", "back"]
"""The parts of an article, in order; a heading that names two is that of the earlier."""

PageKind = Literal[
    "not_found",
    "not_found_codes",
    "not_found_titles",
    "page_nouns",
    "challenge",
    "challenge_titles",
    "login",
    "login_paths",
    "login_wall",
    "parked",
    "parked_titles",
    "error",
    "maintenance",
    "paywall",
    "advertised",
]
"""The kind of page that a phrase indicates; `titles` count only as a title or a part of one, `codes` only in the shortest texts.

`page_nouns` are what cannot be found ("page", "article"), `login_paths` words in the address of a login page, `advertised` the
goods of hijacked domains: gambling, pills, sex."""

Form = Literal["retracted", "retraction", "concern", "correction", "review"]
"""The mark of a title: a retracted work, or the retraction, an expression of concern, a correction or a review of a work."""

WorkKind = Literal["address", "law", "programme", "article", "book", "report"]


class Credits(Struct, frozen=True, forbid_unknown_fields=True):
    """The words with which prose names its sources."""

    verbs: dict[Act | Literal["loose"], Words] = {}
    """Forms of verbs. "Loose" verbs often have subjects that are not people."""
    regular_verbs: dict[Act | Literal["loose"], Words] = {}
    """Infinitives whose other forms have regular English endings."""
    plural_verbs: Words = frozenset()
    """Forms of `verbs` that follow only a plural subject."""
    verb_stems: dict[Act, Words] = {}
    verb_endings: Words = frozenset()
    """Beginnings and ends of forms: both must match."""
    verbs_end_sentences: bool = False
    """Whether only the last verb of a sentence counts."""
    noun_verbs: Words = frozenset()
    after_noun_verbs: Words = frozenset()
    """Forms that are also nouns ("reports"), unless one of the others follows ("reports that")."""
    depicting_verbs: Words = frozenset()
    """Forms that state a view only with "as", "that" or "how"."""
    said_after_going: Words = frozenset()
    """Words that make "goes on to say" a statement."""
    adverbs: Words = frozenset()
    """Words that may precede a verb."""
    passive_auxiliaries: Words = frozenset()
    passives: Words = frozenset()
    view_passives: Words = frozenset()
    """Participles that, with "by", name the person who did or stated something."""
    criticism: Words = frozenset()
    """Participles for what others do with a work that they have read."""
    before_names: Words = frozenset()
    after_names: Words = frozenset()
    """Words beside a name that make it a source: "selon", "мнению", "göre"."""
    leading: Words = frozenset()
    """Phrases before a name whose work is a basis or a comparison: "drawing on", "unlike"."""
    after_doers: Words = frozenset()
    """Words after the name of an agent: "tarafından"."""
    quoting: Words = frozenset()
    on_behalf: Words = frozenset()
    """Words before a name that make it a source beside a quotation: "quoting"; "for Nye, …"."""
    secondhand: Words = frozenset()
    """Phrases before the name of an author who quotes another."""
    view_nouns: Words = frozenset()
    product_nouns: Words = frozenset()
    idea_nouns: Words = frozenset()
    """Nouns of what someone stated, made or thought: "Nye's definition", "the study of Nye", "Nye's theory"."""
    eponymous: Words = frozenset()
    """Those of the idea nouns that an eponym precedes as a source: "the Solow model", unlike "the Kaplan–Meier method"."""
    gifts: Words = frozenset()
    """Words of thanks: people named after them are not a source."""
    in_a_work: Words = frozenset()
    """Words that may separate a name and its verb: "in his"."""
    apposition_heads: Words = frozenset()
    """Words that begin an apposition between a name and its verb."""
    roles: Words = frozenset()
    offices: Words = frozenset()
    role_endings: Words = frozenset()
    """Professions, public offices, and endings of such words."""
    abbreviated_roles: Words = frozenset()
    """Abbreviated professions with a full stop: "prof"."""
    surname_roles: Words = frozenset()
    """Professions that are also common surnames: they count as names if no name follows."""
    particles: Words = frozenset()
    """Particles inside names in prose, where fewer are safe than in a list: "los" and "of" are common words."""
    initials: Words = frozenset()
    """Initials of several letters: "Yu."."""
    joining: Words = frozenset()
    """Words that join two names besides `and_words`, and may also occur inside one ("y")."""
    colleagues: Words = frozenset()
    teams: Words = frozenset()
    """Words that replace co-authors after a name ("et al.", as written), and nouns for them."""
    openers: Words = frozenset()
    opener_endings: Words = frozenset()
    """Words that a capital makes look like a name at the start of a sentence."""
    doubtful_endings: Words = frozenset()
    """Endings of adverbs and plurals that also end surnames."""
    group_endings: Words = frozenset()
    """Endings of words for members of a group that also end surnames: "Marxists", "Liberals", "Evans"."""
    nouns: Words = frozenset()
    """Nouns that state something at the start of a sentence, where they look like a surname: "Theory holds"."""
    places: Words = frozenset()
    """Places, peoples, months and days: not persons when they stand alone."""
    peoples: Words = frozenset()
    """Adjectives of places and peoples: surnames only before a verb or a year."""
    bodies: Words = frozenset()
    """Nouns that make a run of capitalised words an organisation or a thing."""
    before_places: Words = frozenset()
    """Words before the name of a place, abbreviated ones without their full stop: "город"."""
    articles: Words = frozenset()
    prepositions: Words = frozenset()
    capital_nouns: bool = False
    """Whether every noun has a capital, so that a single capitalised word is not evidence of a name."""


class Works(Struct, frozen=True, forbid_unknown_fields=True):
    """The words with which prose names works, and unnamed sources."""

    nouns: Words = frozenset()
    noun_endings: Words = frozenset()
    """Nouns that make a quoted title a work ("the book “…”"), and their case endings."""
    called_before: Words = frozenset()
    called_after: Words = frozenset()
    """Words between a noun and its title: "the book entitled “…”", "“…” adlı kitap"."""
    owners: Words = frozenset()
    """Possessives before a work: "his"."""
    before_meant: Words = frozenset()
    meant: Words = frozenset()
    """Words that refer to a work named before: "in the" and "piece"."""
    dated: Words = frozenset()
    before_date: Words = frozenset()
    """Works named by date: "the address of 31 January"."""
    quantifiers: Words = frozenset()
    sources: Words = frozenset()
    """Unnamed sources in the plural: "several" and "studies"."""
    people: Words = frozenset()
    """Those of the sources that are people, of whom several may have written one work."""
    schools: Words = frozenset()
    school_members: Words = frozenset()
    school_verbs: Words = frozenset()
    """Schools of thought, their members, and their verbs: "representatives of the Frankfurt School", "the School holds"."""
    before_sources: Words = frozenset()
    """Words before the subject of a clause, or the source of a statement."""
    as_words: Words = frozenset()
    """Such words that also compare or give a reason: "as many authors note", but "as many scientists opposed"."""


class Notices(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of notices (retractions, concerns, corrections) and reviews."""

    marks: dict[Form, Words] = {}
    end_marks: dict[Form, Words] = {}
    """Beginnings of titles, and their ends in brackets."""
    before_title: Words = frozenset()
    titled: Words = frozenset()
    """Words between a mark and the title of the work: "to", "the article"."""
    retracted: Words = frozenset()
    works: Words = frozenset()
    """Words of a retraction that count beside one of the nouns, or alone in brackets."""
    surely_retracted: Words = frozenset()
    """Words of a retraction that count anywhere."""
    concern: Words = frozenset()
    denials: Words = frozenset()
    after_denials: Words = frozenset()
    """Words before a retraction that did not happen: "never", "been"."""
    status: Words = frozenset()
    """Short notes in an entry about a retracted work."""


class Titles(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of titles, compared in folded form."""

    voices: Words = frozenset()
    """Words in a title that show that others speak in the work (an interview, quotations), also inside other words."""
    gatherings: Words = frozenset()
    """Beginnings of words in a title that show that the work collects others: a review, a handbook."""
    kinds: dict[WorkKind, Words] = {}
    """Beginnings of folded words that name a kind of work in a text or a title, transliterated ones included."""
    book_parts: Words = frozenset()
    """Beginnings of folded nouns for parts of a book that may be cited by its title."""
    templates: Words = frozenset()
    template_surnames: Words = frozenset()
    template_given_names: Words = frozenset()
    """Placeholders of templates for a title or a name."""


class Claims(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that show what kind of claim a sentence is."""

    negations: Words = frozenset()
    slight: Words = frozenset()
    """Words in which two wordings of one statement may differ."""
    hedges: Words = frozenset()
    """Words that do not change what is counted."""
    tentative: Words = frozenset()
    limits: Words = frozenset()
    """Words with which a source limits what it says: to what may be so, or to whom it was seen in ("in mice")."""
    own_data: Words = frozenset()
    """Words with which an article refers to itself."""
    own_work: Words = frozenset()
    """Words in headings of sections about what the authors built, tested or calculated, and of lists of terms and dates."""
    officers: Words = frozenset()
    """Offices with changing holders."""
    no_report: Words = frozenset()
    """Words with which a sentence takes a method or an idea from its source, or says that the source is older."""
    now: Words = frozenset()
    state: Words = frozenset()
    began: Words = frozenset()
    """Words for a present state: its time, its nature, its beginning."""
    examples: Words = frozenset()
    """Words that make a source one example of several."""
    contrasts: Words = frozenset()
    """Words that begin a statement by others: "but"."""
    before_markers: Words = frozenset()
    """Words before a marker that may have been removed from the text: "see"."""
    materials: Words = frozenset()
    """What people lend to others: "the cohort of"."""
    background_heads: Words = frozenset()
    background_sources: Words = frozenset()
    """Beginnings of a sentence that names earlier work first ("building on …"), and the subjects cited after them."""
    other_sources: Words = frozenset()
    """Words for works that are compared with those of the people named: "other studies"."""
    spoken: Words = frozenset()
    """Words for oral information, which is in no work."""


class Turns(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that decide what a sentence says, so that a quotation must have each as its source does."""

    negations: Words = frozenset()
    negative_parts: Words = frozenset()
    """Letters that deny a word: at its beginning ("un*"), or inside it ("*ma*")."""
    contrasts: Words = frozenset()
    """Words and phrases with which the rest of a sentence limits or contradicts its beginning: "but", "unless"."""
    rising: Words = frozenset()
    falling: Words = frozenset()
    """Words for more and for less: "increase*", "decrease*"."""


class Citing(Struct, frozen=True, forbid_unknown_fields=True):
    """The words around citations; those that may be abbreviated keep their full stop."""

    before: Words = frozenset()
    after: Words = frozenset()
    """Words that may stand beside a cited work inside the brackets: "see", "emphasis added"."""
    ibid: Words = frozenset()
    """Words for the work cited last."""
    op_cit: Words = frozenset()
    """Words for a work of the author named before them that was cited earlier."""
    intervals: Words = frozenset()
    """Words before two numbers in brackets that are not citations."""
    labels: dict[str, Words] = {}
    """Labels before or after locators other than pages, by CSL's name for them."""
