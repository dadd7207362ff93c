"""The body of an answer, inflated: all of it, or its beginning; never more than allowed, neither on the wire nor in memory."""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from urllib3.exceptions import HTTPError, ReadTimeoutError

from kzcheck.reasons import LATE, Reason
from kzcheck.web.failures import NoReplyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3.response import BaseHTTPResponse

PIECE = 16384
"""How many bytes are read and inflated at a time."""

SKIPPED = 16384
"""How much of a redirect's body is read so that its connection can be used again; doi.org's has some 200 bytes."""

BOMB = 200
"""How many times larger than on the wire a body is that can only be meant to harm: HTML has 4 to 20, the table of retractions 4 to
8, 658 recorded answers about one work up to 18; zlib's own limit is 1032."""

JUDGED = 1 << 20
"""How many bytes a body has when that is judged: shorter ones harm nobody."""

ANY_HEADER = 47
"""zlib's word for a gzip or a zlib stream, as its first bytes say."""

WINDOWS = {"gzip": ANY_HEADER, "x-gzip": ANY_HEADER, "deflate": ANY_HEADER}


class BombError(NoReplyError):
    """A body is so much larger than it was on the wire that it can only be meant to harm."""


def content(response: BaseHTTPResponse, largest: int) -> bytes:
    """Return the whole body of an answer that was not read yet.

    Raises:
        NoReplyError: it is longer than `largest` bytes, breaks off, drips, or is encoded in a way that was not asked for.
    """
    return b"".join(_read(response, largest))


def beginning(response: BaseHTTPResponse, largest: int) -> tuple[bytes, bool, Reason | None]:
    """Return what comes of a body, up to `largest` bytes of it, whether that is all, and why nothing was read, if so.

    Nothing is wrong with an answer whose body is long, breaks off or drips: its beginning counts. Nothing is given of a body that
    nobody can inflate, nor of one that is small only as long as it is not inflated.
    """
    pieces: list[bytes] = []
    try:
        pieces.extend(_read(response, largest))
    except NoReplyError as error:
        if pieces and not isinstance(error, BombError):
            return b"".join(pieces)[:largest], False, None
        code, values = error.failure.code, error.failure.values
        return b"", False, Reason("unfinished") if code in LATE else Reason(code, {**values})
    return b"".join(pieces), True, None


def skip(response: BaseHTTPResponse) -> None:
    """Read a short body that nobody wants, as it is on the wire."""
    with suppress(HTTPError):
        response.read(SKIPPED, decode_content=False)


def _read(response: BaseHTTPResponse, largest: int) -> Iterator[bytes]:
    """Give a body as it comes; what makes it too long is given before that is raised."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", *WINDOWS}:
        raise NoReplyError("encoding", layer="body")
    pieces = _pieces(response, largest)
    try:
        yield from _inflated(pieces, largest) if coding in WINDOWS else pieces
    except ReadTimeoutError:
        raise NoReplyError("late-body", passing=True, layer="body") from None
    except HTTPError:
        raise _broken_off() from None
    except zlib.error:
        raise NoReplyError("damaged", layer="body") from None


def _pieces(response: BaseHTTPResponse, largest: int) -> Iterator[bytes]:
    length = 0
    while piece := response.read1(PIECE, decode_content=False):
        length += len(piece)
        yield piece
        if length > largest:
            raise _too_long(largest)


def _inflated(pieces: Iterator[bytes], largest: int) -> Iterator[bytes]:
    """Inflate one gzip or zlib stream, or one without a header, which some servers call deflate; nothing may follow it."""
    stream, length, sent = None, 0, 0
    for piece in pieces:
        sent += len(piece)
        if stream is None:
            stream = zlib.decompressobj(ANY_HEADER if _has_header(piece) else -zlib.MAX_WBITS)
        inflated = stream.decompress(piece, PIECE)
        while inflated:
            length += len(inflated)
            yield inflated
            if length > min(largest, JUDGED) and (sent - len(stream.unconsumed_tail)) * BOMB < length:
                raise BombError("bomb", layer="body", times=BOMB)
            if length > largest:
                raise _too_long(largest)
            inflated = stream.decompress(stream.unconsumed_tail, PIECE)
        if stream.unused_data:
            raise zlib.error("something follows the end")
    if stream is not None and not stream.eof:
        raise _broken_off()


def _has_header(piece: bytes) -> bool:
    return piece[:2] == b"\x1f\x8b" or (piece[0] & 0x0F == zlib.DEFLATED and int.from_bytes(piece[:2], "big") % 31 == 0)


def _broken_off() -> NoReplyError:
    return NoReplyError("broken-off", passing=True, layer="body")


def _too_long(largest: int) -> NoReplyError:
    return NoReplyError("too-long", layer="body", size=largest / (1 << 20))
