"""Works: decides whether a record is the work in an entry, and combines all answers about the entry."""

from kzcheck.matching.works.competence import competence, weighty
from kzcheck.matching.works.identity import Comparison, has_doi_of_preprint
from kzcheck.matching.works.notices import Instead, Notice, Standing, instead_of_work
from kzcheck.matching.works.objections import OF_NAMES, Objection, objections_to
from kzcheck.matching.works.texts import is_text_of
from kzcheck.matching.works.verdict import (
    Astray,
    Newer,
    Verdict,
    arxiv_doi,
    certain,
    identifiers_of,
    judge,
    known_identifiers,
    newer_edition,
    published_version,
    verdicts,
)
