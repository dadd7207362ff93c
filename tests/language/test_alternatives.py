from __future__ import annotations

import re

from kzcheck.language.alternatives import any_of, stems, whole_words


def test_the_longest_word_is_tried_first():
    assert re.match(any_of(["et al", "et alii", "et"]), "et alii (2010)")[0] == "et alii"


def test_special_characters_in_words_match_literally():
    assert re.fullmatch(any_of(["n.d.", "б. г."]), "nxd ") is None
    assert re.fullmatch(any_of(["n.d.", "б. г."]), "б. г.")


def test_a_star_matches_any_ending():
    assert re.fullmatch(any_of(["приня* к печати"]), "принята к печати")
    assert re.fullmatch(any_of(["план"]), "планы") is None


def test_a_space_matches_any_white_space():
    assert re.fullmatch(any_of(["et al"]), "et\n al")


def test_words_that_end_in_a_star_become_stems():
    assert stems(["план", "стать*"]) == ("стать",)


def test_words_of_all_languages_match_as_whole_words_in_any_case():
    examples = whole_words("claims.examples")

    assert examples.search("E.g. rivers")[0] == "E.g."
    assert examples.search("Например, реки")
    assert examples.search("a seesaw") is None
