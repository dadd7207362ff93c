"""Fixtures for all tests: a folder with an article, kzcheck as a process, and our own web server (`from lab import Lab`)."""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import hypothesis
import pytest

from kzcheck.sources import ServiceName

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from processes import Kzcheck

    Run = Callable[..., "subprocess.CompletedProcess[str]"]
    Edit = Callable[[Path, str, str], None]

ROOT = Path(__file__).parents[1]

hypothesis.settings.register_profile("any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("any machine")
"""The duration of an example says more about the machine than about the program."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than there are cores: tests often wait for processes that they started."""
    return (os.cpu_count() or 1) + 1


gc.disable()  # to look through all tests over and over takes half of the time in which they are collected


def pytest_collection_finish() -> None:
    """Free memory again, apart from that of the tests themselves, which stay to the end."""
    gc.freeze()
    gc.enable()


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell ignores Ctrl-C for what it runs in the background, and so would all processes that tests start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def share(folder: Path) -> None:
    """Let tests import a folder beside this file by name: pytest does not put folders on the path."""
    spec = importlib.util.spec_from_file_location(folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    assert spec
    assert spec.loader
    sys.modules[folder.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


share(Path(__file__).parent / "lab")
share(Path(__file__).parent / "hostile" / "fuzzing")
share(Path(__file__).parent / "processes")
share(Path(__file__).parent / "word_files")
share(Path(__file__).parent / "pdf_files")

REFERENCES = """\
references:
- id: "1"
  type: book
  author: [{family: Iskakova, given: A. B.}]
  title: A Grammar of Invented Things
  publisher: Steppe Press
  publisher-place: Almaty
  issued: 2001
  number-of-pages: 210
  language: en
- id: "2"
  type: article-journal
  author: [{family: Öztürk, given: Can}]
  title: Rivers that never were
  container-title: Journal of Invented Geography
  issued: 2010
  volume: 4
  page: 11-29
  language: en
"""

CLAIMS = """\
article: {title: An Invented Article, author: [{family: Doe, given: Jane}], issued: 2020, language: en}
claims:
- id: c1
  section: Introduction
  text: Invented things have a grammar.
  cites: ["1"]
- id: c2
  section: Introduction
  text: Some rivers never were.
  cites: [{ref: "2", page: "12"}]
"""


@pytest.fixture(autouse=True)
def no_settings_of_a_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no test read the settings of a developer."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "missing"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "missing"))


@pytest.fixture
def mine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own settings file, which does not exist yet."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    file = home / ".config" / "kzcheck" / "kzcheck.toml"
    file.parent.mkdir(parents=True)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small article without errors."""
    (tmp_path / "references.yaml").write_text(REFERENCES, "utf-8")
    (tmp_path / "claims.yaml").write_text(CLAIMS, "utf-8")
    return tmp_path


SILENT = {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED": "false" for name in get_args(ServiceName)}
"""An environment in which no service is asked."""


@pytest.fixture(scope="session")
def forks() -> Iterator[Kzcheck]:
    """Whatever runs kzcheck as processes."""
    from processes import Kzcheck  # noqa: PLC0415 - few workers need it

    running = Kzcheck()
    yield running
    running.close()


@pytest.fixture
def kzcheck(forks: Kzcheck, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs the command line as a process, without a terminal or services, in an environment of its own."""
    cache = str(tmp_path_factory.mktemp("cache"))

    def run(
        *arguments: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("KZCHECK_", "NO_COLOR", "COLUMNS", "FORCE_"))
        }
        return forks.run([*map(str, arguments)], cwd, {**kept, **SILENT, "KZCHECK_CACHE_DIR": cache, **(env or {})}, stdin)

    return run


@pytest.fixture
def edit() -> Edit:
    """Return a function that changes one place in a file."""

    def change(path: Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change
