"""Modes: statuses, blocked pages, pauses, redirects, and forbidden addresses."""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING

from lab import pages
from lab.pages import CHALLENGES
from lab.scenes import HTML, Answer, Mode, Scene, html, stored

if TYPE_CHECKING:
    from lab.scenes import Handler

DAY = "86400"


def status(code: int, text: str = "", **headers: str) -> Handler:
    """Return a page that always has this status."""
    body = pages.page(f"{code}", f"<h1>{code}</h1><p>{text or 'The server says no more.'}</p>", menu=False)
    return lambda _: html(body, code, **headers)


def first(answer: Answer) -> Handler:
    """Return a working page with another answer the first time."""
    return lambda scene: scene.article() if scene.turn else answer


def challenge(name: str, code: int = 200, **headers: str) -> Handler:
    """Return a page that asks whether the reader is human."""
    title, body = CHALLENGES[name]
    text = pages.page(title, body, menu=False)
    return lambda _: html(text, code, **headers)


def only(name: str, word: str, code: int) -> Handler:
    """Return a page that works only if a header contains a word."""
    return lambda scene: scene.article() if word in scene.call.headers.get(name, "") else html("<h1>No</h1>", code)


def soon(_: Scene | None = None) -> str:
    """Return the HTTP date two seconds from now, at least one whole second ahead."""
    return formatdate(time.time() + 2, usegmt=True)


def paused_once(scene: Scene) -> Answer:
    """Ask for a pause of two seconds, as a date."""
    return scene.article() if scene.turn else html("<h1>Too many requests</h1>", 429, Retry_After=soon())


def cookie_wall(scene: Scene) -> Answer:
    """Redirect to itself until the cookie is sent back."""
    if "seen=yes" in scene.call.headers.get("cookie", ""):
        return scene.article()
    answer = scene.to(0)
    return Answer(answer.status, {**answer.headers, "Set-Cookie": "seen=yes; Path=/"}, answer.body)


STATUSES = (
    Mode("not-found", "dead/not-found", status(404, "Not Found"), "LINK501"),
    Mode("not-found-bare", "dead/not-found", lambda _: Answer(404), "LINK501", notes="no body, no media type"),
    Mode("not-found-looks-alive", "dead/not-found", lambda s: html(pages.home(s.work.site), 404), "LINK501"),
    Mode("gone", "dead/gone", status(410, "Gone"), "LINK501"),
    Mode("unauthorized", "blocked/login|blocked/forbidden", status(401, WWW_Authenticate='Basic realm="staff"')),
    Mode("forbidden", "blocked/forbidden", status(403, "Forbidden")),
    Mode("legal", "blocked/forbidden", status(451, "Unavailable for legal reasons")),
    Mode("odd-999", "blocked/forbidden", status(999, "Request denied")),
    Mode(
        "cf-mitigated",
        "blocked/challenge|blocked/forbidden",
        challenge("just-a-moment", 403, cf_mitigated="challenge", Server="cloudflare"),
    ),
    Mode("denied-403", "blocked/forbidden|blocked/challenge", challenge("access-denied", 403)),
    Mode(
        "challenge-503", "blocked/challenge", challenge("checking-browser", 503, Server="cloudflare"), notes="an older Cloudflare"
    ),
    Mode("challenge-429", "blocked/challenge|blocked/pause", challenge("unusual-traffic", 429), alone=True),
    *(Mode(f"challenge-200-{name}", "blocked/challenge", challenge(name)) for name in CHALLENGES),
    Mode("agent-filter", "ok", only("user-agent", "Mozilla", 403)),
    Mode("accept-filter", "ok", only("accept", "text/html", 406)),
    Mode("cookie-wall", "ok", cookie_wall),
    Mode("pause-always", "blocked/pause", status(429, Retry_After="1"), alone=True),
    Mode("pause-once-seconds", "ok", first(html("<h1>Slow down</h1>", 429, Retry_After="2")), alone=True),
    Mode("pause-once-date", "ok", paused_once, alone=True),
    Mode("pause-day", "blocked/pause", status(429, Retry_After=DAY), alone=True, notes="under a second"),
    Mode("pause-day-503", "blocked/pause|failed/server-error", status(503, Retry_After=DAY), alone=True),
    Mode("pause-unstated", "blocked/pause", status(429), alone=True),
    Mode("error-500", "failed/server-error", status(500), "LINK508", alone=True),
    Mode("error-502", "failed/server-error", status(502), "LINK508", alone=True),
    Mode("error-500-once", "ok", first(html("<h1>Error</h1>", 500)), alone=True),
    Mode("error-503-once", "ok", first(html("<h1>Busy</h1>", 503)), alone=True),
    Mode("not-found-once", "ok", first(html("<h1>Not Found</h1>", 404)), notes="404 at one look is not dead: there are two"),
)


