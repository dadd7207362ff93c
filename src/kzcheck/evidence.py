"""What was observed about one article before any rule ran: a file that can be saved, read by people, and judged again.

Version 1 holds when it was gathered, the hash of every item and claim that it speaks of, and what could not be asked, with the
reason.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from kzcheck.errors import UnreadableError

if TYPE_CHECKING:
    from kzcheck.article import Claim
    from kzcheck.csl import Item

VERSION = 1

Step = Literal["records", "retractions", "links", "texts"]
STEPS: tuple[Step, ...] = ("records", "retractions", "links", "texts")


class Unchecked(Struct, frozen=True):
    """What the rules `codes` needed and nobody could answer: one a subject (a reference, a claim or a URL) and step."""

    step: Step
    codes: tuple[str, ...]
    reason: str
    reference: str | None = None
    claim: str | None = None
    url: str | None = None


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything gathered about one article.

    `gathered` and the article's own date are the only clocks that rules see. `items` and `claims` map ids to the hash of what
    was seen.
    `age` is the number of days between gathering and this judgement: 0 unless it was read back from a file.
    """

    gathered: datetime
    kzcheck: str
    version: int = VERSION
    items: dict[str, str] = {}
    claims: dict[str, str] = {}
    unchecked: tuple[Unchecked, ...] = ()
    age: int = 0


def digest(subject: Item | Claim) -> str:
    """Return the hash by which evidence knows an item or a claim again: its content without the places in the file."""
    content = msgspec.structs.asdict(subject)
    for place in ("location", "places"):
        content.pop(place, None)
    if citations := content.get("citations"):
        content["citations"] = [(citation.reference, citation.locator, citation.label) for citation in citations]
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:32]


def save(evidence: Evidence) -> bytes:
    """Return the evidence as the JSON text of its file."""
    return msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(evidence, age=0)), indent=1) + b"\n"


def load(content: bytes, name: str) -> Evidence:
    """Read evidence back from its file's content; `name` is the file's, for the error.

    Raises:
        UnreadableError: it is not JSON, not evidence, or of another version.
    """
    try:
        evidence = msgspec.json.decode(content, type=Evidence)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableError(
            f"{name}: this is no evidence file of kzcheck ({error}); save a new one with --save-evidence"
        ) from None
    if evidence.version != VERSION:
        raise UnreadableError(f"{name}: evidence of version {evidence.version}; this kzcheck reads version {VERSION}: save it anew")
    if evidence.gathered.tzinfo is None:
        evidence = msgspec.structs.replace(evidence, gathered=evidence.gathered.replace(tzinfo=UTC))
    return evidence
