"""Reads the works of snapshots, whatever their packing: folders, tar archives, gzip, JSON lines, MARC, MODS, lists.

Snapshots come from elsewhere. Whatever is read is bounded: a line, a document, the damage that is put up with.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
from codecs import BOM_UTF8
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import msgspec

from kzcheck.errors import UnreadableError
from kzcheck.index.workers import PORTION
from kzcheck.index.works import DAMAGED, SHAPES, Entry, entry_of_record, own_record
from kzcheck.readers import archives
from kzcheck.readers.archives import PACKED, UNREADABLE, why
from kzcheck.sources import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element

    from kzcheck.index.workers import Workers
    from kzcheck.sources import SourceName

OPENING = 1 << 16
"""Bytes of a file that tell what it is."""
LONGEST_LINE = 16 << 20
"""Bytes of one work. The longest lists of authors and references take some 5 MB."""
LARGEST_DOCUMENT = 256 << 20
"""Bytes of a file that is read whole: those of Crossref, with 5,000 works each, have some 50 MB."""
MOST_DAMAGED = 1000
"""Damaged works after which a file with more damaged works than good ones is given up."""
BUFFER = 1 << 20
NO_JSON = b"\0"
"""What makes a line of JSON damaged."""
UNDATED = "1970-01-01"
"""The day of a file whose time is impossible: the silence of works that old proves nothing."""

_ITEMS = re.compile(rb'\s*\{\s*"items"\s*:\s*\[')
_DEPOSITED = re.compile(rb'"(?:indexed|deposited|prefix)"\s{0,9}:')
"""What Crossref says about each work: a list of one's own, in CSL-JSON, can be `{"items": […]}`, too."""
_MARC = re.compile(rb"\d{5}.{5}22\d{5}", re.DOTALL)
"""The beginning of a record in ISO 2709: its length, the lengths of indicators and codes of subfields, the place of the data."""

MARC_LENGTH, MARC_LEADER, MARC_END = 5, 24, b"\x1d"
"""The digits of a record's length, which count all of it; the bytes of its leader; its last byte."""
_MARC_XML = re.compile(rb"<(?:\w{1,20}:)?(?:leader|controlfield)[\s>]")
_DATE = re.compile(r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")
"""The day at which a library's record was last changed: in MARC, field 005 begins with it."""
_MODS = re.compile(rb"<(?:\w{1,20}:)?mods[\s>]")


class DamagedFileError(Exception):
    """A file of a snapshot that cannot be read, or not to its end; its text says why."""


class OtherKindError(Exception):
    """A file in a folder or an archive that has no works, such as a licence."""


class Part(NamedTuple):
    """One file of a snapshot: its name, its whole path, its state (size and time), the day of that time, and how to open it."""

    name: str
    path: str
    state: str
    day: str
    open: Callable[[], IO[bytes]]


def parts(snapshot: Path) -> Iterator[Part]:
    """Yield the files of a snapshot: of a folder, of a tar archive, or the file itself; what cannot be opened says so when it is.

    Raises:
        UnreadableError: there is nothing that can be read.
    """
    try:
        if snapshot.is_dir():
            yield from _files(snapshot)
        elif archives.is_tar(snapshot):
            yield from _members(snapshot)
        else:
            yield _part(snapshot, snapshot.name)
    except UNREADABLE as error:
        raise UnreadableError(f"{snapshot}: cannot be read: {why(error)}; check the path, or fetch it again") from None


def _files(snapshot: Path) -> Iterator[Part]:
    """Yield the files of a folder and of those below it, also those that it links to, each once."""

    def unreadable(error: OSError) -> None:
        broken.append(_broken(str(error.filename), os.path.relpath(error.filename, snapshot.parent), error))

    broken: list[Part] = []
    visited = set()
    os.scandir(snapshot).close()
    for place, folders, names in os.walk(snapshot, onerror=unreadable, followlinks=True):
        yield from broken
        broken.clear()
        state = os.stat(place)  # noqa: PTH116 - a path as os.walk gives it
        if (state.st_dev, state.st_ino) in visited:
            folders.clear()
            continue
        visited.add((state.st_dev, state.st_ino))
        folders.sort()
        for path in (Path(place, name) for name in sorted(names) if not name.startswith(".")):
            name = os.path.relpath(path, snapshot.parent)
            try:
                if stat.S_ISREG(path.stat().st_mode):
                    yield _part(path, name)
            except OSError as error:
                yield _broken(str(path.absolute()), name, error)
    yield from broken


def _part(path: Path, name: str) -> Part:
    state = path.stat()
    return Part(name, str(path.absolute()), f"{state.st_size} {state.st_mtime_ns}", _day(state.st_mtime), lambda: path.open("rb"))


def _broken(path: str, name: str, error: Exception) -> Part:
    """Return a file that cannot be opened."""

    def opened() -> IO[bytes]:
        raise DamagedFileError(why(error))

    return Part(name, path, "", UNDATED, opened)


def _members(snapshot: Path) -> Iterator[Part]:
    try:
        for name, size, time, opened in archives.members(snapshot):
            yield Part(f"{snapshot.name}/{name}", f"{snapshot.absolute()}/{name}", f"{size} {int(time)}", _day(time), opened)
    except UNREADABLE as error:
        yield _broken(str(snapshot.absolute()), snapshot.name, error)


def _day(seconds: float) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%d}"
    except (OverflowError, ValueError, OSError):
        return UNDATED


