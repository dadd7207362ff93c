"""DataCite: data sets, software, theses, reports and preprints (https://api.datacite.org).

DOIs go in batches, as a list: DataCite's page of a single DOI names every work that cites it, and takes minutes for some. What the
list does not hold DataCite does not know, or not for the public. It also holds copies of other agencies' records, which
have no client: those are left out. A DOI with a comma has to be asked for singly.

The rates are those of https://support.datacite.org/docs/rate-limit: 1,000 requests in five minutes with an address, 500 without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Date, Item
from kzcheck.csl import date as date_of
from kzcheck.evidence import Absent, Failed, Found, Record, Relation
from kzcheck.reasons import Reason
from kzcheck.services.creators import people, words
from kzcheck.services.plain import YEARS, joined, mappings, text, years
from kzcheck.services.service import Ask, Service, UnreadableAnswer, every, json_of, refusal
from kzcheck.services.shapes import candidates
from kzcheck.services.works import MOST_UPDATES, doi_of, page_of
from kzcheck.sources import SEARCHES
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

BATCH = 25
"""DOIs in one request: DataCite names no limit, others have asked for 100."""

CANDIDATES = 5
SEARCHED_WORDS = 20
"""The most words of a title that a search names: the first ones tell works apart, and each costs the service time."""

SEARCHED = frozenset(
    ("", "article", "article-journal", "dataset", "document", "paper-conference", "report", "review", "software", "thesis")
)
"""Types of works that DataCite may know: a talk by its preprint, and what lists call the article of a server's journal."""

FIELDS = (
    "doi,creators,contributors,titles,publisher,container,publicationYear,dates,language,types,relatedIdentifiers,version,client"
)

TYPES = {
    "Audiovisual": "motion_picture",
    "Book": "book",
    "BookChapter": "chapter",
    "Collection": "collection",
    "ComputationalNotebook": "software",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "book",
    "DataPaper": "article-journal",
    "Dataset": "dataset",
    "Dissertation": "thesis",
    "Event": "event",
    "Image": "graphic",
    "Journal": "periodical",
    "JournalArticle": "article-journal",
    "PeerReview": "review",
    "Poster": "speech",
    "Preprint": "article",
    "Presentation": "speech",
    "Report": "report",
    "Software": "software",
    "Sound": "song",
    "Standard": "standard",
}
"""DataCite's general types (schema 4.6, appendix 1) that are a type of CSL. `Text` is whatever its own words say."""

OWN_WORDS = {
    re.compile(words, re.IGNORECASE): known
    for words, known in {
        r"thes[ie]s|dissertation|habilitation|диссертация": "thesis",
        r"pre-?print": "article",
        r"conference|proceedings|konferenz": "paper-conference",
        r"chapter|kapitel": "chapter",
        r"journal|article|artikel|статья": "article-journal",
        r"report|working ?paper|bericht|отч[её]т": "report",
        r"monogra|book|buch|книга": "book",
    }.items()
}
"""Words of a type in free text, the first that fits."""

DATES = frozenset("Issued Available Created Submitted Updated Copyrighted Accepted".split())
"""The dates that can be a work's own: others are dates of what it is about."""

RELATIONS = {
    "HasPart": "has-part",
    "HasPreprint": "has-preprint",
    "HasTranslation": "has-translation",
    "HasVersion": "has-version",
    "IsDerivedFrom": "is-derived-from",
    "IsIdenticalTo": "is-identical-to",
    "IsNewVersionOf": "replaces",
    "IsObsoletedBy": "is-replaced-by",
    "IsOriginalFormOf": "is-original-form-of",
    "IsPartOf": "is-part-of",
    "IsPreprintOf": "is-preprint-of",
    "IsPreviousVersionOf": "is-replaced-by",
    "IsPublishedIn": "is-part-of",
    "IsReviewedBy": "has-review",
    "IsSupplementedBy": "is-supplemented-by",
    "IsSupplementTo": "is-supplement-to",
    "IsTranslationOf": "is-translation-of",
    "IsVariantFormOf": "is-variant-form-of",
    "IsVersionOf": "is-version-of",
    "Obsoletes": "replaces",
    "Reviews": "is-review-of",
}
"""DataCite's relations in Crossref's words, where it has one; who cites whom is left out."""


