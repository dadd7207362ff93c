"""Sources of data on works and pages, with their traits: one table for rules and gathering."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.steps import StepName  # noqa: TC001 - msgspec reads the annotations
from kzcheck.wording import template

By = Literal["DOI", "ISBN", "PMID", "PMCID", "arXiv", "agency", "handle", "title", "reference"]
"""The kinds of questions to a source: an identifier, a DOI's agency or its handle, a search by title or by the whole reference."""

SEARCHES = frozenset(("title", "reference"))
"""The kinds of questions whose answers are candidates, not the work itself."""

WorkKind = Literal[
    "article",
    "review",
    "magazine",
    "talk",
    "preprint",
    "part",
    "entry",
    "book",
    "old",
    "thesis",
    "report",
    "data",
    "program",
    "untitled",
    "other",
]
"""The kinds of works for choosing sources; "untitled" is an entry with nothing but its printed text."""

Silence = Literal["never", "always", "major", "German", "not German"]
"""The languages of works for which a source's silence counts; "major" are those whose journals the services cover."""


class Holding(Struct, frozen=True):
    """A source has works of a kind: its `place` in the order of questions, whether its `silence` counts, and from which year on."""

    place: int
    silence: Silence = "never"
    since: int = 0


class Source(Struct, frozen=True):
    """A web service or a file on this machine, with the traits by which its records are weighed.

    Its `title` is its usual name. A registry registers DOIs, a resolver knows who did, an index and a catalogue list works, an
    archive keeps pages, a table is on this machine. `identifiers` are those by which it is asked, each with its place in the
    order of questions; `settles` are those of which it knows all, with the kinds of questions. With `isbns` it is asked about ISBNs
    that begin so, with `language` about works in that language, with `of_unregistered` about works whose meeting or journal
    registers no DOIs, because it lists all of these. `holdings` are the kinds of work for which it is searched, `step` is the part
    of gathering that asks it.
    """

    name: str
    title: str
    kind: Literal["registry", "resolver", "index", "catalogue", "archive", "table"]
    identifiers: Mapping[By, int] = {}
    settles: Mapping[By, tuple[By, ...]] = {}
    step: StepName = "records"
    isbns: str = ""
    language: str = ""
    of_unregistered: bool = False
    holdings: Mapping[WorkKind, Holding] = {}
    only_identifiers: bool = False
    """It is only asked by identifiers in the entry, so at once or never."""
    lists_notices: bool = False
    """Its record of a DOI includes the work's retraction, if there is one."""
    is_spare: bool = False
    """Others have most of its works, and it is often overloaded: its failure leaves nothing unchecked."""
    names_owner: bool = False
    """The publisher in its records is the present owner of the DOI, perhaps not the original publisher."""
    has_roles: bool = True
    """It distinguishes authors from other contributors to a book, and lists them in order."""
    loses_people: bool = False
    """Its records omit authors, or have another work's: 4 of about 120 lists that Crossref has in full."""
    gives_first_year: bool = False
    """Its years are those of the first version."""
    merges_versions: bool = False
    """It merges the versions of a work and keeps one year."""
    mixes_reviews: bool = False
    """It gives review articles on a field the same type as reviews of books."""
    mixes_isbns: bool = False
    """One of its ISBNs may lead to another book, because records were merged."""

    @property
    def registers(self) -> bool:
        """Whether its record of a DOI is the registration itself; an index may have linked the DOI to another work by mistake."""
        return self.kind in {"registry", "resolver"}

    @property
    def of_works(self) -> bool:
        """Whether it is a web service with records of works."""
        return self.step == "records" and self.kind != "table"


