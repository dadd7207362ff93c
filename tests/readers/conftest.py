"""Shared fixtures: articles from the text of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.errors import UnreadableError
from kzcheck.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kzcheck.article import Article

    Reading = Callable[..., Article]
    Refusing = Callable[..., tuple[str, ...]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write `references`, and `claims` if given, to a folder and read it; `name` makes it a single list."""

    def article(references: str | bytes = "references: []\n", claims: str | None = None, name: str = "") -> Article:
        (tmp_path / (name or "references.yaml")).write_bytes(references if isinstance(references, bytes) else references.encode())
        if claims is not None:
            (tmp_path / "claims.yaml").write_text(claims, "utf-8", newline="")
        return read(tmp_path / name)

    return article


@pytest.fixture
def refusing(reading: Reading) -> Refusing:
    """Do the same for an unreadable article, and return the problems."""

    def problems(*args: str | bytes, **kwargs: str) -> tuple[str, ...]:
        with pytest.raises(UnreadableError) as caught:
            reading(*args, **kwargs)
        assert all(problem.isprintable() for problem in caught.value.problems)
        return caught.value.problems

    return problems
