"""The contents of a profile: how severe a venue's policy makes the findings that it speaks of."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severities = dict[str, Literal["error", "warning", "note"]]


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """Severities by the codes of rules; `about` gives the source of the policy, and what of it is our reading.

    `in_doubt` has those of findings that leave it in doubt whether the work exists as it is listed (`Problem.in_doubt`).
    """

    about: str
    severity: Severities
    in_doubt: Severities = {}
