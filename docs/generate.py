"""Write what is generated: pages of rules and commands, the picture, the output of commands, schemas, CITATION.cff, codemeta.json.

`python docs/generate.py --check` writes nothing and fails if something is stale.
"""

from __future__ import annotations

import contextlib
import enum
import functools
import inspect
import io
import json
import os
import re
import shlex
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import software
from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner

from kzcheck.cli import app
from kzcheck.cli.schema import Name, document
from kzcheck.corpus import tables
from kzcheck.corpus.rows import TABLES
from kzcheck.formats.rulebook import render
from kzcheck.formats.terminal.report import render as draw
from kzcheck.pipeline import AuditRequest, audit
from kzcheck.rules import RULES

if TYPE_CHECKING:
    from typer.models import CommandInfo

ROOT = Path(__file__).parents[1]
DAY = datetime(2026, 11, 24, tzinfo=UTC)
"""The day of the audit in the picture: rules see no other clock, so the picture changes only when the rules do."""
WIDTH = 90
"""Columns of the terminal in the picture and in the blocks: the width of a page of the site."""
BLOCK = re.compile(r"^```text\n\$ kzcheck (?P<words>(?:.+\\\n)*.+)\n(?P<shown>(?:.*\n)*?)```$", re.MULTILINE)
"""The output of a command on a page: the command after a prompt, perhaps on several lines, then what it prints."""
CUT = "…\n"
"""A block that ends in this line shows only the output before the first claim or reference."""
COLUMNS = re.compile(r"(?<=<!-- columns -->\n).*?(?=<!-- end of columns -->)", re.DOTALL)
"""The place on a page for the columns of a corpus's tables."""
PICTURED = 46
"""Lines of the report in the picture: its opening, and the first findings in full."""
CELL = 12.2
"""Width of a character in pictures by rich."""
PICTURE = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
  white-space: pre;
}}
{styles}
</style>
<defs>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def generated() -> dict[Path, str]:
    """Return the text of each generated file."""
    files = {ROOT / "docs" / "rules.md": render([rule.page for rule in RULES])}
    files |= software.files()
    files[ROOT / "docs" / "commands.md"] = commands()
    files[ROOT / "docs" / "report.svg"] = picture(draw(audit(AuditRequest(path=ROOT, offline=True), DAY), width=WIDTH, colour=True))
    for page in sorted({ROOT / "README.md", *(ROOT / "docs").glob("*.md")} - files.keys()):
        files[page] = COLUMNS.sub(lambda _: columns(), BLOCK.sub(block, page.read_text("utf-8")))
    for name in Name:
        schema = json.dumps(document(name), indent=2, ensure_ascii=False)
        files[ROOT / "schemas" / f"{name}.schema.json"] = schema + "\n"
    return files


def picture(report: str) -> str:
    """Return the first lines of a report, with colours, as SVG without external fonts."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    for line in report.split("\n")[:PICTURED]:
        console.print(Text.from_ansi(line))
    svg = console.export_svg(title="kzcheck audit --offline", code_format=PICTURE, unique_id="kzcheck")
    return re.sub(r'x="([\d.]+)" (y="[\d.]+") textLength="([\d.]+)"([^>]*)>((?:&#160;)*)([^<]*?)((?:&#160;)*)<', _trimmed, svg)


def _trimmed(text: re.Match[str]) -> str:
    """Turn spaces at the ends of a text into its position, because some viewers drop them."""
    x, y, length, rest, before, words, after = text.groups()
    left, right = before.count(";") * CELL, after.count(";") * CELL
    return f'x="{float(x) + left:.1f}" {y} textLength="{float(length) - left - right:.1f}"{rest}>{words}<'


def block(match: re.Match[str]) -> str:
    """Return a block with today's output of its command."""
    shown = printed(match["words"])
    if match["shown"].endswith(CUT):
        card = re.search(r"\n+(?=claim |reference \[)", shown)
        shown = f"{shown[: card.start() if card else None]}\n{CUT}"
    return f"```text\n$ kzcheck {match['words']}\n{shown.rstrip()}\n```"


