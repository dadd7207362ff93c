"""All modes of the link lab, and a web in which each mode has its own address.

    with Web(seed=3) as web:
        ...  # visit every `case.url` of `web.cases`, with `web.allowed` as internal hosts and `web.bundle` as certificates
    assert case.mode.right(state, kind)
    assert not web.touched

Another seed gives other hosts, paths, titles and texts, so that no verdict is right by chance.
"""

from __future__ import annotations

import socket
import ssl
from collections import Counter
from contextlib import ExitStack
from ipaddress import ip_address
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from lab import pages
from lab.certificates import certificates
from lab.page_modes import ALIVE, SOFT
from lab.scenes import Answer, Case, Mode, Scene, html
from lab.server import Call, Lab
from lab.status_modes import REDIRECTS, STATUSES, UNSAFE
from lab.wire_modes import BODIES, BOMBS, BROKEN, FRAGMENTS, TLS

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

MODES: tuple[Mode, ...] = (*STATUSES, *REDIRECTS, *UNSAFE, *BROKEN, *BOMBS, *BODIES, *FRAGMENTS, *TLS, *SOFT, *ALIVE)

SHARED = 8
"""Hosts for the modes that do not affect other modes."""

CANARY = "127.0.1.1"
SECTIONS = "news articles reports library notes texts essays papers stories features research review".split()
SLUGS = "ferry lantern orchard harbour mill chapel meadow quarry almanac compass granary willow beacon saddle kettle".split()


class Blunt(Lab):
    """A server that takes a TLS handshake for a bad request, and says so in plain HTTP."""

    def _connection(self, _: str) -> Callable[[StreamReader, StreamWriter], object]:
        async def talk(reader: StreamReader, writer: StreamWriter) -> None:
            await reader.read(1)
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            writer.close()

        return talk


