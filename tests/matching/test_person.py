from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.csl import Name
from kzcheck.matching.names.person import close_surnames, initials, is_named, is_others, same_person, surname


def name(text: str) -> Name:
    """Return a name from "Family, Given", or an organisation's from "=Body"."""
    if text.startswith("="):
        return Name(literal=text[1:])
    family, _, given_name = text.partition(", ")
    return Name(family=family, given=given_name)


SAME = """
Nye, J. S.                | Nye, Joseph S.
Nye, J. S.                | Nye, Joseph Samuel
Nye, JS                   | Nye, J.
Smith, AM                 | Smith, Anna Maria
Nurgalieva, A.            | Nurgaliyeva, Aigerim
Tokayev, K.-J.            | Тоқаев, Қ.-Ж. К.
Tokayev, K. Zh.           | Tokayev, Kassym-Jomart
Токаев, К. К.             | Tokayev, Kassym-Jomart
Назарбаев, Нурсултан      | =Nazarbayev N.A.
Nazarbayev, N.            | =N. A. Nazarbayev
Назарбаев, Н.             | =Nazarbayev, Nursultan
van der Berg, J.          | Berg, Jan
García Márquez, G.        | García, Gabriel
Smith-Jones, A.           | Smith, A.
Lévi-Strauss, C.          | Levi Strauss, Claude
Jinping, Xi               | Xi, Jinping
Müller, Jürgen            | Mueller, Juergen
Мухамеджанов, Т. С.       | Muchamedžanov, Timur
Mukhamedzhanov, T.        | Muchamedžanov, Timur
Schröder, G.              | Schroeder, Gerhard
Иванов, Ю. А.             | Ivanov, Yuri
Иванов, Ю.                | Ivanov, Iurii
Харитонов, Х.             | Kharitonov, K.
Purtas, Firat             | Purtaş, Fırat
=Purtas Firat             | Purtas, Firat
King, Martin Luther       | King, M. L.
Хантингтон, С.            | Huntington, Samuel P.
Най, Дж.                  | Nye, J. S.
Гегель, Г.                | Hegel, H.
Theodor, A.               | Theodor,
Wang, Zheng-hui           | Wang, Zhenghui
田中, 博春                | Tanaka, Hiroharu
=UNESCO                   | =Unesco
=UNESCO                   | =United Nations Educational, Scientific and Cultural Organization
=World Bank               | =The World Bank
=Всемирный банк           | =World Bank
Huntingtom, Samuel        | Huntington, Samuel
"""

DIFFERENT = """
Smith, J.                 | Smith, P.
Smith, Peter              | Smith, Paul
Wang, J.                  | Wang, Z.
Wang, Y.                  | Wang, J.
Wang, K.                  | Wang, Q.
Chen, W.                  | Cheng, W.
Li, W.                    | Lee, W.
Иванова, А.               | Иванов, А.
García Márquez, G.        | García Lorca, G.
Taylor, C.                | Tylor, C.
Starr, P.                 | Stark, P.
Най, Дж.                  | Nye, P. S.
Jones, Anna               | Jones, Anne
Huntingtom, S.            | Huntington, S.
=Ministry of Culture      | =Ministry of Education
=World Bank               | Bank, W.
=Всемирный банк           | Smith, J.
"""


def table(lines: str) -> list[tuple[Name, Name]]:
    """Return the pairs of names in a table."""
    pairs = (line.split("|") for line in lines.strip().splitlines())
    return [(name(a.strip()), name(b.strip().removesuffix(","))) for a, b in pairs]


@pytest.mark.parametrize(("a", "b"), table(SAME))
def test_two_forms_of_one_name_can_be_one_person(a: Name, b: Name) -> None:
    assert same_person(a, b)
    assert same_person(b, a)


@pytest.mark.parametrize(("a", "b"), table(DIFFERENT))
def test_names_with_different_surnames_or_given_names_are_different_people(a: Name, b: Name) -> None:
    assert not same_person(a, b)
    assert not same_person(b, a)


def test_particles_and_suffixes_do_not_matter_in_any_slot() -> None:
    assert same_person(Name(family="Farabi", given="A.", dropping_particle="al"), Name(family="al-Farabi", given="A."))
    assert same_person(Name(family="Berg", given="J.", non_dropping_particle="van den"), Name(family="van den Berg", given="J."))
    assert same_person(Name(family="King", given="M. L.", suffix="Jr."), Name(family="King, Jr.", given="M. L."))


