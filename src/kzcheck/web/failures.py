"""Why nothing came back, in plain words: one table for all that the layers below can raise."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import requests.exceptions
import urllib3.exceptions
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema

from kzcheck.web.messages import Hops, NoReply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.evidence import Layer

DEEPEST = 20
"""How many errors of a chain are looked at: more than requests, urllib3 and the system make of one failure."""

WRAPPERS = (requests.exceptions.ConnectionError, urllib3.exceptions.MaxRetryError, urllib3.exceptions.ProtocolError)
"""What says nothing but that the error within it happened."""

UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)

EXHAUSTED = (errno.EMFILE, errno.ENFILE)

NAMELESS = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))

CERTIFICATE = {
    2: "of an unknown issuer",
    9: "not valid yet",
    10: "expired",
    18: "self-signed",
    19: "of an unknown issuer",
    20: "of an unknown issuer",
    21: "of an unknown issuer",
    62: "of another host",
    64: "of another host",
}
"""OpenSSL's codes of what is wrong with a certificate (X509_V_ERR_*), in words. 19 is a chain up to an issuer that nobody knows."""

OPEN = frozenset(("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"))
"""OpenSSL's names of what it sees where the other side does not encrypt at all: older and newer ones."""

OUTDATED = frozenset(
    (
        "DH_KEY_TOO_SMALL",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
        "UNSUPPORTED_PROTOCOL",
        "WRONG_SIGNATURE_TYPE",
    )
)
"""OpenSSL's names of what servers offer that it does not take any more."""

OUT_OF_TIME: dict[Layer, str] = {
    "DNS": "could not be looked up in {time}",
    "connect": "did not take the connection in {time}",
    "TLS": "did not agree on an encrypted connection in {time}",
}
"""What could not be done in time before the request was out."""


class NoReplyError(Exception):
    """Nothing that can be read came back; the text is that of a `NoReply`, "{time}" in it is the time that was allowed."""

    def __init__(self, text: str, *, passing: bool = False, layer: Layer | Literal[""] = "") -> None:
        super().__init__(text)
        self.no_reply = NoReply(text, passing, layer)


class LateError(TimeoutError):
    """Time ran out at a layer below HTTP."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer)
        self.layer: Layer = layer


class HandshakeError(ConnectionError):
    """The connection was lost while an encrypted one was being made of it."""


def no_reply(error: Exception, seconds: float, way: str = "", hops: Hops = ()) -> NoReply:
    """Return why a request failed, without a URL or a header in it; `way` is said before ("redirects to host, which ")."""
    chain = [one for one in _chain(error) if not isinstance(one, WRAPPERS)]
    fitting = ((meaning, one) for kinds, meaning in TABLE for one in chain if isinstance(one, kinds))
    meaning, one = next(fitting, (NoReply(f"failed in a way that is not known ({type(error).__name__})", passing=False), error))
    found = meaning if isinstance(meaning, NoReply) else meaning(one)
    time = f"{round(seconds, 1):g} second{'' if seconds == 1 else 's'}"
    return NoReply(way + found.reason.replace("{time}", time), found.passing, found.layer, hops)


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


def _late(error: BaseException) -> NoReply:
    layer: Layer = error.layer if isinstance(error, LateError) else "HTTP"
    return NoReply(OUT_OF_TIME[layer], layer=layer)


def _certificate(error: BaseException) -> NoReply:
    fault = CERTIFICATE.get(getattr(error, "verify_code", 0), "not trusted")
    return NoReply(f"has a certificate that is not valid ({fault})", passing=False, layer="TLS")


def _encryption(error: BaseException) -> NoReply:
    name = getattr(error, "reason", None)
    if name in OPEN:
        return NoReply("does not encrypt what it says", passing=False, layer="TLS")
    if name in OUTDATED:
        return NoReply("offers only encryption that is out of date", passing=False, layer="TLS")
    return NoReply("could not agree on an encrypted connection", layer="TLS")


def _name(error: BaseException) -> NoReply:
    if error.args and error.args[0] in NAMELESS:
        return NoReply("cannot be found (no such host)", passing=False, layer="DNS")
    return NoReply("could not be looked up (the name server gives no answer)", layer="DNS")


def _system(error: BaseException) -> NoReply:
    number = getattr(error, "errno", None)
    if number in EXHAUSTED:
        return NoReply("could not be asked (too many files are open on this machine)")
    if number in UNREACHABLE:
        return NoReply("could not be reached (no way to its network)", layer="connect")
    return NoReply("could not be reached", layer="connect")


Meaning = NoReply | Callable[[BaseException], NoReply]

UNREADABLE = NoReply("has an address that cannot be read", passing=False)
CLOSED = "closed the connection without an answer"

TABLE: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Meaning], ...] = (
    (NoReplyError, _own),
    (urllib3.exceptions.ProxyError, NoReply("could not be asked: the proxy does not answer", layer="connect")),
    (ssl.SSLCertVerificationError, _certificate),
    (socket.gaierror, _name),
    (ConnectionRefusedError, NoReply("refused the connection", layer="connect")),
    (LateError, _late),
    (HandshakeError, NoReply("closed the connection while its encryption was agreed on", layer="TLS")),
    ((TimeoutError, urllib3.exceptions.TimeoutError), NoReply("did not answer in {time}", layer="HTTP")),
    ((ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError), NoReply(CLOSED, layer="HTTP")),
    (ssl.SSLError, _encryption),
    (urllib3.exceptions.SSLError, _encryption),
    ((http.client.InvalidURL, InvalidURL, InvalidSchema, MissingSchema), UNREADABLE),
    ((urllib3.exceptions.LocationValueError, AssertionError), UNREADABLE),  # http.client asserts on some hosts
    (
        (http.client.HTTPException, urllib3.exceptions.InvalidHeader),
        NoReply("answered with something that is no HTTP", layer="HTTP"),
    ),
    (requests.exceptions.InvalidHeader, NoReply("could not be asked: the settings hold what cannot be sent", passing=False)),
    (OSError, _system),
    (ValueError, UNREADABLE),
)
"""What each kind of error means, the special kinds before the general: the first row that any error of the chain fits."""
