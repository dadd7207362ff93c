"""Replies without a server: content as the session would deliver it, and requests answered by a fake service."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kzcheck.web.messages import Reply
from lab.server import Answer, Call

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kzcheck import evidence
    from kzcheck.csl import Item
    from kzcheck.services.service import Ask, Service

TIME = datetime(2026, 1, 2, tzinfo=UTC)


def reply(content: bytes | str, status: int = 200, media_type: str = "application/json") -> Reply:
    """Return a reply with this content."""
    body = content.encode() if isinstance(content, str) else content
    return Reply("https://example.org/", status, body, {"content-type": media_type}, TIME)


def answers(
    service: Service, ask: Ask, play: Callable[[Sequence[Item], Call], Answer], works: Sequence[Item], key: str = ""
) -> Mapping[str, evidence.Answer]:
    """Return the answers that a service reads from a fake service's reply to a request."""
    name, form = service.key
    headers = {name.lower(): form.format(key)} if key else {}
    played = play(works, Call("GET", ask.path, headers, "127.0.0.1"))
    lower = {header.lower(): value for header, value in played.headers.items()}
    return service.read(ask, Reply("https://example.org/", played.status, played.body, lower, TIME))
