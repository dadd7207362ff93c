"""`kzcheck schema`: the JSON Schema of a file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

EPILOG = """Examples:
  kzcheck schema claims > claims.schema.json"""


class Name(StrEnum):
    """The files that have a schema."""

    REFERENCES = "references"
    CLAIMS = "claims"
    REPORT = "report"
    EVIDENCE = "evidence"
    SETTINGS = "settings"


def schema(name: Annotated[Name, typer.Argument(help="The file whose schema to print.")]) -> None:
    """Print the JSON Schema of a file that kzcheck reads or writes."""
    import json

    from kzcheck.cli.run import data

    data(json.dumps(document(name), indent=2, ensure_ascii=False) + "\n")


def document(name: Name) -> dict[str, Any]:
    """Return a schema as JSON values."""
    import msgspec

    from kzcheck.evidence import Evidence
    from kzcheck.formats.json_shapes import Document
    from kzcheck.readers import schemas
    from kzcheck.settings import Settings

    if name is Name.REFERENCES:
        return schemas.references()
    if name is Name.CLAIMS:
        return schemas.claims()
    kinds = {Name.REPORT: Document, Name.EVIDENCE: Evidence, Name.SETTINGS: Settings}
    return {"$schema": schemas.DRAFT, "title": f"kzcheck: {name}", **_cleaned(msgspec.json.schema(kinds[name]))}


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
