"""`kzcheck audit --plan`: what would be sent to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.cli.run import settings_of, settings_text, words
from kzcheck.formats.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kzcheck.cli.options import Asking
    from kzcheck.gather.plan import Plan

LONGEST = 100
"""Characters of one value that are shown."""


def planned(path: Path, asking: Asking, select: Sequence[str], ignore: Sequence[str]) -> str:
    """Return the plan of an audit as text; nothing is sent.

    Raises:
        UsageError: the settings or the codes are wrong.
        UnreadableError: the article could not be read.
    """
    from kzcheck.gather.plan import plan
    from kzcheck.pipeline import needs
    from kzcheck.readers import read

    settings = settings_of(settings_text(path), asking)
    article = read(path)
    steps = needs(settings, words(select), words(ignore))
    if asking.offline or not {"records", "retractions"} & steps.keys():
        return "nothing would be sent\n"
    return "".join(f"{line}\n" for line in _lines(plan(article.references, settings), settings.contact))


def _lines(plan: Plan, contact: str) -> Iterator[str]:
    for one in plan.first:
        yield f"{one.title}  {clean(one.url)}: {one.requests} request{'' if one.requests == 1 else 's'} at first"
        for by, value in one.values:
            yield f"  {by}: {clean(value, LONGEST)}"
    if not plan.first:
        yield "nothing would be sent: no reference has an identifier, or is of a kind that a service can be expected to know"
    if plan.may_follow:
        yield "What follows depends on the answers, and may go to:"
        for title, url in plan.may_follow:
            yield f"  {title}  {clean(url)}"
    if plan.silent:
        yield f"Not asked: {plan.silent}"
    yield f"Every request says which program asks{f', and that {contact} uses it' if contact else '; --mailto adds your address'}."
