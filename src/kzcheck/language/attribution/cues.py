"""Finds what makes people a credit: a verb of theirs, "according to" before them, "’s definition" or "göre" after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kzcheck import data
from kzcheck.language.attribution import words as lexicon
from kzcheck.language.attribution.words import act_of, final_act, is_role

if TYPE_CHECKING:
    from kzcheck.data.cues import Act
    from kzcheck.language.attribution.people import People, Words


class Cue(Struct, frozen=True):
    """The words that make people a credit, and the act that they express; a list of references must confirm a `weak` cue.

    `role` and `office` are true if a profession or a public office accompanies the people.
    """

    words: str
    act: Act | None
    weak: bool = False
    role: bool = False
    office: bool = False


_NOTHING = Cue("", None)  # rules out that the people are a source here
_APPOSITION = 22  # words: the longest apposition between a name and its verb in the study had 12
_BEFORE_BY = 8
_ARTICLES = data.words("credits.articles")
_PREPOSITIONS = data.words("credits.prepositions")
_OPENING = frozenset('“«„"‘')
_CLOSING = frozenset('”»“"’')
_BREAKS = frozenset(",.;()[]")
_QUOTING = data.words("credits.quoting")
_LEADING = frozenset(tuple(phrase.split()) for phrase in data.words("credits.leading"))
_LONGEST_LEADING = max(map(len, _LEADING))
_EPONYMOUS = data.words("credits.eponymous")
_BEFORE_PLACES = data.words("credits.before_places")
_ON_BEHALF = data.words("credits.on_behalf")
_AFTER_SUBJECT = _OPENING | {",", ":"}
_PASSIVE_AUXILIARIES = data.words("credits.passive_auxiliaries")
_FAR = 30
_SAID_AFTER_GOING = data.words("credits.said_after_going")
_LONG_PHRASE = 11
_LONGEST_TITLE = 30
_DEPICTING = data.words("credits.depicting_verbs")
_IN_A_WORK = frozenset(tuple(phrase.split()) for phrase in data.words("credits.in_a_work"))
_APPOSITION_HEADS = data.words("credits.apposition_heads")
_ABBREVIATED_ROLES = data.words("credits.abbreviated_roles")


def cue_of(words: Words, group: People) -> Cue | None:
    """Return what makes people a credit, or None."""
    before, calling = _callings(words, group.first - 1)
    if any(words.at(index) in lexicon.GIFTS for index in range(before - _BEFORE_BY, before)):
        return None
    if _is_superseded(words, group.next) or words.at(before - (words.at(before) == ".")) in _BEFORE_PLACES:
        return None
    for find in (_before, _possession, _after, _subject):
        cue = find(words, group, before)
        if cue is _NOTHING:
            return None
        if cue:
            break
    else:
        if not group.bibliographic and len(group.names) == 1:
            return None
        cue = Cue("", None, weak=not group.bibliographic)
    return structs.replace(
        cue,
        weak=cue.weak and not group.bibliographic,
        role=cue.role or bool(calling),
        office=cue.office or any(word.removesuffix("s") in lexicon.OFFICES for word in calling),
    )


def statement(words: Words, index: int) -> Act | None:
    """Return the act of the first verb of saying or showing from a word on; None if none is near or it is passive."""
    final = final_act(words.text)
    if final:
        return final
    for place in range(index, min(index + _APPOSITION, len(words.words))):
        word = words.at(place)
        known = words.words[place].islower() and word not in lexicon.AMBIGUOUS and word not in lexicon.LOOSE_VERBS
        act = act_of(word) if known and words.at(place - 1) not in _PASSIVE_AUXILIARIES else None
        if act:
            return act
    return None


def _is_superseded(words: Words, index: int) -> bool:
    """Return whether the text says that others went further: "the model of Smith et al. was later extended"."""
    return any(
        words.at(place) in lexicon.CRITICISM and _PASSIVE_AUXILIARIES & {words.at(place - 1), words.at(place - 2)}
        for place in range(index + 1, index + _BEFORE_BY)
    )


def _callings(words: Words, index: int) -> tuple[int, list[str]]:
    """Return the index before a person's title or profession ("the British anthropologist", "политолога"), and the words of it."""
    calling: list[str] = []
    place = index - 1 if words.at(index) == "." and words.at(index - 1) in _ABBREVIATED_ROLES else index
    if not is_role(words.at(place)):
        return index, calling
    while place >= 0 and words.at(place).isalpha() and not _leads(words, place) and len(calling) < _BEFORE_BY:
        calling.append(words.at(place))
        place -= 1
    return place, calling


