"""What people read: templates with typed values, and the one function that makes text of them, in English or another language.

A value is a text of somebody else's, a number, a date, a `FieldName`, `People`, a `WorkName`, `Words` or a tuple of such; never a
sentence.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.csl import spelling
from kzcheck.locale import ENGLISH, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from gettext import GNUTranslations


LISTED = 8
"""Values of a list that a sentence shows."""
NAMED = 3
"""People of a list of names that a sentence shows."""
LONGEST = 200
"""Characters of a title or name that a message shows: records hold titles of thousands."""


class Plural(Struct, frozen=True):
    """A template in two forms, for one and for more of what the value `by` counts."""

    one: str
    more: str
    by: str = "count"


Template = str | Plural


_translations: ContextVar[GNUTranslations | None] = ContextVar("translations", default=None)
"""The translations in use; None for English, since the templates are English themselves."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write everything within the block in one of `LANGUAGES`."""
    token = _translations.set(None if language == ENGLISH else catalogue(language))
    try:
        yield
    finally:
        _translations.reset(token)


def in_use() -> str:
    """Return the language that everything is written in now."""
    translations = _translations.get()
    return translations.info()["language"] if translations else ENGLISH


def template(text: str) -> str:
    """Mark a template that is not written where a `Problem` or a `Fix` is made, so that all sentences can be listed."""
    return text


def written(wording: Template, values: Mapping[str, object] = MappingProxyType({})) -> str:
    """Return a template with its values in place: everything that people read becomes text here."""
    translations = _translations.get()
    form = _english(wording, values) if translations is None else _translated(translations, wording, values)
    shown = {name: _shown(value, translated=translations is not None) for name, value in values.items()}
    return form.format_map(shown) if shown else form


def _english(wording: Template, values: Mapping[str, object]) -> str:
    if isinstance(wording, str):
        return wording
    return wording.one if values[wording.by] == 1 else wording.more


def _translated(translations: GNUTranslations, wording: Template, values: Mapping[str, object]) -> str:
    """Return the form of a template in another language. Fractions count as two: Russian has "2 секунды" and "1,5 секунды"."""
    if isinstance(wording, str):
        return translations.gettext(wording) if wording else ""
    count = values[wording.by]
    return translations.ngettext(wording.one, wording.more, count if isinstance(count, int) else 2)


def _shown(value: object, *, translated: bool) -> object:
    """Return a value as it goes into a template."""
    if isinstance(value, tuple):
        return text(value)
    return _Number(value) if translated and isinstance(value, int | float) else value


class _Number(Struct, frozen=True):
    """A number in the text of another language: a decimal comma, and between thousands a space or, in Turkish, a full stop."""

    value: float

    def __format__(self, spec: str) -> str:
        thousands = "." if in_use() == "tr" else "\N{NO-BREAK SPACE}"
        return format(self.value, spec).translate(str.maketrans(",.", thousands + ","))


def text(value: object) -> str:
    """Return a value as a sentence shows it; of a long list its beginning: "[1], [2] and 3 more"."""
    if not isinstance(value, tuple):
        return str(value)
    values, more = ", ".join(map(text, value[:LISTED])), len(value) - LISTED
    return written(_MORE, {"values": values, "count": more}) if more > 0 else values


def long_date(day: date) -> str:
    """Return a day as letters have it: "2 January 2026"."""
    return written(_DATE, {"day": day.day, "month": written(MONTHS[day.month - 1]), "year": day.year})


