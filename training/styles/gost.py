"""A description after the GOST standards: which areas it has and what is between them. The styles differ in their habits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from grammar import words
from styles.parts import Naming, Piece, areas_joined, dated, direct, inverted, marked, named, option, printed_range, quoted

if TYPE_CHECKING:
    from random import Random

    from works import Work

HOSTED = {"article-journal", "chapter", "paper-conference", "article-newspaper", "webpage"}
PERIODICAL = {"article-journal", "article-newspaper"}


class Habits(Struct, frozen=True):
    """How a list prints descriptions.

    Attributes:
        separator: between areas, from its full stop or comma on.
        colon, slash, host: before a subtitle, a statement of responsibility and the host.
        naming: of persons in the heading.
        heading: how many authors precede the title: 0, 1 or all (9).
        statement: whether the authors follow the title, too.
        medium: where the medium is named: "title" (in brackets), "end" (an area), or "".
        dash: in ranges of pages.
        year_first: whether the year precedes volume and issue.
        year_after_author: whether the year follows the authors in brackets.
        together: between volume and issue if they are one area, or "".
        publisher: whether books name their publisher.
    """

    separator: str = ". – "
    colon: str = " : "
    slash: str = " / "
    host: str = " // "
    naming: Naming = Naming()
    heading: int = 9
    statement: bool = False
    medium: str = ""
    dash: str = "–"
    year_first: bool = True
    year_after_author: bool = False
    together: str = ", "
    publisher: bool = True


def entry(work: Work, habits: Habits, random: Random) -> list[Piece]:
    """Return the pieces of a description."""
    if work.kind == "manuscript":
        return _archived(work, habits, random)
    if work.kind == "patent":
        return _patented(work, habits, random)
    opening = _titled(work, habits, random)
    if work.kind in HOSTED and work.container:
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
    areas = [opening, _edition(work), *_imprint(work, habits, random), _parts(work, random), _extent(work, habits, random)]
    return areas_joined([*areas, *_rest(work, habits, random)], habits.separator)


def _titled(work: Work, habits: Habits, random: Random) -> list[Piece]:
    pieces = _heading(work, habits, random)
    if work.kind == "legislation":
        return pieces + _act(work, habits, random)
    title = _cased(work.title, random)
    pieces += quoted(title, "title", "«»") if "«" not in title and random.random() < 0.02 else [(title, "title")]
    if habits.medium == "title":
        pieces += [(" [", ""), (random.choice(words(work.language)["media_bracket"]), "medium"), ("]", "")]
    if work.parallel_title:
        pieces += [(" = ", ""), (work.parallel_title, "parallel_title")]
    if work.subtitle:
        pieces += [(habits.colon, "title" if pieces[-1][1] == "title" else ""), (work.subtitle, "title")]
    if work.kind == "book" and work.volume and random.random() < 0.3:
        of = {"tr": "{} cilt", "en": "in {} vols", "kk": "{} томдық"}.get(
            work.language, random.choice(("в {} т.", "в {} т.", "в {} ч."))
        )
        pieces += [(habits.colon, ""), (of.format(random.randint(2, 15)), "note")]
    if work.genre:
        pieces += _kind(work, habits, random)
    return pieces + _stated(work, habits, random)


def _heading(work: Work, habits: Habits, random: Random) -> list[Piece]:
    if work.organisation and random.random() < 0.7:
        return [(work.organisation, "author"), (random.choice((". ", ". ", ": ", ", ")), "")]
    shown = work.authors[: habits.heading]
    if not shown or (len(work.authors) > 3 and habits.statement and habits.heading == 1):
        return []
    form = direct if random.random() < (0.12 if work.language == "kk" else 0.04) else inverted
    text = named(shown, lambda person: form(person, habits.naming), random, work.language, 3)
    pieces: list[Piece] = [(text, "author")]
    if _dated_before(work, habits):
        year_form = random.choice((" ({})", " ({}).", " ({}),", " [{}]", ", {}.", " {}."))
        return pieces + marked(year_form, work.year, "issued") + [(" ", "")]
    after = random.choice((" ", " ", " ", " ", ", ", ": ") if text[-1] == "." else (". ", " "))
    return [*pieces, (after, "")]


def _dated_before(work: Work, habits: Habits) -> bool:
    return habits.year_after_author and bool(work.authors and work.issued)


def _cased(title: str, random: Random) -> str:
    return title.upper() if random.random() < 0.03 else title


def _kind(work: Work, habits: Habits, random: Random) -> list[Piece]:
    start = random.random()
    if work.kind != "thesis" and start < 0.12:
        return [(". ", ""), (work.genre[0].upper() + work.genre[1:], "genre")]
    mark = random.choice((": ", ". ", " ", " : "))
    genre = work.genre.replace(". : ", ". ") if mark == ". " else work.genre
    genre = genre if habits.colon == " : " else genre.replace(" : ", mark)
    return [(random.choice((habits.colon, habits.colon, ": ", ", ", ". ")), ""), (genre, "genre")]


def _act(work: Work, habits: Habits, random: Random) -> list[Piece]:
    start = random.random()
    if start < 0.4:
        return [(work.title, "title"), (random.choice((habits.colon, ": ", ". ", " / ")), ""), (work.genre, "genre")]
    genre = work.genre[0].upper() + work.genre[1:]
    if start < 0.75:
        return [(f"{genre} «{work.title}»", "title")]
    if start < 0.85:
        return [(f"{genre} {work.title[0].lower()}{work.title[1:]}", "title")]
    code = random.choice(words(work.language)["codes"])
    if start < 0.92 and work.language == "ru":
        month = words("ru")["months"][work.issued[1] - 1]
        return [(code, "title"), (" (", ""), (f"принята {work.issued[2]} {month} {work.year} г.", "note"), (")", "")]
    return [(code, "title"), (random.choice((habits.colon, ": ", " ")), ""), (work.genre, "genre")]


def _stated(work: Work, habits: Habits, random: Random) -> list[Piece]:
    naming = Naming("", ".", habits.naming.gap, work.kind == "thesis" and random.random() < 0.6)
    pieces: list[Piece] = []
    first = habits.slash

    def add(statement: list[Piece]) -> None:
        nonlocal first
        pieces.extend([(first, ""), *statement])
        first = random.choice((" ; ", "; ", " ; "))

    if work.authors and (habits.statement or (habits.heading == 0)):
        add([(named(work.authors, lambda person: direct(person, naming), random, work.language, 4), "author")])
    elif work.organisation and habits.statement:
        add([(work.organisation, "author")])
    if work.kind != "chapter":
        for role, persons in (("editor", work.editors), ("translator", work.translators)):
            if persons:
                add(_responsible(work, role, naming, random))
    if work.kind == "book" and not work.translators and random.random() < 0.04:
        add([(random.choice(words(work.language)["bare_translation"]), "note")])
    return pieces


def _responsible(work: Work, role: str, naming: Naming, random: Random) -> list[Piece]:
    """Return editors or translators with what they did."""
    form = random.choice(words(work.language)[f"mark_{role}"])
    persons = work.editors if role == "editor" else work.translators
    genitive = "{gen}" in form
    form = form.replace("{gen}", "{}")

    if random.random() < 0.15:
        text = named(persons, lambda person: inverted(person, Naming("", ".", naming.gap)), random, work.language)
    else:
        text = named(persons, lambda person: direct(person, naming, genitive=genitive), random, work.language)
    return marked(form, text, role)


def _hosted(work: Work, habits: Habits, random: Random, opening: list[Piece]) -> list[Piece]:
    host: list[Piece] = [*opening, (habits.host, "")]
    if habits.host == ". " and work.kind in {"chapter", "paper-conference"} and work.language == "ru" and random.random() < 0.6:
        host.append((random.choice(("– В кн.: ", "В кн.: ", "В сб.: ", "– В кн. ")), ""))
    if work.kind in PERIODICAL and random.random() < 0.1:
        host += quoted(work.container, "container_title", "«»")
    else:
        host.append((work.container, "container_title"))
    if habits.medium == "title" and random.random() < 0.2:
        host += [(" [", ""), (random.choice(words(work.language)["media_bracket"]), "medium"), ("]", "")]
    if work.container_genre:
        host += [(random.choice((habits.colon, ": ", ". ")), ""), (work.container_genre, "genre")]
    if work.note and work.kind == "paper-conference":
        host += marked(random.choice((" ({})", " ({})", ", {}", habits.colon + "{}")), work.note, "note")
    if work.editors:
        host += [(habits.slash, ""), *_responsible(work, "editor", Naming("", ".", habits.naming.gap), random)]
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
    if year and random.random() < 0.05:
        year = [option(language, "year_forms", work.year, "issued", random)]
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
        return [option(language, "mark_date", date, "issued", random), issue]
    if volume and issue and random.random() < 0.05:
        return [*year, [*volume, (random.choice((" (", "(")), ""), (work.issue, "issue"), (")", "")]]
    numbers = [[*volume, (habits.together, ""), *issue]] if volume and issue and habits.together else [volume, issue]
    if work.year and work.volume and random.random() < 0.03:
        return [[*volume, (" (", ""), (work.year, "issued"), (")", "")], issue]
    return [*year, *numbers] if habits.year_first else [*numbers, *year]


def _edition(work: Work) -> list[Piece]:
    return [(work.edition, "edition")]


def _imprint(work: Work, habits: Habits, random: Random) -> list[list[Piece]]:
    """Return place, publisher and year: "М. : Наука, 2001", «М., 2001»."""
    year: list[Piece] = [] if _dated_before(work, habits) else [(work.year, "issued")]
    if year and random.random() < 0.05:
        year = option(work.language, "year_forms", work.year, "issued", random)
    pieces: list[Piece] = []
    for place in work.places:
        if pieces:
            pieces.append((random.choice((" ; ", "; ", ", ", " ; ")), ""))
        # "М. ; Л." in a list of cities is two places printed as they are
        for number, name in enumerate(place.split(" ; ")):
            pieces += [(" ; ", "")] if number else []
            pieces.append((name, "publisher_place"))
    if work.publisher and (habits.publisher or random.random() < 0.2):
        pieces += [(habits.colon, "")] if pieces else []
        pieces += (
            quoted(work.publisher, "publisher", "«»")
            if random.random() < 0.04 and "«" not in work.publisher
            else [(work.publisher, "publisher")]
        )
    if pieces and year and year[0][0]:
        pieces.append((", " if random.random() < 0.95 else random.choice((". ", " ", ",")), ""))
    return [pieces + year]


def _parts(work: Work, random: Random) -> list[Piece]:
    return option(work.language, "mark_volume_book", work.volume, "volume", random) if work.volume else []


def _extent(work: Work, habits: Habits, random: Random) -> list[Piece]:
    if work.pages and work.kind == "book":
        return option(work.language, "mark_pages", printed_range(work.pages, habits.dash), "page", random)
    if not work.number_of_pages or random.random() < 0.06:
        return []
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
        areas.append(series)
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
    return [*areas, [*address, (random.choice((" ", " ", " ", ". ", ", ", ". – ", "; ")), ""), *accessed]]


def _archived(work: Work, habits: Habits, random: Random) -> list[Piece]:
    opening: list[Piece] = [(work.title, "title"), (random.choice((habits.host, ". ")), "")] if work.title else []
    return [*opening, (f"{work.archive}{random.choice(('. ', '. ', ', ', ' '))}{work.note}", "note")]


def _patented(work: Work, habits: Habits, random: Random) -> list[Piece]:
    opening: list[Piece] = [(work.genre, "genre"), (random.choice((". ", ". ", " ")), ""), (work.title, "title")]
    if work.authors:
        text = named(work.authors, lambda person: random.choice((direct, inverted))(person, habits.naming), random, work.language)
        opening += [(habits.slash, ""), (text, "author")]
    return areas_joined([opening, [(work.note, "note")], _extent(work, habits, random)], habits.separator)
