"""Verdicts: combines all answers about one entry, and finds later publications and newer editions.

Gathering uses the same functions to decide what to ask next, and rules to decide what to report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping  # noqa: TC003 - it is part of a signature that others resolve
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kzcheck import data
from kzcheck.csl import Item  # noqa: TC001 - msgspec reads the annotations
from kzcheck.evidence import Absent, Asked, Failed, Found, Record, Resolution
from kzcheck.identifiers import (
    doi_in_url,
    find_isbns,
    handle_in_url,
    normal_arxiv,
    normal_doi,
    normal_pmcid,
    normal_pmid,
    pmid_in_url,
)
from kzcheck.language.folding import fold, lower
from kzcheck.matching.titles import kind
from kzcheck.matching.works.competence import competence
from kzcheck.matching.works.identity import Comparison, compare, pasted
from kzcheck.reasons import Reason  # noqa: TC001
from kzcheck.sources import SEARCHES, SOURCES, By, SourceName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.article import Article
    from kzcheck.evidence import Evidence
    from kzcheck.matching.works.notices import Notice

Identifier = tuple[By, str]
"""The kind of an identifier, and its normal form."""


class Astray(Struct, frozen=True):
    """An identifier of the entry under which another work is recorded."""

    by: Literal["DOI", "ISBN", "PMID", "PMCID", "arXiv"]
    value: str
    comparison: Comparison


class Verdict(Struct, frozen=True):
    """The combined result of all answers about one entry.

    `work` is the record taken to be the work, `others` are further services' records of the same work, best first. `astray` are
    identifiers of other works, `unregistered` are DOIs that no agency and no handle server knows, and numbers that PubMed does not
    know. `registered` are the entry's DOIs, PubMed numbers and handles that any service knows, even without metadata. `absent` are
    the competent services without such a work; `failed` maps those that gave no answer, but might have known it, to the reason;
    `unasked` are those that were not asked. `near` is the nearest candidate that is not (surely) the work.
    """

    work: Comparison | None = None
    others: tuple[Comparison, ...] = ()
    astray: tuple[Astray, ...] = ()
    unregistered: tuple[Identifier, ...] = ()
    registered: tuple[Identifier, ...] = ()
    absent: tuple[SourceName, ...] = ()
    failed: Mapping[SourceName, Reason] = {}
    unasked: tuple[SourceName, ...] = ()
    near: Comparison | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether no competent service knows such a work; a registered DOI proves that it exists, unless it is another work's."""
        if self.work or not self.absent or self.failed or self.unasked:
            return False
        if self.registered and not self.astray:
            return False
        return self.near is None or self.near.identity == "other" or self.near.contrary

    @property
    def records(self) -> tuple[Record, ...]:
        """The record of the work, and further services' records with the same DOI."""
        if self.work is None:
            return ()
        doi = normal_doi(self.work.record.item.doi)
        further = (other.record for other in self.others if doi and normal_doi(other.record.item.doi) == doi)
        return (self.work.record, *further)


NEAR = 0.4
"""Score from which a candidate is worth showing as the nearest: half of the title and some other fields."""

_ORDER = {name: place for place, name in enumerate(SOURCES)}

_AUTHORITIES: dict[By, tuple[tuple[SourceName, By], ...]] = {
    by: tuple((source.name, way) for way in ways) for source in SOURCES.values() for by, ways in source.settles.items()
}
"""The authorities on each kind of identifier, by how they are asked."""

_DENIED = frozenset(("DOI", "PMID"))
"""Identifiers that are reported if their authorities do not know them; a handle is judged by its page."""


COMPARED = 1 << 14
"""Comparisons that are cached during an audit: gathering needs each of them, and rules need them again."""


