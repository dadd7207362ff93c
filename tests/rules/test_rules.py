"""The cases of every rule: `<CODE>/bad.yaml` lists exactly the findings, `<CODE>/good.yaml` holds content without findings.

Each document is written to files and read by the real readers, scalar by scalar as written in the case.
"""

from __future__ import annotations

import ast
import atexit
import runpy
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import rmtree
from string import Formatter
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import normalize

import msgspec
import pytest
import yaml
from msgspec import Struct
from msgspec.structs import replace

from kzcheck.article import ARCHIVED, Article, Location
from kzcheck.case import Case as Judged
from kzcheck.case import case_of
from kzcheck.evidence import Evidence, Page, Resolution, RetractionTable
from kzcheck.finding import Problem, Severity, fingerprint
from kzcheck.locale import LANGUAGES
from kzcheck.readers import read
from kzcheck.reasons import Reason
from kzcheck.rules import RULES
from kzcheck.settings import Settings, StyleSettings
from kzcheck.texts import Comparison, TextAtHand
from kzcheck.wording import Plural, speaking

if TYPE_CHECKING:
    from kzcheck.csl import Name
    from kzcheck.finding import Edit
    from kzcheck.rule import Rule
    from kzcheck.wording import Template

HERE = Path(__file__).parent
GATHERED = datetime(2026, 11, 24, tzinfo=UTC)
FILES = {"references": "references.yaml", "claims": "claims.yaml", "article": "claims.yaml"}
PATHS = sorted(HERE.glob("*/*.yaml"))
GATHERED_KEYS: dict[str, Any] = {
    "resolutions": dict[str, Resolution],
    "silent": dict[str, Reason],
    "retractions": RetractionTable,
    "pages": dict[str, Page],
    "texts": dict[str, TextAtHand],
    "comparisons": dict[str, tuple[Comparison, ...]],
}
"""The parts of the evidence file that a case may contain."""
MANUSCRIPT = "---\nbibliography: references.yaml\n---\n"
"""The header of a case's `manuscript`, a Markdown file beside a list without claims, if it has none of its own."""
PAPER = "Rivers move, and what they carry moves with them. " * 24 + "\n\n"
"""Text before a case's `paper`, the plain text of an article with its list of references, so that it is long enough for one."""
KEYS = {"case", "style", "gathered", "found", "manuscript", "paper", "markdown", "files", *GATHERED_KEYS, *FILES}
"""The keys of a case; `markdown` is a manuscript that is read alone, `files` are texts by the names of their files."""
PARTLY = ("says", "fix")
"""Values of which a case contains a part: words of the message and of the fix."""
FOUND = {"reference", "claim", "marks", "severity", "in_doubt", *PARTLY}


class Case(Struct, eq=False):
    """One document of a file of cases; `nodes` is its YAML as written; `found` is None if nothing may be found."""

    code: str
    content: dict[str, Any]
    nodes: dict[str, yaml.Node]
    found: list[dict[str, Any]]

    def __str__(self) -> str:
        return f"{self.code}-{self.content['case']}"

    @property
    def text(self) -> str:
        return str(self.content)


@cache
def documents(path: Path) -> list[tuple[dict[str, Any], yaml.MappingNode]]:
    """Return the documents of a file, as values and as written."""
    loader = yaml.CSafeLoader(path.read_text("utf-8"))
    read = []
    while loader.check_node():
        node = loader.get_node()
        read.append((loader.construct_document(node), node))
    return read


def cases() -> list[Case]:
    """Return all cases; a file that is not YAML has none here, and fails in a test of its own."""
    loaded = []
    for path in PATHS:
        with suppress(yaml.YAMLError):
            for content, node in documents(path):
                parts = {key.value: value for key, value in node.value}
                loaded.append(Case(path.parent.name, content, parts, content.get("found", [])))
    return loaded


CASES = cases()
SEVERITIES = {rule.code: rule.page.severity for rule in RULES}


