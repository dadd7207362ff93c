"""Reasons are codes with values; their sentences are only for readers."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import msgspec
import pytest

from kzcheck import reasons
from kzcheck.evidence import Evidence, Hop, Page, Unchecked, Visit, load, save
from kzcheck.matching.links import judge
from kzcheck.reasons import BRIEF, LISTED, REASONS, Reason, kind, summary

SOURCE = Path(__file__).parents[1] / "src" / "kzcheck"
NOW = datetime(2026, 1, 2, tzinfo=UTC)
MAKERS = ("Reason", "Failure", "NoReplyError", "BombError", "UnreadableAnswer")
"""Functions and classes that are called with the code of a reason."""
ADDED_LATER = {"seconds"}
"""Values that are known only where an exchange is abandoned, not where it fails."""
FORGED = dict.fromkeys(REASONS, "x")


def sentences(code: str) -> tuple[str, ...]:
    template = REASONS[code]
    return (template,) if isinstance(template, str) else (template.one, template.more)


def named(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def raised() -> list[tuple[str, str, set[str]]]:
    """Return every code in a call that makes a reason, with its place and the names of its values."""
    calls: list[tuple[str, str, set[str]]] = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS and node.args:
                dicts = [
                    argument
                    for argument in (*node.args[1:], *(keyword.value for keyword in node.keywords))
                    if isinstance(argument, ast.Dict)
                ]
                keys = [key for row in dicts for key in row.keys]
                values = {key.value if isinstance(key, ast.Constant) else "seconds" for key in keys}
                values |= {keyword.arg for keyword in node.keywords if keyword.arg} - {"values", "passing", "layer", "service"}
                codes = (one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant))
                calls += [(f"{path.name}:{node.lineno}", code, values) for code in codes if isinstance(code, str)]
    return calls


def test_every_code_with_a_property_exists():
    assert {*BRIEF, *LISTED, *reasons.LATE} <= REASONS.keys()


def test_each_sentence_formats_with_the_values_of_its_code():
    calls = raised()

    assert len(calls) > 100
    for place, code, values in calls:
        if code in REASONS:
            for sentence in sentences(code):
                later = ADDED_LATER if code in reasons.LATE else set()
                assert named(sentence) - later == values - later, place


def test_each_code_is_used():
    written = {
        node.value
        for path in SOURCE.rglob("*.py")
        if path.name != "reasons.py" or path.parent != SOURCE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert REASONS.keys() <= written


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_is_worded_saved_and_read_back(code: str):
    values = {"reason": Reason("closed"), "seconds": 2, "status": 503, "size": 2.0, "times": 15, "most": 1000, "count": 200}
    reason = Reason(code, {name: values.get(name, name) for name in named(sentences(code)[-1])})
    missed = Unchecked("records", ("WORK401",), (reason,), reference="1")
    again = load(save(Evidence(gathered=NOW, kzcheck="0", unchecked=(missed,))), "e.json")

    assert again.unchecked == (missed,)
    assert str(again.unchecked[0].reasons[0]) == str(reason)
    assert "{" not in str(reason)
    assert summary([reason, reason]) == BRIEF.get(code, str(reason))


def test_one_second_is_singular():
    assert str(Reason("late", {"seconds": 1})) == "did not answer within 1 second"
    assert str(Reason("late", {"seconds": 2.5})) == "did not answer within 2.5 seconds"


@pytest.mark.parametrize(
    "code", ["no-such-host", "late-connection", "refused-connection", "closed", "too-long", "loop", "too-many-redirects"]
)
@pytest.mark.parametrize("layer", ["DNS", "connect", "TLS", "HTTP", "body"])
def test_rewording_a_sentence_changes_no_state_of_a_page(code: str, layer: str, monkeypatch: pytest.MonkeyPatch):
    values = {"seconds": 5, "size": 2.0, "times": 15}
    reason = Reason(code, {name: value for name, value in values.items() if "{" + name in str(REASONS[code])})
    led = Reason("after-redirect", {"host": "example.com", "reason": reason})
    pages = {}
    for number, one in enumerate((reason, led)):
        look = Visit(NOW, (Hop("https://example.org/1"),), layer=layer, reason=one)
        pages[f"https://example.org/{number}"] = Page((look, look))
    saved = save(Evidence(gathered=NOW, kzcheck="0", pages=pages))
    before = [states(page) for page in load(saved, "e.json").pages.values()]
    monkeypatch.setattr(reasons, "REASONS", FORGED)

    assert [states(page) for page in load(saved, "e.json").pages.values()] == before
    assert str(reason) == "x"


def states(page: Page) -> tuple[str, str]:
    state = judge("https://example.org/1", page, ())
    return state.state, state.kind


def test_all_codes_of_one_sentence_have_one_kind():
    walls = [Reason("the-page", {"reason": Reason("refused", {"status": status})}) for status in (402, 405)]
    spoken = [Reason("says", {"words": words}) for words in ("no", "never")]

    assert kind(walls[0]) == kind(walls[1]) != kind(Reason("the-page", {"reason": Reason("no-programs")}))
    assert summary(walls) == "the page is refused (402, 405)"
    assert kind(spoken[0]) != kind(spoken[1])
    assert kind(Reason("no-key", service="doi")) != kind(Reason("no-key", service="crossref"))


def test_an_unknown_code_is_not_a_reason():
    with pytest.raises(ValueError, match="no such reason"):
        Reason("has a cold")
    with pytest.raises(ValueError, match="no such reason: late"):
        Reason("late")
    with pytest.raises(msgspec.ValidationError, match="no such reason"):
        msgspec.convert({"code": "late", "values": {"seconds": "8"}}, Reason)
