"""An article as it was at a revision, read with git: what changed since then is found by comparing the two."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from kzcheck.article import Article
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import CLAIMS, REFERENCES, configuration, files, read
from kzcheck.readers.nodes import printable, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import IO

    Git = Callable[..., "GitAnswer"]

SECONDS = 60
"""How long git may take: it reads a few files."""
LONGEST = 4000
"""Bytes of a complaint of git's that are looked at."""
OF_A_HOOK = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))
"""What git tells its hooks of the repository that they run in, or of its root: the article's is found by its folder."""
NO_SAY = {
    "safe.bareRepository": "explicit",  # what looks like a repository among the article's files is not one
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.sshCommand": "false",
    "credential.helper": "",
}
"""Settings of a repository that name programs: the article's author may have written them."""
ASKS_NOBODY = {
    "GIT_ALLOW_PROTOCOL": "",  # counts more than any setting of a protocol, also than one for `ext`, which runs commands
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",  # if empty, those that the settings and SSH_ASKPASS name are not run either
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
"""The environment of a git that fetches, asks and writes nothing: what is missing in the repository is missing."""
BORROWS = ("alternates", "http-alternates")
"""Files of a repository that name others in which git looks for objects."""


class GitAnswer(NamedTuple):
    """What git came to: its exit code, what it said, and the beginning of its complaints."""

    code: int
    words: bytes
    complaints: bytes


def before(path: Path, revision: str, *, trusted: bool = False) -> Article:
    """Return the article at `path` as it was at a revision; an empty one where it was not there, or could not be read.

    Of a revision that went its own way, as a branch that has gone on since, it is the commit at which the ways parted: what others
    changed there is no change here. Unless the folder is `trusted`, its repository may not borrow objects from another.

    Raises:
        UsageError: there is no git, no repository, no such revision, or no room for temporary files.
    """
    folder = configuration.folder(path)
    names = (REFERENCES, CLAIMS) if folder == path else (path.name,)
    try:
        git = _git(folder)
        if not trusted:
            _refuse_borrowing(git)
        commit = _commit(git, revision)
        parting = os.fsdecode(git("merge-base", commit, "HEAD").words).strip()  # none is known in a shallow clone
        there = list(_files(git, parting or commit, names))
        with tempfile.TemporaryDirectory() as place:
            then = Path(place)
            for name, content in there:
                (then / name).write_bytes(content)
            return read(then if folder == path else then / path.name)
    except UnreadableError:
        return Article()
    except OSError as error:
        raise UsageError(f"--since needs a folder for files that are read at once and dropped: {error.strerror}") from None


def _refuse_borrowing(git: Git) -> None:
    """Make sure that all of a repository's objects are its own: nothing that came with an article names other places to read."""
    answer = git("rev-parse", "--git-path", "objects/info")
    info = Path(os.fsdecode(answer.words.removesuffix(b"\n")))
    if any(os.path.lexists(info / name) for name in BORROWS):
        cure = "git repack -a -d copies them, then remove the file"
        raise UsageError(f"--since: the article's repository borrows objects from another ({BORROWS[0]}); {cure}")


def _commit(git: Git, revision: str) -> str:
    answer = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = os.fsdecode(answer.words).strip()
    if not answer.code and commit.isalnum():  # "^main" is another thing than "main"
        return commit
    if wrong := " ".join(os.fsdecode(answer.complaints).split()):
        raise UsageError(f"--since: {shown(wrong, 200)}")
    raise UsageError(f'--since: there is no revision "{shown(revision)}"; in CI, fetch the whole history (fetch-depth: 0)')


def _files(git: Git, commit: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of these names that lay in the folder, with what was in them; a symbolic link has what it leads to.

    One that is too large to be read is left out.
    """
    for name in names:
        asked = os.fsencode(f"{commit}:./{name}\n")
        match git("cat-file", "--batch-check", "--follow-symlinks", stdin=asked).words.split():
            case [blob, b"blob", size] if int(size) <= files.LARGEST:
                content = git("cat-file", "blob", os.fsdecode(blob)).words
                if len(content) == int(size):
                    yield name, content


def _git(folder: Path) -> Git:
    """Return a function that runs git on the repository that holds a folder.

    The repository is named to git, which looks for none itself: old versions take a folder of the article's for one, if it looks
    like it.
    """
    root = configuration.territory(folder)
    if not os.path.lexists(root / ".git"):
        raise UsageError(f"--since: {printable(str(folder))} is not in a git repository")
    program = shutil.which("git")
    if program is None:
        raise UsageError("--since needs git, and there is none on this machine")
    if not Path(program).is_absolute() or files.lies_in(Path(program), root):
        raise UsageError(f"--since: {printable(program)}, the git that PATH leads to, may be the article's; change PATH")
    settings = [part for name, value in NO_SAY.items() for part in ("-c", f"{name}={value}")]
    command = [program, "--no-pager", "-C", str(folder), f"--git-dir={root / '.git'}", f"--work-tree={root}", *settings]
    env = {name: value for name, value in os.environ.items() if name not in OF_A_HOOK} | ASKS_NOBODY

    return lambda *arguments, stdin=b"": _run([*command, *arguments], stdin, env)


def _run(command: Sequence[str], stdin: bytes, env: Mapping[str, str]) -> GitAnswer:
    """Run a program for so long, and hear so much of it: git says more of a blob than its size, where the size is wrong."""
    with tempfile.TemporaryFile() as questions, tempfile.TemporaryFile() as complaints:
        questions.write(stdin)
        questions.seek(0)
        try:
            process = subprocess.Popen(command, stdin=questions, stdout=-1, stderr=complaints, env=env)  # noqa: S603
        except OSError as error:
            raise UsageError(f"--since: git cannot be run: {error.strerror}") from None
        patience = threading.Timer(SECONDS, process.kill)
        patience.start()
        try:
            with cast("IO[bytes]", process.stdout) as output:
                said = output.read(files.LARGEST + 1)
            process.wait()  # it ends by itself, also where nobody hears the rest
        finally:
            late = patience.finished.is_set()
            patience.cancel()
            process.kill()
        if late:
            raise UsageError(f"--since: git took longer than {SECONDS} seconds")
        complaints.seek(0)
        return GitAnswer(process.wait(), said, complaints.read(LONGEST))
