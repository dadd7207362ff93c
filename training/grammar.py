"""Makes phrases from the patterns and word lists of training/words.

A slot is {name:case}: a word of the list of that name, itself a pattern, in a case of forms.py. {Name} begins with a capital.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

import forms

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

WORDS = Path(__file__).parent / "words"
_SLOT = re.compile(r"\{(\w+)((?::\w+)*)\}")
_ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
_ABOUT = re.compile(r"\b([Оо]) (?=[аиоуэАИОУЭ])")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiouAEIOU])")
_NUMBERS: dict[str, Callable[[Random], str]] = {
    "year": lambda random: str(random.randint(1990, 2024)),
    "num": lambda random: str(random.randint(2, 100)),
    "small": lambda random: str(random.randint(1, 12)),
    "no": lambda random: str(random.randint(10, 2999)),
    "roman": lambda random: random.choice(_ROMAN),
}


@cache
def words(language: str) -> dict[str, tuple[str, ...]]:
    """Return the word lists of a language by name."""
    lists = yaml.load((WORDS / f"{language}.yaml").read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {name: tuple(_listed(entries)) for name, entries in lists.items()}


def _listed(entries: str | list[str]) -> list[str]:
    return [entry.strip() for entry in entries.split(";")] if isinstance(entries, str) else entries


def phrase(language: str, name: str, random: Random) -> str:
    """Return a phrase of a list."""
    return expand(language, random.choice(words(language)[name]), random)


def title(language: str, random: Random) -> str:
    """Return a title, beginning with a capital letter."""
    return capital(phrase(language, "titles", random), language)


def expand(language: str, pattern: str, random: Random) -> str:
    """Return a pattern with its slots filled."""
    if "{" not in pattern:
        return pattern
    parts = []
    for part in _parsed(pattern):
        if isinstance(part, str):
            parts.append(part)
        else:
            name, cases, upper = part
            text = _slot(language, name, cases, random)
            parts.append(capital(text, language) if upper else text)
    text = "".join(parts)
    if language == "ru":
        return _ABOUT.sub(r"\1б ", text)
    return _ARTICLE.sub(r"\1n ", text) if language == "en" else text


@cache
def _parsed(pattern: str) -> tuple[str | tuple[str, tuple[str, ...], bool], ...]:
    parts: list[str | tuple[str, tuple[str, ...], bool]] = []
    end = 0
    for match in _SLOT.finditer(pattern):
        parts += [pattern[end : match.start()]] if match.start() > end else []
        parts.append((match[1].lower(), tuple(match[2].split(":")[1:]), match[1][0].isupper()))
        end = match.end()
    return (*parts, pattern[end:]) if end < len(pattern) else tuple(parts)


def _slot(language: str, name: str, cases: tuple[str, ...], random: Random) -> str:
    if name in _NUMBERS:
        return _NUMBERS[name](random)
    if language == "ru" and name in _RUSSIAN:
        return _RUSSIAN[name](cases or ("nom",), random)
    text = phrase(language, name, random)
    if cases and language == "kk":
        return forms.kazakh(text, cases[0])
    return forms.turkish(text, cases[0]) if cases and language == "tr" else text


def headline(text: str, language: str) -> str:
    """Return an English or Turkish phrase with capitals, as journals and many titles are printed."""
    return _WORD.sub(lambda match: match[0] if match[0] in _SMALL else capital(match[0], language), text)


_WORD = re.compile(r"(?<![\w’'-])[a-zçğıöşü][\w’']*")
_SMALL = frozenset("a an the of in on and or to from with for by as at is after ve ile veya de da mi mı ki".split())


def capital(text: str, language: str) -> str:
    """Return a text with its first letter in upper case (after an opening quotation mark, too)."""
    start = 1 if text[:1] in "«“(" else 0
    first = text[start : start + 1]
    return text[:start] + ("İ" if first == "i" and language == "tr" else first.upper()) + text[start + 1 :]


def _noun(cases: tuple[str, ...], random: Random, entries: str = "nouns", described: float = 0.5) -> str:
    noun, gender = forms.russian_noun(random.choice(words("ru")[entries]), cases[0])
    if gender and random.random() < 0.05:
        noun = random.choice(words("ru")["noun_starts"]) + noun
    if gender and random.random() < described:
        return f"{_adjective((cases[0], gender), random)} {noun}"
    return noun


def _adjective(cases: tuple[str, ...], random: Random) -> str:
    start = random.choice(words("ru")["adjective_starts"]) if random.random() < 0.12 else ""
    return start + forms.russian_adjective(random.choice(words("ru")["adjectives"]), cases[0], cases[1])


def _aspects(cases: tuple[str, ...], random: Random) -> str:
    noun = forms.russian_plural(random.choice(words("ru")["aspects"]), cases[0])
    return f"{_adjective((cases[0], 'pl'), random)} {noun}" if random.random() < 0.6 else noun


def _person(case: str, random: Random) -> str:
    lists = words("ru")
    family = forms.russian_family(random.choice(lists["families"]), case, female=False)
    start = random.random()
    if start < 0.5:
        return f"{random.choice(lists['male'])[0]}. {random.choice(lists['patronymics'])[0]}. {family}"
    return family if start < 0.8 else f"{random.choice(lists['male'])[0]}. {family}"


def _field(case: int, random: Random) -> str:
    return random.choice(words("ru")["series_fields"]).split("|")[case]


_RUSSIAN: dict[str, Callable[[tuple[str, ...], Random], str]] = {
    "np": _noun,
    "noun": lambda cases, random: _noun(cases, random, described=0),
    "proc": lambda cases, random: _noun(cases, random, "processes", 0),
    "procnp": lambda cases, random: _noun(cases, random, "processes", 0.15),
    "adj": _adjective,
    "adjaspects": _aspects,
    "person_gen": lambda _cases, random: _person("gen", random),
    "person_nom": lambda _cases, random: _person("nom", random),
    "series_field": lambda _cases, random: _field(0, random),
    "field": lambda _cases, random: _field(0, random).lower(),
    "fieldgen": lambda _cases, random: _field(1, random),
}
