"""Manuscripts made of labelled articles in many formats and styles: references and citing sentences found, false markers, time.

    python benchmarks/manuscripts.py [--split held-out|tune|all] [--formats docx html …] [--styles numeric superscript author-year]
        [--articles NAME …] [--limit N] [--errors N] [--keep DIR]
    python benchmarks/manuscripts.py --first | --time | --real [--split …] [--errors N]

Each article of `gold/articles` (JATS) is printed in three styles of citations and written in each format by code of this folder
(`made_articles`, `printed_articles`, `printed_lists`, `made_files`), which shares nothing with kzcheck's readers. The writer knows
which entries it printed and where it put each marker: that is the truth. A seed for each article and style draws the form of the
list, separators, locators, links and headings, so that the same command always makes the same files.

The columns of the table:

* references: entries whose words are exactly as printed (white space folded; of lists in BibTeX, the key), of all, and entries read
  that are none;
* pairs: precision, recall and F1 of pairs of a sentence and an entry that it cites, in paragraphs and items. A claim counts as the
  sentence with which it shares most letters, if that is at least half of both together;
* elsewhere: F1 of the same in captions and tables;
* false: citations of an entry that no sentence under the claim cites;
* exact: citing sentences that are read letter by letter.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import first_article
import gold
import made_files
import manuscripts_time
import real_manuscripts
from kzcheck.errors import UnreadableError
from kzcheck.readers import read
from made_articles import made
from printed_articles import STYLES, printing
from printed_truth import squeezed, truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.article import Article
    from made_articles import Made
    from printed_articles import Printing, Style
    from printed_truth import Sentence, Truth

HALF = 0.5
"""Share of letters in common from which a claim counts as a sentence."""
ANCHOR = 40
"""Letters at the beginning and end of a claim by which it is placed if it is not in the text as a whole."""
SHOWN = 400
"""Characters of an error that are printed."""
HEAD = f"{'':22} {'references':>27} {'pairs: P, R, F1':>20}  elsewhere  false  exact  seconds"
BODY = ("paragraph", "item")


@dataclass
class Score:
    """Counts of one format and style."""

    form: str
    counts: Counter[str] = field(default_factory=Counter)
    errors: dict[str, list[str]] = field(default_factory=dict)

    def error(self, kind: str, text: str) -> None:
        """Note an error for reading."""
        self.errors.setdefault(kind, []).append(text)

    def f1(self, where: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of pairs."""
        right, wrong, missed = (self.counts[f"{where} {kind}"] for kind in ("right", "wrong", "missed"))
        precision, recall = right / (right + wrong or 1), right / (right + missed or 1)
        return precision, recall, 2 * precision * recall / (precision + recall or 1)


