"""Tar archives are read in their order, within bounds; what is wrong with one is raised where it is met."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
from typing import TYPE_CHECKING

import pytest

from kzcheck.readers import archives

if TYPE_CHECKING:
    from pathlib import Path


def head(name: str = "n", **values: object) -> bytes:
    member = tarfile.TarInfo(name)
    for key, value in values.items():
        setattr(member, key, value)
    return member.tobuf(tarfile.GNU_FORMAT)


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % tarfile.BLOCKSIZE)


def pax(record: bytes) -> bytes:
    """Attributes of the next member."""
    return head("attributes", type=tarfile.XHDTYPE, size=len(record)) + padded(record)


FIRST = head("first.xml", size=5) + padded(b"first")
LAST = head("last.xml", size=4) + padded(b"last")
END = bytes(2 * tarfile.BLOCKSIZE)
CUT_OFF = "this archive is damaged or was cut off"


def read(path: Path) -> list[tuple[str, bytes]]:
    """What is read before anything is wrong, and what is."""
    found = []
    try:
        for member in archives.members(path):
            with member.open() as file:
                found.append((member.name, file.read()))
    except archives.UNREADABLE as error:
        found.append(("", archives.why(error).encode()))
    return found


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_is_read_however_it_is_packed(tmp_path, pack):
    (tmp_path / "a").write_bytes(pack(FIRST + LAST + END))
    assert read(tmp_path / "a") == [("first.xml", b"first"), ("last.xml", b"last")]


def test_links_devices_and_folders_are_passed_over(tmp_path):
    kinds = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)
    others = b"".join(head(f"{number}.xml", type=kind, linkname="/etc/passwd") for number, kind in enumerate(kinds))
    (tmp_path / "a").write_bytes(others + LAST + END)
    assert read(tmp_path / "a") == [("last.xml", b"last")]


@pytest.mark.parametrize(
    ("rest", "wrong"),
    [
        (head(size=-512), "a member has less than no bytes"),
        (head(type=tarfile.GNUTYPE_LONGNAME, size=-512), "a member has less than no bytes"),
        (pax(b"13 size=-512\n") + head(), ("a member has less than no bytes", CUT_OFF)),  # by versions of Python
        (head(type=tarfile.GNUTYPE_LONGNAME, size=1 << 40), "a member has a name of 1,099,511,627,776 bytes"),
        (head(type=tarfile.GNUTYPE_LONGNAME, size=1) * 5000, "a member's head is damaged"),
        (pax(b"9" * 5000 + b" path=x\n") + head(), ("a member's head is damaged", CUT_OFF)),  # by versions of Python
        (head(size=1 << 40), "unpacks to more than 200 times its size"),
        (head(type=tarfile.GNUTYPE_SPARSE), "a member is a sparse file, which is not read"),
        (pax(b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n") + head(size=512) + bytes(512), "a member is a sparse file"),
        (b"?" * 512 + LAST + END, CUT_OFF),
        (b"", CUT_OFF),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_hostile_or_damaged_archive_is_read_to_the_damage(tmp_path, rest, wrong, pack):
    (tmp_path / "a").write_bytes(pack(FIRST + rest))
    first, (_, why) = read(tmp_path / "a")
    assert first == ("first.xml", b"first")
    assert why.decode().startswith(wrong)


def test_a_flipped_bit_in_a_packed_archive_is_found_at_its_end(tmp_path):
    packed = bytearray(gzip.compress(FIRST + LAST + END))
    packed[-6] ^= 1  # in the checksum
    (tmp_path / "a").write_bytes(packed)
    assert read(tmp_path / "a")[2][1].startswith(b"CRC check failed")


@pytest.mark.parametrize("content", [b"", b"Words", gzip.compress(b"Words" * 1000, mtime=0), gzip.compress(b"", mtime=0)])
def test_what_is_no_archive_is_said_in_a_few_words(tmp_path, content):
    (tmp_path / "a.tar").write_bytes(content)
    assert read(tmp_path / "a.tar") == [("", b"is not a tar archive, or is damaged at its beginning")]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.tar")
    assert read(tmp_path / "a.tar") == [("", b"is not an ordinary file")]
