"""What kind of file a list is: its content decides, its name only in doubt, and other kinds are refused with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reading, Refusing

BIB = "@book{key, title = {Bridges on Paper}, year = 2004}\n"
RIS = "TY  - BOOK\nTI  - Bridges on Paper\nPY  - 2004\nER  - \n"
JSON = '[{"id": "key", "type": "book", "title": "Bridges on Paper", "issued": {"date-parts": [[2004]]}}]'
YAML = "- id: key\n  type: book\n  title: Bridges on Paper\n  issued: 2004\n"


@pytest.mark.parametrize("text", [BIB, RIS, JSON, YAML, "% a comment\n" + BIB, "\n\n" + RIS, "---\nreferences:\n" + YAML + "...\n"])
@pytest.mark.parametrize(
    "name", ["list.bib", "list.ris", "list.txt", "list.json", "list.yaml", "savedrecs", "list.odd", "references.yaml"]
)
def test_the_content_of_a_list_tells_its_format_under_any_name(reading: Reading, text: str, name: str):
    (reference,) = reading(text, name=name).references

    assert (reference.item.title, reference.item.year) == ("Bridges on Paper", 2004)


@pytest.mark.parametrize(
    ("content", "says", "cure"),
    [
        (b"PK\3\4\0\0\0\0[Content_Types].xml xl/workbook.xml", "an Excel workbook", "BibTeX, RIS or CSL JSON"),
        (b"PK\3\4\0\0mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", "a text file (.txt)"),
        (b"PK\3\4\0\0list.bib", "a ZIP archive", "unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "the old binary format", "a text file (.txt)"),
        (b"SQLite format 3\0\x10\0", "the database of a program", "BibTeX, RIS or CSL JSON"),
        (b"<!DOCTYPE html>\n<html><body>@book</body></html>", "a web page (HTML)", "copy the list from it"),
        (
            b'<?xml version="1.0"?>\n<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#">',
            "a Zotero RDF export",
            "in Zotero, choose",
        ),
        (b'{"config": {}, "items": [{"itemType": "book", "title": "Bridges"}]}', "Zotero's own JSON", "in Zotero, choose"),
        (b'[{"key": "AB12", "data": {"itemType" : "book"}}]', "Zotero's own JSON", "CSL JSON"),
        (b'<rdf:RDF xmlns:bibo="http://purl.org/ontology/bibo/">', "RDF", "export the references"),
        (b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0">', "a TEI document", "export the references"),
        (b'<?xml version="1.0"?>\n<list/>', "XML of a kind", "export the references"),
        (b"\\documentclass{article}\n\\begin{document}\n", "a LaTeX document", "give the .bib file that it cites"),
        (
            b'"Key","Item Type","Publication Year","Title","DOI"\n"AB12","book","2004"\n',
            "a table (CSV)",
            "BibTeX",
        ),
        (b"PT\tAU\tBA\tTI\tSO\nJ\tDoe, J\t\tBridges\tRivers\n", "a table (CSV)", "BibTeX, RIS or CSL JSON"),
    ],
)
@pytest.mark.parametrize("name", ["list.bib", "list.xyz", "references.yaml"])
def test_another_kind_of_file_is_named_with_the_way_out(refusing: Refusing, content: bytes, says: str, cure: str, name: str):
    (problem,) = refusing(content, name=name)

    assert problem.startswith(f"{name}: is ")
    assert says in problem.partition(";")[0]
    assert cure in problem.partition(";")[2]


def test_a_text_of_no_known_kind_is_refused_with_the_suffixes_of_lists(refusing: Refusing):
    (problem,) = refusing("Nothing of interest\n", name="list.xyz")

    assert problem.startswith(
        "list.xyz: kzcheck cannot read such files; give a folder, a manuscript (.docx, .odt, .pdf, .tex, .md, .html, …), or a list"
    )


@pytest.mark.parametrize(("name", "says"), [("list.json", "stands where a value is due"), ("list.bib", "no entry in this file")])
def test_a_broken_list_is_explained_by_the_reader_for_its_name(refusing: Refusing, name: str, says: str):
    assert says in refusing("title: a thing", name=name)[0]


@pytest.mark.parametrize("key", ["doi", "DOI", "Doi"])
def test_keys_of_identifiers_are_read_in_any_case(reading: Reading, key: str):
    fields = {key: "10.5555/rivers", "isbn": "9783161484100", "Issn": "0000-0019", "pmid": "123", "url": "https://example.org/a"}
    article = reading(
        "---\nnocite: '[@*]'\nreferences:\n- id: a\n" + "".join(f"  {key}: {value}\n" for key, value in fields.items()) + "---\n"
    )
    (reference,) = article.references
    item = reference.item

    assert (item.doi, item.isbn, item.issn, item.pmid, item.url) == tuple(fields.values())
    assert reference.place("doi").line == 5
    assert not article.unknown_fields
    assert not article.unreadable


def test_of_one_identifier_in_two_cases_the_first_counts(reading: Reading):
    article = reading("- id: a\n  DOI: 10.5555/rivers\n  doi: 10.5555/lakes\n")

    assert article.references[0].item.doi == "10.5555/rivers"
    assert [str(unreadable.wrong) for unreadable in article.unreadable] == [
        'the key "DOI" appears twice, first on line 2; expected each key once'
    ]


def test_markdown_in_a_list_that_pandoc_wrote_becomes_the_markup_of_csl(reading: Reading):
    title = r"The [DNA]{.nocase} of *Homo sapiens*: H~2~O, 10^3^ \"quotes\" -- a study\*..."
    (reference,) = reading(
        f"---\nnocite: '[@*]'\nreferences:\n- id: a\n  title: '{title}'\n  url: https://example.org/~a--b\n---\n"
    ).references

    assert reference.item.title == 'The DNA of <i>Homo sapiens</i>: H<sub>2</sub>O, 10<sup>3</sup> "quotes" – a study*…'
    assert reference.item.url == "https://example.org/~a--b"


def test_signs_of_markdown_in_other_lists_are_left_alone(reading: Reading):
    assert reading("- id: a\n  title: A* search -- *fast*\n").references[0].item.title == "A* search -- *fast*"
