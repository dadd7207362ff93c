"""Finds traces of tools: citation marks of chat programs, parameters in URLs, and template words that nobody replaced."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import ChatPrograms
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHAT: ChatPrograms = data.read("chat_programs", ChatPrograms)
_TURN = rf"turn\d+{any_of(_CHAT.turns)}\d+"
_TRACES = re.compile(
    rf"utm_source={any_of(_CHAT.programs)}(?:\.[a-z]{{2,4}})?\b"
    r"|(?::?contentReference\[oaicite:?\d*\](?:\{index=\d+\})?|\boai_?cit(?:e|ation)\b(?:[:_]\d+)*"
    r"|[\ue200-\ue20f](?:cite)?(?:[\ue200-\ue20f]?turn\d+[a-z]+\d+[\ue200-\ue20f]?)*"
    rf"|\bcite(?=turn\d)(?:{_TURN})+|\b{_TURN}\b"
    r"|\[cite(?:_start|_end)?(?::\s*\d+(?:\s*[,–-]\s*\d+)*)?\]"
    r"|【\d+(?::\d+)?†[^】]{0,80}】"
    r"|\bsandbox:/mnt/data\S*|\bppl-ai-file-upload\S*|<?\bgrok-card\b)"
    r"|(?:\[(?:insert|add|enter|paste)\b[^\]\n]{0,60}"
    r"\b(?:citation|reference|source|title|author|name|url|link|doi|date|year|journal|page|publisher|here)s?\b[^\]\n]{0,60}\]"
    r"|\[your\s(?:name|title|university|institution|topic|email)[^\]\n]{0,60}\]|\[(?:вставьте|вставить|укажите)\s[^\]\n]{1,80}\]"
    r"|\blorem ipsum dolor\b|\[(?-i:TODO)\b[^\]\n]{0,80}\]|\b(?-i:(?:INSERT|PASTE|ENTER)_[A-Z0-9_]{3,60}\b))",
    re.IGNORECASE,
)

_SIGNS = (
    "utm_source=",
    "cite",
    "oai",
    "turn",
    "【",
    "[",
    "sandbox:",
    "ppl-ai",
    "grok-card",
    "lorem ipsum",
    "INSERT_",
    "PASTE_",
    "ENTER_",
)
_PRIVATE = re.compile("[\ue200-\ue20f]")

_INITIALS = re.compile(r"(?:[A-ZА-Я]\.?[\s-]?){1,3}")


@cache
def _templates(field: str) -> frozenset[str]:
    return frozenset(map(fold, data.words(f"titles.{field}")))


def find(text: str) -> Iterator[str]:
    """Yield the exact words in a text or a URL that a tool left behind."""
    if not any(sign in text for sign in _SIGNS) and (text.isascii() or not _PRIVATE.search(text)):
        return
    for match in _TRACES.finditer(text):
        yield match[0]


def is_template(text: str) -> bool:
    """Return whether a title or container is a placeholder of a template: "Title of article", "Название журнала"."""
    return fold(text.strip("[]<>{} ")) in _templates("templates") or text.strip("[]<>{}:. ") in ("TODO", "FIXME", "TBD")


def is_template_name(family: str, given: str) -> bool:
    """Return whether a name is a placeholder of a template: "Author, A. A.", "Фамилия, И. О."."""
    given = given.strip()
    return fold(family) in _templates("template_surnames") and (
        not given or fold(given) in _templates("template_given_names") or _INITIALS.fullmatch(given) is not None
    )
