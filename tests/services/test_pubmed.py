"""PubMed. No real answer is stored here: all are invented in NCBI's published format for ESummary."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Failed, Found, Update
from kzcheck.services.pubmed import SERVICE, lookup, record
from lab import play_pubmed
from lab.playing import played, reply

if TYPE_CHECKING:
    from kzcheck.evidence import Record

read = SERVICE.read
SUMMARIES = (Path(__file__).parent / "pubmed" / "summaries.json").read_bytes()
NUMBERS = ["99000001", "99000002", "99000003", "99000004", "99000005", "99000006"]
ASK = lookup("PMID", ["99000001"])
FEVER = Item(
    id="1",
    type="article-journal",
    title="Fever in nowhere",
    author=(Name("Öztürk", "Can"), Name(literal="Invented Study Group")),
    issued=Date((2019,)),
    container_title="Journal of invented medicine",
    page="11-29",
    doi="10.5555/fever.1",
    pmid="99000001",
)


def stored(number: str) -> Record:
    return record(json.loads(SUMMARIES)["result"][number])


def test_many_numbers_share_a_request_that_names_the_tool_but_no_address():
    assert lookup("PMID", ["1", "2"]).path == "/entrez/eutils/esummary.fcgi?db=pubmed&retmode=json&tool=kzcheck&id=1,2"
    assert SERVICE.batch["PMID"] == 200
    assert SERVICE.contact == "email"


def test_all_fields_of_a_record_are_read():
    work = stored("99000001")

    assert (work.id, work.item.title, work.item.type) == ("99000001", "Fever in nowhere & its rivers", "article-journal")
    assert (work.item.volume, work.item.issue, work.item.page) == ("12", "3", "801-3")
    assert (work.item.doi, work.item.pmid, work.item.issn) == ("10.5555/fever.1", "99000001", "0000-0019")
    assert (work.item.issued, work.years) == (Date((2019,)), (2019, 2020))
    assert work.url == "https://pubmed.ncbi.nlm.nih.gov/99000001/"


def test_names_have_family_name_and_initials_and_organisations_stay_whole():
    assert stored("99000001").item.author == (
        Name("van der Berg", "JA"),
        Name("Zhang", "LI"),
        Name("Doe", "R", suffix="Jr"),
        Name(literal="Invented Rivers Study Group"),
    )


def test_a_journal_has_its_common_name_and_its_other_names():
    work = stored("99000001")

    assert work.item.container_title == "Journal of invented medicine"
    assert work.containers == ("Journal of invented medicine (Nowhere, N.Y. : 1985) : the organ of its society", "J Invent Med")


def test_a_translated_title_and_the_original_title_are_read():
    work = stored("99000002")

    assert (work.item.title, work.titles) == ("Fever in nowhere", ("Fieber in Nirgendwo",))


def test_a_placeholder_for_a_missing_title_is_dropped():
    assert record({"uid": "1", "title": "[Not Available]."}).bare
    assert record({"uid": "1", "title": "[Not Available].", "vernaculartitle": "Fieber."}).item.title == "Fieber"


@pytest.mark.parametrize(("year", "names", "cut"), [(1990, 10, True), (1990, 9, False), (1998, 25, True), (2005, 25, False)])
def test_lists_of_authors_shortened_by_medline_are_marked(year: int, names: int, cut: bool):
    authors = [{"name": f"Doe {chr(65 + place)}", "authtype": "Author"} for place in range(names)]

    assert record({"uid": "1", "pubdate": str(year), "authors": authors}).more_authors is cut


def test_a_retracted_work_and_its_notice_are_distinguished():
    work, notice, sound = map(stored, ("99000001", "99000003", "99000002"))

    assert (work.updated_by, work.updates) == ((Update("retraction", source="PubMed"),), ())
    assert (notice.updated_by, notice.updates) == ((), (Update("retraction", source="PubMed"),))
    assert (sound.updated_by, sound.updates) == ((), ())


def test_a_notice_without_a_doi_is_not_taken_for_a_retracted_work():
    work = record({"uid": "1", "title": "Retraction.", "pubtype": ["Retraction of Publication"]})

    assert (work.updated_by, work.updates) == ((), ())


def test_each_number_in_a_request_gets_its_answer():
    answers = read(lookup("PMID", NUMBERS), reply(SUMMARIES))

    assert [type(answers[number]) for number in NUMBERS] == [Found, Found, Found, Absent, Failed, Failed]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"error": "API rate limit exceeded", "count": "4", "limit": "3"}, 429),
        ({"error": "API key invalid"}, 400),
        ({"header": {}, "error": "Invalid uid 0 at position=0", "result": {"uids": []}}, 200),
        ({"header": {}, "esummaryresult": ["Unable to obtain query"]}, 200),
        ({"result": {"99000001": {"error": "error forwarding request"}}}, 200),
        ({"result": {"99000001": {"uid": "99000002", "title": "Another"}}}, 200),
        ({"result": []}, 200),
        (b"<html>cannot get document summary</html>", 200),
        (b"", 502),
        (b"", 404),
    ],
)
def test_an_invalid_answer_never_means_absence(content: object, status: int):
    (answer,) = read(ASK, reply(content, status)).values()

    assert isinstance(answer, Failed)


def test_a_work_is_found_by_its_number_in_pubmed_central():
    summary = {
        "uid": "7654321",
        "pubdate": "2019 Jan",
        "title": "Fever in nowhere",
        "authors": [{"name": "Ozturk C", "authtype": "Author"}],
        "articleids": [
            {"idtype": "pmid", "value": "99000001"},
            {"idtype": "doi", "value": "10.5555/fever.1"},
            {"idtype": "pmcid", "value": "PMC7654321"},
        ],
        "fulljournalname": "Annals of Fictional Medicine",
    }
    ask = lookup("PMCID", ["PMC7654321", "PMC7654322"])
    answers = read(ask, reply({"result": {"7654321": summary, "7654322": {"error": "cannot get document summary"}}}))
    found = answers["PMC7654321"]

    assert ask.path == "/entrez/eutils/esummary.fcgi?db=pmc&retmode=json&tool=kzcheck&id=7654321,7654322"
    assert isinstance(found, Found)
    assert (found.records[0].item.doi, found.records[0].item.pmid) == ("10.5555/fever.1", "99000001")
    assert found.records[0].url == "https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/"
    assert answers["PMC7654322"] == Absent()


def test_pubmed_is_not_searched():
    assert list(SERVICE.search(FEVER)) == []


def test_the_fake_answers_for_works_by_number():
    ask = lookup("PMID", ["99000001", "99000009"])
    known, other = read(ask, played(partial(play_pubmed.answer, (FEVER,)), ask, "email=a@example.org")).values()

    assert isinstance(known, Found)
    (work,) = known.records
    assert (work.item.title, work.item.doi, work.item.page) == (FEVER.title, FEVER.doi, FEVER.page)
    assert work.item.author == (Name("Öztürk", "C"), Name(literal="Invented Study Group"))
    assert other == Absent()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("uid error title authors name pubdate articleids idtype value pubtype fulljournalname".split()), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_any_answer_can_be_read(content: object):
    for body in (content, {"result": content}, {"result": {"99000001": content}}):
        assert read(ASK, reply(json.dumps(body).encode())).keys() == {"99000001"}
