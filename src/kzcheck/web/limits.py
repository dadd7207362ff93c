"""How fast a host is asked, and how long it is waited for: the pace, and what replies say of limits, pauses and budgets.

All of it is pure: times are given, none is read from a clock.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

MARGIN = 1.01
"""How much longer than 1 / rate the gap between two requests is: 10 ms of a second, for the network's own jitter."""
SLOWEST, FASTEST = 0.05, 50.0
"""Requests a second between which a host's own word is believed: one in the longest pause, the most that Crossref ever stated."""
FIRST_INTERVAL = 0.5
"""The shortest time between two requests to a host that found them too many, in seconds; lychee begins with the same."""
CROWD = 16
"""The highest number of requests at a time that a host's own word is believed in."""
LAST_CREDITS, LAST_DOLLARS = 20.0, 0.002
"""What is left of OpenAlex's budget when asking stops: the price of two searches, for those that are on their way."""
LONG_WINDOW = 3600.0
"""Seconds to the renewal from which "remaining" is a budget for the day. In shorter windows 429 tells when to wait."""
EPOCH = 1e9
"""A renewal beyond this is a Unix time, not seconds from now."""
ENDLESS = 1e9
"""Seconds that stand for every longer pause."""

NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?) ?(ms|s|m|h|d)?")
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
DATE_LENGTH = 64


class Patience(Struct, frozen=True):
    """How long the session waits, in seconds, and how often it tries.

    `first_timeout` is for one exchange with a host that has not answered yet, or whose last exchange failed, `timeout` for one
    that answers (searches of Crossref and Open Library take up to 6 s). `nobody`: without any answer by then the run ends.
    `longest_pause` is the longest that a host may ask for. `backoff` is the highest pause after a first failure; it doubles.
    `grace` is how much longer than its time an exchange may take before its thread is abandoned. `tries` is how often one request
    is sent at most, `failures` how many in a row close a host, `silent` how many of them are time-outs where it never answered.

    `by_page` is for hosts whose answers are pages, each by itself. What only one of them says closes no host: a refusal, a broken
    page, whatever a redirect leads to elsewhere. What does is a host that cannot be reached or asks for a pause; but each 429
    doubles the time between two requests, up to `longest_interval`. `remembered` is how many bytes of answers are kept for those
    who ask the same again, `undelivered` how many may wait to be handed over, or be on their way, before more is asked for.
    """

    first_timeout: float = 8.0
    timeout: float = 20.0
    nobody: float = 7.0
    longest_pause: float = 20.0
    backoff: float = 1.0
    grace: float = 0.5
    tries: int = 3
    failures: int = 3
    silent: int = 1
    by_page: bool = False
    longest_interval: float = 5.0
    remembered: int = 64 << 20
    undelivered: float = math.inf


LINKS = Patience(
    first_timeout=10.0,
    timeout=15.0,
    nobody=12.0,
    backoff=0.2,
    tries=2,
    silent=2,
    by_page=True,
    remembered=1 << 20,
    undelivered=6 << 20,
)
"""The patience with links: what fails is looked at a second time later, so it is not tried for long now.

`nobody` is a little longer than one exchange: a single link that hangs is a link that does not answer, not a network that is down.
"""


class Pace:
    """When the next request may go: a token bucket that holds one token.

    With a larger bucket a host that counts the requests of any one second would see the bucket and the rate together. With one
    token every second sees `rate` requests at most, and a long row of them takes no longer than `rate` allows. The gap is
    counted from the real time of the last request, so that a late one is not made good by two close together.
    """

    def __init__(self, rate: float | None) -> None:
        """Take the rate in requests a second, None for no limit."""
        self.rate = rate
        self._last = -math.inf

    def ready(self) -> float:
        """Return the time from which the next request may go; the first may go at once."""
        return self._last + MARGIN / self.rate if self.rate and self.rate > 0 else -math.inf

    def take(self, now: float) -> None:
        """Note that a request goes now."""
        self._last = now

    def slow_down(self, longest: float) -> None:
        """Double the time between two requests, up to `longest` seconds."""
        gap = 2 / self.rate if self.rate and self.rate > 0 else 0.0
        self.rate = 1 / min(max(gap, FIRST_INTERVAL), longest)


def stated_rate(headers: Mapping[str, str]) -> float | None:
    """Return the requests a second that a reply states by a limit and its interval, None where it does not state both."""
    for prefix in ("x-rate-limit", "x-ratelimit"):
        limit, interval = _number(headers.get(f"{prefix}-limit")), _duration(headers.get(f"{prefix}-interval"))
        if limit and interval:
            return min(max(limit / interval, SLOWEST), FASTEST)
    return None


def stated_concurrency(headers: Mapping[str, str]) -> int | None:
    """Return how many requests at a time a reply states, None where it does not."""
    number = _number(headers.get("x-concurrency-limit"))
    return int(min(number, CROWD)) if number and number >= 1 else None


def stated_route(headers: Mapping[str, str]) -> str:
    """Return the route that a reply says its limits are for ("array" of "polite-array"), "" where it names none."""
    for name in ("x-rate-limit-type", "x-api-pool"):
        if pool := headers.get(name, "").strip().lower():
            return pool.rpartition("-")[2]
    return ""


def used_up(headers: Mapping[str, str], now: datetime) -> bool:
    """Whether a reply says that little is left of the day's budget, so that asking must stop: in dollars or credits (OpenAlex)."""
    bought = (_number(headers.get(f"x-ratelimit-{name}")) for name in ("prepaid-remaining-usd", "onetime-remaining"))
    if any(bought):
        return False
    dollars = _number(headers.get("x-ratelimit-remaining-usd"))
    if dollars is not None:
        return dollars < LAST_DOLLARS
    left, renewed = _number(headers.get("x-ratelimit-remaining")), _number(headers.get("x-ratelimit-reset"))
    if left is None or renewed is None:
        return False
    return left < LAST_CREDITS and (renewed - now.timestamp() if renewed > EPOCH else renewed) > LONG_WINDOW


def asked_pause(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that `Retry-After` asks for, None where it says nothing that can be obeyed: none, past, or no time at all.

    It is a number of seconds or an HTTP date (RFC 9110, 10.2.3). A date is counted from the reply's own `Date` where it has
    one, because the two come from one clock.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text) if len(text) < len(str(int(ENDLESS))) else ENDLESS
    elif NUMBER.fullmatch(text):
        seconds = float(text)
    elif date := _date(text):
        seconds = (date - (_date(headers.get("date", "")) or now)) / timedelta(seconds=1)
    else:
        return None
    return min(seconds, ENDLESS) if seconds > 0 else None


def longest_backoff(patience: Patience, failures: int) -> float:
    """Return the highest pause after so many failures in a row; the real one is anything between it and nothing.

    Full jitter, as in Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
    """
    return min(patience.backoff * 2.0 ** min(failures - 1, 10), patience.longest_pause)


def _number(text: str | None) -> float | None:
    match = NUMBER.fullmatch((text or "").strip())
    return float(match[0]) if match else None


def _duration(text: str | None) -> float | None:
    match = DURATION.fullmatch((text or "").strip().lower())
    return float(match[1]) * UNITS[match[2] or "s"] if match else None


def _date(text: str) -> datetime | None:
    if not text or len(text) > DATE_LENGTH:
        return None
    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