@functools.cache
def printed(words: str) -> str:
    """Return the output of a command on the article at the top of the repository.

    Raises:
        RuntimeError: the command could not be run.
    """
    environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith("KZCHECK_")}
    with contextlib.chdir(ROOT):
        done = CliRunner().invoke(app, shlex.split(words.replace("\\\n", " ")), env={**environment, "COLUMNS": str(WIDTH)})
    if done.exit_code not in {0, 1} or (done.exception and not isinstance(done.exception, SystemExit)):
        raise RuntimeError(f"kzcheck {words}: {done.exception or done.output}")
    return done.stdout


def columns() -> str:
    """Return the tables of a corpus, each with its columns."""
    parts: list[str] = []
    for name, row in TABLES.items():
        about = inspect.getdoc(row) or ""
        parts += [f"### {name}", "", about, "", "| column | type | what it is |", "| --- | --- | --- |"]
        for column in tables.columns(name):
            kind = str(column.type).replace("<item: string>", "<string>")
            parts.append(f"| `{column.name}` | {kind}{' or null' if column.nullable else ''} | {column.about} |")
        parts.append("")
    return "\n".join(parts)


def commands() -> str:
    """Return the page of all commands, made from their functions, so that it is the same with every version of Typer."""
    parts = ["# The commands", "", "This page is generated by `make docs`; `--help` (`-h`) after any command prints the same.", ""]
    parts += ["`kzcheck --version` prints the version. `kzcheck --install-completion` lets the shell complete commands,"]
    parts += ["options, codes of rules, and ids of claims and references; `kzcheck --show-completion` prints what it would"]
    parts += ["install.", ""]
    parts += ["In the examples, `paper/` is the folder of an article; a command that names no folder and no list"]
    parts += ["is typed in that folder."]
    for info in app.registered_commands:
        parts += _command(info, "kzcheck")
    for group in app.registered_groups:
        of_group: Any = group.typer_instance
        parts += ["", f"## kzcheck {of_group.info.name}", "", of_group.info.help]
        for info in of_group.registered_commands:
            parts += _command(info, f"kzcheck {of_group.info.name}", "###")
    return "\n".join(parts) + "\n"


def _command(info: CommandInfo, of: str, heading: str = "##") -> list[str]:
    command: Any = info.callback
    parts = ["", f"{heading} {of} {command.__name__}", "", inspect.getdoc(command) or ""]
    hints = get_type_hints(command, include_extras=True)
    rows = [_row(parameter, hints[name]) for name, parameter in inspect.signature(command).parameters.items()]
    if rows:
        parts += ["", "| argument or option | what it does | default |", "| --- | --- | --- |", *rows]
    return [*parts, "", re.sub(r"(?m)((?:^  .*\n?)+)", _code, info.epilog or "")]


def _code(indented: re.Match[str]) -> str:
    """Return the indented lines of a help text as a block of Markdown."""
    return f"\n```sh\n{inspect.cleandoc(indented[1])}\n```\n"


def _row(parameter: inspect.Parameter, hint: Any) -> str:  # noqa: ANN401 - an annotation may be anything
    bar = r"\|"  # an unescaped bar would end the cell
    kind, about = get_args(hint)
    option = parameter.kind is inspect.Parameter.KEYWORD_ONLY
    names = [name for name in (about.default, *(getattr(about, "param_decls", None) or ())) if str(name).startswith("-")]
    words = " ".join(names or [f"--{parameter.name.replace('_', '-')}"]) if option else (about.metavar or parameter.name.upper())
    value = f" {about.metavar}" if option and about.metavar else ""
    kinds = [kind, *get_args(kind), *(inner for part in get_args(kind) for inner in get_args(part))]
    members = [member for part in kinds if isinstance(part, type) and issubclass(part, enum.Enum) for member in part]
    named = all(member.value in about.help for member in members)
    choices = "" if named else f" One of {', '.join(f'`{member.value}`' for member in members)}."
    given = parameter.default
    default = "" if given in (None, False, inspect.Parameter.empty) else f"`{getattr(given, 'value', given)}`"
    return f"| `{f'{words}{value}'.replace('|', bar)}` | {about.help}{choices} | {default} |"


def main() -> int:
    """Write whatever is stale, or with --check only name it."""
    check = "--check" in sys.argv
    stale = {path: text for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")  # noqa: T201
        if not check:
            path.write_text(text, "utf-8")
    return int(bool(stale) and check)


if __name__ == "__main__":
    sys.exit(main())
