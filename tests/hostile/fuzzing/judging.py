"""The judgement for all input: kzcheck reads it, or refuses it with clear messages, in time, and can write all reports."""

from __future__ import annotations

import json
import signal
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.etree import ElementTree as ET

import kzcheck
from kzcheck import baseline, evidence
from kzcheck.formats import changes
from kzcheck.formats.terminal import changes as drawn_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

BOUND = 60.0
"""Most seconds of one case, even on a busy machine: an audit of these small articles takes a tenth of a second."""
IN_JSON = frozenset((kzcheck.Format.JSON, kzcheck.Format.SARIF, kzcheck.Format.GITLAB))


class Outcome(NamedTuple):
    """The outcome of a case; `place` is the location of a fault with its exception, and `trace` its traceback."""

    kind: Literal["read", "refused", "fault"]
    place: str = ""
    trace: str = ""


class Broken(AssertionError):  # noqa: N818 - it is read as an adjective
    """A guarantee for all input does not hold."""


class Stuck(BaseException):
    """A case takes too long; `except Exception` does not catch this."""


def outcome(case: Callable[[], None]) -> Outcome:
    """Run a case and judge its result: success, an error of kzcheck's own, or a fault."""
    try:
        with _bounded(BOUND):
            case()
    except kzcheck.KzcheckError as error:
        wrong = _wrong_words(str(error))
        return Outcome("fault", wrong, str(error)[:2000]) if wrong else Outcome("refused")
    except (Exception, Stuck) as error:  # noqa: BLE001 - any other exception is a fault
        return Outcome("fault", _place(error), "".join(traceback.format_exception(error))[-6000:])
    return Outcome("read")


def written(report: kzcheck.Report) -> None:
    """Write a report in every format, its evidence and its baseline, and read back those that can be read.

    Raises:
        Broken: an output is not what it claims to be.
    """
    if report.faults:
        raise Broken(f"a rule broke: {report.faults[0]}")
    for form in kzcheck.Format:
        text = kzcheck.render(report, form)
        try:
            text.encode()
            if form in IN_JSON:
                json.loads(text)
            elif form is kzcheck.Format.JUNIT:
                ET.fromstring(text)  # noqa: S314 - written by ourselves a moment ago
        except (ValueError, ET.ParseError) as error:
            raise Broken(f"{form} cannot be written or read: {error}") from None
    saved = kzcheck.save_evidence(report.evidence)
    if kzcheck.save_evidence(evidence.load(saved, "saved")) != saved:
        raise Broken("evidence is not read back as it was saved")
    if len(baseline.load(kzcheck.save_baseline(report).decode(), "saved").findings) > len(report.findings):
        raise Broken("a baseline is not read back as it was saved")


def compared(old: str, new: str) -> None:
    """Compare two reports in JSON, and write the changes in every format."""
    diff = changes.changes(changes.load(old, "old.json"), changes.load(new, "new.json"))
    diff.failing()
    for text in (changes.render(diff), changes.markdown(diff), drawn_changes.render(diff, width=80, colour=False)):
        try:
            text.encode()
        except ValueError as error:
            raise Broken(f"changes cannot be written: {error}") from None


def _wrong_words(text: str) -> str:
    """Return what is wrong with the text of an error, which must be printable, with one line per problem."""
    if not all(line.strip() for line in text.split("\n")):
        return "an error without words, or with an empty line"
    try:
        text.encode()
    except ValueError:
        return "an error that cannot be printed"
    return "Python's own words in an error" if any(word in text for word in ("Traceback", "<class '", "object at 0x")) else ""


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "kzcheck" in Path(frame.filename).parts] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {type(error).__name__}: {str(error)[:160]}"


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Interrupt a case that takes too long, on systems with alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stuck(f"takes longer than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
