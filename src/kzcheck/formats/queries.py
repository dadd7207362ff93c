"""The letter to the author in Markdown that can be read, printed and filled in as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.formats.escaping import code, escaped
from kzcheck.formats.letter import letter
from kzcheck.identifiers import find_urls

if TYPE_CHECKING:
    from kzcheck.finding import Report
    from kzcheck.formats.letter import Block

LINE = "_" * 60
"""A line to write on: it prints as a rule, as it stands or as Markdown."""


def render(report: Report) -> str:
    """Return the letter as Markdown."""
    return "\n\n".join(map(_markdown, letter(report))) + "\n"


def _markdown(block: Block) -> str:
    text = _readable(block.text)
    match block.kind:
        case "title":
            return f"# {text}"
        case "heading":
            return f"## {text}"
        case "quotation":
            return f"> {text}"
        case "answer":
            return "\n\n".join((text, *(f"{line} {LINE}".lstrip() for line in block.lines)))
        case "signature":
            return "\n\n".join((text, "\\\n".join(map(escaped, block.lines))))
    number, asks = (f"**{words}**" if words else "" for words in (block.number, escaped(block.asks)))
    return " ".join(filter(None, (number, text, asks)))


def _readable(text: str) -> str:
    """Return a text in Markdown, its addresses as code: they can be copied from the letter as it stands, and open nothing."""
    readable, at = "", 0
    for url in find_urls(text):
        readable += f"{_between(text[at : url.start])}{code(url.value)}"
        at = url.end
    return readable + _between(text[at:])


def _between(text: str) -> str:
    """Return the words before or after an address, with the blank that parts them from it."""
    before, after = " " if text[:1] == " " else "", " " if text[-1:] == " " and text.strip() else ""
    return f"{before}{escaped(text)}{after}"
