"""Reads the texts of cited works: any file that a person or a web server gives, in a process of its own that can be ended.

Such files may be hostile, and their readers are C and C++. So each is read alone, within bounded time, memory and output, without
the network, and nothing in it runs.
"""

from __future__ import annotations

import math

import msgspec
from msgspec import Struct

from kzcheck.readers.documents import DOCUMENTS
from kzcheck.readers.isolated import Task, isolated
from kzcheck.readers.texts.forms import SIGNED, form_of, module_of
from kzcheck.reasons import Reason
from kzcheck.texts import Text  # noqa: TC001 - msgspec reads the annotations

LARGEST = 64 << 20
"""Bytes of a file; a scanned book with its words has more, and its words are seldom good."""
LONGEST = 16 << 20
"""Bytes of a file that is text or markup: a book has 2 million."""
MEMORY = 1 << 30
"""Bytes of address space; a book of 1,000 pages takes half of it."""
WAIT = 4
"""Times that a reader may take longer than it may compute: on a busy machine, a long book waits its turn."""


class Request(Struct, frozen=True):
    """A file to read: its bytes, its name or address, its format, and the parameters of its media type, perhaps with a charset."""

    content: bytes
    name: str
    form: str
    parameters: str


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
    kind, _, parameters = media_type.partition(";")
    form = form_of(content, name, kind.strip().lower())
    if not form:
        return Reason("other-kind")
    if len(content) > (LARGEST if form in SIGNED else LONGEST):
        return Reason("large-file")
    task = Task(f"{__name__}.reading", msgspec.msgpack.encode(Request(content, name, form, parameters)), MEMORY, seconds)
    loads = (module_of(form), f"kzcheck.readers.documents.{DOCUMENTS[form].module}")
    try:
        answer = msgspec.msgpack.decode(isolated(task, loads, min(wait, WAIT * seconds)), type=Answer)
    except TimeoutError:
        return Reason("slow-file", {"seconds": seconds})
    except (msgspec.DecodeError, ValueError):
        return Reason("broke-off")
    if answer.text and any(leaf.text for leaf in answer.text.leaves):
        return answer.text
    return answer.reason or Reason("no-words")
