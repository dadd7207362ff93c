"""Lists in XML: EndNote's, PubMed's, and MODS; their places, and XML that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Date, Name
from kzcheck.errors import UnreadableError
from kzcheck.readers import endnote_xml, mods, pubmed_xml, references
from kzcheck.readers.nodes import DEPTH, Source

if TYPE_CHECKING:
    from types import ModuleType

    from conftest import Reading, Refusing
    from kzcheck.article import Reference

ENDNOTE = """<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<database name="L.enl" path="C:\\L.enl">L.enl</database><source-app name="EndNote" version="20.0">EndNote</source-app>
<rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal" font="default" size="100%">Öztürk, C.</style></author>
<author>Ministry of Rivers,</author></authors></contributors>
<titles><title><style face="normal" size="100%">Rivers that </style><style face="italic" size="100%">never</style>\
<style face="normal" size="100%"> were &amp; maps</style></title>
<secondary-title><style face="normal">Journal of Invented Geography</style></secondary-title></titles>
<periodical><full-title>Journal of Invented Geography</full-title></periodical>
<pages>11-29</pages><volume>4</volume><number>2</number>
<dates><year>2010</year><pub-dates><date>May 12</date></pub-dates></dates>
<isbn><style>0000-0019 (Print)&#xD;2434-561X (Linking)</style></isbn>
<accession-num>12345678</accession-num><custom2>PMC7654321</custom2>
<urls><related-urls><url>https://www.ncbi.nlm.nih.gov/pubmed/12345678</url></related-urls></urls>
<electronic-resource-num>10.5555/jig.2010.4&#xD;S000 [pii]</electronic-resource-num></record>
<record><rec-number>8</rec-number><ref-type name="Book">6</ref-type>
<titles><title>On lakes</title></titles><pages>210</pages><isbn>9783161484100</isbn><accession-num>ISI:000012345</accession-num>
</record></records></xml>
"""

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example.org/pubmed.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">12345678</PMID>
<Article><Journal><ISSN IssnType="Print">0000-0019</ISSN><JournalIssue><Volume>4</Volume><Issue>2</Issue>
<PubDate><Year>2010</Year><Month>May</Month><Day>12</Day></PubDate></JournalIssue>
<Title>Journal of invented geography (London, England)</Title></Journal>
<ArticleTitle>Rivers that <i>never</i> were: H<sub>2</sub>O.</ArticleTitle><Pagination><MedlinePgn>11-29</MedlinePgn></Pagination>
<ELocationID EIdType="pii">S1</ELocationID><ELocationID EIdType="doi" ValidYN="Y">10.5555/jig.2010.4</ELocationID>
<AuthorList><Author><LastName>Öztürk</LastName><ForeName>Can B</ForeName><Initials>CB</Initials><Suffix>Jr</Suffix></Author>
<Author><CollectiveName>Steppe Rivers Group</CollectiveName></Author></AuthorList><Language>eng</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Inv Geogr</MedlineTA></MedlineJournalInfo></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">12345678</ArticleId>
<ArticleId IdType="pmc">PMC7654321</ArticleId></ArticleIdList>
<ReferenceList><Reference>
<ArticleIdList><ArticleId IdType="doi">10.5555/cited</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>12345679</PMID><Book><Publisher><PublisherName>Steppe</PublisherName></Publisher>
<BookTitle>A book of waters</BookTitle><PubDate><Year>2011</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Doe</LastName><ForeName>Jane</ForeName></Author></AuthorList></Book>
<ArticleTitle>On lakes</ArticleTitle><PublicationType>Book Chapter</PublicationType>
<AuthorList Type="authors"><Author><LastName>Roe</LastName><Initials>R</Initials></Author></AuthorList>
</BookDocument></PubmedBookArticle></PubmedArticleSet>
"""

