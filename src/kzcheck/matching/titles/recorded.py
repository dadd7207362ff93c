"""Compares the title of an entry with all titles of a record.

A subtitle, a bracket at the end, a parallel title or a heading before a colon may be missing in either, but not in both at once, so
that a word swapped in a subtitle is found. Titles in two scripts or two languages cannot be compared.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from kzcheck import data
from kzcheck.data.subjects import Titles
from kzcheck.language.alternatives import any_of, folded_words
from kzcheck.language.folding import fold, lower
from kzcheck.language.languages import guess, leaning
from kzcheck.language.scripts import main_script
from kzcheck.matching.differences import Difference
from kzcheck.matching.titles.similarity import similarity
from kzcheck.matching.titles.wording import Contrast, contrast, distinctive_words, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.csl import Item
    from kzcheck.evidence import Record
    from kzcheck.matching.titles.wording import Level

MOST_TITLES = 12
"""Titles of a record that are compared."""

MOST_PARTS = 8
"""Shorter forms of one title that are compared."""

AS_GOOD = 0.97
"""Similarity of two titles that are equal except for form."""

AKIN = 0.6
"""Share of letters in order from which a part of a title and another title are compared word by word."""

COMMON = 0.5
"""Share of letters in common words from which two titles are in one language, whatever the guess."""

LITTLE = 0.34
"""Share of letters in common words below which two titles are unrelated: one may be a translation of the other."""

TELLING_MAIN = 1
TELLING_REST = 2
"""Distinctive words that the part before a mark needs, and the part after it."""

MOST_REPLACED = 2
"""Wrong words up to which the listed title is corrected word by word."""

_WITHDRAWN = re.compile(
    r"\W{0,3}(?:(?:the |this )?(?:article )?(?:retracted|withdrawn|removed)(?: article| paper| chapter| manuscript)?|"
    r"temporary removal|статья отозвана|отозвана|отозвано|ретрагирована|geri çekildi|geri çekilmiştir)\W{0,2}[:：.\]—–-]+\s*",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"(?:(?:book )?review(?: essay)?(?: of)?|rezension|buchbesprechung|рец(?:ензия)?|compte rendu|reseña|recensione"
    r"|kitap incelemesi)\b",
    re.IGNORECASE,
)
"""Beginnings of entries for reviews; their records often have only the title of the reviewed book."""
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\s?[*†‡§¶#¹²³]{1,3}\s*$")
_DOTS = re.compile(r"\s*(?:…|\.\s?\.\s?\.+)[\s\]»”\"')]*$")
_MARK = re.compile(r"\s*[:;：；]\s*|(?<=\w{3})[.?!。]\s*(?=\S)|\s+[-–—|/=]{1,2}\s*|\s*—\s*|\s*//\s*|\s*[«\"“(\[](?=[^«\"“(\[]{12})")
_LAST_BRACKET = re.compile(r"\s*[\[(](?P<within>[^\[\]()]{2,400})[\])]\W{0,2}$")
_WRAPPED = re.compile(r"\[(?P<within>[^\[\]]{8,})\]\W{0,2}")
_NUMBER = re.compile(r"[ivxlc]+|\d+|[a-h]")
_DAMAGED = re.compile(r"�|\w\?\w")
_EMPTY = Contrast(2, 0.0)


@cache
def _note_in_brackets() -> re.Pattern[str]:
    edition = any_of(data.words("edition_words"))
    return re.compile(
        rf"\s*(?:[\[(](?:(?:article |text |paper )?in {any_of(data.words('names'))}(?! america)[^\])]{{0,60}}|"
        rf"на \w{{2,12}}\.? (?:языке|яз)\.?|(?:preprint|retracted|withdrawn)\b[^\])]{{0,80}}|"
        rf"[^\])]{{0,30}}(?<!\w){edition}(?!\w)\.?[^\])]{{0,40}})[\])]|\[{any_of(data.read('titles', Titles).bracketed)}\])\s*",
        re.IGNORECASE,
    )


@cache
def _edition_at_end() -> re.Pattern[str]:
    edition = any_of(data.words("edition_words"))
    return re.compile(
        rf"(?i)(?<=\w)[,.;:]\s+(?:\d{{1,2}}(?:st|nd|rd|th|-е|\.)?|second|third|fourth|fifth|revised|new)\s+(?:rev\.\s)?{edition}\.?$"
    )


class _Verdict(NamedTuple):
    """The difference between a title of the entry and one of the record, and whether both were compared as wholes."""

    contrast: Contrast
    recorded: str
    whole: bool = True


def likeness(item: Item, record: Record) -> float:
    """Return the similarity (0 to 1) of the entry's title and the nearest title of the record."""
    best = 0.0
    for listed in dict.fromkeys(filter(None, map(cleaned, (item.title, item.title_short, item.original_title)))):
        for recorded in _titles(record):
            best = max(best, alikeness(listed, recorded))
            if best == 1:
                return 1.0
    return best


