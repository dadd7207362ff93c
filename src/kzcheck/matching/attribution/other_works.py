"""Other works: claims that name one work as their source and cite another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kzcheck.language.attribution import credits  # noqa: A004
from kzcheck.language.attribution.works import dated, meant
from kzcheck.language.dates import mentions
from kzcheck.language.folding import fold
from kzcheck.matching.attribution.authorship import is_by
from kzcheck.matching.attribution.crediting import PEOPLE, own_sentence
from kzcheck.matching.attribution.named_works import differs_in_date, differs_in_numbers, is_other_work, is_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.language.attribution import Credit

# Earlier claims of the paragraph in which the work is looked for that "the piece" means.
LOOK_BACK = 3
_TELLING_LETTERS = 4
_LONGEST_DATE = 40


class OtherWork(Struct, frozen=True):
    """A claim that names a work and cites another: the title or kind named, its words in the claim, the citation, the entry meant.

    `earlier` is the claim that named the work, where it is not the citing one.
    """

    claim: Claim
    work: str
    words: str
    reference: Reference
    listed: Reference | None = None
    earlier: Claim | None = None


class _Named(Struct, frozen=True):
    """A work as a claim names it: by a noun, as the `source` of a statement, beside `people`, as a work of its `owners`."""

    title: str
    noun: str
    words: str
    source: bool
    people: frozenset[str]
    owners: frozenset[str] = frozenset()
    earlier: Claim | None = None


def other_works(article: Article) -> Iterator[OtherWork]:
    """Find the claims that name one work as their source and cite another; where any citation fits, nothing is said."""
    known = {reference.id: reference for reference in article.references}
    titles = _Titles(article.references)
    for place, claim in enumerate(article.claims):
        cited = [known[citation.reference] for citation in claim.citations if citation.reference in known]
        if not cited or len(cited) < len(claim.citations) or any(credit.secondhand for credit in credits(claim.text)):
            continue
        named = list(_named(claim)) or list(_meant(article.claims, place))
        if any(is_work(one.title, reference.item) for one in named for reference in cited):
            continue
        found = next((other for one in named if (other := _other(claim, one, cited, titles))), None) or _of_another_day(
            claim, cited
        )
        if found:
            yield found


def _other(claim: Claim, named: _Named, cited: Sequence[Reference], titles: _Titles) -> OtherWork | None:
    listed = next((reference for reference in titles.like(named.title) if is_work(named.title, reference.item)), None)
    theirs = [reference for reference in cited if _is_by_any(named.owners, reference)]
    if listed and named.source:
        # Someone else's work may speak of this one, and is cited for what its own author says.
        if named.people and not _is_by_any(named.people, listed):
            return None
        return OtherWork(claim, named.title, named.words, (theirs or cited)[0], listed, named.earlier)
    wrong = next((reference for reference in theirs if is_other_work(named.title, named.noun, reference.item)), None)
    if not wrong and named.source:
        wrong = next((reference for reference in cited if differs_in_numbers(named.title, reference.item)), None)
    return OtherWork(claim, named.title, named.words, wrong, None, named.earlier) if wrong else None


def _named(claim: Claim) -> Iterator[_Named]:
    start, sentence = own_sentence(claim.text)
    found = credits(sentence)
    people = _people(found)
    for credit in found:
        if credit.kind == "work":
            words = claim.text[start + credit.start : start + credit.end]
            yield _Named(credit.work, credit.cue, words, credit.act is not None, people, frozenset(credit.names))
    read = {fold(credit.work) for credit in found if credit.kind == "work"}
    noun = meant(sentence)
    for title in claim.works:
        if fold(title) not in read:
            owners = people if noun else frozenset[str]()
            yield _Named(title, noun, noun or title, any(credit.act for credit in found), people, owners)


def _people(found: Iterable[Credit]) -> frozenset[str]:
    return frozenset(name for credit in found if credit.kind in PEOPLE for name in credit.names)


def _meant(claims: Sequence[Claim], place: int) -> Iterator[_Named]:
    """Find the work that "the piece" means among the uncited claims before, of the same paragraph."""
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


def _is_by_any(people: Iterable[str], reference: Reference) -> bool:
    return any(is_by(name, reference.item) for name in people)


class _Titles:
    """The entries of a list by the words of their titles, so that a named work is compared with few."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._by_word: dict[str, list[Reference]] = defaultdict(list)
        for reference in references:
            for word in _words(f"{reference.item.title} {reference.item.original_title}"):
                self._by_word[word].append(reference)

    def like(self, title: str) -> Sequence[Reference]:
        """Return the entries that share the rarest word of a title."""
        shared = [self._by_word[word] for word in _words(title) if word in self._by_word]
        return min(shared, key=len, default=())


def _words(title: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in fold(title).split() if len(word) >= _TELLING_LETTERS))
