from __future__ import annotations

import errno
import socket
import ssl

import pytest
import requests.exceptions
import urllib3.exceptions

from kzcheck.reasons import Reason
from kzcheck.web.failures import HandshakeError, LateError, NoReplyError, no_reply
from kzcheck.web.messages import NoReply


def wrapped(error: Exception) -> Exception:
    """Wrap an error as urllib3 and requests do."""
    aborted = urllib3.exceptions.ProtocolError("Connection aborted.", error)
    return requests.exceptions.ConnectionError(urllib3.exceptions.MaxRetryError(None, "/?mailto=jane@example.org", aborted))


@pytest.mark.parametrize(
    ("error", "words", "passing", "layer"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "cannot be found (no such host)", False, "DNS"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "could not be looked up (the name server does not answer)", True, "DNS"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "no"), "refused the connection", True, "connect"),
        (ConnectionResetError(errno.ECONNRESET, "no"), "closed the connection without an answer", True, "HTTP"),
        (OSError(errno.ENETUNREACH, "no"), "could not be reached (no route to its network)", True, "connect"),
        (PermissionError(errno.EPERM, "no"), "could not be reached", True, "connect"),
        (TimeoutError("late"), "did not answer within 8 seconds", True, "HTTP"),
        (LateError("DNS"), "could not be looked up within 8 seconds", True, "DNS"),
        (LateError("connect"), "did not accept the connection within 8 seconds", True, "connect"),
        (LateError("TLS"), "did not set up an encrypted connection within 8 seconds", True, "TLS"),
        (HandshakeError(), "closed the connection while encryption was being set up", True, "TLS"),
        (OSError(errno.EMFILE, "no"), "could not be contacted (too many open files on this machine)", True, ""),
        (ssl.SSLError(1, "no"), "could not set up an encrypted connection", True, "TLS"),
        (UnicodeError("label too long"), "has an unreadable address", False, ""),
        (NoReplyError("late-body"), "did not finish its answer within 8 seconds", False, ""),
    ],
)
@pytest.mark.parametrize("wrap", [lambda error: error, wrapped])
def test_the_cause_is_identified_however_deeply_it_is_wrapped(error: Exception, words: str, passing: bool, layer: str, wrap):
    outcome = no_reply(wrap(error), 8.0)

    assert (str(outcome.reason), outcome.passing, outcome.layer) == (words, passing, layer)


@pytest.mark.parametrize(
    ("seconds", "words"), [(1.0, "1 second"), (0.3, "0.3 seconds"), (7.98, "8 seconds"), (1200.0, "1200 seconds")]
)
def test_times_are_worded_naturally(seconds: float, words: str):
    assert str(no_reply(TimeoutError(), seconds).reason) == f"did not answer within {words}"


def test_an_error_that_contains_itself_does_not_cause_a_loop():
    error = KeyError()
    error.args = (error,)

    assert no_reply(error, 1) == NoReply(Reason("unknown-failure", {"error": "KeyError"}), passing=False)
