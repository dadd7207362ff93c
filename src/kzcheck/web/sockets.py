"""Sockets that keep a deadline, however slowly the other side drips."""

from __future__ import annotations

import socket
import ssl
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from requests.adapters import DEFAULT_CA_BUNDLE_PATH

from kzcheck.web.failures import NoReplyError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class TimedSocket(socket.socket):
    """A socket whose timeout is for all that it receives until the timeout is set again, not for each piece.

    The ordinary timeout starts anew with every byte. urllib3 sets it before it sends a request and before it reads the answer, so
    that the head and the body of one answer end in time together.
    """

    _ends: float | None = None

    def settimeout(self, value: float | None, /) -> None:
        """Set how many seconds all that follows may take (None: as long as it likes)."""
        self._ends = None if value is None else monotonic() + value
        super().settimeout(value)

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Receive within what is left of the time."""
        self._hurry()
        return super().recv(buflen, flags)

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        """Receive into a buffer within what is left of the time."""
        self._hurry()
        return super().recv_into(buffer, nbytes or memoryview(buffer).nbytes, flags)

    def _hurry(self) -> None:
        if self._ends is not None:
            left = self._ends - monotonic()
            if left <= 0:
                raise TimeoutError
            super().settimeout(left)


class TimedTLSSocket(TimedSocket, ssl.SSLSocket):
    """The same, encrypted."""


@cache
def tls_context(bundle: str) -> ssl.SSLContext:
    """Return how encrypted connections are made: certificates are verified against `bundle` (a file or a folder), or certifi's.

    It is made once for all connections: reading certifi's bundle takes 6 ms or more.

    Raises:
        NoReplyError: the bundle cannot be read.
    """
    place = bundle or DEFAULT_CA_BUNDLE_PATH
    folder = Path(place).is_dir()
    try:
        context = ssl.create_default_context(cafile=None if folder else place, capath=place if folder else None)
    except OSError:
        raise NoReplyError("no-certificates") from None
    context.sslsocket_class = TimedTLSSocket
    return context
