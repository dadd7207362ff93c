"""`kzcheck schema`: the JSON Schema of a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

EPILOG = """Examples:
  kzcheck schema references > references.schema.json
  kzcheck schema claims > claims.schema.json"""


DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Name(StrEnum):
    """The files that have a schema."""

    REFERENCES = "references"
    CLAIMS = "claims"
    REPORT = "report"
    EVIDENCE = "evidence"
    SETTINGS = "settings"


FIRST_LINES = {
    Name.REFERENCES: ("references.yaml", "# yaml-language-server: $schema=references.schema.json"),
    Name.CLAIMS: ("claims.yaml", "# yaml-language-server: $schema=claims.schema.json"),
    Name.SETTINGS: ("kzcheck.toml", "#:schema settings.schema.json"),
}
"""The files that people write, and the comment by which editors find the schema beside such a file."""


def schema(name: Annotated[Name, typer.Argument(help="The file whose schema to print.")]) -> None:
    """Print the JSON Schema of a file that kzcheck reads or writes.

    For files that people write, it also prints the line that tells an editor to use the schema (on standard error).
    """
    import json

    from kzcheck.cli.run import data, warn

    data(json.dumps(document(name), indent=2, ensure_ascii=False) + "\n")
    if name in FIRST_LINES:
        file, line = FIRST_LINES[name]
        warn(f"save the schema as {name}.schema.json beside {file}, and begin {file} with this line: {line}")


def document(name: Name) -> dict[str, Any]:
    """Return a schema as JSON values."""
    import msgspec

    from kzcheck.evidence import Evidence
    from kzcheck.formats.json_shapes import Document
    from kzcheck.readers import schemas
    from kzcheck.settings import Settings
    from kzcheck.version import HOME, __version__

    identity = {"$schema": DRAFT, "$id": f"{HOME}/raw/v{__version__}/schemas/{name}.schema.json"}
    if name is Name.REFERENCES:
        return {**identity, **schemas.references()}
    if name is Name.CLAIMS:
        return {**identity, **schemas.claims()}
    kinds = {Name.REPORT: Document, Name.EVIDENCE: Evidence, Name.SETTINGS: Settings}
    return {**identity, "title": f"kzcheck: {name}", **_cleaned(msgspec.json.schema(kinds[name]))}


def _cleaned(schema: dict[str, Any]) -> dict[str, Any]:
    """Take the indentation out of descriptions: some versions of Python keep a docstring's, some do not."""
    import inspect

    return {
        key: inspect.cleandoc(value)
        if key == "description" and isinstance(value, str)
        else _cleaned(value)
        if isinstance(value, dict)
        else value
        for key, value in schema.items()
    }