_WORD = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"(?=\S*[\dIVXLC])[\w./–-]{1,20}")
"""Containers are often read from a sentence about a series, so that there is anything in their fields."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for DOIs: one, or up to `BATCH` without a comma."""
    ids = ",".join(quote(value, safe="", errors="replace") for value in values)
    if len(values) == 1:
        return Ask(by=by, values=tuple(values), path=f"/dois/{ids}?fields%5Bdois%5D={FIELDS}", route="single")
    path = f"/dois?ids={ids}&page%5Bsize%5D={len(values)}&fields%5Bdois%5D={FIELDS}"
    return Ask(by=by, values=tuple(values), path=path, route="list")


def search(item: Item) -> Iterator[Ask]:
    """Ask for works of the kinds that DataCite registers by the words of their title."""
    # nothing but letters and digits is left, and "OR" is no operator in small letters
    sought = re.findall(r"\w+", text(item.title).lower())[:SEARCHED_WORDS]
    if not sought or item.type not in SEARCHED:
        return
    query = quote(f"titles.title:({' OR '.join(sought)})", safe="", errors="replace")
    path = f"/dois?query={query}&sort=relevance&page%5Bsize%5D={CANDIDATES}&fields%5Bdois%5D={FIELDS}"
    yield Ask(by="title", values=(" ".join(sought),), path=path, route="list")


