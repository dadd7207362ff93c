"""`kzcheck audit` as a process: exit codes, options, and errors that a person can cause."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Edit, Run


def test_a_clean_article_exits_with_0_and_lists_what_was_not_checked(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--offline")

    assert done.returncode == 0
    assert "records: 0 of 2 references checked" in done.stdout
    assert "the audit was run offline" in done.stdout
    assert done.stderr == ""


def test_an_error_makes_the_exit_code_1_unless_disabled(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')

    assert kzcheck("audit", folder, "--offline").returncode == 1
    assert kzcheck("audit", folder, "--offline", "--fail-on", "never").returncode == 0


def test_the_format_never_changes_the_exit_code(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')

    assert kzcheck("audit", folder, "--offline", "--format", "json").returncode == 1


def test_a_warning_fails_only_on_request(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'page: "12"', 'page: "412"')

    assert kzcheck("audit", folder, "--offline").returncode == 0
    assert kzcheck("audit", folder, "--offline", "--fail-on", "warning").returncode == 1


def test_unchecked_steps_fail_only_if_they_are_required(kzcheck: Run, folder: Path):
    assert kzcheck("audit", folder, "--offline", "--fail-on", "note", "--select", "WORK").returncode == 0
    unmet = kzcheck("audit", folder, "--offline", "--require", "records")
    assert unmet.returncode == 3
    assert unmet.stderr == "kzcheck: --require records: 2 checks not made; the report says why\n"
    assert kzcheck("audit", folder, "--offline", "--require", "all").returncode == 3
    assert kzcheck("audit", folder, "--offline", "--require", "links").returncode == 0


def test_a_required_step_that_no_rule_needed_is_not_fulfilled(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--offline", "--select", "CITE", "--require", "records")

    assert done.returncode == 3
    assert done.stderr == "kzcheck: --require records: no rule that ran needs it, so it was not checked\n"


def test_select_and_ignore_accept_codes_prefixes_and_names(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')

    def codes(*options: str) -> set[str]:
        report = json.loads(kzcheck("audit", folder, "--offline", "--format", "json", *options).stdout)
        return {finding["code"] for finding in report["findings"]}

    assert codes("--select", "CITE101") == {"CITE101"}
    assert codes("--select", "undefined-reference,REF2") == {"CITE101"}
    assert "CITE101" not in codes("--ignore", "CITE")
    assert codes("--select", "CITE", "--ignore", "CITE101") == {"CITE102"}


def test_an_unknown_code_is_wrong_use_and_the_nearest_is_suggested(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--select", "CITE1O1")

    assert done.returncode == 2
    assert done.stderr.strip().count("\n") == 0
    assert "CITE101" in done.stderr


def test_only_steps_that_the_selected_rules_need_count_as_not_checked(kzcheck: Run, folder: Path):
    report = json.loads(kzcheck("audit", folder, "--offline", "--format", "json", "--select", "CITE").stdout)

    assert report["unchecked"] == []


def test_a_missing_path_is_one_line_and_exit_code_3(kzcheck: Run, tmp_path: Path):
    done = kzcheck("audit", tmp_path / "nowhere")

    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().split("\n")) == 1


def test_a_list_without_claims_is_audited_without_the_rules_on_claims(kzcheck: Run, folder: Path):
    (folder / "claims.yaml").unlink()
    done = kzcheck("audit", folder / "references.yaml", "--offline")

    assert done.returncode == 0
    assert "CITE102" not in done.stdout
    assert "so text and list were not compared" in done.stdout


BIB = "@book{{{key}, title = {{Invented}}, author = {{Doe, Jane}}, publisher = {{Steppe Press}}, year = 2001}}\n"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with two lists."""
    (tmp_path / "a.bib").write_text(BIB.format(key="one"), "utf-8")
    (tmp_path / "b.bib").write_text(BIB.format(key="two") + BIB.format(key="three"), "utf-8")
    return tmp_path


def test_several_lists_are_audited_as_one_article(kzcheck: Run, lists: Path):
    done = kzcheck("audit", "a.bib", "b.bib", "--offline", "--format", "json", cwd=lists)

    assert [entry["id"] for entry in json.loads(done.stdout)["references"]] == ["one", "two", "three"]
    assert done.stderr == ""


def test_a_folder_is_searched_for_its_lists_which_are_named_on_standard_error(kzcheck: Run, lists: Path):
    done = kzcheck("audit", "--offline", cwd=lists)

    assert done.stderr == "kzcheck: lists: a.bib, b.bib\n"
    assert "3 references" in done.stdout


def test_an_id_in_two_lists_is_an_error_at_the_later_one(kzcheck: Run, lists: Path):
    (lists / "b.bib").write_text(BIB.format(key="one"), "utf-8")
    done = kzcheck("audit", "a.bib", "b.bib", "--offline", "--format", "concise", cwd=lists)

    assert done.returncode == 1
    assert '/b.bib:1:7: error KZ002 the id "one" is already used in a.bib, line 1' in f"/{done.stdout}"


