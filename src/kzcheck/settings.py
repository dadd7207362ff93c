"""Settings: the defaults, then `kzcheck.toml`, then `KZCHECK_*` of the environment, then the command line."""

from __future__ import annotations

import re
import tomllib
from datetime import date  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from kzcheck.article import CitationStyle, ReferenceStyle  # noqa: TC001 - msgspec reads the annotations
from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE = "kzcheck.toml"
ENVIRONMENT = "KZCHECK_"

ServiceName = Literal[
    "crossref", "doi", "datacite", "openalex", "semantic-scholar", "open-library", "k10plus", "dnb", "unpaywall", "wayback"
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
    rate: float | None = None
    concurrency: int | None = None


class HostSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links.hosts."NAME"]`: what to do differently with one host."""

    skip: bool = False
    accept: tuple[int, ...] = ()


class LinkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[links]`: how many links are asked at a time, in all and on one host, and the pauses between, in seconds."""

    concurrency: int = 64
    per_host: int = 4
    interval: float = 0.05
    second_look: float = 2.0
    hosts: dict[str, HostSettings] = {}


class NetworkSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[network]`: a proxy and a bundle of certificates; none is taken from the environment."""

    proxy: str = ""
    ca_bundle: str = ""


class RetractionSettings(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[retractions]`: where the table of Retraction Watch lies."""

    path: str = ""


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
        UsageError: one line for each thing that is wrong, with its place in the file.
    """
    try:
        values = tomllib.loads(content.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f":{place[1]}:{place[2]}" if place else f":{content.rstrip().count(chr(10)) + 1}"
        raise UsageError(f"{name}{where}: not TOML: {str(error).partition(' (at ')[0]}") from None
    if unknown := list(_unknown(values, Settings)):
        raise UsageError("\n".join(f"{name}:{_line(content, path)}: {text}" for path, text in unknown))
    for path, value in _from_environment(environment):
        _set(values, path, value)
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        text, _, at = str(error).partition(" - at `$.")
        path = re.sub(r"\[\.{3}\]|\[\d+\]|`$", "", at).split(".")
        raise UsageError(f"{name}:{_line(content, path)}: {'.'.join(path)}: {text[0].lower()}{text[1:]}") from None


def suggestion(word: str, known: Iterable[object]) -> str:
    """Return `; did you mean "…"?` where one of the `known` words is within a third of its letters of `word`, else ""."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only mistakes need it

    near = min((str(one) for one in known), key=lambda one: OSA.distance(word.casefold(), one.casefold()), default="")
    close = OSA.distance(word.casefold(), near.casefold()) <= max(len(near) // 3, 1)
    return f'; did you mean "{near}"?' if near and close else ""


def ignore_lines(content: str) -> list[int]:
    """Return the line of each `[[ignore]]` in the text of `kzcheck.toml`, in order."""
    return [number for number, line in enumerate(content.split("\n"), 1) if re.match(r"\s*\[\[\s*ignore\s*\]\]", line)]


def _unknown(values: Mapping[str, Any], kind: type[Struct]) -> list[tuple[list[str], str]]:
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    found: list[tuple[list[str], str]] = []
    for key, value in values.items():
        if key not in fields:
            found.append(([key], f'unknown setting "{key}"{suggestion(key, fields)}'))
            continue
        for path, inner in _inner(value, fields[key]):
            found += [([key, *path, *deeper], text) for deeper, text in inner]
    return found


def _inner(value: object, kind: object) -> list[tuple[list[str], list[tuple[list[str], str]]]]:
    if isinstance(kind, type) and issubclass(kind, Struct):
        return [([], _unknown(value, kind))] if isinstance(value, dict) else []
    if get_origin(kind) is dict and isinstance(value, dict):
        names, inner = get_args(kind)
        known = get_args(names)
        found: list[tuple[list[str], list[tuple[list[str], str]]]]
        found = [([], [([key], f'unknown name "{key}"{suggestion(key, known)}')]) for key in value if known and key not in known]
        return found + [([key], part) for key in value for _, part in _inner(value[key], inner)]
    if get_origin(kind) is tuple and isinstance(value, list):
        return [part for one in value for part in _inner(one, get_args(kind)[0])]
    return []


def _line(content: str, path: list[str]) -> int:
    keys = [re.escape(part) for part in path if part]
    for key in reversed(keys):
        pattern = re.compile(rf"""^\s*(?:["']?{key}["']?\s*=|\[+[^\]]*\b{key}\b)""", re.MULTILINE)
        if match := pattern.search(content):
            return content.count("\n", 0, match.start() + len(match[0]) - len(match[0].lstrip())) + 1
    return 1


def _from_environment(environment: Mapping[str, str]) -> list[tuple[list[str], str]]:
    found = []
    for path in _paths(Settings):
        key = ENVIRONMENT + "_".join(path).upper().replace("-", "_")
        if key in environment:
            found.append((path, environment[key]))
    return found


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
        elif inner in (str, int, float, bool) or inner in (float | None, int | None):
            paths.append([field.encode_name])
    return paths


def _set(values: dict[str, Any], path: list[str], value: str) -> None:
    table: object = values
    for key in path[:-1]:
        table = table.setdefault(key, {}) if isinstance(table, dict) else None
    if isinstance(table, dict):
        table[path[-1]] = value
