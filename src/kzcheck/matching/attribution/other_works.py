"""Other works: finds claims that name one work as their source and cite another."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING, get_args

from msgspec import Struct, structs
from rapidfuzz import fuzz

from kzcheck import data
from kzcheck.data.cues import WorkKind
from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.language.attribution.works import dated, meant
from kzcheck.language.dates import mentions
from kzcheck.language.folding import fold, lower
from kzcheck.language.languages import guess
from kzcheck.matching.attribution.authorship import is_by
from kzcheck.matching.attribution.crediting import PEOPLE, own_sentence
from kzcheck.matching.titles import similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.csl import Item
    from kzcheck.language.attribution import Credit

# Similarity from which two titles are of one work, and below which they are of two: in the study of the first article a title named
# and cited scored 1, and an article cited in place of an address .28.
SAME, OTHER = 0.85, 0.5
_ONE_WORD = 8  # letters: a shorter single-word title is contained in too many others

_FIELDS = (
    "title",
    "container_title",
    "collection_title",
    "original_title",
    "title_short",
    "container_title_short",
    "volume_title",
    "part_title",
)

_NUMBER, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")

_KIND_WORDS = 3
# Written for readers, in a journal or as a book: never the same work as a speech or an enacted text.
_WRITTEN = frozenset(["article", "book"])
_DELIVERED = frozenset(["address", "law", "programme"])


def is_work(title: str, item: Item) -> bool:
    """Return whether a title named in a text may be that of this entry or its container, with or without its subtitle."""
    return any(_same(fold(title), fold(own), similarity(title, own)) for own in _titles(item))


def is_other_work(title: str, noun: str, item: Item) -> bool:
    """Return whether a title that a text names with a noun is certainly not that of this entry, which has the same author.

    This is certain if the two titles in one language are entirely different. Titles in two languages cannot be compared: then the
    kinds must differ, as an article and a president's address do.
    """
    in_a_book = item.type == "book" and fold(noun).startswith(tuple(data.words("titles.book_parts")))
    if not item.title or in_a_book or is_work(title, item):
        return False
    language = guess(title)
    if language and language == (guess(item.title) or item.language):
        return (
            max(similarity(title, own) for own in _titles(item)) < OTHER
            and fuzz.token_set_ratio(fold(title), fold(item.title)) < 100 * SAME
        )
    kinds = {kind(noun), kind_of_title(item.title)}
    return len(kinds & _WRITTEN) == 1 and len(kinds & _DELIVERED) == 1


def differs_in_numbers(title: str, item: Item) -> bool:
    """Return whether the titles differ only in numbers: "Kazakhstan 2030" and "Kazakhstan 2050"."""
    numbers = [set(_NUMBER.findall(fold(text))) for text in (title, item.title)]
    words = [" ".join(_LETTERS.findall(fold(text))) for text in (title, item.title)]
    if not all(numbers) or numbers[0] & numbers[1] or min(map(len, words)) < _ONE_WORD:
        return False
    return fuzz.ratio(*words) >= 100 * SAME or f" {words[0]} " in f" {words[1]} "


def differs_in_date(noun: str, date: tuple[int, int, int], item: Item) -> bool:
    """Return whether an entry is of the kind that a noun names, but of another date: two addresses from two years."""
    if not kind(noun) or kind(noun) != kind_of_title(item.title):
        return False
    days = {(mention.year, mention.month, mention.day) for mention in mentions(item.title) if mention.day}
    if item.issued and len(item.issued.start) == 3:  # noqa: PLR2004
        days.add((item.issued.start[0], item.issued.start[1], item.issued.start[2]))
    return bool(days) and date not in days


def kind(noun: str) -> str:
    """Return the kind of work that a noun names: "address", "law", "programme", "article", "book", "report", or ""."""
    spellings = (lower(noun), fold(noun))
    return next((name for name, beginnings in _kinds().items() if any(word.startswith(beginnings) for word in spellings)), "")


@cache
def _kinds() -> dict[WorkKind, tuple[str, ...]]:
    titles = [language.titles for language in data.languages().values()]
    return {kind: tuple(word for words in titles for word in words.kinds.get(kind, ())) for kind in get_args(WorkKind)}


@lru_cache(maxsize=1 << 10)
def kind_of_title(title: str) -> str:
    """Return the kind of work that a title gives in its first words, or ""."""
    return next((named for word in fold(title).split()[:_KIND_WORDS] if (named := kind(word))), "")


def _titles(item: Item) -> Iterator[str]:
    return (text for field in _FIELDS if (text := item.text(field)))


def _same(named: str, listed: str, likeness: float) -> bool:
    if likeness >= SAME:
        return True
    shorter, longer = sorted((named, listed), key=len)
    is_distinctive = " " in shorter or len(shorter) >= _ONE_WORD
    return is_distinctive and f" {shorter} " in f" {longer} "


# Earlier claims of the paragraph that are searched for the work to which "the piece" refers.
LOOK_BACK = 3
_TELLING_LETTERS = 4
_LONGEST_DATE = 40


class OtherWork(Struct, frozen=True):
    """A claim that names a work and cites another: the title or kind named, its words in the claim, the citation, the right entry.

    `earlier` is the claim that names the work, if it is not the citing one.
    """

    claim: Claim
    work: str
    words: str
    reference: Reference
    listed: Reference | None = None
    earlier: Claim | None = None


class _Named(Struct, frozen=True):
    """A work as a claim names it: with a noun, as the `source` of a statement, beside `people`, as a work by its `owners`."""

    title: str
    noun: str
    words: str
    source: bool
    people: frozenset[str]
    owners: frozenset[str] = frozenset()
    earlier: Claim | None = None


def other_works(article: Article) -> Iterator[OtherWork]:
    """Yield the claims that name one work as their source and cite another, unless any of their citations fits."""
    known = {reference.id: reference for reference in article.references}
    by_word: dict[str, list[Reference]] = defaultdict(list)
    for reference in article.references:
        for word in _words(f"{reference.item.title} {reference.item.original_title}"):
            by_word[word].append(reference)
    for place, claim in enumerate(article.claims):
        cited = [known[citation.reference] for citation in claim.citations if citation.reference in known]
        if not cited or len(cited) < len(claim.citations) or any(credit.secondhand for credit in credits(claim.text)):
            continue
        named = _works(article.claims, place)
        if any(is_work(work.title, reference.item) for work in named for reference in cited):
            continue
        match = next((wrong for work in named if (wrong := _other(claim, work, cited, by_word))), None) or _of_another_day(
            claim, cited
        )
        if match:
            yield match


def works_meant(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the titles of the works that each claim names, or that "the piece" in it refers to, by the claims' ids."""
    claims = article.claims
    return {claim.id: tuple(dict.fromkeys(work.title for work in _works(claims, place))) for place, claim in enumerate(claims)}


