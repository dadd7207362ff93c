"""What the rules on records say about real recorded answers: printed lists, clean entries, damaged ones, other scripts.

    python benchmarks/record_accuracy.py [replay|clean|damaged|scripts|hallmark] [--split held-out|tune|all] [--show]

Without a command, all five run. Everything goes the whole way: the desk resolves the entries, a web of recorded answers plays the
services, and the rules judge the result. A service that was not asked about an entry answers 503. Half of the recordings was used
while rules were written (`tune`), the other half was not (`held-out`). The recordings are beside the project, or where
KZCHECK_SHARED says; without them only `scripts` runs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

import record_scripts
from gold import GOLD
from kzcheck.csl import Date, Item, Name
from kzcheck.identifiers import normal_doi
from kzcheck.language.folding import fold
from kzcheck.services.names import name_of
from record_forms import DAMAGES, FORMS, Donors, as_is, telling_words
from recorded import READ, Web, half, indexed, judged, need, printed, serious

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from gold import Split
    from kzcheck.evidence import Record
    from kzcheck.sources import SourceName
from recorded import Work

VERDICTS = Path(__file__).with_name("record_verdicts.jsonl")

SEED = 1
MOST = 300
"""Damaged entries of a kind."""

CITED = frozenset("article article-journal paper-conference chapter book thesis report dataset entry-encyclopedia".split())

_OTHERS = re.compile(r"\W*(?:et al\W*|others)")
_JOURNAL = re.compile(
    r"(?i)\b(?:journal|transactions|letters|reports?|reviews?|nature|science|research|communications|annals|bulletin|medicine"
    r"|biology)\b|^proceedings of the (?:ieee|national academy of sciences)$"
)
_TALK = re.compile(
    r"\b(?:[Cc]onference|[Pp]roceedings|[Ww]orkshop|[Ss]ymposium|[Mm]eeting|Advances in [Nn]eural)\b|^[A-Z]\w*[A-Z]+$"
)
_SERVER = re.compile(r"(?i)rxiv|^corr\b")


class Options(NamedTuple):
    """Which half is measured, and whether mistakes and misses are listed."""

    split: Split
    show: bool


def item_of(parts: dict[str, Any]) -> Item:
    """Return the entry made from the parts of a printed reference; the words of its venue give its type."""
    venue = parts["venue"] or ""
    talk = bool(_TALK.search(venue)) and not _SERVER.search(venue)
    names = [Name(literal="et al.") if _OTHERS.fullmatch(person) else name_of(person) for person in parts["authors"] if person]
    return Item(
        id="",
        type="article-journal" if _JOURNAL.search(venue) else "paper-conference" if talk else "",
        title=parts["title"] or "",
        author=tuple(name for name in names if name),
        issued=Date(start=(parts["year"],)) if parts["year"] else None,
        container_title=venue,
        doi=parts["doi"] or "",
        url=parts["url"] or "",
    )


def replay(options: Options) -> None:
    """Judge the printed references, and compare the findings with a reader's verdicts, by reference and code."""
    chosen = [one for place, one in enumerate(printed()) if half(place, options.split)]
    found = judged((item_of(one.parts), Web(indexed(), one.answers)) for one in chosen)
    verdicts = {(row["key"], row["code"]): row["verdict"] for row in map(json.loads, VERDICTS.read_text("utf-8").splitlines())}
    alarms = {(one.key, finding.code): finding for one, some in zip(chosen, found, strict=True) for finding in serious(some)}
    said = Counter(verdicts.get(alarm, "not judged") for alarm in alarms)
    print(f"{len(chosen)} references, {len(alarms)} errors and warnings by reference and code: {dict(said)}")
    for code, count in sorted(Counter(code for _, code in alarms).items()):
        print(f"     {code} {dict(Counter(verdicts.get(alarm, 'not judged') for alarm in alarms if alarm[1] == code))} of {count}")
    for (key, code), finding in alarms.items() if options.show else ():
        print("    ", key, code, verdicts.get((key, code), "not judged"), finding.message)


class Source(NamedTuple):
    """A recorded work from which an entry is made: its key among the distinct works, the service, its record and the answer itself.

    `beside` are the candidates that answer a search for it: the recorded ones, or else its neighbours and itself.
    """

    key: str
    service: SourceName
    record: Record
    work: Work
    beside: tuple[Work, ...]


def sources(split: Split) -> list[Source]:
    """Return the recorded works that lists can cite, by service; all works with one DOI are in the same half."""
    found: dict[tuple[SourceName, str], Source] = {}
    for one in printed():
        for service, works in one.answers.items():
            for work in works:
                record = READ[service](work)
                key = record.item.doi or f"{service}:{record.id}"
                found.setdefault((service, key), Source(key, service, record, work, works))
    ordered = sorted(indexed())
    for place, (service, doi) in enumerate(ordered):
        work = indexed()[service, doi]
        others = [indexed()[one] for one in ordered[max(0, place - 2) : place + 3] if one[0] == service and one[1] != doi]
        found.setdefault((service, doi), Source(doi, service, READ[service](work), work, (*others, work)))
    keys = {key: place for place, key in enumerate(sorted({key for _, key in found}))}
    chosen = [found[one] for one in sorted(found) if half(keys[one[1]], split)]
    return [one for one in chosen if is_citable(one.record.item)]


