from __future__ import annotations

import re

from kzcheck.language.alternatives import any_of


def test_the_longest_word_wins():
    assert re.match(any_of(["et al", "et alii", "et"]), "et alii (2010)")[0] == "et alii"


def test_signs_in_words_stand_for_themselves():
    assert re.fullmatch(any_of(["n.d.", "б. г."]), "nxd ") is None
    assert re.fullmatch(any_of(["n.d.", "б. г."]), "б. г.")


def test_a_star_stands_for_any_ending():
    assert re.fullmatch(any_of(["приня* к печати"]), "принята к печати")
    assert re.fullmatch(any_of(["план"]), "планы") is None