MODS = """<?xml version="1.0"?>
<m:modsCollection xmlns:m="http://www.loc.gov/mods/v3">
<m:mods ID="ozturk2010">
<m:titleInfo><m:nonSort>The</m:nonSort><m:title>Rivers</m:title><m:subTitle>a catalogue</m:subTitle></m:titleInfo>
<m:titleInfo type="abbreviated"><m:title>Riv.</m:title></m:titleInfo>
<m:name type="personal"><m:namePart type="family">Öztürk</m:namePart><m:namePart type="given">Can</m:namePart>
<m:role><m:roleTerm type="code">aut</m:roleTerm></m:role></m:name>
<m:name type="personal"><m:namePart>Nye, Joseph</m:namePart><m:role><m:roleTerm>author</m:roleTerm></m:role></m:name>
<m:name type="corporate"><m:namePart>Steppe Press</m:namePart><m:role><m:roleTerm>pbl</m:roleTerm></m:role></m:name>
<m:genre>journalArticle</m:genre><m:identifier type="doi">10.5555/jig.2010.4</m:identifier>
<m:language><m:languageTerm>eng</m:languageTerm></m:language>
<m:relatedItem type="host"><m:titleInfo><m:title>Journal of Invented Geography</m:title></m:titleInfo>
<m:originInfo><m:dateIssued>2010-05-12</m:dateIssued></m:originInfo><m:identifier type="issn">0000-0019</m:identifier>
<m:identifier type="doi">10.5555/jig</m:identifier><m:part><m:detail type="volume"><m:number>4</m:number></m:detail>
<m:detail type="issue"><m:number>2</m:number></m:detail>
<m:extent unit="pages"><m:start>11</m:start><m:end>29</m:end></m:extent></m:part></m:relatedItem></m:mods>
<m:mods><m:titleInfo><m:title>On lakes</m:title></m:titleInfo>
<m:originInfo><m:place><m:placeTerm>Almaty</m:placeTerm></m:place><m:publisher>Steppe</m:publisher>
<m:copyrightDate>1999</m:copyrightDate></m:originInfo></m:mods></m:modsCollection>
"""


def read(reading: Reading, text: str, name: str) -> list[Reference]:
    article = reading(text, name=name)
    assert not article.unreadable
    assert not article.unknown_fields
    return list(article.references)


