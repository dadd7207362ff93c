"""`--since` reads the article's git repository, which its author controls, without giving it any influence.

Each attack is a folder as in a zip file or a pull request; its canary is a file created by a command of the author's.
With git 2.47 and no defence, all attacks with promised objects ran their commands, and so did the bare repository. Hooks, filters,
attributes, pagers and monitors run nothing today, since only objects are read; they are included so that this stays so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tracemalloc
import zlib
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kzcheck.readers import files, revisions
from kzcheck.readers.folders import article_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Edit, Run

MISSING = "a" * 40
"""The name of a commit that does not exist."""


class Attack(NamedTuple):
    """An article in a repository prepared by its author, and the file that a command of the author's creates."""

    folder: Path
    canary: Path

    @property
    def command(self) -> str:
        """A shell command that leaves a trace, whatever arguments follow."""
        return f"touch '{self.canary}' #"

    def git(self, *arguments: str) -> str:
        who = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def config(self, **settings: str) -> None:
        """Set `section.name`, given as `section__name`; `_` between two words of a section stands for a dot."""
        for name, value in settings.items():
            self.git("config", name.replace("__", "."), value)

    def promise(self, url: str, **settings: str) -> None:
        """Make the branch `main` name a missing commit that a remote promises to have."""
        self.config(
            core__repositoryFormatVersion="1",
            extensions__partialClone="origin",
            remote__origin__promisor="true",
            remote__origin__url=url,
            **settings,
        )
        (self.folder / ".git" / "refs" / "heads" / "main").unlink()
        (self.folder / ".git" / "packed-refs").write_text(f"{MISSING} refs/heads/main\n", "utf-8")


