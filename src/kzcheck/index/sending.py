"""Writes the works of snapshots to a house's own OpenSearch."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kzcheck.errors import UsageError
from kzcheck.evidence import worded
from kzcheck.index import snapshots
from kzcheck.index.building import SAID, Built
from kzcheck.index.opensearch import ODD, WAIT, Refusal, declared
from kzcheck.index.shelves import DAMAGED_OF
from kzcheck.index.snapshots import DamagedFileError, OtherKindError
from kzcheck.index.workers import Workers
from kzcheck.reasons import Reason
from kzcheck.sources import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.index.opensearch import Server
    from kzcheck.index.snapshots import Part, Works
    from kzcheck.index.works import Entry
    from kzcheck.sources import SourceName

WAIT_FOR_BULK = 120.0
"""Seconds that it may take to write `CHUNK` documents."""
CHUNK, CHUNK_BYTES = 1000, 20 << 20
"""Documents and bytes that are sent at a time: OpenSearch takes 100 MB at most."""
TRIES = 5
"""How often documents are sent again if OpenSearch is too busy."""
MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    "_meta": {"whole": {}},
    "properties": {
        "source": {"type": "keyword"},
        "key": {"type": "keyword"},
        "words": {"type": "text", "analyzer": "whitespace"},
        "day": {"type": "date", "format": "yyyy-MM-dd"},
        "content": {"type": "keyword", "index": False, "doc_values": False},
    },
}
"""What the index says of its documents; `_meta.whole` has the sources of which it is declared to have all works, with the day."""


def send(
    paths: Sequence[Path],
    server: Server,
    covers: SourceName | None = None,
    progress: Callable[[str, int], None] = lambda _part, _works: None,
) -> Built:
    """Write the works of snapshots; each takes the place of the one with the same id, so sending again changes nothing.

    `covers` and `progress` are as in `building.build`.

    Raises:
        UnreadableError: a snapshot is missing.
        UsageError: OpenSearch does not take them.
    """
    sent = _Sending(server, covers, progress)
    try:
        _prepare(server)
        with closing(Workers()) as workers:
            for path in paths:
                for part in snapshots.parts(path):
                    sent.read(part, workers)
        if covers and sent.is_whole(covers):
            server.ask("PUT", "/_mapping", {"_meta": {"whole": {**declared(server), covers: sent.day}}})
        server.ask("POST", "/_refresh")
    except Refusal as refusal:
        raise UsageError(f"{server.host}: OpenSearch {worded(refusal.reason)}; what was written before is kept") from None
    return Built(sent.counts, sent.damaged, 0, sent.others, tuple(sent.wrong))


class _Sending:
    """What was sent so far."""

    def __init__(self, server: Server, covers: SourceName | None, progress: Callable[[str, int], None]) -> None:
        self.counts: dict[SourceName, int] = {}
        self.damaged = self.others = 0
        self.day = ""
        """The day of the newest work, or of its file if no work has a day."""
        self._today = f"{datetime.now(tz=UTC):%Y-%m-%d}"
        self._is_dated = False
        self.wrong: list[str] = []
        self._server = server
        self._covers = covers
        self._progress = progress

    def is_whole(self, source: SourceName) -> bool:
        """Return whether all works of a source were sent: each file was read to its end, and hardly any work was damaged."""
        return 0 < self.counts.get(source, 0) >= self.damaged * DAMAGED_OF and not self.wrong

    def read(self, part: Part, workers: Workers) -> None:
        """Send the works of a part."""
        try:
            with snapshots.works(part, workers, lambda _source: 0, self._covers or OWN.name) as works:
                if self._covers and works.source != self._covers:
                    raise UsageError(f"{part.name}: is not a snapshot of {self._covers}, which --covers names")
                self._send(part, works)
        except OtherKindError:
            self.others += 1
        except DamagedFileError as error:
            self.wrong.append(f"{part.name}: {error}")

    def _send(self, part: Part, works: Works) -> None:
        from opensearchpy.helpers import streaming_bulk  # noqa: PLC0415 - an extra

        client, errors = self._server.client, self._server.errors
        sent = self.counts.setdefault(works.source, 0)
        actions = self._actions(part, works)
        try:
            for taken, result in streaming_bulk(
                client, actions, CHUNK, CHUNK_BYTES, raise_on_error=False, max_retries=TRIES, request_timeout=WAIT_FOR_BULK
            ):
                if not taken:
                    raise Refusal(Reason("status", {"status": next(iter(result.values())).get("status", 0)}))
                sent += 1
                self.counts[works.source] = sent
                if sent % SAID == 0:
                    self._progress(part.name, sent)
        except errors.OpenSearchException as error:
            raise Refusal(self._server.reason(error, WAIT_FOR_BULK)) from None
        except ODD:
            raise Refusal(Reason("other-json")) from None

    def _actions(self, part: Part, works: Works) -> Iterator[dict[str, Any]]:
        for work in works.entries:
            if work is None:
                self.damaged += 1
            else:
                day = _day(work.day)
                if day and day <= self._today:
                    self.day = max(self.day, day) if self._is_dated else day
                    self._is_dated = True
                elif not self._is_dated:
                    self.day = max(self.day, part.day)
                day = day or part.day
                yield _document(self._server.index, works.source, work, day)


def _prepare(server: Server) -> None:
    """Make the index if it is missing."""
    try:
        if not server.client.indices.exists(index=server.index):
            server.ask("PUT", "", {"mappings": MAPPING})
    except server.errors.OpenSearchException as error:
        raise Refusal(server.reason(error, WAIT)) from None


def _document(index: str, source: SourceName, work: Entry, day: str) -> dict[str, Any]:
    """Return the action that writes a work."""
    return {
        "_op_type": "index",
        "_index": index,
        "_id": sha256(f"{source} {work.keys[0]}".encode("utf-8", "surrogatepass")).hexdigest(),
        "source": source,
        "key": list(work.keys),
        "words": work.words,
        "content": work.content.decode(),
        "day": day,
    }


def _day(text: str) -> str:
    """Return a day that is one, or ""."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
