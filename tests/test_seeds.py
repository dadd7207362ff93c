"""The same article has the same findings in every process, whatever the order of its sets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ("1", "2")
SAMPLE = """
import importlib.util, json, sys
from datetime import date

from kzcheck.article import Ignore, Location
from kzcheck.csl import FIELDS
from kzcheck.finding import Confidence, Finding, Problem, Severity
from kzcheck.language.languages import guess
from kzcheck.suppress import apply

spec = importlib.util.spec_from_file_location("test_rules", sys.argv[1])
sys.modules["test_rules"] = cases = importlib.util.module_from_spec(spec)
spec.loader.exec_module(cases)
found = []
for case in cases.CASES:
    if case.found:
        found.append(cases.findings(case))

place = Location("references.yaml", 5, 3, 5, 9)
names = [str(number) for number in range(9)]
problems = [Problem(place, "m", reference=name) for name in names]
findings = [Finding("REF203", "malformed-pages", Severity.NOTE, Confidence.SURE, place, problem, "f") for problem in problems]
ignores = [Ignore(Location("kzcheck.toml", 3, 1, 3, 1), ("ALL",), reference=name) for name in (None, *names)]
counts = [ignore.hid for ignore in apply(findings, ignores, date(2026, 3, 1))[2]]
print(json.dumps([found, counts, list(FIELDS), guess("Āl Bū Sa‘īd, Sayyid Sa‘īd bin Sulṭān")]))
"""
"""A program that prints the findings of every rule in its bad cases, and other output that once depended on the order of a set."""


def said(*arguments: str) -> list[str]:
    """Return what a program prints with each seed."""
    running = [
        subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for seed in SEEDS
    ]
    printed = [program.communicate(timeout=300)[0] for program in running]
    assert all(printed)
    return printed


def test_rules_find_the_same_with_every_hash_seed():
    assert len(set(said("-c", SAMPLE, str(ROOT / "tests" / "rules" / "test_rules.py")))) == 1


def test_a_report_is_the_same_with_every_hash_seed():
    audit = ("-m", "kzcheck", "audit", "--offline", "--format", "json")

    assert len({re.sub(r'"gathered": "[^"]*"', "", report) for report in said(*audit)}) == 1
