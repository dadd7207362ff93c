"""Baselines and revisions from a user's view: findings that were there before are shown, but do not fail."""

from __future__ import annotations

import json
import subprocess
import tempfile
from typing import TYPE_CHECKING

import pytest

from kzcheck import Severity, UsageError, audit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Edit, Run

NOTHING = 'cites: ["1"]', 'cites: ["17"]'
"""A citation to nothing, which is an error."""
OUTSIDE = 'page: "12"', 'page: "412"'
"""A locator outside the work, which is a warning."""


@pytest.fixture
def repository(folder: Path) -> Path:
    """The article in a subfolder of a git repository, committed once, with an error in it."""
    paper = folder / "paper"
    paper.mkdir()
    for name in ("references.yaml", "claims.yaml"):
        (folder / name).rename(paper / name)
    text = (paper / "claims.yaml").read_text("utf-8")
    (paper / "claims.yaml").write_text(text.replace(*NOTHING), "utf-8")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "a step")


def fails(paper: Path, since: str = "HEAD") -> bool:
    """Return whether an audit fails on errors in what changed since a revision."""
    return bool(audit(paper, offline=True, since=since).failing(Severity.ERROR))


def known(report: str) -> dict[str, bool]:
    return {finding["code"]: finding["known"] for finding in json.loads(report)["findings"]}


