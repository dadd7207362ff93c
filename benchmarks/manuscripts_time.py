"""Time and memory of whole audits of manuscripts, as processes: against the same article in YAML, and by length.

Time is that of the processor, which other work on the machine disturbs less.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

import gold
import made_files
from made_articles import Made, Marker, Part, Work, made
from printed_articles import printing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RUNS = 7
WORDS = 500
"""Words of a page."""
PAGES = 20
LENGTHS = (100, 300, 1000)
FORMATS = ("docx", "odt", "html", "text", "md-typed", "md-keys", "tex-bib", "tex-list", "pdf", "pdf-columns")
LONG = ("docx", "text", "pdf")
"""Formats of which long manuscripts are made."""
PROGRAM = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
)


def report(base: Path) -> None:
    """Print the time of an article of twenty pages in each format, and of long manuscripts."""
    articles = [made(folder) for folder in gold.articles("tune")]
    article = min(articles, key=lambda article: abs(_words(article.parts) - PAGES * WORDS))
    folder = gold.GOLD / "articles" / article.name
    sources = [folder / "references.yaml", folder / "claims.yaml"]
    plain, peak = _measured([str(path) for path in sources], RUNS)
    print(f"{article.name}, {_words(article.parts)} words, {len(article.works)} references; YAML: {plain:.2f} s, {peak:.0f} MB")
    for name in FORMATS:
        if path := _written(article, name, base / "time"):
            taken, peak = _measured([str(path)], RUNS)
            print(f"{name:12} {taken:6.2f} s, {taken / plain:5.2f} times YAML, {peak:5.0f} MB", flush=True)
    for name in LONG:
        first = 0.0
        for pages in LENGTHS:
            if path := _written(_long(articles, pages * WORDS), name, base / "time" / str(pages)):
                taken, peak = _measured([str(path)], 1)
                each = taken / pages
                first = first or each
                print(
                    f"{name:12} {pages:5} pages: {taken:7.2f} s, {each / first:.2f} times the first a page, {peak:5.0f} MB",
                    flush=True,
                )


def _written(article: Made, name: str, folder: Path) -> Path | None:
    if not made_files.is_read(name):
        print(f"{name}: not read")
        return None
    suffix, write = made_files.WRITERS[name]
    path = folder / name / f"manuscript{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write(printing(article, "numeric"), path)
    return path


def _measured(arguments: Sequence[str], runs: int) -> tuple[float, float]:
    """Audit offline in a process of its own; return the median of the seconds of processor time, and the peak of memory in MB.

    Raises:
        CalledProcessError: the file was refused; standard error says why.
    """
    command = [sys.executable, "-m", "kzcheck", "audit", *arguments, "--offline", "--fail-on", "never", "--quiet"]
    seconds, peak = [], 0.0
    for _ in range(runs):
        output = subprocess.run([sys.executable, "-c", PROGRAM, *command], check=True, stdout=subprocess.PIPE, text=True).stdout
        taken, size = output.split()
        seconds.append(float(taken))
        peak = max(peak, int(size) / 1024)
    return statistics.median(seconds), peak


def _long(articles: Sequence[Made], words: int) -> Made:
    """Return one manuscript of as many articles as have so many words, each cited work in one list."""
    parts: list[Part] = []
    works: list[Work] = []
    shifts: dict[str, int] = {}
    for article in itertools.cycle(articles):
        if article.name not in shifts:
            shifts[article.name] = len(works)
            works += article.works
        parts += [_shifted(part, shifts[article.name]) for part in article.parts]
        words -= _words(article.parts)
        if words <= 0:
            break
    return Made("long", "A long manuscript", ("A. Author",), tuple(parts), tuple(works))


def _shifted(part: Part, shift: int) -> Part:
    pieces = [
        Marker(tuple(index + shift for index in piece.entries), piece.narrative, piece.written)
        if isinstance(piece, Marker)
        else piece
        for piece in part.pieces
    ]
    return Part(part.kind, tuple(pieces), part.level)


def _words(parts: Sequence[Part]) -> int:
    return sum(len(piece.text.split()) for part in parts for piece in part.pieces if not isinstance(piece, Marker))
