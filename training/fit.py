"""Fits the model: labelled strings → tokens with features → a conditional random field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pycrfsuite

from kzcheck.language.parsing.features import features
from kzcheck.language.parsing.nouns import IDENTIFIERS
from kzcheck.language.parsing.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kzcheck.language.parsing.nouns import Token
    from labelled import Labelled

OTHER = "_"
BEGIN = "B-"


def labels(entry: Labelled, parts: Sequence[Token]) -> list[str]:
    """Return the label of each token: that of the span that it is in, with `B-` if it is the first of it, or `_`."""
    spans = iter(entry.spans)
    span = next(spans, None)
    result = []
    begins = True
    for token in parts:
        while span and span[2] <= token.start:
            span = next(spans, None)
            begins = True
        if not span or span[1] >= token.end or token.mask or span[0] in IDENTIFIERS:
            result.append(OTHER)
        else:
            result.append(BEGIN + span[0] if begins else span[0])
            begins = False
    return result


LEARNING = {"c1": 0.1, "c2": 0.05, "feature.minfreq": 2, "feature.possible_transitions": True}
"""How the model is fitted: the weights of L1, which makes it small, and L2; how often a feature must occur."""


def fit(entries: Iterable[Labelled], path: Path, *, iterations: int) -> None:
    """Write the model that L-BFGS fits to the entries in so many iterations."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**LEARNING, "max_iterations": iterations})
    for entry in entries:
        parts = tokens(entry.text)
        if parts:
            trainer.append(features(parts), labels(entry, parts))
    trainer.train(str(path))
