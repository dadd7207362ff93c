from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.folding import fold, fold_name, fold_words, lower

# One name per line, in spellings of several languages and transliteration systems; all must fold to one key.
ONE_KEY = """
Тоқаев Токаев Tokayev Tokaev Toqaev Tokajew Toqayev
Назарбаев Nazarbayev Nazarbaev Nazarbajew Nazarbaïev
Әуезов Ауэзов Auezov Äuezov
Құнанбайұлы Qunanbaiuly Kunanbaiuly Kunanbayuly
Қозыбаев Козыбаев Kozybaev Qozybayev Kozybayev
Сүлейменов Сулейменов Suleimenov Suleymenov Süleimenov
Нұрпейісов Нурпеисов Nurpeisov Nurpeissov Nurpeyisov
Жұмабаев Zhumabaev Zhumabayev Žumabaev Zhumabajew
Бөкейханов Bokeikhanov Bökeihanov Bokeykhanov
Маңғыстау Mangystau
Достоевский Dostoevsky Dostoyevsky Dostoevskii Dostojewski Dostoevskij Dostoïevski Dostojevskij
Чайковский Tchaikovsky Tschaikowsky Chaikovskii Čajkovskij Czajkowski Chaykovskiy
Хрущёв Khrushchev Khrouchtchev Hruščev Khrushchov
Гумилёв Gumilyov Gumilev Gumilëv Gumiljow
Горбачёв Gorbachev Gorbachov Gorbatschow Gorbačev Gorbachyov Gorbatchev
Выготский Vygotsky Vygotskii Wygotski Vygotskij Vygotskiy
Соловьёв Solovyov Soloviev Solov'ev Solovyev Solowjow Solov'yov
Щербаков Shcherbakov Scherbakov Ščerbakov
Менделеев Mendeleev Mendeleyev Mendelejew Mendeleïev
Прокофьев Prokofiev Prokofyev Prokofjew Prokof'ev Prokofieff
Бахтин Bakhtin Bahtin
Цветаева Tsvetaeva Tsvetayeva Cvetaeva
Юдин Yudin Iudin Judin
Яковлев Yakovlev Jakovlev Iakovlev
Ельцин Yeltsin Eltsin Jelcin El'cin
Шевченко Shevchenko Ševčenko Schewtschenko
Зеленський Zelenskyy Zelensky Zelenskiy Зеленский
Хмельницький Khmelnytsky Khmelnytskyi Хмельницкий
Їжакевич Yizhakevych Izhakevych
Koç Koc
Yıldız Yildiz YILDIZ
Purtaş Purtas
Özdener Ozdener Oezdener
Çelik Celik Челик
Güneş Gunes Guenes
Atatürk Ataturk Ататюрк Ататүрк
Qasımzadə Qasimzade
Müller Mueller Muller Мюллер
Schröder Schroeder Schroder
Jäger Jaeger Jager
Weiß Weiss
Schmidt Шмидт
Goethe Göthe
Kowalski Kovalsky Ковальский
Żukowski Zukowski Zhukovsky Жуковский
Dvořák Dvorak
Čapek Capek Чапек
Søren Soeren Soren
Ørsted Orsted Oersted
Åström Astrom Aastrom
al-Fārābī al-Farabi Аль-Фараби Әл-Фараби
Khaldun Khaldūn Haldun Хальдун
García Garcia
Nguyễn Nguyen
Gonçalves Goncalves
Tsoi Tsoy Цой
Alekseev Alexeyev Алексеев Alekseyev Alexeiev
Petrosyan Petrosian Петросян
""".strip().splitlines()

DIFFERENT = [
    tuple(pair.split())
    for line in """
    Starr Stark|Tylor Taylor|Nye Ney|Lee Li|Wang Wong|Ivanov Ivanova|Zhang Yang|Zhang Jiang|Zhang Zang|Chen Shen
    Chen Cheng|Zhou Zou|Jing Ying|Jiang Yang|Zhao Yao|Khan Han|Mann Man|Petrov Pavlov|Petrov Petrenko
    Ivanov Ivanenko|Smirnov Semenov|Koç Kaya|Kaya Kaye|Müller Miller|Meier Mayer|Nazarbaev Nazarov|Tokayev Tokarev
    Kim Kym|Park Pak|Johnson Jackson|Williams Wilson|Brown Braun|Clark Clarke|Hansen Jansen|Gray Grey|Lin Ling
    Chang Zhang|Tan Tang|Абаев Абиев|Омаров Умаров|Ахметов Ахмедов|Martin Martinez|Rossi Russo|Lewis Louis
    Green Greene|Hofer Hoover|Marx Mark|Kant Kantor
    """.strip().splitlines()
    for pair in line.split("|")
]

