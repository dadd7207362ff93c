"""Locators: which pages can be compared with the entry, and which remain unchecked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck import audit

if TYPE_CHECKING:
    from pathlib import Path

REFERENCES = """references:
- {id: "1", type: book, title: Invented Rivers, number-of-pages: 240}
- {id: "2", type: book, title: Invented Lakes}
- {id: "3", type: article-journal, title: Invented Roads, container-title: Journal of Examples, page: 10-30}
"""


@pytest.fixture
def open_locators(tmp_path: Path):
    """Return the unchecked locators of claims with these citations, and the number of claims with locators."""

    def run(*cites: str) -> tuple[list[tuple[str | None, str]], int]:
        claims = "".join(f'- {{id: c{at}, text: "Statement number {at}.", cites: [{cite}]}}\n' for at, cite in enumerate(cites))
        (tmp_path / "references.yaml").write_text(REFERENCES, "utf-8")
        (tmp_path / "claims.yaml").write_text(f"claims:\n{claims}", "utf-8")
        report = audit(tmp_path, offline=True)
        items = [(item.claim, item.reason) for item in report.unchecked if item.step == "locators"]
        return items, report.subjects.get("locators", 0)

    return run


def test_locators_of_a_work_with_known_pages_are_checked(open_locators):
    assert open_locators('{ref: "1", page: "5"}', '{ref: "3", page: 12-14}', '"1"') == ([], 2)


def test_locators_of_a_work_without_pages_are_unchecked(open_locators):
    items, subjects = open_locators(
        '{ref: "2", page: "5"}', '{ref: "1", page: "5"}, {ref: "2", page: "7"}', '{ref: "1", page: "5"}'
    )

    assert items == [(claim, "the entry does not give the pages of the work") for claim in ("c0", "c1")]
    assert subjects == 3


@pytest.mark.parametrize("locator", ['chapter: "3"', "page: ix", "page: vol. 2"])
def test_locators_that_are_not_numbered_pages_are_unchecked(open_locators, locator: str):
    items, _ = open_locators(f'{{ref: "1", {locator}}}')

    assert items == [("c0", "the locator is not a page number")]


def test_an_undefined_reference_is_not_reported_as_unchecked(open_locators):
    assert open_locators('{ref: "9", page: "5"}') == ([], 1)
