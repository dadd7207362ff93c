"""Errors in entries that cannot be read: a code with its values, and the table of all sentences about them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from typing import Any, Literal

from msgspec import Struct

from kzcheck.wording import template, written

_REPEATED = frozenset(("repeated-key", "repeated-number", "bibtex-repeated-field", "ris-repeated-tag"))
"""Errors that do not lose an entry: of two values with one key, or two entries with one number, the first counts."""

UNREADABLE: Mapping[str, str] = {
    # of an entry, a claim or one of their values
    "entry-shape": "entry {number} is {shape}; expected a mapping of keys and values, with an id",
    "claim-shape": "claim {number} is {shape}; expected a mapping with an id and a text",
    "entry-without-id": "entry {number} has no id; expected an id, which is text or a number",
    "claim-without-id": "claim {number} has no id; expected an id, which is text or a number",
    "claim-without-text": "claim {number} has no text; expected text: what the article says",
    "taken-id": 'the id "{id}" is already used on line {line}; expected a different id',
    "taken-id-elsewhere": 'the id "{id}" is already used in {file}, line {line}; expected a different id',
    "repeated-key": 'the key "{key}" appears twice, first on line {line}; expected each key once',
    "key-shape": "a key is a list or a mapping; expected plain text",
    "text-shape": "{path} is {shape}; expected text",
    "texts-shape": "{path} is {shape}; expected a list of texts",
    "too-many-values": "{path} has more than {most:,} values; expected a shorter list",
    "name-shape": "{path} is {shape}; expected a name: {{family: …, given: …}} or {{literal: …}}",
    "date-shape": "{path} is not a date; expected a date: 2004, 2004-05-31, 2004/2006 or {{date-parts: [[2004, 5, 31]]}}",
    "date-parts-shape": "{path}: date-parts is not a list of one or two dates; expected [[2004, 5, 31]]",
    "date-too-long": "{path} has more than year, month and day; expected a date such as {{date-parts: [[2004, 5, 31]]}}",
    "date-part-shape": "{path}: the {part} is {shape}; expected a number",
    "date-part-text": '{path}: the {part} is "{given}"; expected a number',
    "article-shape": '"article" is {shape}; expected a mapping: title, author, DOI, issued, language',
    "manuscript-shape": '"manuscript" is {shape}; expected a mapping: file, sha256',
    "custom-shape": '"custom" is {shape}; expected a mapping of your own keys',
    "at-shape": '"at" is {shape}; expected a mapping: file, page, line',
    "at-line": '"line" in "at" is not a number; expected a line number of the manuscript',
    "citation-shape": 'citation {number} is {shape}; expected an id, or {{ref: "2", page: "50"}}',
    "citation-without-reference": 'citation {number} does not name a reference; expected an id, or {{ref: "2", page: "50"}}',
    "many-locators": "a citation has {count} locators ({locators}); expected one locator per citation",
    "ignore-without-codes": "an ignore names no codes; expected {sign} kzcheck: ignore[REF201] and the reason",
    "manuscript": "this manuscript is not text in UTF-8, or too large; expected a text file of {most} MiB at most",
    "citation-field": "this citation field is damaged; expected the data of a reference manager: update the citations in Word",
    "inserted-file": "the text of a file inserted here was not read; expected text: open the document in Word, and save it",
    "repeated-number": "an earlier entry has the number {number}, too; expected each number once",
    "manuscript-part": 'the included file "{path}" is missing, or outside the article\'s folder; expected a file in the folder',
    # of an entry in RIS
    "ris-without-type": "entry {number} has no type; expected TY  - JOUR, or another type, as its first line",
    "ris-without-ty": "entry {number} begins without a TY line; expected TY  - JOUR, or another type, as its first line",
    "ris-repeated-tag": "the tag {tag} appears twice, first on line {line}; expected each such tag once",
    # of an entry in BibTeX
    "bibtex-entry": "entry [{key}]: {fault}",
    "bibtex-no-entry": "this is not a BibTeX entry; expected an entry such as {example}",
    "bibtex-breaks-off": "the entry is cut off; expected an entry such as {example}",
    "bibtex-no-comma-after-key": "no comma after the key; expected an entry such as {example}",
    "bibtex-no-key": "the entry has no key; expected a key and a comma before the first field",
    "bibtex-repeated-field": 'the field "{field}" appears twice, first on line {line}; expected each field once',
    "bibtex-no-field": "{sign} where a field was expected; expected a field such as title = {{…}}",
    "bibtex-no-equals": 'no "=" after "{field}"; expected {field} = {{…}}',
    "bibtex-too-many-fields": "more than {most:,} fields in one entry; expected one entry per work",
    "bibtex-no-value": '"{field}" has no value; expected {field} = {{…}}',
    "bibtex-open-brace": 'unclosed brace in "{field}"; expected a closing brace for each opening one',
    "bibtex-open-quotation": 'unclosed quotation mark in "{field}"; expected a closing quotation mark',
    "bibtex-no-comma-after-value": 'no comma after the value of "{field}"; expected a comma between two fields',
    "bibtex-no-braces": 'the value of "{field}" has no braces; expected {field} = {{…}}',
    "bibtex-text-after-value": 'text after the value of "{field}"; expected a comma, or the end of the entry',
    "bibtex-never-closed": "the entry is never closed; expected a closing brace at its end",
    "bibtex-closed-early": "the entry is closed before its last fields; expected one closing brace for each opening one",
}
"""The error in an unreadable entry, and the expected content, by code."""

_SHAPES = {
    "empty": template("empty"),
    "text": template("text"),
    "number": template("a number"),
    "list": template("a list"),
    "mapping": template("a mapping"),
}


class Shape(Struct, frozen=True):
    """The kind of a value in a file."""

    name: Literal["empty", "text", "number", "list", "mapping"]

    def __str__(self) -> str:
        """Return its name for a sentence."""
        return written(_SHAPES[self.name], {})


class Wrong(Struct, frozen=True):
    """An error in an entry: a code of `UNREADABLE` and the values in its sentence."""

    code: str
    values: Mapping[str, Any] = {}

    @property
    def repeated(self) -> bool:
        """Whether it is a repeated key, which does not lose the entry."""
        return self.code in _REPEATED

    @property
    def of_manuscript(self) -> bool:
        """Whether it is about a manuscript, which loses no entry of the list."""
        return self.code in {"manuscript", "manuscript-part", "citation-field", "inserted-file"}

    def __str__(self) -> str:
        """Return the error in English, with the expected content."""
        return written(UNREADABLE[self.code], self.values)