def main() -> None:
    """Make, read, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("held-out", "tune", "all"), default="held-out")
    parser.add_argument("--formats", nargs="+", choices=[*made_files.WRITERS], default=[*made_files.WRITERS])
    parser.add_argument("--styles", nargs="+", choices=STYLES, default=STYLES)
    parser.add_argument("--articles", nargs="+", default=(), help="names of folders of gold/articles")
    parser.add_argument("--limit", type=int, help="the first articles alone")
    parser.add_argument("--errors", type=int, default=0, help="errors of each kind that are printed (of the tune half alone)")
    parser.add_argument("--keep", type=Path, help="a folder for the files that are made, to use them again")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--first", action="store_true", help="the first article as text, DOCX, HTML and PDF")
    modes.add_argument("--real", action="store_true", help="the real manuscripts of gold/manuscripts")
    modes.add_argument("--time", action="store_true", help="time and memory of whole audits")
    options = parser.parse_args()
    gold.need()
    errors = options.errors if options.split == "tune" else 0
    with tempfile.TemporaryDirectory() as temporary:
        base = options.keep or Path(temporary)
        if options.real:
            real_manuscripts.report(options.split, errors)
        elif options.time:
            manuscripts_time.report(base)
        elif options.first:
            report_first(base, options.errors)
        else:
            folders = [path for path in gold.articles(options.split) if not options.articles or path.name in options.articles]
            report([made(folder) for folder in folders[: options.limit]], options.formats, options.styles, base, errors)


def report(articles: Sequence[Made], formats: Sequence[str], styles: Sequence[Style], base: Path, errors: int) -> None:
    """Print a line for each format and style."""
    print(HEAD)
    for name in formats:
        if not made_files.is_read(name):
            print(f"{name}: not read")
            continue
        for style in ("original",) if name == "jats" else styles:
            score = Score(name)
            for article in articles:
                printed = printing(article, style)
                measured(printed, written(printed, name, base / style / name / article.name), score)
            _print(f"{name} {style}", score, errors)


def report_first(base: Path, errors: int) -> None:
    """Print a line for each format of the first article."""
    print(HEAD)
    broken, joined = first_article.printings()
    for name in first_article.FORMATS:
        if not made_files.is_read(name):
            print(f"{name}: not read")
            continue
        score = Score(name)
        path = first_article.SOURCE if name == "text" else written(broken, name, base / "first" / name)
        measured(joined, path, score)
        _print(f"first {name}", score, errors)


def _print(name: str, score: Score, errors: int) -> None:
    print(line(name, score), flush=True)
    for kind, texts in score.errors.items() if errors else ():
        print(f"  {kind}: {len(texts)}")
        for text in texts[:errors]:
            print("   ", text if len(text) <= SHOWN else f"{text[:SHOWN]} …")


def written(printed: Printing, name: str, folder: Path) -> Path:
    """Write an article in a format, in a folder of its own; what is there already, and would be the same, stays."""
    suffix, write = made_files.WRITERS[name]
    folder.mkdir(parents=True, exist_ok=True)
    path, stamp = folder / f"manuscript{suffix}", folder / "made"
    code = Path(write.__code__.co_filename).read_text("utf-8")
    digest = hashlib.sha256(f"{printed}{code}".encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        write(printed, path)
        stamp.write_text(digest)
    return path


def measured(printed: Printing, path: Path, score: Score) -> None:
    """Read a file, and add to the score what is different from the truth."""
    facts = truth(printed, markers=not made_files.keyed(score.form))
    begin = time.perf_counter()
    try:
        article = read(path)
    except UnreadableError as error:
        score.counts["unread"] += 1
        score.error("unreadable", f"{printed.name}: {error}")
        article = None
    score.counts["milliseconds"] += int(1000 * (time.perf_counter() - begin))
    ids = entries(article, printed, score) if article else {}
    score.counts["entries"] += len(printed.entries)
    pairs(article, facts, ids, printed, score)


def entries(article: Article, printed: Printing, score: Score) -> dict[str, int]:
    """Compare the lists; return the entry that each id of the article read stands for."""
    keyed = score.form in made_files.BIBTEX
    exact: dict[str, list[int]] = {}
    letters: dict[str, list[int]] = {}
    for number, entry in enumerate(printed.entries):
        exact.setdefault(entry.key if keyed else " ".join(entry.text.split()), []).append(number)
        letters.setdefault(squeezed(entry.text)[:ANCHOR], []).append(number)
    ids: dict[str, int] = {}
    right: set[int] = set()
    for reference in article.references:
        words = reference.id if keyed else " ".join(reference.printed.split())
        if same := [number for number in exact.get(words, ()) if number not in right]:
            ids[reference.id] = same[0]
            right.add(same[0])
        elif like := letters.get(squeezed(words)[:ANCHOR]):
            ids[reference.id] = like[0]
            score.error("entry read otherwise", f"{printed.name}: {printed.entries[like[0]].text!r} as {words!r}")
        else:
            score.error("not an entry", f"{printed.name}: {words!r}")
    for number in set(range(len(printed.entries))) - set(ids.values()):
        score.error("entry missed", f"{printed.name}: {printed.entries[number].label}{printed.entries[number].text!r}")
    score.counts["entries right"] += len(right)
    score.counts["entries extra"] += len(article.references) - len(ids)
    return ids


def pairs(article: Article | None, facts: Truth, ids: dict[str, int], printed: Printing, score: Score) -> None:
    """Compare pairs of sentences and entries."""
    sentences = facts.sentences
    expected = {(number, entry) for number, sentence in enumerate(sentences) for entry in sentence.entries}
    actual: set[tuple[int, int]] = set()
    exact: set[int] = set()
    starts = [sentence.start for sentence in sentences]
    cursor = 0
    for claim in article.claims if article else ():
        cited = list(dict.fromkeys(citation.reference for citation in claim.citations))
        if not cited:
            continue
        start, end = located(squeezed(made_files.bare(score.form, claim.printed or claim.text)), facts.letters, cursor)
        cursor = max(start, 0)
        under = range(max(0, bisect_right(starts, start) - 1), bisect_right(starts, max(start, end - 1)))
        best = max(under, key=lambda number: _shared(sentences[number], start, end), default=-1)
        fits = start >= 0 and best >= 0 and _shared(sentences[best], start, end) >= HALF
        where = "body" if best < 0 or sentences[best].kind in BODY else "elsewhere"
        if fits and (sentences[best].start, sentences[best].end) == (start, end):
            exact.add(best)
        allowed = {entry for number in under for entry in sentences[number].entries} if start >= 0 else set()
        for reference in cited:
            entry = ids.get(reference, -1)
            if entry not in allowed:
                score.counts["false"] += 1
            if fits and (best, entry) in expected:
                actual.add((best, entry))
            else:
                score.counts[f"{where} wrong"] += 1
                words = claim.printed or claim.text
                score.error("wrong citation", f"{printed.name}: {_label(printed, entry, reference)} in {words!r}")
    for number, entry in sorted(expected):
        where = "body" if sentences[number].kind in BODY else "elsewhere"
        score.counts[f"{where} {'right' if (number, entry) in actual else 'missed'}"] += 1
        if (number, entry) not in actual:
            score.error("citation missed", f"{printed.name}: {_label(printed, entry)} in {sentences[number].words!r}")
    citing = [number for number, sentence in enumerate(sentences) if sentence.entries and sentence.kind in BODY]
    score.counts["sentences"] += len(citing)
    score.counts["sentences exact"] += len(exact.intersection(citing))


def located(claim: str, letters: str, cursor: int) -> tuple[int, int]:
    """Return the place of a claim in the text, or (-1, -1)."""
    for begin in (cursor, 0):
        if claim and (start := letters.find(claim, begin)) >= 0:
            return start, start + len(claim)
    head, tail = claim[:ANCHOR], claim[-ANCHOR:]
    for begin in (cursor, 0):
        start = letters.find(head, begin) if head else -1
        if start >= 0:
            last = letters.find(tail, start)
            near = start <= last <= start + 2 * len(claim)
            return start, last + len(tail) if near else min(start + len(claim), len(letters))
        last = letters.find(tail, begin) if tail else -1
        if last >= 0:
            return max(0, last + len(tail) - len(claim)), last + len(tail)
    return -1, -1


def line(name: str, score: Score) -> str:
    """Return a line of the table."""
    counts = score.counts
    total = counts["entries"]
    words = f"{counts['entries right']} of {total} ({counts['entries right'] / (total or 1):.4f}) +{counts['entries extra']}"
    precision, recall, f1 = score.f1("body")
    unread = f"  {counts['unread']} unreadable" if counts["unread"] else ""
    return (
        f"{name:22} {words:>27} {precision:6.4f} {recall:6.4f} {f1:6.4f}  {score.f1('elsewhere')[2]:9.4f} {counts['false']:6} "
        f"{counts['sentences exact'] / (counts['sentences'] or 1):6.4f} {counts['milliseconds'] / 1000:8.1f}{unread}"
    )


def _shared(sentence: Sentence, start: int, end: int) -> float:
    common = min(sentence.end, end) - max(sentence.start, start)
    return common / ((max(sentence.end, end) - min(sentence.start, start)) or 1)


def _label(printed: Printing, entry: int, reference: str = "") -> str:
    if entry < 0:
        return f"{reference!r}, which is no entry,"
    return f"{printed.entries[entry].label.strip() or entry + 1} {printed.entries[entry].text[:30]!r}"


if __name__ == "__main__":
    main()
