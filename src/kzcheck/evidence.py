"""Evidence: the observations about one article before any rule runs, in a file that people can save, read and judge again.

It contains the time of gathering, the hash of every item and claim concerned, every answer of every service about each
reference, and what could not be asked, with the reason. It contains no verdicts: rules draw their own.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Struct

from kzcheck.csl import Date, Item  # noqa: TC001 - msgspec reads the annotations
from kzcheck.errors import UnreadableError
from kzcheck.reasons import Reason  # noqa: TC001 - as above
from kzcheck.sources import SOURCES, By, ServiceName, SourceName
from kzcheck.steps import StepName  # noqa: TC001 - as above
from kzcheck.texts import Comparison, TextAtHand, TextState
from kzcheck.wording import cut

if TYPE_CHECKING:
    from kzcheck.article import Claim

VERSION = 3
UNSEEN = re.compile(
    r"[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]|(?<=#)#(?=\w*\[)"
)
"""Control and direction characters that JSON allows in texts, but readers do not see or terminals obey.

The last part lists commands that CI runners obey in their logs: `##[error]`, `##vso[…]`, `##teamcity[…]`.
"""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with its zone; times without one cannot be compared."""


def worded(reason: Reason) -> str:
    """Return a reason in words, after the name of the service concerned."""
    return f"{SOURCES[reason.service].title} {reason}" if reason.service else str(reason)


class Unchecked(Struct, frozen=True):
    """What the rules `codes` needed and could not get: one for each subject (a reference, a claim or a URL) and step.

    `reasons` are one, or one for each service that might have known; `identifier` is the subject of the question
    ("DOI 10.5555/12"), if the rules concern it alone.
    """

    step: StepName
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    reference: str | None = None
    claim: str | None = None
    url: str | None = None
    identifier: str = ""

    @property
    def reason(self) -> str:
        """All reasons on one line."""
        line = "; ".join(map(worded, self.reasons))
        return f"{self.identifier}: {line}" if self.identifier else line


class Update(Struct, frozen=True, omit_defaults=True):
    """A notice about a work.

    `type` is Crossref's term: `retraction`, `partial_retraction`, `removal`, `withdrawal`, `expression_of_concern`, `correction`,
    `corrigendum`, `erratum`, `addendum`, `clarification`, `new_version`, `new_edition`, or `reinstatement`. `doi` is that of the
    other end: of the notice if it updates this work, of the work if the record is the notice; "" if only PubMed reports it.
    `source` is `publisher`, `retraction-watch` or `PubMed`.
    """

    type: str
    doi: str = ""
    date: Date | None = None
    source: str = ""
    reason: str = ""


class Relation(Struct, frozen=True, omit_defaults=True):
    """The relation of a work to another, in Crossref's terms: `is-preprint-of`, `has-preprint`, `is-version-of`, and more."""

    type: str
    id: str
    id_type: str = "doi"


class Record(Struct, frozen=True, omit_defaults=True):
    """One service's record of a work.

    `id` is the service's own identifier of the work: a DOI, an OpenAlex id, a PPN. `item` holds what fits one value per field;
    further values are here: `titles` (with and without the subtitle, original, translated), `containers` (short, translated,
    series), and all `years` in any role (print, online, issued, first edition); the dates `in_print` and `online` if the service
    distinguishes them. The `pages` of books are in `item.number_of_pages`. `more_authors` is true if the service truncates the list
    of authors. `agency` is the registration agency of a DOI. `url` is where a reader sees the record.
    """

    service: SourceName
    id: str
    item: Item
    titles: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    in_print: Date | None = None
    online: Date | None = None
    more_authors: bool = False
    updated_by: tuple[Update, ...] = ()
    updates: tuple[Update, ...] = ()
    relations: tuple[Relation, ...] = ()
    agency: str = ""
    url: str = ""

    @property
    def bare(self) -> bool:
        """Whether it says only that an identifier is registered."""
        return not self.item.title and not self.titles

    @property
    def source(self) -> str:
        """The source of a value, by name: "Crossref 10.5555/rivers"."""
        return f"{SOURCES[self.service].title} {cut(self.item.doi or self.id)}"


