"""The words of all languages by which scholarly prose names its sources: verbs, nouns, professions, opening words.

The lists in `data/languages/` were drawn up from grammar and usage, and pruned on sentences from journal articles and an
encyclopedia: "state" and "states" do not count as verbs, because in 249 sentences of the encyclopedia they caused some of the
few errors ("Member States").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from kzcheck import data
from kzcheck.language.alternatives import any_of, stems
from kzcheck.language.folding import lower

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.data.cues import Act

_ACTS: tuple[Act, ...] = ("think", "view", "speak", "do")
_CUES = tuple(language.credits for language in data.languages().values())
_VERBS_LAST = tuple(cues for cues in _CUES if cues.verbs_end_sentences)


def _inflected(verbs: Iterable[str]) -> frozenset[str]:
    """Return the inflected forms of English verbs."""
    present = (verb[:-1] + "ies" if _y(verb) else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s") for verb in verbs)
    past = (verb[:-1] + "ied" if _y(verb) else verb.removesuffix("e") + "ed" for verb in verbs)
    return frozenset((*verbs, *present, *past))


def _y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeo"


def _forms(act: Act | Literal["loose"]) -> frozenset[str]:
    return frozenset[str]().union(
        *(_inflected(cues.regular_verbs.get(act, ())) for cues in _CUES),
        *(cues.verbs.get(act, ()) for cues in _CUES if not cues.verbs_end_sentences),
    )


LOOSE_VERBS = _forms("loose")
"""Verbs whose subject is often not a person: with a single name they do not show that it is one."""

# A form of several verbs counts as the act that comes last here.
VERBS: dict[str, Act] = dict.fromkeys(LOOSE_VERBS, "do")
for _act in ("do", "speak", "think", "view"):
    VERBS.update(dict.fromkeys(_forms(_act), _act))
PLURAL_VERBS = frozenset(verb for cues in _CUES for verbs in (*cues.regular_verbs.values(), cues.plural_verbs) for verb in verbs)
AMBIGUOUS = data.words("credits.noun_verbs")
AFTER_AMBIGUOUS = data.words("credits.after_noun_verbs") | frozenset('“"«„:')
# Where every noun has a capital, a single capitalised word is not evidence of a name.
UNSURE = frozenset[str]().union(
    *(words for cues in _CUES if cues.capital_nouns for words in (cues.before_names, cues.after_names, *cues.verbs.values()))
)


@lru_cache(maxsize=4096)
def act_of(word: str) -> Act | None:
    """Return the act of a verb in lower case; None if it is not a verb of saying, thinking or showing."""
    if word in VERBS:
        return VERBS[word]
    languages = [cues for cues in _CUES if word.endswith(tuple(cues.verb_endings)) and not cues.verbs_end_sentences]
    return next((act for cues in languages for act in _ACTS if word.startswith(tuple(cues.verb_stems.get(act, ())))), None)


_LAST_WORDS = 40
"""Characters at the end of a sentence that are searched for its last verb."""


def final_act(text: str) -> Act | None:
    """Return the act of the last verb of a Kazakh or Turkish sentence; None if it has no such verb."""
    end = lower(text.rstrip(' .!?…"”»’)]0123456789[,;'))[-_LAST_WORDS:]
    return next((act for act, pattern in _final_verbs().items() if pattern.search(end)), None)


@cache
def _final_verbs() -> dict[Act, re.Pattern[str]]:
    patterns: dict[Act, re.Pattern[str]] = {}
    for act in _ACTS:
        inflected = [
            rf"{any_of(cues.verb_stems[act])}\w*{any_of(cues.verb_endings)}" for cues in _VERBS_LAST if act in cues.verb_stems
        ]
        alternatives = [any_of(cues.verbs[act]) for cues in _VERBS_LAST if act in cues.verbs]
        if inflected or alternatives:
            patterns[act] = re.compile(rf"\b(?:{'|'.join(inflected + alternatives)})$")
    return patterns


ADVERBS = data.words("credits.adverbs")
PASSIVES = data.words("credits.passives")
VIEW_PASSIVES = data.words("credits.view_passives")
GIFTS = data.words("credits.gifts")
VIEW_NOUNS = data.words("credits.view_nouns")
OF_NOUNS = VIEW_NOUNS | data.words("credits.product_nouns")
IDEA_NOUNS = data.words("credits.idea_nouns")
BEFORE_NAMES = data.words("credits.before_names")
VIEW_AFTER_NAMES = data.words("credits.after_names")
AFTER_NAMES = VIEW_AFTER_NAMES | data.words("credits.after_doers")
CRITICISM = data.words("credits.criticism")
ROLES = data.words("credits.roles")
OFFICES = data.words("credits.offices")
_ROLE_ENDINGS = tuple(data.words("credits.role_endings"))
_SURNAMES_TOO = data.words("credits.surname_roles")


def is_title(word: str) -> bool:
    """Return whether a capitalised word without a name after it is a title and never a surname: "President", not "Khan"."""
    return is_role(word) and word not in _SURNAMES_TOO


def is_role(word: str) -> bool:
    """Return whether a word in lower case names a profession: "anthropologist", "ученый", "tarihçi"."""
    word = word.removesuffix("s")
    return word in ROLES or word in OFFICES or (len(word) > 6 and word.endswith(_ROLE_ENDINGS))  # noqa: PLR2004


PARTICLES = data.words("credits.particles")
INITIALS = data.words("credits.initials")
JOINING = data.words("and_words") | data.words("credits.joining") | {"&"}

OPENERS = data.words("credits.openers")
_OPENER_ENDINGS = tuple(data.words("credits.opener_endings"))
_DOUBTFUL_ENDINGS = tuple(data.words("credits.doubtful_endings"))


def opens(word: str) -> bool:
    """Return whether a word in lower case is a common one that is capitalised only at the start of a sentence."""
    return word in OPENERS or word.endswith(_OPENER_ENDINGS)


def is_doubtful(word: str) -> bool:
    """Return whether a word in lower case at the start of a sentence may be an adverb or a plural as well as a surname.

    Surnames can end like adverbs and plurals: Eberly, Chambers, Cummings, Wexler.
    """
    return word.endswith(_DOUBTFUL_ENDINGS)


PLACES = data.words("credits.places")
PEOPLES = data.words("credits.peoples")
BODIES = data.words("credits.bodies")
_BODY_STEMS = stems(BODIES)


def is_body(word: str) -> bool:
    """Return whether a word in lower case makes the capitalised words around it an organisation or a thing."""
    return word in BODIES or word.startswith(_BODY_STEMS)


_SUFFIX = re.compile(r"(?<=\w\w)[’'ʼ‘`][a-zA-Zçğıöşü]{0,5}$")
_CASE = re.compile(
    r"[-‐‑](?:тың|тің|дың|дің|ның|нің|қа|ке|ға|ге|тан|тен|дан|ден|нан|нен|мен|пен|бен|ты|ті|ды|ді|ны|ні)$|[тдн][ыі]ң$"
)
GROWN_TOGETHER = re.compile(r"(?:van|von|de|di|du|la|le|den|der)[A-Z][a-z]{3,}")  # vanEngelsdorp
_PREFIXES = tuple("Mc Mac De Di Du La Le Lo Van Von Fitz Della Del Das Des San Sant El Al St Ten Ter".split())


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """Return a name without its possessive or case ending: "Nye's", "Nye’a", "Най-дың" become "Nye", "Nye", "Най"."""
    return _SUFFIX.sub("", _CASE.sub("", word))


@lru_cache(maxsize=8192)
def has_shape(word: str) -> bool:
    """Return whether a word has the shape of a surname or given name: "Nye", "McDonald", "O’Brien", "Gienow-Hecht", "DOSBOLOV"."""
    name = bare(word)
    pieces = re.split(r"[’'ʼ‘`‐‑-]", name)
    if GROWN_TOGETHER.fullmatch(name):
        return True
    if len(name) < 2 or not name[0].isupper() or name[1] in "-‐‑" or not all(piece.isalpha() for piece in pieces):  # noqa: PLR2004
        return False
    return all(_shaped_piece(piece) for piece in pieces)


def _shaped_piece(piece: str) -> bool:
    if len(piece) == 1 or piece.islower() or piece[1:].islower():
        return True
    if piece.isupper():
        return len(piece) > 4  # noqa: PLR2004
    if piece[:2].istitle() and len(piece) > 5 and piece[2:].istitle():  # noqa: PLR2004
        return True
    return any(
        piece.startswith(prefix) and piece[len(prefix) + 1 :].islower() and piece[len(prefix)].isupper() for prefix in _PREFIXES
    )
