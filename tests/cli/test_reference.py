"""`kzcheck reference` for a single work without a list, and in folders with and without one."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from kzcheck.cli.claim import Form
from kzcheck.cli.reference import reference
from kzcheck.csl import Date, Item, Name, to_json
from kzcheck.errors import UnreadableError, UsageError
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from conftest import Run

ARTICLE = next(articles(1))
BOOK = Item("b", "book", "A Grammar of Invented Things", (Name("Iskakova", "A."),), issued=Date((2001,)), isbn="9783161484100")
PREPRINT = replace(ARTICLE, type="article", doi="10.48550/arxiv.2101.00001")
MEDICAL = replace(ARTICLE, pmid="12345")

shown = partial(reference, form=Form.JSON, no_cache=True)


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in an empty folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))


def listed(*works: Item) -> Path:
    file = Path("list.json")
    file.write_text(json.dumps([to_json(work) for work in works]), "utf-8")
    return file


def card(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("work", "wanted"),
    [
        (BOOK, "978-3-16-148410-0"),
        (BOOK, "316148410X"),
        (PREPRINT, "arXiv:2101.00001v3"),
        (PREPRINT, "https://arxiv.org/abs/2101.00001"),
        (MEDICAL, "PMID: 12345"),
        (MEDICAL, "https://pubmed.ncbi.nlm.nih.gov/12345/"),
        (ARTICLE, f"https://example.org/doi/full/{ARTICLE.doi}"),
    ],
)
def test_a_work_is_found_by_any_identifier(work: Item, wanted: str, monkeypatch: pytest.MonkeyPatch, capsys):
    with Services((work,), agencies={PREPRINT.doi: "DataCite"}) as services:
        for name, value in (services.environment | {"KZCHECK_SERVICES_SEMANTIC_SCHOLAR_KEY": "KEY"}).items():
            monkeypatch.setenv(name, value)
        shown(wanted)

    result = card(capsys)
    assert result["resolution"] == "found"
    assert result["records"][0]["item"]["title"] == work.title


def test_an_address_without_an_identifier_is_shown_as_it_is(capsys):
    shown("https://example.com/rivers.html", offline=True)

    assert card(capsys)["item"]["URL"] == "https://example.com/rivers.html"


@pytest.mark.parametrize("wanted", ["nonsense", "two words", "10.5555", ""])
def test_text_that_identifies_no_work_requires_a_list(wanted: str):
    with pytest.raises(UnreadableError) as caught:
        shown(wanted)

    first, second = caught.value.problems
    assert first.startswith(f'"{wanted}" is no DOI')
    assert "no list of references" in second


def test_an_id_missing_from_the_list_gets_a_suggestion():
    with pytest.raises(UsageError, match="similar: nye1990"):
        shown("nye1991", path=listed(replace(ARTICLE, id="nye1990")), offline=True)


def test_an_id_that_looks_like_a_doi_is_searched_in_the_list_first(capsys):
    shown("10.5555/mine", path=listed(replace(ARTICLE, id="10.5555/mine", doi=""), BOOK), offline=True)

    assert card(capsys)["item"]["title"] == ARTICLE.title


def test_a_doi_is_looked_up_beside_an_unreadable_list(capsys):
    Path("references.yaml").write_text("references: [", "utf-8")
    shown(ARTICLE.doi, offline=True)

    assert card(capsys)["item"]["DOI"] == ARTICLE.doi


def test_saved_evidence_takes_precedence_over_the_network(kzcheck: Run, tmp_path: Path):
    with Services((ARTICLE,)) as services:
        kzcheck("audit", listed(BOOK), "--offline", "--save-evidence", "e.json", cwd=tmp_path)
        done = kzcheck("reference", ARTICLE.doi, "--evidence", "e.json", cwd=tmp_path, env=services.environment)

        assert services.asked == []
    assert done.returncode == 0
    assert "new or changed" in done.stdout


def test_the_fields_of_a_pasted_reference_are_shown_and_judged_as_in_a_list(kzcheck: Run, tmp_path: Path):
    pasted = "Doe J. Rivers of examples // Journal of Examples. 2010. № 4. P. 171–153."
    done = kzcheck("reference", pasted, "--offline", cwd=tmp_path)

    assert "title: Rivers of examples\njournal or book: Journal of Examples\n" in done.stdout
    assert "REF203" in done.stdout


def test_json_names_the_fields_of_a_pasted_reference_that_were_read_with_doubt(kzcheck: Run, tmp_path: Path):
    done = kzcheck("reference", "Doe J. Rivers. Lakes. Roads 12 13.", "--offline", "--format", "json", cwd=tmp_path)
    card = json.loads(done.stdout)

    assert card["doubtful"]
    assert not {*card["doubtful"]} & {*card["item"]}
    assert [finding["code"] for finding in card["findings"]] == ["KZ007"]
