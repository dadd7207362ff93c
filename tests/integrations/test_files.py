"""Files read by other programs: names that match, and nothing that a stranger could influence."""

from __future__ import annotations

import re
import shlex
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Edit, Run

    Load = Callable[[str], Any]

ROOT = Path(__file__).parents[2]
ACTION = "action.yml"
WORKFLOWS = ("integrations/github/pull-request.yml", "integrations/github/nightly.yml")
OWN_WORKFLOWS = (".github/workflows/check.yml", ".github/workflows/release.yml")
GITLAB = "integrations/gitlab/.gitlab-ci.yml"
FORMS = tuple(f".github/ISSUE_TEMPLATE/{name}.yml" for name in ("false-alarm", "wrong-record", "broken-link"))
SCHEMAS = {
    ACTION: "github-actions",
    **dict.fromkeys((*WORKFLOWS, *OWN_WORKFLOWS), "github-workflows"),
    **dict.fromkeys(FORMS, "github-issue-forms"),
    GITLAB: "gitlab-ci",
    "CITATION.cff": "citation-file-format",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
    ".github/dependabot.yml": "dependabot",
    ".readthedocs.yaml": "readthedocs",
}


def steps(definition: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - YAML
    for job in [definition["runs"]] if "runs" in definition else definition["jobs"].values():
        yield from job["steps"]


@pytest.mark.parametrize("file", SCHEMAS)
def test_a_file_is_valid_under_the_schema_of_its_service(file: str, capsys: pytest.CaptureFixture[str]):
    check = pytest.importorskip("check_jsonschema", reason="check-jsonschema, which ships the schemas, is not installed").main
    given = ["--builtin-schema", f"vendor.{SCHEMAS[file]}", *(["--data-transform", "gitlab-ci"] if file == GITLAB else [])]

    with pytest.raises(SystemExit) as ended:
        check([*given, str(ROOT / file)])
    assert ended.value.code == 0, capsys.readouterr().out


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS, *OWN_WORKFLOWS])
def test_no_expression_is_part_of_a_command(load: Load, file: str):
    assert [step["run"] for step in steps(load(file)) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", [ACTION, *WORKFLOWS, *OWN_WORKFLOWS])
def test_third_party_actions_are_pinned_to_a_commit(load: Load, file: str):
    used = [step["uses"] for step in steps(load(file)) if "uses" in step]

    assert used
    assert [name for name in used if not re.search(r"@[0-9a-f]{40}$", name) and not name.startswith("OWNER/kzcheck@")] == []


def test_the_action_uses_each_input_and_no_other(load: Load):
    text = (ROOT / ACTION).read_text("utf-8")

    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(load(ACTION)["inputs"])


@pytest.mark.parametrize("file", WORKFLOWS)
def test_workflows_use_existing_inputs_and_outputs_of_the_action(load: Load, file: str):
    action = load(ACTION)
    (ours,) = [step for step in steps(load(file)) if step.get("uses", "").startswith("OWNER/kzcheck@")]
    taken = re.findall(r"steps\.kzcheck\.outputs\.(\w+)", (ROOT / file).read_text("utf-8"))

    assert set(ours["with"]) <= set(action["inputs"])
    assert set(taken) <= set(action["outputs"])
    assert not taken or ours["id"] == "kzcheck"


@pytest.mark.parametrize("file", [*WORKFLOWS, *OWN_WORKFLOWS])
def test_a_workflow_has_only_the_permissions_that_each_job_names(load: Load, file: str):
    workflow = load(file)

    assert workflow["permissions"] == {}
    assert all(job["permissions"]["contents"] == "read" for job in workflow["jobs"].values())


@pytest.mark.parametrize("file", [*WORKFLOWS, *OWN_WORKFLOWS])
def test_a_workflow_runs_untrusted_pull_requests_without_credentials_and_with_a_time_limit(load: Load, file: str):
    workflow = load(file)
    checkouts = [step for step in steps(workflow) if step.get("uses", "").startswith("actions/checkout@")]

    assert "pull_request_target" not in (ROOT / file).read_text("utf-8")
    assert checkouts
    assert all(checkout["with"]["persist-credentials"] is False for checkout in checkouts)
    assert workflow["concurrency"]["group"]
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())


def test_the_hook_works_offline_and_fails_on_an_error(load: Load, kzcheck: Run, folder: Path, edit: Edit):
    (hook,) = load(".pre-commit-hooks.yaml")
    program, *arguments = shlex.split(hook["entry"])
    assert program == "kzcheck"
    changes = (("references.yaml",), ("claims.yaml",), ("kzcheck.toml", "references.yaml", "claims.yaml"))
    (folder / "kzcheck.toml").write_text("", "utf-8")
    for changed in changes:
        done = kzcheck(*arguments, *changed, cwd=folder)
        assert done.returncode == 0
        assert "the audit was run offline" in done.stdout

    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    for changed in changes:
        assert kzcheck(*arguments, *changed, cwd=folder).returncode == 1


def test_the_hook_gets_the_changed_files_in_one_call(load: Load):
    (hook,) = load(".pre-commit-hooks.yaml")

    assert hook.get("pass_filenames", True)
    assert hook["require_serial"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        *[(name, True) for name in ("references.yaml", "paper/claims.yaml", "refs.bib", "a/export.ris", "kzcheck.toml")],
        *[(name, False) for name in ("main.tex", "preferences.yaml", "docs/refs.bib.md", "kzcheck.toml.orig")],
    ],
)
def test_the_hook_runs_when_an_article_changes(load: Load, file: str, expected: bool):
    (hook,) = load(".pre-commit-hooks.yaml")

    assert bool(re.search(hook["files"], file)) is expected


def test_the_image_contains_all_files_needed_for_the_build():
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    patterns = [line.removeprefix("!") for line in lines if line.startswith("!")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = [*project["project"]["license-files"], "pyproject.toml", "hatch_build.py", "README.md"]
    needed += ["locks", "integrations/install.sh", *project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]]
    needed += [package.split("/")[0] for package in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]]

    assert lines[0] == "*"
    assert [name for name in needed if not any(fnmatch(name, pattern) for pattern in patterns)] == []


def test_images_are_named_by_digest_and_containers_run_without_privileges(load: Load):
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    stages = [line.split() for line in lines if line.startswith("FROM ")]
    names = {words[3] for words in stages if words[2:3] == ["AS"]}
    images = [words[1] for words in stages if words[1] not in names] + [load(GITLAB)[".kzcheck"]["image"]]

    assert [image for image in images if not re.fullmatch(r"python:3\.13(-slim)?@sha256:[0-9a-f]{64}", image)] == []
    (last_stage,) = [index for index, line in enumerate(lines) if line == "FROM base"]
    assert [line for line in lines[last_stage:] if line.startswith(("USER ", "VOLUME "))] == ["VOLUME /answers", "USER 1000"]


def test_everything_is_installed_from_the_lock_files():
    for file in (ACTION, GITLAB, "Containerfile"):
        text = (ROOT / file).read_text("utf-8")
        assert "integrations/install.sh" in text
        assert "pip " not in text
