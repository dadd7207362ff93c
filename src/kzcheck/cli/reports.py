"""Where reports go: to standard output in one format, to any number of files in others."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck.errors import UsageError
from kzcheck.formats import SUFFIXES, Format, meant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kzcheck.finding import Report

READ = ("references.yaml", "claims.yaml", "kzcheck.toml")
"""The files that are read of a folder: nothing that is written ever takes their place."""


def targets(written: Iterable[str]) -> list[tuple[Format, Path]]:
    """Return what `--write` asks for: FILE, whose name tells the format, or FORMAT:FILE.

    Raises:
        UsageError: a format cannot be told.
    """
    return [_target(one) for one in written]


def _target(one: str) -> tuple[Format, Path]:
    form, _, file = one.partition(":")
    if file and form in {str(known) for known in Format}:
        return Format(form), Path(file)
    known = meant(Path(one))
    if known is None:
        cure = f"end it in {', '.join(SUFFIXES)}, or write FORMAT:FILE with one of {', '.join(Format)}"
        raise UsageError(f"--write {one}: no format is known by this name; {cure}")
    return known, Path(one)


def check(files: Iterable[tuple[str, Path]], article: Path, *read: Path | None) -> None:
    """Make sure that files can be written, each under the option that names it: nothing is gathered before this is right.

    Raises:
        UsageError: there is no such folder, it may not be written to, two are one file, or one would take the place of the
            article or of another file that is `read`.
    """
    from kzcheck.readers.configuration import folder
    from kzcheck.readers.files import reason

    kept = [article, *(folder(article) / name for name in READ), *(one for one in read if one is not None)]
    seen: set[Path] = set()
    for option, file in files:
        try:
            if wrong := _wrong(file, kept, seen):
                raise UsageError(f"{option} {file}: {wrong}")
        except (OSError, ValueError) as error:
            raise UsageError(f"{option} {file}: {reason(error)}") from None


def _wrong(file: Path, kept: Iterable[Path], seen: set[Path]) -> str:
    """Return what is wrong with a file to write, "" if nothing is; `seen` are those that were asked about before."""
    if not file.parent.is_dir():
        return f"there is no folder {file.parent}; make it first"
    if file.is_dir():
        return "is a folder; name a file in it"
    if file.exists() and any(one.exists() and file.samefile(one) for one in kept):
        return "is a file that the audit reads; give another name"
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return "may not be written by you; change the permissions, or give another folder"
    there = file.resolve()
    if there in seen and (file.is_file() or not file.exists()):
        return "is to be written twice; give each a name of its own"
    seen.add(there)
    return ""


def write(report: Report, found: Iterable[tuple[Format, Path]], evidence: Path | None) -> None:
    """Write a report to files, and what was gathered to the file `evidence`; one that cannot be written costs no other.

    Raises:
        UsageError: one cannot be written; a line for each.
    """
    from kzcheck.cli import run
    from kzcheck.evidence import save
    from kzcheck.formats import render

    failed: list[str] = []

    def put(file: Path, content: bytes) -> None:
        try:
            run.write(file, content)
        except UsageError as error:
            failed.append(str(error))

    for form, file in found:
        put(file, render(report, form).encode("utf-8", "backslashreplace"))
    if evidence is not None:
        put(evidence, save(report.evidence))
    if failed:
        raise UsageError("\n".join(failed))


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
