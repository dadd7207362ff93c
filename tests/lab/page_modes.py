"""Modes: pages with status 200 that are not the cited work, and working pages that look as if they were not."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from lab import pages
from lab.pages import BARE, CASINO, PARKED, article, lines, meta, page, paragraphs
from lab.phrases import LANGUAGES
from lab.scenes import Answer, Mode, Scene, html

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.pages import Work
    from lab.scenes import Handler


def shown(draw: Callable[[Work], str]) -> Handler:
    """Return a page drawn from the cited work."""
    return lambda scene: html(draw(scene.work))


def fixed(title: str, body: str, *, menu: bool = False) -> Handler:
    """Return the same page for every path; `{host}` stands for the host."""
    return lambda scene: html(page(title.format(host=scene.call.server), body.format(host=scene.call.server), menu=menu))


def same(name: str, truth: str, answer: Handler, code: str, **more: object) -> Mode:
    """Return a mode with the same answer for every path of its host."""
    return Mode(name, truth, answer, code, elsewhere=answer, alone=True, **more)


def drifted(work: Work, *, site: bool = False) -> str:
    """Draw a page about another subject, perhaps with the site's name where the cited page had it."""
    other = replace(work, title=work.unrelated(), words=work.words, seed=work.seed + 1)
    text = f"<h1>{other.title}</h1>" + "".join(f"<p>{other.title} ({number})</p>" for number in range(12))
    return page(f"{other.title} | {work.site}" if site else other.title, text, language=work.language)


GATE = fixed(
    "Welcome to our new portal",
    "<h1>Welcome to our new portal</h1><p>We have redesigned our pages for you. Choose a section from the menu above.</p>",
    menu=True,
)

SOFT = (
    *(
        Mode(
            f"lost-{language}",
            "soft-404/not-found-text",
            shown(pages.lost),
            "LINK502",
            language=language,
            elsewhere=shown(pages.lost),
        )
        for language in LANGUAGES
    ),
    Mode("lost-at-length", "soft-404/not-found-text", shown(lambda w: pages.lost(w, long=True)), "LINK502"),
    Mode("lost-honest-beside", "soft-404/not-found-text", shown(pages.lost), "LINK502", notes="its siblings are true 404s"),
    Mode(
        "lost-in-heading",
        "soft-404/not-found-text",
        shown(lambda w: page(w.site, "<h1>Page not found</h1><p>Please use the menu.</p>")),
        "LINK502",
    ),
    same("boilerplate", "soft-404/same-as-sibling|soft-404/drifted", GATE, "LINK502|LINK506"),
    same(
        "boilerplate-named",
        "soft-404/same-as-sibling|soft-404/drifted",
        shown(lambda w: pages.home(w.site, w.language)),
        "LINK502|LINK506",
        notes="every path shows the home page",
    ),
    same(
        "boilerplate-echo",
        "soft-404/same-as-sibling|soft-404/drifted|soft-404/not-found-text",
        lambda s: html(page("Portal", f"<h1>Portal</h1><p>{s.call.path}</p><p>Choose a section of the portal to read on.</p>")),
        "LINK502|LINK506",
        notes="the path is printed on the page",
    ),
    *(same(f"parked-{name}", "soft-404/parked", fixed(*kind), "LINK503") for name, kind in PARKED.items()),
    *(same(f"bare-{name}", "soft-404", fixed(*kind), "LINK502|LINK503|LINK506") for name, kind in BARE.items()),
    same(
        "construction",
        "soft-404|failed/maintenance",
        fixed("Coming soon", "<h1>Under construction</h1><p>Our new website is on its way.</p>"),
        "LINK502|LINK506|LINK508",
        notes="doubtful: the old site may come back",
    ),
    same(
        "casino",
        "soft-404/drifted|soft-404/same-as-sibling|soft-404/parked",
        fixed("Best online slots", CASINO),
        "LINK506|LINK502|LINK503",
    ),
    Mode("drifted", "soft-404/drifted", shown(drifted), "LINK506"),
    Mode("drifted-same-site", "soft-404/drifted", shown(lambda w: drifted(w, site=True)), "LINK506"),
    *(
        Mode(f"drifted-{language}", "soft-404/drifted", shown(lambda w: drifted(w, site=True)), "LINK506", language=language)
        for language in ("ru", "kk", "tr", "zh")
    ),
    Mode("empty", "soft-404/empty", lambda _: html(""), "LINK502"),
    Mode("blank", "soft-404/empty", lambda _: html("<html><head></head><body>\n</body></html>"), "LINK502"),
)


