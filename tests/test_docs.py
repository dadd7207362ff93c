"""The documentation describes the program as it is."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from msgspec import Struct
from msgspec.structs import fields

from kzcheck import settings
from kzcheck.cli import app
from kzcheck.layers import SettingsFile, load
from kzcheck.readers import read
from kzcheck.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))
BY_HAND = tuple(page for page in PAGES if page.name not in {"rules.md", "commands.md"})
WIDTH = 90
"""Columns that the site shows of a block without scrolling."""
BLOCK = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPERATORS = frozenset(("|", "||", "&&", ";", ">", ">>"))
COMMANDS: Any = typer.main.get_command(app)


def blocks(page: Path, language: str) -> list[str]:
    """Return a page's blocks of code in a language."""
    return [text for name, text in BLOCK.findall(page.read_text("utf-8")) if name == language]


def prose(page: Path) -> str:
    """Return a page without its code blocks."""
    return BLOCK.sub("", page.read_text("utf-8"))


def command_lines(page: Path) -> list[list[str]]:
    """Return the arguments of each kzcheck command line on a page: in blocks for a shell, after a prompt, between backticks."""
    lines = [line for text in blocks(page, "sh") for line in text.splitlines()]
    shown = [text.replace("\\\n", " ") for text in blocks(page, "text")]  # a line that ends in a backslash goes on
    lines += [line[2:] for text in shown for line in text.splitlines() if line.startswith("$ ")]
    lines += re.findall(r"`(kzcheck [^`…]+)`", prose(page))
    return [words[1:] for line in lines for words in _commands(line) if words[0] == "kzcheck"]


