"""Works from the labelled data: real titles, names, journals and publishers. What an entry lacks is taken from an invented work."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from msgspec.structs import replace

from works import Person, Work, invented

if TYPE_CHECKING:
    from random import Random

ITEMS = Path(os.environ.get("KZCHECK_SHARED", Path(__file__).parents[2] / "shared")) / "gold" / "items" / "references.yaml"
KINDS = {
    "article-journal": "article-journal",
    "article-magazine": "article-newspaper",
    "article-newspaper": "article-newspaper",
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "paper-conference": "paper-conference",
    "post-weblog": "webpage",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
}
_READABLE = re.compile(r"[ -~À-ɏА-ӿ‐-’“”«»…№–—]+")
_CYRILLIC = re.compile("[А-ӿ]")
_KAZAKH = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
_TAG = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"\s+")


@cache
def entries() -> tuple[Work, ...]:
    """Return the entries whose title is in Latin or Cyrillic letters and not too long."""
    loaded = yaml.load(ITEMS.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    works = (_work(entry) for entry in loaded["references"] if entry["type"] in KINDS)
    return tuple(work for work in works if _READABLE.fullmatch(work.title) and len(work.title) <= 250)


def completed(random: Random) -> Work:
    """Return a real entry with what it lacks for its kind."""
    work = random.choice(entries())
    while True:
        other = invented(work.language, random)
        if other.kind == work.kind:
            break
    lacking = {name: getattr(other, name) for name in other.__struct_fields__ if not getattr(work, name)}
    lacking |= {"subtitle": "", "parallel_title": ""}
    if work.authors or work.organisation:
        lacking |= {"authors": work.authors, "organisation": work.organisation}
    return replace(work, **lacking)


def _work(entry: dict[str, Any]) -> Work:
    title = _text(entry, "title")
    names = entry.get("author", ())
    return Work(
        kind=KINDS[entry["type"]],
        language="kk" if _KAZAKH.search(title) else "ru" if _CYRILLIC.search(title) else "en",
        title=title,
        authors=_persons(names),
        organisation="" if _persons(names) else next((name["literal"] for name in names if "literal" in name), ""),
        editors=_persons(entry.get("editor", ())),
        container=_text(entry, "container-title"),
        publisher=_text(entry, "publisher"),
        places=tuple(place for place in [_text(entry, "publisher-place")] if place),
    )


def _text(entry: dict[str, Any], field: str) -> str:
    text = _BLANKS.sub(" ", _TAG.sub("", str(entry.get(field, "")))).strip(" .,;:/")
    return text if len(text) <= 250 and _READABLE.fullmatch(text) else ""


def _persons(names: list[dict[str, str]]) -> tuple[Person, ...]:
    parted = [(name.get("family", ""), name.get("given", "")) for name in names if name.get("family")]
    return tuple(Person(family, given, "", family) for family, given in parted if _READABLE.fullmatch(family + given))