# Holdings were judged by the sources' own documentation, not measured: if uncertain, silence does not count. The years are
# those from which most works of a kind are registered or digitised.
_ALL = (
    Source(
        "crossref",
        "Crossref",
        "registry",
        identifiers={"DOI": 1},
        holdings={
            "article": Holding(1, "major", 1950),
            "review": Holding(1, "always", 1950),
            "magazine": Holding(1),
            "talk": Holding(1, "major", 1990),
            "preprint": Holding(3, "always"),
            "part": Holding(1, "major", 2000),
            "entry": Holding(1),
            "book": Holding(3),
            "report": Holding(1),
            "untitled": Holding(1),
        },
        lists_notices=True,
        names_owner=True,
    ),
    Source("doi", "doi.org", "resolver", identifiers={"agency": 1}, settles={"DOI": ("agency", "handle")}),
    Source(
        "handle", "hdl.handle.net", "resolver", identifiers={"handle": 1}, settles={"handle": ("handle",)}, only_identifiers=True
    ),
    Source(
        "datacite",
        "DataCite",
        "registry",
        identifiers={"arXiv": 1, "DOI": 2},
        holdings={
            # many conferences do not register DOIs: their talks are found by their preprints
            "talk": Holding(3, "major", 1990),
            "preprint": Holding(1, "always"),
            "thesis": Holding(2),
            "report": Holding(3),
            "data": Holding(1, "always"),
            "program": Holding(1),
        },
    ),
    Source("pubmed", "PubMed", "index", identifiers={"PMID": 1, "PMCID": 1}, settles={"PMID": ("PMID",)}, only_identifiers=True),
    Source(
        "dblp",
        "DBLP",
        "index",
        of_unregistered=True,
        holdings={
            "article": Holding(0, "always", 1990),
            "talk": Holding(0, "always", 1990),
            "part": Holding(0, "always", 1990),
        },
        # it sometimes asks programs to prove that they are people
        is_spare=True,
    ),
    Source(
        "openalex",
        "OpenAlex",
        "index",
        identifiers={"DOI": 3},
        holdings={
            "article": Holding(2, "always", 1950),
            "review": Holding(2),
            "talk": Holding(2, "major", 1990),
            "preprint": Holding(2, "always"),
            "part": Holding(2, "major", 2000),
            "entry": Holding(2),
            "thesis": Holding(1),
            "report": Holding(2),
            "data": Holding(2),
        },
        has_roles=False,
        merges_versions=True,
        mixes_reviews=True,
    ),
    Source(
        "semantic-scholar",
        "Semantic Scholar",
        "index",
        identifiers={"PMID": 2, "DOI": 4},
        # its silence never counts, because it answers these only with a key
        holdings={"article": Holding(3), "review": Holding(3), "talk": Holding(4), "preprint": Holding(4)},
        is_spare=True,
        has_roles=False,
        loses_people=True,
        gives_first_year=True,
    ),
    Source(
        "open-library",
        "Open Library",
        "catalogue",
        identifiers={"ISBN": 2},
        holdings={"book": Holding(2, "not German"), "old": Holding(2)},
        has_roles=False,
        mixes_isbns=True,
    ),
    Source(
        "k10plus",
        "K10plus",
        "catalogue",
        identifiers={"ISBN": 1},
        holdings={"book": Holding(1, "always"), "old": Holding(1), "thesis": Holding(3), "report": Holding(4)},
    ),
    Source(
        "dnb",
        template("the German National Library"),
        "catalogue",
        identifiers={"ISBN": 3},
        isbns="9783",
        language="de",
        holdings={"book": Holding(0, "German"), "thesis": Holding(0, "German", 1998)},
    ),
    Source("wayback", template("the Wayback Machine"), "archive", step="links"),
    Source("unpaywall", "Unpaywall", "index", step="texts"),
    Source("retraction-watch", "Retraction Watch", "table", identifiers={"DOI": 5}, step="retractions", lists_notices=True),
    Source("own", template("your index"), "table"),
)
SOURCES: Mapping[str, Source] = {source.name: source for source in _ALL}
"""All sources by name. Of equally good records, the one from an earlier source is shown."""

if TYPE_CHECKING:
    SourceName = str
    ServiceName = str
else:
    SourceName = Literal[*SOURCES]
    ServiceName = Literal[*(source.name for source in _ALL if source.kind != "table")]
"""The names of sources and, for settings, of those on the web: msgspec rejects any other."""

HOUSE = "opensearch"
"""In settings, the name of a house's own OpenSearch, which answers in the place of the services whose works it has."""

ARCHIVE = SOURCES["wayback"]
"""The archive that is asked for copies of pages."""
COPIES = SOURCES["unpaywall"]
"""The index that is asked for open-access copies."""
RETRACTION_WATCH = SOURCES["retraction-watch"]
"""The table of retractions."""
OWN = SOURCES["own"]
"""Works in the index on this machine that are from no service: a library's dump, a list of one's own."""


def asked_by(by: By) -> tuple[Source, ...]:
    """Return the web services that are asked by this kind of question, in order."""
    asked = (source for source in _ALL if by in source.identifiers and source.of_works)
    return tuple(sorted(asked, key=lambda source: source.identifiers[by]))


def holders(kind: WorkKind) -> tuple[Source, ...]:
    """Return the sources that are searched for works of a kind, in order."""
    return tuple(sorted((source for source in _ALL if kind in source.holdings), key=lambda source: source.holdings[kind].place))
