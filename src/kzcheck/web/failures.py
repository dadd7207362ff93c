"""Translates every error that the layers below can raise into the reason for a missing reply."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import requests.exceptions
import urllib3.exceptions
from requests.exceptions import InvalidSchema, InvalidURL, MissingSchema

from kzcheck.reasons import LATE, SECONDS, Reason
from kzcheck.web.messages import Hops, NoReply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.evidence import Layer

DEEPEST = 20
"""Most errors examined in a chain: more than requests, urllib3 and the system make of one failure."""

WRAPPERS = (requests.exceptions.ConnectionError, urllib3.exceptions.MaxRetryError, urllib3.exceptions.ProtocolError)
"""Errors that only wrap another error."""

UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)

EXHAUSTED = (errno.EMFILE, errno.ENFILE)

NAMELESS = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))

CERTIFICATE = {
    2: "certificate-unknown-issuer",
    9: "certificate-not-yet",
    10: "certificate-expired",
    18: "certificate-self-signed",
    19: "certificate-unknown-issuer",
    20: "certificate-unknown-issuer",
    21: "certificate-unknown-issuer",
    62: "certificate-of-another",
    64: "certificate-of-another",
}
"""OpenSSL's codes for invalid certificates (X509_V_ERR_*), and ours. 19 is a chain that ends at an unknown issuer."""

OPEN = frozenset(("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"))
"""OpenSSL's names, older and newer, for an answer that is not encrypted at all."""

OUTDATED = frozenset(
    (
        "DH_KEY_TOO_SMALL",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
        "UNSUPPORTED_PROTOCOL",
        "WRONG_SIGNATURE_TYPE",
    )
)
"""OpenSSL's names for outdated encryption that it no longer accepts."""

OUT_OF_TIME: dict[Layer, str] = {
    "DNS": "late-lookup",
    "connect": "late-connection",
    "TLS": "late-encryption",
}
"""Codes for a timeout before the request was sent, by layer."""


class Failure(NamedTuple):
    """The meaning of an error: the code of a reason and its values, except the time allowed; the rest is as in `NoReply`."""

    code: str
    passing: bool = True
    layer: Layer | Literal[""] = ""
    values: Mapping[str, str | float] = {}


class NoReplyError(Exception):
    """No readable reply arrived; the reason has this `code` and these `values`."""

    def __init__(self, code: str, *, passing: bool = False, layer: Layer | Literal[""] = "", **values: str | float) -> None:
        super().__init__(code)
        self.failure = Failure(code, passing, layer, values)


class LateError(TimeoutError):
    """A timeout at a layer below HTTP."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer)
        self.failure = Failure(OUT_OF_TIME[layer], layer=layer)


class HandshakeError(ConnectionError):
    """The connection was lost during the TLS handshake."""


def no_reply(error: Exception, seconds: float, redirected: str | None = None, hops: Hops = ()) -> NoReply:
    """Return why a request failed, without URLs or headers; `redirected` is the result of `urls.redirected_host`."""
    chain = [cause for cause in _chain(error) if not isinstance(cause, WRAPPERS)]
    matches = ((meaning, cause) for kinds, meaning in TABLE for cause in chain if isinstance(cause, kinds))
    meaning, cause = next(matches, (Failure("unknown-failure", passing=False, values={"error": type(error).__name__}), error))
    code, passing, layer, values = meaning if isinstance(meaning, Failure) else meaning(cause)
    reason = Reason(code, {**values, SECONDS: round(seconds, 1)} if code in LATE else {**values})
    if redirected:
        reason = Reason("after-redirect", {"host": redirected, "reason": reason})
    elif redirected is not None:
        reason = Reason("after-redirect-elsewhere", {"reason": reason})
    return NoReply(reason, passing, layer, hops)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all errors behind it: causes, contexts, urllib3's `reason`, and errors among its arguments."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < DEEPEST:
        cause = waiting.pop(0)
        if id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            inner = (getattr(cause, "reason", None), cause.__cause__, cause.__context__, *cause.args)
            waiting += [part for part in inner if isinstance(part, BaseException)]


def _own(error: Any) -> Failure:  # noqa: ANN401 - one of ours
    failure: Failure = error.failure
    return failure


def _encryption(error: BaseException) -> Failure:
    name = getattr(error, "reason", None)
    code = "unencrypted" if name in OPEN else "old-encryption" if name in OUTDATED else "no-encryption"
    return Failure(code, passing=code == "no-encryption", layer="TLS")


def _name(error: BaseException) -> Failure:
    nameless = error.args[:1] and error.args[0] in NAMELESS
    return Failure("no-such-host" if nameless else "no-name-server", passing=not nameless, layer="DNS")


def _system(error: BaseException) -> Failure:
    number = getattr(error, "errno", None)
    if number in EXHAUSTED:
        return Failure("too-many-files")
    return Failure("no-network" if number in UNREACHABLE else "unreachable", layer="connect")


Meaning = Failure | Callable[[BaseException], Failure]

UNREADABLE = Failure("unreadable-address", passing=False)

TABLE: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Meaning], ...] = (
    (NoReplyError, _own),
    (urllib3.exceptions.ProxyError, Failure("proxy-silent", layer="connect")),
    (
        ssl.SSLCertVerificationError,
        lambda error: Failure(
            CERTIFICATE.get(getattr(error, "verify_code", 0), "certificate-untrusted"), passing=False, layer="TLS"
        ),
    ),
    (socket.gaierror, _name),
    (ConnectionRefusedError, Failure("refused-connection", layer="connect")),
    (LateError, _own),
    (HandshakeError, Failure("closed-early", layer="TLS")),
    ((TimeoutError, urllib3.exceptions.TimeoutError), Failure("late", layer="HTTP")),
    ((ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError), Failure("closed", layer="HTTP")),
    (ssl.SSLError, _encryption),  # more specific than urllib3's error around it
    (urllib3.exceptions.SSLError, _encryption),
    ((http.client.InvalidURL, InvalidURL, InvalidSchema, MissingSchema), UNREADABLE),
    ((urllib3.exceptions.LocationValueError, AssertionError), UNREADABLE),  # http.client asserts on some hosts
    ((http.client.HTTPException, urllib3.exceptions.InvalidHeader), Failure("no-http", layer="HTTP")),
    (requests.exceptions.InvalidHeader, Failure("unsendable-settings", passing=False)),
    (OSError, _system),
    (ValueError, UNREADABLE),
)
"""The meaning of each kind of error, special kinds before general ones; the first row that matches any error of a chain counts."""
