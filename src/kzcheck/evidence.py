"""What was observed about one article before any rule ran: a file that can be saved, read by people, and judged again.

It holds when it was gathered, the hash of every item and claim that it speaks of, every answer of every service about each
reference, and what could not be asked, with the reason. It holds no verdict: rules draw theirs anew.
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
from kzcheck.wording import cut

if TYPE_CHECKING:
    from kzcheck.article import Claim

VERSION = 3
UNSEEN = re.compile(
    r"[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]|(?<=#)#(?=\w*\[)"
)
"""Control and direction characters that JSON allows in texts, and that a reader does not see or a terminal obeys.

The last part is of what the runner of a job obeys in its log: `##[error]`, `##vso[…]`, `##teamcity[…]`.
"""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time that says of which zone it is: others cannot be compared."""


def worded(reason: Reason) -> str:
    """Return a reason in words, after the name of the service that it is about."""
    return f"{SOURCES[reason.service].title} {reason}" if reason.service else str(reason)


class Unchecked(Struct, frozen=True):
    """What the rules `codes` needed and nobody could answer: one a subject (a reference, a claim or a URL) and step.

    `reasons` are one, or one a service that might have known; `identifier` is what they were asked about ("DOI 10.5555/12"), where
    the rules are about that alone.
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
        """All reasons in one line."""
        line = "; ".join(map(worded, self.reasons))
        return f"{self.identifier}: {line}" if self.identifier else line


class Update(Struct, frozen=True, omit_defaults=True):
    """One notice about a work.

    `type` is Crossref's word: `retraction`, `partial_retraction`, `removal`, `withdrawal`, `expression_of_concern`, `correction`,
    `corrigendum`, `erratum`, `addendum`, `clarification`, `new_version`, `new_edition`, or `reinstatement`. `doi` is the other
    end's: the notice's where the work is updated by it, the work's where the record is the notice; "" where PubMed alone tells of
    it. `source` is `publisher`, `retraction-watch` or `PubMed`.
    """

    type: str
    doi: str = ""
    date: Date | None = None
    source: str = ""
    reason: str = ""


class Relation(Struct, frozen=True, omit_defaults=True):
    """How a work is related to another, in Crossref's words: `is-preprint-of`, `has-preprint`, `is-version-of`, and more."""

    type: str
    id: str
    id_type: str = "doi"


class Record(Struct, frozen=True, omit_defaults=True):
    """What one service says of one work.

    `id` is the service's own name of the work: a DOI, an OpenAlex id, a PPN. `item` says what fits one value a field; the
    rest is here: every further `titles` (with and without the subtitle, original, translated), `containers` (short, translated,
    series) and all `years` that the record bears in any role (print, online, issued, first edition); the dates `in_print` and
    `online` where the service tells them apart. `pages` of books are in `item.number_of_pages`. `more_authors` is true where the
    service cuts the list of authors short. `agency` is the registration agency of a DOI. `url` is where a reader sees the record.
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
        """Whether it says no more than that an identifier is registered."""
        return not self.item.title and not self.titles

    @property
    def source(self) -> str:
        """Where a value of it comes from, by name: "Crossref 10.5555/rivers"."""
        return f"{SOURCES[self.service].title} {cut(self.item.doi or self.id)}"


class Found(Struct, frozen=True, tag="found"):
    """A service answered with records: the work that an identifier names, or candidates of a search, best first."""

    records: tuple[Record, ...]


class Absent(Struct, frozen=True, tag="absent"):
    """A service answered that it knows nothing of the kind."""


class Failed(Struct, frozen=True, tag="failed"):
    """A service did not answer, or nothing that could be read."""

    reason: Reason


Answer = Found | Absent | Failed


class Asked(Struct, frozen=True, omit_defaults=True):
    """One question to one service about one reference, and its answer.

    `value` is the identifier or the words, `url` what was asked without keys and addresses, `time` when the service answered
    (earlier than the audit where the answer was kept), `status` the HTTP status.
    """

    service: SourceName
    by: By
    value: str
    answer: Answer
    url: str = ""
    time: Moment | None = None
    status: int | None = None


class Resolution(Struct, frozen=True, omit_defaults=True):
    """All answers about one reference, and the `notices` about it in the table of retractions."""

    asked: tuple[Asked, ...] = ()
    notices: tuple[Update, ...] = ()


class RetractionTable(Struct, frozen=True):
    """The table of retractions that was looked into: its day, how many rows it has, and its path, `~` for the user's home."""

    updated: Moment
    rows: int
    path: str = ""


class _Versioned(Struct, frozen=True):
    """The version of a file of evidence, whatever else it holds."""

    version: int


class Hop(Struct, frozen=True, omit_defaults=True):
    """One step of a visit: the URL that was asked, and the status that it answered with, None where nothing came back."""

    url: str
    status: int | None = None


Layer = Literal["DNS", "connect", "TLS", "HTTP", "body", "guard"]
"""Where a visit ended that brought nothing back."""


