"""Citations in the blocks of a manuscript: a table of cases in many languages, and what holds for any text.

A group of `cases.yaml` has a list: `numbers` (how many numbered entries) or `listed` (id, authors, year and letter), and texts with
the mentions that they have, in order: their exact words, and what each cites. `3` is the entry [3], `3 @ 19` its page 19,
`3 @ chapter 2` its chapter 2; `? Roe 2014` is not in the list, and `a2014|b2014` may be either. `^12^` is superscript. `also` is
another paragraph of the document, which proves how it cites.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kzcheck.document import Block, Run
from kzcheck.language.citations import Listed, Target, mentions

GROUPS: list[dict[str, Any]] = list(yaml.safe_load_all((Path(__file__).parent / "cases.yaml").read_text("utf-8")))
CASES = [(group, case) for group in GROUPS for case in group["cases"]]
SUPERSCRIPT = re.compile(r"\^([^^]*)\^")


def block(text: str) -> Block:
    """Return a paragraph; what is between carets is superscript."""
    runs: list[Run] = []
    at = 0
    for number, piece in enumerate(SUPERSCRIPT.split(text)):
        runs.append(Run(piece, at, at + len(piece), superscript=number % 2 == 1))
        at += len(piece)
    return Block("paragraph", tuple(run for run in runs if run.text))


def listed(group: dict[str, Any]) -> list[Listed]:
    entries = [Listed(str(number), number=str(number)) for number in range(1, group.get("numbers", 0) + 1)]
    for key, description in group.get("listed", {}).items():
        names, _, issued = description.rpartition(" ")
        year = re.fullmatch(r"(\d{4})(\w?)", issued)
        authors = tuple(names.split("; ")) if not names.startswith("“") else ()
        entries.append(
            Listed(
                key,
                names=authors,
                year=int(year[1]) if year else None,
                suffix=year[2] if year else "",
                title="" if authors else names.strip("“”"),
            )
        )
    return entries


def shown(target: Target) -> str:
    work = "|".join(target.among) or target.id or f"? {target.written}"
    label = "" if target.label == "page" else f"{target.label} "
    return f"{work} @ {label}{target.locator}" if target.locator else work


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group['about']}: {case['text']}"[:100] for group, case in CASES])
def test_a_text_has_exactly_these_citations(group: dict[str, Any], case: dict[str, Any]):
    paragraph = block(case["text"])
    also = [block(text) for text in group.get("also", ())]

    found = mentions([paragraph, *also], listed(group))[0]

    assert {paragraph.text[mention.start : mention.end]: "; ".join(map(shown, mention.targets)) for mention in found} == {
        words: str(cites) for words, cites in case.get("cites", {}).items()
    }
    assert len(found) == len(case.get("cites", {}))


def test_there_are_two_hundred_cases_in_seven_languages():
    assert len(CASES) >= 200
    assert len({group["language"] for group in GROUPS}) >= 7
