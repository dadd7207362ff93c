"""Reads tar archives in their order, packed or not, as long as they are whole.

They come from elsewhere. Names and sizes are bounded, and so is what they unpack to; links and devices are passed over.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import tarfile
import zlib
from functools import partial
from math import isfinite
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
"""How the names of tar archives end."""
NAMING = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
LONGEST_NAME = 1 << 16
"""The members of an archive that have the name and attributes of the next, and their most bytes."""
MOST_UNPACKED, SMALL = 200, 64 << 20
"""How many times its size an archive may unpack to, and bytes that any may: articles unpack to some five times their size."""
REST = 1 << 20
"""Bytes after an archive's end that are read, so that the checksum of what packs it is compared: tar fills up 10,240."""
PACKED = b"\x1f\x8b"
MAGIC, MAGIC_AT = b"ustar", 257
UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError)
"""What is raised when a damaged archive, or a packed file, is read."""


class Member(NamedTuple):
    """A file in an archive: its name, bytes, seconds since 1970, and how to open it before the next one is asked for."""

    name: str
    size: int
    time: float
    open: Callable[[], IO[bytes]]


class _Head(tarfile.TarInfo):
    """The head of a member, whose name or list of parts is not read into memory if it is endless."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        return cls._bounded(super().frombuf(buf, encoding, errors))

    @classmethod
    def _frombuf(cls, buf: bytes, encoding: str, errors: str, **options: bool) -> Self:
        """Read a member in the place of `frombuf`, as newer versions of Python do."""
        return cls._bounded(super()._frombuf(buf, encoding, errors, **options))  # type: ignore[misc]

    @classmethod
    def _bounded(cls, head: Self) -> Self:
        if head.size < 0:
            raise tarfile.ReadError("a member has less than no bytes")
        if head.type in NAMING and head.size > LONGEST_NAME:
            raise tarfile.ReadError(f"a member has a name of {head.size:,} bytes")
        return head

    def _refuse(self, *_: object) -> Self:
        raise tarfile.ReadError("a member is a sparse file, which is not read")

    _proc_sparse = _proc_gnusparse_10 = _refuse


def is_tar(path: Path) -> bool:
    """Return whether a file is a tar archive, perhaps packed with gzip, whatever its name.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        packed = file.read(len(PACKED)) == PACKED
        file.seek(0)
        stream = gzip.GzipFile(fileobj=file) if packed else file
        try:
            return stream.read(MAGIC_AT + len(MAGIC))[MAGIC_AT:] == MAGIC
        except UNREADABLE:
            return False


def members(path: Path) -> Iterator[Member]:
    """Yield the ordinary files in a tar archive; `UNREADABLE` is raised where it is damaged, and by files that are.

    Raises:
        tarfile.ReadError: it is not an archive, is damaged, was cut off, or unpacks to more than 200 times its size.
        OSError: it cannot be opened or read.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise tarfile.ReadError("is not an ordinary file")
    try:
        with tarfile.open(path, tarinfo=_Head) as archive:
            yield from _members(archive, SMALL + MOST_UNPACKED * state.st_size)
    except (ValueError, OverflowError, RecursionError):  # impossible numbers, thousands of names in a row
        raise tarfile.ReadError("a member's head is damaged") from None
    except tarfile.ReadError as error:
        if "\n" in str(error):  # each way of packing that was tried, with its reason
            raise tarfile.ReadError("is not a tar archive, or is damaged at its beginning") from None
        raise


def _members(archive: Any, most: int) -> Iterator[Member]:  # noqa: ANN401 - a TarFile, whose own lists are not public
    start = 0
    while (head := archive.next()) is not None:
        if archive.offset > most:
            raise tarfile.ReadError(f"unpacks to more than {MOST_UNPACKED} times its size")
        if head.size < 0 or archive.offset <= start:
            raise tarfile.ReadError("a member has less than no bytes")
        start = archive.offset
        if head.isfile():
            yield Member(head.name, head.size, head.mtime if isfinite(head.mtime) else 0, partial(archive.extractfile, head))
        archive.members.clear()  # tarfile keeps all, of which there may be millions
        archive.pax_headers.clear()
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):  # a damaged head seems to be the end, too
        raise tarfile.ReadError("this archive is damaged or was cut off")
    archive.fileobj.read(REST)


def why(error: Exception) -> str:
    """Return why a file cannot be read, in a few words."""
    return getattr(error, "strerror", None) or str(error)[:200] or type(error).__name__
