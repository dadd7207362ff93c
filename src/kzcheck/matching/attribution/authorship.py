"""Authorship: decides whether the people credited in a sentence wrote or edited an entry of the list, or appear in it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.language.alternatives import folded_words, whole_words
from kzcheck.language.endings import dictionary_forms
from kzcheck.language.folding import fold, fold_name, lower
from kzcheck.language.scripts import main_script
from kzcheck.matching.names import is_named, is_others, is_spelt, surname
from kzcheck.wording import People, WorkName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.article import Reference
    from kzcheck.csl import Item, Name
    from kzcheck.language.attribution import Credit

# Kinds of sources whose authors speak for themselves; "" and "document" mean an unknown kind.
SCHOLARLY = frozenset(
    """article article-journal book chapter thesis paper-conference review review-book manuscript report monograph
        classic entry entry-encyclopedia entry-dictionary""".split()
)
UNKNOWN_KIND = frozenset(["", "document"])
# Kinds in which the speaker is often not the author.
REPORTING = frozenset(
    """article-newspaper article-magazine webpage post post-weblog interview broadcast legislation legal_case hearing
        bill regulation treaty speech motion_picture song figure graphic map dataset software standard patent
        personal_communication performance event""".split()
)
_TEXTS = (
    "title",
    "container_title",
    "collection_title",
    "original_title",
    "event_title",
    "reviewed_title",
    "volume_title",
    "title_short",
)
_SHORTEST_WORD = 3
_ELLIPSES = ("…", "...")
_SOUNDS = ("aeiouyvwf", "bp", "lr", "mn", "cdghjkqstxz")


def named_in(credit: Credit, reference: Reference) -> bool:
    """Return whether any of the credited people contributed to the work, or is named in a title or in the entry as printed.

    A title alone does not count for people named as in a bibliography ("Green et al. (2010)" is not in "Green tea").
    """
    item = reference.item
    if any(is_by(name, item) for name in credit.names):
        return True
    texts = [reference.printed, *([] if credit.others or credit.years else [item.text(field) for field in _TEXTS])]
    return any(_in_texts(name, texts) for name in credit.names)


def is_by(written: str, item: Item) -> bool:
    """Return whether a name, as a sentence writes it, is that of a contributor to the work."""
    return any(is_named(written, name) for _, _, name in item.names())


def wrote(credit: Credit, item: Item) -> bool:
    """Return whether the work is by exactly the credited people: all of them, or "et al." after the first, in the year given."""
    authors = item.author or item.editor
    if not authors or not all(any(is_named(name, author) for author in authors) for name in credit.names):
        return False
    if credit.years and item.year and item.year not in credit.years:
        return False
    if credit.others:
        return is_named(credit.names[0], authors[0]) and (len(authors) > len(credit.names) or open_ended(item))
    if len(credit.names) == 1:
        return is_named(credit.names[0], authors[0])
    return len(authors) == len(credit.names) or bool(credit.years)


def surely_by(credit: Credit, item: Item) -> bool:
    """Return whether all credited people are among the authors as the text spells them; a similar sound is not enough."""
    authors = item.author or item.editor
    return all(any(is_spelt(name, author) for author in authors) for name in credit.names)


def year_differs(credit: Credit, item: Item) -> bool:
    """Return whether the year that the sentence gives with the names differs from the work's."""
    years = {date.year for _, date in item.dates()} - {None}
    return bool(credit.years and years) and not years & set(credit.years)


def open_ended(item: Item) -> bool:
    """Return whether the list of authors ends with "et al."."""
    return any(is_others(name) for name in item.author)


def _named(names: Iterable[Name]) -> list[Name]:
    return [name for name in names if (name.literal or name.family) and not is_others(name)]


def by_persons(item: Item) -> bool:
    """Return whether the work has authors, all of them persons."""
    people = _named(item.author)
    return bool(people) and all(name.family and not name.literal for name in people)


def names_all(reference: Reference) -> bool:
    """Return whether the entry gives all authors, without "et al." in its data or as printed."""
    printed = reference.printed
    broken_off = whole_words("credits.colleagues").search(printed) or any(ellipsis in printed for ellipsis in _ELLIPSES)
    return not (broken_off or open_ended(reference.item))


def holds_voices(item: Item) -> bool:
    """Return whether the title says that others speak in the work: an interview, a correspondence, a book of quotations."""
    titles = lower(f"{item.title} {item.container_title} {item.genre}")
    return any(word in titles for word in data.words("titles.voices"))


