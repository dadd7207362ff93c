"""Whatever a service answers, each question ends in Found, Absent or Failed, in time, and Absent means true absence.

All requests go to a real loopback server, through the session, the guard and the limits; only the patience is shorter.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from dataclasses import replace as with_changes
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found
from kzcheck.gather import endpoints
from kzcheck.services import SERVICES
from kzcheck.services.service import every
from kzcheck.settings import NetworkSettings, ServiceSettings, Settings
from kzcheck.sources import SEARCHES
from kzcheck.web.limits import Patience
from kzcheck.web.messages import NoReply, Reply, Request
from kzcheck.web.session import Session
from kzcheck.web.transport import Transport
from lab import (
    Answer,
    Call,
    Lab,
    play_crossref,
    play_datacite,
    play_dblp,
    play_doi,
    play_handle,
    play_open_library,
    play_openalex,
    play_pubmed,
    play_semantic_scholar,
    play_sru,
)
from lab.services import Services
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck import evidence
    from kzcheck.services.service import Ask
    from kzcheck.sources import By, SourceName

    Handler = Callable[[Call], Answer]

MAKER = (Name(family="Öztürk", given="Can"),)
RIVERS = "Rivers that never were, and their maps"
ARTICLE = Item("1", "article-journal", RIVERS, MAKER, issued=Date((2010,)), doi="10.5555/rivers", pmid="12345")
BOOK = Item("2", "book", "Grammatik der erfundenen Dinge", MAKER, issued=Date((2001,)), isbn="9783161484100")
DATA = Item("3", "dataset", "Measured rivers of nowhere", MAKER, issued=Date((2019,)), doi="10.5555/data")
WORKS = (ARTICLE, BOOK, DATA)
VALUES: dict[By, tuple[str, ...]] = {
    "DOI": (ARTICLE.doi, DATA.doi),
    "agency": (ARTICLE.doi, DATA.doi),
    "handle": (ARTICLE.doi,),
    "ISBN": (BOOK.isbn,),
    "PMID": ("12345", "99000009"),
    "PMCID": ("PMC12345",),
    "arXiv": ("2101.00001",),
}
"""The identifiers requested, by kind: up to two per request."""

PLAYS: dict[SourceName, Handler] = {
    "crossref": partial(play_crossref.answer, WORKS),
    "doi": partial(play_doi.answer, WORKS),
    "handle": partial(play_handle.answer, WORKS),
    "datacite": partial(play_datacite.answer, WORKS),
    "pubmed": partial(play_pubmed.answer, WORKS),
    "openalex": partial(play_openalex.answer, WORKS),
    "semantic-scholar": partial(play_semantic_scholar.answer, WORKS),
    "dblp": partial(play_dblp.answer, WORKS),
    "open-library": partial(play_open_library.answer, WORKS),
    "k10plus": partial(play_sru.answer, WORKS),
    "dnb": partial(play_sru.answer, WORKS),
}
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LARGEST = 1 << 20
CALM = Patience(backoff=1e-6, tries=2, failures=1000)
QUICK = replace(CALM, first_timeout=0.4, timeout=0.4)
"""Patience for answers that take longer than any wait."""


class Answered(NamedTuple):
    """One value requested from a service, and its outcome."""

    service: SourceName
    ask: Ask
    answer: evidence.Answer

    def __repr__(self) -> str:
        return f"{self.service} by {self.ask.by} {self.ask.path[:40]}: {self.answer}"


def asks() -> Iterator[tuple[SourceName, Ask]]:
    """Yield every kind of request to each service."""
    for name, service in SERVICES.items():
        for by, size in service.batch.items():
            yield name, service.lookup(by, VALUES[by][:1])
            if size > 1:
                yield name, service.lookup(by, VALUES[by])
        for item in WORKS:
            yield from ((name, ask) for ask in service.search(item))


def ask_all(handler: Handler, patience: Patience = CALM) -> tuple[list[Answered], Lab]:
    """Send every kind of request to all services, which give this answer."""
    answered: list[Answered] = []

    def take(name: SourceName, ask: Ask, reply: Reply | NoReply) -> None:
        answers = every(ask, Failed(reply.reason)) if isinstance(reply, NoReply) else SERVICES[name].read(ask, reply)
        answered.extend(Answered(name, ask, answers[value]) for value in ask.values)

    with Lab(handler) as lab:
        services = {name: ServiceSettings(url=f"{lab.url}/{name}", key="SECRET") for name in SERVICES}
        hosts = tuple(endpoints.endpoints(Settings(services=services)))
        transport = Transport(hosts, agent="kzcheck", network=NetworkSettings(), largest=LARGEST)
        session = Session(hosts, transport.send, patience=patience)
        for name, ask in asks():
            session.submit(Request(name, ask.path, ask.route, ask.accept), partial(take, name, ask))
        session.run()
        transport.close()
    assert len(answered) >= 30
    return answered, lab


def reasons(answered: list[Answered]) -> set[str]:
    """Return the reasons of all failures."""
    assert [outcome for outcome in answered if not isinstance(outcome.answer, Failed)] == []
    return {str(outcome.answer.reason) for outcome in answered if isinstance(outcome.answer, Failed)}


def of_type(body: bytes, kind: str = "application/json", **more: str) -> Answer:
    return Answer(200, {"Content-Type": kind, **more}, body)


AFTER_A_NAME = "answered |did not |broke off |closed |leads to |could not |failed |redirects |has |sent |does not "
"""Reasons that follow a service's name in a sentence: "Crossref did not answer within 8 seconds"."""

