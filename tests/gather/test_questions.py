"""The next questions about a reference, given the answers so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.article import Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Asked, Failed, Found, Record
from kzcheck.gather.questions import next_questions
from kzcheck.matching.works.competence import competence
from kzcheck.reasons import Reason
from kzcheck.services import SERVICES

if TYPE_CHECKING:
    from kzcheck.evidence import Answer

DOI = "10.5555/rivers"
ISBN = "9780000000002"
ARTICLE = Item(
    id="1",
    type="article-journal",
    title="Rivers that never were, and the maps that show them",
    author=(Name(family="Öztürk", given="Can"), Name(family="Doe", given="Jane")),
    container_title="Journal of Invented Geography",
    issued=Date((2010,)),
    volume="4",
    page="11-29",
    language="en",
)
WITH_DOI = Item(id="1", type="article-journal", title=ARTICLE.title, author=ARTICLE.author, issued=ARTICLE.issued, doi=DOI)
BOOK = Item(
    id="1",
    type="book",
    title="A Grammar of Invented Things",
    author=(Name(family="Iskakova", given="A."),),
    issued=Date((2001,)),
    isbn=ISBN,
    publisher="Steppe Press",
)


def record(service: str, item: Item = ARTICLE, doi: str = DOI) -> Found:
    known = Item(
        id=doi,
        type=item.type,
        title=item.title,
        author=item.author,
        container_title=item.container_title,
        issued=item.issued,
        volume=item.volume,
        page=item.page,
        doi=doi,
        isbn=item.isbn,
    )
    return Found((Record(service, doi, known, years=(item.year,)),))  # type: ignore[arg-type]


def agency(name: str) -> Found:
    return Found((Record("doi", DOI, Item(id=DOI, doi=DOI), agency=name),))


def entry(item: Item, printed: str = "", doubtful: tuple[str, ...] = ()) -> Reference:
    return Reference(item, Location("list.txt", 1, 1, 1, 2), printed=printed, doubtful=doubtful)


def asked(*answers: tuple[str, str, str, Answer]) -> tuple[Asked, ...]:
    return tuple(Asked(service, by, value, answer) for service, by, value, answer in answers)  # type: ignore[arg-type]


def next_about(item: Item, *answers: tuple[str, str, str, Answer], without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    services = {name: service for name, service in SERVICES.items() if name not in without}
    return [(question.service, question.by) for question in next_questions(entry(item), asked(*answers), services)]


def test_a_doi_goes_to_crossref_first():
    assert next_about(WITH_DOI) == [("crossref", "DOI")]


def test_a_doi_with_a_record_is_not_looked_up_again():
    assert next_about(WITH_DOI, ("crossref", "DOI", DOI, record("crossref", WITH_DOI))) == []


def test_a_doi_unknown_to_crossref_is_looked_up_at_doi_org_for_its_agency():
    assert next_about(WITH_DOI, ("crossref", "DOI", DOI, Absent())) == [("doi", "agency")]


def test_a_datacite_doi_goes_to_datacite():
    answers = (("crossref", "DOI", DOI, Absent()), ("doi", "agency", DOI, agency("DataCite")))

    assert next_about(WITH_DOI, *answers) == [("datacite", "DOI")]


@pytest.mark.parametrize("name", ["Crossref", "JaLC", "mEDRA", "KISTI", "ISTIC"])
def test_a_doi_of_another_agency_is_requested_by_content_negotiation(name: str):
    answers = (("crossref", "DOI", DOI, Absent()), ("doi", "agency", DOI, agency(name)))

    assert next_about(WITH_DOI, *answers) == [("doi", "DOI")]


def test_a_doi_without_an_agency_goes_to_the_handle_system():
    answers = (("crossref", "DOI", DOI, Absent()), ("doi", "agency", DOI, Absent()))

    assert next_about(WITH_DOI, *answers) == [("doi", "handle")]


def test_an_unregistered_doi_is_followed_by_a_search():
    answers = (("crossref", "DOI", DOI, Absent()), ("doi", "agency", DOI, Absent()), ("doi", "handle", DOI, Absent()))

    assert next_about(WITH_DOI, *answers)[0][1] in {"reference", "title"}


def test_when_crossref_fails_a_doi_goes_to_its_agency_and_to_openalex():
    assert set(next_about(WITH_DOI, ("crossref", "DOI", DOI, Failed(Reason("status", {"status": 503}))))) == {
        ("doi", "agency"),
        ("openalex", "DOI"),
    }


def test_a_doi_of_another_work_is_followed_by_a_search_for_the_right_one():
    other = record(
        "crossref", Item(id="x", title="On the taste of soup", author=(Name(family="Roe", given="R."),), issued=Date((1970,)))
    )

    assert next_about(WITH_DOI, ("crossref", "DOI", DOI, other))[0][1] in {"reference", "title"}


def test_a_pmid_goes_to_pubmed_first():
    assert next_about(Item(id="1", title=ARTICLE.title, pmid="99000001")) == [("pubmed", "PMID")]


def test_a_number_of_pubmed_central_alone_goes_to_pubmed():
    assert next_about(Item(id="1", title=ARTICLE.title, other={"pmcid": "PMC7654321"})) == [("pubmed", "PMCID")]


def test_a_pmid_answered_by_pubmed_is_not_looked_up_elsewhere():
    entry = replace(ARTICLE, pmid="99000001")

    assert next_about(entry, ("pubmed", "PMID", "99000001", record("pubmed", doi=""))) == []
    assert ("semantic-scholar", "PMID") not in next_about(entry, ("pubmed", "PMID", "99000001", Absent()))


def test_without_pubmed_a_pmid_goes_to_semantic_scholar():
    entry = replace(ARTICLE, pmid="99000001")

    assert next_about(entry, ("pubmed", "PMID", "99000001", Failed(Reason("status", {"status": 503})))) == [
        ("semantic-scholar", "PMID")
    ]
    assert next_about(entry, without=("pubmed",)) == [("semantic-scholar", "PMID")]


def test_the_doi_of_pubmeds_record_is_looked_up_where_retractions_are_listed():
    entry = replace(ARTICLE, pmid="99000001")

    assert next_about(entry, ("pubmed", "PMID", "99000001", record("pubmed"))) == [("crossref", "DOI")]


def test_a_handle_in_the_url_goes_to_its_resolver_and_the_work_is_searched_after_it():
    entry = replace(ARTICLE, url="https://hdl.handle.net/20.500.55555/1")
    registered = Found((Record("handle", "20.500.55555/1", Item(id="20.500.55555/1")),))

    assert next_about(entry) == [("handle", "handle")]
    assert next_about(entry, ("handle", "handle", "20.500.55555/1", registered)) == [("crossref", "reference")]


def test_a_handle_that_is_a_doi_is_treated_as_a_doi():
    assert next_about(Item(id="1", title=ARTICLE.title, url=f"https://hdl.handle.net/{DOI}")) == [("crossref", "DOI")]


def test_an_isbn_goes_to_one_catalogue_after_another():
    assert next_about(BOOK) == [("k10plus", "ISBN")]
    assert next_about(BOOK, ("k10plus", "ISBN", ISBN, Absent())) == [("open-library", "ISBN")]


def test_a_work_without_identifiers_is_searched_at_one_service_after_another():
    first = next_questions(entry(ARTICLE), (), SERVICES)
    second = next_questions(entry(ARTICLE), asked((first[0].service, first[0].by, first[0].value, Absent())), SERVICES)

    assert [question.service for question in first] == ["crossref"]
    assert [question.service for question in second] == ["openalex"]


def test_searches_end_when_the_work_is_found():
    first = next_questions(entry(ARTICLE), (), SERVICES)[0]

    assert next_about(ARTICLE, (first.service, first.by, first.value, record("crossref"))) == []


def test_a_work_found_by_another_service_is_looked_up_where_retractions_are_listed():
    first = next_questions(entry(ARTICLE), (), {"openalex": SERVICES["openalex"]})[0]

    assert next_about(ARTICLE, (first.service, first.by, first.value, record("openalex"))) == [("crossref", "DOI")]


def test_a_record_that_disagrees_with_the_entry_is_checked_at_a_second_service():
    changed = record("crossref", Item(id="x", title=ARTICLE.title, author=ARTICLE.author, issued=Date((1990,))))

    assert next_about(WITH_DOI, ("crossref", "DOI", DOI, changed)) == [("openalex", "DOI")]


def test_a_name_that_a_second_record_can_confirm_is_checked_at_a_second_service():
    people = (ARTICLE.author[0], Name(family="Doe", given="Katherine"))
    other = record("crossref", replace(ARTICLE, author=people))

    assert next_about(
        replace(WITH_DOI, author=(ARTICLE.author[0], Name(family="Doe", given="M."))), ("crossref", "DOI", DOI, other)
    )
    assert not next_about(replace(WITH_DOI, author=people), ("crossref", "DOI", DOI, other))


def test_a_work_registered_with_datacite_is_not_looked_up_at_crossref():
    data = replace(ARTICLE, type="dataset", container_title="", volume="", page="")
    first = next_questions(entry(data), (), {"datacite": SERVICES["datacite"]})[0]
    known = Found(tuple(replace(known_record, agency="DataCite") for known_record in record("datacite", data).records))

    assert next_about(data, (first.service, first.by, first.value, known)) == []


def test_a_chapter_is_searched_even_if_its_book_was_found():
    chapter = replace(ARTICLE, type="chapter", container_title=BOOK.title, isbn=ISBN, volume="")
    book = record("k10plus", BOOK, doi="")

    assert next_about(chapter, ("k10plus", "ISBN", ISBN, book)) == [("crossref", "reference")]


TALK = replace(ARTICLE, type="paper-conference", volume="", page="", container_title="NeurIPS")
NEARLY = replace(ARTICLE, type="article", title="Legends of drowned lakes", container_title="arXiv", volume="", page="")


def test_an_index_is_searched_by_the_title_of_a_record_that_may_be_the_work():
    published = replace(NEARLY, type="article-journal", container_title=ARTICLE.container_title)
    near = record("crossref", replace(published, author=(*ARTICLE.author, Name(family="Roe", given="Ann"))))
    item = replace(ARTICLE, author=(*ARTICLE.author, Name(family="Roe", given="Ann")), volume="", page="")
    answers = [
        ("crossref", "reference", search(item, "crossref"), near),
        ("openalex", "title", search(item, "openalex"), Absent()),
    ]
    further = [("semantic-scholar", "title", search(item, "semantic-scholar"), Absent())]

    (question,) = next_questions(entry(item), asked(*answers, *further), SERVICES)
    assert (question.service, question.value) == ("openalex", search(published, "openalex"))

    answers.append(("openalex", "title", question.value, Absent()))
    after_search = next_questions(entry(item), asked(*answers, *further), SERVICES)
    assert [(question.service, question.value) for question in after_search] == [
        ("semantic-scholar", search(published, "semantic-scholar"))
    ]


def test_a_work_known_only_as_an_arxiv_preprint_is_searched_at_dblp():
    preprint = replace(NEARLY, title=ARTICLE.title)
    answer = record("openalex", preprint, "10.48550/arxiv.1001.00001")
    answers = [
        ("crossref", "reference", search(ARTICLE, "crossref"), Absent()),
        ("openalex", "title", search(ARTICLE, "openalex"), answer),
    ]

    assert ("dblp", "title") in next_about(ARTICLE, *answers, without=("semantic-scholar",))


def test_a_work_whose_publisher_registers_no_dois_is_searched_at_dblp_first():
    answer = record("dblp", replace(TALK, doi=""), "")

    assert next_about(TALK) == [("dblp", "title")]
    assert next_about(TALK, ("dblp", "title", search(TALK, "dblp"), answer)) == []


def test_a_disagreeing_record_of_a_work_without_a_doi_is_checked_at_a_second_index():
    answer = record("dblp", replace(TALK, doi="", author=(*TALK.author, Name(family="Roe", given="Ann"))), "")
    first = ("dblp", "title", search(TALK, "dblp"), answer)

    assert next_about(TALK, first) == [("openalex", "title")]
    assert next_about(TALK, first, ("openalex", "title", search(TALK, "openalex"), Absent())) == []


def search(item: Item, service: str) -> str:
    return next(iter(SERVICES[service].search(item))).values[0]


def test_a_title_hyphenated_at_a_line_end_is_searched_whole():
    cut = replace(ARTICLE, title="Riv-\ners that never were, and the maps that show them")

    assert next_questions(entry(cut), (), SERVICES) == next_questions(entry(ARTICLE), (), SERVICES)


def test_no_service_is_asked_about_a_law():
    assert next_about(Item(id="1", type="legislation", title="Law on invented things")) == []


def test_a_printed_entry_without_a_title_is_searched_unchanged():
    text = "Öztürk C. Rivers that never were // Journal of Invented Geography. 2010. Vol. 4. P. 11–29."

    (question,) = next_questions(entry(Item(id="1"), text), (), SERVICES)

    assert (question.service, question.by) == ("crossref", "reference")


def test_an_entry_that_is_printed_in_two_lists_is_searched_by_both_forms():
    printed, parallel = "Иванов И. Реки // Вестник. 2010. С. 11–29.", "Ivanov I. Rivers. Vestnik, 2010, pp. 11–29."
    both = replace(entry(Item(id="1"), printed), parallel=parallel)
    (first,) = next_questions(both, (), SERVICES)
    answered = asked((first.service, first.by, first.value, Absent()))
    (second,) = next_questions(both, answered, SERVICES)

    assert ("Реки" in first.value, "Rivers" in second.value) == (True, True)
    assert not next_questions(both, (*answered, *asked((second.service, second.by, second.value, Absent()))), SERVICES)


@pytest.mark.parametrize("kind", ["article-journal", "article", "paper-conference", "chapter", "book", "thesis", "dataset", ""])
@pytest.mark.parametrize("container", ["", "Journal of Invented Geography", "arXiv preprint"])
def test_every_competent_service_can_be_asked(kind: str, container: str):
    item = replace(ARTICLE, type=kind, container_title=container)

    assert all(list(SERVICES[name].search(item)) for name in competence(item).competent)


def test_an_entry_that_was_read_with_doubt_is_also_searched_by_all_its_words():
    printed = "Doe J. Rivers. Lakes. Exampleton, 2004."
    item = Item(id="1", type="book", title="Rivers", issued=Date((2004,)))

    def searched(*doubtful: str) -> set[str]:
        answers: tuple[Asked, ...] = ()
        while questions := next_questions(entry(item, printed, doubtful), answers, SERVICES):
            answers += tuple(Asked(question.service, question.by, question.value, Absent()) for question in questions)
        return {answer.value for answer in answers}

    assert not any("Lakes" in value for value in searched())
    assert any("Lakes" in value for value in searched("publisher"))
