"""Long texts in five languages, from packages of Debian that anybody may have; they are unpacked beside the project, never into it.

Run `python benchmarks/text_books.py FOLDER` on Debian once, after `apt-get update`: it downloads the packages and unpacks them
there. `KZCHECK_BOOKS` names the folder for the benchmarks.
"""

from __future__ import annotations

import gettext
import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.language import languages
from kzcheck.texts import Leaf, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(os.environ.get("KZCHECK_BOOKS", Path(__file__).parents[2] / "books"))
WORDS, ON_A_PAGE = 130_000, 370
"""Words of a text, some 350 pages, and of a page."""
FEWEST = 8
"""Words of a paragraph that is read."""


class Book(NamedTuple):
    """Files of packages that make a text: those with one of the `parts` in every `step` files, from the `start`."""

    packages: tuple[str, ...]
    files: tuple[str, ...]
    licence: str
    start: int = 0
    step: int = 1


_GIMP, _OFFICE = "usr/share/gimp/3.0/help/{}/*.html", "usr/share/libreoffice/help/{}/text/**/*.html"
_MESSAGES = "usr/lib/libreoffice/program/resource/kk/LC_MESSAGES/*.mo"
_GUIDE = "usr/share/doc/installation-guide-amd64/{}/*.html"

BOOKS: dict[str, tuple[Book, Book]] = {
    "en": (
        Book(("gimp-help-en",), (_GIMP.format("en"),), "GFDL"),
        Book(("libreoffice-help-en-us",), (_OFFICE.format("en-US"),), "MPL-2.0"),
    ),
    "ru": (
        Book(
            ("gimp-help-ru", "installation-guide-amd64", "aptitude-doc-ru"),
            (_GIMP.format("ru"), _GUIDE.format("ru"), "usr/share/doc/aptitude/html/ru/*.html"),
            "GFDL, GPL-2+",
        ),
        Book(("libreoffice-help-ru",), (_OFFICE.format("ru"),), "MPL-2.0"),
    ),
    "de": (
        Book(("gimp-help-de", "installation-guide-amd64"), (_GIMP.format("de"), _GUIDE.format("de")), "GFDL, GPL-2+"),
        Book(("libreoffice-help-de",), (_OFFICE.format("de"),), "MPL-2.0"),
    ),
    "tr": (
        Book(("libreoffice-help-tr",), (_OFFICE.format("tr"),), "MPL-2.0", 0, 2),
        Book(("libreoffice-help-tr",), (_OFFICE.format("tr"),), "MPL-2.0", 1, 2),
    ),
    "kk": (
        Book(("libreoffice-l10n-kk",), (_MESSAGES,), "MPL-2.0", 0, 2),
        Book(("libreoffice-l10n-kk",), (_MESSAGES,), "MPL-2.0", 1, 2),
    ),
}
"""The text for choosing and the text for reporting, by language.

There is no free book in Kazakh among the packages: these are the messages of a program, in the order of its files. Of the Turkish
manual every other page is in each of the two.
"""

_LEFT_OUT = re.compile(r"<(script|style|pre|head|nav)\b.*?</\1>", re.DOTALL)
_PARAGRAPH = re.compile(r"<(p|li|dd)\b[^>]*>(.*?)</(?:p|li|dd)>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def need() -> None:
    """Exit with a message if the texts are missing."""
    missing = sorted({name for pair in BOOKS.values() for book in pair for name in book.packages if not (FOLDER / name).is_dir()})
    if missing:
        print(f"skipped: no texts in {FOLDER} ({', '.join(missing)}); benchmarks/README.md says how to get them")
        sys.exit(0)


def paragraphs(language: str, book: Book) -> list[str]:
    """Return the paragraphs of a text that are in its language, each once."""
    seen: dict[str, None] = {}
    for text in _read(book):
        words = " ".join(text.split())
        if len(words.split()) >= FEWEST and languages.guess(words) in {language, ""}:
            seen.setdefault(words)
    return list(seen)


def _read(book: Book) -> Iterator[str]:
    for package in book.packages:
        for pattern in book.files:
            for number, path in enumerate(sorted((FOLDER / package).glob(pattern))):
                if path.suffix == ".mo":
                    with path.open("rb") as file:
                        messages = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # noqa: SLF001
                    texts = [message for message in messages.values() if isinstance(message, str)]
                    yield from texts[book.start :: book.step]
                elif number % book.step == book.start:
                    page = _LEFT_OUT.sub("", path.read_text("utf-8", "replace"))
                    yield from (html.unescape(_TAG.sub("", match[2])) for match in _PARAGRAPH.finditer(page))


def made_text(language: str, paragraphs: list[str]) -> Text:
    """Return paragraphs as a text of numbered pages, with up to `WORDS` words."""
    pages: list[list[str]] = [[]]
    total = on_page = 0
    for paragraph in paragraphs:
        words = len(paragraph.split())
        if total > WORDS:
            break
        if on_page > ON_A_PAGE:
            pages.append([])
            on_page = 0
        pages[-1].append(paragraph)
        total, on_page = total + words, on_page + words
    leaves = (Leaf(number + 8, str(number), "\n\n".join(page)) for number, page in enumerate(pages, start=1))
    return Text(tuple(leaves), language=language)


def fetch(folder: Path) -> None:
    """Download the packages and unpack them, each into a folder of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted({name for pair in BOOKS.values() for book in pair for name in book.packages}):
        subprocess.run(["apt-get", "download", "-q", name], cwd=folder, check=True)
        archive = next(folder.glob(f"{name}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive.name, name], cwd=folder, check=True)
        archive.unlink()


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))
