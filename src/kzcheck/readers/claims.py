"""Converts the nodes of `claims.yaml` to claims and the article's own metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kzcheck.article import At, Citation, Claim, MadeOf
from kzcheck.errors import UnreadableError
from kzcheck.readers.entries import Entry, Known, whole_number
from kzcheck.readers.lists import Listed, identify, list_under, read_entries, top_mapping
from kzcheck.readers.nodes import Mapping, Scalar, Series, absent, kind
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from kzcheck.article import Location
    from kzcheck.readers.nodes import Node, Source

TOP = ("claims", "article")
TOP_KEYS = frozenset((*TOP, "manuscript"))
ARTICLE_KEYS = frozenset(("title", "author", "DOI", "issued", "language"))
KEYS = frozenset("id section paragraph at text printed cites quotes attributed-to works".split())
LOCATORS = tuple(
    """act appendix article-locator book canon chapter column elocation equation figure folio issue line note opus page
    paragraph part rule scene section sub-verbo supplement table timestamp title-locator verse version volume""".split()
)
"""CSL's labels for locators; a citation may use each as a key."""
LABELS = frozenset(LOCATORS)
CITATION_KEYS = frozenset(("ref", "locator", "label", *LABELS))
AT_KEYS = frozenset(("file", "page", "line"))
MANUSCRIPT_KEYS = frozenset(("file", "sha256"))
SHA256 = re.compile(r"[0-9a-f]{64}")

KNOWN_TOP, KNOWN_ARTICLE, KNOWN = Known(TOP_KEYS), Known(ARTICLE_KEYS), Known(KEYS)
KNOWN_CITATION, KNOWN_LABELS, KNOWN_AT = Known(CITATION_KEYS), Known(LABELS), Known(AT_KEYS)
KNOWN_MANUSCRIPT = Known(MANUSCRIPT_KEYS)


class Claimed(Listed[Claim]):
    """The contents of a claims file; `about` holds the article's own fields, and `made_of` without its present digest."""

    has_claims: bool
    about: dict[str, Any]


def read(source: Source, root: Node) -> Claimed:
    """Return the claims of a file, the article's own metadata and the unreadable parts. The nodes are consumed.

    Raises:
        UnreadableError: the file has neither `claims:` nor `article:`.
    """
    whole_file = Entry(source)
    nodes, about = _parts(whole_file, root)
    claimed = Claimed([], [*whole_file.repeated, *whole_file.wrong], whole_file.unknown, [], nodes is not None, about)
    read_entries(source, nodes or [], _claim, claimed, {})
    return claimed


def _parts(entry: Entry, root: Node) -> tuple[list[Node] | None, dict[str, Any]]:
    """Return the list of claims, if there is one, and the article's fields; a file may be a bare list of claims."""
    if type(root) is Series:
        return root.items, {}
    mapping = top_mapping(entry.source, root, TOP, "claims")
    if not mapping.values.keys() & TOP_KEYS:
        wrong = "neither `claims:` nor `article:` in this mapping"
        raise UnreadableError(entry.source.problem(root.start, wrong, "write `claims:` and a list"))
    if "claims" not in mapping.values:
        top_mapping(entry.source, root, ("claims",), "claims")  # a misspelling of this key would lose all claims
    entry.check_keys(mapping, TOP_KEYS, KNOWN_TOP)
    article = mapping.values.get("article")
    about = {} if article is None or absent(article) else _article(entry, article)
    manuscript = mapping.values.get("manuscript")
    about["made_of"] = None if manuscript is None or absent(manuscript) else _made_of(entry, manuscript)
    return list_under(entry.source, mapping, "claims") if "claims" in mapping.values else None, about


def _article(entry: Entry, node: Node) -> dict[str, Any]:
    """Read the article block, without its unreadable fields."""
    if type(node) is not Mapping:
        entry.refuse(node, Wrong("article-shape", {"shape": kind(node)}))
        return {}
    entry.check_keys(node, ARTICLE_KEYS, KNOWN_ARTICLE)
    values = node.values
    about: dict[str, Any] = {
        field: entry.text(values.get(key), f"article.{field}")
        for key, field in (("title", "title"), ("DOI", "doi"), ("language", "language"))
    }
    if "author" in values:
        about["author"] = entry.names(values["author"], "article.author")
    if "issued" in values:
        about["issued"] = entry.date(values["issued"], "article.issued")
    return about


