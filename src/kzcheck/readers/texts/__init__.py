"""Reads the texts of cited works: any file that a person or a web server gives, in a process of its own that can be ended.

Such files may be hostile, and their readers are C and C++. So each is read alone, within bounded time, memory and output, without
the network, and nothing in it runs.
"""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
from threading import Timer
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kzcheck.reasons import Reason
from kzcheck.texts import Text  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from typing import IO

LARGEST = 64 << 20
"""Bytes of a file; a scanned book with its words has more, and its words are seldom good."""
MOST = 256 << 20
"""Bytes of an answer."""
WAIT = 4
"""Times that a reader may take longer than it may compute: on a busy machine, a long book waits its turn."""
LENGTH = 8
"""Bytes of the number before a request: how long it is."""


class Request(Struct, frozen=True):
    """A file to read: its bytes, its name or address, its media type with the charset if a server gave one, and the time for it."""

    content: bytes
    name: str
    media_type: str
    seconds: float


class Answer(Struct, frozen=True):
    """What became of a file: its text, or the reason why there is none."""

    text: Text | None = None
    reason: Reason | None = None


def read_text(content: bytes, name: str, *, media_type: str = "", seconds: float = 60.0, wait: float = math.inf) -> Text | Reason:
    """Return the text of a cited work, or why it cannot be read.

    The list of references, running heads and printed page numbers are left out. The texts of all leaves, one after the other, are
    the whole text: a paragraph ends with a line end, and where it goes on on the next leaf, a leaf ends with a blank. Notes at
    the foot of a page come before such a paragraph, so that it is not interrupted.

    Args:
        content: The bytes of a file: HTML, PDF, DOCX, EPUB, ODT, RTF, JATS, Markdown, LaTeX or plain text.
        name: Its name, whose suffix tells its format if nothing else does, or its address.
        media_type: Its type as a web server gave it, perhaps with a charset.
        seconds: Of processor time, of which a book of 1,000 pages takes 25; the file is given up when its reader has computed for
            so long, or has taken `WAIT` times as long.
        wait: Seconds after which the file is given up, however little its reader has computed.
    """
    if not content.strip():
        return Reason("empty-file")
    if len(content) > LARGEST:
        return Reason("large-file")
    answer = _answer(msgspec.msgpack.encode(Request(content, name, media_type, seconds)), seconds, min(wait, WAIT * seconds))
    if answer.text and any(leaf.text for leaf in answer.text.leaves):
        return answer.text
    return answer.reason or Reason("no-words")


def _answer(request: bytes, seconds: float, wait: float) -> Answer:
    """Return the answer of a process that reads one text; whatever happens, it is ended, with all that it started."""
    command = [sys.executable, "-P", "-m", f"{__name__}.reading"]
    process = subprocess.Popen(  # noqa: S603 - our own code
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    if process.stdin is None or process.stdout is None:  # never: both are pipes
        raise AssertionError
    timer = Timer(wait, _end, (process,))
    timer.daemon = True
    timer.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            _send(process.stdin, request)
        said = process.stdout.read(MOST)
    finally:
        late = not timer.is_alive()
        timer.cancel()
        _end(process)
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        slow = process.wait() == -getattr(signal, "SIGXCPU", 0)
    try:
        return msgspec.msgpack.decode(said, type=Answer)
    except (msgspec.DecodeError, ValueError):
        return Answer(reason=Reason("slow-file", {"seconds": seconds}) if late or slow else Reason("broke-off"))


def _send(pipe: IO[bytes], request: bytes) -> None:
    """Write a request; the pipe stays open, since its end tells the process that nobody waits any more."""
    pipe.write(len(request).to_bytes(LENGTH, "big"))
    pipe.write(request)
    pipe.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
