"""DataCite: data sets, software, theses, reports and preprints (https://api.datacite.org).

DOIs are sent in batches, as a list: DataCite's answer about a single DOI names every work that cites it and can take minutes. A DOI
missing from the list is unknown to DataCite or not public. Copies of other agencies' records, which have no client, are
left out. A DOI with a comma has to be requested singly.

Rates: https://support.datacite.org/docs/rate-limit (1,000 requests in five minutes with a contact address, 500 without).
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Date, Item, Name
from kzcheck.csl import date as date_of
from kzcheck.evidence import Found, Record
from kzcheck.services.service import Ask, Service, UnreadableAnswer, every, json_of
from kzcheck.services.values import MOST_NAMES, YEARS, answers_of_list, inside, joined, listed, mappings, text, years
from kzcheck.services.works import doi_of, page_of, relations
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

BATCH = 25
"""DOIs in one request: DataCite states no limit; others have sent 100."""

CANDIDATES = 5
SEARCHED_WORDS = 20
"""Most words of a title in a search: the first ones distinguish works, and each costs the service time."""

SEARCHED = frozenset(
    ("", "article", "article-journal", "dataset", "document", "paper-conference", "report", "review", "software", "thesis")
)
"""Types of works that DataCite may know, including talks (by their preprint) and preprints that lists call journal articles."""

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
"""DataCite's general types (schema 4.6, appendix 1) and their CSL types. `Text` is left to the depositor's own words."""

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
"""Patterns for the depositor's own description of a type; the first match counts."""

DATES = frozenset("Issued Available Created Submitted Updated Copyrighted Accepted".split())
"""Dates of the work itself; the others are dates of its subject."""

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
"""DataCite's relations and Crossref's names for them; citations are left out."""


_PLACEHOLDER = re.compile(r"\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal|at)\)?", re.IGNORECASE)
"""DataCite's standard values for missing information (schema 4.6, appendix 3)."""

