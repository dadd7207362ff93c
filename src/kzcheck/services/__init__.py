"""The web services: one a file. `SERVICES` is the table of all that resolve references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.services import crossref, datacite, dnb, doi, handle, k10plus, open_library, openalex, pubmed, semantic_scholar

if TYPE_CHECKING:
    from kzcheck.services.service import Service
    from kzcheck.settings import ServiceName

SERVICES: dict[ServiceName, Service] = {
    module.SERVICE.name: module.SERVICE
    for module in (crossref, doi, handle, datacite, pubmed, openalex, semantic_scholar, open_library, k10plus, dnb)
}
