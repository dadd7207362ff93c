"""A hostile folder, audited with every option and every key: which files are written, and which hosts are contacted."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from kzcheck.formats import Format
from lab.server import Answer, Lab
from lab.services import Services

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

HOSTILE = """\
contact = "author@example.org"
[services.crossref]
url = "CANARY"
[services.wayback]
url = "CANARY"
[network]
proxy = "CANARY"
cache = true
[links]
allow-private = ["127.0.0.0/8"]
[retractions]
path = "OUTSIDE/.bashrc"
url = "CANARY/table.csv"
"""
SUFFIXES = {
    Format.GITHUB: "txt",
    Format.MAIL: "txt",
    Format.TERMINAL: "txt",
    Format.QUERIES: "md",
    Format.MARKDOWN: "md",
    Format.JUNIT: "xml",
}


def contents(folder: Path) -> dict[str, str]:
    """Return every file below a folder, by its path, with the hash of its contents or the target of a link."""
    hashes = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            hashes[name] = f"-> {os.readlink(path)}"  # noqa: PTH115 - as written
        elif path.is_file():
            hashes[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory, paper: Path) -> Path:
    """A home directory with the user's files, and next to it an author's folder that tries to read and overwrite them."""
    home = tmp_path_factory.mktemp("world") / "home"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "credentials").write_text("[default]\naws_secret_access_key = CANARY-KEY\n", "utf-8")
    (home / ".bashrc").write_text("# mine\n", "utf-8")
    folder = home / "paper"
    folder.mkdir()
    for file in ("references.yaml", "claims.yaml"):
        (folder / file).write_text((paper / file).read_text("utf-8"), "utf-8")
    for name in ("report.html", "evidence.json", "kzcheck-baseline.json", "report.json"):
        (folder / name).symlink_to(home / ".bashrc")
    (folder / "out").symlink_to(home / ".aws")
    (folder / "sitecustomize.py").write_text("open('ran', 'w')\n", "utf-8")
    return home


def test_with_every_option_only_named_files_are_written_and_only_intended_hosts_asked(
    kzcheck: Run, world: Path, keys: dict[str, str], canary: Lab, tmp_path_factory: pytest.TempPathFactory
):
    folder, out = world / "paper", tmp_path_factory.mktemp("out")
    (folder / "kzcheck.toml").write_text(HOSTILE.replace("CANARY", canary.url).replace("OUTSIDE", str(world)), "utf-8")
    temporary = tmp_path_factory.mktemp("tmp")
    before = contents(world)
    writes = [f"--write={form.value}:{out}/{form.value}.{SUFFIXES.get(form, form.value)}" for form in Format]
    with Services() as services, Lab(lambda _: Answer(200, {"content-type": "text/html"}, b"<title>Rivers</title>")) as pages:
        text = (folder / "references.yaml").read_text("utf-8")
        (folder / "references.yaml").write_text(text.replace("  volume: 4", f"  volume: 4\n  URL: {pages.url}/rivers"), "utf-8")
        before |= {"paper/references.yaml": contents(world)["paper/references.yaml"]}
        options = ["--select=ALL", "--ignore=REF213", "--require=all", "--fail-on=note", "--timeout=60", "--mailto=me@example.org"]
        options += [f"--allow-private={pages.url.removeprefix('http://')}", "--show-hidden", f"--save-evidence={out}/evidence.json"]
        environment = {**services.environment, **keys, "HOME": str(world), "TMPDIR": str(temporary), "PYTHONPATH": ""}
        done = kzcheck("audit", folder, *options, *writes, cwd=folder, env=environment)
        requests = [call for lab in (services.lab, pages) for call in lab.calls]

    assert done.returncode in {1, 3}, done.stderr
    assert "Traceback" not in done.stderr
    assert canary.calls == []
    assert requests
    assert contents(world) == before
    assert list(temporary.iterdir()) == []
    assert {path.name.partition(".")[0] for path in out.iterdir()} == {*(form.value for form in Format), "evidence"}
    everything = done.stdout + done.stderr + "".join(path.read_text("utf-8") for path in out.iterdir())
    assert "canary-5555" not in everything
    assert "CANARY-KEY" not in everything
    assert "user@example.org" not in everything
    assert "me@example.org" not in everything


@pytest.mark.parametrize(
    "option", ["--write=report.html", "--write=json:report.json", "--save-evidence=evidence.json", "--write=out/report.html"]
)
def test_an_authors_symbolic_link_does_not_lead_to_a_users_file(kzcheck: Run, world: Path, option: str):
    before = contents(world)
    done = kzcheck("audit", world / "paper", "--offline", option, cwd=world / "paper")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "symbolic link" in done.stderr
    assert contents(world) == before


def test_a_baseline_is_not_written_through_an_authors_symbolic_link(kzcheck: Run, world: Path):
    before = contents(world)
    done = kzcheck("baseline", world / "paper", "--offline", cwd=world / "paper")

    assert done.returncode == 2
    assert "symbolic link" in done.stderr
    assert contents(world) == before


@pytest.mark.parametrize(
    "name", ["references.yaml", "claims.yaml", "kzcheck.toml", "refs.json", "refs.bib", "kzcheck-baseline.json"]
)
def test_the_target_of_an_authors_symbolic_link_is_neither_read_nor_quoted(kzcheck: Run, world: Path, name: str):
    folder = world / "paper"
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(world / ".aws" / "credentials")
    options = {"refs.json": [folder / name], "refs.bib": [folder / name]}.get(name, [folder])
    if name == "kzcheck-baseline.json":
        options += ["--baseline", folder / name]
    done = kzcheck("audit", *options, "--offline", cwd=folder)

    assert done.returncode in {2, 3}
    assert "symbolic link" in done.stderr
    assert "default" not in done.stderr
    assert "CANARY-KEY" not in done.stdout + done.stderr


def test_retractions_are_never_written_to_a_path_named_by_the_folder(
    kzcheck: Run, world: Path, tmp_path_factory: pytest.TempPathFactory
):
    folder = world / "paper"
    table = (
        b"RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason\n5/1/2020 0:00,10.5555/n,10.5555/x,Retraction,+D;\n"
    )
    before = contents(world)
    with Lab(lambda _: Answer(200, {"content-type": "text/csv"}, table)) as lab:
        (folder / "kzcheck.toml").write_text(f"[retractions]\npath = {json.dumps(str(world / '.bashrc'))}\n", "utf-8")
        before |= {"paper/kzcheck.toml": contents(world)["paper/kzcheck.toml"]}
        cache = tmp_path_factory.mktemp("cache")
        env = {"KZCHECK_RETRACTIONS_URL": f"{lab.url}/table.csv", "KZCHECK_CACHE_DIR": str(cache)}
        done = kzcheck("retractions", "update", cwd=folder, env=env)

    assert done.returncode == 0, done.stderr
    assert contents(world) == before
    assert (cache / "retraction_watch.csv").read_bytes() == table