def alikeness(listed: str, recorded: str) -> float:
    """Return the similarity (0 to 1) of two cleaned titles, or of a part of one and the whole of the other."""
    score = similarity(listed, recorded)
    if score >= AS_GOOD:
        return score
    level = _compared(listed, recorded).contrast.level
    if not level:
        return AS_GOOD
    pairs = [(part, recorded) for part in _parts(listed)] + [(listed, part) for part in _parts(recorded)]
    return max([score, *(similarity(*pair) * AS_GOOD for pair in pairs)])


def compare_title(item: Item, record: Record) -> Difference | None:
    """Return the difference between the titles of an entry and the record of the same work, or None."""
    listed, titles = cleaned(item.title), _titles(record)
    cut = _DOTS.search(listed)
    if cut and cut.start():
        return _cut_short(item.title, listed[: cut.start()], titles)
    if listed in titles:
        return None
    verdicts = [_without_people(_compared(listed, recorded), item, record) for recorded in titles if _comparable(listed, recorded)]
    if not listed or not verdicts or (_REVIEW.match(listed) and any(fold(recorded) in fold(listed) for recorded in titles)):
        return None
    # If list and record transliterate by different systems, the record may have the title in its own script, too.
    if any(main_script(recorded) != main_script(listed) and similarity(listed, recorded) >= AS_GOOD for recorded in titles):
        return None
    best = min(verdicts, key=lambda verdict: (verdict.contrast.level, -verdict.contrast.share))
    return _difference(item, record, listed, best) if best.contrast.level else None


def wording(a: str, b: str) -> Level:
    """Return whether two titles from a list and a record are equal except for form, differ slightly, or differ."""
    return _compared(cleaned(a), cleaned(b)).contrast.level


@lru_cache(maxsize=1 << 13)
def cleaned(title: str) -> str:
    """Return a title without markup and the additions of lists and indexes: notices, languages, editions, footnote marks."""
    text = _note_in_brackets().sub(" ", plain(title))
    text = _WITHDRAWN.sub("", text, count=1)
    if wrapped := _WRAPPED.fullmatch(text.strip()):
        text = wrapped["within"]
    text = _edition_at_end().sub("", " ".join(_FOOTNOTE.sub("", text).split()))
    return text if _DOTS.search(text) else text.strip(" .,;:/=") or text


def _titles(record: Record) -> tuple[str, ...]:
    """Return the cleaned titles of a record, omitting one without its subtitle if the full title is present."""
    candidates = (record.item.title, *record.titles[:MOST_TITLES], record.item.original_title)
    titles = tuple(dict.fromkeys(filter(None, map(cleaned, candidates))))
    folded = [fold(title) for title in titles]
    return tuple(
        title
        for title, start in zip(titles, folded, strict=True)
        if not any(other.startswith(start + " ") for other in folded if start) and start
    )


@lru_cache(maxsize=1 << 12)
def _compared(listed: str, recorded: str) -> _Verdict:
    """Compare two titles as wholes, then a part of either with the whole of the other."""
    best = _Verdict(contrast(listed, recorded), recorded)
    if best.contrast.level:
        for part in _parts(recorded):
            best = _better(best, listed, part, part)
        for part in _parts(listed):
            best = _better(best, part, recorded, recorded)
    return best


def _better(best: _Verdict, part: str, other: str, recorded: str) -> _Verdict:
    """Return the nearer one; a part of a title counts only if it differs less than the whole."""
    if Indel.normalized_similarity(fold(part), fold(other)) < AKIN:
        return best
    nearer = contrast(part, other, open_ends=False)
    return _Verdict(nearer, recorded, whole=False) if nearer.level < best.contrast.level else best


@lru_cache(maxsize=1 << 12)
def _parts(title: str) -> tuple[str, ...]:
    """Return the parts of a title that can stand alone: before or after a mark, before or in a bracket at its end."""
    return tuple(dict.fromkeys(list(_cut(title))[:MOST_PARTS]))


def _cut(title: str) -> Iterator[str]:
    if bracket := _LAST_BRACKET.search(title):
        yield title[: bracket.start()]
        if distinctive_words(bracket["within"]) >= TELLING_REST:
            yield bracket["within"]
    for mark in _MARK.finditer(title):
        before, after = title[: mark.start()], title[mark.end() :].rstrip(' "»”)]')
        if distinctive_words(before) >= TELLING_MAIN and not _is_label(after):
            yield before
        if distinctive_words(after) >= TELLING_REST:
            yield after