def _leads(words: Words, index: int) -> bool:
    word = words.at(index)
    return word in _PREPOSITIONS or word in lexicon.BEFORE_NAMES or (act_of(word) is not None and not is_role(word))


def _before(words: Words, group: People, index: int) -> Cue | None:
    word, earlier = words.at(index), words.at(index - 1)
    phrases = (words.lower[max(0, start) : index + 1] for start in range(index + 1 - _LONGEST_LEADING, index + 1))
    leading = next((phrase for phrase in phrases if phrase in _LEADING), None)
    if leading:
        return Cue(" ".join(leading), "do", weak=len(group.names) == 1)
    if word == "to" and earlier == "according":
        done = words.at(index - 2) in lexicon.PASSIVES or words.at(index - 2).endswith("ed")
        return Cue("according to", "do" if done else "view")
    if word in lexicon.BEFORE_NAMES or (word == "за" and earlier == "вслед"):
        return Cue(word, "view", weak=word in lexicon.UNSURE and not (group.personal or group.bibliographic))
    if word == "following":
        return Cue(word, "do", weak=len(group.names) == 1)
    if word == "of":
        noun = words.at(index - 2) if earlier.isdigit() else earlier
        if noun in lexicon.OF_NOUNS or noun in lexicon.IDEA_NOUNS:
            return Cue(f"{noun} of", "view" if noun in lexicon.VIEW_NOUNS else "think", weak=noun in lexicon.IDEA_NOUNS)
    if word == "by":
        return _by(words, group, index)
    act = act_of(word.removeprefix("l'").removeprefix("l’"))
    if act and _inverted(words, index):
        return Cue(word, act)
    return _beside_quotation(words, group, index)


def _beside_quotation(words: Words, group: People, index: int) -> Cue | None:
    """Return the cue of people beside a quotation without a verb: "to quote Nye", "For Nye, “…”", "“…” (Nye)", „…“, so Nye."""
    word, earlier = words.at(index), words.at(index - 1)
    if word in _QUOTING or (word == "жазды" and earlier == "деп"):
        return Cue(word, "view")
    if word in _ON_BEHALF and words.at(group.next) == "," and earlier in {"", "."}:
        return Cue(word, "think", weak=words.at(group.next + 1) not in _OPENING)
    if word == "so" and earlier == "," and words.at(index - 2) in _CLOSING:
        return Cue(word, "view")
    if word == "(" and earlier in _CLOSING and words.at(group.next) == ")":
        return Cue(word, "speak")
    return None


def _by(words: Words, group: People, index: int) -> Cue | None:
    for place in range(index - 1, max(index - _BEFORE_BY, -1), -1):
        word = words.at(place)
        if word in lexicon.PASSIVES:
            distant = place < index - 2 and not (group.bibliographic or len(group.names) > 1)
            phrase = f"{words.at(place - 1)} {word}" if word in {"out", "forward"} else word
            return Cue(f"{phrase} by", "view" if word in lexicon.VIEW_PASSIVES else "do", weak=distant)
        if word in {",", ";", ":", "."}:
            break
    noun = words.at(index - 1)
    return Cue(f"{noun} by", "do", weak=len(group.names) == 1) if noun in lexicon.OF_NOUNS or noun in lexicon.IDEA_NOUNS else None


