"""Labelled articles in JATS as headings, paragraphs and captions with their citations cut out, to be printed in any style.

kzcheck's own readers and grammar are not used here: what a marker in the source cites is taken from its `xref`, and the marker with
its brackets is dropped. `printed_articles` puts markers of a chosen style in its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lxml import etree

import gold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APART = {"fig", "table-wrap", "fig-group", "boxed-text", "supplementary-material", "list", "disp-quote", "media"}
"""Elements within a paragraph that are printed after it."""
SILENT = {"graphic", "label", "object-id", "tex-math", "alternatives-label", "fn", "ext-link-label"}
FORMULAS = {"inline-formula": "f(x)", "disp-formula": " f(x) "}
"""Stands for formulas."""
NAME = re.compile(r"([^\W\d_][^\d,().]*?) ([A-Z]{1,3})(?=,|$| et)")
"""A name at the beginning of an entry, as "Samet H"."""
ORGANISATION = 80
"""Characters before the year that may be the name of an organisation."""
BETWEEN = re.compile(r"[\s,;\[\]()–—-]*")
"""What stands between two citations of the same marker."""
RANGE = re.compile(r"(\d+)\s*[-–—]\s*(\d+)")
PAIRS = {"[": "]", "(": ")"}


@dataclass(frozen=True)
class Words:
    """Text printed in one way."""

    text: str
    italic: bool = False
    superscript: bool = False
    subscript: bool = False


@dataclass(frozen=True)
class Marker:
    """A place that cites entries, by their index in the list; a narrative one names the authors as part of the sentence.

    `written` is what the source has there, without the brackets around it.
    """

    entries: tuple[int, ...]
    narrative: bool = False
    written: str = ""


Piece = Words | Marker


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph, an item of a list, a caption, a row of a table or, only in the source, a note at its foot."""

    kind: str
    pieces: tuple[Piece, ...]
    level: int = 0


@dataclass(frozen=True)
class Work:
    """An entry of the list as CSL, and its words in the source; of one that is not `parted`, CSL has authors and year alone."""

    key: str
    csl: dict[str, Any] = field(hash=False)
    words: str = ""
    parted: bool = True


@dataclass(frozen=True)
class Made:
    """An article to be printed."""

    name: str
    title: str
    authors: tuple[str, ...]
    parts: tuple[Part, ...]
    works: tuple[Work, ...]


