"""The text of a cited work, and what a claim and this text have in common: facts, without a verdict."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from kzcheck.reasons import Reason  # noqa: TC001 - msgspec reads the annotations

FOLDER = "texts"
"""The folder beside a list in which an editor keeps texts of cited works; each file has the id of the entry as its name. Nothing
in it is searched for lists and manuscripts."""
_UNUSABLE = re.compile(r"[%/\\:*?\"<>|\x00-\x1f\x7f]|\A\.|[. ]\Z")
"""Characters that the name of a file cannot have on one system or another."""
LONGEST_PASSAGE = 60
"""Words of a text, at most, that are kept as evidence in one piece."""


class Leaf(Struct, frozen=True, gc=False):
    """One page of a text: its place in the file, from 1, the number printed on it, or "", and its words.

    A text without pages is one leaf whose number is 0.
    """

    number: int
    printed: str
    text: str


class Text(Struct, frozen=True):
    """The whole text of a work as read: its leaves in order, the title and people that its file names, and its language, or "".

    The texts of all leaves, one after the other, are the whole text. A paragraph ends with a line end; a leaf whose last paragraph
    goes on on the next leaf ends with a blank.
    """

    leaves: tuple[Leaf, ...]
    title: str = ""
    people: tuple[str, ...] = ()
    language: str = ""


Origin = Literal["file", "page", "archive", "open-access"]
"""Where a text came from: a file that the editor has, the page at the entry's URL, its archived copy, an open-access copy."""


class TextAtHand(Struct, frozen=True, omit_defaults=True, tag="at-hand"):
    """A text that was read: where it came from, the SHA-256 of its file, and its extent.

    `where` is the path from the article's folder, or the URL. `printed` are the first and last page numbers printed in it.
    `passages` is how many were compared with each claim. `whole` is false if it is known to be a part of the work only: an
    abstract, a sample.
    """

    origin: Origin
    where: str
    sha256: str
    words: int
    passages: int
    pages: int = 0
    printed: tuple[str, ...] = ()
    language: str = ""
    whole: bool = True


class NoText(Struct, frozen=True, tag="none"):
    """No text of a work could be had: why, for each place where it was sought, the editor's own files first."""

    reasons: tuple[Reason, ...]


TextState = TextAtHand | NoText
"""What became of the text of a cited work."""


class Change(Struct, frozen=True, omit_defaults=True):
    """Where a quotation differs from its source: the words of each, one of them "" if the other has more.

    `kind` is what kind of words they are: negations, numbers, words of direction ("increase", "decrease"), or other words.
    """

    quoted: str = ""
    source: str = ""
    kind: Literal["negation", "number", "direction", "word"] = "word"


class Alignment(Struct, frozen=True, omit_defaults=True):
    """Where a quotation is in a text, and how it differs there.

    `quotation` is the claim's field (`quotes.0`), or "" with `quoted`, its words, if they were found in the claim's text.
    `similarity` (0 to 1) is that of all its segments; 0 if it is not in the text. `number` and `printed` are those of the leaf on
    which it begins. `words` are the source's, at most 60. `after` are the source's words between the quotation's end and the end of
    the sentence, if the quotation ends within one; `omitted` what it leaves out at each "…", in order, with a full stop if they are
    whole sentences. `same_language` is false if the quotation is in another language than the text, so that it may be a
    translation. `also` are further leaves (number and printed number) that have a part of it, or all its words again.
    """

    quoted: str
    quotation: str = ""
    similarity: float = 0.0
    number: int = 0
    printed: str = ""
    words: str = ""
    changes: tuple[Change, ...] = ()
    after: str = ""
    omitted: tuple[str, ...] = ()
    same_language: bool = True
    also: tuple[tuple[int, str], ...] = ()


class Passage(Struct, frozen=True, omit_defaults=True):
    """A stretch of a text near a claim: its words, at most 60, where it is, and its score, 0 to 1.

    The score is the share of the claim's words, by weight, that it has. `by` is what it shares with the claim: words, or only names
    and numbers. `hedges` are words that limit what its nearest sentence says ("may", "in mice"), `credited` the people whom that
    sentence names as its source.
    """

    words: str
    score: float
    number: int = 0
    printed: str = ""
    by: Literal["words", "names"] = "words"
    hedges: tuple[str, ...] = ()
    credited: tuple[str, ...] = ()


class Comparison(Struct, frozen=True, omit_defaults=True):
    """A claim beside the text of a work that it cites.

    `passages` are the best few, best first. `coverage` (0 to 1) is the share of the claim's words, by weight, that they have
    together. `numbers` and `names` are those of the claim that the whole text lacks, as the claim has them. `same_language` is
    false if claim and text are in different languages. `elsewhere` are alignments, by the id of another reference, of quotations
    that are not in this text.
    """

    reference: str
    alignments: tuple[Alignment, ...] = ()
    elsewhere: dict[str, tuple[Alignment, ...]] = {}
    passages: tuple[Passage, ...] = ()
    coverage: float = 0.0
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    same_language: bool = True


def file_for(reference: str, suffix: str = ".pdf") -> str:
    """Return where an editor saves the text of a reference, from the list's folder: its id, percent-encoded where it must be.

    >>> file_for("4"), file_for("doi:10.5555/rivers")
    ('texts/4.pdf', 'texts/doi%3A10.5555%2Frivers.pdf')
    """
    name = _UNUSABLE.sub(lambda match: "%2E" if match[0] == "." else quote(match[0], safe=""), reference)
    return f"{FOLDER}/{name}{suffix}"
