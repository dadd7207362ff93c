"""A few mutated inputs of every kind, always the same; `benchmarks/fuzz.py` runs any number."""

from __future__ import annotations

import pytest
from fuzzing.running import run

SEED = 1


def faults(kind: str, cases: int) -> list[str]:
    """Return the faults, each with the command that repeats its case."""
    outcomes = [(number, run(kind, SEED, number)) for number in range(cases)]
    return [
        f"benchmarks/fuzz.py --kind {kind} --seed {SEED} --case {number}: {outcome.place}\n{outcome.trace}"
        for number, outcome in outcomes
        if outcome.kind == "fault"
    ]


@pytest.mark.parametrize(("kind", "cases"), [("files", 30), ("settings", 20), ("evidence", 15), ("baselines", 15)])
def test_any_file_is_read_or_refused_with_clear_messages(kind: str, cases: int):
    assert not faults(kind, cases)


def test_any_answer_affects_only_itself_and_everything_can_be_reported():
    assert not faults("answers", 20)