def journal(work: Work) -> str:
    """Draw the landing page of an article in a journal."""
    names = meta(citation_title=work.title, citation_author=work.author, citation_year=str(work.year), og__site_name=work.site)
    return page(
        f"{work.site} Vol. 4 No. 2", f"<h1>{work.site}</h1><h2>{work.title}</h2>{paragraphs(work, 4)}<p>Get access</p>", head=names
    )


def repository(work: Work) -> str:
    """Draw the page of a work in a repository."""
    names = meta(**{"DC.title": work.title, "DC.creator": work.author})
    return page("Item 10.5555/77", f"<h1>Institutional repository</h1><p>{work.title}</p><p>View/Open</p>", head=names)


def newspaper(work: Work) -> str:
    """Draw a newspaper article, with cookie notice, teasers and a shortened title."""
    short = work.title[:50].rpartition(" ")[0]
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": work.title}, ensure_ascii=False)
    head = meta(og__title=f"{short}…", og__type="article") + f'<script type="application/ld+json">{data}</script>'
    teasers = "".join(f"<li><a href='/t'>{line}</a></li>" for line in lines(work.language, "unrelated"))
    cookies = "<div>We use cookies to give you the best experience. Accept all</div>"
    return article(work, head=head, body=f"{cookies}<aside><ul>{teasers}</ul></aside>")


def paywalled(work: Work) -> str:
    """Draw the first lines of an article behind a paywall."""
    form = '<form action="/login"><input name="mail"><input type="password" name="word"></form>'
    return article(
        work, count=3, body=f"<div hidden>{form}</div><p>Already a subscriber? Log in. Subscribe to continue reading.</p>"
    )


def with_login(work: Work) -> str:
    """Draw an article with a login for members in its header."""
    return article(
        work, body='<header><a href="/login">Log in</a> <a href="/join">Register</a> <a href="/search">Search</a></header>'
    )


def shell(work: Work) -> str:
    """Draw a page to be filled by scripts."""
    body = '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
    return page(work.title, f'{body}<script src="/static/main.js"></script><script src="/static/vendor.js"></script>', menu=False)


def nameless_shell(work: Work) -> str:
    """Draw a page to be filled by scripts with only the site's name."""
    return shell(replace(work, title=work.site))


def in_text(work: Work) -> str:
    """Draw a page whose headings name the site and whose text names the work."""
    body = f"<h1>{work.site}</h1><p><b>{escape(work.title, quote=False)}</b></p>{paragraphs(work, 9)}"
    return page(work.site, body, language=work.language)


def poem(work: Work) -> str:
    """Draw a page with almost no text."""
    return page(work.title, f"<h1>{work.title}</h1><p>The river keeps<br>what the ferry<br>forgot.</p>", menu=False)


def video(work: Work) -> str:
    """Draw a page with a video and its name."""
    return page(f"{work.title} - Reel", f'<h1>{work.title}</h1><iframe src="https://player.example.org/v/1"></iframe>', menu=False)


def titled(title: str, text: str) -> tuple[Callable[[Work], str], Handler]:
    """Return the citation and the page of an article with its own title, in which `{}` is the work's first subject."""

    def cited(work: Work) -> str:
        return title.format(work.words[0])

    def drawn(work: Work) -> str:
        return article(replace(work, title=cited(work)), body=f"<p>{text}</p>")

    return cited, shown(drawn)


def about(name: str, title: str, text: str) -> Mode:
    """Return a working article with words typical of dead pages."""
    cited, answer = titled(title, text)
    return Mode(name, "ok", answer, cited=cited)


