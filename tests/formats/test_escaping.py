"""Text of unknown origin in Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kzcheck.formats.escaping import BREAK, code, escaped
from kzcheck.formats.text import clean, inert

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PIECES = r"""[ ] ( ) ]( ![ [x]: <script> </details> <!-- --> <https://example.org> https://example.org www.example.org * ** _ __
    ~~ ` ``` | # #1 @ada @ada/team GH-7 &lt; &#60; \ \\ --- === + > 1. 2) $x$ :--: :tada: javascript:alert(1) ::error:: ##[error]
    ##vso[x] ]]> a1 é""".split()
HOSTILE = st.lists(st.sampled_from([*PIECES, " ", "\n", "\t", "\u202e", "\x00", "\x1b[31m", "\ud800", "a"]), max_size=12).map(
    "".join
)
ANY = HOSTILE | st.text(max_size=60) | st.text("`_*[]()!<>#@&|~$\\:/. a1", max_size=20)


def shown(markdown: str) -> tuple[set[str], str]:
    """Return the kinds of markup in a text, and the text that a reader sees."""
    inline = [child for token in MARKDOWN.parse(markdown) for child in token.children or ()]
    kinds = {token.type for token in MARKDOWN.parse(markdown)} | {child.type for child in inline}
    return kinds - {"inline", "text", "text_special"}, "".join(child.content for child in inline).replace(BREAK, "")


@given(ANY)
@example("[x]: https://example.org")
@example("[a[b]c]: x")
@example("![a](b)[c][d]")
@example("#1 @ada 1.")
def test_a_text_is_shown_unchanged_and_has_no_effect(text: str):
    expected = clean(text)
    kinds, seen = shown(escaped(text))

    assert (kinds, seen) == ({"paragraph_open", "paragraph_close"} if expected else set(), expected)


@given(ANY, ANY)
def test_it_does_not_affect_the_text_around_it(one: str, other: str):
    kinds, _ = shown(f"| a | b |\n| - | - |\n| {escaped(one)} | **x** {escaped(other)}: (y) |\n")

    assert "strong_open" in kinds
    assert not kinds & {"link_open", "image", "html_inline", "html_block", "code_inline", "em_open", "s_open", "blockquote_open"}
    assert len([token for token in MARKDOWN.parse(f"| a |\n| - |\n| {escaped(one)} |\n") if token.type == "td_open"]) == 1


@given(ANY)
def test_code_may_contain_any_text(text: str):
    assume(clean(text))
    kinds, seen = shown(f"x {code(text)} y")

    assert (kinds, seen) == ({"paragraph_open", "paragraph_close", "code_inline"}, f"x {inert(clean(text))} y")


@pytest.mark.parametrize("text", ["@ada", "ada@example.org", "#12", "gh-12", "@ada/team", "a/b#1", ":tada:", ":+1:"])
def test_sequences_interpreted_after_markdown_are_broken_invisibly(text: str):
    assert BREAK in escaped(text)
    assert escaped(text).replace(BREAK, "").lstrip("\\") == text


@pytest.mark.parametrize(
    "text",
    [
        "Nye J. Soft Power // Foreign Policy. 1990. № 80. P. 153–171",
        "cited [1], then [2] (p. 4)",
        "7 [3]: none",
        "snake_case",
        "In: Rivers: a map",
    ],
)
def test_a_plain_text_needs_no_escapes(text: str):
    assert escaped(text) == text


@pytest.mark.parametrize("text", ["[ ] done", "[x] done"])
def test_a_box_in_a_list_is_not_a_task(text: str):
    assert escaped(text) == f"\\{text}"


@pytest.mark.parametrize("text", ["https://example.org/a", "see WWW.example.org", "http://a", "_www.example.org"])
def test_an_address_does_not_become_a_link(text: str):
    assert not re.search(r"(?<!\\)://|www\.", escaped(text), re.IGNORECASE)


def test_a_long_text_is_truncated():
    assert len(escaped("a" * 100_000, 50)) == 51


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("::error::x", "\\::error::x"),
        ("a\n \t\u3000::x", "a\n \t\u3000\\::x"),
        ("\x1b[1m \x1b[31m:\x1b[0m:x", "\x1b[1m \x1b[31m\\:\x1b[0m:x"),
        ("a ##[error]x", "a ##\\[error]x"),
        ("#\x1b[0m#\x1b[1mvso\x1b[0m[x", "#\x1b[0m#\\\x1b[1mvso\x1b[0m[x"),
        ("###teamcity[x", "###\\teamcity[x"),
        ("std::x a :: b\n: :\n## [x] #[1]", "std::x a :: b\n: :\n## [x] #[1]"),
    ],
)
def test_a_backslash_breaks_commands_of_ci_runners(text: str, safe: str):
    assert inert(text) == safe
    assert inert(safe) == safe
