"""Reads the text of a PDF; it runs in a process of its own, since PDFium is C++."""

from __future__ import annotations

import unicodedata
from collections import Counter

from kzcheck.readers.documents.pdf import lacking
from kzcheck.readers.documents.pdf.extraction import extracted
from kzcheck.readers.documents.pdf.layout import layout
from kzcheck.readers.texts.leaves import language_of, leaves, without_lists
from kzcheck.reasons import Reason
from kzcheck.texts import Text

CODES = {
    "encrypted": "encrypted-file",
    "broken": "damaged-file",
    "long": "large-file",
    "pictures": "only-pictures",
    "empty": "no-words",
    "codes": "unmapped-fonts",
}
"""The codes of the reasons, by what is wrong with a PDF."""
ENOUGH = 200
"""Letters from which a text is examined for vowels and blanks."""
PRIVATE = 0.3
"""Share of characters for private use among the letters from which a text has no words."""
FEWEST_VOWELS = 0.15
"""Least share of vowels among the letters: languages in Latin and Cyrillic letters have 0.35 to 0.5."""
LONGEST = 30
"""Letters for each blank, at most: languages with blanks have 4 to 9."""
VOWELS = {"LATIN": frozenset("aeiouyıəæœø"), "CYRILLIC": frozenset("аеиоуыэюяіїєәөүұ")}


def read(content: bytes, name: str, form: str, parameters: str) -> Text | Reason:  # noqa: ARG001 - a PDF needs only its bytes
    """Return the text of a PDF, or the reason why it has none."""
    pages = extracted(content)
    if wrong := pages.wrong or lacking(pages):
        return Reason(CODES[wrong])
    made = layout(pages.pages, pages.title)
    blocks = without_lists(made.blocks)
    if not are_words("".join(block.text for block in made.blocks)):
        return Reason("unmapped-fonts")
    return Text(leaves(blocks, made.pages, made.numbers), made.title, (), language_of(blocks, ""))


def are_words(text: str) -> bool:
    """Return whether a text consists of words: a font without a map gives letters for private use, or any letters at all."""
    counts = Counter(text)
    private = sum(count for letter, count in counts.items() if unicodedata.category(letter) == "Co")
    letters = {letter: count for letter, count in counts.items() if letter.isalpha()}
    if private > PRIVATE * (private + sum(letters.values())):
        return False
    blanks = sum(count for letter, count in counts.items() if letter.isspace())
    for script, vowels in VOWELS.items():
        own = {letter: count for letter, count in letters.items() if unicodedata.name(letter, "").startswith(script)}
        total = sum(own.values())
        if total < max(ENOUGH, sum(letters.values()) / 2):
            continue
        voiced = sum(count for letter, count in own.items() if unicodedata.normalize("NFD", letter.lower())[0] in vowels)
        if voiced < FEWEST_VOWELS * total or total > LONGEST * blanks:
            return False
    return True
