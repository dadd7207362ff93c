"""`kzcheck import`: a manuscript as two files, which read back as the same article, and keep what a person edits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.test_manuscripts import BODY, PAPER, STYLES

from kzcheck import csl, importing
from kzcheck.article import Article, At, Citation, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.readers import read
from word_files import docx, p

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

NOWHERE = Location("", 1, 1, 1, 1)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A folder with a manuscript."""
    (tmp_path / "paper.docx").write_bytes(PAPER)
    return tmp_path


def test_the_files_hold_the_same_article_as_the_manuscript(kzcheck: Run, paper: Path):
    whole = read(paper / "paper.docx")
    done = kzcheck("import", "paper.docx", cwd=paper)
    again = read(paper)

    assert done.returncode == 0
    assert "references.yaml: 2 written" in done.stdout
    assert [content(entry) for entry in again.references] == [content(entry) for entry in whole.references]
    assert [content(claim) for claim in again.claims] == [content(claim) for claim in whole.claims]
    assert not again.unreadable
    assert not again.unknown_fields


def content(subject: Reference | Claim) -> tuple[object, ...]:
    """Return what an entry or a claim says, without places."""
    if isinstance(subject, Reference):
        return subject.item, subject.printed, subject.archived, subject.parallel, subject.related, subject.aliases
    cites = [(citation.reference, citation.locator, citation.label) for citation in subject.citations]
    about = (subject.id, subject.text, subject.quotations, subject.attributed_to, subject.works, subject.section)
    return *about, subject.paragraph, subject.at, cites


def test_the_same_manuscript_gives_the_same_files(kzcheck: Run, paper: Path):
    kzcheck("import", "paper.docx", cwd=paper)
    first = (paper / "references.yaml").read_bytes(), (paper / "claims.yaml").read_bytes()
    kzcheck("import", "paper.docx", "--force", cwd=paper)

    assert ((paper / "references.yaml").read_bytes(), (paper / "claims.yaml").read_bytes()) == first


def test_existing_files_are_only_written_over_by_force(kzcheck: Run, paper: Path):
    (paper / "claims.yaml").write_text("mine", "utf-8")
    done = kzcheck("import", "paper.docx", cwd=paper)

    assert done.returncode == 2
    assert "claims.yaml exist already; --update keeps your edits in them" in done.stderr
    assert (paper / "claims.yaml").read_text("utf-8") == "mine"
    assert not (paper / "references.yaml").exists()


def test_an_update_keeps_edits_where_the_text_did_not_change(kzcheck: Run, paper: Path):
    kzcheck("import", "paper.docx", cwd=paper)
    claims = paper / "claims.yaml"
    claims.write_text(claims.read_text("utf-8").replace("- id: c001\n", "- id: c001  # seen\n  works: [Rivers]\n"), "utf-8")
    listed = paper / "references.yaml"
    listed.write_text(listed.read_text("utf-8").replace("- id: 2\n", "- id: 2\n  type: article-journal\n"), "utf-8")
    first = p("A sentence that is new [2].")
    (paper / "paper.docx").write_bytes(docx(BODY.replace("<w:p>", first + "<w:p>", 1), styles=STYLES))
    done = kzcheck("import", "paper.docx", "--update", cwd=paper)
    again = read(paper)

    assert "claims: 2 kept, 1 new or changed, 0 gone or changed" in done.stdout
    assert "references: 2 kept, 0 new or changed, 0 gone or changed" in done.stdout
    assert [(claim.id, claim.works) for claim in again.claims] == [("c001", ()), ("c002", ("Rivers",)), ("c003", ())]
    assert again.references[1].item.type == "article-journal"
    assert "# seen" in claims.read_text("utf-8")


def test_an_update_keeps_edits_of_the_article_s_own_data_and_comments_before_the_entries(kzcheck: Run, paper: Path):
    kzcheck("import", "paper.docx", cwd=paper)
    claims, listed = paper / "claims.yaml", paper / "references.yaml"
    edited = claims.read_text("utf-8").replace("article:\n", "article:  # checked\n  DOI: 10.5555/rivers\n  title: Winds\n")
    claims.write_text(f"# ours\n{edited}", "utf-8")
    listed.write_text(f"# of the press\n{listed.read_text('utf-8')}", "utf-8")
    (paper / "paper.docx").write_bytes(docx(BODY.replace("<w:p>", p("A new sentence.") + "<w:p>", 1), styles=STYLES))
    kzcheck("import", "paper.docx", "--update", cwd=paper)
    report = kzcheck("audit", "--offline", cwd=paper)

    assert claims.read_text("utf-8").startswith("# ours\nmanuscript:\n")
    assert "article:  # checked\n  DOI: 10.5555/rivers\n  title: Winds\n" in claims.read_text("utf-8")
    assert listed.read_text("utf-8").startswith("# of the press\nreferences:\n- id: 1\n")
    assert read(paper).title == "Winds"
    assert "KZ006" not in report.stdout


