"""The type of a work is what its fields tell, in many languages, and nothing where they do not tell."""

from __future__ import annotations

import pytest

from kzcheck.language.parsing.kinds import kind_of
from kzcheck.language.parsing.nouns import LABELS, Label

KINDS = [
    # by words
    ("thesis", "genre=дис. … канд. полит. наук : 23.00.04; title=Реки; publisher=МГУ"),
    ("thesis", "genre=автореф. дис. ... канд. филол. наук; title=Реки; number_of_pages=25"),
    ("thesis", "genre=филол. ғыл. канд. …автореф; title=Өзендер"),
    ("thesis", "genre=Yayımlanmamış Yüksek Lisans Tezi; title=Nehirler; publisher=İTÜ"),
    ("thesis", "genre=Ph.D. dissertation; title=Rivers; url=https://example.org"),
    ("thesis", "genre=Thèse de doctorat; title=Fleuves"),
    ("report", "genre=Discussion paper; title=Rivers"),
    ("report", "genre=Technical Report TR93-3; title=Rivers; publisher=MIT"),
    ("report", "genre=отчет о НИР; title=Реки"),
    ("legislation", "title=Федеральный закон от 17.12.1997 № 2-ФКЗ; container_title=Собрание законодательства РФ; issue=51"),
    ("legislation", "title=Указ Президента РФ от 21.01.2020 № 21; url=https://example.org"),
    ("legislation", "title=Қазақстан Республикасының Конституциясы; publisher=Жеті жарғы"),
    ("legislation", "title=Қазақстан Республикасының Еңбек кодексі"),
    ("legislation", "title=6698 sayılı Kişisel Verilerin Korunması Kanunu"),
    ("legislation", "title=Act of 3 May 1985"),
    ("article-journal", "title=Закон больших чисел; author=Роу Б.; container_title=Вестник примеров; issue=2"),
    ("book", "title=Конституционное право; author=Роу Б.; publisher=Юрист"),
    ("book", "title=Anayasa Hukuku; editor=B. Roe; publisher=Örnek Yayınları"),
    ("standard", "title=ГОСТ Р 7.0.5-2008. Библиографическая ссылка; publisher=Стандартинформ"),
    ("standard", "title=EN IEC 60350-1:2023, Household electric cooking appliances; publisher=CENELEC"),
    ("standard", "title=ҚР СТ 1.2-2019"),
    ("standard", "title=RFC 7519: JSON Web Token; url=https://example.org"),
    ("book", "title=ISO and the Making of Standards; author=Roe B.; publisher=Example Press"),
    ("patent", "genre=Пат. 2358036 Российская Федерация; title=Способ защиты; author=Роу Б."),
    ("patent", "genre=US patent 4 0054 881; title=Locator; author=Roe, B."),
    ("dataset", "genre=Data set; title=Rivers; publisher=Zenodo; doi=10.5555/1"),
    ("software", "genre=Computer software; title=Rivers; url=https://example.org"),
    ("motion_picture", "genre=Motion picture; title=Rivers; publisher=Example Studio"),
    ("personal_communication", "genre=Personal communication; author=Roe, B."),
    ("article", "title=Rivers; container_title=arXiv preprint arXiv:1607.00647; arxiv=1607.00647"),
    ("article", "title=Rivers; genre=preprint"),
    ("article", "title=Rivers; arxiv=1607.00647"),
    # in another work
    ("article-journal", "title=Rivers; container_title=Examples; volume=8; issue=2; page=5-9"),
    ("article-journal", "title=Реки; container_title=Вестник КазНУ. Серия Юридическая; page=169-71"),
    ("article-journal", "title=Rivers; container_title=Journal of Rivers; publisher=Example Press; volume=3"),
    ("article-journal", "title=Rivers; container_title=Proceedings of the IEEE; volume=86; issue=11"),
    ("article-journal", "title=Реки; container_title=Известия ТулГУ. Серия Математика; volume=11; issue=5"),
    ("article-newspaper", "title=Реки; container_title=Литературная газета; issue=5; issued=29 января 1992"),
    ("article-newspaper", "title=Rivers; container_title=The Guardian; url=https://example.org"),
    ("article-newspaper", "title=Өзендер; container_title=«Егемен Қазақстан» газеті"),
    ("article-newspaper", "title=Nehirler; container_title=Cumhuriyet; page=4"),
    ("paper-conference", "title=Rivers; container_title=Proceedings of the Fourth Conference on Examples; page=5-9"),
    ("paper-conference", "title=Реки; container_title=Примеры; genre=материалы междунар. науч. конф; publisher_place=М."),
    ("paper-conference", "title=Nehirler; container_title=IV. Ulusal Örnek Sempozyumu Kitabı; publisher=Örnek"),
    ("chapter", "title=Rivers; container_title=Handbook of Examples; editor=B. Roe; page=5-9; publisher=Example Press"),
    ("chapter", "title=Реки; container_title=Собрание сочинений; volume=2; publisher_place=М.; page=5-9"),
    ("entry-encyclopedia", "title=Van Kalesi; container_title=Online Türkiye Turizm Ansiklopedisi; url=https://example.org"),
    ("webpage", "title=Rivers; container_title=habr.com; publisher_place=М.; url=https://habr.com/1"),
    ("webpage", "title=Rivers; container_title=Example Magazine; url=https://example.org"),
    ("", "title=Rivers; container_title=Post-Soviet Affairs; page=5-9"),
    ("", "title=Rivers; container_title=Proc. SPIE; volume=238; page=10-18"),
    ("", "title=Путь; container_title=Наш Иерусалим; issued=10 апреля 1996; page=15"),
    # alone
    ("book", "title=Rivers; publisher=Example Press; issued=2004"),
    ("book", "title=Өзендер; publisher_place=Алматы; number_of_pages=256"),
    ("book", "title=Rivers; edition=2; url=https://example.org; issued=2004"),
    ("book", "title=Реки; genre=материалы конференции; publisher=Пример; number_of_pages=256"),
    ("webpage", "title=Rivers; url=https://example.org"),
    ("webpage", "title=Rivers; publisher=Example Office; url=https://example.org"),
    ("", "title=Rivers; publisher=Example Office; url=https://example.org; issued=2004"),
    ("", "title=Rivers; issued=2004"),
    ("", ""),
    # in an archive
    ("document", "title=Письма; container_title=РГАДА; note=Ф. 21. Оп. 1. Д. 3"),
    ("document", "title=Қорлар; container_title=ҚР Ұлттық архиві; note=Қор №369"),
    ("document", "title=Correspondence; note=Box 12, Folder 3"),
    ("book", "title=Реки; publisher=Пример; note=Т. 2"),
]


@pytest.mark.parametrize(("expected", "entry"), KINDS)
def test_the_fields_tell_the_type(expected: str, entry: str) -> None:
    texts: dict[Label, str] = {}
    for field in filter(None, entry.split("; ")):
        name, _, value = field.partition("=")
        texts[next(label for label in LABELS if label == name)] = value

    assert kind_of(texts) == expected


@pytest.mark.parametrize("words", ["закон " * 20_000, "box 1 " * 20_000, "g" * 100_000, "ГОСТ " * 30_000, "a.b" * 40_000])
def test_long_fields_are_looked_at_only_at_their_beginning(words: str) -> None:
    texts: dict[Label, str] = {
        "title": words,
        "genre": words,
        "note": words,
        "container_title": words,
        "url": "https://example.org",
    }
    assert isinstance(kind_of(texts), str)
