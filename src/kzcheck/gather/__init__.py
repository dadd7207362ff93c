"""Evidence about an article: what was observed, when, and what could not be asked.

This version asks no service and probes no link: every subject of those steps is listed as not checked, with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kzcheck import __version__
from kzcheck.evidence import STEPS, Evidence, Step, Unchecked, digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from kzcheck.article import Article

OFFLINE = "the audit was run offline"
NOT_BUILT = f"kzcheck {__version__} asks nothing over the network yet"
NO_TEXTS = f"kzcheck {__version__} reads no full texts yet"
CHANGED = "new or changed since the evidence was gathered"


def gather(article: Article, codes: Mapping[Step, tuple[str, ...]], now: datetime, *, offline: bool) -> Evidence:
    """Gather evidence for the rules whose `codes` are given by the step that they need."""
    reasons: dict[Step, str] = dict.fromkeys(STEPS, OFFLINE if offline else NOT_BUILT)
    reasons["texts"] = NO_TEXTS
    return Evidence(
        gathered=now,
        kzcheck=__version__,
        items={reference.id: digest(reference.item) for reference in article.references},
        claims={claim.id: digest(claim) for claim in article.claims},
        unchecked=tuple(msgspec.structs.replace(one, reason=reasons[one.step]) for one in subjects(article, codes)),
    )


def replay(article: Article, codes: Mapping[Step, tuple[str, ...]], evidence: Evidence, now: datetime) -> Evidence:
    """Fit evidence that was gathered earlier to the article as it is now: what is new or changed since then is not checked."""
    items = {one.id for one in article.references if evidence.items.get(one.id) == digest(one.item)}
    claims = {one.id for one in article.claims if evidence.claims.get(one.id) == digest(one)}
    known = {(one.step, one.reference, one.claim, one.url): one.reason for one in evidence.unchecked}
    unchecked = []
    for one in subjects(article, codes):
        same = one.reference in items if one.reference is not None else one.claim in claims
        reason = known.get((one.step, one.reference, one.claim, one.url)) if same else CHANGED
        if reason is not None:
            unchecked.append(msgspec.structs.replace(one, reason=reason))
    return msgspec.structs.replace(evidence, unchecked=tuple(unchecked), age=max((now - evidence.gathered).days, 0))


def subjects(article: Article, codes: Mapping[Step, tuple[str, ...]]) -> Iterator[Unchecked]:
    """Yield, without a reason, everything that the rules with these codes would have to ask about, step by step."""
    for step in STEPS:
        if not (wanted := codes.get(step)):
            continue
        if step == "texts":
            for claim in article.claims:
                if claim.citations:
                    yield Unchecked(step, wanted, "", claim=claim.id)
            continue
        for reference in article.references:
            if step != "links":
                yield Unchecked(step, wanted, "", reference=reference.id)
            elif reference.item.url:
                yield Unchecked(step, wanted, "", reference=reference.id, url=reference.item.url)
