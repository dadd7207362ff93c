"""Mutated files, settings, evidence and baselines: each is audited as by a user, and judged."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch

import yaml

import kzcheck

from . import seeds
from .judging import compared, written
from .mutations import TEXTS, TOKENS, edited, mutated_json, text, values_of
from .playing import by_odd_settings, gathered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from random import Random

DATES = (
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "2026-03-01T00:00:00",
)
PATHS = ("/", ".", "~nobody/x", "\0", "a" * 5000, "kzcheck.toml", "references.yaml", "//", "https://example.org")

NUMBERS = (
    "0", "1", "64", "-0.0", "1e-9", "1000", "60", "1e308", "inf", "nan", "0x10", "1_0", "true", "false", "1979-05-27",
    "0001-01-01", "9999-12-31", "07:32:00", "9223372036854775808", "[403, -1, 99999999999999999999]",
)  # fmt: skip
WORDS = tuple(
    text.replace(b"\0", b"")
    for text in (
        *TOKENS,
        *(text.encode("utf-8", "surrogatepass") for text in (*TEXTS, *PATHS, *NUMBERS, "ALL", "a,b", "REF201,ID")),
    )
)
"""Values of variables, without zero bytes, which no system allows."""


def file_case(dice: Random, folder: Path) -> None:
    """Audit an article with one mutated file: its bytes, or its values."""
    every = seeds.folders()
    files = dict(dice.choice(every))
    name = dice.choice(list(files))
    others = [content for folder in every for content in folder.values()]
    if name.endswith((".yaml", ".json")) and dice.random() < 0.5:
        written_as_json = _as_json(files[name])
        files[name] = mutated_json(dice, written_as_json, _values(written_as_json), most=8, gentle=dice.random() < 0.7)
    else:
        files[name] = edited(dice, files[name], others)
    lists = [file for file in files if file.startswith("list")]
    _write(folder, files)
    written(kzcheck.audit(folder / lists[0] if lists else folder, offline=True))


def settings_case(dice: Random, folder: Path) -> None:
    """Audit a sound article with mutated settings: the article's, the user's, the environment's, or those of services."""
    files = {"references.yaml": seeds.SHORT_LIST, "claims.yaml": seeds.SHORT_CLAIMS, "kzcheck.toml": seeds.SETTINGS}
    own, trusted = seeds.OWN_SETTINGS, dice.random() < 0.4
    variables: dict[bytes, bytes] = {}
    where = dice.randrange(4)
    if where == 3:
        by_odd_settings(dice, folder)
        return
    if where == 0:
        both = seeds.SETTINGS + dice.choice((b"", seeds.OWN_SETTINGS.partition(b"\n")[2]))
        files["kzcheck.toml"] = _set(dice, both)
    elif where == 1:
        own = _set(dice, own)
    else:
        variables = {os.fsencode(name): dice.choice(WORDS) for name in dice.sample(seeds.VARIABLES, dice.randint(1, 2))}
    home = folder.parent / "home" / "kzcheck"
    _write(home, {"kzcheck.toml": own})
    _write(folder, files)
    with patch.dict(os.environb, variables):
        written(kzcheck.audit(folder, offline=True, trust_settings=trusted))


def evidence_case(dice: Random, folder: Path) -> None:
    """Repeat the judgement with a mutated evidence file."""
    _write(folder, {"list.json": seeds.cited(), "evidence.json": _mutated(dice, _evidence())})
    written(kzcheck.audit(folder / "list.json", evidence=folder / "evidence.json"))


def baseline_case(dice: Random, folder: Path) -> None:
    """Audit with a mutated baseline, or compare a report with a mutated one."""
    _write(folder, {"references.yaml": seeds.SHORT_LIST, "claims.yaml": seeds.SHORT_CLAIMS})
    report = kzcheck.audit(folder, offline=True)
    if dice.random() < 0.5:
        _write(folder, {"baseline.json": _mutated(dice, kzcheck.save_baseline(report))})
        written(kzcheck.audit(folder, offline=True, baseline=folder / "baseline.json"))
        return
    sound = kzcheck.render(report, "json")
    odd = _mutated(dice, sound.encode()).decode("utf-8", "replace")
    compared(*((sound, odd) if dice.random() < 0.5 else (odd, sound)))


def _set(dice: Random, settings: bytes) -> bytes:
    """Mutate settings: half of the time they remain TOML, with values of the same type."""
    if dice.random() < 0.5:
        return edited(dice, settings, (seeds.SETTINGS, seeds.OWN_SETTINGS))
    lines = settings.decode().split("\n")
    for number in dice.sample([number for number, line in enumerate(lines) if " = " in line], dice.randint(1, 2)):
        key, _, value = lines[number].partition(" = ")
        if value.startswith(('"', "[")):
            word = json.dumps(text(dice, value.strip('[]"'), PATHS), ensure_ascii=False)
            lines[number] = f"{key} = {word}" if value.startswith('"') else f"{key} = [{word}]"
        else:
            lines[number] = f"{key} = {dice.choice(NUMBERS)}"
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _mutated(dice: Random, saved: bytes) -> bytes:
    """Mutate a file written by kzcheck: mostly as JSON and gently, since other shapes are refused at once."""
    if dice.random() < 0.2:
        return edited(dice, saved, TOKENS)
    return mutated_json(dice, saved, (*_values(saved), *DATES), most=2, gentle=dice.random() < 0.8)


@cache
def _evidence() -> bytes:
    """Return the saved evidence about all cited works."""
    return kzcheck.save_evidence(gathered(lambda _name, _path, answer: answer))


@cache
def _as_json(content: bytes) -> bytes:
    """Return YAML as JSON, which is also YAML: its values can be mutated without breaking its syntax."""
    return json.dumps(yaml.safe_load(content), default=str, ensure_ascii=False, indent=1).encode()


@cache
def _values(content: bytes) -> tuple[object, ...]:
    return tuple(values_of(content))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
