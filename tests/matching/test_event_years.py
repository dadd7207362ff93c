"""The years of events in claims."""

from __future__ import annotations

from kzcheck.article import Claim, Location
from kzcheck.matching.lists.event_years import years

HERE = Location("claims.yaml", 1, 1, 1, 2)


def test_years_of_events_are_unique_and_sorted_and_plans_do_not_count():
    texts = {
        "c1": "The union was founded in 2010, joined by two states in 1998 and dissolved in 2010.",
        "c2": "The plan is to be carried out until 2030.",
        "c3": "It grew fast.",
    }

    assert years(Claim(name, text, HERE) for name, text in texts.items()) == {"c1": (1998, 2010)}
