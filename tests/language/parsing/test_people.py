"""The names of an entry are parted as their readers would part them, in every order and script."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Name
from kzcheck.language.parsing.people import LONGEST, MOST, people

NAMES = [
    # initials after and before the family name
    ("Астафьева Н.М., Шелухин О. И.", "Астафьева, Н.М.; Шелухин, О. И."),
    ("Nye J.S., Roe A.B.C.", "Nye, J.S.; Roe, A.B.C."),
    ("J. S. Nye, A. B. Roe and C. Doe", "Nye, J. S.; Roe, A. B.; Doe, C."),
    ("Nye, J. S., & Roe, B.", "Nye, J. S.; Roe, B."),
    ("Laney, D", "Laney, D"),
    ("Slyker JA, De Lorenzo S, Hughes AM", "Slyker, JA; De Lorenzo, S; Hughes, AM"),
    ("Clow GD, Simmons Jr. GM, and Wharton RA, Jr.", "Clow, GD; Simmons, GM, Jr.; Wharton, RA, Jr."),
    ("HU, R., LI, H., AND COHEN-OR, D.", "HU, R.; LI, H.; COHEN-OR, D."),
    ("ALY (M.I.), HERBIN (Fr.-R.)", "ALY, M.I.; HERBIN, Fr.-R."),
    ("Kunimatsu, K., Ishikawa Y., Takata, M. ve Joe, K.", "Kunimatsu, K.; Ishikawa, Y.; Takata, M.; Joe, K."),
    ("Bennett, K. H., Bull, T. and Yang, H", "Bennett, K. H.; Bull, T.; Yang, H"),
    ("J. J Koenderink and P.-Ch. Robert", "Koenderink, J. J; Robert, P.-Ch."),
    ("Л.П.Беленький", "Беленький, Л.П."),
    ("Б.Тұрғараев", "Тұрғараев, Б."),
    ("Мартин Дж.", "Мартин, Дж."),
    ("Soupault Ph", "Soupault, Ph"),
    ("Nye E. A., Roe U. A.", "Nye, E. A.; Roe, U. A."),
    ("Иванов В. Д", "Иванов, В. Д"),
    ("Roe V. D.", "Roe, V. D."),
    # full names
    ("Joshi, Aravind K., Leon S. Levy, and M. Takahashi", "Joshi, Aravind K.; Levy, Leon S.; Takahashi, M."),
    ("Marc Shapiro and Susan Horwitz.", "Shapiro, Marc; Horwitz, Susan"),
    ("Niyu Ge, Young-Suk Lee, Kishore Papineni", "Ge, Niyu; Lee, Young-Suk; Papineni, Kishore"),
    ("Marwell, Gerald, and Pamela Oliver", "Marwell, Gerald; Oliver, Pamela"),
    ("García Márquez, Gabriel; Vargas Llosa, Mario", "García Márquez, Gabriel; Vargas Llosa, Mario"),
    ("Howard Turtle and W. Bruce Croft", "Turtle, Howard; Croft, W. Bruce"),
    ("Jaswinder Pal Singh, Wolf-Dietrich Weber", "Singh, Jaswinder Pal; Weber, Wolf-Dietrich"),
    ("GAÏTI Brigitte, Olivier BENICHOU", "GAÏTI, Brigitte; BENICHOU, Olivier"),
    ("Chul-Soo CHO", "CHO, Chul-Soo"),
    ("Muazzez İlmiye Çığ", "Çığ, Muazzez İlmiye"),
    ("İ. H. Uzunçarşılı", "Uzunçarşılı, İ. H."),
    ("Potoğlu Erkara, İ. ve Kaplan, A.", "Potoğlu Erkara, İ.; Kaplan, A."),
    ("ABDULLAH EMİN ÇİMEN", "ÇİMEN, ABDULLAH EMİN"),
    ("Mete Tunçay - Alâeddin Şenel", "Tunçay, Mete; Şenel, Alâeddin"),
    ("СТРОМБЕРГ, Армин Генрихович", "СТРОМБЕРГ, Армин Генрихович"),
    ("Армин Генрихович Стромберг ; Дмитрий Платонович Семченко", "Стромберг, Армин Генрихович; Семченко, Дмитрий Платонович"),
    ("Петров Иван Ильич", "Петров, Иван Ильич"),
    ("Жұмабаев Мағжан Бекенұлы", "Жұмабаев, Мағжан Бекенұлы"),
    ("Болғанбайұлы Ә, Қалиұлы Ғ", "Болғанбайұлы, Ә; Қалиұлы, Ғ"),
    ("Байынқол Қалиұлы", "Қалиұлы, Байынқол"),
    ("Алиев Вагиф Мамед оглы", "Алиев, Вагиф Мамед оглы"),
    # particles, suffixes, titles
    ("van Arragon, Paul", "van Arragon, Paul"),
    ("Thomas von Eicken, A. J. van Doorn, van der Mast, C.", "von Eicken, Thomas; van Doorn, A. J.; van der Mast, C."),
    ("de Waal T, le Maire A", "de Waal, T; le Maire, A"),
    ("Mohammad Al Hasan, Cristina La Rocca", "Al Hasan, Mohammad; La Rocca, Cristina"),
    ("F. Meyer auf der Heide", "Meyer auf der Heide, F."),
    ("Al-Haj, A., & Amer, A.", "Al-Haj, A.; Amer, A."),
    ("Г. Д'Анджело", "Д'Анджело, Г."),
    ("Paul E. Bierly III, Luiz M. Gadelha Jr.", "Bierly, Paul E., III; Gadelha, Luiz M., Jr."),
    ("Wimsatt Jr., William Kurtz", "Wimsatt, William Kurtz, Jr."),
    ("Guerney, Jr., B. G.", "Guerney, B. G., Jr."),
    ("Prof. Dr. Ahmet Yılmaz", "Yılmaz, Ahmet"),
    # editors and translators
    ("Edited and translated by Donald Nicholson-Smith", "Nicholson-Smith, Donald"),
    ("Inka Mülder-Bach, Gerhard Neumann (Hgg.)", "Mülder-Bach, Inka; Neumann, Gerhard"),
    ("под ред. В. И. Супруна", "Супруна, В. И."),
    ("Н. Р. Кельчевской", "Кельчевской, Н. Р."),
    ("доц. А. А. Житенева", "Житенева, А. А."),
    ("авт. предисл. Г. Н. Булдаков; илл. М. Е. Васильева", "Булдаков, Г. Н.; Васильева, М. Е."),
    ("Yrd. Doç. Dr. Ayşe Yılmaz, Prof. Dr. Can Demir", "Yılmaz, Ayşe; Demir, Can"),
    ("Basil Creighton; revised by Joseph Mileck", "Creighton, Basil; Mileck, Joseph"),
    # lost separators and other damage
    ("Liu SM Zhong J Zhao XJ", "Liu, SM; Zhong, J; Zhao, XJ"),
    ("S. Keshav H. Zhang", "Keshav, S.; Zhang, H."),
    ("Günter Klambauer Thomas Unterthiner Andreas Mayr", "Klambauer, Günter; Unterthiner, Thomas; Mayr, Andreas"),
    ("А.М. Елизаров., Е.К. Липачев", "Елизаров, А.М.; Липачев, Е.К."),
    ("Апанович Д. В.,Воронов В. А.", "Апанович, Д. В.; Воронов, В. А."),
    ("Staples JE,, Kubota KA,,", "Staples, JE; Kubota, KA"),
    ("Hä rkä nen T, Sintonen H", "Hä rkä nen, T; Sintonen, H"),
    ("Adamson ED, Welgus HG", "Adamson, ED; Welgus, HG"),
    ("Welgus HG, Adamson ED", "Welgus, HG; Adamson, ED"),
    ("T .Matsuoka ,P .Rousseau , andM . Downer", "Matsuoka, T.; Rousseau, P.; Downer, M."),
    ("Greene T. W.and Wuts P.", "Greene, T. W.; Wuts, P."),
    ("Lelì evre, M., Roy, J.-R", "Lelì evre, M.; Roy, J.-R"),
    ("E. W. GARBISCH, JR", "GARBISCH, E. W., JR"),
    ("N. V. HAÏ et M. LUCQUIN", "HAÏ, N. V.; LUCQUIN, M."),
    ("F.Ahl - H. Roisman", "Ahl, F.; Roisman, H."),
    ("浅本晋吾, 古田悠佳, & 米田大樹", "浅本晋吾; 古田悠佳; 米田大樹"),
    ("R. C. Vrijen- hoek", "Vrijen- hoek, R. C."),
    ("* Devaney, Johanna, Jason Hockman", "Devaney, Johanna; Hockman, Jason"),
    # organisations
    ("UNESCO", "UNESCO"),
    ("World Health Organization (WHO)", "World Health Organization (WHO)"),
    (
        "Московский институт эконометрики, информатики, финансов и права",
        "Московский институт эконометрики, информатики, финансов и права",
    ),
    ("НАН Беларуси, Ин-т геол. наук", "НАН Беларуси, Ин-т геол. наук"),
    ("Ministère de l’environnement et de la faune", "Ministère de l’environnement et de la faune"),
    ("Rumelhart, D. E., & The PDP research group", "Rumelhart, D. E.; The PDP research group"),
    ("NIST Mass Spec Data Center, Stein, S. E.", "NIST Mass Spec Data Center; Stein, S. E."),
    ("T.C. Millî Eğitim Bakanlığı", "T.C. Millî Eğitim Bakanlığı"),
    ("Milne Publishing, Inc.", "Milne Publishing, Inc"),
    ("舒仁輝", "舒仁輝"),
    ("", ""),
    (" . , ; & ", ""),
]


@pytest.mark.parametrize(("printed", "expected"), NAMES)
def test_names_are_parted(printed: str, expected: str) -> None:
    assert "; ".join(name.inverted for name in people(printed)) == expected


@pytest.mark.parametrize(
    "others",
    [
        ", et al.",
        " et al",
        " and others",
        " и др.",
        " [и др.]",
        " и соавт.",
        " және т.б.",
        ", т.б.",
        " va boshqalar",
        " ve ark.",
        " vd.",
        " ve diğerleri",
        " u. a.",
        " y otros",
        " e outros",
        " e altri",
        " et coll.",
        " i in.",
        " a kol.",
        " та ін.",
        " és mtsai",
        ", …",
    ],
)
def test_words_for_further_people_are_no_name(others: str) -> None:
    assert [str(name) for name in people(f"Иванов И. И., Nye J. S.{others}")] == ["И. И. Иванов", "J. S. Nye", "others"]


def test_a_single_word_before_et_al_is_a_surname() -> None:
    assert people("Keane et al.")[0] == Name(family="Keane")
    assert people("Keane")[0] == Name(literal="Keane")


def test_small_particles_are_apart_from_the_family_name() -> None:
    assert people("van der Mast, C.") == (Name(family="Mast", given="C.", non_dropping_particle="van der"),)


FAMILIES = ["Nye", "Okafor", "Иванова", "Çığ", "Қалиұлы", "Mülder-Bach", "O'Leary", "Peyton Jones", "Lee"]
GIVEN = ["J. S.", "A.", "В. И.", "Ş.", "J.-P.", "Ә."]
STYLES = ["{family}, {given}", "{family} {given}", "{given} {family}"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("last", [", ", " and ", ", & ", " и ", " ve "])
def test_what_a_style_prints_is_read_again(style: str, last: str) -> None:
    chance = random.Random(7)  # noqa: S311
    for count in range(1, 9):
        names = [Name(family=chance.choice(FAMILIES), given=chance.choice(GIVEN)) for _ in range(count)]
        printed = [style.format(family=name.family, given=name.given) for name in names]
        text = ", ".join(printed[:-1]) + (last if count > 1 else "") + printed[-1]
        assert list(people(text)) == names, text


PIECES = st.sampled_from(
    [
        "Nye",
        "J.",
        "JS",
        "and",
        ",",
        ";",
        "&",
        "Jr.",
        "II",
        "van",
        "de",
        "(ed.)",
        "et al.",
        "University",
        "и",
        "Иванов",
        "7",
        "—",
        "王",
        "/",
        "",
    ]
)


@given(st.lists(PIECES, max_size=30), st.sampled_from(["", " "]))
def test_any_words_are_read_as_names_with_words(pieces: list[str], blank: str) -> None:
    for name in people(blank.join(pieces)):
        assert name.family or name.literal
        assert str(name).strip()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(str(name).strip() for name in people(text))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "A. " * 40_000,
        "Nye J. " * 20_000,
        "," * 100_000,
        "; " * 50_000,
        "Nye, J., " * 15_000,
        "et al " * 20_000,
        "(" * 100_000,
        "-" * 100_000,
        "1" * 100_000,
        "van der " * 15_000,
        "и " * 50_000,
        "A- a" * 30_000,
        "Ed. by " * 20_000,
        "".join(map(chr, range(1, 60_000))).encode("utf-8", "ignore").decode(),
    ],
)
def test_hostile_stretches_are_read_as_far_as_names_may_go(text: str) -> None:
    assert len(people(text)) <= MOST
    assert people(text[:LONGEST]) == people(text)
