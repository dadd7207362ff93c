"""The Wayback Machine of the Internet Archive: lists the copies of a page and gives the address of their original content.

Its CDX server answers with a table (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server); copies are
mementos (RFC 7089). Since June 2026 it accepts 24 CDX requests a minute from one address; we send 20, and one for a copy a second.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from kzcheck.evidence import Copies, Memento, NoCopy, NotAsked
from kzcheck.reasons import Reason
from kzcheck.services.service import UnreadableAnswer, is_success, json_of
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.evidence import Archived
    from kzcheck.web.messages import Reply

URL = "https://web.archive.org"
ROUTES = {"cdx": Limit(rate=20 / 60, concurrency=1), "web": Limit(rate=1.0, concurrency=2)}

ROWS = 5
"""Copies requested on either side of a day: the nearest may be a copy of an error or of a redirect."""

_EXCLUDED = b"AdministrativeAccessControl"
"""The archive's error for sites that it may not show, although it may have copies."""

_URL = re.compile(r"\S+")
"""A URL that can be requested and shown as a link: the archive's plain lists separate columns by spaces, so no URL has one."""


def before(url: str, day: date) -> str:
    """Return the path of a request for the last copies up to a day, the newest last."""
    return f"{_cdx(url)}&to={day:%Y%m%d}235959&limit=-{ROWS}"


def after(url: str, day: date) -> str:
    """Return the path of a request for the first copies from a day on."""
    return f"{_cdx(url)}&from={day:%Y%m%d}&limit={ROWS}"


def _cdx(url: str) -> str:
    return f"/cdx/search/cdx?url={quote(url, safe='')}&output=json&fl=timestamp,original,statuscode,mimetype"


def raw(memento: Memento) -> str:
    """Return the path of a copy without the archive's toolbar and rewritten links."""
    timestamp, _, url = memento.url.partition("/web/")[2].partition("/")
    return f"/web/{timestamp}id_/{url}"


def original(location: str) -> str:
    """Return the URL of the archived page for a URL of the archive, or "" for any other URL."""
    host = urlsplit(location).netloc
    match = re.fullmatch(r"/web/\d{1,14}(?:[a-z]{2}_)?/(.+)", location.partition(host)[2] if host else location)
    return match[1] if match else ""


def read(reply: Reply) -> Archived:
    """Return the copies listed in an answer, except those known to be of errors or redirects. Never raises."""
    if not is_success(reply) and _EXCLUDED in reply.content[:4000]:
        return NotAsked(Reason("may-not-show"))
    if is_success(reply) and not reply.content.strip():
        return NoCopy()
    try:
        rows = json_of(reply)
    except UnreadableAnswer as error:
        return NotAsked(error.reason)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return NotAsked(Reason("no-list-of-copies"))
    mementos = tuple(dict.fromkeys(_mementos(rows[: 1 + 4 * ROWS])))
    return Copies(mementos) if mementos else NoCopy()


def _mementos(rows: list[list[Any]]) -> Iterator[Memento]:
    """Yield the copies in the rows below the header. A row without a status repeats an earlier copy, and counts."""
    head = rows[0] if rows else []
    for row in rows[1:]:
        values = {str(name): str(value) for name, value in zip(head, row, strict=False)}
        status, original = values.get("statuscode", ""), values.get("original", "")
        taken = _time(values.get("timestamp", ""))
        if taken and _URL.fullmatch(original) and original.isprintable() and (status in {"-", ""} or status.startswith("2")):
            yield Memento(f"{URL}/web/{values['timestamp']}/{original[:2000]}", taken)


def _time(timestamp: str) -> datetime | None:
    if not re.fullmatch(r"\d{14}", timestamp):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
