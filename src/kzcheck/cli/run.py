"""What the commands share: running the audit of a folder, and how text leaves."""

from __future__ import annotations

import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kzcheck.cli.options import Asking
from kzcheck.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from kzcheck.article import Article
    from kzcheck.finding import Report
    from kzcheck.settings import Settings

SETTINGS = "kzcheck.toml"

ADDRESS = re.compile(r"[^\s@<>,;\"'()]+@[^\s@<>,;\"'()]+")
KEY = re.compile(r"[!-~]*")
"""What a header can carry."""
WEB = re.compile(r"https?://[^\s/]+\S*\Z", re.IGNORECASE)
NO_URL = "expected a web address, as https://api.example.org"


def run(  # noqa: PLR0913
    path: Path,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    asking: Asking = Asking(),  # noqa: B008 - a value without state
    evidence: Path | None = None,
    only: Callable[[Article], Collection[str]] | None = None,
    article: Article | None = None,
    baseline: Path | None = None,
    since: str | None = None,
) -> Report:
    """Audit what lies at `path` by the settings beside it, the environment, and what the command line says.

    `asking` is how services are asked. `only` chooses the references that they are asked about, by their ids; None means all.
    An `article` that was read already is audited in place of what lies at `path`. What a `baseline` has, and what did not change
    `since` a revision of git, is known.

    Raises:
        UsageError: the settings, the codes or the revision are wrong.
        UnreadableError: the article, the evidence or the baseline could not be read.
    """
    from msgspec.structs import replace

    from kzcheck import baseline as baselines
    from kzcheck import pipeline
    from kzcheck.cli.progress import progress
    from kzcheck.evidence import load
    from kzcheck.gather.watch import Watch
    from kzcheck.readers import files

    text = settings_text(path)
    chosen = settings_of(text, asking)
    if select and not words(select):
        raise UsageError("--select names no rule, so nothing would be checked; kzcheck rule lists all")
    seen = load(files.content(evidence, str(evidence)), str(evidence)) if evidence else None
    folder = path if path.is_dir() else path.parent
    known = baselines.load(files.content(baseline, str(baseline)), _from(folder, baseline)) if baseline else None
    before = None
    if since is not None:
        from kzcheck.readers import revisions

        before = revisions.before(path, since)
    with progress() as told:
        report = pipeline.audit(
            article or path,
            chosen,
            datetime.now(UTC),
            settings_text=text,
            selected=words(select),
            ignored=words(ignore),
            offline=asking.offline,
            evidence=seen,
            only=only,
            baseline=known,
            before=before,
            watch=Watch(told, warn),
        )
    return replace(report, folder=_from(_root(), folder))


def _root() -> Path:
    """Return the folder from which other programs name files: the repository's in a job of GitHub or GitLab, else this one."""
    here = Path.cwd()
    given = (os.environ.get(name) for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"))
    return next((Path(one) for one in given if one and here.is_relative_to(one)), here)


def _from(folder: Path, path: Path) -> str:
    """Return the way from a folder to a path, with `/`; the path itself where there is none, as from one drive to another."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:
        return path.as_posix()


def settings_of(text: str, asking: Asking) -> Settings:
    """Return the settings: those of the text of `kzcheck.toml`, then of the environment, then of the command line.

    Raises:
        UsageError: they are wrong.
    """
    from kzcheck import settings

    chosen = asking.over(settings.load(text, os.environ))
    if chosen.contact and not ADDRESS.fullmatch(chosen.contact):
        raise UsageError(f'the contact "{chosen.contact}" is no address of e-mail, as editor@example.org')
    wrong = [f"{_place(text, keys)}: {what}" for keys, what in _wrong(chosen)]
    if wrong:
        raise UsageError("\n".join(wrong))
    return chosen


def _wrong(chosen: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what no request can be made with: the setting's keys, and what is wrong with it; no key is ever named."""
    for name, service in chosen.services.items():
        if not KEY.fullmatch(service.key):
            yield ("services", name, "key"), "holds a character that no key can have; copy it anew"
        if service.url and not WEB.match(service.url):
            yield ("services", name, "url"), NO_URL
    if chosen.retractions.url and not WEB.match(chosen.retractions.url):
        yield ("retractions", "url"), NO_URL
    if chosen.network.ca_bundle and not os.access(chosen.network.ca_bundle, os.R_OK):
        yield ("network", "ca-bundle"), "there is no such file that can be read"


def _place(text: str, keys: tuple[str, ...]) -> str:
    """Return where a setting stands: the variable of the environment, which counts before the file, or the line in the file."""
    from kzcheck.settings import ENVIRONMENT, line

    variable = ENVIRONMENT + "_".join(keys).upper().replace("-", "_")
    if variable in os.environ:
        return variable
    table = re.search(rf"^\s*\[\s*{re.escape('.'.join(keys[:-1]))}\s*\]", text, re.MULTILINE)
    start = table.start() if table else 0
    return f"{SETTINGS}:{text.count(chr(10), 0, start) + line(text[start:], keys[-1:])}: {'.'.join(keys)}"


def warn(text: str) -> None:
    """Say on standard error what is worth knowing and stops nothing."""
    from kzcheck.formats.text import clean

    print(f"kzcheck: {clean(text)}", file=sys.stderr)  # noqa: T201


def words(options: Iterable[str]) -> tuple[str, ...]:
    """Split options that may be repeated and may hold lists: `--select REF2,ID --select ATTR601`."""
    return tuple(word for option in options for word in option.replace(",", " ").split())


def out(text: str) -> None:
    """Write text to standard output; a reader that has gone away is no error.

    Raises:
        UsageError: it cannot be written, as on a full disk.
    """
    import typer

    try:
        typer.echo(text, nl=False, color=True)
    except BrokenPipeError:
        drop(sys.stdout)
    except OSError as error:
        drop(sys.stdout)
        raise UsageError(f"standard output: cannot be written: {error.strerror}") from None


def data(text: str) -> None:
    """Write text for programs to standard output: it is UTF-8, whatever a terminal's encoding may be.

    Raises:
        UsageError: it cannot be written.
    """
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    out(text)


def drop(stream: IO[str]) -> None:
    """Let a stream that cannot be written to lead nowhere, or Python complains of it once more as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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


def settings_text(path: Path) -> str:
    """Return the text of `kzcheck.toml` beside the article, "" where there is none.

    Raises:
        UsageError: it is there and cannot be read.
    """
    from kzcheck.readers import files

    try:
        file = (path if path.is_dir() else path.parent) / SETTINGS
        file.lstat()
    except (OSError, ValueError):  # there is none; or nothing can be read there, and whoever reads the article says why
        return ""
    try:
        return files.decode(files.content(file, SETTINGS), SETTINGS)
    except UnreadableError as error:
        raise UsageError(str(error)) from None
