"""What differs between quoted words and their source: changes that a reader should know of, without the noise of scans."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from msgspec import Struct

from kzcheck.language.markers import markers
from kzcheck.matching.quotations.edits import edits, likeness
from kzcheck.matching.quotations.turning import denies, directions, figures, negations, value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kzcheck.matching.quotations.locating import Located
    from kzcheck.matching.quotations.searching import Searchable
    from kzcheck.matching.quotations.stretches import Stretch

MOST_NOISE = 0.4
"""Share of a word's letters that noise may change; one letter always may."""
MOST_TURNING_NOISE = 0.25
"""The same for a word whose change turns the sense."""
JOINED = 0.75
"""Likeness from which a word is compared with two words joined."""
MOST_PAIRS = 6000
"""Pairs of words that are compared between two shared runs; of more, all words count as changed."""
MOST_OMITTED = 4
"""Letters for which words that only the source has count at most in the similarity: the quoted ones are all there."""
_MISSING = 0.55
"""The cost of a word that only one of the two has, as a share of a word: two such cost more than one changed word."""
_JOINING = 0.25
"""The cost of joining two words: noise in one of them is likelier."""
_SMALL = 6
"""Letters of a word that with one letter changed is often another word by chance."""
_SHORT = 7
"""Letters of a word of which noise may change more than `MOST_NOISE`."""
_RARER, _RARER_IN_SCANS = 50, 10
"""How many times rarer than a word its noisy form is, in a quotation and in a bad scan."""
SEVERAL = 2
"""Words of a stretch that are noise, or may be, from which the others that may be noise are, too."""
_LONGEST_CITATION = 300
"""Characters before and after a word that may be in the same brackets."""
_MARK = 3
"""Digits of the mark of a note that is joined to a word."""

_OPENING, _CLOSING, _BEFORE_MARKS = "[(", "])", ".,;:!?)]»”’\"'"

Kind = Literal["negation", "number", "direction", "word"]
Weight = Literal["change", "near", "odd", "noise", "scan"]


class Difference(Struct, frozen=True, gc=False):
    """A difference: the words from `quoted` to `quoted_end` of a stretch, and those from `source` to `source_end` of the text.

    Noise may have made one of the other: of `odd` words one is hardly a word, `near` ones differ by one letter.
    """

    quoted: int
    quoted_end: int
    source: int
    source_end: int
    kind: Kind = "word"
    weight: Weight = "change"


class Differences(Struct, frozen=True):
    """The differences of a stretch in order, and how many letters differ."""

    changed: tuple[Difference, ...]
    letters: int


def differences(stretch: Stretch, located: Located, text: Searchable, known: Collection[str]) -> Differences:
    """Return what differs between a stretch and its place in a text; `known` are words besides the text's own."""
    changed: list[Difference] = []
    letters = 0
    for quoted, source in _gaps(stretch, located):
        for step in _steps(stretch.forms[quoted.start : quoted.stop], [text.forms[text.words[at]] for at in source]):
            part = _Part(step[0] + quoted.start, step[1] + quoted.start, step[2] + source.start, step[3] + source.start)
            ours, theirs = stretch.forms[part.quoted : part.quoted_end], part.source_forms(text)
            joined, others = "".join(ours), "".join(theirs)
            if joined == others or _is_same_number(ours, theirs) or _is_furniture(part, text, joined):
                continue
            cost = edits(joined, others)
            letters += cost if ours else min(cost, MOST_OMITTED)
            kind = _kind(ours, theirs, text.language)
            weight = _weight(ours, theirs, kind, _Words(text, known))
            changed.append(Difference(part.quoted, part.quoted_end, part.source, part.source_end, kind, weight))
    return Differences(tuple(_without_noise(changed)), letters)


def _without_noise(changed: Sequence[Difference]) -> Iterator[Difference]:
    """Yield the differences that are changes; where there is noise, what may be noise is."""
    counts = Counter(change.weight for change in changed)
    noise = counts["noise"] + SEVERAL * counts["scan"]
    odd_are_noise = noise > 0 or counts["odd"] >= SEVERAL
    near_are_noise = noise + counts["odd"] >= SEVERAL
    dropped = {"noise", "scan", *(("odd",) if odd_are_noise else ()), *(("near",) if near_are_noise else ())}
    yield from (change for change in changed if change.weight not in dropped)


