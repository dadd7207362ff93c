"""Names: decides whether two names in a list, a record or a sentence mean the same person."""

from kzcheck.matching.names.alignment import Lineup, Pair, Relation, finder, is_body, is_nobody, line_up, relation, surely_another
from kzcheck.matching.names.exchanged import exchanged
from kzcheck.matching.names.person import close_surnames, is_named, is_others, is_spelt, may_be_misspelt, same_person, surname