class Found(Struct, frozen=True, tag="found"):
    """A service answered with records: the work of an identifier, or candidates of a search, best first."""

    records: tuple[Record, ...]


class Absent(Struct, frozen=True, tag="absent"):
    """A service answered that it has no match."""


class Failed(Struct, frozen=True, tag="failed"):
    """A service did not answer, or its answer could not be read."""

    reason: Reason


Answer = Found | Absent | Failed


class Asked(Struct, frozen=True, omit_defaults=True):
    """One question to one service about one reference, and its answer.

    `value` is the identifier or the words, `url` the request without keys and addresses, `time` when the service answered
    (before the audit if the answer was cached), `status` the HTTP status. An answer of the index on this machine has the day of its
    snapshot as its time, and no address.
    """

    service: SourceName
    by: By
    value: str
    answer: Answer
    url: str = ""
    time: Moment | None = None
    status: int | None = None

    @property
    def from_index(self) -> bool:
        """Whether the index on this machine answered in the place of the service."""
        return self.time is not None and not self.url


class Resolution(Struct, frozen=True, omit_defaults=True):
    """All answers about one reference, and its `notices` in the table of retractions."""

    asked: tuple[Asked, ...] = ()
    notices: tuple[Update, ...] = ()


class RetractionTable(Struct, frozen=True):
    """The table of retractions used: its date, its number of rows, and its path, with `~` for the user's home."""

    updated: Moment
    rows: int
    path: str = ""


class Snapshot(Struct, frozen=True):
    """What the index on this machine has of a source: the day of its newest work, its number of works, and whether it has all."""

    day: str
    works: int
    whole: bool = False


class _Versioned(Struct, frozen=True):
    """The version of an evidence file, read before anything else."""

    version: int


class Hop(Struct, frozen=True, omit_defaults=True):
    """One request of a visit: the URL, and the status of the answer, or None if nothing came back."""

    url: str
    status: int | None = None


Layer = Literal["DNS", "connect", "TLS", "HTTP", "body", "guard"]
"""The layer at which a visit without an answer ended."""


class PageTitle(Struct, frozen=True):
    """A title that a page declares, and its source: `citation_title`, `og:title`, `title`, `h1`, `PDF`."""

    source: str
    text: str


class Sign(Struct, frozen=True, omit_defaults=True):
    """A sign of a page's state, and the words that show it: see `language.page_signs`."""

    kind: str
    words: str = ""


class Mention(Struct, frozen=True, omit_defaults=True):
    """The share (0 to 1) of a cited title's words that occur in order in the text of a page.

    For an English page without the title, `anywhere` is the share of its words that occur at all, in any form and order, and
    `people` is true if the page names one of the work's people; for other pages both are unknown.
    """

    reference: str
    share: float
    anywhere: float = 1.0
    people: bool = True


class Visit(Struct, frozen=True, omit_defaults=True):
    """One visit to a URL: every hop, the final answer, and what was seen there, without a verdict.

    `reason` says why nothing came back, and `layer` where. `length` is that of the text, in characters; `whole` is true if the
    body was read to its end.
    """

    time: Moment
    hops: tuple[Hop, ...]
    layer: Layer | None = None
    reason: Reason | None = None
    media_type: str = ""
    language: str = ""
    titles: tuple[PageTitle, ...] = ()
    signs: tuple[Sign, ...] = ()
    mentions: tuple[Mention, ...] = ()
    length: int = 0
    whole: bool = True

    @property
    def status(self) -> int | None:
        """The last HTTP status, or None if nothing came back."""
        return self.hops[-1].status if self.hops else None

    @property
    def final(self) -> str:
        """The URL at which the visit ended."""
        return self.hops[-1].url if self.hops else ""


class Sibling(Struct, frozen=True):
    """A visit to an invented neighbour in the same directory, and the similarity (0 to 1) of the two texts."""

    visit: Visit
    alike: float


class Memento(Struct, frozen=True, omit_defaults=True):
    """An archived copy: its address, its time, and the visit to it if there was one."""

    url: str
    time: Moment
    visit: Visit | None = None


class Copies(Struct, frozen=True, tag="copies"):
    """An archive has copies of a page; the nearest to the day requested comes first."""

    mementos: tuple[Memento, ...]


