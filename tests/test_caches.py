"""Caches of texts are cleared after an audit; tables are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck import audit
from kzcheck.api import forget
from kzcheck.formats import html
from kzcheck.language import attribution, dates, languages
from kzcheck.language.folding import fold_name

if TYPE_CHECKING:
    from pathlib import Path


def test_texts_are_forgotten_and_tables_are_not():
    languages.guess("Rivers that never were")
    attribution.credits("Okafor argues that rivers were.")
    fold_name("Okafor")
    dates.month("мая")
    tables = dates._months.cache_info().currsize

    forget()

    assert [function.cache_info().currsize for function in (languages.guess, attribution.credits, fold_name)] == [0, 0, 0]
    assert dates._months.cache_info().currsize == tables == 1


def test_an_audit_leaves_no_texts_in_caches(folder: Path):
    audit(folder, offline=True)

    assert languages.guess.cache_info().currsize == fold_name.cache_info().currsize == 0


def test_the_templates_of_the_page_are_compiled_once_for_many_audits(folder: Path):
    html.render(audit(folder, offline=True))
    environment = html._environment()
    audit(folder, offline=True)

    assert html._environment() is environment
