"""An audit with an index on this machine: it is asked first, offline too, and its silence counts only where it has all works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Failed, Found
from kzcheck.index import building
from lab.services import Services
from lab.snapshots import crossref, lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run
    from tests.gather.conftest import Audit

    from kzcheck.finding import Report

GLACIERS = Item(
    "a",
    type="article-journal",
    title="The glaciers of valley 7 and what became of them",
    author=(Name(family="Name7", given="A."),),
    container_title="Journal of Invented Ice",
    issued=Date(start=(1997,)),
    volume="7",
)
BADGERS = Item(
    "b",
    type="article-journal",
    title="What badgers say about invented journals",
    author=(Name(family="Nobody", given="N."),),
    container_title="Journal of Invented Ice",
    issued=Date(start=(2001,)),
)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """The folder of an index that does not exist yet."""
    return tmp_path / "index"


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A file with 300 of Crossref's works."""
    path = tmp_path / "crossref.jsonl"
    path.write_bytes(lines(map(crossref, range(300))))
    return path


@pytest.fixture
def index(snapshot: Path, into: Path) -> Path:
    """An index of these works."""
    building.build([snapshot], into)
    return into


def here(into: Path) -> dict[str, str]:
    return {"KZCHECK_INDEX_PATH": str(into)}


def asked(report: Report, name: str) -> dict[str, object]:
    return {question.service: question.answer for question in report.evidence.resolutions[name].asked}


def test_offline_a_work_is_found_in_the_index_and_the_report_says_so(index: Path, kzcheck: Run, tmp_path: Path):
    (tmp_path / "references.yaml").write_text(
        "- {id: a, type: article-journal, title: The glaciers of valley 7 and what became of them, author: [{family: Name7}],"
        " container-title: Journal of Invented Ice, issued: 1997}\n",
        "utf-8",
    )
    done = kzcheck("audit", tmp_path / "references.yaml", "--offline", env=here(index))

    assert "records: 1 of 1 reference checked" in done.stdout
    assert "your index was asked first: Crossref as of 2025-03-02, 300 works" in done.stdout
    assert "10.5555/w7" in done.stdout
    card = kzcheck("reference", "a", "--path", tmp_path / "references.yaml", "--offline", env=here(index)).stdout
    assert "(2025-03-02)" in card


def test_offline_a_work_that_the_index_lacks_is_not_checked(index: Path, audit: Audit):
    report = audit(here(index), BADGERS, offline=True)

    assert "b" not in report.evidence.resolutions
    assert [item.reason for item in report.unchecked if item.step == "records"] == ["the audit was run offline"]


def test_services_are_not_asked_what_the_index_knows(index: Path, audit: Audit):
    with Services([]) as services:
        report = audit({**services.environment, **here(index)}, GLACIERS)

    assert isinstance(asked(report, "a")["crossref"], Found)
    assert services.asked == []


def test_services_are_asked_what_the_index_does_not_know(index: Path, audit: Audit):
    with Services([BADGERS]) as services:
        audit({**services.environment, **here(index)}, BADGERS)

    assert "crossref" in {name for name, _ in services.asked}


def test_silence_counts_only_if_the_snapshot_has_all_works_up_to_a_later_year(snapshot: Path, into: Path, audit: Audit):
    building.build([snapshot], into, "crossref")
    with Services([]) as services:
        report = audit({**services.environment, **here(into)}, BADGERS)
        assert "crossref" not in {name for name, _ in services.asked}
        assert "WORK401" in {finding.code for finding in report.findings}

    for year in (2025, 12024):
        recent = Item(
            "b", type=BADGERS.type, title=BADGERS.title, author=BADGERS.author, container_title="Ice", issued=Date((year,))
        )
        with Services([]) as services:
            audit({**services.environment, **here(into)}, recent)
            assert "crossref" in {name for name, _ in services.asked}


def test_offline_no_work_is_unknown_while_other_services_were_not_asked(snapshot: Path, into: Path, audit: Audit):
    building.build([snapshot], into, "crossref")
    report = audit(here(into), BADGERS, offline=True)

    assert "WORK401" not in {finding.code for finding in report.findings}
    assert isinstance(asked(report, "b")["openalex"], Failed)


def test_latin_and_cyrillic_forms_meet(into: Path, tmp_path: Path, audit: Audit):
    snapshot = tmp_path / "s.jsonl"
    works = [
        crossref(1, "Волга и Казань: история великой реки", "Щербаков"),
        crossref(2, "Istoriya gorodov Kazakhstana", "Nazarova"),
    ]
    snapshot.write_bytes(lines([*works, *map(crossref, range(10, 200))]))
    building.build([snapshot], into)
    latin = Item(
        "a",
        type="article-journal",
        title="Volga i Kazan': istoriia velikoi reki",
        author=(Name(family="Shcherbakov"),),
        issued=Date((1991,)),
    )
    cyrillic = Item(
        "b", type="article-journal", title="История городов Казахстана", author=(Name(family="Назарова"),), issued=Date((1992,))
    )
    report = audit(here(into), latin, offline=True)
    assert asked(report, "a")["crossref"].records[0].id == "10.5555/w1"
    report = audit(here(into), cyrillic, offline=True)
    assert asked(report, "b")["crossref"].records[0].id == "10.5555/w2"


def test_a_list_of_ones_own_finds_works_and_its_silence_says_nothing(into: Path, tmp_path: Path, audit: Audit):
    (tmp_path / "mine.bib").write_text(
        "@article{x, title={What badgers say about invented journals}, author={Nobody, N.}, year={2001}}"
    )
    building.build([tmp_path / "mine.bib"], into)

    report = audit(here(into), BADGERS, GLACIERS, offline=True)
    assert isinstance(asked(report, "b")["own"], Found)
    assert "a" not in report.evidence.resolutions


def test_a_record_of_the_index_says_nothing_about_later_retractions(index: Path, audit: Audit):
    report = audit(here(index), GLACIERS, offline=True)

    (reason,) = [item.reason for item in report.unchecked if item.step == "retractions" and item.reference]
    assert "has no later notices" in reason


def test_the_plan_says_that_the_index_is_asked(index: Path, kzcheck: Run, folder: Path):
    plan = kzcheck("audit", folder, "--plan", env=here(index)).stdout

    assert "The index on this machine is asked first: Crossref as of 2025-03-02, 300 works" in plan


def test_an_articles_own_settings_cannot_name_an_index(index: Path, kzcheck: Run, folder: Path):
    (folder / "kzcheck.toml").write_text(f'[index]\npath = "{index}"\n', "utf-8")
    done = kzcheck("audit", folder, "--offline")

    assert "KZ009" in done.stdout
    assert "your index" not in done.stdout


def test_a_damaged_index_is_one_line_and_the_audit_goes_on(index: Path, kzcheck: Run, folder: Path):
    (index / "crossref" / "meta.json").write_text("{", "utf-8")
    done = kzcheck("audit", folder, "--offline", env=here(index))

    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "this index is damaged" in done.stderr
