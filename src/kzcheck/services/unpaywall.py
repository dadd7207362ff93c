"""Unpaywall (https://unpaywall.org/products/api): where open-access copies of works with DOIs are.

It answers only users who give an e-mail address, and accepts 100,000 requests a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from kzcheck.identifiers import normal_doi
from kzcheck.services.service import json_of
from kzcheck.services.values import each, inside, text
from kzcheck.web.messages import Limit, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kzcheck.web.messages import Reply

NAME = "unpaywall"
URL = "https://api.unpaywall.org"
ROUTES = {"": Limit(5, 2)}
CONTACT = "email"
"""The query parameter for the user's address."""
UNKNOWN = 404


def asking_for_copies(dois: Iterable[str]) -> Iterator[tuple[tuple[str], Request]]:
    """Yield a request for the open copies of each work, with its DOI."""
    for doi in dois:
        yield (doi,), Request(NAME, f"/v2/{quote(doi, safe='/')}")


def copies(reply: Reply) -> Mapping[str, tuple[str, ...]]:
    """Return the addresses of open-access copies by DOI, the best first; nothing for an unknown DOI.

    Raises:
        UnreadableAnswer: the answer cannot be read.
    """
    work = json_of(reply, UNKNOWN)
    places = [inside(work, "best_oa_location"), *each(inside(work, "oa_locations"))]
    urls = (text(inside(place, "url_for_pdf")) or text(inside(place, "url")) for place in places)
    doi = normal_doi(text(inside(work, "doi")))
    return {doi: tuple(dict.fromkeys(url for url in urls if url))} if doi else {}
