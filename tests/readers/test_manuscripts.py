"""Which manuscripts belong to a list, what of a folder is read for them, and where their citations are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.readers import manuscripts, read

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.article import Article

LIST = "@book{a, title={Rivers}}\n@book{b, title={Lakes}}\n@book{c, title={Hills}}\n"


def article(folder: Path, name: str = "refs.bib", **texts: str | bytes) -> Article:
    """Write the list `name` and other files, whose names have `__` for `/`, to a folder, and read the list."""
    for file, text in {name: LIST, **{key.replace("__", "/"): text for key, text in texts.items()}}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(folder / name)


def cited(folder: Path, **texts: str | bytes) -> list[str]:
    return [f"{citation.location.file} {citation.reference}" for citation in article(folder, **texts).cited]


def test_a_citation_has_its_place_in_the_manuscript(tmp_path: Path):
    paper = article(tmp_path, **{"paper.md": "---\nbibliography: refs.bib\n---\n\nRivers [see @a, p. 3].\n"})

    assert [(str(citation.location), citation.reference) for citation in paper.cited] == [("paper.md:5:14", "a")]
    assert paper.cited[0].location.end_column == 15
    assert paper.sources["paper.md"].startswith("---")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("paper.md", "---\nbibliography: refs.bib\n---\n[@a; @zz]"),
        ("paper.qmd", "---\nbibliography: [refs.bib]\n---\n[@a; @zz]"),
        ("paper.Rmd", "---\nbibliography: ./refs.bib\n---\n[@a; @zz]"),
        ("paper.tex", r"\bibliography{refs} \cite{a,zz}"),
        ("paper.TEX", r"\addbibresource{refs.bib} \cite{a,zz}"),
        ("paper.aux", "\\citation{a,zz}\n\\bibdata{refs}\n"),
        ("paper.bcf", "<bcf:citekey>a</bcf:citekey><bcf:citekey>zz</bcf:citekey><bcf:datasource>refs.bib</bcf:datasource>"),
        ("sub__paper.tex", r"\bibliography{../refs} \cite{a,zz}"),
    ],
)
def test_a_manuscript_that_names_the_list_belongs_to_it(tmp_path: Path, file: str, text: str):
    assert [citation.reference for citation in article(tmp_path, **{file: text}).cited] == ["a", "zz"]


@pytest.mark.parametrize("settings", ["_quarto.yml", "chapters___quarto.yml", "_bookdown.yml"])
def test_a_project_names_the_list_of_its_chapters(tmp_path: Path, settings: str):
    path = "refs.bib" if "__" not in settings.lstrip("_") else "../refs.bib"

    texts = {settings: f"project: {{type: book}}\nbibliography: {path}\n", "chapters__one.qmd": "[@a; @zz; @yy]"}
    assert cited(tmp_path, **texts) == ["chapters/one.qmd a", "chapters/one.qmd zz", "chapters/one.qmd yy"]


def test_chapters_in_markdown_beside_one_that_names_the_list_belong_to_it(tmp_path: Path):
    texts = {
        "index.Rmd": "---\nbibliography: refs.bib\n---\n[@a]",
        "01-rivers.Rmd": "[@b]",
        "README.md": "Thanks to @jane and @john.",
    }

    assert cited(tmp_path, **texts) == ["01-rivers.Rmd b", "index.Rmd a"]


def test_if_no_manuscript_names_the_list_those_with_its_keys_count(tmp_path: Path):
    texts = {"paper.md": "[@a; @zz]", "text__draft.tex": r"\cite{b}", "README.md": "Thanks to @jane.", "CHANGES.md": "[@c; @x; @y]"}

    assert cited(tmp_path, **texts) == ["paper.md a", "paper.md zz", "text/draft.tex b"]


def test_a_manuscript_that_names_another_list_does_not_count(tmp_path: Path):
    texts = {"other.bib": "@book{z, title={Z}}", "paper.md": "---\nbibliography: other.bib\n---\n[@a]"}

    assert cited(tmp_path, **texts) == []


@pytest.mark.parametrize(
    "other", ["more.bib", "missing.bib", "../elsewhere.bib", "/elsewhere.bib", "https://example.org/x.bib", "C:\\x.bib"]
)
def test_other_lists_of_the_manuscript_are_named(tmp_path: Path, other: str):
    (tmp_path / "elsewhere.bib").write_text(LIST)
    folder = tmp_path / "paper"
    folder.mkdir()

    paper = article(folder, **{"paper.md": f"---\nbibliography: [refs.bib, '{other}']\n---\n[@a; @zz]", "more.bib": LIST})

    assert paper.unread_lists == (other,)
    assert [citation.reference for citation in paper.cited] == ["a", "zz"]


def test_claims_are_read_instead_of_manuscripts(tmp_path: Path):
    (tmp_path / "references.yaml").write_text("- {id: a, type: book, title: Rivers}\n")
    (tmp_path / "paper.md").write_text("---\nbibliography: references.yaml\n---\n[@zz]")
    assert [claim.text for claim in read(tmp_path).claims] == ["[@zz]"]

    (tmp_path / "claims.yaml").write_text("claims:\n- {id: c1, text: Rivers exist., cites: [a]}\n")
    assert [claim.text for claim in read(tmp_path).claims] == ["Rivers exist."]


@pytest.mark.parametrize(
    "texts",
    [
        {"paper.md": "---\nbibliography: refs.bib\n---\n\nRivers flow [@a]. It is so.\n"},
        {"paper.tex": "\\begin{document}Rivers flow \\cite{a}. It is so.\\bibliography{refs}\\end{document}"},
        {"text/paper.tex": "\\bibliography{../refs}\\input{text/part}", "text/part.tex": "Rivers flow \\cite{a}. It is so."},
    ],
)
def test_in_a_folder_the_only_manuscript_that_names_the_list_is_read_as_a_whole(tmp_path: Path, texts: dict[str, str]):
    article(tmp_path, **{name.replace("/", "__"): text for name, text in texts.items()})
    paper = read(tmp_path)

    assert [[citation.reference for citation in claim.citations] for claim in paper.claims] == [["a"]]
    assert paper.document
    assert paper.claims[0].text.startswith("Rivers flow [")
    assert {*paper.sources} == {"refs.bib", *texts}


@pytest.mark.parametrize("given", [".", "paper.md"])
def test_a_list_beside_the_only_manuscript_is_its_list_though_it_is_not_named(tmp_path: Path, given: str):
    article(tmp_path, **{"paper.md": "Rivers flow [@a; @b]. It is so.\n", "README.md": "Thanks to @jane.\n"})
    paper = read(tmp_path / given)

    assert paper.document
    assert [[citation.reference for citation in claim.citations] for claim in paper.claims] == [["a", "b"]]
    assert [reference.id for reference in paper.references] == ["a", "b", "c"]


def test_a_list_beside_a_manuscript_that_has_few_of_its_keys_is_not_its_list(tmp_path: Path):
    article(tmp_path, **{"paper.md": "Rivers flow [@a; @x; @y]. It is so.\n"})

    assert read(tmp_path / "paper.md").references == ()


def test_of_several_manuscripts_with_one_list_only_the_keys_are_read(tmp_path: Path):
    text = "---\nbibliography: refs.bib\n---\n\nRivers flow [@a].\n"
    article(tmp_path, **{"paper.md": text, "talk.md": text})

    assert (read(tmp_path).claims, len(read(tmp_path).cited)) == ((), 2)


def test_a_manuscript_that_names_a_list_that_is_missing_says_so(tmp_path: Path):
    (tmp_path / "paper.md").write_text("---\nbibliography: [refs.bib, gone.bib]\n---\n\nRivers flow [@a].\n")
    (tmp_path / "refs.bib").write_text(LIST)

    paper = read(tmp_path / "paper.md")
    assert (len(paper.references), paper.unread_lists) == (3, ("gone.bib",))


@pytest.mark.parametrize("part", ["../secret", "/SECRET", "|cat secret", "~/secret", "link", ".hidden/secret"])
def test_a_manuscript_reads_no_part_outside_its_folder(tmp_path: Path, part: str):
    folder = tmp_path / "paper"
    (folder / ".hidden").mkdir(parents=True)
    for place in (tmp_path / "secret.tex", folder / ".hidden" / "secret.tex"):
        place.write_text("Secret.")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "paper.tex").write_text(f"Text \\input{{{part.replace('SECRET', str(tmp_path)[1:] + '/secret')}}}.")

    document = read(folder / "paper.tex").document
    assert document
    assert [block.text for block in document.blocks] == ["Text ."]


def test_the_parts_of_a_document_are_read_in_order(tmp_path: Path):
    texts = {
        "main.tex": r"\documentclass{book}\input{setup}\include{chapters/one}\subfile{chapters/two.tex}\cite{c}",
        "setup.tex": r"\newcommand{\mycite}[1]{\cite{#1}}\bibliography{refs}",
        "chapters__one.tex": r"\mycite{a}\input{chapters/more}",
        "chapters__more.tex": r"\cite{b}",
        "chapters__two.tex": r"\documentclass[../main]{subfiles} \cite{two}",
        "chapters__left.tex": r"\cite{left}",
    }

    assert cited(tmp_path, **texts) == [
        "main.tex c", "chapters/one.tex a", "chapters/more.tex b", "chapters/two.tex two"
    ]  # fmt: skip


def test_markdown_includes_its_parts(tmp_path: Path):
    texts = {
        "paper.qmd": "---\nbibliography: refs.bib\n---\n{{< include parts/_one.qmd >}}",
        "parts___one.qmd": "[@a] and [@zz; @yy]",
    }

    assert cited(tmp_path, **texts) == ["parts/_one.qmd a", "parts/_one.qmd zz", "parts/_one.qmd yy"]


def test_files_that_include_each_other_are_read_once(tmp_path: Path):
    texts = {
        "root.tex": r"\bibliography{refs}\input{one}\input{root}",
        "one.tex": r"\input{two}\cite{a}",
        "two.tex": r"\input{one}\cite{b}",
    }

    assert cited(tmp_path, **texts) == ["one.tex a", "two.tex b"]


def test_a_long_chain_of_files_is_read(tmp_path: Path):
    parts = {f"p{number}.tex": rf"\input{{p{number + 1}}}\cite{{k{number}}}" for number in range(300)}

    assert len(cited(tmp_path, **parts, **{"main.tex": r"\bibliography{refs}\input{p0}"})) == 300


@pytest.mark.parametrize("part", ["../secret", "/SECRET", "|cat secret", "~/secret", "link", "folder/secret", ".hidden/secret"])
def test_nothing_outside_the_folder_is_included(tmp_path: Path, part: str):
    folder, outside = tmp_path / "paper", tmp_path / "secret.tex"
    (folder / ".hidden").mkdir(parents=True)
    outside.write_text(r"\cite{secret}")
    (folder / ".hidden" / "secret.tex").write_text("nothing")
    (folder / "link.tex").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)
    part = part.replace("SECRET", str(outside).strip("/"))

    paper = article(folder, **{"main.tex": rf"\bibliography{{refs}}\cite{{a}}\input{{{part}}}\import{{{part}}}{{{part}}}"})

    assert [citation.reference for citation in paper.cited] == ["a"]
    assert {*paper.sources} == {"refs.bib", "main.tex"}


def test_a_file_of_latex_does_not_count_beside_its_source(tmp_path: Path):
    texts = {"paper.tex": r"\bibliography{refs} \cite{a}", "paper.aux": "\\citation{old}\n\\bibdata{refs}\n"}

    assert cited(tmp_path, **texts) == ["paper.tex a"]


def test_works_that_a_manuscript_lists_itself_are_not_cited_from_the_list(tmp_path: Path):
    assert cited(tmp_path, **{"paper.tex": r"\bibliography{refs}\cite{a,own}\bibitem{own}"}) == ["paper.tex a"]


@pytest.mark.parametrize("content", [b"\\bibliography{refs}\0\\cite{a}", b"\\cite{a}" * (manuscripts.LARGEST // 8 + 1)])
def test_a_manuscript_that_cannot_be_read_is_noted(tmp_path: Path, content: bytes):
    paper = article(tmp_path, **{"paper.tex": content, "notes.md": b""})

    assert [(str(note.location), note.wrong.code) for note in paper.unreadable] == [("paper.tex:1:1", "manuscript")]
    assert len(paper.references) == 3
    assert not paper.cited


def test_a_manuscript_in_another_encoding_is_read(tmp_path: Path):
    text = "\\bibliography{refs} Größe der Flüsse \\cite{a}"

    assert cited(tmp_path, **{"paper.tex": text.encode("cp1252")}) == ["paper.tex a"]
    assert cited(tmp_path, **{"paper.tex": text.encode("utf-16")}) == ["paper.tex a"]


THESIS = "\\addbibresource{biblio/refs.bib}\n\\input{text/one}\n"


def test_a_manuscript_above_names_a_list_that_is_given_by_name(tmp_path: Path):
    paper = article(tmp_path, "biblio/refs.bib", **{"thesis.tex": THESIS, "text__one.tex": "\\cite{a,zz}"})

    assert [f"{citation.location} {citation.reference}" for citation in paper.cited] == [
        "../text/one.tex:1:7 a",
        "../text/one.tex:1:9 zz",
    ]
    assert set(paper.sources) == {"refs.bib", "../text/one.tex"}


def test_chapters_of_a_project_above_are_read(tmp_path: Path):
    texts = {"_quarto.yml": "bibliography: lists/refs.bib\n", "index.qmd": "[@a]", "chapters__one.qmd": "[@b]"}
    paper = article(tmp_path, "lists/refs.bib", **texts)

    assert {citation.reference for citation in paper.cited} == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "unread"),
    [("\\bibliography{bib/refs,bib/more,missing}", ("missing", "more.bib")), ("\\bibliography{bib/refs,other}", ("../other.bib",))],
)
def test_other_lists_of_a_manuscript_above_are_named_from_the_list(tmp_path: Path, text: str, unread: tuple[str, ...]):
    paper = article(tmp_path, "bib/refs.bib", **{"paper.tex": text, "bib__more.bib": LIST, "other.bib": LIST})

    assert paper.unread_lists == unread


@pytest.mark.parametrize(
    "texts",
    [
        {"paper.tex": "\\bibliography{other} \\cite{a,b,c}", "other.bib": LIST},
        {"paper.tex": "\\cite{a,b,c}"},
        {"drafts__paper.tex": "\\bibliography{../biblio/refs} \\cite{a,b,c}"},
        {".paper.tex": THESIS},
    ],
)
def test_other_manuscripts_above_are_not_those_of_the_list(tmp_path: Path, texts: dict[str, str]):
    assert not article(tmp_path, "biblio/refs.bib", **texts).cited


def test_manuscripts_beside_the_list_that_name_it_come_before_those_above(tmp_path: Path):
    texts = {"thesis.tex": "\\bibliography{biblio/refs} \\cite{a}", "biblio__paper.tex": "\\bibliography{refs} \\cite{b}"}

    assert [citation.reference for citation in article(tmp_path, "biblio/refs.bib", **texts).cited] == ["b"]


@pytest.mark.parametrize(
    ("top", "name", "reaches"),
    [
        (None, "repository/a/refs.bib", True),
        (None, "repository/a/b/refs.bib", False),
        ("repository", "repository/a/b/c/refs.bib", True),
        ("repository", "repository/a/b/c/d/refs.bib", False),
        ("repository/a", "repository/a/refs.bib", False),
    ],
)
def test_the_search_above_ends_at_the_top_of_the_repository(tmp_path: Path, top: str | None, name: str, reaches: bool):
    if top:
        (tmp_path / top / ".git").mkdir(parents=True)
    paper = article(tmp_path, name, **{
        "repository__paper.tex": f"\\bibliography{{{name.removeprefix('repository/')}}} \\cite{{a}}"
    })  # fmt: skip

    assert bool(paper.cited) is reaches


def test_a_folder_has_no_manuscripts_above_it(tmp_path: Path):
    article(tmp_path, "biblio/refs.bib", **{"thesis.tex": THESIS, "text__one.tex": "\\cite{a}"})

    assert not read(tmp_path / "biblio").cited


def test_links_above_do_not_lead_out_of_their_folder(tmp_path: Path):
    article(tmp_path, "thesis/biblio/refs.bib", **{"secret.tex": "\\bibliography{biblio/refs} \\cite{a}"})
    (tmp_path / "thesis" / "paper.tex").symlink_to(tmp_path / "secret.tex")

    assert not read(tmp_path / "thesis" / "biblio" / "refs.bib").cited
