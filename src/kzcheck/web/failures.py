"""Why nothing came back, in plain words: one table for all that the layers below can raise."""

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
"""How many errors of a chain are looked at: more than requests, urllib3 and the system make of one failure."""

WRAPPERS = (requests.exceptions.ConnectionError, urllib3.exceptions.MaxRetryError, urllib3.exceptions.ProtocolError)
"""What says nothing but that the error within it happened."""

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
"""OpenSSL's codes of what is wrong with a certificate (X509_V_ERR_*), and ours. 19 is a chain up to an issuer that nobody knows."""

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
    "DNS": "late-lookup",
    "connect": "late-connection",
    "TLS": "late-encryption",
}
"""What could not be done in time before the request was out."""


class Failure(NamedTuple):
    """What an error means: the code of a reason and its values, but for the time that was allowed; the rest as in `NoReply`."""

    code: str
    passing: bool = True
    layer: Layer | Literal[""] = ""
    values: Mapping[str, str | float] = {}


class NoReplyError(Exception):
    """Nothing that can be read came back; its reason is of this `code` and these `values`."""

    def __init__(self, code: str, *, passing: bool = False, layer: Layer | Literal[""] = "", **values: str | float) -> None:
        super().__init__(code)
        self.failure = Failure(code, passing, layer, values)


class LateError(TimeoutError):
    """Time ran out at a layer below HTTP."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer)
        self.failure = Failure(OUT_OF_TIME[layer], layer=layer)


class HandshakeError(ConnectionError):
    """The connection was lost while an encrypted one was being made of it."""


def no_reply(error: Exception, seconds: float, way: str | None = None, hops: Hops = ()) -> NoReply:
    """Return why a request failed, without a URL or a header in it; `way` is as `urls.way` gives it."""
    chain = [cause for cause in _chain(error) if not isinstance(cause, WRAPPERS)]
    fitting = ((meaning, cause) for kinds, meaning in TABLE for cause in chain if isinstance(cause, kinds))
    meaning, cause = next(fitting, (Failure("unknown-failure", passing=False, values={"error": type(error).__name__}), error))
    code, passing, layer, values = meaning if isinstance(meaning, Failure) else meaning(cause)
    reason = Reason(code, {**values, SECONDS: round(seconds, 1)} if code in LATE else {**values})
    if way:
        reason = Reason("after-redirect", {"host": way, "reason": reason})
    elif way is not None:
        reason = Reason("after-redirect-elsewhere", {"reason": reason})
    return NoReply(reason, passing, layer, hops)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all that it was made of: causes, contexts, `reason` of urllib3, and errors among its arguments."""
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
    (ssl.SSLError, _encryption),  # it knows what was wrong; urllib3's around it does not
    (urllib3.exceptions.SSLError, _encryption),
    ((http.client.InvalidURL, InvalidURL, InvalidSchema, MissingSchema), UNREADABLE),
    ((urllib3.exceptions.LocationValueError, AssertionError), UNREADABLE),  # http.client asserts on some hosts
    ((http.client.HTTPException, urllib3.exceptions.InvalidHeader), Failure("no-http", layer="HTTP")),
    (requests.exceptions.InvalidHeader, Failure("unsendable-settings", passing=False)),
    (OSError, _system),
    (ValueError, UNREADABLE),
)
"""What each kind of error means, the special kinds before the general: the first row that any error of the chain fits."""
