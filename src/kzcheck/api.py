"""The audit as a function: what `from kzcheck import …` gives, and what the commands call. docs/api.md tells it to its users."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck import baseline as baselines
from kzcheck import evidence as observed
from kzcheck import formats, pipeline
from kzcheck.errors import UsageError
from kzcheck.formats.text import clean
from kzcheck.gather.watch import Watch
from kzcheck.layers import Configuration
from kzcheck.readers import configuration, files
from kzcheck.settings import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kzcheck.article import Article
    from kzcheck.evidence import Evidence
    from kzcheck.finding import Report
    from kzcheck.settings import Settings

    AnyPath = str | os.PathLike[str]
    Progress = Callable[[str, int, int], None]

LOGGER = logging.getLogger("kzcheck")
"""Who is told what is worth a warning and stops nothing."""
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
    and the environment. With `trust_settings` the article's `kzcheck.toml` may set all that yours may. `progress` is told what is
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
    return run(
        place,
        configured,
        select=select,
        ignore=ignore,
        offline=offline,
        evidence=evidence,
        baseline=baseline,
        since=since,
        watch=_watch(progress),
    )


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


def run(  # noqa: PLR0913
    path: Path,
    configured: Configuration,
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    offline: bool = False,
    evidence: Evidence | AnyPath | None = None,
    baseline: AnyPath | None = None,
    since: str | None = None,
    only: Callable[[Article], Collection[str]] | None = None,
    article: Article | None = None,
    watch: Watch = Watch(),  # noqa: B008 - a value without state
) -> Report:
    """Audit by settings that were read and checked already.

    `only` chooses the references that services are asked about, by their ids; None means all. An `article` that was read already
    is audited in place of what lies at `path`. The rest is as in `audit`, errors too.
    """
    for warning in configured.warnings:
        watch.warn(warning)
    selected = words(select)
    if not (selected or configured.settings.select) or (select and not selected):
        raise UsageError("--select names no rule, so nothing would be checked; kzcheck rule lists all")
    folder = configuration.folder(path)
    seen = evidence
    if seen is not None and not isinstance(seen, observed.Evidence):
        seen = observed.load(files.content(Path(seen), str(seen), files.LARGEST_OWN), str(seen))
    known = before = None
    if baseline is not None:
        content = files.decode(files.content(Path(baseline), str(baseline), files.LARGEST_OWN), str(baseline))
        known = baselines.load(content, _from(folder, Path(baseline)))
    if since is not None:
        from kzcheck.readers import revisions  # noqa: PLC0415 - few audits look into git

        before = revisions.before(path, since)
    with ONE_AT_A_TIME:
        report = pipeline.audit(
            article or path,
            configured.settings,
            datetime.now(UTC),
            layers=configured.layers,
            selected=selected,
            ignored=words(ignore),
            offline=offline,
            evidence=seen,
            only=only,
            baseline=known,
            before=before,
            watch=watch,
        )
    return replace(report, folder=_known_as(folder))


def words(options: str | Iterable[str]) -> tuple[str, ...]:
    """Split options that may be repeated and may hold lists: `--select REF2,ID --select ATTR601`.

    >>> words("REF2,ID"), words(["REF2, ID", "ATTR601"])
    (('REF2', 'ID'), ('REF2', 'ID', 'ATTR601'))
    """
    every = (options,) if isinstance(options, str) else options
    return tuple(word for option in every for word in option.replace(",", " ").split())


def _watch(progress: Progress | None) -> Watch:
    """Return who is told: a caller of progress, and the log of what is worth a warning."""

    def told(what: str, done: int, of: int, _more: object = None, /) -> None:
        if progress is not None:
            progress(what, done, of)

    return Watch(told, lambda text: LOGGER.warning(clean(text)))


def _known_as(folder: Path) -> str:
    """Return the article's folder as other programs name it, from the repository's in a job of GitHub or GitLab, else from here.

    It is where links lead to, as git knows it; "" where the folder that this runs in is gone.
    """
    try:
        here, there = Path.cwd(), folder.resolve()
        given = (os.environ.get(name) for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"))
        roots = [Path(one).resolve() for one in given if one]
    except OSError:
        return ""
    return _from(next((root for root in roots if there.is_relative_to(root)), here), there)


def _from(folder: Path, path: Path) -> str:
    """Return the way from a folder to a path, with `/`; the path itself where there is none, as from one drive to another."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:
        return path.as_posix()