def chain(code: int, last: int, end: Handler = Scene.article) -> Handler:
    """Return redirects from place to place, up to the last."""
    return lambda scene: end(scene) if scene.place == last else scene.to((scene.place or 0) + 1, code)


def away(target: str, code: int = 302) -> Handler:
    """Return a redirect to a fixed path or URL; names in braces stand for addresses outside."""
    return lambda scene: scene.to(target.format(**scene.outside), code)


def beside(ending: str, code: int = 301) -> Handler:
    """Return a redirect to the same path with another ending."""
    return lambda scene: scene.to(scene.case.places[0] + ending, code)


def with_ending(scene: Scene) -> Answer:
    """Show the page at its changed path."""
    return scene.article()


def to_locale(scene: Scene) -> Answer:
    """Redirect to the same path below `/en`."""
    return scene.article() if scene.call.path.startswith("/en/") else scene.to(f"/en{scene.case.places[0]}", 301)


def refresh(target: int | str, seconds: int = 0) -> Handler:
    """Return a page that redirects its reader with HTML."""

    def answer(scene: Scene) -> Answer:
        url = scene.case.places[target] if isinstance(target, int) else target
        sent = f'<meta http-equiv="refresh" content="{seconds}; url={url}">'
        return scene.article() if scene.place else html(pages.page("One moment", "<p>Please wait.</p>", head=sent, menu=False))

    return answer


def bomb_on_the_way(scene: Scene) -> Answer:
    """Redirect with a compression bomb as the body."""
    body = Answer(302, {"Location": scene.case.places[1], "Content-Encoding": "gzip"}, stored(256, b""))
    return scene.article() if scene.place else body


def elsewhere_drifted(scene: Scene) -> Answer:
    """Redirect permanently to a page about another subject."""
    title = scene.work.unrelated()
    body = f"<h1>{title}</h1>" + "".join(f"<p>{title}, {number}.</p>" for number in range(30))
    return html(pages.page(title, body, language=scene.work.language)) if scene.place else scene.to(1, 301)


def sink(scene: Scene) -> Answer:
    """Redirect every page of the host to the same page."""
    if scene.call.path != "/topics/overview":
        return scene.to("/topics/overview", 301)
    return html(pages.page(f"Topics - {scene.work.site}", "<h1>Topics</h1><p>Choose one of our topics to read on.</p>"))


def no_location(_: Scene) -> Answer:
    """Redirect without a target."""
    return Answer(302, HTML, b"<html><body>Found</body></html>")


def not_found_after(scene: Scene) -> Answer:
    """Redirect to a missing page."""
    return status(404)(scene) if scene.place else scene.to(1)


