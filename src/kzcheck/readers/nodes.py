"""The syntax tree of a file, before interpretation: texts, lists and mappings, each with its span in the file.

The readers of YAML and JSON produce these nodes; the readers of references and claims convert them to the article. Offsets count
characters from 0; ends are exclusive. Scalars keep their text as written: `07`, `1e3` and `yes` are not converted to numbers or
truth values. The structs are exempt from cyclic garbage collection: nodes form no cycles, since an alias to its own parent is
refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from msgspec import Struct

from kzcheck.article import Ignore, Unreadable, line_starts, span
from kzcheck.errors import UnreadableError
from kzcheck.unreadable import Shape, Wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import Location, UnknownField

DEPTH = 100
"""Deepest nesting that is read; a list of references needs 8."""

LINES = 2_000_000
"""Most lines of a file: 34,000 references take 430,000. A file of nothing but line ends would take 3 GB of memory."""

VALUES = 4_000_000
"""Most texts, lists and mappings in a file, without keys: 64 MiB of a compact answer of Crossref hold as many and take 1 GB."""

ENTRIES = 50_000
"""Most entries of one list: the largest used in benchmarks has 34,000. Each empty one takes 1 kB of memory."""

LONGEST_LIST = 20_000
"""Most names, citations or texts in a list within an entry: the article with the most authors has some 15,000."""

TOO_DEEP = (f"nesting deeper than {DEPTH} levels", "a list of references needs 8 at most")

NULLS = frozenset(("", "~", "null", "Null", "NULL"))


Subject = Literal["reference", "claim"]

COMMENT = re.compile(r"[#%][ \t]*kzcheck:[ \t]*ignore\b[^\r\n]*", re.IGNORECASE)
PARTS = re.compile(r"[#%][ \t]*kzcheck:[ \t]*ignore[ \t]*\[(?P<codes>[\w ,-]*)\](?P<reason>.*)", re.IGNORECASE)
CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")

BLANKS = ("", " ", "\t", "\n", "\r")
"""Characters that precede a comment in YAML; in BibTeX, any character may precede the comment sign."""

APART = re.compile(r"[\u0300-\u036f\u1100-\u11ff\u3099\u309a]")
"""Combining accents, and combining parts of Korean and Japanese letters."""


def composed(text: str) -> str:
    """Compose letters and accents (NFC): PDF and macOS give them separately, unlike word lists."""
    return normalize("NFC", text) if APART.search(text) else text


class Scalar(Struct, gc=False):
    """A text, a number or nothing; `plain` says that it is written without quotes."""

    text: str
    start: int
    end: int
    plain: bool = False


class Series(Struct, gc=False):
    """A list."""

    items: list[Node]
    start: int
    end: int


class Mapping(Struct, gc=False):
    """Keys and values in their order.

    `keys` are the keys of `values`, with their spans. `wrong` holds the keys that had to be left out, and why: repeated ones, and
    those that are not texts.
    """

    values: dict[str, Node]
    keys: list[Scalar]
    wrong: list[tuple[Node, Wrong]]
    start: int
    end: int


Node = Scalar | Series | Mapping


class Parsed(Struct):
    """The result of parsing a file: its `root` (None for an empty file), unreadable parts, and unknown names.

    `sign` starts a comment, except within the `spans`, which are in order. Without spans, no ignores are searched for.
    """

    root: Node | None
    spans: list[tuple[int, int]] = []
    sign: str = "#"
    unreadable: list[Unreadable] = []
    unknown: list[UnknownField] = []


class Source:
    """A file: its name in locations, its text, and the offsets of its lines."""

    def __init__(self, name: str, text: str) -> None:
        """Take a file's name, as used in locations, and its text.

        Raises:
            UnreadableError: the text has too many lines.
        """
        if text.count("\n") + text.count("\r") - text.count("\r\n") > LINES:
            raise UnreadableError(f"{name}: has more than {LINES:,} lines; split it")
        self.name = name
        self.text = text
        self.starts = line_starts(text)

    def location(self, start: int, end: int) -> Location:
        """Return the location of a span of the text."""
        return span(self.name, self.starts, start, end)

    def place(self, node: Node) -> Location:
        """Return the location of a node."""
        return span(self.name, self.starts, node.start, node.end)

    def problem(self, offset: int, wrong: str, cure: str) -> str:
        """Format a problem that makes the file unreadable: `file:line:column: what is wrong; what to do`."""
        return f"{self.location(offset, offset)}: {wrong}; {cure}"

    def clash(self, key: Scalar, values: dict[str, Node]) -> Wrong:
        """Return the fault of a key that its mapping already has."""
        line = self.location(values[key.text].start, values[key.text].start).line
        return Wrong("repeated-key", {"key": shown(key.text), "line": line})


def too_deep(source: Source, offset: int) -> UnreadableError:
    """Return the error for a file that is nested deeper than `DEPTH`."""
    return UnreadableError(source.problem(offset, *TOO_DEEP))


def too_many(source: Source, offset: int) -> UnreadableError:
    """Return the error for a file of more than `VALUES` values."""
    return UnreadableError(source.problem(offset, f"more than {VALUES:,} values in one file", "split it"))


def too_long(source: Source) -> UnreadableError:
    """Return the error for a list of more than `ENTRIES` entries."""
    return UnreadableError(f"{source.name}: has more than {ENTRIES:,} entries; split it")


def absent(node: Node | None) -> bool:
    """Return whether there is no node, or one of YAML's and JSON's unquoted words for nothing."""
    return node is None or (type(node) is Scalar and node.plain and node.text in NULLS)


def blank(node: Node | None) -> bool:
    """Return whether a node is absent, or a text of white space only."""
    return absent(node) or (type(node) is Scalar and not node.text.strip())


def kind(node: Node) -> Shape:
    """Return the kind of a node, for messages."""
    if type(node) is Series:
        return Shape("list")
    return Shape("mapping") if type(node) is Mapping else Shape("empty" if absent(node) else "text")


def printable(text: str) -> str:
    """Make untrusted text safe for one line of a message: unprintable characters become U+FFFD."""
    return text if text.isprintable() else "".join(char if char.isprintable() else "�" for char in text)


def shown(text: str, longest: int = 60) -> str:
    """Return a short printable form of untrusted text."""
    return printable(text) if len(text) <= longest else printable(text[:longest]) + "…"


def may_have_ignores(text: str) -> bool:
    """Return whether a text may contain inline ignores."""
    return COMMENT.search(text) is not None


def ignores(
    source: Source, spans: Sequence[tuple[int, int]], heads: Sequence[tuple[int, int, str]], subject: Subject, sign: str = "#"
) -> tuple[list[Ignore], list[Unreadable]]:
    """Return the inline ignores of a file, and the unreadable ones.

    `spans` are the spans of its scalars, in order, which contain no comments; `heads` are the entries, as (offset of the
    entry, offset of its id, id): an ignore on one of these lines applies to the whole entry, if only one entry begins there.
    `sign` starts a comment.
    """
    starts = [start for start, _ in spans]
    valid: list[Ignore] = []
    wrong: list[Unreadable] = []
    owners: dict[int, set[str]] = {}
    for start, id_start, head in heads:
        for offset in (start, id_start):
            owners.setdefault(source.location(offset, offset).line, set()).add(head)
    for match in COMMENT.finditer(source.text):
        before = bisect_right(starts, match.start()) - 1
        in_scalar = before >= 0 and match.start() < spans[before][1]
        if in_scalar or match[0][0] != sign or (sign == "#" and source.text[match.start() - 1 : match.start()] not in BLANKS):
            continue
        location = source.location(match.start(), match.end())
        parts = PARTS.fullmatch(match[0])
        codes = tuple(code.strip() for code in parts["codes"].split(",")) if parts else ()
        if parts is None or not all(CODE.fullmatch(code) for code in codes):
            wrong.append(Unreadable(location, Wrong("ignore-without-codes", {"sign": sign})))
            continue
        owner = owners.get(location.line, set())
        name = next(iter(owner)) if len(owner) == 1 else None
        reference, claim = (name, None) if subject == "reference" else (None, name)
        valid.append(Ignore(location, codes, parts["reason"].strip(), reference, claim, inline=True))
    return valid, wrong
