"""What the modes of the lab are made of: a mode, a case of it at some address, and the scene in which its page is asked for."""

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
    """A state that a page is truly in, and of which kind; a kind of "" stands for any."""

    state: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way in which a link lives, fails, or pretends.

    `truth` is `state/kind`, the best first where several are right, with a bar between; without a kind any is right. `code` is the
    rule that speaks of it, "" where none should. `answer` plays the page and its further `places`; `elsewhere` every other path of
    its directory, or of its host where it is `alone` on one (None: an honest 404). `link` says how the list writes the
    URL, `cited` how it gives the title. `needs` is what the lab cannot do everywhere: `tls`, `dns`. There are `copies` of it on
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
        """What may be said of it, the best first."""
        return tuple(Truth(*state.split("/")) for state in self.truth.split("|"))

    @property
    def state(self) -> str:
        """The state that it is in."""
        return self.truths[0].state

    def right(self, state: str, kind: str = "") -> bool:
        """Whether a verdict on it is right."""
        return any(truth.state == state and truth.kind in {"", kind} for truth in self.truths)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A mode at an address: the `url` as the list has it, the `item` that cites it, the `work` that it cites.

    `places` are the paths that are its own; the first is the cited one.
    """

    mode: Mode
    url: str
    item: Item
    work: Work
    origin: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One call for one case: which of its `places` was asked for (None: none of them), and how often before (`turn`).

    `outside` has the addresses of the lab beyond the host: `canary` and `next_door` must never be asked, `home` is another
    host's, `https` that of an encrypted one.
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
        """Show the living page of the cited work."""
        return html(pages.article(self.work))


def html(text: str, status: int = 200, **headers: str) -> Answer:
    """Return a page as it is sent; underlines in names of headers stand for hyphens."""
    return Answer(status, {**HTML, **{name.replace("_", "-"): value for name, value in headers.items()}}, text.encode())


class Pieces:
    """In the place of an answer's `raw`: `first`, then `again` many `times`, made as they are sent, one piece at a time."""

    def __init__(self, first: bytes, again: bytes, times: int) -> None:
        self._first, self._again, self._times = first, again, times

    def __len__(self) -> int:
        return 1 + self._times

    def __getitem__(self, part: slice) -> Pieces | bytes:
        if part.stop is None:
            return self
        return self._again if part.start else self._first


def pieces(first: bytes, again: bytes, times: int, pause: float = 1e-6) -> Answer:
    """Return an answer of pieces, each with a pause after it, in seconds: the least lets other calls have their turn."""
    return Answer(raw=Pieces(first, again, times), drip=(1, pause))


def head(body: bytes, *lines: str, status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    """Return the first bytes of an answer, written by hand."""
    return "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {media}", *lines, "\r\n")).encode() + body


def stored(mebibytes: int, start: bytes) -> bytes:
    """Return a gzip stream that begins with `start`, inflates a thousandfold to so many mebibytes of spaces, and has no end."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    blank = b" " * (1 << 20)
    first = deflate.compress(start) + deflate.flush(zlib.Z_FULL_FLUSH)
    deflate.compress(blank)
    deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(blank) + deflate.flush(zlib.Z_FULL_FLUSH)
    return first + again * mebibytes


def utf16(text: str) -> bytes:
    """Return a text in UTF-16 with its mark."""
    return BOM_UTF16_LE + text.encode("utf-16-le")
