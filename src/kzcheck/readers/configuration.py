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
from kzcheck.layers import place
from kzcheck.readers import files
from kzcheck.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.layers import Configuration, Layer
    from kzcheck.settings import Settings

ADDRESS = re.compile(r"[^\s@<>,;\"'()]+@[^\s@<>,;\"'()]+")
KEY = re.compile(r"[!-~]*")
"""Characters allowed in a header."""
WEB = re.compile(r"https?://[^\s/]+\S*\Z", re.IGNORECASE)
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


def load(path: Path | None, environment: Mapping[str, str], *, trusted: bool = False) -> Configuration:
    """Return the settings for the article at `path`: the user's, those allowed in its own `kzcheck.toml`, and the environment's.

    Without an article (None), only the user's and the environment's apply. With `trusted`, the article's file may set everything.
    A user's settings file that came with the article is used only then.

    Raises:
        UsageError: the settings are invalid or unusable for requests; one line for each problem, with its place.
    """
    own, warnings = user_file(), []
    user = _text(own, str(own))
    if user and path and not trusted and files.is_in(own, territory(path)):
        warnings.append(f"{own} was ignored: it is in the article's folder or repository; --trust-settings uses it")
        user = ""
    article = _text(folder(path) / FILE, FILE, None if trusted else folder(path)) if path else ""
    loaded = layers.load(article, environment, user=user, user_name=str(own), trusted=trusted)
    return loaded._replace(settings=checked(loaded.settings, loaded.layers), warnings=(*warnings, *loaded.warnings))


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
    try:
        file.lstat()
    except (OSError, ValueError):  # missing or inaccessible
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
        elif service.key and service.url and not keeps_secrets(service.url):
            yield ("services", name, "url"), "a key is sent over https only; change the address, or remove the key"
    if settings.retractions.url and not _is_web(settings.retractions.url):
        yield ("retractions", "url"), NO_URL
    if settings.network.ca_bundle and not os.access(settings.network.ca_bundle, os.R_OK):
        yield ("network", "ca-bundle"), "there is no such file that can be read"