PAGE = b"<!DOCTYPE html><html><body>Are you human?</body></html>"
TROUBLES: dict[str, tuple[Answer, str]] = {
    "a page for bots": (of_type(PAGE, "text/html"), "web page|readable record"),
    "a page for bots that calls itself JSON": (of_type(PAGE), "web page"),
    "nothing": (of_type(b""), "nothing|broken or cut short"),
    "JSON that is cut short": (of_type(b'{"message": {"DOI": "10.5555/riv'), "cut short"),
    "XML that is cut short": (of_type(b"<searchRetrieveResponse><numberOfRec", "text/xml"), "cut short|not JSON"),
    "less than was promised": (Answer(200, {}, b'{"a": 1}', length=5000, cut=200), "broke off"),
    "a reset": (Answer(200, {}, b'{"a": 1}', cut=20, reset=True), "closed the connection|broke off"),
    "too much": (of_type(b"[" + b" " * (2 * LARGEST) + b"]"), "more than 1 MiB"),
    "a bomb": (of_type(gzip.compress(b" " * (40 << 20)), **{"Content-Encoding": "gzip"}), "expands more than 200 times"),
    "a damaged gzip": (of_type(b"nope" * 9, **{"Content-Encoding": "gzip"}), "damaged"),
    "an encoding nobody asked for": (of_type(b"nope", **{"Content-Encoding": "br"}), "not requested"),
    "not HTTP": (Answer(raw=b"hello\r\n\r\n"), "not HTTP"),
    "a closed door": (Answer(cut=0), "closed the connection"),
    "a drip": (Answer(200, {}, b'{"a": 1}' * 50, drip=(1, 0.05)), r"in 0\.4 seconds"),
    "silence": (Answer(200, {}, b"{}", delay=2), r"in 0\.4 seconds"),
    "another charset": (of_type('{"title": "Ö"}'.encode("latin-1")), "cut short|not JSON"),
    "UTF-16": (of_type('{"title": "Ö"}'.encode("utf-16")), "unexpected|DOI|registered|cut short|another kind"),
    "a byte order mark": (of_type(b"\xef\xbb\xbf{}"), "unexpected|DOI|registered|cut short"),
    "depth": (of_type(b"[" * 100_000 + b"]" * 100_000), "cut short"),
    "depth that parses": (of_type(b'{"message":' * 400 + b"1" + b"}" * 400), "unexpected|DOI|registered|cut short"),
    "a number": (of_type(b"1"), "unexpected|DOI|registered|cut short"),
    "no number": (of_type(b"NaN"), "unexpected|DOI|registered|cut short"),
    "null": (of_type(b"null"), "unexpected|DOI|registered|cut short"),
    "an empty list": (of_type(b"[]"), "unexpected|DOI|registered|cut short"),
    "an empty mapping": (of_type(b"{}"), "unexpected|DOI|registered|cut short"),
    "lists that are null": (
        of_type(b'{"message":{"items":null},"results":null,"data":null,"docs":null}'),
        "unexpected|DOI|registered|cut short",
    ),
    "lists of null": (
        of_type(b'{"message":{"items":[null]},"results":[null],"data":[null],"docs":[null]}'),
        "unexpected|DOI|registered|unreadable|part|some of|cut short",
    ),
    "lists that miss what they count": (
        of_type(
            json.dumps(
                {"message": {"items": [], "total-results": 7}, "results": [], "data": [], "docs": []}
                | {"meta": {"count": 7, "total": 7}, "numFound": 7, "total": 7}
            ).encode()
        ),
        "part|some of|unexpected|DOI|registered|cut short",
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_invalid_answer_is_a_failure_at_every_service(trouble: str):
    answer, words = TROUBLES[trouble]
    started = time.monotonic()
    answered, _ = ask_all(lambda _: answer, QUICK if answer.delay or answer.drip else CALM)

    assert all(re.search(words, reason) for reason in reasons(answered)), reasons(answered)
    assert all(re.match(AFTER_A_NAME, reason) for reason in reasons(answered)), reasons(answered)
    assert time.monotonic() - started < 3


def test_works_without_titles_are_not_an_answer_to_a_search():
    works = {"message": {"items": [{"DOI": "10.5555/z"}], "total-results": 1}, "results": [{"id": "W1"}], "meta": {"count": 1}}
    works |= {"data": [{"paperId": "1", "attributes": {"doi": "10.5555/z"}}], "docs": [{"key": "/works/OL1W"}], "numFound": 1}
    answered, _ = ask_all(lambda _: of_type(json.dumps(works).encode()))

    assert "answered with works without titles" in reasons([outcome for outcome in answered if outcome.ask.by in SEARCHES])


STATUSES = (204, 301, 304, 400, 401, 402, 403, 405, 406, 414, 418, 429, 431, 451, 500, 501, 502, 503, 504, 520)


@pytest.mark.parametrize(
    ("status", "body"), [*((status, PAGE) for status in STATUSES), (204, b"{}"), (400, b"[]"), (403, b"{}"), (500, b"{}")]
)
def test_an_error_status_is_a_failure_at_every_service(status: int, body: bytes):
    answered, _ = ask_all(lambda _: Answer(status, {"Content-Type": "text/html" if body == PAGE else "application/json"}, body))

    assert all(len(reason) < 80 for reason in reasons(answered))


@pytest.mark.parametrize("status", [404, 410])
def test_not_found_means_absence_only_for_a_single_identifier(status: int):
    answered, _ = ask_all(lambda _: Answer(status, {"Content-Type": "text/html"}, PAGE))

    absent = {(outcome.service, outcome.ask.by) for outcome in answered if isinstance(outcome.answer, Absent)}
    assert absent == {
        ("crossref", "DOI"),
        ("datacite", "DOI"),
        ("openalex", "DOI"),
        *(("semantic-scholar", by) for by in ("DOI", "PMID", "arXiv", "title")),
    }
    assert all(len(outcome.ask.values) == 1 for outcome in answered if isinstance(outcome.answer, Absent))


def test_a_requested_pause_of_a_day_is_not_waited_for():
    started = time.monotonic()
    answered, lab = ask_all(lambda _: Answer(429, {"Retry-After": "86400"}))

    assert all(reason.startswith("asks for a pause") for reason in reasons(answered))
    assert time.monotonic() - started < 1
    assert len(lab.calls) < len(answered)


def test_a_short_pause_is_respected_before_the_answer():
    waited: set[str] = set()

    def handler(call: Call) -> Answer:
        name = call.path.split("/")[1].partition("?")[0]
        if name not in waited:
            waited.add(name)
            return Answer(429, {"Retry-After": "0.1"})
        return Answer(418)

    answered, _ = ask_all(handler)

    assert reasons(answered) == {"failed (HTTP 418)"}


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://127.0.0.9:{port}/record", "internal address"),
        ("//127.0.0.9:{port}/record", "internal address"),
        ("http://[::ffff:127.0.0.9]:{port}/", "internal address"),
        ("http://2130706441:{port}/", "internal address"),
        ("{path}", "in a circle"),
        ("file:///etc/passwd", "is not a web address"),
        ("ftp://127.0.0.9:{port}/", "is not a web address"),
    ],
)
def test_no_redirect_leads_to_an_internal_host(location: str, words: str):
    with Lab(lambda _: of_type(b"{}"), "127.0.0.9") as neighbour:
        port = neighbour.servers[0].partition(":")[2]
        answered, _ = ask_all(lambda call: Answer(302, {"Location": location.format(port=port, path=call.path)}))

        assert all(words in reason for reason in reasons(answered)), reasons(answered)
        assert neighbour.calls == []


