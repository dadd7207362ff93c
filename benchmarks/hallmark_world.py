"""A loopback world made from HALLMARK's entries: the works behind them, undamaged, as services record them.

Each work is where works of its venue usually are: at Crossref with a registered DOI, at DataCite as a preprint, or without a DOI in
the indexes only, which know some works by their preprint and a few not at all. Beside the works are similar ones: other works of
the same people, works with half of the same title, a team's second work in the same year and place, abstracts with the same title.
Entries that HALLMARK calls real but the world cannot know are left out, because calling them unknown would be right.
"""

from __future__ import annotations

import hashlib
import html
import json
import random
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from gold import GOLD
from kzcheck.csl import Date, Item, Name
from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import fold
from kzcheck.readers.latex import decode
from kzcheck.services.names import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gold import Split

ARXIV = "10.48550/arxiv."
SERVICES = ("crossref", "datacite", "doi", "openalex", "semantic-scholar", "dblp", "arxiv")


class Venue(NamedTuple):
    """A meeting or journal as Crossref, the indexes and DBLP call it; a journal that prints talks has volumes."""

    full: str
    short: str
    journal: bool = False


_CVF = "{year} IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)"
_ACL = "Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)"
VENUES = {
    "ICML": Venue("International Conference on Machine Learning", "ICML"),
    "ICLR": Venue("International Conference on Learning Representations", "ICLR"),
    "NeurIPS": Venue("Neural Information Processing Systems", "NeurIPS"),
    "CVPR": Venue(_CVF, "CVPR"),
    "ICCV": Venue("{year} IEEE/CVF International Conference on Computer Vision (ICCV)", "ICCV"),
    "ECCV": Venue("Computer Vision – ECCV {year}", "ECCV"),
    "AAAI": Venue("Proceedings of the AAAI Conference on Artificial Intelligence", "AAAI", journal=True),
    "ACL": Venue(f"Proceedings of the {_ACL}", "ACL"),
    "NAACL": Venue("Conference of the North American Chapter of the Association for Computational Linguistics", "NAACL"),
    "Mach. Learn.": Venue("Machine Learning", "Mach. Learn.", journal=True),
    "J. Mach. Learn. Res.": Venue("Journal of Machine Learning Research", "J. Mach. Learn. Res.", journal=True),
    "Trans. Mach. Learn. Res.": Venue("Transactions on Machine Learning Research", "Trans. Mach. Learn. Res.", journal=True),
    "Nature": Venue("Nature", "Nat.", journal=True),
}

_ORIGINAL = re.compile(r"\(original: '(.+)'\)$")
_REAL_AUTHORS = re.compile(r"Authors don't match CrossRef: '.*' vs '(.+)'$")
_RESOLVES_TO = re.compile(r"DOI resolves to .*?\('(.+?)'\)")
_PLACED = re.compile(r"published at (\w+) (\d{4})")
_OPEN = re.compile(r"[{}]")
_LONG = 4
"""Letters of a telling word in a title."""


class Entry(NamedTuple):
    """An entry of HALLMARK: its key, type and fields, and the kind of its damage, "" for a valid one."""

    key: str
    bibtex_type: str
    fields: dict[str, str]
    kind: str


class World(NamedTuple):
    """The entries that can be asked about, how many are left out, what each service knows, and who registered which DOI."""

    entries: tuple[Entry, ...]
    left_out: int
    known: dict[str, tuple[Item, ...]]
    agencies: dict[str, str]


