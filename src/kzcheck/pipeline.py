"""The audit: read, gather, judge, report."""

from __future__ import annotations

import gc
import os
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from kzcheck import baseline as baselines
from kzcheck import evidence as observed
from kzcheck import known, rules, suppress
from kzcheck.article import Article, Location, UserSetting, narrow
from kzcheck.baseline import Baseline, stale
from kzcheck.case import Case, case_of
from kzcheck.errors import UsageError, place_of
from kzcheck.evidence import Copies, Evidence, Failed
from kzcheck.finding import Fault, Finding, PageOutcome, Report, SeenRecord, Severity, WorkOutcome, covers, fingerprint
from kzcheck.gather import allowed_internal, gather, kept_in, replay
from kzcheck.gather.steps import Watch, left_open, subjects
from kzcheck.identifiers import normal_url
from kzcheck.layers import LISTED, file_and_line
from kzcheck.matching.attribution import credited, works_meant
from kzcheck.matching.links import page_states as pages
from kzcheck.matching.lists import event_years as events
from kzcheck.matching.passages import unfitting
from kzcheck.readers import configuration, files, read_files
from kzcheck.readers.folders import article_files
from kzcheck.readers.understood import understood
from kzcheck.settings import PROFILES, Settings
from kzcheck.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from kzcheck.article import Ignore
    from kzcheck.evidence import Resolution
    from kzcheck.finding import Problem, RulePage
    from kzcheck.gather.answers import Answers
    from kzcheck.layers import Layer
    from kzcheck.matching.works import Comparison, Verdict
    from kzcheck.rule import Rule
    from kzcheck.steps import StepName

UNUSED = "KZ001"
"""The rule on ignores, which is judged last, because it needs to know what each of them hid."""


class AuditRequest(Struct, frozen=True):
    """What to audit, and how.

    The article is at `path`, a folder or one list of references, unless it was already read (`article`); `given` are its files if
    several were named (see `readers.folders.together`). If it was already read, files with texts of its references are in the
    folder `texts`, or there are none. `settings` were made of `layers`. `selected` are the codes that run in place of those in the
    settings, `ignored` those that do not run. `evidence`, if given, is judged again. `only` chooses the references to look up, by
    id; None means all. Findings in the `baseline`, and those on entries unchanged `since` a git revision, are known. `trusted`
    means that the article's folder is the user's own. With `answers`, which were gathered for many articles, nobody is asked.
    """

    path: Path = Path()
    given: tuple[Path, ...] = ()
    article: Article | None = None
    texts: Path | None = None
    settings: Settings = Settings()
    layers: tuple[Layer, ...] = ()
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    offline: bool = False
    evidence: Evidence | Path | None = None
    only: Callable[[Article], Collection[str]] | None = None
    baseline: Baseline | Path | None = None
    since: str | None = None
    trusted: bool = False
    answers: Answers | None = None


