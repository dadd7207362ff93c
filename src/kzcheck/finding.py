"""What is found: problems as rules see them, findings as reports show them, and the report itself."""

from __future__ import annotations

import enum
import hashlib
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, to_builtins

from kzcheck.article import Style
from kzcheck.wording import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kzcheck.article import Article, Ignore, Location
    from kzcheck.evidence import Evidence, Hop, Memento, PageTitle, Record, Unchecked
    from kzcheck.steps import StepName
    from kzcheck.wording import Template


FIRST = 7
"""How many findings open a report: what a person can hold in mind at once."""
FIRST_OF_A_CODE = 3
"""How many of them may be alike, so that one kind of fault does not hide the others."""
GRAVEST = (
    ("CITE101", "ID307", "WORK402", "WORK403", "WORK429"),
    ("ATTR601", "ATTR602", "ATTR603", "CITE110", "CITE116"),
    ("WORK401", "WORK42"),
    ("LINK50",),
)
"""What opens a report, as an editor weighs it: another work than the one meant, a wrong author, a work that is unknown or
retracted, what cannot be reached. All else is form."""

NOT_CHECKED = "KZ003"
"""The rule that names what was not checked: `--require` makes that fail, no severity does."""


class Severity(enum.IntEnum):
    """How much a finding matters: an error fails CI by default, a note never should. Higher is worse."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        """Return the word that people write and read."""
        return self.name.lower()

    @property
    def lower(self) -> Severity:
        """The severity one step below; a note stays a note."""
        return Severity(max(self - 1, Severity.NOTE))


class Confidence(enum.IntEnum):
    """How sure a rule is: `SURE` follows from the text alone, `LIKELY` rests on a heuristic, `POSSIBLE` on a weak one."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


class Excerpt(Struct, frozen=True):
    """A stretch of text; `marks` are pairs of start and end, in characters, of the exact words that a finding is about."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def excerpt(text: str, *words: str, around: int = 160) -> Excerpt:
    """Cut `text` to some `around` characters on either side of the first of `words` and mark each of them where it stands first."""
    places = sorted((text.index(word), len(word)) for word in words if word and word in text)
    first = places[0][0] if places else 0
    last = max((start + length for start, length in places), default=0)
    begin = 0 if first <= around else first - around
    end = min(len(text), max(last, first) + around)
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    marks = ((start - begin + len(before), start + length - begin + len(before)) for start, length in places)
    return Excerpt(before + text[begin:end] + after, tuple(marks))


class Edit(Struct, frozen=True):
    """One change to one field of an entry; `source` says where the new value comes from, `new` is None where the field is to go."""

    field: str
    old: str | None
    new: str | None
    source: str
    reference: str | None = None
    claim: str | None = None


class Fix(Struct, frozen=True):
    """What to do, as a template with its values, and the edits that do it where they are sure.

    An editor does it `alone` where nobody need ask the author, though edits do not tell.
    """

    message: Template
    values: Mapping[str, Any] = {}
    edits: tuple[Edit, ...] = ()
    alone: bool = False

    def __str__(self) -> str:
        """Return what to do with its values in place."""
        return written(self.message, self.values)


class Problem(Struct, frozen=True):
    """What a rule found: where, a message as a template with its values, and what belongs to it.

    `also` are further clauses of the message, each a template of the same values that begins with its own punctuation. Values that
    no template shows are those by which the rule tells its findings apart.

    `severity` and `confidence` are given only where they are below the rule's own. `words` are the exact words at fault: they
    are marked in the
    excerpt, and the location is narrowed to them where they stand in the file as they are.
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

    def __str__(self) -> str:
        """Return the message and its clauses with their values in place."""
        return "".join(written(wording, self.values) for wording in (self.message, *self.also))


class RulePage(Struct, frozen=True):
    """What a rule is and says of itself: all of its documentation, taken from its docstring.

    `silent` says when it stays silent where one might expect a finding.
    `in_ci` is false where a finding is a courtesy to readers: formats for machines but JSON leave it out, and it never fails.
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
    """A problem under its rule's code, with the severity that counts and a fingerprint that survives moved lines.

    A `known` one stood there before, in a baseline or on what did not change since a revision: it is shown, and never fails.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    location: Location
    problem: Problem
    fingerprint: str
    known: bool = False

    @property
    def reference(self) -> str | None:
        """The id of the reference that it is about, if any."""
        return self.problem.reference

    @property
    def claim(self) -> str | None:
        """The id of the claim that it is about, if any."""
        return self.problem.claim


