"""The part of an article that a heading names."""

from __future__ import annotations

import pytest

from kzcheck.language.sentences import part_of_article


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Abstract", "abstract"),
        ("Аннотация", "abstract"),
        ("Аңдатпа", "abstract"),
        ("ÖZET", "abstract"),
        ("Zusammenfassung", "abstract"),
        ("Résumé", "abstract"),
        ("2. Materials and Methods", "methods"),
        ("Материалы и методы", "methods"),
        ("Зерттеу әдістері", "methods"),
        ("Yöntem", "methods"),
        ("Results and Discussion", "results"),
        ("Результаты", "results"),
        ("Нәтижелер", "results"),
        ("Bulgular", "results"),
        ("Conclusion", "conclusion"),
        ("Выводы", "conclusion"),
        ("Қорытынды", "conclusion"),
        ("Sonuç", "conclusion"),
        ("Schlussfolgerungen", "conclusion"),
        ("Acknowledgements", "back"),
        ("Благодарности", "back"),
        ("Introduction", ""),
        ("Введение", ""),
        ("Material Culture of the Nomads", ""),
        ("", ""),
    ],
)
def test_a_heading_names_a_part_in_any_language(heading: str, expected: str):
    assert part_of_article(heading) == expected