def words(text: str, reference: Reference, path: str) -> str:
    """Return what the file has at the place of a value."""
    place = reference.places[path]
    lines = text.splitlines(keepends=True)[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "".join(lines)


@pytest.mark.parametrize("name", ["library.xml", "library.txt", "library"])
def test_entries_of_endnote_are_read(reading: Reading, name: str):
    first, second = read(reading, ENDNOTE, name)
    article, book = first.item, second.item

    assert (article.id, article.type, article.title) == ("#7", "article-journal", "Rivers that <i>never</i> were & maps")
    assert article.author == (Name(family="Öztürk", given="C."), Name(literal="Ministry of Rivers"))
    assert (article.container_title, article.volume, article.issue) == ("Journal of Invented Geography", "4", "2")
    assert (article.page, article.issued, article.issn) == ("11-29", Date((2010, 5, 12)), "0000-0019, 2434-561X")
    assert (article.doi, article.pmid, article.text("pmcid")) == ("10.5555/jig.2010.4", "12345678", "PMC7654321")
    assert words(ENDNOTE, first, "author.0.family") == "Öztürk"
    assert words(ENDNOTE, first, "container_title") == "Journal of Invented Geography"
    assert words(ENDNOTE, first, "volume") == "4"
    assert (book.type, book.isbn, book.number_of_pages, book.pmid) == ("book", "9783161484100", "210", "")


def test_articles_and_chapters_of_pubmed_are_read(reading: Reading):
    first, second = read(reading, PUBMED, "pubmed.xml")
    article, chapter = first.item, second.item

    assert (article.id, article.pmid, article.type) == ("12345678", "12345678", "article-journal")
    assert article.title == "Rivers that <i>never</i> were: H<sub>2</sub>O"
    assert article.author == (Name("Öztürk", "Can B", suffix="Jr"), Name(literal="Steppe Rivers Group"))
    assert (article.container_title, article.container_title_short) == ("Journal of invented geography", "J Inv Geogr")
    assert (article.volume, article.issue, article.page, article.issued) == ("4", "2", "11-29", Date((2010, 5, 12)))
    assert (article.doi, article.text("pmcid"), article.issn) == ("10.5555/jig.2010.4", "PMC7654321", "0000-0019")
    assert article.language == "en"
    assert words(PUBMED, first, "doi") == "10.5555/jig.2010.4"
    assert (chapter.type, chapter.title, chapter.container_title) == ("chapter", "On lakes", "A book of waters")
    assert (chapter.author, chapter.editor) == ((Name("Roe", "R"),), (Name("Doe", "Jane"),))
    assert (chapter.publisher, chapter.issued) == ("Steppe", Date((2011,)))


def test_works_in_mods_are_read_and_take_from_their_host_what_is_theirs(reading: Reading):
    first, second = read(reading, MODS, "list.xml")
    article, book = first.item, second.item

    assert (article.id, article.type, article.title) == ("ozturk2010", "article-journal", "The Rivers: a catalogue")
    assert article.author == (Name("Öztürk", "Can"), Name("Nye", "Joseph"))
    assert (article.container_title, article.volume, article.issue) == ("Journal of Invented Geography", "4", "2")
    assert (article.page, article.issued, article.issn) == ("11-29", Date((2010, 5, 12)), "0000-0019")
    assert (article.doi, article.language) == ("10.5555/jig.2010.4", "en")
    assert words(MODS, first, "author.0.family") == "Öztürk"
    assert (book.id, book.type, book.publisher, book.publisher_place) == ("2", "book", "Steppe", "Almaty")
    assert book.issued == Date((1999,))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<xml><records><record></records></xml>", "this is not XML (mismatched tag)"),
        ("<xml><records><record>", "this is not XML (no element found)"),
        ("<xml>" + "<records><record>" * DEPTH, "nesting deeper than 100 levels"),
        (
            '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<xml><records><record>&b;</record></records></xml>',
            "the entity &a; is defined here",
        ),
        (
            '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<xml><records><record>&a;</record></records></xml>',
            "the entity &a; is defined here",
        ),
    ],
)
def test_xml_that_is_broken_or_defines_entities_is_refused_in_one_line(refusing: Refusing, text: str, says: str):
    (problem,) = refusing(text, name="list.xml")

    assert problem.startswith("list.xml:1:")
    assert says in problem


FORMATS = {"endnote": (endnote_xml, ENDNOTE), "pubmed": (pubmed_xml, PUBMED), "mods": (mods, MODS)}


@pytest.mark.parametrize("name", FORMATS)
def test_any_text_is_read_with_valid_locations_or_refused(name: str):
    reader, seed = FORMATS[name]

    @given(
        st.integers(0, len(seed)),
        st.integers(0, 40),
        st.sampled_from(["", "<a>", "</a>", "é", " \r\n", "<![CDATA[<é>]]>", "&é;", "<!--é-->"]),
    )
    def check(at: int, length: int, more: str) -> None:
        _read(reader, seed[:at] + more + seed[at + length :])

    check()
    _read(reader, "\n  é" + seed)


def _read(reader: ModuleType, text: str) -> None:
    source = Source("list.xml", text)
    try:
        listed = reader.read(source)
        article = references.read(source, listed.root)
    except UnreadableError:
        return
    places = [place for reference in article.entries for place in (reference.location, *reference.places.values())]
    for where in [*places, *(problem.location for problem in article.unreadable)]:
        assert 1 <= where.line <= where.end_line <= len(source.starts)
        start = source.starts[where.line - 1] + where.column - 1
        end = source.starts[where.end_line - 1] + where.end_column - 1
        assert 0 <= start <= end <= len(text)
