"""A shelf: the works of one source in a tantivy index, and what is known about the snapshots that they are from.

What was read of each file is kept in the index itself, so one commit holds both the works and how far the reading came: after a
power failure, the two still agree. Readers see the last commit; tantivy's own lock admits one writer.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import Absent, Found, Snapshot
from kzcheck.index.searching import CANDIDATES, nearest, rarest
from kzcheck.index.works import BY, DAMAGED, MOST_TERMS, SHAPES, key, record_of, texts_of, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kzcheck.csl import Item
    from kzcheck.evidence import Answer, Record
    from kzcheck.index.works import Entry
    from kzcheck.sources import By, SourceName

MEMORY = 256 << 20
"""Bytes that the writer collects before it writes a segment."""
TRIED = 100
"""Works of each file that a check reads."""
MOST_OF_IDENTIFIER = 10
"""Works with one identifier: editions share ISBNs."""
WHOLE = {"crossref": 150_000_000}
"""Works from which a source's snapshot is taken to be whole: Crossref's file of 2025 has 165 million."""
SEEN = 1 << 29
"""Bits that remember the works of a first build, 64 MB: to replace each work would take much longer. If two works share a bit, as
one in seven of 1.7e8 does, one replacement is tried in vain."""
DAMAGED_OF = 1000
"""A snapshot of which more than one work in so many is damaged is not whole."""
_NEVER = 1 << 62
FOOTER, SIGN = struct.Struct("<II"), 1337
"""The end of each of tantivy's files: the length of a JSON object with the checksum of all before it, and a sign."""
BLOCK = 1 << 20
PANIC = "PanicException"
"""What tantivy raises about some damage; it is not an Exception, and cannot be imported."""
MISSING = "the index of works needs tantivy; run pip install 'kzcheck[index]'"


class PartRead(Struct, frozen=True):
    """How far a file was read: its works, how many are damaged, whether to the end, why not, and the day of its newest work."""

    path: str
    state: str
    read: int = 0
    damaged: int = 0
    done: bool = False
    wrong: str = ""
    day: str = ""


class SnapshotRead(Struct, frozen=True):
    """What was read of a snapshot: the day of its newest work, its works, how many others are damaged.

    `declared` says whether it is declared to be whole, `ended` whether each of its files was read to its end.
    """

    day: str = ""
    works: int = 0
    damaged: int = 0
    declared: bool = False
    ended: bool = False

    def is_whole(self, least: int) -> bool:
        """Return whether all works are there: it is declared to be whole or has so many, and hardly any was left out."""
        return self.ended and (self.declared or self.works >= least) and self.damaged * DAMAGED_OF <= self.works


class ShelfState(Struct, frozen=True):
    """What is known about a shelf: its snapshots by their paths."""

    snapshots: Mapping[str, SnapshotRead] = {}

    def having(self, path: str, read: SnapshotRead) -> ShelfState:
        """Return the state after more was read of a snapshot."""
        return ShelfState({**self.snapshots, path: read})

    def begun(self, path: str, day: str = "") -> ShelfState:
        """Return the state while a snapshot is read, which has a work of a day: until the end, it is not whole."""
        read = self.snapshots.get(path, SnapshotRead())
        return self.having(path, msgspec.structs.replace(read, ended=False, day=max(read.day, day)))

    def whole(self, least: int) -> SnapshotRead | None:
        """Return the newest snapshot that has all works of its source: it is declared to, or has at least so many."""
        whole = (read for read in self.snapshots.values() if read.is_whole(least))
        return max(whole, key=lambda read: read.day, default=None)


def names(folder: Path) -> tuple[SourceName, ...]:
    """Return the sources that have a shelf in the folder of an index."""
    from kzcheck.sources import SOURCES  # noqa: PLC0415

    return tuple(name for name in SOURCES if (folder / name / "meta.json").is_file())