def audit(request: AuditRequest, now: datetime, watch: Watch = Watch()) -> Report:  # noqa: B008 - a value without state
    """Audit an article. `watch` receives the progress, warnings, and the evidence before it is judged.

    Ctrl-C makes the report partial. A rule that raises loses its own findings, and is one of the report's `faults`.

    Raises:
        UnreadableError: the article, the evidence or the baseline could not be read at all.
        UsageError: the settings or the request name an unknown rule or revision, or allow something to be internal that is not
            a host or network.
    """
    settings = request.settings
    check_codes(settings, request.layers)
    codes = rules.select(request.selected or settings.select, request.ignored)
    saved, baseline = _saved(request), _baseline(request)
    with _without_gc():
        watch.progress("reading", 0, 1, None)
        article, before = _read(request, watch)
        allowed = allowed_internal(article, settings)
        ignored = tuple(
            UserSetting(Location(layer.name, at, 1, at, 1), setting) for layer in request.layers for setting, at in layer.refused
        )
    asked = needs(settings, request.selected, request.ignored)
    if saved is None:
        only = request.only(article) if request.only else None
        gathered = gather(
            article,
            asked,
            now,
            settings,
            offline=request.offline,
            only=only,
            kept=_kept(request, watch),
            folder=request.texts if request.article else configuration.folder(request.path),
            within=_within(request),
            answers=request.answers,
            watch=watch,
        )
    else:
        gathered = replay(article, saved, now)
    partial = gathered.interrupted
    try:
        case = case_of(article, gathered.evidence, settings)
        evidence = msgspec.structs.replace(gathered.evidence, unchecked=tuple(left_open(case, asked, gathered.explained)))
    except Exception:
        watch.gathered(gathered.evidence)  # ten minutes of gathering must not be lost by a bug of ours
        raise
    case = replace(case, evidence=evidence, ignored_settings=ignored, allowed=allowed)
    watch.gathered(evidence)
    ignores = (*article.ignores, *suppress.from_settings(settings, request.layers))
    chosen = [rule for rule in rules.RULES if rule.code in codes and rule.code != UNUSED]
    with _without_gc():
        judged = _judged(chosen, case, watch)
        partial = partial or judged.interrupted
        done = list(judged.done)
        kept, hidden, ignores = suppress.apply(_distinct(judged.findings), ignores, evidence.gathered.date())
        if baseline is not None:
            ran = {rule.code for rule in done}
            ignores += stale(baseline, (*kept, *(entry.finding for entry in hidden)), ran, evidence.unchecked)
        if UNUSED in codes and not partial:
            idle = msgspec.structs.replace(article, ignores=tuple(ignore for ignore in ignores if _could_hide(ignore, chosen)))
            unused = _judged([rules.BY_CODE[UNUSED]], replace(case, article=idle), watch)
            kept = tuple(sorted((*kept, *unused.findings), key=_order))
            done += unused.done
        if baseline is not None:
            kept = tuple(known.in_baseline(kept, baseline))
        if before is not None:
            kept = tuple(known.since(kept, article, before))
        counts = Counter(subject.step for subject in subjects(article, asked))
        missed = {
            (subject.step, subject.reference, subject.claim, subject.url)
            for subject in evidence.unchecked
            if subject.codes == asked.get(subject.step) and (subject.reference or subject.claim) is not None
        }
        return Report(
            kzcheck=__version__,
            article=article,
            evidence=evidence,
            findings=kept,
            hidden=hidden,
            unchecked=evidence.unchecked,
            rules=tuple(rule.page for rule in done),
            faults=judged.faults,
            style=case.style,
            subjects=counts,
            missed=Counter(step for step, *_ in missed),
            outcomes={name: _outcome(verdict, evidence.resolutions[name]) for name, verdict in case.verdicts.items()},
            pages=_pages(case),
            events=events.years(article.claims),
            credited=_credited(article) if request.only else {},
            meant=works_meant(article) if request.only else {},
            unfit=unfitting(evidence),
            profile=settings.profile or "",
            letter=settings.letter,
            language=settings.language or "",
            compared=baseline is not None or before is not None,
            partial=partial,
        )