class Works(NamedTuple):
    """The works of a part: their source, and an iterator of entries, None for each damaged one."""

    source: SourceName
    entries: Iterator[Entry | None]


@contextmanager
def works(part: Part, workers: Workers, skipped: Callable[[SourceName], int], own: SourceName = OWN.name) -> Iterator[Works]:
    """Open the works of a part, which `workers` read if they are a service's.

    `skipped(source)` is the number of works to skip, `own` the source of works that are not in a service's JSON.

    Raises:
        DamagedFileError: the part cannot be opened. Its entries raise it, too.
        OtherKindError: it has no works.
    """
    try:
        with closing(io.BufferedReader(part.open(), OPENING)) as file:  # type: ignore[type-var]
            packed = file.peek(2)[:2] == PACKED
            stream = io.BufferedReader(gzip.GzipFile(fileobj=file), BUFFER) if packed else file
            if stream.peek(len(BOM_UTF8)).startswith(BOM_UTF8):
                stream.read(len(BOM_UTF8))
            opening = stream.peek(OPENING)[:OPENING]
            if opening.startswith(b"\0"):
                raise DamagedFileError("begins with zeros: it was not fetched whole")
            start = opening.lstrip()
            is_service = start[:1] == b"{" and (not _ITEMS.match(opening) or _DEPOSITED.search(opening))
            source = next((name for name, shape in SHAPES.items() if shape.sign.search(opening)), "") if is_service else ""
            is_marc = _MARC.match(opening) or (start[:1] == b"<" and _MARC_XML.search(opening))
            source = source or (own if is_marc and own not in SHAPES else OWN.name)
            if source in SHAPES:
                lines = _items(stream) if _ITEMS.match(opening) else _lines(stream)
                yield Works(source, _patiently(islice(workers.entries(source, _portions(lines)), skipped(source), None)))
            elif _MARC.match(opening):
                yield Works(source, _patiently(_of_marc(stream, source, skipped(source))))
            elif is_marc or _MODS.search(opening):
                yield Works(source, _patiently(_of_xml(stream, source, part.name, skipped(source))))
            else:
                listed = _of_list(stream, part.name)
                yield Works(source, iter(listed[skipped(source) :]))
    except UNREADABLE as error:
        raise DamagedFileError(why(error)) from None


def _patiently(entries: Iterator[Entry | None]) -> Iterator[Entry | None]:
    """Yield entries until too many are damaged."""
    good = damaged = 0
    try:
        for work in entries:
            good, damaged = good + (work is not None), damaged + (work is None)
            if damaged > MOST_DAMAGED and damaged > good:
                raise DamagedFileError(f"more than {MOST_DAMAGED:,} works are damaged, most of them")
            yield work
    except UNREADABLE as error:
        raise DamagedFileError(why(error)) from None


