"""List every sentence that people can read: messages, fixes, what is wrong with an entry, errors, help, the rules' pages.

    python docs/sentences.py         prints each with its file and line, as the code has it: `{names}` stand for values
    make messages                    brings the catalogues in src/kzcheck/locale up to date with those that reports print

Sentences are found where they are written: as a literal argument of a call below, or as one of several that it chooses from.
Those that are written elsewhere are marked with `template(…)`. Those with a plural have two forms: `Plural(…)`. Templates of
HTML call `_(…)`. Reports are translated; help, errors of usage and the rules' pages stay English.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from jinja2 import Environment
from jinja2.ext import extract_from_ast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SOURCES = Path(__file__).resolve().parents[1] / "src" / "kzcheck"
GIVEN = {
    **dict.fromkeys(("Fix", "Flaw", "Question", "template", "written", "Step"), slice(0, 1)),
    "rule": slice(1, 2),
    "_lost": slice(0, None),
    "_differs": slice(0, 1),
    "Edit": slice(3, 4),
    "Problem": slice(1, 2),
}
"""The calls that make a sentence of reports, and which of their arguments it is."""
ENGLISH = dict.fromkeys(("UsageError", "UnreadableError", "OldBaselineError"), slice(0, 1))
"""The calls that make a sentence that is never translated."""
KEYWORDS = {**dict.fromkeys(("Problem", "Fix"), ("message",)), "Step": ("question", "unchecked", "called")}
"""The calls whose sentences may be keyword arguments."""
ENGLISH_KEYWORDS = dict.fromkeys(("Option", "Argument", "Typer"), ("help",))
TABLES = frozenset(("REASONS", "BRIEF", "UNREADABLE"))
"""Tables whose values are sentences."""


def translated(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line of each sentence of reports, and its text or, where it has a plural, its two forms."""
    if path.suffix == ".j2":
        found = extract_from_ast(Environment(autoescape=True).parse(path.read_text("utf-8")), ("_",))
        yield from ((line, (text,)) for line, _, given in found for text in _first(given))
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node) == "Plural":
            yield node.lineno, tuple(text for given in node.args[:2] for _, text in _literals(given))
        elif isinstance(node, ast.Call):
            yield from ((line, (text,)) for given in _given(node, GIVEN, KEYWORDS) for line, text in _literals(given))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in TABLES for target in targets):
                yield from ((line, (text,)) for value in node.value.values for line, text in _literals(value))


def english(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line and the text of each sentence that is never translated: help, errors of usage, the rules' pages."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.suffix == ".py" else ():
        if isinstance(node, ast.Call):
            yield from ((line, (text,)) for given in _given(node, ENGLISH, ENGLISH_KEYWORDS) for line, text in _literals(given))
        elif isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)) and _is_read(node, path):
            yield node.lineno, (text,)


def extract(
    fileobj: BinaryIO, *_args: object, **_options: object
) -> Iterator[tuple[int, str | None, str | tuple[str, ...], list[str]]]:
    """Yield the sentences of a module as Babel wants them, which calls this by `babel.cfg`: two forms are those of `ngettext`."""
    for line, forms in translated(Path(fileobj.name)):
        yield (line, "ngettext", forms, []) if len(forms) > 1 else (line, None, forms[0], [])


def _name(call: ast.expr) -> str:
    called = call.func if isinstance(call, ast.Call) else call
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _first(given: object) -> Iterator[str]:
    """Yield the literal that a call in a template has as its first argument, if it has one."""
    first = given[0] if isinstance(given, tuple) else given
    if isinstance(first, str):
        yield first


def _given(call: ast.Call, places: Mapping[str, slice], keywords: Mapping[str, tuple[str, ...]]) -> Iterator[ast.expr]:
    name = _name(call)
    yield from call.args[places.get(name, slice(0))]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in keywords.get(name, ()))
    if name == "Question":
        yield from call.args[1:2]


def _literals(node: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield a literal, or all literals to choose from; an f-string as written, without its quotation marks."""
    match node:
        case ast.Constant(str(text)) if text:
            yield node.lineno, text
        case ast.IfExp(_, first, second):
            yield from (*_literals(first), *_literals(second))
        case ast.Tuple(members):
            yield from (literal for member in members for literal in _literals(member))
        case ast.JoinedStr():
            parts = (ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else part for part in node.values)
            yield node.lineno, "".join(f"{{{part}}}" if isinstance(part, str) else ast.literal_eval(part) for part in parts)


def _is_read(function: ast.FunctionDef, path: Path) -> bool:
    """Whether people read a function's docstring: that of a rule or a command."""
    is_rule = "rule" in map(_name, function.decorator_list)
    return is_rule or (path.parent.name == "cli" and function.name == path.stem)


def main() -> None:
    r"""Print the sentences, one a line, with `\n` for the line ends of a rule's page."""
    for path in sorted((*SOURCES.rglob("*.py"), *SOURCES.rglob("*.j2"))):
        for line, forms in sorted((*translated(path), *english(path))):
            for text in forms:
                written = text.replace("\n", "\\n")
                sys.stdout.write(f"{path.relative_to(SOURCES.parents[1]).as_posix()}:{line}: {written}\n")


if __name__ == "__main__":
    main()
