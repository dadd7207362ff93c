"""The audit as a function: what `from kzcheck import …` offers and the commands call; docs/api.md is its manual."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
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
from kzcheck.readers import configuration, read_text
from kzcheck.readers.folders import together
from kzcheck.settings import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kzcheck.finding import Report
    from kzcheck.settings import Settings

    AnyPath = str | os.PathLike[str]
    Progress = Callable[[str, int, int], None]

LOGGER = logging.getLogger("kzcheck")
"""The logger for warnings that stop nothing."""
NO_RULE = "--select names no rule, so nothing would be checked; kzcheck rule lists all"
CACHED = type(cache(str))
"""What a function with a cache is."""
ONE_AT_A_TIME = RLock()
"""Held by the running audit: limits for each host are kept within one audit only."""


def audit(  # noqa: PLR0913
    path: AnyPath | Iterable[AnyPath] | Iterable[Mapping[str, object]] = ".",
    *,
    text: str | None = None,
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
    """Audit an article, as `kzcheck audit` does; nothing is printed or written.

    `path` is a manuscript, a folder, one list of references, several files of one article (a manuscript and its list), or the
    references themselves as items of CSL JSON (dictionaries). A list in memory may also be a `text`, in any format of lists, and
    is then audited in place of `path`.
    `select` and `ignore` are codes, prefixes or names of rules. `evidence`, if given, is judged again instead of gathering.
    Findings in the file `baseline`, and those unchanged `since` a git revision, are known. `settings` replace those of the files
    and the environment. With `trust_settings` the article's `kzcheck.toml` may set anything that yours may. `progress` is called
    with the current task, the amount done and the total. Ctrl-C makes the report partial. Audits in several threads wait for each
    other.

    Raises:
        UsageError: the settings, the codes or the revision are wrong.
        UnreadableError: the article, the evidence or the baseline could not be read.
    """
    requested = _requested(path, text)
    if settings is None:
        configured = configuration.load(requested.path, os.environ, trusted=trust_settings)
    else:
        configured = Configuration(configuration.checked(settings))
    watch = Watch(
        lambda task, done, of, _waiting: progress(task, done, of) if progress else None,
        lambda text: LOGGER.warning(clean(text)),
    )
    for warning in configured.warnings:
        watch.warn(warning)
    request = replace(
        requested,
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


def _requested(path: AnyPath | Iterable[AnyPath] | Iterable[Mapping[str, object]], text: str | None) -> AuditRequest:
    """Return the request for an article: files, or a list in memory, which is in `text` or in `items` for locations."""
    if text is not None:
        return AuditRequest(article=read_text(text.encode("utf-8", "surrogatepass"), "text"))
    if isinstance(path, (str, os.PathLike)):
        return AuditRequest(path=Path(path))
    parts = list(path)
    items = [part for part in parts if isinstance(part, Mapping)]
    if items or not parts:
        try:
            written = json.dumps(parts, ensure_ascii=False, indent=1)
        except TypeError as error:
            raise UsageError(f"items: {error}; give references as CSL JSON has them") from None
        return AuditRequest(article=read_text(written.encode("utf-8", "surrogatepass"), "items"))
    paths = [Path(part) for part in parts if isinstance(part, (str, os.PathLike))]
    place, given = together(paths)
    return AuditRequest(path=place, given=given)


def read_settings(path: AnyPath = ".", *, trust_settings: bool = False) -> Settings:
    """Return the settings that apply to an article: the defaults, your file, `kzcheck.toml` beside the article, the environment.

    Only what an article may set counts in `kzcheck.toml`, unless you `trust_settings`.

    Raises:
        UsageError: they are wrong; one line for each error, with its place.
    """
    return configuration.load(Path(path), os.environ, trusted=trust_settings).settings


def render(report: Report, form: str) -> str:
    """Return a report as text in a format of `--format`: what `--write` writes into a file.

    Raises:
        UsageError: the format does not exist.
    """
    try:
        known = formats.Format(form)
    except ValueError:
        hint = suggestion(form, formats.Format) or f"; there are {', '.join(formats.Format)}"
        raise UsageError(f'there is no format called "{form}"{hint}') from None
    return formats.render(report, known)


def run(request: AuditRequest, watch: Watch = Watch()) -> Report:  # noqa: B008 - a value without state
    """Audit with settings that were already read and checked; otherwise like `audit`, including the errors."""
    if not (request.selected or request.settings.select):
        raise UsageError(NO_RULE)
    with ONE_AT_A_TIME:
        try:
            report = pipeline.audit(request, datetime.now(UTC), watch)
        finally:
            forget()
    return replace(report, folder=_known_as(configuration.folder(request.path)))


def forget() -> None:
    """Clear the caches of texts that an audit's rules use repeatedly: all except tables without a limit.

    A process that audits many articles would otherwise keep the texts of all of them.
    """
    for name, module in tuple(sys.modules.items()):
        if name.startswith("kzcheck."):
            for value in tuple(vars(module).values()):
                if isinstance(value, CACHED) and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()


def selection(options: str | Iterable[str]) -> tuple[str, ...]:
    """Return the codes to run that options name, or none without options.

    Raises:
        UsageError: there are options, but they name nothing.
    """
    named = (options,) if isinstance(options, str) and options else tuple(options)
    if named and not words(named):
        raise UsageError(NO_RULE)
    return words(named)


def words(options: str | Iterable[str]) -> tuple[str, ...]:
    """Split options that may be repeated and may contain lists: `--select REF2,ID --select ATTR601`.

    >>> words("REF2,ID"), words(["REF2, ID", "ATTR601"])
    (('REF2', 'ID'), ('REF2', 'ID', 'ATTR601'))
    """
    every = (options,) if isinstance(options, str) else options
    return tuple(word for option in every for word in option.replace(",", " ").split())


def _known_as(folder: Path) -> str:
    """Return the article's folder relative to the repository in a job of GitHub or GitLab, else to the working directory.

    Symbolic links are resolved, as in git; "" if the working directory no longer exists.
    """
    try:
        working, article = Path.cwd(), folder.resolve()
        given = (os.environ.get(name) for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"))
        roots = [Path(name).resolve() for name in given if name]
    except OSError:
        return ""
    return configuration.relative_path(next((root for root in roots if article.is_relative_to(root)), working), article)
