"""The shapes of the JSON report and its cards: what `schemas/report.schema.json` is made of."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from kzcheck.article import At, CitationStyle, Location, ReferenceStyle  # noqa: TC001 - as above
from kzcheck.evidence import PageTitle, RetractionTable, Snapshot  # noqa: TC001 - as above
from kzcheck.finding import Excerpt, Fault, WorkState  # noqa: TC001 - as above
from kzcheck.sources import SourceName  # noqa: TC001 - as above
from kzcheck.steps import StepName  # noqa: TC001 - as above
from kzcheck.texts import Comparison, Origin  # noqa: TC001 - as above

SeverityName = Literal["error", "warning", "note"]
Code = Annotated[str, Meta(pattern="^[A-Z]+[0-9]+$")]
RuleName = Annotated[str, Meta(pattern="^[a-z0-9-]+$")]
Version = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.+!-]+$", max_length=60)]


class Edit(Struct, frozen=True):
    """One change to one field of a reference or claim; `new` is null where the field is to go."""

    file: str
    field: str
    old: str | None
    new: str | None
    source: str
    reference: str | None = None
    claim: str | None = None


class Fix(Struct, frozen=True):
    """What to do, in words, and the edits that do it where they are sure."""

    text: str
    edits: tuple[Edit, ...]


class FindingView(Struct, frozen=True):
    """One finding; a `known` one stood there before, and never fails."""

    code: Code
    name: RuleName
    severity: SeverityName
    message: str
    location: Location
    claim: str | None
    reference: str | None
    excerpt: Excerpt | None
    related: tuple[Location, ...]
    fix: Fix | None
    evidence: tuple[AnswerView, ...]
    fingerprint: str
    known: bool = False


class HiddenView(Struct, frozen=True):
    """A finding that an ignore hides, where the ignore stands, and its reason."""

    finding: FindingView
    ignored_at: Location
    reason: str


class UncheckedView(Struct, frozen=True):
    """What the rules `codes` needed and nobody could answer: one a subject (a reference, a claim or a URL) and step."""

    step: StepName
    codes: tuple[str, ...]
    reason: str
    reference: str | None = None
    claim: str | None = None
    url: str | None = None


class RecordView(Struct, frozen=True):
    """A service's record of a work: its own name of it, where to see it, the item as CSL-JSON, what the list has otherwise."""

    service: SourceName
    id: str
    url: str | None
    item: dict[str, Any]
    differs: tuple[str, ...]


class AnswerView(Struct, frozen=True):
    """One thing that a finding rests on: what a service was asked, when it answered, with which HTTP status, and what."""

    service: SourceName
    asked: str
    url: str | None
    time: datetime | None
    status: int | None
    value: str


class HopView(Struct, frozen=True):
    """One step on the way to a page: the URL, and the status that it answered with."""

    url: str
    status: int | None


class MementoView(Struct, frozen=True):
    """An archived copy: where it is, and of when."""

    url: str
    time: datetime


class PageView(Struct, frozen=True):
    """A URL that was visited: the state of its page, why, where it is now, its archived copy; `since` when it was seen so."""

    url: str
    state: str
    kind: str | None
    cause: str | None
    status: int | None
    final_url: str | None
    hops: tuple[HopView, ...]
    title: str | None
    titles: tuple[PageTitle, ...]
    layer: str | None
    seen: datetime | None
    since: datetime | None
    archived: MementoView | None


class ReferenceView(Struct, frozen=True):
    """A reference: how its work was resolved, the record taken to be the work, and the fingerprints of its findings.

    `doubtful` are the fields that were read from its printed words with doubt, with `note` for words in no field.
    """

    id: str
    resolution: WorkState
    record: RecordView | None
    findings: tuple[str, ...]
    doubtful: tuple[str, ...] = ()


class TextView(Struct, frozen=True):
    """The text of a cited work: where it came from and its extent, or the `reasons` why none is at hand.

    `where` is its path from the article's folder, or its URL, `sha256` that of its file; `printed` are the first and last page
    numbers printed in it, `passages` is how many were compared with each claim.
    """

    reference: str
    origin: Origin | None
    where: str | None
    sha256: str | None
    words: int | None
    passages: int | None
    pages: int | None
    printed: tuple[str, ...]
    language: str | None
    reasons: tuple[str, ...]


