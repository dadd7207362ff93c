"""Defects of attribution, planted into the claims of real articles: the text names one author, and another's work is cited.

Names, words and templates below are only for planting; no rule knows them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

Data = dict[str, Any]
Subject = tuple[str, str]
Planted = tuple[tuple[str, ...], Subject] | None
SURNAME = r"[A-ZÀ-Ž][\w’'-]{3,}"
SPEECH = (
    "As {name} put it, “{words}”.",
    "According to {name}, “{words}”.",
    "{name} wrote: “{words}”.",
    "По словам {name}, «{words}».",
    "{name} пишет: «{words}».",
    "{name}'e göre, “{words}”.",
    "{name} “{words}” demektedir.",
    "{name} былай деп жазды: «{words}».",
)
SAYINGS = (
    "no measure of this kind can be trusted before it has failed at least once in public",
    "what a laboratory forgets in spring it will pay for twice in the following winter",
    "the size of a sample matters less than the honesty of those who draw it",
)
YEARS = (
    "{name} ({year}) measured the same in a second sample.",
    "The same was measured in a second sample ({name}, {year}).",
    "As {name} ({year}) note, a second sample shows the same.",
    "То же измерено и на второй выборке ({name}, {year}).",
)
FIRSTS = (
    "{name} et al. ({year}) measured the same in a second sample.",
    "The same was measured in a second sample ({name} et al., {year}).",
    "{name} et al. found the same in a second sample.",
    "The method of {name} et al. gave the same in a second sample.",
)
LONG_SPEECH = (
    "{name} wrote: “{first}. {second}.”",
    "As {name} put it in a lecture, “{first}. {second}.”",
    "“{first}. {second},” {name} argues.",
    "“{first},” {name} writes. “{second}.”",
    "{name} described it in these words. “{first}. {second}.”",
    'According to {name}, "{first}! {second}."',
    "По словам {name}, «{first}. {second}».",
    "{name} пишет: «{first}. {second}».",
    "«{first}. {second}», – отмечает {name}.",
    "{name}'e göre, “{first}. {second}.”",
    "{name} “{first}. {second}.” demektedir.",
    "{name} былай деп жазды: «{first}. {second}».",
    "{name} schreibt: „{first}. {second}.“",
    "Selon {name}, « {first}. {second}. »",
    "{name} afirma: «{first}. {second}».",
)
OUTSIDERS = ("Hilali", "Kravchenko", "Okonkwo", "Zimmerli", "Vasconcelos", "Marta Kowalczyk", "the economist Lars Petersen")
VIEWS = (
    "According to {name}, {view} ({marker}).",
    "{name} argues that {view} ({marker}).",
    "{name} holds that {view} ({marker}; see the text).",
    "As {name} points out, {view} ({marker}).",
    "In the words of {name}, {view} ({marker}).",
    "{name} believes that {view} ({marker}).",
)


def named_citation_moved(data: Data, rng: random.Random) -> Planted:
    """All citations of a claim that names an author are moved to works by others."""
    return _moved(data, rng, _naming(data))


def strangers_citation_moved(data: Data, rng: random.Random) -> Planted:
    """The same, and the list has no work by the person named: all are removed, with their citations."""
    naming = _naming(data)
    if not naming:
        return None
    claim, surname = rng.choice(naming)
    theirs = {reference["id"] for reference in data["references"] if surname in surnames(reference)}
    planted = _moved(data, rng, [(claim, surname)])
    if planted:
        data["references"] = [reference for reference in data["references"] if reference["id"] not in theirs]
        for other in data["claims"]:
            other["cites"] = [cite for cite in other["cites"] if cited(cite) not in theirs]
    return planted


def _naming(data: Data) -> list[tuple[Data, str]]:
    """Return the claims that name the first author of a work that they cite, as in a bibliography, with the name."""
    references = by_id(data)
    naming = []
    for claim in data["claims"]:
        for cite in claim["cites"]:
            for surname in surnames(references.get(cited(cite), {}))[:1]:
                beside = rf"(?: and {SURNAME})? ?\((?:19|20)\d\d"
                pattern = rf"\b{re.escape(in_prose(surname))}(?:,? et al\b| and (?:colleagues|co-?workers)|{beside}| \[)"
                if len(surname) > 3 and re.search(pattern, claim["text"]):
                    naming.append((claim, surname))
    return naming


def _moved(data: Data, rng: random.Random, naming: list[tuple[Data, str]]) -> Planted:
    if not naming:
        return None
    claim, _ = rng.choice(naming)
    others = [
        reference["id"]
        for reference in data["references"]
        if not any(in_prose(name) in claim["text"] for name in surnames(reference))
    ]
    if len(others) < len(claim["cites"]):
        return None
    claim["cites"] = rng.sample(others, len(claim["cites"]))
    return ("ATTR601", "ATTR602"), ("claim", claim["id"])


def quotation_moved(data: Data, rng: random.Random) -> Planted:
    """A quotation from an author in the list is cited to a work by others."""
    words = rng.choice(SAYINGS)
    return _quoted(data, rng, rng.choice(SPEECH).replace("{words}", words), [words])


def long_quotation_moved(data: Data, rng: random.Random) -> Planted:
    """The same with a quotation of two sentences."""
    first, second = (words[0].upper() + words[1:] for words in rng.sample(SAYINGS, 2))
    return _quoted(data, rng, rng.choice(LONG_SPEECH).replace("{first}", first).replace("{second}", second), [])


def _quoted(data: Data, rng: random.Random, text: str, quotes: list[str]) -> Planted:
    people = [
        (reference, name)
        for reference in data["references"]
        for name in reference.get("author", [])[:1]
        if len(name.get("family", "")) > 3
    ]
    if len(people) < 2:
        return None
    chosen, name = rng.choice(people)
    surname_set = set(surnames(chosen))
    others = [ref for ref in data["references"] if not surname_set & set(surnames(ref)) and ref.get("author")]
    if not others:
        return None
    claim = rng.choice(data["claims"])
    claim["text"], claim["quotes"] = text.format(name=in_prose(name["family"])), quotes
    claim["cites"] = [rng.choice(others)["id"]]
    return ("ATTR601",), ("claim", claim["id"])


def read_in_another(data: Data, rng: random.Random) -> Planted:
    """A view of a person who is not in the list has the marker of a work by others, with their names and year.

    Works whose list of authors breaks off are left out: the person may be one of those not named.
    """
    whole = [
        reference
        for reference in data["references"]
        if surnames(reference) and not re.search(r"\bet\.? al|…|\.\.\.", str(reference))
    ]
    dated = [chosen for chosen in whole if isinstance(chosen.get("issued"), int)]
    if not dated:
        return None
    chosen = rng.choice(dated)
    people = [in_prose(name) for name in surnames(chosen)]
    name = " and ".join(people) if len(people) < 3 else f"{people[0]} et al."
    claim = rng.choice(data["claims"])
    marker = rng.choice(("{}, {}", "{} {}")).format(name, chosen["issued"])
    text = rng.choice(VIEWS).format(name=rng.choice(OUTSIDERS), view=rng.choice(SAYINGS), marker=marker)
    claim["text"] = text[0].upper() + text[1:]
    claim["quotes"], claim["cites"] = [], [chosen["id"]]
    return ("ATTR602",), ("claim", claim["id"])


def year_changed(data: Data, rng: random.Random) -> Planted:
    """A work is cited by its authors and a year that none of their works in the list has."""
    dated = [reference for reference in data["references"] if isinstance(reference.get("issued"), int) and surnames(reference)]
    chosen = rng.choice(dated)
    people = surnames(chosen)
    theirs = {other["issued"] for other in dated if people[0] in surnames(other)}
    years = [year for year in range(chosen["issued"] - 8, chosen["issued"] + 9) if year not in theirs]
    if len(chosen["author"]) != len(people) or len(people[0]) < 3:
        return None
    named = [in_prose(name) for name in people]
    name = " and ".join(named) if len(named) < 3 else f"{named[0]} et al."
    claim = rng.choice(data["claims"])
    claim["text"], claim["quotes"] = rng.choice(YEARS).format(name=name, year=rng.choice(years)), []
    claim["cites"] = [chosen["id"]]
    return ("CITE110",), ("claim", claim["id"])


def first_author_replaced(data: Data, rng: random.Random) -> Planted:
    """A work is cited by a later author and "et al."; no work in the list has that person first.

    Four authors or more in alphabetical order are left out: their order says nothing.
    """
    firsts = {name for reference in data["references"] for name in surnames(reference)[:1]}
    several = [
        reference
        for reference in data["references"]
        if len(people := surnames(reference)) > 2 and set(people[1:]) - firsts and (len(people) == 3 or people != sorted(people))
    ]
    if not several:
        return None
    chosen = rng.choice(several)
    later = rng.choice([name for name in surnames(chosen)[1:] if name not in firsts])
    claim = rng.choice(data["claims"])
    claim["text"], claim["quotes"] = rng.choice(FIRSTS).format(name=in_prose(later), year=chosen.get("issued")), []
    claim["cites"] = [chosen["id"]]
    return ("CITE116",), ("claim", claim["id"])


def by_id(data: Data) -> dict[str, Data]:
    """Return the references of an article by their ids."""
    return {reference["id"]: reference for reference in data["references"]}


def cited(cite: str | Data) -> str:
    """Return the id in a citation, with or without a locator."""
    return cite if isinstance(cite, str) else str(cite["ref"])


def surnames(reference: Data) -> list[str]:
    """Return the family names of a reference's authors."""
    return [name["family"] for name in reference.get("author", []) if name.get("family")]


def in_prose(name: str) -> str:
    """Return a family name as a sentence writes it."""
    return name.title() if name.isupper() else name