def _works(claims: Sequence[Claim], place: int) -> list[_Named]:
    return list(_named(claims[place])) or list(_meant(claims, place))


def _other(claim: Claim, named: _Named, cited: Sequence[Reference], by_word: Mapping[str, list[Reference]]) -> OtherWork | None:
    shared = [by_word[word] for word in _words(named.title) if word in by_word]  # the rarest word leads to few entries
    listed = next((reference for reference in min(shared, key=len, default=[]) if is_work(named.title, reference.item)), None)
    own = [reference for reference in cited if any(is_by(name, reference.item) for name in named.owners)]
    if listed and named.source:
        # Another author's work may discuss this one, and is cited for that author's words.
        if named.people and not any(is_by(name, listed.item) for name in named.people):
            return None
        return OtherWork(claim, named.title, named.words, (own or cited)[0], listed, named.earlier)
    wrong = next((reference for reference in own if is_other_work(named.title, named.noun, reference.item)), None)
    if not wrong and named.source:
        wrong = next((reference for reference in cited if differs_in_numbers(named.title, reference.item)), None)
    return OtherWork(claim, named.title, named.words, wrong, None, named.earlier) if wrong else None


def _named(claim: Claim) -> Iterator[_Named]:
    start, sentence = own_sentence(claim.text)
    sources = credits(sentence)
    people = _people(sources)
    for credit in sources:
        if credit.kind == "work":
            words = claim.text[start + credit.start : start + credit.end]
            yield _Named(credit.work, credit.cue, words, credit.act is not None, people, frozenset(credit.names))
    read = {fold(credit.work) for credit in sources if credit.kind == "work"}
    noun = meant(sentence)
    for title in claim.works:
        if fold(title) not in read:
            owners = people if noun else frozenset[str]()
            yield _Named(title, noun, noun or title, any(credit.act for credit in sources), people, owners)


def _people(sources: Iterable[Credit]) -> frozenset[str]:
    return frozenset(name for credit in sources if credit.kind in PEOPLE for name in credit.names)


def _meant(claims: Sequence[Claim], place: int) -> Iterator[_Named]:
    """Yield the work to which "the piece" refers, from the preceding uncited claims of the paragraph."""
    claim = claims[place]
    _, sentence = own_sentence(claim.text)
    noun = meant(sentence)
    if not noun or not claim.paragraph:
        return
    people = _people(credits(sentence))
    for earlier in reversed(claims[max(0, place - LOOK_BACK) : place]):
        if earlier.citations or (earlier.section, earlier.paragraph) != (claim.section, claim.paragraph):
            return
        for named in _named(earlier):
            yield structs.replace(
                named, noun=named.noun or noun, words=noun, source=True, people=people or named.people, earlier=earlier
            )


def _of_another_day(claim: Claim, cited: Sequence[Reference]) -> OtherWork | None:
    _, sentence = own_sentence(claim.text)
    for noun, start, place in dated(sentence):
        for date in mentions(sentence[place : place + _LONGEST_DATE]):
            day = (date.year, date.month, date.day)
            if date.day and all(differs_in_date(noun, day, reference.item) for reference in cited):
                words = sentence[start : place + date.end]
                return OtherWork(claim, words, words, cited[0])
    return None


def _words(title: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in fold(title).split() if len(word) >= _TELLING_LETTERS))
