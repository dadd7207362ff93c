"""Real answers of services, recorded by others, and a web that plays them: nothing is asked over the network.

The recordings are beside the project and never part of it. Their INDEX.md gives the origin and form of each.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import yaml

from gold import SHARED
from kzcheck.article import Article, Location, Reference
from kzcheck.evidence import Evidence, digest
from kzcheck.finding import Severity
from kzcheck.gather.batches import Batches
from kzcheck.gather.desk import Desk
from kzcheck.pipeline import AuditRequest, audit
from kzcheck.services import SERVICES, crossref, datacite, openalex, semantic_scholar
from kzcheck.services.values import listed
from kzcheck.web.messages import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gold import Split
    from kzcheck.csl import Item
    from kzcheck.evidence import Record, Resolution
    from kzcheck.finding import Finding
    from kzcheck.sources import SourceName
    from kzcheck.web.messages import Keep, NoReply, Request

Work = dict[str, Any]
Way = Literal["absent", "failed"]
RECORDED = SHARED / "recorded"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
CODES = ("WORK4",)
HERE = Location("recorded", 1, 1, 1, 1)

NAMES: dict[str, SourceName] = {"crossref": "crossref", "openalex": "openalex", "semantic_scholar": "semantic-scholar"}
"""The services that both the recording tool and kzcheck ask."""

READ: dict[SourceName, Callable[[Work], Record]] = {
    "crossref": crossref.record,
    "openalex": openalex.record,
    "semantic-scholar": semantic_scholar.record,
    "datacite": datacite.record,
}


@dataclass(frozen=True)
class Web:
    """A web in which each service knows some works by DOI and answers every search with the same candidates.

    What a service does not know by DOI, and a search without candidates, is `absent` or `failed` (HTTP 503).
    """

    works: Mapping[tuple[SourceName, str], Work] = field(default_factory=dict)
    candidates: Mapping[SourceName, Sequence[Work]] = field(default_factory=dict)
    unknown: Way = "failed"

    def submit(self, request: Request, told: Callable[[Reply | NoReply], Keep | None]) -> None:
        """Answer at once, as a session does later."""
        service: Any = request.endpoint
        address = urlsplit(request.path)
        status, answer = self._answer(service, unquote(address.path), parse_qs(address.query))
        headers = {"content-type": "application/json"}
        told(Reply(SERVICES[service].url + request.path, status, msgspec.json.encode(answer), headers, NOW))

    def _answer(self, service: SourceName, path: str, query: dict[str, list[str]]) -> tuple[int, object]:
        if service == "doi":
            return self._agency(path)
        if service == "dblp":  # nobody recorded it
            return (200, {"result": {"hits": {"@total": "0"}}}) if self.unknown == "absent" else (503, {})
        searched = any(key in query for key in ("query.bibliographic", "query")) or "title.search" in query.get("filter", [""])[0]
        if searched:
            found = self.candidates.get(service, ())
            return (200, _list(service, found)) if found or self.unknown == "absent" else (503, {})
        doi = path.partition("/works/" if service in {"crossref", "openalex"} else "DOI:" if "DOI:" in path else "/dois/")[2]
        work = self.works.get((service, doi.removeprefix("doi:").lower()))
        if work is None:
            return (404 if self.unknown == "absent" else 503), {"error": "not found"}
        return 200, {"crossref": {"message": work}, "datacite": {"data": work}}.get(service, work)

    def _agency(self, path: str) -> tuple[int, object]:
        """Answer for doi.org: the service with a DOI's record registered it; for others, no answer or no such DOI."""
        kind, _, doi = path.lstrip("/").partition("/")
        own = next((name for name in ("crossref", "datacite") if (name, doi.lower()) in self.works), "")
        if kind == "ra" and (own or self.unknown == "absent"):
            return 200, [{"DOI": doi, "RA": own} if own else {"DOI": doi, "status": "DOI does not exist"}]
        if kind == "api" and self.unknown == "absent":
            return 404, {"responseCode": 100}
        return 503, {}


def _list(service: SourceName, works: Sequence[Work]) -> object:
    if service == "crossref":
        return {"status": "ok", "message-type": "work-list", "message": {"items": works, "total-results": len(works)}}
    if service == "openalex":
        return {"results": works, "meta": {"count": len(works)}}
    return {"data": works}


def judged(cases: Iterable[tuple[Item, Web]], beside: Iterable[Item] = ()) -> list[list[Finding]]:
    """Resolve each entry in its own web, then let the rules judge all of them as one article; return each one's findings.

    The entries `beside` them are also in the article, but nobody was asked about them.
    """
    references: dict[str, Reference] = {}
    resolutions: dict[str, Resolution] = {}
    for number, (item, web) in enumerate(cases):
        named = msgspec.structs.replace(item, id=str(number))
        references[named.id] = Reference(named, HERE)
        desk = Desk([references[named.id]], SERVICES, Batches(SERVICES, web.submit).send)
        desk.ask()
        resolutions |= desk.resolutions()
    items = {name: digest(one.item) for name, one in references.items()}
    evidence = Evidence(gathered=NOW, kzcheck="0", items=items, resolutions=resolutions)
    others = (Reference(msgspec.structs.replace(item, id=f"beside {number}"), HERE) for number, item in enumerate(beside))
    article = Article(references=(*references.values(), *others))
    report = audit(AuditRequest(article=article, selected=CODES, evidence=evidence), NOW)
    findings: dict[str, list[Finding]] = {name: [] for name in references}
    for finding in report.findings:
        findings[finding.reference or ""].append(finding)
    return list(findings.values())


