"""Why nothing came back, in plain words: one table for all that the layers below can raise."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING

import requests.exceptions
import urllib3.exceptions
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema

from kzcheck.web.messages import NoReply

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREADABLE = NoReply("has an address that cannot be read", passing=False)

DEEPEST = 20
"""How many errors of a chain are looked at: more than requests, urllib3 and the system make of one failure."""

WRAPPERS = (requests.exceptions.ConnectionError, urllib3.exceptions.MaxRetryError, urllib3.exceptions.ProtocolError)
"""What says nothing but that the error within it happened."""

UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)

NAMELESS = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))

CERTIFICATE = {
    9: "not valid yet",
    10: "expired",
    18: "self-signed",
    19: "self-signed",
    20: "of an unknown issuer",
    62: "of another host",
    64: "of another host",
}
"""OpenSSL's codes of what is wrong with a certificate (X509_V_ERR_*), in words."""


class NoReplyError(Exception):
    """Nothing that can be read came back; the text is that of a `NoReply`, "{time}" in it is the time that was allowed."""

    def __init__(self, text: str, *, passing: bool = False) -> None:
        super().__init__(text)
        self.no_reply = NoReply(text, passing)


def no_reply(error: Exception, seconds: float, way: str = "") -> NoReply:
    """Return why a request failed, without a URL or a header in it; `way` is said before ("redirects to host, which ")."""
    chain = [one for one in _chain(error) if not isinstance(one, WRAPPERS)]
    fitting = ((meaning, one) for kinds, meaning in TABLE for one in chain if isinstance(one, kinds))
    meaning, one = next(fitting, (NoReply(f"failed in a way that is not known ({type(error).__name__})", passing=False), error))
    found = meaning if isinstance(meaning, NoReply) else meaning(one)
    time = f"{round(seconds, 1):g} second{'' if seconds == 1 else 's'}"
    return NoReply(way + found.reason.replace("{time}", time), found.passing)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all that it was made of: causes, contexts, `reason` of urllib3, and errors among its arguments."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < DEEPEST:
        one = waiting.pop(0)
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            inner = (getattr(one, "reason", None), one.__cause__, one.__context__, *one.args)
            waiting += [part for part in inner if isinstance(part, BaseException)]


def _own(error: BaseException) -> NoReply:
    return error.no_reply if isinstance(error, NoReplyError) else NoReply(str(error))


def _certificate(error: BaseException) -> NoReply:
    fault = CERTIFICATE.get(getattr(error, "verify_code", 0), "not trusted")
    return NoReply(f"has a certificate that is not valid ({fault})", passing=False)


def _name(error: BaseException) -> NoReply:
    if error.args and error.args[0] in NAMELESS:
        return NoReply("does not exist (no such host)", passing=False)
    return NoReply("could not be looked up (the name server gives no answer)")


def _system(error: BaseException) -> NoReply:
    if getattr(error, "errno", None) in UNREACHABLE:
        return NoReply("could not be reached (no way to its network)")
    return NoReply("could not be reached")


Meaning = NoReply | Callable[[BaseException], NoReply]

TABLE: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Meaning], ...] = (
    (NoReplyError, _own),
    (urllib3.exceptions.ProxyError, NoReply("could not be asked: the proxy does not answer")),
    (ssl.SSLCertVerificationError, _certificate),
    (socket.gaierror, _name),
    (ConnectionRefusedError, NoReply("refused the connection")),
    ((TimeoutError, urllib3.exceptions.TimeoutError), NoReply("did not answer in {time}")),
    ((ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError), NoReply("closed the connection without an answer")),
    ((ssl.SSLError, urllib3.exceptions.SSLError), NoReply("could not agree on an encrypted connection")),
    ((http.client.InvalidURL, InvalidURL, InvalidSchema, MissingSchema), UNREADABLE),
    ((urllib3.exceptions.LocationValueError, AssertionError), UNREADABLE),  # http.client asserts on some hosts
    ((http.client.HTTPException, urllib3.exceptions.InvalidHeader), NoReply("answered with something that is no HTTP")),
    (requests.exceptions.InvalidHeader, NoReply("could not be asked: the settings hold what cannot be sent", passing=False)),
    (OSError, _system),
    (ValueError, UNREADABLE),
)
"""What each kind of error means, the special kinds before the general: the first row that any error of the chain fits."""
