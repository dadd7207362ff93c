"""What the other entries of a list say of its people, and whether it prints all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.csl import Name
from kzcheck.matching.lists import ListedPeople
from kzcheck.readers import read

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.article import Article

FOUR = "Doe, Jane and Roe, Rick and Moe, Mary and Poe, Edgar"


def listed(folder: Path, *authors: str) -> Article:
    file = folder / "list.bib"
    entries = (f"@article{{k{number},\n  title = {{Rivers}},\n  author = {{{people}}}\n}}" for number, people in enumerate(authors))
    file.write_text("\n".join(entries), "utf-8")
    return read(file)


def test_a_list_prints_all_people_if_another_entry_has_more_or_none_as_many(tmp_path: Path):
    article = listed(tmp_path, "Doe, Jane", FOUR)
    alike = listed(tmp_path, "Doe, Jane", "Roe, Rick")

    assert ListedPeople(article).print_more(article.references[0])
    assert not ListedPeople(alike).print_more(alike.references[0])


def test_and_others_says_that_a_list_does_not_print_all(tmp_path: Path):
    for others in ("Doe, Jane and others", "Doe, Jane and\n    others", "Doe, Jane and {others}"):
        article = listed(tmp_path, others, FOUR)

        assert not ListedPeople(article).print_more(article.references[0])


def test_another_entry_confirms_how_a_person_is_named(tmp_path: Path):
    article = listed(tmp_path, "Doe, K.", FOUR)
    both = listed(tmp_path, "Doe, K.", FOUR, "Doe, K.")
    jane, other = Name("Doe", "Jane"), Name("Doe", "K.")

    assert ListedPeople(article).have(jane, other, article.references[0])
    assert not ListedPeople(both).have(jane, other, both.references[0])
