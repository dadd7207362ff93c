"""Forms of words, as far as invented titles need them: Russian cases, Kazakh and Turkish suffixes. Regular words only."""

from __future__ import annotations

from functools import lru_cache

_HUSHING = "гкхжшчщ"
_RUSSIAN_ENDINGS: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "m": (
        ("ий", {"gen": "ия", "pre": "ии", "dat": "ию"}),
        ("й", {"gen": "я", "pre": "е", "dat": "ю"}),
        ("ь", {"gen": "я", "pre": "е", "dat": "ю"}),
        ("", {"gen": "а", "pre": "е", "dat": "у"}),
    ),
    "f": (
        ("ия", {"gen": "ии", "pre": "ии", "dat": "ии", "acc": "ию"}),
        ("я", {"gen": "и", "pre": "е", "dat": "е", "acc": "ю"}),
        ("ь", {"gen": "и", "pre": "и", "dat": "и"}),
        ("а", {"gen": "ы", "pre": "е", "dat": "е", "acc": "у"}),
    ),
    "n": (
        ("ие", {"gen": "ия", "pre": "ии", "dat": "ию"}),
        ("е", {"gen": "я", "pre": "е", "dat": "ю"}),
        ("о", {"gen": "а", "pre": "е", "dat": "у"}),
    ),
}
_ADJECTIVES = {
    "m": {"nom": "ый", "gen": "ого", "pre": "ом", "dat": "ому", "acc": "ый"},
    "f": {"nom": "ая", "gen": "ой", "pre": "ой", "dat": "ой", "acc": "ую"},
    "n": {"nom": "ое", "gen": "ого", "pre": "ом", "dat": "ому", "acc": "ое"},
    "pl": {"nom": "ые", "gen": "ых", "pre": "ых", "dat": "ым", "acc": "ые"},
}
_SOFT = str.maketrans("ыоау", "иеяю")
_BACK = "аоыұёя"
_FRONT = "әеіөүэ"
"""Vowels that decide the harmony of Kazakh suffixes; «у» and «и» take that of the vowel before."""


@lru_cache(maxsize=1 << 12)
def russian_noun(entry: str, case: str) -> tuple[str, str]:
    """Return a noun's form and its gender ("" if no adjective may precede it), of an entry of the word list."""
    nominative, *forms = entry.split("/")
    if forms:
        return {"gen": forms[0], "pre": forms[1]}.get(case, nominative), ""
    word, _, mark = nominative.partition(" ")
    gender = mark or ("f" if word.endswith("ость") else "") or {"а": "f", "я": "f", "о": "n", "е": "n"}.get(word[-1], "m")
    for ending, cases in _RUSSIAN_ENDINGS[gender]:
        if word.endswith(ending):
            if case not in cases:
                return word, gender
            form = cases[case]
            stem = word.removesuffix(ending)
            return stem + ("и" if form == "ы" and stem[-1] in _HUSHING else form), gender
    return word, gender


@lru_cache(maxsize=1 << 12)
def russian_adjective(word: str, case: str, gender: str) -> str:
    """Return an adjective's form in a gender or in the plural ("pl")."""
    stem, ending = word[:-2], _ADJECTIVES[gender][case]
    if word.endswith("ний"):
        return stem + ending[0].translate(_SOFT) + ending[1:]
    if stem[-1] in "жшчщ":
        return stem + ending.replace("ы", "и").replace("о", "е", 1)
    return stem + (ending.replace("ы", "и") if stem[-1] in _HUSHING else ending)


def russian_plural(word: str, case: str) -> str:
    """Return a noun in the nominative plural in another case; only the prepositional is needed."""
    if case != "pre":
        return word
    soft = word[-1] == "я" or (word[-1] == "и" and word[-2] not in _HUSHING)
    return word[:-1] + ("ях" if soft else "ах")


@lru_cache(maxsize=1 << 12)
def russian_family(family: str, case: str, *, female: bool) -> str:
    """Return a family name in the nominative or genitive, of a man or a woman."""
    if " " in family or "-" in family or family[-1] in "иоуеыюхё":
        return family
    if family.endswith(("ский", "цкий")):
        return family[:-2] + (("ая" if case == "nom" else "ой") if female else ("ий" if case == "nom" else "ого"))
    if family.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return family + (("а" if case == "nom" else "ой") if female else ("" if case == "nom" else "а"))
    if female or case == "nom" or family[-1] in "ая":
        return family
    return family[:-1] + "я" if family[-1] in "йь" else family + "а"


def russian_patronymic(patronymic: str, *, female: bool) -> str:
    """Return a patronymic, of a man or a woman."""
    if not female:
        return patronymic
    if patronymic.endswith("ұлы"):
        return patronymic.removesuffix("ұлы") + "қызы"
    return patronymic[:-2] + "инична" if patronymic == "Ильич" else patronymic.removesuffix("ич") + "на"


def kazakh(phrase: str, _case: str) -> str:
    """Return a Kazakh phrase in the genitive: "тілдің", "жүйесінің", "оқудың"."""
    last = phrase[-1]
    front = next((letter in _FRONT for letter in reversed(phrase.lower()) if letter in _BACK + _FRONT), False)
    if last in "мнң" or last in _BACK + _FRONT:
        return phrase + ("нің" if front else "ның")
    start = "д" if last in "рлйузжию" else "т"
    return phrase + start + ("ің" if front else "ың")


def turkish(phrase: str, _case: str) -> str:
    """Return a Turkish phrase in the genitive: "dilinin", "göçün", "kimliğin"."""
    vowels = [letter for letter in phrase.lower() if letter in "aeıioöuüâî"]
    high = {"a": "ı", "ı": "ı", "â": "ı", "e": "i", "i": "i", "î": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}[vowels[-1]]
    if phrase[-1] in "aeıioöuüâî":
        return f"{phrase}n{high}n"
    return (phrase[:-1] + "ğ" if phrase[-1] == "k" else phrase) + high + "n"
