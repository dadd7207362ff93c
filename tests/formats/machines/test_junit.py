"""JUnit XML, as Jenkins and GitLab read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree
from msgspec.structs import replace

from kzcheck.article import Reference
from kzcheck.csl import Item
from kzcheck.evidence import Unchecked
from kzcheck.finding import PageOutcome, WorkOutcome
from kzcheck.formats.junit import render
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    from kzcheck.finding import Report

SHAPE = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, ["testsuite"]),
    "testsuite": (
        {"name", "tests", "failures", "errors", "time", "skipped"},
        ["properties", "testcase"],
    ),
    "properties": (set(), ["property"]),
    "property": ({"name", "value"}, []),
    "testcase": ({"name", "time", "classname", "file", "line"}, ["failure", "error", "skipped", "system-out"]),
    "failure": ({"type", "message"}, []),
    "error": ({"type", "message"}, []),
    "skipped": ({"type", "message"}, []),
    "system-out": (set(), []),
}
"""The content of each element, as far as it is used: by `junit-10.xsd` of Jenkins' xUnit plugin, when it still had places."""


def read(report: Report) -> etree._Element:
    return etree.fromstring(render(report).encode())


def case(root: etree._Element, name: str) -> etree._Element:
    return next(test_case for test_case in root.iter("testcase") if test_case.get("name").startswith(name))


@pytest.fixture(params=["report", "known", "hostile"])
def root(request: pytest.FixtureRequest) -> etree._Element:
    return read(request.getfixturevalue(request.param))


def test_it_has_the_structure_that_its_readers_know(root: etree._Element):
    for element in root.iter():
        attributes, children = SHAPE[element.tag]

        assert set(element.attrib) <= attributes
        assert [child.tag for child in element] == sorted((child.tag for child in element), key=children.index)
    assert all(sum(child.tag != "system-out" for child in test_case) <= 1 for test_case in root.iter("testcase"))


def test_the_counts_match_the_cases(root: etree._Element):
    for suite in (root, *root.iter("testsuite")):
        assert suite.get("tests") == str(len(list(suite.iter("testcase"))))
        assert suite.get("failures") == str(len(list(suite.iter("failure"))))
        assert suite.get("errors") == str(len(list(suite.iter("error"))))


def test_each_case_has_a_unique_name(report: Report):
    twice = (*report.article.references, Reference(Item("1", title="Fire"), report.article.references[0].location))
    root = read(replace(report, article=replace(report.article, references=twice)))
    names = [(test_case.get("classname"), test_case.get("name")) for test_case in root.iter("testcase")]

    assert len(set(names)) == len(names)


def test_an_error_fails_the_case_of_its_claim(report: Report):
    failure = case(read(report), "c1: ").find("failure")

    assert failure.get("type") == "ATTR601"
    assert failure.get("message") == failure.text
    assert failure.text == (
        "error ATTR601 misattributed-quotation at claims.yaml:4:3: Water is not an author of [1]; fix: cite a work by Water"
    )


def test_a_warning_passes_but_is_shown(report: Report):
    warned = case(read(report), "[2]")

    assert warned.find("failure") is None
    assert warned.find("system-out").text.startswith("warning REF210 damaged-text at references.yaml:10:3: ")


def test_a_known_error_does_not_fail(known: Report):
    root = read(known)

    assert root.get("failures") == "0"
    assert case(root, "c1: ").find("system-out").text.startswith("known error ATTR601 ")


def test_a_reference_is_skipped_if_its_existence_could_not_be_checked(report: Report):
    skipped = case(read(report), "[1] Ash 1999").find("skipped")

    assert skipped.get("message") == "records: not checked: the audit was run offline"


def test_a_reference_is_not_skipped_if_only_its_link_could_not_be_visited(report: Report):
    links = Unchecked(
        "links", ("LINK501",), (Reason("the-page", {"reason": Reason("no-programs")}),), reference="1", url="https://example.org/"
    )
    open_link = replace(
        report, unchecked=(links,), subjects={"links": 1}, missed={"links": 1}, outcomes={"1": WorkOutcome("found")}
    )
    one = case(read(open_link), "[1] Ash 1999")

    assert one.find("skipped") is None
    assert one.find("system-out").text == "links: not checked: the page refuses access to programs, or to everyone (403)"


def test_a_reference_is_not_skipped_if_one_of_its_pages_was_read(report: Report):
    read_page = PageOutcome("dead", "gone", "410", 410, "", "", ())
    linked = Reference(Item("1", title="Fire", url="https://example.org/fire"), report.article.references[0].location)
    seen = replace(
        report,
        article=replace(report.article, references=(linked, *report.article.references[1:])),
        pages={"https://example.org/fire": read_page},
    )
    unread = replace(seen, pages={"https://example.org/fire": replace(read_page, state="failed")})

    assert case(read(seen), "[1]").find("skipped") is None
    assert case(read(unread), "[1]").find("skipped") is not None


def test_a_step_is_skipped_only_if_none_of_it_was_checked(report: Report):
    part = case(read(report), "records")
    none = case(read(replace(report, missed={"records": 7})), "records")

    assert part.find("skipped") is None
    assert part.find("system-out").text == "records: 1 of 7 not checked: the audit was run offline"
    assert none.find("skipped").text == "records: 1 of 7 not checked: the audit was run offline"


def test_hidden_findings_are_shown_with_their_reason(report: Report):
    ignored = case(read(report), "ignores")

    assert ignored.find("skipped").get("message") == "1 finding is hidden by ignores: REF203 ×1"
    assert ignored.find("system-out").text.endswith("12–1 (hidden: seen on paper)")


def test_an_interrupted_audit_is_an_error(report: Report):
    root = read(replace(report, partial=True))

    assert root.get("errors") == "1"
    assert case(root, "audit").find("error").get("type") == "interrupted"
    assert case(read(report), "audit").find("error") is None


def test_findings_on_neither_a_reference_nor_a_claim_are_cases_of_their_files(report: Report):
    first, *rest = report.findings
    unread = replace(first, problem=replace(first.problem, claim=None, reference="gone"))
    root = read(replace(report, findings=(unread, *rest)))

    assert case(root, "claims.yaml").get("classname") == "files"
    assert case(root, "claims.yaml").find("failure").get("type") == "ATTR601"


def test_paths_start_at_the_root_of_the_repository(report: Report):
    root = read(replace(report, folder="papers/fire"))

    assert {test_case.get("file") for test_case in root.iter("testcase")} == {
        "papers/fire/references.yaml",
        "papers/fire/claims.yaml",
        None,
    }
    assert (case(root, "c1: ").get("file"), case(root, "c1: ").get("line")) == ("papers/fire/claims.yaml", "3")
    assert "at papers/fire/claims.yaml:4:3:" in case(root, "c1: ").find("failure").text


def test_hostile_text_remains_text(hostile: Report):
    text = render(hostile)

    assert not any(char in text for char in "\x00\x07\x1b\u202e\ud800\ufffe\x85\u2028")
    assert "<script" not in text
    assert "]]>" not in text
    assert len(text) < 200_000


def test_a_long_list_is_reported_completely(many: Report):
    assert len([test_case for test_case in read(many).iter("testcase") if test_case.get("classname") == "references"]) == 3400
