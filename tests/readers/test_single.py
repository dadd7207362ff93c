"""Single works given on the command line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.readers.single import single

PASTED = "Öztürk C. Rivers that never were // Journal of Invented Geography. 2010. Vol. 4. P. 11–29."


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("10.5555/Rivers.4", "doi", "10.5555/rivers.4"),
        ("doi:10.5555/rivers.4", "doi", "10.5555/rivers.4"),
        ("  https://doi.org/10.5555/rivers.4 ", "doi", "10.5555/rivers.4"),
        ("https://example.org/doi/abs/10.5555/rivers.4", "doi", "10.5555/rivers.4"),
        ("9783161484100", "isbn", "9783161484100"),
        ("978-3-16-148410-0", "isbn", "9783161484100"),
        ("3-16-148410-X", "isbn", "9783161484100"),
        ("arXiv:2101.00001v2", "doi", "10.48550/arxiv.2101.00001"),
        ("2101.00001", "doi", "10.48550/arxiv.2101.00001"),
        ("https://arxiv.org/pdf/2101.00001", "doi", "10.48550/arxiv.2101.00001"),
        ("PMID: 12345", "pmid", "12345"),
        ("pmid12345", "pmid", "12345"),
        ("PMC1234567", "pmcid", "PMC1234567"),
        ("PMCID: PMC1234567", "pmcid", "PMC1234567"),
        ("https://example.org/rivers.html", "url", "https://example.org/rivers.html"),
    ],
)
def test_an_identifier_becomes_an_entry_with_nothing_else(text: str, field: str, value: str):
    article = single(text)

    assert article is not None
    (reference,) = article.references
    assert reference.item.text(field) == value
    assert reference.item.title == reference.printed == ""


@pytest.mark.parametrize(
    "text", ["Rivers. J Invented Geogr. 2012;6(4):417-25.", "Rivers of 2012. doi.org/10.1007/978-3-16-148410-0_4"]
)
def test_years_volumes_and_dois_in_a_pasted_reference_are_not_taken_for_isbns(text: str):
    article = single(text)

    assert article is not None
    assert article.references[0].item.isbn == ""


def test_a_pasted_reference_is_kept_as_printed():
    article = single(f"  {PASTED}\n")

    assert article is not None
    (reference,) = article.references
    assert reference.printed == PASTED
    assert reference.item.id == "pasted"
    assert reference.item.title == "Rivers that never were"


def test_words_hyphenated_at_a_line_end_are_joined():
    article = single("Doe J. Opti-\nmization of rivers\nthat never were. 2010.")

    assert article is not None
    assert article.references[0].printed == "Doe J. Optimization of rivers that never were. 2010."


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        (f"{PASTED} https://doi.org/10.5555/Rivers.4.", "doi", "10.5555/rivers.4"),
        (f"{PASTED} doi: 10.5555/rivers.4", "doi", "10.5555/rivers.4"),
        (f"{PASTED} ISBN 978-3-16-148410-0.", "isbn", "9783161484100"),
        (f"{PASTED} URL: https://example.org/rivers (accessed 1 May 2020).", "url", "https://example.org/rivers"),
        (f"{PASTED} doi:10.5555/0002-7685(2007) 69[71:csm]2.0.co;2", "doi", "10.5555/0002-7685(2007)69[71:csm]2.0.co;2"),
        (f"{PASTED} doi:10.5555/0002-7685(2007) 69 p.", "doi", "10.5555/0002-7685(2007)"),
    ],
)
def test_identifiers_in_a_pasted_reference_are_found(text: str, field: str, value: str):
    article = single(text)

    assert article is not None
    assert getattr(article.references[0].item, field) == value


@pytest.mark.parametrize("text", ["", " \n", "22", "nye1990", "two words", "10.5555", "10.5555/", "978", "12345", "example.org"])
def test_a_possible_id_of_an_entry_is_not_a_work(text: str):
    assert single(text) is None


def test_bytes_that_are_not_text_cause_no_error():
    article = single("Rivers that never \udcff\udcfe were")

    assert article is not None
    assert article.references[0].printed.encode()


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["10.5555/a", "978", "PMID", "://", "doi.org/", "arXiv:", " ", "(", "\0"])).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str):
    article = single(text)

    assert article is None or len(article.references) == 1


def test_only_the_beginning_of_a_long_text_is_read():
    article = single("word " * 100_000)

    assert article is not None
    assert len(article.references[0].printed) <= 4000
