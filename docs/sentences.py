"""List every sentence that people can read: messages, fixes, what is wrong with an identifier, errors, help, the rules' pages.

    python docs/sentences.py         prints each with its file and line, as the code has it: `{names}` stand for values

Sentences are found where they are written: as a literal that a call below is given, or as one of two that a condition chooses from.
Those that stand elsewhere, as in a table, are marked with `template(…)`.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(__file__).resolve().parents[1] / "src" / "kzcheck"
GIVEN = {
    **dict.fromkeys(("Fix", "Flaw", "template", "UsageError", "UnreadableError", "OldBaselineError"), 0),
    "Problem": 1,
}
"""The calls that make a sentence, and which of their arguments it is."""
KEYWORDS = {"Problem": "message", "Fix": "message", "Option": "help", "Argument": "help", "Typer": "help"}
"""The calls whose sentence may have a name."""
TABLES = frozenset(("REASONS", "BRIEF"))
"""Tables whose values are sentences."""


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each sentence of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            for given in _given(node):
                yield from _literals(given)
        elif isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)) and _is_read(node, path):
            yield node.lineno, text
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in TABLES for target in targets):
                for value in node.value.values:
                    yield from _literals(value)


def _given(call: ast.Call) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    at = GIVEN.get(name, len(call.args))
    yield from call.args[at : at + 1]
    yield from (one.value for one in call.keywords if one.arg == KEYWORDS.get(name, ""))


def _literals(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield a literal, or those that a condition chooses from; an f-string as it is written, without its quotation marks."""
    match node:
        case ast.Constant(str(text)) if text:
            yield node.lineno, text
        case ast.IfExp(_, one, other) | ast.Tuple([one, other]):
            yield from (*_literals(one), *_literals(other))
        case ast.JoinedStr():
            values = (ast.unparse(one.value) if isinstance(one, ast.FormattedValue) else one for one in node.values)
            yield node.lineno, "".join(f"{{{one}}}" if isinstance(one, str) else ast.literal_eval(one) for one in values)


def _is_read(function: ast.FunctionDef, path: Path) -> bool:
    """Whether people read a function's docstring: it is a rule, or a command."""
    names = [ast.unparse(one.func if isinstance(one, ast.Call) else one) for one in function.decorator_list]
    return "rule" in names or (path.parent.name == "cli" and function.name == path.stem)


def main() -> None:
    r"""Print the sentences, one a line, with `\n` for the line ends of a rule's page."""
    for path in sorted(SOURCES.rglob("*.py")):
        for line, text in sorted(sentences(path)):
            written = text.replace("\n", "\\n")
            sys.stdout.write(f"{path.relative_to(SOURCES.parents[1]).as_posix()}:{line}: {written}\n")


if __name__ == "__main__":
    main()
