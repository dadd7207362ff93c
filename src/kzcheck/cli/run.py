"""What the commands share: running the audit of a folder, and how text leaves."""

from __future__ import annotations

import os
import shutil
import sys
from typing import IO, TYPE_CHECKING

from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kzcheck.cli.options import Asking
    from kzcheck.evidence import Evidence
    from kzcheck.finding import Report
    from kzcheck.layers import Configuration
    from kzcheck.pipeline import AuditRequest

STDIN = "-"
"""The path of standard input."""


def requested(paths: Sequence[str]) -> AuditRequest:
    """Return the request to audit the files at `paths`: a folder (this one, without any), lists, or `-` for standard input.

    Raises:
        UsageError: standard input is among several.
        UnreadableError: the paths are not those of one article, or standard input could not be read.
    """
    from pathlib import Path

    from kzcheck.pipeline import AuditRequest
    from kzcheck.readers import files, folders, read_text

    if STDIN in paths:
        if len(paths) > 1:
            raise UsageError(f"{STDIN} is standard input, which is one list; give no other paths with it")
        return AuditRequest(article=read_text(sys.stdin.buffer.read(files.LARGEST + 1), STDIN))
    path, given = folders.together([Path(path) for path in paths or (".",)])
    return AuditRequest(path=path, given=given)


def run(
    request: AuditRequest, asking: Asking, gathered: Callable[[Evidence], None] | None = None, *, quiet: bool = False
) -> Report:
    """Audit what is requested by the settings for it, the environment, and what the command line says: `asking`.

    `gathered` hears of the evidence before it is judged.

    Raises:
        UsageError: the settings, the codes or the revision are wrong.
        UnreadableError: the article, the evidence or the baseline could not be read.
    """
    from msgspec.structs import replace

    from kzcheck import api
    from kzcheck.cli.progress import progress
    from kzcheck.gather.steps import Watch

    configured = configuration_of(request.path, asking)
    for warning in configured.warnings:
        warn(warning)
    request = replace(
        request,
        settings=configured.settings,
        layers=configured.layers,
        offline=asking.offline,
        trusted=asking.trust_settings,
    )
    with progress(quiet=quiet) as watch:
        heard = Watch(watch, warn, note=(lambda _text: None) if quiet else warn)
        return api.run(request, heard._replace(gathered=gathered) if gathered else heard)


def configuration_of(path: Path | None, asking: Asking) -> Configuration:
    """Return the settings for the article at `path`, None for no article: the files', the environment's, the command line's.

    Raises:
        UsageError: they are wrong.
    """
    from kzcheck.readers import configuration

    loaded = configuration.load(path, os.environ, config=asking.config, trusted=asking.trust_settings)
    return loaded._replace(settings=configuration.checked(asking.over(loaded.settings), loaded.layers))


def warn(text: str) -> None:
    """Say on standard error what is worth knowing and stops nothing."""
    from kzcheck.formats.text import clean, inert

    print(f"kzcheck: {inert(clean(text))}", file=sys.stderr)  # noqa: T201


def out(text: str) -> None:
    """Write text for people to standard output, which may be the log of a job: its runner finds no command in it.

    Raises:
        UsageError: it cannot be written, as on a full disk.
    """
    from kzcheck.formats.text import inert

    _put(inert(text))


def data(text: str) -> None:
    """Write text for programs to standard output: it is UTF-8, whatever a terminal's encoding may be.

    Raises:
        UsageError: it cannot be written.
    """
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    _put(text)


def _put(text: str) -> None:
    """Write text to standard output; a reader that has gone away is no error."""
    import typer

    try:
        typer.echo(text, nl=False, color=True)
    except BrokenPipeError:
        drop(sys.stdout)
    except OSError as error:
        drop(sys.stdout)
        raise UsageError(f"standard output: cannot be written: {error.strerror}") from None


def drop(stream: IO[str]) -> None:
    """Let a stream that cannot be written to lead nowhere, or Python complains of it once more as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def colour() -> bool:
    """Whether to print in colour: on a terminal, or if `FORCE_COLOR` is set, unless `NO_COLOR` is (https://no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def width() -> int:
    """Return the columns of the terminal, 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def nearest(kind: str, wanted: str, known: Sequence[str]) -> UsageError:
    """Return the error for an id that nothing has: it names the nearest ones."""
    from rapidfuzz import process

    if not known:
        return UsageError(f'there is no {kind} "{wanted}": the article has no {kind}s')
    near = [match[0] for match in process.extract(wanted, known, limit=3, score_cutoff=50)] or [known[0], known[-1]]
    return UsageError(f'there is no {kind} "{wanted}"; similar: {", ".join(dict.fromkeys(near))}')


def write(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    from kzcheck import writing

    try:
        writing.put(path, content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
