r"""Hostile manuscripts are read or refused with one line; nothing that they name is run, fetched, or read outside their folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.errors import UnreadableError
from kzcheck.readers import read
from word_files import NAMESPACES, PACKAGE, docx, p

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.article import Article
    from lab.server import Lab

BOMB = '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
TEMPLATE = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="http://example.org/relationships/attachedTemplate"'
    ' Target="CANARY/template.dotm" TargetMode="External"/></Relationships>'
)
LIST = '<back><ref-list><ref id="a"><mixed-citation>Doe J. Rivers. 2001.</mixed-citation></ref></ref-list></back>'

READ: dict[str, str | bytes] = {
    "macro.docm": docx(p("Rivers rise."), files={"word/vbaProject.bin": "AutoOpen Shell touch ran"}),
    "command.tex": '\\begin{document}Rivers rise.\\input|"touch ran" \\immediate\\write18{touch ran}\\openout1=ran\\end{document}',
    "outside.tex": "Rivers rise.\\input{SECRET}\\include{../secret}\\input{CANARY/x}\\includegraphics{CANARY/a.png}",
    "linked.tex": "Rivers rise.\\input{link}",
    "list.tex": "Rivers rise.\\addbibresource{../secret}\\bibliography{SECRET,CANARY/refs}",
    "outside.md": "Rivers rise. ![x](CANARY/a.png)\n\n{{< include ../secret >}}\n\n`r system('touch ran')`\n\n"
    "```{r, child='SECRET'}\n```\n",
    "header.md": "---\nbibliography: [../secret, CANARY/refs.bib]\n---\n\nRivers rise [@a].\n",
    "remote.html": '<html><head><link rel="stylesheet" href="CANARY/a.css"><script src="CANARY/a.js"></script></head><body>'
    '<p>Rivers rise.<img src="CANARY/a.png"><iframe src="file://SECRET"></iframe></p></body></html>',
    "entities.html": f"{BOMB}<html><body><p>Rivers rise. &c;</p></body></html>",
    "named.xml": '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "CANARY/jats.dtd"><article><front/><body><p>Rivers rise.</p></body>'
    f"{LIST}</article>",
}
"""Manuscripts that are read without whatever else they want."""
REFUSED: dict[str, str | bytes] = {
    "bomb.docx": docx(p("Rivers rise."), files={"word/document.xml": f"<w:document {NAMESPACES}>{' ' * (80 << 20)}</w:document>"}),
    "entities.docx": docx(p("Rivers rise."), files={"word/document.xml": f"{BOMB}<w:document {NAMESPACES}>&c;</w:document>"}),
    "entities.xml": f"{BOMB}<article><front/><body><p>Rivers rise. &c;</p></body></article>",
    "file.xml": '<!DOCTYPE article [<!ENTITY x SYSTEM "file://SECRET">]><article><front/><body><p>&x;</p></body></article>',
    "encrypted.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600),
    "half.docx": docx(p("Rivers rise."))[:500],
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(90),
    "picture.docx": b"\x89PNG\r\n\x1a\n" + bytes(90),
    "text.docx": "Rivers rise.",
    "empty.docx": "",
    "empty.pdf": "",
    "empty.tex": "\n",
    "empty.html": " ",
    "pages.txt": "\f" * 10_000,
}


@pytest.fixture
def audited(tmp_path: Path, canary: Lab):
    """Return a function that reads a manuscript beside which is a secret; afterwards nothing was fetched, run or changed."""
    folder, secret = tmp_path / "paper", tmp_path / "secret"
    folder.mkdir()
    secret.write_text("SESAME, and no other word.", "utf-8")
    (folder / "link.tex").symlink_to(secret)

    def of(name: str, content: str | bytes) -> Article:
        if isinstance(content, str):
            content = content.replace("CANARY", canary.url).replace("SECRET", str(secret)).encode()
        (folder / name).write_bytes(content)
        try:
            return read(folder / name)
        finally:
            assert canary.calls == []
            assert {path.name for path in folder.iterdir()} == {name, "link.tex"}

    return of


@pytest.mark.parametrize("name", READ)
def test_a_manuscript_is_read_without_what_it_names_elsewhere(audited, name: str):
    article: Article = audited(name, READ[name])

    assert article.document
    text = " ".join(block.text for block in article.document.blocks)
    assert "Rivers rise" in text
    assert "SESAME" not in str(article)
    assert len(text) < 500


def test_the_template_of_a_word_document_is_not_opened(audited, canary: Lab):
    settings = f'<w:settings {NAMESPACES}><w:attachedTemplate r:id="rId1"/></w:settings>'
    relations = TEMPLATE.replace("CANARY", canary.url)
    files = {"word/settings.xml": settings, "word/_rels/settings.xml.rels": relations}

    assert audited("template.docx", docx(p("Rivers rise."), files=files)).document


@pytest.mark.parametrize("name", REFUSED)
def test_a_manuscript_that_cannot_be_read_is_refused_with_one_line(audited, name: str):
    with pytest.raises(UnreadableError) as caught:
        audited(name, REFUSED[name])

    (line,) = caught.value.problems
    assert line.startswith(name)
    assert "; " in line
    assert "SESAME" not in line
