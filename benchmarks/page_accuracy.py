"""How often a page is called something it is not, or not called what it is, on pages written by others.

    python benchmarks/page_accuracy.py [--part new|held-out|tune] [--show] [--folder FOLDER]

The pages come from packages (`page_sources.py`) and are read as in an audit. A living page is cited by its own title, unchanged and
as careless authors print it, by that of its manual, and by that of its English original: it is the cited page. It is also cited by
the titles of another page of its package and of a page of another package, in its language: it is about something else. English
pages are also cited as works of scholarship, if the labelled entries are there. A page that says that it does not exist is served
with status 200, once alone, once by a site that shows it for any address.

Pages of the part `tune` may have been looked at while phrases and thresholds were chosen; `held-out` is the other half of the same
packages, by a hash of package and path; `new` are packages that were first unpacked when all of that was finished.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

import gold
from kzcheck.csl import Item, Name
from kzcheck.evidence import Page, Sibling
from kzcheck.gather.links import observe
from kzcheck.language.languages import is_english
from kzcheck.matching.links import PageState, alike, judge, sibling_of, wants_sibling
from kzcheck.web.messages import Reply
from page_sources import LANGUAGES, Source, living, not_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kzcheck.evidence import Visit

NOW = datetime.now(UTC)

LONGEST = 1 << 18
"""Bytes of a page that are read, as in an audit."""

LONG = 6
"""Words of a telling title, as most works have; chapters of manuals have shorter ones."""

SHORT = 2_000
"""Characters of text below which a page may be mistaken for a notice."""

SCHOLARLY = frozenset("article-journal book chapter paper-conference report thesis".split())

PARTS = ("new", "held-out", "tune")
THERE, STRANGE, GONE = ("ok", "moved"), ("soft-404 drifted",), ("soft-404",)
ALONE, AROUND = "says that it is not there", "the same, of a site that shows it for any address"
RARE = "says that it is not there, in rarer languages"


class Case(NamedTuple):
    """A page and the title it is cited by; `right` are the states, or states and kinds, that are not mistakes."""

    kind: str
    source: Source
    work: Item
    right: tuple[str, ...]


class Result(NamedTuple):
    """The verdict on a case."""

    case: Case
    state: PageState
    visit: Visit

    @property
    def is_right(self) -> bool:
        """Whether the verdict on a case is right."""
        return self.state.state in self.case.right or self.name in self.case.right

    @property
    def name(self) -> str:
        """The state with its kind, in words."""
        return f"{self.state.state} {self.state.kind}".strip()


def cited(pages: Sequence[Source]) -> Iterator[Case]:
    """Yield living pages, cited by their own titles and by others."""
    by_work: dict[str, list[Source]] = defaultdict(list)
    by_language: dict[str, list[Source]] = defaultdict(list)
    for one in pages:
        by_work[one.work].append(one)
        by_language[one.language].append(one)
    for one in pages:
        yield Case("its own title", one, plain(one.title), THERE)
        yield Case("its own title, printed carelessly", one, plain(careless(one)), THERE)
        yield Case("its own title, misprinted", one, plain(misprinted(one)), THERE)
        if one.manual:
            yield Case("the title of its manual", one, plain(one.manual), THERE)
        for original in by_work[one.work]:
            if original.language == "en" != one.language:
                yield Case("the title of its original", one, plain(original.title), THERE)
        near = [other for other in by_language[one.language] if other.package == one.package and other is not one]
        far = [other for other in by_language[one.language] if other.package != one.package]
        for kind, others in (("another title of its manual", near), ("a title of another manual", far)):
            turn = one.chance("other") % max(len(others), 1)
            if found := next((other.title for other in others[turn:] + others[:turn] if not stands_in(other.title, one)), ""):
                long = len(re.findall(r"\w+", found)) >= LONG
                yield Case(f"{kind}, of {LONG} words or more" if long else kind, one, plain(found), STRANGE)


def plain(title: str) -> Item:
    """Return a page as lists cite it."""
    return Item(id="", type="webpage", title=title)


def scholarship(pages: Sequence[Source]) -> Iterator[Case]:
    """Yield English pages cited as works of scholarship by other people and about something else, from the labelled entries."""
    works = [
        Item(
            id="",
            type=entry["type"],
            title=entry["title"],
            author=tuple(Name(**{part: name[part] for part in ("family", "given", "literal") if part in name}) for name in names),
            container_title=entry.get("container-title", ""),
        )
        for entry in (gold.items("all") if gold.GOLD.is_dir() else ())
        if entry.get("type") in SCHOLARLY and (names := entry.get("author")) and entry.get("language", "en")[:2] == "en"
        if is_english(entry["title"])
    ]
    for one in pages if works else ():
        work = works[one.chance("work") % len(works)]
        if one.language == "en" and not stands_in(work.title, one):
            yield Case("an English article, chapter or book", one, work, STRANGE)


def careless(source: Source) -> str:
    """Return the title of a page in another case, without its marks or its subtitle."""
    title = source.title
    ways = [title.upper(), title.lower(), re.sub(r"[^\w\s]", "", title), re.split(r"[:–—] ", title)[0], f"{title}."]
    return ways[source.chance("way") % len(ways)]


def misprinted(source: Source) -> str:
    """Return the title of a page with a wrong letter and, if it is long enough, without one of its words."""
    words = source.title.split()
    if len(words) > 3:
        del words[source.chance("word") % len(words)]
    text = " ".join(words)
    at = source.chance("letter") % len(text)
    return text[:at] + ("e" if text[at].isalpha() else text[at]) + text[at + 1 :]


def stands_in(title: str, source: Source) -> bool:
    """Return whether all words of a title are somewhere in a page: then it may be about that, too."""
    return all(word in source.words for word in re.findall(r"\w+", title.casefold()))


def served(gone: Iterable[Source], pages: Iterable[Source]) -> Iterator[Case]:
    """Yield pages that say that they do not exist, each under the title of a living one in its language."""
    titles: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        titles[page.language].append(page.title)
    for one in gone:
        pool = titles.get(one.language) or titles.get("en") or next(iter(titles.values()))
        for kind in (ALONE, AROUND) if one.language in LANGUAGES else (RARE,):
            yield Case(kind, one, plain(pool[one.chance("title") % len(pool)]), GONE)


def looked_at(source: Source, url: str, items: Iterable[Item]) -> tuple[Visit, str]:
    """Return what an audit sees of a page served with status 200."""
    headers = {"content-type": "text/html"}
    is_whole = len(source.content) <= LONGEST
    return observe(url, Reply(url, 200, source.content[:LONGEST], headers, NOW, whole=is_whole), items, NOW)


def judged(cases: Iterable[Case]) -> Iterator[Result]:
    """Yield the verdicts on cases; a page is read once for all its cases, which are adjacent."""
    for source, group in groupby(cases, key=lambda case: case.source):
        its, url = list(group), source.url
        items = [replace(case.work, id=str(place), url=url) for place, case in enumerate(its)]
        visit, text = looked_at(source, url, items)
        for case, item in zip(its, items, strict=True):
            page = Page((visit,))
            if case.kind == AROUND and wants_sibling(url, page, [item]):
                beside, other = looked_at(source, sibling_of(url, ""), ())
                page = Page((visit,), sibling=Sibling(beside, round(alike(text, other), 3)))
            yield Result(case, judge(url, page, [item]), visit)


def report(results: Sequence[Result]) -> None:
    """Print how often a verdict is right, the verdicts on each kind of case, and those in each language."""
    said = [result for result in results if result.state.state == "soft-404"]
    for name, verdicts in (
        ("not there", [one for one in said if one.state.kind != "drifted"]),
        ("about something else", [one for one in said if one.state.kind == "drifted"]),
    ):
        right = sum(one.is_right for one in verdicts)
        print(f"called {name}: {len(verdicts)}, right {right}, false alarms {len(verdicts) - right}")
    others = Counter(result.name for result in results if not (result.is_right or result.state.state in (*THERE, *GONE)))
    print("called anything else:", ", ".join(f"{count} {name}" for name, count in others.items()) or "none")
    there = [result for result in results if result.case.right == THERE]
    pages = {one.case.source.url: one.visit.length for one in there}
    print(
        f"living pages: {len(pages)} of {len({one.case.source.package for one in there})} packages in"
        f" {len({one.case.source.language for one in there})} languages, {sum(length < SHORT for length in pages.values())} of them"
        f" with less than {SHORT} characters of text; under a title of theirs {len(there)} cases\n"
    )
    kinds: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        kinds[result.case.kind].append(result)
    print(f"{'cited by, or served':52} {'cases':>6} {'right':>6} {'share':>7}  wrong or missed")
    for kind, its in kinds.items():
        right = sum(one.is_right for one in its)
        wrong = Counter(one.name for one in its if not one.is_right)
        mistakes = ", ".join(f"{count} {name}" for name, count in wrong.most_common(6))
        print(f"{kind:52} {len(its):6} {right:6} {right / len(its):7.1%}  {mistakes}")
    print("\nright of all, by language")
    for kind in filter(RARE.__ne__, kinds):
        count = Counter(one.case.source.language for one in kinds[kind])
        good = Counter(one.case.source.language for one in kinds[kind] if one.is_right)
        print(f"{kind}: " + ", ".join(f"{name} {good[name]}/{number}" for name, number in count.most_common()))


def show(results: Iterable[Result]) -> None:
    """Print wrong verdicts and misses."""
    for result in results:
        if not result.is_right:
            source, visit = result.case.source, result.visit
            print(f"\n{result.case.kind}: {result.name}; {source.package} {source.path} {source.language}")
            print(f"  cited: {result.case.work.title[:100]}\n  page:  {' / '.join(title.text[:70] for title in visit.titles)}")
            print(f"  {str(result.state.cause)[:120]}; {visit.length} characters, {[sign.kind for sign in visit.signs]}")


def main() -> None:
    """Fetch, judge and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, help="measure only this part")
    parser.add_argument("--show", action="store_true", help="list wrong verdicts and misses, never of the held-out half")
    parser.add_argument("--folder", type=Path, help="keep the packages here for the next run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        pages, gone = list(living(folder)), list(not_there(folder))
    if not pages:
        sys.exit("Nothing measured: no manual is available.")
    results = list(judged([*cited(pages), *scholarship(pages), *served(gone, pages)]))
    for part in [options.part] if options.part else PARTS:
        own = [result for result in results if result.case.source.part == part]
        print(f"\n== {part}")
        report(own)
        show(own if options.show and part != "held-out" else ())


if __name__ == "__main__":
    main()
