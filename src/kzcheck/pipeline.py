"""The audit on one page: read, gather, judge, report."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from kzcheck import __version__, known, rules, suppress
from kzcheck.article import Article, Location, Style, UserSetting, narrow
from kzcheck.baseline import stale
from kzcheck.errors import UsageError
from kzcheck.evidence import Copies, Failed
from kzcheck.finding import Finding, Outcome, PageOutcome, Report, Seen, Severity, covers, fingerprint
from kzcheck.gather import gather, let_in, replay, subjects
from kzcheck.gather.watch import Watch
from kzcheck.identifiers import normal_url
from kzcheck.layers import file_and_line
from kzcheck.matching import events, pages, styles, works
from kzcheck.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from kzcheck.article import Ignore
    from kzcheck.baseline import Baseline
    from kzcheck.evidence import Evidence, Resolution, Step
    from kzcheck.finding import Problem
    from kzcheck.layers import Layer
    from kzcheck.rule import Rule
    from kzcheck.settings import Settings

UNUSED = "KZ001"
"""The rule on ignores, which is judged last, when it is known what each of them hid."""


def audit(  # noqa: PLR0913
    source: Path | Article,
    settings: Settings,
    now: datetime,
    *,
    layers: Sequence[Layer] = (),
    selected: tuple[str, ...] = (),
    ignored: tuple[str, ...] = (),
    offline: bool = False,
    evidence: Evidence | None = None,
    only: Callable[[Article], Collection[str]] | None = None,
    baseline: Baseline | None = None,
    before: Article | None = None,
    watch: Watch = Watch(),  # noqa: B008 - a value without state
) -> Report:
    """Audit an article: one that was read already, or what lies at a path, a folder or one list of references.

    `selected` are the codes that run in place of those that the settings select, `ignored` those that do not. `evidence` is
    judged again where it is given, `layers` are what the settings were made of, for their places. `only` chooses the
    references to ask services about, by their ids; None means all. What a `baseline` has, and what is on entries that are as they
    were `before`, is known. `watch` is told of progress and of what is worth a warning.
    Ctrl-C makes the report partial.

    Raises:
        UnreadableError: the article could not be read at all.
        UsageError: the settings name a rule that does not exist, or allow something to be internal that is no host or network.
    """
    _check_codes(settings, layers)
    codes = rules.select(selected or settings.select, ignored)
    with _without_gc():
        watch.progress("reading", 0, 1)
        article = _as_set(source if isinstance(source, Article) else read(source), settings, layers)
        ignores = (*article.ignores, *suppress.from_settings(settings, layers))
        asked = _needs(codes)
        partial = False
        if evidence is None:
            evidence, partial = gather(
                article, asked, now, settings, offline=offline, only=only(article) if only else None, watch=watch
            )
        else:
            evidence = replay(article, asked, evidence, now)
        chosen = [rule for rule in rules.RULES if rule.code in codes and rule.code != UNUSED]
        done: list[Rule] = []
        findings: list[Finding] = []
        try:
            for rule in chosen:
                watch.progress("judging", len(done), len(chosen))
                findings.extend(_judge(rule, article, evidence, settings))
                done.append(rule)
        except KeyboardInterrupt:
            partial = True
        findings.sort(key=_order)
        kept, hidden, ignores = suppress.apply(_distinct(findings), ignores, evidence.gathered.date())
        if baseline is not None:
            ran = {rule.code for rule in done}
            ignores += stale(baseline, (*kept, *(one.finding for one in hidden)), ran, evidence.unchecked)
        if UNUSED in codes and not partial:
            idle = msgspec.structs.replace(article, ignores=tuple(one for one in ignores if _could_hide(one, chosen)))
            kept = tuple(sorted((*kept, *_judge(rules.BY_CODE[UNUSED], idle, evidence, settings)), key=_order))
            done.append(rules.BY_CODE[UNUSED])
        if baseline is not None:
            kept = tuple(known.in_baseline(kept, baseline))
        if before is not None:
            kept = tuple(known.since(kept, article, before))
    counts = Counter(subject.step for subject in subjects(article, asked))
    missed = {
        (one.step, one.reference, one.claim, one.url)
        for one in evidence.unchecked
        if one.codes == asked.get(one.step) and (one.reference or one.claim) is not None
    }
    return Report(
        kzcheck=__version__,
        article=article,
        evidence=evidence,
        findings=kept,
        hidden=hidden,
        unchecked=evidence.unchecked,
        rules=tuple(rule.page for rule in done),
        subjects=counts,
        missed=Counter(step for step, *_ in missed),
        outcomes={
            name: _outcome(verdict, evidence.resolutions[name]) for name, verdict in works.verdicts(article, evidence).items()
        },
        pages=_pages(article, evidence),
        events=events.years(article.claims),
        compared=baseline is not None or before is not None,
        partial=partial,
    )


def _pages(article: Article, evidence: Evidence) -> dict[str, PageOutcome]:
    """Return what a report shows of the pages that were visited."""
    found: dict[str, PageOutcome] = {}
    cited = pages.works_at(article)
    for url, state in (pages.states(article, evidence.pages) if evidence.pages else {}).items():
        page = evidence.pages[url]
        mementos = page.archived.mementos if isinstance(page.archived, Copies) else ()
        found[url] = PageOutcome(
            state=state.state,
            kind=state.kind,
            cause=state.cause,
            status=state.status,
            final=state.final,
            title=state.title,
            hops=page.visits[-1].hops,
            since=state.since,
            archived=pages.verified(url, page, cited.get(normal_url(url), ()))
            or next((one for one in mementos if not one.visit), None),
            layer=state.layer or "",
            seen=page.visits[-1].time,
            titles=page.visits[-1].titles,
        )
    return found


def _outcome(verdict: works.Verdict, resolution: Resolution) -> Outcome:
    """Return what a report shows of a verdict."""
    if verdict.work or (verdict.registered and not verdict.astray):
        return Outcome("found", tuple(map(_seen, (verdict.work, *verdict.others) if verdict.work else ())))
    if verdict.failed or (not verdict.absent and any(isinstance(one.answer, Failed) for one in resolution.asked)):
        return Outcome("failed")
    if verdict.near is not None and verdict.near.identity == "unsure":
        return Outcome("unsure", (_seen(verdict.near),))
    return Outcome("absent" if resolution.asked else "not-asked")


def _seen(comparison: works.Comparison) -> Seen:
    return Seen(comparison.record, tuple(dict.fromkeys(difference.field for difference in comparison.differences)))


def _as_set(article: Article, settings: Settings, layers: Iterable[Layer]) -> Article:
    """Return the article with what the settings say of it: its style, and who may be internal; and what they may not say."""
    given = Style(citations=settings.style.citations, references=settings.style.references)
    style = styles.detect(msgspec.structs.replace(article, style=given))
    refused = tuple(UserSetting(Location(layer.name, at, 1, at, 1), setting) for layer in layers for setting, at in layer.refused)
    return msgspec.structs.replace(article, style=style, let_in=let_in(article, settings), user_settings=refused)


def _check_codes(settings: Settings, layers: Sequence[Layer]) -> None:
    """Make sure that the settings name rules that there are; else say where they do not."""
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
            wrong.append(f"{file_and_line(layers, keys)}: {error}")
    if wrong:
        raise UsageError("\n".join(wrong))


def needs(settings: Settings, selected: tuple[str, ...] = (), ignored: tuple[str, ...] = ()) -> dict[Step, tuple[str, ...]]:
    """Return the steps of gathering that an audit with these settings and codes needs, each with the codes that need it.

    Raises:
        UsageError: a code means no rule.
    """
    return _needs(rules.select(selected or settings.select, ignored))


def _needs(codes: frozenset[str]) -> dict[Step, tuple[str, ...]]:
    found: dict[Step, tuple[str, ...]] = {}
    steps = {rule.code: rule.page.needs for rule in rules.RULES} | {code: (step,) for code, (_, step) in rules.PLANNED.items()}
    for code in sorted(codes):
        for step in steps[code]:
            found[step] = (*found.get(step, ()), code)
    return found


def _judge(rule: Rule, article: Article, evidence: Evidence, settings: Settings) -> Iterator[Finding]:
    meant = [code for code in settings.severity if covers(code, rule.code, rule.page.name)]
    set_to = Severity[settings.severity[max(meant, key=len)].upper()] if meant else None
    for problem in rule.check(article, evidence):
        yield _finding(rule, problem, article, set_to)


def _finding(rule: Rule, problem: Problem, article: Article, set_to: Severity | None) -> Finding:
    page = rule.page
    words = [problem.excerpt.text[start:end] for start, end in problem.excerpt.marks] if problem.excerpt else []
    return Finding(
        code=page.code,
        name=page.name,
        severity=_severity(page.severity, problem.severity, set_to),
        confidence=problem.confidence or page.confidence,
        message=str(problem),
        location=narrow(article.sources, problem.location, words[0]) if words else problem.location,
        problem=problem,
        fingerprint=fingerprint(page.code, problem),
    )


def _severity(base: Severity, own: Severity | None, set_to: Severity | None) -> Severity:
    """Where a rule holds a problem for less than its due, a setting can lower it further but not raise it."""
    if own is not None and own < base:
        return min(own, set_to or own)
    return set_to or own or base


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.location.file, finding.location.line, finding.location.column, finding.code


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Number findings of one fingerprint apart, so that each has its own."""
    seen: dict[str, int] = {}
    for finding in findings:
        seen[finding.fingerprint] = number = seen.get(finding.fingerprint, 0) + 1
        yield finding if number == 1 else msgspec.structs.replace(finding, fingerprint=f"{finding.fingerprint}-{number}")


def _could_hide(ignore: Ignore, chosen: Iterable[Rule]) -> bool:
    """Whether an ignore is about a rule that ran, or about none that there is."""
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
