"""A web that plays the Wayback Machine: its CDX server, its copies, its limits, and awkward copies.

Modelled on https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server and RFC 7089.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from lab import pages
from lab.scenes import HTML, Answer, html

if TYPE_CHECKING:
    from lab.pages import Work
    from lab.server import Call

SITE = "https://web.archive.org"
FIELDS = "urlkey timestamp original mimetype statuscode digest length".split()

EXCLUDED = Answer(
    403,
    {"Content-Type": "text/plain"},
    b"org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.AdministrativeAccessControlException: "
    b"Blocked Site Error\n",
)
LIMITED = html(
    "<html><body><h1>429 Too Many Requests</h1>You have sent too many requests in a given amount of time.</body></html>", 429
)
CLOSED = Answer(cut=0, reset=True)
"""The answer after the limit is ignored for too long: a broken connection."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One row of the list: `status` is the listed status; `answer` is the copy itself, or None if there is none."""

    timestamp: str
    answer: Answer | None
    status: str = "200"
    media: str = "text/html"


Holding = Sequence[Copy] | Answer
"""The archive's holding for one URL: copies, or an answer instead of them."""


@dataclass(slots=True)
class Archive:
    """The archive as a handler for the lab. `holdings` maps URLs to the archive's copies.

    After `limit` calls it answers 429, without a duration, and after `patience` more it breaks every connection.
    """

    holdings: Mapping[str, Holding] = field(default_factory=dict)
    limit: int | None = None
    patience: int = 3
    asked: int = 0

    def __call__(self, call: Call) -> Answer:
        """Answer one call."""
        self.asked += 1
        if self.limit is not None and self.asked > self.limit:
            return LIMITED if self.asked <= self.limit + self.patience else CLOSED
        parts = urlsplit(call.path)
        if parts.path == "/cdx/search/cdx":
            return self._list(dict(parse_qsl(parts.query)))
        timestamp, slash, url = call.path.removeprefix("/web/").partition("/")
        if call.path.startswith("/web/") and slash:
            return self._copy(timestamp.removesuffix("id_"), "id_" if timestamp.endswith("id_") else "", url)
        return html("<h1>Not Found</h1>", 404)

    def _list(self, asked: Mapping[str, str]) -> Answer:
        url = asked.get("url", "")
        holding = self.holdings.get(url, ())
        if isinstance(holding, Answer):
            return holding
        first, last = asked.get("from", "").ljust(14, "0"), asked.get("to", "").ljust(14, "9")
        rows = [_row(url, copy) for copy in holding if first <= copy.timestamp.ljust(14, "0") <= last]
        name, _, value = asked.get("filter", "").partition(":")
        rows = [row for row in rows if not name or row.get(name) == value]
        limit = int(asked.get("limit", len(rows)))
        rows = rows[limit:] if limit < 0 else rows[:limit]
        columns = asked.get("fl", " ".join(FIELDS)).replace(",", " ").split()
        table = [[row[column] for column in columns] for row in rows]
        if asked.get("output") == "json":
            return Answer(
                headers={"Content-Type": "application/json"}, body=json.dumps([columns, *table] if table else []).encode()
            )
        return Answer(headers={"Content-Type": "text/plain"}, body="".join(" ".join(row) + "\n" for row in table).encode())

    def _copy(self, timestamp: str, raw: str, url: str) -> Answer:
        holding = self.holdings.get(url, ())
        if isinstance(holding, Answer):
            return holding
        exact = next((copy for copy in holding if copy.timestamp == timestamp), None)
        if exact:
            return _played(exact) if exact.answer else _missing()
        available = [copy for copy in holding if copy.answer and _time(copy.timestamp)]
        if not available or not timestamp.isdigit():
            return _missing()
        moment = _near(timestamp)
        nearest = min(available, key=lambda copy: abs((_time(copy.timestamp) or moment) - moment))
        links = f'<{url}>; rel="original", <{SITE}/web/timemap/link/{url}>; rel="timemap"'
        return html("", 302, Location=f"{SITE}/web/{nearest.timestamp}{raw}/{url}", Link=links, Vary="accept-datetime")


def _row(url: str, copy: Copy) -> dict[str, str]:
    return dict(zip(FIELDS, ("org,example)/", copy.timestamp, url, copy.media, copy.status, "INVENTED", "900"), strict=True))


