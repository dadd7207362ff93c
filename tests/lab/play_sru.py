"""A web that plays K10plus and the DNB: CQL in, MARC 21 out, each with its own namespace, marking of articles, and encoding."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

from kzcheck.identifiers import find_isbns
from kzcheck.language.folding import fold
from kzcheck.language.scripts import main_script
from lab.fielded_search import by_isbn, matching
from lab.server import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kzcheck.csl import Item, Name
    from lab.server import Call

TERM = re.compile(r'(?:pica\.)?(isb|num|tit|per)="([^"]*)"')
QUERY = re.compile(rf"{TERM.pattern}(?: (?:and|or) {TERM.pattern})*")
SCHEMAS = {"marcxml": "k10plus", "MARC21-xml": "dnb"}
ARTICLES = re.compile(r"(?:Der|Die|Das|The|A|An|Le|La) ")
MARC = {"en": "eng", "ru": "rus", "de": "ger", "kk": "kaz", "tr": "tur", "fr": "fre"}
HEAD = {"Content-Type": "text/xml;charset=utf-8"}


def answer(works: Sequence[Item], call: Call) -> Answer:
    """Answer as the catalogue with the requested schema would, if these were all of its books."""
    asked = dict(parse_qsl(urlsplit(call.path).query))
    query, schema = asked.get("query", ""), asked.get("recordSchema", "")
    if schema not in SCHEMAS:
        return _diagnostic("66", schema, "Unknown schema for retrieval")
    if not QUERY.fullmatch(query):
        return _diagnostic("10", query, "Query syntax error")
    terms = TERM.findall(query)
    most = int(asked.get("maximumRecords", "10"))
    numbers = [value for index, value in terms if index in {"isb", "num"}]
    if numbers:
        matches = list({id(work): work for number in numbers for work in by_isbn(works, number)}.values())
    else:
        title = " ".join(value for index, value in terms if index == "tit")
        matches = matching(works, title, " ".join(value for index, value in terms if index == "per"), 1000)
    return Answer(200, HEAD, _envelope(works, matches, most, schema))


def _envelope(works: Sequence[Item], matches: Sequence[Item], most: int, schema: str) -> bytes:
    zs = "zs:" if schema == "marcxml" else ""
    space = "xmlns:zs" if zs else "xmlns"
    places = {id(work): place for place, work in enumerate(works)}
    records = "".join(
        f"<{zs}record><{zs}recordSchema>{schema}</{zs}recordSchema><{zs}recordPacking>xml</{zs}recordPacking>"
        f"<{zs}recordData>{written(work, f'{places[id(work)]:09d}', SCHEMAS[schema])}</{zs}recordData></{zs}record>"
        for work in matches[:most]
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{zs}searchRetrieveResponse {space}="http://www.loc.gov/zing/srw/">'
        f"<{zs}version>1.1</{zs}version><{zs}numberOfRecords>{len(matches)}</{zs}numberOfRecords>"
        f"{f'<{zs}records>{records}</{zs}records>' if matches else ''}</{zs}searchRetrieveResponse>"
    )
    return body.encode()


def written(work: Item, number: str, catalogue: str = "k10plus") -> str:
    """Return a book in MARC 21: the DNB marks articles with control characters and decomposes its letters."""
    language = MARC.get(work.language[:2], "und")
    leader = "00000nam a2200000 c 4500"
    fixed = f"010203s{work.year or '    '}    gw ||||| |||| 00||||{language}  "
    fields = "".join(_field(tag, first, second, parts) for tag, first, second, parts in _fields(work, language, catalogue))
    record = (
        f'<record xmlns="http://www.loc.gov/MARC21/slim" type="Bibliographic"><leader>{leader}</leader>'
        f'<controlfield tag="001">{number}</controlfield><controlfield tag="008">{fixed}</controlfield>{fields}</record>'
    )
    return unicodedata.normalize("NFD", record) if catalogue == "dnb" else record


def _fields(work: Item, language: str, catalogue: str) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for isbn in find_isbns(work.isbn):
        yield "020", " ", " ", {"a": isbn, "c" if catalogue == "dnb" else "q": "kart. : EUR 12.00"}
    yield "041", " ", " ", {"a": language}
    makers = [(name, "aut") for name in work.author] + [(name, "edt") for name in work.editor]
    makers += [(name, "trl") for name in work.translator]
    for place, (name, role) in enumerate(makers):
        first = place == 0 and role == "aut"
        yield ("100" if first else "700") if name.family else "710", "1", " ", {"a": _inverted(name), "4": role}
    title, _, subtitle = work.title.partition(": ")
    original = main_script(title) == "Cyrillic"
    if original:
        yield "880", "1", "0", {"6": "245-01/(N", "a": title, "b": subtitle}
        title, subtitle = fold(title).capitalize(), fold(subtitle)
    if catalogue == "dnb" and (article := ARTICLES.match(title)):
        title = f"\x98{article[0].strip()}\x9c {title[article.end() :]}"
    yield "245", "1", "0", ({"6": "880-01"} if original else {}) | {"a": title, "b": subtitle}
    if work.edition:
        yield "250", " ", " ", {"a": f"{work.edition}. Auflage"}
    yield "264", " ", "1", {"a": work.publisher_place, "b": work.publisher, "c": f"[{work.year}]" if work.year else ""}
    if work.number_of_pages:
        yield "300", " ", " ", {"a": f"{work.number_of_pages} S.", "c": "21 cm"}
    if work.collection_title:
        yield "490", "0", " ", {"a": work.collection_title}
    if work.type == "thesis":
        yield "502", " ", " ", {"b": "Dissertation", "c": work.publisher, "d": str(work.year or "")}


def _inverted(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.family and name.given else str(name)


def _field(tag: str, first: str, second: str, parts: dict[str, str]) -> str:
    inner = "".join(f'<subfield code="{code}">{escape(value)}</subfield>' for code, value in parts.items() if value)
    inner = inner.replace("\x98", "&#152;").replace("\x9c", "&#156;")
    return f'<datafield tag="{tag}" ind1="{first}" ind2="{second}">{inner}</datafield>'


def _diagnostic(number: str, details: str, message: str) -> Answer:
    body = (
        '<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><version>1.1</version><diagnostics>'
        '<diag:diagnostic xmlns:diag="http://www.loc.gov/zing/srw/diagnostic/">'
        f"<diag:uri>info:srw/diagnostic/1/{number}</diag:uri><diag:details>{escape(details)}</diag:details>"
        f"<diag:message>{message}</diag:message></diag:diagnostic></diagnostics></searchRetrieveResponse>"
    )
    return Answer(200, HEAD, body.encode())
