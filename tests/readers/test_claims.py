"""Claims and the article's own metadata."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from kzcheck.article import At
from kzcheck.csl import Date, Name
from kzcheck.readers import read

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Reading, Refusing
    from kzcheck.article import Article, Citation

REFERENCES = "references: []\n"


def citations(reading: Reading, written: str) -> list[tuple[str, str, str]]:
    article = reading(REFERENCES, f"claims:\n- id: c1\n  text: x\n  cites: {written}\n")
    assert not article.unreadable
    return [short(claim) for claim in article.claims[0].citations]


def short(citation: Citation) -> tuple[str, str, str]:
    return citation.reference, citation.label, citation.locator


def wrongs(article: Article) -> list[str]:
    return [
        f"{problem.location.line}:{problem.location.column} {str(problem.wrong).partition('; expected')[0]}"
        for problem in article.unreadable
    ]


OTHER = "0" * 64


def present(folder: Path, file: str) -> str | None:
    """Return the digest of the file that claims in a folder say they were made of."""
    (folder / "references.yaml").write_text(REFERENCES, "utf-8")
    (folder / "claims.yaml").write_text(f'manuscript: {{file: "{file}", sha256: "{OTHER}"}}\nclaims: []\n', "utf-8")
    made_of = read(folder).made_of
    assert made_of
    assert (made_of.file, made_of.sha256, str(made_of.location)) == (file, OTHER, "claims.yaml:1:20")
    return made_of.present


def test_the_manuscript_of_the_claims_is_compared_by_its_contents(tmp_path: Path):
    assert present(tmp_path, "paper.txt") is None
    (tmp_path / "paper.txt").write_bytes(b"words")
    assert present(tmp_path, "paper.txt") == sha256(b"words").hexdigest()


@pytest.mark.parametrize("file", ["../secret.txt", "link.txt", "folder", "~/secret.txt", ".hidden.txt", "a\\0b", "x" * 5000])
def test_nothing_outside_the_folder_is_read_for_the_comparison(tmp_path: Path, file: str):
    folder = tmp_path / "paper"
    (folder / "folder").mkdir(parents=True)
    for place in (tmp_path / "secret.txt", folder / ".hidden.txt"):
        place.write_text("secret", "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "references.yaml").write_text(REFERENCES, "utf-8")
    (folder / "claims.yaml").write_text(f'manuscript: {{file: "{file}", sha256: "{OTHER}"}}\nclaims: []\n', "utf-8")
    made_of = read(folder).made_of

    assert made_of is None or made_of.present is None


def test_a_manuscript_that_is_not_a_mapping_is_reported(reading: Reading):
    article = reading(REFERENCES, "manuscript: paper.docx\nclaims: []\n")

    assert (article.made_of, wrongs(article)) == (None, ['1:13 "manuscript" is text'])
    assert [field.key for field in reading(REFERENCES, "manuscript: {sha265: x}\nclaims: []\n").unknown_fields] == ["sha265"]


def test_all_fields_of_a_claim_are_read(reading: Reading):
    article = reading(
        REFERENCES,
        """\
article:
  title: An Article
  author: [{family: Doe, given: J.}]
  DOI: 10.5555/12345678
  issued: 2025-03
  language: en
claims:
- id: c01
  section: Introduction
  paragraph: 3
  text: Heuss said that culture can
    shape politics.
  cites: ["1"]
  quotes: ["culture can shape politics"]
  attributed-to: [Theodor Heuss]
  works: [A Work]
  at: {file: a.txt, page: 12, line: 39}
  printed: As printed
