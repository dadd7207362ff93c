"""What was checked and what was not, in the words of every report: a check that was silently left out looks clean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.evidence import Failed, NotAsked
from kzcheck.formats.links import tally
from kzcheck.formats.naming import LONGEST_MESSAGE, path_of
from kzcheck.formats.text import clean, sentence
from kzcheck.reasons import Reason, kind, summary
from kzcheck.sources import ARCHIVE, RETRACTION_WATCH, SOURCES
from kzcheck.steps import STEPS
from kzcheck.wording import Plural, listing, template, written

if TYPE_CHECKING:
    from collections.abc import Container, Hashable, Iterator, Mapping, Sequence

    from kzcheck.evidence import Unchecked
    from kzcheck.finding import Report
    from kzcheck.steps import StepName

INTERRUPTED = template("interrupted: these are the findings up to that point")

REASONS = 6
"""Reasons for which a step was not made that are named."""
NAMED = 5
"""So few references that were not checked for a reason are named."""
MANUSCRIPTS = 3
"""Manuscripts whose keys were checked that are named."""

STYLES = {
    "numeric-order": template("numbers in order of citation"),
    "numeric-alphabetical": template("numbers in alphabetical order"),
    "author-date": template("author and date"),
    "notes": template("footnotes or endnotes"),
    "gost-7.0.5": template("GOST R 7.0.5"),
    "gost-7.0.100": template("GOST R 7.0.100"),
    "apa7": template("APA 7"),
    "vancouver": template("Vancouver"),
    "chicago": template("Chicago"),
    "none": template("no known style"),
}


_UNMADE = {"none": template("Not checked: {steps}."), "part": template("Checked only in part: {steps}.")}
_EXTENTS = {"not checked": template("not checked"), "checked in part": template("checked in part")}
_SOME = {
    "not checked": Plural("{count:,} not checked", "{count:,} not checked"),
    "checked in part": Plural("{count:,} checked in part", "{count:,} checked in part"),
}
_CHECKED = {
    "reference": Plural("{checked:,} of {count:,} reference checked", "{checked:,} of {count:,} references checked"),
    "URL": Plural("{checked:,} of {count:,} URL checked", "{checked:,} of {count:,} URLs checked"),
    "claim": Plural("{checked:,} of {count:,} claim checked", "{checked:,} of {count:,} claims checked"),
}
_BY_RULES = Plural(
    "text and list: {count:,} rule that needs no network, on every reference and claim",
    "text and list: {count:,} rules that need no network, on every reference and claim",
)
_TABLE = Plural("{table} of {day:%Y-%m-%d}: {count:,} row", "{table} of {day:%Y-%m-%d}: {count:,} rows")
_INDEX = Plural(
    "your index was asked first: {service} as of {day}, {count:,} work",
    "your index was asked first: {service} as of {day}, {count:,} works",
)
_PAGES = Plural("{source} {reason} ({count:,} page)", "{source} {reason} ({count:,} pages)")
_FOUND = {
    "found": template("{count:,} found"),
    "absent": template("{count:,} unknown to every service that covers such works"),
}


class Cause(Struct, frozen=True):
    """One reason, and the ids of what was not checked for it, in order: of references, or else of claims."""

    text: str
    subjects: tuple[str, ...]
    of_references: bool = True


class CheckedStep(Struct, frozen=True):
    """One step of an audit: how much of it was checked, what came of that, and what was not checked for which reasons.

    `extent` says how much in words: "11 of 20 references checked". `missed` has the reasons under "not checked" and "checked in
    part", `incomplete` what stands in the way of the whole step, `silent` who was not asked although others were. `sources` names
    what a reader cannot take for granted: mirrors that were asked in place of services, and the table of retractions.
    """

    step: StepName
    question: str
    total: int
    checked: int
    extent: str
    came_of: str
    missed: Mapping[str, Sequence[Cause]]
    incomplete: tuple[str, ...]
    silent: tuple[str, ...]
    sources: tuple[str, ...]


class Checks(Struct, frozen=True):
    """All that was checked: by rules that need no network, in one sentence, then step by step; and warnings about the whole.

    There is no sentence where there was nothing to check.
    """

    rules: str
    steps: tuple[CheckedStep, ...]
    warnings: tuple[str, ...]


def checked(report: Report) -> Checks:
    """Return what was checked, and what was not."""
    return Checks(
        rules=_rules(report),
        steps=tuple(_step(report, step) for step in STEPS if report.subjects.get(step, 0)),
        warnings=tuple(_warnings(report)),
    )


def extent(step: CheckedStep) -> str:
    """Return how much of a step was made: "all", "part" or "none"."""
    if not step.checked:
        return "none"
    return "part" if step.checked < step.total or step.missed or step.incomplete else "all"


def headline(step: CheckedStep) -> str:
    """Return how much of a step was checked, then the one reason why nothing was, or else what the step answers."""
    sole = _sole(step)
    return f"{step.extent}: {clean(sole.text, LONGEST_MESSAGE)}" if sole else f"{step.extent} – {step.question}"


def _sole(step: CheckedStep) -> Cause | None:
    """Return the reason why nothing of a step was checked, None if something was or there are several reasons."""
    reasons = step.missed.get("not checked", ())
    return reasons[0] if not step.checked and len(step.missed) == len(reasons) == 1 else None


def unmade(checks: Checks) -> str:
    """Return what was not checked, or only in part, in a sentence each."""
    steps = {made: [written(STEPS[step.step].called) for step in checks.steps if extent(step) == made] for made in _UNMADE}
    return " ".join(written(wording, {"steps": listing(steps[made])}) for made, wording in _UNMADE.items() if steps[made])


def why_not(step: CheckedStep) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a line for each reason why something was not checked, or only in part, with the references if they are few.

    The reason that is in the headline is left out.
    """
    if _sole(step):
        return
    for made, reasons in step.missed.items():
        for cause in reasons[:REASONS]:
            number = len(cause.subjects)
            few = number <= NAMED and number < step.total and cause.of_references
            words = written(_EXTENTS[made]) if number == step.total else written(_SOME[made], {"count": number})
            yield f"{words}: {clean(cause.text, LONGEST_MESSAGE)}", tuple(map(clean, cause.subjects)) if few else ()
        if len(reasons) > REASONS:
            others = {name for cause in reasons[REASONS:] for name in cause.subjects}
            yield f"{written(_SOME[made], {'count': len(others)})}: {written('for other reasons')}", ()


