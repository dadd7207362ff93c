"""Modes: transmission faults, unusual bodies and charsets, bombs, fragments, and encryption."""

from __future__ import annotations

import gzip
import sys
import zlib
from typing import TYPE_CHECKING

from lab import pages
from lab.scenes import HTML, Answer, Mode, Scene, head, html, pieces, stored, utf16

if TYPE_CHECKING:
    from lab.scenes import Handler

BOUND = "failed/time-out"
ENDLESS = sys.maxsize - 1


def raw(answer: Answer) -> Handler:
    """Return a page that always sends the same bytes."""
    return lambda _: answer


def once_reset(scene: Scene) -> Answer:
    """Break the connection the first time."""
    return scene.article() if scene.turn else Answer(cut=0, reset=True)


def text(scene: Scene) -> bytes:
    """Return the working page as bytes."""
    return pages.article(scene.work).encode()


def cut_off(scene: Scene) -> Answer:
    """Send three quarters of the page."""
    body = text(scene)
    return Answer(headers=HTML, body=body[: len(body) * 3 // 4], length=len(body), cut=len(body))


def one_byte_a_second(scene: Scene) -> Answer:
    """Send the beginning of the page up to its title, and then a byte a second."""
    body = text(scene)
    start = body.index(b"</title>") + len(b"</title>")
    return pieces(head(body[:start], f"Content-Length: {len(body)}"), b" ", len(body) - start, 1.0)


def headed(code: int, delay: float = 0.0) -> Handler:
    """Return a page with a faulty answer to HEAD."""
    return lambda scene: Answer(code, HTML, delay=delay) if scene.call.method == "HEAD" else scene.article()


BROKEN = (
    Mode("hang", BOUND, raw(Answer(delay=60)), "LINK508", alone=True),
    Mode("drip-head", BOUND, raw(Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100, drip=(1, 1.0))), "LINK508", alone=True),
    Mode("drip-body", f"ok|{BOUND}", one_byte_a_second, alone=True, notes="its title comes at once"),
    Mode("reset", "failed/reset", raw(Answer(cut=0, reset=True)), "LINK508", alone=True),
    Mode("close", "failed/reset|failed/garbage", raw(Answer(cut=0)), "LINK508", alone=True),
    Mode("reset-once", "ok", once_reset, alone=True),
    Mode("garbage", "failed/garbage", raw(Answer(raw=b"SSH-2.0-Invented_1.0\r\n")), "LINK508", alone=True),
    Mode("half-a-head", "failed/reset|failed/garbage", raw(Answer(headers=HTML, cut=40)), "LINK508", alone=True),
    Mode(
        "long-header",
        "failed/garbage|failed/too-long",
        raw(Answer(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n")),
        "LINK508",
        alone=True,
    ),
    Mode(
        "endless-head",
        f"failed/garbage|failed/too-long|{BOUND}",
        raw(pieces(b"HTTP/1.1 200 OK\r\n", b"X: x\r\n" * 50, ENDLESS)),
        "LINK508",
        alone=True,
    ),
    Mode("refused", "failed/refused", raw(Answer()), "LINK508", link="{closed}{path}", notes="a closed port"),
    Mode("no-such-host", "dead/no-such-host", raw(Answer()), "LINK501", link="http://{slug}.invalid/page", needs="dns"),
    Mode("truncated", "ok", cut_off),
    Mode("head-405", "ok", headed(405)),
    Mode("head-404", "ok", headed(404)),
    Mode("head-hangs", "ok", headed(200, 60)),
    Mode(
        "early-hints",
        "ok",
        lambda s: Answer(raw=b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n" + head(text(s), "Connection: close")),
    ),
    Mode("no-length", "ok", lambda s: Answer(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + text(s))),
    Mode(
        "chunked",
        "ok",
        lambda s: Answer(raw=head(b"%x\r\n%b\r\n0\r\n\r\n" % (len(text(s)), text(s)), "Transfer-Encoding: chunked")),
    ),
    Mode("gzip", "ok", lambda s: Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=gzip.compress(text(s), 1))),
    Mode("deflate", "ok", lambda s: Answer(headers={**HTML, "Content-Encoding": "deflate"}, body=zlib.compress(text(s), 1))),
)


def inflating(scene: Scene) -> Answer:
    """Show the page, followed by a gibibyte of spaces."""
    return Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=stored(1024, text(scene)))


def endless(scene: Scene) -> Answer:
    """Show the page, and never end."""
    body = text(scene).replace(b"</body></html>", b"")
    first = head(b"%x\r\n%b\r\n" % (len(body), body), "Transfer-Encoding: chunked")
    return pieces(first, b"10000\r\n" + b"<p>more </p>\n".ljust(65536) + b"\r\n", ENDLESS)


BOMBS = (
    Mode("gzip-bomb", "blocked/unread|failed/too-long", inflating, alone=True, notes="1 MB becomes 1 GiB"),
    Mode("endless-body", f"ok|failed/too-long|{BOUND}", endless, alone=True),
    Mode(
        "large-file",
        "ok|failed/too-long",
        raw(pieces(head(bytes(65536), f"Content-Length: {256 << 20}", media="application/octet-stream"), bytes(65536), 4095)),
        alone=True,
        notes="256 MiB",
    ),
)


def charset(codec: str, stated: str = "", written: str = "") -> Handler:
    """Return the page in a charset that the header and the page may state, rightly or wrongly."""
    media = "text/html" + (f"; charset={stated}" if stated else "")
    return lambda scene: Answer(
        headers={"Content-Type": media},
        body=pages.article(scene.work)
        .replace(
            '<meta charset="utf-8">', f'<meta http-equiv="Content-Type" content="text/html; charset={written}">' if written else ""
        )
        .encode(codec, "xmlcharrefreplace"),
    )


def file(media: str, body: bytes) -> Handler:
    """Return a file of a type."""
    return raw(Answer(headers={"Content-Type": media}, body=body))


def document(media: str, *, titled: bool = True, outline: bool = False) -> Handler:
    """Return a PDF."""
    return lambda s: Answer(headers={"Content-Type": media}, body=pages.pdf(s.work.title if titled else "", outline=outline))


def plain(scene: Scene) -> Answer:
    """Show the work as plain text."""
    body = f"{scene.work.title}\n{scene.work.author}\n\n" + "\n".join(scene.work.sentences(9))
    return Answer(headers={"Content-Type": "text/plain; charset=utf-8"}, body=body.encode())


BODIES = (
    Mode("charset-header-wrong", "ok", charset("utf-8", "iso-8859-1", "utf-8"), language="fr"),
    Mode("charset-in-meta", "ok", charset("cp1251", "", "windows-1251"), language="ru"),
    Mode("charset-in-header", "ok", charset("cp1251", "windows-1251"), language="ru"),
    Mode("charset-koi8", "ok", charset("koi8-r", "koi8-r"), language="ru"),
    Mode("charset-lied", "ok", charset("cp1251", "utf-8", "utf-8"), language="ru"),
    Mode("charset-unsaid", "ok", charset("cp1251"), language="ru"),
    Mode("charset-unsaid-latin", "ok", charset("cp1252"), language="de"),
    Mode("charset-turkish", "ok", charset("cp1254", "iso-8859-9"), language="tr"),
    Mode("charset-polish", "ok", charset("iso8859-2", "", "iso-8859-2"), language="pl"),
    Mode("charset-chinese", "ok", charset("gb18030", "gb2312"), language="zh"),
    Mode("charset-japanese", "ok", charset("cp932", "", "Shift_JIS"), language="ja"),
    Mode("utf-16", "ok", lambda s: Answer(headers={"Content-Type": "text/html"}, body=utf16(pages.article(s.work))), language="kk"),
    Mode("no-media-type", "ok", lambda s: Answer(body=text(s))),
    Mode("xhtml", "ok", lambda s: Answer(headers={"Content-Type": "application/xhtml+xml"}, body=text(s))),
    Mode("plain-text", "ok", plain),
    Mode("pdf", "ok", document("application/pdf"), suffix=".pdf", kind="report"),
    Mode("pdf-russian", "ok", document("application/pdf"), suffix=".pdf", language="ru", kind="report"),
    Mode("pdf-untitled", "ok", document("application/pdf", titled=False), suffix=".pdf", kind="report"),
    Mode("pdf-outline", "ok", document("application/pdf", titled=False, outline=True), suffix=".pdf", kind="report"),
    Mode("pdf-as-octets", "ok", document("application/octet-stream"), suffix=".pdf", kind="report"),
    Mode("octets", "ok", file("application/octet-stream", bytes(range(256)) * 40), suffix=".bin", kind="dataset"),
    Mode("image", "ok", file("image/png", b"\x89PNG\r\n\x1a\n" + bytes(500)), suffix=".png", kind="figure"),
    Mode("json", "ok", file("application/json", b'{"rows": [[1, 2], [3, 4]]}'), suffix=".json", kind="dataset"),
    Mode("csv", "ok", file("text/csv", b"year,ferries\n1890,12\n1891,14\n"), suffix=".csv", kind="dataset"),
    Mode("html-for-pdf", "soft-404", lambda s: html(pages.lost(s.work)), "LINK502", suffix=".pdf", kind="report"),
)


def anchored(scene: Scene) -> Answer:
    """Show the page with some anchors, and one sentence for a text fragment."""
    return html(
        pages.article(
            scene.work,
            body='<h2 id="results">Results</h2><p>Every <b>second ferry</b> ran late in winter.</p><a name="old-style"></a>'
            '<h2 id="méthode">Méthode</h2><h2 id="user-content-setup">Setup</h2>',
        )
    )


def scripted(scene: Scene) -> Answer:
    """Show a page to be filled by scripts."""
    shell = '<div id="app"></div><script src="/static/app.js"></script><script src="/static/vendor.js"></script>'
    return html(pages.page(scene.work.title, shell, menu=False))


FRAGMENTS = (
    Mode("fragment", "ok", anchored, link="{url}#results"),
    Mode("fragment-by-name", "ok", anchored, link="{url}#old-style"),
    Mode("fragment-encoded", "ok", anchored, link="{url}#m%C3%A9thode"),
    Mode("fragment-top", "ok", anchored, link="{url}#top", notes="every page has a top"),
    Mode("fragment-user-content", "ok", anchored, link="{url}#setup"),
    Mode("fragment-missing", "ok/fragment", anchored, "LINK512", link="{url}#appendix-b"),
    Mode("fragment-of-scripts", "ok", scripted, link="{url}#/chapters/3"),
    Mode("fragment-of-pdf", "ok", document("application/pdf"), link="{url}#page=3", suffix=".pdf", kind="report"),
    Mode("text-fragment", "ok", anchored, link="{url}#:~:text=second%20ferry%20ran,winter"),
    Mode("text-fragment-missing", "ok/fragment", anchored, "LINK512", link="{url}#:~:text=third%20tram%20ran%20early"),
)

TLS = (
    Mode("tls", "ok", Scene.article, needs="tls", tls="valid"),
    Mode("tls-self-signed", "failed/tls", Scene.article, "LINK508", needs="tls", tls="self-signed"),
    Mode("tls-expired", "failed/tls", Scene.article, "LINK508", needs="tls", tls="expired"),
    Mode("tls-wrong-host", "failed/tls", Scene.article, "LINK508", needs="tls", tls="wrong-host"),
    Mode("tls-plain", "failed/tls", Scene.article, "LINK508", link="{blunt}{path}", notes="no encryption behind https"),
    Mode("tls-silent", "failed/time-out|failed/tls", Scene.article, "LINK508", link="{secure}{path}", alone=True),
)
