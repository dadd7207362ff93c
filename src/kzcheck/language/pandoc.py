"""Converts the Markdown in which pandoc writes the values of a reference to the markup that CSL allows."""

from __future__ import annotations

import re

_SPAN = re.compile(r"\[([^\[\]]*)\]\{\.[\w-]{1,30}\}")
_MARKS = {
    "b": re.compile(r"(?<!\\)\*\*([^*]+)(?<!\\)\*\*"),
    "i": re.compile(r"(?<!\\)\*([^*]+)(?<!\\)\*"),
    "sup": re.compile(r"(?<!\\)\^([^\^]+)(?<!\\)\^"),
    "sub": re.compile(r"(?<!\\)~([^~]+)(?<!\\)~"),
}
_ESCAPED = re.compile(r"\\([^\w\s])")
_SIGNS = re.compile(r"[\[*^~\\]|--|\.\.\.")


def without_markdown(text: str) -> str:
    r"""Return a value of pandoc's YAML as CSL has it: `*x*` becomes `<i>x</i>`, `H~2~O` `H<sub>2</sub>O`, `\"` a quotation mark.

    Words that styles must not change (`[DNA]{.nocase}`) lose their mark, and dashes and dots become what they stand for.
    """
    if not _SIGNS.search(text):
        return text
    text = _SPAN.sub(r"\1", text)
    for mark, pattern in _MARKS.items():
        text = pattern.sub(rf"<{mark}>\1</{mark}>", text)
    text = text.replace("---", "—").replace("--", "–").replace("...", "…")
    return _ESCAPED.sub(r"\1", text)
