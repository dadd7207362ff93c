"""Splits BibTeX source into entries with the positions of their keys and fields; a broken entry does not affect others.

bibtexparser finds the blocks and continues at the next entry after a broken one. It reports lines only, so the fields are parsed
here, with an exact position and a clear message for every fault.
"""

from __future__ import annotations

import logging
import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import ImplicitComment
from msgspec import Struct

from kzcheck.errors import UnreadableError
from kzcheck.readers.nodes import ENTRIES, VALUES, Scalar, composed, shown, too_long, too_many
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.readers.nodes import Source

COMMENT_SIGN = "%"

_HEAD = re.compile(r"@(\w*)[ \t]*([{(])")
_SPACE = re.compile(r"\s*")
_KEYS = {"}": re.compile(r"[^,{}=\n]*+"), ")": re.compile(r"[^,{}=\n)]*+")}
_NAME = re.compile(r"[^\s\"#%'(),={}\\]++")
_NAME_IN_WORDS = re.compile(r"early access date(?=\s*=)", re.IGNORECASE)
"""The only name of several words, written by Web of Science."""
_FIELD_AHEAD = re.compile(r"\s*[A-Za-z][\w:+-]*+\s*=")
_NOT_ESCAPED = r"(?:(?<!\\)|(?<=\\\\))"
_BRACES = re.compile(rf"{_NOT_ESCAPED}[{{}}]")
_BRACES_AND_QUOTES = re.compile(rf"{_NOT_ESCAPED}[{{}}\"]")
_SWALLOWED = re.compile(r"[,\n][ \t]*[A-Za-z][\w:+-]*+\s*=\s*[{\"\d]")
"""A field inside the value of another, whose brace was not closed."""

_LEFT_OVER = re.compile(r"[\s,}]*+[A-Za-z][\w:+-]*+\s*=\s*[{\"\d]")
"""A field after the end of its entry: a brace before it was closed twice."""

_MARK = re.compile(r"\n[ \t]*+@\w++[ \t]*+[{(]|@\w++[ \t]*+[{(]|(?<!\\)%[^\n]*|(?:(?<!\\)|(?<=\\\\))[{}\")]")

FIELDS = 1_000
"""Most fields of one entry: BibLaTeX knows 180. Each takes 350 bytes of memory."""

COMPLETE = "@article{key, title = {…}, year = 2004}"


class Field(Struct, gc=False):
    """One field: its name, and the terms of its value (joined by `#`) as (delimiter, start, end); delimiters are `{`, `"` or ""."""

    name: Scalar
    terms: list[tuple[str, int, int]]


class Block(Struct, gc=False):
    """An entry or an `@string` in the file."""

    type: Scalar
    key: Scalar
    fields: list[Field]
    start: int
    end: int


class BrokenError(Exception):
    """A fault in a block, and its position."""

    def __init__(self, offset: int, wrong: Wrong) -> None:
        """Take the offset and the kind of the fault; the key of the entry is filled in if it could be read."""
        super().__init__(wrong.code)
        self.offset, self.wrong, self.key = offset, wrong, ""


class Blocks(Struct):
    """The contents of a file: entries and abbreviations in order, broken blocks, and the spans of comments."""

    text: str
    entries: list[Block]
    strings: list[Block]
    broken: list[BrokenError]
    comments: list[tuple[int, int]]


def split(source: Source) -> Blocks:
    """Return the blocks of a BibTeX file.

    Raises:
        UnreadableError: there are none, or too many.
    """
    if sum(1 for _ in islice(_HEAD.finditer(source.text), ENTRIES + 1)) > ENTRIES:  # counted before each takes 350 bytes of memory
        raise too_long(source)
    text, comments = _without_comments(source.text)
    blocks = Blocks(text, [], [], [], comments)
    starts = list(_starts(text))
    fields = 0
    for start, stop in pairwise([*starts, len(text)]):
        head = _HEAD.match(text, start)
        kind = head[1].lower() if head else ""
        if not kind or kind.startswith(("comment", "preamble")) or (start and text[start - 1].isalnum()):
            continue
        try:
            block = _block(text, start, stop)
        except BrokenError as broken:
            blocks.broken.append(broken)
            continue
        (blocks.strings if kind == "string" else blocks.entries).append(block)
        fields += len(block.fields)
        if fields > VALUES:
            raise too_many(source, start)
    if not (blocks.entries or blocks.broken or blocks.strings):
        raise UnreadableError(f"{source.name}: no entry in this file; write one such as @article{{key, title = {{…}}}}")
    return blocks