""",
    )
    (claim,) = article.claims

    assert (article.title, article.author, article.doi) == ("An Article", (Name("Doe", "J."),), "10.5555/12345678")
    assert (article.issued, article.language, article.has_claims) == (Date((2025, 3)), "en", True)
    assert (claim.id, claim.section, claim.paragraph, claim.printed) == ("c01", "Introduction", "3", "As printed")
    assert claim.text == "Heuss said that culture can shape politics."
    assert [short(citation) for citation in claim.citations] == [("1", "page", "")]
    assert claim.quotations == ("culture can shape politics",)
    assert (claim.attributed_to, claim.works) == (("Theodor Heuss",), ("A Work",))
    assert claim.at == At("a.txt", "12", 39)
    assert not article.unknown_fields


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('["1", 2]', [("1", "page", ""), ("2", "page", "")]),
        ("3", [("3", "page", "")]),
        ('{ref: "2", page: "50"}', [("2", "page", "50")]),
        ("[{ref: 2, page: 19-21}]", [("2", "page", "19-21")]),
        ('[{ref: "4", locator: "19-21", label: chapter}]', [("4", "chapter", "19-21")]),
        ('[{ref: "4", locator: "19-21"}]', [("4", "page", "19-21")]),
        (
            "[{ref: a, verse: 3}, {ref: b, sub-verbo: x}, {ref: c, figure: 2}]",
            [("a", "verse", "3"), ("b", "sub-verbo", "x"), ("c", "figure", "2")],
        ),
        ("[{ref: a, page: ~}]", [("a", "page", "")]),
        ("[]", []),
        ("~", []),
    ],
)
def test_all_forms_of_citations_are_read(reading: Reading, written: str, expected: list[tuple[str, str, str]]):
    assert citations(reading, written) == expected


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("[[1]]", "4:11 citation 1 is a list"),
        ("['1', {page: 3}]", "4:16 citation 2 does not name a reference"),
        ("['']", "4:11 citation 1 does not name a reference"),
        ("[{ref: [1]}]", "4:17 cites 1: ref is a list"),
        ("[{ref: 1, page: [1, 2]}]", "4:26 cites 1: page is a list"),
        ("[{ref: 1, page: 1, chapter: 2}]", "4:11 a citation has 2 locators (page, chapter)"),
    ],
)
def test_citations_of_a_wrong_shape_are_refused(reading: Reading, written: str, wrong: str):
    article = reading(REFERENCES, f"claims:\n- id: c1\n  text: x\n  cites: {written}\n- id: c2\n  text: y\n")

    assert wrongs(article) == [wrong]
    assert article.unreadable[0].claim == "c1"
    assert [claim.id for claim in article.claims] == ["c2"]


@pytest.mark.parametrize("key", ["quotes", "attributed-to", "works"])
def test_a_single_text_counts_as_a_list_of_one(reading: Reading, key: str):
    article = reading(REFERENCES, f"claims:\n- id: c1\n  text: x\n  {key}: A B\n")
    claim = article.claims[0]

    assert {"quotes": claim.quotations, "attributed-to": claim.attributed_to, "works": claim.works}[key] == ("A B",)
    assert str(claim.place(f"{key}.0")) == f"claims.yaml:4:{len(key) + 5}"


def test_all_faults_of_a_claim_are_listed(reading: Reading):
    article = reading(
        REFERENCES,
        """\
claims:
- id: c1
  text: [a]
  quotes: {a: b}
  works: [ok, [a]]
  at: 3
- id: c2
- id: c2
  text: x
- text
- {text: no id}
- id: c5
  text: x
  at: {line: twelve}
- id: c6
  text: ''
""",
    )

    assert wrongs(article) == [
        "3:9 text is a list",
        "4:11 quotes is a mapping",
        "5:15 works 2 is a list",
        '6:7 "at" is text',
        "7:3 claim 2 has no text",
        '8:7 the id "c2" is already used on line 7',
        "10:3 claim 4 is text",
        "11:3 claim 5 has no id",
        '14:14 "line" in "at" is not a number',
        "15:3 claim 7 has no text",
    ]
    assert article.claims == ()


def test_unknown_keys_are_reported_with_the_nearest_known_key(reading: Reading):
    article = reading(
        REFERENCES,
        """\
