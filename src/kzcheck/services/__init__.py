"""The web services, one per module, named as in the table of sources. `SERVICES` holds those that know works."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kzcheck.sources import SOURCES, SourceName

if TYPE_CHECKING:
    from kzcheck.services.service import Service

SERVICES: dict[SourceName, Service] = {
    name: import_module(f"kzcheck.services.{name.replace('-', '_')}").SERVICE for name, source in SOURCES.items() if source.of_works
}
