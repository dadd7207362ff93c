"""What of a work's data is judged: reference managers keep more of a work than a list prints, and nobody proofreads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kzcheck.identifiers import check_doi, check_isbn, check_issn, normal_doi
from kzcheck.readers.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from kzcheck.readers.nodes import Node

UNSEEN = frozenset(("custom", "categories", "abstract", "keyword", "note", "annote", "source", "call-number"))
"""Keys of CSL that no list prints."""
NUMBERS = {"ISBN": check_isbn, "ISSN": check_issn}
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)


def visible(node: Node, printed: str) -> Node:
    """Return a work without what is not in the text of the document, `printed`, and cannot help to find the work either.

    These are wrong identifiers, and addresses: styles print few of them. If nothing is `printed`, addresses stay.
    """
    if not isinstance(node, Mapping):
        return node
    kept = {key: value for key, value in node.values.items() if _stays(key, value, printed)}
    if "URL" in node.values and "URL" not in kept:
        kept.pop("accessed", None)
    doi = kept.get("DOI")
    if isinstance(doi, Scalar) and check_doi(doi.text) is not None and doi.text not in printed:
        doi.text = normal_doi(doi.text)
    node.values = kept
    node.keys = [key for key in node.keys if key.text in kept]
    return node


def _stays(key: str, value: Node, printed: str) -> bool:
    if not isinstance(value, Scalar):
        return True
    text = value.text.strip()
    if key == "URL":
        return not printed or _SCHEME.sub("", text).rstrip("/") in printed
    if key == "DOI":
        return normal_doi(text) != "" or text in printed
    if key in UNSEEN:
        return False
    return key not in NUMBERS or text in printed or not any(NUMBERS[key](text))
