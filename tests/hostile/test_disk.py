"""Hostile files of an author: forged answers and tables, symbolic links to other people's files, pipes instead of files."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kzcheck.csl import to_json
from lab.server import Answer, Lab
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

WORKS = tuple(articles(2))
TABLE = (
    "RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason\n"
    f"5/1/2020 0:00,10.5555/notice,{WORKS[0].doi},Retraction,+Data;\n"
)
NOT_BELIEVED = "nothing is kept or believed there in this run, since it is in the article's folder or repository"
PRIVATE = "aws_secret_access_key = wJalrXUtnFEMI\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """An author's list of two works, in a folder of a repository."""
    (tmp_path / "work" / ".git").mkdir(parents=True)
    folder = tmp_path / "work" / "paper"
    folder.mkdir()
    (folder / "references.json").write_text(json.dumps([to_json(work) for work in WORKS]), "utf-8")
    return folder / "references.json"


PLACES: dict[str, Callable[[Path], Path]] = {
    "the article's folder": lambda folder: folder / ".kzcheck",
    "its repository": lambda folder: folder.parent / ".kzcheck" / "answers",
    "a link that leads into it": lambda folder: folder.parent.parent / "into",
    "a link in it that leads out": lambda folder: folder / "out",
}


def cache(listed: Path, place: str) -> Path:
    """Create a cache folder at a place where an author can put files."""
    folder, home = listed.parent, listed.parents[2]
    cache_folder = PLACES[place](folder)
    if place == "a link that leads into it":
        cache_folder.symlink_to(folder)
    elif place == "a link in it that leads out":
        (home / "elsewhere").mkdir()
        cache_folder.symlink_to(home / "elsewhere")
    else:
        cache_folder.mkdir(parents=True)
    return cache_folder


def everything(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("place", PLACES)
def test_answers_in_the_authors_folder_are_neither_used_nor_stored(kzcheck: Run, listed: Path, tmp_path: Path, place: str):
    own, forged = tmp_path / "own", cache(listed, place)
    with Services(WORKS) as services:
        env = services.environment | {"KZCHECK_LINKS_SECOND_LOOK": "0"}
        kzcheck("audit", listed, "--select", "WORK", env=env | {"KZCHECK_CACHE_DIR": str(own)})
        for name, content in everything(own).items():
            (forged / name).write_bytes(content)
        before = everything(forged)
        services.lab.calls.clear()
        done = kzcheck("audit", listed, "--select", "WORK", env=env | {"KZCHECK_CACHE_DIR": str(forged)})

        assert services.asked
        after = everything(forged)
        services.lab.calls.clear()
        trusting = kzcheck("audit", listed, "--select", "WORK", "--trust-settings", env=env | {"KZCHECK_CACHE_DIR": str(forged)})
        assert not services.asked
    assert done.returncode == 0
    assert done.stderr == f"kzcheck: {forged}: {NOT_BELIEVED}; KZCHECK_CACHE_DIR names another folder\n"
    assert trusting.stderr == ""
    assert after == before


@pytest.mark.parametrize("place", PLACES)
def test_a_table_of_retractions_in_the_authors_folder_is_not_used(kzcheck: Run, listed: Path, place: str):
    forged = cache(listed, place)
    (forged / "retraction_watch.csv").write_text(TABLE, "utf-8")
    before = everything(forged)
    done = kzcheck("audit", listed, "--offline", "--format", "json", env={"KZCHECK_CACHE_DIR": str(forged)})
    report = json.loads(done.stdout)

    assert "WORK421" not in {finding["code"] for finding in report["findings"]}
    assert report["summary"]["retractions"] is None
    assert NOT_BELIEVED in done.stderr
    assert everything(forged) == before


def test_the_index_of_a_users_table_is_never_in_the_authors_folder(kzcheck: Run, listed: Path, tmp_path: Path):
    forged = cache(listed, "the article's folder")
    own = tmp_path / "own.csv"
    own.write_text(TABLE, "utf-8")
    env = {"KZCHECK_CACHE_DIR": str(forged), "KZCHECK_RETRACTIONS_PATH": str(own)}
    done = kzcheck("audit", listed, "--offline", "--format", "json", env=env)

    assert "WORK421" in {finding["code"] for finding in json.loads(done.stdout)["findings"]}
    assert everything(forged) == {}


def test_an_endless_view_in_a_restored_cache_is_harmless(kzcheck: Run, listed: Path, tmp_path: Path):
    own = tmp_path / "own"
    own.mkdir()
    view = "AS WITH RECURSIVE more(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM more) SELECT"
    for name, table, columns in (
        ("answers", "answers", "'k' AS key, x AS value, 9e9 AS expires"),
        ("links", "looks", "'u' AS url, x AS time, 'ok' AS state, '' AS kind"),
    ):
        with closing(sqlite3.connect(own / f"{name}.sqlite")) as connection:
            connection.execute(f"CREATE VIEW {table} {view} {columns} FROM more")
    with Services(WORKS) as services:
        done = kzcheck("audit", listed, env=services.environment | {"KZCHECK_CACHE_DIR": str(own)})

    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "no answers are kept in this run (it holds something other than our tables)" in done.stderr


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("kzcheck.toml", (), 2),
        ("evidence.json", ("--evidence", "evidence.json"), 3),
        ("kzcheck-baseline.json", ("--baseline", "kzcheck-baseline.json"), 3),
        ("references.json", (), 3),
    ],
)
@pytest.mark.parametrize("place", ["home/credentials", "work/paper/.git/config", "work/.git/config"])
def test_the_target_of_an_authors_symbolic_link_is_never_shown(  # noqa: PLR0913, PLR0917
    kzcheck: Run, listed: Path, tmp_path: Path, place: str, name: str, options: tuple[str, ...], code: int
):
    private = tmp_path / place
    private.parent.mkdir(exist_ok=True)
    private.write_text(PRIVATE, "utf-8")
    (listed.parent / name).unlink(missing_ok=True)
    (listed.parent / name).symlink_to(private)
    done = kzcheck("audit", "references.json", "--offline", *options, cwd=listed.parent)

    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"kzcheck: {name}: is a symbolic link that leads out of the article's folder")
    assert done.stderr.count("\n") == 1


def test_a_table_of_retractions_is_never_downloaded_to_a_file_named_in_the_settings(kzcheck: Run, tmp_path: Path):
    own = tmp_path / ".bashrc"
    own.write_text("kept", "utf-8")
    with Lab(lambda _: Answer(200, {}, TABLE.encode())) as lab:
        env = {"KZCHECK_RETRACTIONS_URL": f"{lab.url}/table.csv", "KZCHECK_RETRACTIONS_PATH": str(own)}
        done = kzcheck("retractions", "update", env=env)

        assert lab.calls == []
    assert done.returncode == 2
    assert "names your own table" in done.stderr
    assert done.stderr.count("\n") == 1
    assert own.read_text("utf-8") == "kept"