article: {titel: x, publisher: y}
note: x
claims:
- id: c1
  text: x
  cite: ["1"]
  quote: y
  mood: z
  at: {page: 1, column: 2}
  cites: [{ref: 1, pages: 50}, {ref: 2, locator: 3, label: chaptr}]
""",
    )

    assert [(unknown.key, unknown.like, unknown.claim) for unknown in article.unknown_fields] == [
        ("note", "", None),
        ("titel", "title", None),
        ("publisher", "", None),
        ("cite", "cites", "c1"),
        ("quote", "quotes", "c1"),
        ("mood", "", "c1"),
        ("pages", "page", "c1"),
        ("chaptr", "chapter", "c1"),
        ("column", "", "c1"),
    ]
    assert [short(claim) for claim in article.claims[0].citations] == [("1", "page", ""), ("2", "page", "")]


def test_an_unreadable_field_of_the_article_is_left_out(reading: Reading):
    article = reading(REFERENCES, "article: {title: [x], author: 3, issued: {date-parts: 1}, language: ru}\nclaims: []\n")

    assert wrongs(article) == [
        "1:18 article: title is a list",
        "1:31 article: author 1 is a number",
        "1:55 article: issued: date-parts is not a list of one or two dates",
    ]
    assert (article.title, article.issued, article.language) == ("", None, "ru")


def test_a_file_with_only_article_metadata_has_no_claims(reading: Reading):
    article = reading(REFERENCES, "article: {title: X}\n")

    assert article.title == "X"
    assert not article.has_claims


@pytest.mark.parametrize("claims", ["claims: []\n", "[]\n"])
def test_an_empty_list_of_claims_counts_as_a_list(reading: Reading, claims: str):
    assert reading(REFERENCES, claims).has_claims


def test_a_folder_without_a_claims_file_has_no_claims(reading: Reading):
    assert not reading(REFERENCES).has_claims


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("claims:\n", "1:8: `claims:` is empty; give a list of entries, each with `- id: …`"),
        ("claims: text\n", "1:9: `claims:` is text; give a list of entries, each with `- id: …`"),
        ("clams: []\n", '1:1: the key "clams" is not known; write "claims"'),
        ("a: b\n", "1:1: neither `claims:` nor `article:` in this mapping; write `claims:` and a list"),
        ("text\n", "1:1: text stands where the list of claims is due; write a list of entries, each with `- id: …`"),
    ],
)
def test_a_file_without_claims_is_refused(refusing: Refusing, text: str, line: str):
    assert refusing(REFERENCES, text) == (f"claims.yaml:{line}",)


def test_locations_are_those_of_the_values(reading: Reading):
    article = reading(
        REFERENCES,
        """\
claims:
- id: c1
  text: "Quoted"
  cites: ["1", {ref: "2", page: "50"}]
  quotes: ["a", b]
""",
    )
    (claim,) = article.claims

    assert claim.location == claim.place("id")
    assert {path: str(claim.place(path)).partition(":")[2] for path in ("text", "cites.0", "cites.1", "quotes.1")} == {
        "text": "3:9",
        "cites.0": "4:11",
        "cites.1": "4:16",
        "quotes.1": "5:17",
    }
    assert [citation.location for citation in claim.citations] == [claim.place("cites.0"), claim.place("cites.1")]


def test_a_misspelt_claims_key_is_reported(refusing: Refusing):
    assert refusing(REFERENCES, "article: {title: A}\nclaim:\n- {id: c1, text: x}\n") == (
        'claims.yaml:2:1: the key "claim" is not known; write "claims"',
    )


def test_an_article_without_claims_is_read(reading: Reading):
    article = reading(REFERENCES, "article: {title: A}\n")

    assert article.title == "A"
    assert not article.has_claims


def test_claims_given_instead_of_references_are_recognised(refusing: Refusing):
    assert refusing("article: {title: A}\nclaims:\n- {id: c1, text: x}\n", name="text.yaml") == (
        "text.yaml:1:1: no list of references in this mapping; give the folder of both files",
    )
