"""`@rule` makes a `Rule` from a documented pure function from a case to problems."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.finding import Confidence, RulePage, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck.case import Case
    from kzcheck.finding import Problem
    from kzcheck.steps import StepName

    Check = Callable[[Case], Iterator[Problem]]

SECTIONS = ("Why", "Example", "Silent", "Fix")


class Rule(Struct, frozen=True):
    """A rule: its page, the function that checks it, and the values that distinguish its findings on one subject."""

    page: RulePage
    check: Check
    key: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The rule's code, as `CITE101`."""
        return self.page.code


def rule(  # noqa: PLR0913
    code: str,
    name: str,
    severity: Severity,
    *,
    needs: tuple[StepName, ...] = (),
    confidence: Confidence = Confidence.SURE,
    in_ci: bool = True,
    key: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule from a function whose docstring has a summary and the sections Why, Example, Silent and Fix.

    `needs` names the steps of gathering that it requires; a courtesy to readers is not `in_ci`. `key` names the values of its
    problems that, with the code and the subject, make up a fingerprint: what the entry or the claim says at fault, never what the
    outside world says.

    Raises:
        KeyError: a section is missing.
    """

    def decorate(check: Check) -> Rule:
        summary, sections = _parts(inspect.getdoc(check) or "")
        return Rule(
            RulePage(
                code,
                name,
                severity,
                confidence,
                needs,
                summary,
                why=sections["Why"],
                example=sections["Example"],
                silent=sections["Silent"],
                fix=sections["Fix"],
                in_ci=in_ci,
            ),
            check,
            key,
        )

    return decorate


def _parts(docstring: str) -> tuple[str, dict[str, str]]:
    summary, *pieces = re.split(rf"^({'|'.join(SECTIONS)}):\n", docstring, flags=re.MULTILINE)
    texts = (textwrap.dedent(text).strip() for text in pieces[1::2])
    return summary.strip(), dict(zip(pieces[::2], texts, strict=True))
