"""`kzcheck index`: the index of works on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.index.building import Built
    from kzcheck.index.opensearch import Server

EPILOG = """Examples:
  kzcheck index build crossref-2025.tar
  kzcheck index build catalogue.mrc --covers dnb
  kzcheck index build my-library.bib
  kzcheck audit paper/ --offline"""

INCOMPLETE = 1
"""The exit code if a file could not be read, or if there is no index."""
SNAPSHOTS = 20
"""Snapshots of a source that are listed."""

index = typer.Typer(
    name="index",
    no_args_is_help=True,
    epilog=EPILOG,
    help="The index of works on this machine: build it from what services publish in bulk; audits ask it first.",
)

Into = Annotated[
    Path | None,
    typer.Option("--into", help="Folder of the index, instead of the one in your settings.", metavar="DIR", readable=False),
]
Covers = Annotated[
    str | None,
    typer.Option(
        "--covers",
        help="These are all works of this service, so a work that is missing is unknown to it.",
        metavar="SERVICE",
    ),
]


@index.command(epilog=EPILOG)
def build(
    snapshots: Annotated[
        list[str],
        typer.Argument(
            metavar="SNAPSHOT...", help="Files, folders or tar archives: Crossref, OpenAlex, DataCite, MARC, MODS, or your lists."
        ),
    ],
    *,
    covers: Covers = None,
    into: Into = None,
) -> None:
    """Read snapshots into the index.

    Their content tells what they are. A build that was interrupted goes on where it stopped. Works with the same id are replaced.
    With `--into opensearch`, they are written to the OpenSearch of your settings, from the beginning each time.
    """
    _build([Path(path) for path in snapshots], into, covers)


@index.command(epilog=EPILOG)
def update(
    snapshots: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SNAPSHOT]...", help="Further snapshots; without any, those of which the index was built."),
    ] = None,
    *,
    into: Into = None,
) -> None:
    """Read what is new or has changed since in the snapshots of which the index was built."""
    from kzcheck.errors import UsageError
    from kzcheck.index.building import remembered

    folder = _folder(into)
    known = remembered(folder)
    if not known:
        raise UsageError(f"{folder}: there is no index yet; kzcheck index build makes one")
    _build([Path(path) for path in (snapshots or known)], into, None)


@index.command(epilog=EPILOG)
def info(*, into: Into = None) -> None:
    """Say what the index has: sources, works, days, and whether a work that it lacks is unknown to the source.

    A house's own OpenSearch is part of it, unless `--into` names another.
    """
    from kzcheck.cli.run import out
    from kzcheck.index.shelves import names

    server = _server_of(into)
    folder = _folder(into)
    if names(folder):
        _tell(folder)
    elif not server:
        out(f"there is no index of works in {folder}; kzcheck index build makes one\n")
        raise typer.Exit(INCOMPLETE)
    if server:
        _tell_of(server)


def _tell(folder: Path) -> None:
    from kzcheck.cli.run import out
    from kzcheck.formats.naming import count
    from kzcheck.formats.text import clean
    from kzcheck.index.shelves import Shelf, names
    from kzcheck.sources import SOURCES

    out(f"{folder}\n")
    for name in names(folder):
        shelf = Shelf(folder, name)
        parts = shelf.parts()
        damaged = sum(part.damaged for part in parts)
        out(
            f"  {SOURCES[name].title}: {count(shelf.count, 'work')} of {shelf.day}"
            f" from {count(len(parts), 'file')}, {'all of them' if shelf.whole else 'some of them'}"
            f"{f'; {damaged:,} damaged and left out' if damaged else ''}\n"
        )
        for path, read in list(shelf.state.snapshots.items())[:SNAPSHOTS]:
            whole = ", declared to be all" if read.declared else ""
            out(f"    {clean(path)}: {count(read.works, 'work')} read, the newest of {read.day or 'no day'}{whole}\n")


def _tell_of(server: Server) -> None:
    from kzcheck.cli.run import out
    from kzcheck.errors import UsageError
    from kzcheck.evidence import worded
    from kzcheck.formats.naming import count
    from kzcheck.formats.text import clean
    from kzcheck.index import opensearch
    from kzcheck.sources import SOURCES

    try:
        snapshots = opensearch.held(server)
    except opensearch.Refusal as refusal:
        raise UsageError(f"{server.host}: OpenSearch {worded(refusal.reason)}") from None
    out(f"{clean(server.index)} on {clean(server.host)}{'' if snapshots else ': no works'}\n")
    for name, held in snapshots.items():
        all_of_them = "all of them" if held.whole else "some of them"
        out(f"  {SOURCES[name].title}: {count(held.works, 'work')} of {clean(held.day) or 'no day'}, {all_of_them}\n")


@index.command(epilog=EPILOG)
def check(*, into: Into = None) -> None:
    """Check that every file was read to its end, and that works can be read in the index.

    Of a house's own OpenSearch, unless `--into` names another index, check that works of each source can be found and read.
    """
    from kzcheck.cli.run import out
    from kzcheck.evidence import worded
    from kzcheck.formats.text import clean
    from kzcheck.index import building, opensearch
    from kzcheck.index.shelves import names

    server = _server_of(into)
    folder = _folder(into)
    wrong = [] if server and not names(folder) else [*building.check(folder)]
    if server:
        try:
            wrong += [f"{server.index} on {server.host}: {clean(line)}" for line in opensearch.check(server)]
        except opensearch.Refusal as refusal:
            wrong.append(f"{server.host}: OpenSearch {worded(refusal.reason)}")
    out("".join(f"{line}\n" for line in wrong) or "the index is complete\n")
    if wrong:
        raise typer.Exit(INCOMPLETE)


def _build(paths: Sequence[Path], into: Path | None, covers: str | None) -> None:
    from kzcheck.cli.progress import progress
    from kzcheck.cli.run import out, warn
    from kzcheck.errors import UsageError
    from kzcheck.formats.text import clean
    from kzcheck.index import building
    from kzcheck.settings import suggestion
    from kzcheck.sources import HOUSE, SOURCES

    services = [name for name, source in SOURCES.items() if source.of_works and source.holdings]
    if covers is not None and covers not in services:
        hint = suggestion(covers, services) or f"; there are {', '.join(services)}"
        raise UsageError(f'--covers has no value "{covers}"{hint}')
    served = _server_of(into) if str(into) == HOUSE else None
    folder = _folder(into)
    with progress() as watch:

        def report(part: str, works: int) -> None:
            watch(f"reading {clean(part)}", works, works, None)

        if served:
            from kzcheck.index import sending

            built = sending.send(paths, served, covers, report)
        else:
            built = building.build(paths, folder, covers, report)
    for line in built.wrong:
        warn(line)
    out(f"{_summary(built)} in {f'{served.index} on {served.host}' if served else folder}\n")
    if built.wrong:
        raise typer.Exit(INCOMPLETE)


def _summary(built: Built) -> str:
    from kzcheck.formats.naming import count
    from kzcheck.sources import SOURCES

    works = "; ".join(f"{SOURCES[name].title}: {count(number, 'work')}" for name, number in built.works.items()) or "nothing new"
    damaged = f"; {count(built.damaged, 'damaged work')} left out" if built.damaged else ""
    known = f"; {count(built.known, 'file')} read before" if built.known else ""
    others = f"; {count(built.others, 'file')} without works passed over" if built.others else ""
    return f"{works}{damaged}{known}{others}"


def _server_of(into: Path | None) -> Server | None:
    """Return the house's own OpenSearch, or None if there is none or a folder is meant."""
    from kzcheck.cli.options import Asking
    from kzcheck.cli.run import configuration_of
    from kzcheck.errors import UsageError
    from kzcheck.gather import house
    from kzcheck.index import opensearch
    from kzcheck.sources import HOUSE

    if into and str(into) != HOUSE:
        return None
    settings = configuration_of(None, Asking()).settings
    if house.host(settings):
        return opensearch.Server(settings.services[HOUSE], settings.network)
    if into:
        raise UsageError(f"your settings name no OpenSearch; set the url of [services.{HOUSE}]")
    return None


def _folder(into: Path | None) -> Path:
    from kzcheck.cli.options import Asking
    from kzcheck.cli.run import configuration_of
    from kzcheck.gather import works_index

    return into or works_index.place(configuration_of(None, Asking()).settings)