@pytest.mark.parametrize(
    "text", [BIB.format(key="one"), '[{"id": "one", "type": "book", "title": "Invented"}]', "TY  - BOOK\nER  - \n"]
)
def test_a_list_is_read_from_standard_input(kzcheck: Run, tmp_path: Path, text: str):
    done = kzcheck("audit", "-", "--offline", "--format", "json", cwd=tmp_path, stdin=text)

    assert len(json.loads(done.stdout)["references"]) == 1


def test_findings_in_standard_input_have_places_in_it(kzcheck: Run, tmp_path: Path):
    done = kzcheck(
        "audit", "-", "--offline", "--format", "concise", cwd=tmp_path, stdin="@book{a, title = {A}}\n@book{a, title = {B}}\n"
    )

    assert done.stdout.startswith("-:2:7: error KZ002 ")


def test_standard_input_is_the_only_list_and_in_no_revision(kzcheck: Run, lists: Path):
    assert "give no other paths with it" in kzcheck("audit", "-", "a.bib", cwd=lists).stderr
    assert "this list is in none" in kzcheck("audit", "-", "--since", "HEAD", cwd=lists, stdin=BIB.format(key="x")).stderr
    assert kzcheck("audit", "-", cwd=lists, stdin="").stderr == "kzcheck: -: is empty; write the list into it\n"


@pytest.mark.parametrize("name", ["a.bib", "missing.ris", "."])
def test_a_list_or_folder_in_place_of_a_command_leads_to_audit(kzcheck: Run, lists: Path, name: str):
    done = kzcheck(name, "--offline", cwd=lists)

    assert done.returncode == 2
    assert done.stderr == f"kzcheck: {name} is not a command; to check it, type: kzcheck audit {name} --offline\n"


def test_reports_do_not_replace_a_list_that_was_found(kzcheck: Run, tmp_path: Path):
    (tmp_path / "refs.json").write_text('[{"id": "one", "type": "book", "title": "Invented"}]', "utf-8")
    done = kzcheck("audit", "--offline", "--write", "refs.json", cwd=tmp_path)

    assert done.returncode == 2
    assert (
        done.stderr == "kzcheck: --write refs.json: is not a file that kzcheck wrote, and was left unchanged; give another name\n"
    )


def test_csl_json_is_read(kzcheck: Run, tmp_path: Path):
    item = {"id": "a", "type": "book", "title": "A Book", "issued": {"date-parts": [[2019, 2, 31]]}, "publisher": "P"}
    (tmp_path / "refs.json").write_text(json.dumps([item], indent="\t"), "utf-8")
    done = kzcheck("audit", tmp_path / "refs.json", "--offline", "--format", "json", "--select", "REF208")

    assert [finding["reference"] for finding in json.loads(done.stdout)["findings"]] == ["a"]


def test_saved_evidence_can_be_judged_again(kzcheck: Run, folder: Path):
    file = folder / "evidence.json"
    first = kzcheck("audit", folder, "--offline", "--format", "json", "--save-evidence", file)
    again = kzcheck("audit", folder, "--evidence", file, "--format", "json")

    assert json.loads(again.stdout) == json.loads(first.stdout)


def test_content_changed_since_gathering_is_not_checked(kzcheck: Run, folder: Path, edit: Edit):
    file = folder / "evidence.json"
    kzcheck("audit", folder, "--offline", "--save-evidence", file)
    edit(folder / "references.yaml", "Rivers that never were", "Rivers that always were")
    report = json.loads(kzcheck("audit", folder, "--evidence", file, "--format", "json").stdout)
    reasons = {item["reference"]: item["reason"] for item in report["unchecked"] if item["step"] == "records"}

    assert reasons["1"] == "the audit was run offline"
    assert "changed since" in reasons["2"]


def test_old_evidence_is_reported_as_old(kzcheck: Run, folder: Path):
    file = folder / "evidence.json"
    kzcheck("audit", folder, "--offline", "--save-evidence", file)
    evidence = json.loads(file.read_text("utf-8"))
    evidence["gathered"] = "2021-05-06T07:08:09Z"
    file.write_text(json.dumps(evidence), "utf-8")

    assert "KZ004" in kzcheck("audit", folder, "--evidence", file).stdout


