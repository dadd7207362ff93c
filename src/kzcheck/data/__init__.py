"""Facts about languages and publishing as files; `about` describes each.

There is one for each subject, each language (`languages/`) and each venue's policy (`profiles/`).

The files hold facts only, each in one file. Patterns and folded sets are built from them where they are used.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kzcheck.data.language import Language
from kzcheck.data.profile import Profile

Subject = TypeVar("Subject")
FOLDER = Path(__file__).parent


def read(name: str, shape: type[Subject]) -> Subject:
    """Return the content of a subject's file in its shape; each file is read once."""
    subject: Subject = _decoded(name, shape)  # type: ignore[arg-type]  # a type is hashable
    return subject


@cache
def _decoded(name: str, shape: type[Any]) -> Any:  # noqa: ANN401
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=shape)


@cache
def languages() -> dict[str, Language]:
    """Return all languages by their code (BCP 47), in the order of the codes."""
    decoder = msgspec.json.Decoder(Language)
    return {path.stem: decoder.decode(path.read_bytes()) for path in sorted((FOLDER / "languages").iterdir())}


@cache
def profiles() -> dict[str, Profile]:
    """Return all venues' profiles by their names, in order."""
    decoder = msgspec.json.Decoder(Profile)
    return {path.stem: decoder.decode(path.read_bytes()) for path in sorted((FOLDER / "profiles").iterdir())}


@cache
def parsing_model() -> bytes:
    """Return the model that labels the words of printed references; `training/` makes it.

    It is kept: what reads it in memory does not copy it.
    """
    return (FOLDER / "parsing" / "model.crfsuite").read_bytes()


@cache
def words(field: str) -> frozenset[str]:
    """Return the words of all languages in a field of `Language`: "months", "credits.roles"."""
    of = attrgetter(field)
    return frozenset(word for language in languages().values() for word in of(language))
