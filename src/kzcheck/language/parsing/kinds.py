"""Says of what kind a cited work is, from the fields of its printed entry, as far as they tell."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import KindsOfWorks
from kzcheck.language.alternatives import any_of, whole_words
from kzcheck.language.folding import fold
from kzcheck.language.publishing import names_journal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kzcheck.language.parsing.nouns import Label

Position = Literal["anywhere", "begins or ends", "numbered", "whole"]
"""Where the word stands: anywhere, at the beginning, there with a number soon after it, or as a whole name or a stem in one."""

IN_ARCHIVE = "document"
"""CSL's type of files in archives."""
LONGEST = 2000
"""Characters of a field in which words are sought."""


class _Told(NamedTuple):
    """A kind of work that words tell: its type in CSL, and where the words stand.

    `unless` are the fields with which a work is of another kind, although a field has the words.
    """

    kind: str
    csl: str
    labels: tuple[Label, ...]
    position: Position
    unless: tuple[Label, ...] = ()


_HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+){1,4}/?")
_PEOPLE: tuple[Label, ...] = ("author", "editor")
_OF_BOOKS: tuple[Label, ...] = ("publisher", "publisher_place", "editor", "isbn", "edition")
_COUNTED: tuple[Label, ...] = ("number_of_pages", "isbn", "edition")

_TOLD = (
    _Told("patent", "patent", ("genre", "title"), "numbered", ("container_title",)),
    _Told("thesis", "thesis", ("genre",), "anywhere", ("container_title",)),
    # a law has no author: "Law of Large Numbers", «Конституционное право» have one
    _Told("legislation", "legislation", ("title", "genre"), "begins or ends", _PEOPLE),
    _Told("standard", "standard", ("title", "genre"), "numbered", ("author", "volume")),
    _Told("dataset", "dataset", ("genre", "medium"), "anywhere", ("container_title",)),
    _Told("software", "software", ("genre", "medium"), "anywhere", ("container_title",)),
    _Told("film", "motion_picture", ("genre", "medium"), "anywhere", ("container_title",)),
    _Told("encyclopedia", "entry-encyclopedia", ("container_title",), "anywhere", ("issue",)),
    _Told("preprint", "article", ("container_title", "genre", "edition"), "anywhere", ("volume", "issue")),
    _Told("newspaper", "article-newspaper", ("container_title",), "whole", ("volume",)),
    _Told("report", "report", ("genre",), "anywhere", ("container_title",)),
)
"""What words tell, in the order in which it is tried."""
_TELLING = frozenset(label for told in _TOLD for label in told.labels)


def kind_of(texts: Mapping[Label, str]) -> str:
    """Return CSL's type of a work whose entry has these fields; "" if they tell nothing."""
    plain = {label: fold(texts[label][:LONGEST]) for label in _TELLING if label in texts}
    if any(whole_words("told_in_person").search(words) for words in (texts.get("genre", ""), texts.get("note", ""))):
        return "personal_communication"
    if _is_in_archive(texts):
        return IN_ARCHIVE
    for told in _TOLD:
        if not any(label in texts for label in told.unless) and any(_tells(told, plain.get(label, "")) for label in told.labels):
            return told.csl
    return _in_container(texts, plain) if texts.get("container_title") else _alone(texts)


def _is_in_archive(texts: Mapping[Label, str]) -> bool:
    """Return whether an entry gives the place of a file in an archive: «Ф. 21. Оп. 1. Д. 3», or one number beside an archive."""
    written = " ".join(texts[label][:LONGEST] for label in ("note", "title", "container_title") if label in texts)
    labels = len(_shelf_marks().findall(written))
    return labels > 1 or (labels == 1 and bool(_words("archive", "anywhere").search(fold(written))))


def _in_container(texts: Mapping[Label, str], plain: Mapping[Label, str]) -> str:
    """Return the type of a work that is in another: an article, a chapter, a paper of a conference, a page of a site, or ""."""
    container = texts["container_title"]
    if "url" in texts and _HOST.fullmatch(container):
        return "webpage"
    in_book = any(label in texts for label in _OF_BOOKS)
    journal = names_journal(container)
    meeting = any(_words("conference", "anywhere").search(plain.get(label, "")) for label in ("container_title", "genre"))
    if "issue" in texts and not (meeting and in_book):
        return "article-journal"
    if meeting and not (journal and "volume" in texts):
        # "Proc. IEEE 86, 2278" is a journal
        return "paper-conference" if in_book or "volume" not in texts else ""
    if journal and not texts.keys() & {"editor", "isbn"}:
        return "article-journal"
    if in_book:
        return "chapter"
    if "volume" in texts or "issn" in texts:
        return "article-journal"
    return "webpage" if "url" in texts and "page" not in texts else ""


def _alone(texts: Mapping[Label, str]) -> str:
    """Return the type of a work that is in no other: a book, a page, a preprint, or ""."""
    imprint = "publisher" in texts or "publisher_place" in texts
    if any(label in texts for label in _COUNTED) or (imprint and "url" not in texts):
        return "book"
    if "arxiv" in texts:
        return "article"
    return "webpage" if "url" in texts and not (imprint and "issued" in texts) else ""


def _tells(told: _Told, words: str) -> bool:
    pattern = _words(told.kind, told.position)
    return bool(pattern.fullmatch(words) if told.position == "whole" else pattern.search(words))


@cache
def _words(kind: str, position: Position) -> re.Pattern[str]:
    words = getattr(data.read("kinds_of_works", KindsOfWorks), kind)
    some = rf"\b{any_of(words)}(?!\w)"
    match position:
        case "anywhere":
            return re.compile(some)
        case "begins or ends":
            return re.compile(rf"^{some}|{some}$")
        case "numbered":
            return re.compile(rf"^{some}(?: [^\W\d]+){{0,3}} [a-z]?\d")
        case "whole":
            stems = any_of(word for word in words if word.endswith("*"))
            return re.compile(rf"{any_of(words)}|.*\b{stems}.*")


@cache
def _shelf_marks() -> re.Pattern[str]:
    """Return the pattern of a label and a number of a file in an archive: «Ф. 21», «Қор №369»."""
    return re.compile(rf"(?<!\w){any_of(data.words('archive_labels'))}(?:\.\s?|\s?№\s?|\s)(?:№\s?)?\d", re.IGNORECASE)