def made(folder: Path) -> Made:
    """Return the article in a folder of the labelled data."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, recover=True, remove_comments=True)
    tree = etree.parse(str(folder / "article.xml"), parser).getroot()
    entries = {entry["id"]: entry for entry in gold.load(folder / "references.yaml")["references"]}
    refs = tree.findall(".//ref-list//ref")
    index = {ref.get("id"): place for place, ref in enumerate(refs)}
    works = tuple(_work(ref, place, entries.get(str(place))) for place, ref in enumerate(refs, 1))
    heading: Any = tree.find(".//article-meta//article-title")
    title = _folded("".join(heading.itertext()))
    authors = tuple(
        f"{_text(name, 'given-names')} {_text(name, 'surname')}".strip()
        for name in tree.iterfind(".//article-meta/contrib-group/contrib[@contrib-type='author']/name")
    )
    maker = _Maker(index)
    parts = [*maker.front(tree), *maker.section(tree.find(".//body"), 0)]
    return Made(folder.name, title, authors, tuple(part for part in parts if part.pieces), works)


class _Maker:
    """Makes parts of elements; `index` gives the place of a reference by its id."""

    def __init__(self, index: dict[str, int]) -> None:
        self.index = index

    def front(self, tree: Any) -> Iterator[Part]:  # noqa: ANN401
        abstract = tree.find(".//article-meta/abstract")
        if abstract is not None:
            if abstract.find("title") is None:
                yield Part("heading", (Words("Abstract"),), 1)
            yield from self.section(abstract, 1)

    def section(self, parent: Any, level: int) -> Iterator[Part]:  # noqa: ANN401
        for element in parent:
            if element.tag == "title":
                yield Part("heading", self.pieces(element), level)
            elif element.tag == "sec":
                yield from self.section(element, level + 1)
            else:
                yield from self.block(element)

    def block(self, element: Any, kind: str = "paragraph") -> Iterator[Part]:  # noqa: ANN401
        match element.tag:
            case "p":
                yield Part(kind, self.pieces(element))
                yield from self.blocks(element, APART)
            case "list":
                for item in element.iterfind("list-item"):
                    for child in item:
                        yield from self.block(child, "item")
            case "disp-quote" | "fig-group" | "boxed-text":
                yield from self.blocks(element, APART | {"p"})
            case "fig" | "table-wrap":
                yield self.caption(element)
                yield from self.rows(element)
                for note in element.iterfind("table-wrap-foot//p"):
                    yield Part("foot", self.pieces(note))
            case "supplementary-material":
                yield replace(self.caption(element), kind="foot")
            case "sec":
                yield from self.section(element, 1)

    def blocks(self, parent: Any, tags: set[str]) -> Iterator[Part]:  # noqa: ANN401
        for child in parent:
            if child.tag in tags:
                yield from self.block(child)

    def rows(self, element: Any) -> Iterator[Part]:  # noqa: ANN401
        for row in element.iterfind(".//table//tr"):
            cells = [self.pieces(cell) for cell in row if cell.tag in ("td", "th")]
            yield Part("row", tuple(piece for cell in cells for piece in (*cell, Words("\t")))[:-1])

    def caption(self, element: Any) -> Part:  # noqa: ANN401
        pieces: list[Piece] = []
        if label := element.findtext("label"):
            pieces.append(Words(f"{label.strip().rstrip('.')}. "))
        for child in element.iterfind("caption/*"):
            words = list(self.pieces(child))
            if words and pieces:
                last = pieces[-1]
                ended = isinstance(last, Words) and last.text.rstrip()[-1:] in (".", "?", "!", "")
                pieces.append(Words(" " if ended else ". "))
            pieces += words
        return Part("caption", _tidy(pieces))

    def pieces(self, element: Any) -> tuple[Piece, ...]:  # noqa: ANN401
        return _tidy(_grouped(list(self.atoms(element, Words("")))))

    def atoms(self, element: Any, like: Words) -> Iterator[Words | _Atom]:  # noqa: ANN401
        if element.text:
            yield _like(like, element.text)
        for child in element:
            if not isinstance(child.tag, str) or child.tag in APART or child.tag in SILENT:
                pass
            elif child.tag == "xref" and child.get("ref-type") == "bibr":
                yield self.atom(child)
            elif child.tag == "sup" and child.find("xref[@ref-type='bibr']") is not None:
                yield from self.atoms(child, like)
            elif child.tag in FORMULAS:
                yield _like(like, FORMULAS[child.tag])
            else:
                yield from self.atoms(child, _marked(like, child.tag))
            if child.tail:
                yield _like(like, child.tail)

    def atom(self, xref: Any) -> _Atom:  # noqa: ANN401
        text = "".join(xref.itertext())
        places = [self.index[rid] for rid in (xref.get("rid") or "").split() if rid in self.index]
        if (match := RANGE.fullmatch(text.strip(" []()"))) and int(match[2]) <= len(self.index):
            places = list(range(int(match[1]) - 1, int(match[2])))
        return _Atom(tuple(places), text)


@dataclass(frozen=True)
class _Atom:
    """One `xref`: the entries that it leads to, and its words."""

    places: tuple[int, ...]
    text: str


def _grouped(atoms: list[Words | _Atom]) -> list[Piece]:
    """Join citations of the same marker, and drop their brackets."""
    pieces: list[Piece] = []
    number = 0
    while number < len(atoms):
        atom = atoms[number]
        if isinstance(atom, Words):
            pieces.append(atom)
            number += 1
            continue
        group, end = [atom], number + 1
        core = atom.text
        while end + 1 < len(atoms) and isinstance(after := atoms[end + 1], _Atom) and _joins(atoms[end]):
            between = atoms[end].text
            ranged = between.strip(" []()") in ("-", "–", "—")
            if ranged and group[-1].places and after.places and group[-1].places[-1] < after.places[0]:
                group.append(_Atom(tuple(range(group[-1].places[-1] + 1, after.places[0])), ""))
            core += between + after.text
            group.append(after)
            end += 2
        before = pieces[-1] if pieces and isinstance(pieces[-1], Words) else Words("")
        following = atoms[end] if end < len(atoms) else Words("")
        opener, closer = before.text.rstrip()[-1:], following.text.lstrip()[:1]
        if opener in PAIRS and PAIRS[opener] == closer and (_balanced(core) or _balanced(opener + core + closer)):
            pieces[-1] = _like(before, before.text.rstrip()[:-1])
            atoms[end] = _like(following, following.text.lstrip()[1:])
        elif opener in PAIRS and _balanced(opener + core):
            pieces[-1] = _like(before, before.text.rstrip()[:-1])
        elif closer in PAIRS.values() and _balanced(core + closer):
            atoms[end] = _like(following, following.text.lstrip()[1:])
        narrative = re.fullmatch(r"[^()\[\]]*[^\W\d][^()\[\]]*[(\[]\d{4}[a-z]?[)\]]", core.strip()) is not None
        places = tuple(dict.fromkeys(place for member in group for place in member.places))
        if places:
            pieces.append(Marker(places, narrative, core))
        number = end
    return pieces


def _joins(atom: Words | _Atom) -> bool:
    return isinstance(atom, Words) and BETWEEN.fullmatch(atom.text) is not None


def _balanced(text: str) -> bool:
    depth: list[str] = []
    for letter in text:
        if letter in PAIRS:
            depth.append(PAIRS[letter])
        elif letter in PAIRS.values() and (not depth or depth.pop() != letter):
            return False
    return not depth


def _tidy(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Fold white space; a marker has none before it (its style says whether it gets any)."""
    tidy: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Marker):
            if tidy and isinstance(last := tidy[-1], Words):
                tidy[-1] = _like(last, last.text.rstrip())
            elif tidy and isinstance(last, Marker):
                tidy[-1] = Marker(tuple(dict.fromkeys(last.entries + piece.entries)), written=f"{last.written} {piece.written}")
                continue
            tidy.append(piece)
            continue
        text = re.sub(r"[ \n\r\f\v\u00a0\u2009]+|\t(?=.)" if piece.text != "\t" else r" +", " ", piece.text)
        if not tidy or (isinstance(last := tidy[-1], Words) and last.text.endswith((" ", "\t"))):
            text = text.lstrip(" ")
        elif isinstance(last, Marker) and text.startswith("("):
            text = f" {text}"
        if text:
            tidy.append(_like(piece, text))
    while tidy and isinstance(last := tidy[-1], Words) and last.text != last.text.rstrip():
        tidy[-1:] = [_like(last, last.text.rstrip())] if last.text.strip() else []
    return tuple(piece for piece in tidy if isinstance(piece, Marker) or piece.text)


