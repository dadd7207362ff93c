"""The step for full texts, which this version cannot read."""

from __future__ import annotations

from kzcheck.gather.steps import StepFile
from kzcheck.reasons import Reason
from kzcheck.version import __version__

STEP = StepFile(reason=lambda _run, _subject, _reference: Reason("no-texts", {"version": __version__}))
