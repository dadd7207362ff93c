r"""Parses JSON into nodes with the position of every value.

Existing parsers either give no positions (the standard library, msgspec, orjson) or are lenient and unmaintained (dirtyjson),
and YAML's does not accept all of JSON (tabs, `\/`, surrogate escapes). So this is a loop over tokens without recursion, with the
standard library's own scanner for strings. A lone surrogate, which is not a character, becomes U+FFFD.
"""

from __future__ import annotations

import re
import sys
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING

from kzcheck.csl import spelling
from kzcheck.errors import UnreadableError
from kzcheck.readers.nodes import DEPTH, VALUES, Mapping, Parsed, Scalar, Series, blank, composed, shown, too_deep, too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kzcheck.readers.nodes import Node, Source

SPACE = re.compile(r"[ \t\n\r]*")
SIGN = re.compile(r"[ \t\n\r]*(.?)[ \t\n\r]*", re.DOTALL)
"""The next sign in a text, with the space around it."""
LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])|(?:true|false|null)\b")
SURROGATE = re.compile(r"[\ud800-\udfff]")


def read(source: Source) -> Parsed:
    """Parse a JSON file.

    Raises:
        UnreadableError: the file is not JSON or too deeply nested; one line with the position.
    """
    return Parsed(_Scanner(source).document())


