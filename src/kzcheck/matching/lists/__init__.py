"""Lists: compares the entries of a list with each other, and detects the style that they follow."""

from kzcheck.matching.lists.alphabet import misplaced
from kzcheck.matching.lists.doi_stems import strays
from kzcheck.matching.lists.duplicates import Entry, Key, Match
from kzcheck.matching.lists.full_notes import note_differs
from kzcheck.matching.lists.outliers import has_volume_alone, only_anonymous, only_undated
from kzcheck.matching.lists.parallels import differing
from kzcheck.matching.lists.people import ListedPeople
from kzcheck.matching.lists.styles import first_citations
from kzcheck.matching.lists.volumes import Issued, Trend, misfits