def _commands(line: str) -> list[list[str]]:
    """Return the commands of a line for a shell, each as its words; the file after `>` is one, too."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;>")
    lexer.whitespace_split = True
    return [list(words) for is_operator, words in groupby(lexer, OPERATORS.__contains__) if not is_operator]


def parse(arguments: list[str], command: Any = COMMANDS) -> None:  # noqa: ANN401 - Typer has its own Click
    """Read a command line as the program would, without running it; a lone command need only exist.

    Raises:
        Exception: it cannot be read; the class differs between versions of Typer.
    """
    first, *rest = arguments or [""]
    known = getattr(command, "commands", None)
    if known is None and first:
        command.make_context("kzcheck", arguments)
    elif first.startswith("-"):
        assert first in {"--help", "-h", *_own_options(command)}, f"no such option {first}"
    elif known is not None and first:
        assert first in known, f"no such command {first}"
        parse(rest, known[first])


def options(command: Any = COMMANDS) -> Iterator[str]:  # noqa: ANN401 - as above
    """Yield every option of a command and its subcommands."""
    yield from _own_options(command)
    for subcommand in getattr(command, "commands", {}).values():
        yield from options(subcommand)


def _own_options(command: Any) -> list[str]:  # noqa: ANN401 - as above
    return [name for parameter in command.params for name in parameter.opts if name.startswith("--")]


def shown(raw: object, meant: object) -> Iterator[tuple[str, str]]:
    """Yield the table and name of each setting in an example, given the example as written and as read."""
    if isinstance(meant, Struct) and isinstance(raw, dict):
        for field in fields(type(meant)):
            if field.encode_name in raw:
                yield type(meant).__name__, field.encode_name
                yield from shown(raw[field.encode_name], getattr(meant, field.name))
    elif isinstance(meant, dict) and isinstance(raw, dict):
        for name, value in meant.items():
            yield from shown(raw[name], value)
    elif isinstance(meant, tuple) and isinstance(raw, list):
        for written, value in zip(raw, meant, strict=True):
            yield from shown(written, value)


def test_one_command_lists_every_sentence_with_its_place():
    done = subprocess.run([sys.executable, DOCS / "sentences.py"], capture_output=True, text=True, encoding="utf-8", check=False)
    sentences = {line.split(": ", 1)[1]: line for line in done.stdout.splitlines()}

    assert done.returncode == 0, done.stderr
    for text in (
        "[{reference}] is cited twice here",
        "the {kind} {identifier} ends in a comma",
        "write {pages} if that is meant; otherwise check the pages",
        "Make no network requests.",
        "{name}: is a baseline of version {OLD}; write a new one with `kzcheck baseline`",
    ):
        file, line, *_ = sentences[text].split(":")
        assert text.partition("{")[0] in (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1]


def test_generated_pages_and_schemas_are_current():
    done = subprocess.run([sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.stdout == ""
    assert done.returncode == 0


def test_every_rule_is_documented_in_full():
    for rule in RULES:
        page = rule.page
        assert page.summary
        assert page.why
        assert page.example
        assert page.silent
        assert page.fix
        assert page.summary.endswith(".")


def test_the_examples_of_rules_are_invented():
    pages = (DOCS / "rules.md").read_text("utf-8").casefold()
    article = read(ROOT / "references.yaml")

    for item in (reference.item for reference in article.references):
        assert item.title.casefold() not in pages
        assert not item.doi or item.doi not in pages
        assert not item.container_title or item.container_title.casefold() not in pages
    for doi in re.findall(r"doi: (10\.\S+)", pages):
        assert doi.startswith(("10.5555/", "10.1000/xyz123")), doi


def test_a_rule_s_page_says_briefly_what_to_do():
    for rule in RULES:
        assert "\n\n" not in rule.page.fix
        assert len(re.findall(r"\.(?:\s|$)", rule.page.fix)) <= 3, rule.code
        assert not re.search(r"[Nn]ot (?:flagged|reported|checked)", rule.page.fix), rule.code


def test_codes_are_unique_and_names_are_words():
    codes = [rule.code for rule in RULES]
    names = [rule.page.name for rule in RULES]

    assert len(codes) == len(set(codes))
    assert len(names) == len(set(names))
    assert all(name == name.casefold() and " " not in name for name in names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_to_a_file(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", prose(page)):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_on_a_page_can_be_typed(page):
    for arguments in command_lines(page):
        parse(arguments)


@pytest.mark.parametrize("wrong", ["nothing", "--nothing", "audit --nothing", "audit --format paper", "cache burn", "diff a.json"])
def test_a_wrong_command_line_is_refused(wrong):
    with pytest.raises(Exception, match=r"(?i)no such|no command|no value|missing"):
        parse(wrong.split())


def test_the_pages_written_by_hand_describe_every_option():
    pages = "\n".join(page.read_text("utf-8") for page in BY_HAND)

    assert not [option for option in options() if not re.search(rf"{option}\b", pages)]


def test_examples_of_settings_are_valid_and_show_every_setting():
    described: set[tuple[str, str]] = set()
    for page in BY_HAND:
        for text in blocks(page, "toml"):
            described.update(shown(tomllib.loads(text), load(SettingsFile(text), {}, trusted=True).settings))

    tables = [table for name, table in vars(settings).items() if name.endswith("Settings") and issubclass(table, Struct)]
    assert len(tables) > 1
    assert {(table.__name__, field.encode_name) for table in tables for field in fields(table)} == described


@pytest.mark.parametrize("page", BY_HAND, ids=lambda page: page.name)
def test_no_block_is_wider_than_a_page_of_the_site(page):
    lines = [line for _, text in BLOCK.findall(page.read_text("utf-8")) for line in text.splitlines()]

    assert not [line for line in lines if len(line) > WIDTH]


def test_the_example_files_can_be_read(tmp_path):
    for text in blocks(DOCS / "files.md", "yaml"):
        if schema := re.search(r"=(\w+)\.schema\.json\n", text):
            (tmp_path / f"{schema[1]}.yaml").write_text(text, "utf-8")

    article = read(tmp_path)

    assert article.has_claims
    assert article.references
    assert not article.unreadable
    assert not article.unknown_fields


class Loaded(HTMLParser):
    """The addresses that a page loads by itself: scripts, pictures, style sheets, frames."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "object", "embed", "video", "audio"}:
            self.addresses += [given.get(name) or "" for name in ("src", "data", "srcset")]
        elif tag == "link" and not {"canonical", "author"} & set((given.get("rel") or "").split()):
            self.addresses.append(given.get("href") or "")


def test_the_site_builds_without_warnings_and_loads_nothing_from_elsewhere(tmp_path):
    pytest.importorskip("sphinx", reason="the group docs is not installed")
    pytest.importorskip("furo", reason="the group docs is not installed")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--builder", "html", DOCS, tmp_path]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0
    built = {page.stem for page in tmp_path.glob("*.html")}
    assert {page.stem for page in DOCS.glob("*.md")} <= built
    assert "unless --offline or" in (tmp_path / "commands.html").read_text("utf-8"), "two hyphens are not a dash"
    loaded = Loaded()
    for page in tmp_path.glob("*.html"):
        loaded.feed(page.read_text("utf-8"))
    assert [address for address in loaded.addresses if address.endswith(".css") or ".css?" in address]
    assert not [address for address in loaded.addresses if re.match(r"(?:\w+:)?//", address)]
    for sheet in tmp_path.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text("utf-8")), sheet.name