class NoCopy(Struct, frozen=True, tag="none"):
    """An archive answered that it has no copy of a page."""


class NotAsked(Struct, frozen=True, tag="not-asked"):
    """The archive was not asked, or did not answer."""

    reason: Reason


Archived = Copies | NoCopy | NotAsked


class Earlier(Struct, frozen=True):
    """The state of a page in an earlier audit on this machine, and its time."""

    time: Moment
    state: str
    kind: str = ""


class Page(Struct, frozen=True, omit_defaults=True):
    """Everything seen of one URL: the visits of this audit in order, a neighbour, earlier audits, archived copies."""

    visits: tuple[Visit, ...]
    sibling: Sibling | None = None
    earlier: tuple[Earlier, ...] = ()
    archived: Archived | None = None


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything gathered about one article.

    `gathered` and the article's date are the only clocks for rules. `items` and `claims` map ids to the hash of their content,
    `resolutions` maps ids of references to the answers about them, `pages` the URLs of references and claims to what was seen of
    them. `texts` maps ids of references to what became of their texts, `comparisons` ids of claims to what each cited text has in
    common with the claim. `silent` maps each service that was not to be asked to the reason, `mirrors` each that was asked at
    another address than its own to the host there. `index` has what the index on this machine has of each source; answers from it
    have the day of the snapshot as their time. `retractions` is the table of retractions, or None. `age` is the number of days
    between gathering and this judgement: 0 unless the evidence was read from a file.
    """

    gathered: datetime
    kzcheck: str
    version: int = VERSION
    items: dict[str, str] = {}
    claims: dict[str, str] = {}
    resolutions: dict[str, Resolution] = {}
    pages: dict[str, Page] = {}
    texts: dict[str, TextState] = {}
    comparisons: dict[str, tuple[Comparison, ...]] = {}
    silent: dict[ServiceName, Reason] = {}
    mirrors: dict[ServiceName, str] = {}
    index: dict[SourceName, Snapshot] = {}
    retractions: RetractionTable | None = None
    unchecked: tuple[Unchecked, ...] = ()
    age: int = 0

    def text(self, reference: str) -> TextAtHand | None:
        """Return the text at hand of a reference, or None if there is none."""
        state = self.texts.get(reference)
        return state if isinstance(state, TextAtHand) else None


def digest(subject: Item | Claim, printed: str = "") -> str:
    """Return the hash by which evidence recognises an item or a claim: its content without its places in file and manuscript.

    It includes the `printed` text of an entry, because entries without a title are searched by it.
    """
    content = msgspec.structs.asdict(subject)
    if printed:
        content["printed"] = printed
    for place in ("location", "places", *(("at", "section", "paragraph") if "citations" in content else ())):
        content.pop(place, None)
    if citations := content.get("citations"):
        content["citations"] = [(citation.reference, citation.locator, citation.label) for citation in citations]
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:32]


def save(evidence: Evidence) -> bytes:
    """Return the evidence as the JSON text of its file."""
    text = msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(evidence, age=0)).decode(), indent=1)
    return visible(text).encode() + b"\n"


def visible(text: str) -> str:
    """Return JSON text with escapes for characters that are invisible or that a terminal obeys."""
    return UNSEEN.sub(lambda match: re.sub("....", r"\\u\g<0>", match[0].encode("utf-16-be").hex()), text)


def load(content: bytes, name: str) -> Evidence:
    """Read evidence from the content of its file; `name` is the file's, for errors.

    Raises:
        UnreadableError: the content is not JSON, not evidence, or of another version.
    """
    try:
        version = msgspec.json.decode(content, type=_Versioned).version
        if version != VERSION:
            raise UnreadableError(f"{name}: is evidence of version {version}; this kzcheck reads version {VERSION}: save it again")
        evidence = msgspec.json.decode(content, type=Evidence)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(
            f"{name}: this is not a kzcheck evidence file ({error}); save a new one with --save-evidence"
        ) from None
    if evidence.gathered.tzinfo is None:
        evidence = msgspec.structs.replace(evidence, gathered=evidence.gathered.replace(tzinfo=UTC))
    return evidence