class _Words(Struct, frozen=True):
    """The words that are known: the text's own, and others."""

    text: Searchable
    others: Collection[str]

    def has(self, form: str) -> bool:
        """Return whether a form is a known word."""
        return self.text.count(form) > 0 or form in self.others

    def is_rare(self, form: str, than: str, times: int) -> bool:
        """Return whether a form of the text is so many times rarer than another that it may be noise."""
        return form not in self.others and self.text.count(form) <= max(1, self.text.count(than) // times)


class _Part(Struct, frozen=True, gc=False):
    quoted: int
    quoted_end: int
    source: int
    source_end: int

    def source_forms(self, text: Searchable) -> list[str]:
        return [text.forms[number] for number in text.words[self.source : self.source_end]]


def _gaps(stretch: Stretch, located: Located) -> Iterator[tuple[range, range]]:
    """Yield the words between the shared runs, in the stretch and in the text."""
    quoted, source = 0, located.start
    for run in located.shared:
        if run.quoted > quoted or run.source > source:
            yield range(quoted, run.quoted), range(source, run.source)
        quoted, source = run.quoted + run.length, run.source + run.length
    if len(stretch.forms) > quoted or located.end > source:
        yield range(quoted, len(stretch.forms)), range(source, located.end)


def _steps(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the pairs of words that differ, by the cheapest alignment: one word with one or two, or a word with none."""
    if not ours or not theirs or len(ours) * len(theirs) > MOST_PAIRS:
        return [(0, len(ours), 0, len(theirs))]
    rows, columns = len(ours) + 1, len(theirs) + 1
    cost = [[0.0] * columns for _ in range(rows)]
    move: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if not row and not column:
                continue
            choices: list[tuple[float, tuple[int, int]]] = []
            if row:
                choices.append((cost[row - 1][column] + _MISSING, (1, 0)))
            if column:
                choices.append((cost[row][column - 1] + _MISSING, (0, 1)))
            if row and column:
                one, other = ours[row - 1], theirs[column - 1]
                choices.append((cost[row - 1][column - 1] + 1 - likeness(one, other), (1, 1)))
                if row > 1 and (like := _joined(ours[row - 2], one, other)) >= JOINED:
                    choices.append((cost[row - 2][column - 1] + 1 - like + _JOINING, (2, 1)))
                if column > 1 and (like := _joined(theirs[column - 2], other, one)) >= JOINED:
                    choices.append((cost[row - 1][column - 2] + 1 - like + _JOINING, (1, 2)))
            cost[row][column], move[row][column] = min(choices, key=lambda choice: choice[0])
    return _merged(_path(move, len(ours), len(theirs)), ours, theirs)


def _joined(first: str, second: str, whole: str) -> float:
    """Return how like two words joined are to another; 0 if one of them is that word itself."""
    return 0.0 if whole in {first, second} else likeness(first + second, whole)


def _path(move: list[list[tuple[int, int]]], row: int, column: int) -> list[tuple[int, int, int, int]]:
    path = []
    while row or column:
        rows, columns = move[row][column]
        path.append((row - rows, row, column - columns, column))
        row, column = row - rows, column - columns
    return path[::-1]


def _merged(path: list[tuple[int, int, int, int]], ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the steps that differ; neighbours that only one of the two has, or that are equal when joined, are one step."""
    merged: list[tuple[int, int, int, int]] = []
    for step in path:
        quoted, quoted_end, source, source_end = step
        if ours[quoted:quoted_end] == theirs[source:source_end]:
            continue
        if merged and merged[-1][1] == quoted and merged[-1][3] == source:
            start, _, begin, _ = merged[-1]
            one_sided = quoted_end - start == 0 or source_end - begin == 0
            both = ours[start:quoted_end], theirs[begin:source_end]
            if one_sided or "".join(both[0]) == "".join(both[1]) or _is_same_number(*both):
                merged[-1] = (start, quoted_end, begin, source_end)
                continue
        merged.append(step)
    return merged


def _is_same_number(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether one has a number in words and the other in digits: styles prescribe the one or the other."""
    return bool(ours) and bool(theirs) and (number := value(ours)) is not None and number == value(theirs)


def _is_furniture(part: _Part, text: Searchable, joined: str) -> bool:
    """Return whether words that only the source has belong to a page: marks of notes, citations in brackets, its own number."""
    if part.source == part.source_end:
        return False
    before = text.text[text.starts[part.source] - 1] if text.starts[part.source] else ""
    after = text.text[text.ends[part.source_end - 1] : text.ends[part.source_end - 1] + 1]
    source = "".join(part.source_forms(text))
    if joined:
        if joined == normalize("NFKC", text.text[text.starts[part.source] : text.ends[part.source_end - 1]]).casefold():
            return True
        mark = source[len(joined) :]
        return source.startswith(joined) and joined.isalpha() and mark.isdigit() and len(mark) <= _MARK
    if _is_cited(part, text):
        return True
    if not source.isdigit():
        return False
    marked = (before in _OPENING and after in _CLOSING) or (before in _BEFORE_MARKS and len(source) <= _MARK)
    return marked or text.leaf_index(max(0, part.source - 1)) != text.leaf_index(min(len(text) - 1, part.source_end))


def _is_cited(part: _Part, text: Searchable) -> bool:
    """Return whether words of the source are in brackets that cite something."""
    start, end = text.starts[part.source], text.ends[part.source_end - 1]
    first = max(0, start - _LONGEST_CITATION)
    before = text.text[first:start]
    if max(map(before.rfind, _OPENING)) <= max(map(before.rfind, _CLOSING)):
        return False
    cited = markers(text.text[first : end + _LONGEST_CITATION])
    return any(begin <= start - first and end - first <= stop for begin, stop in cited)


def _kind(ours: Sequence[str], theirs: Sequence[str], language: str) -> Kind:
    if figures(ours, language) != figures(theirs, language):
        return "number"
    if sorted(negations(ours, language)) != sorted(negations(theirs, language)):
        return "negation"
    if len(ours) == len(theirs) == 1 and denies(ours[0], theirs[0], language):
        return "negation"
    if directions(ours, language) != directions(theirs, language):
        return "direction"
    return "word"


def _weight(quoted: Sequence[str], source: Sequence[str], kind: Kind, known: _Words) -> Weight:
    """Return "noise" if one form is a word and the other that word after a slip, "scan" if it looks like nothing that people write.

    They are "odd" or "near" if it may be so.
    """
    ours, theirs = "".join(quoted), "".join(source)
    longer = max(len(ours), len(theirs))
    if not ours or not theirs:
        return "near" if longer == 1 and kind == "word" else "change"
    if _turns(ours, theirs, kind, known.text.language):
        return "change"
    distance = edits(ours, theirs)
    odd = not all(map(known.has, quoted)) or (kind == "word" and distance == 1 and known.is_rare(ours, theirs, _RARER))
    rare = any(known.is_rare(form, ours, _RARER_IN_SCANS) for form in source)
    scanned: Weight = "scan" if odd and known.text.is_odd(ours) else "noise"
    if distance <= max(1, int(longer * (MOST_NOISE if kind == "word" else MOST_TURNING_NOISE))) and (odd or rare):
        return scanned if odd or known.text.noisy else "odd"
    if kind == "word" and distance == 1 and longer <= _SMALL:
        return "near"
    if (odd or rare) and longer <= _SHORT:
        return "scan" if scanned == "scan" and kind == "word" else "odd"
    return "change"


def _turns(ours: str, theirs: str, kind: Kind, language: str) -> bool:
    """Return whether two forms differ in what noise cannot account for: digits, letters that deny a word, opposite directions."""
    if kind == "number":
        return any(map(str.isdigit, ours + theirs))
    if kind == "direction":
        return bool(directions((ours,), language) and directions((theirs,), language))
    return kind == "negation" and denies(ours, theirs, language)
