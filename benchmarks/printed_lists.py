"""Entries of a list of references in four styles, from CSL; the words of an entry without CSL are printed as they are.

The forms are close to Vancouver, APA, Chicago (author–date) and GOST R 7.0.5, not exact in every comma: they stand for lists as
authors type them. An entry is a sequence of texts, each upright or in italics.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from made_articles import Work

ListStyle = Literal["vancouver", "apa", "chicago", "gost"]
Texts = list[tuple[str, bool]]
"""Texts of an entry, and whether each is in italics."""
TITLE = 6
"""Words of a title that stand for authors."""
NAMED = {"vancouver": 6, "apa": 20, "chicago": 10, "gost": 3}
"""Authors that a style names before "et al."."""


def entry(work: Work, style: ListStyle, suffix: str = "") -> Texts:
    """Return an entry as printed; `suffix` is the letter after its year."""
    if not work.parted:
        return [(work.words, False)]
    texts = [(text, italic) for text, italic in FORMS[style](work.csl, suffix) if text]
    return [(re.sub(r"([.?!])\.(?=\s|$)", r"\1", text), italic) for text, italic in _closed(texts)]


def year(work: Work) -> str:
    """Return the year of a work, or "n.d."."""
    return _year(work.csl)


def label(work: Work, *, narrative: bool) -> str:
    """Return the authors as a citation names them, or the beginning of the title where there are none."""
    names = [name.get("family") or name.get("literal") or "" for name in _people(work.csl)]
    if not names:
        words = str(work.csl.get("title") or work.words).split()
        return f"“{' '.join(words[:TITLE]).strip('.,:;')}”"
    if len(names) == 2:
        return f"{names[0]} {'and' if narrative else '&'} {names[1]}"
    return names[0] if len(names) == 1 else f"{names[0]} et al."


def families(work: Work) -> tuple[str, ...]:
    """Return the family names of the authors."""
    return tuple(name["family"] for name in _people(work.csl) if name.get("family"))


def ordered(texts: Sequence[Texts]) -> list[int]:
    """Return the indexes of entries in alphabetical order."""
    return sorted(range(len(texts)), key=lambda place: _sorting("".join(text for text, _ in texts[place])))


def _sorting(text: str) -> str:
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter))
    return re.sub(r"[^\w ]", "", bare)


def _closed(texts: Texts) -> Texts:
    """Drop a full stop that begins a text after one that ends with a mark."""
    closed: Texts = []
    for text, italic in texts:
        if closed and text.startswith(".") and closed[-1][0].endswith((".", "?", "!")):
            text = text[1:]  # noqa: PLW2901
        closed.append((text, italic))
    return closed


def _people(csl: dict[str, Any]) -> list[dict[str, str]]:
    return list(csl.get("author") or csl.get("editor") or [])


def _initials(given: str, *, dotted: bool) -> str:
    together = given.isupper() and given.isalpha()
    letters = list(given) if together else [word[0] for word in re.split(r"[\s.\-]+", given) if word]
    return " ".join(f"{letter}." for letter in letters) if dotted else "".join(letters)


def _names(csl: dict[str, Any], style: ListStyle) -> str:
    names = []
    for place, name in enumerate(_people(csl)[: NAMED[style]]):
        own, given = str(name.get("family") or name.get("literal") or ""), str(name.get("given") or "")
        initials = _initials(given, dotted=style != "vancouver")
        comma = "," if style in ("apa", "chicago") else ""
        if not initials:
            names.append(own)
        elif style == "chicago" and place:
            names.append(f"{initials} {own}")
        else:
            names.append(f"{own}{comma} {initials}")
    if len(_people(csl)) > len(names):
        return ", ".join(names) + (" [et al.]" if style == "gost" else ", et al.")
    last = {"apa": ", & ", "chicago": ", and "}.get(style, ", ")
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _year(csl: dict[str, Any]) -> str:
    issued = csl.get("issued")
    if isinstance(issued, dict):
        issued = issued.get("date-parts", [[""]])[0][0]
    return str(issued or "n.d.")[:10].split("-")[0]


def _value(csl: dict[str, Any], field: str) -> str:
    return " ".join(str(csl.get(field) or "").split())


def _title(csl: dict[str, Any]) -> str:
    return _value(csl, "title").rstrip(".")


def _pages(csl: dict[str, Any]) -> str:
    return _value(csl, "page").replace("-", "–")


def _publisher(csl: dict[str, Any]) -> str:
    return ": ".join(filter(None, (_value(csl, "publisher-place"), _value(csl, "publisher").rstrip("."))))


def _link(csl: dict[str, Any]) -> str:
    return f"https://doi.org/{csl['DOI']}" if csl.get("DOI") else _value(csl, "URL")


def _vancouver(csl: dict[str, Any], suffix: str) -> Texts:
    issue = f"({_value(csl, 'issue')})" if csl.get("issue") else ""
    pages = f":{_pages(csl)}" if csl.get("page") else ""
    number = f";{_value(csl, 'volume')}{issue}{pages}" if csl.get("volume") else pages
    doi = f" doi:{csl['DOI']}" if csl.get("DOI") else f" Available from: {csl['URL']}" if csl.get("URL") else ""
    return [
        (f"{names}. " if (names := _names(csl, "vancouver")) else "", False),
        (f"{_title(csl)}. " if _title(csl) else "", False),
        (f"{journal}. " if (journal := _value(csl, "container-title").rstrip(".")) else "", False),
        (f"{publisher}; " if (publisher := _publisher(csl)) else "", False),
        (f"{_year(csl)}{suffix}{number}.{doi}", False),
    ]


def _apa(csl: dict[str, Any], suffix: str) -> Texts:
    issue = f"({_value(csl, 'issue')})" if csl.get("issue") else ""
    pages = f", {_pages(csl)}" if csl.get("page") else ""
    journal, publisher = _value(csl, "container-title"), _publisher(csl)
    names = _names(csl, "apa")
    dated = f"({_year(csl)}{suffix}). "
    return [
        (f"{names} {dated}" if names else "", False),
        (_title(csl), not journal),
        (". ", False),
        (dated if not names else "", False),
        (journal, True),
        (", " if journal and csl.get("volume") else "", False),
        (_value(csl, "volume") if journal else "", True),
        (f"{issue}{pages}." if journal else "", False),
        ((" " if journal else "") + f"{publisher}." if publisher else "", False),
        (f" {_link(csl)}" if _link(csl) else "", False),
    ]


def _chicago(csl: dict[str, Any], suffix: str) -> Texts:
    issue = f" ({_value(csl, 'issue')})" if csl.get("issue") else ""
    pages = f": {_pages(csl)}" if csl.get("page") else ""
    journal, publisher = _value(csl, "container-title"), _publisher(csl)
    names = _names(csl, "chicago")
    title = f"“{_title(csl)}.” " if journal else ""
    dated = f"{_year(csl)}{suffix}. "
    return [
        (f"{names}. {dated}" if names else "", False),
        (title, False),
        ("" if journal else _title(csl), True),
        (". " if not journal else "", False),
        (dated if not names else "", False),
        (journal, True),
        (f" {_value(csl, 'volume')}{issue}{pages}." if journal else "", False),
        (f" {publisher}." if publisher else "", False),
        (f" {_link(csl)}." if _link(csl) else "", False),
    ]


def _gost(csl: dict[str, Any], suffix: str) -> Texts:
    journal = _value(csl, "container-title")
    initials = all(name.get("given") for name in _people(csl))
    rest = [
        _publisher(csl),
        f"{_year(csl)}{suffix}",
        f"Vol. {_value(csl, 'volume')}" + (f", no. {_value(csl, 'issue')}" if csl.get("issue") else "")
        if csl.get("volume")
        else "",
        f"P. {_pages(csl)}" if csl.get("page") else "",
        f"DOI: {csl['DOI']}" if csl.get("DOI") else f"URL: {csl['URL']}" if csl.get("URL") else "",
    ]
    return [
        (f"{names}{' ' if initials else '. '}" if (names := _names(csl, "gost")) else "", False),
        (_title(csl), False),
        (f" // {journal}" if journal else "", False),
        (". – " + ". – ".join(filter(None, rest)) + ".", False),
    ]


FORMS = {"vancouver": _vancouver, "apa": _apa, "chicago": _chicago, "gost": _gost}
