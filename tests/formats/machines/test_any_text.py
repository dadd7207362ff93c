"""Any text in all machine formats can be read and has no effect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from kzcheck.formats import github, gitlab, junit, sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck.finding import Report

PIECES = [
    "::error::",
    "\n::error::x",
    "##[group]",
    "]]>",
    "<!--",
    "&",
    "%0A",
    "%",
    "\x1b[31m",
    "\u202e",
    "\x00",
    "\ud800",
    "\ufffe",
    "\x85",
]
ANY = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8).map("".join)


def texts(value: object) -> Iterator[str]:
    """Yield all texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
@example("".join(PIECES))
@example("")
def test_any_text_can_be_read_and_has_no_effect(saying: Callable[[str], Report], text: str):
    report = saying(text)

    assert len(etree.fromstring(junit.render(report).encode()).findall(".//testcase/failure")) == 3
    assert all(line.startswith("::") for line in github.render(report).splitlines())
    assert len(github.render(report).split("\n")) == 1 + 3 + 3 + 1
    for render in (sarif.render, gitlab.render):
        assert not any(char in text for text in texts(json.loads(render(report))) for char in "\x00\x1b\x85\u202e\ud800\u2028")
