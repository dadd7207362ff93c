"""Manuscripts from a user's view: which files are taken for one, what is said about it, and what its reports name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cli.test_known import commit, git

from kzcheck import audit
from word_files import cited, docx, field, p, zotero

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

BODY = (
    p("Introduction", style="Heading1")
    + p("Rivers rise in spring [1]. Winds are older than rivers [2, p. 12].")
    + p("Nothing was ever written about rain, which falls without a source. " * 20)
    + p("References", style="Heading1")
    + p("1. Iskakova A. B. A Grammar of Invented Things. Almaty: Steppe Press, 2001. 210 p.")
    + p("2. Doe J. Winds of the Steppe // Journal of Invented Geography. 2010. Vol. 4. P. 11–29.")
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
PAPER = docx(BODY, styles=STYLES)
UNDERSTOOD = "2 references, 2 citing sentences, numeric style, list under “References”"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A folder with a manuscript."""
    (tmp_path / "paper.docx").write_bytes(PAPER)
    return tmp_path


@pytest.mark.parametrize("path", ["paper.docx", "."])
def test_a_manuscript_is_audited_and_standard_error_says_how_it_was_understood(kzcheck: Run, paper: Path, path: str):
    done = kzcheck("audit", path, "--offline", cwd=paper)

    assert done.stderr == f"kzcheck: read paper.docx: {UNDERSTOOD}\n"
    assert "2 references · 2 citing sentences" in done.stdout
    assert kzcheck("audit", path, "--offline", "--quiet", cwd=paper).stderr == ""


def test_a_manuscript_in_place_of_a_command_leads_to_audit(kzcheck: Run, tmp_path: Path):
    done = kzcheck("paper.docx", cwd=tmp_path)

    assert done.stderr == "kzcheck: paper.docx is not a command; to check it, type: kzcheck audit paper.docx\n"


def test_the_plan_begins_with_how_a_manuscript_was_understood(kzcheck: Run, paper: Path):
    done = kzcheck("audit", "paper.docx", "--plan", cwd=paper)

    assert done.stdout.startswith(f"paper.docx: {UNDERSTOOD}\n")
    assert "\nnothing would be sent\n" in kzcheck("audit", "--plan", "--offline", cwd=paper).stdout


ITEMS = "\\begin{thebibliography}{2}\n\\bibitem{a} Doe J. Rivers. 2001.\n\\bibitem{b} Roe J. Winds. 2002.\n\\end{thebibliography}\n"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"paper.tex": ITEMS}, "list from line 4"),
        ({"paper.tex": "\\bibliography{refs}\n", "paper.bbl": ITEMS}, "list in paper.bbl"),
        ({"paper.tex": f"\\section{{References}}\n{ITEMS}"}, "list under “References”"),
    ],
)
def test_a_list_without_a_heading_is_named_by_its_place(kzcheck: Run, tmp_path: Path, files: dict[str, str], place: str):
    text = "\\section{Introduction}\nRivers rise \\cite{a}, and winds fall \\cite{b}.\n"
    for name, end in files.items():
        (tmp_path / name).write_text(text * name.endswith(".tex") + end, "utf-8")

    assert kzcheck("audit", "paper.tex", "--plan", cwd=tmp_path).stdout.splitlines()[0].endswith(f", {place}")


def test_a_list_given_with_a_manuscript_takes_the_place_of_its_own(kzcheck: Run, paper: Path):
    titles = {"grammar": "A Grammar of Invented Things", "winds": "Winds of the Steppe"}
    entries = "".join(f"@book{{{key}, title = {{{title}}}, year = 2001}}\n" for key, title in titles.items())
    (paper / "refs.bib").write_text(entries, "utf-8")
    done = kzcheck("audit", "paper.docx", "refs.bib", "--offline", cwd=paper)

    assert done.stderr == ("kzcheck: read paper.docx: 2 references, 2 citing sentences, numeric style, list under “References”\n")
    assert "2 references · 2 citing sentences" in done.stdout


def test_a_word_document_beside_a_list_is_pointed_to(kzcheck: Run, paper: Path):
    (paper / "refs.bib").write_text("@book{a, title = {Rivers}}\n", "utf-8")
    done = kzcheck("audit", "--offline", cwd=paper)

    assert done.stderr == (
        "kzcheck: list: refs.bib; not read: paper.docx (kzcheck audit paper.docx refs.bib checks its text against the list)\n"
    )


def test_a_manuscript_without_a_list_says_what_is_missing(kzcheck: Run, tmp_path: Path):
    (tmp_path / "paper.docx").write_bytes(docx(p("Rivers rise in spring.")))
    done = kzcheck("audit", "--offline", cwd=tmp_path)

    assert "no list of references (if it is in a file of its own, give both)" in done.stderr


def test_python_audits_a_manuscript(paper: Path):
    assert [entry.id for entry in audit(paper / "paper.docx", offline=True).article.references] == ["1", "2"]


def test_since_a_revision_entries_that_did_not_change_are_known(kzcheck: Run, paper: Path):
    uncited = BODY + p("3. Brown M. Rains of the Steppe. Almaty: Steppe Press, 1999. 90 p.")
    (paper / "paper.docx").write_bytes(docx(uncited, styles=STYLES))
    git(paper, "init", "--quiet", "--initial-branch", "main")
    commit(paper)
    command = ("audit", "paper.docx", "--offline", "--since", "HEAD", "--select", "CITE102", "--fail-on", "note")
    (paper / "paper.docx").write_bytes(docx(uncited.replace("Rivers rise in spring", "Rivers rise in May"), styles=STYLES))
    unchanged = kzcheck(*command, cwd=paper)
    (paper / "paper.docx").write_bytes(docx(uncited.replace("1999", "1998"), styles=STYLES))
    changed = kzcheck(*command, cwd=paper)

    assert (unchanged.returncode, changed.returncode) == (0, 1)
    assert "1 of them already known" in unchanged.stdout


def test_a_sentence_is_found_by_words_from_memory(kzcheck: Run, paper: Path):
    exact = kzcheck("claim", "winds are OLDER than rivers", "--path", "paper.docx", cwd=paper)

    assert "Winds are older than rivers [2, p. 12]." in exact.stdout
    assert kzcheck("claim", "winds are oldest than river", "--path", "paper.docx", cwd=paper).stdout == exact.stdout
    assert (
        'there is no claim with the words "lakes are younger than hills"; give some words of a sentence'
        in kzcheck("claim", "lakes are younger than hills", "--path", "paper.docx", cwd=paper).stderr
    )


def test_an_entry_is_found_by_the_number_by_which_the_text_cites_it(kzcheck: Run, tmp_path: Path):
    works = (cited("AAAAAAAA", "A Grammar of Invented Things"), cited("BBBBBBBB", "Winds of the Steppe"))
    fields = "".join(
        p(f"Sentence {number} is cited ", field(zotero(work), f"[{number}]"), ".") for number, work in enumerate(works, 1)
    )
    (tmp_path / "paper.docx").write_bytes(docx(fields + p("References", style="Heading1"), styles=STYLES))
    done = kzcheck("reference", "[2]", "--path", "paper.docx", "--offline", cwd=tmp_path)

    assert "Winds of the Steppe" in done.stdout
