"""Citations by number: "[1, 3-5]", superscripts, and "(1)", "/1/" and "soft.1,2" where the document proves that it cites so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.language.alternatives import whole_words
from kzcheck.language.citations.locating import DASH
from kzcheck.language.citations.nouns import Mention, Target
from kzcheck.language.citations.numbers import WIDEST, Cited, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.document import Block

Form = Literal["square", "superscript", "round", "slash", "joined"]

PROVED = 0.5
"""Share of the list that numbers in a form must cite, if the form has other uses, too: "(1)" counts, "soft.1" may be a slip."""
FEWEST = 3
"""Entries that numbers must cite before a form with other uses is a citation, and before the list lacks a higher number."""
CLEARLY = 2
"""How many times the entries a form must cite to be preferred to one before it: intervals may be in square brackets."""
BEYOND = 3
"""How far after the last number of a list a number may be that the list lacks; a higher one is something else."""
NEAR = 10
"""How far from each other numbers in a marker may be if the list lacks one of them; otherwise they are more likely an interval."""
JOINED = 0.2
"""Share of the brackets joined to words, as in "word[5]", from which they are citations and not `array[5]`."""

_SQUARE = re.compile(r"\[([^\[\]]{1,300})\]")
_ROUND = re.compile(r"\(([^()]{1,200})\)")
_SLASH = re.compile(r"(?<![\w/])/(?=\s?\d)([^/\n]{1,80})/(?![\w/])")
_UNICODE = re.compile(rf"(?<![⁻⁺⁰-⁹¹²³])[¹²³⁰⁴-⁹]+(?:\s?(?:[,⁻]|{DASH})\s?[¹²³⁰⁴-⁹]+)*")
_PLAIN = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹⁻", "1230456789-")
_JOINED = re.compile(rf"(?:(?<=[^\W\d_][.,;:”\"»)])|(?<=[^\W\d_]{{4}}))\d{{1,3}}(?:\s?(?:,|{DASH})\d{{1,3}}){{0,9}}(?=\s|$)")
_RAISED = re.compile(rf"[\s\d,;]*\d(?:[\s\d,;]|{DASH})*")
_BETWEEN_RAISED = re.compile(rf"\s?(?:[,;]|{DASH})\s?")
_THROUGH = re.compile(rf"\s?{DASH}{{1,2}}\s?")
_MATHEMATICAL = frozenset("∈=<>≤≥+×*^~≈±∉⊂√∑∫_∪∩·|")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_BASE = re.compile(r"(?<![\w.])(?:10|2)$|[\d\s][×·*xх]\s?\d+$")
_PER = re.compile(r"/\s?[^\W\d_]+$")
_UNITS = frozenset("mm cm dm km nm µm μm ft yd inch inches mile miles acre kg ms chi eta мм см дм км нм мкм кг".split())
_COUNTS_ITEMS = re.compile(r"(?:^|[:;,.]|\b(?:and|or|и|или|және|ve|und|et)\b)\s*$")
_TWO = re.compile(r"\s*\d+\s*[,;]\s*\d+\s*")
_UNIT = r"(?:[%°‰]|(?:[mck]?m|m?s|[mk]?g|k?Hz|dB|deg(?:rees)?|years?|px)\b)"
_MEASURED, _MEASURED_IN = re.compile(rf"\s?{_UNIT}"), re.compile(rf"\({_UNIT}\)\s*$")
_WINDOW = 24
_NEAR = 40


class Candidate(Struct, frozen=True):
    """What may be a marker, from `start` to `end` of the text of a block, with the numbers in it.

    `joined` says that no space parts it from the word before, `through` that a dash alone parts it from the marker before.
    """

    form: Form
    block: int
    start: int
    end: int
    cited: tuple[Cited, ...]
    joined: bool = False
    through: bool = False

    def numbers(self) -> Iterator[int]:
        """Yield all numbers, those within ranges included."""
        for cited in self.cited:
            yield from range(cited.first, cited.last + 1)


def candidates(blocks: Sequence[Block], texts: Sequence[str]) -> list[Candidate]:
    """Return what may cite by number in a document; `texts` are those of its blocks, without what keys and fields cite."""
    found: list[Candidate] = []
    for place, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if block.kind not in ("front", "heading"):
            raised = _raised_spans(block)
            found += _bracketed(place, text, raised)
            found += _superscripts(place, text, raised)
            found += [
                Candidate("joined", place, *match.span(), read)
                for match in _JOINED.finditer(text)
                if (read := numbers(text, *match.span()))
            ]
    return found


def _bracketed(place: int, text: str, raised: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    forms: tuple[tuple[Form, re.Pattern[str]], ...] = (("square", _SQUARE), ("round", _ROUND), ("slash", _SLASH))
    tops = {start for start, _ in raised}
    for form, pattern in forms:
        end = 0
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _WINDOW) : match.start()]
            if not (read := numbers(text, *match.span(1))) or before.rstrip()[-1:] in _MATHEMATICAL or _is_interval(text, match):
                continue
            touches = (before[-1:].isalnum() and before[-1:] < "\u3040") or before[-1:] in ("_", "/")
            joined = touches and before[-1:] < "\u0400"  # code and maths have Latin and Greek letters
            if form == "round" and (touches or (_COUNTS_ITEMS.search(before) and not any(cited.locator for cited in read))):
                continue
            through = end > 0 and _THROUGH.fullmatch(text, end, match.start()) is not None
            yield Candidate(form, place, *match.span(), read, joined and match.start() not in tops, through)
            end = match.end()


def _is_interval(text: str, match: re.Match[str]) -> bool:
    """Return whether two numbers in brackets are the ends of an interval: a unit follows, or the text calls them so."""
    if not _TWO.fullmatch(match[1]):
        return False
    before = text[max(0, match.start() - _NEAR) : match.start()]
    if _MEASURED.match(text, match.end()) or _MEASURED_IN.search(before):
        return True
    return whole_words("citing.intervals").search(before) is not None


def _raised_spans(block: Block) -> list[tuple[int, int]]:
    """Return the stretches of superscript numbers in a block; commas and dashes between them need not be raised."""
    spans: list[tuple[int, int]] = []
    at = 0
    for run in block.runs:
        end = at + len(run.text)
        if run.superscript and not run.note and not run.cites and run.text.strip():
            if spans and (spans[-1][1] == at or _BETWEEN_RAISED.fullmatch(block.text, spans[-1][1], at)):
                spans[-1] = spans[-1][0], end
            else:
                spans.append((at, end))
        at = end
    return spans


def _superscripts(place: int, text: str, raised: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    spans = [(start, end, text) for start, end in raised if _RAISED.fullmatch(text, start, end)]
    plain = text.translate(_PLAIN)
    spans += [(*match.span(), plain) for match in _UNICODE.finditer(text)]
    for start, end, read_in in sorted(spans):
        if (read := numbers(read_in, start, end)) and not _is_power(text, start, end):
            yield Candidate("superscript", place, start, end, read)


def _is_power(text: str, start: int, end: int) -> bool:
    """Return whether a raised number belongs to a unit, a number, a sign or an isotope, or nothing is before it."""
    before = text[max(0, start - _WINDOW) : start].rstrip()
    if not before or text[end : end + 1].isalnum() or before[-1] in _MATHEMATICAL or before[-1] in "([/−":
        return True
    if before[-1].isdigit():
        return _BASE.search(before) is not None
    if _PER.search(before) and text[start:end].strip().translate(_PLAIN) in {"2", "3"}:
        return True
    word = _WORD_BEFORE.search(before)
    return word is not None and (word[0] in _UNITS or (len(word[0]) == 1 and not before.endswith("°" + word[0])))


class Numeric(Struct, frozen=True):
    """The mentions by number in a document, with their blocks, the ids that they cite, and whether the form has no other uses."""

    mentions: tuple[tuple[int, Mention], ...] = ()
    ids: frozenset[str] = frozenset()
    certain: bool = False


def numeric(found: Sequence[Candidate], listed: Mapping[int, str], *, numbered: bool) -> Numeric:
    """Return the mentions by number in a document.

    `listed` are the ids of the entries by number; if they are only counted, not `numbered`, any form must be proved. A document
    uses one form: square brackets, unless another cites far more entries.
    """
    by_form: dict[Form, list[Candidate]] = {"square": [], "superscript": [], "round": [], "slash": [], "joined": []}
    for candidate in found:
        by_form[candidate.form].append(candidate)
    by_form["square"] = _without_indices(by_form["square"], listed)
    best: Sequence[Candidate] = ()
    most: set[int] = set()
    certain = False
    for form, those in by_form.items():
        paged = form != "superscript" and _gives_pages(those, listed)
        read = [_with_page(candidate) for candidate in those] if paged else _ranged(those)
        cited = {number for candidate in read if _fits(candidate, listed) for number in candidate.numbers()}
        proved = (form == "square" and numbered) or _is_proved(form, read, cited, listed)
        if proved and len(cited) > CLEARLY * len(most):
            best, most, certain = read, cited, form == "square" and numbered
    last = max(listed) if len(most) >= FEWEST and len(most) >= PROVED * len(listed) else 0
    made = ((candidate.block, _mention(candidate, listed, last)) for candidate in best)
    mentions = tuple((block, mention) for block, mention in made if mention)
    return Numeric(mentions, frozenset(listed[number] for number in most), certain)


def _fits(candidate: Candidate, listed: Mapping[int, str]) -> bool:
    return all(number in listed for number in candidate.numbers())


def _is_proved(form: Form, those: Sequence[Candidate], cited: set[int], listed: Mapping[int, str]) -> bool:
    """Return whether numbers in a form cite the list, and do not count items, equations or notes."""
    if form in ("round", "slash") and any(cited.locator for candidate in those for cited in candidate.cited):
        return True
    if form in ("superscript", "slash") and len(cited) >= FEWEST:
        return True
    return len(cited) >= PROVED * len(listed) and (form == "superscript" or len(cited) >= FEWEST)


def _without_indices(those: list[Candidate], listed: Mapping[int, str]) -> list[Candidate]:
    """Return the markers without those joined to words, as `array[5]` is, unless the document often joins them, or needs them."""
    fitting = [candidate for candidate in those if _fits(candidate, listed)]
    joined = sum(candidate.joined for candidate in fitting)
    if joined > 1 and joined >= JOINED * len(fitting):
        return those
    needed = frozenset(_filling_gaps(fitting))
    return [candidate for candidate in those if not candidate.joined or candidate in needed]


def _filling_gaps(those: Sequence[Candidate]) -> list[Candidate]:
    """Return the markers joined to words that have just the numbers that are missing between those before and after them."""
    filling: list[Candidate] = []
    waiting: list[Candidate] = []
    last = 0
    for candidate in those:
        if candidate.joined:
            waiting.append(candidate)
        elif new := [number for number in candidate.numbers() if number > last]:
            gap = {*range(last + 1, min(new))}
            filling += (joined for joined in waiting if gap and {*joined.numbers()} == gap)
            last, waiting = max(new), []
    return filling


def _gives_pages(those: Sequence[Candidate], listed: Mapping[int, str]) -> bool:
    """Return whether a second number is always a page, as in "/5, 119/": half are too high for the list, and none is a third."""
    several = [candidate.cited for candidate in those if len(candidate.cited) > 1]
    beyond = sum(cited[0].last in listed and cited[1].first not in listed for cited in several)
    return all(len(cited) == 2 for cited in several) and beyond * 2 >= len(several) > 1  # noqa: PLR2004


def _with_page(candidate: Candidate) -> Candidate:
    if len(candidate.cited) == 1:
        return candidate
    work, page = candidate.cited
    pages = str(page.first) if page.first == page.last else f"{page.first}–{page.last}"
    return replace(candidate, cited=(replace(work, end=page.end, locator=pages),))


def _ranged(those: Sequence[Candidate]) -> list[Candidate]:
    """Return the markers with those that are the two ends of a range as one: "[1]–[3]"."""
    merged: list[Candidate] = []
    for candidate in those:
        if candidate.through and merged and merged[-1].block == candidate.block:
            before, first, last = merged[-1], merged[-1].cited[-1], candidate.cited[0]
            if not first.locator and first.last < last.first <= first.last + WIDEST:
                whole = replace(last, first=first.first, start=first.start)
                merged[-1] = replace(before, end=candidate.end, cited=(*before.cited[:-1], whole, *candidate.cited[1:]))
                continue
        merged.append(candidate)
    return merged


def _mention(candidate: Candidate, listed: Mapping[int, str], last: int) -> Mention | None:
    """Return the mention, or None if it has numbers that the list cannot have; those up to `last` and a little more it may lack."""
    numbers = {*candidate.numbers()}
    missing = numbers.difference(listed)
    if missing and (not last or max(missing) > last + BEYOND or max(numbers) - min(numbers) > NEAR):
        return None
    targets = tuple(
        Target(listed.get(number, ""), str(number), cited.start, cited.end, cited.locator, cited.label)
        for cited in candidate.cited
        for number in range(cited.first, cited.last + 1)
    )
    return Mention("superscript" if candidate.form == "superscript" else "numeric", candidate.start, candidate.end, targets)