def serious(findings: Iterable[Finding]) -> list[Finding]:
    """Return the errors and warnings."""
    return [finding for finding in findings if finding.severity > Severity.NOTE]


@dataclass(frozen=True)
class Printed:
    """One printed reference of the five lists: a key made from its text, its parsed parts, and the answer of each service."""

    key: str
    parts: dict[str, Any]
    answers: dict[SourceName, tuple[Work, ...]]


@functools.cache
def printed() -> tuple[Printed, ...]:
    """Return the references in the order of their keys. An answer without works may be a failed call and does not count."""
    kept: dict[tuple[str, str], Any] = {}
    for name in NAMES:
        for row in _rows(RECORDED / "refchecker" / f"{name}.jsonl"):
            kept[name, row["key"]] = row["answer"]
    parts: dict[str, dict[str, Any]] = {}
    answers: dict[str, dict[SourceName, list[Work]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(RECORDED / "refchecker" / "KEYMAP.jsonl"):
        key = hashlib.sha256(row["ref_raw_text"].encode()).hexdigest()[:16]
        parts[key] = row["ref"]
        if row["service"] in NAMES and (answer := kept.get((row["service"], row["key"]))):
            answers[key][NAMES[row["service"]]] += listed(answer)
    return tuple(Printed(key, parts[key], {name: tuple(some) for name, some in answers[key].items()}) for key in sorted(parts))


@functools.cache
def cassettes() -> tuple[dict[str, Work], dict[str, Work]]:
    """Return Crossref's and DataCite's works from the recordings of other tools, by DOI."""
    own: dict[str, Work] = {}
    other: dict[str, Work] = {}
    for folder in ("habanero", "commonmeta-py", "bolognese", "manubot"):
        for path in sorted((RECORDED / folder).rglob("*")):
            for answer in _bodies(path) if path.suffix in {".yml", ".yaml", ".json"} else ():
                message = answer.get("message")
                for work in listed(message.get("items", message)) if isinstance(message, dict) else ():
                    if isinstance(work, dict) and work.get("DOI") and work.get("title"):
                        own.setdefault(work["DOI"].lower(), work)
                for work in listed(answer.get("data")):
                    attributes = work.get("attributes") if isinstance(work, dict) else None
                    if isinstance(attributes, dict) and attributes.get("doi") and attributes.get("titles"):
                        other.setdefault(attributes["doi"].lower(), work)
    return own, other


@functools.cache
def indexed() -> dict[tuple[SourceName, str], Work]:
    """Return every recorded work that has a DOI, by service and DOI."""
    own, other = cassettes()
    found: dict[tuple[SourceName, str], Work] = {("crossref", doi): work for doi, work in own.items()}
    found |= {("datacite", doi): work for doi, work in other.items()}
    for reference in printed():
        for service, works in reference.answers.items():
            for work in works:
                if doi := READ[service](work).item.doi:
                    found.setdefault((service, doi), work)
    return found


def half(place: int, split: Split) -> bool:
    """Return whether a place (from 0, in sorted order) is in a half: even places were used for tuning."""
    return split == "all" or (split == "tune") == (place % 2 == 0)


def need() -> None:
    """Exit with a message if the recordings are missing."""
    if not RECORDED.is_dir():
        print("skipped: the recorded answers are missing; benchmarks/README.md says where to get them (KZCHECK_SHARED: folder)")
        sys.exit(0)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line)


def _bodies(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects in a file: its own, or those of the answers in a cassette of vcrpy or of Ruby's VCR."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".json":
        bodies: list[Any] = [text]
    else:
        data = yaml.load(text, Loader=_Cassette)  # noqa: S506 - a safe loader with one more tag
        rows = (data.get("interactions") or data.get("http_interactions") or []) if isinstance(data, dict) else []
        bodies = [body.get("string") or body.get("base64_string") for row in rows if (body := row["response"].get("body"))]
    for body in bodies:
        try:
            content = gzip.decompress(body) if isinstance(body, bytes) and body[:2] == b"\x1f\x8b" else body
            answer = json.loads(content)
        except (ValueError, TypeError, EOFError, OSError):
            continue
        if isinstance(answer, dict):
            yield answer


class _Cassette(yaml.SafeLoader):
    """Ruby writes bytes with its own tag."""


_Cassette.add_constructor("!binary", lambda _, node: base64.b64decode(node.value))
