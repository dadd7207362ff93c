"""kzcheck: the linter for citations.

The public names are in `__all__` and described in docs/api.md; each is imported when it is first used.
"""

from kzcheck.version import __version__

TYPE_CHECKING = False  # as type checkers know it: importing `typing` takes time, during which Ctrl-C would print a traceback
if TYPE_CHECKING:
    from kzcheck.annotated import annotate
    from kzcheck.api import audit, read_settings, render
    from kzcheck.baseline import save as save_baseline
    from kzcheck.errors import KzcheckError, UnreadableError, UsageError
    from kzcheck.evidence import Evidence, Unchecked
    from kzcheck.evidence import save as save_evidence
    from kzcheck.finding import Confidence, Finding, Report, Severity
    from kzcheck.formats import Format
    from kzcheck.settings import Settings

__all__ = [
    "Confidence",
    "Evidence",
    "Finding",
    "Format",
    "KzcheckError",
    "Report",
    "Settings",
    "Severity",
    "Unchecked",
    "UnreadableError",
    "UsageError",
    "__version__",
    "annotate",
    "audit",
    "read_settings",
    "render",
    "save_baseline",
    "save_evidence",
]

_HOMES = {
    "Confidence": "finding.Confidence",
    "Evidence": "evidence.Evidence",
    "Finding": "finding.Finding",
    "Format": "formats.Format",
    "KzcheckError": "errors.KzcheckError",
    "Report": "finding.Report",
    "Settings": "settings.Settings",
    "Severity": "finding.Severity",
    "Unchecked": "evidence.Unchecked",
    "UnreadableError": "errors.UnreadableError",
    "UsageError": "errors.UsageError",
    "annotate": "annotated.annotate",
    "audit": "api.audit",
    "read_settings": "api.read_settings",
    "render": "api.render",
    "save_baseline": "baseline.save",
    "save_evidence": "evidence.save",
}
"""Where each name is defined."""


def __getattr__(name: str) -> object:
    """Import a name when it is first used (PEP 562), so that printing the version or the help is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - as above

    module, _, own = _HOMES[name].rpartition(".")
    globals()[name] = value = getattr(import_module(f"{__name__}.{module}"), own)
    return value


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted(__all__)
