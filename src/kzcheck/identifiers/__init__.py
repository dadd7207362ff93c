"""Finds, checks and normalises identifiers: DOI, ISBN, ISSN, arXiv, PMID, PMCID, ORCID and URL.

`find_…` yields the identifiers in a text, `check_…` returns what is wrong with a field, `normal_…` the form for comparison, ""
if the text is not one. None of them raises, and applying `normal_…` to its own result changes nothing.
"""

from __future__ import annotations

from kzcheck.identifiers.doi import check_doi, doi_in_url, find_dois, handle_in_url, is_sample_doi, normal_doi, resolver_path
from kzcheck.identifiers.flaws import Flaw, Found
from kzcheck.identifiers.numbers import (
    check_isbn,
    check_issn,
    find_isbns,
    find_issns,
    normal_arxiv,
    normal_isbn,
    normal_issn,
    normal_orcid,
    normal_pmcid,
    normal_pmid,
    pmid_in_url,
)
from kzcheck.identifiers.urls import (
    Url,
    check_url,
    find_urls,
    host_and_port,
    is_internal,
    keeps_secrets,
    normal_url,
    shown,
    split,
    whole,
)
