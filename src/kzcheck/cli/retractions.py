"""`kzcheck retractions`: the table of Retraction Watch on this machine."""

from __future__ import annotations

import typer

from kzcheck.cli import options

EPILOG = """Examples:
  kzcheck retractions update
  kzcheck retractions info"""

retractions = typer.Typer(
    name="retractions", no_args_is_help=True, epilog=EPILOG, help="The Retraction Watch table: fetch it, or see how old it is."
)


@retractions.command(epilog=EPILOG)
def update(*, mailto: options.Mailto = None) -> None:
    """Fetch the table that Crossref publishes (some 60 MB, renewed each working day)."""
    from kzcheck.cli.progress import progress
    from kzcheck.cli.run import configuration_of, out
    from kzcheck.gather import retraction_table as table

    settings = configuration_of(None, options.Asking(mailto=mailto)).settings
    with progress() as watch:
        watch("fetching the table of retractions", 0, 1, None)
        state = table.update(settings)
    out(f"{state.rows:,} notices of {state.updated:%Y-%m-%d} in {state.path}\n")


@retractions.command(epilog=EPILOG)
def info() -> None:
    """Say where the table lies, how old it is and how many notices it has."""
    from kzcheck.cli.run import configuration_of, out
    from kzcheck.gather import retraction_table as table

    state = table.info(configuration_of(None, options.Asking()).settings)
    if state is None:
        out("there is no table of retractions; kzcheck retractions update fetches it\n")
        raise typer.Exit(1)
    out(f"{state.rows:,} notices of {state.updated:%Y-%m-%d} in {state.path}\n")