def cut(words: str, longest: int = LONGEST) -> str:
    """Return a text in one line, cut to what a message can show."""
    plain = " ".join(words[: 4 * longest].split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def cut_both(listed: object, recorded: object) -> tuple[object, object]:
    """Return two values, texts in one line each and cut to the stretch in which they begin to differ."""
    if not isinstance(listed, str) or not isinstance(recorded, str):
        return listed, recorded
    plain = [" ".join(words[: 8 * LONGEST].split()) for words in (listed, recorded)]
    if max(map(len, plain)) <= LONGEST:
        return plain[0], plain[1]
    alike = next((at for at, (a, b) in enumerate(zip(*plain, strict=False)) if a != b), min(map(len, plain)))
    start = plain[0].rfind(" ", 0, max(0, alike - LONGEST // 3)) + 1
    ahead = "…" if start else ""
    return ahead + cut(plain[0][start:]), ahead + cut(plain[1][start:])


def listing(words: Sequence[str]) -> str:
    """Return words in a row: "a, b and c"."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return written(_AND, {"names": ", ".join(words[:-1]), "last": words[-1]})


class FieldName(Struct, frozen=True):
    """A field of an entry, or a name in it, by its path: `container_title`, `author.0.family`. `str()` is its English name."""

    path: str

    @property
    def name(self) -> str:
        """The field alone."""
        return self.path.partition(".")[0]

    def __str__(self) -> str:
        """Return what a sentence calls it."""
        if self.name != self.path:
            return written(_NAME_IN, {"field": spelling(self.name)})
        known = FIELDS.get(self.name)
        return written(known) if known else written(_FIELD, {"field": spelling(self.name)})


class People(Struct, frozen=True):
    """Names; with `others` there are more, whom nobody names."""

    names: tuple[str, ...]
    others: bool = False

    def __str__(self) -> str:
        """Return them as a reader expects it: "Nye", "Nye and Keohane", "Nye, Keohane, Smith and 2 others", "Nye et al."."""
        left = len(self.names) - NAMED
        if self.others:
            return written(_ET_AL, {"names": text(self.names)})
        if left > 0:
            return written(_OTHERS, {"names": text(self.names[:NAMED]), "count": left})
        if len(self.names) > 1:
            return written(_AND, {"names": text(self.names[:-1]), "last": self.names[-1]})
        return text(self.names)


class Words(Struct, frozen=True):
    """Words of ours among the values of a sentence, which are translated like it: "Cyrillic", "claim c05"."""

    wording: str
    values: Mapping[str, object] = {}

    def __str__(self) -> str:
        """Return them as a sentence shows them."""
        return written(self.wording, self.values)


class WorkName(Struct, frozen=True):
    """A work as a sentence names it: by its title, its people and its year, as far as they are known."""

    title: str
    people: People
    year: int | None = None

    def __str__(self) -> str:
        """Return it in one line: "“Rivers” by Doe and Roe (2001)"."""
        wording = _WORKS[bool(self.title), bool(self.people.names), self.year is not None]
        return written(wording, {"title": cut(self.title), "people": cut(str(self.people), 80), "year": self.year})


FIELDS = {
    "author": template("the authors"),
    "editor": template("the editors"),
    "title": template("the title"),
    "original_title": template("the original title"),
    "container_title": template("the title of the journal or book"),
    "collection_title": template("the title of the series"),
    "event_title": template("the title of the event"),
    "issued": template("the date of publication"),
    "accessed": template("the date of access"),
    "publisher": template("the publisher"),
    "publisher_place": template("the place of publication"),
    "volume": template("the volume"),
    "issue": template("the issue"),
    "page": template("the pages"),
    "number_of_pages": template("the number of pages"),
    "genre": template("the kind of work"),
}
"""What people call the fields; the others are called as CSL does."""
MONTHS = (
    template("January"),
    template("February"),
    template("March"),
    template("April"),
    template("May"),
    template("June"),
    template("July"),
    template("August"),
    template("September"),
    template("October"),
    template("November"),
    template("December"),
)
"""The months as they stand in a date."""
_DATE = template("{day} {month} {year}")
_FIELD = template("the {field}")
_NAME_IN = template("a name in {field}")
_MORE = template("{values} and {count} more")
_AND = template("{names} and {last}")
_ET_AL = template("{names} et al.")
_OTHERS = Plural("{names} and {count} other", "{names} and {count} others")
_WORKS = {
    (True, True, True): template("“{title}” by {people} ({year})"),
    (True, True, False): template("“{title}” by {people}"),
    (True, False, True): template("“{title}” ({year})"),
    (True, False, False): template("“{title}”"),
    (False, True, True): template("an untitled work by {people} ({year})"),
    (False, True, False): template("an untitled work by {people}"),
    (False, False, True): template("an untitled work ({year})"),
    (False, False, False): template("an untitled work"),
}
"""The words for a work of which the title, the people and the year are known or not."""