class Shelf:
    """The works of one source, as a local source; see `services.service.LocalSource`.

    Raises:
        UnreadableError: the index is damaged, or tantivy is missing.
    """

    def __init__(self, folder: Path, source: SourceName) -> None:
        """Open a shelf in the folder of an index."""
        tantivy = _tantivy()
        self.source = source
        self._tantivy = tantivy
        self._folder = folder / source
        with _sound(self._folder):
            self._index = tantivy.Index.open(str(self._folder))
            self.refresh()
            self._schema = self._index.schema

    def refresh(self) -> None:
        """See what was committed since."""
        self._index.reload()
        self._searcher = self._index.searcher()

    @property
    def state(self) -> ShelfState:
        """What is known about the shelf."""
        with _sound(self._folder):
            contents = self._contents("state", 1)
            return msgspec.json.decode(contents[0], type=ShelfState) if contents else ShelfState()

    @property
    def count(self) -> int:
        """The number of works."""
        with _sound(self._folder):
            return int(self._searcher.num_docs) - self._count("state") - self._count("part")

    @property
    def whole(self) -> bool:
        """Whether it has all works of its source up to its day: a snapshot is declared to, or has so many."""
        return self._whole is not None

    @property
    def day(self) -> str:
        """The day up to which it is whole, which later works do not change; otherwise the day of its newest work."""
        whole = self._whole
        return whole.day if whole else max((read.day for read in self.state.snapshots.values()), default="")

    @property
    def _whole(self) -> SnapshotRead | None:
        least = WHOLE.get(self.source, _NEVER)  # of works that are there: doubles are one
        return self.state.whole(least if self.count >= least else _NEVER)

    def damaged_files(self) -> tuple[str, ...]:
        """Return the names of the index's files whose contents are not what was written; all are read to their ends."""
        names = {segment["segment_id"].replace("-", "") for segment in self._meta()["segments"]}
        return tuple(file.name for file in sorted(self._folder.iterdir()) if file.name[:32] in names and not _is_sound(file))

    def _meta(self) -> Any:  # noqa: ANN401 - tantivy's own
        try:
            return msgspec.json.decode((self._folder / "meta.json").read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            raise _damaged(self._folder, error) from None

    @property
    def snapshot(self) -> Snapshot:
        """What answers from it rest on."""
        return Snapshot(day=self.day, works=self.count, whole=self.whole)

    def parts(self) -> tuple[PartRead, ...]:
        """Return what was read of each file."""
        with _sound(self._folder):
            contents = self._contents("part", self._count("part") or 1)
            return tuple(msgspec.json.decode(content, type=PartRead) for content in contents)

    def part(self, path: str) -> PartRead | None:
        """Return what was read of one file, or None."""
        with _sound(self._folder):
            contents = self._contents(f"part {path}", 1)
            return msgspec.json.decode(contents[0], type=PartRead) if contents else None

    def unreadable(self, part: str) -> bool:
        """Return whether a work from a file cannot be read; the first ones are tried."""
        with _sound(self._folder):
            contents = self._contents(f"of {part}", TRIED)
        return sum(1 for _ in self._records(contents)) < len(contents)

    def answer(self, by: By, values: Sequence[str]) -> Mapping[str, Answer]:
        """Return the answer to each identifier."""
        if by not in BY:
            return dict.fromkeys(values, Absent())
        with _sound(self._folder):
            return {value: self._answer(self._contents(key(by, value), MOST_OF_IDENTIFIER)) for value in values}

    def search(self, item: Item) -> Answer:
        """Return the works that the item may refer to, the best match first."""
        return self.search_words(texts_of(item))

    def search_words(self, texts: Iterable[str]) -> Answer:
        """Return the works whose records share most words with texts, rare words counting most.

        The candidates are found by their rarest words (BM25), and compared by all words.
        """
        tantivy = self._tantivy
        terms = list(dict.fromkeys(words(texts).split()))[:MOST_TERMS]
        with _sound(self._folder):
            works = self._searcher.num_docs
            counts = {term: count for term in terms if (count := self._searcher.doc_freq("words", term))}
            rare = [tantivy.Query.term_query(self._schema, "words", term, "basic") for term in rarest(counts, works)]
            queries = [(tantivy.Occur.Should, query) for query in rare]
            contents = self._hits(tantivy.Query.boolean_query(queries), CANDIDATES) if queries else []
        return self._answer(nearest(self.source, contents, counts, works))

    def _answer(self, contents: list[bytes]) -> Answer:
        records = tuple(self._records(contents))
        return Found(records) if records else Absent()

    def _records(self, contents: list[bytes]) -> Iterator[Record]:
        for content in contents:
            try:
                yield record_of(self.source, content)
            except DAMAGED:
                continue

    def _count(self, key: str) -> int:
        return int(self._searcher.search(self._key(key), 1, count=True).count or 0)

    def _contents(self, key: str, most: int) -> list[bytes]:
        return self._hits(self._key(key), most)

    def _key(self, name: str) -> Any:  # noqa: ANN401 - tantivy's own types
        return self._tantivy.Query.term_query(self._schema, "key", name, "basic")

    def _hits(self, query: Any, most: int) -> list[bytes]:  # noqa: ANN401 - as above
        hits = self._searcher.search(query, most, count=False).hits
        return [self._searcher.doc(address)["content"][0] for _, address in hits]


class Writer:
    """Adds works to a shelf, which is made if it is missing; nothing counts before `commit`.

    Raises:
        UsageError: another process is writing to it.
        UnreadableError: the index is damaged, or tantivy is missing.
    """

    def __init__(self, folder: Path, source: SourceName) -> None:
        """Open the shelf of a source for writing."""
        self._tantivy = _tantivy()
        place = folder / source
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            index = self._tantivy.Index(_schema(self._tantivy), path=str(place), reuse=True)
            self._writer = index.writer(heap_size=MEMORY, num_threads=1)
        except (ValueError, OSError) as error:
            if "LockBusy" in str(error):
                raise UsageError(f"{place}: another process is writing to the index; wait for it to end") from None
            if isinstance(error, OSError):
                raise UsageError(f"{place}: cannot be written: {error.strerror}; check the folder, or choose another") from None
            raise _damaged(place, error) from None
        self.source = source
        self.shelf = Shelf(folder, source)
        self.state = self.shelf.state
        self.added = 0
        """Works since the last commit."""
        self._noted: dict[str, PartRead] = {}
        self._replaces = self.shelf.count > 0 or source not in SHAPES
        self._seen = bytearray(SEEN >> 3)

    def add(self, entry: Entry, part: str) -> None:
        """Add a work from a part; it replaces the one with the same id.

        Raises:
            UnicodeError: it cannot be encoded.
            UsageError: the disk is full, or cannot be written to.
        """
        try:
            if self._replaces or self._may_be_double(entry.keys[0]):
                self._writer.delete_documents_by_term("key", entry.keys[0])
            self._put((*entry.keys, f"of {part}"), entry.words, entry.content)
        except UnicodeError:
            raise
        except (ValueError, OSError) as error:
            raise _unwritable(error) from None
        self.added += 1

    def _may_be_double(self, key: str) -> bool:
        """Return whether a key, or another with its hash, was added before."""
        place, bit = divmod(hash(key) & (SEEN - 1), 8)
        before = self._seen[place] & (1 << bit)
        self._seen[place] |= 1 << bit
        return bool(before)

    def forget(self, part: str) -> None:
        """Remove the works of a part."""
        self._writer.delete_documents_by_term("key", f"of {part}")

    def part(self, path: str) -> PartRead | None:
        """Return what was read of one file, whether committed or not, or None."""
        return self._noted.get(path) or self.shelf.part(path)

    def note(self, part: PartRead) -> None:
        """Take how far a file was read, for the next commit."""
        self._noted[part.path] = part

    def commit(self) -> None:
        """Make everything so far lasting, with how far files were read.

        Raises:
            UsageError: the disk is full, or cannot be written to.
        """
        contents = [((f"part {part.path}", "part"), part) for part in self._noted.values()]
        try:
            for keys, content in (*contents, (("state",), self.state)):
                self._writer.delete_documents_by_term("key", keys[0])
                self._put(keys, "", msgspec.json.encode(content))
            self._writer.commit()
        except (ValueError, OSError) as error:
            raise _unwritable(error) from None
        self._noted.clear()
        self.added = 0
        self.shelf.refresh()

    def _put(self, keys: Iterable[str], words: str, content: bytes) -> None:
        document = self._tantivy.Document()  # field by field: to guess the types of a dictionary's values takes twice as long
        for name in keys:
            document.add_text("key", name)
        document.add_text("words", words)
        document.add_bytes("content", content)
        self._writer.add_document(document)

    def close(self) -> None:
        """Commit, and wait until segments are merged."""
        self.commit()
        self._writer.wait_merging_threads()


def _tantivy() -> Any:  # noqa: ANN401 - an extra
    try:
        import tantivy  # noqa: PLC0415 - an extra
    except ImportError:
        raise UnreadableError(MISSING) from None
    return tantivy


def _schema(tantivy: Any) -> Any:  # noqa: ANN401 - an extra
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    builder.add_bytes_field("content", stored=True)
    return builder.build()


def _is_sound(file: Path) -> bool:
    """Return whether the checksum at the end of one of tantivy's files is that of its content."""
    with file.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        if size < FOOTER.size:
            return False
        stream.seek(size - FOOTER.size)
        length, sign = FOOTER.unpack(stream.read(FOOTER.size))
        left = size - FOOTER.size - length
        if sign != SIGN or left < 0:
            return False
        stream.seek(left)
        try:
            expected = msgspec.json.decode(stream.read(length))["crc"]
        except (msgspec.DecodeError, KeyError, TypeError):
            return False
        stream.seek(0)
        found = 0
        while block := stream.read(min(BLOCK, left)):
            found, left = zlib.crc32(block, found), left - len(block)
    return bool(found == expected)


@contextmanager
def _sound(place: Path) -> Iterator[None]:
    """Raise whatever shows that an index is damaged as one error."""
    try:
        yield
    except (ValueError, LookupError, OSError, msgspec.MsgspecError) as error:
        raise _damaged(place, error) from None
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise _damaged(place, error) from None


def _unwritable(error: Exception) -> UsageError:
    why = "its disk is full or fails" if "io::Error" in str(error) else str(error)[:200]
    return UsageError(f"the index cannot be written: {why}; what was committed before is kept")


def _damaged(place: Path, error: BaseException) -> UnreadableError:
    if "Lockfile" in str(error):
        return UnreadableError(f"{place}: cannot be locked, which readers do, too; you need the right to write to this folder")
    return UnreadableError(
        f"{place}: this index is damaged ({' '.join(str(error)[:200].split())}); delete the folder and build it again"
    )
