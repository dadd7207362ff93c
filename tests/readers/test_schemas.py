"""JSON Schemas compared with the readers: what is read without complaint is valid, a misspelling is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest
import yaml

from kzcheck.readers import schemas

if TYPE_CHECKING:
    from conftest import Reading

ENTRY = "references:\n- {id: a, type: book, "
CLAIM = "claims:\n- {id: c1, text: x, "

REFERENCES = (
    "[]",
    "- {id: 1}",
    "items: [{id: a}]",
    "references: [{id: 1.5}, {id: true}]",
    "nocite: '[@*]'\nreferences: [{id: a, doi: 10.5555/a, url: x, isbn: 1}]",
    "- {doi: 10.5555/a}",
    "- {PMCID: PMC1234567}",
    "- {standard_citation: raw:a}",
    "- {citation-key: a}",
    *(
        f"{ENTRY}{field}}}"
        for field in (
            "title: true",
            "title: null",
            "author: Doe",
            "author: {family: Doe}",
            "author: null",
            "author: [null, Doe, {family: Doe, parse-names: true}]",
            "issued: null",
            "issued: true",
            "issued: {year: 2000, month: 5}",
            "issued: [{year: 2000}]",
            "issued: {date-parts: [[2000, null]], circa: true, season: 1}",
            "custom: null",
            "custom: {printed: null, mine: [1]}",
            "custom: {archived: 'https://example.org/a'}",
            "custom: {archived: null}",
            "custom: {related: [a, b]}",
            "custom: {related: a}",
            "categories: [a]",
        )
    ),
)
CLAIMS = (
    "[]",
    "- {id: c1, text: x}",
    "article: {title: x}",
    "article: null\nclaims: []",
    "article: {title: true, author: {family: Doe}}\nclaims: []",
    "article: {author: [Doe]}\nclaims: []",
    *(
        f"{CLAIM}{field}}}"
        for field in (
            'cites: "1"',
            "cites: 1",
            "cites: null",
            "cites: {ref: 1}",
            "cites: [null, 1.5, true, {ref: 1, label: chapter, locator: 2}]",
            "quotes: [true]",
            "section: null",
            "at: null",
            'at: {line: "3", page: iv}',
        )
    ),
)


class Loader(yaml.SafeLoader):
    """Loads YAML as editors do: dates are texts."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in the class above
        first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def valid(schema: object, text: str) -> bool:
    return jsonschema.Draft202012Validator(schema).is_valid(yaml.load(text, Loader))  # noqa: S506 - a safe loader


@pytest.mark.parametrize("text", REFERENCES)
def test_references_read_without_complaint_are_valid(reading: Reading, text: str):
    article = reading(text)

    assert not article.unreadable
    assert not article.unknown_fields
    assert valid(schemas.references(), text)


@pytest.mark.parametrize("text", CLAIMS)
def test_claims_read_without_complaint_are_valid(reading: Reading, text: str):
    article = reading("references: []\n", text)

    assert not article.unreadable
    assert not article.unknown_fields
    assert valid(schemas.claims(), text)


@pytest.mark.parametrize(
    "field",
    ["titel: x", "title: {a: b}", "author: [{family: [Doe]}]", "type: boook", "issued: {yaer: 2000}", "custom: {archived: [a]}"],
)
def test_a_misspelling_in_a_reference_is_invalid(reading: Reading, field: str):
    text = f"references:\n- {{id: a, {field}}}"
    article = reading(text)

    assert article.unreadable or article.unknown_fields
    assert not valid(schemas.references(), text)


@pytest.mark.parametrize("field", ["cite: [1]", "cites: [[1]]", "cites: [{page: 3}]", "cites: [{ref: 1, label: pgae}]", "at: 3"])
def test_a_misspelling_in_a_claim_is_invalid(reading: Reading, field: str):
    text = f"{CLAIM}{field}}}"
    article = reading("references: []\n", text)

    assert article.unreadable or article.unknown_fields
    assert not valid(schemas.claims(), text)
