"""Works to write references to: invented in several languages. Persons, titles and numbers are not meant to be real."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

import forms
from grammar import capital, expand, headline, phrase, title, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

KINDS = {
    "article-journal": 34,
    "book": 22,
    "chapter": 5,
    "paper-conference": 10,
    "thesis": 7,
    "legislation": 5,
    "webpage": 8,
    "article-newspaper": 3,
    "standard": 2,
    "manuscript": 2,
    "report": 2,
    "patent": 1,
}
"""Kinds of works in CSL's terms, and how common they are in lists. A manuscript is a file of an archive."""
CYRILLIC = ("ru", "kk", "uk")
WITHOUT_PLACE = {"kk": 0.2}
"""How many books name no place where that is more common than elsewhere: Kazakh lists often have the publisher alone."""
_AUTHORS = ((1, 2, 3, 4, 5, 6), (50, 24, 14, 7, 3, 2))


class Person(Struct, frozen=True):
    """A person. `given` is a name or initials as the source has them; `genitive` is the family name after "под ред."."""

    family: str
    given: str = ""
    patronymic: str = ""
    genitive: str = ""


class Work(Struct, frozen=True):
    """A work with the texts of its fields; an empty one is "" or (). Dates are numbers as far as known: (2004, 5, 31)."""

    kind: str
    language: str
    title: str
    subtitle: str = ""
    parallel_title: str = ""
    authors: tuple[Person, ...] = ()
    organisation: str = ""
    editors: tuple[Person, ...] = ()
    translators: tuple[Person, ...] = ()
    container: str = ""
    container_genre: str = ""
    series: str = ""
    series_number: str = ""
    issued: tuple[int, ...] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number_of_pages: str = ""
    publisher: str = ""
    places: tuple[str, ...] = ()
    edition: str = ""
    genre: str = ""
    archive: str = ""
    url: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    accessed: tuple[int, ...] = ()
    note: str = ""

    @property
    def year(self) -> str:
        """The year of issue as text, or ""."""
        return str(self.issued[0]) if self.issued else ""


def invented(language: str, random: Random) -> Work:
    """Return an invented work in a language of training/words."""
    kind = random.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    year = max(1900, int(random.gauss(2008, 14)))
    year = year if year <= 2025 else random.randint(1995, 2025)
    fields: dict[str, object] = {"issued": (year,), "authors": _authors(language, random)}
    fields["title"], fields["subtitle"] = _title(language, random)
    fields |= _KINDS.get(kind, _article)(language, year, random)
    if fields.pop("online", False) or random.random() < 0.08:
        fields |= _online(year, random)
    if language in ("en", "tr"):
        fields |= _headlines(fields, language, random)
    return Work(kind=kind, language=language, **fields)  # type: ignore[arg-type]


def _headlines(fields: dict[str, object], language: str, random: Random) -> dict[str, object]:
    """Return the fields that are printed with capitals: journals and publishers as a rule, titles at times."""
    names = ["container", "series", "organisation"] if random.random() < 0.9 else []
    names += ["title", "subtitle"] if random.random() < 0.5 else []
    return {name: capital(headline(str(fields[name]), language), language) for name in names if fields.get(name)}


def _title(language: str, random: Random) -> tuple[str, str]:
    start = random.random()
    if start < 0.82:
        return title(language, random), ""
    return title(language, random), phrase(language, "tail", random)


def _authors(language: str, random: Random) -> tuple[Person, ...]:
    count = random.choices(*_AUTHORS)[0]
    return tuple(person(language, random) for _ in range(count))


