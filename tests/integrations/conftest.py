"""A CI job without its service: the shell commands of a step, as in the file, in a clean environment."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from processes import Kzcheck

ROOT = Path(__file__).parents[2]
ACTION = "action.yml"
EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")


def read(file: str) -> Any:  # noqa: ANN401 - YAML
    return yaml.safe_load((ROOT / file).read_text("utf-8"))


def steps(file: str) -> list[dict[str, Any]]:
    """Return the steps of an action or of a workflow."""
    definition = read(file)
    runs = [definition["runs"]] if "runs" in definition else definition["jobs"].values()
    return [step for job in runs for step in job["steps"]]


@dataclass
class Job:
    """What a GitHub runner keeps between steps: values of expressions, and files."""

    workspace: Path
    temp: Path
    values: dict[str, str]
    path: str
    environment: dict[str, str] = field(default_factory=dict)

    def step(self, name: str, file: str = ACTION, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run one step; the name of an input is given with _ for -. Later steps know its outputs."""
        definition = next(step for step in steps(file) if step.get("name") == name)
        self.values |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
        (self.temp / "step.sh").write_text(definition["run"], "utf-8")
        (self.temp / "output").write_text("", "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", self.temp / "step.sh"],
            cwd=self.workspace,
            env=self._environment(definition.get("env", {})),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        for line in (self.temp / "output").read_text("utf-8").splitlines():
            key, equals, value = line.partition("=")
            assert equals, f"no output: {line}"
            self.values[f"steps.{definition['id']}.outputs.{key}"] = value
        return done

    def output(self, name: str, step: str = "audit") -> str:
        return self.values.get(f"steps.{step}.outputs.{name}", "")

    def reports(self) -> Path:
        return Path(self.output("reports"))

    def summary(self) -> str:
        written = self.temp / "summary.md"
        return written.read_text("utf-8") if written.exists() else ""

    def _environment(self, given: dict[str, str]) -> dict[str, str]:
        return {
            "PATH": self.path,
            "HOME": str(self.temp),
            "LANG": "C.UTF-8",
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_OS": "Linux",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_PATH": str(self.temp / "path"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "GITHUB_REPOSITORY": "example/article",
            "GITHUB_REF_NAME": "main",
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://example.org",
            "GITHUB_WORKFLOW_REF": "example/article/.github/workflows/nightly.yml@refs/heads/main",
            **self.environment,
            **{key: EXPRESSION.sub(lambda match: self.values[match[1]], str(value)) for key, value in given.items()},
        }


@pytest.fixture
def load() -> Callable[[str], Any]:
    """Read a YAML file of the repository."""
    return read


@pytest.fixture(scope="session")
def program(forks: Kzcheck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """kzcheck as a program that scripts find, which takes a tenth of the time of a new process."""
    return forks.install(tmp_path_factory.mktemp("program"))


@pytest.fixture
def job(folder: Path, program: Path, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A job on a small sound article, with the action's own defaults and without network access."""
    temp = tmp_path_factory.mktemp("runner")
    values = {f"inputs.{name}": input_["default"] for name, input_ in read(ACTION)["inputs"].items()}
    values |= {"inputs.since": "", "inputs.offline": "true", "steps.install.outputs.answers": str(temp), "github.token": "none"}
    return Job(folder, temp, values, f"{program.parent}:{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin")


@dataclass
class GitHub:
    """The answers of the stand-in for `gh`, and its calls."""

    place: Path

    def answer(self, **pages: list[Any]) -> None:
        """Set the pages of runs, comments and issues, in the form of the API."""
        names = {
            "comments": "repos/example/article/issues/7/comments?per_page=100",
            "issues": "repos/example/article/issues?state=open&per_page=100",
        }
        (self.place / "answers.json").write_text(json.dumps({names.get(key, key): page for key, page in pages.items()}), "utf-8")

    def forbid(self) -> None:
        (self.place / "forbidden").touch()

    def asked(self) -> list[dict[str, Any]]:
        log = self.place / "asked.jsonl"
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []

    def wrote(self) -> list[tuple[str, str]]:
        """Return the writing calls: the words of each command, after the method for the API, and the text."""
        calls = [(call["words"], call["method"], call["body"]) for call in self.asked() if call["body"] is not None]
        return [(" ".join((method, words[1]) if words[0] == "api" else words), body) for words, method, body in calls]


@pytest.fixture
def github(job: Job, tmp_path_factory: pytest.TempPathFactory) -> GitHub:
    """GitHub through a job's `gh`: a stand-in that comes first on the job's path."""
    if not shutil.which("jq"):
        pytest.skip("jq is not on this machine: the stand-in for gh filters with it")
    place = tmp_path_factory.mktemp("github")
    program = place / "gh"
    program.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I '{Path(__file__).with_name('gh.py')}' \"$@\"\n", "utf-8")
    program.chmod(0o755)
    job.path = f"{place}:{job.path}"
    job.environment["GH_PLACE"] = str(place)
    return GitHub(place)
