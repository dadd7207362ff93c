"""The cue words of a language: what a file of `languages/` may hold under `credits` and the like, all in lower case."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Act = Literal["view", "think", "speak", "do"]
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
]
"""What a phrase says that a page is; `titles` count only as a title or a part of one, `codes` only in the shortest texts.

`page_nouns` are what cannot be found ("page", "article"), `login_paths` words in the address of a login page."""

Words = tuple[str, ...]


class Credits(Struct, frozen=True, forbid_unknown_fields=True):
    """The words by which prose names its sources.

    Verbs stand by what their subject did with a statement: to state it in a work ("view"), to hold it ("think"), to say it aloud
    ("speak"), to find, show or propose it ("do"); "loose" is to do what things do as well as people. `verbs` are forms,
    `regular_verbs` infinitives with the endings of English, `plural_verbs` the forms of other English verbs that follow a plural
    alone. A verb with a stem of `verb_stems` counts in the forms that end in one of `verb_endings`. Where `verbs_end_sentences`,
    only the last verb counts. `noun_verbs` are nouns, too, unless one of `after_noun_verbs` follows; `depicting_verbs` state a view
    only with "as"; `said_after_going` make "goes on to say" a statement. `adverbs` may stand before a verb, `passive_auxiliaries`
    before a participle: one of `passives` with "by" names who did it, one of `view_passives` who stated it, one of `criticism` that
    others went beyond.

    `before_names` and `after_names` make a name a source ("according to", "göre"), as `quoting` and `on_behalf` ("for") do beside a
    quotation; `after_doers` names who did it. "Nye's" and "of Nye" need a noun: of what was stated (`view_nouns`), made
    (`product_nouns`) or thought (`idea_nouns`). `gifts` are thanks, not credits. `in_a_work` may stand between a name and its verb,
    and so may an apposition that begins with one of `apposition_heads` or holds a calling. Callings are `roles`, public `offices`,
    words with `role_endings`, and `abbreviated_roles`, which have a stop; `surname_roles` are names, too.

    A capital makes no name of `openers` and words with `opener_endings` at the head of a sentence, and a doubtful one of those with
    `doubtful_endings`; of `places` (with peoples, months, days), `peoples` (adjectives) and `bodies`, whose stems end in a star.
    `articles` and `prepositions` before a name keep it from being a subject. `capital_nouns` says that each noun has a capital.
    """

    verbs: dict[Act | Literal["loose"], Words] = {}
    regular_verbs: dict[Act | Literal["loose"], Words] = {}
    plural_verbs: Words = ()
    verb_stems: dict[Act, Words] = {}
    verb_endings: Words = ()
    verbs_end_sentences: bool = False
    noun_verbs: Words = ()
    after_noun_verbs: Words = ()
    depicting_verbs: Words = ()
    said_after_going: Words = ()
    adverbs: Words = ()
    passive_auxiliaries: Words = ()
    passives: Words = ()
    view_passives: Words = ()
    criticism: Words = ()
    before_names: Words = ()
    after_names: Words = ()
    after_doers: Words = ()
    quoting: Words = ()
    on_behalf: Words = ()
    view_nouns: Words = ()
    product_nouns: Words = ()
    idea_nouns: Words = ()
    gifts: Words = ()
    in_a_work: Words = ()
    apposition_heads: Words = ()
    roles: Words = ()
    offices: Words = ()
    role_endings: Words = ()
    abbreviated_roles: Words = ()
    surname_roles: Words = ()
    openers: Words = ()
    opener_endings: Words = ()
    doubtful_endings: Words = ()
    places: Words = ()
    peoples: Words = ()
    bodies: Words = ()
    articles: Words = ()
    prepositions: Words = ()
    capital_nouns: bool = False
