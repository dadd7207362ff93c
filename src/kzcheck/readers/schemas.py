"""Generates JSON Schemas of the input files, for editors that complete and check YAML during typing.

They are as lenient as the readers: whatever the readers accept without complaint is valid.
"""

from __future__ import annotations

from typing import Any

from kzcheck import data
from kzcheck.csl import CROSSREF_TYPES, DATE_FIELDS, NAME_FIELDS, TEXT_FIELDS, TYPES, spelling
from kzcheck.data.subjects import Schemas
from kzcheck.readers.claims import LOCATORS
from kzcheck.readers.entries import IN_PARTS, SERVED
from kzcheck.readers.references import IN_ANY_CASE, OTHER_IDS

TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
PARTS: dict[str, Any] = {"type": "object", "properties": {"name": TEXT}}
NESTED: dict[str, Any] = {"type": ["array", "object", "null"]}
NAMES: dict[str, Any] = {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/name"}}, {"$ref": "#/$defs/name"}]}
DATE: dict[str, Any] = {"$ref": "#/$defs/date"}

FIXED = data.read("schemas", Schemas)


def references() -> dict[str, Any]:
    """Return the schema of `references.yaml` and of CSL-JSON lists."""
    own = FIXED.item["properties"]
    properties: dict[str, Any] = {**own, "type": {**own["type"], "enum": sorted(TYPES | CROSSREF_TYPES.keys())}}
    properties.update((spelling(field), NAMES) for field in sorted(NAME_FIELDS))
    properties.update((spelling(field), DATE) for field in sorted(DATE_FIELDS))
    properties.update((spelling(field), _text(in_parts=field in IN_PARTS)) for field in sorted(TEXT_FIELDS))
    properties.update((key, NESTED if nested else TEXT) for key, nested in SERVED.items())
    properties.update((key, properties[known]) for key, known in IN_ANY_CASE.items())
    names = ("id", *OTHER_IDS, *(key for key, known in IN_ANY_CASE.items() if known in OTHER_IDS))
    item = {**FIXED.item, "properties": properties, "anyOf": [{"required": [name]} for name in names]}
    return {**FIXED.references, "$defs": {"item": item, "name": FIXED.name, "date": FIXED.date}}


def claims() -> dict[str, Any]:
    """Return the schema of `claims.yaml`."""
    text, mapping = FIXED.citation["anyOf"]
    labels = {label: {"description": f"A locator: {label}", **TEXT} for label in LOCATORS}
    properties = {**mapping["properties"], "label": {"enum": list(LOCATORS)}, **labels}
    citation = {"anyOf": [text, {**mapping, "properties": properties}]}
    return {**FIXED.claims, "$defs": {"claim": FIXED.claim, "citation": citation, "name": FIXED.name, "date": FIXED.date}}


def _text(*, in_parts: bool) -> dict[str, Any]:
    choices = [TEXT, PARTS] if in_parts else [TEXT]
    return {"anyOf": [*choices, {"type": "array", "items": {"anyOf": choices} if in_parts else TEXT}]}
