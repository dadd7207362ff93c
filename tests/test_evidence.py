"""Evidence as a file: saved, read back, and judged again with the same findings at any place and time."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck import pipeline
from kzcheck.article import Article, At, Citation, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.errors import UnreadableError
from kzcheck.evidence import (
    Absent,
    Asked,
    Evidence,
    Failed,
    Found,
    Page,
    Record,
    Relation,
    Resolution,
    RetractionTable,
    Unchecked,
    Update,
    Visit,
    digest,
    load,
    save,
)
from kzcheck.formats.json import render
from kzcheck.reasons import Reason
from kzcheck.sources import By, ServiceName
from kzcheck.texts import Alignment, Change, Comparison, NoText, Passage, TextAtHand

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.finding import Report

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)
RIVERS = Item(
    id="1",
    type="article-journal",
    title="Rivers that never were, and the maps that show them",
    author=(Name(family="Öztürk", given="Can"), Name(family="Doe", given="Jane")),
    container_title="Journal of Invented Geography",
    issued=Date((2010,)),
    volume="4",
    page="11-29",
    doi="10.5555/rivers",
    language="en",
)
LAKES = replace(RIVERS, id="2", title="Lakes of an invented country", doi="10.5555/none", issued=Date((2015,)))


def of(*items: Item) -> Article:
    return Article(references=tuple(Reference(item, HERE) for item in items), sources={HERE.file: "- x"})


ARTICLE = of(RIVERS, LAKES)
RECORD = Record("crossref", "10.5555/rivers", replace(RIVERS, volume="777"), years=(2010,))
RESOLUTIONS = {
    "1": Resolution(
        (Asked("crossref", "DOI", "10.5555/rivers", Found((RECORD,)), "https://api.example.org/works", NOW, 200),),
        (Update("retraction", "10.5555/notice", Date((2020, 5, 1)), "retraction-watch", "Data"),),
    ),
    "2": Resolution(
        (
            Asked("crossref", "DOI", "10.5555/none", Absent()),
            Asked("doi", "agency", "10.5555/none", Absent()),
            Asked("doi", "handle", "10.5555/none", Absent()),
            Asked("openalex", "title", "lakes", Failed(Reason("late", {"seconds": 8}))),
        )
    ),
}
EVIDENCE = Evidence(
    gathered=NOW,
    kzcheck="0",
    items={one.id: digest(one) for one in (RIVERS, LAKES)},
    resolutions=RESOLUTIONS,
    silent={"semantic-scholar": Reason("no-key")},
    retractions=RetractionTable(NOW, 67_000),
)


def judged(evidence: Evidence, article: Article = ARTICLE, now: datetime = NOW) -> Report:
    return pipeline.audit(pipeline.AuditRequest(article=article, selected=("WORK", "ID306", "KZ"), evidence=evidence), now)


def findings(report: Report) -> str:
    return json.dumps(json.loads(render(report))["findings"], ensure_ascii=False)


# --- saved and read back


WORDS = st.text(max_size=12)
YEARS = st.integers(-(2**63), 2**63 - 1) | st.integers(1000, 2100)
DATES = st.builds(
    Date,
    start=st.lists(YEARS, max_size=3).map(tuple),
    end=st.lists(YEARS, max_size=3).map(tuple),
    season=st.integers(-1, 5),
    circa=st.booleans(),
    raw=WORDS,
)
NAMES = st.builds(
    Name, family=WORDS, given=WORDS, literal=WORDS, suffix=WORDS, dropping_particle=WORDS, non_dropping_particle=WORDS
)
TITLES = WORDS | st.sampled_from([RIVERS.title, LAKES.title, "RETRACTED: " + RIVERS.title, "x" * 5000, "", "<i>Rivers</i>"])
DOIS = WORDS | st.sampled_from(["10.5555/rivers", "10.5555/none", "10.5555/notice"])
ITEMS = st.builds(
    Item,
    id=WORDS,
    type=WORDS | st.sampled_from(["article-journal", "book", "chapter", "article"]),
    title=TITLES,
    author=st.lists(NAMES | st.sampled_from(RIVERS.author), max_size=3).map(tuple),
    editor=st.lists(NAMES, max_size=2).map(tuple),
    contributors=st.dictionaries(st.sampled_from(["chair", "compiler"]), st.lists(NAMES, max_size=2).map(tuple), max_size=1),
    issued=st.none() | DATES,
    container_title=WORDS,
    volume=WORDS,
    issue=WORDS,
    page=WORDS,
    number_of_pages=WORDS,
    edition=WORDS,
    publisher=WORDS,
    language=WORDS,
    doi=DOIS,
    isbn=WORDS,
    other=st.dictionaries(st.sampled_from(["version", "scale"]), WORDS, max_size=1),
)
KINDS = WORDS | st.sampled_from(["retraction", "reinstatement", "correction", "expression_of_concern", "new_version"])
REASONS = st.just(Reason("no-key")) | st.builds(Reason, st.just("says"), st.fixed_dictionaries({"words": WORDS}))
UPDATES = st.builds(Update, type=KINDS, doi=DOIS, date=st.none() | DATES, source=WORDS, reason=WORDS)
RELATIONS = st.builds(Relation, type=WORDS | st.sampled_from(["is-preprint-of", "has-preprint"]), id=DOIS, id_type=WORDS)
SERVICES = st.sampled_from(get_args(ServiceName))
RECORDS = st.builds(
    Record,
    service=SERVICES,
    id=WORDS,
    item=ITEMS,
    titles=st.lists(TITLES, max_size=2).map(tuple),
    containers=st.lists(WORDS, max_size=2).map(tuple),
    years=st.lists(YEARS, max_size=2).map(tuple),
    more_authors=st.booleans(),
    updated_by=st.lists(UPDATES, max_size=2).map(tuple),
    updates=st.lists(UPDATES, max_size=2).map(tuple),
    relations=st.lists(RELATIONS, max_size=2).map(tuple),
    agency=WORDS,
    url=WORDS,
)
TIMES = st.datetimes(timezones=st.just(UTC))
ANSWERS = st.builds(Found, st.lists(RECORDS, max_size=2).map(tuple)) | st.builds(Absent) | st.builds(Failed, REASONS)
ASKED = st.builds(
    Asked,
    service=SERVICES,
    by=st.sampled_from(get_args(By)),
    value=DOIS,
    answer=ANSWERS,
    url=WORDS,
    time=st.none() | TIMES,
    status=st.none() | st.integers(0, 999),
)
RESOLVED = st.builds(Resolution, asked=st.lists(ASKED, max_size=4).map(tuple), notices=st.lists(UPDATES, max_size=2).map(tuple))
EVIDENCES = st.builds(
    Evidence,
    gathered=TIMES,
    kzcheck=WORDS,
    items=st.just(EVIDENCE.items),
    claims=st.dictionaries(WORDS, WORDS, max_size=2),
    resolutions=st.dictionaries(st.sampled_from(["1", "2"]) | WORDS, RESOLVED, max_size=3),
    silent=st.dictionaries(SERVICES, REASONS, max_size=2),
    retractions=st.none() | st.builds(RetractionTable, TIMES, st.integers(0, 10**6)),
    unchecked=st.lists(
        st.builds(Unchecked, st.just("records"), st.just(("WORK401",)), st.tuples(REASONS), reference=WORDS), max_size=2
    ).map(tuple),
)
QUOTED = "every river remembers its first bed"
CLAIM = Claim(
    "c1", f'Öztürk wrote in 2010 that "{QUOTED}" [1].', HERE, citations=(Citation("1", HERE, locator="12"),), quotations=(QUOTED,)
)
QUOTING = replace(ARTICLE, claims=(CLAIM,))
NAMED = WORDS | st.sampled_from(["1", "2", QUOTED])
SHARES = st.floats(0, 1) | st.floats(allow_nan=False, allow_infinity=False)
PAGES = st.integers(-(2**40), 2**40)
STRINGS = st.lists(NAMED, max_size=2).map(tuple)
CHANGES = st.builds(Change, quoted=NAMED, source=NAMED, kind=st.sampled_from(["negation", "number", "direction", "word"]))
ALIGNMENTS = st.lists(
    st.builds(
        Alignment,
        quoted=NAMED,
        quotation=st.sampled_from(["quotes.0", "quotes.9", "text", "", "cites.0.x"]),
        similarity=SHARES,
        number=PAGES,
        printed=NAMED,
        words=NAMED,
        changes=st.lists(CHANGES, max_size=2).map(tuple),
        after=NAMED,
        omitted=STRINGS,
        same_language=st.booleans(),
        also=st.lists(st.tuples(PAGES, NAMED), max_size=2).map(tuple),
    ),
    max_size=2,
).map(tuple)
PASSAGES = st.builds(
    Passage,
    words=NAMED,
    score=SHARES,
    number=PAGES,
    printed=NAMED,
    by=st.sampled_from(["words", "names"]),
    hedges=STRINGS,
    credited=STRINGS,
)
COMPARISONS = st.builds(
    Comparison,
    reference=NAMED,
    alignments=ALIGNMENTS,
    elsewhere=st.dictionaries(NAMED, ALIGNMENTS, max_size=1),
    passages=st.lists(PASSAGES, max_size=2).map(tuple),
    coverage=SHARES,
    numbers=STRINGS,
    names=STRINGS,
    same_language=st.booleans(),
)
AT_HAND = st.builds(
    TextAtHand,
    origin=st.sampled_from(["file", "page", "archive", "open-access"]),
    where=NAMED,
    sha256=WORDS,
    words=PAGES,
    passages=PAGES,
    pages=PAGES,
    printed=STRINGS,
    language=WORDS,
)
READ = st.builds(
    lambda texts, comparisons: replace(
        EVIDENCE, texts=texts, comparisons={"c1": comparisons}, claims={CLAIM.id: digest(CLAIM)}, resolutions={}
    ),
    st.dictionaries(NAMED, AT_HAND | st.builds(NoText, st.lists(REASONS, max_size=2).map(tuple)), max_size=2),
    st.lists(COMPARISONS, max_size=2).map(tuple),
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(EVIDENCES)
@FEW
def test_saved_evidence_is_read_back_unchanged(evidence: Evidence):
    assert load(save(evidence), "e.json") == evidence
    assert save(load(save(evidence), "e.json")) == save(evidence)


@given(EVIDENCES)
@FEW
def test_any_evidence_is_judged(evidence: Evidence):
    report = judged(evidence)

    assert findings(report) == findings(judged(load(save(evidence), "e.json")))


@given(READ)
@FEW
def test_any_evidence_of_texts_is_read_back_and_judged(evidence: Evidence):
    assert load(save(evidence), "e.json") == evidence
    request = pipeline.AuditRequest(article=QUOTING, selected=("QUOT", "FACT", "CITE", "ATTR"), evidence=evidence)
    report = pipeline.audit(request, NOW)

    assert report.faults == ()
    assert render(report)


# --- judged again


def test_the_sample_evidence_has_findings():
    assert {finding.code for finding in judged(EVIDENCE).findings} >= {"WORK402", "WORK415", "WORK421"}


@pytest.mark.parametrize("later", [timedelta(), timedelta(hours=13), timedelta(days=29)])
def test_another_day_changes_no_finding(later: timedelta):
    again = judged(load(save(EVIDENCE), "e.json"), now=NOW + later)

    assert findings(again) == findings(judged(EVIDENCE))
    assert again.evidence.age == later.days


@pytest.mark.parametrize("zone", ["Asia/Almaty", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_another_time_zone_changes_nothing(zone: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    here = render(judged(EVIDENCE)), save(EVIDENCE)
    monkeypatch.setenv("TZ", zone)
    monkeypatch.chdir(tmp_path)
    time.tzset()
    try:
        assert (render(judged(load(save(EVIDENCE), "e.json"))), save(EVIDENCE)) == here
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "edited",
    [
        replace(RIVERS, volume="778"),
        replace(RIVERS, title=RIVERS.title.upper()),
        replace(RIVERS, author=RIVERS.author[::-1]),
        replace(RIVERS, doi="10.5555/others"),
        replace(RIVERS, note="Retracted"),
        replace(RIVERS, id="3"),
    ],
)
def test_an_entry_edited_since_gathering_is_not_checked(edited: Item):
    report = judged(EVIDENCE, of(edited, LAKES))

    assert {finding.reference for finding in report.findings if finding.code != "KZ003"} == {"2"}
    assert edited.id not in report.evidence.resolutions
    assert {unchecked.reason for unchecked in report.unchecked if unchecked.reference == edited.id} == {
        "new or changed since the evidence was gathered"
    }


def test_an_entry_without_a_title_is_recognised_by_its_printed_text():
    bare = Item(id="1", doi="10.5555/rivers")
    evidence = replace(EVIDENCE, items={"1": digest(bare, "Öztürk C. Rivers")})
    same, other = (
        judged(evidence, Article(references=(Reference(bare, HERE, printed=text),)))
        for text in ("Öztürk C. Rivers", "Öztürk C. Lakes")
    )

    assert "1" in same.evidence.resolutions
    assert "1" not in other.evidence.resolutions


def test_moving_an_entry_within_the_file_is_not_an_edit():
    moved = Reference(RIVERS, Location("other.yaml", 90, 1, 91, 1), places={"title": Location("other.yaml", 91, 3, 91, 9)})
    report = judged(EVIDENCE, Article(references=(moved,)))

    assert "WORK415" in {finding.code for finding in report.findings}


def test_a_claim_may_move_in_the_manuscript_but_not_change_its_words():
    claim = Claim(
        "c1", "Rivers never were.", Location("claims.yaml", 3, 1, 3, 9), section="Introduction", paragraph="1", at=At(line=39)
    )
    moved = replace(claim, location=Location("claims.yaml", 9, 1, 9, 9), section="Rivers", paragraph="2", at=At(line=41))

    assert digest(moved) == digest(claim)
    assert digest(replace(claim, text="Rivers were.")) != digest(claim)


# --- files that are not evidence


GOOD: dict[str, Any] = json.loads(save(EVIDENCE))
DEEP = b"[" * 100_000 + b"]" * 100_000
ENDLESS = b'{"code": "unread", "values": {"reason": ' * 5000 + b'{"code": "no-key"}' + b"}}" * 5000
ODD_FILES = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "an empty mapping": b"{}",
    "no text": b"\x80\x81\xff",
    "cut short": save(EVIDENCE)[:200],
    "latin-1": save(replace(EVIDENCE, kzcheck="@")).replace(b"@", b"\xe9"),
    "UTF-16": save(EVIDENCE).decode().encode("utf-16"),
    "a lone surrogate": save(replace(EVIDENCE, kzcheck="@")).replace(b"@", b"\\ud800"),
    "no number": save(EVIDENCE).replace(b'"age": 0', b'"age": NaN'),
    "endless": save(EVIDENCE).replace(b'"age": 0', b'"age": Infinity'),
    "depth": b'{"version": 3, "x": ' + DEEP + b"}",
    "depth within": json.dumps(GOOD | {"resolutions": {"1": {"x": 0}}}).encode().replace(b'"x": 0', b'"x": ' + DEEP),
    "another field": json.dumps(GOOD | {"verdict": "fine"}).encode(),
    "a service of nobody": json.dumps(GOOD | {"silent": {"nobody": {"code": "no-key"}}}).encode(),
    "a reason of nobody": json.dumps(GOOD | {"silent": {"doi": {"code": "has a cold"}}}).encode(),
    "a reason without its values": json.dumps(GOOD | {"silent": {"doi": {"code": "late"}}}).encode(),
    "a reason with a text for a number": json.dumps(
        GOOD | {"silent": {"doi": {"code": "late", "values": {"seconds": "8"}}}}
    ).encode(),
    "a reason with a long number": json.dumps(
        GOOD | {"silent": {"doi": {"code": "late", "values": {"seconds": 10**400}}}}
    ).encode(),
    "a reason without end": json.dumps(GOOD | {"silent": {"doi": 0}}).encode().replace(b'"doi": 0', b'"doi": ' + ENDLESS),
    "an answer of no kind": json.dumps(
        GOOD | {"resolutions": {"1": {"asked": [{"service": "doi", "by": "DOI", "value": "", "answer": {"type": "maybe"}}]}}}
    ).encode(),
    "wrong types": json.dumps(GOOD | {"items": ["1"]}).encode(),
    "no time": json.dumps(GOOD | {"gathered": "yesterday"}).encode(),
    "version 1": json.dumps({"version": 1, "gathered": "2026-01-01T00:00:00Z", "kzcheck": "0", "old": True}).encode(),
    "version 2": json.dumps(GOOD | {"version": 2, "old": True}).encode(),
    "version 4": json.dumps(GOOD | {"version": 4, "new": True}).encode(),
    "a version that is a text": json.dumps(GOOD | {"version": "3"}).encode(),
    "a long version": b'{"version": ' + b"9" * 6000 + b"}",
}


@pytest.mark.parametrize("kind", ODD_FILES)
def test_a_file_that_is_not_evidence_is_refused_in_one_line(kind: str):
    with pytest.raises(UnreadableError) as caught:
        load(ODD_FILES[kind], "e.json")

    text = str(caught.value)
    assert text.startswith("e.json: ")
    assert "\n" not in text
    assert len(text) < 250


@pytest.mark.parametrize(("kind", "said"), [("version 1", "version 1;"), ("version 2", "version 2;"), ("version 4", "version 4;")])
def test_evidence_of_another_version_is_called_that_whatever_it_contains(kind: str, said: str):
    with pytest.raises(UnreadableError, match=said):
        load(ODD_FILES[kind], "e.json")


@pytest.mark.parametrize("gathered", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"])
def test_evidence_of_any_time_can_be_judged(gathered: str):
    evidence = load(json.dumps(GOOD | {"gathered": gathered, "age": -(10**18)}).encode(), "e.json")

    assert judged(evidence).evidence.age >= 0


def test_of_a_repeated_key_the_second_counts():
    content = save(EVIDENCE).replace(b'"kzcheck": "0"', b'"kzcheck": "first", "kzcheck": "second"')

    assert load(content, "e.json").kzcheck == "second"


def test_a_time_without_a_zone_is_refused_because_it_cannot_be_compared():
    page = Page((Visit(datetime(2026, 1, 2, tzinfo=UTC), ()),))
    whole = save(Evidence(gathered=datetime(2026, 1, 2, tzinfo=UTC), kzcheck="0", pages={"https://example.org/": page}))
    where, _, rest = whole.rpartition(b"2026-01-02T00:00:00Z")

    with pytest.raises(UnreadableError, match="timezone"):
        load(where + b"2026-01-02T00:00:00" + rest, "evidence.json")
