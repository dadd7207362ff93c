"""A block quotation of a manuscript is one quotation, beside the text of the work that it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck import audit
from kzcheck.article import text_at
from kzcheck.readers import read
from word_files import docx, p

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck import Report

FIRST = "Every river forgets its first bed in the days of our fathers."
SECOND = "No valley has it back again, and no bridge will stand there."
THIRD = "It is so in the plain and in the hills."
WHOLE = f"{FIRST} {SECOND} {THIRD}"
FILLER = " ".join(
    f"In the year {number} the boats of village {number * 7} lay on the sand until the evening." for number in range(300)
)
LIST = "Doe, J. (2001). Invented rivers. Example Press."
RUSSIAN = "Всякая река забывает своё первое русло. Ни одна долина не получит её обратно, и ни один мост там не устоит."
CITED = "(Doe, 2001, p. 5)"


def markdown(blocks: list[tuple[str, str]]) -> bytes:
    lines = [f"> {text}" if kind == "quotation" else text for kind, text in blocks]
    return "\n\n".join(("# Rivers", *lines, "# References", LIST)).encode()


def latex(blocks: list[tuple[str, str]]) -> bytes:
    lines = [f"\\begin{{quote}}\n{text}\n\\end{{quote}}" if kind == "quotation" else text for kind, text in blocks]
    body = "\n\n".join(("\\section{Rivers}", *lines, "\\section*{References}", LIST))
    return f"\\documentclass{{article}}\\begin{{document}}\n{body}\n\\end{{document}}".encode()


def word(blocks: list[tuple[str, str]]) -> bytes:
    lines = [p(text, style="Quoted" if kind == "quotation" else "") for kind, text in blocks]
    style = '<w:style w:type="paragraph" w:styleId="Quoted"><w:name w:val="Quote"/></w:style>'
    return docx("".join((p("Rivers"), *lines, p("References"), p(LIST))), styles=style)


FORMATS = {"paper.md": markdown, "paper.tex": latex, "paper.docx": word}


@pytest.fixture(params=FORMATS)
def audited(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Audit a manuscript of blocks in each format, whose only source is at hand."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "paper"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "1.txt").write_text(f"Invented rivers\n\nJ. Doe\n\n{FILLER} {WHOLE} {FILLER}", "utf-8")

    def of(*blocks: tuple[str, str]) -> Report:
        path = folder / request.param
        path.write_bytes(FORMATS[request.param]([*blocks]))
        return audit(path, offline=True, select="QUOT")

    return of


def introduced(quotation: str) -> tuple[tuple[str, str], ...]:
    return ("paragraph", f"Of this Doe {CITED} says:"), ("quotation", quotation)


def ended(quotation: str) -> tuple[tuple[str, str], ...]:
    return ("paragraph", "Of this it was said long ago:"), ("quotation", f"{quotation} {CITED}")


PLACES = pytest.mark.parametrize("quoting", [introduced, ended])


def found(report: Report) -> list[tuple[str, str, str]]:
    """Return the code and severity of each finding, and the words at its place."""
    sources = report.article.sources
    return [
        (finding.code, finding.severity.name, " ".join(text_at(sources, finding.location).split())) for finding in report.findings
    ]


@PLACES
@pytest.mark.parametrize("quotation", [WHOLE, f"{FIRST} … {THIRD}", f"“{WHOLE}”", f"{FIRST} {SECOND} […]"])
def test_a_verbatim_block_is_found_as_one(audited, quoting, quotation: str):
    report: Report = audited(*quoting(quotation))

    assert found(report) == []
    (alignment,) = [part for (both,) in report.evidence.comparisons.values() for part in both.alignments]
    assert (alignment.quoted, alignment.similarity) == (quotation.strip("“”"), 1)


@PLACES
def test_a_changed_word_is_one_finding_at_the_word(audited, quoting):
    report = audited(*quoting(WHOLE.replace("valley", "mountain")))

    assert found(report) == [("QUOT702", "WARNING", "mountain")]


@PLACES
def test_a_block_that_is_not_in_the_text_is_one_note_at_the_block(audited, quoting):
    other = "The moon was never so near as on that day. Nobody went there, or wanted to be there at all."
    (finding,) = found(audited(*quoting(other)))

    assert finding[:2] == ("QUOT701", "NOTE")
    assert finding[2].startswith("The moon was never so near")


@PLACES
def test_a_translated_block_cannot_be_missing(audited, quoting):
    assert found(audited(*quoting(RUSSIAN))) == []


def quotations(path: Path, *blocks: tuple[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    path.write_bytes(markdown([*blocks]))
    return [(claim.text, claim.quotations) for claim in read(path).claims if claim.citations]


def test_a_block_goes_on_over_paragraphs_to_the_sentence_that_cites(tmp_path: Path):
    blocks = ("quotation", FIRST), ("quotation", f"{SECOND} {CITED}. {THIRD}")

    assert quotations(tmp_path / "paper.md", *blocks) == [(f"{SECOND} {CITED}.", (WHOLE,))]


def test_the_line_that_names_the_source_is_not_quoted(tmp_path: Path):
    for line in (f"— Jane Doe, Invented rivers {CITED}", f"(Jane Doe, Invented rivers 5) {CITED}"):
        ((_, quoted),) = quotations(tmp_path / "paper.md", ("quotation", WHOLE), ("quotation", line))
        assert quoted == (WHOLE,)


def test_only_words_in_quotation_marks_are_quoted_if_they_are_most_of_a_block(tmp_path: Path):
    ((_, quoted),) = quotations(tmp_path / "paper.md", ("quotation", f"Doe says: “{WHOLE}” {CITED}."))

    assert quoted == (WHOLE,)


def test_a_sentence_that_ends_introduces_no_block(tmp_path: Path):
    blocks = ("paragraph", f"So it was {CITED}."), ("quotation", WHOLE)

    assert quotations(tmp_path / "paper.md", *blocks) == [(f"So it was {CITED}.", ())]


def test_a_block_that_cites_two_works_is_two_quotations(tmp_path: Path):
    path = tmp_path / "paper.md"
    content = markdown([("quotation", f"{FIRST} [1] {SECOND} [2] {THIRD} [2]")])
    path.write_bytes(content.replace(LIST.encode(), b"1. Doe J. Rivers that move. 2004.\n2. Roe M. Roads. 2011."))

    assert [claim.quotations for claim in read(path).claims] == [(FIRST,), (f"{SECOND} {THIRD}",), ()]


def test_people_whom_a_block_credits_are_not_those_of_the_quotation(tmp_path: Path):
    path = tmp_path / "paper.md"
    path.write_bytes(markdown([("quotation", f"{FIRST} According to Tylor, no valley has it back again {CITED}.")]))

    assert [finding.code for finding in audit(path, offline=True, select="ATTR").findings] == ["ATTR602"]


@pytest.mark.parametrize(
    "quotation",
    [
        "“Every river forgets its first bed. No valley has it back. It is so”",
        "«Всякая река забывает своё первое русло. Ни одна долина не получит её. Так и есть»",
        "«Әр өзен өзінің алғашқы арнасын ұмытады. Ешбір аңғар оны қайтармайды. Солай болды»",
        "“Her nehir ilk yatağını unutur. Hiçbir vadi onu geri almaz. Bu böyledir”",
        "„Jeder Fluss vergisst sein erstes Bett. Kein Tal erhält ihn zurück. So ist es“",
    ],
)
def test_a_quotation_of_several_sentences_in_running_text_is_one(tmp_path: Path, quotation: str):
    ((text, quoted),) = quotations(tmp_path / "paper.md", ("paragraph", f"Doe: {quotation} {CITED}. No more."))

    assert (text, quoted) == (f"Doe: {quotation} {CITED}.", (quotation[1:-1],))
