"""The YAML parser: clear messages, protection against bombs, aliases, and valid locations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.errors import UnreadableError
from kzcheck.readers import json_nodes, yaml_nodes
from kzcheck.readers.nodes import Mapping, Node, Scalar, Series, Source, absent
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(lambda key: key != "<<"), inner, max_size=4),
    max_leaves=12,
)


def nodes(text: str) -> Node | None:
    return yaml_nodes.read(Source("list.yaml", text)).root


def refusal(text: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        nodes(text)
    (line,) = caught.value.problems
    return line


def value(node: Node | None) -> Any:  # noqa: ANN401
    if isinstance(node, Series):
        return [value(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key: value(child) for key, child in node.values.items()}
    return None if node is None else node.text


def walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Series):
        for item in node.items:
            yield from walk(item)
    elif isinstance(node, Mapping):
        yield from node.keys
        for item in node.values.values():
            yield from walk(item)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- id: 1\n\ttitle: x\n", "2:1: a tab where YAML wants spaces; indent with spaces"),
        ("- title: a: b\n", "1:11: a colon where no key can stand; put the value in quotes, or indent the line as its neighbours"),
        ("- title: @home\n", "1:10: a value cannot begin with @; put it in quotes"),
        ('- id: 1\n  title: "abc\n- id: 2\n', "2:10: a quotation mark is never closed; close it"),
        ('- title: "War" and peace\n', '1:16: text after the closing "; put the whole value in one pair of quotes'),
        ("- title: [Review] of it\n", "1:19: text after the closing ]; put the whole value in one pair of quotes"),
        ("- id: 1\n  title\n", "3:1: a line without a key; write `key: value`, or indent it if it continues the line above"),
        ("- id: 1\n title: 3\n", "2:2: the list breaks off here; indent all entries alike, each with `- `"),
        (
            "- author: [a, b\n  page: 3\n",
            "2:7: the list in [ ] opened in line 1 is not closed, or lacks a comma; complete it, or put the text in quotes",
        ),
        ("- title: *x\n", "1:10: the alias *x has no anchor before it; put the value in quotes if it is a text that begins with *"),
        ("- title: *emphasis*\n", "1:19: * and & have a meaning of their own in YAML; put a value that begins with one in quotes"),
        ('- title: "a\\q"\n', "1:12: an unknown escape after \\; double the backslash, or use single quotes"),
        ("- title: !x!y z\n", "1:10: ! has a meaning of its own in YAML; put a value that begins with it in quotes"),
        ("- id: 1\n---\n- id: 2\n", "2:1: a second document begins here; keep one document in the file"),
        ("- id: 1\n- a\x07b\n", '2:4: the character U+0007 is not allowed in YAML; delete it, or write "\\x07" in double quotes'),
        ("- a\0b\n", '1:4: the character U+0000 is not allowed in YAML; delete it, or write "\\x00" in double quotes'),
        ("- id: 1\n- one\u2028two\n- x\n", "2:6: the invisible line separator U+2028 breaks this line for YAML; delete it"),
        ("%YAML 3.0\n--- a\n", "1:1: this is not YAML (found incompatible YAML document); correct it"),
    ],
)
def test_invalid_yaml_is_explained_at_its_location(text: str, line: str):
    assert refusal(text) == f"list.yaml:{line}"


@pytest.mark.parametrize("brackets", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_a_hundred_thousand_brackets_give_one_line(brackets: str):
    assert "nesting deeper than 100 levels" in refusal(brackets)


def test_a_hundred_levels_are_read():
    assert nodes("[" * 100 + "]" * 100) is not None


def test_an_alias_bomb_gives_one_line():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 12)]

    assert "aliases stand for more text than can be read" in refusal("\n".join(levels))


def test_a_long_text_repeated_by_aliases_gives_one_line():
    assert "aliases stand for more text" in refusal(f"- &a {'x' * 10_000}\n" + "- *a\n" * 1_000)


def test_an_alias_within_its_own_anchor_gives_one_line():
    assert refusal("a: &x [1, *x]\n") == "list.yaml:1:11: the alias *x stands inside its own anchor; write it out"


def test_aliases_are_resolved_and_keep_their_own_location():
    root = nodes("- &names [{family: Nye}]\n- *names\n")

    assert value(root) == [[{"family": "Nye"}], [{"family": "Nye"}]]
    assert isinstance(root, Series)
    assert (root.items[1].start, root.items[1].end) == (27, 33)


def test_merge_keys_add_the_missing_keys_of_a_mapping():
    assert value(nodes("- &base {language: ru, type: book}\n- {<<: *base, type: report}\n")) == [
        {"language": "ru", "type": "book"},
        {"type": "report", "language": "ru"},
    ]


def test_a_repeated_key_is_noticed_and_its_first_value_counts():
    root = nodes("a: 1\nb: 2\na: 3\n")

    assert isinstance(root, Mapping)
    assert value(root) == {"a": "1", "b": "2"}
    assert [wrong for _, wrong in root.wrong] == [Wrong("repeated-key", {"key": "a", "line": 1})]


def test_scalars_are_kept_as_written():
    written = ["07", "1e3", "0x10", "12:30", "yes", "No", "1_000", ".5", "2004-05-31", "=", "!!str 5"]

    assert value(nodes("\n".join(f"- {text}" for text in written))) == [*written[:-1], "5"]


def test_null_is_distinguished_from_the_quoted_word():
    root = nodes("[~, null, , 'null', \"~\", !!str null]".replace(", ,", ", NULL,"))

    assert isinstance(root, Series)
    assert [absent(item) for item in root.items] == [True, True, True, False, False, False]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r"])
def test_locations_count_lines_like_editors_and_columns_in_characters(separator: str):
    text = separator.join(["- 𝒳: 'ab\u2028cd'", "  y: 'q\x85r'", "- z"])
    source = Source("list.yaml", text)
    root = yaml_nodes.read(source).root
    assert isinstance(root, Series)
    first = root.items[0]
    assert isinstance(first, Mapping)

    assert str(source.place(first.keys[0])) == "list.yaml:1:3"
    assert str(source.place(first.values["y"])) == "list.yaml:2:6"
    assert str(source.place(root.items[1])) == "list.yaml:3:3"


def test_a_block_text_ends_with_its_last_word():
    text = "- |\n  one\n  two\n\n\n- x\n"
    root = nodes(text)
    assert isinstance(root, Series)

    assert text[root.items[0].start : root.items[0].end] == "|\n  one\n  two"


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_one_printable_line(content: bytes):
    text = content.decode("utf-8", "ignore")
    try:
        nodes(text)
    except UnreadableError as error:
        assert len(error.problems) == 1  # noqa: PT017
        assert error.problems[0].isprintable()  # noqa: PT017


@given(st.text(st.sampled_from("-?:,[]{}#&*!|>'\"%@` \t\n\r\x85\u2028\ufeffab1~<\\\0"), max_size=30))
def test_any_text_is_read_with_valid_locations_or_refused(text: str):
    text = f"{text}\n# kzcheck: ignore"
    source = Source("list.yaml", text)
    try:
        parsed = yaml_nodes.read(source)
    except UnreadableError:
        return
    for node in walk(parsed.root) if parsed.root else ():
        assert 0 <= node.start <= node.end <= len(text)
        assert source.place(node).line <= len(source.starts)
    assert all(0 <= end <= len(text) for _, end in parsed.spans)


@given(VALUES, st.sampled_from([None, True, False]))
def test_values_match_pyyaml_and_every_word_is_at_its_location(given_value: Any, flow: bool | None):  # noqa: ANN401
    text = yaml.dump(given_value, Dumper=yaml.SafeDumper, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    root = nodes(text)
    expected = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506

    assert value(root) == (expected or (expected if root is not None else None))
    for node in walk(root) if root else ():
        if isinstance(node, Scalar) and node.plain and " " not in node.text and "\n" not in node.text:
            assert text[node.start : node.end] == node.text


@pytest.mark.parametrize("title", ["\\ud83d\\ude00 \\u00e9", "half: \\uD83D"])
def test_json_in_a_yaml_file_is_read_with_all_its_escapes(title: str):
    text = f'\n{{"references": [{{"id": 7, "title": "{title}"}}], "items":\t[]}}\n'

    assert nodes(text) == json_nodes.read(Source("list.yaml", text)).root


@pytest.mark.parametrize("text", ['[{id: 1, title: "\\ud83d\\ude00"}]', '- title: "\\ud83d\\ude00"'])
def test_surrogate_escapes_are_refused_in_yaml(text: str):
    assert refusal(text) == f"list.yaml:1:{text.index('ud8') + 2}: an escape that is not a character; write the character itself"


def test_the_parser_in_python_is_used_if_the_one_in_c_is_missing(monkeypatch: pytest.MonkeyPatch):
    text = "- id: 1\n  title: >\n    Two\n    lines\n  author: [{family: Nye}]\n"
    fast = nodes(text)
    monkeypatch.setattr(yaml_nodes, "LOADER", yaml.SafeLoader)

    assert nodes(text) == fast
    assert refusal("- a\n\tb\n") == "list.yaml:2:1: a tab where YAML wants spaces; indent with spaces"
    assert refusal('- "\\UFFFFFFFF"\n').startswith("list.yaml: ")
    assert "nesting deeper" in refusal("[" * (sys.getrecursionlimit() + 100))
    assert refusal('- "\\ud83d"\n') == "list.yaml:1:3: an escape that is not a character; write the character itself"
