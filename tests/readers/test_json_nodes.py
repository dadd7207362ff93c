"""The JSON parser: the same values as the standard library, with their locations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import json_nodes
from kzcheck.readers.nodes import Mapping, Node, Scalar, Series, Source
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Reading

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=15
)


def nodes(text: str) -> Node:
    root = json_nodes.read(Source("list.json", text)).root
    assert root is not None
    return root


def refusal(text: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        nodes(text)
    (line,) = caught.value.problems
    return line


def value(node: Node) -> Any:  # noqa: ANN401
    if isinstance(node, Series):
        return [value(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: value(child) for key, child in node.values.items()}
    return json.loads(node.text) if node.plain else node.text


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    for item in node.items if isinstance(node, Series) else node.values.values() if isinstance(node, Mapping) else ():
        yield from scalars(item)


def test_tabs_escaped_slashes_and_surrogate_pairs_of_zotero_are_read(reading: Reading):
    text = '[\n\t{\n\t\t"id": 7,\n\t\t"URL": "https:\\/\\/example.org\\/",\n\t\t"title": "\\ud83d\\ude00 \\u00e9"\n\t}\n]\n'
    (reference,) = reading(text, name="list.json").references

    assert reference.item.url == "https://example.org/"
    assert reference.item.title == "😀 é"
    assert str(reference.place("title")) == "list.json:5:12"


def test_a_lone_surrogate_becomes_the_replacement_character():
    assert value(nodes('["a\\ud83db"]')) == ["a�b"]


def test_numbers_are_kept_as_written(reading: Reading):
    (reference,) = reading('[{"id": 1, "volume": 1.50, "issue": 1e3, "number": true, "note": null}]', name="list.json").references

    assert (reference.item.volume, reference.item.issue, reference.item.number, reference.item.note) == ("1.50", "1e3", "true", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[{"id": 1},]', "1:12: a comma before the closing ]; delete the comma"),
        ('[{"id": 1,}]', "1:11: a comma before the closing }; delete the comma"),
        ('[{"id" 1}]', "1:8: 1 stands where a colon after the key is due; correct it"),
        ("[{id: 1}]", "1:3: id stands where a key in double quotes is due; correct it"),
        ('[{"volume": 07}]', "1:13: 07 stands where a value is due; correct it"),
        ("[\n1 2]", "2:3: 2 stands where a comma or the closing bracket is due; correct it"),
        ("[NaN]", "1:2: NaN stands where a value is due; correct it"),
        ('["abc', '1:2: a text whose closing quotation mark is missing; close it with "'),
        ('["a\tb"]', "1:4: the control character U+0009 inside a text; write \\u0009"),
        ('["a\\q"]', "1:4: an escape that JSON does not have; double the backslash"),
        ("[1] [2]", "1:5: text after the end of the list; delete it"),
        ('[{"a": ', "1:8: the file breaks off where a value is due; complete it"),
    ],
)
def test_invalid_json_is_explained_at_its_location(text: str, line: str):
    assert refusal(text) == f"list.json:{line}"


@pytest.mark.parametrize("brackets", ["[" * 100_000, '{"a":' * 100_000])
def test_a_hundred_thousand_brackets_give_one_line(brackets: str):
    assert "nesting deeper than 100 levels" in refusal(brackets)


def test_a_repeated_key_is_noticed():
    root = nodes('{"a": 1,\n"a": 2}')

    assert isinstance(root, Mapping)
    assert [wrong for _, wrong in root.wrong] == [Wrong("repeated-key", {"key": "a", "line": 1})]


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_values_and_locations_match_the_text(given_value: Any, indent: int | str | None, ascii_only: bool):  # noqa: ANN401
    text = json.dumps(given_value, indent=indent, ensure_ascii=ascii_only)
    root = nodes(text)

    assert value(root) == given_value
    for node in scalars(root):
        assert json.loads(text[node.start : node.end]) == (json.loads(node.text) if node.plain else node.text)


@given(st.text(st.sampled_from('[]{},:"\\u0d8tfnrue1-.eE+ \t\n\x00é'), max_size=25))
def test_any_text_is_read_like_the_standard_library_or_refused(text: str):
    try:
        root = nodes(text)
    except UnreadableError as error:
        assert error.problems[0].isprintable()  # noqa: PT017
        return
    assert type(value(root)) is type(json.loads(text))
