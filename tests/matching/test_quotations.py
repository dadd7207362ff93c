"""Quotations beside a text: where they are in it, and how they differ there."""

from __future__ import annotations

import pytest

from kzcheck.article import Claim, Location
from kzcheck.matching.quotations import FOUND, quotations_of, turn_after, turn_within
from kzcheck.matching.quotations.aligning import aligned, vocabulary
from kzcheck.matching.quotations.searching import Searchable
from kzcheck.texts import Change, Leaf, Text

FIRST = """The preface says little. Power is the ability to influ-
ence the behaviour of others to get the outcomes one wants, but only if they know it. The kings of the north, who had no ships,"""
SECOND = """built a road to the sea.12 In the end, culture cannot be made by politics; it grows slowly. The number of readers rose
from 120 to 340 in the second year, and the ﬁrst printers of the town left it [14]. A river that is not dammed returns to the bed
that it had in the days of our fathers."""
RUSSIAN = "Всякая рѣка возвращается въ своё прежнее русло, если только её не перегородили. Люди новаго времени этого не знаютъ."
KAZAKH = "Әр өзен соңында өзінің алғашқы арнасын ұмытады, бірақ таулы өзен оны ешқашан ұмытпайды."
TURKISH = "Her nehir sonunda ilk yatağını unutur, ancak dağdan inen nehirler unutmaz. Kâğıt üzerinde kalan sözler değişmemiştir."
GERMAN = "Jeder Fluſs vergisst am Ende ſein erstes Bett, es sei denn, er wird geſtaut. Der Pegel stieg jedes Jahr um einen Meter."


def searchable(*pages: str, language: str = "en") -> Searchable:
    leaves = (Leaf(number, str(number + 130), page) for number, page in enumerate(pages, start=1))
    return Searchable(Text(tuple(leaves), language=language))


ENGLISH = searchable(FIRST, SECOND)


@pytest.mark.parametrize(
    "quotation",
    [
        "Power is the ability to influence the behaviour of others",
        "POWER is the ability to influence the behaviour of others",
        "[p]ower is the ability to influence the behaviour of others",
        "and the first printers of the town left it",
        "who had no ships, built a road to the sea. In the end, culture cannot be made",
        "the first printers of the town left it. A river that is not dammed returns",
    ],
)
def test_line_breaks_capitals_ligatures_marks_of_notes_and_page_breaks_make_no_difference(quotation: str):
    alignment = aligned(quotation, ENGLISH, "en")

    assert alignment.similarity == pytest.approx(1, abs=0.06)
    assert alignment.changes == ()


def test_an_alignment_has_the_page_on_which_the_quotation_begins_and_those_that_have_the_rest():
    alignment = aligned("who had no ships, built a road to the sea", ENGLISH, "en")

    assert (alignment.number, alignment.printed, alignment.also) == (1, "131", ((2, "132"),))
    assert alignment.words == "who had no ships, built a road to the sea"


def test_a_quotation_that_occurs_twice_has_both_pages():
    text = searchable("Nobody was there when the river rose.", "It is said that nobody was there when the river rose.")

    alignment = aligned("nobody was there when the river rose", text, "en")

    assert (alignment.number, alignment.also) == (1, ((2, "132"),))


@pytest.mark.parametrize(
    ("quotation", "change"),
    [
        ("In the end, culture can be made by politics", Change("can", "cannot", "negation")),
        ("In the end, culture not cannot be made by politics", Change("not", "", "negation")),
        ("In the end, music cannot be made by politics", Change("music", "culture")),
        ("The number of readers rose from 120 to 430 in the second year", Change("430", "340", "number")),
        ("The number of readers fell from 120 to 340 in the second year", Change("fell", "rose", "direction")),
        ("The kings of the north built a road to the sea", Change("", "who had no ships", "negation")),
        ("A river that is dammed returns to the bed that it had", Change("", "not", "negation")),
    ],
)
def test_a_changed_word_is_found(quotation: str, change: Change):
    assert aligned(quotation, ENGLISH, "en").changes == (change,)


@pytest.mark.parametrize(
    "quotation",
    [
        "the behavior of others to get the outcomes one wants",
        "The nurnber of readcrs rose frorn 120 to 340 in the sccond year",
        "tbe ahility to inf1uence tbe hehaviour cf othors to gel tbe",
        "The num-ber of read ers rose from 120 to 340",
    ],
)
def test_the_noise_of_a_scan_and_other_spellings_are_no_change(quotation: str):
    alignment = aligned(quotation, ENGLISH, "en")

    assert alignment.similarity >= FOUND
    assert alignment.changes == ()


