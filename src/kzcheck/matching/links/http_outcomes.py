"""Judges an answer before its page is read: by the network layer that failed, or by the HTTP status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from kzcheck.evidence import Layer  # noqa: TC001 - msgspec reads the annotations
from kzcheck.reasons import LATE, Reason

if TYPE_CHECKING:
    from kzcheck.evidence import Visit

State = Literal["ok", "moved", "dead", "soft-404", "blocked", "failed"]


class PageOutcome(Struct, frozen=True):
    """The outcome of one visit: `cause` is a reason about a page, None if the page is in order; `final` is its address."""

    state: State
    kind: str = ""
    cause: Reason | None = None
    layer: Layer | None = None
    final: str = ""


_KINDS: dict[str, str] = {
    **dict.fromkeys((*LATE, "unfinished", "no-host-answers", "no-service-answers"), "time-out"),
    **dict.fromkeys(("closed", "closed-early", "broken-off"), "reset"),
    "no-such-host": "no-such-host",
    "too-many-redirects": "too-many-redirects",
    "loop": "loop",
    "refused-connection": "refused",
    "too-long": "too-long",
}
"""The kinds of failures by their reasons, if the layer is not more specific."""

_BY_LAYER = {"DNS": "no-answer", "connect": "unreachable", "TLS": "tls", "HTTP": "garbage", "body": "garbage", "guard": "unsafe"}

_REFUSED: dict[int, tuple[str, Reason]] = {
    401: ("login", Reason("asks-for-password")),
    403: ("forbidden", Reason("no-programs")),
    407: ("refused", Reason("proxy-refuses")),
    429: ("pause", Reason("asks-for-pause")),
    451: ("forbidden", Reason("withheld")),
    999: ("forbidden", Reason("no-programs-999")),
}
_GONE: dict[int, tuple[str, Reason]] = {404: ("not-found", Reason("not-found")), 410: ("gone", Reason("gone"))}

REQUEST_TIMEOUT = 408
UNAVAILABLE = 503


def failure(visit: Visit) -> PageOutcome:
    """Return the outcome of a visit that received nothing."""
    layer = visit.layer
    kind = _KINDS.get(visit.reason.root.code, "") if visit.reason else ""
    if layer and (not kind or layer == "guard" or (layer == "TLS" and kind != "time-out")):
        kind = _BY_LAYER[layer]
    cause = _unread(visit)
    return PageOutcome("dead" if (layer, kind) == ("DNS", "no-such-host") else "failed", kind, cause, layer, visit.final)


def _unread(visit: Visit) -> Reason:
    return Reason("unread", {"reason": visit.reason}) if visit.reason else Reason("no-answer")


def by_status(visit: Visit) -> PageOutcome | None:
    """Return the outcome of a status alone, or None if a page came with it and must be examined."""
    status, final = visit.status or 0, visit.final
    signs = {sign.kind: sign.words for sign in visit.signs}
    if 200 <= status < 300 or status == 300:  # noqa: PLR2004
        unread = PageOutcome("blocked", "unread", _unread(visit), "body", final)
        return unread if visit.layer == "body" else None
    if "challenge" in signs:
        return PageOutcome("blocked", "challenge", Reason("challenge", {"words": signs["challenge"]}), "HTTP", final)
    if status in _GONE:
        return PageOutcome("dead", *_GONE[status], "HTTP", final)
    if status in _REFUSED:
        return PageOutcome("blocked", *_REFUSED[status], "HTTP", final)
    if status == UNAVAILABLE and "pause" in signs:
        words = Reason("asks-for-pause-in-words", {"status": status, "words": signs["pause"]})
        return PageOutcome("blocked", "pause", words, "HTTP", final)
    if status == REQUEST_TIMEOUT:
        return PageOutcome("failed", "time-out", Reason("gave-up"), "HTTP", final)
    if 400 <= status < 500:  # noqa: PLR2004
        return PageOutcome("blocked", "refused", Reason("refused", {"status": status}), "HTTP", final)
    if 500 <= status < 600:  # noqa: PLR2004
        return PageOutcome("failed", "server-error", Reason("server-error", {"status": status}), "HTTP", final)
    if 300 <= status < 400:  # noqa: PLR2004
        return PageOutcome("failed", "garbage", Reason("no-target", {"status": status}), "HTTP", final)
    return PageOutcome("failed", "garbage", Reason("no-meaning", {"status": status}), "HTTP", final)