def read(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each value of an ask; see `Service`."""
    if reply.status in {404, 410} and ask.route == "single":
        return every(ask, Absent())
    if reply.status // 100 != 2:  # noqa: PLR2004 - the class of statuses that are an answer
        return every(ask, refusal(reply))
    try:
        answer = json_of(reply)
        if ask.route == "single":
            return every(ask, Found((record(answer.get("data") if isinstance(answer, dict) else None),)))
        held, whole, total = _records(answer)
        if ask.by in SEARCHES:
            return every(ask, _candidates(held, 0 if answer["data"] else total, whole=whole))
        return _batch(ask, held, whole=whole and total == len(answer["data"]))
    except UnreadableAnswer as error:
        return every(ask, Failed(error.reason))


def record(data: object) -> Record:
    """Return one of DataCite's works (`{"id": …, "attributes": {…}}`) as a record.

    Raises:
        UnreadableAnswer: it has no attributes with a DOI.
    """
    work = data.get("attributes") if isinstance(data, dict) else None
    doi = doi_of(work.get("doi")) if isinstance(work, dict) else ""
    if not isinstance(work, dict) or not doi:
        raise UnreadableAnswer("no-doi")
    titles = _titles(work)
    dates = {words(mapping.get("dateType")): date_of(words(mapping.get("date"))) for mapping in mappings(work.get("dates"))}
    publisher = work.get("publisher")
    publisher = words(publisher.get("name") if isinstance(publisher, dict) else publisher)
    kind = _type(work)
    authors, more = people(work.get("creators"))
    editors = [mapping for mapping in mappings(work.get("contributors")) if mapping.get("contributorType") == "Editor"]
    version = words(work.get("version"))
    container = _container(work.get("container"))
    # the server of a preprint stands where lists name the journal
    containers = tuple(filter(None, (container.get("container_title"), publisher if kind == "article" else "")))
    item = Item(
        id=doi,
        type=kind,
        title=titles[0] if titles else "",
        author=authors,
        editor=people(editors)[0],
        issued=_issued(text(work.get("publicationYear")), dates.get("Issued")),
        publisher=publisher,
        language=words(work.get("language"))[:20],
        doi=doi,
        other={"version": version} if version else {},
        **container,
    )
    own = (date for kind, date in dates.items() if kind in DATES)
    return Record(
        service="datacite",
        id=doi,
        item=item,
        titles=titles[1:],
        containers=tuple(container for container in containers if container != item.container_title),
        years=years((item.issued, *own)),
        more_authors=more,
        relations=tuple(_relations(work.get("relatedIdentifiers"), doi))[:MOST_UPDATES],
        agency="DataCite",
        url=page_of(doi),
    )


def _titles(work: dict[str, Any]) -> tuple[str, ...]:
    """Return every title of a work, the whole one first."""
    found = [(text(mapping.get("titleType")), words(mapping.get("title"))) for mapping in list(mappings(work.get("titles")))[:50]]
    mains = [title for kind, title in found if title and not kind]
    subtitle = next((title for kind, title in found if kind == "Subtitle"), "")
    others = [title for kind, title in found if title and kind not in {"", "Subtitle"}]
    whole = [joined(mains[0], subtitle)] if mains else []
    return tuple(dict.fromkeys((*whole, *mains, *others)))


def _type(work: dict[str, Any]) -> str:
    types = work.get("types")
    if not isinstance(types, dict):
        return ""
    general, own = text(types.get("resourceTypeGeneral")), text(types.get("resourceType"))
    if general == "Text":
        return next((known for pattern, known in OWN_WORDS.items() if pattern.search(own)), "")
    return TYPES.get(general, "")


def _issued(year: str, issued: Date | None) -> Date | None:
    """Return the date of issue as far as it agrees with the year of publication, which is the one that DataCite asks for."""
    if issued is not None and issued.year in YEARS and year in {"", str(issued.year)}:
        return issued
    return Date(start=(int(year),)) if re.fullmatch(r"[0-9]{4}", year) and int(year) in YEARS else None


def _container(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {}
    title, first, last = words(value.get("title")), _number(value.get("firstPage")), _number(value.get("lastPage"))
    volume, name = _number(value.get("volume")), words(value.get("identifier"))
    found = {
        "container_title": title if _WORD.search(title) else "",
        "volume": volume,
        "issue": _number(value.get("issue")),
        "page": f"{first}-{last}" if first and last else first if volume else "",
        "issn": name if value.get("identifierType") == "ISSN" else "",
        "isbn": name if value.get("identifierType") == "ISBN" else "",
    }
    return {field: one for field, one in found.items() if one}


def _number(value: object) -> str:
    found = words(value)
    return found if _NUMBER.fullmatch(found) else ""


def _relations(value: object, own: str) -> Iterator[Relation]:
    seen = set()
    for mapping in mappings(value):
        kind, of = RELATIONS.get(text(mapping.get("relationType")), ""), text(mapping.get("relatedIdentifierType")).lower()[:40]
        name = doi_of(mapping.get("relatedIdentifier")) if of == "doi" else text(mapping.get("relatedIdentifier"))
        if kind and name and name != own and (kind, name) not in seen:
            seen.add((kind, name))
            yield Relation(type=kind, id=name, id_type=of)


def _records(answer: object) -> tuple[list[Record], bool, object]:
    """Return DataCite's own works of a list, whether all of them could be read, and how many it says there are."""
    data, meta = (answer.get("data"), answer.get("meta")) if isinstance(answer, dict) else (None, None)
    if not isinstance(data, list):
        raise UnreadableAnswer("other-json")
    held, whole = [], True
    for one in data:
        try:
            if not _copied(one):
                held.append(record(one))
        except UnreadableAnswer:
            whole = False
    return held, whole, meta.get("total") if isinstance(meta, dict) else None


def _copied(data: object) -> bool:
    """Tell whether a work is a copy of another agency's record: it is said to have no client."""
    relationships = data.get("relationships") if isinstance(data, dict) else None
    client = relationships.get("client") if isinstance(relationships, dict) else None
    return isinstance(client, dict) and "data" in client and client["data"] is None


def _batch(ask: Ask, held: list[Record], *, whole: bool) -> dict[str, Answer]:
    by_doi = {one.id: one for one in held}
    missing: Answer = Absent() if whole else Failed(Reason("part-of-works"))
    return {value: Found((by_doi[doi],)) if (doi := value.lower()) in by_doi else missing for value in ask.values}


def _candidates(held: list[Record], total: object, *, whole: bool) -> Answer:
    if not held and not whole:
        return Failed(Reason("unreadable-works"))
    return candidates(held, total)


SERVICE = Service(
    name="datacite",
    url="https://api.datacite.org",
    routes={"single": Limit(3, 4), "list": Limit(3, 4)},
    anonymous={"single": Limit(1.6, 4), "list": Limit(1.6, 4)},
    batch={"DOI": BATCH},
    lookup=lookup,
    search=search,
    read=read,
    contact="mailto",
)
