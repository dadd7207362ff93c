"""The texts of cited works: what is at hand, and what to get, as a list for an editor: in Markdown, as a table, for programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.evidence import worded
from kzcheck.formats.compared import extent, place_of
from kzcheck.formats.escaping import code, escaped
from kzcheck.formats.json import VERSION, text_view
from kzcheck.formats.json import written as as_json
from kzcheck.formats.json_shapes import TextList, WantedText
from kzcheck.formats.naming import LONGEST_MESSAGE
from kzcheck.formats.records import value
from kzcheck.formats.text import clean, inert, sentence
from kzcheck.identifiers import normal_doi
from kzcheck.texts import FOLDER, NoText, TextAtHand, file_for
from kzcheck.wording import Plural, template, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.finding import Report
    from kzcheck.texts import TextState

LONGEST = 300
"""Characters of a title, a name, an address or a reason."""
COLUMNS = (*("reference", "authors", "year", "title", "doi", "url", "claims", "pages", "text", "words", "reason", "save as"),)
"""The columns of the table, in English in every language: programs look for them."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute."""
OTHERS = (".txt", ".html", ".docx", ".epub")
"""Endings of files with a text besides .pdf, the commonest."""

_HEAD = template("texts of cited works")
AT_HAND, TO_GET, UNCITED = template("At hand"), template("To get"), template("Cited by no claim")
_NONE_CITED = template("no claim cites a work of the list, so no text is needed")
SAVE_AS = template("save it as {file}")
_SAVE = template("Save each file under the name given, in the folder {folder} beside the list; it may also end in {others}.")
_SUMMARY = Plural(
    "{have:,} of {count:,} text that claims need is at hand", "{have:,} of {count:,} texts that claims need are at hand"
)
_ONLY_FILES = template("only files in {folder} were looked for, since the audit was run offline")
_FOR = Plural("for {count:,} claim", "for {count:,} claims")
_FOR_PLACES = Plural("for {count:,} claim: {places}", "for {count:,} claims: {places}")


class Entry(Struct, frozen=True):
    """A reference, the claims that cite it with the places that they name, and what became of its text; None if none was sought."""

    reference: Reference
    claims: tuple[str, ...]
    places: tuple[str, ...]
    text: TextState | None

    @property
    def at_hand(self) -> bool:
        """Whether its text was read."""
        return isinstance(self.text, TextAtHand)

    @property
    def id(self) -> str:
        """The id, as a harmless line."""
        return clean(self.reference.id)

    @property
    def authors(self) -> str:
        """The authors or, of a collection, the editors."""
        return clean(value(self.reference.item, "author") or value(self.reference.item, "editor"), LONGEST)

    @property
    def title(self) -> str:
        """The title; of an entry whose fields are not known, the entry as printed."""
        item = self.reference.item
        return clean(item.title or item.container_title or self.reference.printed, LONGEST)

    @property
    def called(self) -> str:
        """Return authors, year and title in one line."""
        if not (self.reference.item.title or self.reference.item.container_title):
            return self.title  # the entry as printed, which begins with people and year
        year = f"({self.reference.item.year})" if self.reference.item.year else ""
        people = " ".join(filter(None, (self.authors, year)))
        return ". ".join(filter(None, (people, self.title)))

    @property
    def link(self) -> str:
        """The address at which the work may be found: that of its DOI, or its URL; or ""."""
        doi = normal_doi(self.reference.item.doi)
        return clean(f"https://doi.org/{doi}" if doi else self.reference.item.url, LONGEST)

    @property
    def save_as(self) -> str:
        """The file in which its text is looked for, from the list's folder."""
        return clean(self.reference.file or file_for(self.reference.id))

    @property
    def why(self) -> str:
        """Why its text is not at hand, as far as it was sought."""
        if not isinstance(self.text, NoText):
            return ""
        return clean("; ".join(map(worded, self.text.reasons)), LONGEST_MESSAGE)

    @property
    def needed(self) -> str:
        """How many claims need it, and which places they name: "for 2 claims: p. 19–21"."""
        return written(_FOR_PLACES if self.places else _FOR, {"count": len(self.claims), "places": "; ".join(self.places)})


class Texts(Struct, frozen=True):
    """The references of an article by their texts: at hand, to get (what most claims need comes first), and cited by no claim.

    `offline` tells that texts were looked for in files only.
    """

    at_hand: tuple[Entry, ...]
    to_get: tuple[Entry, ...]
    uncited: tuple[Entry, ...]
    offline: bool

    @property
    def summary(self) -> str:
        """How many texts are at hand."""
        have, count = len(self.at_hand), len(self.at_hand) + len(self.to_get)
        if not count:
            return written(_NONE_CITED)
        summary = written(_SUMMARY, {"have": have, "count": count})
        return f"{summary}; {written(_ONLY_FILES, {'folder': f'{FOLDER}/'})}" if self.offline else summary


