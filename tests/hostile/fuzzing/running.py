"""The kinds of cases, and how to run one: in its own folder and environment."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest.mock import patch

from .cases import baseline_case, evidence_case, file_case, settings_case
from .judging import Outcome, outcome
from .playing import answer_case

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[str, Callable[[Random, Path], None]] = {
    "files": file_case,
    "answers": answer_case,
    "settings": settings_case,
    "evidence": evidence_case,
    "baselines": baseline_case,
}


def run(kind: str, seed: int, number: int) -> Outcome:
    """Run one case in its own folder and environment, and judge it."""
    dice = Random(f"{kind} {seed} {number}")  # noqa: S311 - the same case each time
    variables = {name: value for name, value in os.environ.items() if not name.startswith("KZCHECK_")}
    with TemporaryDirectory() as place:
        environment = {**variables, "KZCHECK_CACHE_DIR": str(Path(place, "cache")), "XDG_CONFIG_HOME": str(Path(place, "home"))}
        with patch.dict(os.environ, environment, clear=True):
            return outcome(lambda: KINDS[kind](dice, Path(place, "paper")))
