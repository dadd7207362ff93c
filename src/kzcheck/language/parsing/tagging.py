"""Labels the tokens of a printed entry by the model, and says how sure that is.

The model is a linear-chain conditional random field; `training/` fits it, and `data/parsing/` holds it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pycrfsuite

from kzcheck import data
from kzcheck.language.parsing.borders import borders
from kzcheck.language.parsing.features import features
from kzcheck.language.parsing.nouns import PEOPLE, Field
from kzcheck.language.parsing.tokens import tokens

if TYPE_CHECKING:
    from kzcheck.language.parsing.nouns import Token

OTHER = "_"
"""The label of words in no field."""
BEGIN = "B-"
"""What the label of the first token of a field has in front."""

LONGEST_INITIAL = 2
"""Letters: "J.", "Ю.", "Дж."."""


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(data.parsing_model())
    return tagger


@cache
def _inner() -> frozenset[str]:
    """Return the labels of words inside a field, after its first, that the model knows."""
    return frozenset(_tagger().labels())


def fields(text: str) -> list[Field]:
    """Return the fields of a printed entry, in order."""
    parts = tokens(text)
    if not parts:
        return []
    tagger = _tagger()
    tagger.set(features(parts))
    labels = tagger.tag()
    sure = [tagger.marginal(label, at) for at, label in enumerate(labels)]
    found: list[Field] = []
    at = 0
    while at < len(parts):
        token, label = parts[at], labels[at].removeprefix(BEGIN)
        if token.mask:
            found.append(Field(token.mask, token.word, token.start, token.end, 1.0))
        last = at
        if label != OTHER and not token.mask:
            while last + 1 < len(parts) and labels[last + 1] == label and not parts[last + 1].mask:
                last += 1
            surely = min(sure[at : last + 1])
            if last + 1 < len(parts) and label in _inner():  # of some fields the model has seen single words only
                surely = min(surely, 1 - tagger.marginal(label, last + 1))
            start, end = _borders(text, token, parts[last], label)
            found.append(Field(label, text[start:end], start, end, surely))
        at = last + 1
    return found


def _borders(text: str, first: Token, last: Token, label: str) -> tuple[int, int]:
    """Return where a field begins and ends; the full stop of the last initial belongs to a name."""
    if label in PEOPLE and len(last.word) <= LONGEST_INITIAL and last.word[0].isupper() and text[last.end : last.end + 1] == ".":
        return first.start, last.end + 1
    return borders(text, first.start, last.end)
