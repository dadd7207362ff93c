"""Reads settings and merges their layers: the user's file, the article's file and the environment.

Each layer overrides those before it. Settings that an article's file may not make are left out and recorded.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from kzcheck.errors import UsageError
from kzcheck.settings import (
    ENVIRONMENT,
    FILE,
    OF_ARTICLES,
    SERVICES,
    Counted,
    Days,
    Rate,
    Run,
    Seconds,
    ServiceSettings,
    Settings,
    suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Keys = list[str | int]

IGNORE = re.compile(r"^[^\S\n]*\[\[\s*(?:tool\s*\.\s*kzcheck\s*\.\s*)?ignore\s*\]\]", re.MULTILINE)
LISTED = 20
"""Unknown settings that are named: a file with more is not a settings file."""
LONGEST = 1 << 20
"""Characters of a settings file; 8,000 ignores have half as many."""
DOTS = 500
"""Dots in one line of it: the standard library's reader takes 17 seconds for a key of 32,000 parts, and 0.04 for one of 2,000."""
OTHER_VARIABLES = ("KZCHECK_CACHE_DIR",)
"""Environment variables that are read elsewhere."""
KINDS: dict[object, str] = {
    Rate: "a number above 0, at most 1000",
    Counted: "a whole number from 1 to 64",
    Seconds: "a number of seconds from 0 to 60",
    Run: "a number of seconds above 0, at most 86400",
    Days: "a whole number from 1 to 365",
    str: "text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date, as 2027-01-31",
    tuple: "a list in square brackets",
}


class Layer(Struct, frozen=True):
    """One source of settings: a file with its text, or an environment variable (with "" as its text).

    `values` are those that count, in TOML's structure; `refused` are settings that only the user may make: each one's name and
    line. Beyond the first `LISTED` of them the line is 1, since looking each up takes time. `under` are the tables of the file that
    hold the settings.
    """

    name: str
    text: str
    values: dict[str, Any]
    refused: tuple[tuple[str, int], ...] = ()
    under: tuple[str, ...] = ()


class SettingsFile(NamedTuple):
    """The text of a settings file and the name that errors give it; "" means no file. `under` are the tables that hold settings."""

    text: str = ""
    name: str = FILE
    under: tuple[str, ...] = ()


class Configuration(NamedTuple):
    """The settings that apply, the layers that they were made of, weakest first, and warnings."""

    settings: Settings
    layers: tuple[Layer, ...] = ()
    warnings: tuple[str, ...] = ()


def load(
    article: SettingsFile,
    environment: Mapping[str, str],
    *,
    user: SettingsFile = SettingsFile(),  # noqa: B008 - a value without state
    trusted: bool = False,
    chosen: bool = False,
) -> Configuration:
    """Make settings from the article's file, the user's file and the environment.

    If `trusted`, the article's file may set what the user's may. Even then no key of the user's is sent to an address that it sets,
    unless the file is one of the user's, `chosen` in place of the article's.

    Raises:
        UsageError: one line for each error, with its place in the file, or the variable's name.
    """
    layers = [_file(user), _file(article)]
    if "ignore" in layers[0].values:
        raise UsageError(f"{place(layers[:1], ('ignore',))}: belongs in the {FILE} of an article")
    if not trusted and not chosen:
        layers[1] = _of_article(layers[1])
    for path, value in _from_environment(environment):
        table: dict[str, Any] = {path[-1]: value}
        for key in reversed(path[:-1]):
            table = {key: table}
        layers.append(Layer(_variable(path), "", table))
    values: dict[str, Any] = {}
    for layer in layers:
        _convert(layer)
        values = _merged(values, layer.values)
    settings = msgspec.convert(values, Settings, strict=False)
    if not settings.select:
        raise UsageError(f'{place(layers, ("select",))}: names no rule, so nothing would be checked; ["ALL"] names all')
    return Configuration(settings if chosen else _without_keys(settings, layers), tuple(layers), tuple(_misspelt(environment)))


def place(layers: Sequence[Layer], keys: Sequence[str | int]) -> str:
    """Return where a setting comes from, as errors begin: `kzcheck.toml:3: links.per-host`, or the variable's name."""
    where = file_and_line(layers, keys)
    return f"{where}: {'.'.join(part for part in keys if isinstance(part, str))}" if ":" in where else where


def file_and_line(layers: Sequence[Layer], keys: Sequence[str | int]) -> str:
    """Return the file and line of a setting, `kzcheck.toml:3`, or the variable's name."""
    layer = next((layer for layer in reversed(layers) if _has(layer.values, keys)), Layer(FILE, "", {}))
    return f"{layer.name}:{line(layer.text, keys, layer.under)}" if layer.text else layer.name


