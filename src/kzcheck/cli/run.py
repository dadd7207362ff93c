"""What the commands share: running the audit of a folder, and how text leaves."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kzcheck.finding import Report

SETTINGS = "kzcheck.toml"


def run(
    path: Path,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    offline: bool = False,
    evidence: Path | None = None,
) -> Report:
    """Audit what lies at `path` by the settings beside it, the environment, and what the command line says.

    Raises:
        UsageError: the settings or the codes are wrong.
        UnreadableError: the article or the evidence could not be read.
    """
    import msgspec

    from kzcheck import pipeline, settings
    from kzcheck.cli.progress import progress
    from kzcheck.evidence import load

    text = _settings_text(path)
    chosen = settings.load(text, os.environ)
    if select:
        chosen = msgspec.structs.replace(chosen, select=words(select))
    seen = load(_bytes(evidence), str(evidence)) if evidence else None
    with progress() as told:
        return pipeline.audit(
            path,
            chosen,
            datetime.now(UTC),
            settings_text=text,
            ignored=words(ignore),
            offline=offline,
            evidence=seen,
            progress=told,
        )


def words(options: Iterable[str]) -> tuple[str, ...]:
    """Split options that may be repeated and may hold lists: `--select REF2,ID --select ATTR601`."""
    return tuple(word for option in options for word in option.replace(",", " ").split())


def colour() -> bool:
    """Whether standard output is a terminal that takes colour, and nobody asked for none (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal, 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def nearest(kind: str, wanted: str, known: Sequence[str]) -> UsageError:
    """Return the error for an id that nothing has: it names the nearest ones."""
    from rapidfuzz import process

    if not known:
        return UsageError(f'there is no {kind} "{wanted}": the article has no {kind}s')
    near = [match[0] for match in process.extract(wanted, known, limit=3, score_cutoff=50)] or [known[0], known[-1]]
    return UsageError(f'there is no {kind} "{wanted}"; near it: {", ".join(dict.fromkeys(near))}')


def write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from None


def _settings_text(path: Path) -> str:
    file = (path if path.is_dir() else path.parent) / SETTINGS
    try:
        return file.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{SETTINGS}: cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read: {error.strerror}") from None