_GIVEN = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_ASIDE = re.compile(r"\s?\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"(?=\S*[\dIVXLC])[\w./–-]{1,20}")
"""A volume, issue or page number. Containers are often parsed from a sentence about a series, so their fields may hold any text."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for one DOI, or for up to `BATCH` DOIs without a comma."""
    ids = ",".join(quote(value, safe="", errors="replace") for value in values)
    if len(values) == 1:
        return Ask(by=by, values=tuple(values), path=f"/dois/{ids}?fields%5Bdois%5D={FIELDS}", route="single")
    path = f"/dois?ids={ids}&page%5Bsize%5D={len(values)}&fields%5Bdois%5D={FIELDS}"
    return Ask(by=by, values=tuple(values), path=path, route="list")


def search(item: Item) -> Iterator[Ask]:
    """Search for a work by the words of its title, if DataCite registers works of its type."""
    # only letters and digits are left, and a lower-case "or" is not an operator
    title_words = re.findall(r"\w+", text(item.title).lower())[:SEARCHED_WORDS]
    if not title_words or item.type not in SEARCHED:
        return
    query = quote(f"titles.title:({' OR '.join(title_words)})", safe="", errors="replace")
    path = f"/dois?query={query}&sort=relevance&page%5Bsize%5D={CANDIDATES}&fields%5Bdois%5D={FIELDS}"
    yield Ask(by="title", values=(" ".join(title_words),), path=path, route="list")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each value of the request; see `Service`."""
    answer = json_of(reply)
    data = inside(answer, "data")
    if ask.route == "single":
        return every(ask, Found((record(data),)))
    return answers_of_list(ask, data, inside(answer, "meta", "total"), lambda work: None if _copied(work) else record(work))


def record(data: object) -> Record:
    """Convert one work from DataCite (`{"id": …, "attributes": {…}}`) to a record.

    Raises:
        UnreadableAnswer: the attributes or their DOI are missing.
    """
    work = inside(data, "attributes")
    if not (doi := doi_of(inside(work, "doi"))):
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
    # reference lists give a preprint's server as its journal
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
        relations=relations(map(_relation, mappings(work.get("relatedIdentifiers"))), doi),
        agency="DataCite",
        url=page_of(doi),
    )


def _titles(work: dict[str, Any]) -> tuple[str, ...]:
    titles = [(text(mapping.get("titleType")), words(mapping.get("title"))) for mapping in list(mappings(work.get("titles")))[:50]]
    mains = [title for kind, title in titles if title and not kind]
    subtitle = next((title for kind, title in titles if kind == "Subtitle"), "")
    others = [title for kind, title in titles if title and kind not in {"", "Subtitle"}]
    whole = [joined(mains[0], subtitle)] if mains else []
    return tuple(dict.fromkeys((*whole, *mains, *others)))


def words(value: object) -> str:
    """Return the value as plain text, or "" for a placeholder such as `(:unkn)`."""
    written = text(value)
    return "" if _PLACEHOLDER.fullmatch(written) else written


def people(value: object) -> tuple[tuple[Name, ...], bool]:
    """Return the names of creators or contributors, and whether any were left out.

    `name` is "Family, Given" for people and free text for groups; `nameType` is often missing or wrong. Some
    depositors write a whole list of people into one name, separated by semicolons.
    """
    entries = listed(value)
    names = [tuple(_names(entry)) for entry in entries[:MOST_NAMES]]
    return tuple(chain.from_iterable(names))[:MOST_NAMES], not all(names) or len(entries) > MOST_NAMES


def _names(creator: object) -> Iterator[Name]:
    if not isinstance(creator, dict):
        return
    family, given, whole = [words(creator[key]) if key in creator else "" for key in ("familyName", "givenName", "name")]
    if family and given:
        yield Name(family=family, given=given)
    elif not family and ";" in whole:
        yield from (_name(part, None) for part in (_ASIDE.sub("", part).strip() for part in whole.split(";")) if part)
    elif family or whole:
        yield _name(whole or family, creator.get("nameType"))


def _name(whole: str, kind: object) -> Name:
    """Split an undivided name if it has the form of a person's name in catalogues; otherwise keep it as a literal."""
    family, comma, given = (part.strip() for part in whole.partition(","))
    if comma and family and kind != "Organizational" and _GIVEN.fullmatch(given):
        return Name(family=family, given=given)
    return Name(literal=whole)


def _type(work: dict[str, Any]) -> str:
    general, own = (text(inside(work, "types", key)) for key in ("resourceTypeGeneral", "resourceType"))
    if general == "Text":
        return next((known for pattern, known in OWN_WORDS.items() if pattern.search(own)), "")
    return TYPES.get(general, "")


def _issued(year: str, issued: Date | None) -> Date | None:
    """Return the date of issue if it agrees with the year of publication, which is the date that DataCite requires."""
    if issued is not None and issued.year in YEARS and year in {"", str(issued.year)}:
        return issued
    return Date(start=(int(year),)) if re.fullmatch(r"[0-9]{4}", year) and int(year) in YEARS else None


def _container(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        return {}
    title, first, last = words(value.get("title")), _number(value.get("firstPage")), _number(value.get("lastPage"))
    volume, name = _number(value.get("volume")), words(value.get("identifier"))
    fields = {
        "container_title": title if _WORD.search(title) else "",
        "volume": volume,
        "issue": _number(value.get("issue")),
        "page": f"{first}-{last}" if first and last else first if volume else "",
        "issn": name if value.get("identifierType") == "ISSN" else "",
        "isbn": name if value.get("identifierType") == "ISBN" else "",
    }
    return {field: written for field, written in fields.items() if written}


def _number(value: object) -> str:
    written = words(value)
    return written if _NUMBER.fullmatch(written) else ""


def _relation(related: dict[str, Any]) -> tuple[str, object, object]:
    kind = RELATIONS.get(text(related.get("relationType")), "")
    return kind, related.get("relatedIdentifier"), related.get("relatedIdentifierType")


def _copied(data: object) -> bool:
    """Return whether a work is a copy of another agency's record: its client is null."""
    client = inside(data, "relationships", "client")
    return isinstance(client, dict) and "data" in client and client["data"] is None


SERVICE = Service(
    name="datacite",
    url="https://api.datacite.org",
    routes={"single": Limit(3, 4), "list": Limit(3, 4)},
    anonymous={"single": Limit(1.6, 4), "list": Limit(1.6, 4)},
    batch={"DOI": BATCH},
    lookup=lookup,
    search=search,
    answers=answers,
    contact="mailto",
    works="/dois/",
)