ENTRY = "@book{{{id}, author = {{Doe, Jane}}, title = {{{title}}}, publisher = {{Steppe}}, year = {{2001}}, isbn = {{{isbn}}}}}\n"
LISTS = ("a/refs.bib", "b/refs.bib")
WRONG_ISBN = "978-3-16-148410-1"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A repository with a list in each of two folders, committed once, each with an error in it."""
    for name, title in (("a", "A Grammar of Invented Things"), ("b", "Rivers that Never Were")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "refs.bib").write_text(ENTRY.format(id=name, title=title, isbn=WRONG_ISBN), "utf-8")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    return tmp_path


def add(file: Path) -> None:
    """Add an entry with an error to a list."""
    with file.open("a", encoding="utf-8") as end:
        end.write(ENTRY.format(id="new", title="Winds and Waves", isbn="978-3-16-148410-2"))


def new(report: str) -> list[tuple[str, str]]:
    """Return the references of the findings that are not known, each with its file."""
    findings = json.loads(report)["findings"]
    return [(finding["reference"], finding["location"]["file"]) for finding in findings if not finding["known"]]


@pytest.mark.parametrize("changed", LISTS)
def test_since_a_revision_lists_in_two_folders_are_compared_each_with_itself(kzcheck: Run, two: Path, changed: str):
    command = ("audit", *LISTS, "--offline", "--select", "ID302", "--format", "json")
    unchanged = kzcheck(*command, "--since", "HEAD", cwd=two)
    add(two / changed)
    done = kzcheck(*command, "--since", "HEAD", cwd=two)

    assert kzcheck(*command, cwd=two).returncode == 1
    assert (unchanged.returncode, new(unchanged.stdout)) == (0, [])
    assert (done.returncode, new(done.stdout)) == (1, [("new", changed)])


@pytest.mark.parametrize("changed", LISTS)
def test_a_baseline_of_lists_in_two_folders_knows_the_findings_of_both(kzcheck: Run, two: Path, changed: str):
    written = kzcheck("baseline", *LISTS, "--offline", "--select", "ID302", cwd=two)
    command = ("audit", *LISTS, "--offline", "--select", "ID302", "--format", "json", "--baseline", "kzcheck-baseline.json")
    unchanged = kzcheck(*command, cwd=two)
    add(two / changed)
    done = kzcheck(*command, cwd=two)

    assert "2 findings" in written.stdout
    assert (unchanged.returncode, new(unchanged.stdout)) == (0, [])
    assert (done.returncode, new(done.stdout)) == (1, [("new", changed)])


def test_a_baseline_makes_only_new_findings_fail(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    written = kzcheck("baseline", folder, "--offline")
    baseline = folder / "kzcheck-baseline.json"

    assert written.returncode == 0
    assert "2 findings" in written.stdout
    done = kzcheck("audit", folder, "--offline", "--baseline", baseline)
    assert done.returncode == 0
    assert "2 of them already known" in done.stdout

    edit(folder / "claims.yaml", *OUTSIDE)
    done = kzcheck("audit", folder, "--offline", "--baseline", baseline, "--fail-on", "warning", "--format", "json")
    assert done.returncode == 1
    assert {code for code, old in known(done.stdout).items() if not old} == {"CITE104"}


def test_a_baseline_recognises_its_findings_after_their_lines_move(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    kzcheck("baseline", folder, "--offline", "--output", folder / "known.json")
    edit(folder / "claims.yaml", "claims:\n", "\n\n# three lines more\nclaims:\n")

    assert kzcheck("audit", folder, "--offline", "--baseline", folder / "known.json").returncode == 0


def test_a_stale_entry_of_a_baseline_is_reported(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    kzcheck("baseline", folder, "--offline")
    edit(folder / "claims.yaml", *reversed(NOTHING))
    done = kzcheck("audit", folder, "--offline", "--baseline", folder / "kzcheck-baseline.json")

    assert "KZ001" in done.stdout
    assert "kzcheck baseline" in done.stdout


def test_a_baseline_entry_is_not_stale_if_its_rule_did_not_run(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    kzcheck("baseline", folder, "--offline")
    edit(folder / "claims.yaml", *reversed(NOTHING))
    done = kzcheck(
        "audit", folder, "--offline", "--baseline", folder / "kzcheck-baseline.json", "--select", "KZ,REF", "--format", "json"
    )

    assert known(done.stdout) == {}


def test_a_baseline_of_the_same_findings_is_the_same_file(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    for name in ("a.json", "b.json"):
        kzcheck("baseline", folder, "--offline", "--output", folder / name)

    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()
    assert all(json.loads(line.rstrip(",")) for line in (folder / "a.json").read_text("utf-8").splitlines()[1:-1])


def test_a_baseline_edited_by_people_and_their_editors_is_still_valid(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    file = folder / "kzcheck-baseline.json"
    kzcheck("baseline", folder, "--offline")
    document = json.loads(file.read_text("utf-8"))
    stale = {**document["findings"][0], "fingerprint": "0" * 16}
    document["findings"] = [*reversed(document["findings"]), stale, *document["findings"], stale]
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps(document, indent=4).replace("\n", "\r\n").encode())
    report = audit(folder, offline=True, baseline=file)

    assert [finding.message for finding in report.findings if finding.code == "KZ001"] == [
        f"1 finding in the baseline no longer occurs: {stale['code']}"
    ]
    assert not [finding for finding in report.in_ci() if not finding.known and finding.code != "KZ001"]


def test_a_new_baseline_keeps_entries_that_could_not_be_checked(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    file = folder / "kzcheck-baseline.json"
    kzcheck("baseline", folder, "--offline")
    document = json.loads(file.read_text("utf-8"))
    entry = {"code": "WORK402", "reference": "2", "claim": None, "message": "not registered", "fingerprint": "a" * 16}
    gone = {**entry, "reference": "9", "fingerprint": "b" * 16}
    file.write_text(json.dumps({**document, "findings": [*document["findings"], entry, gone]}), "utf-8")
    done = kzcheck("baseline", folder, "--offline")

    assert "2 findings, and 1 earlier one that nobody looked for now; " in done.stdout
    assert [finding for finding in json.loads(file.read_text("utf-8"))["findings"] if finding["code"] == "WORK402"] == [entry]


def test_a_printed_command_for_a_baseline_can_be_run(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    paper = folder / "the paper"
    paper.mkdir()
    for name in ("references.yaml", "claims.yaml"):
        (folder / name).rename(paper / name)
    done = kzcheck("baseline", "the paper", "--offline", cwd=folder)

    assert "; kzcheck audit --baseline 'the paper/kzcheck-baseline.json' 'the paper' fails on new ones only\n" in done.stdout
    assert "\nNot checked: records, retractions" in done.stdout
    assert done.stdout.endswith(" What is found there later will count as new.\n")


@pytest.mark.parametrize("content", ["", "[]", '{"version": 3, "kzcheck": "1", "findings": []}', "<<<<<<< HEAD"])
def test_a_file_that_is_not_a_baseline_is_one_line_and_code_3(kzcheck: Run, folder: Path, content: str):
    (folder / "known.json").write_text(content, "utf-8")
    done = kzcheck("audit", folder, "--offline", "--baseline", folder / "known.json")

    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "not a kzcheck baseline" in done.stderr


def test_a_baseline_of_version_1_is_refused_in_one_line_and_can_be_replaced(kzcheck: Run, folder: Path):
    file = folder / "kzcheck-baseline.json"
    file.write_text('{"version": 1, "kzcheck": "0.1.0", "findings": []}', "utf-8")
    done = kzcheck("audit", folder, "--offline", "--baseline", file)

    assert done.returncode == 3
    assert done.stderr.endswith("kzcheck-baseline.json: is a baseline of version 1; write a new one with `kzcheck baseline`\n")
    assert done.stderr.count("\n") == 1

    assert kzcheck("baseline", folder, "--offline").returncode == 0
    assert kzcheck("audit", folder, "--offline", "--baseline", file).returncode == 0


def test_only_content_changed_since_a_revision_can_fail(kzcheck: Run, repository: Path, edit: Edit):
    paper = repository / "paper"
    assert kzcheck("audit", paper, "--offline").returncode == 1
    unchanged = kzcheck("audit", paper, "--offline", "--since", "HEAD", "--format", "json")
    assert unchanged.returncode == 0
    assert known(unchanged.stdout)["CITE101"] is True

    edit(paper / "claims.yaml", "Invented things have", "All invented things have")
    assert kzcheck("audit", paper, "--offline", "--since", "HEAD").returncode == 1


def test_a_changed_claim_does_not_make_others_fail(repository: Path, edit: Edit):
    edit(repository / "paper" / "claims.yaml", "Some rivers never were.", "Many rivers never were.")

    assert not fails(repository / "paper", "main")


def test_an_expiring_ignore_in_the_settings_is_not_a_change(repository: Path):
    ignore = '[[ignore]]\ncode = "REF203"\nreason = "seen"\nuntil = 2020-01-01\n'
    (repository / "paper" / "kzcheck.toml").write_text(ignore, "utf-8")
    commit(repository)
    report = audit(repository / "paper", offline=True, since="HEAD")

    assert "KZ001" in {finding.code for finding in report.findings}
    assert not report.failing(Severity.WARNING)


def test_moved_lines_are_not_a_change(repository: Path, edit: Edit):
    edit(repository / "paper" / "claims.yaml", "claims:\n", "# a comment\nclaims:\n")

    assert not fails(repository / "paper")


def test_a_new_entry_that_duplicates_an_old_one_is_new(repository: Path):
    file = repository / "paper" / "references.yaml"
    text = file.read_text("utf-8")
    file.write_text(text + text.partition("references:\n")[2].partition('- id: "2"')[0].replace('"1"', '"3"'), "utf-8")
    findings = audit(repository / "paper", offline=True, since="HEAD").in_ci()

    assert [changed.known for changed in findings if changed.code == "REF207"] == [False]


def test_a_renumbered_list_is_not_a_change(repository: Path, edit: Edit):
    listed, claims = (repository / "paper" / name for name in ("references.yaml", "claims.yaml"))
    edit(claims, *OUTSIDE)
    commit(repository)
    text = listed.read_text("utf-8").replace('"2"', '"3"').replace('"1"', '"2"')
    first = '- {id: "1", type: book, author: [{family: Ash}], title: What came first, publisher: Steppe Press, issued: 1999}'
    listed.write_text(text.replace("references:", f"references:\n{first}"), "utf-8")
    edit(claims, 'ref: "2"', 'ref: "3"')
    edit(claims, "- id: c2\n", "- id: c2\n  at: {file: article.txt, line: 7}\n  paragraph: 2\n")
    findings = [finding for finding in audit(repository / "paper", offline=True, since="HEAD").in_ci() if finding.claim]

    assert {(changed.code, changed.reference): changed.known for changed in findings} == {
        ("CITE101", "17"): True,
        ("CITE104", "3"): True,
    }


def test_a_claim_that_cites_another_work_under_the_old_number_has_changed(repository: Path, edit: Edit):
    listed, claims = (repository / "paper" / name for name in ("references.yaml", "claims.yaml"))
    edit(claims, *OUTSIDE)
    commit(repository)
    text = listed.read_text("utf-8")
    listed.write_text(text.replace('"2"', '"0"').replace('"1"', '"2"').replace('"0"', '"1"'), "utf-8")
    findings = [finding for finding in audit(repository / "paper", offline=True, since="HEAD").in_ci() if finding.claim]

    assert {(changed.code, changed.reference): changed.known for changed in findings} == {
        ("CITE101", "17"): True,
        ("CITE104", "2"): False,
    }


def test_a_claim_that_cites_a_removed_entry_fails(repository: Path):
    listed = repository / "paper" / "references.yaml"
    listed.write_text(listed.read_text("utf-8").partition('- id: "2"')[0], "utf-8")
    findings = [finding for finding in audit(repository / "paper", offline=True, since="HEAD").in_ci() if finding.code == "CITE101"]

    assert {changed.reference: changed.known for changed in findings} == {"17": True, "2": False}


def test_changes_by_others_on_another_branch_do_not_count(repository: Path, edit: Edit):
    git(repository, "checkout", "--quiet", "-b", "topic")
    git(repository, "checkout", "--quiet", "main")
    edit(repository / "paper" / "claims.yaml", "Invented things have", "All invented things have")
    commit(repository)
    git(repository, "checkout", "--quiet", "topic")

    assert {finding.known for finding in audit(repository / "paper", offline=True, since="main").in_ci()} == {True}


def test_a_list_behind_a_symbolic_link_is_found_there(repository: Path):
    paper = repository / "paper"
    (paper / "lists").mkdir()
    (paper / "references.yaml").rename(paper / "lists" / "all.yaml")
    (paper / "references.yaml").symlink_to("lists/all.yaml")
    commit(repository)

    assert {finding.known for finding in audit(paper, offline=True, since="HEAD").in_ci()} == {True}


def test_other_line_ends_are_not_a_change(repository: Path, edit: Edit):
    claims = repository / "paper" / "claims.yaml"
    edit(claims, "article: {title: An Invented Article", "article: {titel: An Invented Article")
    commit(repository)
    claims.write_bytes(claims.read_bytes().replace(b"\n", b"\r\n"))
    findings = audit(repository / "paper", offline=True, since="HEAD").in_ci()

    assert any(changed.reference is None and changed.claim is None for changed in findings)
    assert {changed.known for changed in findings} == {True}


def test_git_looks_into_the_article_s_repository_whatever_a_hook_runs_in(kzcheck: Run, repository: Path):
    hook = {"GIT_DIR": str(repository / ".git"), "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}

    assert kzcheck("audit", repository / "paper", "--offline", "--since", "HEAD", env=hook).returncode == 0


def test_an_article_missing_from_the_revision_is_all_new(repository: Path):
    (repository / "paper").rename(repository / "other")

    assert fails(repository / "other")


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "", "HEAD:paper", "^main", "x" * 5000])
def test_an_unknown_revision_is_one_line_and_code_2(kzcheck: Run, repository: Path, revision: str):
    done = kzcheck("audit", repository / "paper", "--offline", f"--since={revision}")

    assert done.returncode == 2
    assert done.stderr.startswith("kzcheck: --since")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 250


def test_a_folder_outside_git_is_one_line_and_code_2(kzcheck: Run, folder: Path):
    done = kzcheck("audit", folder, "--offline", "--since", "HEAD")

    assert done.returncode == 2
    assert "is not in a git repository" in done.stderr


def test_a_machine_without_git_is_one_line_and_code_2(kzcheck: Run, repository: Path):
    done = kzcheck("audit", repository / "paper", "--offline", "--since", "HEAD", env={"PATH": ""})

    assert done.returncode == 2
    assert "needs git" in done.stderr


def test_a_machine_without_temporary_space_is_wrong_use(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(repository / "nowhere"))

    with pytest.raises(UsageError, match="--since needs a temporary folder"):
        audit(repository / "paper", offline=True, since="HEAD")


def test_a_baseline_with_merge_conflict_markers_is_not_overwritten(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", *NOTHING)
    kzcheck("baseline", folder, "--offline")
    file = folder / "kzcheck-baseline.json"
    merged = "<<<<<<< ours\n" + file.read_text("utf-8") + "=======\n>>>>>>> theirs\n"
    file.write_text(merged, "utf-8")
    done = kzcheck("baseline", folder, "--offline")

    assert done.returncode == 2
    assert "the file was left unchanged" in done.stderr
    assert file.read_text("utf-8") == merged


def test_a_new_unused_ignore_is_new_beside_a_known_one(kzcheck: Run, folder: Path):
    ignore = '[[ignore]]\ncode = "REF203"\nreference = "{}"\nreason = "seen"\n'
    (folder / "kzcheck.toml").write_text(ignore.format(1), "utf-8")
    kzcheck("baseline", folder, "--offline")
    (folder / "kzcheck.toml").write_text(ignore.format(2), "utf-8")
    baseline = folder / "kzcheck-baseline.json"
    done = kzcheck("audit", folder, "--offline", "--baseline", baseline, "--select", "REF,KZ001", "--format", "json")
    findings = [finding for finding in json.loads(done.stdout)["findings"] if "hides nothing" in finding["message"]]

    assert [finding["known"] for finding in findings] == [False]


def test_an_undefined_key_in_a_manuscript_above_the_list_is_known_until_the_manuscript_changes(repository: Path):
    (repository / "biblio").mkdir()
    listed, manuscript = repository / "biblio" / "refs.bib", repository / "thesis.tex"
    listed.write_text("@book{a, title={Rivers}}\n")
    manuscript.write_text("\\bibliography{biblio/refs}\nRivers \\cite{a,nowhere}.\n")
    commit(repository)
    assert not fails(listed)

    manuscript.write_text(f"{manuscript.read_text()}\nLakes.\n")
    assert fails(listed)


def test_an_undefined_key_is_known_until_its_sentence_or_the_list_changes(repository: Path):
    paper = repository / "paper"
    (paper / "claims.yaml").unlink()
    manuscript, listed = paper / "paper.md", paper / "references.yaml"
    manuscript.write_text("---\nbibliography: references.yaml\n---\nRivers [@1; @2; @nowhere].\n")
    commit(repository)

    manuscript.write_text(f"{manuscript.read_text()}\nLakes.\n")
    assert not fails(paper)
    manuscript.write_text(manuscript.read_text().replace("Rivers", "Winds"))
    assert fails(paper)
    commit(repository)
    assert not fails(paper)
    listed.write_text(listed.read_text("utf-8").replace('id: "2"', 'id: "3"'), "utf-8")
    assert fails(paper)
