"""Finds an article's folder and loads the settings that apply to it, checked for use in requests."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import platformdirs

from kzcheck import layers
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.identifiers import keeps_secrets
from kzcheck.layers import SettingsFile, place
from kzcheck.readers import files
from kzcheck.settings import FILE
from kzcheck.sources import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.layers import Configuration, Layer
    from kzcheck.settings import Settings

ADDRESS = re.compile(r"[^\s@<>,;\"'()]+@[^\s@<>,;\"'()]+")
KEY = re.compile(r"[!-~]*")
"""Characters allowed in a header."""
WEB = re.compile(r"https?://[^\s/]+\S*\Z", re.IGNORECASE)
PYPROJECT = "pyproject.toml"
_TABLE = re.compile(r"^[^\S\n]*\[{1,2}[^\S\n]*tool[^\S\n]*\.[^\S\n]*kzcheck\b", re.MULTILINE)
"""The header of a table of ours in `pyproject.toml`."""
NO_URL = "expected a web address, as https://api.example.org"


def folder(path: Path) -> Path:
    """Return the folder of the article at `path`, which is a folder or a list."""
    try:
        return path if path.is_dir() else path.parent
    except OSError:  # reading the article reports the error
        return path.parent


def relative_path(folder: Path, path: Path) -> str:
    """Return the path relative to a folder, with `/`, or the path itself if there is none, as between two drives."""
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:
        return path.as_posix()


def territory(path: Path) -> Path:
    """Return the resolved folder that came with the article at `path`: the git work tree around it, or its own folder."""
    here = folder(path).resolve()
    return next((parent for parent in (here, *here.parents) if (parent / ".git").exists()), here)


def load(path: Path | None, environment: Mapping[str, str], *, config: Path | None = None, trusted: bool = False) -> Configuration:
    """Return the settings for the article at `path`: the user's, those allowed in its own file, and the environment's.

    Without an article (None), only the user's and the environment's apply. With `trusted`, the article's file may set everything.
    A user's settings file that came with the article is used only then. `config` takes the place of the article's file; unless it
    came with the article, it is the user's own and may set everything.

    Raises:
        UsageError: the settings are invalid or unusable for requests; one line for each problem, with its place.
    """
    own, warnings = user_file(), []
    user = _text(own, str(own))
    if user and path and not trusted and files.is_in(own, territory(path)):
        warnings.append(f"{own} was ignored: it is in the article's folder or repository; --trust-settings uses it")
        user = ""
    article, chosen = SettingsFile(), config is not None and not (path and files.is_in(config, territory(path)))
    if config is not None:
        article = _named(config, within=None if trusted or chosen else territory(path) if path else None)
    elif path and (file := article_file(path)):
        text = _text(file, relative_path(folder(path), file), None if trusted else file.parent)
        article = SettingsFile(text, relative_path(folder(path), file), _tables(file))
    loaded = layers.load(article, environment, user=SettingsFile(user, str(own)), trusted=trusted, chosen=chosen)
    return loaded._replace(settings=checked(loaded.settings, loaded.layers), warnings=(*warnings, *loaded.warnings))


def article_file(path: Path) -> Path | None:
    """Return the settings file of the article at `path`: the nearest one, from its folder up to the top of its repository.

    That is a `kzcheck.toml`, or a `pyproject.toml` with a table `[tool.kzcheck]`.
    """
    here, top = folder(path).resolve(), territory(path)
    for parent in (here, *here.parents):
        for file in (parent / FILE, parent / PYPROJECT):
            if _is_there(file) and (file.name == FILE or _TABLE.search(_text(file, file.name, parent))):
                return file
        if parent == top:
            return None
    return None


def _named(config: Path, within: Path | None) -> SettingsFile:
    """Return the file that `--config` names."""
    if not _is_there(config):
        raise UsageError(f"--config {config}: there is no such file")
    return SettingsFile(_text(config, str(config), within), str(config), _tables(config))


def _tables(file: Path) -> tuple[str, ...]:
    """Return the tables of a settings file that hold the settings."""
    return ("tool", "kzcheck") if file.name == PYPROJECT else ()


def _is_there(file: Path) -> bool:
    try:
        file.lstat()
    except (OSError, ValueError):  # missing or inaccessible
        return False
    return True


def user_file() -> Path:
    """Return the path of the user's settings for all articles."""
    return platformdirs.user_config_path("kzcheck", appauthor=False) / FILE


def checked(settings: Settings, layers: Sequence[Layer] = ()) -> Settings:
    """Return the settings if they can be used for requests; `layers`, from which they were made, give the places of problems.

    Raises:
        UsageError: one line for each unusable setting; keys are never shown.
    """
    if settings.contact and not ADDRESS.fullmatch(settings.contact):
        shown = " ".join(settings.contact.split())
        raise UsageError(f'the contact "{shown}" is not an e-mail address, such as editor@example.org')
    if wrong := [f"{place(layers, keys)}: {fault}" for keys, fault in _wrong(settings)]:
        raise UsageError("\n".join(wrong))
    return settings


def _text(file: Path, name: str, within: Path | None = None) -> str:
    """Return the text of a settings file, or "" if it is missing; `within` is as in `files.content`."""
    if not _is_there(file):
        return ""
    try:
        return files.decode(files.content(file, name, within=within), name)
    except UnreadableError as error:
        raise UsageError(str(error)) from None


def _is_web(url: str) -> bool:
    try:
        return WEB.match(url) is not None and urlsplit(url).port != 0
    except ValueError:  # an unclosed bracket, or a port out of range
        return False


def _wrong(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the keys of each setting that cannot be used for requests, with the problem."""
    for name, service in settings.services.items():
        if not KEY.fullmatch(service.key):
            yield ("services", name, "key"), "contains a character that no key can have; copy it again"
        if service.url and not _is_web(service.url):
            yield ("services", name, "url"), NO_URL
        elif service.url and name == HOUSE and not urlsplit(service.url).path.strip("/"):
            yield (
                ("services", name, "url"),
                "names no index; write its name after the address: https://search.example.org:9200/works",
            )
        elif service.key and service.url and not keeps_secrets(service.url):
            yield ("services", name, "url"), "a key is sent over https only; change the address, or remove the key"
    if settings.retractions.url and not _is_web(settings.retractions.url):
        yield ("retractions", "url"), NO_URL
    if settings.network.ca_bundle and not os.access(settings.network.ca_bundle, os.R_OK):
        yield ("network", "ca-bundle"), "there is no such file that can be read"
