"""What an answer is worth before anybody looks at the page: the layer at which nothing came back, the HTTP status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.evidence import Layer  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from kzcheck.evidence import Visit

State = Literal["ok", "moved", "dead", "soft-404", "blocked", "failed"]


class Outcome(Struct, frozen=True):
    """What one look at a page comes to: `cause` follows "the page …" in a sentence, `final` is where the page is."""

    state: State
    kind: str = ""
    cause: str = ""
    layer: Layer | None = None
    final: str = ""


_BY_REASON: tuple[tuple[str, str], ...] = (
    ("no-such-host", "no such host"),
    ("too-many-redirects", "redirects more than"),
    ("loop", "in a circle"),
    ("time-out", r"in \S+ seconds?|in time|timed out"),
    ("refused", "refused"),
    ("reset", "closed|reset|broke off"),
    ("too-long", "answered with more than"),
)
"""How the words of a failure tell its kind, first match first: the web room words them for readers."""

_BY_LAYER = {"DNS": "no-answer", "connect": "unreachable", "TLS": "tls", "HTTP": "garbage", "body": "garbage", "guard": "unsafe"}

_REFUSED: dict[int, tuple[str, str]] = {
    401: ("login", "asks for a password (401)"),
    403: ("forbidden", "may not be read by programs, or by anybody (403)"),
    407: ("refused", "cannot be read through this network's proxy (407)"),
    429: ("pause", "asks for a pause (429)"),
    451: ("forbidden", "is withheld for legal reasons (451)"),
    999: ("forbidden", "may not be read by programs (999)"),
}
_GONE: dict[int, tuple[str, str]] = {404: ("not-found", "is not found (404)"), 410: ("gone", "is gone for good (410)")}

REQUEST_TIMEOUT = 408
UNAVAILABLE = 503


def failure(visit: Visit) -> Outcome:
    """Return what a look comes to that brought nothing back."""
    layer = visit.layer
    kind = next((kind for kind, words in _BY_REASON if re.search(words, visit.reason)), "")
    if layer and (not kind or layer == "guard" or (layer == "TLS" and kind != "time-out")):
        kind = _BY_LAYER[layer]
    cause = f"cannot be read: the host {visit.reason}" if visit.reason else "gives no answer"
    return Outcome("dead" if (layer, kind) == ("DNS", "no-such-host") else "failed", kind, cause, layer, visit.final)


def by_status(visit: Visit) -> Outcome | None:
    """Return what a status comes to by itself, None where a page came with it and has to be looked at."""
    status, final = visit.status or 0, visit.final
    signs = {sign.kind: sign.words for sign in visit.signs}
    if 200 <= status < 300 or status == 300:  # noqa: PLR2004
        unread = Outcome("blocked", "unread", f"cannot be read: the host {visit.reason}", "body", final)
        return unread if visit.layer == "body" else None
    if "challenge" in signs:
        return Outcome("blocked", "challenge", f"asks for proof that its reader is human ({signs['challenge']})", "HTTP", final)
    if status in _GONE:
        return Outcome("dead", *_GONE[status], "HTTP", final)
    if status in _REFUSED:
        return Outcome("blocked", *_REFUSED[status], "HTTP", final)
    if status == UNAVAILABLE and "pause" in signs:
        return Outcome("blocked", "pause", f"asks for a pause ({status}, {signs['pause']})", "HTTP", final)
    if status == REQUEST_TIMEOUT:
        return Outcome("failed", "time-out", "gave up waiting (408)", "HTTP", final)
    if 400 <= status < 500:  # noqa: PLR2004
        return Outcome("blocked", "refused", f"is refused ({status})", "HTTP", final)
    if 500 <= status < 600:  # noqa: PLR2004
        return Outcome("failed", "server-error", f"fails on its server ({status})", "HTTP", final)
    if 300 <= status < 400:  # noqa: PLR2004
        return Outcome("failed", "garbage", f"sends its reader on without saying where ({status})", "HTTP", final)
    return Outcome("failed", "garbage", f"answers with a status that means nothing ({status})", "HTTP", final)