# Two names for a person, one by sound: no rule on letters separates them without separating real spellings of one name.
FOLDED_TOGETHER = [("Fischer", "Fisher"), ("Weber", "Webber"), ("Nowak", "Novak"), ("Marx", "Marks"), ("Khalil", "Halil")]


@pytest.mark.parametrize("line", ONE_KEY)
def test_all_spellings_of_one_name_fold_alike(line: str) -> None:
    keys = {fold_name(spelling) for spelling in line.split()}
    assert len(keys) == 1, keys


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_names_fold_differently(a: str, b: str) -> None:
    assert fold_name(a) != fold_name(b)


@pytest.mark.parametrize(("a", "b"), FOLDED_TOGETHER)
def test_names_that_sound_alike_fold_together(a: str, b: str) -> None:
    assert fold_name(a) == fold_name(b)


@pytest.mark.parametrize("name", ["Nye", "Ли", "Öz", "Wu", "Koç", "Yu"])
def test_a_name_under_four_letters_keeps_every_letter_of_its_plain_fold(name: str) -> None:
    assert fold_name(name) == fold(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Қазақстан – 2050", "kazakstan 2050"),
        ("Kul'tura i obshchestvo", "kultura i obshchestvo"),
        ("Культура и общество", "kultura i obshchestvo"),
        ("Şırnak'ın ĞÜİ", "sirnakin gui"),
        ("H<sub>2</sub>O &amp; the <i>Sea</i>", "h2o the sea"),
        ('<mml:math xmlns:mml="http://example.org"><mml:mi>x</mml:mi></mml:math>-rays', "x rays"),
        ("{DNA} repair", "dna repair"),
        ("a < b and c > d", "a b and c d"),
        ("multi\u00adlevel", "multilevel"),
        ("  ", ""),
        ("Ⅳ. ２０２４", "iv 2024"),
        ("й", "i"),  # и with a combining breve
        ("習近平", "xijinping"),
    ],
)
def test_a_text_folds_to_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_gives_words_of_ascii_letters_and_digits_and_is_stable(text: str) -> None:
    folded = fold(text)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in folded.split(" ") if folded)
    assert fold(folded) == folded


@given(st.text(alphabet="aéßłöşığzъёжыәғқңөұүһіїєґ -'’.;/"))
def test_case_and_surrounding_space_do_not_matter(text: str) -> None:
    assert fold(f" {text.upper()} ") == fold(text)


@given(st.text())
def test_a_folded_name_has_as_many_words_as_the_folded_text(text: str) -> None:
    assert len(fold_name(text).split()) == len(fold(text).split())


def test_lower_case_is_the_same_as_in_word_lists():
    assert lower("İktisatçı") == "iktisatçı"
    assert lower("ПРЕЗИДЕНТ, Straße") == "президент, straße"


def test_lower_case_keeps_the_position_of_every_letter():
    assert all(len(lower(chr(point))) == 1 for point in range(sys.maxunicode + 1))


OWN_WAY = {
    "language/folding.py": "makes letters small",
    "language/manuscripts/latex.py": "finds a command by its other spelling",
    "language/web_pages.py": "looks into bytes",
    "matching/links/drift.py": "compares texts of pages with each other",
    "matching/links/page_states.py": "compares paths of addresses with each other",
    "matching/quotations/differing.py": "compares quoted words with those of a text, in a form of its own",
    "matching/quotations/spelling.py": "compares quoted words with those of a text, in a form of its own",
    "rules/citations.py": "compares keys with each other, as pandoc and BibTeX have them",
}


def test_all_code_lowers_letters_with_the_same_function_before_a_look_up():
    source = Path(__file__).parents[2] / "src" / "kzcheck"
    other_calls = {
        path.relative_to(source).as_posix()
        for room in ("language", "matching", "rules")
        for path in (source / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"lower", "casefold"} and not _is_own(node)
    }

    assert other_calls == OWN_WAY.keys()


def _is_own(node: ast.Attribute) -> bool:
    """Return whether it is the field of `Words` with the words of a text in lower case."""
    return isinstance(node.value, ast.Name) and node.value.id in {"self", "words"}


def test_remembered_words_are_folded_like_all_others():
    text = 'Щербаков, <i lang="ru">Волга</i> &amp; R&D: Zhukov’s «Ёлка», x<y and Tchaikovsky (1987)'

    assert fold_words(text) == fold_name(text) == fold_words(text)
