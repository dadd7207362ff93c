"""Works: the combined result of all answers about one entry."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Answer, Asked, Evidence, Failed, Found, Record, Resolution
from kzcheck.matching.works.identity import Comparison, compare
from kzcheck.matching.works.verdict import certain, identifiers_of, judge, verdicts
from kzcheck.reasons import Reason

if TYPE_CHECKING:
    import random

    from kzcheck.matching.works.verdict import Identifier, Verdict
    from kzcheck.sources import By, SourceName

DOI = "10.5555/rivers"
ENTRY = Item(
    id="1",
    type="article-journal",
    title="Slow sediment transport in invented mountain rivers",
    author=(Name("Öztürk", "Can"), Name("Iskakova", "Aigerim")),
    container_title="Journal of Invented Geography",
    issued=Date((2010,)),
    volume="4",
    page="11-29",
    doi=DOI,
)
SEARCHED = replace(ENTRY, doi="")
OTHER = Item(
    id="",
    type="article-journal",
    title="Verb endings of the northern dialects",
    author=(Name("Whitfield", "Rosalind"),),
    container_title="Annals of Grammar",
    issued=Date((1988,)),
    volume="77",
    page="401-410",
    doi="10.5555/verbs",
)


def record(of: Item = ENTRY, service: SourceName = "crossref", **fields: object) -> Record:
    item = replace(of, **fields)
    return Record(service, item.doi, item, years=(item.year,) if item.year else ())


def asked(service: SourceName, by: By, answer: Answer | Record, value: str = DOI) -> Asked:
    return Asked(service, by, value, Found((answer,)) if isinstance(answer, Record) else answer)


OFF, DOWN, LATE = Reason("switched-off"), Reason("status", {"status": 503}), Reason("late", {"seconds": 8})


def verdict(item: Item, *questions: Asked, silent: dict[SourceName, Reason] | None = None, printed: str = "") -> Verdict:
    return judge(item, printed, Resolution(questions), silent or {})


def work_of(result: Verdict) -> Comparison:
    assert result.work is not None
    return result.work


def bare(service: SourceName = "doi") -> Record:
    return Record(service, DOI, Item(id="", doi=DOI), agency="Airiti")


class TestIdentifiers:
    def test_a_doi_in_the_url_and_every_isbn_are_returned_in_normal_form(self):
        entry = Item(id="1", url="https://doi.org/10.5555/RIVERS", isbn="978-3-16-148410-0 (pbk.) 0-306-40615-2", pmid="PMID: 123")

        assert identifiers_of(entry) == (
            ("DOI", "10.5555/rivers"),
            ("ISBN", "9783161484100"),
            ("ISBN", "9780306406157"),
            ("PMID", "123"),
        )

    @pytest.mark.parametrize("field", ["url", "number", "container_title"])
    def test_arxiv_numbers_are_found_where_lists_have_them(self, field: str):
        text = {"url": "https://arxiv.org/abs/2101.01234v2", "number": "arXiv:2101.01234"}.get(
            field, "arXiv preprint arXiv:2101.01234"
        )

        assert identifiers_of(replace(Item(id="1"), **{field: text})) == (("arXiv", "2101.01234"),)

    def test_a_number_of_pubmed_central_counts_if_it_is_the_only_identifier(self):
        entry = Item(id="1", title="T", other={"pmcid": "PMC7654321"})

        assert identifiers_of(entry) == (("PMCID", "PMC7654321"),)
        assert identifiers_of(replace(entry, pmid="123")) == (("PMID", "123"),)

    def test_an_arxiv_doi_replaces_its_number(self):
        entry = Item(id="1", doi="10.48550/arXiv.2101.01234", url="https://arxiv.org/abs/2101.01234")

        assert identifiers_of(entry) == (("DOI", "10.48550/arxiv.2101.01234"),)

    def test_a_plain_number_is_not_an_arxiv_number_and_a_doi_is_returned_once(self):
        assert identifiers_of(Item(id="1", number="2101.01234", doi=DOI, url=f"https://doi.org/{DOI}")) == (("DOI", DOI),)

    @pytest.mark.parametrize(
        ("url", "identifiers"),
        [
            ("https://pubmed.ncbi.nlm.nih.gov/99000001/?from=x", (("PMID", "99000001"),)),
            ("http://www.ncbi.nlm.nih.gov/pubmed/99000001", (("PMID", "99000001"),)),
            ("https://pubmed.ncbi.nlm.nih.gov/?term=99000001", ()),
            ("https://example.org/PMID99000001", ()),
            ("https://hdl.handle.net/20.500.55555/1?locale=kk", (("handle", "20.500.55555/1"),)),
            (f"https://hdl.handle.net/{DOI}", (("DOI", DOI),)),
            ("https://example.org/20.500.55555/1", ()),
        ],
    )
    def test_numbers_of_pubmed_and_handles_are_known_by_the_addresses_of_their_registries(
        self, url: str, identifiers: tuple[Identifier, ...]
    ):
        assert identifiers_of(Item(id="1", url=url)) == identifiers


class TestComparison:
    def test_the_differences_from_the_same_work_are_reported(self):
        comparison = compare(ENTRY, record(issued=Date((2015,)), volume="9"), identified=True)

        assert {"year", "volume"} <= {difference.kind for difference in comparison.differences}
        assert not any(difference.slight for difference in comparison.differences)

    def test_the_differences_from_another_version_are_slight(self):
        comparison = compare(SEARCHED, record(type="article", container_title="bioRxiv", issued=Date((2007,)), volume="", page=""))

        assert comparison.identity == "same"
        assert comparison.version
        assert all(difference.slight for difference in comparison.differences)

    def test_the_differences_from_another_work_or_the_whole_book_are_not_reported(self):
        book = record(type="book", title=ENTRY.container_title, author=(), issued=Date((1999,)))

        assert compare(ENTRY, record(OTHER), identified=True).differences == ()
        assert compare(replace(ENTRY, type="chapter"), book, identified=True).differences == ()

    def test_two_further_fields_make_a_match_certain(self):
        assert certain(compare(SEARCHED, record()))
        assert not certain(compare(replace(SEARCHED, container_title="", volume="", page=""), record()))
        assert not certain(compare(SEARCHED, record(author=OTHER.author)))


class TestVerdict:
    def test_the_record_under_the_doi_is_the_work_and_further_services_follow(self):
        result = verdict(ENTRY, asked("openalex", "DOI", record(service="openalex")), asked("crossref", "DOI", record()))

        assert work_of(result).record.service == "crossref"
        assert [match.record.service for match in result.others] == ["openalex"]
        assert result.registered
        assert result.near is None

    def test_the_doi_of_another_work_is_astray_and_the_right_one_is_found_by_a_search(self):
        right = record(doi="10.5555/right")
        result = verdict(ENTRY, asked("crossref", "DOI", record(OTHER)), asked("crossref", "title", right, ENTRY.title))

        assert [(match.by, match.value, match.comparison.record.item.title) for match in result.astray] == [
            ("DOI", DOI, OTHER.title)
        ]
        assert work_of(result).record.item.doi == "10.5555/right"

    def test_an_index_alone_cannot_prove_that_a_doi_is_another_work_s(self):
        assert verdict(ENTRY, asked("openalex", "DOI", record(OTHER, "openalex"))).astray == ()
        assert verdict(ENTRY, asked("openalex", "DOI", record(OTHER, "openalex")), asked("crossref", "DOI", record())).astray == ()

    def test_a_doi_from_a_record_is_not_the_entry_s(self):
        result = verdict(SEARCHED, asked("crossref", "DOI", record(OTHER), "10.5555/verbs"))

        assert result.astray == ()
        assert result.work is None

    @pytest.mark.parametrize(
        ("agency", "handle", "unregistered"),
        [
            (Absent(), Absent(), (("DOI", DOI),)),
            (Absent(), None, ()),
            (Absent(), Failed(LATE), ()),
            (Failed(LATE), Absent(), ()),
            (None, Absent(), ()),
        ],
    )
    def test_a_doi_is_unregistered_only_if_agency_and_handle_say_so(
        self, agency: Answer | None, handle: Answer | None, unregistered: tuple[Identifier, ...]
    ):
        answers: list[tuple[By, Answer | None]] = [("agency", agency), ("handle", handle)]
        result = verdict(ENTRY, *(asked("doi", by, answer) for by, answer in answers if answer))

        assert result.unregistered == unregistered
        assert not result.registered

    def test_a_doi_without_metadata_is_registered(self):
        result = verdict(
            ENTRY, asked("crossref", "DOI", Absent()), asked("doi", "agency", bare()), asked("doi", "handle", Absent())
        )

        assert result.registered
        assert result.unregistered == ()
        assert result.work is None

    def test_a_registered_handle_proves_an_otherwise_unknown_work(self):
        entry = replace(SEARCHED, url="https://hdl.handle.net/20.500.55555/1")
        handle = asked("handle", "handle", Record("handle", "20.500.55555/1", Item(id="")), "20.500.55555/1")
        result = verdict(entry, handle, asked("crossref", "title", Absent(), "words"))

        assert result.registered == (("handle", "20.500.55555/1"),)
        assert result.work is None

    @pytest.mark.parametrize(
        ("answer", "unregistered"),
        [(Absent(), (("PMID", "99000001"),)), (Failed(DOWN), ()), (record(service="pubmed"), ())],
    )
    def test_a_pmid_is_unregistered_only_if_pubmed_says_so(self, answer: Answer | Record, unregistered: tuple[Identifier, ...]):
        entry = replace(SEARCHED, pmid="99000001")

        assert verdict(entry, asked("pubmed", "PMID", answer, "99000001")).unregistered == unregistered

    def test_a_pmid_in_any_record_is_not_unregistered(self):
        entry = replace(SEARCHED, pmid="99000001")
        absent = asked("pubmed", "PMID", Absent(), "99000001")
        other = asked("semantic-scholar", "PMID", Absent(), "99000001")

        assert verdict(entry, absent, asked("openalex", "title", record(pmid="99000001"), "words")).unregistered == ()
        assert verdict(entry, other).unregistered == ()

    @pytest.mark.parametrize(
        ("entry", "service", "by", "value"),
        [
            (replace(SEARCHED, pmid="99000001"), "pubmed", "PMID", "99000001"),
            (replace(SEARCHED, url="https://hdl.handle.net/20.500.55555/1"), "handle", "handle", "20.500.55555/1"),
        ],
    )
    def test_a_work_with_an_identifier_is_not_unknown_while_its_registry_is_down(
        self, entry: Item, service: SourceName, by: By, value: str
    ):
        nobody = [asked(name, "title", Absent(), "words") for name in ("crossref", "openalex")]

        assert verdict(entry, *nobody, asked(service, by, Failed(DOWN), value)).failed == {service: DOWN}
        assert verdict(entry, *nobody, asked(service, by, Absent(), value)).failed == {}

    def test_competent_services_without_a_match_are_absent(self):
        result = verdict(
            SEARCHED,
            asked("crossref", "title", record(OTHER), "words"),
            asked("openalex", "title", Absent(), "words"),
        )

        assert result.absent == ("crossref", "openalex")
        assert (result.failed, result.unasked) == ({}, ())

    def test_an_unsure_candidate_is_near_and_its_service_not_absent(self):
        unsure = record(author=(), container_title="", volume="", page="")
        result = verdict(SEARCHED, asked("crossref", "title", unsure, "words"), asked("openalex", "title", Absent(), "words"))

        assert result.work is None
        assert result.absent == ("openalex",)
        assert result.near is not None
        assert result.near.identity == "unsure"

    def test_a_failure_is_not_an_absence(self):
        result = verdict(
            SEARCHED,
            asked("crossref", "title", Absent(), "words"),
            asked("crossref", "reference", Failed(LATE), "more words"),
        )

        assert result.absent == ()
        assert result.failed == {"crossref": LATE}

    def test_a_service_that_failed_might_have_known_a_work_even_if_its_silence_would_not_count(self):
        entry = replace(SEARCHED, title="Медленные наносы выдуманных рек", container_title="Вестник выдуманной географии")
        silent = asked("openalex", "title", Absent(), "words")

        assert verdict(entry, silent).absent == ("openalex",)
        assert verdict(entry, silent, asked("crossref", "reference", Failed(DOWN), "words")).failed == {"crossref": DOWN}
        assert verdict(entry, silent, asked("semantic-scholar", "title", Failed(DOWN), "words")).failed == {}

    def test_a_fallback_service_that_failed_is_ignored(self):
        entry = replace(SEARCHED, type="paper-conference", container_title="Uncertainty in Artificial Intelligence")
        silent = asked("openalex", "title", Absent(), "words")

        assert verdict(entry, silent, asked("dblp", "title", Absent(), "words")).absent == ("dblp", "openalex")
        down = verdict(entry, silent, asked("dblp", "title", Failed(DOWN), "words"))
        assert (down.absent, down.failed, down.is_unknown) == (("openalex",), {}, True)

    def test_a_work_is_unknown_if_the_nearest_has_another_title_or_other_people(self):
        elsewhere = asked("openalex", "title", Absent(), "words")
        titled = record(title="Legends of drowned lakes", issued=ENTRY.issued, volume="", page="", doi="10.5555/lakes")
        by_others = record(author=(Name("Whitfield", "Rosalind"),), volume="", page="", title="Slow rivers and lakes")
        entry = replace(SEARCHED, author=(*ENTRY.author, Name("Roe", "Ann")), volume="", page="")
        same_title = replace(entry, title="Slow rivers and lakes")

        retitled = verdict(
            entry,
            asked("crossref", "reference", replace(titled, item=replace(titled.item, author=entry.author)), "words"),
            elsewhere,
        )
        assert (retitled.absent, retitled.is_unknown) == (("crossref", "openalex"), True)
        assert retitled.near is not None
        others = verdict(same_title, asked("crossref", "reference", by_others, "words"), elsewhere)
        assert (others.absent, others.is_unknown) == (("crossref", "openalex"), True)

    def test_a_work_is_not_unknown_if_the_nearest_may_be_another_version_or_a_longer_title(self):
        elsewhere = asked("openalex", "title", Absent(), "words")
        entry = replace(SEARCHED, volume="", page="")
        for changed in ({"issued": Date((2009,))}, {}):
            longer = record(title=f"{ENTRY.title} of the eastern steppe and its many lakes", volume="", page="", **changed)

            result = verdict(entry, asked("crossref", "reference", longer, "words"), elsewhere)
            assert not result.is_unknown

    def test_a_work_with_a_doi_is_not_unknown_while_doi_org_is_down(self):
        nobody = [
            asked("crossref", "DOI", Absent()),
            *(asked(service, "title", Absent(), "words") for service in ("crossref", "openalex")),
        ]
        down = [asked("doi", by, Failed(DOWN)) for by in ("agency", "handle")]
        unregistered = [asked("doi", by, Absent()) for by in ("agency", "handle")]

        assert verdict(ENTRY, *nobody, *down).failed == {"doi": DOWN}
        assert verdict(ENTRY, *nobody, silent={"doi": OFF}).failed == {"doi": OFF}
        assert verdict(ENTRY, *nobody, *unregistered).failed == {}

    def test_a_service_that_must_not_be_asked_is_not_competent(self):
        result = verdict(SEARCHED, asked("crossref", "title", Absent(), "words"), silent={"openalex": OFF})

        assert result.absent == ("crossref",)
        assert (result.failed, result.unasked) == ({}, ())

    def test_an_identifier_unknown_to_all_proves_nothing_about_the_work(self):
        result = verdict(ENTRY, asked("crossref", "DOI", Absent()))

        assert result.absent == ()
        assert result.unasked == ("crossref", "openalex")

    def test_an_entry_without_a_title_is_recognised_by_its_printed_text(self):
        text = "Öztürk C., Iskakova A. Slow sediment transport in invented mountain rivers. J. Invented Geogr. 2010;4:11–29."
        result = verdict(Item(id="1"), asked("crossref", "reference", record(), text), printed=text)

        assert work_of(result).record.id == DOI

    @pytest.mark.parametrize("printed", ["", "Somebody"])
    def test_without_answers_nothing_is_reported(self, printed: str):
        result = verdict(Item(id="1"), printed=printed)

        assert (result.work, result.astray, result.absent, result.near) == (None, (), (), None)


texts = st.sampled_from(
    ["", "Rivers", ENTRY.title, OTHER.title, "Editorial", "Erratum", "Review of rivers", "Реки", "河流", "\x00<i>"]
)
people = st.lists(
    st.sampled_from([*ENTRY.author, *OTHER.author, Name(literal="UNESCO"), Name("", ""), Name(literal="et al.")]), max_size=3
)
dates = st.sampled_from([None, Date((2010,)), Date(raw="n.d."), Date((1988, 5)), Date((0,))])
items = st.builds(
    Item,
    id=st.just("1"),
    type=st.sampled_from(["", "article-journal", "book", "chapter", "article", "review-book", "paper-conference", "thesis"]),
    title=texts,
    author=people.map(tuple),
    editor=people.map(tuple),
    issued=dates,
    container_title=texts,
    volume=st.sampled_from(["", "4", "IV", "x"]),
    page=st.sampled_from(["", "11-29", "e12", "?"]),
    doi=st.sampled_from(["", DOI, "10.5555/verbs", "rubbish"]),
    isbn=st.sampled_from(["", "9783161484100", "1"]),
    note=texts,
)
services = st.sampled_from(["crossref", "openalex", "datacite", "k10plus", "doi"])
records = st.builds(
    Record, service=services, id=texts, item=items, titles=st.lists(texts, max_size=2).map(tuple), years=st.just((2010, 1988))
)
answers = st.one_of(
    st.lists(records, max_size=3).map(lambda result: Found(tuple(result))), st.just(Absent()), st.builds(Failed, st.just(DOWN))
)
questions = st.builds(
    Asked,
    service=services,
    by=st.sampled_from(["DOI", "ISBN", "PMID", "PMCID", "arXiv", "agency", "handle", "title", "reference"]),
    value=st.sampled_from([DOI, "10.5555/verbs", "9783161484100", "words"]),
    answer=answers,
)


@settings(max_examples=60, deadline=None)
@given(
    items,
    texts,
    st.lists(questions, max_size=5, unique_by=lambda match: (match.service, match.by, match.value)),
    st.randoms(use_true_random=False),
)
def test_any_answers_have_a_verdict_that_does_not_depend_on_their_order(
    item: Item, printed: str, several: list[Asked], chance: random.Random
):
    result = verdict(item, *several, printed=printed)
    chance.shuffle(several)

    assert verdict(item, *several, printed=printed) == result


def test_verdicts_are_computed_once_for_all_references_that_were_looked_up():
    place = Location("references.yaml", 1, 1, 1, 2)
    article = Article(references=(Reference(ENTRY, place), Reference(replace(ENTRY, id="2"), place)))
    evidence = Evidence(datetime(2026, 1, 1, tzinfo=UTC), "1", resolutions={"1": Resolution((asked("crossref", "DOI", record()),))})

    result = verdicts(article, evidence)

    assert list(result) == ["1"]
    assert verdicts(article, replace(evidence, resolutions={})) == {}


def found(*records: Record) -> Resolution:
    return Resolution((Asked("crossref", "reference", "x", Found(records)),))


def test_a_work_is_recognised_by_volume_page_and_year_if_its_title_and_journal_are_misread() -> None:
    misread = {"title": "Slow sedirnent transport in inuented mountain rivers", "container_title": "Joumal 0f Invcnted Ge0graphy"}
    work = judge(replace(SEARCHED, **misread), "", found(record()), {}).work

    assert work is not None
    assert work.record.id == DOI


def test_works_of_one_team_with_one_volume_page_and_year_in_different_journals_are_two() -> None:
    other = record(title="Slow sediment transport in invented mountain lakes", container_title="Acta Lacustria")

    assert judge(SEARCHED, "", found(other), {}).work is None


def test_a_work_is_not_certain_if_its_erratum_has_the_place_of_the_entry() -> None:
    entry = replace(SEARCHED, title=f"Erbatum: {ENTRY.title}", issued=Date((2012,)), volume="6", page="207")
    erratum = record(replace(entry, title=f"Erratum: {ENTRY.title}", doi="10.5555/erratum"))

    assert judge(entry, "", found(record()), {}).work is not None
    assert judge(entry, "", found(record(), erratum), {}).work is None


def test_a_second_part_of_another_year_and_place_is_not_the_first() -> None:
    part = record(title=f"{ENTRY.title}. Part II", issued=Date((2013,)), page="301-322")

    assert judge(SEARCHED, "", found(part), {}).work is None
    assert judge(SEARCHED, "", found(record(title=f"{ENTRY.title}. A study", issued=Date((2013,)), page="301-322")), {}).work


def test_of_two_equals_the_one_with_fewer_differences_is_the_work() -> None:
    entry = replace(SEARCHED, volume="", page="")
    reprint = record(replace(ENTRY, issued=Date((2011,)), doi="10.5555/a reprint"))
    work = judge(entry, "", found(reprint, record()), {}).work

    assert work is not None
    assert work.record.id == DOI


def test_without_people_a_work_is_not_certain_if_another_has_the_place_of_the_entry() -> None:
    entry = replace(SEARCHED, author=(), issued=Date((2012,)), volume="6", page="207")
    other = record(replace(ENTRY, title=f"{ENTRY.title}, 2011", issued=Date((2012,)), volume="6", page="207", doi="10.5555/other"))

    assert judge(entry, "", found(record(), other), {}).work is None
