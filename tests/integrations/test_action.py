"""action.yml as run by a runner: what its steps leave, and that no text becomes a command."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Edit
    from tests.integrations.conftest import Job

NOTHING = 'cites: ["1"]', 'cites: ["17"]'
"""A citation of a missing entry, which is an error."""
REPORTS = {"evidence.json", "report.json", "report.html", "report.sarif", "junit.xml", "summary.md"}


def obeyed(log: str) -> list[str]:
    """Return the lines that a runner treats as commands: none between a stop and its token."""
    commands, token = [], ""
    for line in log.splitlines():
        if token:
            token = "" if line.strip() == f"::{token}::" else token
        elif stop := re.fullmatch(r"::stop-commands::(\w{16,})", line):
            token = stop[1]
        elif line.lstrip().startswith("::") or "##[" in line:
            commands.append(line)
    assert not token
    return commands


def test_a_clean_article_passes_and_leaves_every_report(job: Job):
    done = job.step("Audit")

    assert (done.returncode, done.stderr) == (0, "")
    assert (job.output("code"), job.output("name")) == ("0", "kzcheck")
    assert {file.name for file in job.reports().iterdir()} == REPORTS
    assert job.summary() == (job.reports() / "summary.md").read_text("utf-8")
    assert "the audit was run offline" in job.summary()
    assert [line.split()[0] for line in obeyed(done.stdout)] == ["::notice"]
    assert job.step("Verdict").returncode == 0


def test_an_error_is_annotated_and_summarised_and_the_last_step_fails(job: Job, edit: Edit):
    edit(job.workspace / "claims.yaml", *NOTHING)
    done = job.step("Audit")

    assert done.returncode == 0
    assert job.output("code") == "1"
    assert any(line.startswith("::error file=claims.yaml,line=6,") and "CITE101" in line for line in obeyed(done.stdout))
    assert "CITE101" in job.summary()
    assert job.step("Verdict").returncode == 1


@pytest.mark.parametrize(
    ("inputs", "code", "says"),
    [
        ({"fail_on": "all"}, "2", "--fail-on"),
        ({"path": "nowhere\n::warning::said by a path"}, "3", "does not exist"),
        ({"since": "$(touch obeyed)`touch obeyed`\n::warning::said by a revision"}, "2", "--since"),
    ],
)
def test_an_invalid_input_gives_one_line_and_no_report(job: Job, inputs: dict[str, str], code: str, says: str):
    done = job.step("Audit", **inputs)

    (line,) = [line for line in done.stdout.splitlines() if not line.startswith("::")]
    assert line.startswith("kzcheck: ")
    assert says in line
    assert obeyed(done.stdout) == ["::error title=kzcheck::There is no report; see the log of this step"]
    assert (job.output("code"), job.output("reports"), job.summary()) == (code, "", "")
    assert job.step("Verdict").returncode == int(code)
    assert not (job.workspace / "obeyed").exists()


def test_only_true_and_false_are_accepted_for_offline(job: Job):
    done = job.step("Audit", offline="yes")

    assert done.returncode == 2
    assert done.stdout == "::error title=kzcheck::The input offline must be true or false\n"


def test_a_path_is_never_taken_for_a_command(job: Job):
    path = "$(touch obeyed) `touch obeyed` \"'; *\ncode=0\n::warning::said by a path"
    folder = job.workspace / path
    folder.mkdir(parents=True)
    for file in list(job.workspace.glob("*.yaml")):
        (folder / file.name).write_text(file.read_text("utf-8").replace(*NOTHING), "utf-8")
        file.unlink()
    done = job.step("Audit", path=path)

    assert job.output("code") == "1"
    assert not {"\n", '"', "*", ":", ">"} & set(job.output("name"))
    assert not [line for line in obeyed(done.stdout) if line.startswith("::warning::")]
    assert not list(job.workspace.rglob("obeyed"))


def test_a_hostile_folder_is_unchanged_and_nothing_is_written_next_to_it(job: Job):
    canary = job.temp / "canary"
    canary.write_text("a key\n", "utf-8")
    folder = job.workspace / "-x\n::error::said by a name"
    folder.mkdir()
    for file in list(job.workspace.glob("*.yaml")):
        file.rename(folder / file.name)
    for name in ("report.json", "evidence.json", "report.html", "summary.md", ".kzcheck", "kzcheck.py", "sitecustomize.py"):
        (folder / name).symlink_to(canary)
    (folder / "kzcheck.toml").write_text('[retractions]\npath = "/etc/passwd"\n[network]\nproxy = "http://127.0.0.1:9"\n', "utf-8")
    before = {path: path.lstat().st_mtime_ns for path in job.workspace.rglob("*")}
    done = job.step("Audit", path=str(folder.relative_to(job.workspace)))

    assert {path: path.lstat().st_mtime_ns for path in job.workspace.rglob("*")} == before
    assert canary.read_text("utf-8") == "a key\n"
    assert "a key" not in done.stdout + done.stderr
    assert not [line for line in obeyed(done.stdout) if line.startswith("::error::")]
    assert {file.name for file in job.reports().iterdir()} == REPORTS
    assert job.reports().is_relative_to(job.temp)


def test_a_pull_request_fails_only_on_its_own_changes(job: Job, edit: Edit):
    edit(job.workspace / "claims.yaml", *NOTHING)
    for command in (
        ("init", "--quiet"),
        ("add", "."),
        ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "commit", "--quiet", "--message", "before"),
    ):
        subprocess.run(["git", "-c", "commit.gpgsign=false", *command], cwd=job.workspace, check=True)
    done = job.step("Audit", since="HEAD")

    assert job.output("code") == "0"
    assert not [line for line in obeyed(done.stdout) if line.startswith("::error")]


@pytest.mark.skipif(not shutil.which("jq"), reason="there is no jq")
def test_ignored_findings_are_not_code_scanning_alerts(job: Job, edit: Edit):
    edit(job.workspace / "claims.yaml", *NOTHING)
    (job.workspace / "kzcheck.toml").write_text('[[ignore]]\ncode = "CITE101"\nreason = "seen"\n', "utf-8")
    job.step("Audit")
    whole = json.loads((job.reports() / "report.sarif").read_text("utf-8"))["runs"][0]["results"]
    sent = json.loads(Path(job.output("sarif")).read_text("utf-8"))["runs"][0]["results"]

    assert any("suppressions" in level for level in whole)
    assert [level for level in whole if "suppressions" not in level] == sent


def test_required_but_unchecked_steps_are_reported(job: Job):
    done = job.step("Audit", require="links, records", fail_on="never", mailto="jane@example.org")

    assert job.output("code") == "3"
    assert {file.name for file in job.reports().iterdir()} == REPORTS
    assert obeyed(done.stdout)[-1].startswith("::error title=kzcheck::Required checks were not made")


def test_installations_are_separate_and_each_article_has_its_own_cache(job: Job):
    python = job.temp / "python"
    makes = 'mkdir -p "$last/bin" && cp "$0" "$last/bin/python"'
    python.write_text(f'#!/bin/sh\nfor last; do :; done\nif [ "$1 $2 $3" = "-I -m venv" ]; then {makes}; fi\n', "utf-8")
    python.chmod(0o755)
    job.values["steps.python.outputs.python-path"] = str(python)
    keys = []
    for path in (".", "a b", "$(touch obeyed)"):
        done = job.step("Install kzcheck", path=path)
        assert (done.returncode, done.stderr) == (0, "")
        assert Path(job.output("answers", "install")).is_dir()
        keys.append(job.output("key", "install"))

    assert len(set(keys)) == 3
    assert all(re.fullmatch(r"kzcheck-answers-Linux-[0-9-]+-", key) for key in keys)
    (bin_,) = set((job.temp / "path").read_text("utf-8").splitlines())
    assert [file.name for file in Path(bin_).iterdir()] == ["kzcheck"]
    assert {file.name for file in job.workspace.iterdir()} == {"references.yaml", "claims.yaml"}
