"""The options that several commands share: how the network is asked, and evidence in place of it."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from kzcheck.locale import LANGUAGES

if TYPE_CHECKING:
    from kzcheck.settings import Settings

if TYPE_CHECKING:
    LanguageName = str
else:
    LanguageName = StrEnum("LanguageName", [(language, language) for language in LANGUAGES])

Article = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="A manuscript, its list of references, both, or their folder (.); or - for a list on standard input.",
    ),
]


def codes(incomplete: str) -> list[tuple[str, str]]:
    """Return the rules whose codes or names begin so, each with its name, for the shell to complete."""
    from kzcheck.rules import NAMES

    begin = incomplete.casefold()
    return [(code, name) for code, name in NAMES.items() if code.casefold().startswith(begin) or name.startswith(begin)]


PLAIN = re.compile(r"\w[\w.:+/@-]*")
"""An id that a shell may be offered: zsh runs what it is given as code, and the list may be somebody else's."""


def claims(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of claims that begin so, for the shell to complete."""
    return _ids(ctx, incomplete, "claims")


def references(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of references that begin so, for the shell to complete."""
    return _ids(ctx, incomplete, "references")


def _ids(ctx: typer.Context, incomplete: str, kind: Literal["claims", "references"]) -> list[str]:
    """Return the ids in the article at `--path` that begin so; none if it cannot be read."""
    from kzcheck.readers import read

    try:
        article = read(ctx.params.get("path") or Path())
    except Exception:  # noqa: BLE001 - an error in the middle of a line that somebody types would help nobody
        return []
    ids = dict.fromkeys(subject.id for subject in getattr(article, kind))
    return [name for name in ids if name.startswith(incomplete) and PLAIN.fullmatch(name)]


Select = Annotated[
    list[str] | None,
    typer.Option(help="Only these rules: codes, prefixes or names.", metavar="CODES", autocompletion=codes),
]
Ignored = Annotated[list[str] | None, typer.Option("--ignore", help="Skip these rules.", metavar="CODES", autocompletion=codes)]
Offline = Annotated[bool, typer.Option("--offline", help="Make no network requests.")]
Evidence = Annotated[
    Path | None,
    typer.Option("--evidence", help="Use this saved evidence instead of sending requests.", metavar="FILE", readable=False),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        help="Time limit for all requests and the reading of texts together, in seconds (600).",
        metavar="SECONDS",
        min=0.1,
        max=86_400,
    ),
]
Mailto = Annotated[
    str | None,
    typer.Option("--mailto", help="Your e-mail address; services answer faster if you give one.", metavar="ADDRESS"),
]
AllowPrivate = Annotated[
    list[str] | None,
    typer.Option("--allow-private", help="Allow links to this internal host or network.", metavar="NAME|CIDR[:PORT]"),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor fill the cache.")]
Language = Annotated[
    LanguageName | None,
    typer.Option("--language", help=f"Language of reports for people: {', '.join(LANGUAGES)}.", metavar="LANGUAGE"),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", help="Settings file to use instead of the article's.", metavar="FILE", readable=False),
]
TrustSettings = Annotated[
    bool,
    typer.Option("--trust-settings", help="Trust the article's kzcheck.toml as your own settings."),
]


class Asking(NamedTuple):
    """How the command line wants services to be asked; what is None is as the settings say.

    `trust_settings` says that the article's folder is the user's own.
    """

    offline: bool = False
    timeout: float | None = None
    mailto: str | None = None
    no_cache: bool = False
    allow_private: tuple[str, ...] = ()
    trust_settings: bool = False
    language: str | None = None
    config: Path | None = None

    def over(self, settings: Settings) -> Settings:
        """Return the settings with what the command line says in their place."""
        from msgspec.structs import replace

        network = settings.network
        if self.timeout is not None:
            network = replace(network, timeout=self.timeout)
        if self.no_cache:
            network = replace(network, cache=False)
        links = settings.links
        if self.allow_private:
            links = replace(links, allow_private=(*links.allow_private, *self.allow_private))
        contact = settings.contact if self.mailto is None else self.mailto
        language = self.language or settings.language
        return replace(settings, contact=contact, language=language, links=links, network=network)
