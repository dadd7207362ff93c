"""The example manuscript is what its script makes, and kzcheck finds the faults that were planted in it, and no others."""

from __future__ import annotations

import io
import runpy
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kzcheck import audit
from kzcheck.cli import app
from kzcheck.readers import read
from kzcheck.texts import TextAtHand

EXAMPLES = Path(__file__).parents[1] / "examples"
MANUSCRIPT = EXAMPLES / "manuscript.docx"
WITH_TEXTS = EXAMPLES / "with-texts"


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manuscript_is_what_its_script_makes():
    made = runpy.run_path(str(EXAMPLES / "make.py"))["manuscript"]()

    assert parts(made) == parts(MANUSCRIPT.read_bytes())


@pytest.mark.parametrize("manuscript", [MANUSCRIPT, MANUSCRIPT.with_suffix(".md")], ids=lambda path: path.suffix)
def test_exactly_the_planted_faults_are_found(manuscript: Path):
    report = audit(manuscript, offline=True, ignore="KZ003")

    assert sorted((finding.code, finding.claim or finding.reference) for finding in report.findings) == [
        ("ATTR601", "c002"),
        ("ATTR602", "c005"),
        ("CITE101", "c003"),
        ("CITE102", "6"),
        ("CITE104", "c004"),
        ("CITE106", "c002"),
        ("CITE107", "c006"),
    ]


def test_the_work_that_the_list_lacks_is_called_by_its_number_everywhere():
    result = CliRunner().invoke(app, ["claim", "c003", "--offline", "--path", str(MANUSCRIPT)])

    assert "[7]" in result.output
    assert "[]" not in result.output


def test_the_sample_of_a_book_is_what_its_script_makes():
    assert runpy.run_path(str(EXAMPLES / "make.py"))["reader"]() == (WITH_TEXTS / "texts" / "4.pdf").read_bytes()


def test_the_claims_and_entries_with_texts_are_those_of_the_article():
    excerpt, article = read(WITH_TEXTS), read(EXAMPLES.parent)
    entries = {reference.id: reference.item for reference in article.references}
    claims = {claim.id: (claim.text, claim.quotations) for claim in article.claims}

    assert {reference.id: reference.item for reference in excerpt.references}.items() <= entries.items()
    assert {claim.id: (claim.text, claim.quotations) for claim in excerpt.claims}.items() <= claims.items()


def test_each_sample_says_that_it_is_one_and_is_read_as_the_text_of_its_work():
    evidence = audit(WITH_TEXTS, offline=True).evidence

    assert {name: state.where for name, state in evidence.texts.items() if isinstance(state, TextAtHand)} == {
        "1": "texts/1.md",
        "4": "texts/4.pdf",
        "25": "texts/25.md",
    }
    for source in (EXAMPLES / "reader.md", WITH_TEXTS / "texts" / "1.md", WITH_TEXTS / "texts" / "25.md"):
        assert "sample text, written for this documentation" in source.read_text("utf-8").lower()
    assert evidence.comparisons["c08"][0].passages[0].printed == "20"
