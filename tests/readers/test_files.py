"""Unreadable files are refused with one line: the file, the problem, the remedy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kzcheck.errors import UnreadableError
from kzcheck.readers import read

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Reading, Refusing

LIST = '- id: "1"\n  title: Ағаш\n'


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(UnreadableError) as caught:
        read(path)
    return caught.value.problems


def test_a_missing_path_is_reported(tmp_path: Path):
    assert problems(tmp_path / "nothing") == (f"{tmp_path}/nothing: does not exist; check the path",)


def test_claims_under_an_unrecognised_name_are_reported(tmp_path: Path):
    (tmp_path / "references.yaml").write_text(LIST, "utf-8")
    (tmp_path / "claims.yml").write_text("claims: []\n", "utf-8")

    assert problems(tmp_path) == ("claims.yml: is not read under this name; rename it to claims.yaml",)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "# only a comment\n", "---\n...\n", "~\n"])
def test_an_empty_file_is_refused(refusing: Refusing, text: str):
    assert refusing(text) == ("references.yaml: is empty; write the list into it",)


def test_an_empty_list_is_an_article_without_references(reading: Reading):
    assert reading("references: []\n").references == ()
    assert reading("[]", name="list.json").references == ()


def test_binary_content_is_refused(refusing: Refusing):
    assert refusing(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == (
        "references.yaml: is not a text file: byte 9 is NUL; give a text file in UTF-8",
    )


def test_a_file_over_64_mib_is_refused_unread(tmp_path: Path):
    with (tmp_path / "references.yaml").open("wb") as file:
        file.truncate(70 * 1024 * 1024)

    assert problems(tmp_path) == ("references.yaml: is larger than 64 MiB; split it",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_with_a_byte_order_mark_are_read(reading: Reading, encoding: str):
    article = reading(LIST.encode(encoding))

    assert article.references[0].item.title == "Ағаш"
    assert (article.references[0].location.line, article.references[0].location.column) == (1, 7)
    assert article.sources == {"references.yaml": LIST}


def test_utf_16_big_endian_is_read(reading: Reading):
    assert reading(b"\xfe\xff" + LIST.encode("utf-16-be")).references[0].item.title == "Ағаш"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (LIST.encode("utf-32"), "references.yaml: byte 1: the text is in UTF-32; save it as UTF-8"),
        (LIST.encode("utf-16-le"), "references.yaml: looks like UTF-16 without its byte order mark; save it as UTF-8"),
        (
            "\ufeff- id: 1\r\n  title: Ж".encode() + b"\xff",
            "references.yaml:2:11: byte 24 is not UTF-8; the file is in another encoding or damaged: save it as UTF-8",
        ),
        (
            b"\xff\xfe-\0 \0\0\xd8",
            "references.yaml:1:3: byte 7 is not UTF-16; the file is in another encoding or damaged: save it as UTF-8",
        ),
    ],
    ids=["utf-32", "utf-16 without mark", "damaged", "half a surrogate pair"],
)
def test_another_encoding_is_named_with_its_byte(refusing: Refusing, content: bytes, line: str):
    assert refusing(content) == (line,)


def test_a_list_in_another_encoding_is_read_in_its_stated_or_most_likely_encoding(reading: Reading, tmp_path: Path):
    article = reading("- id: 1\n  title: Дом на берегу реки".encode("cp1251"))
    assert (article.references[0].item.title, article.encodings) == ("Дом на берегу реки", {"references.yaml": ("cp1251",)})

    (tmp_path / "list.bib").write_bytes("% Encoding: ISO-8859-2\n@book{a, title = {Łódź}}\n".encode("iso-8859-2"))
    article = read(tmp_path / "list.bib")
    assert (article.references[0].item.title, article.encodings) == ("Łódź", {"list.bib": ("iso8859-2",)})


def test_a_list_in_two_encodings_is_read_line_by_line(reading: Reading):
    article = reading("- id: 1\n  title: Café ©\n".encode() + "- id: 2\n  title: Sørland – Özarslan\n".encode("cp1252"))

    assert [entry.item.title for entry in article.references] == ["Café ©", "Sørland – Özarslan"]
    assert article.encodings == {"references.yaml": ("utf-8", "cp1252")}


def test_crlf_line_endings_are_accepted(reading: Reading):
    article = reading('- id: "1"\r\n  title: >\r\n    Two\r\n    lines\r\n- id: "2"\r\n')

    assert article.references[0].item.title == "Two lines"
    assert article.references[1].location.line == 5


def test_symbolic_links_are_followed_unless_they_are_circular(tmp_path: Path):
    folder = tmp_path / "article"
    (folder / "lists").mkdir(parents=True)
    (folder / "lists" / "real.yaml").write_text(LIST, "utf-8")
    (folder / "references.yaml").symlink_to("lists/real.yaml")
    assert len(read(folder).references) == 1

    (folder / "claims.yaml").symlink_to(folder / "claims.yaml")
    assert problems(folder) == ("claims.yaml: is a symbolic link that leads to itself; give the file itself",)


CREDENTIALS = "[default]\naws_secret_access_key = wJalrXUtnFEMI\n"
LEADS_OUT = "is a symbolic link that leads out of the article's folder, or to something hidden in it; put the file itself there"


def secret(tmp_path: Path, place: str) -> tuple[Path, Path]:
    """An article's folder, and a file outside that nothing in the folder may lead to."""
    folder = tmp_path / "article"
    folder.mkdir()
    file = tmp_path / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(CREDENTIALS, "utf-8")
    return folder, file