def article_of(case: Case, folder: Path, form: Literal["NFC", "NFD", ""] = "") -> Article:
    """Write a case to files, in a normal form of Unicode, and read it; an article without references has an empty list."""
    if "paper" in case.content:
        text = PAPER + case.content["paper"]
        (folder / "paper.txt").write_text(normalize(form, text) if form else text, "utf-8")
        return read(folder / "paper.txt")
    texts: dict[str, str] = {"references.yaml": "" if "references" in case.nodes else "references: []\n"}
    for key, file in FILES.items():
        if key in case.nodes:
            node = yaml.MappingNode("tag:yaml.org,2002:map", [(yaml.ScalarNode("tag:yaml.org,2002:str", key), case.nodes[key])])
            texts[file] = texts.get(file, "") + yaml.serialize(node, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**6)
    if "manuscript" in case.content:
        text = case.content["manuscript"]
        texts["manuscript.md"] = text if text.startswith("---") else MANUSCRIPT + text
    if "markdown" in case.content:
        texts = {"paper.md": case.content["markdown"]}
    for file, text in (texts | case.content.get("files", {})).items():
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_text(normalize(form, text) if form else text, "utf-8")
    return read(folder / "paper.md" if "markdown" in case.content else folder)


@cache
def shared_folder() -> Path:
    """Return a folder for one case after the other: to remove thousands of folders may take longer than the rules."""
    folder = Path(mkdtemp())
    atexit.register(rmtree, folder)
    return folder


@cache
def judged(case: Case, form: Literal["NFC", "NFD", ""] = "") -> tuple[Judged, list[Problem]]:
    """Return a case as its rule receives it, and what the rule says of it, in order of place."""
    settings = Settings(style=StyleSettings(**case.content.get("style", {})))
    folder = shared_folder()
    on = case_of(article_of(case, folder, form), evidence_of(case), settings)
    for path in folder.iterdir():
        rmtree(path) if path.is_dir() else path.unlink()
    problems = next(rule for rule in RULES if rule.code == case.code).check(on)
    return on, sorted(problems, key=lambda problem: (problem.location.file, problem.location.line, problem.location.column))


def evidence_of(case: Case) -> Evidence:
    day = case.content.get("gathered", GATHERED.date())
    seen = {key: msgspec.convert(case.content[key], kind) for key, kind in GATHERED_KEYS.items() if key in case.content}
    return Evidence(gathered=datetime(day.year, day.month, day.day, tzinfo=UTC), kzcheck="test", **seen)


def findings(case: Case, form: Literal["NFC", "NFD", ""] = "") -> list[dict[str, Any]]:
    """Return the findings of the case's rule in order of place, in the terms of a case."""
    _, problems = judged(case, form)
    return [
        {
            "reference": problem.reference,
            "claim": problem.claim,
            "says": str(problem),
            "fix": str(problem.fix) if problem.fix else "",
            "marks": [problem.excerpt.text[start:end] for start, end in problem.excerpt.marks] if problem.excerpt else [],
            "severity": str(problem.severity or SEVERITIES[case.code]),
            "in_doubt": problem.in_doubt,
        }
        for problem in problems
    ]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_finds_exactly_what_its_case_lists(case: Case):
    found = findings(case)

    assert len(found) == len(case.found), found
    for actual, expected in zip(found, case.found, strict=True):
        assert all(expected.get(key, "") in actual[key] for key in PARTLY), actual
        assert {**actual, **expected, **{key: actual[key] for key in PARTLY}} == actual


@pytest.mark.parametrize("code", sorted({case.code for case in CASES}))
def test_decomposed_letters_do_not_change_the_findings(code: str):
    """PDF and macOS give texts in NFD."""
    for case in CASES:
        if case.code == code and case.text != normalize("NFD", case.text):
            assert findings(case, "NFD") == findings(case), case.content["case"]


def test_the_cases_are_well_formed():
    for case in CASES:
        article = judged(case)[0].article
        assert set(case.content) <= KEYS, case
        assert all(set(expected) <= FOUND for expected in case.found), case
        assert bool(article.references) == bool(case.content.get("references") or {"paper", "markdown"} & case.content.keys()), case
        printed = {"paper", "manuscript", "markdown"} & case.content.keys()
        assert printed or bool(article.claims) == bool(case.content.get("claims")), case


def test_bad_cases_have_findings_and_good_ones_have_none():
    for path in PATHS:
        contents = [content for content, _ in documents(path)]
        assert all(bool(content.get("found")) == (path.stem == "bad") for content in contents), path.parent.name
        assert len({content["case"] for content in contents}) == len(contents), path.parent.name


