"""`kzcheck audit`: the whole article."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options
from kzcheck.formats import LETTERS, PAGES, SUFFIXES, Format, meant
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Collection

    from kzcheck.finding import Report
    from kzcheck.steps import StepName

EPILOG = """Examples:
  kzcheck audit paper.docx --write report.html
  kzcheck audit paper.docx refs.bib
  kzcheck audit paper/ --offline --select ATTR,CITE
  kzcheck audit refs.bib --mailto you@example.org
  kzcheck audit paper.bib software.bib
  pbpaste | kzcheck audit - --offline
  kzcheck audit --plan
  kzcheck audit --write report.html --write queries.md
  kzcheck audit --since origin/main --format github
  kzcheck audit --save-evidence evidence.json

Services are asked whether each work exists and what its record says, unless --offline or --evidence is given.

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 wrong use; 3 the article could not be read, or --require was not met."""


class FailOn(StrEnum):
    """From which severity on findings make the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


REQUIRED = ("all", *STEPS)
"""What can be asked to have been checked, else the exit code is 3."""
if TYPE_CHECKING:
    Required = str
else:
    Required = StrEnum("Required", [(name.upper(), name) for name in REQUIRED])


def audit(  # noqa: PLR0913
    paths: options.Article = None,
    *,
    form: Annotated[
        Format,
        typer.Option("--format", help=f"Format of the report on standard output: {', '.join(Format)}.", metavar="FORMAT"),
    ] = Format.TERMINAL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write the report to this file instead.", metavar="FILE", readable=False),
    ] = None,
    written: Annotated[
        list[str] | None,
        typer.Option(
            "--write",
            help=f"Also write a report to a file: {', '.join((*LETTERS, *PAGES))}, annotated.docx, or in {', '.join(SUFFIXES)}.",
            metavar="FILE",
        ),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignored = None,
    fail_on: Annotated[
        FailOn, typer.Option(help=f"Exit with 1 on findings of this severity or above: {', '.join(FailOn)}.", metavar="SEVERITY")
    ] = FailOn.ERROR,
    baseline: Annotated[
        Path | None, typer.Option(help="Findings in this baseline file do not fail.", metavar="FILE", readable=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Fail only on what changed since this git revision.", metavar="REVISION")
    ] = None,
    require: Annotated[
        list[Required] | None,
        typer.Option(help=f"Exit with 3 if any of these was not checked: {', '.join(REQUIRED)}.", metavar="STEP"),
    ] = None,
    offline: options.Offline = False,
    evidence: options.Evidence = None,
    save_evidence: Annotated[
        Path | None, typer.Option(help="Save the evidence for later audits with --evidence.", metavar="FILE", readable=False)
    ] = None,
    timeout: options.Timeout = None,
    mailto: options.Mailto = None,
    no_cache: options.NoCache = False,
    allow_private: options.AllowPrivate = None,
    config: options.Config = None,
    trust_settings: options.TrustSettings = False,
    language: options.Language = None,
    plan: Annotated[bool, typer.Option("--plan", help="Print what would be sent and where, without sending it.")] = False,
    show_hidden: Annotated[bool, typer.Option("--show-hidden", help="Also list the findings that ignores hide.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print similar findings one by one.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing unless the audit fails.")] = False,
) -> None:
    """Check the sentences and references of an article, and report what to fix."""
    from msgspec.structs import replace

    from kzcheck.api import selection, words
    from kzcheck.cli import reports
    from kzcheck.cli.run import out, requested, run, warn

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, language, config)
    if plan:
        from kzcheck.cli.plan import planned

        out(planned(requested(paths or ()), asking, select or (), ignore or ()))
        return
    targets = reports.targets(written or ())
    files = [("--write", file) for _, file in targets]
    if output:
        files.append(("--output", output))
        targets.append((meant(output) or form if form is Format.TERMINAL else form, output))
    if save_evidence:
        files.append(("--save-evidence", save_evidence))
    request = replace(
        requested(paths or ()),
        selected=selection(select or ()),
        ignored=words(ignore or ()),
        evidence=evidence,
        baseline=baseline,
        since=since,
        trusted=trust_settings,
    )
    document = reports.document_of(request, targets)
    reports.check(files, request, baseline, evidence, document and document.manuscript)
    failed: list[str] = []
    report = run(request, asking, lambda gathered: failed.extend(reports.save(gathered, save_evidence)), quiet=quiet)
    code = exit_code(report, fail_on, require or ())
    try:
        if not output and not (quiet and not code):
            reports.show(report, form, show_hidden=show_hidden, folded=not verbose)
    finally:
        reports.write(report, targets, failed, document)
    for step, why in unmet(report, require or ()).items():
        warn(f"--require {step}: {why}")
    raise typer.Exit(code)


def exit_code(report: Report, fail_on: FailOn, require: Collection[str]) -> int:
    """Return 3 if the audit was cut short or `require` was not met, else 1 if a finding is at or above `fail_on`, else 0."""
    from kzcheck.finding import Severity

    if report.partial or unmet(report, require):
        return 3
    if fail_on is FailOn.NEVER:
        return 0
    return int(bool(report.failing(Severity[fail_on.name])))


def unmet(report: Report, require: Collection[str]) -> dict[StepName, str]:
    """Return the required steps that were not made in full, each with what is wrong: checks are open, or no rule asked for it."""
    from kzcheck.formats.naming import count

    asked = {step for page in report.rules for step in page.needs}
    unmade: dict[StepName, str] = {}
    for step in STEPS:
        if "all" in require or step in require:
            missed = sum(item.step == step for item in report.unchecked)
            if faults := [fault.code for fault in report.faults if step in fault.needs]:
                unmade[step] = f"{', '.join(faults)} could not be checked, by a fault of kzcheck itself"
            elif missed:
                unmade[step] = f"{count(missed, 'check')} not made; the report says why"
            elif step not in asked:
                unmade[step] = "no rule that ran needs it, so it was not checked"
    return unmade
