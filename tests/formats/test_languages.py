"""The catalogues are complete, true to their templates, compiled and spelt correctly; reports print nothing that they lack."""

from __future__ import annotations

import io
import re
import runpy
import shutil
import subprocess
from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from msgspec.structs import replace

from kzcheck import audit
from kzcheck.formats import FOR_PEOPLE, Format, language, render
from kzcheck.formats.naming import counted
from kzcheck.formats.text import capitals, sentence
from kzcheck.locale import ENGLISH, LANGUAGES, catalogue
from kzcheck.sources import SOURCES
from kzcheck.wording import Words, long_date, speaking, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog, Message

    from kzcheck.finding import Report

ROOT = Path(__file__).parents[2]
SENTENCES = runpy.run_path(str(ROOT / "docs" / "sentences.py"))
TRANSLATED = [name for name in LANGUAGES if name != ENGLISH]
DICTIONARIES = {"ru": "ru_RU", "kk": "kk_KZ", "tr": "tr_TR"}
CODE = re.compile(r"`[^`]*`|\{[^}]*\}|\([a-z-]+\)|--[a-z-]+|\S*[./_@]\S*|kzcheck [a-z]+|\bCODE\b")
"""What is not a word of the language: code, values, CSL's keys in brackets, options, names of files and hosts."""


@cache
def listed() -> set[tuple[str, ...]]:
    files = (path for ending in ("*.py", "*.j2") for path in SENTENCES["SOURCES"].rglob(ending))
    return {forms for path in files for _, forms in SENTENCES["translated"](path)}


def source(name: str) -> Path:
    return SENTENCES["SOURCES"] / "locale" / name / "LC_MESSAGES" / "kzcheck.po"


def translations(name: str) -> Catalog:
    with source(name).open("rb") as file:
        return read_po(file, locale=name)


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def values(text: str) -> set[tuple[str, str | None]]:
    return {(name, spec) for _, name, spec, _ in Formatter().parse(text) if name is not None}


def messages(name: str) -> Iterator[Message]:
    return (message for message in translations(name) if message.id)


@pytest.fixture(scope="module")
def article() -> Report:
    return audit(ROOT, offline=True)


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_sentence_of_reports_is_translated(name: str):
    known = {forms(message.id): message for message in messages(name)}

    assert known.keys() == listed(), "run `make messages`"
    assert not [ids for ids, message in known.items() if message.fuzzy or not all(forms(message.string))]


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_shows_the_values_of_its_sentence(name: str):
    for message in messages(name):
        shown = set.union(*map(values, forms(message.id)))
        for text in forms(message.string):
            assert values(text) <= shown, text
        assert set.union(*map(values, forms(message.string))) == shown, message.id


