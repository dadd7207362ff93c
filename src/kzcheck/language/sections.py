"""What part of an article a section is, by its heading."""

from __future__ import annotations

import functools
from typing import Literal

from kzcheck.language.folding import fold

Part = Literal["abstract", "methods", "results", "conclusion", "back", ""]

# Stems of headings in English, Russian, Kazakh, Turkish, German, French, Spanish, Portuguese, Italian, Ukrainian and Polish.
_STEMS: dict[Part, str] = {
    "abstract": """abstract summary аннотаци аңдатпа түйін özet zusammenfassung kurzfassung résumé resumen resumo riassunto sommario
    реферат анотаці streszczenie highlights""",
    "methods": """method materials methodolog методик метод материалы әдіс материалдар yöntem metodoloji gereç methoden méthod
    método materiales metodolog métodos metodi методи metod procedure experimental""",
    "results": """result findings результат нәтиже bulgu sonuçlar ergebnis résultat resultad risultat wyniki""",
    "conclusion": """conclu concluding вывод заключени қорытынды sonuç schluss fazit schlussfolgerung conclus conclusio висновк
    wnioski podsumowanie""",
    "back": """acknowledg благодарност алғыс teşekkür danksagung remerciement agradecimiento agradeciment ringraziament подяк
    podziękowan funding финансировани қаржыландыру finansman supporting supplement appendix приложени қосымша figure table
    references литература әдебиеттер kaynakça declaration""",
}


def part(heading: str) -> Part:
    """Return the part of an article that a section's heading names, "" for any other: a heading of two parts gives the first found.

    The language of the heading does not matter; numbers before it do not either.
    """
    words = fold(heading).split()
    return next((name for name, stems in _folded().items() if any(word.startswith(stems) for word in words)), "")


@functools.cache
def _folded() -> dict[Part, tuple[str, ...]]:
    return {name: tuple(fold(stem) for stem in stems.split()) for name, stems in _STEMS.items()}
