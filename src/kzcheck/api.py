"""The audit as a function: what `from kzcheck import …` gives, and what the commands call. docs/api.md tells it to its users."""

from __future__ import annotations

import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck import formats, pipeline
from kzcheck.errors import UsageError
from kzcheck.evidence import Evidence
from kzcheck.formats.text import clean
from kzcheck.gather.steps import Watch
from kzcheck.layers import Configuration
from kzcheck.pipeline import AuditRequest
from kzcheck.readers import configuration
from kzcheck.settings import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kzcheck.finding import Report
    from kzcheck.settings import Settings

    AnyPath = str | os.PathLike[str]
    Progress = Callable[[str, int, int], None]

LOGGER = logging.getLogger("kzcheck")
"""Who is told what is worth a warning and stops nothing."""
NO_RULE = "--select names no rule, so nothing would be checked; kzcheck rule lists all"
ONE_AT_A_TIME = RLock()
"""Held by the audit that runs: how politely a host is asked is known within one audit only."""


def audit(  # noqa: PLR0913
    path: AnyPath = ".",
    *,
    offline: bool = False,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    evidence: Evidence | AnyPath | None = None,
    baseline: AnyPath | None = None,
    since: str | None = None,
    settings: Settings | None = None,
    trust_settings: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Audit an article, a folder or one list of references, as `kzcheck audit` does; nothing is printed or written.

    `select` and `ignore` are codes, prefixes or names of rules. `evidence` is judged again in place of asking. What the file
    `baseline` has, and what did not change `since` a revision of git, is known. `settings` count in place of those of the files
    and the environment. With `trust_settings` the article's `kzcheck.toml` may set whatever yours may. `progress` is told what is
    being done, how much of it is done, and of how much.
    Ctrl-C makes the report partial. Audits of several threads wait for each other.

    Raises:
        UsageError: the settings, the codes or the revision are wrong.
        UnreadableError: the article, the evidence or the baseline could not be read.
    """
    place = Path(path)
    if settings is None:
        configured = configuration.load(place, os.environ, trusted=trust_settings)
    else:
        configured = Configuration(configuration.checked(settings))
    watch = Watch(
        lambda what, done, of, _waiting: progress(what, done, of) if progress else None,
        lambda text: LOGGER.warning(clean(text)),
    )
    for warning in configured.warnings:
        watch.warn(warning)
    request = AuditRequest(
        path=place,
        settings=configured.settings,
        layers=configured.layers,
        selected=selection(select),
        ignored=words(ignore),
        offline=offline,
        evidence=evidence if evidence is None or isinstance(evidence, Evidence) else Path(evidence),
        baseline=None if baseline is None else Path(baseline),
        since=since,
        trusted=trust_settings,
    )
    return run(request, watch)


def read_settings(path: AnyPath = ".", *, trust_settings: bool = False) -> Settings:
    """Return the settings that count for an article: the defaults, your file, `kzcheck.toml` beside the article, the environment.

    Of `kzcheck.toml` only what an article may say counts, unless you `trust_settings`.

    Raises:
        UsageError: they are wrong; one line for each thing, with its place.
    """
    return configuration.load(Path(path), os.environ, trusted=trust_settings).settings


def render(report: Report, form: str) -> str:
    """Return a report as text in a format, by the name that `--format` has for it: what `--write` writes into a file.

    Raises:
        UsageError: there is no such format.
    """
    try:
        known = formats.Format(form)
    except ValueError:
        hint = suggestion(form, formats.Format) or f"; there are {', '.join(formats.Format)}"
        raise UsageError(f'no format has the name "{form}"{hint}') from None
    return formats.render(report, known)


def run(request: AuditRequest, watch: Watch = Watch()) -> Report:  # noqa: B008 - a value without state
    """Audit by settings that were read and checked already. The rest is as in `audit`, errors too."""
    if not (request.selected or request.settings.select):
        raise UsageError(NO_RULE)
    with ONE_AT_A_TIME:
        try:
            report = pipeline.audit(request, datetime.now(UTC), watch)
        finally:
            forget()
    return replace(report, folder=_known_as(configuration.folder(request.path)))


def forget() -> None:
    """Forget what functions of ours remember of texts, as an audit's rules ask the same again: all but tables without a limit.

    A process that audits many articles would keep the texts of all of them.
    """
    for name, module in tuple(sys.modules.items()):
        if name.startswith("kzcheck."):
            for value in tuple(vars(module).values()):
                if hasattr(type(value), "cache_clear") and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()


def selection(options: str | Iterable[str]) -> tuple[str, ...]:
    """Return the codes to run that options name, none where there are no options.

    Raises:
        UsageError: there are options, and they name nothing.
    """
    given = (options,) if isinstance(options, str) and options else tuple(options)
    if given and not words(given):
        raise UsageError(NO_RULE)
    return words(given)


def words(options: str | Iterable[str]) -> tuple[str, ...]:
    """Split options that may be repeated and may hold lists: `--select REF2,ID --select ATTR601`.

    >>> words("REF2,ID"), words(["REF2, ID", "ATTR601"])
    (('REF2', 'ID'), ('REF2', 'ID', 'ATTR601'))
    """
    every = (options,) if isinstance(options, str) else options
    return tuple(word for option in every for word in option.replace(",", " ").split())


def _known_as(folder: Path) -> str:
    """Return the article's folder as other programs name it, from the repository's in a job of GitHub or GitLab, else from here.

    It is where links lead to, as git knows it; "" where the folder that this runs in is gone.
    """
    try:
        here, there = Path.cwd(), folder.resolve()
        given = (os.environ.get(name) for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"))
        roots = [Path(name).resolve() for name in given if name]
    except OSError:
        return ""
    return configuration.relative_path(next((root for root in roots if there.is_relative_to(root)), here), there)
