"""The index of works in a house's own OpenSearch: it answers what a shelf answers, through OpenSearch's own client.

One index of OpenSearch holds the works of all sources, a document for each (`sending.MAPPING`). Whatever keeps it from answering
in full is a failure, never silence.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from kzcheck.errors import UsageError
from kzcheck.evidence import Absent, Failed, Found, Snapshot
from kzcheck.index.shelves import CANDIDATES, MOST_OF_IDENTIFIER
from kzcheck.index.works import BY, DAMAGED, MOST_TERMS, key, record_of, words
from kzcheck.reasons import SECONDS, Reason
from kzcheck.sources import SOURCES
from kzcheck.version import HOME, __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.settings import NetworkSettings, ServiceSettings
    from kzcheck.sources import By, SourceName

MISSING = "OpenSearch needs its client; run pip install 'kzcheck[opensearch]'"
WAIT = 10.0
"""Seconds that one request may take."""
REFUSALS = (401, 403)
LASTING = frozenset(("late", "unreachable", "certificate-untrusted", "refuses", "out-of-time"))
"""Reasons for which it is not asked again: whoever waits for each question in vain waits for hours."""
ODD = (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError, RecursionError)
"""What an answer of another shape raises."""


class Refusal(Exception):  # noqa: N818 - not an error of the program
    """OpenSearch did not answer in full; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        """Take the reason."""
        super().__init__(reason)
        self.reason = reason


