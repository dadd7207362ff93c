"""Decoding the bytes of a page."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck import data
from kzcheck.data.subjects import Charsets
from kzcheck.language.encodings import decode

CODECS = data.read("charsets", Charsets).names

RUSSIAN = "<p>Реки, которых никогда не было: история степных дорог</p>"
TURKISH = "<p>Hiç var olmamış ırmakların tarihi üzerine bir değerlendirme</p>"
KAZAKH = "<p>Ешқашан болмаған өзендер: дала жолдарының тарихы</p>"


@pytest.mark.parametrize("codec", ["utf-8", "windows-1251", "koi8-r"])
@pytest.mark.parametrize("text", [RUSSIAN, RUSSIAN.upper()])
def test_undeclared_cyrillic_is_recognised_by_its_letters(text: str, codec: str):
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [(TURKISH, "cp1254"), ("<p>Größe über Flüsse, été naïve</p>", "cp1252"), ("Þórður á þingi við ána", "cp1252")],
)
def test_latin_letters_with_diacritics_are_distinguished_from_turkish_and_icelandic(text: str, codec: str):
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (KAZAKH, "kz1048", "kz-1048"),
        ("<p>存在しない川の歴史</p>", "cp932", "Shift_JIS"),
        ("<p>从未存在的河流</p>", "gb18030", "gb2312"),
        ("<p>Řeky, které nikdy nebyly</p>", "cp1250", "windows-1250"),
    ],
)
def test_the_server_s_charset_is_used_if_the_bytes_allow_it(text: str, codec: str, declared: str):
    assert decode(text.encode(codec), declared) == text


def test_the_page_s_charset_is_used_if_the_server_declares_none():
    for head in ('<meta charset="windows-1250">', "<META HTTP-EQUIV=content-type CONTENT='text/html; charset=Windows-1250'>"):
        assert "Řeky" in decode((head + "<p>Řeky").encode("cp1250"))
    assert "Řeky" in decode('<?xml version="1.0" encoding="windows-1250"?><p>Řeky'.encode("cp1250"))


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1"])
def test_a_server_s_default_charset_is_ignored_if_the_bytes_contradict_it(declared: str):
    assert decode(RUSSIAN.encode("cp1251"), declared) == RUSSIAN


def test_valid_utf_8_is_decoded_as_such_whatever_is_declared():
    assert decode(RUSSIAN.encode(), "windows-1251") == RUSSIAN
    assert decode(RUSSIAN.encode()[:41], "windows-1251").startswith(RUSSIAN[:20])


def test_a_byte_order_mark_decides():
    assert decode(codecs.BOM_UTF16_LE + RUSSIAN.encode("utf-16-le"), "windows-1251") == RUSSIAN
    assert decode(codecs.BOM_UTF8 + b"plain") == "plain"


def test_python_can_decode_every_charset_in_the_table():
    assert all(codecs.lookup(codec) for codec in CODECS)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            "",
            "zlib",
            "idna",
            "punycode",
            "undefined",
            "unicode_escape",
            "utf-16",
            "no-such-thing",
            *sorted(name for names in CODECS.values() for name in names),
        ]
    ),
)
def test_any_bytes_with_any_charset_are_decoded_without_an_error(content: bytes, declared: str):
    assert isinstance(decode(content, declared), str)