def _played(copy: Copy) -> Answer:
    answer, taken = copy.answer or LIMITED, _time(copy.timestamp)
    dated = {"Memento-Datetime": format_datetime(taken, usegmt=True)} if taken else {}
    return Answer(answer.status, {**answer.headers, **dated}, answer.body)


def _missing() -> Answer:
    return html("<h1>Hrm.</h1><p>The Wayback Machine has not archived that URL.</p>", 404)


def _time(timestamp: str) -> datetime | None:
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _near(timestamp: str) -> datetime:
    """Return the time meant by a possibly short timestamp: 2018 or 201803; a year alone means its beginning, 0 the first copy."""
    return _time((timestamp + "00010101000000"[len(timestamp) :])[:14]) or datetime(1996, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Awkward:
    """A holding and the timestamp of the copy to offer, "" if there is none, None if nothing can be said."""

    holding: Holding
    truth: str | None
    notes: str = ""


def awkward(work: Work, url: str) -> dict[str, Awkward]:
    """Return possible holdings, by name, for a page accessed in the middle of the year `work.year + 1`."""
    year = work.year + 1
    alive, lost = html(pages.article(work)), html(pages.lost(work))
    other = html(pages.page(work.unrelated(), f"<h1>{work.unrelated()}</h1>", language=work.language))
    gone = Answer(302, {"Location": f"{SITE}/web/{year}0301120000id_/{url.partition('//')[0]}//example.org/"}, b"")
    paused = html("<h1>Too Many Requests</h1>", 429)
    before, near, after, later = f"{year - 1}1110101500", f"{year}0501093000", f"{year}0920180000", f"{year + 2}0102030405"
    odd = [Copy(stamp, alive) for stamp in ("2018", f"{year}1345996161", "", f"{year}05010930001", "yesterday")]
    return {
        "good": Awkward([Copy(before, alive), Copy(near, alive), Copy(after, alive)], near),
        "none": Awkward([], ""),
        "only-after": Awkward([Copy(after, alive), Copy(later, alive)], after),
        "only-long-before": Awkward([Copy(before, alive)], before),
        "lost-copy": Awkward(
            [Copy(before, alive), Copy(near, lost), Copy(after, alive)], before, "the nearest says that it is not there"
        ),
        "all-lost": Awkward([Copy(near, lost), Copy(after, lost)], ""),
        "drifted-copy": Awkward([Copy(before, alive), Copy(near, other)], before),
        "redirected-copy": Awkward([Copy(before, alive), Copy(near, gone, "200"), Copy(after, alive)], before, "listed as 200"),
        "redirect-rows": Awkward([Copy(before, alive), Copy(near, gone, "302")], before),
        "to-another-copy": Awkward(
            [Copy(before, Answer(302, {"Location": f"{SITE}/web/{near}id_/{url}"}, b""), "200"), Copy(near, alive)], near
        ),
        "archived-pause": Awkward([Copy(before, alive), Copy(near, paused, "429")], before, "429 with Memento-Datetime is a copy"),
        "archived-pause-as-200": Awkward(
            [Copy(before, alive), Copy(near, paused)], before, "listed as 200: the archive is not tired"
        ),
        "dashes": Awkward([Copy(before, alive), Copy(near, alive, "-", "warc/revisit")], near),
        "twice": Awkward([Copy(near, alive)] * 3, near),
        "malformed": Awkward([*odd, Copy(near, alive)], near),
        "missing-copy": Awkward([Copy(before, alive), Copy(near, None)], before, "listed, but not there"),
        "pdf": Awkward(
            [Copy(near, Answer(headers={"Content-Type": "application/pdf"}, body=pages.pdf(work.title)), media="application/pdf")],
            near,
        ),
        "excluded": Awkward(EXCLUDED, None),
        "limited": Awkward(LIMITED, None, "429 without Retry-After"),
        "closed": Awkward(CLOSED, None),
        "error": Awkward(html("<h1>Service Unavailable</h1>", 503), None),
        "no-list": Awkward(html("<h1>Temporarily offline</h1>"), None, "HTML with 200 in the place of a list"),
        "hangs": Awkward(Answer(delay=60, headers=HTML), None),
    }