def _starts(text: str) -> Iterator[int]:
    """Yield the offset of every block that bibtexparser finds, broken or not."""
    # broken blocks are reported by us instead of its log
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    at = 0
    for block in parse_string(text, parse_stack=[]).blocks:
        if isinstance(block, ImplicitComment):
            continue
        raw = block.raw or ""
        start = text.find(raw, at)
        if start >= 0:
            at = start + len(raw)
            yield start


def _without_comments(text: str) -> tuple[str, list[tuple[int, int]]]:
    r"""Blank out the comments between entries and between fields; return the text, with lines ending in `\n`, and their spans.

    In values, `%` is an ordinary character. BibTeX has no comments, but Biber has, and people use them.
    """
    text = text.replace("\r", "\n")
    if COMMENT_SIGN not in text:
        return text, []
    position = _Position()
    comments = [match.span() for match in _MARK.finditer(text) if position.is_comment(match[0])]
    return _blanked(text, comments), comments


class _Position:
    """A position while scanning a file: the depth is 0 between entries, 1 between fields, more in values."""

    def __init__(self) -> None:
        self._depth = 0
        self._closing = "}"
        self._quoted = False

    def is_comment(self, mark: str) -> bool:
        """Move past a mark; return whether it is a comment."""
        if mark[0] == COMMENT_SIGN:
            return self._depth <= 1 and not self._quoted
        if mark[0] == "\n" or (mark[0] == "@" and not self._depth):
            self._depth, self._closing, self._quoted = 1, "}" if mark[-1] == "{" else ")", False
        elif mark[-1] == "{":
            self._depth += self._depth > 0
        elif mark == '"':
            self._quoted ^= self._depth == 1
        elif mark == "}" and self._depth > 1:
            self._depth -= 1
        elif mark == self._closing and self._depth == 1 and not (self._quoted and mark == ")"):
            self._depth, self._quoted = 0, False
        return False


