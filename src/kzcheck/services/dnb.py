"""The German National Library (https://www.dnb.de/EN/sru): what Germany published since 1913, theses too, and what is in German.

No key is needed, data under CC0. Its indices are `num` (ISBN and other numbers), `tit` (words of titles) and `per` (people).
It marks what does not count in sorting by two control characters, and writes its letters decomposed.
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
