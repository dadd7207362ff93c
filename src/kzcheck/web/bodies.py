"""The body of an answer, whole and inflated, or not at all; never more of it than allowed, neither on the wire nor in memory."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from urllib3.exceptions import HTTPError, ReadTimeoutError

from kzcheck.web.failures import NoReplyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3.response import BaseHTTPResponse

PIECE = 65536
"""How many bytes are read and inflated at a time."""

SKIPPED = 16384
"""How much of a redirect's body is read so that its connection can be used again; doi.org's has some 200 bytes."""

ANY_HEADER = 47
"""zlib's word for a gzip or a zlib stream, as its first bytes say."""

WINDOWS = {"gzip": ANY_HEADER, "x-gzip": ANY_HEADER, "deflate": ANY_HEADER}


def content(response: BaseHTTPResponse, largest: int) -> bytes:
    """Return the inflated body of an answer that was not read yet.

    Raises:
        NoReplyError: it is longer than `largest` bytes, breaks off, drips, or is encoded in a way that was not asked for.
    """
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", *WINDOWS}:
        raise NoReplyError("answered in an encoding that it was not asked for")
    pieces = _pieces(response, largest)
    try:
        return b"".join(_inflated(pieces, largest) if coding in WINDOWS else pieces)
    except ReadTimeoutError:
        raise NoReplyError("did not finish its answer in {time}", passing=True) from None
    except HTTPError:
        raise NoReplyError("broke off its answer", passing=True) from None
    except zlib.error:
        raise NoReplyError("answered with a compressed body that is damaged") from None


def skip(response: BaseHTTPResponse) -> None:
    """Read a short body that nobody wants, as it is on the wire."""
    with suppress(HTTPError):
        response.read(SKIPPED, decode_content=False)


def _pieces(response: BaseHTTPResponse, largest: int) -> Iterator[bytes]:
    length = 0
    while piece := response.read(PIECE, decode_content=False):
        length += len(piece)
        if length > largest:
            raise _too_long(largest)
        yield piece


def _inflated(pieces: Iterator[bytes], largest: int) -> Iterator[bytes]:
    """Inflate one gzip or zlib stream, or one without a header, which some servers call deflate; nothing may follow it."""
    stream, length = None, 0
    for piece in pieces:
        if stream is None:
            stream = zlib.decompressobj(ANY_HEADER if _has_header(piece) else -zlib.MAX_WBITS)
        inflated = stream.decompress(piece, PIECE)
        while inflated:
            length += len(inflated)
            if length > largest:
                raise _too_long(largest)
            yield inflated
            inflated = stream.decompress(stream.unconsumed_tail, PIECE)
        if stream.unused_data:
            raise zlib.error("something follows the end")
    if stream is not None and not stream.eof:
        raise NoReplyError("broke off its answer", passing=True)


def _has_header(piece: bytes) -> bool:
    return piece[:2] == b"\x1f\x8b" or (piece[0] & 0x0F == zlib.DEFLATED and int.from_bytes(piece[:2], "big") % 31 == 0)


def _too_long(largest: int) -> NoReplyError:
    return NoReplyError(f"answered with more than {largest / (1 << 20):.3g} MiB")
