"""Real manuscripts against what is labelled of them: cited and undefined keys, paragraphs of typed lists, works in citation fields.

The labels are mechanical (`truth.json` of each folder says how they were made), so that a difference is to be read, not believed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import gold
from kzcheck.article import Article
from kzcheck.errors import UnreadableError
from kzcheck.readers import read
from printed_truth import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


BEGINNING = 30
"""Letters by which a paragraph of a list and a title are recognised."""
KINDS = ("cited keys", "undefined keys", "list paragraphs", "works in fields", "references of a PDF")


def report(split: gold.Split, errors: int) -> None:
    """Print what is found of each manuscript and, up to a number each, what differs; then sums."""
    sums: Counter[str] = Counter()
    for place, folder in enumerate(sorted(path for path in (gold.GOLD / "manuscripts").iterdir() if path.is_dir())):
        if (split != "all" and (split == "tune") != (place % 2 == 0)) or not (folder / "truth.json").is_file():
            continue
        truth = json.loads((folder / "truth.json").read_bytes())
        for kind, expected, actual in compared(folder, truth):
            right, missed, extra = expected & actual, expected - actual, actual - expected
            sums.update({f"{kind} right": len(right), f"{kind} missed": len(missed), f"{kind} extra": len(extra)})
            print(f"{folder.name:32} {kind:20} {len(right):4} of {len(expected):4}  +{len(extra)}", flush=True)
            for what, values in (("missed", missed), ("extra", extra)):
                for value in sorted(values)[:errors]:
                    print(f"    {what}: {value}")
    for kind in KINDS:
        found, total = sums[f"{kind} right"], sums[f"{kind} right"] + sums[f"{kind} missed"]
        if total or sums[f"{kind} extra"]:
            print(f"{kind}: {found} of {total}, {sums[f'{kind} extra']} extra")


def compared(folder: Path, truth: dict[str, Any]) -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield each kind of label, what is labelled, and what was read."""
    if "cited" in truth:
        articles = [_read(path) for path in _files(folder, truth)]
        cited = {key for article in articles for key in _cited(article)}
        ids = {reference.id for article in articles for reference in article.references}
        ids |= {alias for article in articles for reference in article.references for alias in reference.aliases}
        yield "cited keys", {*truth["cited"]} | {*truth.get("nocite", ())} - {"*"}, cited - {"*"}
        yield "undefined keys", {*truth["cited_undefined"]}, cited - ids - {"*"}
    for name, about in truth.get("files", {}).items() if isinstance(truth.get("files"), dict) else ():
        if not {"list_paragraphs", "embedded_items"} & about.keys():
            continue
        article = _read(folder / name)
        if listed := about.get("list_paragraphs"):
            printed = {_begin(reference.printed) for reference in article.references if reference.printed}
            yield "list paragraphs", {_begin(paragraph) for paragraph in listed}, printed
        if embedded := about.get("embedded_items"):
            titles = {squeezed(reference.item.title)[:BEGINNING] for reference in article.references}
            yield "works in fields", {squeezed(item["title"] or "")[:BEGINNING] for item in embedded.values()}, titles
    if "references" in truth:
        for path in sorted(folder.rglob("*.pdf")):
            yield "references of a PDF", _numbered(truth["n"]), _numbered(len(_read(path).references))


def _read(path: Path) -> Article:
    try:
        return read(path)
    except UnreadableError as error:
        print(f"    {path.parent.name}/{path.name}: {str(error).splitlines()[0][:200]}")
        return Article()


def _files(folder: Path, truth: dict[str, Any]) -> list[Path]:
    """Return the manuscripts of a folder: the files that cite or, of LaTeX, the one that begins a document and has most of them."""
    counts = Counter(place["file"] for place in truth.get("occurrences", ()))
    cited = [folder / name for name, _ in counts.most_common()]
    if not any(path.suffix == ".tex" for path in cited):
        return cited
    roots = [
        path for path in sorted(folder.rglob("*.tex")) if re.search(rb"^[^%]*\\documentclass", path.read_bytes(), re.MULTILINE)
    ]
    parts = [path for path in roots if b"\\begin{document}" in path.read_bytes()] or roots or cited
    return [max(parts, key=lambda path: (_parts(path, cited), -len(path.parts), path.stat().st_size))]


def _parts(root: Path, cited: list[Path]) -> int:
    """Return how many of the files that cite are a root or named in it."""
    text = root.read_bytes()
    return sum(path == root or path.stem.encode() in text for path in cited)


def _cited(article: Article) -> set[str]:
    keys = {citation.reference for claim in article.claims for citation in claim.citations}
    return keys | {citation.reference for citation in article.cited}


def _begin(paragraph: str) -> str:
    words = re.sub(r"^\W*\d{1,3}\W+(?=\D)", "", paragraph.strip())
    return squeezed(words)[:BEGINNING]


def _numbered(count: int) -> set[str]:
    return {str(number) for number in range(1, count + 1)}
