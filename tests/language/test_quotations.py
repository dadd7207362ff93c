"""The quoted passages of a text, in the quotation marks of many languages."""

from __future__ import annotations

import pytest

from kzcheck.language.quotations import LONGEST, quotations
from kzcheck.language.sentences import split

TWO = "Rivers make roads. Roads make no rivers."


@pytest.mark.parametrize(
    ("opening", "closing"),
    ["“”", "„“", "„”", "«»", "»«", "»»", "””", '""', "‘’", "‚‘", "‹›", "「」", ("« ", " »")],
)
def test_a_quotation_of_several_sentences_is_one_passage_and_belongs_to_the_sentence_that_introduces_it(opening: str, closing: str):
    text = f"It rained. Okafor wrote: {opening}{TWO}{closing} Nobody else did."

    sentences = [text[span.start : span.end] for span in split(text)]

    assert [quotation.text for quotation in quotations(text)] == [TWO]
    assert sentences == ["It rained.", f"Okafor wrote: {opening}{TWO}{closing}", "Nobody else did."]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“She said ‘no’, and “yes” to us”, he wrote.", ["She said ‘no’, and “yes” to us"]),
        ("An open “mark, and then “rivers” alone.", ["rivers"]),
        ("An open «mark, and then «rivers» alone.", ["rivers"]),
        ("„Flüsse“ und “rivers”", ["Flüsse", "rivers"]),
        ("»Flüsse« und »Wege«", ["Flüsse", "Wege"]),
        ('The authors’ view, Okafor’s view and 12" pipes', []),
        ("‘It isn’t the river’s fault’, he said.", ["It isn’t the river’s fault"]),
        ('“kültür”ün ve "güç"ün', ["kültür", "güç"]),
        ("Okafor‘ın “nehirler” sözü", ["nehirler"]),
        ("他说“文化造就政治。政治不造就文化。”", ["文化造就政治。政治不造就文化。"]),
        ("An open “mark.\n\nA new paragraph” follows.", []),
        (f"An open “{'mark ' * (LONGEST // 5)}” that is closed too late.", []),
        ("", []),
    ],
)
def test_an_unclosed_mark_quotes_nothing(text: str, quoted: list[str]):
    assert [quotation.text for quotation in quotations(text)] == quoted


def test_an_unclosed_mark_does_not_join_sentences():
    assert len(split("An open “mark. A second sentence. A “third” one.")) == 3
