"""JSON Schemas of the files that people write, for editors that complete and check YAML while one types.

They are as lenient as the readers: what is read without a word here is valid there.
"""

from __future__ import annotations

from typing import Any

from kzcheck.csl import CROSSREF_TYPES, DATE_FIELDS, NAME_FIELDS, TEXT_FIELDS, TYPES, spelling
from kzcheck.readers.entries import IN_PARTS, SERVED

DRAFT = "https://json-schema.org/draft/2020-12/schema"

WORD: dict[str, Any] = {"type": ["string", "number", "boolean"]}
TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
TEXTS: dict[str, Any] = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
PARTS: dict[str, Any] = {"type": "object", "properties": {"name": TEXT}}
NESTED: dict[str, Any] = {"type": ["array", "object", "null"]}
NAME_PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle", "name")

LOCATORS = tuple(
    """act appendix article-locator book canon chapter column elocation equation figure folio issue line note opus page
    paragraph part rule scene section sub-verbo supplement table timestamp title-locator verse version volume""".split()
)
"""CSL's labels of locators, each of which a citation may use as a short key."""


def references() -> dict[str, Any]:
    """Return the schema of `references.yaml` and of CSL-JSON lists."""
    item = {"$ref": "#/$defs/item"}
    array = {"type": "array", "items": item}
    under_items = _holding("items", array)
    message = _holding("message", {"anyOf": [item, under_items]})
    return {
        "$schema": DRAFT,
        "title": "References of an article: CSL-YAML or CSL-JSON, as pandoc and Zotero write it",
        "anyOf": [array, _holding("references", array), under_items, item, message],
        "$defs": {"item": _item(), "name": _name(), "date": _date()},
    }


def claims() -> dict[str, Any]:
    """Return the schema of `claims.yaml`."""
    array = {"type": "array", "items": {"$ref": "#/$defs/claim"}}
    article = _object(
        {
            "title": _with("The article's title", TEXT),
            "author": _with("The article's own authors", _one_or_more("name")),
            "DOI": _with("The article's DOI", TEXT),
            "issued": _with("When the article appeared", {"$ref": "#/$defs/date"}),
            "language": _with("The article's language, as ISO 639 (en, kk, ru, tr)", TEXT),
        }
    )
    whole = {"type": "object", "properties": {"article": _or_nothing(article), "claims": array}}
    return {
        "$schema": DRAFT,
        "title": "Claims of an article, with the citations that they carry",
        "anyOf": [{**whole, "required": ["claims"]}, {**whole, "required": ["article"]}, array],
        "$defs": {"claim": _claim(), "citation": _citation(), "name": _name(), "date": _date()},
    }


def _item() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "id": _with("What claims cite this reference by", WORD),
        "type": _with("The kind of work, in CSL's words", {"enum": sorted(TYPES | CROSSREF_TYPES.keys())}),
        "custom": _with(
            "Your own keys; `printed` is the reference as the article prints it, `archived` the address of an archived copy",
            _or_nothing(_object({"printed": TEXT, "archived": TEXT}, open_to_more=True)),
        ),
        "categories": {},
    }
    properties.update((spelling(field), _one_or_more("name")) for field in sorted(NAME_FIELDS))
    properties.update((spelling(field), {"$ref": "#/$defs/date"}) for field in sorted(DATE_FIELDS))
    properties.update((spelling(field), _text(field)) for field in sorted(TEXT_FIELDS))
    properties.update((key, NESTED if nested else TEXT) for key, nested in SERVED.items())
    return {**_object(properties), "anyOf": [{"required": ["id"]}, {"required": ["DOI"]}]}


def _text(field: str) -> dict[str, Any]:
    if field not in IN_PARTS:
        return TEXTS
    return {"anyOf": [TEXT, PARTS, {"type": "array", "items": {"anyOf": [TEXT, PARTS]}}]}


def _claim() -> dict[str, Any]:
    properties = {
        "id": _with("The claim's name, as `c01`", WORD),
        "text": _with("What the article says", TEXT),
        "printed": _with("The manuscript's own words, shown first in every report", TEXT),
        "section": _with("The section that the claim stands in", TEXT),
        "paragraph": _with("The paragraph, counted within the section", TEXT),
        "at": _with("Where it stands in the manuscript", _or_nothing(_object(dict.fromkeys(("file", "page", "line"), TEXT)))),
        "cites": _with("The references that it cites", _one_or_more("citation")),
        "quotes": _with("The words that it quotes", TEXTS),
        "attributed-to": _with("Who is named as the source; else this is taken from the text", TEXTS),
        "works": _with("The works that it names", TEXTS),
    }
    return {**_object(properties), "required": ["id", "text"]}


def _citation() -> dict[str, Any]:
    labels = {label: _with(f"A locator: {label}", TEXT) for label in LOCATORS}
    whole = _object({"ref": WORD, "locator": TEXT, "label": {"enum": list(LOCATORS)}, **labels})
    return {"anyOf": [TEXT, {**whole, "required": ["ref"]}]}


def _name() -> dict[str, Any]:
    return {"anyOf": [{"type": ["string", "null"]}, _object(dict.fromkeys(NAME_PARTS, TEXT), open_to_more=True)]}


def _date() -> dict[str, Any]:
    number = {"type": ["string", "integer", "null"]}
    parts = {"type": "array", "items": {"type": "array", "items": number}}
    whole = {
        "date-parts": parts,
        "raw": TEXT,
        "literal": TEXT,
        "season": number,
        "circa": {"type": ["boolean", "string", "number"]},
    }
    by_name = {"type": "array", "items": _object(dict.fromkeys(("year", "month", "day", "season"), number))}
    whole.update(dict.fromkeys(("year", "month", "day"), number))
    return {"anyOf": [TEXT, _object(whole), by_name]}


def _one_or_more(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [{"type": "array", "items": schema}, schema]}


def _or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def _object(properties: dict[str, Any], *, open_to_more: bool = False) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **({} if open_to_more else {"additionalProperties": False})}


def _holding(key: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {key: schema}, "required": [key]}


def _with(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, **schema}
