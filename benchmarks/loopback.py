"""kzcheck as a process against a loopback web that plays the services (tests/lab), which know invented works."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kzcheck.csl import Date, Item, Name, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
KZCHECK = str(Path(sys.executable).with_name("kzcheck"))
LATENCY = 0.05
"""Seconds before the loopback web answers."""
CONTACT = "editor@example.org"
SERVICES = ("crossref", "doi", "datacite", "openalex", "open-library", "k10plus", "dnb")
"""The services that are asked, without a key, about works without PMID or handle: the benchmarks' works have none."""
CRAFTS = "bookbinding tanning weaving milling glazing thatching gilding dyeing smelting carving quarrying ropemaking".split()
TOWNS = "Aldermoor Brennick Calderby Drumlow Eskmouth Farnholt Glenwick Harrowgate Inverloch Jarnfell".split()


class Done(NamedTuple):
    """How a process ended: its wall time in seconds, its exit code, and its output."""

    seconds: float
    code: int
    out: str
    err: str


def lab(name: str) -> Any:  # noqa: ANN401 - the tests' folder is no package that mypy is told of
    """Return a module of tests/lab, loaded by its path."""
    _share(Path("lab"))
    return importlib.import_module(f"lab.{name}")


def fuzzing() -> Any:  # noqa: ANN401 - as above
    """Return the module that runs what tests/hostile/fuzzing makes, loaded by its path."""
    _share(Path("lab"))
    _share(Path("hostile", "fuzzing"))
    return importlib.import_module("fuzzing.running")


def _share(place: Path) -> None:
    """Make a package of the tests importable by its name."""
    if place.name not in sys.modules:
        folder = ROOT / "tests" / place
        spec = importlib.util.spec_from_file_location(place.name, folder / "__init__.py", submodule_search_locations=[str(folder)])
        assert spec
        assert spec.loader
        sys.modules[place.name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> Done:
    """Run a command in a folder, in this environment without its kzcheck variables, and with `environment`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KZCHECK_", "FORCE_"))}
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, check=False)
    return Done(time.perf_counter() - begin, done.returncode, done.stdout, done.stderr)


def audit(file: Path, services: Mapping[str, str], *options: str, cache: str = "cache") -> Done:
    """Audit a list. `cache` is the cache folder; it is not in the list's folder, where it would not be used."""
    environment = {**services, "KZCHECK_CACHE_DIR": str(file.parent.parent / cache), "KZCHECK_CONTACT": CONTACT}
    return run([KZCHECK, "audit", str(file), *options], file.parent, environment)


def write(file: Path, items: Iterable[Item]) -> Path:
    """Write items as CSL-JSON."""
    file.write_text(json.dumps([to_json(item) for item in items], ensure_ascii=False), "utf-8")
    return file


def books(count: int, group: str = "0", first: int = 1, language: str = "en") -> Iterator[Item]:
    """Yield books, each with its own ISBN; `group` is the first digit after 978 ("3" for German ones)."""
    dice = random.Random(first)
    for number in range(first, first + count):
        digits = f"978{group}{number * 7919 % 10**8:08d}"
        check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
        craft, town = dice.choice(CRAFTS), dice.choice(TOWNS)
        yield Item(
            id=f"b{number}",
            type="book",
            title=f"Notebooks on {craft} in {town}, with plan {number + 300}",
            author=(Name(family=f"{town[:-2]}son", given=dice.choice(("Ada", "Bruno", "Carla", "Dora"))),),
            publisher=f"{town} Press",
            publisher_place=town,
            issued=Date((dice.randrange(1985, 2023),)),
            number_of_pages=str(dice.randrange(120, 480)),
            isbn=digits + str(check),
            language=language,
        )