class _Scanner:
    """A loop over tokens with a stack of open lists and mappings, innermost last, each with the key that awaits its value."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self._stack: list[tuple[Mapping | Series, Scalar | None]] = []

    def document(self) -> Node:
        offset = self._skip(0)
        for _ in range(VALUES):
            node, offset = self._value(offset)
            if node is None:
                continue
            node, offset = self._place(node, offset)
            if node is not None:
                if offset < len(self.text):
                    raise self._error(offset, "text after the end of the list", "delete it")
                return node
        raise too_many(self.source, offset)

    def _value(self, offset: int) -> tuple[Node | None, int]:
        """Read the value at an offset; return None for a list or mapping that is opened but not finished."""
        char = self.text[offset : offset + 1]
        if char == '"':
            return self._string(offset)
        if char == "[" or char == "{":  # noqa: PLR1714
            return self._open(offset, char)
        match = LITERAL.match(self.text, offset)
        if match is None:
            raise self._unexpected(offset, "a value")
        return Scalar(match[0], offset, match.end(), plain=True), match.end()

    def _open(self, offset: int, char: str) -> tuple[Node | None, int]:
        if len(self._stack) == DEPTH:
            raise too_deep(self.source, offset)
        inside = self._skip(offset + 1)
        node: Mapping | Series = Series([], offset, offset) if char == "[" else Mapping({}, [], [], offset, offset)
        if self.text[inside : inside + 1] == ("]" if char == "[" else "}"):
            node.end = inside + 1
            return node, inside + 1
        key, inside = self._member(inside) if type(node) is Mapping else (None, inside)
        self._stack.append((node, key))
        return None, inside

    def _place(self, node: Node, offset: int) -> tuple[Node | None, int]:
        """Add a finished value to its parent, and close parents that end with it; return the outermost value once finished."""
        while self._stack:
            parent, key = self._stack[-1]
            char, at, offset = self._sign(offset)
            if isinstance(parent, Series):
                parent.items.append(node)
            elif key is not None and key.text in parent.values:
                parent.wrong.append((key, self.source.clash(key, parent.values)))
            elif key is not None:
                parent.values[sys.intern(key.text)] = node
                parent.keys.append(key)
            if char == ",":
                if type(parent) is Mapping:
                    key, offset = self._member(offset)
                    self._stack[-1] = (parent, key)
                elif self.text[offset : offset + 1] == "]":
                    raise self._error(offset, "a comma before the closing ]", "delete the comma")
                return None, offset
            if char != ("}" if type(parent) is Mapping else "]"):
                raise self._unexpected(at, "a comma or the closing bracket")
            parent.end = at + 1
            node = parent
            self._stack.pop()
        return node, offset

    def _member(self, offset: int) -> tuple[Scalar, int]:
        """Read a key and its colon; return the key and the offset of its value."""
        if self.text[offset : offset + 1] != '"':
            if self.text[offset : offset + 1] == "}":
                raise self._error(offset, "a comma before the closing }", "delete the comma")
            raise self._unexpected(offset, "a key in double quotes")
        key, offset = self._string(offset)
        char, at, offset = self._sign(offset)
        if char != ":":
            raise self._unexpected(at, "a colon after the key")
        return key, offset

    def _string(self, offset: int) -> tuple[Scalar, int]:
        try:
            text, end = scanstring(self.text, offset + 1, True)  # noqa: FBT003
        except JSONDecodeError as error:
            raise self._bad_string(offset, error) from None
        if not text.isascii() and SURROGATE.search(text):
            text = SURROGATE.sub("�", text)
        return Scalar(composed(text), offset, end), end

    def _sign(self, offset: int) -> tuple[str, int, int]:
        """Return the next sign, its offset, and the offset of the text after it."""
        match = SIGN.match(self.text, offset)
        return (match[1], match.start(1), match.end()) if match else ("", offset, offset)

    def _skip(self, offset: int) -> int:
        match = SPACE.match(self.text, offset)
        return match.end() if match else offset

    def _bad_string(self, offset: int, error: JSONDecodeError) -> UnreadableError:
        if "Unterminated" in error.msg:
            return self._error(offset, "a text whose closing quotation mark is missing", 'close it with "')
        if "control character" in error.msg:
            code = ord(self.text[error.pos])
            return self._error(error.pos, f"the control character U+{code:04X} inside a text", f"write \\u{code:04x}")
        return self._error(error.pos, "an escape that JSON does not have", "double the backslash")

    def _unexpected(self, offset: int, expected: str) -> UnreadableError:
        if offset >= len(self.text):
            return self._error(offset, f"the file breaks off where {expected} is due", "complete it")
        sign = shown(re.sub(r"[\s,:\]}].*", "", self.text[offset : offset + 20], flags=re.DOTALL) or self.text[offset])
        return self._error(offset, f"{sign} stands where {expected} is due", "correct it")

    def _error(self, offset: int, wrong: str, cure: str) -> UnreadableError:
        return UnreadableError(self.source.problem(offset, wrong, cure))


Fields = dict[str, "Node"]


def works(source: Source, keys: Sequence[str], convert: Callable[[Mapping], Fields]) -> Parsed:
    """Convert the works in a service's answer, a list of works or a single work to a list of CSL nodes.

    Raises:
        UnreadableError: the file is not JSON, or its outermost value is neither a list nor a mapping.
    """
    root = _Scanner(source).document()
    found = next((root.values[key] for key in keys if key in root.values), root) if type(root) is Mapping else root
    nodes = found.items if type(found) is Series else [found]
    listed = Series([], root.start, root.end)
    for node in nodes:
        fields = convert(node) if type(node) is Mapping else {}
        put = {spelling(field): value for field, value in fields.items()}
        listed.items.append(Mapping(put, [], [], node.start, node.end) if type(node) is Mapping else node)
    return Parsed(listed)


def scalar(node: Node, path: str) -> Scalar | None:
    """Return the text or number at a path of keys, such as `biblio.volume`, or None."""
    for key in path.split("."):
        if type(node) is not Mapping or key not in node.values:
            return None
        node = node.values[key]
    return node if type(node) is Scalar and not blank(node) else None


def each(node: Mapping, key: str) -> list[Node]:
    """Return the values in the list under a key, or none."""
    value = node.values.get(key)
    return value.items if type(value) is Series else []


def series(nodes: list[Node]) -> Series:
    """Return a list of nodes with the span that holds them all."""
    return Series(nodes, min(node.start for node in nodes), max(node.end for node in nodes))
