"""An article as the two files that people edit: its references in CSL-YAML, and its claims."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast
from unicodedata import category

from kzcheck import csl
from kzcheck.csl import date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kzcheck.article import Article, Citation, Claim, Reference
    from kzcheck.csl import Date, Name

    Value = str | list["Value"] | dict[str, "Value"]
    """What is written: a text, a list, or a mapping."""

_PLAIN = re.compile(r"[1-9]\d{0,3}|[^\W\d_][\w ,.;()/–—’“”«»№-]*(?<![ ,.;-])")
"""A text that needs no quotation marks in YAML: it begins with a letter and has no sign that means something there."""
_WORDS = frozenset("y n yes no true false on off null nan inf".split())
"""Texts that some readers of YAML take for something else."""
_UNSEEN = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")
_ITEM = "- "


def references_yaml(references: Iterable[Reference]) -> list[str]:
    """Return the entries of `references.yaml`, one text for each reference."""
    return [_entry(_reference(reference)) for reference in references]


def claims_yaml(claims: Iterable[Claim]) -> list[str]:
    """Return the entries of `claims.yaml`, one text for each claim."""
    return [_entry(_claim(claim)) for claim in claims]


def head_of(article: Article, manuscript: str, sha256: str) -> str:
    """Return the beginning of `claims.yaml`: the article's own data, and the manuscript that it was made of."""
    about: dict[str, Value] = {
        "title": article.title,
        "author": [_name(name) for name in article.author],
        "DOI": article.doi,
        "issued": _date(article.issued) if article.issued else "",
        "language": article.language,
    }
    head: dict[str, Value] = {"manuscript": {"file": manuscript, "sha256": sha256}}
    if filled := _filled(about):
        head["article"] = filled
    return "".join(f"{line}\n" for line in _mapping(head))


def _reference(reference: Reference) -> dict[str, Value]:
    item = reference.guess or reference.item
    fields = cast("dict[str, Value]", csl.to_json(item))
    fields |= {csl.spelling(field): _date(value) for field, value in item.dates()}
    return _filled({**fields, "custom": own_keys(reference)})


def own_keys(reference: Reference) -> dict[str, Value]:
    """Return what a list has of a reference under `custom`: its words, and which fields were read with doubt."""
    own: dict[str, Value] = {
        "printed": reference.printed,
        "archived": reference.archived,
        "file": reference.file,
        "parallel": reference.parallel,
        "related": list(reference.related),
        "aliases": list(reference.aliases),
        "doubtful": [*map(csl.spelling, reference.doubtful)],
    }
    return _filled(own)


def _name(name: Name) -> dict[str, Value]:
    return {csl.spelling(part): value for part in name.__struct_fields__ if (value := getattr(name, part))}


def _date(value: Date) -> Value:
    """Return a date as it is read again: in EDTF, as its raw text, or in numbers."""
    for text in (str(value), value.raw):
        if text and date(text) == value:
            return text
    if not value.start:
        return {"raw": value.raw}
    fields: dict[str, Value] = {"date-parts": [[str(part) for part in parts] for parts in (value.start, value.end) if parts]}
    if value.season:
        fields["season"] = str(value.season)
    if value.circa:
        fields["circa"] = "true"
    return fields


def _claim(claim: Claim) -> dict[str, Value]:
    at = claim.at
    return _filled(
        {
            "id": claim.id,
            "section": claim.section,
            "paragraph": claim.paragraph,
            "at": _filled({"file": at.file, "page": at.page, "line": str(at.line or "")}) if at else {},
            "text": claim.text,
            "printed": claim.printed if claim.printed != claim.text else "",
            "cites": [_citation(citation) for citation in claim.citations if citation.reference or citation.written],
            "quotes": list(claim.quotations),
            "attributed-to": list(claim.attributed_to),
            "works": list(claim.works),
        }
    )


def _citation(citation: Citation) -> Value:
    reference = citation.reference or citation.written
    if not citation.locator:
        return reference
    label = citation.label
    return {"ref": reference, label: citation.locator}


def _filled(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in fields.items() if value}


def _entry(fields: Mapping[str, Value]) -> str:
    """Return an entry of a list."""
    lines = [*_mapping(fields)]
    return "".join(f"{_ITEM if not number else '  '}{line}\n" for number, line in enumerate(lines))


def _mapping(fields: Mapping[str, Value]) -> Iterator[str]:
    for key, value in fields.items():
        if isinstance(value, dict) and key in ("custom", "manuscript", "article"):
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(value))
        elif isinstance(value, list) and len(value) > 1:
            yield f"{key}:"
            yield from (f"{_ITEM}{_flow(part)}" for part in value)
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return f"{{{', '.join(f'{key}: {_flow(part)}' for key, part in value.items())}}}"


def _text(text: str) -> str:
    """Return a text as a scalar of YAML, in quotation marks unless it is plain words."""
    if _PLAIN.fullmatch(text) and "," not in text and text.lower() not in _WORDS:
        return text
    return _UNSEEN.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return "\N{REPLACEMENT CHARACTER}" if category(match[0]) == "Cs" else f"\\U{ord(match[0]):08x}"
