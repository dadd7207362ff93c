"""False alarms: sentences of an article, as claims that cite the article itself, beside its own text.

    python benchmarks/text_alarms.py [--split held-out|tune|all] [--errors N] [--keep DIR]

Each sentence without its markers is a claim, and a stretch of it a quotation with the page on which it is printed. Restated ones
have the same figures and names in other forms, and quote nothing. As the text says all of it, each finding is a false alarm.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

import gold
from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.case import case_of
from kzcheck.csl import Item
from kzcheck.evidence import Evidence
from kzcheck.gather.texts.comparing import Comparing
from kzcheck.language import sentences
from kzcheck.readers.texts import read_text
from kzcheck.rules import locators, passages, quotations
from kzcheck.texts import Text, TextAtHand
from made_articles import FORMULAS, made
from made_files import WRITERS
from printed_articles import printing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kzcheck.reasons import Reason
    from printed_articles import Printing

FORMATS = ("html", "docx", "pdf", "pdf-columns")
FEWEST, MOST = 6, 60
"""Words of a sentence that is made a claim."""
SHORTEST, LONGEST = 6, 25
"""Words of a quotation."""
BEFORE_STOP = re.compile(r"\s+(?=[.,;])")
"""What a marker leaves."""
LEFT_OUT = "\ufffc"
"""Stands for formulas; sentences with it are not asked."""
OWN = "1"
RULES = (*quotations.RULES, *passages.RULES, *locators.RULES)
WATCHED = {"CITE104"} | {rule.code for rule in (*quotations.RULES, *passages.RULES)}
NUMERALS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_PLACE = Location("claims.yaml", 1, 1, 1, 1)
_DAY = datetime(2026, 11, 30, tzinfo=UTC)


def _without_marks(text: str) -> str:
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))


RESTATED: dict[str, Callable[[str], str]] = {
    "numbers as words": lambda text: re.sub(
        r"(?<![\w.,–-])([3-9]|1[0-2])(?![\w.,–%-])", lambda match: NUMERALS[int(match[1])], text
    ),
    "blanks in numbers": lambda text: re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "\u202f", text),
    "per cent": lambda text: re.sub(r"(?<=\d)\s?%", " per cent", text),
    "decimal commas": lambda text: re.sub(r"(?<![\d.,])(\d+)\.(\d{1,2})(?![\d.,])", r"\1,\2", text),
    "ranges in words": lambda text: re.sub(r"(?<![\w.,–-])(\d+)[–-](\d+)(?![\w.,–-])", r"from \1 to \2", text),
    "units joined": lambda text: re.sub(r"(?<=\d) (?=(?:mg|kg|km|cm|mm|ml|μm|nm|mM|kb|bp|Hz)\b)", "", text),
    "names without marks": _without_marks,
    "possessives": lambda text: re.sub(r"(?<=[a-z,] )([A-Z][a-z]{3,})(?= [a-z]{3,})", r"\1’s", text),
}
"""How a claim gives the same figures and names in other forms."""


def main(given: Sequence[str] | None = None) -> None:
    """Print the findings of each rule in 1,000 claims: sentences as they are in each format, and each way to restate them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=("held-out", "tune", "all"), default="tune")
    parser.add_argument("--errors", type=int, default=0, help="findings of each kind to print")
    parser.add_argument("--keep", type=Path, help="a folder for the files, to be faster the next time")
    options = parser.parse_args(given)
    gold.need()
    with tempfile.TemporaryDirectory() as folder:
        report(options.keep or Path(folder), gold.articles(options.split), options.errors)


