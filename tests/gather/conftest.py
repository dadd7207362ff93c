"""Shared fixtures: an in-process audit of invented items, against the services of the lab."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kzcheck import layers, pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.gather.steps import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kzcheck.csl import Item
    from kzcheck.finding import Report

    Audit = Callable[..., Report]

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)
CODES = ("WORK", "ID306")
SILENT = Watch()


def listed(*items: Item) -> Article:
    """Return an article that cites only these items."""
    return Article(references=tuple(Reference(item, HERE) for item in items), sources={HERE.file: "- x"})


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Audit:
    """Audit items or an article in process, at the services in the environment and without a cache."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))

    def run(
        environment: Mapping[str, str], *works: Item | Article, now: datetime = NOW, watch: Watch = SILENT, **more: object
    ) -> Report:
        chosen = layers.load(layers.SettingsFile(), {"KZCHECK_NETWORK_CACHE": "false", **environment}).settings
        article = works[0] if isinstance(works[0], Article) else listed(*works)  # type: ignore[arg-type]
        request = pipeline.AuditRequest(article=article, settings=chosen, **{"selected": CODES, **more})  # type: ignore[arg-type]
        return pipeline.audit(request, now, watch)

    return run
