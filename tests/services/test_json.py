"""Hostile answers in JSON: lone surrogates, malformed numbers, and answers meant to exhaust memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from kzcheck.services.crossref import SERVICE, lookup
from kzcheck.services.service import MOST_VALUES, UnreadableAnswer, json_of
from lab import Answer, Lab
from lab.replies import reply

if TYPE_CHECKING:
    from kzcheck.web.messages import Reply

read = SERVICE.read
MIB = 1 << 20


def of(text: str) -> Reply:
    return reply(text.encode())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"\ud800", "\ufffd"),
        (r"a\uDFFFb", "a\ufffdb"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d\ud83d\ude00\ude00", "\ufffd😀\ufffd"),
        (r"\ud83d\u0041", "\ufffdA"),
        (r"\\ud800", r"\ud800"),
        (r"\\\ud800", "\\\ufffd"),
        (r"\u0436\n\"", 'ж\n"'),
    ],
)
def test_a_lone_surrogate_is_replaced_and_nothing_else_is_lost(written: str, expected: str):
    read = json_of(of(f'["{written}", "whole"]'))

    assert read == [expected, "whole"]
    assert msgspec.json.decode(msgspec.json.encode(read)) == read


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "9" * 5000, "01", "1.", "0x1"])
def test_a_malformed_number_makes_an_answer_unreadable(number: str):
    with pytest.raises(UnreadableAnswer):
        json_of(of(f'{{"volume": {number}}}'))


@pytest.mark.parametrize("year", ["99999", "-5", "1e300", "10000000000000000000000", "0", "true", '"\\ud800"', "[[2001]]"])
def test_an_impossible_number_is_ignored(year: str):
    work = f"""{{"DOI": "10.5555/rivers", "title": ["Rivers"], "page": {year}, "volume": {year}, "issue": {year}, "type": {year},
        "issued": {{"date-parts": [[{year}, {year}, {year}]]}}, "author": [{{"family": {year}}}]}}"""
    (answer,) = read(lookup("DOI", ["10.5555/rivers"]), of(f'{{"message": {work}}}')).values()

    assert answer.records[0].item.title == "Rivers"
    assert answer.records[0].item.issued is None
    assert msgspec.json.encode(answer)


def test_the_number_of_values_in_an_answer_is_limited():
    assert len(json_of(of(json.dumps(["x"] * (MOST_VALUES - 1))))) == MOST_VALUES - 1
    with pytest.raises(UnreadableAnswer, match="too-many-values"):
        json_of(of(json.dumps(["x"] * (MOST_VALUES + 1))))


ASKING = """
import sys
from pathlib import Path
from kzcheck.services import SERVICES
from kzcheck.settings import NetworkSettings
from kzcheck.web.messages import Endpoint, Request
from kzcheck.web.transport import Transport

def most():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM"))

name, url, value = sys.argv[1:]
service = SERVICES[name]
ask = service.lookup(next(iter(service.batch)), [value])
transport = Transport([Endpoint(name, url, trusted=True)], agent="kzcheck", network=NetworkSettings())
service.read(ask, transport.send(Request(name, "/small"), 30))
before = most()
answers = service.read(ask, transport.send(Request(name, "/large"), 30))
print(most() - before, answers)
"""
"""Asks a service once, and prints its peak memory in MiB and the outcome."""


def filled(start: str, unit: str, end: str, size: int, most: int = 1 << 30) -> bytes:
    """Repeat a unit as often as it fits."""
    return (start + unit * min((size - len((start + end).encode())) // len(unit.encode()), most) + end).encode()


JSON = {
    "lists": filled("[", "[],", "[]]", 8 * MIB),
    "mappings": filled("[", "{},", "{}]", 8 * MIB),
    "mappings of one": filled("[", '{"a":1},', "{}]", 8 * MIB),
    "as many mappings as may be": filled("[", '{"a":1},', "{}]", 8 * MIB, MOST_VALUES // 2 - 1),
    "as many texts as may be": filled("[", '"жж",', "0]", 8 * MIB, MOST_VALUES - 1),
    "as deep as may be": filled("[", '{"ж":' * 400 + "1" + "}" * 400 + ",", "0]", 8 * MIB, MOST_VALUES // 402),
    "a long text": filled('["😀', "ж", '"]', 8 * MIB),
    "escapes": filled('["', r"\\", '"]', 8 * MIB),
    "half letters": filled('["', r"\ud800", '"]', 8 * MIB),
    "nothing but depth": b"[" * (8 * MIB),
}
XML = {
    "elements": filled("<searchRetrieveResponse>", "<a/>", "</searchRetrieveResponse>", 5 * MIB),
    "as many elements as may be": filled("<searchRetrieveResponse>", "<a/>", "</searchRetrieveResponse>", 8 * MIB, 199_000),
    "as many attributes as may be": filled(
        "<searchRetrieveResponse>", '<a b="" c="" d=""/>', "</searchRetrieveResponse>", 8 * MIB, 49_000
    ),
    "a long text": filled("<searchRetrieveResponse>", "ж", "</searchRetrieveResponse>", 5 * MIB),
}
LARGE = [(name, body) for name, bodies in (("crossref", JSON), ("dnb", XML)) for body in bodies]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory a process has had")
@pytest.mark.parametrize(("name", "body"), LARGE)
def test_no_answer_takes_more_memory_than_a_large_honest_one(name: str, body: str):
    large = {"crossref": JSON, "dnb": XML}[name][body]
    with Lab(lambda call: Answer(body=b"{}" if call.path == "/small" else large)) as lab:
        asked = [sys.executable, "-c", ASKING, name, lab.url, {"crossref": "10.5555/rivers", "dnb": "9783161484100"}[name]]
        done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=120)

    taken, outcome = done.stdout.split(maxsplit=1)
    assert int(taken) < 150, outcome
    assert "Failed" in outcome
