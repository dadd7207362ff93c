"""How lists print a work, and how an entry goes wrong: forms and damages of entries made from records.

A damage changes one thing, using other works of the same half; it returns None if an entry offers nothing to change. All are
deterministic: the same entry and seed give the same damage.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.csl import Date, Item, Name
from kzcheck.language.folding import fold

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from kzcheck.evidence import Record

_SMALL = frozenset("of the and for in on de des du la le les der die das für und et y e et al to with a an".split())
_ISO = {
    "journal": "J.", "international": "Int.", "research": "Res.", "science": "Sci.", "sciences": "Sci.", "reports": "Rep.",
    "communications": "Commun.", "proceedings": "Proc.", "transactions": "Trans.", "review": "Rev.", "reviews": "Rev.",
    "letters": "Lett.", "medicine": "Med.", "medical": "Med.", "national": "Natl.", "academy": "Acad.", "american": "Am.",
    "biology": "Biol.", "advances": "Adv.", "annals": "Ann.", "european": "Eur.", "society": "Soc.", "clinical": "Clin.",
}  # fmt: skip
_CUT = re.compile(r"(\w{3,}?[bcdfghjklmnpqrstvwxz])(?=[aeiouyäöüéè])\w+", re.IGNORECASE)
_LETTERS = "ABDEFGHKLMNPRSTVW"
_MEETINGS = {
    "NeurIPS": "Neural Information Processing Systems",
    "ICML": "Machine Learning",
    "CVPR": "Computer Vision and Pattern Recognition",
    "CHI": "Human Factors in Computing Systems",
    "SIGIR": "Research and Development in Information Retrieval",
    "STOC": "Theory of Computing",
    "INFOCOM": "Computer Communications",
    "ICRA": "Robotics and Automation",
    "ICSE": "Software Engineering",
    "VLDB": "Very Large Data Bases",
}
_PAGES = re.compile(r"(\d+)(\s?[-–]\s?)(\d+)")


class Donors(NamedTuple):
    """What damaged entries receive: people, containers and telling words of other works, and DOIs whose registration is known."""

    items: Sequence[Item]
    words: Sequence[str]
    registered: frozenset[str]


def as_is(item: Item) -> Item:
    """Return an entry as a list prints it from a record."""
    keep = ("title", "author", "editor", "container_title", "volume", "issue", "page", "publisher", "edition", "doi", "isbn")
    kept = {field: getattr(item, field) for field in keep}
    return Item(id=item.id, type=item.type, issued=Date(start=(item.year,)) if item.year else None, **kept)


def short(item: Item) -> Item:
    """Initials, three authors and "et al.", an abbreviated journal, short page ends."""
    item = as_is(item)
    people = tuple(replace(name, given=initials(name.given)) for name in item.author)
    return replace(
        item,
        author=(*people[:3], Name(literal="et al.")) if len(people) > 3 else people,
        container_title=abbreviated(item.container_title) if item.type == "article-journal" else item.container_title,
        page=_PAGES.sub(lambda found: found[1] + "–" + short_end(found[1], found[3]), item.page),
    )


def bare(item: Item) -> Item:
    """Without subtitle, issue and accents; the title in lower case; an & for "and"."""
    item = as_is(item)
    main = item.title.partition(": ")[0]
    title = main if len(main.split()) > 3 else item.title
    people = tuple(replace(name, family=plain(name.family), given=plain(name.given)) for name in item.author)
    title = title[:1] + title[1:].lower() if len(title.split()) > 4 else title
    return replace(
        item, title=title, author=people, issue="", publisher="", container_title=item.container_title.replace(" and ", " & ")
    )


FORMS: dict[str, Callable[[Item], Item]] = {"as it is": as_is, "shortened": short, "bare": bare}


def initials(given: str) -> str:
    """Return "Jane Mary-Ann" as "J. M.-A."; names in scripts without capitals are unchanged."""
    if not any(map(str.isupper, given)):
        return given
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split())


def abbreviated(title: str) -> str:
    """Return a title in Latin letters roughly as ISO 4 abbreviates it: "Journal of Invented Rivers" as "J. Invent. Riv."."""
    words = re.sub(r"[:,()]", "", title).split()
    if len(words) < 2 or not title.isascii():
        return title
    kept = [word for word in words if word == "A" or word.lower() not in _SMALL]
    return " ".join(_ISO.get(word.lower()) or _cut(word) for word in kept)


def _cut(word: str) -> str:
    """Cut a word before a vowel, by two letters or more as ISO 4 does."""
    short = _CUT.sub(r"\1", word, count=1) if word.isalpha() else word
    return f"{short}." if len(short) + 1 < len(word) else word


def short_end(first: str, last: str) -> str:
    """Return the end of a range without the digits it shares with the beginning: 1021–1029 is 1021–9."""
    if len(first) != len(last) or len(first) < 2:
        return last
    same = next((place for place, (one, other) in enumerate(zip(first, last, strict=True)) if one != other), len(first) - 1)
    return last[same:]


def plain(text: str) -> str:
    """Return a text without accents."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def authors_replaced(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Replace all authors by another work's people."""
    own = _families(record.item)
    others = [entry for entry in donors.items if entry.author and not own & _families(entry)]
    if not item.author or not others:
        return None
    return replace(item, author=rng.choice(others).author[: max(2, len(item.author))])


