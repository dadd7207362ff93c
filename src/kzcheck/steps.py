"""Steps: the parts of gathering and what each answers. The command line, the counts and all reports read this table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Step(NamedTuple):
    """One part of gathering: it answers a `question` about each `unit` of an article.

    It is `called` by its name, or by words where nothing beside them explains it. `unchecked` ends the sentence that tells an
    author what nobody checked. It `follows` the steps on whose answers it builds. One that is `local` is made
    offline, too, as far as it can without asking anybody; where it is `of_files`, all that it compares is in the article's files.
    `of_existence` are those that tell whether a work exists. `told_of` is what became of a work that was looked up by itself where
    its card says what the step left open: the rest follows from what became of it.
    """

    name: str
    unit: Literal["reference", "URL", "claim"]
    question: str
    unchecked: str
    called: str
    follows: tuple[str, ...] = ()
    local: bool = False
    of_files: bool = False
    of_existence: bool = False
    told_of: str = ""


_ALL = (
    Step(
        "records",
        "reference",
        question="do the works exist, and are they listed correctly?",
        unchecked="whether the works exist and are listed correctly",
        called="records",
        local=True,
        of_existence=True,
        told_of="not-asked",
    ),
    Step(
        "retractions",
        "reference",
        question="has any work been retracted or withdrawn?",
        unchecked="whether any of the works has been retracted or withdrawn",
        called="retractions",
        follows=("records",),
        local=True,
        told_of="found",
    ),
    Step(
        "links",
        "URL",
        question="do the links lead to the works?",
        unchecked="whether the links lead to the works",
        called="links",
        of_existence=True,
    ),
    Step(
        "locators",
        "claim",
        question="do the cited works have the pages that the text cites?",
        unchecked="whether the works have the pages that the text cites",
        called="cited pages",
        local=True,
        of_files=True,
    ),
    Step(
        "texts",
        "claim",
        question="do the cited works say what the text says?",
        unchecked="whether the works say what the text says",
        called="content of the cited works",
        follows=("records",),
        local=True,
    ),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _ALL}
"""All steps by their names, in the order in which they are made and reported."""

if TYPE_CHECKING:
    StepName = str
else:
    StepName = Literal[*STEPS]
"""The names of steps: msgspec refuses any other."""


def in_order(names: Iterable[StepName]) -> tuple[StepName, ...]:
    """Return steps and those that they follow, in the order in which they are made."""
    wanted = set(names)
    return tuple(step.name for step in _ALL if step.name in wanted or any(step.name in STEPS[name].follows for name in wanted))
