"""`kzcheck baseline`: what is found today, so that only new findings fail from now on."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from kzcheck.cli import options

EPILOG = """Examples:
  kzcheck baseline
  kzcheck baseline paper/ --offline --output paper/kzcheck-baseline.json
  kzcheck audit --baseline kzcheck-baseline.json"""


def baseline(  # noqa: PLR0913
    paths: options.Article = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(help="The file to write (kzcheck-baseline.json beside the article).", metavar="FILE", readable=False),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignored = None,
    offline: options.Offline = False,
    evidence: options.Evidence = None,
    timeout: options.Timeout = None,
    mailto: options.Mailto = None,
    no_cache: options.NoCache = False,
    allow_private: options.AllowPrivate = None,
    config: options.Config = None,
    trust_settings: options.TrustSettings = False,
) -> None:
    """Write today's findings to a file, so that audits with --baseline fail on new ones only."""
    import shlex

    from msgspec.structs import replace

    from kzcheck import baseline as baselines
    from kzcheck.api import selection, words
    from kzcheck.cli import reports
    from kzcheck.cli.run import out, requested, run, write
    from kzcheck.errors import UnreadableError, UsageError
    from kzcheck.finding import NOT_CHECKED
    from kzcheck.formats.checked import checked, unmade
    from kzcheck.formats.naming import count
    from kzcheck.formats.text import clean
    from kzcheck.readers import configuration, files

    asking = options.Asking(offline, timeout, mailto, no_cache, tuple(allow_private or ()), trust_settings, config=config)
    request = replace(
        requested(paths or ()),
        trusted=trust_settings,
        selected=selection(select or ()),
        ignored=words(ignore or ()),
        evidence=evidence,
    )
    file = output or configuration.folder(request.path) / baselines.FILE
    reports.check([("--output", file)], request, evidence)
    report = run(request, asking)
    if report.partial:
        raise typer.Abort
    kept: tuple[baselines.Known, ...] = ()
    if files.is_there(file):
        try:
            text = files.decode(files.content(file, str(file), files.LARGEST_OWN), str(file))
            kept = tuple(baselines.kept(baselines.load(text, str(file)), report))
        except baselines.OldBaselineError:
            pass
        except UnreadableError as error:  # a merge that was not finished, or somebody's other file
            raise UsageError(f"{error}; the file was left unchanged: correct it, delete it, or give another --output") from None
    write(file, baselines.save(report, kept))
    summary = count(sum(finding.code != NOT_CHECKED for finding in report.findings), "finding")
    if kept:
        summary += f", and {count(len(kept), 'earlier one')} that nobody looked for now"
    command = shlex.join(["kzcheck", "audit", "--baseline", str(file), *(paths or ())])
    out(f"{clean(str(file))}: {summary}; {clean(command)} fails on new ones only\n")
    if missing := unmade(checked(report)):
        out(f"{missing} What is found there later will count as new.\n")