def _is_label(text: str) -> bool:
    words = fold(text).split()
    return bool(words) and all(word in folded_words("part_labels") or _NUMBER.fullmatch(word) for word in words)


def _comparable(listed: str, recorded: str) -> bool:
    """Return whether two titles are in one script and, as far as is known, one language."""
    if main_script(listed) != main_script(recorded):
        return False
    language, other = guess(listed), guess(recorded)
    return not language or not other or language == other or _compared(listed, recorded).contrast.share >= COMMON


def _without_people(verdict: _Verdict, item: Item, record: Record) -> _Verdict:
    """Remove names of people that an index, or the reader of a list, left attached to the title."""
    differing = verdict.contrast
    if differing.level and bool(differing.words) != bool(differing.instead):
        names = {word for work in (item, record.item) for _, _, name in work.names() for word in fold(str(name)).split()}
        extra = fold(" ".join(differing.words + differing.instead)).split()
        if names.issuperset(extra):
            return verdict._replace(contrast=Contrast(0, differing.share))
    return verdict


def _cut_short(title: str, listed: str, titles: Iterable[str]) -> Difference | None:
    """Judge a title that ends in an ellipsis: its last word may be cut, too."""
    shortest = listed.rpartition(" ")[0]
    beginnings = fold(listed).replace(" ", ""), fold(shortest).replace(" ", "")
    for recorded in titles:
        complete = fold(recorded).replace(" ", "")
        if complete != beginnings[0] and any(begin and complete.startswith(begin) for begin in beginnings):
            dots = _DOTS.search(title)
            return Difference(
                "title", "title", title, recorded, words=(dots[0].strip(),) if dots else (), new=_spelling(recorded), slight=True
            )
    return None


def _difference(item: Item, record: Record, listed: str, verdict: _Verdict) -> Difference | None:
    differing = verdict.contrast
    if _DOTS.search(verdict.recorded) or _DOTS.search(plain(record.item.title)):
        return None
    little = differing.share < LITTLE
    unsure = little and not _in_one_language(item, record, listed, verdict.recorded)
    slight = differing.level == 1 or unsure or bool(_DAMAGED.search(verdict.recorded)) or _translated(item, record, differing.share)
    return Difference(
        "title",
        "title",
        item.title,
        verdict.recorded,
        words=() if little else tuple(word for word in dict.fromkeys(differing.words) if word in item.title),
        new="" if unsure else _mended(item.title, verdict),
        slight=slight,
    )


def _in_one_language(item: Item, record: Record, listed: str, recorded: str) -> bool:
    """Return whether two titles that share little are in one language, so that neither translates the other.

    A title whose language is not evident counts as English if its container has an English name.
    """
    if item.original_title or record.item.original_title or item.translator or record.item.translator:
        return False
    english = "en" in map(leaning, (item.container_title, record.item.container_title))
    languages = {leaning(title) or ("en" if english and title.isascii() else "") for title in (listed, recorded)}
    return len(languages) == 1 and "" not in languages


def _translated(item: Item, record: Record, share: float) -> bool:
    """Return whether a title is probably one of several translations: its language is not that of the work."""
    languages = {lower(work.language.partition("-")[0])[:2] for work in (item, record.item)} - {""}
    own = leaning(item.title)[:2]
    return share < COMMON and bool(own) and any(language != own for language in languages)


def _mended(title: str, verdict: _Verdict) -> str:
    """Return the corrected title: the listed one with a word or two changed, or the record's if it is fit to print."""
    differing = verdict.contrast
    if (
        differing.share >= COMMON
        and len(differing.words) == len(differing.instead) <= MOST_REPLACED
        and all(title.count(word) == 1 for word in differing.words)
    ):
        for word, other in zip(differing.words, differing.instead, strict=True):
            title = title.replace(word, _in_case_of(word, other))
        return title
    return _spelling(verdict.recorded) if verdict.whole else ""


def _in_case_of(word: str, other: str) -> str:
    """Return another word with a capital where the listed one has it; acronyms and names inside it keep theirs."""
    if not other[1:].islower():
        return other.capitalize() if other.isupper() and word.istitle() else other
    return lower(other) if word.islower() else other[0].upper() + other[1:]


def _spelling(recorded: str) -> str:
    """Return a record's title, or "" if it is in capitals or damaged."""
    return "" if recorded.isupper() or _DAMAGED.search(recorded) else recorded
