"""An article as it was at a revision, read with git: what changed since then is found by comparing the two."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from kzcheck.article import Article
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import LISTS, configuration, read
from kzcheck.readers.nodes import printable

SECONDS = 60
"""How long git may take: it reads a few files."""


def before(path: Path, revision: str) -> Article:
    """Return the article at `path` as it was at a revision; an empty one where it was not there, or could not be read.

    Raises:
        UsageError: there is no git, no repository or no such revision.
    """
    folder = configuration.folder(path)
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        wrong = found.stderr.decode("utf-8", "replace").partition("\n")[0] or f'there is no revision "{revision}"'
        raise UsageError(f"--since: {printable(wrong)}; in CI, fetch the whole history (fetch-depth: 0)")
    commit = found.stdout.decode().strip()
    with tempfile.TemporaryDirectory() as place:
        then = Path(place)
        for line in os.fsdecode(_git(folder, "ls-tree", "-z", commit, "./").stdout).split("\0"):
            about, _, name = line.partition("\t")
            kind = about.split(" ")[1:2]
            if kind == ["blob"] and Path(name).suffix.lower() in LISTS:
                (then / Path(name).name).write_bytes(_git(folder, "cat-file", "blob", f"{commit}:./{name}").stdout)
        try:
            return read(then if folder == path else then / path.name)
        except UnreadableError:
            return Article()


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in the article's folder."""
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise UsageError("--since needs git, and there is none on this machine") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"--since: git cannot be run: {error}") from None
