"""Citations in the blocks of a manuscript: a table of cases in many languages, and what holds for any text.

A group of `cases.yaml` has a list: `numbers` (how many numbered entries) or `listed` (id, authors, year and letter), and texts with
the mentions that they have, in order: their exact words, and what each cites. `3` is the entry [3], `3 @ 19` its page 19,
`3 @ chapter 2` its chapter 2; `? Roe 2014` is not in the list, and `a2014|b2014` may be either. `^12^` is superscript. `also` is
another paragraph of the document, which proves how it cites.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kzcheck.document import Block, Cite, Run
from kzcheck.language.citations import Listed, Mention, Target, mentions

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


PIECES = [
    "[1]",
    "[1, p. 2]",
    "[1]–[3]",
    "(Roe, 2010",
    ")",
    "Roe (2010a, b)",
    " et al. ",
    "; ",
    "^1,2^",
    "²",
    "Ibid. ",
    "/1, 5/",
    "n.d.",
    "Иванов ",
]
ENTRIES = [
    Listed("1", number="1", names=("Roe",), year=2010, suffix="a"),
    Listed("2", number="2", names=("Roe", "Иванов"), year=2010, suffix="b"),
    Listed("3", number="3", names=("Иванов",), year=2010, title="Реки"),
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=9)), max_size=40).map("".join), st.integers(0, 3))
def test_mentions_are_in_order_within_the_text_and_do_not_overlap(text: str, entries: int):
    paragraph = block(text)
    (found,) = mentions([paragraph], ENTRIES[:entries])

    assert all(first.end <= second.start for first, second in pairwise(found))
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(paragraph.text)
        assert mention.targets
        assert all(mention.start <= target.start < target.end <= mention.end for target in mention.targets)


@pytest.mark.parametrize("piece", ["[", "[1]–", "(Roe 2010", "(", "Roe, J. & "])
def test_a_hundred_thousand_brackets_and_names_are_read(piece: str):
    text = piece * (100_000 // len(piece))

    assert mentions([block(text)], ENTRIES) is not None


def test_a_key_or_field_says_itself_what_it_cites():
    cites = (Cite("roe", locator="5"), Cite("doe", suffix="ch. 2"))
    runs = (
        Run("It is so ", 0, 9),
        Run("[see ", 9, 14, cites=cites),
        Run("1, 2]", 14, 19, italic=True, cites=cites),
        Run(", says Roe (2010).", 19, 37),
    )
    entry = Listed("r1", names=("Roe",), year=2010, aliases=("roe",))

    (found,) = mentions([Block("paragraph", runs)], [entry])

    assert found[0] == Mention("key", 9, 19, (Target("r1", "roe", 9, 19, "5"), Target("doe", "doe", 9, 19, "2", "chapter")))


def test_each_work_of_a_citation_has_its_own_place():
    text = "It is so (see Roe, 2010a, p. 5; Roe 2010a)."
    (found,) = mentions([block(text)], ENTRIES[:1])

    assert [text[target.start : target.end] for target in found[0].targets] == ["2010a, p. 5", "2010a"]


def test_front_matter_and_headings_cite_nothing():
    runs = block("A. Roe^1,2^ of a place [1] (Roe, 2010a)").runs

    assert mentions([Block("front", runs), Block("heading", runs), block("All^1^ are^2^ cited^3^.")], ENTRIES)[:2] == ((), ())


def in_table(text: str) -> Block:
    return structs.replace(block(text), kind="cell")


@pytest.mark.parametrize(
    "notes", [("^1^ Number of people.", "^2^ In years."), ("¹ Number of people. ² In years.",), ("^1^Number. ^2^ Years, see^3^.",)]
)
def test_raised_numbers_in_a_table_that_are_explained_under_it_are_not_citations(notes: tuple[str, ...]):
    entries = listed({"numbers": 6})
    table = [in_table(text) for text in ("Gender (n)^1^", "Age^2^", "As measured elsewhere^3^")]
    after = [*map(block, notes), block("Rivers move^1^, and lakes do not^2^. Roads and seas move^4–6^.")]

    cited = mentions([*table, *after], entries)

    assert [[target.id for mention in inside for target in mention.targets] for inside in cited[:3]] == [[], [], ["3"]]
    assert [target.id for mention in cited[-1] for target in mention.targets] == ["1", "2", "4", "5", "6"]
    assert {target.id for inside in cited[3:-1] for mention in inside for target in mention.targets} <= {"3"}


def test_raised_numbers_in_a_table_without_notes_are_citations():
    table = [in_table("Gender (n)^1^"), in_table("Age^2^")]
    cited = mentions([*table, block("Rivers move^3^, lakes too^4^.")], listed({"numbers": 4}))

    assert [[target.id for mention in inside for target in mention.targets] for inside in cited] == [["1"], ["2"], ["3", "4"]]


def test_marks_of_notes_are_not_superscript_numbers():
    marks = tuple(Run(str(number), number, number + 1, superscript=True, note=str(number)) for number in range(1, 4))

    assert mentions([Block("paragraph", (Run("x", 0, 1), *marks))], ENTRIES) == ((),)


def test_a_key_that_is_printed_has_its_own_place():
    cites = (Cite("doe"), Cite("roe"))
    run = Run("[@doe; @roe]", 9, 21, cites=cites)

    (found,) = mentions([Block("paragraph", (Run("It is so ", 0, 9), run))], [Listed("doe")])

    assert [(target.id, target.start, target.end) for target in found[0].targets] == [("doe", 11, 14), ("roe", 17, 20)]
