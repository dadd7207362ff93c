"""Mutated answers of services, pages, the archive and the table of retractions, read directly or over a loopback web."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import replace as changed
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

import kzcheck
from kzcheck import layers
from kzcheck.evidence import Absent, Asked, Evidence, Failed, Found, Page, Resolution, digest
from kzcheck.gather.links import observe
from kzcheck.gather.questions import next_questions
from kzcheck.readers import read
from kzcheck.services import SERVICES, retraction_watch, wayback
from kzcheck.web.messages import Reply
from lab import (
    archives,
    play_crossref,
    play_datacite,
    play_dblp,
    play_doi,
    play_handle,
    play_open_library,
    play_openalex,
    play_pubmed,
    play_semantic_scholar,
    play_sru,
)
from lab.server import Answer, Call, Lab
from lab.services import Services

from .judging import Broken, written
from .mutations import TEXTS, TOKENS, edited, mutated_json, text, values_of
from .seeds import ITEMS, KNOWN, LIVING, LIVING_LINK, LOST_LINK, PAGES, ROWS, answers, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kzcheck.article import Article
    from kzcheck.finding import Report
    from kzcheck.services.service import Ask

    Change = Callable[[str, str, Answer], Answer]

NOTED = frozenset(("1", "2", "3", "5"))
"""The references with notices in the table of retractions."""
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ASKING = """CONTACT NETWORK_PROXY NETWORK_CA_BUNDLE LINKS_CONCURRENCY LINKS_PER_HOST SERVICES_CROSSREF_URL
SERVICES_CROSSREF_KEY SERVICES_SEMANTIC_SCHOLAR_KEY SERVICES_WAYBACK_URL SERVICES_DNB_URL SERVICES_DNB_CONCURRENCY
RETRACTIONS_PATH""".split()
"""Settings that affect requests; none leads to a public host."""
ODD = (
    *TEXTS,
    "http://127.0.0.1:9",
    "http://127.0.0.1:9/a?b#c",
    "socks5://127.0.0.1:9",
    "http://[::1]:9",
    "HTTP://127.1",
    "/",
    "::1/128",
    "k",
)
MINE = """[links]
allow-private = ["127.0.0.0/8"]
second-look = 0
interval = 0
hosts = {"hdl.handle.net" = {skip = true}}
"""
"""The user's file: only the loopback web may be asked, and no time is lost."""
AGENCIES = {"10.5555/data": "DataCite"}
HIDDEN_FAULT = re.compile(r"cannot be read \((\w+)\)|in a way that is not known \((\w+)\)")
"""The message for a failure of kzcheck's own code on an answer: it affects one answer, but still counts as a fault."""
PLAYS: dict[str, Callable[[Call], Answer]] = {
    "crossref": partial(play_crossref.answer, KNOWN["crossref"]),
    "doi": partial(play_doi.answer, ITEMS, agencies=AGENCIES),
    "handle": partial(play_handle.answer, ITEMS),
    "datacite": partial(play_datacite.answer, KNOWN["datacite"]),
    "pubmed": partial(play_pubmed.answer, KNOWN["pubmed"]),
    "openalex": partial(play_openalex.answer, KNOWN["openalex"]),
    "semantic-scholar": partial(play_semantic_scholar.answer, KNOWN["semantic-scholar"]),
    "dblp": partial(play_dblp.answer, KNOWN["dblp"]),
    "open-library": partial(play_open_library.answer, ()),
    "k10plus": partial(play_sru.answer, ()),
    "dnb": partial(play_sru.answer, KNOWN["dnb"]),
}
CDX = json.dumps([
    ["timestamp", "original", "statuscode", "mimetype"],
    ["20180501093000", "https://harbour.example.org/sea", "200", "text/html"],
    ["20190101000000", "https://harbour.example.org/sea", "-", "warc/revisit"],
]).encode()  # fmt: skip
STATUSES = (200, 200, 200, 200, 201, 204, 206, 300, 304, 400, 401, 403, 404, 404, 406, 410, 414, 418, 451, 599, 999)
"""Statuses that cause no wait; 429 and most 5xx do."""
HEADERS: dict[str, tuple[str, ...]] = {
    "Content-Type": ("", "text/html", "application/json; charset=utf-99", "text/html; charset=idna", "application/pdf", ";;;=",
    "a" * 5000,
                     "text/html; charset=undefined", "text/html; charset*=utf-8''x", "image/png", "application/xml",
                     "text/html; charset=\x80"),
    "Content-Encoding": ("gzip", "deflate", "br", "zstd", "gzip, gzip", "identity", "x", "gzip;q=1", ""),
    "Retry-After": ("0", "-1", "", "soon", "1e999", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 0000 00:00:00 GMT",
                    "Thu, 1 Jan 1970 00:00:00 -9999", "²"),
    "Date": ("", "Thu, 1 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "x", "Fri, 99 Xxx 2020"),
    "Last-Modified": ("", "Fri, 31 Dec 9999 23:59:59 -2359", "x"),
    "X-Rate-Limit-Limit": ("0", "-1", "50", "NaN", "9" * 400, "1e9"),
    "X-Rate-Limit-Interval": ("0s", "1s", "-1s", "", "1ms", "9" * 400 + "s"),
    "X-RateLimit-Remaining": ("0", "-5", "x", "9" * 400),
    "X-RateLimit-Reset": ("0", "99999", "1e999", "9" * 400),
    "X-RateLimit-Remaining-USD": ("0", "-1", "x"),
    "X-Concurrency-Limit": ("0", "-1", "9" * 400, "1"),
    "X-Api-Pool": ("-", "x" * 5000, "\x80-"),
    "Location": ("", "/", "//", "http://[::1", "http://127.0.0.1:1/", "http://127.0.0.1:1/a b", "\x80", "?" * 5000, "http:",
    "ftp://127.0.0.1/"),
    "Set-Cookie": ("a=b", "a", "=;=;", "a=b; expires=Fri, 31 Dec 9999 23:59:59 GMT", "a=" + "b" * 9000, "a=b; domain=.",
    "\x80=\xff"),
    "Memento-Datetime": ("", "x", "Fri, 31 Dec 9999 23:59:59 GMT"),
    "Link": ("<", "<>; rel=", ",;" * 500),
    "X-Robots-Tag": ("\x80",),
    "Transfer-Encoding": ("chunked", "gzip", "x"),
    "Content-Length": ("-1", "x", "9" * 30, "0"),
}  # fmt: skip


def answer_case(dice: Random, folder: Path) -> None:
    """Judge mutated answers; most are read directly, which is ten times as fast, and a quarter over the web."""
    if dice.random() < 0.25:
        over_the_web(dice, folder)
    else:
        directly(dice, folder)


def directly(dice: Random, folder: Path) -> None:
    """Read mutated answers with the services' own functions, ask further questions, and judge the results."""

    def change(name: str, _path: str, answer: Answer) -> Answer:
        if dice.random() < 0.5:
            return answer
        others = [body for service, body in _recorded() if service == name]
        if others and dice.random() < 0.4:
            answer = changed(answer, status=200, body=dice.choice(others))
        return _mutated(dice, answer, bodies_only=True)

    folder.mkdir()
    (folder / "list.json").write_bytes(cited())
    written(kzcheck.audit(folder / "list.json", evidence=gathered(change)))


def gathered(change: Change) -> Evidence:
    """Return the evidence with each answer changed, without a web, and always in the same order."""
    article, resolutions = _article(), {}
    rows = change("retractions", "", Answer(body=ROWS)).body.decode("utf-8", "replace").splitlines(keepends=True)
    try:
        notices = tuple(row.notice for row in retraction_watch.rows(rows))
    except ValueError:  # not a table, as reported in one line
        notices = ()
    for reference in article.references:
        asked: list[Asked] = []
        while questions := next_questions(reference, tuple(asked), SERVICES):
            for question in questions:
                service = SERVICES[question.service]
                ask = question.ask or service.lookup(question.by, [question.value])
                if not ask.path.isascii() or re.search(r"[\s\x00-\x1f]", ask.path):
                    raise Broken(f"{question.service} is asked for {ask.path!r}")
                asked.append(
                    Asked(
                        question.service,
                        question.by,
                        question.value,
                        _answer(question.service, ask, change),
                        service.url + ask.path,
                        NOW,
                        200,
                    )
                )
        resolutions[reference.id] = Resolution(tuple(asked), notices if reference.id in NOTED else ())
    pages = {item.url: _page(item.url, change) for item in ITEMS if item in (LIVING_LINK, LOST_LINK)}
    return Evidence(
        gathered=NOW,
        kzcheck=kzcheck.__version__,
        items={reference.id: digest(reference.item, reference.printed) for reference in article.references},
        resolutions=resolutions,
        pages=pages,
    )


def over_the_web(dice: Random, folder: Path) -> None:
    """Audit over a loopback web with mutated answers of one service, the pages, the archive or the table."""
    odd = dice.choice((*PLAYS, "pages", "pages", "wayback", "retractions"))
    seed = dice.random()

    def change(name: str, path: str, answer: Answer) -> Answer:
        own = Random(f"{seed} {path}")  # noqa: S311 - the same mutation each time, in whatever order is asked
        return _mutated(own, answer) if name == odd and own.random() < 0.7 else answer

    kept = dice.random() < 0.3
    for report in audited(folder, change, runs=2 if kept else 1):
        written(report)
        if fault := next(filter(None, map(HIDDEN_FAULT.search, _reasons(report.evidence))), None):
            raise Broken(f"an answer of {odd} breaks something of ours: {fault[0]}")
        _compare(_seen(report.evidence), expected(), odd)


def audited(folder: Path, change: Change, *, runs: int = 1, more: Mapping[str, str] | None = None) -> list[Report]:
    """Audit over a loopback web with these changes to answers, once or again with the cache; `more` holds settings."""
    pages = Lab(lambda call: change("pages", call.path, _page_at(call)), "127.0.0.40", "127.0.0.41")
    archive = archives.Archive()
    with Services(handlers={**PLAYS, "wayback": archive}) as services, pages:
        living, lost = (f"{url}/{name}" for url, name in zip(pages.urls, ("words", "sea"), strict=True))
        copy = archives.Copy("20180501093000", Answer(headers={"Content-Type": "text/html"}, body=LIVING))
        archive.holdings = {lost: [copy, archives.Copy("20190101000000", copy.answer, "-", "warc/revisit")]}
        for name, handler in services.handlers.items():
            services.handlers[name] = partial(_changed, name, handler, change)
        folder.mkdir(exist_ok=True)
        text = cited().decode().replace(LIVING_LINK.url, living).replace(LOST_LINK.url, lost)
        (folder / "list.json").write_text(text, "utf-8")
        (folder / "table.csv").write_bytes(change("retractions", "", Answer(body=ROWS)).body)
        environment = {**services.environment, **_settings(folder, kept=runs > 1), **(more or {})}
        settings = layers.load(layers.SettingsFile(), environment, user=layers.SettingsFile(MINE, "mine")).settings
        return [kzcheck.audit(folder / "list.json", settings=settings) for _ in range(runs)]


def by_odd_settings(dice: Random, folder: Path) -> None:
    """Audit over a loopback web with one unusual setting for requests."""
    setting = dice.choice(ASKING)
    word = dice.choice(ODD).replace("\0", "") or "x"  # an empty URL means the service's own
    word = f"{word}@example.org" if setting == "CONTACT" else word
    for report in audited(folder, lambda _name, _path, answer: answer, more={f"KZCHECK_{setting}": word}):
        written(report)


@cache
def expected() -> dict[str, Any]:
    """Return the results without changes."""
    with TemporaryDirectory() as folder:
        return _seen(audited(Path(folder), lambda _name, _path, answer: answer)[0].evidence)


def _settings(folder: Path, *, kept: bool) -> dict[str, str]:
    return {
        "KZCHECK_SERVICES_SEMANTIC_SCHOLAR_KEY": "K",
        "KZCHECK_NETWORK_CACHE": str(kept).lower(),
        "KZCHECK_NETWORK_TIMEOUT": "40",
        "KZCHECK_RETRACTIONS_PATH": str(folder / "table.csv"),
    }


def _changed(name: str, handler: Callable[[Call], Answer], change: Change, call: Call) -> Answer:
    """Answer without limits, which would take time, and then apply the change, with ports removed from the path."""
    answer = handler(call)
    headers = {key: value for key, value in answer.headers.items() if not key.lower().startswith("x-")}
    return change(name, re.sub(r"(127\.0\.0\.\d+)(:|%3A)\d+", r"\1", call.path), changed(answer, headers=headers))


def _page_at(call: Call) -> Answer:
    if call.path.endswith("/words"):
        return Answer(headers={"Content-Type": PAGES[0][1]}, body=LIVING)
    return Answer(404, {"Content-Type": PAGES[1][1]}, PAGES[1][0])


def _seen(evidence: Evidence) -> dict[str, Any]:
    """Return the results, by reference or page, without differences between runs."""
    answers = {
        name: [(question.service, question.by, question.value, question.answer) for question in resolution.asked]
        for name, resolution in evidence.resolutions.items()
    }
    pages = {
        url.rpartition("/")[2]: [(visit.status, visit.titles, visit.signs, visit.reason) for visit in page.visits]
        for url, page in evidence.pages.items()
    }
    return {**answers, **pages}


def _compare(results: dict[str, Any], usual: dict[str, Any], odd: str) -> None:
    """Make sure that the answers of one service, or of the pages, did not affect other results.

    Raises:
        Broken: they did.
    """
    for name, usually in usual.items():
        involved = odd == "pages" if name in {"words", "sea"} else any(question[0] == odd for question in usually)
        if not involved and results.get(name) != usually:
            raise Broken(f"an answer of {odd} costs {name}, which it is not about")


def _reasons(evidence: Evidence) -> list[str]:
    """Return why questions were not answered, in kzcheck's words."""
    failed = [
        str(question.answer.reason)
        for all_of in evidence.resolutions.values()
        for question in all_of.asked
        if isinstance(question.answer, Failed)
    ]
    visits = [str(visit.reason or "") for page in evidence.pages.values() for visit in page.visits]
    archived = [page.archived for page in evidence.pages.values()]
    copies = [str(copy.visit.reason or "") for listing in archived for copy in getattr(listing, "mementos", ()) if copy.visit]
    return [*failed, *visits, *copies, *(str(getattr(listing, "reason", "")) for listing in archived)]


@cache
def _article() -> Article:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.json"
        file.write_bytes(cited())
        return read(file)


@cache
def _recorded() -> tuple[tuple[str, bytes], ...]:
    return tuple(answers())


@cache
def _pool() -> tuple[Any, ...]:
    """Return values from all recorded JSON answers."""
    return tuple(value for _, body in _recorded() if body.lstrip()[:1] in {b"{", b"["} for value in values_of(body))


def _answer(name: str, ask: Ask, change: Change) -> Found | Absent | Failed:
    """Send a request to a fake service, and read its changed answer."""
    answer = change(name, ask.path, PLAYS[name](Call("GET", ask.path, {"accept": ask.accept, "x-api-key": "K"}, "127.0.0.1")))
    return SERVICES[name].read(ask, _reply(answer))[ask.values[0]]


def _page(url: str, change: Change) -> Page:
    """Return the results for a page, its copies and one of the copies, each changed."""
    works = [item for item in ITEMS if item.url == url]
    body, media_type = PAGES[0] if url == LIVING_LINK.url else PAGES[1]
    answer = change("pages", url, Answer(200 if url == LIVING_LINK.url else 404, {"Content-Type": media_type}, body))
    archived = wayback.read(_reply(change("wayback", url, Answer(body=CDX))))
    if mementos := getattr(archived, "mementos", ()):
        if not wayback.raw(mementos[0]).isprintable():
            raise Broken(f"the archive is asked for {wayback.raw(mementos[0])!r}")
        copy = _reply(change("pages", f"{url} archived", Answer(headers={"Content-Type": "text/html"}, body=LIVING)))
        archived = replace(archived, mementos=(replace(mementos[0], visit=observe(url, copy, works, NOW)[0]), *mementos[1:]))
    visits = tuple(observe(url, _reply(answer), works, NOW)[0] for _ in range(2))
    return Page(visits if url == LOST_LINK.url else visits[:1], archived=archived)


def _reply(answer: Answer) -> Reply:
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return Reply("https://example.org/x", answer.status, answer.body, headers, NOW)


def _mutated(dice: Random, answer: Answer, *, bodies_only: bool = False) -> Answer:
    """Return an answer with another body, status or headers; over the web it may not even be HTTP."""
    if dice.random() < 0.1:
        body, media_type = dice.choice(PAGES)
        answer = changed(answer, body=body, headers={**answer.headers, "Content-Type": media_type})
    kind = dice.choice(
        ("body",) * 6 + ("status", "header") if bodies_only else ("body", "body", "status", "header", "header", "coded", "sent")
    )
    if kind == "body":
        return changed(answer, body=_body(dice, answer.body))
    if kind == "status":
        waited = not bodies_only and dice.random() < 0.05
        return changed(answer, status=dice.choice((429, 500, 503) if waited else STATUSES))
    if kind == "header":
        return _headed(dice, answer)
    return _coded(dice, answer) if kind == "coded" else _sent(dice, answer)


def _body(dice: Random, body: bytes) -> bytes:
    start = body.lstrip()[:1]
    if start in {b"{", b"["} and dice.random() < 0.8:
        try:
            return mutated_json(dice, body, _pool())
        except ValueError:  # mutated before, and no longer JSON
            return edited(dice, body, TOKENS)
    if start == b"<" and dice.random() < 0.7:
        for _ in range(dice.randint(1, 4)):
            body = _marked_up(dice, body)
        return body
    return edited(dice, body, TOKENS)


def _marked_up(dice: Random, body: bytes) -> bytes:
    """Put another text between two tags, or into an attribute."""
    places = [match.span(1) for match in re.finditer(rb">([^<>]+)<|=\"([^\"]*)\"", body) if match[1] is not None]
    places += [match.span(1) for match in re.finditer(rb'="([^"<>]*)"', body)]
    if not places:
        return edited(dice, body, TOKENS)
    start, end = dice.choice(places)
    word = text(dice, body[start:end].decode("utf-8", "replace"), TEXTS).encode("utf-8", "surrogatepass")
    if dice.random() < 0.7:
        word = word.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    return body[:start] + word + body[end:]


def _headed(dice: Random, answer: Answer) -> Answer:
    """Set one to three headers; if they misstate the length, close the connection after the answer."""
    headers, status, cut = dict(answer.headers), answer.status, None
    for name in dice.sample(list(HEADERS), dice.randint(1, 3)):
        headers = {key: value for key, value in headers.items() if key.lower() != name.lower()} | {name: dice.choice(HEADERS[name])}
        if name == "Location":
            status = dice.choice((301, 302, 303, 307, 308, 201, 200))
        if name in {"Transfer-Encoding", "Content-Length"}:
            cut = 1 << 30
    return changed(answer, headers=headers, status=status, cut=cut)


def _coded(dice: Random, answer: Answer) -> Answer:
    """Compress a body, correctly or not, completely or not."""
    body = dice.choice((gzip.compress, zlib.compress, lambda data: gzip.compress(gzip.compress(data)), bytes))(answer.body)
    if dice.random() < 0.5:
        body = edited(dice, body, (answer.body,), most=2)
    return changed(answer, body=body, headers={**answer.headers, "Content-Encoding": dice.choice(HEADERS["Content-Encoding"])})


def _sent(dice: Random, answer: Answer) -> Answer:
    """Truncate or replace the bytes sent, and close the connection."""
    whole = answer.written("GET")
    if dice.random() < 0.4:
        return changed(answer, cut=dice.randint(0, len(whole)), reset=dice.random() < 0.5)
    head, _, body = whole.partition(b"\r\n\r\n")
    return changed(answer, raw=edited(dice, head, TOKENS, most=2) + b"\r\n\r\n" + body)
