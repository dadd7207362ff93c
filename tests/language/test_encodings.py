"""Text that was decoded wrongly."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcheck.language.encodings import control, is_suspicious, misread, undone


def mended(text: str) -> str:
    """Return the text with every misread run restored."""
    for hit in sorted(misread(text), reverse=True):
        text = text[: hit.start] + hit.mended + text[hit.end :]
    return text


@pytest.mark.parametrize(
    "text",
    [
        "Café",
        "naïve Größe",
        "São Paulo",
        "“quoted” – dash…",
        "№ 5",
        "Şehir ve ağaç",
        "łódź",
        "Сергей Иванов",
        "Ελλάδα",
        "السلام",
        "京都大学",
    ],
)
def test_utf8_read_as_windows_1252_is_restored(text: str):
    wrong = "".join(bytes((value,)).decode("cp1252", "ignore") or chr(value) for value in text.encode("utf-8"))

    assert wrong != text
    assert mended(wrong) == text


@pytest.mark.parametrize("text", ["Привет, мир", "Қазақстан тарихы", "тень – свет", "кофе café"])
def test_utf8_read_as_windows_1251_is_restored(text: str):
    wrong = "".join(bytes((value,)).decode("cp1251", "ignore") or chr(value) for value in text.encode("utf-8"))

    assert mended(wrong) == text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("für Küche – x’s", "für Küche – x’s".encode().decode("mac_roman")),
        ("Привет новому миру", "Привет новому миру".encode("cp1251").decode("cp1252")),
        ("Başkanlığı ve eğitim", "Başkanlığı ve eğitim".encode("cp1254").decode("cp1252")),
    ],
)
def test_other_pairs_of_encodings_are_restored(text: str, right: str):
    assert next(misread(right), None) is not None
    assert mended(right)[:6] == text[:6]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Über Größe und Maß der Flüsse", "cp1250"),
        ("Les rivières inventées", "cp1253"),
        ("Müller: Rivières — invented", "cp1257"),
        ("Größe der Flüsse", "cp437"),
        ("Kuća i močvara", "mac_roman"),
        ("α-Teilchen", "cp1252"),
        ("α-Teilchen", "latin-1"),
    ],
)
def test_a_second_opinion_restores_what_is_not_recognised_otherwise(text: str, codec: str):
    wrong = "".join(bytes((value,)).decode(codec, "ignore") or chr(value) for value in text.encode("utf-8"))

    assert list(misread(wrong))
    assert mended(wrong) == text
    assert {wrong[hit.start : hit.end] for hit in misread(wrong)} <= set(wrong.split(" "))


@pytest.mark.parametrize(
    "text",
    [
        "“MAÇÔ e “IRMÖ, NESTLÉ®",
        "2−ΔΔCT, 5°–7°, ±0.1 µm",
        "Bayrūt, al-Jazāʼir al-ʻĀṣimah",
        "Эксмо, Бомбора™",
        "\x98Der\x9c Fluß",
        "»PÅ« och 2.1 Å±0.1",
        "« café », voilà « là »",
        "Różne рiки: Різні сіз",
        "þátttaka og jafnræði",
        "Ðại cương về ý thức",
        "мРНК и мтДНК",
        "Куќата и ѓаволот",
        "Réunion, Zürich, Ærø",
    ],
)
def test_correct_text_of_other_languages_is_left_alone(text: str):
    assert list(misread(text)) == []


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_text_misread_several_times_is_restored(codec: str, times: int):
    text = wrong = "‘Küche’ für Œuvres"
    for _ in range(times):
        wrong = "".join(bytes((value,)).decode(codec, "ignore") or chr(value) for value in wrong.encode())

    assert undone(wrong) == text
    assert is_suspicious(wrong)
    assert not is_suspicious(text)


def test_correct_text_is_not_changed():
    for text in ("plain", "Café – été", "Привет", "“MAÇÔ", "São João, IRMÃ"):
        assert undone(text) == text
        assert not is_suspicious(text)


def test_control_characters_are_read_as_windows_1252_punctuation():
    assert [control(character) for character in "\x92\x96\x85\x98\x9c\x81\x02a–"] == ["’", "–", "…", "", "", "", "", "", ""]


@given(st.text(alphabet="ÃÂÅâ€™\x80\x98\x85 abé"))
def test_restoring_always_ends(text: str):
    assert undone(undone(text)) is not None


@given(st.one_of(st.text(), st.text(alphabet="ÃÂÐÑâ€™Р°С‚Г©√Äþýðќѓы«»\x80\xa0 abЖĂ¤ΓΌ├╝Ć¼", max_size=60)))
def test_misread_runs_are_within_the_text(text: str):
    for hit in misread(text):
        assert 0 <= hit.start < hit.end <= len(text)


def test_ordinary_texts_never_load_the_library_for_the_second_opinion():
    program = (
        "import sys\nfrom kzcheck.language.encodings import misread\n"
        "for text in ('Größe « été » – «книга», №\xa05', 'Қазақстан', 'Akıncı’s', 'DrГ¶Гџe'): list(misread(text))\n"
        "print('ftfy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout == "False\n"
