"""The index of works in a house's own OpenSearch: it answers what a shelf answers, through OpenSearch's own client.

One index of OpenSearch holds the works of all sources, a document for each (`sending.MAPPING`). Whatever keeps it from answering
in full is a failure, never silence.
"""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from kzcheck.errors import UsageError
from kzcheck.evidence import Absent, Failed, Found, Snapshot
from kzcheck.index.searching import CANDIDATES
from kzcheck.index.shelves import MOST_OF_IDENTIFIER, TRIED
from kzcheck.index.works import BY, DAMAGED, MOST_TERMS, key, record_of, words
from kzcheck.reasons import SECONDS, Reason
from kzcheck.sources import SEARCHES, SOURCES
from kzcheck.version import HOME, __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kzcheck.evidence import Answer
    from kzcheck.settings import NetworkSettings, ServiceSettings
    from kzcheck.sources import By, SourceName

    Key = tuple[SourceName, By, str]
    """A question about the works of one source: an identifier or, if it is a search, the words as they are searched."""

MISSING = "OpenSearch needs its client; run pip install 'kzcheck[opensearch]'"
WAIT = 10.0
"""Seconds that one request may take."""
AT_ONCE = 5
"""Searches of one request that OpenSearch makes at the same time."""
REFUSALS = (401, 403)
NDJSON = {"content-type": "application/x-ndjson"}
EXACTLY = {"search_type": "dfs_query_then_fetch"}
WHOLLY = {"allow_partial_search_results": "false"}
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
                method,
                f"/{self.index}{path}",
                params={**parameters, "request_timeout": wait},
                body=body,
                headers=NDJSON if isinstance(body, str) else None,
            )
        except self.errors.OpenSearchException as error:
            raise Refusal(self.reason(error, wait)) from None
        except ODD:  # the client relies on the shape of what it reads
            raise Refusal(Reason("other-json")) from None
        return _in_full(answer)

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
            return _of_status(error.status_code)
        return Reason("no-json")


class OpenSearchShelf(NamedTuple):
    """The works of one source in OpenSearch; `ask` returns the answer to a question, whoever asks it and when."""

    ask: Callable[[Key], Answer]
    source: SourceName
    snapshot: Snapshot

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return the answer to each identifier."""
        return {value: self.ask((self.source, by, value)) if by in BY else Absent() for value in values}

    def search_words(self, texts: Iterable[str]) -> Answer:
        """Return the works whose records share most with texts, rare words counting most (BM25)."""
        terms = list(dict.fromkeys(words(texts).split()))[:MOST_TERMS]
        return self.ask((self.source, "reference", " ".join(terms))) if terms else Absent()


def look_up(server: Server, question: Key) -> Answer:
    """Return the answer to a question."""
    try:
        return _answer(question, server.ask("POST", "/_search", _query(question), **EXACTLY, **WHOLLY))
    except Refusal as refusal:
        return failed(refusal.reason)


def look_up_all(server: Server, questions: Sequence[Key]) -> list[Answer]:
    """Return the answers to questions, which share a request.

    Raises:
        Refusal: none was answered.
    """
    lines = "".join(f"{{}}\n{json.dumps(_query(question))}\n" for question in questions)
    answer = server.ask("POST", "/_msearch", lines, max_concurrent_searches=str(AT_ONCE), **EXACTLY)
    responses = answer.get("responses")
    if not isinstance(responses, list) or len(responses) != len(questions):
        raise Refusal(Reason("other-json"))
    return [_answer_of_many(question, response) for question, response in zip(questions, responses, strict=True)]


def failed(reason: Reason) -> Failed:
    """Return the answer to a question that OpenSearch did not answer."""
    return Failed(Reason("in-opensearch", {"reason": reason}))


def _query(question: Key) -> dict[str, Any]:
    source, by, value = question
    query = {"match": {"words": value}} if by in SEARCHES else {"term": {"key": key(by, value)}}
    whole = {"bool": {"filter": [{"term": {"source": source}}], "must": [query]}}
    return {"query": whole, "size": _most(by), "_source": ["content"], "track_total_hits": False}


def _most(by: By) -> int:
    return CANDIDATES if by in SEARCHES else MOST_OF_IDENTIFIER


def _answer_of_many(question: Key, response: Any) -> Answer:  # noqa: ANN401 - JSON
    try:
        if isinstance(response, dict) and "error" in response:
            return failed(_of_status(int(response["status"])))
        return _answer(question, _in_full(response))
    except Refusal as refusal:
        return failed(refusal.reason)
    except ODD:
        return failed(Reason("other-json"))


def _answer(question: Key, response: Any) -> Answer:  # noqa: ANN401 - JSON
    source, by, _ = question
    try:
        contents = [hit["_source"]["content"].encode() for hit in response["hits"]["hits"][: _most(by)]]
    except ODD:
        return failed(Reason("other-json"))
    records = []
    for content in contents:
        try:
            records.append(record_of(source, content))
        except DAMAGED:
            continue
    if contents and not records:
        return failed(Reason("unreadable-works"))
    return Found(tuple(records)) if records else Absent()


def _in_full(answer: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an answer that rests on all works.

    Raises:
        Refusal: it does not.
    """
    if not isinstance(answer, dict) or not isinstance(shards := answer.get("_shards", {}), dict):
        raise Refusal(Reason("other-json"))
    if answer.get("timed_out") or shards.get("failed"):
        raise Refusal(Reason("part-of-works"))
    return answer


