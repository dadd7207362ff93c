"""Attribution: compares the people and works that a sentence credits with those that it cites."""

from kzcheck.matching.attribution.authorship import (
    Index,
    authors,
    by_persons,
    is_by,
    last_name,
    speaks_for_several,
    surely_by,
    work_name,
    wrote,
    year_differs,
)
from kzcheck.matching.attribution.crediting import PEOPLE, Miscredit, credited, miscredits, own_sentence, slip
from kzcheck.matching.attribution.other_works import other_works, works_meant
