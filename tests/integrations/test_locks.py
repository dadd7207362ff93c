"""The lock files match pyproject.toml, and everything is installed from them."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = ("runtime", "build", "developing")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def lines(lock: str) -> list[str]:
    """Return the lines of a lock file, with continued lines joined."""
    text = (ROOT / "locks" / f"{lock}.txt").read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line]


def versions(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock file, by name."""
    requirements = [Requirement(line.partition("--hash")[0]) for line in lines(lock)[1:]]
    return {canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==") for requirement in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_gives_one_version_with_its_hashes_and_no_index(lock: str):
    first, *packages = lines(lock)

    assert first == "--only-binary :all:"
    assert packages
    for line in packages:
        package, *hashes = [part.strip() for part in re.split(r"(?=--hash)", line)]
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; [\w'\". !=<>*]+)?", package)
        assert hashes
        assert all(HASH.fullmatch(digest) for digest in hashes)


def test_each_dependency_is_locked_at_a_version_within_its_range():
    locked = versions("runtime")
    needed = [Requirement(requirement) for requirement in PROJECT["project"]["dependencies"]]

    assert needed
    assert [
        str(requirement)
        for requirement in needed
        if not requirement.specifier.contains(locked[canonicalize_name(requirement.name)])
    ] == []


def test_the_build_backend_is_the_locked_one():
    assert PROJECT["build-system"]["requires"] == [f"hatchling=={versions('build')['hatchling']}"]


def test_everything_is_installed_by_hash_or_from_this_checkout(tmp_path: Path):
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/sh\necho "$PWD: $*" >>"$LOG"\n'
        'for last; do :; done\nif [ "$3" = venv ]; then mkdir -p "$last/bin" && cp "$0" "$last/bin/python"; fi\n',
        "utf-8",
    )
    python.chmod(0o755)
    article, log = tmp_path / "article", tmp_path / "log"
    article.mkdir()
    subprocess.run(
        ["sh", ROOT / "integrations" / "install.sh", python, tmp_path / "environment"],
        cwd=article,
        env={"PATH": "/usr/bin:/bin", "LOG": str(log)},
        check=True,
        timeout=60,
    )
    commands = log.read_text("utf-8").splitlines()

    assert all(command.startswith(f"{ROOT}: -I -m ") for command in commands)
    by_hash = [command for command in commands if "--require-hashes" in command]
    ours = [command for command in commands if "--no-deps" in command and "--no-index" in command]
    made = [command for command in commands if "-m venv" in command]
    assert [re.findall(r"locks/(\w+)\.txt", command) for command in by_hash] == [["build"], ["runtime"]]
    assert len(ours) == 2
    assert len(commands) == len(by_hash) + len(ours) + len(made)
    assert not list(article.iterdir())


def test_a_python_that_is_too_old_is_named_before_anything_is_made(tmp_path: Path):
    python = tmp_path / "python3"
    old = "import sys; sys.version_info = (3, 9, 18); exec(sys.argv[1])"
    python.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{old}' \"$2\"\n", "utf-8")
    python.chmod(0o755)
    made = tmp_path / "environment"
    done = subprocess.run(
        ["make", "audit", f"PYTHON={python}", f"VENV={made}"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode
    assert "kzcheck needs Python 3.11 or newer, and this is 3.9" in done.stderr
    assert PROJECT["project"]["requires-python"] == ">=3.11"
    assert not made.exists()
