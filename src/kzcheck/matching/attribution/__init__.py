"""Attribution: what a sentence credits to whom, against what it cites."""

from kzcheck.matching.attribution.authorship import Index, authors, last_name, speaks_for_several, work_name
from kzcheck.matching.attribution.crediting import Miscredit, credited, miscredits, own_sentence, slip
from kzcheck.matching.attribution.other_works import other_works