class Web:
    """The modes on loopback hosts for the duration of the `with` block.

    `lab` is the web itself, `cases` are the modes at their addresses. `allowed` holds the addresses that may be visited, as
    `HOST:PORT`; `canary` and `next_door` must not be. `bundle` holds the certificates to trust, or None if openssl made none: then
    `cases` has no encrypted ones. Cases that need `dns` are included only with `dns`: they need a resolver that reports unknown
    names.
    """

    def __init__(self, seed: int = 1, modes: Sequence[Mode] = MODES, *, dns: bool = False) -> None:
        self._dice = pages.thrown(seed)
        made = certificates() if any(mode.needs == "tls" for mode in modes) else {}
        self.bundle: Path | None = made.get("bundle")
        self._modes = [mode for mode in modes if mode.needs != "tls" or made]
        self._modes = [mode for mode in self._modes if mode.needs != "dns" or dns]
        self._alone = [mode for mode in self._modes if mode.alone]
        last = self._dice.sample(range(2, 2 + SHARED + len(self._alone)), SHARED + len(self._alone))
        self.lab = Lab(self._answer, *(f"127.0.0.{number}" for number in last))
        self.encrypted = {
            fault: Lab(self._answer, host, tls=_context(made[fault]))
            for fault, host in (
                ("valid", "127.0.2.1"),
                ("self-signed", "127.0.2.2"),
                ("expired", "127.0.2.3"),
                ("wrong-host", "127.0.2.4"),
            )
            if made
        }
        self.blunt = Blunt(self._answer, "127.0.2.5")
        self.canary = Lab(lambda _: html("<title>Inside</title>"), CANARY)
        self.next_door = Lab(lambda _: html("<title>Inside</title>"), f"127.0.0.{last[0]}")
        self.cases: list[Case] = []
        self._places: dict[tuple[str, str], tuple[Case, int]] = {}
        self._around: dict[tuple[str, str], Case] = {}
        self._turns: Counter[tuple[str, str]] = Counter()
        self._numbers = iter(self._dice.sample(range(1000, 9999), 8999))

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for server in (self.lab, self.blunt, self.canary, self.next_door, *self.encrypted.values()):
                stack.enter_context(server)
            self._closed = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = self._closed.getsockname()[1]
            self._stack = stack.pop_all()
        self._closed.close()
        self.outside = self._outside(port)
        shared, own = self.lab.servers[:SHARED], iter(self.lab.servers[SHARED:])
        for mode in self._modes:
            alone = next(own) if mode.alone else ""
            for _ in range(mode.copies):
                self._settle(mode, alone or self._server(mode, shared))
        self._dice.shuffle(self.cases)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def allowed(self) -> list[str]:
        """The internal addresses that may be visited: each address with its port."""
        closed = urlsplit(self.outside["closed"]).netloc
        return [*(server for lab in (self.lab, self.blunt, *self.encrypted.values()) for server in lab.servers), closed]

    @property
    def touched(self) -> int:
        """The number of connections to forbidden addresses."""
        return self.canary.connections + self.next_door.connections

    def case(self, name: str) -> Case:
        """Return the first case of a mode."""
        return next(case for case in self.cases if case.mode.name == name)

    def _outside(self, closed: int) -> dict[str, str]:
        port = urlsplit(self.canary.url).port
        number = int(ip_address(CANARY))
        return {
            "canary": self.canary.url,
            "next_door": self.next_door.url,
            "decimal": f"http://{number}:{port}",
            "hexadecimal": f"http://{number:#x}:{port}",
            "short": f"http://127.{number & 0xFFFFFF}:{port}",
            "mapped": f"http://[::ffff:{CANARY}]:{port}",
            "home": self.lab.urls[0],
            "https": self.encrypted["valid"].url if self.encrypted else "",
            "blunt": f"https://{self.blunt.servers[0]}",
            "closed": f"http://127.0.0.1:{closed}",
        }

    def _server(self, mode: Mode, shared: Sequence[str]) -> str:
        return self.encrypted[mode.tls].servers[0] if mode.tls else self._dice.choice(shared[1:])

    def _settle(self, mode: Mode, server: str) -> None:
        """Give a mode a work, and paths in a directory of its own on a host."""
        work = pages.work(self._dice, mode.language)
        slug = f"{self._dice.choice(SLUGS)}-{self._dice.choice(SLUGS)}"
        directory = f"/{self._dice.choice(SECTIONS)}/{next(self._numbers)}/"
        origin = f"{'https' if mode.tls else 'http'}://{server}"
        words = {
            **self.outside,
            "origin": origin,
            "slug": f"{slug}-{work.seed}",
            "path": f"{directory}{slug}{mode.suffix}",
            "url": f"{origin}{directory}{slug}{mode.suffix}",
            "secret": f"http://jane:pass-word@{server}",
            "secure": f"https://{server}",
        }
        url = mode.link.format(**words)
        first = urlsplit(url).path
        later = (f"/{self._dice.choice(SECTIONS)}/{next(self._numbers)}-{self._dice.choice(SLUGS)}" for _ in range(mode.places - 1))
        item = pages.item(work, len(self.cases) + 1, url, mode.kind, mode.cited(work))
        case = Case(mode, url, item, work, origin, (first, *later))
        self.cases.append(case)
        self._places.update({(server, path): (case, place) for place, path in enumerate(case.places)})
        self._around[server, "" if mode.alone else directory] = case

    def _answer(self, call: Call) -> Answer:
        path = call.path.partition("?")[0]
        case, place = self._places.get((call.server, path), (None, None))
        if case:
            turn = self._turns[call.server, call.path]
            self._turns[call.server, call.path] += 1
            return case.mode.answer(Scene(call, case, place, turn, self.outside))
        for around in self._near(path):
            case = self._around.get((call.server, around))
            if case and case.mode.elsewhere:
                return case.mode.elsewhere(Scene(call, case, None, 0, self.outside))
        return _house(call.server, path)

    def _near(self, path: str) -> Iterable[str]:
        """Yield the directories whose case may answer for a path: its own, the one below a locale, and the whole host."""
        yield "/".join(path.split("/")[:3]) + "/"
        yield "/" + "/".join(path.split("/")[2:4]) + "/"
        yield ""


def _house(server: str, path: str) -> Answer:
    """Show the common pages of a host: home page, search, login, a page for lost content, and a 404."""
    site = f"The Invented House {server.rpartition('.')[2].partition(':')[0]}"
    match path:
        case "/" | "/index.html" | "/en/":
            return html(pages.home(site))
        case "/search":
            return html(pages.search(site))
        case "/login":
            return html(pages.login(site))
        case "/404":
            return html(pages.page("Page not found", "<h1>Page not found</h1><p>There is nothing here.</p>"))
        case "/secure":
            return html(pages.page(site, f"<h1>{site}</h1>"))
    return html(pages.page("404 Not Found", "<h1>Not Found</h1>", menu=False), 404)


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
