"""The table of sources is consistent, and no other names are accepted anywhere."""

from __future__ import annotations

from typing import get_args

import pytest

from kzcheck import layers
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import load
from kzcheck.services import SERVICES
from kzcheck.sources import SOURCES, By, WorkKind, asked_by, holders


def test_each_service_has_its_source_s_name_and_accepts_its_identifiers():
    for name, service in SERVICES.items():
        identifiers = {"DOI" if by == "arXiv" else by for by in SOURCES[name].identifiers}

        assert service.name == name
        assert identifiers <= service.batch.keys()


def test_no_two_sources_share_an_address():
    for by in get_args(By):
        assert len({source.identifiers[by] for source in asked_by(by)}) == len(asked_by(by))
    for kind in get_args(WorkKind):
        assert len({source.holdings[kind].place for source in holders(kind)}) == len(holders(kind))


@pytest.mark.parametrize("name", ["corssref", "retraction-watch"])
def test_settings_for_a_source_that_is_not_a_service_are_refused_in_one_line(name: str):
    with pytest.raises(UsageError, match=f'^kzcheck.toml:1: unknown name "{name}"[^\n]*$'):
        layers.load(layers.SettingsFile(f"[services.{name}]\n"), {})


def test_evidence_from_an_unknown_source_is_refused_in_one_line():
    text = b'{"version": 3, "gathered": "2026-05-01T00:00:00Z", "kzcheck": "1", "silent": {"corssref": {"code": "offline"}}}'

    with pytest.raises(UnreadableError, match=r"^evidence.json: [^\n]*'corssref'[^\n]*$"):
        load(text, "evidence.json")