def _credited(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the people that each claim names as its source, by the claims' ids."""
    return {claim.id: tuple(dict.fromkeys(name for credit in credited(claim) for name in credit.names)) for claim in article.claims}


class _Judgement(NamedTuple):
    """The result of all rules: the findings in order, the rules that ran, and those that raised."""

    findings: tuple[Finding, ...]
    done: tuple[Rule, ...]
    faults: tuple[Fault, ...]
    interrupted: bool


def _judged(chosen: Sequence[Rule], case: Case, watch: Watch) -> _Judgement:
    """Run the rules independently: one that raises is a bug of ours, and does not affect the others."""
    findings: list[Finding] = []
    done: list[Rule] = []
    faults: list[Fault] = []
    interrupted = False
    try:
        for number, rule in enumerate(chosen):
            watch.progress("judging", number, len(chosen), None)
            try:
                findings.extend(list(_judge(rule, case)))
            except Exception as error:  # noqa: BLE001 - whatever it is, ten minutes of asking are not to be lost for it
                faults.append(Fault(rule.code, rule.page.needs, place_of(error), type(error).__name__))
            else:
                done.append(rule)
    except KeyboardInterrupt:
        interrupted = True
    return _Judgement(tuple(sorted(findings, key=_order)), tuple(done), tuple(faults), interrupted)


def _saved(request: AuditRequest) -> Evidence | None:
    if request.evidence is None or isinstance(request.evidence, Evidence):
        return request.evidence
    name = str(request.evidence)
    return observed.load(files.content(request.evidence, name, files.LARGEST_OWN, _within(request)), name)


def _baseline(request: AuditRequest) -> Baseline | None:
    """Return the known findings, if any; their places are relative to the article's folder."""
    if request.baseline is None or isinstance(request.baseline, Baseline):
        return request.baseline
    name = str(request.baseline)
    content = files.decode(files.content(request.baseline, name, files.LARGEST_OWN, _within(request)), name)
    return baselines.load(content, configuration.relative_path(configuration.folder(request.path), request.baseline))


def _within(request: AuditRequest) -> Path | None:
    """Return the folder that no symbolic link in it may lead a file out of, or None if any link may."""
    return None if request.trusted else configuration.territory(request.path)


def _kept(request: AuditRequest, watch: Watch) -> Path | None:
    """Return the folder of data kept between audits; None, with a warning, if the article's author can put files into it."""
    folder = kept_in(os.environ)
    if request.trusted or not files.is_in(folder, configuration.territory(request.path)):
        return folder
    watch.warn(
        f"{folder}: nothing is kept or believed there in this run, since it is in the article's folder or repository; "
        "KZCHECK_CACHE_DIR names another folder"
    )
    return None


def _read(request: AuditRequest, watch: Watch) -> tuple[Article, Article | None]:
    """Return the article, and what it was at the revision to compare it with, if any."""
    if request.article:
        if request.since is not None:
            raise UsageError("--since compares files with a revision; this list is in none")
        return request.article, None
    found = article_files(request.path, request.given, trusted=request.trusted)
    article, found = read_files(found, trusted=request.trusted)
    if found.note:
        watch.note(found.note)
    if found.manuscript:
        watch.note(f"read {found.name(found.manuscript)}: {understood(article)}")
    if request.since is None:
        return article, None
    from kzcheck.readers import revisions  # noqa: PLC0415 - few audits look into git

    others = article.sources if found.manuscript else dict.fromkeys(citation.location.file for citation in article.cited)
    return article, revisions.before(found, request.since, tuple(others), trusted=request.trusted)


def _pages(case: Case) -> dict[str, PageOutcome]:
    """Return what a report shows of the visited pages."""
    outcomes: dict[str, PageOutcome] = {}
    cited = pages.works_at(case.article)
    for url, state in case.pages.items():
        page = case.evidence.pages[url]
        mementos = page.archived.mementos if isinstance(page.archived, Copies) else ()
        outcomes[url] = PageOutcome(
            state=state.state,
            kind=state.kind,
            cause=str(state.cause or ""),
            status=state.status,
            final=state.final,
            title=state.title,
            hops=page.visits[-1].hops,
            since=state.since,
            archived=pages.verified(url, page, cited.get(normal_url(url), ()))
            or next((memento for memento in mementos if not memento.visit), None),
            layer=state.layer or "",
            seen=page.visits[-1].time,
            titles=page.visits[-1].titles,
        )
    return outcomes


def _outcome(verdict: Verdict, resolution: Resolution) -> WorkOutcome:
    if verdict.work or (verdict.registered and not verdict.astray):
        return WorkOutcome("found", tuple(map(_seen, (verdict.work, *verdict.others) if verdict.work else ())))
    if verdict.failed or (not verdict.absent and any(isinstance(asked.answer, Failed) for asked in resolution.asked)):
        return WorkOutcome("failed")
    if verdict.near is not None and verdict.near.identity == "unsure":
        return WorkOutcome("unsure", (_seen(verdict.near),))
    return WorkOutcome("absent" if resolution.asked else "not-asked")


def _seen(comparison: Comparison) -> SeenRecord:
    return SeenRecord(comparison.record, tuple(dict.fromkeys(difference.field for difference in comparison.differences)))


def check_codes(settings: Settings, layers: Sequence[Layer]) -> None:
    """Check that the settings name existing rules; otherwise report where they do not."""
    places: dict[str, list[str | int]] = {code: ["severity", code] for code in settings.severity}
    for number, entry in enumerate(settings.ignore):
        places.setdefault(entry.code, ["ignore", number, "code"])
    for code in settings.select:
        places.setdefault(code, ["select"])
    wrong: list[str] = []
    for code, keys in places.items():
        try:
            rules.check_code(code)
        except UsageError as error:
            if len(wrong) == LISTED:
                wrong.append("there are more such codes")
                break
            wrong.append(f"{file_and_line(layers, keys)}: {error}")
    if wrong:
        raise UsageError("\n".join(wrong))


def needs(settings: Settings, selected: tuple[str, ...] = (), ignored: tuple[str, ...] = ()) -> dict[StepName, tuple[str, ...]]:
    """Return the steps of gathering that an audit with these settings and codes needs, each with the codes that need it.

    Raises:
        UsageError: a code means no rule.
    """
    codes = rules.select(selected or settings.select, ignored)
    needed: dict[StepName, tuple[str, ...]] = {}
    steps = {rule.code: rule.page.needs for rule in rules.RULES}
    for code in sorted(codes):
        for step in steps[code]:
            needed[step] = (*needed.get(step, ()), code)
    return needed


def _judge(rule: Rule, case: Case) -> Iterator[Finding]:
    page = rule.page
    for problem in rule.check(case):
        words = [problem.excerpt.text[start:end] for start, end in problem.excerpt.marks] if problem.excerpt else []
        yield Finding(
            code=page.code,
            name=page.name,
            severity=_severity(page.severity, problem.severity, _set_to(page, problem, case.settings)),
            confidence=problem.confidence or page.confidence,
            location=narrow(case.article.sources, problem.location, words[0]) if words else problem.location,
            problem=problem,
            fingerprint=fingerprint(page.code, problem, rule.key),
        )


def _set_to(page: RulePage, problem: Problem, settings: Settings) -> Severity | None:
    """Return the severity that the settings give a problem, if any: their own table comes before the venue's profile."""
    if meant := [code for code in settings.severity if covers(code, page.code, page.name)]:
        return Severity[settings.severity[max(meant, key=len)].upper()]
    if settings.profile is None:
        return None
    profile = PROFILES[settings.profile]
    word = (problem.in_doubt and profile.in_doubt.get(page.code)) or profile.severity.get(page.code)
    return Severity[word.upper()] if word else None


def _severity(base: Severity, own: Severity | None, set_to: Severity | None) -> Severity:
    """Return the severity: if a rule gives a problem less than its default, a setting can lower it further but not raise it."""
    if own is not None and own < base:
        return min(own, set_to or own)
    return set_to or own or base


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.location.file, finding.location.line, finding.location.column, finding.code


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Number findings with the same fingerprint, so that each has its own."""
    seen: dict[str, int] = {}
    for finding in findings:
        seen[finding.fingerprint] = number = seen.get(finding.fingerprint, 0) + 1
        yield finding if number == 1 else msgspec.structs.replace(finding, fingerprint=f"{finding.fingerprint}-{number}")


def _could_hide(ignore: Ignore, chosen: Iterable[Rule]) -> bool:
    """Return whether an ignore concerns a rule that ran, or one that does not exist."""
    for code in ignore.codes:
        if any(covers(code, rule.code, rule.page.name) for rule in chosen):
            return True
        if not any(covers(code, known, name) for known, name in rules.NAMES.items()):
            return True
    return False


@contextmanager
def _without_gc() -> Iterator[None]:
    """Pause the cyclic collector: an audit makes many small values and no cycles, and its passes over them grow with the list."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