@pytest.fixture
def attack(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Attack:
    """The small article, committed once."""
    made = Attack(folder, tmp_path_factory.mktemp("elsewhere") / "canary")
    made.git("init", "--quiet", "--object-format=sha1", "--initial-branch", "main")
    made.git("add", ".")
    made.git("commit", "--quiet", "--message", "a step")
    return made


def hooks(attack: Attack, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman", "pre-auto-gc", "post-merge"):
        (folder / name).write_text(f"#!/bin/sh\n{attack.command}\n", "utf-8")
        (folder / name).chmod(0o755)


def _filters(attack: Attack) -> None:
    attack.config(
        filter__evil__clean=attack.command,
        filter__evil__smudge=attack.command,
        filter__evil__required="true",
        diff__evil__textconv=attack.command,
        diff__evil__command=attack.command,
        diff__external=attack.command,
    )
    (attack.folder / ".gitattributes").write_text("* filter=evil diff=evil\n", "utf-8")
    attack.git("-c", "filter.evil.clean=", "-c", "filter.evil.required=false", "add", ".gitattributes")
    attack.git("commit", "--quiet", "--message", "attributes")
    attack.canary.unlink(missing_ok=True)


def _own_hooks(attack: Attack) -> None:
    hooks(attack, attack.folder / ".git" / "hooks")


def _other_hooks(attack: Attack) -> None:
    hooks(attack, attack.folder / "hooks")
    attack.config(core__hooksPath="hooks")


def _proxy(attack: Attack) -> None:
    program = attack.folder / "proxy"
    program.write_text(f"#!/bin/sh\n{attack.command}\n", "utf-8")
    program.chmod(0o755)
    attack.promise("git://example.org/paper", core__gitProxy=str(program))


def _include(attack: Attack) -> None:
    attack.promise("ssh://git@example.org/paper")
    (attack.folder / "more").write_text(f'[core]\n\tsshCommand = "{attack.command}"\n', "utf-8")
    attack.config(include__path="../more")


def _bare(attack: Attack) -> None:
    """Put a bare repository among the files of the article's folder, as a commit can contain one."""
    attack.promise("ssh://git@example.org/paper", core__sshCommand=attack.command, core__bare="true")
    for part in (attack.folder / ".git").iterdir():
        part.rename(attack.folder / part.name)
    (attack.folder / ".git").rmdir()


def _bare_in_another(attack: Attack) -> None:
    """Put it in a folder of an ordinary repository."""
    _bare(attack)
    inner = attack.folder / "paper"
    inner.mkdir()
    for part in list(attack.folder.iterdir()):
        if part != inner:
            part.rename(inner / part.name)
    attack.git("init", "--quiet", "--initial-branch", "main", ".")
    for name in ("references.yaml", "claims.yaml"):
        shutil.copy(inner / name, attack.folder)
    attack.git("add", "references.yaml", "claims.yaml")
    attack.git("commit", "--quiet", "--message", "in order")


def _file(attack: Attack) -> None:
    """Make `.git` a file that names a folder of the author's."""
    attack.promise("ext::sh -c touch% canary", protocol__ext__allow="always", core__sshCommand=attack.command)
    attack.config(remote__origin__url="ssh://git@example.org/paper")
    (attack.folder / ".git").rename(attack.folder / "settings")
    (attack.folder / ".git").write_text("gitdir: settings\n", "utf-8")


ATTACKS: dict[str, Callable[[Attack], object]] = {
    "ssh": lambda attack: attack.promise("ssh://git@example.org/paper", core__sshCommand=attack.command),
    "ext": lambda attack: attack.promise(f"ext::touch {attack.canary}", protocol__ext__allow="always", protocol__allow="always"),
    "a folder, and what serves it": lambda attack: attack.promise(str(attack.folder), remote__origin__uploadpack=attack.command),
    "a proxy": _proxy,
    "an include": _include,
    "a bare repository": _bare,
    "a bare repository in another": _bare_in_another,
    "a file in the place of the folder": _file,
    "a monitor": lambda attack: attack.config(core__fsmonitor=attack.command),
    "a pager": lambda attack: attack.config(core__pager=attack.command, pager__log=attack.command),
    "hooks": _own_hooks,
    "hooks elsewhere": _other_hooks,
    "filters and text conversion": _filters,
}


@pytest.mark.parametrize("revision", ["main", MISSING])
@pytest.mark.parametrize("kind", ATTACKS)
def test_a_repository_cannot_run_programs(kzcheck: Run, attack: Attack, kind: str, revision: str):
    ATTACKS[kind](attack)
    article = attack.folder / "paper" if kind.endswith("another") else attack.folder
    assert not attack.canary.exists()
    done = kzcheck("audit", article, "--offline", "--since", revision, cwd=attack.folder)

    assert not attack.canary.exists()
    assert not (attack.folder / "canary").exists()
    assert done.returncode in {0, 1, 2}
    assert done.stderr.count("\n") <= 1


def test_a_work_tree_named_elsewhere_is_ignored(kzcheck: Run, attack: Attack, edit: Edit, tmp_path_factory: pytest.TempPathFactory):
    attack.config(core__worktree=str(tmp_path_factory.mktemp("worktree")))
    edit(attack.folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')

    assert kzcheck("audit", attack.folder, "--offline").returncode == 1
    assert kzcheck("audit", attack.folder, "--offline", "--since", "HEAD").returncode == 1


@pytest.mark.parametrize("name", ["alternates", "http-alternates"])
def test_a_repository_that_borrows_objects_is_not_read(kzcheck: Run, attack: Attack, name: str):
    (attack.folder / ".git" / "objects" / "info" / name).write_text("/home/somebody/.git/objects\n", "utf-8")
    done = kzcheck("audit", attack.folder, "--offline", "--since", "HEAD")

    assert done.returncode == 2
    assert "borrows objects from another" in done.stderr
    assert done.stderr.count("\n") == 1
    assert kzcheck("audit", attack.folder, "--offline", "--since", "HEAD", "--trust-settings").returncode == 0


@pytest.mark.parametrize("path", ["{folder}/bin", "bin", "."])
def test_a_git_program_in_the_articles_folder_is_not_run(kzcheck: Run, attack: Attack, path: str):
    for program in (attack.folder / "bin" / "git", attack.folder / "git"):
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{attack.command}\n", "utf-8")
        program.chmod(0o755)
    env = {"PATH": f"{path.format(folder=attack.folder)}:{os.environ['PATH']}"}
    done = kzcheck("audit", attack.folder, "--offline", "--since", "HEAD", cwd=attack.folder, env=env)

    assert not attack.canary.exists()
    assert done.returncode == 2
    assert "may belong to the article; change PATH" in done.stderr


def lying(attack: Attack, size: int, says: int) -> None:
    """Make the list in the last commit a blob of so many bytes that states another size."""
    name = hashlib.sha1(b"blob %d\0" % says, usedforsecurity=False).hexdigest()
    place = attack.folder / ".git" / "objects" / name[:2] / name[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(zlib.compress(b"blob %d\0" % says + b" " * size, 9))
    attack.git("update-index", "--cacheinfo", f"100644,{name},references.yaml")
    attack.git("commit", "--quiet", "--no-verify", "--message", "large")


@pytest.mark.parametrize("says", [10, 300 << 20])
def test_an_earlier_list_that_is_too_large_is_left_out(attack: Attack, says: int):
    lying(attack, 300 << 20, says)
    tracemalloc.start()
    try:
        before = revisions.before(article_files(attack.folder), "HEAD")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert before.references == ()
    assert peak < 3 * files.LARGEST


def test_the_work_tree_of_another_repository_is_read(kzcheck: Run, attack: Attack, edit: Edit):
    attack.git("worktree", "add", "--quiet", "../tree")
    tree = attack.folder.parent / "tree"
    edit(tree / "claims.yaml", 'page: "12"', 'page: "412"')
    done = kzcheck("audit", tree, "--offline", "--since", "main", "--fail-on", "warning")
    edit(tree / "claims.yaml", 'page: "412"', 'page: "12"')

    assert done.returncode == 1
    assert kzcheck("audit", tree, "--offline", "--since", "main", "--fail-on", "warning").returncode == 0
