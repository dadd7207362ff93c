"""A description after the GOST standards: which areas it has and what is between them. The styles differ in their habits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from grammar import capital, phrase, title, words
from styles.habits import Habits
from styles.hosts import PERIODICAL, RUSSIAN, named_host
from styles.parts import (
    Naming,
    Piece,
    areas_joined,
    dated,
    direct,
    given_name,
    inverted,
    marked,
    named,
    option,
    printed_range,
    quoted,
)
from styles.statements import stated

__all__ = ["Habits", "entry"]

if TYPE_CHECKING:
    from random import Random

    from works import Person, Work

HOSTED = {"article-journal", "chapter", "paper-conference", "article-newspaper", "webpage", "standard"}
FULL = Naming(full=True)


def entry(work: Work, habits: Habits, random: Random) -> list[Piece]:
    """Return the pieces of a description."""
    if work.kind == "manuscript":
        return _archived(work, habits, random)
    if work.kind == "patent":
        return _patented(work, habits, random)
    opening = _titled(work, habits, random)
    if work.kind in HOSTED and work.container:
        if habits.medium == "end" and random.random() < 0.4:
            opening += [(habits.separator, ""), (random.choice(words(work.language)["media_area"]), "medium")]
            habits = replace(habits, medium="")
        return _hosted(work, habits, random, opening)
    if work.kind == "legislation" and work.container:
        serial = [*opening, (habits.host, ""), (work.container, "container_title")]
        numbers = option(work.language, "mark_issue", work.issue, "issue", random)
        article = (
            option(work.language, "mark_article", str(random.randint(1, 6000)), "page", random) if random.random() < 0.5 else []
        )
        return areas_joined([serial, [(work.year, "issued")], numbers, article, *_online(work, habits, random)], habits.separator)
    if work.kind == "legislation":
        return areas_joined([opening, *_online(work, habits, random)], habits.separator)
    parts = [] if any(field == "volume" for _, field in opening) else _parts(work, random)
    areas = [opening, _edition(work), *_imprint(work, habits, random), parts, _extent(work, habits, random)]
    return areas_joined([*areas, *_rest(work, habits, random)], habits.separator)


def _titled(work: Work, habits: Habits, random: Random) -> list[Piece]:
    pieces = _heading(work, habits, random)
    if work.kind == "legislation":
        return pieces + _act(work, habits, random)
    name = _cased(work.title, random)
    pieces += quoted(name, "title", "«»") if "«" not in name and random.random() < 0.02 else [(name, "title")]
    if habits.medium == "title":
        pieces += [(" [", ""), (random.choice(words(work.language)["media_bracket"]), "medium"), ("]", "")]
    if work.parallel_title:
        pieces += [(" = ", ""), (work.parallel_title, "parallel_title")]
    if work.subtitle:
        pieces += [(habits.colon, "title" if pieces[-1][1] == "title" else ""), (work.subtitle, "title")]
    if work.kind == "book" and work.volume:
        pieces += _volume_of_title(work, habits, random)
    if work.genre:
        pieces += _kind(work, habits, random)
    return pieces + stated(work, habits, random)


def _volume_of_title(work: Work, habits: Habits, random: Random) -> list[Piece]:
    """Return how many volumes there are, which it is, and its title: "в 2 т. Т. 1. Общая часть"."""
    start = random.random()
    pieces: list[Piece] = []
    if start < 0.35:
        of = random.choice(words(work.language).get("volumes_of", ("in {} vols",))).format(random.randint(2, 15))
        pieces += [(random.choice((habits.colon, ". ", ": ")), ""), (of, "note")]
    if 0.2 < start < 0.65:
        form = random.choice(words(work.language)["mark_volume_book"])
        pieces += [(random.choice((". ", ". ", ", ", " ")), ""), *marked(form, work.volume, "volume")]
        if random.random() < 0.35:
            pieces += [(random.choice((". ", ": ", " : ")), ""), (title(work.language, random), "title")]
    return pieces


def _heading(work: Work, habits: Habits, random: Random) -> list[Piece]:
    if work.organisation and random.random() < 0.7:
        return [(work.organisation, "author"), (random.choice((". ", ". ", ": ", ", ")), "")]
    shown = work.authors[: habits.heading]
    if not shown or (len(work.authors) > 3 and habits.statement and habits.heading == 1):
        return []
    start = random.random()
    if start < 0.05:
        text = named([given_name(person) for person in shown], lambda person: direct(person, FULL), random, work.language, 3)
    elif start < 0.14:
        text = named(shown, lambda person: direct(person, habits.naming), random, work.language, 3)
    else:
        capitals = habits.naming.full and random.random() < 0.3
        text = named(shown, lambda person: inverted(_in_capitals(person, capitals), habits.naming), random, work.language, 3)
    pieces: list[Piece] = [(text, "author")]
    if _dated_before(work, habits):
        year_form = random.choice((" ({})", " ({}).", " ({}),", " [{}]", ", {}.", " {}."))
        return pieces + marked(year_form, work.year, "issued") + [(" ", "")]
    after = random.choice((" ", " ", " ", " ", ", ", ": ") if text[-1] == "." else (". ", " "))
    return [*pieces, (after, "")]


def _in_capitals(person: Person, capitals: bool) -> Person:  # noqa: FBT001
    return replace(person, family=person.family.upper()) if capitals else person


def _dated_before(work: Work, habits: Habits) -> bool:
    return habits.year_after_author and bool(work.authors and work.issued)


def _cased(title: str, random: Random) -> str:
    return title.upper() if random.random() < 0.03 else title


def _kind(work: Work, habits: Habits, random: Random) -> list[Piece]:
    start = random.random()
    if work.kind != "thesis" and start < 0.12:
        return [(". ", ""), (work.genre[0].upper() + work.genre[1:], "genre")]
    if work.kind != "thesis" and start < 0.15:
        return [(habits.colon + "[", ""), (work.genre, "genre"), ("]", "")]
    mark = random.choice((": ", ". ", " ", " : "))
    genre = work.genre.replace(". : ", ". ") if mark == ". " else work.genre
    genre = genre if habits.colon == " : " else genre.replace(" : ", mark)
    before = random.choice((habits.colon, habits.colon, ": ", ", ", ". "))
    pieces: list[Piece] = [(before, ""), (capital(genre, work.language) if start > 0.75 else genre, "genre")]
    if work.kind == "thesis" and work.language in RUSSIAN and random.random() < 0.12:
        day = f"{random.randint(1, 28):02}.{random.randint(1, 12):02}.{int(work.year) % 100:02}"
        pieces += [(random.choice((": ", " : ")), ""), (f"защищена {day}{random.choice(('', f' : утв. {day}'))}", "note")]
    return pieces


def _act(work: Work, habits: Habits, random: Random) -> list[Piece]:
    start = random.random()
    if start < 0.4:
        return [(work.title, "title"), (random.choice((habits.colon, ": ", ". ", " / ")), ""), (work.genre, "genre")]
    genre = work.genre[0].upper() + work.genre[1:]
    if start < 0.75:
        marks = random.choice(("«»", "«»", '""'))
        act: list[Piece] = [(f"{genre} {marks[0]}{work.title}", "title"), (marks[1], "title")]
        if work.language == "ru" and random.random() < 0.25:
            since = f"ред. от {random.randint(1, 28):02}.{random.randint(1, 12):02}.{random.randint(2010, 2025)}"
            act += [(" (", ""), (since, "note"), (")", "")]
        return act
    if start < 0.85:
        return [(f"{genre} {work.title[0].lower()}{work.title[1:]}", "title")]
    code = random.choice(words(work.language)["codes"])
    if start < 0.92 and work.language == "ru":
        month = words("ru")["months"][work.issued[1] - 1]
        by = random.choice(("принята", "принята всенародным голосованием", "ред. от", "утв.", "с изм. и доп. от"))
        day = random.choice((f"{work.issued[2]} {month} {work.year} г.", f"{work.issued[2]:02}.{work.issued[1]:02}.{work.year}"))
        return [(code, "title"), (" (", ""), (f"{by} {day}", "note"), (")", "")]
    return [(code, "title"), (random.choice((habits.colon, ": ", " ")), ""), (work.genre, "genre")]


def _hosted(work: Work, habits: Habits, random: Random, opening: list[Piece]) -> list[Piece]:
    host = [*opening, (habits.host, ""), *named_host(work, habits, random)]
    pages = option(work.language, "mark_pages", printed_range(work.pages, habits.dash), "page", random) if work.pages else []
    if work.kind in PERIODICAL or work.kind == "webpage":
        areas = [host, *_numbered(work, habits, random), pages]
    else:
        areas = [host, _edition(work), *_imprint(work, habits, random), _parts(work, random), pages]
    return areas_joined([*areas, *_rest(work, habits, random)], habits.separator)


def _numbered(work: Work, habits: Habits, random: Random) -> list[list[Piece]]:
    """Return the year, volume and issue of a periodical, or the date of a newspaper or page."""
    language = work.language
    year: list[list[Piece]] = [] if _dated_before(work, habits) or not work.issued else [[(work.year, "issued")]]
    start = random.random()
    if year and start < 0.08:
        year = [option(language, "year_forms", work.year, "issued", random)]
    elif year and "periods" in words(language) and start < 0.11:
        year = [[(f"{random.choice(words(language)['periods'])} {work.year}", "issued")]]
    volume = option(language, "mark_volume", work.volume, "volume", random) if work.volume else []
    issue = option(language, "mark_issue", work.issue, "issue", random) if work.issue else []
    if len(work.issued) == 3:
        day = f"{work.issued[2]} {random.choice((words(language)['months'], words(language)['months_short']))[work.issued[1] - 1]}"
        start = random.random()
        if _dated_before(work, habits):
            return [[(day, "issued")], issue]
        if start < 0.3:
            return [[(work.year, "issued")], [(day, "issued")], issue]
        if start < 0.45:
            return [[(work.year, "issued")], issue, [(day, "issued")]]
        date = f"{day} {work.year}" if start < 0.7 else dated(language, work.issued, random)
        return [[(random.choice(words(language)["mark_date"]).format(date), "issued")], issue]
    if volume and issue and random.random() < 0.05:
        return [*year, [*volume, (random.choice((" (", "(")), ""), (work.issue, "issue"), (")", "")]]
    numbers = [[*volume, (habits.together, ""), *issue]] if volume and issue and habits.together else [volume, issue]
    if work.year and work.volume and random.random() < 0.03:
        return [[*volume, (" (", ""), (work.year, "issued"), (")", "")], issue]
    if issue and year and "periods" in words(language) and random.random() < 0.04:
        numbers.append([(random.choice(words(language)["periods"]), "issued")])
    return [*year, *numbers] if habits.year_first else [*numbers, *year]


def _edition(work: Work) -> list[Piece]:
    return [(work.edition, "edition")]


def _imprint(work: Work, habits: Habits, random: Random) -> list[list[Piece]]:
    """Return place, publisher and year: "М. : Наука, 2001", «М., 2001»."""
    years = work.year
    if work.issued and work.kind == "book" and random.random() < (0.25 if work.volume else 0.01):
        last = work.issued[0] + random.randint(1, 5)
        years += random.choice((f"-{last}", f"–{last}", f"-{last % 100:02}"))
    year: list[Piece] = [] if _dated_before(work, habits) else [(years, "issued")]
    if year and random.random() < 0.05:
        year = option(work.language, "year_forms", work.year, "issued", random)
    pieces: list[Piece] = []
    for place in work.places:
        if pieces:
            pieces.append((random.choice((" ; ", "; ", ", ", " ; ")), ""))
        # "М. ; Л." in a list of cities is two places
        between = random.choice((" ; ", "; ", "–", "—", "-"))
        for number, name in enumerate(place.split(" ; ")):
            pieces += [(between, "")] if number else []
            pieces.append((name, "publisher_place"))
    if work.publisher and (habits.publisher or random.random() < 0.2):
        pieces += [(habits.colon, "")] if pieces else []
        pieces += (
            quoted(work.publisher, "publisher", random.choice(("«»", "«»", '""', "“”")))
            if random.random() < 0.1 and "«" not in work.publisher
            else [(work.publisher, "publisher")]
        )
        if random.random() < 0.04:
            pieces += [(habits.colon, ""), (phrase(work.language, "publishers", random), "publisher")]
    if pieces and any(text for text, _ in year):
        bare = pieces[-1][1] == "publisher_place"
        usual = random.random() < (0.85 if bare else 0.95)
        pieces.append((habits.imprint if usual else random.choice((": ", " – ", ". ", " ", ",") if bare else (". ", " ", ",")), ""))
    return [pieces + year]


def _parts(work: Work, random: Random) -> list[Piece]:
    return option(work.language, "mark_volume_book", work.volume, "volume", random) if work.volume else []


def _extent(work: Work, habits: Habits, random: Random) -> list[Piece]:
    if work.pages and work.kind == "book":
        return option(work.language, "mark_pages", printed_range(work.pages, habits.dash), "page", random)
    if not work.number_of_pages or random.random() < 0.06:
        return [(random.choice(words(work.language).get("other_extents", ("",))), "note")] if random.random() < 0.1 else []
    return option(work.language, "mark_extent", work.number_of_pages, "number_of_pages", random)


def _rest(work: Work, habits: Habits, random: Random) -> list[list[Piece]]:
    """Return series, ISBN and what is online."""
    areas: list[list[Piece]] = []
    if work.series and work.kind == "book":
        form = random.choice(words(work.language)["mark_series"])
        series = marked(form, work.series, "collection_title")
        if work.series_number and series[-1][0].endswith(")"):
            number = option(work.language, "mark_series_number", work.series_number, "note", random)
            series = [*series[:-1], (series[-1][0][:-1], ""), (random.choice((" ; ", "; ", ", ")), ""), *number, (")", "")]
        if random.random() < 0.08:
            series = [*series, (" ", ""), *marked("({})", phrase(work.language, "series", random), "collection_title")]
        areas.append(series)
    if work.kind == "book" and not work.genre and random.random() < 0.02:
        areas.append([(capital(phrase(work.language, "book_genres", random), work.language), "genre")])
    if work.kind == "book" and random.random() < 0.02:
        areas.append([(random.choice(words(work.language)["mark_run"]).format(random.choice((300, 500, 1000, 3000))), "note")])
    if work.isbn:
        areas.append(option(work.language, "mark_isbn", work.isbn, "isbn", random))
    return [*areas, *_online(work, habits, random)]


def _online(work: Work, habits: Habits, random: Random) -> list[list[Piece]]:
    areas: list[list[Piece]] = []
    if work.doi:
        areas.append(option(work.language, "mark_doi", work.doi, "doi", random))
    if habits.medium == "end":
        areas.append([(random.choice(words(work.language)["media_area"]), "medium")])
    if not work.url:
        return areas
    address = option(work.language, "mark_url", work.url, "url", random)
    if not work.accessed:
        return [*areas, address]
    accessed = option(work.language, "mark_accessed", dated(work.language, work.accessed, random), "accessed", random)
    if work.kind == "book" and "library_systems" in words(work.language) and random.random() < 0.2:
        accessed = [
            *accessed,
            (habits.separator + "Режим доступа: ", ""),
            (phrase(work.language, "library_systems", random), "container_title"),
        ]
        accessed += [("; ", ""), ("для зарегистрир. пользователей", "note")] if random.random() < 0.3 else []
    return [*areas, [*address, (random.choice((" ", " ", " ", ". ", ", ", ". – ", "; ")), ""), *accessed]]


def _archived(work: Work, habits: Habits, random: Random) -> list[Piece]:
    opening: list[Piece] = [(work.title, "title"), (random.choice((habits.host, ". ")), "")] if work.title else []
    return [*opening, (f"{work.archive}{random.choice(('. ', '. ', ', ', ' '))}{work.note}", "note")]


def _patented(work: Work, habits: Habits, random: Random) -> list[Piece]:
    number, _, classes = work.genre.partition(", ")
    opening: list[Piece] = [(number, "genre")]
    opening += [(", ", ""), (classes, "note")] if classes else []
    opening += [(random.choice((". ", ". ", " ")), ""), (work.title, "title")]
    if work.authors:
        form = random.choice((direct, inverted))
        text = named(work.authors, lambda person: form(person, habits.naming), random, work.language)
        opening += [(habits.slash, ""), (text, "author")]
    if random.random() < 0.4:
        opening.append((random.choice((" ; ", "; ", ", ")), ""))
        holder = random.choice(words(work.language).get("patent_holders", ("{}",)))
        opening += marked(holder, phrase(work.language, "organisations", random), "author")
    return areas_joined([opening, _published(work.note), _extent(work, habits, random)], habits.separator)


def _published(note: str) -> list[Piece]:
    """Return a patent's dates; that of publication is the date of issue."""
    before, mark, rest = note.partition("опубл. ")
    if not mark:
        return [(note, "note")]
    date, comma, bulletin = rest.partition(", ")
    filed = before.rstrip(" ,")
    return [(filed, "note"), (before[len(filed) :] + mark, ""), (date, "issued"), (comma, ""), (bulletin, "note")]
