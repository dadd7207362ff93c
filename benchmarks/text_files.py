"""Files with the texts of cited works: the time and memory that long PDFs take, what is read of articles, and whose text each is.

    python benchmarks/text_files.py [--split held-out|tune|all] [--keep DIR]

Words: of the runs of five words of an article without its markers, as printed in each format, those that are in the text; and of
the runs of four words of its list of references, those that are in it, too, as some are words of the article itself.

Whose text: each labelled article (JATS as published, and printed by Chromium as PDF in one and two columns) is compared with its
own entry, made from its front, as it is and damaged; with the entries of the other articles; and with those of its own list of
references, which are of the same subjects and often by the same people.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree
from msgspec.structs import replace

import gold
from kzcheck.csl import Item, Name
from kzcheck.matching.works import is_text_of
from kzcheck.readers.texts import read_text
from kzcheck.texts import Text
from made_articles import made
from made_files import WRITERS
from printed_articles import printing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGES = (250, 500, 1000)
BOUND = 4
"""Articles of which long PDFs are bound."""
PRINTED = ("pdf", "pdf-columns")
FORMATS = (*PRINTED, "html", "docx", "text", "md-typed", "tex-list")
SAID = ("paragraph", "item")
RUN, SHORT_RUN = 5, 4
WORD = re.compile(r"[^\W_]+")
SECONDS = 300
ANOTHER = "Notes on a matter that had another name before it was printed"
"""A title that no article has."""
PROGRAM = """
import resource, sys
from kzcheck.readers.texts.pdf import read
made = read(sys.stdin.buffer.read(), "book.pdf", "pdf", "")
used = resource.getrusage(resource.RUSAGE_SELF)
print(len(made.leaves), sum(len(leaf.text.split()) for leaf in made.leaves), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def main(given: Sequence[str] | None = None) -> None:
    """Read the arguments: those of the command line, if none are given."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("held-out", "tune", "all"), default="held-out")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs, to be faster the next time")
    arguments = parser.parse_args(given)
    gold.need()
    with tempfile.TemporaryDirectory() as folder:
        report(arguments.keep or Path(folder), arguments.split)


def report(base: Path, split: gold.Split) -> None:
    """Print both parts."""
    folders = gold.articles(split)
    printed = [_printed(folder, "pdf", base) for folder in folders[:BOUND]]
    first = 0.0
    for pages in PAGES:
        output = subprocess.run([sys.executable, "-c", PROGRAM], input=_bound(printed, pages), check=True, stdout=subprocess.PIPE)
        leaves, words, seconds, peak = map(float, output.stdout.split())
        first = first or seconds / pages
        each = seconds / pages / first
        print(
            f"{leaves:5.0f} pages, {words:8,.0f} words: {seconds:6.2f} s, {each:.2f} times the first a page, {peak:4.0f} MB",
            flush=True,
        )
    for line in (*_words(folders, base), *_whose(folders, base)):
        print(line, flush=True)


def _printed(folder: Path, form: str, base: Path) -> Path:
    suffix, write = WRITERS[form]
    path = base / "texts" / form / f"{folder.name}{suffix}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(printing(made(folder), "numeric"), path)
    return path


def _bound(files: Sequence[Path], pages: int) -> bytes:
    """Return a PDF of so many pages, those of some files over and over."""
    pypdfium2 = import_module("pypdfium2")
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < pages:
        for file in files:
            with pypdfium2.PdfDocument(file) as document:
                left = min(len(document), pages - len(whole))
                whole.import_pages(document, [*range(left)]) if left else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.pdf")
        whole.save(path)
        return path.read_bytes()


def _words(folders: Sequence[Path], base: Path) -> Iterator[str]:
    """Yield how much of the text and of the list of references is read, a line for each format."""
    for form in FORMATS:
        text_runs, list_runs = Counter[bool](), Counter[bool]()
        for folder in folders:
            file, article = _printed(folder, form, base), printing(made(folder), "numeric")
            text = read_text(file.read_bytes(), file.name, seconds=SECONDS)
            if not isinstance(text, Text):
                yield f"{file}: {text}"
                continue
            words = " ".join(leaf.text for leaf in text.leaves)
            printed = [piece.text for block in article.blocks if block.kind in SAID for piece in block.printed if not piece.cites]
            whole, short = {*_runs(words, RUN)}, {*_runs(words, SHORT_RUN)}
            text_runs.update(run in whole for piece in printed for run in _runs(piece, RUN))
            list_runs.update(run in short for entry in article.entries for run in _runs(entry.text, SHORT_RUN))
        yield f"{form:12} text {text_runs[True] / text_runs.total():.4f}, list {list_runs[True] / list_runs.total():.4f}"


def _runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    yield from (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def _whose(folders: Sequence[Path], base: Path) -> Iterator[str]:
    """Yield how many of the right and wrong texts of an entry are taken for its own, a line for each kind."""
    own = {folder: _own(folder) for folder in folders}
    right: Counter[tuple[str, bool]] = Counter()
    for folder in folders:
        files = [folder / "article.xml", *(_printed(folder, form, base) for form in PRINTED)]
        for file in files:
            text = read_text(file.read_bytes(), file.name, seconds=SECONDS)
            if not isinstance(text, Text):
                yield f"{file}: {text}"
                continue
            right.update((kind, is_text_of(item, text) is None) for kind, item in _damaged(own[folder]))
            right.update(("another article", is_text_of(item, text) is None) for other, item in own.items() if other != folder)
            right.update(("an entry of its own list", is_text_of(item, text) is None) for item in _listed(folder))
    for kind in dict.fromkeys(kind for kind, _ in right):
        yield f"{kind:40} {right[kind, True]:5} of {right[kind, True] + right[kind, False]:5} accepted"


def _own(folder: Path) -> Item:
    """Return the entry of an article, from its front."""
    (meta,) = etree.parse(folder / "article.xml").getroot().iterfind("front/article-meta")
    title = " ".join("".join(map(str, next(meta.iter("article-title")).itertext())).split())
    names = meta.iterfind(".//contrib[@contrib-type='author']/name")
    people = tuple(Name(family=name.findtext("surname", ""), given=name.findtext("given-names", "")) for name in names)
    return Item(id=folder.name, type="article-journal", title=title, author=people)


def _listed(folder: Path) -> Iterator[Item]:
    for entry in gold.load(folder / "references.yaml")["references"]:
        people = [
            Name(**{part: str(person.get(part, "")) for part in ("family", "given", "literal")})
            for person in entry.get("author", [])
        ]
        if title := str(entry.get("title", "")):
            yield Item(id=str(entry["id"]), type=entry.get("type", ""), title=title, author=tuple(people))


def _damaged(item: Item) -> Iterator[tuple[str, Item]]:
    """Yield an entry with what is wrong with it."""
    words = item.title.split()
    chance = random.Random(item.id)
    half = " ".join(words[: max(3, len(words) // 2)])
    wrong = chance.sample(range(len(words)), 2)
    yield "as it is", item
    yield "without people", replace(item, author=())
    yield "with the first of its people", replace(item, author=item.author[:1])
    yield "without subtitle", replace(item, title=item.title.split(":")[0])
    yield "with half of the title", replace(item, title=half)
    yield "with half of the title, without people", replace(item, title=half, author=())
    yield (
        "with a subtitle of nine words",
        replace(item, title=f"{item.title}: a contribution to the study of related matters in general"),
    )
    mistyped = " ".join(_mistyped(word, chance) if place in wrong else word for place, word in enumerate(words))
    yield "with two words of the title misspelt", replace(item, title=mistyped)
    people = tuple(replace(name, family=_mistyped(name.family, chance)) for name in item.author)
    yield "with all people misspelt", replace(item, author=people)
    yield "in capitals", replace(item, title=item.title.upper())
    yield "under another title", replace(item, title=ANOTHER)
    yield "another title by the first of its people", replace(item, title=ANOTHER, author=item.author[:1])


def _mistyped(word: str, chance: random.Random) -> str:
    """Return a word with two of its inner letters exchanged, if it is long enough."""
    if len(word) < 5:
        return word
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


if __name__ == "__main__":
    main()
