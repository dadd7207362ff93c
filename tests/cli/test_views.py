"""`kzcheck claim`, `reference`, `rule`, `schema` and the help, as processes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest

from kzcheck import __version__
from kzcheck.rules import RULES
from kzcheck.version import HOME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Edit, Run


def test_a_claim_is_shown_with_its_words_and_the_works_cited(kzcheck: Run, folder: Path):
    done = kzcheck("claim", "c2", "--path", folder)

    assert done.returncode == 0
    assert "Some rivers never were." in done.stdout
    assert "[2, page 12] Öztürk 2010 Rivers that never were" in done.stdout
    assert "NO FINDINGS" in done.stdout


def test_a_claim_shows_who_was_recognised_as_its_source(kzcheck: Run, folder: Path, edit: Edit):
    assert "source named: no name recognised" in kzcheck("claim", "c2", "--path", folder).stdout

    edit(folder / "claims.yaml", "Some rivers never were.", "According to Mary Brown, some rivers never were.")
    assert "source named: Mary Brown" in kzcheck("claim", "c2", "--path", folder).stdout
    assert json.loads(kzcheck("claim", "c2", "--path", folder, "--format", "json").stdout)["credits"] == ["Mary Brown"]


def test_a_claim_names_the_work_that_it_means(kzcheck: Run, tmp_path: Path):
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "references.yaml").write_text("- {id: '1', type: book, title: Lakes}\n", "utf-8")
    claims = "- {id: c1, paragraph: '1', text: 'Doe published the article “Rivers that never are”.'}\n"
    claims += "- {id: c2, paragraph: '1', text: 'Doe wrote in the article that rivers rise.', cites: ['1']}\n"
    (folder / "claims.yaml").write_text(f"claims:\n{claims}", "utf-8")

    assert "work named: Rivers that never are" in kzcheck("claim", "c2", "--offline", "--path", folder).stdout
    card = json.loads(kzcheck("claim", "c2", "--offline", "--path", folder, "--format", "json").stdout)
    assert card["works"] == ["Rivers that never are"]


def test_a_claim_is_shown_with_its_findings(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'page: "12"', 'page: "412"')

    assert "CITE104" in kzcheck("claim", "c2", "--path", folder).stdout


def test_an_unknown_claim_gets_a_suggestion(kzcheck: Run, folder: Path):
    done = kzcheck("claim", "c22", "--path", folder)

    assert done.returncode == 2
    assert 'there is no claim "c22"; similar: c2' in done.stderr


def test_a_claim_is_recognised_by_words_that_no_other_has(kzcheck: Run, folder: Path, edit: Edit):
    assert kzcheck("claim", "rivers never WERE", "--path", folder).stdout.startswith("claim c2")

    edit(folder / "claims.yaml", "Some rivers never were.", "Some rivers have a grammar.")
    done = kzcheck("claim", "have a grammar", "--path", folder)
    assert done.returncode == 2
    assert done.stderr == (
        'kzcheck: "have a grammar" is in several claims; give an id or more words\n'
        "kzcheck: c1: Invented things have a grammar.\n"
        "kzcheck: c2: Some rivers have a grammar.\n"
    )


def test_a_reference_is_recognised_by_its_id_in_brackets(kzcheck: Run, folder: Path):
    assert kzcheck("reference", "[2]", "--path", folder).stdout == kzcheck("reference", "2", "--path", folder).stdout


def test_a_reference_is_shown_with_the_claims_that_cite_it(kzcheck: Run, folder: Path):
    done = kzcheck("reference", "2", "--path", folder)

    assert "journal or book: Journal of Invented Geography" in done.stdout
    assert "c2 Some rivers never were." in done.stdout


def test_an_unknown_reference_gets_a_suggestion(kzcheck: Run, folder: Path):
    done = kzcheck("reference", "12", "--path", folder)

    assert done.returncode == 2
    assert "similar: 1, 2" in done.stderr


def test_both_have_a_json_form(kzcheck: Run, folder: Path):
    claim = json.loads(kzcheck("claim", "c2", "--path", folder, "--format", "json").stdout)
    reference = json.loads(kzcheck("reference", "2", "--path", folder, "--format", "json").stdout)

    assert claim["cites"][0]["item"] == reference["item"]
    assert reference["item"]["issued"] == {"date-parts": [[2010]]}
    assert reference["cited_by"] == ["c2"]


def test_a_rule_prints_its_page_by_code_or_name(kzcheck: Run):
    by_code = kzcheck("rule", "ATTR601")

    assert "misattributed-quotation" in by_code.stdout
    assert "WHY" in by_code.stdout
    assert by_code.stdout == kzcheck("rule", "misattributed-quotation").stdout


def test_one_rules_page_in_markdown_says_when_it_is_silent(kzcheck: Run):
    assert "**When it stays silent**" in kzcheck("rule", "CITE101", "--format", "markdown").stdout


def test_the_table_of_rules_is_complete(kzcheck: Run):
    table = kzcheck("rule").stdout

    assert all(rule.code in table for rule in RULES)


@pytest.mark.parametrize("name", ["references", "claims", "report", "evidence", "settings"])
def test_schemas_are_printed(kzcheck: Run, name: str):
    schema = json.loads(kzcheck("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith(HOME)
    assert schema["$id"].endswith(f"/v{__version__}/schemas/{name}.schema.json")


@pytest.mark.parametrize(
    ("name", "file"), [("references", "references.yaml"), ("claims", "claims.yaml"), ("settings", "kzcheck.toml")]
)
def test_a_schema_comes_with_the_line_by_which_an_editor_finds_it(kzcheck: Run, folder: Path, name: str, file: str):
    done = kzcheck("schema", name)
    schema = folder / f"{name}.schema.json"
    schema.write_text(done.stdout, "utf-8")
    line = done.stderr.partition(f"begin {file} with this line: ")[2]
    own = folder / file
    own.write_text(line + (own.read_text("utf-8") if own.exists() else ""), "utf-8")

    assert line.startswith("#")
    assert (folder / re.split("[= ]", line.strip())[-1]) == schema
    assert kzcheck("audit", folder, "--offline").returncode == 0


@pytest.mark.parametrize("command", ["audit", "claim", "reference", "rule", "schema"])
def test_every_command_has_help_with_an_example(kzcheck: Run, command: str):
    done = kzcheck(command, "--help")

    assert done.returncode == 0
    assert "kzcheck " + command in done.stdout
    assert "Example" in done.stdout


def test_the_version_is_printed(kzcheck: Run):
    assert kzcheck("--version").stdout == f"kzcheck {__version__}\n"


def test_completion_can_be_installed(kzcheck: Run):
    assert "--install-completion" in kzcheck("--help").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("adit",), 'there is no command "adit"; did you mean "audit"?'),
        (("nothing-like-it",), 'there is no command "nothing-like-it"; there are audit,'),
        (("audit", "--format", "trminal"), '--format has no value "trminal"; did you mean "terminal"?'),
        (("cache", "inf"), 'there is no command "cache inf"; did you mean "info"?'),
        (("cache", "nope"), 'there is no command "cache nope"; there are info, clear'),
        (("audit", "--require", "records", "--require", "lnks"), '--require has no value "lnks"; did you mean "links"?'),
        (("audit", "--require", "everything"), '--require has no value "everything"; there are all, records,'),
        (("rule", "ATR"), 'no rule has the code or name "ATR"; did you mean "ATTR"?'),
        (("audit", "--write", "report.htm"), '--write report.htm: there is no such format; did you mean ".html"?'),
        (("audit", "--write", "jsn:report"), '--write jsn:report: there is no such format; did you mean "json"?'),
        (("audit", "--fail-on", "always"), '--fail-on has no value "always"; there are error, warning, note, never'),
    ],
)
def test_a_misspelt_command_or_value_gets_the_nearest_one(kzcheck: Run, arguments: tuple[str, ...], says: str):
    done = kzcheck(*arguments)

    assert done.returncode == 2
    assert says in done.stderr


def test_a_quiet_audit_prints_nothing_unless_it_fails(kzcheck: Run, folder: Path, edit: Edit):
    assert kzcheck("audit", folder, "--offline", "-q").stdout == ""

    edit(folder / "claims.yaml", 'page: "12"', 'page: "412"')
    assert "CITE104" in kzcheck("audit", folder, "--offline", "-q", "--fail-on", "note").stdout


def test_a_report_goes_to_a_file_in_the_format_of_its_name(kzcheck: Run, folder: Path, tmp_path: Path):
    assert kzcheck("audit", folder, "--offline", "-o", tmp_path / "report.html").stdout == ""
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    kzcheck("audit", folder, "--offline", "--format", "json", "-o", tmp_path / "report.txt")
    assert json.loads((tmp_path / "report.txt").read_text("utf-8"))["version"] == 2


def test_rule_pages_are_json_too(kzcheck: Run):
    (page,) = json.loads(kzcheck("rule", "ATTR601", "--format", "json").stdout)

    assert (page["code"], page["severity"], page["confidence"]) == ("ATTR601", "error", "likely")


def test_help_names_no_type_for_a_flag(kzcheck: Run):
    assert "<bool>" not in kzcheck("audit", "--help").stdout