NAMED = """
Tokayev                       | Тоқаев, Қ.
Назарбаевым                   | Nazarbayev, N. A.
Edward Burnett Tylor          | Tylor, E. B.
Theodor W. Adorno             | Adorno, T.
Adorno, Theodor               | Adorno, T. W.
al-Farabi                     | Аль-Фараби
Әл-Фарабидің                  | al-Farabi
Atatürk'ün                    | Atatürk, M. K.
Ататүріктің                   | Ататүрік
Вернадскому                   | Vernadsky, V. I.
Достоевского                  | Dostojewski, F.
Ахмет Байтұрсынұлының         | Baitursynuly, A.
Пушкина                       | Пушкин, А. С.
Ивановой                      | Ivanova, O.
Nye's                         | Nye, J.
Nye’s                         | Nye, J.
Joseph Nye                    | Nye, J. S.
Joe Nye                       | Nye, Joseph
Bill Gates                    | Gates, William
Nye and Keohane               | Keohane, R.
Smith et al.                  | Smith, J.
President Tokayev             | Tokayev, K.
Prof. Dr. Koç                 | Koç, N.
Қ.К. Тоқаев                   | Tokayev, Kassym-Jomart
Xi Jinping                    | Jinping, Xi
Jinping Xi                    | Xi, Jinping
Wang Zhenghui                 | Zhenghui, Wang
Xi                            | Jinping, Xi
習近平                        | Xi, Jinping
Gabriel García Márquez        | García Márquez, G.
García                        | García Márquez, G.
Márquez                       | García Márquez, G.
Mario Vargas Llosa            | Vargas, M.
Berg                          | van der Berg, J.
van der Berg                  | Berg, J.
Хантингтона                   | Huntington, S.
Дж. Най                       | Nye, J. S.
Э. Тайлор                     | Tylor, E. B.
Карл Маркс                    | Marx, K.
Гегелю                        | Hegel, G. W. F.
Mao Tse-tung                  | Mao, Zedong
Huntingtom                    | Huntington, S.
O’Connor                      | O'Connor, F.
WHO                           | =World Health Organization
World Health Organization     | WHO
the World Health Organization (WHO) | =World Health Organization
Всемирный банк                | =World Bank
UNESCO                        | UNESCO
Dosbolov                      | =Dosbolov A.
Dosbolov                      | =Abzal Dosbolov
Purtas                        | Purtaş Fırat
"""

NOT_NAMED = """
Theodore Heuss                | Nye, J. S.
Edward Burnett Tylor          | Erickson, P. A.
Raymond Williams              | Smith, P.
Starr                         | Stark, R.
Tylor                         | Taylor, C.
Nye                           | Ney, J.
Robert Nye                    | Nye, J. S.
Peter Smith                   | Smith, J.
Lee                           | Li, W.
Wang                          | Wong, W.
Kant                          | Kantor, J.
Thomas Kuhn                   | Kaplan, Thomas
Martin Heidegger              | Smith, Martin
Фукуяма                       | Nye, J.
Бурдьё                        | Хабермас, Ю.
Иванов                        | Иваненко, П.
Confucius                     | Smith, C.
Pope                          | Wang, Zhenghui
Ministry of Culture           | =Ministry of Education
Habermas                      | =World Bank
"""


def claims(lines: str) -> list[tuple[str, Name]]:
    """Return written names and authors in a table."""
    pairs = (line.split("|") for line in lines.strip().splitlines())
    return [(written.strip(), name(author.strip())) for written, author in pairs]


@pytest.mark.parametrize(("written", "author"), claims(NAMED))
def test_a_name_in_a_sentence_names_its_author(written: str, author: Name) -> None:
    assert is_named(written, author)


@pytest.mark.parametrize(("written", "author"), claims(NOT_NAMED))
def test_a_name_in_a_sentence_does_not_name_a_different_person(written: str, author: Name) -> None:
    assert not is_named(written, author)


SURNAMES = """Иванов Петров Сидоров Смирнов Кузнецов Попов Васильев Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев
    Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Соловьёв Борисов Яковлев Григорьев Романов
    Сергеев Кузьмин Фролов Дмитриев Королёв Ильин Максимов Поляков Виноградов Ковалёв Белов Жуков Баранов Комаров Щербаков Токаев
    Назарбаев Ахметов Омаров Оспанов Алиев Сулейменов Искаков Ибраев Касымов Абдрахманов Смагулов Жумабаев Сейтов Садыков Нурпеисов
    Байтурсынов Букейханов Досмухамедов Дулатов Сатпаев Ауэзов Кунаев Маргулан Вернадский Достоевский Чайковский Луначарский
    Выготский Станиславский Толстой Бердяев Гумилёв Лихачёв Бахтин Лотман Гоголь Пушкин Лермонтов Тургенев Чехов""".split()