def _inverted(words: Words, index: int) -> bool:
    """Return whether a verb may precede its subject here: after a quotation, in Russian, or after "comme", "como", "wie"."""
    if "а" <= words.at(index)[0] <= "ё":
        return True
    earlier = words.at(index - 1)
    if words.at(index)[:2] in {"l'", "l’"}:
        return earlier == "comme"
    if earlier in {"le", "lo", "la", "bien"}:
        return words.at(index - 2) in {"comme", "como"}
    return (
        earlier in {"”", '"', "»", "“", "’", ",", "comme", "como", "wie"}
        and words.at(index) not in lexicon.AMBIGUOUS
        and act_of(words.at(index)) != "do"
    )


def _possession(words: Words, group: People, before: int) -> Cue | None:
    if not group.possessive:
        return _eponym(words, group) if words.at(before) == "the" and not group.suffixed else None
    for place in range(group.next, group.next + 3):
        word = words.at(place)
        if word in lexicon.OF_NOUNS or word in lexicon.IDEA_NOUNS:
            if not group.bibliographic and _is_received(words, place + 1):
                return _NOTHING
            return Cue(f"’s {word}", "view" if word in lexicon.VIEW_NOUNS else "think", weak=word in lexicon.IDEA_NOUNS)
    return None if group.bibliographic else _NOTHING


def _eponym(words: Words, group: People) -> Cue | None:
    """Return the cue of an eponym ("the Solow model", "the Solow growth model"); only the list can tell whose it is."""
    noun = next((word for word in (words.at(group.next), words.at(group.next + 1)) if word in _EPONYMOUS), "")
    return Cue(f"the … {noun}", "think", weak=True) if noun else None


def _is_received(words: Words, index: int) -> bool:
    """Return whether the clause goes on with what others did with it: "Nye's definition has been applied to …"."""
    for place in range(index, index + _BEFORE_BY):
        if words.at(place) in _PASSIVE_AUXILIARIES and words.at(place + 1).endswith(("ed", "en", "ly", "ught", "been")):
            return True
        if words.at(place) in {",", ".", ";"} or act_of(words.at(place)) is not None:
            return False
    return False


def _after(words: Words, group: People, _before: int) -> Cue | None:
    for place in range(group.next, group.next + (4 if group.suffixed else 2)):
        word = words.at(place)
        if word in lexicon.AFTER_NAMES:
            sure = word in lexicon.VIEW_AFTER_NAMES
            return Cue(word, "view" if sure else "do", weak=not (sure or group.personal or group.bibliographic))
    return None


def _subject(words: Words, group: People, before: int) -> Cue | None:
    """Return the cue of people as a verb's subject: before it, before an apposition, or last in a Kazakh or Turkish sentence."""
    sure = group.personal or group.bibliographic
    if group.suffixed or (not group.bibliographic and (words.at(before) in _PREPOSITIONS or words.at(before) in _ARTICLES)):
        return None
    plural = len(group.names) > 1 or group.others
    place, apposition = _verb(words, before, group.next, plural=plural)
    if place >= 0:
        verb = words.at(place)
        return Cue(
            verb,
            _act(words, place),
            weak=((verb in lexicon.UNSURE and not _OPENING & set(words.words)) or (verb in lexicon.LOOSE_VERBS and not plural))
            and not sure,
            role=any(is_role(word) for word in apposition),
            office=any(word in lexicon.OFFICES for word in apposition),
        )
    quoting = _before_quotation(words, group.next)
    final = quoting or final_act(words.text)
    if final and (group.first <= 4 or words.at(before) == "," or quoting):  # noqa: PLR2004
        verb = next(word for word in reversed(words.lower) if word[0].isalpha())
        return Cue(verb, final, weak=not (sure or quoting or words.at(group.next) in _AFTER_SUBJECT or before < group.first - 1))
    if words.at(group.next).endswith("ed") and words.at(group.next + 1) != "by":
        return Cue(words.at(group.next), "do", weak=True)
    return None


