"""Replies without a web: any content as input for a service's `read`, and a fake service's reply to a request."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kzcheck.web.messages import Reply
from lab.server import Answer, Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.services.service import Ask

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def reply(content: object = b"", status: int = 200, kind: str = "application/json") -> Reply:
    """Return a reply: bytes unchanged, anything else as JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Reply(url="https://example.org/", status=status, content=body, headers={"content-type": kind}, time=NOW)


def played(play: Callable[[Call], Answer], ask: Ask, contact: str = "mailto=a@example.org") -> Reply:
    """Return a fake service's reply to a request."""
    path = ask.path + (f"{'&' if '?' in ask.path else '?'}{contact}" if contact else "")
    answer = play(Call("GET", path, {"accept": ask.accept}, "127.0.0.1:80"))
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply(url="https://example.org/", status=answer.status, content=answer.body, headers=headers, time=NOW)
