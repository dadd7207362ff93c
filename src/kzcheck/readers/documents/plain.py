"""Reads plain text: paragraphs are parted by empty lines, or each line is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.document import Block, Document, Run
from kzcheck.readers import files
from kzcheck.readers.documents import Manuscript

if TYPE_CHECKING:
    from kzcheck.readers.documents import Included

_PARAGRAPH = re.compile(r"\S(?:[^\r\n]|\r?\n(?![^\S\r\n]*\r?\n))*+")


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - a text includes nothing
    """Read a text.

    Raises:
        UnreadableError: it is not a text, or empty.
    """
    text, _ = files.text_of(data, name)
    blocks = tuple(_block(match) for match in _PARAGRAPH.finditer(text))
    return Manuscript(Document("text", {name: text}, blocks))


def _block(match: re.Match[str]) -> Block:
    return Block("paragraph", (Run(match[0].rstrip(), match.start(), match.start() + len(match[0].rstrip())),))