def is_citable(item: Item) -> bool:
    """Return whether a list would cite such a work: it has a title, people and a year, and is not a notice or data part."""
    return bool(item.title and (item.author or item.editor) and item.year and item.type in CITED)


def ways(one: Source) -> Iterator[tuple[str, Web]]:
    """Yield the ways in which an entry made from a record is looked up, each with its name and the web to ask."""
    if one.record.item.doi and one.service != "semantic-scholar":
        yield "by DOI", Web({(one.service, one.key): one.work})
    yield "by search", Web({}, {one.service: one.beside})
    if one.service == "crossref" and (other := indexed().get(("openalex", one.key))):
        yield "by DOI, Crossref's entry at OpenAlex", Web({("openalex", one.key): other})
    if one.service == "openalex" and (other := indexed().get(("crossref", one.key))):
        yield "by DOI, OpenAlex's entry at Crossref", Web({("crossref", one.key): other})


def clean(options: Options) -> None:
    """Judge entries made from records, in the forms in which lists print them: nothing should be reported."""
    cases: dict[tuple[str, str], list[tuple[Item, Web]]] = defaultdict(list)
    for source in sources(options.split):
        for way, web in ways(source):
            for form, shape in FORMS.items():
                item = shape(source.record.item)
                cases[way, form].append((replace(item, doi="") if way == "by search" else item, web))
    for (way, form), some in cases.items():
        found = judged(some)
        bad = [(item, serious(findings)) for (item, _), findings in zip(some, found, strict=True) if serious(findings)]
        codes = Counter(code for _, findings in bad for code in {finding.code for finding in findings})
        print(f"{len(bad) / len(some):6.2%}  {len(bad):3} of {len(some):4}  {way}, {form}  {dict(codes)}")
        for item, findings in bad if options.show else ():
            print("    ", item.doi, [f"{finding.code} {finding.message}" for finding in findings])


def damaged(options: Options) -> None:
    """Judge entries with one defect each: the right rule should report it, and nothing else should be reported."""
    origins = sources(options.split)
    items = [as_is(one.record.item) for one in origins]
    registered = frozenset(doi for service, doi in indexed() if service in {"crossref", "datacite"})
    donors = Donors(items, telling_words(items), registered)
    for kind, (code, damage) in DAMAGES.items():
        rng = random.Random(f"{SEED} {kind}")
        cases: dict[str, list[tuple[Item, Item, Web]]] = defaultdict(list)
        right: list[Item] = []
        for one in rng.sample(origins, len(origins)):
            item = as_is(one.record.item)
            ruined = damage(item, one.record, rng, donors)
            wanted = [(way, web) for way, web in looked_up(one, code) if len(cases[way]) < MOST] if ruined else []
            if ruined is None or not wanted:
                right.append(item)
                continue
            for way, web in wanted:
                cases[way].append((item, replace(ruined, doi="") if way == "by search" else ruined, web))
        for way, some in cases.items():
            print(tally(f"{kind}, {way}", code, some, right, show=options.show))


def tally(kind: str, code: str, cases: list[tuple[Item, Item, Web]], right: Sequence[Item] = (), *, show: bool) -> str:
    """Return in one line how many defects the right rule finds, how loudly, and what else is reported.

    `right` are entries of the same list without a defect.
    """
    found = judged(((ruined, web) for _, ruined, web in cases), right)
    codes = set(code.split())
    hits = [[finding for finding in findings if finding.code in codes] for findings in found]
    others = [{finding.code for finding in serious(findings)} - codes for findings in found]
    lines = [
        f"     {changed(item, ruined)} {[f'{finding.code} {finding.message}' for finding in findings]}"
        for (item, ruined, _), findings, own, other in zip(cases, found, hits, others, strict=True)
        if show and (other or not own)
    ]
    count, total, loud = sum(map(bool, hits)), len(cases), sum(bool(serious(own)) for own in hits)
    beside = f"; beside it {sum(map(bool, others))} {dict(Counter(one for some in others for one in some))}" if any(others) else ""
    return "\n".join([f"{count / total:6.1%}  {count:3} of {total:3}  {code} {kind}; {loud} no note{beside}", *lines])


