"""A field has its own brackets and quotation marks, and not those around it."""

from __future__ import annotations

import pytest

from kzcheck.language.parsing.borders import borders

FIELDS = [
    # the words between the bars, and the field
    ("М.: Изд-во «|Академия|», 2010", "Академия"),
    ("Ижевск: |Изд-во «Удмуртский университет|», 2010", "Изд-во «Удмуртский университет»"),
    ("ООО |“И.Д. Вильямс|”, 2017", "“И.Д. Вильямс”"),
    ("// |Альманах „Ворон|“. 2015", "Альманах „Ворон“"),
    ("«|Белый ворон» (Екатеринбург|), 2", "«Белый ворон» (Екатеринбург)"),
    ("«|Слово» и «дело|». 2015", "«Слово» и «дело»"),
    ('Закон "|О правительстве|" 1997', "О правительстве"),
    ('|Asian Journal "Steppe Panorama|", вып. 2', 'Asian Journal "Steppe Panorama"'),
    ('"|Steppe" and river|, 2', '"Steppe" and river'),
    ('"|Steppe" and "river|", 2', '"Steppe" and "river"'),
    ("(|Re)constructing rivers|. 2004", "(Re)constructing rivers"),
    ("[|5,3,3] and more|. 2004", "[5,3,3] and more"),
    ("|2 (35|), с. 5", "2 (35)"),
    ("(|2004|). Rivers", "2004"),
    ("|What is a river|? Examples", "What is a river?"),
    ("|диптих «Мой друг|...» // Сб.", "диптих «Мой друг...»"),
    ("|Disputatio “Antequam esset|.” 3 vols.", "Disputatio “Antequam esset.”"),
    ("“|Rivers|,” Examples", "Rivers"),
    ("|Rivers|", "Rivers"),
]


@pytest.mark.parametrize(("marked", "expected"), FIELDS)
def test_a_pair_of_signs_is_not_parted(marked: str, expected: str) -> None:
    before, words, after = marked.split("|")
    text = before + words + after
    start, end = borders(text, len(before), len(before) + len(words))

    assert text[start:end] == expected