def test_a_known_word_of_the_article_is_no_noise():
    quotation = "to get the outcomes one wafts, but only if they know it"

    assert aligned(quotation, ENGLISH, "en").changes == ()
    assert aligned(quotation, ENGLISH, "en", known=vocabulary("The wind wafts.")).changes == (Change("wafts", "wants"),)


def test_an_omission_has_the_words_that_are_left_out():
    alignment = aligned("A river … returns to the bed […] of our fathers", ENGLISH, "en")

    assert alignment.omitted == ("that is not dammed", "that it had in the days")
    assert (alignment.similarity, alignment.changes) == (1, ())


def test_whole_sentences_that_are_left_out_have_a_full_stop():
    text = searchable(
        "Every river forgets its first bed. No valley has it back. It is so in the plain, not in the hills. Nobody knows."
    )

    def omitted(quotation: str) -> tuple[str, ...]:
        return aligned(quotation, text, "en").omitted

    assert omitted("Every river forgets its first bed. … It is so in the plain") == ("No valley has it back.",)
    assert omitted("Every river forgets its first bed … so in the plain") == ("No valley has it back. It is",)
    assert omitted("It is so in the plain … Nobody knows") == ("not in the hills",)


@pytest.mark.parametrize(
    "quotation",
    [
        "A river that is not dammed returns to [its bed] in the days of our fathers",
        "A river <так!> that is not dammed returns to the bed",
        "A river that is not dammed return[ed] to the bed that it had",
    ],
)
def test_words_in_brackets_are_those_of_the_editor(quotation: str):
    alignment = aligned(quotation, ENGLISH, "en")

    assert (alignment.changes, alignment.omitted) == ((), ())


@pytest.mark.parametrize(
    "quotation",
    [
        "The number (sic!) of readers rose from 120 to 340 in the second year",
        "The number of readers rose from 120 to 340 in the second year (emphasis added)",
        "The number of readers rose (курсив наш. – А. Б.) from 120 to 340 in the second year",
        "The number of readers rose from 120 to 340 in the second year,7 and the first printers of the town left it",
        "The number of readers^7^ rose from 120 to 340 in the second year",
    ],
)
def test_words_in_round_brackets_about_the_print_and_marks_of_notes_are_those_of_the_editor(quotation: str):
    alignment = aligned(quotation, ENGLISH, "en")

    assert (alignment.similarity, alignment.changes) == (1, ())


@pytest.mark.parametrize("omission", ["..", "⋯", "* * *", "<..>", "[..]", ". . ."])
def test_an_omission_is_marked_in_many_ways(omission: str):
    alignment = aligned(f"Power is the ability to influence {omission} others to get the outcomes one wants", ENGLISH, "en")

    assert (alignment.changes, alignment.omitted) == ((), ("the behaviour of",))


def test_a_whole_sentence_that_is_left_out_ends_with_its_full_stop():
    text = searchable("The rivers were dammed in that year. Nobody had asked for it. They were forgotten in the end by all.")

    assert aligned("The rivers were dammed in that year. […] They were forgotten in the end", text, "en").omitted == (
        "Nobody had asked for it.",
    )


@pytest.mark.parametrize(
    ("source", "quotation"),
    [
        ("Of the wells 27 percent were dry in that summer.", "Of the wells 27% were dry in that summer"),
        ("Of the wells 27 % were dry in that summer.", "Of the wells twenty-seven per cent were dry in that summer"),
        ("Of the wells four were dry in that summer.", "Of the wells 4 were dry in that summer"),
        ("The index is weight over height² in all of the surveys.", "The index is weight over height2 in all of the surveys"),
    ],
)
def test_the_same_number_in_another_form_is_no_change(source: str, quotation: str):
    assert aligned(quotation, searchable(source), "en").changes == ()


def test_citations_in_brackets_may_be_left_out():
    text = searchable(
        "Several reasons (Rivers and Lakes, 1990; Doe et al., 2001a) may cause a drought [3, 5–8], and dams are one [7]–[9]."
    )
    alignment = aligned("Several reasons may cause a drought, and dams are one", text, "en")

    assert (alignment.similarity, alignment.changes) == (1, ())
    text = searchable("They found that lipids play a role in the clotting of many animals [36, 37], so it may be of use in repair.")
    assert aligned("lipids play a role in the clotting of many animals, so", text, "en").changes == ()


def test_the_first_word_of_a_quotation_is_found_before_words_that_are_left_out():
    text = searchable("Travellers, as the old men say, remember all that was said on the road.")

    (change,) = aligned("Travellers remember all that was said on the road", text, "en").changes

    assert change == Change("", "as the old men say")