REDIRECTS = (
    Mode("found-thrice", "moved|ok", chain(302, 3), places=4),
    Mode("see-other", "moved|ok", chain(303, 1)),
    Mode("temporary-307", "moved|ok", chain(307, 1)),
    Mode("moved-301", "moved", chain(301, 1), "LINK504"),
    Mode("moved-308", "moved", chain(308, 1), "LINK504"),
    Mode("long-chain", "moved|ok", chain(302, 12), places=13),
    Mode(
        "too-long-chain",
        "failed/too-many-redirects|failed/too-long|failed/loop|dead/loop",
        chain(302, 40),
        places=41,
        notes="not in the study",
    ),
    Mode("loop-self", "dead/loop|failed/loop", lambda scene: scene.to(0), "LINK501|LINK508"),
    Mode("loop-pair", "dead/loop|failed/loop", lambda scene: scene.to(1 - (scene.place or 0)), "LINK501|LINK508"),
    Mode("home", "soft-404/home", away("/"), "LINK505", elsewhere=away("/")),
    Mode("home-for-good", "soft-404/home", away("/", 301), "LINK505"),
    Mode("home-index", "soft-404/home", away("/index.html"), "LINK505"),
    Mode("home-locale", "soft-404/home", away("/en/"), "LINK505"),
    Mode(
        "home-of-another-host", "ok|soft-404/home", away("{home}/"), notes="projects get hosts of their own, and domains are sold"
    ),
    Mode("search", "soft-404/search", lambda scene: scene.to(f"/search?q={scene.work.seed}"), "LINK502"),
    Mode("login", "blocked/login", lambda scene: scene.to(f"/login?next={scene.case.places[0]}")),
    Mode("login-in-place", "blocked/login", lambda scene: html(pages.login(scene.work.site)), notes="no redirect"),
    Mode("login-elsewhere", "blocked/login", away("{home}/login?service=library")),
    Mode("redirect-to-404", "dead/not-found", not_found_after, "LINK501"),
    Mode("redirect-to-lost", "soft-404/not-found-text", away("/404"), "LINK502"),
    Mode("no-location", "dead|failed", no_location),
    Mode("meta-refresh", "moved/meta-refresh|moved", refresh(1)),
    Mode("meta-refresh-home", "soft-404", refresh("/"), "LINK505|LINK502"),
    Mode("slow-refresh", "ok", lambda s: html(pages.article(s.work, head='<meta http-equiv="refresh" content="300">'))),
    Mode("moved-drifted", "soft-404/drifted", elsewhere_drifted, "LINK506"),
    Mode("sink", "soft-404/sink|soft-404/drifted", sink, "LINK502|LINK506", elsewhere=sink, alone=True, copies=4),
    Mode("slash", "ok|moved", beside("/"), elsewhere=with_ending),
    Mode("locale", "ok|moved", to_locale, elsewhere=to_locale),
    Mode("index-file", "ok|moved", beside("/index.html"), elsewhere=with_ending),
    Mode("with-query", "ok|moved", lambda s: s.article() if "?" in s.call.path else s.to(s.case.places[0] + "?view=full")),
    Mode("session-in-path", "ok|moved", beside(";jsessionid=0A1B2C", 302), elsewhere=with_ending),
    Mode("doi-style", "ok|moved", chain(302, 2), link="{origin}/10.5555/{slug}"),
    Mode("hdl-style", "ok|moved", chain(303, 1), link="{origin}/20.500.12345/{slug}"),
    Mode("purl-style", "ok|moved", chain(302, 1), link="{origin}/net/invented/{slug}"),
    Mode(
        "doi-to-wall",
        "blocked/challenge|blocked/forbidden",
        chain(302, 1, challenge("just-a-moment", 403, cf_mitigated="challenge")),
        link="{origin}/10.5555/{slug}",
    ),
    Mode("bomb-on-the-way", "moved|ok", bomb_on_the_way),
    Mode("upgrade", "ok|moved", away("{https}/secure", 301), needs="tls", notes="http to https"),
)

UNSAFE = (
    Mode("to-internal", "failed/unsafe", away("{canary}/admin"), "LINK511"),
    Mode(
        "to-next-door", "failed/unsafe", away("{next_door}/admin"), "LINK511", notes="the same address, a port that is not allowed"
    ),
    Mode("to-decimal", "failed/unsafe", away("{decimal}/admin"), "LINK511"),
    Mode("to-hexadecimal", "failed/unsafe", away("{hexadecimal}/admin"), "LINK511"),
    Mode("to-short", "failed/unsafe", away("{short}/admin"), "LINK511"),
    Mode("to-mapped", "failed/unsafe", away("{mapped}/admin"), "LINK511"),
    Mode("to-metadata", "failed/unsafe", away("http://169.254.169.254/latest/meta-data/"), "LINK511"),
    Mode("to-internal-later", "failed/unsafe", lambda s: s.to(1) if not s.place else s.to(s.outside["canary"]), "LINK511"),
    Mode("cited-internal", "failed/unsafe", status(500), "LINK511", link="{canary}{path}"),
    Mode("cited-decimal", "failed/unsafe", status(500), "LINK511", link="{decimal}{path}"),
    Mode("to-file", "failed/unsafe", away("file:///etc/hostname"), "LINK511"),
    Mode("to-javascript", "failed/unsafe", away("javascript:alert(1)"), "LINK511"),
    Mode("to-data", "failed/unsafe", away("data:text/html,hello"), "LINK511"),
    Mode(
        "refresh-to-internal",
        "failed/unsafe|ok|moved/meta-refresh|soft-404",
        lambda s: refresh(s.outside["canary"])(s),
        notes="any, unasked",
    ),
    Mode(
        "credentials",
        "ok",
        lambda s: html("", 400) if "authorization" in s.call.headers else s.article(),
        "LINK511",
        link="{secret}{path}",
    ),
)
