"""Searching the index: which words are searched, and what is named first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.evidence import Found
from kzcheck.index import building
from kzcheck.index.searching import FEWEST_SCORED
from kzcheck.index.shelves import Shelf
from lab.snapshots import crossref, lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def shelf(folder: Path, works: Iterable[object]) -> Shelf:
    """Return the shelf of an index of works."""
    snapshot = folder / "works.jsonl"
    snapshot.write_bytes(lines(works))
    building.build([snapshot], folder / "index")
    return Shelf(folder / "index", "crossref")


def ids(works: Shelf, text: str) -> list[str]:
    """Return the works that are found for a text."""
    answer = works.search_words((text,))
    return [record.id for record in answer.records] if isinstance(answer, Found) else []


def test_the_work_with_most_words_of_the_entry_is_first_however_many_others_it_has(tmp_path: Path):
    title = "On the melting of invented glaciers"
    many = [{"family": f"Coauthor{number}", "given": "A."} for number in range(30)]
    works = shelf(tmp_path, [crossref(1, title, "Berg"), crossref(2, title, author=[*many, {"family": "Tal", "given": "B."}])])

    assert ids(works, f"Tal B. {title}") == ["10.5555/w2", "10.5555/w1"]
    assert ids(works, f"Berg A. {title}") == ["10.5555/w1", "10.5555/w2"]


def test_common_words_are_searched_only_if_an_entry_has_few_others(tmp_path: Path):
    each, left = FEWEST_SCORED // 5 - 100, FEWEST_SCORED // 5 + 400
    counts = {"amber": each, "basalt": each, "cobalt": each, "dolomite": each, "epidote": left - 10, "feldspar": left + 10}
    titles = ["epidote", "feldspar"]  # what is found first if its word is searched: it has no other
    titles += [f"{word} in words that all titles have" for word, count in counts.items() for _ in range(count - (word in titles))]
    works = shelf(tmp_path, (crossref(number, title) for number, title in enumerate(titles)))

    assert "10.5555/w0" in ids(works, "amber basalt cobalt dolomite epidote")
    assert "10.5555/w1" not in ids(works, "amber basalt cobalt dolomite feldspar")
    assert "10.5555/w1" in ids(works, "amber basalt cobalt feldspar")


def test_a_work_that_shares_much_less_than_the_best_is_not_a_candidate(tmp_path: Path):
    titles = ["amber basalt cobalt dolomite", "amber basalt cobalt", "amber", "another title"]
    works = shelf(tmp_path, (crossref(number, title) for number, title in enumerate(titles)))

    assert ids(works, "amber basalt cobalt dolomite") == ["10.5555/w0", "10.5555/w1"]