def test_every_rule_has_cases_of_both_kinds():
    for code in (rule.code for rule in RULES if not rule.code.startswith("KZ")):
        assert {path.name for path in PATHS if path.parent.name == code} == {"bad.yaml", "good.yaml"}, code


SENTENCES = runpy.run_path(str(HERE.parents[1] / "docs" / "sentences.py"))


@cache
def sentences() -> set[str]:
    """All sentences that people can read, as listed by `docs/sentences.py`."""
    return {form for path in SENTENCES["SOURCES"].rglob("*.py") for _, forms in SENTENCES["translated"](path) for form in forms}


OF_THE_WORLD = frozenset("recorded service services others since looks cause said status final sources notice reasons".split())
"""Values that may change over time for the same finding."""


def forms(wording: Template) -> tuple[str, ...]:
    return (wording,) if isinstance(wording, str) else (wording.one, wording.more)


def placeholders(*wordings: Template) -> set[str]:
    """Return the names of the values that templates show, and of those that choose between singular and plural."""
    shown = {
        name for template in wordings for form in forms(template) for _, name, _, _ in Formatter().parse(form) if name is not None
    }
    return shown | {template.by for template in wordings if isinstance(template, Plural)}


@pytest.mark.parametrize("rule", [rule for rule in RULES if (HERE / rule.code).is_dir()], ids=lambda rule: rule.code)
def test_a_message_is_a_template_with_all_its_values_and_no_others(rule: Rule):
    keys: set[str] = set()
    for case in (case for case in CASES if case.code == rule.code and case.found):
        for problem in judged(case)[1]:
            keys |= problem.values.keys()
            wordings = (problem.message, *problem.also)
            assert {form for template in wordings for form in forms(template)} <= sentences(), problem
            assert placeholders(*wordings) <= problem.values.keys() <= placeholders(*wordings) | {*rule.key}, problem
            if problem.fix:
                assert {*forms(problem.fix.message)} <= sentences(), problem.fix
                assert placeholders(problem.fix.message) == set(problem.fix.values), problem.fix
            for language in LANGUAGES:
                with speaking(language):
                    assert str(problem)
                    assert problem.fix is None or str(problem.fix)

    assert set(rule.key) <= keys


@pytest.mark.parametrize("rule", [rule for rule in RULES if (HERE / rule.code).is_dir()], ids=lambda rule: rule.code)
def test_fingerprints_distinguish_findings_on_one_subject_by_values_from_the_article(rule: Rule):
    assert not OF_THE_WORLD.intersection(rule.key)
    for case in (case for case in CASES if case.code == rule.code and len(case.found) > 1):
        problems = judged(case)[1]
        prints = [fingerprint(rule.code, problem, rule.key) for problem in problems]
        assert len(set(prints)) == len(prints), [str(problem) for problem in problems]


def test_a_fingerprint_does_not_depend_on_wording():
    problem = Problem(
        Location("references.yaml", 1, 1, 1, 2), "{url} is gone, since {since}", {"url": "a", "since": 1}, reference="1"
    )
    same = replace(
        problem, message="{url} cannot be found{since}", values={"url": "a", "since": ""}, location=Location("x", 9, 9, 9, 9)
    )

    assert fingerprint("LINK501", same, ("url",)) == fingerprint("LINK501", problem, ("url",))
    for other in (replace(problem, values={"url": "b"}), replace(problem, reference="2"), replace(problem, claim="c1")):
        assert fingerprint("LINK501", other, ("url",)) != fingerprint("LINK501", problem, ("url",))


def test_no_message_or_fix_is_assembled_from_pieces():
    for path in SENTENCES["SOURCES"].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Problem", "Fix", "template"):
                for made in SENTENCES["_given"](node, SENTENCES["GIVEN"], SENTENCES["KEYWORDS"]):
                    pieces = [node for node in ast.walk(made) if isinstance(node, ast.JoinedStr | ast.BinOp)]
                    assert not pieces, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("rule", [rule for rule in RULES if (HERE / rule.code).is_dir()], ids=lambda rule: rule.code)
