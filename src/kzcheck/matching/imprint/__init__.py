"""Imprint: compares year, container, volume, issue and pages of an entry with those of a record."""

from kzcheck.matching.imprint.comparison import Imprint, before_preprint, compare_imprint
from kzcheck.matching.imprint.containers import same_container
from kzcheck.matching.imprint.extents import bounds, can_be_compared, located_pages, names_pages, printed_pages