def person(language: str, random: Random) -> Person:
    """Return an invented person."""
    lists = words(language)
    if random.random() < (0.05 if language == "kk" else 0.02):
        single = random.choice(lists["single_names"])
        return Person(single, genitive=single)
    female = random.random() < 0.4
    family = random.choice(lists["families"])
    given = random.choice(lists["female" if female else "male"])
    if language == "tr" and random.random() < 0.15:
        given += " " + random.choice(lists["female" if female else "male"])
    if language not in CYRILLIC:
        return Person(family, given)
    patronymic = ""
    if random.random() < 0.85:
        patronymic = random.choice(lists["patronymics"])
        patronymic = forms.russian_patronymic(patronymic, female=female) if language != "uk" else patronymic
    if language == "uk":
        return Person(family, given, patronymic, family)
    return Person(
        forms.russian_family(family, "nom", female=female), given, patronymic, forms.russian_family(family, "gen", female=female)
    )


def _article(language: str, year: int, random: Random) -> dict[str, object]:
    style = random.random()
    first = random.randint(1, 420)
    fields: dict[str, object] = {
        "container": capital(phrase(language, "journals", random), language),
        "pages": _range(first, random),
    }
    if style < 0.62:
        fields["issue"] = _issue(random)
    if 0.3 < style < 0.97:
        fields["volume"] = str(random.randint(1, 140))
    if random.random() < 0.12:
        fields["parallel_title"] = title("en", random)
    if random.random() < 0.04:
        fields |= {"pages": "", "issue": ""}
    if year > 2005 and random.random() < 0.25:
        fields["doi"] = _doi(random)
    return fields | {"online": random.random() < 0.12}


def _issue(random: Random) -> str:
    start = random.random()
    number = random.randint(1, 12)
    if start < 0.7:
        return str(number)
    if start < 0.8:
        return f"{number} ({random.randint(13, 260)})"
    if start < 0.84:
        return f"{number}{random.choice('-/')}{number + 1}"
    return f"{number}({random.randint(13, 260)})" if start < 0.9 else str(random.randint(13, 300))


def _range(first: int, random: Random) -> str:
    last = first + random.randint(1, 24)
    if random.random() < 0.02:
        return f"{first}-{last}, {last + random.randint(2, 20)}"
    return f"{first}-{last}" if random.random() < 0.9 else str(first)


def _book(language: str, year: int, random: Random) -> dict[str, object]:
    fields: dict[str, object] = {
        "publisher": phrase(language, "publishers", random) if random.random() < 0.9 else "",
        "places": _places(language, random),
        "number_of_pages": str(random.randint(24, 980)) if random.random() < 0.85 else "",
    }
    if random.random() < 0.35:
        fields["genre"] = " : ".join(phrase(language, "book_genres", random) for _ in range(1 + (random.random() < 0.05)))
    if random.random() < 0.2:
        fields["edition"] = phrase(language, "editions", random)
    if random.random() < 0.1:
        fields["series"] = phrase(language, "series", random)
        fields["series_number"] = str(random.randint(1, 60)) if random.random() < 0.3 else ""
    if random.random() < 0.12:
        fields["volume"] = _volume(random)
    if random.random() < 0.15:
        fields["translators"] = (person(language, random),) if random.random() < 0.6 else ()
        fields |= {"authors": _authors("en", random)} if language == "tr" else {}
    if random.random() < 0.3:
        fields["editors"] = tuple(person(language, random) for _ in range(random.choice((1, 1, 1, 2))))
        if random.random() < 0.5:
            fields["authors"] = ()
    if year > 1975 and random.random() < 0.12:
        fields["isbn"] = _isbn(random)
    if random.random() < 0.1:
        fields["pages"] = _range(random.randint(1, 300), random)
    return fields | {"online": year > 2005 and random.random() < 0.06}


def _volume(random: Random) -> str:
    number = random.randint(1, 12)
    several = random.choice(("{}, {}", "{},{}", "{}-{}", "{}–{}")).format(number, number + 1)
    return random.choice((str(number), str(number), random.choice("I II III IV V VI".split()), several))


def _places(language: str, random: Random) -> tuple[str, ...]:
    start = random.random()
    count = 0 if start < WITHOUT_PLACE.get(language, 0.08) else 2 if start > 0.95 else 1
    return tuple(random.choice(words(language)["cities"]) for _ in range(count))