def causes(unchecked: Sequence[Unchecked]) -> list[Cause]:
    """Return the reasons why these were not checked, the commonest first; several can stand in the way of one check.

    Reasons that differ only in what one sentence can list are one: "failed (HTTP 503, HTTP 429)".
    """
    subjects: dict[Hashable, dict[str, None]] = {}
    alike: dict[Hashable, list[Reason]] = {}
    for item in unchecked:
        for reason in item.reasons:
            subjects.setdefault(kind(reason), {})[item.reference or item.claim or ""] = None
            alike.setdefault(kind(reason), []).append(reason)
    of_references = all(item.reference is not None for item in unchecked)
    reasons = [Cause(_text(alike[key]), tuple(ids), of_references) for key, ids in subjects.items()]
    return sorted(reasons, key=lambda cause: -len(cause.subjects))


def _text(reasons: Sequence[Reason]) -> str:
    service = reasons[0].service
    return clean(f"{written(SOURCES[service].title)} {summary(reasons)}" if service else summary(reasons))


def _rules(report: Report) -> str:
    """Return what was checked without a network; how many rules did it is told only where all of them had something to read."""
    number = len([page for page in report.rules if all(STEPS[step].of_files for step in page.needs)])
    article = report.article
    if not number or not (article.references or article.claims):
        return ""
    if not article.has_claims:
        return written("list: every reference, by the rules that need no network")
    return written(_BY_RULES, {"count": number})


