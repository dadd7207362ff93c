"""Reads and inflates the body of an answer, or its beginning, without exceeding limits on the wire or in memory."""

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
"""Bytes read and inflated at a time."""

SKIPPED = 16384
"""Bytes of a redirect's body that are read so that its connection can be used again; doi.org's has some 200 bytes."""

BOMB = 200
"""Compression ratio of a body that can only be meant to harm: HTML has 4 to 20, the table of retractions 4 to
8, 658 recorded answers about one work up to 18; zlib's limit is 1032."""

JUDGED = 1 << 20
"""Bytes after which the ratio is checked: shorter bodies are harmless."""

ANY_HEADER = 47
"""zlib's value for detecting a gzip or a zlib stream from its first bytes."""

WINDOWS = {"gzip": ANY_HEADER, "x-gzip": ANY_HEADER, "deflate": ANY_HEADER}


class BombError(NoReplyError):
    """A body with a compression ratio that can only be meant to harm."""


def content(response: BaseHTTPResponse, largest: int) -> bytes:
    """Read the whole body of an answer.

    Raises:
        NoReplyError: the body is longer than `largest` bytes, incomplete, too slow, or encoded in a way that was not requested.
    """
    return b"".join(_read(response, largest))


def beginning(response: BaseHTTPResponse, largest: int) -> tuple[bytes, bool, Reason | None]:
    """Read up to `largest` bytes of a body; return them, whether they are all of it, and the reason if nothing was read.

    A long, incomplete or slow body is not an error: its beginning counts. A body that cannot be inflated, or that inflates
    beyond measure, counts as unread.
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
    """Read and discard a short body, without inflating it."""
    with suppress(HTTPError):
        response.read(SKIPPED, decode_content=False)


def _read(response: BaseHTTPResponse, largest: int) -> Iterator[bytes]:
    """Yield a body in pieces; the piece that exceeds the limit is yielded before the error is raised."""
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
    """Inflate a single gzip or zlib stream, or one without a header, which some servers call deflate."""
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
