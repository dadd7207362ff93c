"""Where reports go: to standard output in one format, to any number of files in others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck.errors import UsageError
from kzcheck.formats import SUFFIXES, Format, meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.finding import Report


READ = ("references.yaml", "claims.yaml", "kzcheck.toml")
"""The files that are read of a folder: a report never takes their place."""


def targets(written: Iterable[str], article: Path) -> list[tuple[Format, Path]]:
    """Return what `--write` asks for: FILE, whose name tells the format, or FORMAT:FILE. Nothing is gathered before this is right.

    Raises:
        UsageError: a format cannot be told, there is no such folder, or the article itself would be written over.
    """
    found = [_target(one) for one in written]
    for _, file in found:
        if not file.parent.is_dir():
            raise UsageError(f"--write {file}: there is no folder {file.parent}; make it first")
        if file.is_dir():
            raise UsageError(f"--write {file}: is a folder; name a file in it")
        if file.exists() and any(one.exists() and file.samefile(one) for one in (article, *(article / name for name in READ))):
            raise UsageError(f"--write {file}: is a file of the article itself; give another name")
    return found


def _target(one: str) -> tuple[Format, Path]:
    form, _, file = one.partition(":")
    if file and form in {str(known) for known in Format}:
        return Format(form), Path(file)
    known = meant(Path(one))
    if known is None:
        cure = f"end it in {', '.join(SUFFIXES)}, or write FORMAT:FILE with one of {', '.join(Format)}"
        raise UsageError(f"--write {one}: no format is known by this name; {cure}")
    return known, Path(one)


def write(report: Report, found: Iterable[tuple[Format, Path]]) -> None:
    """Write a report to files.

    Raises:
        UsageError: one cannot be written.
    """
    from kzcheck.cli import run
    from kzcheck.formats import render

    for form, file in found:
        run.write(file, render(report, form).encode("utf-8", "backslashreplace"))


def show(report: Report, form: Format, *, show_hidden: bool = False) -> None:
    """Write a report to standard output.

    Raises:
        UsageError: it cannot be written.
    """
    from kzcheck.cli.run import colour, data, out, width
    from kzcheck.formats import render

    if form is not Format.TERMINAL:
        data(render(report, form))
        return
    from kzcheck.formats.terminal.report import render as draw

    out(draw(report, width=width(), colour=colour(), show_hidden=show_hidden))
