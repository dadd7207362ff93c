"""Plays OpenSearch: one index, and of its REST API what kzcheck uses, in the shapes that OpenSearch's documentation gives.

It counts shared words, each by how rare it is. Bodies that it does not expect raise an error, which the lab turns into no answer.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from lab.server import Answer

if TYPE_CHECKING:
    from lab.server import Call

JSON = {"Content-Type": "application/json; charset=UTF-8"}
SHARDS = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}


class OpenSearch:
    """An index with its documents by id, as a handler of the lab."""

    def __init__(self, index: str = "works") -> None:
        self.index = index
        self.documents: dict[str, dict[str, Any]] = {}
        self.mapping: dict[str, Any] | None = None

    def __call__(self, call: Call) -> Answer:
        path = urlsplit(call.path).path
        body = call.body
        if path == f"/{self.index}":
            if call.method == "HEAD":
                return Answer(status=200 if self.mapping is not None else 404)
            assert call.method == "PUT"
            self.mapping = json.loads(body)["mappings"]
            return answer({"acknowledged": True, "shards_acknowledged": True, "index": self.index})
        if path == "/_bulk":
            return answer(self.bulk(body.splitlines()))
        if self.mapping is None:
            return failure(404, "index_not_found_exception", f"no such index [{self.index}]")
        if path == f"/{self.index}/_mapping":
            if call.method == "PUT":
                self.mapping |= json.loads(body)
                return answer({"acknowledged": True})
            return answer({self.index: {"mappings": self.mapping}})
        if path == f"/{self.index}/_refresh":
            return answer({"_shards": SHARDS})
        parameters = parse_qs(urlsplit(call.path).query)
        if path == f"/{self.index}/_msearch":
            assert call.headers["content-type"] == "application/x-ndjson"
            assert parameters["search_type"] == ["dfs_query_then_fetch"]
            lines = body.decode().splitlines()
            assert body.endswith(b"\n")
            assert set(lines[::2]) == {"{}"}
            return answer({"took": 1, "responses": [self.result(json.loads(line)) | {"status": 200} for line in lines[1::2]]})
        assert path == f"/{self.index}/_search"
        assert parameters["allow_partial_search_results"] == ["false"]
        return answer(self.result(json.loads(body)))

    def result(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to one search."""
        return {"took": 1, "timed_out": False, "_shards": SHARDS, **(self.sums() if "aggs" in asked else self.search(asked))}

    def bulk(self, lines: list[bytes]) -> dict[str, Any]:
        """Write documents; those that have fields which the mapping lacks are refused."""
        items = []
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            about, fields = json.loads(action)["index"], json.loads(document)
            known = fields.keys() <= (self.mapping or {})["properties"].keys()
            if known:
                self.documents[about["_id"]] = fields
            items.append({"index": {**about, "status": 201 if known else 400}})
        return {"took": 1, "errors": any(item["index"]["status"] != 201 for item in items), "items": items}

    def sums(self) -> dict[str, Any]:
        """Return the number of documents and the newest day by source."""
        buckets = []
        for source in sorted({document["source"] for document in self.documents.values()}):
            own = [document for document in self.documents.values() if document["source"] == source]
            day = {"value": 1.7e12, "value_as_string": max(document["day"] for document in own)}
            buckets.append({"key": source, "doc_count": len(own), "day": day})
        sums = {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": buckets}
        return {"hits": {"max_score": None, "hits": []}, "aggregations": {"sources": sums}}

    def search(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Return the documents of a source, all of them or those that have a key or share words."""
        (of,), queries = asked["query"]["bool"]["filter"], asked["query"]["bool"]["must"]
        own = {name: document for name, document in self.documents.items() if document["source"] == of["term"]["source"]}
        if not queries:
            scores = dict.fromkeys(own, 1.0)
        elif "term" in (query := queries[0]):
            scores = {name: 1.0 for name, document in own.items() if query["term"]["key"] in document["key"]}
        else:
            words = set(query["match"]["words"].split())
            texts = {name: set(document["words"].split()) for name, document in own.items()}
            rarity = {word: math.log(1 + len(texts) / (1 + sum(word in text for text in texts.values()))) for word in words}
            scores = {name: sum(rarity[word] for word in words & text) for name, text in texts.items()}
        best = sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])[: asked["size"]]
        sources = {name: {field: own[name][field] for field in asked.get("_source", own[name])} for name in best}
        hits = [{"_index": self.index, "_id": name, "_score": scores[name], "_source": sources[name]} for name in best]
        return {"hits": {"max_score": scores[best[0]] if best else None, "hits": hits}}


def answer(content: object) -> Answer:
    return Answer(headers=JSON, body=json.dumps(content).encode())


def failure(status: int, kind: str, reason: str) -> Answer:
    """Return an error in OpenSearch's form."""
    cause = {"type": kind, "reason": reason}
    return Answer(status, JSON, json.dumps({"error": {"root_cause": [cause], **cause}, "status": status}).encode())