def report(base: Path, folders: Sequence[Path], errors: int) -> None:
    """Print a line for each format and each way to restate claims."""
    findings: dict[str, Counter[str]] = {}
    shown: Counter[tuple[str, str]] = Counter()
    for folder in folders:
        article = printing(made(folder), "numeric")
        stated = [*_sentences(article)]
        texts: dict[Path, Text | Reason] = {}
        for kind, file, claims in _asked(article, folder, stated, base):
            text = texts.get(file) or texts.setdefault(file, read_text(file.read_bytes(), file.name))
            if not isinstance(text, Text):
                print(f"{file}: {text}")
                continue
            counts = findings.setdefault(kind, Counter())
            counts["claims"] += len(claims)
            for code, claim, message in _reported(claims, text, None if kind in RESTATED else random.Random(folder.name)):
                counts[code] += 1
                shown[kind, code] += 1
                if shown[kind, code] <= errors:
                    print(f"  {kind} {folder.name} {code}: {message} | {claim}")
    for kind, counts in findings.items():
        rules = ", ".join(f"{code} {1000 * counts[code] / counts['claims']:.1f}" for code in sorted(counts) if code != "claims")
        print(f"{kind:20} {counts['claims']:6,} claims; in 1,000: {rules or 'none'}", flush=True)


def _sentences(article: Printing) -> Iterator[str]:
    for block in article.blocks:
        if block.kind == "paragraph":
            text = " ".join("".join("" if piece.cites else piece.text for piece in block.printed).split())
            text = BEFORE_STOP.sub("", text).replace(FORMULAS["inline-formula"], LEFT_OUT)
            spans = (text[span.start : span.end].strip() for span in sentences.split(text))
            yield from (words for words in spans if FEWEST <= len(words.split()) <= MOST and LEFT_OUT not in words)


def _asked(article: Printing, folder: Path, stated: list[str], base: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """Yield what is measured: its name, the file with the text, and the claims."""
    jats = folder / "article.xml"
    yield "jats", jats, stated
    for form in FORMATS:
        suffix, write = WRITERS[form]
        path = base / "texts" / form / f"{folder.name}{suffix}"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write(article, path)
        yield form, path, stated
    for name, restate in RESTATED.items():
        yield name, jats, [words for text in stated if (words := restate(text)) != text]


def _reported(stated: Sequence[str], text: Text, chance: random.Random | None) -> Iterator[tuple[str, str, str]]:
    """Yield the code, the claim and the message of each finding; claims quote something if there is a `chance` to choose it."""
    claims = []
    for number, sentence in enumerate(stated):
        quotation = _stretch(sentence, chance) if chance else ""
        pages = [leaf for leaf in text.leaves if quotation and quotation in " ".join(leaf.text.split())]
        page = str(pages[0].number) if len(pages) == 1 and pages[0].number else ""
        quotes = (quotation,) if quotation else ()
        claims.append(Claim(f"c{number}", sentence, _PLACE, (Citation(OWN, _PLACE, locator=page),), quotations=quotes))
    article = Article((Reference(Item(id=OWN, type="article-journal", title="Rivers"), _PLACE),), tuple(claims), language="en")
    comparing = Comparing(article, {OWN: text})
    read = comparing.with_text(OWN)
    extent = sum(len(leaf.text.split()) for leaf in text.leaves)
    leaves = [leaf for leaf in text.leaves if leaf.number]
    printed = tuple(leaf.printed for leaf in (*leaves[:1], *leaves[-1:]) if leaf.printed)
    at_hand = TextAtHand("file", "texts/1", "0", extent, read, pages=len(leaves), printed=printed, language=text.language)
    case = case_of(article, Evidence(_DAY, "benchmark", texts={OWN: at_hand}, comparisons=comparing.comparisons))
    text_of = {claim.id: claim.text for claim in claims}
    for rule in RULES:
        if rule.code in WATCHED:
            for problem in rule.check(case):
                values = {name: value for name, value in problem.values.items() if name != "passage"}
                yield rule.code, text_of.get(problem.claim or "", ""), f"{problem.message} {values}"


def _stretch(sentence: str, chance: random.Random) -> str:
    words = sentence.split()
    length = min(len(words), chance.randint(SHORTEST, LONGEST))
    start = chance.randint(0, len(words) - length)
    return " ".join(words[start : start + length])


if __name__ == "__main__":
    main()