class Hidden(Struct, frozen=True):
    """A finding that an ignore hides."""

    finding: Finding
    ignore: Ignore


WorkState = Literal["found", "unsure", "absent", "failed", "not-asked"]


class SeenRecord(Struct, frozen=True):
    """A record of a reference's work, and the fields in which the list says something else."""

    record: Record
    differs: tuple[str, ...] = ()


class WorkOutcome(Struct, frozen=True):
    """What became of asking for a reference's work; the first record that was `seen` is the one taken to be the work.

    `found` without a record: its identifier is registered, and no service gave a record. `unsure`: what was seen is the nearest
    record. `absent`: whoever was asked has no such work.
    """

    state: WorkState
    seen: tuple[SeenRecord, ...] = ()


class PageOutcome(Struct, frozen=True):
    """What became of a URL: its state and kind as `matching/links/page_states` names them, and what a reader wants to know of it.

    `archived` is the copy that was found to show the work, or else the nearest that was not read. `layer` is where a visit ended
    that brought nothing back, `seen` when the last look was, `titles` what the page calls itself, each with where it does.
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
    """A rule that raised an error and found nothing: its code, the steps it needs, and the place and kind of the error."""

    code: str
    needs: tuple[str, ...]
    place: str
    error: str


class Report(Struct, frozen=True):
    """The outcome of one audit: all that a format needs, so that formats import no rule.

    `rules` are those that ran, `faults` those that could not. `style` is how the article cites. `subjects` counts, for each step,
    how many there were to check, `missed` how many of them were not checked at all. `outcomes` has what became of the references
    that services were asked about, by their ids, `pages` of the URLs that were visited, `events` the years of which claims tell, by
    their ids, and `credited` the people whom claims were read to name as their source, if single entries were asked about.
    `compared` tells whether it was asked what is known. `folder` is the article's, from the root of its repository or
    where kzcheck ran.
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
    compared: bool = False
    folder: str = ""
    partial: bool = False

    def path(self, file: str) -> str:
        """Return the path of a file that a location names, as other programs know it: with `/`, from the root of the repository."""
        return normpath(join(self.folder, file))

    def cited_by(self) -> dict[str, tuple[str, ...]]:
        """Return, for each reference that is cited, the ids of the claims that rest on it, in their order."""
        claims: dict[str, dict[str, None]] = {}
        for claim in self.article.claims:
            for citation in claim.citations:
                claims.setdefault(citation.reference, {})[claim.id] = None
        return {reference: tuple(ids) for reference, ids in claims.items()}

    def failing(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings that make an audit fail which fails from this severity on: those of `in_ci` that are not known."""
        return tuple(finding for finding in self.in_ci() if finding.severity >= severity and not finding.known)

    def in_ci(self) -> tuple[Finding, ...]:
        """Return the findings that count for machines: neither what was not checked, which is told apart, nor courtesies."""
        quiet = {page.code for page in self.rules if not page.in_ci} | {NOT_CHECKED}
        return tuple(finding for finding in self.findings if finding.code not in quiet)

    def first(self) -> tuple[Finding, ...]:
        """Return what to look at first: at most `FIRST` errors and warnings, at most `FIRST_OF_A_CODE` under one code.

        New ones come first; they are ordered by what they are about (`GRAVEST`), by severity, by how sure they are, and by how many
        claims rest on the reference.
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
    """Whether a code as people write it (`REF201`, `REF2`, `ALL` or a name) means this rule."""
    return code != "" and (code.upper() == "ALL" or rule_code.startswith(code.upper()) or code.casefold() == rule_name)


def fingerprint(code: str, problem: Problem, key: tuple[str, ...] = ()) -> str:
    """Return an identifier of a finding: of the code, the subject and the values that its rule names as `key`.

    It survives moved lines, other words for the same thing, and what the world says of it at another time.
    """
    values = (f"{name}={to_builtins(problem.values.get(name, ''))}" for name in key)
    content = "\x1f".join((code, problem.reference or "", problem.claim or "", *values))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