def test_words_that_are_not_in_the_text_are_not_found():
    for quotation in (
        "a sentence that was never written by anybody",
        "In the end of the second year nobody knew what was left to be done",
    ):
        alignment = aligned(quotation, ENGLISH, "en")
        assert (alignment.similarity, alignment.words) == (0, "")


def test_a_quotation_in_another_language_is_marked():
    assert aligned("Macht ist die Fähigkeit, das Verhalten der anderen zu bestimmen", ENGLISH, "de").same_language is False
    assert aligned("the ability of the others that is not there at all", ENGLISH, "de").same_language is True


@pytest.mark.parametrize(
    ("text", "language", "quotation", "after"),
    [
        (FIRST, "en", "Power is the ability to influence the behaviour of others to get the outcomes one wants.", "but only if"),
        (RUSSIAN, "ru", "Всякая река возвращается в свое прежнее русло.", "если только её не перегородили."),
        (KAZAKH, "kk", "Әр өзен соңында өзінің алғашқы арнасын ұмытады.", "бірақ таулы өзен"),
        (TURKISH, "tr", "Her nehir sonunda ilk yatağını unutur.", "ancak dağdan inen nehirler unutmaz."),
        (GERMAN, "de", "Jeder Fluss vergisst am Ende sein erstes Bett.", "es sei denn, er wird"),
    ],
)
def test_the_rest_of_the_sentence_is_kept_and_its_turn_is_recognised(text: str, language: str, quotation: str, after: str):
    alignment = aligned(quotation, searchable(text, language=language), language)

    assert (alignment.similarity, alignment.changes) == (1, ())
    assert alignment.after.startswith(after)
    assert turn_after(alignment.after, language)


def test_nothing_follows_a_quotation_that_ends_its_sentence_where_it_occurs_again():
    text = searchable(
        "Every river forgets its bed, but only in the plain.", "As was said, every river forgets its bed. This is so."
    )

    assert aligned("Every river forgets its bed.", text, "en").after == ""


def test_nothing_follows_a_quotation_that_ends_with_its_sentence_or_with_an_omission():
    assert aligned("In the end, culture cannot be made by politics; it grows slowly.", ENGLISH, "en").after == ""
    assert aligned("to get the outcomes one wants …", ENGLISH, "en").after == ""


@pytest.mark.parametrize(
    ("text", "language", "quotation", "change"),
    [
        (RUSSIAN, "ru", "Люди нового времени это знают", Change("это знают", "этого не знаютъ", "negation")),
        (TURKISH, "tr", "Kağıt üzerinde kalan sözler değişmiştir", Change("değişmiştir", "değişmemiştir", "negation")),
        (KAZAKH, "kk", "бірақ таулы өзен оны ешқашан ұмытады", Change("ұмытады", "ұмытпайды")),
        (GERMAN, "de", "Der Pegel sank jedes Jahr um einen Meter", Change("sank", "stieg", "direction")),
    ],
)
def test_changes_are_found_in_other_languages(text: str, language: str, quotation: str, change: Change):
    changes = aligned(quotation, searchable(text, language=language), language).changes

    assert [(one.kind, change.source in one.source or one.source in change.source) for one in changes][-1] == (change.kind, True)


def test_turns_are_those_of_the_language():
    assert turn_within("that is not dammed", "en") == "not"
    assert turn_within("die nicht gestaut sind", "de") == "nicht"
    assert turn_within("of the plain", "en") == ""
    assert turn_after("and not only that", "en") == ""


def claim(text: str, *listed: str, numbered: bool = False) -> Claim:
    return Claim("c1", text, Location("claims.yaml", 1, 1, 1, 1), quotations=listed, numbered=numbered)


def test_quotations_are_those_listed_else_those_in_the_text_that_are_no_names():
    words = "every river forgets its first bed"

    assert quotations_of(claim("It is said.", words)) == (("quotes.0", words),)
    assert quotations_of(claim(f"It is said that “{words}” and “soft power”.")) == (("text", words),)
    assert quotations_of(claim("In the book “The River and the Bed of the Sea” it is said.")) == ()
    assert quotations_of(claim("In “The River and the Bed of the Sea”.", "The River and the Bed of the Sea", numbered=True)) == ()


@pytest.mark.parametrize(
    "text", ["a" * 300_000, "no " * 100_000, "a-\n" * 100_000, "a\u00ad " * 100_000, "[" * 100_000, "…" * 100_000]
)
def test_hostile_texts_and_quotations_take_linear_time(text: str):
    index = searchable(text)

    for quotation in (text[:100_000], "no way that is there at all", "no no no no no no yes no no no", "… [a] " * 20_000):
        aligned(quotation, index, "en")