def looked_up(one: Source, code: str) -> Iterator[tuple[str, Web]]:
    """Yield the ways in which a damaged entry is looked up; by DOI, everything recorded is known."""
    own = {one.service: one.beside}
    if code == "WORK401":
        yield "by search", Web({}, {one.service: tuple(work for work in one.beside if work is not one.work)}, unknown="absent")
    elif code in {"WORK402", "WORK403", "WORK411 WORK403"}:
        yield "by DOI", Web(indexed(), own, unknown="absent" if code == "WORK402" else "failed")
    else:
        if code == "WORK412" and all((service, one.key) in indexed() for service in ("crossref", "openalex")):
            yield "by DOI, two services", Web(indexed())
        if one.record.item.doi and one.service != "semantic-scholar":
            yield "by DOI", Web(indexed())
        yield "by search", Web({}, own)


def changed(item: Item, ruined: Item) -> str:
    """Return in one line what a damage changed."""
    fields = [field for field in Item.__struct_fields__ if getattr(item, field) != getattr(ruined, field)]
    show = [
        ", ".join(map(str, getattr(one, field))) if field == "author" else str(getattr(one, field))
        for field in fields
        for one in (item, ruined)
    ]
    return f"{item.doi}: " + " → ".join(show)[:700]


def scripts(options: Options) -> None:
    """Judge invented works in many scripts: correct entries in all their forms, and the same with one defect each."""
    right: list[tuple[Item, Web]] = []
    wrong: dict[str, list[tuple[Item, Item, Web]]] = defaultdict(list)
    for number, sample in enumerate(record_scripts.SAMPLES):
        web = Web({("crossref", record_scripts.doi(number)): record_scripts.work(sample, number)})
        right += [(item, web) for item in record_scripts.entries(sample, number)]
        for code, item in record_scripts.ruined(sample, number):
            wrong[code].append((next(record_scripts.entries(sample, number)), item, web))
    found = judged(right)
    alarms = [finding for findings in found for finding in serious(findings)]
    notes = sum(map(len, found)) - len(alarms)
    print(
        f"{len(alarms)} errors or warnings and {notes} notes on {len(right)} right entries of {len(record_scripts.SAMPLES)} works"
    )
    for one in (finding for findings in found for finding in findings) if options.show else ():
        print("    ", one.code, one.severity.name.lower(), one.message)
    for code, cases in sorted(wrong.items()):
        print(tally("one defect", code, cases, show=options.show))


def hallmark(_: Options) -> None:
    """Judge the entries of HALLMARK that the recordings can answer for: those whose DOI or whole title is among them."""
    rows = [json.loads(line) for line in (GOLD / "hallmark" / "dev_public.jsonl").read_text("utf-8").split("\n") if line]
    by_title: dict[str, dict[SourceName, list[Work]]] = defaultdict(lambda: defaultdict(list))
    for (service, _doi), work in indexed().items():
        by_title[fold(READ[service](work).item.title)][service].append(work)
    dois = {known for _service, known in indexed()}
    cases: list[tuple[str, str, Item, Web]] = []
    for row in rows:
        item = item_of_bibtex(row["fields"])
        candidates = by_title.get(fold(item.title), {})
        if normal_doi(item.doi) in dois or candidates:
            cases.append((row["label"], row.get("hallucination_type") or "", item, Web(indexed(), candidates)))
    found = judged((item, web) for *_rest, item, web in cases)
    print(f"{len(cases)} of {len(rows)} entries can be answered for by the recordings")
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (label, kind, *_more), findings in zip(cases, found, strict=True):
        counts[label, kind][", ".join(sorted({finding.code for finding in serious(findings)})) or "nothing"] += 1
    for (label, kind), said in sorted(counts.items()):
        print(f"     {label.lower()} {kind}: {dict(said)}")


def item_of_bibtex(fields: dict[str, str]) -> Item:
    """Return the entry that HALLMARK's fields make."""
    venue = fields.get("booktitle") or fields.get("journal") or ""
    people = fields.get("author", "").split(" and ")
    year = fields.get("year", "")
    parts: dict[str, Any] = {
        "title": fields.get("title", ""),
        "authors": people,
        "year": int(year) if year.isdecimal() else None,
        "venue": venue,
    }
    return item_of(parts | {"doi": fields.get("doi", ""), "url": ""})


COMMANDS: dict[str, Callable[[Options], None]] = {one.__name__: one for one in (replay, clean, damaged, scripts, hallmark)}


def main() -> None:
    """Run one of the measurements, or all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", nargs="?", choices=tuple(COMMANDS))
    parser.add_argument("--split", choices=("tune", "held-out", "all"), default="held-out")
    parser.add_argument("--show", action="store_true", help="list mistakes and misses")
    given = parser.parse_args()
    options = Options(given.split, given.show)
    for name in (given.command,) if given.command else COMMANDS:
        if name != "scripts":
            need()
        print(f"{name}, {options.split}" if name in {"replay", "clean", "damaged"} else name)
        COMMANDS[name](options)


if __name__ == "__main__":
    main()
