"""The modules of docs/design.md, and the imports allowed to each."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "kzcheck"
NOUNS = (
    "version",
    "csl",
    "locale",
    "wording",
    "errors",
    "steps",
    "sources",
    "settings",
    "layers",
    "identifiers",
    "unreadable",
    "document",
    "article",
    "reasons",
    "texts",
    "evidence",
    "finding",
)
ABOVE = {"settings": {"errors", "article", "data"}, "csl": {"data"}}
"""Imports allowed to a noun besides those before it in `NOUNS`: settings use article styles; profiles and CSL's tables are data."""

IMPORTS: dict[str, set[str]] = {
    "cli": {
        "annotated",
        "api",
        "pipeline",
        "readers",
        "gather",
        "rules",
        "formats",
        "cli",
        "index",
        "corpus",
        "baseline",
        "writing",
        "importing",
        "exporting",
        *NOUNS,
    },
    "corpus": {"corpus", "api", "pipeline", "readers", "gather", "services", "formats", "writing", "matching", "language", *NOUNS},
    "api": {"pipeline", "readers", "gather", "formats", "baseline", *NOUNS},
    "pipeline": {"case", "readers", "gather", "rules", "suppress", "known", "baseline", "matching", "rule", *NOUNS},
    "baseline": set(NOUNS),
    "writing": {"errors"},
    "importing": set(NOUNS),
    "exporting": {"importing", *NOUNS},
    "annotated": {"annotated", "readers", "formats", *NOUNS},
    "readers": {"readers", "language", "data", *NOUNS},
    "gather": {"gather", "case", "index", "readers", "services", "web", "matching", "language", "data", "writing", *NOUNS},
    "index": {"index", "readers", "services", "language", *NOUNS},
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
    "__init__": {"annotated", "api", "baseline", "errors", "evidence", "finding", "formats", "settings", "version"},
    "__main__": {"cli", "errors"},
}
PURE = ("rules", "matching", "language")
IMPURE = {"requests", "socket", "urllib.request", "subprocess", "sqlite3", "os", "pathlib"}
NETWORK = {"requests", "urllib3", "http", "socket", "ssl", "httpx", "aiohttp", "urllib.request"}
BETWEEN_PROCESSES = {"readers/isolated/__init__": {"socket"}, "readers/isolated/template": {"socket"}}
"""Modules that talk with processes of their own through sockets that are no addresses."""
LONGEST = 420
"""Lines that a reader can take in."""


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module by its path within the package: "rules/dates", "rules/__init__"."""
    return {
        path.relative_to(SOURCE).with_suffix("").as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")
    }


def top(module: str) -> str:
    return module.partition("/")[0]


def imports(module: str) -> set[str]:
    """Return all imports of a module, anywhere in the file, as dotted names."""
    nodes = list(ast.walk(modules()[module]))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


def own(module: str) -> set[tuple[str, ...]]:
    """Return the imports of our own modules, as parts below the package."""
    return {tuple(name.split(".")[1:]) for name in imports(module) if name.split(".")[0] == "kzcheck"}


def foreign(module: str, names: set[str]) -> set[str]:
    return {name for name in imports(module) if name.split(".")[0] in names or ".".join(name.split(".")[:2]) in names}


def calls(module: str) -> set[str]:
    """Return the functions that a module calls by a plain name."""
    nodes = ast.walk(modules()[module])
    return {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_a_module_imports_only_from_rooms_below_it():
    for module in modules():
        room = top(module)
        assert room in {*NOUNS, *IMPORTS}, f"{room} is new: give it a row in IMPORTS and in docs/design.md"
        allowed = {room, *NOUNS[: NOUNS.index(room)], *ABOVE.get(room, ())} if room in NOUNS else IMPORTS[room]
        assert {parts[0] for parts in own(module)} <= allowed, module


def test_rule_families_do_not_import_each_other():
    for module in modules():
        if top(module) == "rules" and module != "rules/__init__":
            assert not [parts for parts in own(module) if parts[0] == "rules"], module


def test_a_folder_of_matching_is_imported_only_through_its_init():
    """A folder exports its names in its `__init__`; the test of circular imports covers folders, too."""
    for module in modules():
        elsewhere = [parts for parts in own(module) if parts[0] == "matching" and list(parts[:2]) != module.split("/")[:2]]
        assert not [parts for parts in elsewhere if len(parts) > len(("matching", "folder", "name"))], module


def test_only_the_edge_draws_prints_and_sends_requests():
    for module in modules():
        at_the_edge = top(module) in {"cli", "__main__"}
        assert at_the_edge or module.startswith("formats/terminal") or not foreign(module, {"rich"}), module
        assert at_the_edge or "print" not in calls(module), module
        assert top(module) == "web" or foreign(module, NETWORK) <= BETWEEN_PROCESSES.get(module, set()), module


def test_rules_matching_and_language_do_no_input_or_output():
    for module in modules():
        if top(module) in PURE:
            assert not foreign(module, IMPURE), module
            assert not calls(module) & {"open", "print", "input"}, module


def test_there_are_no_circular_imports():
    names = {module.removesuffix("/__init__"): module for module in modules()}
    edges: dict[str, set[str]] = {}
    for name, module in names.items():
        ends = {"/".join(parts) if "/".join(parts) in names else "/".join(parts[:-1]) for parts in own(module)}
        edges[name] = (ends & names.keys()) - {name}
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way, module))
        if module not in done:
            for end in sorted(edges[module]):
                visit(end, (*way, module))
            done.add(module)

    for module in edges:
        visit(module, ())


def test_no_file_is_longer_than_a_reader_can_take_in():
    assert not [path for path in SOURCE.rglob("*.py") if path.read_text("utf-8").count("\n") > LONGEST]
