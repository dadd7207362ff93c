"""Input that nobody gives on purpose must not cause a bug: bytes that are not text in every option and variable, wrong clocks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
import typer

from kzcheck import cli
from kzcheck.sources import ServiceName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Run

ODD = os.fsdecode(b"\xff ::error::\x9b[31m\n##[error]\xed\xa0\x80")
"""Bytes that are not UTF-8, with sequences that terminals and CI runners obey."""
NEEDED = {"claim": ["c1"], "reference": ["1"], "diff": ["report.json", "report.json"], "schema": ["report"]}
"""Required arguments of commands."""
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - Typer's class
    """Yield all commands, each with its name and its parents."""
    inner = getattr(command, "commands", {})
    for name, one in inner.items():
        yield from commands(one, (*path, name))
    if not inner:
        yield path, command


def uses() -> Iterator[tuple[str, ...]]:
    """Yield all command lines in which one argument or the value of one option is odd."""
    for path, command in commands(typer.main.get_command(cli.app)):
        needed = NEEDED.get(path[0], [])
        arguments = [parameter.name for parameter in command.params if parameter.param_type_name == "argument"]
        for number, _ in enumerate(arguments):
            yield (*path, *needed[:number], ODD, *needed[number + 1 :])
        for parameter in command.params:
            if parameter.param_type_name == "option" and not parameter.is_flag:
                yield (*path, parameter.opts[0], ODD, *needed)


VARIABLES = (
    "KZCHECK_CONTACT",
    "KZCHECK_SERVICES_CROSSREF_URL",
    "KZCHECK_SERVICES_OPENALEX_KEY",
    "KZCHECK_SELECT",
    "KZCHECK_NETWORK_PROXY",
    "KZCHECK_NETWORK_CA_BUNDLE",
    "KZCHECK_LINKS_ALLOW_PRIVATE",
    "KZCHECK_RETRACTIONS_PATH",
    "KZCHECK_CACHE_DIR",
    "KZCHECK_\udcff",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "HOME",
    "GITHUB_WORKSPACE",
    "COLUMNS",
)


@pytest.fixture
def run(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., int]:
    """Return a function that runs a command line in an article's folder without services, and checks that errors are plain."""
    (folder / "report.json").write_text("{}", "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    for service in get_args(ServiceName):
        monkeypatch.setenv(f"KZCHECK_SERVICES_{service.upper().replace('-', '_')}_ENABLED", "false")

    def command(*use: str, **variables: str) -> int:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["kzcheck", *use])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        message = capfd.readouterr().err
        assert "fault of kzcheck" not in message
        for line in message.splitlines():
            assert line.startswith("kzcheck: ")
            assert line.isprintable()
            assert "##[" not in line
        code = ended.value.code or 0
        assert isinstance(code, int)
        assert message or code <= 1
        return code

    return command


@pytest.mark.skipif(sys.platform != "linux", reason="arguments are text here")
@pytest.mark.parametrize("use", tuple(uses()), ids=lambda use: " ".join("ODD" if one == ODD else one for one in use))
def test_bytes_that_are_not_text_cause_no_internal_error(run: Callable[..., int], use: tuple[str, ...]):
    assert run(*use) in {0, 1, 2, 3}


@pytest.mark.skipif(sys.platform != "linux", reason="variables are text here")
@pytest.mark.parametrize("name", VARIABLES)
def test_odd_environment_variables_cause_no_internal_error(run: Callable[..., int], name: str):
    assert run("audit", "--timeout", "1", **{name: ODD}) in {0, 2}
    assert run("cache", "info", **{name: ODD}) in {0, 2}


@pytest.mark.parametrize("arguments", [["audit", "--offline"], ["--help"]])
def test_a_clock_that_is_centuries_off_is_one_line(folder: Path, arguments: list[str]):
    code = "import time\ndef late():\n raise OverflowError\ntime.time = late\nfrom kzcheck.__main__ import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kzcheck: the clock of this machine is wrong by centuries; set it\n"


@pytest.mark.skipif(not FAKETIME, reason="libfaketime is not installed")
@pytest.mark.parametrize("now", ["1901-12-14", "2106-03-01"])
def test_a_clock_before_1970_does_not_prevent_an_audit(kzcheck: Run, folder: Path, now: str):
    clock = {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": f"@{now} 00:00:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}
    files = ("--save-evidence", folder / "evidence.json", "--write", folder / "report.html")

    assert kzcheck("audit", folder, *files, env=clock).returncode == 0
    assert kzcheck("audit", folder, "--evidence", folder / "evidence.json", "--format", "sarif", env=clock).returncode == 0
    assert kzcheck("cache", "info", env=clock).stderr == ""