def speaks_for_several(item: Item) -> bool:
    """Return whether the work collects what several sources say: a review, a handbook, an anthology, a work with editors only."""
    if item.type.startswith(("review", "entry")) or (item.editor and not item.author) or item.number_of_volumes:
        return True
    titles = fold(f"{item.title} {item.container_title} {item.collection_title} {item.genre}").split()
    gatherings = tuple(folded_words("titles.gatherings"))
    return any(word.startswith(gatherings) for word in titles)


def authors(item: Item) -> People:
    """Return the authors, or else the editors, as a reader names them: up to two, or the first and "et al."."""
    people = tuple(name.family or name.literal for name in _named(item.author or item.editor))
    return People(people) if len(people) <= 2 else People(people[:1], others=True)  # noqa: PLR2004


def work_name(item: Item) -> WorkName:
    """Return how a sentence names a work."""
    return WorkName(item.title, authors(item), item.year)


class Index:
    """The entries of a list by the surnames of their authors and editors: one look-up per name, however long the list."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._by_surname: dict[str, list[Reference]] = defaultdict(list)
        self._by_sound: dict[tuple[str, str], list[tuple[Name, Reference]]] = defaultdict(list)
        self._found: dict[str, tuple[Reference, ...]] = {}
        self._by: dict[tuple[tuple[str, ...], bool, tuple[int, ...]], list[Reference]] = {}
        for reference in references:
            for name in (*reference.item.author, *reference.item.editor):
                written = name.family or name.literal
                for key in _keys(name):
                    self._by_surname[key].append(reference)
                self._by_sound[main_script(written), _sound(written)].append((name, reference))

    def by(self, credit: Credit) -> list[Reference]:
        """Return the entries by exactly the credited people."""
        key = (credit.names, credit.others, credit.years)
        if key not in self._by:
            self._by[key] = [reference for reference in self._candidates(credit.names[0]) if wrote(credit, reference.item)]
        return self._by[key]

    def any_by(self, written: str) -> bool:
        """Return whether the list has a work by anyone of this name."""
        return any(self.works_of(written))

    def works_of(self, written: str) -> Iterator[Reference]:
        """Yield the entries to which anyone of this name contributed."""
        return (reference for reference in self._candidates(written) if is_by(written, reference.item))

    def _candidates(self, written: str) -> tuple[Reference, ...]:
        if written not in self._found:
            same_spelling = [reference for form in _forms(written) for reference in self._by_surname.get(form, ())]
            self._found[written] = tuple(
                {reference.id: reference for reference in (*same_spelling, *self._in_other_scripts(written))}.values()
            )
        return self._found[written]

    def _in_other_scripts(self, written: str) -> Iterator[Reference]:
        """Yield the entries whose names only sound similar: "Най" and "Nye", "Бурдьё" and "Bourdieu"."""
        script, sound = main_script(written), _sound(last_name(written))
        for (its_script, start), named in self._by_sound.items():
            if its_script != script and start == sound:
                yield from (reference for name, reference in named if is_named(written, name))


def last_name(written: str) -> str:
    """Return the last word of a name that is not an initial."""
    words = [word for word in written.split() if not word.endswith(".")]
    return words[-1] if words else written


def _sound(word: str) -> str:
    """Return the class of a name's first letter; letters of one class stand for each other in transcriptions."""
    first = fold_name(word)[:1]
    return next((letters for letters in _SOUNDS if first in letters), "")


def _keys(name: Name) -> set[str]:
    words = fold_name(name.family or name.literal).split()
    return {surname(name), *(word for word in words if len(word) >= _SHORTEST_WORD)}


@lru_cache(maxsize=1 << 13)
def _forms(written: str) -> frozenset[str]:
    words = written.split()
    folded = fold_name(written).split()
    return frozenset(fold_name(form) for word in words for form in dictionary_forms(word)) | {
        "".join(folded),
        *folded,
        "".join(folded[-2:]),
    }


def _in_texts(written: str, texts: list[str]) -> bool:
    forms = {
        form for word in written.split()[-1:] for form in map(fold_name, dictionary_forms(word)) if len(form) >= _SHORTEST_WORD
    }
    return any(forms & _words(text) for text in texts if text)


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> frozenset[str]:
    capitalised = (word.strip(".,;:()[]«»“”\"'’") for word in text.split() if not word.islower())
    return frozenset(fold_name(form) for word in capitalised for form in dictionary_forms(word))
