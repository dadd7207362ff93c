"""Inputs to mutate: part of the article at the top of the repository; invented lists in every format, settings, pages, rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name, to_json
from lab import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
ENTRIES = 6
"""Entries taken from the article at the top of the repository: an audit of all takes ten times as long."""

_WRITER = (Name(family="Öztürk", given="Can"),)
_BOTH = (*_WRITER, Name(family="Iskakova", given="A. B."))
ITEMS = (
    Item("1", "article-journal", "Rivers that never were, and their maps", _BOTH, issued=Date((2010, 5)), doi="10.5555/rivers",
         container_title="Journal of Invented Geography", volume="4", issue="2", page="11-29", language="en"),
    Item("2", "dataset", "Measured rivers of nowhere", _WRITER, issued=Date((2019,)), doi="10.5555/data", publisher="Archive"),
    Item("3", "book", "Grammatik der erfundenen Dinge", _WRITER, issued=Date((2001,)), isbn="9783161484100", publisher="Steppe",
         publisher_place="Almaty", number_of_pages="210", language="de"),
    Item("4", "article-journal", "Silence of wolves in unbuilt towns", _BOTH, issued=Date((2012,)), pmid="12345", volume="3",
         container_title="Annals of Fictional Medicine"),
    Item("5", "report", "Ледники воображаемых гор", _WRITER, issued=Date((2015,)), publisher="Steppe Institute", language="ru"),
    Item("6", "chapter", "A chapter on caravans", _WRITER, issued=Date((1999,)), container_title="A Book of Roads", page="9-31",
         publisher="Steppe", language="en"),
    Item("7", "article", "Looms and treaties, a preprint", _BOTH, issued=Date((2021,)), number="arXiv:2101.00001"),
    Item("8", "webpage", "The orchard of lost words", _WRITER, issued=Date((2018, 3, 1)), accessed=Date((2019, 1, 2)),
         url="https://orchard.example.org/words", language="en"),
    Item("9", "webpage", "Harbours without a sea", _WRITER, issued=Date((2018,)), accessed=Date((2019, 1, 2)), language="en",
         url="https://harbour.example.org/sea"),
    Item("10", "thesis", "Kinship of foundries", _WRITER, issued=Date((2016,)), url="https://hdl.handle.net/20.500.5555/kinship"),
    Item("11", "paper-conference", "Learning to sort pebbles by their shadows", _BOTH, issued=Date((2020,)),
         container_title="Uncertainty in Artificial Intelligence"),
)  # fmt: skip
"""Works looked up by DOI, ISBN, PMID and searches at every service; `LIVING_LINK` and `LOST_LINK` are pages."""
LIVING_LINK, LOST_LINK = ITEMS[7], ITEMS[8]
KNOWN = {
    "crossref": (replace(ITEMS[0], volume="9"),),
    "datacite": (ITEMS[1], replace(ITEMS[6], doi="10.48550/arXiv.2101.00001")),
    "pubmed": (ITEMS[3],),
    "openalex": (ITEMS[0], replace(ITEMS[4], issued=Date((2011,))), ITEMS[5]),
    "semantic-scholar": ITEMS[3:6],
    "dblp": (replace(ITEMS[10], container_title="UAI"),),
    "dnb": (ITEMS[2],),
}
"""The works that services know: if one does not know a work, or disagrees, the next is asked."""

SHORT_LIST = b"""references:
- id: "1"  # kzcheck: ignore=REF201 seen on paper
  type: book
  author: [{family: Iskakova, given: A. B.}, {literal: Steppe Institute}]
  title: 'A <i>Grammar</i> of "Invented" Things'
  publisher: Steppe Press
  publisher-place: Almaty
  issued: 2001
  number-of-pages: 210
  ISBN: 978-3-16-148410-0
- id: "2"
  type: article-journal
  author: &who [{family: \xc3\x96zt\xc3\xbcrk, given: Can, suffix: Jr}]
  title: Rivers that never were
  container-title: Journal of Invented Geography
  issued: {date-parts: [[2010, 5, 1], [2010, 6]]}
  volume: 4
  page: 11-29
  DOI: 10.5555/rivers
  URL: https://example.org/rivers?x=1#top
  accessed: 2019-02-03
- id: "3"
  type: chapter
  author: *who
  title: >-
    A chapter
    on caravans
  container-title: A Book of Roads
  issued: ~1999/2001
  custom: {printed: "\xc3\x96zt\xc3\xbcrk C. A chapter on caravans // A Book of Roads. 1999. P. 9-31."}
