"""Build the wheel and the source archive into a folder, install each in an environment of its own, and try the README's commands.

`python .ci/smoke.py dist`. It needs the package index, and installs from the lock files as users of the action do.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = "Scripts" if os.name == "nt" else "bin"
PROMPT = re.compile(r"^```text\n\$ kzcheck (?P<words>.+)\n(?P<output>(?:.*\n)*?)```$", re.MULTILINE)
"""A block of the README that shows what a command prints."""
WIDTH = "90"
"""Columns of these blocks."""


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a command and return what it prints; stop if it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KZCHECK_", "PYTHON"))}
    environment = {**kept, "COLUMNS": WIDTH, "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def environment(place: Path, *locks: str) -> Path:
    """Make an environment with what the lock files hold, and return the folder of its programs."""
    venv.create(place, with_pip=True)
    for lock in locks:
        install(place / PROGRAMS, "--require-hashes", "--requirement", ROOT / "locks" / f"{lock}.txt")
    return place / PROGRAMS


def install(programs: Path, *what: str | Path) -> None:
    """Install with the environment's own pip."""
    run(programs / "python", "-I", "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *what)


def expect(*, right: bool, what: str) -> None:
    """Stop with a message unless it is right."""
    if not right:
        sys.exit(f"wrong: {what}")


def smoke(programs: Path, source: Path) -> None:
    """Try an installation on the article of the source archive, as the README does."""
    kzcheck = programs / "kzcheck"
    expect(right=run(kzcheck, "--version").startswith("kzcheck "), what="the version")
    expect(
        right="the audit was run offline" in run(kzcheck, "audit", "--offline", "--fail-on", "never", cwd=source), what="the audit"
    )
    expect(right="misattributed-quotation" in run(kzcheck, "rule", "ATTR601"), what="the page of a rule")
    run(kzcheck, "audit", "--offline", "--fail-on", "never", "--write", "report.html", "--write", "queries.md", cwd=source)
    expect(right=(source / "report.html").stat().st_size > 0 < (source / "queries.md").stat().st_size, what="written reports")
    shown = list(PROMPT.finditer((source / "README.md").read_text("utf-8")))
    expect(right=bool(shown), what="the README shows no output")
    for block in shown:
        expect(right=run(kzcheck, *shlex.split(block["words"]), cwd=source).strip() == block["output"].strip(), what=block["words"])
    program = "import pathlib, kzcheck; print(len(kzcheck.audit(pathlib.Path('.'), offline=True).findings))"
    expect(right=int(run(programs / "python", "-c", program, cwd=source)) > 0, what="the audit as a function")
    schema = (
        "import importlib.resources as r; print((r.files('kzcheck') / 'schemas' / 'references.schema.json').read_text('utf-8'))"
    )
    expect(
        right=run(programs / "python", "-c", schema) == run(kzcheck, "schema", "references") + "\n",
        what="the schema in the package",
    )


def main(folder: Path) -> None:
    """Build, install and try."""
    folder.mkdir(exist_ok=True)
    expect(right=not list(folder.iterdir()), what=f"{folder} is not empty")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary).resolve()
        builder = environment(place / "build", "build")
        run(builder / "python", "-m", "hatchling", "build", "-d", folder.resolve())
        (wheel,), (archive,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
        with tarfile.open(archive) as files:
            files.extractall(place / "source", filter="data")
        (source,) = (place / "source").iterdir()
        for package, locks in ((wheel, ["runtime"]), (archive, ["build", "runtime"])):
            programs = environment(place / package.suffix.strip("."), *locks)
            install(programs, "--no-deps", "--no-index", "--no-build-isolation", package.resolve())
            smoke(programs, source)
            print(f"{package.name}: installed and tried")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
