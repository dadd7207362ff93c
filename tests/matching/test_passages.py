"""Passages: what the text of a work has in common with a claim, and what of the claim it lacks."""

from __future__ import annotations

from kzcheck.article import Citation, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.matching.passages import cited_part, fits, hedges
from kzcheck.matching.passages.comparison import PassageIndex, compared
from kzcheck.texts import LONGEST_PASSAGE, Comparison, Leaf, Passage, Text

PLACE = Location("claims.yaml", 1, 1, 1, 2)
PROSE = (
    "The Imaginary Society was founded on 5 October 1992 with twenty-seven members. Its first president was Bola Okafor.",
    "According to Tylor (1871), old rivers may remember their beds. Nobody has measured this in the northern basins.",
    "The World Health Organization counted 39.6% of 2,487,300 people. The others lived on islands that no boat could reach.",
)


def text(*pages: str, language: str = "en", people: tuple[str, ...] = ()) -> Text:
    leaves = (Leaf(number, str(number + 18), page if page.endswith(" ") else page + "\n") for number, page in enumerate(pages, 1))
    return Text(tuple(leaves), people=people, language=language)


def lacks(claim: str, *pages: str, language: str = "en") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers and the names of a claim that a text lacks."""
    comparison = compared(claim, PassageIndex(text(*pages)), language)
    return comparison.numbers, comparison.names


def test_the_best_passage_is_the_one_that_shares_most_of_the_claims_words():
    filler = [f"Chapter {number} tells of other matters and of the people who wrote about them. " * 8 for number in range(1, 9)]
    best = compared(
        "Tylor thought that a river remembers its old bed.", PassageIndex(text(*filler, PROSE[1], *filler)), "en"
    ).passages[0]

    assert "remember their beds" in best.words
    assert (best.number, best.printed) == (9, "27")


def test_a_passage_has_at_most_as_many_words_as_may_be_kept():
    long = "word " * 500 + "river. " + "A short sentence about a river. " * 50
    passages = compared("A river.", PassageIndex(text(long)), "en").passages

    assert passages
    assert all(len(passage.words.split()) <= LONGEST_PASSAGE for passage in passages)


def test_a_paragraph_that_goes_on_on_the_next_page_is_one_paragraph():
    pages = ("Lakes are deep.\nThe oldest river of the ", "northern basin forgets its bed.\nSeas are salt.")
    best = compared("The oldest river of the northern basin.", PassageIndex(text(*pages)), "en").passages[0]

    assert "The oldest river of the northern basin forgets its bed." in best.words


def test_numbers_are_found_in_any_form():
    for claim in (
        "It had 27 members.",
        "It had twenty-seven members.",
        "Some 40 percent were counted.",
        "It counted 2.5 million people.",
        "It was founded on October 5, 1992.",
    ):
        assert lacks(claim, *PROSE) == ((), ()), claim
    assert lacks("В нём было двадцать семь членов.", *PROSE, language="ru") == ((), ())


def test_ranges_of_years_may_be_shortened_and_centuries_have_roman_numbers():
    pages = ("The drought of 1914–18 was the worst.", "In the XIX century nobody counted.", "В ХVIII веке не было переписи.")
    for claim, language in (
        ("The drought lasted from 1914 to 1918.", "en"),
        ("The drought of 1914–1918 was long.", "en"),
        ("In the 19th century nobody counted.", "en"),
        ("В 18 веке переписи не было.", "ru"),
        ("В 18 веке и в XXI веке.", "ru"),
    ):
        assert lacks(claim, *pages, language=language) == ((), ()), claim
    assert lacks("It was so in 2010–11.", "Between 2010 and 2011 it was so.")[0] == ()
    assert lacks("It was so in 2010–12.", "Between 2010 and 2011 it was so.")[0] == ("2010–12",)


def test_an_acronym_may_be_spelt_out_in_small_letters_or_have_a_letter_more():
    assert lacks("По данным ВОЗ, их много.", "Всемирная организация здравоохранения считает их.", language="ru") == ((), ())
    assert lacks("Многие жили в США.", "Они жили на островах.", language="ru") == ((), ("США",))
    assert lacks("They lived in the USA.", "They were sent to the US in that year.") == ((), ())
    assert lacks("They asked the FAO for it.", "They asked the WHO for it.") == ((), ("FAO",))


def test_numbers_that_the_whole_text_lacks_are_named_as_the_claim_has_them():
    assert lacks("It had 31 members on 6 October 1992 and fifty-two friends.", *PROSE)[0] == ("31", "6 October", "fifty-two")


def test_markers_years_of_citations_and_locators_are_not_numbers_of_the_claim():
    assert lacks("Rivers remember their beds [83, p. 412] (Okafor, 2017, pp. 33–35).", *PROSE)[0] == ()


def test_names_are_found_across_scripts_endings_and_acronyms():
    assert lacks("The count of the WHO is read with Tylor's.", *PROSE)[1] == ()
    assert lacks("Общество, как и Тайлор, говорит об Окафоре.", *PROSE, language="ru")[1] == ()
    assert lacks("This was noted by Bergson in the World Health Organization.", *PROSE)[1] == ("Bergson",)


def test_the_sources_own_people_are_not_names_that_it_lacks():
    comparison = compared("Rivers, says Ada Nwosu, remember.", PassageIndex(text(*PROSE, people=("Ada Nwosu",))), "en")

    assert comparison.names == ()


def test_a_passage_names_its_hedges_and_whom_it_credits():
    best = compared("Old rivers remember their beds.", PassageIndex(text(*PROSE)), "en").passages[0]

    assert best.hedges == ("may",)
    assert best.credited == ("Tylor",)


def test_a_hedge_in_another_clause_is_not_one_of_the_statement():
    page = "The lakes may have begun as swamps, but the old rivers of the north remember their beds."

    assert compared("Old rivers remember their beds.", PassageIndex(text(page)), "en").passages[0].hedges == ()


def test_a_month_is_no_hedge():
    assert hedges("In May 2019 the rivers rose.") == ()
    assert hedges("Это, возможно, верно.") == ("возможно",)


def test_a_claim_in_another_language_is_compared_by_names_and_numbers_alone():
    comparison = compared("Общество основано 5 октября 1992 года.", PassageIndex(text(*PROSE)), "ru")

    assert not comparison.same_language
    assert {passage.by for passage in comparison.passages} == {"names"}
    assert "1992" in comparison.passages[0].words


def test_kazakh_words_meet_in_their_forms():
    page = "Өзендердің арналары ауысады. Көлдер өз орнында қалады, ал таулар ешқайда кетпейді."

    assert compared("Өзеннің арнасы ауысады.", PassageIndex(text(page, language="kk")), "kk").passages[0].score > 0


def test_a_marker_belongs_to_the_words_before_it():
    item = Item(id="5", type="book", author=(Name(family="Okafor"),), issued=Date(start=(2010,)))
    work = Reference(item, PLACE)

    def part(words: str) -> str:
        return cited_part(Claim("c1", words, PLACE, (Citation("5", PLACE),)), work)

    assert (
        part("Rivers leave their old beds [3], and lakes never leave their shores [4–6].") == "and lakes never leave their shores"
    )
    assert (
        part("Rivers leave their beds (Doe, 2001), but lakes stay where they were (Okafor, 2010).")
        == "but lakes stay where they were"
    )
    assert (
        part("Okafor (2010) writes that lakes stay, unlike rivers (Doe, 2001).") == "Okafor writes that lakes stay, unlike rivers"
    )
    assert part("Lakes stay where they were.") == "Lakes stay where they were."


def test_a_text_without_words_has_no_passages():
    for page in ("", "…", "a" * 100_000):
        comparison = compared("Rivers forget 31 beds, says Okafor.", PassageIndex(text(page)), "en")

        assert not comparison.passages
        assert (comparison.numbers, comparison.names) == (("31",), ("Okafor",))


def test_a_passage_fits_if_it_shares_more_than_an_unrelated_text_of_its_length_would():
    comparison = Comparison("4", passages=(Passage("In the end.", 0.2),))

    assert fits(comparison, 20)
    assert not fits(comparison, 5000)
    assert not fits(Comparison("4"), 20)
