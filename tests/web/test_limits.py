"""The pace of requests, and limits, pauses and budgets in replies."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.web.limits import (
    CROWD,
    ENDLESS,
    FASTEST,
    SLOWEST,
    Pace,
    Patience,
    asked_pause,
    longest_backoff,
    stated_concurrency,
    stated_rate,
    stated_route,
    used_up,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def sent(pace: Pace, requests: int) -> list[float]:
    """Return the times of requests that wait only for their turn."""
    now, times = 0.0, []
    for _ in range(requests):
        now = max(now, pace.ready())
        pace.take(now)
        times.append(now)
    return times


def test_the_first_request_is_sent_at_once_and_a_hundred_take_as_long_as_the_rate_requires():
    times = sent(Pace(3), 100)

    assert times[0] == 0
    assert 33 <= times[-1] <= 33.4


@given(st.floats(0.1, 50), st.lists(st.floats(0, 2), min_size=1, max_size=60))
@settings(max_examples=50)
def test_the_rate_is_not_exceeded_in_any_second_however_late_requests_are(rate, delays):
    pace, now, times = Pace(rate), 0.0, []
    for delay in delays:
        now = max(now, pace.ready()) + delay
        pace.take(now)
        times.append(now)

    assert all(sum(start <= time < start + 1 for time in times) <= math.ceil(rate) for start in times)


@pytest.mark.parametrize("rate", [None, 0, -1])
def test_without_a_rate_there_is_no_wait(rate):
    assert sent(Pace(rate), 3) == [0, 0, 0]


@pytest.mark.parametrize(
    ("headers", "rate"),
    [
        ({"x-rate-limit-limit": "3", "x-rate-limit-interval": "1s"}, 3),
        ({"x-ratelimit-limit": "50", "x-ratelimit-interval": "1s"}, 50),
        ({"x-rate-limit-limit": "30", "x-rate-limit-interval": "1m"}, 0.5),
        ({"x-rate-limit-limit": "5", "x-rate-limit-interval": "500ms"}, 10),
        ({"x-rate-limit-limit": "10", "x-rate-limit-interval": "2"}, 5),
        ({"x-rate-limit-limit": "3", "x-rate-limit-interval": "1s", "x-ratelimit-limit": "50"}, 3),
        ({"x-rate-limit-limit": "100000", "x-rate-limit-interval": "1s"}, FASTEST),
        ({"x-rate-limit-limit": "1", "x-rate-limit-interval": "1d"}, SLOWEST),
        ({"x-rate-limit-limit": "0", "x-rate-limit-interval": "1s"}, None),
        ({"x-rate-limit-limit": "3", "x-rate-limit-interval": "0s"}, None),
        ({"x-ratelimit-limit": "1000"}, None),
        ({"x-rate-limit-limit": "-3", "x-rate-limit-interval": "1s"}, None),
        ({}, None),
    ],
)
def test_a_stated_rate_is_a_limit_and_its_interval(headers, rate):
    assert stated_rate(headers) == rate


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(("x-rate-limit", "x-ratelimit")))
@settings(max_examples=60)
def test_stated_limits_are_kept_within_sane_bounds(limit, interval, prefix):
    headers = {f"{prefix}-limit": limit, f"{prefix}-interval": interval, "x-concurrency-limit": limit}

    assert SLOWEST <= (stated_rate(headers) or 1) <= FASTEST
    assert 1 <= (stated_concurrency(headers) or 1) <= CROWD


@pytest.mark.parametrize(
    ("text", "places"), [("3", 3), ("1", 1), ("9999", CROWD), ("0", None), ("many", None), ("-1", None), ("٣", None)]
)
def test_a_stated_concurrency_is_a_number_of_at_least_one(text, places):
    assert stated_concurrency({"x-concurrency-limit": text}) == places


@pytest.mark.parametrize(
    ("headers", "route"),
    [({"x-api-pool": "polite-array"}, "array"), ({"x-rate-limit-type": "Single", "x-api-pool": "polite"}, "single"), ({}, "")],
)
def test_a_reply_may_name_the_route_of_its_limits(headers, route):
    assert stated_route(headers) == route


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("9" * 400, ENDLESS),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        ("Sunday, 01-Nov-26 12:00:30 GMT", 30),
        ("Sun, 01 Nov 2026 13:00:10 +0100", 10),
        ("Thu, 31 Dec 9999 23:59:59 GMT", ENDLESS),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("nan", None),
        ("1e9", None),
        ("٧", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_a_pause_is_requested_in_seconds_or_as_a_future_date(text, seconds):
    assert asked_pause({"retry-after": text}, NOW) == seconds


def test_a_date_is_measured_by_the_clock_of_the_host_that_gives_it():
    wrong = NOW + timedelta(days=3)
    headers = {
        "date": format_datetime(wrong, usegmt=True),
        "retry-after": format_datetime(wrong + timedelta(seconds=4), usegmt=True),
    }

    assert asked_pause(headers, NOW) == 4


@given(
    st.text(max_size=80)
    | st.from_regex(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4,6} [0-9:]{8} [A-Z+0-9]{3,6}", fullmatch=True)
)
@settings(max_examples=100)
def test_a_requested_pause_is_missing_or_positive_and_finite(text):
    pause = asked_pause({"retry-after": text, "date": text[::-1]}, NOW)

    assert pause is None or 0 < pause <= ENDLESS


def budget(**headers: str) -> dict[str, str]:
    full = {"remaining": "976", "remaining-usd": "0.0976", "reset": "64138", "prepaid-remaining-usd": "0", "onetime-remaining": "0"}
    return {f"x-ratelimit-{name}": text for name, text in (full | {k.replace("_", "-"): v for k, v in headers.items()}).items()}


@pytest.mark.parametrize(
    ("headers", "over"),
    [
        (budget(), False),
        (budget(remaining_usd="0.0019"), True),
        (budget(remaining_usd="0"), True),
        (budget(remaining_usd="0", prepaid_remaining_usd="5"), False),
        (budget(remaining_usd="0", onetime_remaining="100"), False),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "64138"}, True),
        ({"x-ratelimit-remaining": "300", "x-ratelimit-reset": "64138"}, False),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "40"}, False),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, False),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40_000)}, True),
        ({"x-ratelimit-remaining": "0"}, False),
        ({"x-ratelimit-remaining-usd": "none"}, False),
        ({}, False),
    ],
)
def test_a_budget_is_used_up_if_little_is_left_until_tomorrow(headers, over):
    assert used_up(headers, NOW) is over


def test_the_backoff_doubles_up_to_the_longest_pause():
    patience = Patience(backoff=1, longest_pause=20)

    assert [longest_backoff(patience, failures) for failures in (1, 2, 3, 6, 5000)] == [1, 2, 4, 20, 20]
