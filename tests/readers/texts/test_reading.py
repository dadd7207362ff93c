"""Texts of cited works: any format becomes leaves, without the list of references, running heads and page numbers."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from kzcheck.readers.texts import read_text
from kzcheck.reasons import Reason
from kzcheck.texts import Leaf, Text
from pdf_files import LEFT, flow, pdf, width
from pdf_files import Text as Line

SENTENCES = (
    "The steppe was never empty, and those who drew it knew that well.",
    "Rivers were added by men who had seen none of them at all.",
    "Every workshop copied the mistakes of the workshop before it.",
    "A blank space sold badly, as the account books of the printers show.",
    "Nobody asked the herders, who could have named each of the wells.",
    "Later surveyors removed most of these rivers without a word.",
)
REFERENCES = (
    "Brandt O. Empty paper: maps of the steppe. London: Example Press, 2004. 210 p.",
    "Akhanov T. Printers and their debts. Almaty: Steppe Press, 1998. 180 p.",
    "Smith J. A. Rivers that never were // Journal of Invented Maps. 2011. Vol. 4, no. 2. P. 19-31.",
)


def read(content: bytes | str, name: str, media_type: str = "") -> Text | Reason:
    return read_text(content.encode() if isinstance(content, str) else content, name, media_type=media_type)


def words(content: bytes | str, name: str, media_type: str = "") -> str:
    made = read(content, name, media_type)
    assert isinstance(made, Text)
    return "".join(leaf.text for leaf in made.leaves)


def docx(*paragraphs: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kinds = f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{kinds}</Types>'
        )
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


class TestFormats:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.txt", "\n\n".join((*SENTENCES, "References", *REFERENCES))),
            ("a.md", "\n\n".join((*SENTENCES, "# References", *REFERENCES))),
            (
                "a.tex",
                "\\documentclass{article}\\begin{document}" + "\n\n".join((*SENTENCES, "\\section*{References}", *REFERENCES)),
            ),
            ("a.docx", docx(*SENTENCES, "References", *REFERENCES)),
            (
                "a.html",
                "<!doctype html><title>t</title><body><nav><a href=x>Home</a></nav><article>"
                + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
                + "<h2>References</h2><ol>"
                + "".join(f"<li>{reference}</li>" for reference in REFERENCES)
                + "</ol></article></body>",
            ),
            (
                "a.xml",
                "<article><front><article-meta/></front><body>"
                + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
                + "</body><back><ref-list><title>References</title>"
                + "".join(f"<ref><mixed-citation>{reference}</mixed-citation></ref>" for reference in REFERENCES)
                + "</ref-list></back></article>",
            ),
        ],
    )
    def test_a_text_is_read_without_its_list_of_references(self, name: str, content: bytes | str):
        text = words(content, name)
        assert text.split("\n")[: len(SENTENCES)] == [*SENTENCES]
        assert "Brandt" not in text
        assert "Rivers that never were" not in text

    @pytest.mark.parametrize(("name", "body"), [("a.rtf", "{\\rtf1 %s}"), ("a.org", "%s"), ("a.rst", "%s")])
    def test_other_documents_are_read_by_pandoc(self, name: str, body: str):
        pytest.importorskip("pypandoc")
        assert words(body % SENTENCES[0], name) == f"{SENTENCES[0]}\n"

    def test_the_content_tells_the_format_whatever_the_name(self):
        page = pdf(flow(SENTENCES[0]))
        assert SENTENCES[0] in words(page, "a.txt")
        assert SENTENCES[0] in words(b"\x00junk\n" + page, "a.pdf")
        assert SENTENCES[0] in words(f"<!DOCTYPE html><p>{SENTENCES[0]}</p>", "article.pdf")

    def test_the_media_type_of_a_server_counts_where_the_name_says_nothing(self):
        assert SENTENCES[0] in words(
            f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>", "https://example.org/17", "text/html; charset=utf-8"
        )


class TestPages:
    def test_the_title_and_the_authors_are_those_of_the_metadata(self):
        text = read(
            '<html><head><title>A | Site</title><meta name="citation_title" content="Empty paper">'
            '<meta name="citation_author" content="Brandt, Olga"><meta name="citation_author" content="Akhanov, T."></head>'
            f"<body><article>{''.join(f'<p>{sentence}</p>' for sentence in SENTENCES * 30)}</article></body></html>",
            "a.html",
        )
        assert isinstance(text, Text)
        assert (text.title, text.people, text.language) == ("Empty paper", ("Brandt, Olga", "Akhanov, T."), "en")

    def test_the_raised_marks_of_citations_are_in_nobodys_sentence(self):
        raised = 'Rivers were<sup id="r"><a href="#n1">[12]</a></sup> added, 10<sup>6</sup> of them, it is said.'
        page = f"<html><body><article><p>{raised}</p>{''.join(f'<p>{sentence}</p>' for sentence in SENTENCES)}</article>"
        assert words(page, "a.html").startswith("Rivers were added, 106 of them, it is said.\n")

    def test_a_page_of_which_most_would_be_lost_is_read_whole(self):
        parts = "".join(f"<div class=footer-text><p>{sentence} {SENTENCES[0]}</p></div>" for sentence in SENTENCES)
        assert SENTENCES[5] in words(f"<html><body><div><p>{SENTENCES[0]}</p>{parts}</div></body></html>", "a.html")

    def test_a_list_whose_heading_is_not_taken_out_is_known_by_the_whole_page(self):
        entries = "".join(f"<li>{reference}</li>" for reference in REFERENCES)
        paragraphs = "".join(f"<h2>Part</h2><p>{sentence * 9}</p>" for sentence in SENTENCES)
        page = f"<body><h1>Maps</h1>{paragraphs}<h2>References</h2><ol>{entries}</ol>"
        assert "Brandt" not in words(f"<!doctype html>{page}", "a.html")

    def test_a_page_in_an_old_charset_is_decoded(self):
        sentence = "Мягкая сила растёт с каждым годом, и это видно по числу студентов."
        page = f'<html><head><meta charset="utf-8"></head><body><p>{sentence}</p></body></html>'.encode("cp1251")
        assert words(page, "a.html") == f"{sentence}\n"

    @pytest.mark.parametrize(
        ("page", "code"),
        [
            ("<title>Log in</title><form><input type=password></form><p>Log in to your account to read.</p>", "login"),
            ("<title>Just a moment...</title><p>Checking your browser before you go on.</p>", "challenge-in-words"),
            ("<title>404 Not Found</title><p>The page you asked for could not be found.</p>", "says-not-found"),
            ("<title>A</title><article><p>Rivers were added by men.</p></article><p>Already a subscriber? Log in.</p>", "paywall"),
            (
                '<meta name="citation_title" content="A"><h1>A</h1><h2>Abstract</h2><p>Rivers were added by men.</p>',
                "only-abstract",
            ),
        ],
    )
    def test_what_a_page_shows_instead_of_a_text_is_the_reason(self, page: str, code: str):
        reason = read(f"<!doctype html>{page}", "a.html")
        assert isinstance(reason, Reason)
        assert reason.code == "the-page"
        assert reason.root.code == code


class TestPrintedNumbers:
    def test_a_number_that_rises_from_leaf_to_leaf_is_the_printed_number(self):
        book = [[*flow(f"{SENTENCES[page % 6]} {page * 'more '}"), Line(300, 30, str(page + 17))] for page in range(6)]
        text = read(pdf(*book), "a.pdf")
        assert isinstance(text, Text)
        assert [(leaf.number, leaf.printed) for leaf in text.leaves] == [(page, str(page + 16)) for page in range(1, 7)]
        assert not any(leaf.printed in leaf.text for leaf in text.leaves)

    def test_roman_front_matter_is_read_as_printed(self):
        numbers = ["v", "vi", "vii", "viii", "1", "2", "3", "4"]
        book = [[*flow(f"{SENTENCES[page % 6]} {page * 'more '}"), Line(300, 30, number)] for page, number in enumerate(numbers)]
        text = read(pdf(*book), "a.pdf")
        assert isinstance(text, Text)
        assert [leaf.printed for leaf in text.leaves] == numbers

    def test_running_heads_are_left_out(self):
        book = [[Line(LEFT, 800, "Maps of the steppe", 8), *flow(f"{SENTENCES[page]} {page * 'more '}")] for page in range(6)]
        assert "Maps of the steppe" not in words(pdf(*book), "a.pdf")

    def test_pages_without_printed_numbers_have_none(self):
        text = read(pdf(flow(SENTENCES[0]), flow(SENTENCES[1])), "a.pdf")
        assert isinstance(text, Text)
        assert [(leaf.number, leaf.printed) for leaf in text.leaves] == [(1, ""), (2, "")]

    def test_form_feeds_part_the_pages_of_a_plain_text(self):
        text = read("\f".join(f"{sentence}\n\n{page}\n" for page, sentence in enumerate(SENTENCES, 50)), "a.txt")
        assert isinstance(text, Text)
        assert text.leaves[1] == Leaf(2, "51", f"{SENTENCES[1]}\n")


class TestWords:
    def test_a_word_divided_at_the_end_of_a_line_is_whole(self):
        lines = f"{SENTENCES[0]} The govern-\nment of the well-\nknown city knew the well-known facts.\n"
        assert words(lines, "a.txt") == f"{SENTENCES[0]} The government of the well-known city knew the well-known facts.\n"

    def test_a_word_divided_between_pages_is_whole_on_the_first(self):
        first = [*flow(SENTENCES[0] + " and more of this kind" * 30, top=770), Line(LEFT, 62, "and the printers of the govern-")]
        made = read(pdf(first, flow("ment sold them. " + SENTENCES[1])), "a.pdf")
        assert isinstance(made, Text)
        assert made.leaves[0].text.endswith("of the government ")
        assert made.leaves[1].text.startswith("sold them.")

    def test_a_note_does_not_interrupt_the_paragraph_that_goes_on_overleaf(self):
        opening = flow("The first paragraph, which ends on this page. " * 4, top=740)
        (*lines, last) = flow("Rivers were added by men who had seen none of them, " * 4 + "and the", top=680)
        note = [Line(LEFT, 84, "3", 5), Line(LEFT + 5, 80, "A note at the foot of the page.", 8)]
        end = [Line(LEFT, opening[-1].base, "It ends here."), Line(LEFT + width("It ends here."), opening[-1].base + 4, "3", 6)]
        first = [*opening[:-1], *end, *lines, last, *note]
        second = flow("printers sold them to whoever paid for it. " * 3)
        made = read(pdf(first, second), "a.pdf")
        assert isinstance(made, Text)
        whole = "".join(leaf.text for leaf in made.leaves)
        assert "and the printers sold them" in whole
        assert "A note at the foot" in made.leaves[0].text
