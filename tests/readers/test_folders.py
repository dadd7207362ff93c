"""Which files of a folder are an article's, and how several lists are read as one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck.errors import UnreadableError
from kzcheck.readers import files, read, read_files
from kzcheck.readers.folders import article_files, together
from word_files import docx

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[..., None]

CLAIMS = "claims:\n- {id: c1, text: x, cites: [a]}\n"
RIS = "TY  - BOOK\nTI  - An invented book\nER  - \n"


def bib(*keys: str) -> str:
    return "".join(f"@book{{{key}, title = {{Invented {key}}}}}\n" for key in keys)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes files into the folder: their paths in it, and their texts."""

    def put(texts: dict[str, str]) -> None:
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8", newline="")

    return put


def taken(folder: Path) -> tuple[list[str], str]:
    """Return the files of a folder that are read, and the note about them."""
    article = article_files(folder)
    return [article.name(path) for path in (*article.lists, article.claims) if path], article.note


def refused(folder: Path, *given: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(article_files(folder, given))
    (line,) = caught.value.problems
    return line.removeprefix(f"{folder}: ")


def test_references_yaml_comes_first_and_needs_no_note(tmp_path: Path, write: Write):
    write({"references.yaml": "[]", "claims.yaml": CLAIMS, "refs.bib": bib("a"), "paper.md": "---\nbibliography: refs.bib\n---\n"})

    assert taken(tmp_path) == (["references.yaml", "claims.yaml"], "")


@pytest.mark.parametrize(
    "name", ["refs.bib", "references.bib", "library.ris", "references.json", "lists/refs.bib", "a/b/c/d/refs.bib"]
)
def test_the_only_list_is_taken_with_the_claims(tmp_path: Path, write: Write, name: str):
    write(
        {
            name: "[]" if name.endswith("json") else bib("a"),
            "claims.yaml": CLAIMS,
            "notes.txt": "x",
            "data.json": '{"type": "book"}',
        }
    )

    assert taken(tmp_path) == ([name, "claims.yaml"], f"list: {name}; claims: claims.yaml")


def test_claims_beside_a_list_in_a_subfolder_are_taken(tmp_path: Path, write: Write):
    write({"paper/references.yaml": "[]", "paper/claims.yaml": CLAIMS, "README.md": "x"})

    assert taken(tmp_path)[0] == ["paper/references.yaml", "paper/claims.yaml"]


def test_json_and_yaml_are_lists_only_if_they_look_like_one(tmp_path: Path, write: Write):
    write({
        "package.json": '{"name": "x", "type": "module"}',
        "truth.json": '{"entries": {"a": {"type": "book"}}}',
        "map.json": '[{"type": "Feature"}]',
        "_config.yml": "title: x\ntype: book\n",
        "export.json": '[{"id": "a", "type": "article-journal"}]',
    })  # fmt: skip

    assert taken(tmp_path)[0] == ["export.json"]


def test_hidden_folders_and_build_outputs_are_not_searched(tmp_path: Path, write: Write):
    places = (".git", "node_modules/x", "_book", "build", "paper_files", "venv/lib", "__pycache__")
    write({**{f"{place}/refs.bib": bib("a") for place in places}, ".hidden.bib": bib("a")})

    assert refused(tmp_path).startswith("no manuscript and no list of references in")


def test_the_search_is_limited_in_depth_and_number(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch):
    deep = "/".join(f"{level}" for level in range(files.LEVELS + 1))
    write({**{f"{deep[:end]}/notes.txt" if end else "notes.txt": "" for end in range(0, len(deep) + 1, 2)}, f"{deep}/refs.bib": ""})
    assert "no list of references" in refused(tmp_path)

    write({"sub/refs.bib": bib("a")})
    assert taken(tmp_path)[0] == ["sub/refs.bib"]

    monkeypatch.setattr(files, "MOST", 2)
    assert "no list of references" in refused(tmp_path)


def test_folders_that_only_hold_another_do_not_count_as_levels(tmp_path: Path, write: Write):
    write({"a/b/c/d/e/f/g/refs.bib": bib("a")})

    assert taken(tmp_path)[0] == ["a/b/c/d/e/f/g/refs.bib"]


@pytest.mark.parametrize(
    ("manuscript", "text"),
    [
        ("paper.md", "---\nbibliography: lists/mine.bib\n---\n"),
        ("paper.md", "---\r\nbibliography: lists/mine.bib\r\ntitle: Lines of Windows\r\n---\r\n\r\n"),
        ("paper.qmd", "---\nbibliography: [lists/mine.bib]\n---\n"),
        ("text/paper.Rmd", "---\nbibliography: ../lists/mine.bib\n---\n"),
        ("paper.tex", "\\bibliography{lists/mine}"),
        ("paper.tex", "\\addbibresource{lists/mine.bib}"),
        ("style/preamble.tex", "\\addbibresource{lists/mine.bib}"),
    ],
)
def test_a_manuscript_names_the_list(tmp_path: Path, write: Write, manuscript: str, text: str):
    write({manuscript: text, "old.bib": bib("b"), "lists/mine.bib": bib("a"), "lists/other.bib": bib("c")})

    assert taken(tmp_path) == (["lists/mine.bib"], f"list: lists/mine.bib (named by {manuscript})")


def test_a_project_names_the_list_of_its_chapters(tmp_path: Path, write: Write):
    write({"_quarto.yml": "bibliography: lists/mine.bib\n", "chapter.qmd": "# One\n"})
    write({"old.bib": bib("b"), "lists/mine.bib": bib("a")})

    assert taken(tmp_path) == (["lists/mine.bib"], "list: lists/mine.bib (named by chapter.qmd)")


def test_all_lists_that_an_article_names_are_taken(tmp_path: Path, write: Write):
    write({"paper.tex": "\\bibliography{b,a,missing}", "supplement.md": "---\nbibliography: c.bib\n---\n"})
    write({f"{name}.bib": bib(name) for name in "abcd"})

    assert taken(tmp_path) == (["a.bib", "b.bib", "c.bib"], "lists: a.bib, b.bib, c.bib (named by paper.tex, supplement.md)")


def test_names_that_lead_out_of_the_folder_are_ignored(tmp_path: Path, write: Write):
    write({"secret.bib": bib("b"), "article/paper.md": f"---\nbibliography: [../secret.bib, {tmp_path}/secret.bib]\n---\n"})
    write({"article/refs.bib": bib("a")})

    assert taken(tmp_path / "article") == (["refs.bib"], "list: refs.bib")


def test_links_are_not_searched_and_do_not_lead_out(tmp_path: Path, write: Write):
    write({"elsewhere/refs.bib": bib("b"), "article/notes.txt": "", "elsewhere/list.json": '[{"type": "book"}]'})
    (tmp_path / "article" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "article" / "list.json").symlink_to(tmp_path / "elsewhere" / "list.json")
    assert "no list of references" in refused(tmp_path / "article")

    (tmp_path / "article" / "refs.bib").symlink_to(tmp_path / "elsewhere" / "refs.bib")
    assert "refs.bib: is a symbolic link that leads out" in refused(tmp_path / "article")


def test_of_two_articles_the_nearer_is_taken_and_equally_near_ones_are_asked_about(tmp_path: Path, write: Write):
    write({f"{place}/paper.md": "---\nbibliography: refs.bib\n---\n" for place in ("one", "two")})
    write({f"{place}/refs.bib": bib("a") for place in ("one", "two")})
    assert refused(tmp_path) == "2 articles: one/paper.md (one/refs.bib), two/paper.md (two/refs.bib); give the list of one by name"

    write({"main.tex": "\\bibliography{main}", "main.bib": bib("m")})
    assert taken(tmp_path)[0] == ["main.bib"]


def test_a_few_unnamed_lists_are_one_article(tmp_path: Path, write: Write):
    write({"a.bib": bib("a"), "b.ris": RIS, "sub/c.bib": bib("c")})

    assert taken(tmp_path) == (["a.bib", "b.ris"], "lists: a.bib, b.ris")
    assert [reference.id for reference in read(tmp_path).references] == ["a", "b.ris#1"]


def test_many_unnamed_lists_are_asked_about(tmp_path: Path, write: Write):
    write({f"{name}.bib": bib(name) for name in "abcdef"})

    assert refused(tmp_path) == "6 lists of references: a.bib, b.bib, c.bib, d.bib, e.bib, …; give those of one article by name"


def test_unnamed_lists_that_share_ids_are_asked_about(tmp_path: Path, write: Write):
    write({"old.bib": bib("a", "b", "c"), "new.bib": bib("a", "b", "d")})

    assert refused(tmp_path) == (
        "2 lists of references, but old.bib has 2 ids of other lists: new.bib, old.bib; give those of one article by name"
    )


@pytest.mark.parametrize("text", ["Rivers \\cite{a,b,c}.", "Rivers \\cite{a,c}, lakes \\cite{missing}.", "Rivers \\cite{c}."])
def test_of_unnamed_lists_that_share_ids_the_only_one_with_all_cited_keys_is_taken(tmp_path: Path, write: Write, text: str):
    write({"old.bib": bib("a", "b", "d"), "all.bib": bib("a", "b", "c"), "text/chapter.tex": text})
    article, taken = read_files(article_files(tmp_path))

    assert [reference.id for reference in article.references] == ["a", "b", "c"]
    assert {citation.location.file for citation in article.cited} == {"text/chapter.tex"}
    assert [path.name for path in taken.lists] == ["all.bib"]
    assert taken.note == "list: all.bib (with all keys that text/chapter.tex cites; old.bib lacks some)"


@pytest.mark.parametrize(
    "texts",
    [
        {"chapter.tex": "Rivers \\cite{a,b}."},
        {"chapter.tex": "Rivers \\cite{c,d}."},
        {"chapter.tex": "Rivers \\cite{c,x,y}."},
        {"README.md": "Thanks to @c, @jane and @doe."},
        {"chapter.tex": "Rivers \\cite{a,b,c}.", "claims.yaml": CLAIMS},
    ],
)
def test_unnamed_lists_that_share_ids_are_asked_about_if_the_keys_do_not_tell(tmp_path: Path, write: Write, texts: dict[str, str]):
    write({"all.bib": bib("a", "b", "c"), "old.bib": bib("a", "b", "d"), **texts})

    assert refused(tmp_path).startswith("2 lists of references, but old.bib has 2 ids of other lists: all.bib, old.bib")


def test_one_list_in_two_formats_is_read_once(tmp_path: Path, write: Write):
    write({"refs.ris": RIS, "refs.bib": bib("a")})

    assert taken(tmp_path) == (["refs.bib"], "list: refs.bib (not refs.ris, which has the same name)")


def test_a_folder_without_a_list_and_a_manuscript_is_refused(tmp_path: Path):
    assert refused(tmp_path) == "no manuscript and no list of references in this folder; give one by its name"


def test_lists_that_were_given_are_one_article(tmp_path: Path, write: Write):
    write({"a.bib": bib("a", "b"), "sub/b.bib": bib("c")})
    path, given = together([tmp_path / "sub" / "b.bib", tmp_path / "a.bib"])
    article = read(article_files(path, given))

    assert [(reference.id, reference.location.file) for reference in article.references] == [
        ("c", "sub/b.bib"),
        ("a", "a.bib"),
        ("b", "a.bib"),
    ]
    assert set(article.sources) == {"a.bib", "sub/b.bib"}


def test_lists_above_and_below_have_the_folder_around_both(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch):
    write({"a.bib": bib("a"), "sub/b.bib": bib("b")})
    monkeypatch.chdir(tmp_path / "sub")
    article = read(article_files(*together([Path("../a.bib"), Path("b.bib")])))

    assert set(article.sources) == {"a.bib", "sub/b.bib"}


def test_an_id_in_two_lists_that_belong_together_is_reported_with_both_places(tmp_path: Path, write: Write):
    write({"a.bib": bib("x", "y"), "b.bib": "\n" + bib("y")})
    article = read(article_files(*together([tmp_path / "a.bib", tmp_path / "b.bib"])))

    (note,) = article.unreadable
    assert str(note.location) == "b.bib:2:7"
    assert str(note.wrong) == 'the id "y" is already used in a.bib, line 2; expected a different id'


def test_claims_go_with_the_list_of_their_folder(tmp_path: Path, write: Write):
    write({"refs.bib": bib("a"), "claims.yaml": CLAIMS})
    assert read(tmp_path / "refs.bib").has_claims
    assert read(tmp_path / "claims.yaml").references[0].id == "a"

    write({"references.yaml": "[{id: a}]"})
    assert not read(tmp_path / "refs.bib").has_claims
    assert read(article_files(tmp_path, [tmp_path / "refs.bib", tmp_path / "claims.yaml"])).has_claims


def test_settings_given_with_a_list_are_not_a_list(tmp_path: Path, write: Write):
    write({"refs.bib": bib("a"), "kzcheck.toml": ""})

    assert read(article_files(tmp_path, [tmp_path / "kzcheck.toml", tmp_path / "refs.bib"])).references[0].id == "a"
    assert read(tmp_path / "kzcheck.toml").references[0].id == "a"


def test_a_folder_among_several_files_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableError, match="is a folder; give one folder, or the lists of one article"):
        together([tmp_path, tmp_path / "refs.bib"])