def test_advice_that_needs_a_person_s_judgement_has_no_edits(rule: Rule):
    for case in (case for case in CASES if case.code == rule.code and case.found):
        for problem in judged(case)[1]:
            if problem.fix and problem.fix.edits:
                assert not rule.code.startswith("ATTR"), problem.fix
                assert str(problem.fix).split()[0] not in {"look", "find", "read", "if", "perhaps", "check"}, problem.fix


def inverted(name: Name) -> str:
    """Return a name as in an edit."""
    family = " ".join(part for part in (name.dropping_particle, name.non_dropping_particle, name.family or name.literal) if part)
    return ", ".join(part for part in (family, name.given, name.suffix) if part)


def held(article: Article, edit: Edit) -> set[str | None]:
    """Return the list's present values at the place of an edit, in each form that an edit may use."""
    if edit.claim is not None:
        claim = next(claim for claim in article.claims if claim.id == edit.claim)
        return {claim.citations[int(edit.field.removeprefix("cites."))].reference}
    reference = next(reference for reference in article.references if reference.id == edit.reference)
    field, place, part = (*edit.field.split("."), "", "")[:3]
    names = [name for role, _, name in reference.item.names() if role == field]
    if names and edit.old is None:  # a name is inserted before the one at its position
        return {edit.new if edit.new in map(inverted, names) else None}
    if names:
        return {getattr(names[int(place)], part) if part else inverted(names[int(place)])}
    dates = dict(reference.item.dates())
    if field in dates:
        return {str(dates[field]), dates[field].raw}
    return {(reference.archived if edit.field == ARCHIVED else reference.item.text(edit.field)) or None}


@pytest.mark.parametrize("rule", [rule for rule in RULES if (HERE / rule.code).is_dir()], ids=lambda rule: rule.code)
def test_an_edit_gives_the_present_value_of_the_list(rule: Rule):
    for case in (case for case in CASES if case.code == rule.code and case.found):
        on, problems = judged(case)
        edits = [edit for problem in problems if problem.fix for edit in problem.fix.edits]
        assert all(edit.old in held(on.article, edit) for edit in edits), edits


def test_a_repeated_key_is_a_warning_and_its_entry_is_kept(tmp_path: Path):
    rule = next(rule for rule in RULES if rule.code == "KZ002")
    (tmp_path / "references.yaml").write_text("- {id: a, title: A, title: B}\n- {id: b, author: 1984}\n", "utf-8")
    article = read(tmp_path)

    assert [reference.id for reference in article.references] == ["a"]
    assert [problem.severity for problem in rule.check(case_of(article, Evidence(gathered=GATHERED, kzcheck="test")))] == [
        Severity.WARNING,
        None,
    ]


def test_a_part_of_a_manuscript_that_is_missing_is_to_be_put_into_its_folder(tmp_path: Path):
    rule = next(rule for rule in RULES if rule.code == "KZ002")
    (tmp_path / "paper.tex").write_text("Rivers rise.\\input{gone}", "utf-8")
    (problem,) = rule.check(case_of(read(tmp_path / "paper.tex"), Evidence(gathered=GATHERED, kzcheck="test")))

    assert problem.fix
    assert problem.fix.message == "put the file into the folder, or correct its name; until then its text is not checked"


def test_an_assumed_encoding_is_reported(tmp_path: Path):
    rule = next(rule for rule in RULES if rule.code == "KZ008")
    (tmp_path / "references.yaml").write_bytes("- {id: a, title: Дом на берегу}\n".encode("cp1251"))
    (problem,) = rule.check(case_of(read(tmp_path), Evidence(gathered=GATHERED, kzcheck="test")))

    assert (problem.location.file, problem.values) == ("references.yaml", {"encoding": "cp1251"})


def test_unreadable_entries_are_distinguished_by_the_error_and_not_by_lines(tmp_path: Path):
    rule = next(rule for rule in RULES if rule.code == "KZ002")
    prints: list[set[str]] = []
    for before in ("", "# a line more\n"):
        (tmp_path / "references.yaml").write_text(f"{before}- {{id: a}}\n- {{id: a}}\n- {{id: b, author: 1984}}\n", "utf-8")
        problems = rule.check(case_of(read(tmp_path), Evidence(gathered=GATHERED, kzcheck="test")))
        prints.append({fingerprint(rule.code, problem, rule.key) for problem in problems})

    assert prints[0] == prints[1]
    assert len(prints[0]) == 2
