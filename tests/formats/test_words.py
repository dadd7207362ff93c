"""Every state of a work or a link has words for readers."""

from __future__ import annotations

from typing import get_args, get_type_hints

from kzcheck.formats import links, records
from kzcheck.formats.json_shapes import ReferenceView
from kzcheck.matching.links.http_outcomes import State


def test_every_state_of_a_link_has_words():
    assert set(links.WORDS) == set(links.STATES) == {*get_args(State), links.UNSEEN}


def test_every_state_of_a_work_has_words():
    assert set(records.WORDS) == set(records.STATES) == set(get_args(get_type_hints(ReferenceView)["resolution"]))
