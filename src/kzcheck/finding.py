"""Findings: problems as rules see them, findings as reports show them, and the report itself."""

from __future__ import annotations

import enum
import hashlib
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, to_builtins

from kzcheck.article import Style
from kzcheck.settings import LetterSettings
from kzcheck.wording import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kzcheck.article import Article, Ignore, Location
    from kzcheck.evidence import Evidence, Hop, Memento, PageTitle, Record, Unchecked
    from kzcheck.steps import StepName
    from kzcheck.wording import Template


FIRST = 7
"""Findings at the top of a report: as many as a person can keep in mind."""
FIRST_OF_A_CODE = 3
"""Findings of one code among them, so that one kind of fault does not hide the others."""
GRAVEST = (
    ("CITE101", "ID307", "WORK402", "WORK403", "WORK429"),
    ("ATTR601", "ATTR602", "ATTR603", "CITE110", "CITE116"),
    ("WORK401", "WORK42"),
    ("LINK50",),
)
"""Codes at the top of a report, in an editor's order: another work than intended, a wrong author, an unknown or retracted work, an
unreachable page. All others concern form."""

NOT_CHECKED = "KZ003"
"""The rule on what was not checked: `--require` makes it fail, no severity does."""


class Severity(enum.IntEnum):
    """The severity of a finding: an error fails CI by default, a note never should. Higher is worse."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        """Return the word for people to write and read."""
        return self.name.lower()

    @property
    def lower(self) -> Severity:
        """The next lower severity; a note stays a note."""
        return Severity(max(self - 1, Severity.NOTE))


class Confidence(enum.IntEnum):
    """The certainty of a rule: `SURE` follows from the text alone, `LIKELY` rests on a heuristic, `POSSIBLE` on a weak one."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


class Excerpt(Struct, frozen=True):
    """A passage of text; `marks` are pairs of start and end, in characters, of the exact words concerned."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def excerpt(text: str, *words: str, around: int = 160) -> Excerpt:
    """Return `text` cut to about `around` characters beside the first of `words`, with each word's first occurrence marked."""
    places = sorted((text.index(word), len(word)) for word in words if word and word in text)
    first = places[0][0] if places else 0
    last = max((start + length for start, length in places), default=0)
    begin = 0 if first <= around else first - around
    end = min(len(text), max(last, first) + around)
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    marks = ((start - begin + len(before), start + length - begin + len(before)) for start, length in places)
    return Excerpt(before + text[begin:end] + after, tuple(marks))


class Edit(Struct, frozen=True):
    """A change of one field of an entry; `source` is where the new value comes from; `new` is None to delete the field."""

    field: str
    old: str | None
    new: str | None
    source: str
    reference: str | None = None
    claim: str | None = None


class Fix(Struct, frozen=True):
    """What to do, as a template with its values, and the edits that do it if they are certain.

    `alone` means that an editor can do it without asking the author, even without edits.
    """

    message: Template
    values: Mapping[str, Any] = {}
    edits: tuple[Edit, ...] = ()
    alone: bool = False

    def __str__(self) -> str:
        """Return what to do, with the values filled in."""
        return written(self.message, self.values)


class Problem(Struct, frozen=True):
    """A rule's result: a place, a message as a template with its values, and details.

    `also` are further clauses of the message, templates of the same values that begin with their own punctuation. Values that
    no template shows distinguish a rule's findings from each other.

    It is `in_doubt` if it leaves it in doubt whether the work exists as it is listed: a venue's profile can rate that apart.

    `severity` and `confidence` are given only if they are below the rule's own. `words` are the exact words at fault: they are
    marked in the excerpt, and the location is narrowed to them if the file has them verbatim.
    """

    location: Location
    message: Template
    values: Mapping[str, Any] = {}
    reference: str | None = None
    claim: str | None = None
    excerpt: Excerpt | None = None
    fix: Fix | None = None
    severity: Severity | None = None
    confidence: Confidence | None = None
    related: tuple[Location, ...] = ()
    also: tuple[Template, ...] = ()
    in_doubt: bool = False

    def __str__(self) -> str:
        """Return the message and its clauses, with the values filled in."""
        return "".join(written(wording, self.values) for wording in (self.message, *self.also))


class RulePage(Struct, frozen=True):
    """A rule's documentation, taken from its docstring.

    `silent` says when the rule reports nothing where readers might expect a finding. `in_ci` is false if a finding is a courtesy
    to readers: machine formats other than JSON omit it, and it never fails.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    needs: tuple[StepName, ...]
    summary: str
    why: str
    example: str
    silent: str
    fix: str
    in_ci: bool = True


class Finding(Struct, frozen=True):
    """A problem with its rule's code, the effective severity, and a fingerprint that survives moved lines.

    A `known` finding was there before, in a baseline or on something unchanged since a revision: it is shown, and never fails.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    location: Location
    problem: Problem
    fingerprint: str
    known: bool = False

    @property
    def message(self) -> str:
        """What the problem says, in the language in use."""
        return str(self.problem)

    @property
    def reference(self) -> str | None:
        """The id of the reference concerned, if any."""
        return self.problem.reference

    @property
    def claim(self) -> str | None:
        """The id of the claim concerned, if any."""
        return self.problem.claim


class Hidden(Struct, frozen=True):
    """A finding hidden by an ignore."""

    finding: Finding
    ignore: Ignore


WorkState = Literal["found", "unsure", "absent", "failed", "not-asked"]


class SeenRecord(Struct, frozen=True):
    """A record of a reference's work, and the fields in which the list differs."""

    record: Record
    differs: tuple[str, ...] = ()


