"""Settings: the defaults, then `kzcheck.toml`, then `KZCHECK_*` of the environment, then the command line."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from kzcheck.article import CitationStyle, ReferenceStyle  # noqa: TC001 - msgspec reads the annotations
from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Keys = list[str | int]

FILE = "kzcheck.toml"
ENVIRONMENT = "KZCHECK_"
IGNORE = re.compile(r"^[^\S\n]*\[\[\s*ignore\s*\]\]", re.MULTILINE)
LISTED = 20
"""Unknown settings that are named: a file with more of them is no settings."""
Above0 = Annotated[float, msgspec.Meta(gt=0)]
Counted = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(ge=0)]
KINDS: dict[object, str] = {
    Above0: "a number above 0",
    Counted: "a whole number from 1 on",
    Seconds: "a number of seconds",
    str: "text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date, as 2027-01-31",
    tuple: "a list in square brackets",
}

ServiceName = Literal[
    "crossref",
    "doi",
    "handle",
    "datacite",
    "pubmed",
    "openalex",
    "semantic-scholar",
    "open-library",
    "k10plus",
    "dnb",
    "wayback",
]
SeverityName = Literal["error", "warning", "note"]


class StyleSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[style]`: how the article cites and how its list is written; what is not set is detected."""

    citations: CitationStyle | None = None
    references: ReferenceStyle | None = None


class IgnoreSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[[ignore]]`: findings that are to be hidden, with the reason, perhaps for one reference or claim, perhaps until a day."""

    code: str
    reason: str
    reference: str | None = None
    claim: str | None = None
    until: date | None = None


class ServiceSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[services.NAME]`: one bibliographic service; a key is better kept in `KZCHECK_SERVICES_<NAME>_KEY`."""

    url: str = ""
    enabled: bool = True
    key: str = ""
    rate: Above0 | None = None
    concurrency: Counted | None = None


class HostSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links.hosts."NAME"]`: what to do differently with one host; None is as `[links]` has it."""

    per_host: Counted | None = None
    interval: Seconds | None = None
    skip: bool = False
    accept: tuple[int, ...] = ()


class LinkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links]`: how many links are asked at a time, in all and on one host, and the pauses between, in seconds.

    `allow_private` names hosts, addresses or networks that may be internal.
    """

    concurrency: Counted = 64
    per_host: Counted = 4
    interval: Seconds = 0.05
    second_look: Seconds = 2.0
    allow_private: tuple[str, ...] = ()
    hosts: dict[str, HostSettings] = {}


class NetworkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[network]`: a proxy and a bundle of certificates (none is taken from the environment), and how long gathering may take.

    `timeout` is in seconds. With `cache` answers are kept for a while and not asked for again.
    """

    proxy: str = ""
    ca_bundle: str = ""
    timeout: Above0 = 600.0
    cache: bool = True


class RetractionSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[retractions]`: where the table of Retraction Watch lies, and where it is fetched from."""

    path: str = ""
    url: str = ""


class Settings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """All that `kzcheck.toml` can say. `ignored` holds the codes that the command line ignores."""

    contact: str = ""
    select: tuple[str, ...] = ("ALL",)
    severity: dict[str, SeverityName] = {}
    style: StyleSettings = StyleSettings()
    ignore: tuple[IgnoreSettings, ...] = ()
    services: dict[ServiceName, ServiceSettings] = {}
    links: LinkSettings = LinkSettings()
    network: NetworkSettings = NetworkSettings()
    retractions: RetractionSettings = RetractionSettings()


