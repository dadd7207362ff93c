"""The German National Library (https://www.dnb.de/EN/sru): German publications since 1913, including theses, and works in German.

No key is needed; the data is under CC0. The indices are `num` (ISBN and other numbers), `tit` (words of titles) and `per` (people).
Words ignored in sorting are marked with two control characters, and letters with accents are decomposed.
"""

from __future__ import annotations

from kzcheck.services import sru

SERVICE = sru.catalogue(
    name="dnb",
    url="https://services.dnb.de/sru/dnb",
    page="https://d-nb.info/{}",
    schema="MARC21-xml",
    isbn="num",
    title="tit",
    person="per",
    languages=("de", ""),
)
