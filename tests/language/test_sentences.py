"""The ends of sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.sentences import split


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        # Each bar marks the border of two sentences.
        "Soft power attracts.|Hard power compels.",
        "J. S. Nye wrote it.|Nye, J. S. wrote more.",
        "It was seen by Smith et al. [12] in mice.|Others agree.",
        "It was seen by Smith et al.|The next trial failed.",
        "The algorithms of Segal et al. (A-ICP) and Sharp et al. (ICP) differ.|We use one.",
        "See vol. 2, ed. by J. Brown, pp. 3–4.|London is old.",
        "It weighs approx. 5 mg, cf. Fig. 2.|Dr. House said no.",
        "He came at 5 p.m. on Monday.|They left.",
        "It spread to the U.S. Army first.|The rest followed.",
        "It was shown. [12]|Then it was doubted.",
        "It was shown.[1].[2,3]|Then it was doubted.",
        "It was shown. [1], [2]|Then it was doubted.",
        "Culture is soft.1,2|Hard power is not.",
        "He asked: “What is politics?” and left.|Nobody knew.",
        "“It is so.”|The end came.",
        "The value is 3.5 and 1.000.|It grew.",
        "It ended in 1990.|Kazakhstan became free.",
        "See Table 5.|The results differ.",
        "Well … it may be.|Really?|Yes!",
        "The cells grew at 25°C.|Worms were added after 24 h.|Others grew at 5,000 × g.|They died.",
        "They ran at 5 V.|They were kept for 5 s.|They died.",
        "It is solved at point p.|This is done in Refs. 5 and 6.|It is as in ref.|They agree.",
        "Roe v. Doe was decided on 5 Sept. 1990.|It is in App. B.",
        "It was done in vitro.|5 ml were added.|42 patients came.",
        "As follows. 1. apples; 2. pears.|They differ.",
        "It was shown.|mRNA levels increased.|p53 is a suppressor.|α-Synuclein is a protein.",
        "Mt. Everest and Ft. Worth were seen by Sen. Smith.|He left.",
        "J.S. Nye and J. De Vries wrote it.|They agree.",
        "It is so in the U.S.|However, it was bought from Qiagen Inc.|They agree.",
        "Es así.|¿Por qué no?|Under § 5 it holds.|§ 6 does not.",
        # Russian
        "А.С. Пушкин писал в 5 тыс. экз.|Однако Пушкин А.С. умер.",
        "Это стоит 5 тыс. руб.|Затем цена росла, т. е. Россия платила, и т. д.|Однако не всегда.",
        "В 2017 г. Президент подписал указ.|Это важно.",
        "Закон принят в 1991 г.|Он действует.",
        "Рост составил 5 млрд. долл. США.|Однако он замедлился.",
        "И. И. Иванов и др. показали это.|Кроме того, см. рис. 2.",
        "Дж. Най писал об этом, т. е. о силе.|Проф. А. Петров спорил.",
        # Kazakh
        "XX ғ. басында Ә. Бөкейханов жазды.|Бұл маңызды.",
        "Кітап 2012 ж. шықты.|Оның мәні зор.",
        # Turkish
        "Bkz. Yıldız, 2010.|Bu önemlidir.",
        "Prof. Dr. Halil İnalcık yazdı.|Bu kitap 3. Baskı olarak çıktı.",
        # German, Chinese
        "Das war z. B. Goethe, 5 v. Chr. geboren.|Dann kam u. a. Schiller.",
        "T.C. Anayasası böyledir.|Ancak s. 5 farklıdır.",
        "Das geschah im 19. Jahrhundert.|Es war kalt.",
        "Hrsg. von K. Müller, Bd. 2.|Das Buch ist alt.",
        "文化很重要。|大家都知道！|对。",
        # Paragraphs
        "A heading without a stop\n\n|The text starts.",
    ],
)
def test_sentences_end_where_readers_expect_it(text: str):
    assert sentences(text.replace("|", " ")) == [part.strip() for part in text.split("|")]


MARKERS = re.compile(r"\^([^^]+)\^")


@pytest.mark.parametrize(
    "text",
    [
        # What is between carets is a marker.
        "Culture is soft.^12^|Hard power is not.",
        "Culture is soft.^1,2^|Hard power is not.",
        "It is so.^[1]^,^[2]^|It was so.",
        "It is so ^(Smith et al. 2010; J. Roe, in press)^.|It was so.",
        "It is so.^(Nye, 2004)^|It was so.",
        "It is so. ^(Nye, 2004, p. 5.)^|It was so.",
        "It was seen by Smith et al.^3^ in mice.|Others agree.",
        "It was seen by Smith et al.^3^|The next trial failed.",
        "It was seen by Smith et al. ^[3]^.|Cytokinins are hormones.",
        "It was seen by Smith et al. ^(1999)^.|Cytokinins are hormones.",
        "It was cultured at 37 °C.^12^|Parasites were added.",
        "It follows the growth.^48^|It is so ^[5]^.|It differs.",
        "They came ^[5]^.|42 patients left ^[6]^.|mRNA rose ^[7]^.|β-catenin fell ^[8]^.|$…$ is known.",
        "He asked: “Why?” ^[5]^.|Nobody knew.",
        "Levels were low (0.5 vs. 0.7, resp.) ^[5]^.|It is.",
        "Mathews v. United States ^[5]^ and A v. B ^[6]^ were decided.|It is.",
        "The HIV-1.^4^|We saw it in 1990.^5^|It grew.",
        "They call it “soft.^6^ Others do not.”|It grew.",
        "It rains.|^[5]^ showed this.",
        "It rains.|^[5], [6]^ and others showed this.",
        "Nye ^(2004. P. 5)^ says so.|Roe ^(2010)^ does not.",
        "Сила бывает мягкой.^12^|Жёсткая – нет ^[12. С. 34]^.|Это важно.",
        "Сила бывает мягкой ^[см. Иванов и др. 2010. С. 5]^.|Это важно.",
        "Бұл маңызды ^[4, 19 б.]^.|Ол да маңызды.^3^|Соңы.",
        "Bu önemlidir ^(bkz. Öz vd. 2015, s. 3)^.|Doğrudur.^2^|Bitti.",
        "文化很重要。^[3]^|大家都知道！",
        "“It is so.”^7^|The end came.",
        "Is it so?^8^|It is!^9^|Well.",
    ],
)
def test_a_marker_never_ends_a_sentence_and_belongs_to_the_one_before_it(text: str):
    spans = [(match.start(1), match.end(1)) for match in MARKERS.finditer(text.replace("|", " "))]
    places = [(start - 2 * number - 1, end - 2 * number - 1) for number, (start, end) in enumerate(spans)]
    plain = text.replace("^", "")

    found = [plain.replace("|", " ")[span.start : span.end] for span in split(plain.replace("|", " "), places)]

    assert found == plain.split("|")


def test_a_marker_or_its_full_stop_may_be_joined_to_the_next_sentence():
    assert [span.end for span in split("It grows.48It is so [5].The end.", [(9, 11), (20, 23)])] == [11, 24, 32]


def test_an_empty_text_has_no_sentences():
    assert sentences("") == []
    assert sentences(" \n\n ") == []


@given(
    st.one_of(
        st.text(max_size=300),
        st.lists(st.sampled_from(["A. ", "et al. ", "г. ", "[1]", "The ", "b", ".", "…", "\n", " ", "“", "”", "12"])).map("".join),
    )
)
def test_every_letter_is_in_exactly_one_sentence(text: str):
    spans = split(text)
    covered = [place for span in spans for place in range(span.start, span.end)]

    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert all(place in set(covered) for place, letter in enumerate(text) if not letter.isspace())
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] for span in spans)


def test_a_marker_of_many_works_after_a_full_stop_is_masked_in_one_step():
    marker = f"({'; '.join(f'Kaya et al., {year}' for year in range(1500, 2000))})"
    text = f"The first one. {marker} The second one"

    spans = split(text, [(text.index(marker), text.index(marker) + len(marker))])

    assert text[spans[-1].start : spans[-1].end].endswith("The second one")