def test_a_folder_that_may_not_be_listed_is_passed_over(tmp_path: Path, write: Write):
    write({"refs.bib": bib("a"), "closed/refs.bib": bib("b")})
    (tmp_path / "closed").chmod(0)
    try:
        assert taken(tmp_path)[0] == ["refs.bib"]
    finally:
        (tmp_path / "closed").chmod(0o700)


PAGE = "Rivers carry sand, and sand makes deltas, as has been known for long [1].\n\n" * 15
LISTED = "References\n\n1. Ash A. Fire. Oslo: Hearth, 1999. 240 p.\n\n2. Brook B. Water. Oslo: Hearth, 2001. 120 p.\n"


def test_a_text_is_a_manuscript_if_there_is_text_before_its_list(tmp_path: Path):
    (tmp_path / "paper.txt").write_text(PAGE + LISTED, "utf-8")
    (tmp_path / "list.txt").write_text(LISTED, "utf-8")

    assert article_files(tmp_path / "paper.txt").manuscript == tmp_path / "paper.txt"
    assert article_files(tmp_path / "list.txt").lists == (tmp_path / "list.txt",)


@pytest.mark.parametrize(
    "text",
    [
        "Sand makes deltas, as has been known for long [2].",
        "Earlier work explains deltas by sand [1, p. 12] or by water [2].",
        "Deltas were explained by sand long ago (Ash, 1999).",
        "As Brook (2001) showed, the sand of a river comes from its banks.",
    ],
)
def test_a_text_that_cites_its_list_is_a_manuscript_however_short(tmp_path: Path, text: str):
    (tmp_path / "paper.txt").write_text(f"On deltas\n\n{text}\n\n{LISTED}", "utf-8")

    assert article_files(tmp_path / "paper.txt").manuscript == tmp_path / "paper.txt"