@pytest.mark.parametrize("family", SURNAMES)
def test_each_of_eighty_surnames_names_only_itself(family: str) -> None:
    assert [other for other in SURNAMES if is_named(family, Name(family=other))] == [family]


@pytest.mark.parametrize("ending", ["а", "у", "ым", "е", "тың", "қа", "пен"])
def test_each_case_form_of_eighty_surnames_names_only_its_own(ending: str) -> None:
    for family in SURNAMES:
        if family.endswith(("в", "н")):
            assert [other for other in SURNAMES if is_named(family + ending, Name(family=other))] == [family]


@pytest.mark.parametrize(
    ("given_name", "letters"),
    [
        ("J. S.", "js"),
        ("JS", "js"),
        ("AM", "am"),
        ("J.-P.", "jp"),
        ("Jean-Paul", "jp"),
        ("Ю.", "y"),
        ("Yu. A.", "ya"),
        ("Mary Ann", "ma"),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_parts(given_name: str, letters: str) -> None:
    assert initials(given_name) == letters


def test_the_names_of_one_person_share_the_key_of_the_surname() -> None:
    keys = {surname(name(form)) for form in ("Тоқаев, Қ.", "Tokayev, K.", "Tokaev, Kassym", "=Tokaev K. K.")}
    assert len(keys) == 1
    assert surname(name("van der Berg, J.")) == surname(name("Berg, J."))
    assert surname(name("=UNESCO")) != ""


@pytest.mark.parametrize("text", "et al.|Et al|others|and others|и др.|vd.|ve diğerleri|және т.б.|u. a.|[et al.]|等".split("|"))
def test_words_for_people_who_are_not_listed_are_recognised(text: str) -> None:
    nobody = Name(literal=text)
    assert is_others(nobody)
    assert is_others(Name(family=text))
    assert surname(nobody) == ""
    assert not same_person(nobody, nobody)
    assert not is_named("et al.", nobody)


@pytest.mark.parametrize(
    "somebody", [Name(literal="U. A."), Name(family="Al", given="A."), Name(family="In", given="I."), Name(literal="Others Ltd")]
)
def test_short_names_are_not_mistaken_for_such_words(somebody: Name) -> None:
    assert not is_others(somebody)
    assert surname(somebody) != ""


def test_et_al_split_into_two_parts_is_recognised() -> None:
    assert is_others(Name(family="al.", given="et"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Purlas", "Purtaş"),
        ("Tylor", "Taylor"),
        ("Huntington", "Huntigton"),
        ("Dosbolov", "Dosobolov"),
        ("Kroeber", "Koreber"),
        ("Касымзаде", "Касумзаде"),
        ("Bukeikhanov", "Dukeikhanov"),
    ],
)
def test_surnames_with_a_typing_error_are_close(a: str, b: str) -> None:
    assert close_surnames(a, b)
    assert close_surnames(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tokayev", "Tokaev"),
        ("Müller", "Muller"),
        ("Ivanov", "Ivanova"),
        ("Clark", "Clarke"),
        ("Peters", "Peter"),
        ("Hansen", "Hanson"),
        ("Johnson", "Johnston"),
        ("Li", "Lu"),
        ("Nye", "Ney"),
        ("Smith", "Jones"),
        ("Хантингтон", "Huntington"),
        ("Baker", "Maker"),
        ("", "A"),
    ],
)
def test_spellings_of_one_name_and_different_real_names_are_not_close(a: str, b: str) -> None:
    assert not close_surnames(a, b)
    assert not close_surnames(b, a)


NAMES = st.builds(Name, family=st.text(max_size=30), given=st.text(max_size=20), literal=st.text(max_size=30))


@given(NAMES, NAMES)
def test_comparison_of_two_people_is_symmetric(a: Name, b: Name) -> None:
    assert same_person(a, b) == same_person(b, a)


LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzşçöüабвгдежзийклмноцчшщюяқғәі", min_size=3, max_size=12).map(str.title)


@given(LETTERS, LETTERS)
def test_every_author_is_named_by_surname_full_name_and_initial(family: str, first: str) -> None:
    author = Name(family=family, given=first)
    assert is_named(family, author)
    assert is_named(f"{first} {family}", author)
    assert is_named(f"{family} {first[0]}.", author)
    assert same_person(author, Name(family=family, given=f"{first[0]}."))


@given(st.text(), NAMES)
def test_any_written_name_gets_an_answer(written: str, author: Name) -> None:
    assert is_named(written, author) in {True, False}