class ClaimView(Struct, frozen=True):
    """A claim: the ids that it cites, the fingerprints of its findings, and what the cited texts have in common with it."""

    id: str
    cites: tuple[str, ...]
    findings: tuple[str, ...]
    comparisons: tuple[Comparison, ...] = ()


class Checked(Struct, frozen=True):
    """How many subjects a step has, and how many of them were asked."""

    step: StepName
    of: int
    asked: int


class StyleView(Struct, frozen=True):
    """How the article cites and how its list is written; `detected` names what was found and not set."""

    citations: CitationStyle | None
    references: ReferenceStyle | None
    detected: tuple[Literal["citations", "references"], ...]


class Summary(Struct, frozen=True):
    """The report in numbers, as all formats tell them.

    `gathered` is when services and links were asked. `silent` has the services that were not to be asked, and why, `mirrors`
    those that were asked at another address than their own, and its host; `index` has what the index on this machine has of each
    source, `retractions` is the table that was searched. Severities follow the venue's `profile`.
    """

    references: int
    claims: int
    errors: int
    warnings: int
    notes: int
    known: int
    hidden: int
    unchecked: int
    gathered: datetime
    checked: tuple[Checked, ...]
    silent: dict[SourceName, str]
    mirrors: dict[SourceName, str]
    index: dict[SourceName, Snapshot]
    retractions: RetractionTable | None
    style: StyleView
    profile: str | None = None


class Document(Struct, frozen=True):
    """The whole report. What is not there is null. `rules` are the codes of those that ran, `faults` those that could not."""

    version: int
    kzcheck: Version
    partial: bool
    rules: tuple[Code, ...]
    summary: Summary
    findings: tuple[FindingView, ...]
    hidden: tuple[HiddenView, ...]
    unchecked: tuple[UncheckedView, ...]
    references: tuple[ReferenceView, ...]
    claims: tuple[ClaimView, ...]
    pages: tuple[PageView, ...]
    faults: tuple[Fault, ...] = ()
    texts: tuple[TextView, ...] = ()


class ClaimCard(Struct, frozen=True):
    """Everything known about one claim; `still_to_read` says what of the works that it cites a person has still to read."""

    version: int
    id: str
    text: str
    printed: str | None
    section: str | None
    paragraph: str | None
    at: At | None
    location: Location
    quotes: tuple[str, ...]
    credits: tuple[str, ...]
    works: tuple[str, ...]
    cites: tuple[CitationView, ...]
    pages: tuple[PageView, ...]
    findings: tuple[FindingView, ...]
    unchecked: tuple[UncheckedView, ...]
    texts: tuple[TextView, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    still_to_read: tuple[str, ...] = ()


class CitationView(Struct, frozen=True):
    """One citation of a claim: the reference's id, the locator with its label, and the item if the list has it."""

    reference: str
    locator: str | None
    label: str | None
    item: dict[str, object] | None


class WantedText(Struct, frozen=True):
    """A reference and its text: the claims that need it, the pages that they cite, what is at hand, and where to save a file."""

    reference: str
    authors: str
    year: int | None
    title: str
    doi: str | None
    url: str | None
    claims: tuple[str, ...]
    pages: tuple[str, ...]
    text: TextView | None
    save_as: str


class TextList(Struct, frozen=True):
    """What `kzcheck texts` tells of each reference; `text` is null where none was sought."""

    version: int
    kzcheck: Version
    texts: tuple[WantedText, ...]


class ReferenceCard(Struct, frozen=True):
    """Everything known about one reference: the item as CSL-JSON, the printed entry, the claims that cite it, records, pages.

    Where the resolution is `unsure`, the record is the nearest one, not surely of the work. `doubtful` are the fields that were
    read from the printed words with doubt, with `note` for words in no field; the item has the others.
    """

    version: int
    id: str
    item: dict[str, object]
    printed: str | None
    location: Location
    cited_by: tuple[str, ...]
    resolution: WorkState
    records: tuple[RecordView, ...]
    pages: tuple[PageView, ...]
    findings: tuple[FindingView, ...]
    unchecked: tuple[UncheckedView, ...]
    doubtful: tuple[str, ...] = ()
