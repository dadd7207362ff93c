"""Several texts are read at a time, and none after the time is over."""

from __future__ import annotations

import math
import time
from functools import partial

from kzcheck.gather.texts.reading import AT_A_TIME, Reading
from kzcheck.reasons import Reason
from kzcheck.texts import Text
from pdf_files import flow, pdf

BOOK = pdf(*[flow("A sentence of a long book. " * 100)] * 300)


def test_a_short_text_does_not_wait_for_a_long_one():
    reading, done = Reading(math.inf), dict[str, Text | Reason]()
    reading.start("long", BOOK, "a.pdf", "", partial(done.__setitem__, "long"))
    reading.start("short", b"A few words.", "a.txt", "", partial(done.__setitem__, "short"))
    reading.finish()

    assert list(done) == ["short", "long"]


def test_of_many_texts_only_a_few_are_read_at_a_time():
    reading, done = Reading(math.inf), dict[str, Text | Reason]()
    left: list[int] = []
    for number in range(AT_A_TIME + 2):
        reading.start(str(number), b"A few words.", "a.txt", "", partial(done.__setitem__, str(number)))
        left.append(number + 1 - len(done))
    reading.finish()

    assert max(left) <= AT_A_TIME
    assert all(isinstance(text, Text) for text in done.values())


def test_one_file_of_several_works_is_read_for_all_of_them():
    reading, done = Reading(math.inf), dict[str, Text | Reason]()
    for name in ("4", "5"):
        reading.start("same", b"A few words.", "a.txt", "", partial(done.__setitem__, name))
    reading.finish()

    assert done["4"] is done["5"]


def test_nothing_is_read_when_the_time_is_over():
    reading, done = Reading(time.monotonic()), dict[str, Text | Reason]()
    reading.start("late", b"A few words.", "a.txt", "", partial(done.__setitem__, "late"))
    reading.finish()

    assert done == {"late": Reason("no-time")}


def test_a_long_text_is_given_up_when_the_time_is_over():
    reading, done = Reading(time.monotonic() + 1.0), dict[str, Text | Reason]()
    reading.start("long", pdf(*[flow("A sentence of a long book. " * 100)] * 3_000), "a.pdf", "", partial(done.__setitem__, "long"))
    reading.finish()

    assert done == {"long": Reason("no-time")}


def test_a_text_that_cannot_be_processed_does_not_affect_others():
    reading, done = Reading(math.inf), dict[str, Text | Reason]()

    def fail(text: Text | Reason) -> None:
        if isinstance(text, Text):
            raise RecursionError
        done["bad"] = text

    reading.start("bad", b"A few words.", "a.txt", "", fail)
    reading.start("good", b"A few more words.", "a.txt", "", partial(done.__setitem__, "good"))
    reading.finish()

    assert done["bad"] == Reason("broke-off")
    assert isinstance(done["good"], Text)
