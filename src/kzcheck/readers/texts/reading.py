"""Reads one text in a process of its own, which is bounded, cannot use the network, and ends with the process that waits for it.

python -P -m kzcheck.readers.texts.reading < request > answer.msgpack
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import PurePosixPath
from threading import Thread

import msgspec

from kzcheck.errors import UnreadableError
from kzcheck.readers.documents import DOCUMENTS, OPENING, format_of
from kzcheck.readers.files import UTF16, UTF32
from kzcheck.readers.limits import limit
from kzcheck.readers.texts import LENGTH, Answer, Request
from kzcheck.reasons import Reason
from kzcheck.texts import Text

MEMORY = 1 << 30
"""Bytes of address space; a book of 1,000 pages takes half of it."""
LONGEST = 16 << 20
"""Bytes of a file that is text or markup: a book has 2 million."""
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/jats+xml": ".xml",
    "application/epub+zip": ".epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-tex": ".tex",
    "application/x-tex": ".tex",
    "application/x-latex": ".tex",
}
"""Suffixes of files by the media types of the formats that are read."""
OWN = {"pdf": "pdf", "html": "pages"}
"""The modules here of formats that are read otherwise than manuscripts."""
SIGNED = frozenset(("docx", "pdf", "odt", "epub"))
"""Formats whose files are told by how they begin, whatever their names say."""
PDF = b"%PDF-"
"""The sign of a PDF, before which some programs put other bytes."""
HEAD = 4096
"""Bytes at the beginning of a file that tell a text from other data."""
CONTROL = bytes((*range(9), *range(14, 27), *range(28, 32)))
MOST_CONTROL = 0.05
"""Share of control characters from which a file is not a text; half of what compressed data has."""


def main() -> None:
    """Read a request from standard input, and write the answer to standard output."""
    source = sys.stdin.buffer
    request = msgspec.msgpack.decode(source.read(int.from_bytes(source.read(LENGTH), "big")), type=Request)
    limit(MEMORY, request.seconds)
    Thread(target=_end_with_parent, daemon=True).start()
    sys.addaudithook(refuse_network)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer(request)))
    sys.stdout.buffer.flush()
    os._exit(0)  # Python would wait a second for the thread that reads


def _end_with_parent() -> None:
    """End this process and those it started when the other end of standard input is closed."""
    sys.stdin.buffer.read(1)
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def refuse_network(event: str, _arguments: object) -> None:
    """Refuse every use of the network: an audit hook cannot be taken back.

    Raises:
        PermissionError: the network is used.
    """
    if event.startswith("socket."):
        raise PermissionError(event)


def answer(request: Request) -> Answer:
    """Return the text of a file, or the reason why there is none."""
    media_type, _, parameters = request.media_type.partition(";")
    form = form_of(request.content, request.name, media_type.strip().lower())
    if not form:
        return Answer(reason=Reason("other-kind"))
    if form not in SIGNED and len(request.content) > LONGEST:
        return Answer(reason=Reason("large-file"))
    try:
        made = _read(form, request.content, request.name, parameters)
    except UnreadableError as error:
        return Answer(reason=Reason(error.code))
    except MemoryError:
        return Answer(reason=Reason("much-memory"))
    return Answer(made) if isinstance(made, Text) else Answer(reason=made)


def form_of(content: bytes, name: str, media_type: str) -> str:
    """Return the format of a file, or "" if it is not one that is read."""
    form = format_of(SUFFIXES.get(media_type) or PurePosixPath(name).suffix.lower(), content)
    if form not in SIGNED:
        return form if _is_text(content[:HEAD]) else ""
    sign = DOCUMENTS[form].sign
    begins = (form == "pdf" and PDF in content[:HEAD]) or (sign and sign.search(content[:OPENING]))
    return form if begins else ""


def _is_text(head: bytes) -> bool:
    """Return whether the beginning of a file looks like a text in some encoding."""
    if head.startswith((*UTF16, *UTF32)):
        return True
    return b"\0" not in head and len(head) - len(head.translate(None, CONTROL)) <= MOST_CONTROL * len(head)


def _read(form: str, content: bytes, name: str, parameters: str) -> Text | Reason:
    """Read a file in a given format; only what this needs is loaded."""
    module = import_module(f"kzcheck.readers.texts.{OWN.get(form, 'manuscripts')}")
    made: Text | Reason = module.read(content, name, form, parameters)
    return made


if __name__ == "__main__":
    main()