def _blanked(text: str, stretches: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in stretches:
        pieces += (text[at:start], " " * (end - start))
        at = end
    return "".join((*pieces, text[at:]))


def _block(text: str, start: int, stop: int) -> Block:
    head = _HEAD.match(text, start)
    if head is None:
        raise BrokenError(start, Wrong("bibtex-no-entry", {"example": COMPLETE}))
    kind, closing = Scalar(head[1], *head.span(1)), "}" if head[2] == "{" else ")"
    block = Block(kind, Scalar("", head.end(), head.end()), [], start, stop)
    at = head.end()
    try:
        if kind.text.lower() != "string":
            at = _key(text, at, stop, closing, block)
        block.end = _fields(text, at, stop, closing, block.fields)
        if _LEFT_OVER.match(text, block.end, stop):
            raise BrokenError(block.end - 1, Wrong("bibtex-closed-early"))  # noqa: TRY301 - the key is filled in below, as for all faults
    except BrokenError as broken:
        broken.key = block.key.text
        raise
    return block


def _key(text: str, at: int, stop: int, closing: str, block: Block) -> int:
    """Read the key of an entry, if it has one; return the offset after it, of a comma, the first field or the entry's end."""
    key = _KEYS[closing].match(text, _after_space(text, at), stop)
    if key is None:
        raise BrokenError(block.start, Wrong("bibtex-breaks-off", {"example": COMPLETE}))
    words = key[0].split()
    at = _after_space(text, key.end())
    before_field = text[at : at + 1] == "="
    if before_field and len(words) > 1:
        block.key = Scalar(composed(words[0]), key.start(), key.start() + len(words[0]))
        raise BrokenError(block.key.end, Wrong("bibtex-no-comma-after-key", {"example": COMPLETE}))
    if before_field:
        return block.key.start
    if not words and at < stop and text[at] == ",":
        return at
    if not words:
        raise BrokenError(block.start, Wrong("bibtex-no-key"))
    block.key = Scalar(composed(key[0].rstrip()), key.start(), key.start() + len(key[0].rstrip()))
    if at >= stop or text[at] not in (",", closing):
        raise BrokenError(block.key.end, Wrong("bibtex-no-comma-after-key", {"example": COMPLETE}))
    return at


def _fields(text: str, at: int, stop: int, closing: str, fields: list[Field]) -> int:
    """Read fields up to the end of their entry; return the offset after it."""
    while True:
        while (at := _after_space(text, at)) < stop and text[at] == ",":
            at += 1
        if at < stop and text[at] == closing:
            return at + 1
        if at >= stop:
            raise _never_closed(text, fields, stop)
        name = _NAME_IN_WORDS.match(text, at, stop) or _NAME.match(text, at, stop)
        if name is None:
            raise BrokenError(at, Wrong("bibtex-no-field", {"sign": shown(text[at])}))
        at = _after_space(text, name.end())
        if text[at : at + 1] != "=" or at >= stop:
            raise BrokenError(name.start(), Wrong("bibtex-no-equals", {"field": shown(name[0])}))
        terms, at = _terms(text, at + 1, stop, name[0])
        if len(fields) == FIELDS:
            raise BrokenError(name.start(), Wrong("bibtex-too-many-fields", {"most": FIELDS}))
        fields.append(Field(Scalar(name[0], *name.span()), terms))
        at = _after_space(text, at)
        if at < stop and text[at] not in (",", closing):
            raise _after_value(text, at, stop, fields[-1])


def _terms(text: str, at: int, stop: int, name: str) -> tuple[list[tuple[str, int, int]], int]:
    """Read a value of one or more terms joined by `#`; return its terms and the offset after it."""
    terms: list[tuple[str, int, int]] = []
    while True:
        at = _after_space(text, at)
        sign = text[at : at + 1] if at < stop else ""
        if sign in ("{", '"'):
            end = _closing(text, at, stop, name)
            terms.append((sign, at + 1, end))
        elif bare := _NAME.match(text, at, stop):
            terms.append(("", at, bare.end()))
            end = bare.end() - 1
        else:
            raise BrokenError(at if at < stop else stop - 1, Wrong("bibtex-no-value", {"field": shown(name)}))
        at = _after_space(text, end + 1)
        if at >= stop or text[at] != "#":
            return terms, at
        at += 1


def _closing(text: str, at: int, stop: int, name: str) -> int:
    """Return the offset of the delimiter that closes the value opened at `at`."""
    sign, end = text[at], text.find("}", at, stop)
    if sign == "{" and end > 0 and text[end - 1] != "\\" and text.find("{", at + 1, end) < 0:
        return end
    depth = 0
    for match in (_BRACES if sign == "{" else _BRACES_AND_QUOTES).finditer(text, at + 1, stop):
        if match[0] == "{":
            depth += 1
        elif depth:
            depth -= match[0] == "}"
        elif match[0] == "}" and sign == '"':
            break
        else:
            return match.start()
    raise _open(at, sign, name)


def _open(at: int, sign: str, name: str) -> BrokenError:
    return BrokenError(at, Wrong("bibtex-open-brace" if sign == "{" else "bibtex-open-quotation", {"field": shown(name)}))


def _after_value(text: str, at: int, stop: int, field: Field) -> BrokenError:
    name = shown(field.name.text)
    end = field.terms[-1][2] + (field.terms[-1][0] != "")
    if _FIELD_AHEAD.match(text, at, stop):
        return BrokenError(end, Wrong("bibtex-no-comma-after-value", {"field": name}))
    if field.terms[-1][0] == "":
        return BrokenError(field.terms[-1][1], Wrong("bibtex-no-braces", {"field": name}))
    return BrokenError(end, Wrong("bibtex-text-after-value", {"field": name}))


def _never_closed(text: str, fields: list[Field], stop: int) -> BrokenError:
    for field in fields:
        for sign, start, end in field.terms:
            if sign and _SWALLOWED.search(text, start, end):
                return _open(start - 1, sign, field.name.text)
    return BrokenError(len(text[:stop].rstrip()), Wrong("bibtex-never-closed"))


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