class PageTitle(Struct, frozen=True):
    """A title that a page gives itself, and where: `citation_title`, `og:title`, `title`, `h1`, `PDF`."""

    source: str
    text: str


class Sign(Struct, frozen=True, omit_defaults=True):
    """Something on a page that tells of its state, and the words that say so: see `language.page_signs`."""

    kind: str
    words: str = ""


class Mention(Struct, frozen=True, omit_defaults=True):
    """How much of a cited title's words stand in the text of a page, in their order, from 0 to 1.

    Of an English page that does not mention the title, `anywhere` is the share of its words that stand there at all, in whatever
    form and order, and `people` tells whether the page names one of the work's people; of others both say that nothing is known.
    """

    reference: str
    share: float
    anywhere: float = 1.0
    people: bool = True


class Visit(Struct, frozen=True, omit_defaults=True):
    """One look at a URL: every hop, what came back in the end, and what was seen there; it holds no verdict.

    `reason` says why nothing came back, and `layer` where. `length` is that of the
    text, in characters; `whole` tells whether the body was read to its end.
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
        """The last HTTP status, None where nothing came back."""
        return self.hops[-1].status if self.hops else None

    @property
    def final(self) -> str:
        """The URL at which the visit ended."""
        return self.hops[-1].url if self.hops else ""


class Sibling(Struct, frozen=True):
    """A look at a neighbour in the same directory that nobody can have made, and how alike the two texts are, from 0 to 1."""

    visit: Visit
    alike: float


class Memento(Struct, frozen=True, omit_defaults=True):
    """An archived copy: where it is, of when, and the look at it if there was one."""

    url: str
    time: Moment
    visit: Visit | None = None


class Copies(Struct, frozen=True, tag="copies"):
    """An archive has copies of a page: the nearest to the day that was asked for first."""

    mementos: tuple[Memento, ...]


class NoCopy(Struct, frozen=True, tag="none"):
    """An archive answered that it has no copy of a page."""


class NotAsked(Struct, frozen=True, tag="not-asked"):
    """The archive was not asked, or did not answer."""

    reason: Reason


Archived = Copies | NoCopy | NotAsked


class Earlier(Struct, frozen=True):
    """What an earlier audit on this machine made of a page, and when."""

    time: Moment
    state: str
    kind: str = ""


class Page(Struct, frozen=True, omit_defaults=True):
    """Everything seen of one URL: the looks of this audit in their order, a neighbour, earlier audits, archived copies."""

    visits: tuple[Visit, ...]
    sibling: Sibling | None = None
    earlier: tuple[Earlier, ...] = ()
    archived: Archived | None = None


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything gathered about one article.

    `gathered` and the article's own date are the only clocks that rules see. `items` and `claims` map ids to the hash of what
    was seen, `resolutions` maps the ids of references to the answers about them, `pages` the URLs of references and claims to what
    was seen of them. `silent` maps each service that was not to be asked at all to the reason, `mirrors` each that was asked at
    another address than its own to the host there. `retractions` is the table of retractions, None where there was none.
    `age` is the number of days between gathering and this judgement: 0 unless it was read back from a file.
    """

    gathered: datetime
    kzcheck: str
    version: int = VERSION
    items: dict[str, str] = {}
    claims: dict[str, str] = {}
    resolutions: dict[str, Resolution] = {}
    pages: dict[str, Page] = {}
    silent: dict[ServiceName, Reason] = {}
    mirrors: dict[ServiceName, str] = {}
    retractions: RetractionTable | None = None
    unchecked: tuple[Unchecked, ...] = ()
    age: int = 0


def digest(subject: Item | Claim, printed: str = "") -> str:
    """Return the hash by which evidence knows an item or a claim again: its content without the places in file and manuscript.

    An entry is known by its `printed` text, too, where it has one: what has no title is looked for by that.
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
    """Return JSON text in which nothing is unseen, and nothing that a terminal obeys: such characters are written as escapes."""
    return UNSEEN.sub(lambda match: re.sub("....", r"\\u\g<0>", match[0].encode("utf-16-be").hex()), text)


def load(content: bytes, name: str) -> Evidence:
    """Read evidence back from its file's content; `name` is the file's, for the error.

    Raises:
        UnreadableError: it is not JSON, not evidence, or of another version.
    """
    try:
        version = msgspec.json.decode(content, type=_Versioned).version
        if version != VERSION:
            raise UnreadableError(f"{name}: evidence of version {version}; this kzcheck reads version {VERSION}: save it again")
        evidence = msgspec.json.decode(content, type=Evidence)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(
            f"{name}: this is not a kzcheck evidence file ({error}); save a new one with --save-evidence"
        ) from None
    if evidence.gathered.tzinfo is None:
        evidence = msgspec.structs.replace(evidence, gathered=evidence.gathered.replace(tzinfo=UTC))
    return evidence
