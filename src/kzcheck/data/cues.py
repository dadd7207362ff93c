"""The cue words of a language: the parts of `Language` that say how its prose, titles and pages tell what they are about.

All words are in lower case. A star stands for any ending: `стать*`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Words = frozenset[str]

Act = Literal["view", "think", "speak", "do"]
"""What the subject of a verb did with a statement: state it in a work, hold it, say it aloud; or find, show or propose a thing."""

Part = Literal["epigraph", "abstract", "methods", "results", "conclusion", "back"]
"""A part of an article, in their order: the head of a section that names two is that of the earlier."""

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
"""What a phrase says that a page is; `titles` count only as a title or a part of one, `codes` only in the shortest texts.

`page_nouns` are what cannot be found ("page", "article"), `login_paths` words in the address of a login page, `advertised` what
pages of hijacked domains sell: games for money, pills, sex."""

Form = Literal["retracted", "retraction", "concern", "correction", "review"]
"""What a title is marked as: a retracted work, or the retraction, an expression of concern, a correction or a review of a work."""

WorkKind = Literal["address", "law", "programme", "article", "book", "report"]


class Credits(Struct, frozen=True, forbid_unknown_fields=True):
    """The words by which prose names its sources."""

    verbs: dict[Act | Literal["loose"], Words] = {}
    """Forms of verbs. "Loose" is to do what things do as well as people."""
    regular_verbs: dict[Act | Literal["loose"], Words] = {}
    """Infinitives whose other forms have the endings of English."""
    plural_verbs: Words = frozenset()
    """Forms of `verbs` that follow only a subject in the plural."""
    verb_stems: dict[Act, Words] = {}
    verb_endings: Words = frozenset()
    """Beginnings and ends of forms: both must fit."""
    verbs_end_sentences: bool = False
    """Only the last verb of a sentence counts."""
    noun_verbs: Words = frozenset()
    after_noun_verbs: Words = frozenset()
    """Forms that are nouns, too ("reports"), unless one of the others follows ("reports that")."""
    depicting_verbs: Words = frozenset()
    """Forms that state a view only with "as", "that" or "how"."""
    said_after_going: Words = frozenset()
    """What makes "goes on to say" a statement."""
    adverbs: Words = frozenset()
    """Words that may stand before a verb."""
    passive_auxiliaries: Words = frozenset()
    passives: Words = frozenset()
    view_passives: Words = frozenset()
    """Participles that, with "by", name who did or stated something."""
    criticism: Words = frozenset()
    """Participles of what others do with a work that they have read."""
    before_names: Words = frozenset()
    after_names: Words = frozenset()
    """Words beside a name that make it a source: "selon", "мнению", "göre"."""
    leading: Words = frozenset()
    """Phrases before a name in whose work something is rooted, or with which it is compared: "drawing on", "unlike"."""
    after_doers: Words = frozenset()
    """Words after the name of who did something: "tarafından"."""
    quoting: Words = frozenset()
    on_behalf: Words = frozenset()
    """Words before a name that make it a source beside a quotation: "quoting"; "for Nye, …"."""
    secondhand: Words = frozenset()
    """Phrases before the name of who quotes another."""
    view_nouns: Words = frozenset()
    product_nouns: Words = frozenset()
    idea_nouns: Words = frozenset()
    """Nouns of what someone stated, made or thought: "Nye's definition", "the study of Nye", "Nye's theory"."""
    eponymous: Words = frozenset()
    """Those of the ideas that a name before them is a source of: "the Solow model", unlike "the Kaplan–Meier method"."""
    gifts: Words = frozenset()
    """Words of thanks: who is named after them is not a source."""
    in_a_work: Words = frozenset()
    """What may stand between a name and its verb: "in his"."""
    apposition_heads: Words = frozenset()
    """Words with which an apposition between a name and its verb begins."""
    roles: Words = frozenset()
    offices: Words = frozenset()
    role_endings: Words = frozenset()
    """What people are called: callings, public offices, and the endings of such words."""
    abbreviated_roles: Words = frozenset()
    """Callings with a full stop: "prof"."""
    surname_roles: Words = frozenset()
    """Callings that are common surnames, too: names where no name follows."""
    particles: Words = frozenset()
    """Small words inside names in prose, where fewer are safe than in a list: "los" and "of" are common words."""
    initials: Words = frozenset()
    """Initials of several letters: "Yu."."""
    joining: Words = frozenset()
    """Words between two names besides `and_words`: inside one name they may stand, too ("y")."""
    colleagues: Words = frozenset()
    teams: Words = frozenset()
    """What follows names in place of their co-authors ("et al.", as it is written), and nouns of such people."""
    openers: Words = frozenset()
    opener_endings: Words = frozenset()
    """Words that a capital makes look like a name at the head of a sentence."""
    doubtful_endings: Words = frozenset()
    """Endings of adverbs and plurals, and of surnames, too."""
    group_endings: Words = frozenset()
    """Endings of what members of a group are called, and of surnames, too: "Marxists", "Liberals", "Evans"."""
    nouns: Words = frozenset()
    """Nouns that state something at the head of a sentence, where they look like a surname: "Theory holds"."""
    places: Words = frozenset()
    """Places, peoples, months and days: no person when they stand alone."""
    peoples: Words = frozenset()
    """Adjectives of places and peoples: surnames only where a verb or a year follows."""
    bodies: Words = frozenset()
    """Nouns that make a run of capitals a body or a thing."""
    before_places: Words = frozenset()
    """Words before the name of a place, abbreviated ones without their stop: "город"."""
    articles: Words = frozenset()
    prepositions: Words = frozenset()
    capital_nouns: bool = False
    """Every noun has a capital: a lone one is no sign of a name."""


class Works(Struct, frozen=True, forbid_unknown_fields=True):
    """The words by which prose names works, and sources without a name."""

    nouns: Words = frozenset()
    noun_endings: Words = frozenset()
    """What calls a quoted title a work ("the book “…”"), and the case endings of these nouns."""
    called_before: Words = frozenset()
    called_after: Words = frozenset()
    """Words between a noun and its title: "the book entitled “…”", "“…” adlı kitap"."""
    owners: Words = frozenset()
    """Whose work it is: "his"."""
    before_meant: Words = frozenset()
    meant: Words = frozenset()
    """Words that mean a work named before: "in the" and "piece"."""
    dated: Words = frozenset()
    before_date: Words = frozenset()
    """Works named by their date: "the address of 31 January"."""
    quantifiers: Words = frozenset()
    sources: Words = frozenset()
    """Sources without a name, in the plural: "several" and "studies"."""
    people: Words = frozenset()
    """Those of the sources that are people: several of them may have written one work."""
    schools: Words = frozenset()
    school_members: Words = frozenset()
    school_verbs: Words = frozenset()
    """Schools of thought, their members, and what a school does: "representatives of the Frankfurt School", "the School holds"."""
    before_sources: Words = frozenset()
    """Words before the subject of a clause, or before the source of a statement."""
    as_words: Words = frozenset()
    """Such words that also compare or give a reason: "as many authors note", but "as many scientists opposed"."""


class Notices(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of notices: of retractions, concerns and corrections, and of reviews."""

    marks: dict[Form, Words] = {}
    end_marks: dict[Form, Words] = {}
    """What titles begin with, and what they end in, in brackets."""
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
    """What a short note in an entry says of a retracted work."""