class _Pair:
    """An entry and a record as a cache key, by object identity: comparing their contents would take long for large ones."""

    __slots__ = ("item", "record")

    def __init__(self, item: Item, record: Record) -> None:
        self.item = item
        self.record = record

    def __hash__(self) -> int:
        return hash((id(self.item), id(self.record)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and self.item is other.item and self.record is other.record


@lru_cache(maxsize=COMPARED)
def _remembered(pair: _Pair, printed: str, *, identified: bool) -> Comparison:
    comparison = compare(pair.item, pair.record, identified=identified, printed=printed)
    if comparison.identity != "same" and printed and pair.item.title:  # its fields may have been read wrongly from its words
        named = pasted(printed, pair.record)
        return named if named.identity == "same" else comparison
    return comparison


def certain(comparison: Comparison) -> bool:
    """Return whether a record is certainly the work, so that its DOI can be suggested: title, people and two more fields agree."""
    agreeing = comparison.agreeing
    return (
        comparison.identity == "same"
        and not comparison.version
        and not comparison.part
        and {"title", "author"} <= agreeing
        and len(agreeing - {"title", "author", "type"}) > 1
    )


def identifiers_of(item: Item) -> tuple[Identifier, ...]:
    """Return the identifiers in an entry, in normal form, by which services are asked.

    A DOI or PubMed number may be in the URL, too, and an arXiv number in the URL or among the numbers. A DOI from arXiv
    replaces its number. A handle is recognised by its URL. A PubMed Central number counts if it is the only
    identifier.
    """
    identifiers = _identifiers(item.doi, item.isbn, item.pmid, item.url, (item.number, item.container_title, item.note))
    pmcid = "" if identifiers else normal_pmcid(item.text("pmcid"))
    return (("PMCID", pmcid),) if pmcid else identifiers


@lru_cache(maxsize=1 << 13)
def _identifiers(doi: str, isbns: str, pmid: str, url: str, texts: tuple[str, ...]) -> tuple[Identifier, ...]:
    """Return the identifiers; cached, because gathering needs them with each answer, and rules again."""
    numbers = (normal_arxiv(text) for text in (url, *texts) if "arxiv" in lower(text))
    identifiers: list[Identifier] = [("DOI", normal_doi(text)) for text in (doi, doi_in_url(url)) if text]
    identifiers += [("ISBN", isbn) for isbn in find_isbns(isbns)]
    identifiers += [("PMID", normal_pmid(pmid)), ("PMID", pmid_in_url(url)), ("arXiv", next(filter(None, numbers), ""))]
    identifiers.append(("handle", handle_in_url(url)))
    return tuple((by, value) for by, value in dict.fromkeys(identifiers) if value and ("DOI", arxiv_doi(value)) not in identifiers)


def arxiv_doi(number: str) -> str:
    """Return the DOI that DataCite has for the preprint with an arXiv number."""
    return f"10.48550/arxiv.{lower(number)}"


def judge(item: Item, printed: str, resolution: Resolution, silent: Mapping[SourceName, Reason]) -> Verdict:
    """Return the combined result of all answers about one entry; `silent` are services not to be asked, thus not competent."""
    own = identifiers_of(item)
    compared = _without_doubles(list(_compared(item, printed, resolution, own)))
    same = sorted((match for _, match in compared if match.identity == "same"), key=_rank)
    work = same[0] if same else None
    further: dict[SourceName, Comparison] = {}
    for match in same:
        further.setdefault(match.record.service, match)
    candidates = (match for asked, match in compared if match.identity != "same" and not _by(asked, own) and match.score >= NEAR)
    registered = _registered(resolution, own)
    unregistered = tuple(number for number in own if number not in registered and _is_unregistered(resolution, number))
    absent, failed, unasked = _silences(item, resolution, compared, silent)
    for by, value in own:
        # Anything registered belongs to some work, which all other services may lack.
        if by in _AUTHORITIES and (by, value) not in {*registered, *unregistered}:
            name, _ = _AUTHORITIES[by][0]
            failed |= {name: silent[name]} if name in silent else {}
            failed |= _failures(reply for reply in resolution.asked if reply.service == name and reply.value == value)
    return Verdict(
        work=work,
        others=tuple(
            match for match in further.values() if match is not work and work and match.record.service != work.record.service
        ),
        astray=tuple(_astray(compared, own)),
        unregistered=unregistered,
        registered=registered,
        absent=absent,
        failed=failed,
        unasked=unasked,
        near=min(candidates, key=_rank, default=None),
    )


def _rank(comparison: Comparison) -> tuple[bool, float, int, int, int]:
    """Return the sort key of a comparison, best first: possible works before others, then by score, service and fields that agree.

    Sorting leaves equals in their order, which is the service's own.
    """
    service, agreeing, differences = _ORDER[comparison.record.service], len(comparison.agreeing), len(comparison.differences)
    return (comparison.identity == "other", -comparison.score, service, -agreeing, differences)


def _by(asked: Asked, own: tuple[Identifier, ...]) -> bool:
    """Return whether a question was about an identifier in the entry."""
    return (asked.by, asked.value) in own or any(by == "arXiv" and asked.value == arxiv_doi(value) for by, value in own)


def _compared(item: Item, printed: str, resolution: Resolution, own: tuple[Identifier, ...]) -> Iterator[tuple[Asked, Comparison]]:
    for asked in sorted(resolution.asked, key=lambda reply: (reply.service, reply.by, reply.value)):
        if isinstance(asked.answer, Found) and asked.by not in {"agency", "handle"}:
            for record in asked.answer.records:
                if not record.bare:
                    yield asked, _remembered(_Pair(item, record), printed, identified=_by(asked, own))


def _without_doubles(compared: list[tuple[Asked, Comparison]]) -> list[tuple[Asked, Comparison]]:
    """Return the comparisons, in which a work is not certain if the entry's place is another's.

    An erratum or a second part has the title and people of the first. If a record has the entry's place, and its people or year, a
    record with another page, and another volume or year, is not certainly the work.
    """
    if not any(_is_in_place(match) for _, match in compared):
        return compared
    return [(asked, replace(match, identity="unsure") if _is_elsewhere(match) else match) for asked, match in compared]


def _is_in_place(match: Comparison) -> bool:
    """Return whether a record has the page of an entry in its volume or journal, and its people or year."""
    place, rest = ({"volume", "container_title"}, {"author", "year"})
    return "page" in match.agreeing and not (match.agreeing.isdisjoint(place) or match.agreeing.isdisjoint(rest))


def _is_elsewhere(match: Comparison) -> bool:
    """Return whether a record is taken for the work although its place differs."""
    differing = {difference.field for difference in match.differences}
    elsewhere = "page" in differing and not differing.isdisjoint({"volume", "issued"})
    return match.identity == "same" and elsewhere and not match.version and match.agreeing.isdisjoint({"doi", "isbn"})


def known_identifiers(asked: Iterable[Asked]) -> frozenset[str]:
    """Return the identifiers that a service knows which was asked by them."""
    return frozenset(reply.value for reply in asked if reply.by not in SEARCHES and isinstance(reply.answer, Found))


def _registered(resolution: Resolution, own: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """Return the entry's identifiers that any service knows: their authority or another."""
    known = known_identifiers(resolution.asked)
    return tuple(identifier for identifier in own if identifier[0] in _AUTHORITIES and identifier[1] in known)


def _is_unregistered(resolution: Resolution, identifier: Identifier) -> bool:
    """Return whether all authorities answered that they do not know an identifier, and no record has it.

    PubMed is the only authority, so records count there: an index may have what PubMed does not show at the moment.
    """
    by, value = identifier
    absent = {(reply.service, reply.by) for reply in resolution.asked if reply.value == value and isinstance(reply.answer, Absent)}
    records = (record for reply in resolution.asked if isinstance(reply.answer, Found) for record in reply.answer.records)
    return by in _DENIED and absent.issuperset(_AUTHORITIES[by]) and not any(record.item.pmid == value for record in records)


def _astray(compared: list[tuple[Asked, Comparison]], own: tuple[Identifier, ...]) -> Iterator[Astray]:
    by_identifier: dict[tuple[By, str], list[Comparison]] = defaultdict(list)
    for asked, comparison in compared:
        if _by(asked, own):
            by_identifier[asked.by, asked.value].append(comparison)
    for by, value in own:
        under = by_identifier.get(("DOI", arxiv_doi(value)) if by == "arXiv" else (by, value), [])
        if by in {"DOI", "arXiv"} and not any(SOURCES[comparison.record.service].registers for comparison in under):
            continue
        if (
            under
            and all(comparison.identity == "other" for comparison in under)
            and by in {"DOI", "ISBN", "PMID", "PMCID", "arXiv"}
        ):
            yield Astray(by, value, min(under, key=_rank))


def _silences(
    item: Item, resolution: Resolution, compared: list[tuple[Asked, Comparison]], silent: Mapping[SourceName, Reason]
) -> tuple[tuple[SourceName, ...], dict[SourceName, Reason], tuple[SourceName, ...]]:
    """Return the competent services without such a work, those that gave no answer, with the reason, and those not asked.

    A service that failed might have known the work even if its silence would not count; a fallback service that failed is ignored.
    """
    may_know = {match.record.service for _, match in compared if match.identity != "other" and not match.contrary}
    searched = {reply.service for reply in resolution.asked if reply.by in SEARCHES}
    asking = competence(item)
    might = {*asking.ask, *asking.competent} - may_know
    failing = _failures(reply for reply in resolution.asked if reply.service in might)
    failed = {service: reason for service, reason in failing.items() if not SOURCES[service].is_spare}
    silent_or_unasked = [service for service in asking.competent if service not in may_know and service not in failing]
    absent = tuple(service for service in silent_or_unasked if service in searched)
    unasked = tuple(service for service in silent_or_unasked if service not in searched and service not in silent)
    return absent, failed, unasked


def _failures(asked: Iterable[Asked]) -> dict[SourceName, Reason]:
    """Return why services gave no answer to some of these questions: for each the first reason in the order of codes."""
    failures = [(reply.service, reply.answer.reason) for reply in asked if isinstance(reply.answer, Failed)]
    return dict(sorted(failures, key=lambda failure: (failure[0], failure[1].code), reverse=True))


def verdicts(article: Article, evidence: Evidence) -> Mapping[str, Verdict]:
    """Return the verdict about every reference that services were asked about, by its id."""
    return {
        reference.id: judge(reference.item, reference.wording, evidence.resolutions[reference.id], evidence.silent)
        for reference in article.references
        if reference.id in evidence.resolutions
    }


LARGEST = 40
"""The highest edition number that is plausible: a larger one is a year or the number of a series."""

_ENOUGH = 4
"""Letters of a word that distinguishes publishers."""


@cache
def _ordinals() -> dict[str, int]:
    """Return the folded words that number an edition. A "revised" one is not the first."""
    languages = data.languages().values()
    return {fold(word): number for language in languages for number, word in enumerate(language.ordinals, 1)} | {"revised": 2}


class Newer(Struct, frozen=True):
    """A newer edition: its DOI and year, if known, and from a record the name of the edition and its publisher."""

    doi: str
    year: int | None
    edition: str = ""
    source: str = ""


def published_version(record: Record) -> str:
    """Return the DOI of a preprint's publication, according to the preprint's own record, or ""."""
    own = normal_doi(record.item.doi)
    for relation in record.relations:
        doi = normal_doi(relation.id) if lower(relation.id_type) == "doi" else ""
        if doi and doi != own and relation.type == "is-preprint-of":
            return doi
    return ""


def newer_edition(item: Item, notices: tuple[Notice, ...], resolution: Resolution, until: int | None) -> Newer | None:
    """Return a newer edition of a book: from the notices about its record, or else the newest of all records of the same book.

    Editions later than the year `until` are ignored.
    """
    for notice in notices:
        year = notice.date.year if notice.date else None
        if notice.doi and not (until and year and year > until):
            return Newer(notice.doi, year)
    if kind(item.type) != "book" or item.type == "classic" or item.original_date or not item.year:
        return None
    newer = [record for record in _candidates(item, resolution) if not until or (record.item.year or 0) <= until]
    newest = max(newer, key=lambda record: (record.item.year or 0, _number(record.item.edition)), default=None)
    if newest is None:
        return None
    return Newer(normal_doi(newest.item.doi), newest.item.year, newest.item.edition, newest.source)


def _candidates(item: Item, resolution: Resolution) -> Iterator[Record]:
    """Yield records with the same title, people and publisher, a higher edition number and a later year."""
    edition, year = _number(item.edition) or 1, item.year or 0
    for asked in resolution.asked:
        for record in asked.answer.records if isinstance(asked.answer, Found) else ():
            later = _number(record.item.edition) > edition and (record.item.year or 0) > year
            if later and kind(record.item.type) == "book" and _same_house(item, record.item):
                comparison = compare(item, record)
                if comparison.identity == "same" and {"title", "author"} <= comparison.agreeing:
                    yield record


def _number(edition: str) -> int:
    """Return the number of an edition statement ("4., überarb. Aufl.", "Third edition", "Изд. 3-е"), or 0."""
    for word in re.findall(r"\d+|[a-z]+", fold(edition[:100])):
        if word.isdecimal() and len(word) < 4:  # noqa: PLR2004 - four digits are a year
            return int(word) if int(word) <= LARGEST else 0
        if number := _ordinals().get(word):
            return number
    return 0


def _same_house(item: Item, recorded: Item) -> bool:
    """Return whether two books have one publisher: each publisher counts the editions of a classic anew."""
    names, others = ({word for word in fold(book.publisher).split() if len(word) >= _ENOUGH} for book in (item, recorded))
    return bool(names & others)
