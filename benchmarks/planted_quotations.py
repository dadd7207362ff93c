"""Quotations taken from a text and changed in known ways. The lists of words here are only for planting; no rule knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.language.folding import lower

if TYPE_CHECKING:
    import random

NOT = {"en": "not", "ru": "не", "de": "nicht", "tr": "değil", "kk": "емес"}
BUT = {
    "en": ("but", "unless", "except", "only if", "provided that", "although"),
    "ru": ("но", "если только", "за исключением тех случаев, когда", "однако", "хотя", "кроме случаев, когда"),
    "de": ("aber", "es sei denn,", "sofern", "jedoch", "außer", "allerdings"),
    "tr": ("ancak", "ama", "fakat", "yeter ki", "oysa", "bununla birlikte"),
    "kk": ("бірақ", "алайда", "дегенмен", "тек егер", "әйтсе де", "сонда да"),
}
TURNING = {
    "en": """not no nor never without neither cannot none nothing but yet however unless except if though although while until
    only long t provided rather other save""",
    "ru": "не нет ни без никогда нельзя но однако а хотя если кроме только исключением пока зато лишь",
    "de": """nicht kein keine keinen keiner keinem keines ohne nie nichts weder aber jedoch doch sondern außer sofern wenn falls
    obwohl nur während solange soweit dennoch allerdings""",
    "tr": """değil değildir yok yoktur hiç hiçbir asla ne ama ancak fakat oysa yalnız yalnızca sadece olmadan dışında hariç eğer
    kimse""",
    "kk": "емес жоқ ешқандай ешбір еш бірақ алайда дегенмен тек басқа егер болмаса болмайды қарамастан",
}
SPLICING = {
    "en": "not no nor never without neither cannot nothing but unless except although however",
    "ru": "не нет ни без никогда нельзя но однако хотя кроме",
    "de": "nicht kein keine keinen keiner keinem ohne nie nichts weder aber jedoch doch sondern außer obwohl",
    "tr": "değil değildir yok yoktur hiç hiçbir asla ama ancak fakat oysa olmadan dışında",
    "kk": "емес жоқ ешқандай ешбір бірақ алайда дегенмен",
}
"""Words whose omission turns a sentence; those above may do so."""
CONFUSED = {
    "latin": {
        "e": "co",
        "c": "eo",
        "h": "bn",
        "n": "hu",
        "l": "1i",
        "i": "lj",
        "o": "ec",
        "t": "fl",
        "f": "t",
        "a": "os",
        "u": "nv",
        "s": "a",
    },
    "cyrillic": {
        "е": "сo",
        "с": "ео",
        "н": "ип",
        "и": "нп",
        "о": "ес",
        "п": "нл",
        "л": "п",
        "т": "г",
        "г": "т",
        "ш": "щ",
        "а": "о",
        "в": "н",
    },
}
SHORTEST, LONGEST = 9, 28
"""Words of a quotation."""
NOISE = 0.04
EDGE = 4
"""Words on either side of what is left out."""

_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zа-яёәғқңөұүһі])")


class Planted(NamedTuple):
    """A quotation, and the words of the text that a change must name, if any."""

    words: str
    change: str = ""


def sentences(paragraphs: list[str]) -> list[list[str]]:
    """Return the sentences of a text that are long enough to quote, as words, each once."""
    found: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        for sentence in _SENTENCE.split(paragraph):
            words = sentence.split()
            if len(words) >= SHORTEST and sum(any(map(str.isalpha, word)) for word in words) > 0.7 * len(words):
                found.setdefault(sentence, words)
    return list(found.values())


def stretch(words: list[str], chance: random.Random) -> list[str]:
    """Return words in a row from a sentence, from its beginning in half of the cases."""
    length = chance.randint(SHORTEST, min(LONGEST, len(words)))
    start = 0 if chance.random() < 0.5 else chance.randint(0, len(words) - length)
    return words[start : start + length]


def typeset(words: list[str], chance: random.Random) -> Planted:
    """Return words as other people set them: other dashes, quotation marks and spaces, a changed first capital."""
    text = " ".join(words)
    if chance.random() < 0.5:
        text = text.replace(" - ", " — ").replace('"', "”").replace("'", "’").replace("fi", "ﬁ")
    if chance.random() < 0.3 and text[0].isalpha():
        text = f"[{text[0].swapcase()}]{text[1:]}"
    return Planted(text)


def noisy(text: str, chance: random.Random) -> str:
    """Return a text with `NOISE` of its letters changed, left out or doubled, as a scan has it; digits and spaces stay."""
    letters = sorted({letter for letter in text.lower() if letter.isalpha()}) or ["e"]
    out = []
    for letter in text:
        if not letter.isalpha() or chance.random() >= NOISE:
            out.append(letter)
            continue
        confused = CONFUSED["latin"].get(letter) or CONFUSED["cyrillic"].get(letter)
        way = chance.random()
        if way < 0.5 and confused:
            out.append(chance.choice(confused))
        elif way < 0.75:
            out.append(chance.choice(letters))
        elif way < 0.9:
            out.append(letter + chance.choice(letters))
    return "".join(out)


def swapped(words: list[str], vocabulary: list[str], chance: random.Random) -> Planted | None:
    """Return words of which one is another word of the text."""
    places = [at for at, word in enumerate(words) if word.isalpha() and len(word) > 3]
    if not places:
        return None
    at = chance.choice(places)
    old = words[at]
    new = next(word for word in iter(lambda: chance.choice(vocabulary), None) if word.lower() != old.lower())
    return Planted(" ".join([*words[:at], new, *words[at + 1 :]]), new)


def denied(words: list[str], language: str, chance: random.Random) -> Planted:
    """Return words with a "not" among them."""
    at = chance.randint(2, len(words) - 2)
    return Planted(" ".join([*words[:at], NOT[language], *words[at:]]), NOT[language])


def shortened(words: list[str], language: str, chance: random.Random, mark: str, *, turning: bool | None) -> Planted | None:
    """Return words without some in the middle, with or without a mark; these have a negation or the like, or have none, or may."""
    if len(words) < 2 * EDGE + 3 or (not mark and "…" in " ".join(words)):
        return None
    turns = set((SPLICING if turning else TURNING)[language].split())
    spans = [
        (start, end)
        for start in range(EDGE, len(words) - EDGE - 2)
        for end in range(start + 3, min(start + 9, len(words) - EDGE + 1))
    ]
    chance.shuffle(spans)
    for start, end in spans:
        left_out = _WORD.findall(lower(" ".join(words[start:end])))
        if not left_out or any(word.endswith((".", "!", "?")) for word in words[start:end]):
            continue
        if turning is None or bool(turns.intersection(left_out)) == turning:
            rest = [*words[:start], *([mark] if mark else []), *words[end:]]
            return Planted(" ".join(rest), " ".join(left_out))
    return None


def invented(vocabulary_pairs: dict[str, list[str]], chance: random.Random) -> Planted:
    """Return words of which each may follow the one before it in the text, but which nobody wrote in this order."""
    words = [chance.choice(sorted(vocabulary_pairs))]
    while len(words) < chance.randint(12, 24):
        words.append(chance.choice(vocabulary_pairs.get(words[-1]) or sorted(vocabulary_pairs)))
    return Planted(" ".join(words))
