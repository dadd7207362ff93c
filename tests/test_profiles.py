"""Venues' profiles: severities below those that a person sets."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck import pipeline, rules
from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.errors import UsageError
from kzcheck.evidence import Absent, Asked, Evidence, Found, Record, Resolution, digest
from kzcheck.finding import Severity
from kzcheck.formats import Format, render
from kzcheck.layers import SettingsFile, load
from kzcheck.pipeline import AuditRequest
from kzcheck.settings import PROFILES, Settings, SeverityName

if TYPE_CHECKING:
    from kzcheck.finding import Report

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OKAFOR, LINDQVIST, TANAKA = Name("Okafor", "Nneka"), Name("Lindqvist", "Per"), Name("Tanaka", "Hiro")
RIVERS = Item(
    "1",
    type="article-journal",
    author=(OKAFOR, LINDQVIST),
    title="Tidal memory in braided rivers of the northern plain",
    container_title="Journal of Invented Hydrology",
    issued=Date((2019,)),
    volume="14",
    page="201-219",
    doi="10.5555/tides.14",
)
ORCHID = Item(
    "10.5555/orchid.5",
    type="article-journal",
    author=(Name("Iyer", "Vikram"),),
    title="Enzyme kinetics of the glass orchid at low light",
    container_title="Fictional Botany Letters",
    issued=Date((2007,)),
    doi="10.5555/orchid.5",
)
UNKNOWN = tuple(Asked(service, "title", "…", Absent()) for service in ("crossref", "openalex"))


def found(item: Item, by: str = "DOI") -> Asked:
    record = Record("crossref", item.doi, replace(item, id=item.doi))
    return Asked("crossref", by, item.doi if by == "DOI" else "…", Found((record,)))  # type: ignore[arg-type]


def audited(
    item: Item, *asked: Asked, profile: str | None = "neurips2026", severity: dict[str, SeverityName] | None = None
) -> Report:
    """Return the report on one entry about which services gave these answers."""
    article = Article((Reference(item, Location("references.yaml", 1, 1, 1, 5)),))
    evidence = Evidence(NOW, "test", items={"1": digest(item)}, resolutions={"1": Resolution(asked)})
    settings = Settings(profile=profile, severity=severity or {})
    request = AuditRequest(article=article, settings=settings, selected=("WORK", "ID301"), evidence=evidence)
    return pipeline.audit(request, NOW)


def severities(report: Report) -> dict[str, str]:
    return {finding.code: str(finding.severity) for finding in report.findings}


def test_an_unknown_work_is_an_error_where_the_venue_rejects_it():
    nowhere = replace(RIVERS, doi="")

    assert severities(audited(nowhere, *UNKNOWN, profile=None)) == {"WORK401": "warning"}
    assert severities(audited(nowhere, *UNKNOWN)) == {"WORK401": "error"}
    assert severities(audited(nowhere, *UNKNOWN, profile="acl2026")) == {"WORK401": "error"}


def test_an_unknown_work_stays_a_note_where_services_are_known_to_be_incomplete():
    book = replace(RIVERS, doi="", type="book", container_title="", publisher="Beispiel Verlag", language="de")
    asked = tuple(Asked(service, "title", "…", Absent()) for service in ("dnb", "k10plus", "open-library", "crossref"))

    assert severities(audited(book, *asked)) == {"WORK401": "note"}


def test_one_wrong_author_is_a_warning_and_most_of_them_are_an_error():
    one = replace(RIVERS, author=(OKAFOR, TANAKA))
    all_but_one = replace(RIVERS, author=(OKAFOR, TANAKA, Name("Bergström", "Ulla")))

    assert severities(audited(one, found(RIVERS))) == {"WORK412": "warning"}
    assert severities(audited(all_but_one, found(RIVERS))) == {"WORK412": "error"}
    assert severities(audited(all_but_one, found(RIVERS), profile="acl2026")) == {"WORK412": "warning"}


@pytest.mark.parametrize("unregistered", [True, False])
def test_a_wrong_identifier_is_a_warning_only_if_the_work_itself_was_found(*, unregistered: bool):
    doi = "10.5555/tides.41" if unregistered else ORCHID.doi
    lookup = (
        (Asked("crossref", "DOI", doi, Absent()), Asked("doi", "agency", doi, Absent()), Asked("doi", "handle", doi, Absent()))
        if unregistered
        else (found(ORCHID),)
    )
    code = "WORK402" if unregistered else "WORK403"
    wrong = replace(RIVERS, doi=doi)

    assert severities(audited(wrong, *lookup, found(RIVERS, "reference")))[code] == "warning"
    assert severities(audited(wrong, *lookup))[code] == "error"


def test_another_venue_and_another_word_in_the_title_are_warnings():
    listed = replace(RIVERS, container_title="Annals of Fictional Bridges", title=RIVERS.title.replace("northern", "southern"))

    assert severities(audited(listed, found(RIVERS))) == {"WORK411": "warning", "WORK414": "warning"}


@pytest.mark.parametrize("code", ["WORK401", "unknown-work", "WORK", "ALL"])
def test_a_person_s_own_severity_comes_before_the_profile_s(code: str):
    assert severities(audited(replace(RIVERS, doi=""), *UNKNOWN, severity={code: "note"})) == {"WORK401": "note"}


def test_what_the_profile_does_not_name_keeps_its_severity():
    listed = replace(RIVERS, issued=Date((2011,)))

    assert severities(audited(listed, found(RIVERS))) == severities(audited(listed, found(RIVERS), profile=None))


def test_reports_name_the_profile():
    report = audited(RIVERS, found(RIVERS))

    for form in (Format.TERMINAL, Format.HTML):
        assert "everities follow the profile neurips2026" in render(report, form)
    assert json.loads(render(report, Format.JSON))["summary"]["profile"] == "neurips2026"


def test_reports_without_a_profile_name_none():
    report = audited(RIVERS, found(RIVERS), profile=None)

    for form in (Format.TERMINAL, Format.HTML):
        assert "profile" not in render(report, form)
    assert json.loads(render(report, Format.JSON))["summary"]["profile"] is None


@pytest.mark.parametrize("name", ["neurips206", "NeurIPS2026"])
def test_an_unknown_profile_gets_the_nearest_one(name: str):
    with pytest.raises(UsageError, match=r'^kzcheck.toml:1: profile: expected one of .*; did you mean "neurips2026"\?$'):
        load(SettingsFile(f'profile = "{name}"'), {})


def test_a_profile_can_be_set_in_the_article_s_file_and_in_the_environment():
    assert load(SettingsFile('profile = "neurips2026"'), {}).settings.profile == "neurips2026"
    assert load(SettingsFile('profile = "neurips2026"'), {"KZCHECK_PROFILE": "acl2026"}).settings.profile == "acl2026"


def test_profiles_name_existing_rules_and_mark_doubt_only_where_a_rule_does():
    """A severity that no finding can have would be a promise that nobody keeps."""
    marking = {"WORK402", "WORK403", "WORK412"}
    for name, profile in PROFILES.items():
        assert set(profile.severity) | set(profile.in_doubt) <= set(rules.BY_CODE), name
        assert set(profile.in_doubt) <= marking, name
        assert {Severity[word.upper()] for word in profile.severity.values()} <= {Severity.ERROR, Severity.WARNING}, name


def test_each_profile_is_in_the_manual_with_its_source():
    manual = (Path(__file__).parents[1] / "docs" / "settings.md").read_text("utf-8")

    for name, profile in PROFILES.items():
        assert f"| `{name}` |" in manual
        assert "2026" in profile.about
