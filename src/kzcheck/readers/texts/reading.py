"""Reads one text; it runs in a process of its own."""

from __future__ import annotations

from importlib import import_module

import msgspec

from kzcheck.errors import UnreadableError
from kzcheck.readers.texts import Answer, Request
from kzcheck.readers.texts.forms import module_of
from kzcheck.reasons import Reason
from kzcheck.texts import Text


def answer(request: bytes) -> bytes:
    """Return the answer to a request, both encoded."""
    return msgspec.msgpack.encode(_answer(msgspec.msgpack.decode(request, type=Request)))


def _answer(request: Request) -> Answer:
    """Return the text of a file, or the reason why there is none."""
    try:
        made: Text | Reason = import_module(module_of(request.form)).read(*msgspec.structs.astuple(request))
    except UnreadableError as error:
        return Answer(reason=Reason(error.code))
    except MemoryError:
        return Answer(reason=Reason("much-memory"))
    return Answer(made) if isinstance(made, Text) else Answer(reason=made)