class Server:
    """A connection to the index of OpenSearch that the settings name."""

    def __init__(self, own: ServiceSettings, network: NetworkSettings, ends: float = float("inf"), wait: float = WAIT) -> None:
        """Take the settings; nothing is asked after `ends`, in seconds of `time.monotonic()`.

        Raises:
            UsageError: the client is missing.
        """
        try:
            import opensearchpy  # noqa: PLC0415 - an extra

            from kzcheck.index.connection import Connection  # noqa: PLC0415
        except ImportError:
            raise UsageError(MISSING) from None
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it would print each failure
        url = urlsplit(own.url)
        above, _, name = url.path.strip("/").rpartition("/")
        self.index = unquote(name)
        self.host = url.netloc.rpartition("@")[2]
        self.errors = opensearchpy.exceptions
        self._ends = ends
        self._limit = network.timeout
        self._wait = wait
        self._given_up: Reason | None = None
        user, colon, password = own.key.partition(":")
        headers = {"user-agent": f"kzcheck/{__version__} ({HOME})"}
        if own.key and not colon:
            headers["authorization"] = f"Bearer {own.key}"
        self.client = opensearchpy.OpenSearch(
            [{"host": url.hostname, "port": url.port or (443 if url.scheme == "https" else 80), "url_prefix": above}],
            use_ssl=url.scheme == "https",
            http_auth=(user, password) if colon else None,
            headers=headers,
            ca_certs=network.ca_bundle or None,
            connection_class=Connection,
            max_retries=0,
            timeout=wait,
        )

    def ask(self, method: str, path: str, body: object = None, **parameters: str) -> Any:  # noqa: ANN401 - JSON
        """Return the answer to a request about the index.

        Raises:
            Refusal: there is none, or only a part of it.
        """
        if self._given_up is None:
            try:
                return self._asked(method, path, body, parameters)
            except Refusal as refusal:
                if refusal.reason.code in LASTING:
                    self._given_up = refusal.reason
                raise
        raise Refusal(self._given_up)

    def _asked(self, method: str, path: str, body: object, parameters: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
        left = self._ends - time.monotonic()
        if left <= 0:
            raise Refusal(Reason("out-of-time", {SECONDS: round(self._limit, 1)}))
        wait = min(left, self._wait)
        try:
            answer = self.client.transport.perform_request(
                method, f"/{self.index}{path}", params={**parameters, "request_timeout": wait}, body=body
            )
        except self.errors.OpenSearchException as error:
            raise Refusal(self.reason(error, wait)) from None
        except ODD:  # the client relies on the shape of what it reads
            raise Refusal(Reason("other-json")) from None
        if not isinstance(answer, dict) or not isinstance(shards := answer.get("_shards", {}), dict):
            raise Refusal(Reason("other-json"))
        if answer.get("timed_out") or shards.get("failed"):
            raise Refusal(Reason("part-of-works"))
        return answer

    def reason(self, error: Exception, wait: float) -> Reason:
        """Return why a request failed."""
        errors = self.errors
        if isinstance(error, errors.ConnectionTimeout):
            return Reason("late", {SECONDS: round(wait, 1)})
        if isinstance(error, errors.SSLError):
            return Reason("certificate-untrusted")
        if isinstance(error, errors.ConnectionError):
            return Reason("unreachable")
        if isinstance(error, errors.TransportError) and isinstance(error.status_code, int):
            return Reason("refuses" if error.status_code in REFUSALS else "status", {"status": error.status_code})
        return Reason("no-json")


class OpenSearchShelf(NamedTuple):
    """The works of one source in OpenSearch."""

    server: Server
    source: SourceName
    snapshot: Snapshot

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return the answer to each identifier."""
        return {value: self._answer({"term": {"key": key(by, value)}}, MOST_OF_IDENTIFIER, by in BY) for value in values}

    def search_words(self, texts: Iterable[str]) -> Answer:
        """Return the works whose records share most with texts, rare words counting most (BM25)."""
        terms = list(dict.fromkeys(words(texts).split()))[:MOST_TERMS]
        return self._answer({"match": {"words": " ".join(terms)}}, CANDIDATES, bool(terms))

    def _answer(self, query: object, most: int, may_know: bool) -> Answer:  # noqa: FBT001 - of one class
        if not may_know:
            return Absent()
        whole = {"bool": {"filter": [{"term": {"source": self.source}}], "must": [query]}}
        body = {"query": whole, "size": most, "_source": ["content"], "track_total_hits": False}
        try:
            answer = self.server.ask(
                "POST", "/_search", body, search_type="dfs_query_then_fetch", allow_partial_search_results="false"
            )
            contents = [hit["_source"]["content"].encode() for hit in answer["hits"]["hits"][:most]]
        except Refusal as refusal:
            return Failed(Reason("in-opensearch", {"reason": refusal.reason}))
        except ODD:
            return Failed(Reason("in-opensearch", {"reason": Reason("other-json")}))
        records = []
        for content in contents:
            try:
                records.append(record_of(self.source, content))
            except DAMAGED:
                continue
        if contents and not records:
            return Failed(Reason("in-opensearch", {"reason": Reason("unreadable-works")}))
        return Found(tuple(records)) if records else Absent()


def shelves(server: Server) -> dict[SourceName, OpenSearchShelf]:
    """Return the works in OpenSearch by their sources.

    Raises:
        Refusal: it does not say what it has.
    """
    counted = {"terms": {"field": "source", "size": len(SOURCES)}, "aggs": {"day": {"max": {"field": "day"}}}}
    answer = server.ask("POST", "/_search", {"size": 0, "aggs": {"sources": counted}}, allow_partial_search_results="false")
    try:
        buckets = {bucket["key"]: bucket for bucket in answer["aggregations"]["sources"]["buckets"]}
        whole = declared(server)
        return {name: OpenSearchShelf(server, name, _snapshot(name, buckets[name], whole)) for name in SOURCES if name in buckets}
    except ODD:
        raise Refusal(Reason("other-json")) from None


def _snapshot(name: SourceName, bucket: Mapping[str, Any], whole: Mapping[str, str]) -> Snapshot:
    day = str(whole.get(name) or bucket["day"].get("value_as_string") or "")
    return Snapshot(day=day, works=int(bucket["doc_count"]), whole=name in whole)


def declared(server: Server) -> dict[str, str]:
    """Return the sources of which the index is declared to have all works, each with the day up to which it has them."""
    whole: dict[str, str] = {}
    for index in server.ask("GET", "/_mapping").values():  # one, unless the name is an alias
        whole |= index["mappings"].get("_meta", {}).get("whole", {})
    return whole
