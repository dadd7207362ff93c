"""kzcheck as a library: `from kzcheck import …`."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, get_args

import pytest

import kzcheck as public
from kzcheck import (
    Finding,
    KzcheckError,
    Report,
    Settings,
    Severity,
    Unchecked,
    UnreadableError,
    UsageError,
    audit,
    read_settings,
    render,
    save_baseline,
    save_evidence,
)
from kzcheck.article import Location
from kzcheck.finding import Problem
from kzcheck.settings import IgnoreSettings
from kzcheck.sources import ServiceName

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Edit, Run

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
EXAMPLE = PAGE.parents[1] / "examples" / "manuscript.docx"
NOTHING = 'cites: ["1"]', 'cites: ["17"]'
"""A citation to nothing, which is an error."""
SETTINGS = """\
[severity]
CITE101 = "warning"
[[ignore]]
code = "REF207"
reason = "cited elsewhere"
"""
KEY = """\
[services.crossref]
key = ""
[services.openalex]
key = "SECRET ключ"
"""


@pytest.fixture(autouse=True)
def _quiet(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no service, and use a cache of the test's own."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    for name in get_args(ServiceName):
        monkeypatch.setenv(f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED", "false")


@pytest.fixture
def paper(folder: Path, edit: Edit) -> Path:
    """The small article, with one error in it."""
    edit(folder / "claims.yaml", *NOTHING)
    return folder


def codes(report: Report, severity: Severity = Severity.ERROR) -> set[str]:
    return {finding.code for finding in report.failing(severity)}


def test_no_rule_breaks_on_the_article_of_the_repository():
    assert not audit(PAGE.parents[1], offline=True).faults


def test_an_audit_gives_the_same_report_as_the_command(
    kzcheck: Run, paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (paper / "kzcheck.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(paper)
    done = kzcheck("audit", "--offline", "--format", "json", "--ignore", "REF2,KZ001", cwd=paper)
    report = audit(offline=True, ignore=["REF2", "KZ001"])
    printed, returned = json.loads(done.stdout), json.loads(render(report, "json"))

    assert printed["summary"].pop("gathered") != returned["summary"].pop("gathered")
    assert returned == printed
    assert "CITE101" in codes(report, Severity.WARNING)
    assert capsys.readouterr() == ("", "")


def test_a_path_may_be_text_or_a_path_object_or_a_single_list(paper: Path):
    assert codes(audit(str(paper), offline=True)) == codes(audit(paper, offline=True)) == {"CITE101"}
    assert codes(audit(paper / "references.yaml", offline=True)) == {"CITE101"}


ITEM = {"id": "1", "type": "book", "title": "Invented", "DOI": "none", "issued": {"date-parts": [[2001]]}}


def test_references_may_be_files_items_or_a_text(paper: Path):
    (paper / "more.bib").write_text("@book{more, title = {Invented}}\n", "utf-8")

    assert [
        reference.id for reference in audit([paper / "references.yaml", paper / "more.bib"], offline=True).article.references
    ] == [
        "1",
        "2",
        "more",
    ]
    report = audit([ITEM], offline=True)
    assert [(finding.location.file, finding.reference) for finding in report.failing(Severity.WARNING)] == [("items", "1")]
    assert report.findings[0].location.line > 1
    assert audit([], offline=True).article.references == ()
    assert audit(text="@book{a, title = {Invented}}", offline=True).article.references[0].location.file == "text"


def test_items_and_texts_that_are_not_a_list_are_refused():
    with pytest.raises(UsageError, match=r"items: Object of type .* give references as CSL JSON has them"):
        audit([{"id": "1", "issued": object()}], offline=True)
    with pytest.raises(UnreadableError, match="text: is empty"):
        audit(text="", offline=True)


def test_codes_may_be_given_in_one_text_or_in_several(paper: Path):
    ran = [
        {page.code for page in audit(paper, offline=True, select=select).rules}
        for select in ("CITE101, CITE104", ["CITE101", "CITE104"])
    ]

    assert ran == [{"CITE101", "CITE104"}] * 2


@pytest.mark.parametrize("given", [{"select": ","}, {"settings": Settings(select=())}])
def test_an_audit_that_would_check_nothing_is_wrong_use(paper: Path, given: dict[str, object]):
    with pytest.raises(UsageError, match="names no rule"):
        audit(paper, offline=True, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        (lambda paper: audit(paper / "nowhere"), UnreadableError, "does not exist"),
        (lambda paper: audit(paper / ("x" * 5000)), UnreadableError, "is not a valid path"),
        (lambda paper: audit(paper / "a\0b"), UnreadableError, "is not a valid path"),
        (lambda paper: audit(paper, evidence=paper / "claims.yaml"), UnreadableError, "this is not a kzcheck evidence file"),
        (
            lambda paper: audit(paper, offline=True, baseline=paper / "claims.yaml"),
            UnreadableError,
            "this is not a kzcheck baseline",
        ),
        (lambda paper: audit(paper, offline=True, since="nowhere"), UsageError, "--since"),
        (lambda paper: audit(paper, offline=True, select="CITE999"), UsageError, "no rule has the code"),
        (lambda paper: audit(paper, settings=Settings(contact="nobody")), UsageError, "is not an e-mail address"),
        (lambda paper: render(audit(paper, offline=True), "htm"), UsageError, 'did you mean "html"?'),
        (lambda paper: render(audit(paper, offline=True), "pdf"), UsageError, "there are terminal, concise, json, "),
    ],
)
def test_user_errors_are_kzcheck_errors(paper: Path, wrong: Callable[[Path], object], error: type[KzcheckError], said: str):
    with pytest.raises(error) as caught:
        wrong(paper)

    assert said in str(caught.value)
    assert isinstance(caught.value, KzcheckError)


def test_all_problems_of_a_file_are_separate(folder: Path):
    (folder / "references.yaml").write_text("", "utf-8")
    (folder / "claims.yaml").write_text("- ]", "utf-8")
    with pytest.raises(UnreadableError) as caught:
        audit(folder, offline=True)

    assert [problem.partition(":")[0] for problem in caught.value.problems] == ["references.yaml", "claims.yaml"]


def test_a_setting_that_prevents_all_requests_is_reported_with_its_line(folder: Path, mine: Path):
    mine.write_text(KEY, "utf-8")
    with pytest.raises(UsageError) as caught:
        audit(folder, offline=True)

    assert str(caught.value) == f"{mine}:4: services.openalex.key: contains a character that no key can have; copy it again"


def test_given_settings_replace_those_of_the_file_and_the_environment(paper: Path, monkeypatch: pytest.MonkeyPatch):
    (paper / "kzcheck.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.setenv("KZCHECK_CONTACT", "editor@example.org")

    assert codes(audit(paper, offline=True)) == set()
    assert codes(audit(paper, offline=True, settings=Settings())) == {"CITE101"}
    assert read_settings(paper).contact == "editor@example.org"
    assert codes(audit(paper, offline=True, settings=read_settings(paper))) == set()


def test_a_given_ignore_hides_findings_without_a_file(paper: Path):
    report = audit(paper, offline=True, settings=Settings(ignore=(IgnoreSettings(code="CITE101", reason="seen"),)))

    assert codes(report) == set()
    assert [hidden.finding.code for hidden in report.hidden] == ["CITE101"]


def test_an_ignore_on_one_line_of_the_file_hides_findings(paper: Path):
    (paper / "kzcheck.toml").write_text('select = ["ALL"]\nignore = [{code = "CITE101", reason = "seen"}]\n', "utf-8")
    report = audit(paper, offline=True)

    assert codes(report) == set()
    assert [hidden.ignore.location.line for hidden in report.hidden] == [2]


def test_evidence_is_judged_again_from_a_value_and_from_a_file(paper: Path, edit: Edit):
    report = audit(paper, offline=True)
    saved = paper / "evidence.json"
    saved.write_bytes(save_evidence(report.evidence))
    edit(paper / "claims.yaml", *reversed(NOTHING))

    for evidence in (report.evidence, saved, str(saved)):
        again = audit(paper, evidence=evidence)
        assert again.evidence.gathered == report.evidence.gathered
        assert codes(again) == set()


def test_findings_in_a_baseline_are_known(paper: Path, edit: Edit):
    saved = paper / "known.json"
    saved.write_bytes(save_baseline(audit(paper, offline=True)))
    assert codes(audit(paper, offline=True, baseline=saved)) == set()

    edit(paper / "claims.yaml", 'page: "12"', 'page: "412"')
    assert codes(audit(paper, offline=True, baseline=str(saved)), Severity.WARNING) == {"CITE104"}


def test_findings_on_content_unchanged_since_a_revision_are_known(paper: Path):
    identity = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "--quiet"), ("add", "."), (*identity, "commit", "--quiet", "--message", "a step")):
        subprocess.run(["git", "-C", str(paper), *arguments], check=True, capture_output=True)

    assert codes(audit(paper, offline=True, since="HEAD")) == set()


def test_progress_is_reported_and_may_stop_the_audit(paper: Path):
    calls: list[tuple[str, int, int]] = []
    audit(paper, offline=True, progress=lambda *step: calls.append(step))

    assert {"reading", "judging"} <= {task for task, *_ in calls}
    assert all(0 <= done <= of for _, done, of in calls)

    def stop(_what: str, _done: int, _of: int) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        audit(paper, offline=True, progress=stop)


def test_an_interrupted_audit_says_so(paper: Path):
    def interrupt(what: str, done: int, _of: int) -> None:
        if (what, done) == ("judging", 3):
            raise KeyboardInterrupt

    report = audit(paper, offline=True, progress=interrupt)

    assert report.partial
    assert len(report.rules) == 3


def test_a_warning_is_logged_in_one_harmless_line(folder: Path, mine: Path, caplog: pytest.LogCaptureFixture):
    table = folder / "table\x1b[2J.csv"
    table.write_bytes(b"no table")
    mine.write_text(f"[retractions]\npath = {json.dumps(str(table))}\n", "utf-8")
    audit(folder, offline=True)

    assert [record.name for record in caplog.records] == ["kzcheck"]
    assert "is not a Retraction Watch table" in caplog.text
    assert "\x1b" not in caplog.text


def test_audits_in_several_threads_run_one_after_another(paper: Path, tmp_path_factory: pytest.TempPathFactory):
    other = tmp_path_factory.mktemp("other")
    for name in ("references.yaml", "claims.yaml"):
        (other / name).write_text((paper / name).read_text("utf-8").replace('["17"]', '["1"]'), "utf-8")
    order: list[str] = []
    results: dict[str, set[str]] = {}
    asked = Event()

    def second() -> None:
        asked.set()
        results["second"] = codes(audit(other, offline=True, progress=lambda *_: order.append("second")))

    thread = Thread(target=second)

    def first(*_step: object) -> None:
        if not order:
            thread.start()
            asked.wait()
            thread.join(0.1)  # without waiting it would have finished by now
        order.append("first")

    results["first"] = codes(audit(paper, offline=True, progress=first))
    thread.join()

    assert results == {"first": {"CITE101"}, "second": set()}
    assert order == sorted(order)


def test_importing_kzcheck_or_printing_help_imports_nothing_heavy():
    code = """if True:
        import sys
        before = set(sys.modules)
        import kzcheck
        assert kzcheck.__version__
        assert "audit" in dir(kzcheck)
        assert not hasattr(kzcheck, "nothing")
        print(*{name.partition(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names)
        import kzcheck.cli
        print(*sys.modules)
        kzcheck.audit
        print(*sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    package, command_line, first_use = (set(line.split()) for line in done.stdout.splitlines())

    assert package == {"kzcheck"}
    assert not {"msgspec", "yaml", "rapidfuzz", "requests", "jinja2", "kzcheck.api", "kzcheck.pipeline"} & command_line
    assert {"msgspec", "kzcheck.api"} <= first_use


def test_an_offline_audit_loads_no_network_code(paper: Path):
    code = """if True:
        import sys
        from kzcheck.cli import main
        sys.argv[0] = "kzcheck"
        try:
            main()
        except SystemExit:
            print(*sys.modules, file=sys.stderr)"""
    options = ["audit", str(paper), "--offline", "--format", "json", "--fail-on", "never", "--select", "CITE", "--select", "REF"]
    done = subprocess.run([sys.executable, "-c", code, *options], capture_output=True, text=True, check=True)

    assert '"findings"' in done.stdout
    assert not {"pydantic", "requests", "urllib3", "lxml", "jinja2"} & set(done.stderr.split())


def test_every_public_name_exists_and_is_documented():
    page = PAGE.read_text("utf-8")
    for name in public.__all__:
        assert getattr(public, name) is not None
        assert f"`{name}`" in page


@pytest.mark.parametrize(
    ("name", "parts"), [("Report", (Report,)), ("Finding", (Finding, Problem, Location)), ("Unchecked", (Unchecked,))]
)
def test_the_documented_fields_exist(name: str, parts: tuple[type, ...]):
    row = next(line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| `{name}` |"))
    _, *told = re.findall(r"`(?:problem\.)?(\w+)", row)

    assert told
    assert not [field for field in told if not any(hasattr(part, field) for part in parts)]


def test_the_examples_in_the_documentation_work(paper: Path, monkeypatch: pytest.MonkeyPatch):
    within = paper / "paper"
    within.mkdir()
    for name in ("references.yaml", "claims.yaml"):
        (paper / name).rename(within / name)
    shutil.copy(EXAMPLE, paper / "paper.docx")
    monkeypatch.chdir(paper)
    blocks = re.findall(r"^```python\n(.*?)^```\n+^```text\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}

    assert len(blocks) == PAGE.read_text("utf-8").count("```python")
    for code, expected in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)  # noqa: S102 - our own page
        assert printed.getvalue() == expected


def test_files_are_named_from_the_repository_of_a_ci_job_wherever_it_runs(
    folder: Path, edit: Edit, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
):
    edit(folder / "claims.yaml", *NOTHING)
    link = tmp_path_factory.mktemp("runner") / "link"
    link.symlink_to(folder.parent)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(link))
    monkeypatch.chdir(link.parent)

    assert f"::error file={folder.name}/claims.yaml," in render(audit(folder, offline=True), "github")
    assert f"::error file={folder.name}/claims.yaml," in render(audit(link / folder.name, offline=True), "github")
