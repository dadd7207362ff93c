"""The documentation says what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kzcheck.rules import PLANNED, RULES

ROOT = Path(__file__).parents[1]


def test_generated_pages_and_schemas_are_current():
    done = subprocess.run([sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False)

    assert done.stdout == ""
    assert done.returncode == 0


def test_every_rule_is_documented_in_full():
    for rule in RULES:
        page = rule.page
        assert page.summary
        assert page.why
        assert page.example
        assert page.fix
        assert page.summary.endswith(".")


def test_codes_are_unique_and_names_are_words():
    codes = [rule.code for rule in RULES] + list(PLANNED)
    names = [rule.page.name for rule in RULES] + [name for name, _ in PLANNED.values()]

    assert len(codes) == len(set(codes))
    assert len(names) == len(set(names))
    assert all(name == name.casefold() and " " not in name for name in names)


def test_the_readme_links_lead_to_files():
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
