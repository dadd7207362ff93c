"""Names: whether two are one person's, in a list, a record or a sentence."""

from kzcheck.matching.names.alignment import Lineup, Pair, Relation, finder, is_body, is_nobody, line_up, relation
from kzcheck.matching.names.person import close_surnames, is_named, is_others, same_person, surname

__all__ = [
    "Lineup",
    "Pair",
    "Relation",
    "close_surnames",
    "finder",
    "is_body",
    "is_named",
    "is_nobody",
    "is_others",
    "line_up",
    "relation",
    "same_person",
    "surname",
]