def _of_status(status: int) -> Reason:
    return Reason("refuses" if status in REFUSALS else "status", {"status": status})


def held(server: Server) -> dict[SourceName, Snapshot]:
    """Return what OpenSearch has of each source.

    Raises:
        Refusal: it does not say what it has.
    """
    counted = {"terms": {"field": "source", "size": len(SOURCES)}, "aggs": {"day": {"max": {"field": "day"}}}}
    answer = server.ask("POST", "/_search", {"size": 0, "aggs": {"sources": counted}}, **WHOLLY)
    try:
        buckets = {bucket["key"]: bucket for bucket in answer["aggregations"]["sources"]["buckets"]}
        whole = declared(server)
        return {name: _snapshot(name, buckets[name], whole) for name in SOURCES if name in buckets}
    except ODD:
        raise Refusal(Reason("other-json")) from None


def _snapshot(name: SourceName, bucket: Mapping[str, Any], whole: Mapping[str, str]) -> Snapshot:
    day = str(whole.get(name) or bucket["day"].get("value_as_string") or "")
    return Snapshot(day=day, works=int(bucket["doc_count"]), whole=name in whole)


def check(server: Server) -> list[str]:
    """Return what is wrong with the works in OpenSearch, one line each; of each source, the first ones are tried.

    Raises:
        Refusal: it does not answer.
    """
    snapshots = held(server)
    wrong = [
        f"{name}: all works are declared to be there, and there are none" for name in declared(server) if name not in snapshots
    ]
    for name in snapshots:
        try:
            works = [work["_source"] for work in _hits(server, name, [], TRIED)]
            contents, keys, texts = ([work[field] for work in works] for field in ("content", "key", "words"))
            if not all(_is_readable(name, content) for content in contents):
                wrong.append(f"{name}: some of its works cannot be read")
            if not _hits(server, name, [{"term": {"key": keys[0][0]}}], 1):
                wrong.append(f'{name}: a work is not found by its identifier; "key" must be a keyword')
            if not _hits(server, name, [{"match": {"words": " ".join(texts[0].split()[:MOST_TERMS])}}], 1):
                wrong.append(f'{name}: a work is not found by its words; "words" must be a text with the analyzer "whitespace"')
        except ODD:
            wrong.append(f"{name}: its works do not have the fields that they need")
    return wrong


def _hits(server: Server, source: SourceName, queries: Sequence[object], most: int) -> Sequence[Any]:
    body = {"query": {"bool": {"filter": [{"term": {"source": source}}], "must": queries}}, "size": most}
    hits: Sequence[Any] = server.ask("POST", "/_search", body, **WHOLLY)["hits"]["hits"]
    return hits


def _is_readable(source: SourceName, content: str) -> bool:
    try:
        record_of(source, content.encode())
    except DAMAGED:
        return False
    return True


def declared(server: Server) -> dict[str, str]:
    """Return the sources of which the index is declared to have all works, each with the day up to which it has them."""
    whole: dict[str, str] = {}
    for index in server.ask("GET", "/_mapping").values():  # one, unless the name is an alias
        whole |= index["mappings"].get("_meta", {}).get("whole", {})
    return whole
