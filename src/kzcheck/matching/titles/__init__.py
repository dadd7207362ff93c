"""Titles of works and journals: compares them, and recognises the kind of work that one names."""

from kzcheck.matching.titles.genres import appears_again, is_about_another, is_common_title, is_label, is_notice, kind
from kzcheck.matching.titles.journals import same_journal
from kzcheck.matching.titles.recorded import alikeness, cleaned, compare_title, likeness, wording
from kzcheck.matching.titles.similarity import SAME_TITLE, same_numbers, same_title, similarity, title_keys
from kzcheck.matching.titles.wording import contrast, plain
