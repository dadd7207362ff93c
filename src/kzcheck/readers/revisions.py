"""Reads an article from an earlier git revision, to be compared with the current one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from msgspec.structs import replace

from kzcheck.article import Article
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import configuration, files, read
from kzcheck.readers.folders import ArticleFiles
from kzcheck.readers.nodes import printable, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import IO

    Git = Callable[..., "GitAnswer"]

SECONDS = 60
"""Most seconds that git may take: it reads a few files."""
LONGEST = 4000
"""Most bytes read of git's error messages."""
HOOK_VARIABLES = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"))
"""Variables that git sets for its hooks to name a repository; the article's repository is found by its folder instead."""
OVERRIDES = {
    "safe.bareRepository": "explicit",  # a bare repository among the article's files is not used
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.sshCommand": "false",
    "credential.helper": "",
}
"""Overrides for settings that name programs or repositories, which the article's author may have written."""
ISOLATION = {
    "GIT_ALLOW_PROTOCOL": "",  # overrides any setting for a protocol, including `ext`, which runs commands
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",  # if empty, programs named by the settings and SSH_ASKPASS are not run either
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
"""Environment that keeps git from fetching, prompting and writing, even if objects are missing."""
BORROWS = ("alternates", "http-alternates")
"""Files that name other repositories in which git looks for objects."""


class GitAnswer(NamedTuple):
    """The result of running git: its exit code, its output, and the beginning of its error messages."""

    code: int
    output: bytes
    errors: bytes


def before(article: ArticleFiles, revision: str, others: Sequence[str] = (), *, trusted: bool = False) -> Article:
    """Return an article as of a revision, from the same files, or an empty one if it did not exist or could not be read then.

    `others` are further files that were read, by their paths from its folder: the parts and lists that its manuscript names, or
    the manuscripts of its lists, of which only the texts are kept. For a revision on another branch, the merge base is used:
    changes made by others on that branch are not changes here. Unless the folder is `trusted`, its repository must not borrow
    objects from another.

    Raises:
        UsageError: git, the repository, the revision or space for temporary files is missing.
    """
    folder = article.folder
    named = (path for path in (*article.lists, article.claims, article.manuscript) if path)
    paths = {os.path.relpath(path, folder).replace(os.sep, "/"): path for path in named}
    parts = [name for name in others if article.manuscript and name not in paths and not name.startswith("../")]
    try:
        git = _git(folder)
        if not trusted:
            _refuse_borrowing(git)
        commit = _commit(git, revision)
        merge_base = os.fsdecode(git("merge-base", commit, "HEAD").output).strip()  # unknown in a shallow clone
        contents = dict(_files(git, merge_base or commit, (*paths, *parts)))
        with tempfile.TemporaryDirectory() as temporary:
            for name, content in contents.items():
                file = Path(temporary, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            earlier = {path: Path(temporary, name) for name, path in paths.items() if name in contents}
            lists = tuple(earlier[path] for path in article.lists if path in earlier)
            claims, manuscript = (earlier.get(path) if path else None for path in (article.claims, article.manuscript))
            if not lists and not manuscript:
                return Article()
            then = read(ArticleFiles(Path(temporary), lists, claims, manuscript))
            texts = {
                name: files.text_of(content, name)[0]
                for name, content in _files(git, merge_base or commit, () if manuscript else others)
            }
            return replace(then, sources={**then.sources, **texts})
    except UnreadableError:
        return Article()
    except OSError as error:
        raise UsageError(f"--since needs a temporary folder: {error.strerror}") from None


def _refuse_borrowing(git: Git) -> None:
    """Make sure that a repository has all its objects itself: an article's repository must not name other places to read."""
    answer = git("rev-parse", "--git-path", "objects/info")
    info = Path(os.fsdecode(answer.output.removesuffix(b"\n")))
    if any(os.path.lexists(info / name) for name in BORROWS):
        cure = "git repack -a -d copies them, then remove the file"
        raise UsageError(f"--since: the article's repository borrows objects from another ({BORROWS[0]}); {cure}")


def _commit(git: Git, revision: str) -> str:
    answer = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = os.fsdecode(answer.output).strip()
    if not answer.code and commit.isalnum():  # "^main" has another meaning than "main"
        return commit
    if wrong := " ".join(os.fsdecode(answer.errors).split()):
        raise UsageError(f"--since: {shown(wrong, 200)}")
    raise UsageError(f'--since: there is no revision "{shown(revision)}"; in CI, fetch the whole history (fetch-depth: 0)')


def _files(git: Git, commit: str, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files with these names in the folder at a commit, with their contents; symbolic links are followed.

    Files that are too large are left out.
    """
    for name in names:
        query = os.fsencode(f"{commit}:./{name}\n")
        match git("cat-file", "--batch-check", "--follow-symlinks", stdin=query).output.split():
            case [blob, b"blob", size] if int(size) <= files.LARGEST:
                content = git("cat-file", "blob", os.fsdecode(blob)).output
                if len(content) == int(size):
                    yield name, content


def _git(folder: Path) -> Git:
    """Return a function that runs git on the repository around a folder.

    The repository is named explicitly: old versions of git could mistake a folder of the article for a bare repository.
    """
    root = configuration.territory(folder)
    if not os.path.lexists(root / ".git"):
        raise UsageError(f"--since: {printable(str(folder))} is not in a git repository")
    program = shutil.which("git")
    if program is None:
        raise UsageError("--since needs git, which is not installed on this machine")
    if not Path(program).is_absolute() or files.is_in(Path(program), root):
        raise UsageError(f"--since: {printable(program)}, the git that PATH leads to, may belong to the article; change PATH")
    settings = [part for name, value in OVERRIDES.items() for part in ("-c", f"{name}={value}")]
    command = [program, "--no-pager", "-C", str(folder), f"--git-dir={root / '.git'}", f"--work-tree={root}", *settings]
    env = {name: value for name, value in os.environ.items() if name not in HOOK_VARIABLES} | ISOLATION

    return lambda *arguments, stdin=b"": _run([*command, *arguments], stdin, env)


def _run(command: Sequence[str], stdin: bytes, env: Mapping[str, str]) -> GitAnswer:
    """Run a program with limits on time and output: git outputs more of a blob than its stated size if that is wrong."""
    with tempfile.TemporaryFile() as inputs, tempfile.TemporaryFile() as errors:
        inputs.write(stdin)
        inputs.seek(0)
        try:
            process = subprocess.Popen(command, stdin=inputs, stdout=-1, stderr=errors, env=env)  # noqa: S603
        except OSError as error:
            raise UsageError(f"--since: git cannot be run: {error.strerror}") from None
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            with cast("IO[bytes]", process.stdout) as stdout:
                output = stdout.read(files.LARGEST + 1)
            process.wait()  # ends by itself, even if the rest is not read
        finally:
            late = timer.finished.is_set()
            timer.cancel()
            process.kill()
        if late:
            raise UsageError(f"--since: git took longer than {SECONDS} seconds")
        errors.seek(0)
        return GitAnswer(process.wait(), output, errors.read(LONGEST))