def _file(file: SettingsFile) -> Layer:
    """Read a settings file."""
    text, name, under = file
    if len(text) > LONGEST:
        raise UsageError(f"{name}: has more than {LONGEST:,} characters; shorten it")
    if crowded := next((number for number, part in enumerate(text.split("\n"), 1) if part.count(".") > DOTS), 0):
        raise UsageError(f"{name}:{crowded}: has more than {DOTS} dots in one line; shorten it")
    try:
        values = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f":{at[1]}:{at[2]}" if at else f":{text.rstrip().count(chr(10)) + 1}"
        raise UsageError(f"{name}{where}: not TOML: {str(error).partition(' (at ')[0].partition('; ')[0]}") from None
    for table in under:
        values = values.get(table, {})
        if not isinstance(values, dict):
            raise UsageError(f"{name}:{line(text, [table])}: {table}: expected a table")
    if unknown := list(_unknown(values, Settings)):
        lines = [f"{name}:{line(text, keys, under)}: {wrong}" for keys, wrong in unknown[:LISTED]]
        raise UsageError("\n".join(lines + [f"{name}: and {len(unknown) - LISTED} more"] * (len(unknown) > LISTED)))
    return Layer(name, text, values, under=under)


def _of_article(layer: Layer) -> Layer:
    """Return the layer without settings that an article's file may not make."""
    refused: list[tuple[str, ...]] = []

    def part(values: dict[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
        kept = {}
        for key, value in values.items():
            path = (*above, key)
            known = ("links", "hosts", "*", *path[3:]) if path[:2] == ("links", "hosts") and len(path) > 2 else path  # noqa: PLR2004
            if ".".join(known) in OF_ARTICLES:
                leads_on = isinstance(value, dict) and path[0] == "links"
                kept[key] = part(value, path) if leads_on else value
            else:
                refused.extend((*path, *deeper) for deeper in _leaves(value))
        return kept

    kept = part(layer.values, ())
    lines = [line(layer.text, keys, layer.under) for keys in refused[:LISTED]] + [1] * len(refused[LISTED:])
    return msgspec.structs.replace(layer, values=kept, refused=tuple(zip(map(".".join, refused), lines, strict=True)))


def _leaves(value: object) -> Iterator[tuple[str, ...]]:
    """Yield the keys that lead from a value to each one that is not a table."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            for deeper in _leaves(inner):
                yield (key, *deeper)
    else:
        yield ()


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return two layers merged: tables are joined; otherwise the upper layer's value replaces the lower's."""
    return below | {
        key: _merged(below[key], value) if isinstance(value, dict) and isinstance(below.get(key), dict) else value
        for key, value in above.items()
    }


def _without_keys(settings: Settings, layers: Sequence[Layer]) -> Settings:
    """Return the settings without a user's key for a service whose address the article's file has set."""
    services = dict(settings.services)
    for name, service in services.items():
        strongest = {
            setting: next((layer for layer in reversed(layers) if _has(layer.values, ("services", name, setting))), None)
            for setting in ("url", "key")
        }
        if strongest["url"] is layers[1] and strongest["key"] is not layers[1]:
            services[name] = msgspec.structs.replace(service, key="")
    return msgspec.structs.replace(settings, services=services)


def _has(values: object, keys: Iterable[str | int]) -> bool:
    for key in keys:
        try:
            values = values[key]  # type: ignore[index]  # a table, a list, or neither
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _misspelt(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a warning for each variable that looks like a misspelt setting."""
    known = {*_variables(), *OTHER_VARIABLES}
    for name in sorted(name for name in environment if name.startswith(ENVIRONMENT) and name not in known):
        tables = tuple(_variable([field]) for field in _fields(Settings))
        similar = suggestion(name, sorted(known))
        if similar or name.startswith(tables):
            yield f"the environment variable {name} is unknown and was ignored{similar}"


def line(content: str, path: Sequence[str | int], under: tuple[str, ...] = ()) -> int:
    """Return the line of a setting in the text of a settings file, by its keys and the indexes of its list entries."""
    keys = [*under, *(part for part in path if isinstance(part, str))]
    start = next((header.start() for count in range(len(keys), 0, -1) if (header := _header(content, keys[:count]))), 0)
    if list(path[:1]) == ["ignore"] and len(path) > 1:
        starts = [match.start() for match in IGNORE.finditer(content)]
        start = starts[int(path[1])] if int(path[1]) < len(starts) else 0
    for key in map(re.escape, reversed(keys)):
        pattern = re.compile(rf"""^[^\S\n]*(?:["']?{key}["']?\s*=|\[{{1,2}}[^\]\n]*\b{key}\b)""", re.MULTILINE)
        if match := pattern.search(content, start) or re.compile(rf"""["']?\b{key}["']?\s*=""").search(content, start):
            return content.count("\n", 0, match.start()) + 1
    return 1


def ignore_lines(content: str, number: int) -> list[int]:
    """Return the lines of so many `[[ignore]]` tables; entries of `ignore = [{…}, …]` all have the line of that setting."""
    lines, at, count = [], 0, 1
    for match in IGNORE.finditer(content):
        count += content.count("\n", at, match.start())
        at = match.start()
        lines.append(count)
    return (lines + [line(content, ["ignore"])] * number)[:number]


def _header(content: str, keys: Iterable[str]) -> re.Match[str] | None:
    """Return the start of the table with these keys: tables have settings of the same name."""
    name = r"\s*\.\s*".join(rf"""["']?{re.escape(key)}["']?""" for key in keys)
    return re.search(rf"^[^\S\n]*\[\s*{name}\s*\]", content, re.MULTILINE)


def _convert(layer: Layer) -> None:
    """Check that a layer has values of the right kinds."""
    try:
        msgspec.convert(layer.values, Settings, strict=False)
    except msgspec.ValidationError as error:
        keys, kind, value = _place(layer.values, str(error).partition(" - at `$")[2])
        missing = re.search(r"missing required field `(.+?)`", str(error))
        wrong = f"`{missing[1]}` is missing" if missing else f"expected {_expected(kind, value)}"
        raise UsageError(f"{place([layer], keys)}: {wrong}") from None


def _place(values: Any, at: str) -> tuple[Keys, Any, Any]:  # noqa: ANN401 - of whatever kind TOML gives
    """Return the keys and indexes that lead to the value at fault, the expected kind and the value, from msgspec's path.

    The path omits the names of tables, so the first value is searched for that is of the wrong kind.
    """
    keys: Keys = []
    kind: Any = Settings
    for key, number, any_name in re.findall(r"\.([\w-]+)|\[(\d+)\]|\[(\.)", at):
        if key:
            kind = next(field.type for field in msgspec.structs.fields(kind) if field.encode_name == key)
        else:
            kind = get_args(kind)[1 if any_name else 0]
        step = key or (next(value for value in values if not _fits(values[value], kind)) if any_name else int(number))
        keys.append(step)
        values = values[step]
    return keys, kind, values


def _fits(value: object, kind: object) -> bool:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _expected(kind: object, value: object) -> str:
    """Return in plain words the values that a setting of this kind accepts, with the one that is nearest to `value`."""
    parts = [part for part in get_args(kind) if part is not NoneType] if get_origin(kind) in {Union, UnionType} else [kind]
    choices = [str(choice) for part in parts for choice in (get_args(part) if get_origin(part) is Literal else ())]
    if choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in choices) + suggestion(str(value), choices)
    return KINDS.get(parts[0]) or KINDS.get(get_origin(parts[0]), "a table")


def _unknown(value: object, kind: object) -> Iterator[tuple[Keys, str]]:
    """Yield the keys that lead to each unknown setting, and the message about it."""
    if isinstance(kind, type) and issubclass(kind, Struct) and isinstance(value, dict):
        fields = _fields(kind)
        for key in value:
            if key in fields:
                yield from (([key, *keys], text) for keys, text in _unknown(value[key], fields[key]))
            else:
                yield [key], f'unknown setting "{key}"{suggestion(key, fields)}'
    elif get_origin(kind) is dict and isinstance(value, dict):
        names, inner = get_args(kind)
        known = get_args(names)
        yield from (([key], f'unknown name "{key}"{suggestion(key, known)}') for key in value if known and key not in known)
        yield from (([key, *keys], text) for key in value for keys, text in _unknown(value[key], inner))
    elif get_origin(kind) is tuple and isinstance(value, list):
        entries = (_unknown(entry, get_args(kind)[0]) for entry in value)
        yield from (([number, *keys], text) for number, entry in enumerate(entries) for keys, text in entry)


def _variable(path: Iterable[str]) -> str:
    return ENVIRONMENT + "_".join(path).upper().replace("-", "_")


def _from_environment(environment: Mapping[str, str]) -> list[tuple[list[str], str]]:
    """Return the settings in the environment."""
    settings = [([*path], environment[name]) for name, path in _variables().items() if name in environment]
    if wrong := [_variable(path) for path, value in settings if re.search(r"[\ud800-\udfff]", value)]:
        raise UsageError("\n".join(f"{name}: is not text in UTF-8; set it again" for name in wrong))
    return settings


@cache  # a corpus has settings for each of its articles
def _fields(kind: type[Struct]) -> dict[str, Any]:
    """Return the types of the settings in a table, by their names in TOML."""
    return {field.encode_name: field.type for field in msgspec.structs.fields(kind)}


@cache
def _variables() -> dict[str, list[str]]:
    """Return the keys of each setting that the environment can make, by the variable's name."""
    return {_variable(path): path for path in _paths(Settings)}


def _paths(kind: type[Struct]) -> list[list[str]]:
    hints = get_type_hints(kind)
    paths: list[list[str]] = []
    for field in msgspec.structs.fields(kind):
        inner = hints[field.name]
        if isinstance(inner, type) and issubclass(inner, Struct):
            paths += [[field.encode_name, *deeper] for deeper in _paths(inner)]
        elif field.name == "services":
            paths += [[field.encode_name, name, *deeper] for name in SERVICES for deeper in _paths(ServiceSettings)]
        elif get_origin(inner) not in {dict, tuple}:
            paths.append([field.encode_name])
    return paths
