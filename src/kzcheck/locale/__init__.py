"""The languages of reports, and their catalogues of translations: a folder each, made by `make messages` and filled in by hand."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

ENGLISH = "en"
LANGUAGES = (ENGLISH, "ru", "kk", "tr")
"""All languages by their codes (ISO 639-1). English needs no catalogue: the templates are English themselves."""


@lru_cache
def catalogue(language: str) -> GNUTranslations:
    """Return the translations into one of `LANGUAGES` other than English."""
    from gettext import GNUTranslations  # noqa: PLC0415 - reports in English need none
    from importlib.resources import files  # noqa: PLC0415 - as above

    with (files(__name__) / language / "LC_MESSAGES" / "kzcheck.mo").open("rb") as file:
        return GNUTranslations(file)
