"""The command line: arguments in, one call, text and an exit code out; one file a command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kzcheck import __version__
from kzcheck.cli import audit, claim, reference, rule, schema
from kzcheck.errors import KzcheckError, UnreadableError

USAGE = 2
UNREADABLE = 3
INTERRUPTED = 3

EPILOG = "Example: kzcheck audit --offline    Documentation of a finding: kzcheck rule ATTR601"

app = typer.Typer(
    name="kzcheck",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)
for command in (audit.audit, claim.claim, reference.reference, rule.rule, schema.schema):
    app.command(epilog=sys.modules[command.__module__].EPILOG)(command)


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's callbacks take the value by position
    if wanted:
        typer.echo(f"kzcheck {__version__}")
        raise typer.Exit


@app.callback()
def kzcheck(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """The linter for citations: checks what an article claims against the works that it cites."""


def main() -> None:
    """Run the command line; what a person caused becomes one line on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except KzcheckError as error:
        from kzcheck.formats.terminal.parts import clean

        for line in str(error).split("\n"):
            print(f"kzcheck: {clean(line)}", file=sys.stderr)  # noqa: T201
        sys.exit(UNREADABLE if isinstance(error, UnreadableError) else USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
