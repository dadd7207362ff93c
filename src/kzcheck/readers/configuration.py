"""What lies around an article: its folder, the text of its `kzcheck.toml`, and whether requests can be made with those settings."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import files
from kzcheck.settings import ENVIRONMENT, FILE, line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kzcheck.settings import Settings

ADDRESS = re.compile(r"[^\s@<>,;\"'()]+@[^\s@<>,;\"'()]+")
KEY = re.compile(r"[!-~]*")
"""What a header can carry."""
WEB = re.compile(r"https?://[^\s/]+\S*\Z", re.IGNORECASE)
NO_URL = "expected a web address, as https://api.example.org"


def folder(path: Path) -> Path:
    """Return the folder of the article at `path`, whether that is a folder or a list."""
    try:
        return path if path.is_dir() else path.parent
    except OSError:  # nothing can be read there, and whoever reads the article says why
        return path.parent


def text(path: Path) -> str:
    """Return the text of the `kzcheck.toml` beside the article at `path`, "" where there is none.

    Raises:
        UsageError: it is there and cannot be read.
    """
    try:
        file = folder(path) / FILE
        file.lstat()
    except (OSError, ValueError):  # there is none, or nothing can be read there
        return ""
    try:
        return files.decode(files.content(file, FILE), FILE)
    except UnreadableError as error:
        raise UsageError(str(error)) from None


def checked(settings: Settings, content: str) -> Settings:
    """Return settings with which requests can be made; `content` is the text of `kzcheck.toml`, for its lines.

    Raises:
        UsageError: one line for each thing that no request can be made with; no key is ever named.
    """
    if settings.contact and not ADDRESS.fullmatch(settings.contact):
        raise UsageError(f'the contact "{settings.contact}" is no address of e-mail, as editor@example.org')
    if wrong := [f"{_place(content, keys)}: {what}" for keys, what in _wrong(settings)]:
        raise UsageError("\n".join(wrong))
    return settings


def _wrong(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what no request can be made with: the setting's keys, and what is wrong with it."""
    for name, service in settings.services.items():
        if not KEY.fullmatch(service.key):
            yield ("services", name, "key"), "holds a character that no key can have; copy it anew"
        if service.url and not WEB.match(service.url):
            yield ("services", name, "url"), NO_URL
    if settings.retractions.url and not WEB.match(settings.retractions.url):
        yield ("retractions", "url"), NO_URL
    if settings.network.ca_bundle and not os.access(settings.network.ca_bundle, os.R_OK):
        yield ("network", "ca-bundle"), "there is no such file that can be read"


def _place(content: str, keys: tuple[str, ...]) -> str:
    """Return where a setting stands: the variable of the environment, which counts before the file, or the line in the file."""
    variable = ENVIRONMENT + "_".join(keys).upper().replace("-", "_")
    return variable if variable in os.environ else f"{FILE}:{line(content, keys)}: {'.'.join(keys)}"
