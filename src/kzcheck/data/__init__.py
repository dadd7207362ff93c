"""What languages and the trade know, as files: one a language (`languages/`), one a subject. `about` says in each what it holds.

Facts alone stand there, one fact in one file. What is made of them, as a pattern or a folded set, is made where it is used.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kzcheck.data.language import Language

Subject = TypeVar("Subject")
FOLDER = Path(__file__).parent


def read(name: str, shape: type[Subject]) -> Subject:
    """Return what the file of a subject holds, in its shape; it is read once."""
    subject: Subject = _decoded(name, shape)  # type: ignore[arg-type]  # a type is hashable
    return subject


@cache
def _decoded(name: str, shape: type[Any]) -> Any:  # noqa: ANN401
    return msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=shape)


@cache
def languages() -> dict[str, Language]:
    """Return what is known of each language, by its code (BCP 47), in the order of the codes."""
    decoder = msgspec.json.Decoder(Language)
    return {path.stem: decoder.decode(path.read_bytes()) for path in sorted((FOLDER / "languages").iterdir())}


@cache
def words(field: str) -> frozenset[str]:
    """Return the words of all languages that stand in a field of `Language`: "months", "credits.roles"."""
    of = attrgetter(field)
    return frozenset(word for language in languages().values() for word in of(language))
