"""What the articles of a corpus are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kzcheck.corpus.sources import Place, digest, name_of, places
from kzcheck.errors import UsageError

JATS = '<article xmlns:xlink="x"><front><article-meta/></front><body/></article>'
LONG = "PMC000xxxxxx/PMC1.xml " * 30
BIB = "@book{a, title = {Rivers}}\n"


def lay(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def names(folder: Path, *sources: str) -> list[str]:
    return [place.path.relative_to(folder).as_posix() for place in places([*sources] or [str(folder)])]


@pytest.mark.parametrize(
    ("files", "articles"),
    [
        ({"a/references.yaml": "[]", "b/references.yaml": "[]", "b/old/references.yaml": "[]"}, ["a", "b"]),
        ({"one.xml": JATS, "two.nxml": JATS, "page.xml": "<data/>", "README.md": "These are articles."}, ["one.xml", "two.nxml"]),
        ({"a.bib": BIB, "b.bib": BIB, "b.ris": "TY  - BOOK\n", "more/c.bib": BIB}, ["a.bib", "b.bib", "more"]),
        ({"paper.docx": "", "paper.pdf": "", "refs.bib": BIB, "old/paper.docx": ""}, ["."]),
        ({"a.docx": "", "b.docx": "", "~$b.docx": "", ".hidden.docx": ""}, ["a.docx", "b.docx"]),
        (
            {"main.tex": "\\documentclass{article}\\input{part}\\bibliography{refs}", "part.tex": "Words", "refs.bib": BIB},
            ["."],
        ),
        (
            {
                "a.tex": "\\documentclass{article}\\bibliography{a-refs}",
                "b.tex": "\\documentclass{article}\\bibliography{b-refs}",
                "a-refs.bib": BIB,
                "b-refs.bib": BIB,
            },
            ["a.tex", "b.tex"],
        ),
        ({"notes/todo.json": "{}", "_build/x.docx": ""}, []),
        ({"1.tar.gz": "", "2.TGZ": "", "1.filelist.txt": LONG, "more/3.tar": "", ".4": ""}, ["1.tar.gz", "2.TGZ", "more/3.tar"]),
        ({"a.xml": JATS, "b.tar.gz": "", "c.xml": JATS}, ["a.xml", "b.tar.gz", "c.xml"]),
        ({"paper.docx": "", "dump.tar.gz": ""}, [".", "dump.tar.gz"]),
        ({"references.yaml": "[]", "supplement.tar.gz": ""}, ["."]),
    ],
)
def test_a_folder_is_one_article_or_holds_some(tmp_path, files, articles):
    assert names(lay(tmp_path, files)) == articles


def test_a_list_of_paths_names_articles_also_those_that_do_not_exist(tmp_path):
    lay(tmp_path, {"a.bib": BIB, "set/x.docx": "", "set/y.docx": ""})
    listed = tmp_path / "paths.txt"
    listed.write_text(f"{tmp_path}/a.bib\n\n{tmp_path}/set\n{tmp_path}/gone.bib\n{tmp_path}/set/x.docx\n")
    assert names(tmp_path, f"@{listed}") == ["a.bib", "set/x.docx", "set/y.docx", "gone.bib"]


def test_a_list_of_paths_may_come_from_windows(tmp_path):
    lay(tmp_path, {"a.bib": BIB, "paths.txt": f"\ufeff{tmp_path}/a.bib\r\n \r\n"})
    assert names(tmp_path, f"@{tmp_path}/paths.txt") == ["a.bib"]


def test_a_file_that_is_no_list_of_paths_is_refused(tmp_path):
    lay(tmp_path, {"paper.docx": "PK\3\4\0"})
    with pytest.raises(UsageError, match="is not a list of paths"):
        list(places([f"@{tmp_path}/paper.docx"]))


def test_a_link_that_leads_to_itself_is_an_article_that_cannot_be_read(tmp_path):
    lay(tmp_path, {"a.bib": BIB, "b.bib": BIB})
    (tmp_path / "self.bib").symlink_to("self.bib")
    assert names(tmp_path) == ["a.bib", "b.bib", "self.bib"]


def test_folders_may_be_deeper_than_calls(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.bib").write_text(BIB)
    os.chdir(tmp_path)
    found = [place.path.parts for place in places(["d"])]
    os.chdir("/".join(found[0]))
    Path("a.bib").unlink()
    for _ in range(1200):  # Python's own removal of folders is a recursion
        os.chdir("..")
        Path("d").rmdir()
    assert found == [("d",) * 1200]


def test_no_two_articles_have_the_same_name():
    paths = ["a\nb", "a\rb", "a\\nb", "a\udce9", "a\udce8", "é", "É b"]
    assert [name_of(Place(Path(path), is_folder=False)) for path in paths] == [
        "a\\nb", "a\\rb", "a\\\\nb", "a\\udce9", "a\\udce8", "é", "É b",
    ]  # fmt: skip


def test_a_source_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(UsageError, match="gone: does not exist; check the path"):
        list(places([str(tmp_path / "gone")]))


@pytest.mark.parametrize(("changed", "other"), [("refs.bib", "notes.md"), ("part.tex", "figure.png"), ("texts/1.md", "b.tex")])
def test_the_digest_of_a_file_covers_what_its_audit_reads(tmp_path, changed, other):
    files = {
        "a.tex": "\\documentclass{article}\\input{part}",
        "part.tex": "\\bibliography{refs}",
        "refs.bib": BIB,
        "b.tex": "\\documentclass{article}",
        "notes.md": "Notes",
        "texts/1.md": "A text.",
    }
    place = Place(lay(tmp_path, files) / "a.tex", is_folder=False)
    before = digests(place)
    (tmp_path / other).write_text("changed")
    assert digests(place) == before
    (tmp_path / changed).write_text("changed")
    assert digests(place) != before


def test_the_digest_of_a_folder_covers_lists_manuscripts_and_texts_but_no_figures(tmp_path):
    place = Place(lay(tmp_path, {"references.yaml": "[]", "parts/one.tex": "Words", "texts/1.pdf": "%PDF"}), is_folder=True)
    (tmp_path / "figure.png").write_text("a figure")
    before = digests(place)
    (tmp_path / "figure.png").write_text("another figure")
    assert digests(place) == before
    for name in ("references.yaml", "parts/one.tex", "texts/1.pdf", "parts/two.tex"):
        (tmp_path / name).write_text("changed")
        assert digests(place) != before
        before = digests(place)


def digests(place: Place) -> str:
    list(places([]))  # what was known about folders is forgotten with each look for articles
    return digest(place)
