"""The house of docs/design.md: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Container

SOURCE = Path(__file__).parents[1] / "src" / "kzcheck"
NOUNS = ("version", "errors", "settings", "layers", "identifiers", "csl", "article", "reasons", "evidence", "finding")
ABOVE = {"settings": {"errors", "article"}}
"""What a noun may import beyond those before it in `NOUNS`: settings speak of the article's styles."""

ROOMS: dict[str, set[str]] = {
    "cli": {"api", "pipeline", "readers", "gather", "rules", "formats", "cli", "baseline", "writing", *NOUNS},
    "api": {"caches", "pipeline", "readers", "gather", "formats", "baseline", *NOUNS},
    "pipeline": {"case", "readers", "gather", "rules", "suppress", "known", "baseline", "matching", "rule", *NOUNS},
    "baseline": set(NOUNS),
    "writing": {"errors"},
    "caches": set(),
    "readers": {"readers", "language", "data", *NOUNS},
    "gather": {"gather", "case", "services", "web", "matching", "language", "data", "writing", *NOUNS},
    "services": {"services", "web", "language", "data", *NOUNS},
    "web": {"web", *NOUNS},
    "rules": {"rules", "rule", "case", "matching", "language", "data", *NOUNS},
    "formats": {"formats", *NOUNS},
    "suppress": set(NOUNS),
    "known": {"baseline", *NOUNS},
    "matching": {"matching", "language", "data", *NOUNS},
    "language": {"language", "data", *NOUNS},
    "data": {"data"},
    "rule": {"case", *NOUNS},
    "case": {"matching", *NOUNS},
}
PURE = ("rules", "matching", "language")
IMPURE = {"requests", "socket", "urllib.request", "subprocess", "sqlite3", "os", "pathlib"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def room(path: Path) -> str:
    return name(path).partition("/")[0]


def imports(path: Path) -> set[str]:
    """All modules that a file imports, wherever in the file, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(path: Path) -> set[tuple[str, ...]]:
    """The imports of our own modules, as parts below the package."""
    return {tuple(one.split(".")[1:]) for one in imports(path) if one.split(".")[0] == "kzcheck"}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_room_imports_only_what_lies_below_it(path: Path):
    if name(path) in {"__init__", "__main__"}:
        return
    here = room(path)
    assert here in {*NOUNS, *ROOMS}, f"{here} is a new room: give it a row in ROOMS and in docs/design.md"
    allowed = {here, *NOUNS[: NOUNS.index(here)], *ABOVE.get(here, ())} if here in NOUNS else ROOMS[here]

    assert {parts[0] for parts in own(path)} <= allowed


@pytest.mark.parametrize("path", [one for one in modules() if room(one) == "rules" and one.stem != "__init__"], ids=name)
def test_rule_families_do_not_import_each_other(path: Path):
    assert not [parts for parts in own(path) if parts[0] == "rules"]


def test_a_wing_of_matching_is_entered_by_its_door_alone():
    """What a wing has for others is in its `__init__`; a circle of wings would be found with the circles of files."""
    for path in modules():
        here = name(path).split("/")[:2]
        doors = [parts for parts in own(path) if parts[0] == "matching" and list(parts[:2]) != here]

        assert not [parts for parts in doors if len(parts) > len(("matching", "wing", "name"))], name(path)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_the_edge_draws_with_rich(path: Path):
    if room(path) == "cli" or name(path).startswith("formats/terminal"):
        return

    assert not [one for one in imports(path) if one.split(".")[0] == "rich"]


@pytest.mark.parametrize("path", [one for one in modules() if room(one) != "web"], ids=name)
def test_only_web_goes_to_the_network(path: Path):
    network = {"requests", "requests_cache", "urllib3", "http", "socket", "ssl", "httpx", "aiohttp", "urllib.request"}

    assert not [one for one in imports(path) if one.split(".")[0] in network or one.startswith("urllib.request")]


@pytest.mark.parametrize("path", [one for one in modules() if room(one) in PURE], ids=name)
def test_rules_matching_and_language_do_no_input_or_output(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

    assert not {one for one in imports(path) if one in IMPURE or one.split(".")[0] in IMPURE}
    assert not calls & {"open", "print", "input"}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_the_command_line_prints(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

    assert "print" not in calls or room(path) == "cli"


def deepest(parts: tuple[str, ...], known: Container[str]) -> str:
    """The module that an import means: its last part may be a name within the module."""
    whole, holder = "/".join(parts), "/".join(parts[:-1])
    return whole if whole in known else holder


def test_imports_run_in_no_circle():
    graph = {name(path).removesuffix("/__init__"): own(path) for path in modules()}
    edges = {start: {deepest(parts, graph) for parts in ends} for start, ends in graph.items()}
    done: set[str] = set()

    def visit(node: str, path: tuple[str, ...]) -> None:
        assert node not in path, " -> ".join((*path, node))
        if node not in done:
            for end in sorted((edges[node] & graph.keys()) - {node}):
                visit(end, (*path, node))
            done.add(node)

    for start in graph:
        visit(start, ())


def test_no_file_grows_beyond_what_a_reader_holds():
    long = {name(path): lines for path in modules() if (lines := path.read_text("utf-8").count("\n")) > 420}

    assert not long
