"""An author's kzcheck.toml that tries to decide which hosts are asked, with which key, through which proxy, and what is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, get_args

import pytest

from kzcheck.formats import LETTERS, Format
from kzcheck.sources import ServiceName
from lab.server import Answer, Lab
from lab.services import Services

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

SECRET = "canary-5555"  # noqa: S105 - it opens nothing
REFUSED = "KZ009"
REPORTS = [form for form in Format if form not in LETTERS.values()]
"""The formats for the editor: the letter to the author holds nothing of the editor's own."""
ENABLED = {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED": "true" for name in get_args(ServiceName)}
SERVICES = "".join(f'[services.{name}]\nurl = "URL"\nenabled = true\nkey = "k"\n' for name in get_args(ServiceName))
TABLE = """\
RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason
5/1/2020 0:00,10.5555/notice,10.5555/x,Retraction,+Data;
"""
ATTACKS = {
    "mirrors": SERVICES,
    "a proxy": '[network]\nproxy = "URL"\n',
    "an internal network": '[links]\nallow-private = ["127.0.0.0/8"]\n',
    "a table of retractions": '[retractions]\npath = "/etc/hostname"\nurl = "URL/table.csv"\n',
    "a contact": 'contact = "author@example.org"\n',
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_settings_in_the_folder_cannot_redirect_requests(kzcheck: Run, paper: Path, canary: Lab, keys: dict[str, str], attack: str):
    (paper / "kzcheck.toml").write_text(ATTACKS[attack].replace("URL", canary.url), "utf-8")
    text = (paper / "references.yaml").read_text("utf-8")
    (paper / "references.yaml").write_text(text.replace("  volume: 4", f"  volume: 4\n  URL: {canary.url}/page"), "utf-8")
    with Services() as services:
        done = kzcheck("audit", paper, "--format", "json", "--no-cache", env={**services.environment, **keys})

    assert canary.calls == []
    assert done.returncode in {0, 1}
    report = json.loads(done.stdout)
    assert {finding["location"]["file"] for finding in report["findings"] if finding["code"] == REFUSED} == {"kzcheck.toml"}
    assert report["summary"]["retractions"] is None


def test_a_mirror_named_by_the_folder_is_never_asked(kzcheck: Run, paper: Path, canary: Lab, keys: dict[str, str]):
    """All requests go through a proxy that lets nothing out and records their targets."""
    (paper / "kzcheck.toml").write_text(SERVICES.replace("URL", canary.url), "utf-8")
    with Lab(lambda _: Answer(502)) as proxy:
        done = kzcheck("audit", paper, "--no-cache", "--timeout", "4", env={**keys, **ENABLED, "KZCHECK_NETWORK_PROXY": proxy.url})

    targets = {call.path.partition(" ")[0] for call in proxy.calls}
    assert any("api.crossref.org" in path for path in targets)
    assert not [path for path in targets if canary.url.removeprefix("http://") in path]
    assert canary.calls == []
    assert done.returncode in {0, 1}


def written(kzcheck: Run, *arguments: str | Path, folder: Path, env: dict[str, str] | None = None) -> dict[Format, str]:
    """Run an audit that writes every report into a folder; return them."""
    targets = {form: folder / f"report.{form}" for form in REPORTS}
    writing = [part for form, target in targets.items() for part in ("--write", f"{form}:{target}")]
    done = kzcheck("audit", *arguments, *writing, env=env or {})

    assert "Traceback" not in done.stderr
    return {form: target.read_text("utf-8") for form, target in targets.items()}


def test_every_format_names_the_ignored_setting(kzcheck: Run, paper: Path, tmp_path_factory: pytest.TempPathFactory):
    (paper / "kzcheck.toml").write_text('\n[services.crossref]\nurl = "https://crossref.example.org"\n', "utf-8")
    reports = written(kzcheck, paper, "--offline", folder=tmp_path_factory.mktemp("reports"))

    silent = [form for form, text in reports.items() if "the setting services.crossref.url was ignored" not in text]
    assert not silent


def test_a_thousand_ignored_settings_are_reported_in_a_few_lines(kzcheck: Run, paper: Path):
    hosts = "".join(f'[links.hosts."{number}.example.org"]\ninterval = 1\n' for number in range(1000))
    (paper / "kzcheck.toml").write_text(hosts, "utf-8")
    done = kzcheck("audit", paper, "--offline", "--format", "json")
    messages = [finding["message"] for finding in json.loads(done.stdout)["findings"] if finding["code"] == REFUSED]

    assert len(messages) == 21
    assert messages[0] == "980 more settings were ignored: they belong in your own settings, not in the article's folder"


def test_with_a_trusted_folder_its_mirror_is_asked_but_gets_no_key(kzcheck: Run, paper: Path, canary: Lab, keys: dict[str, str]):
    (paper / "kzcheck.toml").write_text(f'[services.openalex]\nurl = "{canary.url}"\nenabled = true\n', "utf-8")
    keys = {**keys, "KZCHECK_SERVICES_OPENALEX_ENABLED": "true"}
    done = kzcheck("audit", paper, "--trust-settings", "--select", "WORK", "--format", "json", "--no-cache", env=keys)

    assert canary.calls
    assert not [call for call in canary.calls if SECRET in str(call.call)]
    assert json.loads(done.stdout)["summary"]["mirrors"] == {"openalex": canary.url.removeprefix("http://")}


def test_every_format_names_mirrors_and_the_table_of_retractions(
    kzcheck: Run, paper: Path, mine: Path, tmp_path_factory: pytest.TempPathFactory
):
    table = mine.parent / "mine.csv"
    table.write_text(TABLE, "utf-8")
    with Services() as services:
        environment = {**services.environment, "KZCHECK_RETRACTIONS_PATH": str(table)}
        folder = tmp_path_factory.mktemp("reports")
        reports = written(kzcheck, paper, "--select", "WORK", "--no-cache", folder=folder, env=environment)

    host = services.environment["KZCHECK_SERVICES_CROSSREF_URL"].removeprefix("http://")
    for form, report in reports.items():
        text = report.replace("\\.", ".").replace("\n", " ")
        assert host in text, form
        assert "mine.csv" in text, form
        assert "1 row" in text or '"rows": 1' in text, form


def test_the_users_own_file_applies_unless_it_came_with_the_article(kzcheck: Run, paper: Path):
    (paper / ".git").mkdir()
    mine = paper / "config" / "kzcheck" / "kzcheck.toml"
    mine.parent.mkdir(parents=True)
    mine.write_text('select = ["REF"]\n', "utf-8")
    env = {"XDG_CONFIG_HOME": str(paper / "config")}
    ignored = kzcheck("audit", paper, "--offline", "--format", "json", env=env)
    trusted = kzcheck("audit", paper, "--offline", "--format", "json", "--trust-settings", env=env)

    assert "was ignored: it is in the article's folder or repository" in ignored.stderr
    assert json.loads(ignored.stdout)["summary"]["checked"] != []
    assert trusted.stderr == ""
    assert json.loads(trusted.stdout)["summary"]["checked"] == []
