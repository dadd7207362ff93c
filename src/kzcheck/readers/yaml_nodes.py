"""Parses YAML into nodes from the events of PyYAML's C parser, without recursion and without the resolver's types.

`yaml.compose` is not used: it recurses without a limit, loses duplicate keys, and takes ten times as long for 34,000 references.
Aliases are resolved, and the characters that they stand for are counted, so that an alias bomb is refused.
"""

from __future__ import annotations

import re
from contextlib import suppress
from sys import intern
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kzcheck.errors import UnreadableError
from kzcheck.readers import json_nodes
from kzcheck.readers.json_nodes import SURROGATE
from kzcheck.readers.nodes import (
    DEPTH,
    TOO_DEEP,
    VALUES,
    Mapping,
    Parsed,
    Scalar,
    Series,
    absent,
    composed,
    may_have_ignores,
    shown,
    too_deep,
    too_many,
)
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Node, Source

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Event = Any
"""An event of PyYAML; its stubs allow events without a position, which no parser produces."""

REFUSED = (yaml.YAMLError, ValueError, OverflowError)
"""Errors of the parsers; the one in Python raises the last two for escapes beyond Unicode."""

BLOCK = frozenset("|>")
FLOW = re.compile(r"\s*[\[{]")

HALVES = re.compile(r"\\u[Dd][89A-Fa-f]")
"""JSON's escape for characters beyond U+FFFF, a surrogate pair. YAML has `\\U0001f600` instead and refuses surrogates."""

A_TAB = ("a tab where YAML wants spaces", "indent with spaces")
NO_CHARACTER = ("an escape that is not a character", "write the character itself")
NEVER_CLOSED = ("a quotation mark is never closed", "close it")
QUOTE_OR_CLOSE = "complete it, or put the text in quotes"

PLAIN_WORDS = {
    "mapping values are not allowed": (
        "a colon where no key can stand",
        "put the value in quotes, or indent the line as its neighbours",
    ),
    "could not find expected ':'": (
        "a line without a key",
        "write `key: value`, or indent it if it continues the line above",
    ),
    "did not find expected key": (
        "this is not a key of the mapping above",
        "check the indentation, and the quotes of the line above",
    ),
    "did not find expected '-' indicator": ("the list breaks off here", "indent all entries alike, each with `- `"),
    "did not find expected ',' or ']'": ("the list in [ ] opened in line {line} is not closed, or lacks a comma", QUOTE_OR_CLOSE),
    "did not find expected ',' or '}'": (
        "the mapping in { } opened in line {line} is not closed, or lacks a comma",
        QUOTE_OR_CLOSE,
    ),
    "did not find expected <document start>": ("text after the end of the document", "indent it, or make it part of the list"),
    "did not find expected node content": ("a value is missing here", "write it, or put it in quotes if it begins with a sign"),
    "expected alphabetic or numeric": ("* and & have a meaning of their own in YAML", "put a value that begins with one in quotes"),
    "block sequence entries are not allowed": ("an entry with `- ` is not allowed here", "start it on a line of its own"),
    "unexpected end of stream": NEVER_CLOSED,
    "unexpected document indicator": NEVER_CLOSED,
    "unknown escape character": ("an unknown escape after \\", "double the backslash, or use single quotes"),
    "invalid Unicode character escape": NO_CHARACTER,
    "tab character": A_TAB,
    "maximum nesting depth": TOO_DEEP,
    "undefined tag handle": ("! has a meaning of its own in YAML", "put a value that begins with it in quotes"),
}
"""The parser's messages, and clear ones: what is wrong (`{line}` is the parser's line for its beginning), and what to do."""

FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters not allowed in YAML 1.1 (section 5.1)."""

SEPARATOR = re.compile("[\x85\u2028\u2029]")
"""Characters that end a line in YAML 1.1, but not in editors."""

ALIASED = 1_000_000
"""Most characters that aliases may stand for in total, or the length of the file if that is more."""


def read(source: Source) -> Parsed:
    """Parse the only document of a YAML file; if a comment may be an ignore, also return the spans of its scalars.

    Raises:
        UnreadableError: the file is not YAML, too deeply nested, or an alias bomb; one line with the position.
    """
    halves = HALVES.search(source.text) is not None
    if halves and FLOW.match(source.text):
        with suppress(UnreadableError):  # not JSON: the YAML parser reports what is wrong
            return json_nodes.read(source)
    builder = _Builder(source, spans=may_have_ignores(source.text), halves=halves)
    try:
        for event in iter(LOADER(source.text).get_event, None):
            kind = type(event)
            if kind is ScalarEvent:
                builder.scalar(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                builder.close(event)
            elif kind is MappingStartEvent:
                builder.open(event, Mapping({}, [], [], event.start_mark.index, 0))
            elif kind is SequenceStartEvent:
                builder.open(event, Series([], event.start_mark.index, 0))
            elif kind is AliasEvent:
                builder.alias(event)
            elif kind is DocumentStartEvent:
                builder.document(event)
    except REFUSED as error:
        raise UnreadableError(_explain(source, error)) from None
    return Parsed(builder.root(), builder.spans)


class _Builder:
    """Builds nodes from events; keeps the innermost open node, the key that awaits its value, and the nodes around it."""

    def __init__(self, source: Source, *, spans: bool, halves: bool) -> None:
        self.source = source
        self.spans: list[tuple[int, int]] = []
        self._wants_spans = spans
        self._halves = halves
        self._documents = Series([], 0, 0)
        self._starts: list[int] = []
        self._open: Mapping | Series = self._documents
        self._key: Node | None = None
        self._around: list[tuple[Mapping | Series, Node | None, str | None, int]] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._aliased = 0
        self._left = VALUES

    def document(self, event: Event) -> None:
        self._starts.append(event.start_mark.index)

    def root(self) -> Node | None:
        roots = [(start, node) for start, node in zip(self._starts, self._documents.items, strict=True) if not absent(node)]
        if len(roots) > 1:
            raise UnreadableError(
                self.source.problem(roots[1][0], "a second document begins here", "keep one document in the file")
            )
        return roots[0][1] if roots else None

    def scalar(self, event: Event) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        first = start
        if self._halves and SURROGATE.search(event.value):  # the parser in Python accepts it
            raise UnreadableError(self.source.problem(start, *NO_CHARACTER))
        if event.style in BLOCK:
            end = start + len(self.source.text[start:end].rstrip())
            first = self.source.text.find("\n", start)
        node = Scalar(composed(event.value), start, end, event.implicit[0])
        if event.anchor:
            self._anchors[event.anchor] = node, end - start
        if self._wants_spans:
            self.spans.append((first, end))
        self._add(node)

    def open(self, event: Event, node: Mapping | Series) -> None:
        if len(self._around) == DEPTH:
            raise too_deep(self.source, node.start)
        self._around.append((self._open, self._key, event.anchor, self._aliased))
        self._open = node
        self._key = None

    def close(self, event: Event) -> None:
        node = self._open
        self._open, self._key, anchor, aliased = self._around.pop()
        end = event.end_mark.index
        if end != event.start_mark.index:
            node.end = end
        if isinstance(node, Mapping) and "<<" in node.values:
            _merge(node)
        if anchor:
            self._anchors[anchor] = node, node.end - node.start + self._aliased - aliased
        self._add(node)

    def alias(self, event: Event) -> None:
        name, start, end = event.anchor, event.start_mark.index, event.end_mark.index
        if any(frame[2] == name for frame in self._around):
            wrong = f"the alias *{shown(name)} stands inside its own anchor"
            raise UnreadableError(self.source.problem(start, wrong, "write it out"))
        if name not in self._anchors:
            cure = "put the value in quotes if it is a text that begins with *"
            raise UnreadableError(self.source.problem(start, f"the alias *{shown(name)} has no anchor before it", cure))
        node, weight = self._anchors[name]
        self._aliased += weight
        if self._aliased > max(ALIASED, len(self.source.text)):
            raise UnreadableError(self.source.problem(start, "aliases stand for more text than can be read", "write it out"))
        self._add(_copy_at(node, start, end))

    def _add(self, node: Node) -> None:
        parent, key = self._open, self._key
        parent.end = node.end
        if type(parent) is Series:
            parent.items.append(node)
        elif key is None:
            self._key = node
            return
        elif type(parent) is Mapping:
            self._key = None
            if type(key) is not Scalar:
                parent.wrong.append((key, Wrong("key-shape")))
            elif key.text in parent.values:
                parent.wrong.append((key, self.source.clash(key, parent.values)))
            else:
                parent.values[intern(key.text)] = node
                parent.keys.append(key)
        self._left -= 1
        if self._left < 0:
            raise too_many(self.source, node.start)


def _copy_at(node: Node, start: int, end: int) -> Node:
    """Return a node at the position of an alias; its contents are shared."""
    if isinstance(node, Scalar):
        return Scalar(node.text, start, end, node.plain)
    if isinstance(node, Series):
        return Series(node.items, start, end)
    return Mapping(node.values, node.keys, node.wrong, start, end)


def _merge(node: Mapping) -> None:
    """Add the keys of the mappings under `<<` that the mapping itself lacks (https://yaml.org/type/merge.html)."""
    given = node.values["<<"]
    merged = [item for item in (given.items if isinstance(given, Series) else [given]) if isinstance(item, Mapping)]
    if not merged:
        return
    del node.values["<<"]
    node.keys = [key for key in node.keys if key.text != "<<"]
    for mapping in merged:
        for key in mapping.keys:
            if key.text not in node.values:
                node.values[key.text] = mapping.values[key.text]
                node.keys.append(key)


def _explain(source: Source, error: Exception) -> str:
    """Explain the parser's error in one line, at the parser's position."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _forbidden_character(source)
    problem = str(error.problem or "")
    mark, context = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    opened = min(context.index, len(source.text)) if context else offset
    if "cannot start any token" in problem:
        char = source.text[offset : offset + 1]
        wrong, cure = A_TAB if char == "\t" else (f"a value cannot begin with {shown(char)}", "put it in quotes")
        return source.problem(offset, wrong, cure)
    before = source.text[source.text.rfind("\n", 0, offset) + 1 : offset].rstrip(" ")
    if "did not find expected" in problem and before.endswith(("'", '"', "]", "}")):
        return source.problem(offset, f"text after the closing {before[-1]}", "put the whole value in one pair of quotes")
    line_start = source.text.rfind("\n", 0, opened) + 1
    if separator := SEPARATOR.search(source.text, line_start, offset):
        wrong = f"the invisible line separator U+{ord(separator[0]):04X} breaks this line for YAML"
        return source.problem(separator.start(), wrong, "delete it")
    explanation = next((plain for words, plain in PLAIN_WORDS.items() if words in problem), None)
    if explanation is None:
        return source.problem(offset, f"this is not YAML ({shown(problem)})", "correct it")
    wrong = explanation[0].replace("{line}", str(source.location(opened, opened).line))
    return source.problem(opened if explanation is NEVER_CLOSED else offset, wrong, explanation[1])


def _forbidden_character(source: Source) -> str:
    """Report the first character that YAML does not allow; it is searched for again, since the C parser gives only its byte."""
    match = FORBIDDEN.search(source.text)
    if match is None:
        return f"{source.name}: this is not YAML; correct it"
    code = ord(match[0])
    escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004
    cure = f'delete it, or write "{escape}" in double quotes'
    return source.problem(match.start(), f"the character U+{code:04X} is not allowed in YAML", cure)
