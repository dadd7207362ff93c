"""Identifiers: find, check and normalise DOI, ISBN, ISSN, arXiv, PMID, PMCID, ORCID and URL.

`find_…` yields what stands in a text, `check_…` what is wrong with the text of a field, `normal_…` the form by which two of them
are compared, "" where a text is none. None of them raises, and `normal_…` of its own result is the same.
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