"""
SHORT_CLAIMS = b"""article: {title: An Invented Article, author: [{family: Doe, given: Jane}], issued: 2020-05, language: en}
claims:
- id: c1
  section: Introduction
  paragraph: 2
  at: {file: paper.docx, page: 3, line: 4}
  text: As Iskakova (2001, p. 12) said, "invented things have a grammar of their own" (see https://example.org/g).
  cites: ["1"]
  quotes: ["invented things have a grammar of their own"]
  attributed-to: [Iskakova]
- id: c2  # kzcheck: ignore=ALL
  text: In 2015 there were 12.5 % more rivers than in 2010, as several studies show.
  cites: [{ref: "2", page: 12-13}, {ref: "3", locator: "2", label: chapter}, "9"]
  works: [Rivers that never were]
"""
BIB = b"""@string{jig = "Journal of Invented Geography"}
% a comment, kzcheck: ignore=REF201
@comment{nothing}
@article{rivers2010, author = {{\\"O}zt{\\"u}rk, Can and Iskakova, A. B. and {Steppe Institute}}, title = {Rivers that {N}ever},
  journal = jig # { and more}, year = 2010, month = may, volume = {4}, pages = {11--29}, doi = {10.5555/rivers}, keywords = {a, b}}
@book{grammar, editor = "Iskakova, A. B.", title = {A Grammar of Invented Things: $x^2$ \\& \\emph{more}}, publisher = {Steppe},
  address = {Almaty}, date = {2001-05/2002}, isbn = {9783161484100}, url = {https://example.org/a_b}, langid = {english}}
@incollection{caravans, crossref = {grammar}, author = {{\\"O}zt{\\"u}rk, Can}, title = {On caravans}, pages = {9-31}}
"""
RIS = b"""TY  - JOUR
ID  - rivers
AU  - \xc3\x96zt\xc3\xbcrk, Can
A1  - Iskakova, A. B.
TI  - Rivers that never were
JO  - Journal of Invented Geography
PY  - 2010/05/01/
VL  - 4
SP  - 11
EP  - 29
DO  - 10.5555/rivers
ER  -\x20

TY  - BOOK
AU  - Iskakova, A. B.
T1  - A Grammar of Invented Things
PB  - Steppe
CY  - Almaty
Y1  - 2001
SN  - 978-3-16-148410-0
UR  - https://example.org/grammar
N1  - a note
  of two lines
ER  -\x20
"""
NBIB = b"""PMID- 12345678
IS  - 0000-0019 (Print)
VI  - 4
DP  - 2010 May 12
TI  - [Rivers that never were: a catalogue
      of maps].
LID - 10.5555/rivers [doi]
FAU - \xc3\x96zt\xc3\xbcrk, Can Jr
AU  - Iskakova AB
LA  - eng
PT  - Journal Article
JT  - Journal of invented geography (London, England)
"""
SAVEDRECS = b"""FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Ozturk, C
   Iskakova, A. B.
TI Rivers that never were:
   A catalogue of maps
SO JOURNAL OF INVENTED GEOGRAPHY
DT Article; Proceedings Paper
PD MAY 12
PY 2010
BP 11
EP 29
DI 10.5555/rivers
UT WOS:000012345600001
ER
EF
"""
ENW = b"""%0 Journal Article
%A \xc3\x96zt\xc3\xbcrk, Can
%A Steppe Institute,
%T Rivers that never were
%J Journal of Invented Geography
%P 11-29
%@ 0000-0019
%D 2010
%8 May 12
%R 10.5555/rivers
%F rivers

"""
ENDNOTE = b"""<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">\xc3\x96zt\xc3\xbcrk, C.</style></author>
</authors></contributors><titles><title>Rivers that <style face="italic">never</style> were &amp; maps</title></titles>
<pages>11-29</pages><dates><year>2010</year></dates><isbn>0000-0019 (Print)&#xD;2434-561X</isbn>
<electronic-resource-num>10.5555/rivers</electronic-resource-num></record></records></xml>
"""
PUBMED = b"""<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example.org/pubmed.dtd"><PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID>12345678</PMID><Article><Journal><JournalIssue><PubDate><Year>2010</Year></PubDate></JournalIssue>
<Title>Journal of invented geography</Title></Journal><ArticleTitle>Rivers that <i>never</i> were.</ArticleTitle>
<AuthorList><Author><LastName>Doe</LastName><ForeName>Jane</ForeName></Author></AuthorList></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""
MODS = b"""<modsCollection><mods ID="a"><titleInfo><title>Rivers</title></titleInfo>
<name><namePart type="family">Doe</namePart></name>
<genre>book</genre><identifier type="isbn">9783161484100</identifier>
<relatedItem type="host"><titleInfo><title>Waters</title></titleInfo>
<part><detail type="volume"><number>4</number></detail>
<extent unit="pages"><start>1</start><end>9</end></extent></part></relatedItem>
</mods></modsCollection>
"""
WORKS = b"""{"results": [{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/rivers", "type": "article",
"display_name": "Rivers", "authorships": [{"raw_author_name": "Can Ozturk"}], "biblio": {"first_page": "1", "last_page": "9"},
"publication_date": "2010-05-12", "primary_location": {"source": {"display_name": "Waters", "type": "journal"}}}]}
"""
DATA = b"""{"data": [{"id": "10.5555/data", "type": "dois", "attributes": {"doi": "10.5555/data", "titles": [{"title": "Rivers"}],
"creators": [{"name": "Doe, Jane"}], "publicationYear": 2019, "types": {"resourceTypeGeneral": "Dataset"}}}]}
"""
PRINTED = """References

1. Öztürk C. Rivers that never were. Journal of Invented
   Geography. 2010;4(2):11-29. doi:10.5555/rivers.
[2] Iskakova A.B. A Grammar of Invented Things. Almaty: Steppe, 2001. ISBN 978-3-16-148410-0.
""".encode()
CSL = json.dumps([to_json(item) for item in ITEMS[:4]], ensure_ascii=False, indent=1).encode()

SETTINGS = b"""select = ["ALL"]
[severity]
LINK501 = "warning"
"dead-link" = "note"
[style]
citations = "numeric-order"
references = "gost-7.0.5"
[[ignore]]
code = "REF201"
reference = "22"
reason = "seen on paper"
until = 2027-01-01
[[ignore]]
code = "WORK401"
claim = "c1"
reason = "so"
[links.hosts."example.org"]
skip = true
accept = [403, 404]
"""
OWN_SETTINGS = b"""contact = "editor@example.org"
[services.crossref]
url = "http://127.0.0.1:9/crossref"
rate = 10
concurrency = 3
[services.openalex]
key = "K"
enabled = false
[links]
concurrency = 8
per-host = 2
interval = 0.1
second-look = 0.0
allow-private = ["127.0.0.1", "10.0.0.0/8", "intranet.example.org"]
[network]
proxy = "http://127.0.0.1:9"
timeout = 5.0
cache = false
[retractions]
path = "table.csv"
url = "http://127.0.0.1:9/table.csv"
"""
VARIABLES = tuple(
    f"KZCHECK_{name}"
    for name in """CONTACT STYLE_CITATIONS STYLE_REFERENCES LINKS_CONCURRENCY LINKS_PER_HOST LINKS_INTERVAL
    LINKS_SECOND_LOOK  NETWORK_PROXY NETWORK_CA_BUNDLE NETWORK_TIMEOUT NETWORK_CACHE RETRACTIONS_PATH
    RETRACTIONS_URL SERVICES_CROSSREF_URL SERVICES_CROSSREF_KEY SERVICES_CROSSREF_RATE SERVICES_CROSSREF_ENABLED
    SERVICES_DNB_CONCURRENCY SEVERITY IGNORE LINKS_HOSTS SERVICES_SEMANTIC_SCHOLAR_KEY SERVICES NONSENSE""".split()
)
ROWS = b"""Record ID,RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason,Notes
1,5/1/2020 0:00,10.5555/notice.1,10.5555/Rivers,Retraction,+Data;+Fraud;,"a note
of two lines"
2,2/6/2010 0:00,unavailable,10.5555/data,Expression of concern,,
3,,10.5555/notice.3,10.5555/rivers,Correction,+Error;,
4,12/31/2021 0:00,10.5555/notice.4,10.5555/data,Reinstatement,;;+;,x
"""

_ORCHARD = pages.Work("en", LIVING_LINK.title, "Orchard", "Can Öztürk", 2018, ("orchards", "words", "Altai"), 7)
LIVING = pages.article(_ORCHARD, head=pages.meta(citation_title=LIVING_LINK.title, og__title=LIVING_LINK.title)).encode()
PAGES: tuple[tuple[bytes, str], ...] = (
    (LIVING, "text/html; charset=utf-8"),
    (pages.lost(_ORCHARD).encode(), "text/html; charset=utf-8"),
    (pages.login("Orchard").encode(), "text/html"),
    (pages.page(*pages.PARKED["sale"]).encode(), "text/html"),
    (pages.pdf(LIVING_LINK.title, outline=True), "application/pdf"),
    (json.dumps({"title": LIVING_LINK.title, "name": {"en": "x"}, "text": "Some words. " * 30}).encode(), "application/json"),
    (b'<?xml version="1.0"?><rss><channel><title>The orchard of lost words</title></channel></rss>', "application/rss+xml"),
    (b'<html><head><meta http-equiv="refresh" content="0; url=/b"><script>location.href="/c"</script></head></html>', "text/html"),
)
"""Bodies of pages with their media types."""


def article(name: str) -> bytes:
    """Return the first entries of a file of the article at the top of the repository."""
    head, *entries = (ROOT / name).read_text("utf-8").split("\n- id:")
    return "\n- id:".join((head, *entries[:ENTRIES])).encode() + b"\n"


MARKDOWN = b"""---
bibliography: [list.bib, "more.bib"]
nocite: |
  @grammar, @{rivers2010}
---
# Rivers {#rivers}

They flow [see @rivers2010, p. 3; -@caravans]; `@code`, <!-- @comment --> https://example.org/@jane, @fig-map, @Rivers2010.

```{r map, fig.cap="Rivers [@grammar]", child='part.qmd'}
x <- "@code"
```
    {{< include part.qmd >}}
"""
LATEX = b"""\\newcommand{\\mycite}[2][see]{\\citep[#1]{#2}}
\\addbibresource{list.bib}\\input{part} % \\cite{comment}
\\cites(pre)(post)[p. 1]{grammar}[2]{caravans} \\mycite{Rivers2010, unknown} \\verb|\\cite{no}|
\\begin{verbatim}
\\cite{no}
\\end{verbatim}
\\iffalse \\cite{no} \\fi \\bibitem[{Doe(2010)}]{doe} \\nocite{doe}
"""

BBL = rb"""% $ biblatex bbl format version 3.2 $
\refsection{0}
  \entry{grammar}{book}{}
    \name{author}{1}{}{%
      {{hash=1}{%
         family={Iskakova},
         given={A\bibnamedelima B.}}}%
    }
    \list{publisher}{1}{{Steppe}}
    \field{title}{A Grammar of \emph{Invented} Things}
    \field{year}{2001}
    \verb{doi}
    \verb 10.5555/grammar
    \endverb
  \endentry
\endrefsection
"""


def folders() -> list[dict[str, bytes]]:
    """Return articles as the files in their folder: both files, or one list in another format."""
    return [
        {"references.yaml": article("references.yaml"), "claims.yaml": article("claims.yaml")},
        {"references.yaml": SHORT_LIST, "claims.yaml": SHORT_CLAIMS},
        {"list.bib": BIB},
        {"list.bib": BIB, "paper.qmd": MARKDOWN, "part.qmd": b"As @grammar says."},
        {"list.bib": BIB, "paper.tex": LATEX, "part.tex": b"\\\\cite{grammar}"},
        {"list.ris": RIS},
        {"list.nbib": NBIB},
        {"list.ciw": SAVEDRECS},
        {"list.enw": ENW},
        {"list.bbl": BBL},
        {"list-endnote.xml": ENDNOTE},
        {"list-pubmed.xml": PUBMED},
        {"list-mods.xml": MODS},
        {"list-works.json": WORKS},
        {"list-data.json": DATA},
        {"list.txt": PRINTED},
        {"list.json": CSL},
        {"references.yaml": CSL},
    ]


def answers() -> Iterator[tuple[str, bytes]]:
    """Yield the invented answers in the services' tests, each with the service's name."""
    for file in sorted((ROOT / "tests" / "services").glob("*/*.*")):
        if file.suffix in {".json", ".xml"}:
            yield file.parent.name.replace("_", "-"), file.read_bytes()


def cited() -> bytes:
    """Return a list that cites all `ITEMS`, as CSL-JSON."""
    return json.dumps([_as_listed(item) for item in ITEMS], ensure_ascii=False).encode()


def _as_listed(item: Item) -> dict[str, Any]:
    return dict(to_json(item))