def _chapter(language: str, year: int, random: Random) -> dict[str, object]:
    book = _book(language, year, random)
    host = title(language, random)
    return {
        "container": host,
        "container_genre": book.get("genre", ""),
        "editors": book.get("editors", ()),
        "publisher": book["publisher"],
        "places": book["places"],
        "edition": book.get("edition", ""),
        "volume": book.get("volume", ""),
        "pages": _range(random.randint(1, 500), random),
        "isbn": book.get("isbn", ""),
    }


def _paper(language: str, _year: int, random: Random) -> dict[str, object]:
    topic = capital(phrase(language, "conference_topics", random), language)
    fields: dict[str, object] = {
        "places": _places(language, random),
        "publisher": phrase(language, "publishers", random) if random.random() < 0.5 else "",
        "pages": _range(random.randint(1, 600), random),
    }
    start = random.random()
    if start < 0.5:
        fields |= {"container": topic, "container_genre": phrase(language, "conference_kinds", random)}
    elif start < 0.85:
        fields["container"] = f"{phrase(language, 'conference_whole', random)} «{topic}»"
    else:
        fields["container"] = topic
    if random.random() < 0.2:
        fields["note"] = phrase(language, "conference_dates", random)
    if random.random() < 0.25:
        fields["volume"] = str(random.randint(1, 6))
    if random.random() < 0.2:
        fields["editors"] = (person(language, random),)
    return fields


def _thesis(language: str, _year: int, random: Random) -> dict[str, object]:
    short, long, code = random.choice(words(language)["thesis_fields"]).split("|")
    genre = random.choice(words(language)["thesis_degrees"]).replace("{field}", short).replace("{field_long}", long)
    if code and random.random() < 0.6:
        genre += f" : {code}"
    publisher = phrase(language, "thesis_publishers", random) if random.random() < (0.4 if language in CYRILLIC else 0.95) else ""
    if publisher and language == "tr" and random.random() < 0.7:
        publisher += random.choice((", ", " ")) + phrase(language, "institutes", random)
    return {
        "authors": (person(language, random),),
        "genre": genre,
        "places": _places(language, random),
        "publisher": publisher,
        "number_of_pages": str(random.randint(20, 420)),
    }


def _law(language: str, year: int, random: Random) -> dict[str, object]:
    kind, number = random.choice(words(language)["law_kinds"]).split("|")
    month, day = random.randint(1, 12), random.randint(1, 28)
    date = f"{day} {words(language)['months'][month - 1]} {year}"
    act = expand(language, random.choice(words(language)["law_acts"]), random)
    act = act.replace("[kind]", kind).replace("[date]", date).replace("[number]", expand(language, number, random))
    fields: dict[str, object] = {"authors": (), "genre": act, "issued": (year, month, day)}
    fields |= {"title": capital(phrase(language, "law_subjects", random), language), "subtitle": ""}
    if random.random() < 0.4:
        fields |= {"container": phrase(language, "law_containers", random), "issue": _issue(random)}
    return fields | {"online": random.random() < 0.5}


def _webpage(language: str, year: int, random: Random) -> dict[str, object]:
    fields: dict[str, object] = {"container": phrase(language, "sites", random) if random.random() < 0.7 else "", "online": True}
    start = random.random()
    if start < 0.4:
        fields["authors"] = ()
    elif start < 0.55:
        fields |= {"authors": (), "organisation": phrase(language, "organisations", random)}
    if random.random() < 0.35:
        fields["issued"] = (year, random.randint(1, 12), random.randint(1, 28))
    elif random.random() < 0.3:
        fields["issued"] = ()
    return fields


def _newspaper(language: str, year: int, random: Random) -> dict[str, object]:
    fields: dict[str, object] = {
        "container": phrase(language, "newspapers", random),
        "issued": (year, random.randint(1, 12), random.randint(1, 28)),
        "issue": str(random.randint(1, 280)) if random.random() < 0.4 else "",
        "pages": str(random.randint(1, 24)) if random.random() < 0.5 else "",
    }
    if random.random() < 0.2:
        fields["authors"] = ()
    return fields