def texts(report: Report) -> Texts:
    """Return the references of an article by their texts."""
    places: dict[str, dict[str, None]] = {}
    for claim in report.article.claims:
        for citation in claim.citations:
            if citation.locator:
                places.setdefault(citation.reference, {})[place_of(citation)] = None
    claims, states = report.cited_by(), report.evidence.texts
    entries = [
        Entry(reference, claims.get(name, ()), tuple(places.get(name, ())), states.get(name))
        for reference in report.article.references
        for name in (reference.id,)
    ]
    needed = sorted((entry for entry in entries if entry.claims), key=lambda entry: -len(entry.claims))
    return Texts(
        tuple(entry for entry in needed if entry.at_hand),
        tuple(entry for entry in needed if not entry.at_hand),
        tuple(entry for entry in entries if not entry.claims),
        any(reason.code == "offline" for item in report.unchecked if item.step == "texts" for reason in item.reasons),
    )


def how_to_save() -> str:
    """Return under which names an editor saves what is got."""
    return written(_SAVE, {"folder": f"{FOLDER}/", "others": OTHERS})


def markdown(report: Report) -> str:
    """Return the list in Markdown, to be read and ticked off as it stands."""
    listed = texts(report)
    title = f" · {escaped(report.article.title, LONGEST)}" if report.article.title else ""
    parts = [f"**kzcheck: {written(_HEAD)}**{title}", f"{sentence(listed.summary)}"]
    if listed.to_get:
        parts += [
            f"## {written(TO_GET)}",
            escaped(how_to_save()),
            "\n".join(line for entry in listed.to_get for line in _to_get(entry)),
        ]
    if listed.at_hand:
        parts += [f"## {written(AT_HAND)}", "\n".join(line for entry in listed.at_hand for line in _at_hand(entry))]
    if listed.uncited:
        parts += [f"## {written(UNCITED)}", escaped(" ".join(f"[{entry.id}]" for entry in listed.uncited))]
        parts += [escaped(f"[{entry.id}] {entry.why}") for entry in listed.uncited if entry.why]
    return "\n\n".join(parts) + "\n"


def _to_get(entry: Entry) -> Iterator[str]:
    yield f"- [ ] {escaped(f'[{entry.id}] {entry.called}')}\\"
    facts = [escaped(entry.needed), code(entry.link, LONGEST), escaped(entry.why)]
    yield f"  {' · '.join(filter(None, facts))}\\"
    yield f"  {written(SAVE_AS, {'file': code(entry.save_as)})}"


def _at_hand(entry: Entry) -> Iterator[str]:
    yield f"- {escaped(f'[{entry.id}] {entry.called}')}\\"
    yield f"  {escaped(extent(entry.text))} · {escaped(entry.needed)}"


def table(report: Report) -> str:
    """Return the list as a table that spreadsheets open: comma-separated, its cells never formulas."""
    listed = texts(report)
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in (*listed.to_get, *listed.at_hand, *listed.uncited):
        item = entry.reference.item
        text = entry.text if isinstance(entry.text, TextAtHand) else None
        cells = (
            *(
                entry.id,
                entry.authors,
                item.year or "",
                entry.title,
                item.doi,
                item.url,
                len(entry.claims),
                "; ".join(entry.places),
            ),
            *((text.where, text.words, "") if text else ("", "", entry.why)),
            entry.save_as,
        )
        writer.writerow([_cell(inert(clean(str(cell), LONGEST))) for cell in cells])
    return "\ufeff" + rows.getvalue()  # without the mark, spreadsheets take UTF-8 for something else


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def data(report: Report) -> str:
    """Return the list as JSON text."""
    listed = texts(report)
    every = (*listed.at_hand, *listed.to_get, *listed.uncited)
    return as_json(TextList(VERSION, report.kzcheck, tuple(map(_wanted, every))))


def _wanted(entry: Entry) -> WantedText:
    item = entry.reference.item
    return WantedText(
        reference=entry.reference.id,
        authors=entry.authors,
        year=item.year,
        title=entry.title,
        doi=item.doi or None,
        url=item.url or None,
        claims=entry.claims,
        pages=entry.places,
        text=text_view(entry.reference.id, entry.text) if entry.text is not None else None,
        save_as=entry.save_as,
    )