def _warnings(report: Report) -> Iterator[str]:
    for fault in report.faults:
        values = {"code": fault.code, "place": fault.place, "error": fault.error}
        yield written("{code} was not checked because of a bug in kzcheck ({place}: {error}); please report it", values)
    if not report.article.references:
        yield written("references: none, so there was no list to check")
    manuscripts = tuple(dict.fromkeys(citation.location.file for citation in report.article.cited))
    if manuscripts and not report.article.has_claims:
        names = (
            *(path_of(report, name) for name in manuscripts[:MANUSCRIPTS]),
            *(("…",) if len(manuscripts) > MANUSCRIPTS else ()),
        )
        keys = template("claims: none (no claims.yaml); of the text, only the cited keys were checked ({files})")
        yield written(keys, {"files": names})
    elif not report.article.has_claims:
        yield written("claims: none (no claims.yaml), so text and list were not compared")
    answers = (asked.answer for resolution in report.evidence.resolutions.values() for asked in resolution.asked)
    if failures := {answer.reason.root.code for answer in answers if isinstance(answer, Failed)}:
        late = "out-of-time" in failures
        yield written(
            "run the audit again later for what failed: answers received are kept, and --timeout allows more time"
            if late
            else "run the audit again later for what failed: answers received are kept"
        )


def _step(report: Report, step: StepName) -> CheckedStep:
    items = [item for item in report.unchecked if item.step == step]
    missed, total = report.missed.get(step, 0), report.subjects[step]
    parted = _parted(items, none_missed=not missed)
    return CheckedStep(
        step=step,
        question=written(STEPS[step].question),
        total=total,
        checked=total - missed,
        extent=written(_CHECKED[STEPS[step].unit], {"checked": total - missed, "count": total}),
        came_of=_outcomes(report, step, {item.reference for item in items}),
        missed={made: causes(part) for made, part in parted.items() if part},
        incomplete=tuple(clean(item.reason) for item in items if item.reference is None and item.claim is None),
        silent=tuple(_silent(report, step)),
        sources=tuple(sources(report, step)),
    )


def sources(report: Report, step: StepName) -> Iterator[str]:
    """Yield which mirrors were asked, what the index on this machine has, and which table of retractions was searched."""
    services = {asked.service for resolution in report.evidence.resolutions.values() for asked in resolution.asked}
    for name, host in report.evidence.mirrors.items():
        if step == SOURCES[name].step and (name in services or not SOURCES[name].of_works):
            yield written(
                "A mirror of {service} was used, at {host}", {"service": written(SOURCES[name].title), "host": clean(host)}
            )
    for name, snapshot in report.evidence.index.items():
        if step == "records" or (step == RETRACTION_WATCH.step and SOURCES[name].lists_notices):
            values = {"service": written(SOURCES[name].title), "count": snapshot.works, "day": snapshot.day}
            yield written(_INDEX, values)
    if step == RETRACTION_WATCH.step and (table := report.evidence.retractions) is not None:
        line = written(_TABLE, {"table": written(RETRACTION_WATCH.title), "day": table.updated, "count": table.rows})
        yield f"{line} ({clean(table.path)})" if table.path else line


def _silent(report: Report, step: StepName) -> Iterator[str]:
    """Yield who was not asked although others were: services of records, the archive of pages."""
    for name, reason in report.evidence.silent.items():
        if step == SOURCES[name].step:
            yield sentence(f"{written(SOURCES[name].title)} {clean(str(reason))}")
    if step == ARCHIVE.step:
        archived = [page.archived for page in report.evidence.pages.values()]
        for reason, number in Counter(copy.reason for copy in archived if isinstance(copy, NotAsked)).items():
            values = {"source": written(ARCHIVE.title), "reason": clean(str(reason)), "count": number}
            yield sentence(written(_PAGES, values))


def _parted(items: Sequence[Unchecked], *, none_missed: bool) -> dict[str, list[Unchecked]]:
    """Part what was not checked at all from what lacks the answer for some of the rules only."""
    needed = {code for item in items for code in item.codes}
    parts: dict[str, list[Unchecked]] = {"not checked": [], "checked in part": []}
    for item in items:
        if (item.reference or item.claim) is not None:
            parts["checked in part" if none_missed or set(item.codes) < needed else "not checked"].append(item)
    return parts


def _outcomes(report: Report, step: StepName, missed: Container[str | None]) -> str:
    """Return what came of what a step asked for, where a line can tell it: nothing of the references that were `missed`."""
    if step == "links":
        return tally(report.pages.values())
    if step != "records":
        return ""
    states = Counter[str](
        outcome.state for name, outcome in report.outcomes.items() if outcome.state == "found" or name not in missed
    )
    return " · ".join(written(wording, {"count": states[state]}) for state, wording in _FOUND.items() if states[state])