LAUGHS = "<!DOCTYPE x [<!ENTITY a '{ha}'>{more}]>".format(
    ha="ha" * 10, more="".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
)
ENTITIES = {
    "a billion laughs": f"{LAUGHS}<searchRetrieveResponse><numberOfRecords>&i;</numberOfRecords></searchRetrieveResponse>",
    "an external entity": "<!DOCTYPE x [<!ENTITY e SYSTEM '{canary}'>]><searchRetrieveResponse>"
    "<numberOfRecords>&e;</numberOfRecords></searchRetrieveResponse>",
    "a file": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><searchRetrieveResponse>&e;</searchRetrieveResponse>",
    "a parameter": "<!DOCTYPE x [<!ENTITY % p SYSTEM '{canary}'> %p;]><searchRetrieveResponse/>",
    "an external document type": "<!DOCTYPE x SYSTEM '{canary}'><searchRetrieveResponse/>",
    "an included document": "<searchRetrieveResponse xmlns:x='http://www.w3.org/2001/XInclude'><x:include href='{canary}'/>"
    "</searchRetrieveResponse>",
    "a style sheet": "<?xml-stylesheet href='{canary}'?><searchRetrieveResponse/>",
    "depth": "<searchRetrieveResponse>" + "<a>" * 50_000 + "</a>" * 50_000 + "</searchRetrieveResponse>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("trick", ENTITIES)
def test_dangerous_xml_is_not_read(trick: str, encoding: str):
    with Lab(lambda _: of_type(b"5", "text/plain"), "127.0.0.9") as canary:
        text = ENTITIES[trick].replace("{canary}", f"{canary.url}/e")
        answered, _ = ask_all(lambda _: of_type(text.encode(encoding), "text/xml"))

        assert all(len(reason) < 100 for reason in reasons(answered))
        assert canary.calls == []


def test_undamaged_answers_are_read():
    """The answers damaged by the other tests are read when intact, so that those tests can fail."""
    answered, _ = ask_all(lambda call: with_changes(played(call.path.split("/")[1].partition("?")[0], call), headers={}))

    absent = [outcome for outcome in answered if isinstance(outcome.answer, Absent)]
    assert [outcome for outcome in answered if isinstance(outcome.answer, Failed)] == []
    assert len(absent) < len(answered) / 3


def played(name: str, call: Call) -> Answer:
    """Return the answer of the lab's fake service to a call of its part of the shared address."""
    return PLAYS[name](Call(call.method, call.path.removeprefix(f"/{name}"), call.headers, call.server))  # type: ignore[index]


DAMAGES: tuple[Any, ...] = (None, [], {}, "", 7, "7", True, [[None]], "x" * 9000, {"a": {"b": []}}, 10**30, -1)


def damaged(value: object) -> Iterator[object]:
    """Yield every copy of an answer with one value missing or replaced."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        if isinstance(value, dict):
            yield {other: value[other] for other in value if other != key}
        for damage in (*DAMAGES, *damaged(part)):
            yield value | {key: damage} if isinstance(value, dict) else [*value[:key], damage, *value[key + 1 :]]


NOTHING = re.compile(r'"client": \{"data": null|^\{"data": \[\]\}')
"""Answers that mean absence: a copy of another agency's record at DataCite, an empty list at Semantic Scholar."""

JSON_ASKS = [(name, ask) for name, ask in asks() if name not in {"k10plus", "dnb"}]


@pytest.mark.parametrize(("name", "ask"), JSON_ASKS, ids=[f"{name} by {ask.by} {ask.values[0][:9]}" for name, ask in JSON_ASKS])
def test_no_damaged_answer_makes_a_known_work_unknown(name: SourceName, ask: Ask):
    intact = PLAYS[name](Call("GET", ask.path, {"accept": ask.accept, "x-api-key": "k"}, "127.0.0.1:80"))
    true = SERVICES[name].read(ask, reply_of(intact))

    for copy in damaged(json.loads(intact.body)):
        answers = SERVICES[name].read(ask, reply_of(Answer(intact.status, intact.headers, json.dumps(copy).encode())))
        assert answers.keys() == set(ask.values)
        for value, answer in answers.items():
            assert not isinstance(answer, Absent) or isinstance(true[value], Absent) or NOTHING.search(json.dumps(copy)), copy


def reply_of(answer: Answer) -> Reply:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Reply("http://127.0.0.1/", answer.status, answer.body, headers, NOW)


def test_no_truncated_answer_makes_a_known_book_unknown():
    for name in ("k10plus", "dnb"):
        ask = SERVICES[name].lookup("ISBN", [BOOK.isbn])
        intact = PLAYS[name](Call("GET", ask.path, {}, "127.0.0.1:80"))
        assert isinstance(SERVICES[name].read(ask, reply_of(intact))[BOOK.isbn], Found)

        elements = re.findall(rb"<(?!/)[^<>]+>(?:[^<>]*</[^<>]+>)?", intact.body)
        cuts = [intact.body[:end] for end in range(0, len(intact.body), 7)]
        for content in (*cuts, *(intact.body.replace(element, b"", 1) for element in elements)):
            (answer,) = SERVICES[name].read(ask, reply_of(Answer(200, intact.headers, content))).values()
            assert not isinstance(answer, Absent), content


def test_the_order_of_answers_does_not_change_the_report(audit):
    works = tuple(articles(24))
    listed = [
        replace(
            work,
            doi="10.5555/none" if place % 6 == 1 else "" if place % 3 == 0 else work.doi,
            volume="7" if place % 4 == 0 else work.volume,
        )
        for place, work in enumerate(works)
    ]
    results = []
    for seed in range(3):
        dice = random.Random(seed)  # noqa: S311 - another order each time
        with Services(works) as services:
            for name, handler in list(services.handlers.items()):
                services.handlers[name] = partial(late, handler, dice)
            report = audit(services.environment, *listed)
        questions = {
            name: sorted(
                (question.service, question.by, question.value, type(question.answer).__name__) for question in resolution.asked
            )
            for name, resolution in report.evidence.resolutions.items()
        }
        results.append(
            (
                questions,
                [(finding.code, finding.message, finding.reference) for finding in report.findings],
                report.unchecked,
                report.outcomes,
            )
        )

    assert results[0][1]
    assert results[0] == results[1] == results[2]


def late(handler: Handler, dice: random.Random, call: Call) -> Answer:
    """Return the same answer, up to a fiftieth of a second later and without stated limits."""
    return with_changes(handler(call), delay=dice.uniform(0, 0.02), headers={})