class WorkOutcome(Struct, frozen=True):
    """The result of looking up a reference's work; the first record `seen` is the one taken to be the work.

    `found` without a record: its identifier is registered, but no service gave a record. `unsure`: the record seen is the nearest
    one. `absent`: the services asked do not have the work.
    """

    state: WorkState
    seen: tuple[SeenRecord, ...] = ()


class PageOutcome(Struct, frozen=True):
    """The result of visiting a URL: its state and kind as named in `matching/links/page_states`, and details for readers.

    `archived` is the copy that shows the work, or else the nearest unread one. `layer` is where a visit without an answer ended,
    `seen` the time of the last visit, `titles` the page's own titles, each with its source.
    """

    state: str
    kind: str
    cause: str
    status: int | None
    final: str
    title: str
    hops: tuple[Hop, ...]
    since: datetime | None = None
    archived: Memento | None = None
    layer: str = ""
    seen: datetime | None = None
    titles: tuple[PageTitle, ...] = ()


class Fault(Struct, frozen=True):
    """A rule that raised an error and has no findings: its code, the steps it needs, and the place and kind of the error."""

    code: str
    needs: tuple[str, ...]
    place: str
    error: str


class Report(Struct, frozen=True):
    """The outcome of one audit, with everything that a format needs, so that formats need not import rules.

    `rules` are those that ran, `faults` those that failed. `style` is that of the article's citations. `subjects` counts, for each
    step, the subjects to check, `missed` those that were not checked at all. `outcomes` are the results for references that
    services were asked about, by id, `pages` those for visited URLs, `events` the years of events in claims, by id. If single
    entries were requested, `credited` has the people that claims name as their source and `meant` the titles of the works, by id.
    `unfit` are the works in whose texts no passage fits a claim, by its id.
    `profile` is the venue's profile that severities follow, `language` the one set for reports, "" for none; `letter` has the
    settings of the letter to the author. `compared` is true if known findings were requested. `folder` is the article's, from the
    root of its repository or the working directory.
    """

    kzcheck: str
    article: Article
    evidence: Evidence
    findings: tuple[Finding, ...]
    hidden: tuple[Hidden, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    rules: tuple[RulePage, ...] = ()
    faults: tuple[Fault, ...] = ()
    style: Style = Style()
    subjects: Mapping[StepName, int] = {}
    missed: Mapping[StepName, int] = {}
    outcomes: Mapping[str, WorkOutcome] = {}
    pages: Mapping[str, PageOutcome] = {}
    events: Mapping[str, tuple[int, ...]] = {}
    credited: Mapping[str, tuple[str, ...]] = {}
    meant: Mapping[str, tuple[str, ...]] = {}
    unfit: Mapping[str, tuple[str, ...]] = {}
    profile: str = ""
    letter: LetterSettings = LetterSettings()
    language: str = ""
    compared: bool = False
    folder: str = ""
    partial: bool = False

    def path(self, file: str) -> str:
        """Return the path of a file in a location for other programs: with `/`, from the root of the repository."""
        return normpath(join(self.folder, file))

    def cited_by(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the claims that cite each reference, in order; what the list lacks is cited by nobody."""
        claims: dict[str, dict[str, None]] = {}
        for claim in self.article.claims:
            for citation in claim.citations:
                if citation.reference:
                    claims.setdefault(citation.reference, {})[claim.id] = None
        return {reference: tuple(ids) for reference, ids in claims.items()}

    def failing(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings that fail an audit with this threshold: those of `in_ci` that are not known."""
        return tuple(finding for finding in self.in_ci() if finding.severity >= severity and not finding.known)

    def in_ci(self) -> tuple[Finding, ...]:
        """Return the findings that count for machines, without what was not checked (reported separately) and courtesies."""
        quiet = {page.code for page in self.rules if not page.in_ci} | {NOT_CHECKED}
        return tuple(finding for finding in self.findings if finding.code not in quiet)

    def first(self) -> tuple[Finding, ...]:
        """Return the findings to look at first: at most `FIRST` errors and warnings, at most `FIRST_OF_A_CODE` per code.

        New ones come first; then they are ordered by subject (`GRAVEST`), severity, confidence, and the number of claims that cite
        the reference.
        """
        resting = self.cited_by()

        def gravity(finding: Finding) -> int:
            return next((place for place, codes in enumerate(GRAVEST) if finding.code.startswith(codes)), len(GRAVEST))

        ranked = sorted(
            (finding for finding in self.findings if finding.severity > Severity.NOTE),
            key=lambda finding: (
                finding.known,
                gravity(finding),
                -finding.severity,
                -finding.confidence,
                -len(resting.get(finding.reference or "", ())),
            ),
        )
        chosen: list[Finding] = []
        codes: dict[str, int] = {}
        for finding in ranked:
            codes[finding.code] = codes.get(finding.code, 0) + 1
            if codes[finding.code] <= FIRST_OF_A_CODE and len(chosen) < FIRST:
                chosen.append(finding)
        return tuple(chosen)


def covers(code: str, rule_code: str, rule_name: str) -> bool:
    """Return whether a code as people write it (`REF201`, `REF2`, `ALL` or a name) means this rule."""
    return code != "" and (code.upper() == "ALL" or rule_code.startswith(code.upper()) or code.casefold() == rule_name)


def fingerprint(code: str, problem: Problem, key: tuple[str, ...] = ()) -> str:
    """Return an identifier of a finding: of the code, the subject and the values that its rule names as `key`.

    It survives moved lines, rewording, and changes in the outside world.
    """
    values = (f"{name}={to_builtins(problem.values.get(name, ''))}" for name in key)
    content = "\x1f".join((code, problem.reference or "", problem.claim or "", *values))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
