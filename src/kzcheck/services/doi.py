"""doi.org: whether a DOI is registered, with which agency, and the agency's record in CSL-JSON.

Its word on unregistered DOIs is final: it asks the handle system, where DOIs are registered. Records come from the agencies, to
which doi.org redirects. ISTIC, Airiti and others have no records and redirect to the publisher's page or nowhere; such an answer
is `Failed`, because it says nothing about the DOI itself. The agency and the handle do.

See https://www.doi.org/doi-handbook/HTML/rest-api-response-format.html and https://citation.doi.org/docs.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kzcheck.csl import Item
from kzcheck.evidence import Absent, Failed, Found, Record
from kzcheck.reasons import Reason
from kzcheck.services import works
from kzcheck.services.handle import registration
from kzcheck.services.service import Ask, Service, every, is_success, json_of
from kzcheck.services.values import mappings, text
from kzcheck.web.messages import Limit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.sources import By
    from kzcheck.web.messages import Reply

BATCH = 50
"""DOIs in one request for agencies. Only the length of the URL is limited: 5.7 kB was answered, 11.5 kB was not."""

CSL = "application/vnd.citationstyles.csl+json"

UNREGISTERED = frozenset(("doi does not exist", "invalid doi"))
"""Values of the status that replaces the agency of an unregistered DOI, in lower case; the HTTP status is 200."""

NOT_FOUND_PAGE = b"doi not found"
"""Part of the title of doi.org's own 404 page, in lower case: the agencies' pages use other words."""


def lookup(by: By, values: Sequence[str]) -> Ask:
    """Ask for the agencies of up to `BATCH` DOIs, for one DOI's handle, or for one DOI's record.

    Commas separate DOIs in a request for agencies, so a DOI with a comma gets no answer there; ask for its handle instead.
    """
    path = ",".join(quote(value, safe="", errors="replace") for value in values)
    if by == "DOI":
        return Ask(by, tuple(values), f"/{path}", "record", CSL)
    return Ask(by, tuple(values), f"/ra/{path}" if by == "agency" else f"/api/handles/{path}", "registry")


def answers(ask: Ask, reply: Reply) -> Mapping[str, Answer]:
    """Return the answer to each value of the request; see `Service`."""
    if ask.by == "agency":
        agencies = {text(mapping.get("DOI")).lower(): mapping for mapping in mappings(json_of(reply))}
        return {value: _agency(value, agencies.get(value.lower(), {})) for value in ask.values}
    return every(ask, registration(reply, _registered(ask.values[0])) if ask.by == "handle" else _record(reply))


def _registered(doi: str, agency: str = "") -> Record:
    doi = works.doi_of(doi) or doi
    return Record(service="doi", id=doi, item=Item(id=doi, doi=doi), agency=agency, url=works.page_of(doi))


def _agency(doi: str, entry: dict[str, Any]) -> Answer:
    if agency := text(entry.get("RA"))[:60]:
        return Found((_registered(doi, agency),))
    if text(entry.get("status")).lower() in UNREGISTERED:
        return Absent()
    return Failed(Reason("no-agency"))


def _record(reply: Reply) -> Answer:
    if reply.status == 404 and NOT_FOUND_PAGE in reply.content[:20_000].lower():  # noqa: PLR2004 - Not Found
        return Absent()
    if reply.status in {204, 404, 406, 410} or (is_success(reply) and "html" in reply.media_type):
        return Failed(Reason("no-record"))
    return Found((works.record("doi", json_of(reply)),))


SERVICE = Service(
    name="doi",
    url="https://doi.org",
    # records come from the agencies, mostly from Crossref, whose limits apply
    routes={"registry": Limit(5, 2), "record": Limit(5, 2)},
    anonymous={"record": Limit(2, 1)},
    batch={"agency": BATCH, "handle": 1, "DOI": 1},
    lookup=lookup,
    answers=answers,
)