def _standard(language: str, year: int, random: Random) -> dict[str, object]:
    number = f"{random.choice(words(language)['standard_kinds'])} {random.randint(1, 60)}.{random.randint(0, 999)}"
    number = random.choice((number, number.partition(".")[0] + str(random.randint(100, 999))))
    dash = random.choice("-–")
    if language not in CYRILLIC and random.random() < 0.4:
        number, dash = f"{number}-{random.randint(1, 12)}", ":"
    adopted = str(year)[2:] if year < 2000 else str(year)
    full = f"{number}{dash}{adopted}{random.choice(('. ', ' ', ', '))}{phrase(language, 'standard_topics', random)}"
    book = _book(language, year, random)
    keep = {name: book[name] for name in ("publisher", "places", "number_of_pages")}
    if "standard_systems" in words(language) and random.random() < 0.2:
        keep["container"] = phrase(language, "standard_systems", random)
    return keep | {"authors": (), "title": full, "subtitle": "", "online": random.random() < 0.2}


def _manuscript(language: str, _year: int, random: Random) -> dict[str, object]:
    start = random.random()
    fields: dict[str, object] = {"archive": phrase(language, "archives", random), "issued": (), "subtitle": ""}
    fields["note"] = phrase(language, "shelf_marks", random)
    return fields | ({"title": "", "authors": ()} if start < 0.7 else {"authors": ()})


def _report(language: str, year: int, random: Random) -> dict[str, object]:
    book = _book(language, year, random)
    keep = {name: book[name] for name in ("publisher", "places", "number_of_pages")}
    return keep | {"authors": (), "organisation": phrase(language, "organisations", random), "online": random.random() < 0.4}


def _patent(language: str, year: int, random: Random) -> dict[str, object]:
    return {
        "genre": phrase(language, "patents", random),
        "note": phrase(language, "patent_notes", random),
        "subtitle": "",
        "number_of_pages": str(random.randint(2, 20)) if random.random() < 0.5 else "",
        "issued": (year, random.randint(1, 12), random.randint(1, 28)),
    }


_KINDS = {
    "book": _book,
    "chapter": _chapter,
    "paper-conference": _paper,
    "thesis": _thesis,
    "legislation": _law,
    "webpage": _webpage,
    "article-newspaper": _newspaper,
    "standard": _standard,
    "manuscript": _manuscript,
    "report": _report,
    "patent": _patent,
}


def online(work: Work, random: Random) -> Work:
    """Return a work with an address, and a date of access as a rule."""
    return replace(work, **_online(int(work.year or 2015), random))


def _online(year: int, random: Random) -> dict[str, object]:
    seen = random.randint(max(year, 2008), 2026)
    fields: dict[str, object] = {"url": _url(random)}
    if random.random() < 0.75:
        fields["accessed"] = (seen, random.randint(1, 12), random.randint(1, 28))
    return fields


_PATHS: Sequence[str] = (
    "article/{}",
    "index.php/journal/article/view/{}",
    "ru/news/{}.html",
    "?id={}",
    "docs/{}.pdf",
    "content/2019/{}/",
    "",
    "library/book_{}.htm",
)


def _url(random: Random) -> str:
    start = random.choice(("https://", "http://", "https://www.", "http://www.", "www."))
    return (
        start + random.choice(("example.org/", "example.com/", "news.example.org/")) + random.choice(_PATHS).format(_digits(random))
    )


def _doi(random: Random) -> str:
    return f"10.5555/{random.choice(('', 's', 'vest.', 'issn.1816-'))}{_digits(random)}-{random.randint(1, 99)}"


def _digits(random: Random) -> str:
    return str(random.randint(100, 99999999))


def _isbn(random: Random) -> str:
    digits = str(random.randint(100, 999))
    start = random.choice(("978-5-", "5-", "978-601-", "9965-"))
    return f"{start}{digits}-{random.randint(10000, 99999)}-{random.randint(0, 9)}"
