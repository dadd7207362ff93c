from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.language.cyrillic import in_cyrillic
from kzcheck.language.folding import fold, fold_name

SYSTEMS = """
Kul'turnaia politika goroda                     | Культурная политика города
Kul’turnaya politika goroda                     | Культурная политика города
Kulturnaya politika goroda                      | Культурная политика города
Kulʹturnaja politika goroda                     | Культурная политика города
Kulʹturnaâ politika goroda                      | Культурная политика города
Vneshnyaya torgovlya i solyanye puti            | Внешняя торговля и соляные пути
Vneshniaia torgovlia i solianye puti            | Внешняя торговля и соляные пути
Vnešnââ torgovlâ i solânye puti                 | Внешняя торговля и соляные пути
Vnešnjaja torgovlja i soljanye puti             | Внешняя торговля и соляные пути
Ob"ekt i sub"ekt soliarnogo znaniia             | Объект и субъект солярного знания
Obshchestvennoe mnenie i vlast'                 | Общественное мнение и власть
Obshchestvennoye mneniye i vlast’               | Общественное мнение и власть
Obščestvennoe mnenie i vlastʹ                   | Общественное мнение и власть
Ekonomika i ezhednevnaia zhizn' stepnoi derevni | Экономика и ежедневная жизнь степной деревни
Ekonomika i yezhednevnaya zhizn’ derevni        | Экономика и ежедневная жизнь деревни
Sotsial'nye voprosy Evrazii                     | Социальные вопросы Евразии
Sovetskie gorodskie uchrezhdeniia v XX veke     | Советские городские учреждения в XX веке
Novyye russkiye slovari                         | Новые русские словари
VOPROSY GORODSKOI KULTURY                       | ВОПРОСЫ ГОРОДСКОЙ КУЛЬТУРЫ
"""

KAZAKH = """
Qazaqstan Respublikasynyñ su qory     | Қазақстан Республикасының су қоры
Kazakhstan Respublikasynyn su qory    | Қазақстан Республикасының су қоры
Qazaq tiliniñ sözdigi                 | Қазақ тілінің сөздігі
Qazaq ádebıetiniń tarıhy              | Қазақ әдебиетінің тарихы
Qazaq halqynyñ ūlttyq mädenieti       | Қазақ халқының ұлттық мәдениеті
Bilim zhane gylym turaly              | Білім және ғылым туралы
"""


def pairs(lines: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("latin", "cyrillic"), pairs(SYSTEMS))
def test_russian_is_restored_from_every_transliteration_system(latin: str, cyrillic: str) -> None:
    assert in_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(("latin", "cyrillic"), pairs(KAZAKH))
def test_kazakh_is_restored_from_every_alphabet(latin: str, cyrillic: str) -> None:
    assert in_cyrillic(latin) == cyrillic


OTHERS = """
The Quiet Harbour: A History of Salt and Sail
"Great Harbours, Great Ideas"
Harper's Harbour Almanac
Space Harbour Pol'y
J Harb Econ Dyn Control
Introduction to the politics of culture
Geschichte der russischen Häfen im Überblick
Zur Politik der Stadt
La politique culturelle d'un port de mer
Muséum national d'histoire maritime
Historia de la navegación en el Cáucaso
La politica culturale della città
Història de la cultura
Türkiye tarihi üzerine araştırmalar
Kültür politikası ve liman tarihi
Dünyaya açılan kapılar
Historia literatury polskiej i obcej
Dzieje kultury miejskiej
Dějiny české literatury
Povijest hrvatske književnosti i kulture
Istorija srpske književnosti
Zgodovina slovenskega jezika
Istoria literaturii și a politicii
Oʻzbekiston tarixi va madaniyati
O'zbekiston iqtisodiyoti va madaniyati haqida
Azərbaycan ədəbiyyatı tarixi
Suomen kulttuurin historia
De geschiedenis van de Nederlandse handel
Zhongguo lishi yanjiu
Kokumin no rekishi
Sejarah politik Indonesia
Historia Ecclesiastica gentis
UNESCO
Nye
"""


@pytest.mark.parametrize("title", OTHERS.strip().splitlines())
def test_titles_in_other_languages_are_left_alone(title: str) -> None:
    assert in_cyrillic(title) == ""


@pytest.mark.parametrize("title", ["", "2050", "Вопросы истории", "Қазақстан тарихы", "田中", "'", '"'])
def test_text_not_in_latin_letters_is_not_converted(title: str) -> None:
    assert in_cyrillic(title) == ""


WORDS = """вопросы истории русской культуры города политика общество теория развитие проблемы советской литературы языка народов
    издание очерки хозяйство государства международные отношения внешняя торговля степной образование учреждения связи памятники
    археология словарь научная деятельность промышленность железнодорожный съезд объект щит юность ярмарка цена чтение
    жизнь""".split()
_LETTERS = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        """a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch " y ' e yu ya""".split(),
        strict=True,
    )
)
titles = st.lists(st.sampled_from(WORDS), min_size=4, max_size=8, unique=True).map(" ".join)


def bgn(text: str) -> str:
    """Return the text in BGN/PCGN, with ye at the start of a word and after vowels and signs."""
    before = [" ", *text]
    return "".join(
        "ye" if letter == "е" and before[at] in "аеёиоуыэюяъь " else _LETTERS.get(letter, letter) for at, letter in enumerate(text)
    )


@settings(max_examples=60)
@given(titles)
def test_transliterated_russian_is_restored(title: str) -> None:
    assert in_cyrillic(bgn(f"очерки истории русской культуры {title}")) == f"очерки истории русской культуры {title}"


@settings(max_examples=60)
@given(titles)
def test_our_own_transliteration_can_be_reversed(title: str) -> None:
    folded = fold(f"вопросы истории русской культуры {title}")
    assert fold_name(in_cyrillic(folded)) == fold_name(folded)


@settings(max_examples=100)
@given(st.text(alphabet=st.characters(max_codepoint=0x250), max_size=60))
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(in_cyrillic(text), str)


def test_a_long_text_is_truncated() -> None:
    assert len(in_cyrillic("Kul'turnaia politika goroda " * 1000)) <= 500


TITLES = (
    "Общественное мнение и власть",
    "Внешняя торговля и соляные пути",
    "Культурная политика города",
    "Сельские школы и общественные библиотеки",
)
SURNAMES = "Щербакова Юрьев Хачатурян Цветаева Жуковский Ильин Эйзен Чайковский Яковлев Соловьёва Зайцев Майоров".split()


RESTORED = """
ALA_LC ALA_LC_ALT BGN_PCGN BGN_PCGN_ALT BS_2979_ALT GOST_16876 GOST_7034 GOST_779 GOST_779_ALT ICAO_DOC_9303 ISO_9_1954 SCIENTIFIC
"""


@pytest.mark.parametrize("system", RESTORED.split())
def test_titles_are_restored_from_the_systems_of_iuliia(system: str) -> None:
    schema = getattr(pytest.importorskip("iuliia", reason="iuliia, which transliterates, is not installed"), system)

    assert [title for title in TITLES if in_cyrillic(schema.translate(title)) != title] == []


@pytest.mark.parametrize("system", "ALA_LC BGN_PCGN BS_2979 ICAO_DOC_9303 ISO_9_1968 MOSMETRO MVD_310 UNGEGN_1987".split())
def test_names_fold_alike_in_the_systems_of_iuliia(system: str) -> None:
    schema = getattr(pytest.importorskip("iuliia", reason="iuliia, which transliterates, is not installed"), system)

    assert [name for name in SURNAMES if fold_name(schema.translate(name)) != fold_name(name)] == []