def _portions(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield lines, many at once; only the last portion is small."""
    portion: list[bytes] = []
    size = 0
    try:
        for some in lines:
            portion.append(some)
            size += len(some)
            if size >= PORTION:
                yield b"".join(portion)
                portion, size = [], 0
    except Exception:
        yield b"".join(portion)
        raise
    yield b"".join(portion)


def _lines(stream: io.BufferedReader[Any]) -> Iterator[bytes]:
    """Yield whole lines, as many as were read at once; of a line that is too long, only the end, which is damaged."""
    rest, passed = bytearray(), 0
    while some := stream.read1(PORTION):
        if end := some.rfind(b"\n") + 1:
            yield b"".join((rest, memoryview(some)[:end]))
            rest, passed = bytearray(some[end:]), 0
        else:
            rest += some
        if len(rest) > LONGEST_LINE:
            passed += len(rest)
            rest[:] = NO_JSON
        if passed > LARGEST_DOCUMENT:
            raise DamagedFileError(f"one line has more than {LARGEST_DOCUMENT >> 20} MB")
    if rest and not _is_json(rest):
        raise DamagedFileError("ends in the middle of a work")
    yield bytes(rest)


def _is_json(line: bytearray) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except DAMAGED:
        return False
    return True


def _items(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the works of a JSON document `{"items": […]}`, each on a line."""

    class Items(msgspec.Struct):
        items: list[msgspec.Raw]

    try:
        items = msgspec.json.decode(_whole(stream), type=Items).items
    except DAMAGED as error:
        raise DamagedFileError(f"is not whole JSON: {str(error)[:200]}") from None
    for item in items:
        yield bytes(item).replace(b"\n", b" ") + b"\n"


def _whole(stream: IO[bytes]) -> bytes:
    content = stream.read(LARGEST_DOCUMENT + 1)
    if len(content) > LARGEST_DOCUMENT:
        raise DamagedFileError(f"has more than {LARGEST_DOCUMENT >> 20} MB in one document")
    return content


def _of_marc(stream: IO[bytes], source: SourceName, skip: int) -> Iterator[Entry | None]:
    """Yield the records of a dump in ISO 2709."""
    from pymarc import Record  # noqa: PLC0415 - only for such dumps
    from pymarc.marcxml import record_to_xml_node  # noqa: PLC0415

    for number, marc in enumerate(_records(stream)):
        if number >= skip:
            try:
                element = record_to_xml_node(Record(marc, hide_utf8_warnings=True))  # type: ignore[no-untyped-call]
            except Exception:  # noqa: BLE001 - whatever pymarc raises, it cannot read the record
                yield None
                continue
            yield _of_element(element, source)


def _records(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the records of a dump in ISO 2709; each begins with its length."""
    while head := stream.read(MARC_LENGTH):
        if not (rest := head.lstrip()):
            continue
        head = rest + stream.read(MARC_LENGTH - len(rest))
        if not head.isdigit() or int(head) <= MARC_LEADER:
            raise DamagedFileError("a record of MARC does not begin with its length")
        record = head + stream.read(int(head) - MARC_LENGTH)
        if len(record) < int(head) or not record.endswith(MARC_END):
            raise DamagedFileError("a record of MARC does not end where it says")
        yield record


def _of_xml(stream: IO[bytes], source: SourceName, name: str, skip: int) -> Iterator[Entry | None]:
    """Yield the records of a dump in MARCXML or MODS."""
    from lxml import etree  # noqa: PLC0415

    elements = etree.iterparse(
        stream, tag=("{*}record", "{*}mods"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for number, (_, element) in enumerate(elements):
            if number >= skip:
                if etree.QName(element).localname == "mods":
                    yield _of_mods(element, name)
                else:
                    yield _of_element(element, source)
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(f"is not whole XML: {str(error)[:200]}") from None


def _of_element(element: Element, source: SourceName) -> Entry | None:
    from kzcheck.services import marc  # noqa: PLC0415

    try:
        record = marc.record(element, source, "")
    except DAMAGED:
        return None
    changed = _DATE.match(element.findtext("{*}controlfield[@tag='005']", ""))
    return entry_of_record(record, _day_of(changed)) if record.id and record.item.title else None


def _of_mods(element: Element, name: str) -> Entry | None:
    from lxml import etree  # noqa: PLC0415

    collection = b'<?xml version="1.0"?><modsCollection xmlns="http://www.loc.gov/mods/v3">%b</modsCollection>'
    entries = list(_read(collection % etree.tostring(element), name))
    dates = (_DATE.match(element.findtext(f"{{*}}recordInfo/{{*}}{tag}", "")) for tag in ("recordChangeDate", "recordCreationDate"))
    return entries[0]._replace(day=_day_of(next(filter(None, dates), None))) if entries and entries[0] else None


def _day_of(date: re.Match[str] | None) -> str:
    return f"{date[1]}-{date[2]}-{date[3]}" if date else ""


def _of_list(stream: IO[bytes], name: str) -> list[Entry | None]:
    """Return the entries of a list of one's own."""
    try:
        return [*_read(_whole(stream), name)]
    except DamagedFileError:
        if "/" in name:
            raise OtherKindError from None
        raise


def _read(content: bytes, name: str) -> Iterator[Entry | None]:
    from kzcheck.readers import read_text  # noqa: PLC0415 - few snapshots are lists

    try:
        article = read_text(content, name)
    except UnreadableError as error:
        raise DamagedFileError(str(error).removeprefix(f"{name}: ").split("\n")[0]) from None
    yield from (None for _ in article.unreadable)
    yield from (entry_of_record(own_record(reference)) for reference in article.references if reference.item.title)
