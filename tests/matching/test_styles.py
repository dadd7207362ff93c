"""The citation style of an article and the standard of its list."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.article import Article, Citation, Claim, Location, Reference, ReferenceStyle, Style
from kzcheck.csl import Date, Item, Name
from kzcheck.language.numbers import longest_rise
from kzcheck.matching.lists.styles import detect, first_citations
from kzcheck.settings import StyleSettings

HERE = Location("claims.yaml", 1, 1, 1, 2)


def entry(number: str, family: str = "", printed: str = "", year: int = 0) -> Reference:
    names = (Name(family=family),) if family else ()
    return Reference(Item(id=number, author=names, issued=Date(start=(year,)) if year else None), HERE, printed=printed)


def claims(*cited: str, text: str = "Rivers were invented early.") -> tuple[Claim, ...]:
    return tuple(
        Claim(f"c{place}", text, HERE, tuple(Citation(cited_id, HERE) for cited_id in ids.split()))
        for place, ids in enumerate(cited)
    )


NUMBERED = tuple(entry(str(number)) for number in range(1, 11))


def test_numbers_that_rise_by_first_citation_are_in_order():
    article = Article(references=NUMBERED, claims=claims("1", "2 3", "2 4", "5 6 7", "1 8", "9", "10"))
    assert detect(article) == Style(citations="numeric-order", detected=("citations",))


def test_one_number_out_of_ten_may_be_out_of_order():
    article = Article(references=NUMBERED, claims=claims("1", "3", "2", "4", "5", "6", "7", "8", "9", "10"))
    assert detect(article).citations == "numeric-order"


def test_numbers_of_an_alphabetical_list_are_recognised():
    references = tuple(entry(str(number), family) for number, family in enumerate("Adler Brandt Çelik Демир Ebert Falk".split(), 1))
    article = Article(references=references, claims=claims("6", "1", "5", "2", "4", "3"))
    assert detect(article).citations == "numeric-alphabetical"


def test_an_alphabetical_list_without_claims_is_recognised_by_its_names():
    references = tuple(entry(str(number), family) for number, family in enumerate("Adler Brandt Conrad Dorn Ebert Falk".split(), 1))
    assert detect(Article(references=references)).citations == "numeric-alphabetical"


def test_numbers_in_no_order_have_no_style():
    article = Article(references=NUMBERED, claims=claims("6", "1", "5", "2", "4", "3"))
    assert detect(article) == Style()


def test_names_and_years_in_the_text_are_author_date_style():
    families = "Okafor Демир Lindqvist Çelik Duarte".split()
    references = tuple(entry(str(number), family, year=2000 + number) for number, family in enumerate(families, 1))
    named_claims = tuple(
        claims(str(number), text=f"The same is held by {family} ({2000 + number}).")[0] for number, family in enumerate(families, 1)
    )
    assert detect(Article(references=references, claims=named_claims)).citations == "author-date"


def test_keys_alone_show_no_style():
    references = tuple(entry(key) for key in "okafor2010 lindqvist1998 duarte2003 celik2001 demir1999".split())
    article = Article(references=references, claims=claims("okafor2010", "lindqvist1998 duarte2003"))
    assert detect(article).citations is None


PRINTED: dict[ReferenceStyle, list[str]] = {
    "gost-7.0.5": [
        "Okafor B. Invented Rivers // Journal of Examples. 2004. Vol. 3, № 2. P. 12–15.",
        "Демир А. Вымышленные реки. Алматы: Дала, 2004. 240 с.",
        "Portal. Rivers [Electronic resource]. 2010. URL: https://example.org/rivers (accessed: 19.03.2024).",
        "Окафор Б. Вымышленные реки // Журнал примеров. – 2004. – № 2. – С. 12–15.",
    ],
    "gost-7.0.100": [
        "Демир, А. Вымышленные реки : монография / А. Демир. – Алматы : Дала, 2019. – 240 с. – Текст : непосредственный.",
        "Окафор, Б. О реках / Б. Окафор // Журнал примеров. – 2018. – № 2. – С. 12–15.",
        "Реки : сайт. – URL: https://example.org/rivers (дата обращения: 19.03.2024). – Текст : электронный.",
    ],
    "apa7": [
        "Okafor, B., & Lindqvist, C. (2004). Invented rivers. Journal of Examples, 3(2), 12–15.",
        "Demir, A. (2010a). Kurmaca nehirler. Bozkır.",
        "Example Office. (n.d.). Rivers. https://example.org/rivers",
        "Duarte, D. (2019, May 3). Rivers again. Example News.",
    ],
    "vancouver": [
        "Okafor B, Lindqvist C. Invented fevers. J Ex. 2004;16(3):345-65.",
        "Demir A. Invented colds. Ex Med. 2010 May 3;9:e12.",
        "Duarte D. Invented coughs. Ex Med. 2011;10(Suppl 1):S1-8.",
    ],
    "chicago": [
        "Okafor, Bela. “Invented Rivers.” Journal of Examples 16, no. 3 (2004): 345–65.",
        "Lindqvist, Carl. 2010. “Imagined Lakes.” Example Review 3: 12–15.",
        "Duarte, Dora. “Rivers Again.” Example Review 4, no. 1 (Spring 2011): 1–9.",
    ],
}


@pytest.mark.parametrize("style", PRINTED)
def test_a_list_is_recognised_by_its_printed_forms(style: ReferenceStyle):
    references = tuple(entry(str(number), printed=text) for number, text in enumerate(PRINTED[style]))
    assert detect(Article(references=references)) == Style(references=style, detected=("references",))


def test_a_list_in_several_forms_has_no_style():
    mixed = [texts[0] for texts in PRINTED.values()]
    references = tuple(entry(str(number), printed=text) for number, text in enumerate(mixed))
    assert detect(Article(references=references)).references is None


def test_entries_without_their_printed_form_show_nothing():
    assert detect(Article(references=NUMBERED)).references is None


def test_a_style_in_the_settings_is_kept():
    article = Article(references=NUMBERED, claims=claims("1", "2", "3", "4", "5", "6"))
    assert detect(article, StyleSettings(citations="notes", references="none")) == Style(citations="notes", references="none")


def test_each_reference_is_first_cited_once():
    first = [(claim.id, citation.reference) for claim, citation in first_citations(claims("2", "1 2", "3 1"))]
    assert first == [("c0", "2"), ("c1", "1"), ("c2", "3")]


@given(st.lists(st.integers(0, 60)))
def test_the_longest_run_rises_and_cannot_be_extended(numbers: list[int]):
    run = longest_rise(numbers)
    assert all(first < second and numbers[first] < numbers[second] for first, second in pairwise(run))
    longest = [1] * len(numbers)
    for place, number in enumerate(numbers):
        longest[place] = 1 + max((longest[before] for before in range(place) if numbers[before] < number), default=0)
    assert len(run) == max(longest, default=0)
