"""The history of links, in a file that anybody may have written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kzcheck.evidence import Earlier
from kzcheck.gather import history
from kzcheck.matching.links.page_states import PageState

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://example.org/minutes"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DEAD = Earlier(NOON, "dead", "gone")


@pytest.fixture
def looks(tmp_path: Path) -> Path:
    """A file with one visit to a dead link."""
    file = tmp_path / history.FILE
    history.remember(file, {URL: PageState("dead", "gone")}, NOON)
    return file


def change(looks: Path, *statements: str) -> None:
    with closing(sqlite3.connect(looks, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_visit_is_remembered(looks: Path):
    assert history.recall(looks, [URL, "http://example.org/other"]) == {URL: (DEAD,)}


@pytest.mark.parametrize("wrong", ["'noon', 'ok', ''", "9e99, 'ok', ''", "1, x'ff', ''", "1, 'ok', NULL", "NULL, NULL, NULL"])
def test_a_row_with_values_of_other_types_is_ignored(looks: Path, wrong: str):
    change(looks, f"INSERT INTO looks VALUES ('{URL}', {wrong})")  # noqa: S608

    assert history.recall(looks, [URL]) == {URL: (DEAD,)}


def test_an_impossible_time_is_ignored(looks: Path):
    change(looks, f"INSERT INTO looks VALUES ('{URL}', 9000000000000000000, 'ok', '')")  # noqa: S608

    assert history.recall(looks, [URL]) == {}


def test_an_endless_view_is_not_read(looks: Path):
    change(
        looks,
        "DROP TABLE looks",
        "CREATE VIEW looks AS WITH RECURSIVE more(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM more) "
        "SELECT 'http://example.org/minutes' AS url, x AS time, 'ok' AS state, '' AS kind FROM more",
    )
    before = looks.read_bytes()
    history.remember(looks, {URL: PageState("ok")}, NOON)

    assert history.recall(looks, [URL]) == {}
    assert looks.read_bytes() == before


def test_visits_through_a_proxy_are_stored_separately(tmp_path: Path):
    names = {history.file(tmp_path, passage).name for passage in ("", "a" * 64, "b" * 64)}

    assert len(names) == 3
    assert history.FILE in names