@pytest.mark.parametrize(("kept", "missing"), [("claims.yaml", "references.yaml"), ("references.yaml", "claims.yaml")])
def test_an_update_keeps_the_edits_of_the_only_file_that_is_there(kzcheck: Run, paper: Path, kept: str, missing: str):
    kzcheck("import", "paper.docx", cwd=paper)
    edited = (paper / kept).read_text("utf-8").replace("- id: ", "- # seen\n  id: ")
    (paper / kept).write_text(edited, "utf-8")
    written = (paper / missing).read_text("utf-8")
    (paper / missing).unlink()
    done = kzcheck("import", "paper.docx", "--update", cwd=paper)

    assert f"{kept.removesuffix('.yaml')}: 2 kept, 0 new or changed, 0 gone or changed" in done.stdout
    assert (paper / kept).read_text("utf-8") == edited
    assert (paper / missing).read_text("utf-8") == written


def test_claims_of_another_state_of_the_manuscript_are_reported_until_they_are_updated(kzcheck: Run, paper: Path):
    kzcheck("import", "paper.docx", cwd=paper)
    assert "KZ006" not in kzcheck("audit", "--offline", cwd=paper).stdout
    (paper / "paper.docx").write_bytes(docx(BODY.replace("<w:p>", p("A new sentence.") + "<w:p>", 1), styles=STYLES))
    assert "update them with kzcheck import paper.docx --update" in kzcheck("audit", "--offline", cwd=paper).stdout
    kzcheck("import", "paper.docx", "--update", cwd=paper)
    assert "KZ006" not in kzcheck("audit", "--offline", cwd=paper).stdout


def test_a_list_is_not_a_manuscript(kzcheck: Run, folder: Path):
    done = kzcheck("import", "references.yaml", cwd=folder)

    assert done.stderr == "kzcheck: references.yaml: is not a manuscript; give the text itself, such as paper.docx\n"


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(str.strip)
words = texts.filter(bool)
names = st.builds(Name, family=words, given=texts)
dates = words.map(csl.date) | st.sampled_from(
    [Date((2001,)), Date((1889,), (1896,), raw="1889-96"), Date((2001,), season=2, circa=True)]
)


items = st.builds(
    lambda title, author, issued, note: Item("1", "book", title, tuple(author), issued=issued, note=note),
    texts,
    st.lists(names, max_size=2),
    dates,
    texts,
)


@given(item=items, printed=texts, quotes=st.lists(words, max_size=2))
def test_any_article_is_read_again_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, item: Item, printed: str, quotes: list[str]
):
    folder = tmp_path_factory.mktemp("imported")
    citations = (Citation("1", NOWHERE, "12", "page"), Citation("2", NOWHERE))
    at = At("paper.docx", "3")
    claim = Claim("c1", "Words.", NOWHERE, citations, tuple(quotes), section=item.title, at=at, printed=printed)
    article = Article((Reference(item, NOWHERE, printed=printed),), (claim,))
    entries = importing.references_yaml(article.references), importing.claims_yaml(article.claims)
    (folder / "references.yaml").write_text("references:\n" + "".join(entries[0]), "utf-8", newline="")
    head = importing.head_of(article, "paper.docx", "0" * 64)
    (folder / "claims.yaml").write_text(f"{head}claims:\n" + "".join(entries[1]), "utf-8", newline="")
    again = read(folder)

    assert not again.unreadable
    assert (importing.references_yaml(again.references), importing.claims_yaml(again.claims)) == entries
    assert again.claims[0].quotations == tuple(quotes)
    assert again.references[0].item == item


def test_doubtful_fields_are_written_and_named_and_count_once_their_name_is_deleted(kzcheck: Run, tmp_path: Path):
    entries = ("Doe J. Rivers. Lakes. Roads 12 13.", "Nye J.S. Soft Power // Foreign Policy. 1990. № 80. P. 153–171.")
    text = "\n\n".join(
        ("# Rivers", "Rivers rise [1]. " * 80, "# References", *(f"{at}. {entry}" for at, entry in enumerate(entries, 1)))
    )
    (tmp_path / "paper.md").write_text(text, "utf-8")
    kzcheck("import", "paper.md", cwd=tmp_path)
    listed = tmp_path / "references.yaml"
    (tmp_path / "paper.md").unlink()
    doubted, sure = read(listed).references

    assert doubted.doubtful
    assert not sure.doubtful
    assert not any(doubted.item.has(field) for field in doubted.doubtful)
    edited = re.sub(r"    doubtful:(?: .*\n|\n(?:    - .*\n)+)", "", listed.read_text("utf-8"))
    listed.write_text(edited, "utf-8")
    known = read(listed).references[0]
    assert not known.doubtful
    assert known.item == doubted.guess