@pytest.mark.parametrize("name", TRANSLATED)
def test_the_compiled_catalogue_is_that_of_its_source(name: str):
    compiled = io.BytesIO()
    write_mo(compiled, translations(name))

    assert source(name).with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make messages`"


@pytest.mark.parametrize("name", TRANSLATED)
def test_words_are_spelt_as_the_dictionary_or_the_list_of_terms_has_them(name: str):
    hunspell, dictionary = shutil.which("hunspell"), DICTIONARIES[name]
    if not hunspell or not Path("/usr/share/hunspell", f"{dictionary}.dic").exists():
        pytest.skip(f"Hunspell with the dictionary {dictionary} is not installed")
    terms = set((ROOT / "tests" / "terms" / f"{name}.txt").read_text("utf-8").split("\n"))
    text = "\n".join(CODE.sub(" ", form) for message in messages(name) for form in forms(message.string))
    unknown = subprocess.run(
        [hunspell, "-d", dictionary, "-i", "utf-8", "-l"], input=text, capture_output=True, text=True, check=True
    )

    assert not set(unknown.stdout.split()) - terms


class Misses(NullTranslations):
    """The sentences that a catalogue was asked for and does not have."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add(msgid1)
        return msgid1 if n == 1 else msgid2


@pytest.fixture
def misses() -> Iterator[dict[str, Misses]]:
    catalogue.cache_clear()
    noted = {name: Misses() for name in TRANSLATED}
    for name, fallback in noted.items():
        catalogue(name).add_fallback(fallback)
    yield noted
    catalogue.cache_clear()


def unknown(misses: Misses) -> set[str]:
    """What a catalogue lacks, but for the names of services."""
    return misses.asked - {found.title for found in SOURCES.values()}


@pytest.mark.parametrize("name", TRANSLATED)
def test_reports_print_nothing_that_the_catalogue_lacks(name: str, article: Report, misses: dict[str, Misses]):
    for form in FOR_PEOPLE:
        assert render(replace(article, language=name), form) != render(replace(article, language=ENGLISH), form)

    assert not unknown(misses[name])


def test_reports_for_programs_are_in_english(article: Report):
    for form in set(Format) - FOR_PEOPLE:
        assert render(replace(article, language="ru"), form) == render(article, form)


def test_a_letter_is_in_the_language_of_the_article_unless_one_is_set(article: Report):
    turkish = replace(article, article=replace(article.article, language="tr-TR"))

    assert language(turkish, Format.MAIL) == language(turkish, Format.QUERIES) == "tr"
    assert language(turkish, Format.HTML) == ENGLISH
    assert language(replace(turkish, language="kk"), Format.MAIL) == "kk"
    assert language(replace(article, article=replace(article.article, language="de")), Format.MAIL) == ENGLISH


def test_a_letter_in_russian_addresses_twenty_one_authors_in_the_plural(article: Report):
    author = article.article.author[0]
    one, many = (replace(article, article=replace(article.article, author=(author,) * count), language="ru") for count in (1, 21))

    assert "Уважаемый автор!" in render(one, Format.MAIL)
    assert "Уважаемые авторы!" in render(many, Format.MAIL)


@pytest.mark.parametrize("says", ["1 ошибка", "3 ошибки", "5 ошибок", "11 ошибок", "21 ошибка", "0 ошибок"])
def test_russian_has_three_forms(says: str):
    with speaking("ru"):
        assert counted(int(says.split(maxsplit=1)[0]), "error") == says


def test_numbers_are_written_as_in_the_language():
    with speaking("tr"):
        assert written("{count:,} {share:.1f}", {"count": 12000, "share": 0.5}) == "12.000 0,5"
    with speaking("ru"):
        assert (
            written("{count:,} {share:.1f} {year}", {"count": 12000, "share": 0.5, "year": 2026})
            == "12\N{NO-BREAK SPACE}000 0,5 2026"
        )


def test_dates_have_the_order_of_the_language():
    dates = {}
    for name in LANGUAGES:
        with speaking(name):
            dates[name] = long_date(date(2026, 3, 5))

    assert dates == {"en": "5 March 2026", "ru": "5 марта 2026 г.", "kk": "2026 ж. 5 наурыз", "tr": "5 Mart 2026"}


def test_words_of_ours_among_the_values_are_translated_and_the_article_s_are_not():
    values = {"places": ("[2]", Words("claim {id}", {"id": "c1"}))}
    with speaking("tr"):
        assert written("{places}", values) == "[2], ifade c1"
    assert written("{places}", values) == "[2], claim c1"


def test_turkish_has_a_capital_letter_for_each_of_its_two_letters_i():
    with speaking("tr"):
        assert (capitals("ilk ışık"), sentence("ilk ışık")) == ("İLK IŞIK", "İlk ışık")
    assert capitals("first light") == "FIRST LIGHT"


def test_a_language_ends_with_its_block():
    with speaking("ru"), speaking(ENGLISH):
        assert long_date(date(2026, 3, 5)) == "5 March 2026"
    assert long_date(date(2026, 3, 5)) == "5 March 2026"