def load(content: str, environment: Mapping[str, str], name: str = FILE) -> Settings:
    """Read settings from the text of `kzcheck.toml` ("" where there is none) and from the environment.

    Raises:
        UsageError: one line for each thing that is wrong, with its place in the file, or the variable's name.
    """
    try:
        values = tomllib.loads(content.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f":{place[1]}:{place[2]}" if place else f":{content.rstrip().count(chr(10)) + 1}"
        raise UsageError(f"{name}{where}: not TOML: {str(error).partition(' (at ')[0].partition('; ')[0]}") from None
    if unknown := _unknown(values, Settings):
        lines = [f"{name}:{line(content, path)}: {text}" for path, text in unknown[:LISTED]]
        raise UsageError("\n".join(lines + [f"{name}: and {len(unknown) - LISTED} more"] * (len(unknown) > LISTED)))
    settings = _convert(values, lambda keys: f"{name}:{line(content, keys)}: {_shown(keys)}")
    for path, value in _from_environment(environment):
        _set(values, path, value)
        settings = _convert(values, lambda _, path=path: _variable(path))  # type: ignore[misc]
    if not settings.select:
        raise UsageError(
            f'{name}:{line(content, ["select"])}: select: names no rule, so nothing would be checked; ["ALL"] names all'
        )
    return settings


def line(content: str, path: Sequence[str | int]) -> int:
    """Return the line of a setting in the text of `kzcheck.toml`, by its keys and the numbers of its list entries from 0."""
    keys = [part for part in path if isinstance(part, str)]
    start = next((header.start() for count in range(len(keys), 0, -1) if (header := _header(content, keys[:count]))), 0)
    if path[:1] == ["ignore"] and len(path) > 1:
        starts = [match.start() for match in IGNORE.finditer(content)]
        start = starts[int(path[1])] if int(path[1]) < len(starts) else 0
    for key in map(re.escape, reversed(keys)):
        pattern = re.compile(rf"""^[^\S\n]*(?:["']?{key}["']?\s*=|\[+[^\]\n]*\b{key}\b)""", re.MULTILINE)
        if match := pattern.search(content, start) or re.compile(rf"""["']?\b{key}["']?\s*=""").search(content, start):
            return content.count("\n", 0, match.start()) + 1
    return 1


def _header(content: str, keys: Iterable[str]) -> re.Match[str] | None:
    """Return where the table of these keys begins: tables have settings of the same name."""
    name = r"\s*\.\s*".join(rf"""["']?{re.escape(key)}["']?""" for key in keys)
    return re.search(rf"^[^\S\n]*\[\s*{name}\s*\]", content, re.MULTILINE)


def suggestion(word: str, known: Iterable[object]) -> str:
    """Return `; did you mean "…"?` where one of the `known` words is within a third of its letters of `word`, else ""."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only mistakes need it

    near = min((str(one) for one in known), key=lambda one: OSA.distance(word.casefold(), one.casefold()), default="")
    close = OSA.distance(word.casefold(), near.casefold()) <= max(len(near) // 3, 1)
    return f'; did you mean "{near}"?' if near and close else ""


def _convert(values: dict[str, Any], where: Callable[[Keys], str]) -> Settings:
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        keys, kind = _place(values, str(error).partition(" - at `$")[2])
        missing = re.search(r"missing required field `(.+?)`", str(error))
        wrong = f"`{missing[1]}` is missing" if missing else f"expected {_expected(kind)}"
        raise UsageError(f"{where(keys)}: {wrong}") from None


def _place(values: Any, at: str) -> tuple[Keys, Any]:  # noqa: ANN401 - of whatever kind TOML gives
    """Return the keys and numbers that lead to the value at fault, and what is to stand there, by msgspec's words for its place.

    Those leave out by which of its names a table is meant, so the first is looked for that does not hold what it should.
    """
    keys: Keys = []
    kind: Any = Settings
    for key, number, any_name in re.findall(r"\.([\w-]+)|\[(\d+)\]|\[(\.)", at):
        if key:
            kind = next(field.type for field in msgspec.structs.fields(kind) if field.encode_name == key)
        else:
            kind = get_args(kind)[1 if any_name else 0]
        step = key or (next(one for one in values if not _fits(values[one], kind)) if any_name else int(number))
        keys.append(step)
        values = values[step]
    return keys, kind


def _fits(value: object, kind: object) -> bool:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _expected(kind: object) -> str:
    """Return in plain words what a setting of this kind takes."""
    parts = [part for part in get_args(kind) if part is not NoneType] if get_origin(kind) in {Union, UnionType} else [kind]
    choices = [str(choice) for part in parts for choice in (get_args(part) if get_origin(part) is Literal else ())]
    if choices:
        return "one of " + ", ".join(f'"{choice}"' for choice in choices)
    return KINDS.get(parts[0]) or KINDS.get(get_origin(parts[0]), "a table")


def _unknown(values: Mapping[str, Any], kind: type[Struct]) -> list[tuple[Keys, str]]:
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    found: list[tuple[Keys, str]] = []
    for key, value in values.items():
        if key not in fields:
            found.append(([key], f'unknown setting "{key}"{suggestion(key, fields)}'))
            continue
        for path, inner in _inner(value, fields[key]):
            found += [([key, *path, *deeper], text) for deeper, text in inner]
    return found


def _inner(value: object, kind: object) -> list[tuple[Keys, list[tuple[Keys, str]]]]:
    if isinstance(kind, type) and issubclass(kind, Struct):
        return [([], _unknown(value, kind))] if isinstance(value, dict) else []
    if get_origin(kind) is dict and isinstance(value, dict):
        names, inner = get_args(kind)
        known = get_args(names)
        found: list[tuple[Keys, list[tuple[Keys, str]]]]
        found = [([], [([key], f'unknown name "{key}"{suggestion(key, known)}')]) for key in value if known and key not in known]
        return found + [([key], part) for key in value for _, part in _inner(value[key], inner)]
    if get_origin(kind) is tuple and isinstance(value, list):
        entries = (_inner(one, get_args(kind)[0]) for one in value)
        return [([number, *path], inner) for number, entry in enumerate(entries) for path, inner in entry]
    return []


def _shown(path: Iterable[str | int]) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _variable(path: Iterable[str]) -> str:
    return ENVIRONMENT + "_".join(path).upper().replace("-", "_")


def _from_environment(environment: Mapping[str, str]) -> list[tuple[list[str], str]]:
    return [(path, environment[_variable(path)]) for path in _paths(Settings) if _variable(path) in environment]


def _paths(kind: type[Struct]) -> list[list[str]]:
    hints = get_type_hints(kind)
    paths: list[list[str]] = []
    for field in msgspec.structs.fields(kind):
        inner = hints[field.name]
        if isinstance(inner, type) and issubclass(inner, Struct):
            paths += [[field.encode_name, *deeper] for deeper in _paths(inner)]
        elif field.name == "services":
            names = get_args(ServiceName)
            paths += [[field.encode_name, name, *deeper] for name in names for deeper in _paths(ServiceSettings)]
        elif get_origin(inner) not in {dict, tuple}:
            paths.append([field.encode_name])
    return paths


def _set(values: dict[str, Any], path: list[str], value: str) -> None:
    table: object = values
    for key in path[:-1]:
        table = table.setdefault(key, {}) if isinstance(table, dict) else None
    if isinstance(table, dict):
        table[path[-1]] = value