def chance(key: str, sides: int) -> int:
    """Return a number below `sides`, always the same for the same text."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % sides


def in_half(entry: Entry, split: Split) -> bool:
    """Return whether an entry is in a half."""
    return split == "all" or (split == "tune") == (chance(entry.key, 2) == 0)


def made() -> World:
    """Return the world."""
    rows = [json.loads(line) for line in (GOLD / "hallmark" / "dev_public.jsonl").read_text("utf-8").split("\n") if line]
    works: dict[str, Item] = {}
    for work in (work for row in rows for work in _originals(row)):
        key = work.doi or fold(work.title)
        if key not in works or len(work.author) > len(works[key].author):
            works[key] = work
    with_doi = {fold(work.title) for work in works.values() if work.doi}
    originals = tuple(work for work in works.values() if work.doi or fold(work.title) not in with_doi)
    titles = {fold(work.title) for work in originals}
    dois = {work.doi for work in originals if work.doi}
    kept = [row for row in rows if _is_answerable(row, titles, dois)]
    entries = tuple(Entry(row["bibtex_key"], row["bibtex_type"], _fields(row), row.get("hallucination_type") or "") for row in kept)
    known: dict[str, list[Item]] = {name: [] for name in SERVICES}
    for work in (*originals, *_neighbours(originals)):
        for service, record in _records(work):
            known[service].append(record)
    agencies = {item.doi: "DataCite" for item in known["datacite"]}
    return World(entries, len(rows) - len(kept), {name: tuple(items) for name, items in known.items()}, agencies)


def _fields(row: dict[str, Any]) -> dict[str, str]:
    """Return the fields, without unclosed braces, which would cost an entry in some program."""
    return {name: value if value.count("{") == value.count("}") else _OPEN.sub("", value) for name, value in row["fields"].items()}


def _originals(row: dict[str, Any]) -> Iterator[Item]:
    """Yield the real works behind an entry, as far as HALLMARK tells what they are."""
    fields, explained = row["fields"], row["explanation"]
    if row["label"] == "VALID":
        yield _item(fields)
    elif match := _ORIGINAL.search(explained):
        yield _item({**fields, "title": match[1]})
    elif match := _REAL_AUTHORS.search(explained):
        yield _item({**fields, "author": match[1]})
    elif (match := _RESOLVES_TO.search(explained)) and fields.get("doi"):
        rest = {"title": match[1], "author": "Ada Aldermoor and Bruno Brennick and Carla Calderby"}
        yield _item({**fields, **rest})
    elif match := _PLACED.search(explained):
        yield _item({**fields, "booktitle": match[1], "year": match[2]})


def _is_answerable(row: dict[str, Any], titles: set[str], dois: set[str]) -> bool:
    """Return whether the world knows what HALLMARK calls real in an entry."""
    real, doi = row["subtests"], normal_doi(row["fields"].get("doi", ""))
    if doi and doi not in dois and (real.get("doi_resolves") or doi.startswith(ARXIV)):
        return False
    return not real.get("title_exists") or fold(decode(row["fields"]["title"])) in titles


def _item(fields: dict[str, str]) -> Item:
    names = [name_of(html.unescape(decode(name))) for name in re.split(r"\s+and\s+", fields["author"]) if name != "others"]
    people = tuple(name for name in names if name)
    if fields["author"].endswith("and others"):
        people = (*people, Name("Drumlow", "Dora"), Name("Eskmouth", "Emil"), Name("Farnholt", "Fay"))
    return Item(
        id="",
        type="paper-conference",
        title=html.unescape(decode(fields["title"])).strip(),
        author=people,
        issued=Date((int(fields["year"]),)),
        container_title=fields.get("booktitle") or fields.get("journal") or "",
        doi=normal_doi(fields.get("doi", "")),
    )


def _records(work: Item) -> Iterator[tuple[str, Item]]:
    """Yield each service's record of a work: where it appeared, by its full or short name, or its preprint."""
    venue = VENUES.get(work.container_title, Venue(work.container_title, work.container_title))
    lot, year = chance(work.title, 100), work.year or 0
    place: dict[str, Any] = {"container_title": venue.full.format(year=year), "language": "en"}
    if venue.journal:
        first = 1 + lot * 11
        place |= {"type": "article-journal", "volume": str(year - 1986), "page": f"{first}-{first + 9}"}
    published = replace(work, **place)
    preprint = _preprint(work, lot) if work.doi.startswith(ARXIV) or (not work.doi and lot > UNINDEXED + ALONE) else None
    if preprint:
        yield from ((service, preprint) for service in ("datacite", "doi", "arxiv"))
    if not work.container_title:
        yield from ((service, preprint or published) for service in ("openalex", "semantic-scholar"))
        return
    plain = replace(published, doi="") if preprint else published
    if plain.doi:
        yield from ((service, plain) for service in ("crossref", "doi"))
    yield "semantic-scholar", replace(plain, container_title=venue.full.format(year=year))
    yield "dblp", replace(plain, container_title=venue.short)
    if plain.doi or lot >= UNINDEXED:
        by_preprint = work.doi or lot < UNINDEXED + ALONE + BY_PREPRINT
        yield "openalex", preprint if preprint and by_preprint else plain


UNINDEXED, ALONE, BY_PREPRINT = 3, 32, 30
"""Of 100 works without a DOI: those that OpenAlex lacks, has without any preprint, and has as a preprint."""


def _preprint(work: Item, lot: int) -> Item:
    """Return the preprint of a work, of the same year or of the year before."""
    doi = work.doi or f"{ARXIV}{2000 + lot}.{10000 + chance(work.title, 80000)}"
    year = (work.year or 0) - (0 if work.doi else lot % 2)
    return replace(work, type="article", container_title="", publisher="arXiv", doi=doi, issued=Date((year,)))


def _neighbours(works: Sequence[Item]) -> Iterator[Item]:
    """Yield works that are similar to others, each different from all of them."""
    dice = random.Random(1)
    pool = [work for work in works if work.container_title]
    for number, work in enumerate(works):
        other, third = dice.sample(pool, 2)
        registered = bool(work.doi) and not work.doi.startswith(ARXIV)
        words, others = work.title.split(), other.title.split()
        doi = f"10.5555/near.{number}" if registered else ""
        place = {"container_title": work.container_title or third.container_title, "doi": doi}
        year = Date(((work.year or 0) + dice.choice((-1, 1)),))
        mixed = " ".join((*others[: len(others) // 2], *third.title.split()[len(third.title.split()) // 2 :]))
        yield replace(work, title=mixed, author=(*work.author[:2], *third.author[:1]), issued=year, **place)
        half = " ".join((*words[: (len(words) + 1) // 2], *others[len(others) // 2 :]))
        yield replace(work, title=half, author=third.author, issued=other.issued, **{**place, "doi": doi and doi + ".h"})
        if number % 10 == 1:
            second = " ".join((*third.title.split()[:3], "with", *others[-3:]))
            yield replace(work, title=second, **{**place, "doi": doi and doi + ".t"})
        if number % 20 == 2:
            names = {"container_title": "Journal of Invented Meeting Abstracts", "doi": f"10.5555/abstract.{number}"}
            yield replace(work, type="article-journal", page=f"S{number}", **names)
