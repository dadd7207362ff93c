"""Manuscripts made of labelled articles in many formats and styles: references and citing sentences found, false markers, time.

    python benchmarks/manuscripts.py [--split held-out|tune|all] [--formats docx html …] [--styles numeric superscript author-year]
        [--articles NAME …] [--limit N] [--errors N] [--keep DIR]
    python benchmarks/manuscripts.py --first | --time | --real [--split …] [--errors N]

Each article of `gold/articles` (JATS) is printed in three styles of citations and written in each format by code of this folder
(`made_articles`, `printed_articles`, `printed_lists`, `made_files`), which shares nothing with kzcheck's readers. The writer knows
which entries it printed and where it put each marker: that is the truth. A seed for each article and style draws the form of the
list, separators, locators, links and headings, so that the same command always makes the same files.

The columns of the table:

* references: entries whose words are exactly as printed (white space folded; of lists in BibTeX, the key), of all; after "+",
  entries read that are none; after "~", entries that are not counted as right only because of hyphens inside words: at the end of
  a line, print does not say whether a hyphen divides a word or belongs to it;
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
from pathlib import Path
from typing import TYPE_CHECKING

import first_article
import gold
import made_files
import manuscripts_time
import real_manuscripts
from kzcheck.article import Article
from kzcheck.errors import UnreadableError
from kzcheck.readers import read
from made_articles import made
from manuscripts_compared import Score, entries, pairs
from printed_articles import STYLES, printing
from printed_truth import truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from made_articles import Made
    from printed_articles import Printing, Style

SHOWN = 400
"""Characters of an error that are printed."""
HEAD = f"{'':22} {'references':>30} {'pairs: P, R, F1':>20}  elsewhere  false  exact  seconds"


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
        article = Article()
    score.counts["milliseconds"] += int(1000 * (time.perf_counter() - begin))
    ids = entries(article, printed, score)
    score.counts["entries"] += len(printed.entries)
    pairs(article, facts, ids, printed, score)


def line(name: str, score: Score) -> str:
    """Return a line of the table."""
    counts = score.counts
    total = counts["entries"]
    right, extra, hyphens = (counts[f"entries {kind}"] for kind in ("right", "extra", "but for hyphens"))
    words = f"{right} of {total} ({right / (total or 1):.4f}) +{extra} ~{hyphens}"
    precision, recall, f1 = score.f1("body")
    unread = f"  {counts['unread']} unreadable" if counts["unread"] else ""
    return (
        f"{name:22} {words:>30} {precision:6.4f} {recall:6.4f} {f1:6.4f}  {score.f1('elsewhere')[2]:9.4f} {counts['false']:6} "
        f"{counts['sentences exact'] / (counts['sentences'] or 1):6.4f} {counts['milliseconds'] / 1000:8.1f}{unread}"
    )


if __name__ == "__main__":
    main()