def _like(words: Words | _Atom, text: str) -> Words:
    if isinstance(words, _Atom):
        return Words(text)
    return Words(text, words.italic, words.superscript, words.subscript)


def _marked(like: Words, tag: str) -> Words:
    return Words(
        "",
        like.italic or tag == "italic",
        (like.superscript or tag == "sup") and tag != "sub",
        (like.subscript or tag == "sub") and tag != "sup",
    )


def _work(ref: Any, place: int, csl: dict[str, Any] | None) -> Work:  # noqa: ANN401
    words = _folded(_raw(ref))
    key = f"{_letters(_family(ref)).lower() or 'anon'}{_year(ref)}n{place}"
    if csl is not None:
        return Work(key, {**csl, "author": [_person(name) for name in csl["author"]]} if csl.get("author") else csl, words)
    people = [surname.getparent() for surname in ref.iterfind(".//surname")]
    names = [
        {"family": _text(name, "surname"), "given": _text(name, "given-names")}
        for name in people
        if name.getparent() is people[0].getparent()
    ]
    head, _, dated = words.partition(" (")
    year = _year(ref) or "".join(re.findall(r"^\d{4}", dated) or re.findall(r"\b(?:19|20)\d\d\b", words)[:1])
    if not names:
        names = [{"family": match[1], "given": match[2]} for match in NAME.finditer(head)]
    if not names and year and len(head) < ORGANISATION:
        names = [{"literal": head}]
    return Work(key, {"author": names, "issued": year}, words, parted=False)


def _person(name: dict[str, str]) -> dict[str, str]:
    """Return a name with the initials apart that the labelled data has in the family name, as "Sørensen TIA"."""
    match = re.fullmatch(r"([^\W\d_][\w'’-]{2,}) ([A-Z]{1,3})", name.get("family") or name.get("literal") or "")
    return {"family": match[1], "given": match[2]} if match and not name.get("given") else name


def _raw(ref: Any) -> str:  # noqa: ANN401
    """Return the words of an entry: the citation as printed, or else the parts of one that is only tagged."""
    citations = [child for child in ref if child.tag != "label"]
    printed = [child for child in citations if child.tag == "mixed-citation"] or citations
    return " ".join("".join(_printed_words(child)) for child in printed)


def _printed_words(element: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the texts of a citation; between parts that are not printed, and between the parts of a name, with a blank."""
    apart = element.tag not in ("mixed-citation", "italic", "sup", "sub", "bold", "article-title", "source")
    yield element.text or ""
    for number, child in enumerate(element):
        if number and apart and not (element[number - 1].tail or ""):
            yield " "
        if child.tag != "object-id":
            yield from _printed_words(child)
        yield child.tail or ""


def _text(element: Any, tag: str) -> str:  # noqa: ANN401
    return str(element.findtext(tag) or "").strip()


def _family(ref: Any) -> str:  # noqa: ANN401
    return str(ref.findtext(".//surname") or "")


def _year(ref: Any) -> str:  # noqa: ANN401
    return "".join(re.findall(r"\d{4}", str(ref.findtext(".//year") or ""))[:1])


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z]", "", text)


def _folded(text: str) -> str:
    return " ".join(text.split())
