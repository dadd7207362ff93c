"""`kzcheck parse`: the fields of printed references."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kzcheck.article import Reference

EPILOG = """Examples:
  kzcheck parse list.txt > list.json
  kzcheck parse list.txt --format bibtex
  kzcheck parse list.txt --explain
  pbpaste | kzcheck parse -

A file has one reference to a line or paragraph, or a number or bullet before each. Doubtful fields are named under custom;
--explain shows how sure each field is. For the list of a manuscript, use kzcheck import."""


class Form(StrEnum):
    """The formats of lists that are written."""

    CSL_JSON = "csl-json"
    CSL_YAML = "csl-yaml"
    BIBTEX = "bibtex"
    RIS = "ris"


def parse(
    file: Annotated[str, typer.Argument(help="A text file with printed references, or - for standard input.", metavar="FILE")],
    *,
    form: Annotated[Form, typer.Option("--format", help="The format of the list.")] = Form.CSL_JSON,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each entry with its fields and how sure they are, instead of a list.")
    ] = False,
) -> None:
    """Read the fields of printed references and write them as a list."""
    from kzcheck.cli.run import colour, data, out, width
    from kzcheck.exporting import FORMATS

    entries = _read(file)
    if explain:
        from kzcheck.formats.terminal.fields import Explained, render

        explained = (
            Explained(entry.id, entry.printed, (entry.guess or entry.item).type, fields, entry.doubtful)
            for entry, fields in entries
        )
        out(render(explained, width=width(), colour=colour()))
    else:
        data(FORMATS[form]([entry for entry, _ in entries]))


def _read(file: str) -> list[tuple[Reference, tuple[tuple[str, str, float], ...]]]:
    """Return the references in a file or in standard input, each with its fields: their names, words and confidence.

    Raises:
        UnreadableError: it cannot be read, or has no text.
    """
    import sys
    from pathlib import Path

    from kzcheck.article import Reference
    from kzcheck.cli.run import STDIN
    from kzcheck.errors import UnreadableError
    from kzcheck.readers import files, printed
    from kzcheck.readers.kinds import LISTS, refuse_binary
    from kzcheck.readers.nodes import Source

    suffix = Path(file).suffix.lower()
    if suffix not in LISTS["printed"].suffixes and any(suffix in form.suffixes for form in LISTS.values()):
        raise UnreadableError(f"{file}: is a list whose fields are known, not printed references; kzcheck audit judges it")
    content = sys.stdin.buffer.read(files.LARGEST + 1) if file == STDIN else files.content(Path(file), file)
    if len(content) > files.LARGEST:
        raise files.too_big(file)
    refuse_binary(content, file)
    source = Source(file, files.text_of(content, file)[0])
    entries = []
    for entry, words, reading in printed.readings(source, printed.entries(source)):
        place = source.location(entry.start, entry.end)
        fields = tuple((field.variables[0], field.text, field.confidence) for field in reading.fields)
        reference = Reference(reading.item, place, printed=words, doubtful=reading.doubtful, guess=reading.guess)
        entries.append((reference, fields))
    if not entries:
        raise UnreadableError(f"{file}: has no references; give one to a line or paragraph")
    return entries