@pytest.mark.parametrize(
    "preface",
    [
        "This list has what the library holds on deltas; it was last checked in 2019, and later works are left out. " * 12,
        "The list has (1) books, (2) articles.",
        "Of the books by Ash, only the first is listed; those since 2001 are in the second part.",
        "Ash A. Smoke. Oslo: Hearth, 1998. 240 p.",
    ],
)
def test_a_list_is_no_manuscript_if_the_words_before_it_cite_nothing(tmp_path: Path, preface: str):
    (tmp_path / "list.txt").write_text(f"{preface.strip()}\n\n{LISTED}", "utf-8")

    assert article_files(tmp_path / "list.txt").lists == (tmp_path / "list.txt",)


def test_a_text_without_a_list_is_a_manuscript_if_it_is_prose(tmp_path: Path, write: Write):
    body = "Rivers rise in spring [@a]. " * 20
    write({"paper.txt": "\n\n".join([body] * 5), "refs.bib": bib("a")})

    article = read(article_files(tmp_path, (tmp_path / "paper.txt", tmp_path / "refs.bib")))

    assert article.document
    assert [reference.id for reference in article.references] == ["a"]


def test_a_list_in_ris_is_a_list_whatever_its_abstracts_say(tmp_path: Path):
    (tmp_path / "export.txt").write_text(f"TY  - BOOK\nID  - 1\nN2  - {PAGE}\nTI  - Fire\nER  - \n{LISTED}", "utf-8")

    assert article_files(tmp_path / "export.txt").manuscript is None


