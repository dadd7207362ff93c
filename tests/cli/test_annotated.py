"""`--write annotated.docx`: the author's own document with the findings as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx as python_docx
import pytest

from word_files import cited, docx, field, p, zotero

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

WORK = cited("AAAA", "Soft power", locator="900")
WORK["itemData"] = {"type": "book", "issued": {"date-parts": [[2004]]}}
PAPER = docx(p("Soft power was described early ", field(zotero(WORK), "(Nye, 2004, p. 900)"), "."))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A manuscript with faults."""
    file = tmp_path / "paper.docx"
    file.write_bytes(PAPER)
    return file


def test_the_document_comes_back_with_one_comment_for_each_finding(kzcheck: Run, paper: Path):
    target = paper.with_name("annotated.docx")
    done = kzcheck("audit", paper, "--offline", "--format", "concise", "--write", target)

    findings = [line for line in done.stdout.splitlines() if line.startswith("paper.docx:")]
    assert findings
    *comments, checked = python_docx.Document(target).comments
    assert len(comments) == len(findings)
    assert "records: 0 of 1 reference" in checked.text
    assert paper.read_bytes() == PAPER
    assert kzcheck("audit", paper, "--offline", "-q", "--write", target).returncode == done.returncode


def test_another_name_needs_the_word(kzcheck: Run, paper: Path):
    target = paper.with_name("checked.docx")
    kzcheck("audit", paper, "--offline", "-q", "--write", f"annotated:{target}")
    assert [*python_docx.Document(target).comments]


def test_an_article_that_is_not_a_word_document_is_refused_before_anything_is_asked(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--write", folder / "annotated.docx")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "comments need a Word document" in done.stderr


def test_the_authors_own_document_is_never_overwritten(kzcheck: Run, paper: Path):
    done = kzcheck("audit", paper, "--offline", "-q", "--write", f"annotated:{paper}")
    assert done.returncode == 2
    assert "give another name" in done.stderr
    target = paper.with_name("annotated.docx")
    kzcheck("audit", paper, "--offline", "-q", "--write", target)
    again = kzcheck("audit", target, "--offline", "-q", "--write", target)
    assert "is a file that the audit reads" in again.stderr
    python_docx.Document(target).save(target)
    answered = kzcheck("audit", paper, "--offline", "-q", "--write", target)
    assert "is not a file that kzcheck wrote" in answered.stderr


def test_a_document_keeps_its_kind_since_word_opens_no_other(kzcheck: Run, paper: Path):
    macros = paper.rename(paper.with_name("paper.docm"))
    done = kzcheck("audit", macros, "--offline", "--write", paper.with_name("annotated.docx"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "end it in .docm" in done.stderr
    kzcheck("audit", macros, "--offline", "-q", "--write", paper.with_name("annotated.docm"))
    assert paper.with_name("annotated.docm").exists()
