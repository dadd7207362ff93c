"""The shape of surnames and given names as they are written in running text, and the endings that a sign sets off from them."""

from __future__ import annotations

import re
from functools import lru_cache

_SUFFIX = re.compile(r"(?<=\w\w)[’'ʼ‘`][a-zA-Zçğıöşü]{0,5}$")
_CASE = re.compile(
    r"[-‐‑](?:тың|тің|дың|дің|ның|нің|қа|ке|ға|ге|тан|тен|дан|ден|нан|нен|мен|пен|бен|ты|ті|ды|ді|ны|ні)$|[тдн][ыі]ң$"
)
GROWN_TOGETHER = re.compile(r"(?:van|von|de|di|du|la|le|den|der)[A-Z][a-z]{3,}")  # vanEngelsdorp
_PREFIXES = tuple("Mc Mac De Di Du La Le Lo Van Von Fitz Della Del Das Des San Sant El Al St Ten Ter".split())


@lru_cache(maxsize=8192)
def bare(word: str) -> str:
    """Return a name without its possessive or case ending: "Nye's", "Nye’a", "Най-дың" are "Nye", "Nye", "Най"."""
    return _SUFFIX.sub("", _CASE.sub("", word))


@lru_cache(maxsize=8192)
def has_shape(word: str) -> bool:
    """Tell whether a word has the shape of a surname or given name: "Nye", "McDonald", "O’Brien", "Gienow-Hecht", "DOSBOLOV"."""
    name = bare(word)
    pieces = re.split(r"[’'ʼ‘`‐‑-]", name)
    if GROWN_TOGETHER.fullmatch(name):
        return True
    if len(name) < 2 or not name[0].isupper() or name[1] in "-‐‑" or not all(piece.isalpha() for piece in pieces):  # noqa: PLR2004
        return False
    return all(_shaped_piece(piece) for piece in pieces)


def _shaped_piece(piece: str) -> bool:
    if len(piece) == 1 or piece.islower() or piece[1:].islower():
        return True
    if piece.isupper():
        return len(piece) > 4  # noqa: PLR2004
    if piece[:2].istitle() and len(piece) > 5 and piece[2:].istitle():  # noqa: PLR2004
        return True
    return any(
        piece.startswith(prefix) and piece[len(prefix) + 1 :].islower() and piece[len(prefix)].isupper() for prefix in _PREFIXES
    )