def author_invented(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Add a person from another work to the authors."""
    own = _families(record.item)
    strangers = [name for entry in rng.sample(donors.items, 20) for name in entry.author if name.family and name.given]
    strangers = [name for name in strangers if fold(name.family) not in own]
    if len(item.author) < 2 or record.more_authors or not strangers:
        return None
    place = rng.randint(1, len(item.author))
    return replace(item, author=(*item.author[:place], rng.choice(strangers), *item.author[place:]))


def author_dropped(item: Item, record: Record, rng: random.Random, _: Donors) -> Item | None:
    """Leave out one of the authors."""
    if len(item.author) < 2 or record.more_authors:
        return None
    place = rng.randrange(len(item.author))
    return replace(item, author=item.author[:place] + item.author[place + 1 :])


def authors_cut(item: Item, record: Record, rng: random.Random, _: Donors) -> Item | None:
    """Leave out all authors after the first three or fewer, and at least three, without a mark of it."""
    kept = rng.randint(1, 3)
    return replace(item, author=item.author[:kept]) if len(item.author) >= kept + 3 and not record.more_authors else None


def first_authors_exchanged(item: Item, _: Record, __: random.Random, ___: Donors) -> Item | None:
    """Put the second author before the first."""
    first, second, *rest = (*item.author, *(Name() for _ in range(2)))[: max(2, len(item.author))]
    if not (first.family and second.family) or fold(first.family) == fold(second.family):
        return None
    return replace(item, author=(second, first, *rest))


def initial_changed(item: Item, _: Record, rng: random.Random, __: Donors) -> Item | None:
    """Give an author other initials, in the form of a list that prints initials."""
    places = [place for place, name in enumerate(item.author) if name.family and name.given[:1].isupper() and name.given.isascii()]
    if not places:
        return None
    place = rng.choice(places)
    own = {fold(letter) for letter in f"{item.author[place].given} {item.author[place].family}" if letter.isalpha()}
    others = [letter for letter in _LETTERS if fold(letter) not in own]
    people = [replace(name, given=initials(name.given)) for name in item.author]
    people[place] = replace(people[place], given=f"{rng.choice(others)}.{people[place].given[2:]}")
    return replace(item, author=tuple(people)) if others else None


def surname_misspelt(item: Item, _: Record, rng: random.Random, __: Donors) -> Item | None:
    """Change two letters within a surname."""
    places = [place for place, name in enumerate(item.author) if re.fullmatch("[A-Za-z]{6,}", name.family) and name.given]
    if not places:
        return None
    place = rng.choice(places)
    letters = list(item.author[place].family)
    for at in rng.sample(range(1, len(letters)), 2):
        letters[at] = rng.choice([letter for letter in "abdegiklmnoprstu" if letter != letters[at].lower()])
    return replace(item, author=_with(item.author, place, replace(item.author[place], family="".join(letters))))


def given_name_changed(item: Item, _: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Give an author another's given name with the same initial."""
    places = [place for place, name in enumerate(item.author) if name.family and re.match("[A-Z][a-z]{2,}", name.given)]
    if not places:
        return None
    place = rng.choice(places)
    own = item.author[place].given.split()
    names = [name.given.split()[0] for other in rng.sample(donors.items, 200) for name in other.author if name.given.strip()]
    names = [name for name in names if re.fullmatch("[A-Z][a-z]{2,}", name) and name[0] == own[0][0] and not _akin(name, own[0])]
    return (
        replace(item, author=_with(item.author, place, replace(item.author[place], given=" ".join((rng.choice(names), *own[1:])))))
        if names
        else None
    )


def _akin(name: str, other: str) -> bool:
    """Return whether one given name may be short for the other: Kate and Katherine, Jim and James."""
    name, other = sorted((name.lower(), other.lower()), key=len)
    rest = iter(other)
    return name[:2] == other[:2] or all(letter in rest for letter in name if letter not in "aeiouy")


def _with(people: tuple[Name, ...], place: int, name: Name) -> tuple[Name, ...]:
    return (*people[:place], name, *people[place + 1 :])


def year_by_one(item: Item, record: Record, rng: random.Random, _: Donors) -> Item | None:
    """Move the year by one, to a year that the record does not have."""
    year = (item.year or 0) + rng.choice((-1, 1))
    return replace(item, issued=Date(start=(year,))) if item.year and year not in {*record.years, item.year} else None


def title_of_another(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Give the entry the title of another work, in the same script, and keep the people and the DOI."""
    own = {fold(word)[:4] for word in record.item.title.split()} - {word[:4] for word in _SMALL}
    others = [
        entry.title for entry in donors.items if len(entry.title.split()) > 4 and entry.title.isascii() == item.title.isascii()
    ]
    others = [title for title in others if len(own & {fold(word)[:4] for word in title.split()}) < 2]
    return replace(item, title=rng.choice(others)) if others and item.doi and item.author and len(item.title.split()) > 4 else None


def meeting_replaced(item: Item, record: Record, rng: random.Random, _: Donors) -> Item | None:
    """Replace the talk's meeting by the acronym or the name of another one."""
    if item.type != "paper-conference" or len(item.container_title.split()) < 2:
        return None
    names = " ".join((item.container_title, *record.containers))
    others = [pair for pair in _MEETINGS.items() if pair[0] not in names and pair[1].lower() not in names.lower()]
    acronym, name = rng.choice(others)
    year = item.year or 2019
    return replace(item, container_title=rng.choice((acronym, f"{acronym} {year}", f"Proceedings of the Conference on {name}")))


def year_changed(item: Item, record: Record, rng: random.Random, _: Donors) -> Item | None:
    """Move the year by three."""
    year = (item.year or 0) + rng.choice((-3, 3))
    near = {one for known in (*record.years, item.year or 0) for one in (known - 1, known, known + 1)}
    return replace(item, issued=Date(start=(year,))) if item.year and year not in near else None


def container_replaced(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Replace the journal or book by another work's, with no word in common and not its acronym."""
    own = {word for name in (item.container_title, *record.containers) for word in _long(name)}
    others = [
        entry.container_title
        for entry in donors.items
        if entry.type == item.type and len(entry.container_title.split()) > 1 and not own & _long(entry.container_title)
    ]
    if item.type not in {"article-journal", "paper-conference", "chapter"} or len(item.container_title.split()) < 2 or not others:
        return None
    return replace(item, container_title=rng.choice(others))


def volume_changed(item: Item, record: Record, rng: random.Random, _: Donors) -> Item | None:
    """Change the volume to a number that is neither the volume nor the issue."""
    if not item.volume.isdecimal() or not 0 < int(item.volume) < 1000:
        return None
    volume = str(int(item.volume) + rng.randint(1, 30))
    return replace(item, volume=volume) if volume not in {item.issue, record.item.issue} else None


def pages_shifted(item: Item, _: Record, rng: random.Random, __: Donors) -> Item | None:
    """Move both ends of the pages."""
    found = _PAGES.fullmatch(item.page)
    if not found or int(found[1]) >= int(found[3]):
        return None
    by = rng.randint(int(found[3]) - int(found[1]) + 1, 400) if int(found[3]) - int(found[1]) < 400 else 500
    return replace(item, page=f"{int(found[1]) + by}{found[2]}{int(found[3]) + by}")


def title_word_replaced(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Replace a telling word of the title by a word of another title."""
    words = [word for word in re.findall(r"\b[A-Za-z]{5,}\b", item.title.partition(": ")[0]) if word.lower() not in _COMMON]
    others = [
        word for word in rng.sample(donors.words, 40) if not any(fold(word)[:4] == one[:4] for one in fold(item.title).split())
    ]
    if len(item.title.split()) < 4 or not words or not others or any(len(fold(title).split()) < 2 for title in record.titles):
        return None
    word, new = rng.choice(words), rng.choice(others)
    return replace(item, title=re.sub(rf"\b{word}\b", new.title() if word[0].isupper() else new, item.title, count=1))


def doi_of_another(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Give the entry the DOI of another work."""
    own = _families(record.item)
    others = [
        entry for entry in donors.items if entry.doi in donors.registered and entry.doi != item.doi and not own & _families(entry)
    ]
    return replace(item, doi=rng.choice(others).doi) if others else None


def doi_invented(item: Item, _: Record, rng: random.Random, __: Donors) -> Item | None:
    """Give the entry a DOI that nobody has, made from its own."""
    return replace(item, doi=f"{item.doi}{rng.choice('679')}{rng.randint(10, 99)}") if item.doi else None


def work_invented(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Mix a work from others: the halves of two titles, people from a third, journal and year from a fourth, and no DOI."""
    some = rng.sample(donors.items, 30)
    titles = [one.title.split() for one in some if len(one.title.split()) > 5 and one.title.isascii()]
    people = [one.author for one in some if one.author and not _families(record.item) & _families(one)]
    places = [one for one in some if one.type == item.type and one.container_title]
    own = item.title.split()
    if len(own) < 6 or not item.title.isascii() or item.type not in {"article-journal", "paper-conference"}:
        return None
    if not titles or not people or not places:
        return None
    other, place = rng.choice(titles), rng.choice(places)
    title = " ".join(own[: len(own) // 2] + other[len(other) // 2 :])
    mixed = replace(item, title=title, author=rng.choice(people)[:4], container_title=place.container_title, issued=place.issued)
    return replace(mixed, doi="", isbn="", volume="", page="", issue="")


def work_invented_with_doi(item: Item, record: Record, rng: random.Random, donors: Donors) -> Item | None:
    """Mix a work from others, and give it the DOI of one of them."""
    mixed = work_invented(item, record, rng, donors)
    return doi_of_another(mixed, record, rng, donors) if mixed else None


DAMAGES: dict[str, tuple[str, Callable[[Item, Record, random.Random, Donors], Item | None]]] = {
    "all authors replaced": ("WORK412", authors_replaced),
    "a co-author invented": ("WORK412", author_invented),
    "an author dropped": ("WORK412", author_dropped),
    "authors cut": ("WORK412", authors_cut),
    "first two authors exchanged": ("WORK412", first_authors_exchanged),
    "an initial": ("WORK412", initial_changed),
    "two letters of a surname": ("WORK412", surname_misspelt),
    "a given name, same initial": ("WORK412", given_name_changed),
    "year by three": ("WORK413", year_changed),
    "year by one": ("WORK413", year_by_one),
    "journal or book replaced": ("WORK414", container_replaced),
    "another meeting": ("WORK414", meeting_replaced),
    "volume changed": ("WORK415", volume_changed),
    "pages shifted": ("WORK415", pages_shifted),
    "a word of the title": ("WORK411", title_word_replaced),
    "title of another work": ("WORK411 WORK403", title_of_another),
    "DOI of another work": ("WORK403", doi_of_another),
    "DOI that does not exist": ("WORK402", doi_invented),
    "work invented, another's DOI": ("WORK403", work_invented_with_doi),
    "work invented, no DOI": ("WORK401", work_invented),
}

_COMMON = frozenset(
    "about after among based between from into using their these those through under which while with within".split()
)


def telling_words(items: Sequence[Item]) -> list[str]:
    """Return the telling words of titles, each once."""
    words = {word.lower() for item in items for word in re.findall(r"\b[A-Za-z]{6,}\b", item.title)}
    return sorted(words - _COMMON)


def _families(item: Item) -> frozenset[str]:
    return frozenset(fold(name.family or name.literal) for name in (*item.author, *item.editor))


def _long(name: str) -> set[str]:
    return {
        word[:4]
        for word in fold(name).split()
        if len(word) > 3 and word not in {"journal", "international", "proceedings", "conference"}
    }
