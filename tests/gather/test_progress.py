"""Progress reports during gathering, in process, against a loopback web."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args

import pytest

from kzcheck import layers, pipeline
from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Item
from kzcheck.gather.steps import Pause, Unanswered, Watch
from kzcheck.sources import ServiceName
from lab import Answer, Call, Lab
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from kzcheck.gather.steps import Waiting

    Heard = list[tuple[str, int, int, Waiting | None]]

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)
SILENT = {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_ENABLED": "false" for name in get_args(ServiceName)}
HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.fixture
def events(monkeypatch, tmp_path) -> Heard:
    """All that the watch of `audited` hears."""
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path / "cache"))
    return []


def audited(items: list[Item], events: Heard, text: str, environment: dict[str, str], *codes: str) -> None:
    article = Article(references=tuple(Reference(item, HERE) for item in items), sources={HERE.file: "- x"})

    def hear(activity: str, done: int, of: int, waiting: Waiting | None = None, /) -> None:
        events.append((activity, done, of, waiting))

    chosen = layers.load(layers.SettingsFile(), environment, user=layers.SettingsFile(text, "mine.toml")).settings
    pipeline.audit(pipeline.AuditRequest(article=article, settings=chosen, selected=codes), NOW, Watch(hear))


def test_progress_counts_references_and_names_services_without_an_answer(events: Heard):
    works = list(articles(3))
    with Services(works) as services:
        audited(works, events, "", services.environment, "WORK")

    about_works = [event for event in events if event[0] == "asking about works"]
    assert about_works[0] == ("asking about works", 0, 3, Unanswered("Crossref", 1))
    assert about_works[-1][:3] == ("asking about works", 3, 3)
    assert [event[1] for event in about_works] == sorted(event[1] for event in about_works)
    last = {waiting.name: waiting.open for *_, waiting in about_works if isinstance(waiting, Unanswered)}
    assert set(last.values()) == {0}


def test_requested_pauses_and_second_visits_are_reported(events: Heard):
    paths: list[str] = []

    def answer(call: Call) -> Answer:
        paths.append(call.path)
        busy = call.path == "/busy" and paths.count("/busy") == 1
        return Answer(429, {"Retry-After": "0.2"}) if busy else Answer(404, HTML, b"<title>Not found</title>")

    with Lab(answer) as lab:
        urls = f"{lab.url}/busy", f"{lab.url}/gone", "http://["
        items = [Item(id=str(number), type="webpage", title="An invented page", url=url) for number, url in enumerate(urls)]
        text = f'[links]\nallow-private = ["{lab.servers[0]}"]\nsecond-look = 0.1\ninterval = 0\n[network]\ncache = false\n'
        audited(items, events, text, SILENT, "LINK")

    pauses = [(activity, waiting) for activity, _, _, waiting in events if isinstance(waiting, Pause)]
    assert pauses[0] == ("looking at links", Pause(lab.servers[0], 0.2, "it asks for a pause"))
    assert [(activity, waiting.name) for activity, waiting in pauses[1:]] == [("looking again", "a second look")]
    first, second = ([event[1:3] for event in events if event[0] == activity] for activity in ("looking at links", "looking again"))
    assert (first[0], first[-1]) == ((0, 3), (3, 3))
    assert (second[0], second[-1]) == ((0, 2), (2, 2))
