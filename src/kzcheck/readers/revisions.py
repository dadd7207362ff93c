"""An article as it was at a revision, read with git: what changed since then is found by comparing the two."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck.article import Article
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import CLAIMS, REFERENCES, configuration, read
from kzcheck.readers.nodes import printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 60
"""How long git may take: it reads a few files."""
OF_A_HOOK = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))
"""What git tells its hooks of the repository that they run in, or of its root: the article's is found by its folder."""


def before(path: Path, revision: str) -> Article:
    """Return the article at `path` as it was at a revision; an empty one where it was not there, or could not be read.

    Of a revision that went its own way, as a branch that has gone on since, it is the commit at which the ways parted: what others
    changed there is no change here.

    Raises:
        UsageError: there is no git, no repository, no such revision, or no room for temporary files.
    """
    folder = configuration.folder(path)
    names = (REFERENCES, CLAIMS) if folder == path else (path.name,)
    there = list(_files(folder, _parting(folder, _commit(folder, revision)), names))
    try:
        with tempfile.TemporaryDirectory() as place:
            then = Path(place)
            for name, content in there:
                (then / name).write_bytes(content)
            return read(then if folder == path else then / path.name)
    except UnreadableError:
        return Article()
    except OSError as error:
        raise UsageError(f"--since needs a folder for files that are read at once and dropped: {error.strerror}") from None


def _commit(folder: Path, revision: str) -> str:
    """Return the commit that a revision names."""
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = os.fsdecode(found.stdout).strip()
    if not found.returncode and commit.isalnum():  # "^main" is another thing than "main"
        return commit
    if wrong := " ".join(os.fsdecode(found.stderr).split()):
        raise UsageError(f"--since: {printable(wrong)}")
    raise UsageError(f'--since: there is no revision "{shown(revision)}"; in CI, fetch the whole history (fetch-depth: 0)')


def _parting(folder: Path, commit: str) -> str:
    """Return the last commit that HEAD and another have in common; that other one where none is known, as in a shallow clone."""
    found = _git(folder, "merge-base", commit, "HEAD")
    return os.fsdecode(found.stdout).strip() or commit


def _files(folder: Path, commit: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of these names that lay in the folder, with what was in them; a symbolic link has what it leads to."""
    for name in names:
        asked = os.fsencode(f"{commit}:./{name}\n")
        said = _git(folder, "cat-file", "--batch", "--follow-symlinks", told=asked).stdout
        head, _, content = said.partition(b"\n")
        if head.split()[1:2] == [b"blob"]:
            yield name, content[:-1]


def _git(folder: Path, *arguments: str, told: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git in the article's folder."""
    env = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK}
    try:
        return subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *arguments],  # noqa: S607
            input=told,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=env,
        )
    except FileNotFoundError:
        raise UsageError("--since needs git, and there is none on this machine") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"--since: git cannot be run: {error}") from None