def named(language: str, pattern: str) -> Mode:
    """Return a working page with the site's name before or after its title."""
    place = "before" if pattern.startswith("{site}") else "after"
    drawn = shown(lambda work: article(work, title=pattern.format(site=work.site, title=work.title)))
    return Mode(f"site-{place}-{language}", "ok", drawn, language=language)


ALIVE = (
    *(Mode(f"living-{language}", "ok", Scene.article, language=language) for language in LANGUAGES),
    *(named(language, "{site} | {title}") for language in ("en", "ru", "kk", "tr", "de")),
    *(named(language, "{title} — {site}") for language in ("en", "ru", "kk", "tr", "zh")),
    Mode("newspaper", "ok", shown(newspaper), kind="article-newspaper"),
    Mode("journal", "ok", shown(journal), kind="article-journal"),
    Mode("repository", "ok", shown(repository), kind="thesis"),
    Mode("paywall", "ok", shown(paywalled), kind="article-magazine"),
    Mode("login-in-head", "ok", shown(with_login)),
    Mode("scripts-only", "ok", shown(shell)),
    Mode("scripts-only-nameless", "ok", shown(nameless_shell), elsewhere=shown(nameless_shell), notes="its siblings look alike"),
    Mode("title-in-text", "ok", shown(in_text)),
    Mode("poem", "ok", shown(poem), kind="book"),
    Mode("video", "ok", shown(video), kind="motion_picture"),
    about("about-404", "Page not found: what {} teach us about error 404", "Page not found. A reader who sees 404 leaves."),
    about(
        "about-parking",
        "This domain may be for sale: how {} lost their addresses",
        "This domain is for sale, said the parked page.",
    ),
    about(
        "about-challenges", "Just a moment... Why every site now checks {}", "Verify you are human, says the site. Access denied."
    ),
    about("about-login", "Sign in to read: {} behind the wall", "Please log in to continue, says the site."),
    about("about-search", "Search results may vary: {} and their indexes", "No results found, said the search engine."),
    about("about-expiry", "Account suspended, domain expired: a glossary of {}", "This account has been suspended."),
    Mode("home-cited", "ok", lambda s: html(pages.home(s.work.site)), link="{origin}/", cited=lambda work: work.site, alone=True),
    Mode(
        "home-cited-locale",
        "ok|moved",
        lambda s: s.to("/en/"),
        link="{origin}/",
        cited=lambda work: work.site,
        alone=True,
        elsewhere=lambda s: html(pages.home(s.work.site)),
    ),
    Mode(
        "search-cited",
        "ok",
        lambda s: html(page(f"Search {s.work.site}", "<h1>Search</h1><p>12 results</p>")),
        link="{origin}/find?q=ferries",
        cited=lambda w: f"Search {w.site}",
        alone=True,
        elsewhere=lambda s: html(page(f"Search {s.work.site}", "<h1>Search</h1><p>12 results</p>")),
    ),
    Mode("transliterated", "ok", Scene.article, language="ru", cited=lambda work: pages.latin(work.title)),
    Mode("transliterated-page", "ok", shown(lambda w: article(replace(w, title=pages.latin(w.title)))), language="ru"),
    Mode("subtitle", "ok", Scene.article, cited=lambda work: f"{work.title}: with a map and two appendices"),
    Mode("title-cased", "ok", shown(lambda w: article(replace(w, title=w.title.upper()))), language="tr"),
    Mode("title-quoted", "ok", shown(lambda w: article(replace(w, title=f"“{w.title.replace('-', '–')}”")))),
    Mode("title-numbered", "ok", shown(lambda w: article(w, title=f"(3) {w.title} : {w.site} ({w.year})"))),
    Mode(
        "frameset",
        "ok",
        lambda s: html(f'<html><head><title>{s.work.title}</title></head><frameset><frame src="/left"></frameset></html>'),
    ),
    Mode("status-203", "ok", lambda s: Answer(203, {"Content-Type": "text/html"}, article(s.work).encode())),
)
