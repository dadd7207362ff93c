"""The parts of the lab's modes: a mode, a case of it at an address, and the scene in which its page is requested."""

from __future__ import annotations

import zlib
from codecs import BOM_UTF16_LE
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lab import pages
from lab.server import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kzcheck.csl import Item
    from lab.pages import Work
    from lab.server import Call

    Handler = Callable[["Scene"], Answer]

HTML = {"Content-Type": "text/html; charset=utf-8"}


class Truth(NamedTuple):
    """The true state and kind of a page; the kind "" stands for any."""

    state: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way in which a link works, fails or pretends.

    `truth` is `state/kind`; several right ones are separated by a bar, the best first; without a kind, any is right. `code` is the
    rule that reports it, or "". `answer` plays the page and its further `places`; `elsewhere` every other path of
    its directory, or of its host if it is `alone` there (None: a 404). `link` is the form of the URL in the list,
    `cited` that of the title. `needs` names features that the lab may lack: `tls`, `dns`. There are `copies` of the mode on
    one host.
    """

    name: str
    truth: str
    answer: Handler
    code: str = ""
    places: int = 3
    elsewhere: Handler | None = None
    alone: bool = False
    language: str = "en"
    kind: str = "webpage"
    link: str = "{url}"
    suffix: str = ""
    cited: Callable[[Work], str] = lambda work: work.title
    needs: str = ""
    tls: str = ""
    copies: int = 1
    notes: str = ""

    @property
    def truths(self) -> tuple[Truth, ...]:
        """The right states and kinds, the best first."""
        return tuple(Truth(*state.split("/")) for state in self.truth.split("|"))

    @property
    def state(self) -> str:
        """The true state."""
        return self.truths[0].state

    def right(self, state: str, kind: str = "") -> bool:
        """Return whether a verdict is right."""
        return any(truth.state == state and truth.kind in {"", kind} for truth in self.truths)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A mode at an address: the `url` in the list, the `item` that cites it, and the cited `work`.

    `places` are its own paths; the first is the cited one.
    """

    mode: Mode
    url: str
    item: Item
    work: Work
    origin: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One call for one case: which of its `places` was requested (None: none of them), and the number of earlier calls (`turn`).

    `outside` holds addresses of the lab beyond the host: `canary` and `next_door` must never be visited, `home` is another
    host's, `https` an encrypted host's.
    """

    call: Call
    case: Case
    place: int | None
    turn: int
    outside: Mapping[str, str] = field(default_factory=dict)

    @property
    def work(self) -> Work:
        """The cited work."""
        return self.case.work

    def to(self, target: int | str, status: int = 302) -> Answer:
        """Redirect to one of the case's places, or elsewhere."""
        location = self.case.places[target] if isinstance(target, int) else target
        if location.startswith("/") and self.work.seed % 2:
            location = f"{self.case.origin}{location}"
        return Answer(status, {"Location": location, **HTML}, b"<html><body>This way, please.</body></html>")

    def article(self) -> Answer:
        """Show the working page of the cited work."""
        return html(pages.article(self.work))


def html(text: str, status: int = 200, **headers: str) -> Answer:
    """Return a page as an answer; underscores in names of headers stand for hyphens."""
    return Answer(status, {**HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}, text.encode())


class Pieces:
    """Replaces an answer's `raw`: `first`, then `again` repeated `times` times, made and sent one piece at a time."""

    def __init__(self, first: bytes, again: bytes, times: int) -> None:
        self._first, self._again, self._times = first, again, times

    def __len__(self) -> int:
        return 1 + self._times

    def __getitem__(self, part: slice) -> Pieces | bytes:
        if part.stop is None:
            return self
        return self._again if part.start else self._first


def pieces(first: bytes, again: bytes, times: int, pause: float = 1e-6) -> Answer:
    """Return an answer in pieces, with a pause in seconds after each; the shortest pause lets other calls proceed."""
    return Answer(raw=Pieces(first, again, times), drip=(1, pause))


def head(body: bytes, *lines: str, status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    """Return the first bytes of a hand-written answer."""
    return "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {media}", *lines, "\r\n")).encode() + body


def stored(mebibytes: int, start: bytes) -> bytes:
    """Return an endless gzip stream that begins with `start` and inflates a thousandfold to so many mebibytes of spaces."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    blank = b" " * (1 << 20)
    first = deflate.compress(start) + deflate.flush(zlib.Z_FULL_FLUSH)
    deflate.compress(blank)
    deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(blank) + deflate.flush(zlib.Z_FULL_FLUSH)
    return first + again * mebibytes


def utf16(text: str) -> bytes:
    """Return a text in UTF-16 with a byte order mark."""
    return BOM_UTF16_LE + text.encode("utf-16-le")