def _before_quotation(words: Words, index: int) -> Act | None:
    """Return the act before a colon and a quotation: "Әуезов былай деп жазды: «…»", "Nye sums it up: “…”", "Nye: “…”"."""
    for place in range(index, min(index + _BEFORE_BY, len(words.words) - 1)):
        word = words.words[place]
        if word == ":" and words.words[place + 1] in _OPENING:
            return final_act(words.text[: words.starts[place]]) or "speak"
        if word in _BREAKS or word[0].isupper():
            return None
    return None


def _act(words: Words, index: int) -> Act | None:
    """Return the act of a verb: to describe something *as* something is a view, to describe it is a finding."""
    verb = words.at(index)
    if verb not in _DEPICTING:
        return act_of(verb)
    following = words.lower[index + 1 : index + _FAR]
    if _OPENING & set(following[:_BEFORE_BY]):
        return act_of(verb)
    seen_as = any(
        word == "as" and following[place - 1 : place] != ("such",) and following[place + 1 : place + 2] != ("well",)
        for place, word in enumerate(following)
    )
    return act_of(verb) if seen_as or following[:1] in {("that",), ("how",)} else "do"


def _verb(words: Words, before: int, index: int, *, plural: bool) -> tuple[int, list[str]]:
    """Return the index of the verb whose subject ends before `index`, or -1, and the words of an apposition in between."""
    verb = _finite(words, index, plural=plural)
    if verb >= 0:
        return verb, []
    if (words.at(index), words.at(index + 1)) in _IN_A_WORK:
        verb = _verb_after_work(words, index + 2, plural=plural)
        if verb >= 0:
            return verb, []
    if words.at(index) not in {",", "—", "–"}:
        return -1, []
    for place in range(index + 2, min(index + _APPOSITION, len(words.words))):
        if words.at(place) in {",", "—", "–"}:
            verb = _finite(words, place + 1, plural=plural)
            between = list(words.lower[index + 1 : place])
            if verb >= 0 and (between[0] in _APPOSITION_HEADS or any(is_role(word) for word in between)):
                return verb, between
    return (_finite(words, index + 1, plural=plural) if words.at(before) == "," else -1), []


def _verb_after_work(words: Words, index: int, *, plural: bool) -> int:
    """Return the index of the verb after a phrase about a work, or -1: "in his recent book “Rivers, Roads” comments"."""
    place, end = index, index + _LONG_PHRASE
    while place < end and words.at(place) not in {",", ";", ":"}:
        if words.at(place) in _OPENING:
            title = next((closing for closing in range(place + 1, place + _LONGEST_TITLE) if words.at(closing) in _CLOSING), place)
            place = end = title + 1
            end += _LONG_PHRASE // 2
            place += words.at(place) == ","
            continue
        verb = _finite(words, place, plural=plural)
        if verb >= 0:
            return verb
        place += 1
    return -1


def _finite(words: Words, index: int, *, plural: bool) -> int:
    start = index
    while index < start + 4 and (words.at(index) in lexicon.ADVERBS or words.at(index)[3:].endswith("ly")):
        index += 1
    if words.at(index) in {"goes", "went"}:
        return next((place for place in range(index + 1, index + _BEFORE_BY) if words.at(place) in _SAID_AFTER_GOING), -1)
    verb = words.at(index)
    if not verb or act_of(verb) is None or words.words[index][0].isupper():
        return -1
    if verb in lexicon.PLURAL_VERBS and not plural and index == start:
        return -1
    following = words.at(index + (2 if words.at(index + 1) == "in" else 1))
    if verb in lexicon.AMBIGUOUS and following not in lexicon.AFTER_AMBIGUOUS and words.at(index - 1) not in _CLOSING:
        return -1
    return -1 if words.at(index + 1) == "by" else index
