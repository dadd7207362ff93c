"""PubMed: records in medicine and the life sciences by their number, through ESummary of NCBI's E-utilities.

NCBI allows three requests a second and asks for the name of the tool and, if available, a contact address. A key allows ten, which
nobody needs with 200 numbers per request. See https://www.ncbi.nlm.nih.gov/books/NBK25497/ and NBK25499.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Item, Name
from kzcheck.evidence import Absent, Failed, Found, Record, Update
from kzcheck.identifiers import normal_issn
from kzcheck.reasons import Reason
from kzcheck.services import works
from kzcheck.services.service import Ask, Service, UnreadableAnswer, json_of
from kzcheck.services.values import MOST_NAMES, dated, distinct, each, inside, mappings, text, texts, year, years_in
from kzcheck.web.messages import Limit, Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

BATCH = 200
"""Numbers in one request: NCBI wants more to be sent by POST (NBK25499)."""

CENTRAL = "PMC"
"""What precedes a number of PubMed Central, which has its own database with NCBI."""

UNKNOWN = "cannot get document summary"
"""The error for an unknown number, in lower case. Any other error is a failure of NCBI's."""

UNTITLED = "not available"
"""The placeholder for a missing title, in lower case."""

CUT = ((range(1984, 1996), 10), (range(1996, 2000), 25))
"""Years in which MEDLINE limited the authors per article, and the limit (https://www.nlm.nih.gov/bsd/mms/medlineelements.html#au)."""

