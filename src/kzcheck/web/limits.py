"""Sets the pace of requests to a host and the patience with it, and reads limits, pauses and budgets from replies.

These functions are pure: times are passed in, never read from a clock.
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
"""Factor by which the gap between two requests exceeds 1 / rate: 10 ms per second, for the network's jitter."""
SLOWEST, FASTEST = 0.05, 50.0
"""Bounds for a rate stated by a host, in requests a second: one in the longest pause, and the most that Crossref ever stated."""
FIRST_INTERVAL = 0.5
"""The shortest time between two requests to a host that found them too many, in seconds; lychee starts with the same value."""
CROWD = 16
"""The highest number of parallel requests accepted from a host's statement."""
LAST_CREDITS, LAST_DOLLARS = 20.0, 0.002
"""The rest of OpenAlex's budget at which requests stop: the price of two searches, for those in flight."""
LONG_WINDOW = 3600.0
"""Seconds until renewal from which "remaining" counts as a daily budget. For shorter windows, 429 says when to wait."""
EPOCH = 1e9
"""A renewal time above this is a Unix time, not seconds from now."""
ENDLESS = 1e9
"""Seconds that stand for every longer pause."""

NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
DURATION = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?) ?(ms|s|m|h|d)?")
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
DATE_LENGTH = 64


class Patience(Struct, frozen=True):
    """How long the session waits, in seconds, and how often it tries.

    `first_timeout` applies to an exchange with a host that has not answered yet or whose last exchange failed, `timeout` to a host
    that answers (searches at Crossref and Open Library take up to 6 s). Without any answer after `nobody` seconds the run ends.
    `longest_pause` is the longest pause that a host may ask for. `backoff` is the longest pause after a first failure; it doubles
    with each further one. `grace` is the time beyond its timeout after which an exchange's thread is abandoned. A request is sent
    at most `tries` times; `failures` in a row close a host, as do `silent` timeouts of a host that has never answered.

    `by_page` is for hosts whose answers are independent pages: a refusal, a broken page or a failure after a redirect to another
    host does not close the host. An unreachable host or a request for a pause does; but each 429
    doubles the time between two requests, up to `longest_interval`. `remembered` is the number of bytes of answers kept for
    repeated requests, `undelivered` the number that may be in flight or waiting to be delivered before sending stops.
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
"""The patience with links: failed links are visited again later, so the first visits give up early.

`nobody` is a little longer than one exchange: a single link without an answer does not mean that the network is down.
"""


class Pace:
    """A token bucket with one token, which decides when the next request may be sent.

    With a larger bucket, a host that counts requests per second could see the whole bucket on top of the rate. With one
    token, it sees at most `rate` requests in any second, and a long row of requests takes no longer than `rate` allows. The gap is
    counted from the actual time of the last request, so a late request is not followed by two close together.
    """

    def __init__(self, rate: float | None) -> None:
        """Take the rate in requests a second, or None for no limit."""
        self.rate = rate
        self._last = -math.inf

    def ready(self) -> float:
        """Return the time from which the next request may be sent; the first may be sent at once."""
        return self._last + MARGIN / self.rate if self.rate and self.rate > 0 else -math.inf

    def take(self, now: float) -> None:
        """Note that a request is sent now."""
        self._last = now

    def slow_down(self, longest: float) -> None:
        """Double the time between two requests, up to `longest` seconds."""
        gap = 2 / self.rate if self.rate and self.rate > 0 else 0.0
        self.rate = 1 / min(max(gap, FIRST_INTERVAL), longest)


def stated_rate(headers: Mapping[str, str]) -> float | None:
    """Return the rate that a reply states as a limit and its interval, in requests a second; None if it does not state both."""
    for prefix in ("x-rate-limit", "x-ratelimit"):
        limit, interval = _number(headers.get(f"{prefix}-limit")), _duration(headers.get(f"{prefix}-interval"))
        if limit and interval:
            return min(max(limit / interval, SLOWEST), FASTEST)
    return None


def stated_concurrency(headers: Mapping[str, str]) -> int | None:
    """Return the number of parallel requests that a reply states, or None."""
    number = _number(headers.get("x-concurrency-limit"))
    return int(min(number, CROWD)) if number and number >= 1 else None


def stated_route(headers: Mapping[str, str]) -> str:
    """Return the route that a reply's limits apply to ("array" in "polite-array"), or ""."""
    for name in ("x-rate-limit-type", "x-api-pool"):
        if pool := headers.get(name, "").strip().lower():
            return pool.rpartition("-")[2]
    return ""


def used_up(headers: Mapping[str, str], now: datetime) -> bool:
    """Return whether too little of the day's budget, in dollars or credits (OpenAlex), remains to continue."""
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
    """Return the seconds that `Retry-After` asks for, or None if it is missing, past or invalid.

    It is a number of seconds or an HTTP date (RFC 9110, 10.2.3). A date is counted from the reply's own `Date`, if there is
    one, because both come from the same clock.
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
    """Return the longest pause after so many failures in a row; the actual pause is random, from zero to this value.

    This is full jitter, as in Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
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
