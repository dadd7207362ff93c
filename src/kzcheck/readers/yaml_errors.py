"""What the YAML parser says, in plain words: one line with the parser's own place, what is wrong, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from kzcheck.readers.nodes import TOO_DEEP, shown

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Source

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
        "this is no key of the mapping above",
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
"""What the parser says, and the same in plain words: what is wrong (`{line}` is where the parser says it began), what to do."""

FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 does not allow in a file (section 5.1)."""

SEPARATOR = re.compile("[\x85\u2028\u2029]")
"""What ends a line for YAML 1.1, but not for editors."""


def explain(source: Source, error: Exception) -> str:
    """Turn the parser's error into one plain line at the parser's own place."""
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
    found = next((plain for words, plain in PLAIN_WORDS.items() if words in problem), None)
    if found is None:
        return source.problem(offset, f"this is not YAML ({shown(problem)})", "correct it")
    wrong = found[0].replace("{line}", str(source.location(opened, opened).line))
    return source.problem(opened if found is NEVER_CLOSED else offset, wrong, found[1])


def _forbidden_character(source: Source) -> str:
    """Name the first character that YAML does not allow: the C parser tells its byte only, so it is looked for anew."""
    match = FORBIDDEN.search(source.text)
    if match is None:
        return f"{source.name}: this is not YAML; correct it"
    code = ord(match[0])
    escape = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004
    cure = f'delete it, or write "{escape}" in double quotes'
    return source.problem(match.start(), f"the character U+{code:04X} is not allowed in YAML", cure)