_AUTHORS = frozenset(("", "Author", "CollectiveName"))
_SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|[4-9]th|II|III|IV)\.?")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_PLACE = re.compile(r"\s*\([^()]*\)(?=\s:\s|$)")
_CENTRAL_PAGE = re.compile(
    r"https?://(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pmc)/articles/(?:PMC)?([1-9]\d{2,8})(?!\d)", re.IGNORECASE
)
_SUBTITLE = re.compile(r"\s:\s.*")
_DONE = {"retracted publication": "retraction"}
_NOTICES = {
    "retraction of publication": "retraction",
    "retraction notice": "retraction",
    "expression of concern": "expression_of_concern",
    "published erratum": "erratum",
}
"""Publication types, in lower case, that say something about the work itself (`_DONE`) or about another work (`_NOTICES`)."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for the records of up to `BATCH` numbers of PubMed, or of PubMed Central."""
    numbers = ",".join(quote(value.removeprefix(CENTRAL), safe="") for value in values)
    database = "pmc" if by == "PMCID" else "pubmed"
    path = f"/entrez/eutils/esummary.fcgi?db={database}&retmode=json&tool=kzcheck&id={numbers}"
    return Ask(by=by, values=tuple(values), path=path, route="summary")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each number of the request; see `Service`."""
    result = inside(json_of(reply), "result")
    if not isinstance(result, dict):
        raise UnreadableAnswer("other-json")
    return {value: _answer(number, result.get(number)) for value in ask.values for number in [value.removeprefix(CENTRAL)]}


def _answer(number: str, summary: object) -> Answer:
    if not isinstance(summary, dict):
        return Failed(Reason("part-of-list"))
    if text(summary.get("error")).lower() == UNKNOWN:
        return Absent()
    if "error" in summary or text(summary.get("uid")) != number:
        return Failed(Reason("other-entries"))
    return Found((record(summary),))


def article(number: str) -> Request:
    """Ask for the whole text of an article in PubMed Central, as JATS; only those in its open subset are given."""
    path = f"/entrez/eutils/efetch.fcgi?db=pmc&tool=kzcheck&id={quote(number.removeprefix(CENTRAL), safe='')}"
    return Request(SERVICE.name, path, "summary", accept="application/xml")


def central_number(url: str) -> str:
    """Return the number of PubMed Central in the address of an article there, or ""."""
    match = _CENTRAL_PAGE.match(url)
    return f"{CENTRAL}{match[1]}" if match else ""


def page(number: str) -> str:
    """Return the address at which readers see an article in PubMed Central."""
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{CENTRAL}{number.removeprefix(CENTRAL)}/"


def record(summary: dict[str, Any]) -> Record:
    """Convert one work from PubMed to a record.

    PubMed gives a translated title in brackets; the original title is the second of the `titles`. Names have initials only.
    """
    number = text(summary.get("uid"))
    numbers = {text(given.get("idtype")): text(given.get("value")) for given in mappings(summary.get("articleids"))}
    central = "pmid" in numbers  # PubMed calls its own number "pubmed"
    titles = _titles(summary)
    journal = text(summary.get("fulljournalname")) or text(summary.get("booktitle"))
    # NLM adds words that distinguish journals: "Lancet (London, England)", "Circulation : the journal of …"
    container = _SUBTITLE.sub("", _PLACE.sub("", journal))
    when = year(summary.get("pubdate"))
    authors = [name for author in each(summary.get("authors"), MOST_NAMES) if (name := _author(author))]
    item = Item(
        id=number,
        type=_kind(summary),
        title=next(iter(titles), ""),
        author=tuple(authors),
        issued=dated(when),
        container_title=container,
        publisher=text(summary.get("publishername")),
        volume=text(summary.get("volume")),
        issue=text(summary.get("issue")),
        page=text(summary.get("pages")),
        doi=works.doi_of(numbers.get("doi")),
        issn=" ".join(filter(None, (normal_issn(text(summary.get(field))) for field in ("issn", "essn")))),
        pmid=numbers["pmid"].strip("0") and numbers["pmid"] if central else number,
    )
    updated_by, updates = _updates(summary, item.doi)
    return Record(
        "pubmed",
        number,
        item,
        titles=titles[1:],
        containers=distinct((journal, text(summary.get("source"))), but=container),
        years=tuple(dict.fromkeys(year for field in ("pubdate", "epubdate") for year in years_in(text(summary.get(field))))),
        more_authors=any(when in years and len(authors) >= most for years, most in CUT),
        updated_by=updated_by,
        updates=updates,
        url=page(number) if central else f"https://pubmed.ncbi.nlm.nih.gov/{number}/",
    )


def _titles(summary: dict[str, Any]) -> tuple[str, ...]:
    whole = (text(summary.get(field)).removesuffix(".") for field in ("title", "vernaculartitle"))
    bare = (within[1] if (within := _BRACKETS.fullmatch(title)) else title for title in whole)
    return distinct(title for title in bare if title.casefold() != UNTITLED)


def _author(author: object) -> Name | None:
    """Parse "Family AB" or "Family AB Jr"; the name of an organisation is a literal."""
    kind, words = text(inside(author, "authtype")), text(inside(author, "name")).split()
    if not words or kind not in _AUTHORS:
        return None
    if kind == "CollectiveName" or len(words) == 1:
        return Name(literal=" ".join(words))
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004
    return Name(family=" ".join(words[:-1]), given=words[-1], suffix=suffix)


def _kind(summary: dict[str, Any]) -> str:
    if (kind := text(summary.get("doctype"))) in {"book", "chapter"}:
        return kind
    return "article" if "Preprint" in texts(summary.get("pubtype")) else "article-journal"


def _updates(summary: dict[str, Any], doi: str) -> tuple[tuple[Update, ...], tuple[Update, ...]]:
    """Return the notices about the work, and the kinds of notice that it is itself, the latter only for a work with a DOI."""
    kinds = [kind.lower() for kind in texts(summary.get("pubtype"))]
    by, of = ([Update(table[kind], source="PubMed") for kind in kinds if kind in table] for table in (_DONE, _NOTICES))
    return tuple(by), tuple(of) if doi else ()


SERVICE = Service(
    name="pubmed",
    url="https://eutils.ncbi.nlm.nih.gov",
    routes={"summary": Limit(3, 2)},
    batch={"PMID": BATCH, "PMCID": BATCH},
    lookup=lookup,
    answers=answers,
    contact="email",
)