@pytest.mark.parametrize("place", ["home/credentials", "article/.git/config", "article/.env"])
@pytest.mark.parametrize("name", ["references.yaml", "claims.yaml", "list.json", "list.yml", "list.bib", "list.ris"])
def test_a_symbolic_link_out_of_the_folder_or_to_a_hidden_file_is_not_read(tmp_path: Path, place: str, name: str):
    folder, file = secret(tmp_path, place)
    (folder / "references.yaml").write_text(LIST, "utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(file)

    assert problems(folder / name if name.startswith("list") else folder) == (f"{name}: {LEADS_OUT}",)


def test_an_indirect_symbolic_link_out_of_the_folder_is_not_read(tmp_path: Path):
    folder, file = secret(tmp_path, "home/list.json")
    (folder / "deep").symlink_to(file.parent)
    (folder / "list.json").symlink_to("deep/list.json")
    (folder / "other.json").symlink_to("list.json")

    for name in ("list.json", "other.json"):
        assert problems(folder / name) == (f"{name}: {LEADS_OUT}",)


def test_a_trusted_folder_may_have_symbolic_links_out_of_it(tmp_path: Path):
    folder, _ = secret(tmp_path, "home/credentials")
    (tmp_path / "real.yaml").write_text(LIST, "utf-8")
    (folder / "references.yaml").symlink_to(tmp_path / "real.yaml")

    assert len(read(folder, trusted=True).references) == 1


def test_a_symbolic_link_to_the_folder_itself_is_followed(tmp_path: Path):
    folder, _ = secret(tmp_path, "home/credentials")
    (folder / "references.yaml").write_text(LIST, "utf-8")
    (tmp_path / "link").symlink_to(folder)

    assert len(read(tmp_path / "link").references) == 1
    assert len(read(tmp_path / "link" / "references.yaml").references) == 1


def test_a_folder_that_is_a_circular_link_is_refused(tmp_path: Path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    assert "a symbolic link that leads to itself" in problems(tmp_path / "a")[0]


def test_a_broken_symbolic_link_is_reported(tmp_path: Path):
    (tmp_path / "references.yaml").write_text(LIST, "utf-8")
    (tmp_path / "claims.yaml").symlink_to(tmp_path / "gone.yaml")

    assert problems(tmp_path) == ("claims.yaml: does not exist; check the path",)


def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path):
    (tmp_path / "references.yaml").mkdir()

    assert problems(tmp_path) == ("references.yaml: is a folder; a file is expected",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path):
    os.mkfifo(tmp_path / "references.yaml")

    assert "is not an ordinary file" in problems(tmp_path)[0]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_refused(tmp_path: Path):
    (tmp_path / "references.yaml").write_text(LIST, "utf-8")
    (tmp_path / "references.yaml").chmod(0)

    assert problems(tmp_path) == ("references.yaml: permission denied; change its permissions",)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "no\x1b[31m\nred"])
def test_unusual_names_give_one_printable_line(tmp_path: Path, name: str):
    (line,) = problems(tmp_path / name)

    assert line.isprintable()


def test_the_problems_of_both_files_are_listed_at_once(refusing: Refusing):
    lines = refusing("references:\n- id: 1\n\ttitle: x\n", "claims:\n- id: [\n")

    assert lines[0] == "references.yaml:3:1: a tab where YAML wants spaces; indent with spaces"
    assert lines[1].startswith("claims.yaml:3:1: ")
    assert len(lines) == 2


def test_the_problems_of_both_files_are_reported(tmp_path: Path):
    (tmp_path / "references.yaml").write_text("", "utf-8")
    (tmp_path / "claims.yaml").write_text("", "utf-8")

    assert problems(tmp_path) == tuple(f"{name}: is empty; write the list into it" for name in ("references.yaml", "claims.yaml"))