WORD = docx("<w:p/>")
"""The bytes of a Word document."""


def manuscript(folder: Path) -> tuple[str, str]:
    """Return the manuscript that is taken for a folder, and the note about it."""
    article = article_files(folder)
    assert not article.lists
    return article.name(article.manuscript) if article.manuscript else "", article.note


def put_word(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(WORD)


def test_the_only_manuscript_of_a_folder_without_a_list_is_taken(tmp_path: Path, write: Write):
    write({"README.md": "How to print it", "notes.txt": "x"})
    put_word(tmp_path, "paper.docx", "~$paper.docx", "letters/cover.docx")

    assert manuscript(tmp_path) == ("paper.docx", "")


def test_a_manuscript_in_two_formats_is_read_in_the_one_that_loses_least(tmp_path: Path):
    put_word(tmp_path, "paper.docx", "paper.doc")

    assert manuscript(tmp_path) == ("paper.docx", "manuscript: paper.docx (not paper.doc, which has the same name)")


def test_a_text_is_a_manuscript_only_with_a_list_of_references(tmp_path: Path, write: Write):
    body = "Rivers rise in spring [1].\n\n" * 60
    write({"notes.txt": body, "paper.txt": f"{body}References\n\n1. Doe J. Rivers. 2001.\n\n2. Doe J. Winds. 2002.\n"})

    assert manuscript(tmp_path) == ("paper.txt", "")


def test_a_manuscript_in_parts_is_one_manuscript_wherever_its_list_is(tmp_path: Path, write: Write):
    body = "Rivers rise in spring \\cite{a}.\n\n" * 60
    items = "\\begin{thebibliography}{2}\\bibitem{a} Doe J. Rivers. 2001.\n\\bibitem{b} Roe J. Winds. 2002.\\end{thebibliography}"
    write({"main.tex": "\\begin{document}\\input{body}\\input{list}\\end{document}", "body.tex": body + items, "list.tex": items})

    assert manuscript(tmp_path) == ("main.tex", "")


def test_a_manuscript_whose_list_only_its_bbl_has_is_found_and_read(tmp_path: Path, write: Write):
    body = "Rivers rise in spring \\cite{a}.\n\n" * 60
    entry = "\\entry{a}{book}{}\n\\field{title}{Rivers of the north}\n\\field{year}{2001}\n\\endentry\n"
    write({"main.tex": f"\\addbibresource{{refs.bib}}{body}\\printbibliography", "main.bbl": f"\\refsection{{0}}\n{entry}"})

    assert manuscript(tmp_path) == ("main.tex", "")
    article = read(tmp_path)
    assert [(reference.id, reference.item.title, str(reference.location)) for reference in article.references] == [
        ("a", "Rivers of the north", "main.bbl:2:8")
    ]
    assert article.unread_lists == ()


def test_of_two_manuscripts_one_has_to_be_named(tmp_path: Path):
    put_word(tmp_path, "a.docx", "b.docx")

    example = f"kzcheck audit {tmp_path / 'a.docx'}"
    assert refused(tmp_path) == f"2 manuscripts: a.docx, b.docx; give one by name, for example: {example}"
    assert (
        refused(tmp_path, tmp_path / "a.docx", tmp_path / "b.docx") == "a.docx, b.docx: several manuscripts; audit each by itself"
    )


def test_a_manuscript_is_known_by_its_content_if_its_suffix_is_wrong(tmp_path: Path):
    put_word(tmp_path, "paper.txt", "paper")
    (tmp_path / "thesis.txt").write_text(f"% {PAGE[:70]}\n\\documentclass{{article}}\nRivers \\cite{{a}}", "utf-8")

    assert article_files(tmp_path / "paper.txt").manuscript == tmp_path / "paper.txt"
    assert read(tmp_path / "thesis.txt").formats == {"thesis.txt": "latex"}
    assert article_files(tmp_path / "paper").manuscript == tmp_path / "paper"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("paper.doc", "paper.doc: is in Word's old format (.doc); open it in Word, and save it as .docx"),
        ("table.xls", "table.xls: is a Word or Excel file in the old binary format, not a list of references; copy "),
    ],
)
def test_an_old_office_file_is_refused_with_the_way_out(tmp_path: Path, name: str, wrong: str):
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    assert refused(tmp_path / name).startswith(wrong)


def test_claims_given_with_a_manuscript_are_refused(tmp_path: Path, write: Write):
    put_word(tmp_path, "paper.docx")
    write({"claims.yaml": CLAIMS})

    assert refused(tmp_path, tmp_path / "paper.docx", tmp_path / "claims.yaml") == (
        "claims.yaml: the sentences are read from paper.docx; leave claims.yaml out"
    )
