"""Makes one text of the lines of a paragraph: words that were divided at the end of a line are whole again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.readers.documents.pdf.lines import Span
from kzcheck.readers.documents.pdf.pieces import HYPHEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.readers.documents.pdf.lines import Line

SOFT, TYPESET = "\xad", "‐"
"""Hyphens that only divide a word: the soft one, and the one that typesetting programs put in."""
DASHES, HYPHENS = "–—", f"-{HYPHEN}{SOFT}{TYPESET}"
DIVIDED = re.compile(rf"([^\W\d_][\w’'‐-]*)[-{HYPHEN}{SOFT}{TYPESET}]\Z")
WORD = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
FIRST = re.compile(r"[^\W\d_]+")
SUSPENDED = frozenset("and or und oder bzw et ou y o e и или та або және ve veya".split())
"""Words before which a hyphen at the end of a line stands for a part that both words have: "pre- and postnatal"."""
ADDRESS = re.compile(r"(?i)(?:https?:(?://)?|www\.|doi\.org/|doi:\s?(?=\S)|\b10\.\d{4,9}/)\S*\Z")
GOES_ON = re.compile(r"[/\-_=?&%#:~+.@]\Z")
SENTENCE = re.compile(r"[^\W\d_a-z][^\W\d_]*(?: |\Z)")
STARTS_ON = "/_=?&%#~+"
"""How an address goes on in the next line."""
OFTEN = 5
"""Typeset hyphens at the ends of lines for each elsewhere, from which they divide words."""
END = 300
"""Characters at the end and the beginning of a line that say how they are joined."""
PRODUCTIVE, VERY_PRODUCTIVE = 2, 5
"""Other compounds that begin with a part ("non-", "high-") from which it makes more, of known words and of any."""
PART = 3
"""Letters that both parts of a compound have at least; of a known word after a part that begins another compound, one more."""
ABBREVIATION = 4
"""Letters of an abbreviation at most: "NC-IUB" is not one word, as "GOVERN-MENT" is."""


class Words(Struct, frozen=True):
    """The words of a document, with and without hyphens, and how many compounds begin with a part.

    `typeset` says that the hyphens that divide words are other characters than those of compounds.
    """

    counts: Counter[str]
    prefixes: Counter[str]
    typeset: bool

    def divided(self, before: str, after: str) -> bool:
        """Whether the hyphen between two parts only divides a word at the end of a line."""
        whole, compound = self.counts[(before + after).casefold()], self.counts[f"{before}-{after}".casefold()]
        if whole or compound:
            return whole >= compound
        begin, end = before.casefold(), after.casefold()
        known = self.counts[end]
        if self.prefixes[begin] >= (1 if known and len(end) > PART else PRODUCTIVE if known else VERY_PRODUCTIVE):
            return False
        if begin in data.words("compound_beginnings") and len(end) > PART:
            return False
        if end in data.words("compound_ends") and len(begin) >= PART:
            return False
        return not (min(len(begin), len(end)) >= PART and self.counts[begin] and known)


def words_of(lines: Iterable[Line]) -> Words:
    """Return the words of a document; those at the ends of lines may be parts, and do not count."""
    counts: Counter[str] = Counter()
    inside, at_end = 0, 0
    divided = True
    for line in lines:
        text = line.text.strip()
        begins, divided = int(divided), text.endswith(tuple(HYPHENS))
        found = WORD.findall(text)
        counts.update(word.casefold().replace(TYPESET, "-") for word in found[begins : len(found) - divided])
        inside += TYPESET in text[:-1] or SOFT in text[:-1]
        at_end += text.endswith((TYPESET, SOFT))
    prefixes = Counter(word.split("-", 1)[0] for word in counts if "-" in word)
    return Words(counts, prefixes, at_end > OFTEN * inside)


def wording(lines: Sequence[Line], words: Words) -> list[tuple[Span, int]]:
    """Return the text of lines in spans, each with the page that it is on."""
    spans: list[tuple[Span, int]] = []
    last_line = ""
    for line in lines:
        here = _trimmed([Span(_clean(span.text), span.superscript, span.italic) for span in line.spans])
        if not here:
            continue
        if spans:
            last, page = spans[-1]
            before = "".join(span.text[-END:] for span, _ in spans[-4:])[-END:]
            alone = before[-1:].isalnum() and " " not in last_line and ADDRESS.search(before) is not None
            cut, glue = (0, "") if alone else _joint(before, "".join(span.text for span in here)[:END], words)
            spans[-1] = (Span(last.text[: len(last.text) - cut], last.superscript, last.italic), page)
            spans.append((Span(glue), page))
        last_line = "".join(span.text for span in here)
        for span in here:
            double = spans and spans[-1][0].text[-1:].isspace() and span.text[:1].isspace()
            spans.append((Span(span.text[1:], span.superscript, span.italic) if double else span, line.page))
    return [
        (Span(unicodedata.normalize("NFC", span.text.replace(HYPHEN, "-")), span.superscript, span.italic), page)
        for span, page in spans
        if span.text
    ]


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text[:-1].replace(SOFT, "") + text[-1:])


def _trimmed(spans: Sequence[Span]) -> list[Span]:
    kept = [*spans]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = Span(kept[0].text.lstrip(), kept[0].superscript, kept[0].italic)
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].superscript, kept[-1].italic)
    return kept


def _joint(before: str, after: str, words: Words) -> tuple[int, str]:
    """Return how many characters go at the end of a line, and what comes between it and the next."""
    sign = before[-1:]
    if address := ADDRESS.search(before):
        following = after.split(maxsplit=1)[0]
        goes_on = GOES_ON.search(address[0]) and not (sign == "." and SENTENCE.match(after))
        return 0, "" if sign == HYPHEN or goes_on or following[:1] in STARTS_ON else " "
    if sign == "/" and before[-2:-1].isalnum():
        return 0, ""
    if (sign in DASHES and before[-2:-1].strip()) or (after[0] in DASHES and after[1:2].strip()):
        return 0, ""
    if sign not in HYPHENS:
        return 0, " "
    first = FIRST.match(after)
    if sign == SOFT or first is None:
        return int(sign == SOFT), "" if before[-2:-1].strip() else " "
    if first[0].casefold() in SUSPENDED and after[first.end() : first.end() + 1] not in tuple(HYPHENS):
        return 0, " "
    part = DIVIDED.search(before)
    if part is None:
        return 0, "" if before[-2:-1].strip() else " "
    return int(_divides(sign, part[1], first[0], words)), ""


def _divides(sign: str, before: str, after: str, words: Words) -> bool:
    """Whether a hyphen only divides a word at the end of a line."""
    stem = re.split("[-‐]", before)[-1]
    if words.typeset:
        return sign == TYPESET or words.counts[(stem + after).casefold()] > words.counts[f"{stem}-{after}".casefold()]
    if len(stem) == 1:
        return False
    capitals = stem.isupper() and after.isupper() and max(len(stem), len(after)) > ABBREVIATION
    if not stem.isalpha() or ((stem[-1].isupper() or after[0].isupper()) and not capitals):
        return False
    small = stem.casefold() in data.words("small_words")
    if stem != before and (small or (words.counts[stem.casefold()] and words.counts[after.casefold()])):
        return False
    return words.divided(stem, after)