def _made_of(entry: Entry, node: Node) -> MadeOf | None:
    """Read the manuscript that `kzcheck import` made the claims of; without the file or a whole digest there is none."""
    if type(node) is not Mapping:
        entry.refuse(node, Wrong("manuscript-shape", {"shape": kind(node)}))
        return None
    entry.check_keys(node, MANUSCRIPT_KEYS, KNOWN_MANUSCRIPT)
    file = entry.text(node.values.get("file"), "manuscript.file")
    digest = entry.text(node.values.get("sha256"), "manuscript.sha256").lower()
    return MadeOf(file, digest, entry.places["manuscript.file"]) if file and SHA256.fullmatch(digest) else None


def _claim(entry: Entry, node: Node, number: int, taken: dict[str, Location]) -> Claim | None:
    if type(node) is not Mapping:
        entry.refuse(node, Wrong("claim-shape", {"number": number, "shape": kind(node)}))
        return None
    entry.claim = identify(entry, node, Wrong("claim-without-id", {"number": number}), taken)
    entry.check_keys(node, KEYS, KNOWN)
    get = node.values.get
    before = len(entry.wrong)
    text = entry.text(get("text"), "text")
    if not text and len(entry.wrong) == before:
        entry.refuse(node, Wrong("claim-without-text", {"number": number}))
    fields: dict[str, Any] = {
        "citations": _citations(entry, get("cites")),
        "quotations": entry.texts(get("quotes"), "quotes"),
        "works": entry.texts(get("works"), "works"),
        "attributed_to": entry.texts(get("attributed-to"), "attributed-to"),
        "section": entry.text(get("section"), "section"),
        "paragraph": entry.text(get("paragraph"), "paragraph"),
        "printed": entry.text(get("printed"), "printed"),
        "at": _at(entry, get("at")),
    }
    if entry.wrong or entry.claim is None:
        return None
    return Claim(entry.claim, text, entry.places["id"], places=entry.places, **fields)


def _citations(entry: Entry, node: Node | None) -> tuple[Citation, ...]:
    if node is None:
        return ()
    citations: list[Citation] = []
    for item in [node] if type(node) is Mapping else entry.several(node, "cites"):
        path = f"cites.{len(citations)}"
        citation = _citation(entry, item, path) or Citation("", entry.source.place(item))
        entry.places[path] = citation.location
        citations.append(citation)
    return tuple(citations)


def _citation(entry: Entry, node: Node, path: str) -> Citation | None:
    number = int(path.rpartition(".")[2]) + 1
    if type(node) is Series:
        entry.refuse(node, Wrong("citation-shape", {"number": number, "shape": kind(node)}))
        return None
    if type(node) is Scalar:
        reference, locator, label = node.text.strip(), "", "page"
    elif type(node) is Mapping:
        entry.check_keys(node, CITATION_KEYS, KNOWN_CITATION)
        locator, label = _locator(entry, node, path)
        before = len(entry.wrong)
        reference = entry.text(node.values.get("ref"), f"{path}.ref")
        if len(entry.wrong) > before:
            return None
    if not reference:
        entry.refuse(node, Wrong("citation-without-reference", {"number": number}))
        return None
    return Citation(reference, entry.source.place(node), locator, label)


def _locator(entry: Entry, node: Mapping, path: str) -> tuple[str, str]:
    """Read `locator` with its `label`, or the label used as a key."""
    values = node.values
    keys = [key for key in values if key == "locator" or key in LABELS]
    given = {key: text for key in keys if (text := entry.text(values[key], f"{path}.{key}"))}
    label = entry.text(values.get("label"), f"{path}.label")
    if len(given) > 1:
        entry.refuse(node, Wrong("many-locators", {"count": len(given), "locators": tuple(given)}))
    if label and label not in LABELS:
        entry.note_unknown(values["label"], label, KNOWN_LABELS.like(label))
        return "", "page"
    if not given:
        return "", "page"
    key, text = next(iter(given.items()))
    return text, (label or "page") if key == "locator" else key


def _at(entry: Entry, node: Node | None) -> At | None:
    if node is None or absent(node):
        return None
    if type(node) is not Mapping:
        entry.refuse(node, Wrong("at-shape", {"shape": kind(node)}))
        return None
    entry.check_keys(node, AT_KEYS, KNOWN_AT)
    get = node.values.get
    line = get("line")
    number = 0 if line is None or absent(line) else whole_number(line)
    if line is not None and (number is None or number < 0):
        entry.refuse(line, Wrong("at-line"))
    entry.places["at"] = entry.source.place(node)
    return At(entry.text(get("file"), "at.file"), entry.text(get("page"), "at.page"), number or 0)