class Titles(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of titles; they are compared folded."""

    voices: Words = frozenset()
    """Words by which a title says that others speak in the work: an interview, quotations; they may stand inside others."""
    gatherings: Words = frozenset()
    """Beginnings of words by which a title says that the work gathers others: a review, a handbook."""
    kinds: dict[WorkKind, Words] = {}
    """Beginnings of the words, folded, by which a text or a title says what kind of work it is; transliterations count."""
    book_parts: Words = frozenset()
    """Beginnings of nouns, folded, of parts of a book, which may be cited by its title."""
    templates: Words = frozenset()
    template_surnames: Words = frozenset()
    template_given_names: Words = frozenset()
    """What templates print in place of a title or a name."""


class Claims(Struct, frozen=True, forbid_unknown_fields=True):
    """The words by which sentences say what kind of claim they are."""

    negations: Words = frozenset()
    slight: Words = frozenset()
    """Words by which two wordings of one statement may differ."""
    hedges: Words = frozenset()
    """Words that change nothing in what is counted."""
    own_data: Words = frozenset()
    """Words by which an article speaks of itself."""
    officers: Words = frozenset()
    """Offices whose holders change."""
    no_report: Words = frozenset()
    """Words by which a sentence takes a method or an idea from its source, or says itself that the source is older."""
    now: Words = frozenset()
    state: Words = frozenset()
    began: Words = frozenset()
    """What is so at present: when, how it is, how it began."""
    examples: Words = frozenset()
    """Words by which a source is an example of several."""
    contrasts: Words = frozenset()
    """Words with which a statement of others begins: "but"."""
    before_markers: Words = frozenset()
    """Words that a marker follows, which may have been taken out of the text: "see"."""
    materials: Words = frozenset()
    """What people lend to others, who use it: "the cohort of"."""
    background_heads: Words = frozenset()
    background_sources: Words = frozenset()
    """What begins a sentence that names earlier work first ("building on …"), and the subjects that it then cites."""
    spoken: Words = frozenset()
    """What was told in person, and is in no work."""
