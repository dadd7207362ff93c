"""`kzcheck corpus`: many articles at once."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from kzcheck.cli import options  # noqa: TC001 - as above

if TYPE_CHECKING:
    from kzcheck.corpus.auditing import Summary

EPILOG = """Examples:
  kzcheck corpus audit articles/ --out results
  kzcheck corpus audit oa_comm_xml.PMC000xxxxxx.tar.gz --out results --offline
  kzcheck corpus audit @paths.txt --out results --offline --select CITE,REF
  kzcheck corpus audit articles/ --out results --offline --scheduler tcp://head:8786
  kzcheck corpus report results

Exit codes of audit: 0 all articles were audited; 1 some could not be; 2 wrong use; 3 not finished: run the same command again."""

SOME = 1
"""The exit code if some articles could not be audited."""
UNFINISHED = 3
"""The exit code if the audit stopped before its end."""
AGAIN = "nothing is lost: run the same command again to go on"

corpus = typer.Typer(
    name="corpus",
    no_args_is_help=True,
    epilog=EPILOG,
    help="Audit many articles on all cores, or on a Dask cluster.",
)


@corpus.command(epilog=EPILOG)
def audit(  # noqa: PLR0913
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Folders of articles, manuscripts, lists of references, tar archives of JATS; @FILE has a path in each line.",
        ),
    ],
    *,
    out: Annotated[
        Path, typer.Option("--out", help="Folder for the results, which an interrupted audit takes up again.", metavar="DIR")
    ],
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="Address of a running Dask scheduler, instead of this machine.", metavar="ADDRESS"),
    ] = None,
    offline: options.Offline = False,
    select: options.Select = None,
    ignore: options.Ignored = None,
) -> None:
    """Audit many articles; what an earlier run has done is not done again.

    A folder with the files of one article is one; in any other folder, each manuscript and each list is an article, and so is
    whatever its folders hold. In a tar archive, each JATS file is one.

    DIR gets tables/ (Parquet), and articles/ with a report on each article. Services are asked about each work once, and each
    page is visited once, however many articles cite it. What failed is asked again when the same command is run again.
    """
    from datetime import UTC, datetime

    from kzcheck.api import selection, words
    from kzcheck.cli.progress import progress
    from kzcheck.cli.run import warn
    from kzcheck.corpus import auditing
    from kzcheck.corpus.engine import BrokenOffError, Watch

    asked = auditing.Asked(sources, out, selection(select or ()), words(ignore or ()), offline, scheduler)
    try:
        with progress(left=True) as tell:
            watch = Watch(lambda task, done, of: tell(task, done, of, None), warn)
            summary = auditing.audit(asked, datetime.now(UTC), watch)
    except KeyboardInterrupt:
        warn(f"paused; {AGAIN}")
        raise typer.Exit(UNFINISHED) from None
    except OSError as error:
        warn(f"{error.filename or out}: {error.strerror or error}; {AGAIN}")
        raise typer.Exit(UNFINISHED) from None
    except BrokenOffError as error:
        warn(f"{error}; {AGAIN}")
        raise typer.Exit(UNFINISHED) from None
    _say(summary, out)


@corpus.command(epilog=EPILOG)
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of a corpus, as `--out` of its audit named it.", readable=False)
    ],
    *,
    language: options.Language = None,
) -> None:
    """Make an overview of a corpus: the page DIR/index.html, with links to the report on each article.

    It has findings by rule, year, journal and host, links by age, what was not checked and why, works that are wrong in several
    articles, and a list of the articles, the worst first.
    """
    from datetime import UTC, datetime

    from kzcheck.cli.options import Asking
    from kzcheck.cli.run import configuration_of, out, warn
    from kzcheck.corpus import manifest, page
    from kzcheck.errors import UsageError
    from kzcheck.formats.naming import count
    from kzcheck.locale import ENGLISH
    from kzcheck.wording import speaking

    if not (folder / manifest.NAME).is_file():
        raise UsageError(f"{folder}: is not the folder of a corpus; kzcheck corpus audit makes one")
    with manifest.opened(folder, datetime.now(UTC)) as articles:
        missing, total = articles.states().get("", 0), len(articles)
    done = f"{folder}: {total - missing:,} of {count(total, 'article')} are done"
    if missing and not page.has_tables(folder):
        warn(f"{done}; run kzcheck corpus audit again to its end")
        raise typer.Exit(UNFINISHED)
    if missing:
        warn(f"{done}; the overview is of the tables made before")
    with speaking(configuration_of(None, Asking(language=language)).settings.language or ENGLISH):
        totals = page.write(folder).totals
    left = f", {totals.articles - totals.audited:,} not audited" if totals.articles > totals.audited else ""
    out(f"{folder / page.PAGE}\n")
    out(f"  {count(totals.articles, 'article')}{left}; {count(totals.references, 'reference')} to {count(totals.works, 'work')}\n")
    found = (count(totals.errors, "error"), count(totals.warnings, "warning"), count(totals.notes, "note"))
    out(f"  {', '.join(found)}; {totals.unchecked:,} checks not made\n")


def _say(summary: Summary, folder: Path) -> None:
    """Say what became of the articles; exit with 1 if some were not audited."""
    from kzcheck.cli.run import out, warn
    from kzcheck.corpus.rows import AUDITED
    from kzcheck.formats.naming import count

    for name, reason in summary.failed:
        warn(f"{name}: not audited: {reason}")
    failed = {state: number for state, number in summary.states.items() if state != AUDITED}
    if more := sum(failed.values()) - len(summary.failed):
        warn(f"and {more:,} more")
    others = "".join(f"; {number:,} {state}" for state, number in failed.items())
    out(f"{count(summary.states.get(AUDITED, 0), 'article')} audited{others}; the tables are in {folder / 'tables'}\n")
    if summary.resting:
        warn(f"{count(summary.resting, 'article')} with answers that failed: run the same command again to ask again")
    if failed:
        raise typer.Exit(SOME)
