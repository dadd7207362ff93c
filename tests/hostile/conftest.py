"""Shared fixtures for attacks: an author's hostile folder, a canary server that must not be contacted, keys that must not leak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.server import Answer, Lab

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "canary-5555"  # noqa: S105 - it opens nothing
"""A key of the user's."""
ADDRESS = "user@example.org"


@pytest.fixture
def canary() -> Iterator[Lab]:
    """An author's own server: anything it receives was sent to the wrong place."""
    with Lab(lambda _: Answer(200, {"content-type": "application/json"}, b'{"status":"ok","message":{"items":[]}}')) as lab:
        yield lab


@pytest.fixture
def keys() -> dict[str, str]:
    """An environment with every key that a user can have, and a contact address."""
    names = ("CROSSREF", "OPENALEX", "SEMANTIC_SCHOLAR", "PUBMED", "DATACITE")
    return {"KZCHECK_CONTACT": ADDRESS, **{f"KZCHECK_SERVICES_{name}_KEY": SECRET for name in names}}


@pytest.fixture
def paper(folder: Path) -> Path:
    """An author's folder, with a DOI and a link to look up."""
    text = (folder / "references.yaml").read_text("utf-8")
    (folder / "references.yaml").write_text(text.replace("  volume: 4", "  volume: 4\n  DOI: 10.5555/rivers"), "utf-8")
    return folder
