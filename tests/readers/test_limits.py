"""Limits on the size of files: exceeding them gives one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.errors import LISTED, UnreadableError
from kzcheck.readers import entries, json_nodes, nodes, read, yaml_nodes
from kzcheck.readers.bibtex_blocks import FIELDS
from kzcheck.readers.nodes import ENTRIES, LINES, LONGEST_LIST

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Reading, Refusing

ENTRY = {
    ".yaml": "-\n",
    ".json": "0,",
    ".bib": "@book{}\n",
    ".ris": "TY  - BOOK\nER  -\n",
    ".nbib": "PMID- 1\n",
}
"""An entry of each format, and one for all tagged ones, which share their reader of lines."""


def listed(suffix: str, number: int) -> str:
    text = ENTRY[suffix] * number
    return f"[{text[:-1]}]" if suffix == ".json" else text


@pytest.mark.parametrize("suffix", ENTRY)
def test_a_list_of_fifty_thousand_entries_is_read_but_not_a_longer_one(reading: Reading, refusing: Refusing, suffix: str):
    name = f"list{suffix}"

    article = reading(listed(suffix, ENTRIES), name=name)

    assert len(article.unreadable) + len(article.references) == ENTRIES
    assert refusing(listed(suffix, ENTRIES + 1), name=name) == (f"{name}: has more than 50,000 entries; split it",)


def test_the_limit_on_entries_also_applies_to_claims(refusing: Refusing):
    assert refusing("[]", "claims:\n" + "-\n" * (ENTRIES + 1)) == ("claims.yaml: has more than 50,000 entries; split it",)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("- {id: a, author: [%s]}", ".yaml"),
        ('[{"id": "a", "author": [%s]}]', ".json"),
    ],
)
def test_an_entry_with_more_names_than_any_work_is_refused(reading: Reading, text: str, suffix: str):
    most = reading(text % ",".join(['"Nye"'] * LONGEST_LIST), name=f"list{suffix}")
    more = reading(text % ",".join(['"Nye"'] * (LONGEST_LIST + 1)), name=f"list{suffix}")

    assert len(most.references[0].item.author) == LONGEST_LIST
    assert [str(problem.wrong).partition("; expected")[0] for problem in more.unreadable] == ["author has more than 20,000 values"]


@pytest.mark.parametrize(
    ("head", "name", "tail", "file"),
    [
        ("@book{a, author = {", "Nye and ", "Nye}}", "list.bib"),
        ("TY  - BOOK\nAU  - ", "Nye;", "Nye\nER  -\n", "list.ris"),
        ("TY  - BOOK\n", "AU  - Nye\n", "AU  - Nye\nER  -\n", "list.ris"),
    ],
)
def test_too_many_names_in_other_formats_are_refused(reading: Reading, head: str, name: str, tail: str, file: str):
    assert len(reading(head + name * (LONGEST_LIST - 1) + tail, name=file).references[0].item.author) == LONGEST_LIST
    (problem,) = reading(head + name * LONGEST_LIST + tail, name=file).unreadable

    assert str(problem.wrong).partition("; expected")[0] == "author has more than 20,000 values"


def test_a_claim_with_too_many_citations_is_refused(reading: Reading):
    claims = f"claims:\n- {{id: c, text: t, cites: [{', '.join(['a'] * (LONGEST_LIST + 1))}]}}\n"

    assert [str(problem.wrong).partition("; expected")[0] for problem in reading("[]", claims).unreadable] == [
        "cites has more than 20,000 values"
    ]


@pytest.mark.parametrize("entry", ["{id: a, %s}", "{id: a, author: [%s]}"])
def test_at_most_a_hundred_problems_of_one_entry_are_reported(reading: Reading, entry: str):
    article = reading("- " + entry % ", ".join(f"{{k{number}: 1}}: 1" for number in range(300)) + "\n- {id: b}\n")

    assert len(article.unreadable) + len(article.unknown_fields) in {entries.PROBLEMS, 2 * entries.PROBLEMS}
    assert [reference.id for reference in article.references] == ["b"]


def test_a_file_full_of_faults_gives_one_line(refusing: Refusing):
    entry = "{" + ", ".join(f"k{number}: 1" for number in range(entries.PROBLEMS)) + "}\n"
    line = "references.yaml: has more than 200,000 unreadable or unknown parts; correct it"

    assert refusing(f"- {entry}" * 2_100) == (line,)


def test_a_bibtex_entry_with_too_many_fields_is_refused(reading: Reading):
    article = reading("@book{a, " + "x = {},\n" * (FIELDS + 1) + "}\n@book{b, title = {T}}\n", name="list.bib")

    assert [(problem.reference, problem.wrong.code) for problem in article.unreadable] == [("a", "bibtex-entry")]
    assert [reference.id for reference in article.references] == ["b"]


@pytest.mark.parametrize("name", ["list.yaml", "list.json"])
def test_a_file_with_too_many_values_is_refused_before_it_fills_the_memory(
    refusing: Refusing, monkeypatch: pytest.MonkeyPatch, name: str
):
    for module in (nodes, yaml_nodes, json_nodes):
        monkeypatch.setattr(module, "VALUES", 1_000)  # four million would take some seconds
    (line,) = refusing("[[" + "0," * 1_000 + "0]]", name=name)

    assert line.endswith(": more than 1,000 values in one file; split it")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_file_with_too_many_lines_is_refused(refusing: Refusing, end: str):
    assert refusing("- id: a" + end * (LINES + 1)) == ("references.yaml: has more than 2,000,000 lines; split it",)


def test_only_the_first_of_very_many_problems_are_printed(tmp_path: Path):
    (tmp_path / "list.yaml").write_text("{" + "".join(f"{number}: 1, {number}: 2, " for number in range(100)) + "}", "utf-8")
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path / "list.yaml")
    lines = str(caught.value).split("\n")

    assert len(lines) == LISTED + 1
    assert lines[-1] == "and 80 more"
