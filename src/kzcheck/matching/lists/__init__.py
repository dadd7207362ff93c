"""Lists: entries against each other, and the style that they follow."""

from kzcheck.matching.lists.duplicates import Key, Match, Work
from kzcheck.matching.lists.styles import first_citations
