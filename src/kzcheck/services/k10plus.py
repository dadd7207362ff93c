"""K10plus (https://wiki.k10plus.de/display/K10PLUS/SRU): the union catalogue of German libraries, with books from all countries.

No key, no published limit, data under CC0. Its explain record lists the indices `pica.isb` (ISBN), `pica.tit` (words of titles)
and `pica.per` (people). One ISBN has up to five records: editions, and e-books linked to the printed book.
"""

from __future__ import annotations

from kzcheck.services import sru

SERVICE = sru.catalogue(
    name="k10plus",
    url="https://sru.k10plus.de/opac-de-627",
    page="https://opac.k10plus.de/DB=2.299/PPNSET?PPN={}",
    schema="marcxml",
    isbn="pica.isb",
    title="pica.tit",
    person="pica.per",
)