@pytest.mark.parametrize(
    "content", ["", "{", '"\udce9"', "[]", '{"version": 99, "gathered": "2026-01-01T00:00:00Z", "kzcheck": "9"}', '{"a": 1}']
)
def test_a_file_that_is_not_evidence_is_one_line_and_exit_code_3(kzcheck: Run, folder: Path, content: str):
    (folder / "evidence.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    done = kzcheck("audit", folder, "--evidence", folder / "evidence.json")

    assert done.returncode == 3
    assert len(done.stderr.strip().split("\n")) == 1


def test_invalid_settings_are_wrong_use(kzcheck: Run, folder: Path):
    (folder / "kzcheck.toml").write_text('contakt = "a"\n[links]\nper_host = 2\n', "utf-8")
    done = kzcheck("audit", folder, "--offline")

    assert done.returncode == 2
    assert 'kzcheck.toml:1: unknown setting "contakt"; did you mean "contact"?' in done.stderr
    assert 'kzcheck.toml:3: unknown setting "per_host"; did you mean "per-host"?' in done.stderr


def test_a_setting_can_lower_a_severity(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    (folder / "kzcheck.toml").write_text('[severity]\nCITE101 = "warning"\nLINK501 = "warning"\n', "utf-8")

    assert kzcheck("audit", folder, "--offline").returncode == 0


def test_the_style_can_be_set_and_is_reported(kzcheck: Run, folder: Path):
    (folder / "kzcheck.toml").write_text('[style]\nreferences = "gost-7.0.5"\n', "utf-8")

    assert "reference style: GOST R 7.0.5\n" in kzcheck("audit", folder, "--offline").stdout


def test_an_inline_ignore_hides_a_finding_which_is_counted_and_can_be_shown(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'page: "12"}]', 'page: "412"}]  # kzcheck: ignore[CITE104] the offprint counts so')
    done = kzcheck("audit", folder, "--offline", "--fail-on", "warning")

    assert done.returncode == 0
    assert "1 hidden" in done.stdout
    assert "the offprint counts so" in kzcheck("audit", folder, "--offline", "--show-hidden").stdout


def test_an_ignore_on_the_line_of_an_id_applies_to_the_whole_entry(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", "- id: c2", "- id: c2  # kzcheck: ignore[locator-out-of-range] seen")
    edit(folder / "claims.yaml", 'page: "12"', 'page: "412"')

    assert kzcheck("audit", folder, "--offline", "--fail-on", "warning").returncode == 0


def test_an_ignore_that_hides_nothing_is_reported(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", "- id: c2", "- id: c2  # kzcheck: ignore[CITE104] seen")
    done = kzcheck("audit", folder, "--offline")

    assert "KZ001" in done.stdout
    assert "KZ001" not in kzcheck("audit", folder, "--offline", "--ignore", "CITE104").stdout


def test_an_ignore_in_the_settings_has_a_reason_and_an_end(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'page: "12"', 'page: "412"')
    ignore = '[[ignore]]\ncode = "CITE104"\nclaim = "c2"\nreason = "asked the author"\nuntil = {}\n'
    (folder / "kzcheck.toml").write_text(ignore.format("2999-01-01"), "utf-8")
    assert "1 hidden" in kzcheck("audit", folder, "--offline").stdout

    (folder / "kzcheck.toml").write_text(ignore.format("2020-01-01"), "utf-8")
    done = kzcheck("audit", folder, "--offline")

    assert "the ignore for CITE104 expired on 2020-01-01" in done.stdout
    assert "CITE104 locator-out-of-range" in done.stdout


def test_text_inside_a_title_is_not_an_ignore(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "references.yaml", "title: Rivers that never were", 'title: "Rivers # kzcheck: ignore[ALL] no"\n  volume: 3 # x')

    assert "0 hidden" in kzcheck("audit", folder, "--offline").stdout


def test_output_to_a_closed_pipe_causes_no_traceback(folder: Path):
    command = f'"{sys.executable}" -m kzcheck audit "{folder}" --offline | head -1'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert "Traceback" not in done.stderr


def test_a_pipe_receives_no_colour(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')

    assert "\x1b" not in kzcheck("audit", folder, "--offline").stdout


def test_lines_fit_narrow_screens(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    for columns in (40, 80, 120):
        done = kzcheck("audit", folder, "--offline", env={"COLUMNS": str(columns)})

        assert max(map(len, done.stdout.split("\n"))) <= columns


def test_an_encoding_that_lacks_a_letter_does_not_stop_the_report(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--offline", env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})

    assert done.returncode == 0


@pytest.mark.parametrize("manuscript", ["thesis.tex", "biblio/notes.tex"])
def test_the_manuscript_that_was_read_is_named_from_where_the_command_ran(kzcheck: Run, tmp_path: Path, manuscript: str):
    (tmp_path / "biblio").mkdir()
    (tmp_path / "biblio" / "refs.bib").write_text("@book{a, title={Rivers}}\n")
    (tmp_path / manuscript).write_text(f"\\bibliography{{{'' if '/' in manuscript else 'biblio/'}refs}} \\cite{{a}}\n")
    report = kzcheck("audit", "biblio/refs.bib", "--offline", "--format", "markdown", cwd=tmp_path).stdout

    assert f"only the cited keys were checked ({manuscript})" in report
