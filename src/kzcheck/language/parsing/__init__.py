"""Parts a printed reference into its fields: masks identifiers, labels the words by a model, parts names and dates.

The model is a conditional random field over words and the signs between them; it is our own, small, and loaded when the first
entry is parsed.
"""

from __future__ import annotations

from kzcheck.language.parsing.items import item_of
from kzcheck.language.parsing.nouns import LABELS, Field, Label
from kzcheck.language.parsing.reading import Reading, read
from kzcheck.language.parsing.tagging import fields

__all__ = ["LABELS", "Field", "Label", "Reading", "fields", "item_of", "read"]
