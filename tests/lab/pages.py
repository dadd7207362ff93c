"""Invented works, and the pages that sites show for them or instead of them, as text.

The same work always gives the same page: its seed selects the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from random import Random

from kzcheck.csl import Date, Item, Name
from lab.phrases import LANGUAGES
from lab.works import FAMILIES, GIVEN

LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
"""Russian in Latin letters, as printed in English-language lists."""

lines = cache(lambda language, field: LANGUAGES[language].lines(field))


def thrown(seed: float | str) -> Random:
    """Return a random generator with a fixed seed."""
    return Random(seed)  # noqa: S311 - invented data, the same each time


@dataclass(frozen=True, slots=True)
class Work:
    """An invented work on the web. `seed` selects the words of its page, `words` fill the slots in its sentences."""

    language: str
    title: str
    site: str
    author: str
    year: int
    words: tuple[str, str, str]
    seed: int

    def sentences(self, count: int, seed: str = "") -> list[str]:
        """Return so many sentences about the work, never with its title."""
        dice = thrown(f"{self.seed}{seed}")
        first, second, place = self.words
        kinds = lines(self.language, "sentences")
        return [_sentence(kinds[dice.randrange(len(kinds))].format(a=first, b=second, p=place), number) for number in range(count)]

    def unrelated(self) -> str:
        """Return the title of another subject in the same language."""
        titles = lines(self.language, "unrelated")
        return f"{titles[self.seed % len(titles)]} ({self.seed % 12 + 1}/{self.seed % 97 + 1925})"


def _sentence(text: str, number: int) -> str:
    """Return a sentence that differs from others of the same kind."""
    text = text[:1].upper() + text[1:]
    return f"{text[:-1]} ({number + 2}){text[-1]}" if number % 3 == 2 else text


def work(dice: Random, language: str = "en") -> Work:
    """Invent a work."""
    first, second = dice.sample(lines(language, "things"), 2)
    place = dice.choice(lines(language, "places"))
    title = dice.choice(lines(language, "titles")).format(a=first, b=second, p=place)
    return Work(
        language=language,
        title=title[:1].upper() + title[1:],
        site=dice.choice(lines(language, "sites")),
        author=f"{dice.choice(GIVEN)} {dice.choice(FAMILIES)}",
        year=dice.randrange(2004, 2022),
        words=(first, second, place),
        seed=dice.randrange(1 << 30),
    )


def item(work: Work, number: int, url: str, kind: str, title: str) -> Item:
    """Return the work as cited in a list, accessed some months after its publication."""
    given, _, family = work.author.partition(" ")
    dice = thrown(work.seed)
    return Item(
        id=str(number),
        type=kind,
        title=title,
        author=(Name(given=given, family=family),),
        issued=Date((work.year, dice.randrange(1, 13), dice.randrange(1, 29))),
        accessed=Date((work.year + 1, dice.randrange(1, 13), dice.randrange(1, 29))),
        container_title=work.site,
        language=work.language,
        url=url,
    )


def latin(text: str) -> str:
    """Return a Russian text in Latin letters."""
    return "".join(LATIN.get(letter, LATIN.get(letter.lower(), letter).capitalize()) for letter in text)


def page(title: str, body: str, *, head: str = "", language: str = "en", menu: bool = True) -> str:
    """Return an HTML page; `title` is escaped here, `body` and `head` are markup."""
    top = "".join(f'<li><a href="/{place}">{label}</a></li>' for place, label in enumerate(lines(language, "menu")[0].split("|")))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title, quote=False)}</title>{head}'
        f"</head><body>{f'<nav><ul>{top}</ul></nav>' if menu else ''}{body}</body></html>\n"
    )


def article(work: Work, *, title: str | None = None, head: str = "", body: str = "", count: int = 14) -> str:
    """Return the working page of a work: `title` replaces its title element, `body` comes first."""
    dice = thrown(work.seed)
    if title is None:
        mark = dice.choice((" - ", " | ", " — ", " · ", " :: "))
        title = dice.choice((f"{work.title}{mark}{work.site}", f"{work.site}{mark}{work.title}", work.title))
    text = f"<h1>{escape(work.title, quote=False)}</h1><p>{work.author}, {work.year}</p>{paragraphs(work, count)}"
    return page(
        title, f"{body}<main><article>{text}</article></main><footer>© {work.site}</footer>", head=head, language=work.language
    )


def paragraphs(work: Work, count: int, seed: str = "") -> str:
    """Return sentences about a work, three per paragraph."""
    texts = work.sentences(count, seed)
    return "".join(f"<p>{' '.join(texts[start : start + 3])}</p>" for start in range(0, count, 3))


def meta(**names: str) -> str:
    """Return meta elements: `citation_title="…"`; two underscores stand for a colon and make a property."""
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{escape(text)}">'
        if "__" in name
        else f'<meta name="{name}" content="{escape(text)}">'
        for name, text in names.items()
    )


def lost(work: Work, *, long: bool = False) -> str:
    """Return a site's page for missing content; a `long` one lists other articles."""
    title, _, text = thrown(work.seed).choice(lines(work.language, "lost")).partition("|")
    links = "".join(
        f'<li><a href="/read/{number}">{text}</a></li>' for number, text in enumerate(lines(work.language, "unrelated"))
    )
    named = thrown(work.seed + 1).choice((title, f"{title} | {work.site}", f"{work.site} - {title}"))
    return page(named, f"<h1>{title}</h1><p>{text}</p>{f'<ul>{links}</ul>' if long else ''}", language=work.language)


def home(site: str, language: str = "en") -> str:
    """Return the home page of a site."""
    menu = lines(language, "menu")[0].split("|")
    teasers = "".join(f"<h2>{title}</h2><p>{title}…</p>" for title in lines(language, "unrelated"))
    return page(f"{site} – {menu[0]}", f"<h1>{site}</h1>{teasers}<p>{' · '.join(menu[1:])}</p>", language=language)


def search(site: str) -> str:
    """Return a page of search results."""
    hits = "".join(f"<li>{title}</li>" for title in lines("en", "unrelated"))
    return page(f"Search results - {site}", f'<h1>Search</h1><form action="/search"><input name="q"></form><ol>{hits}</ol>')


def login(site: str) -> str:
    """Return a login page."""
    form = '<form method="post"><input name="user"><input type="password" name="word"><button>Sign in</button></form>'
    return page(f"Sign in - {site}", f"<h1>Sign in</h1><p>Please log in to continue.</p>{form}", menu=False)


CHALLENGES = {
    "just-a-moment": (
        "Just a moment...",
        (
            "<h1>one.example.org</h1><p>Verifying you are human. This may take a few seconds.</p>"
            '<noscript>Enable JavaScript and cookies to continue</noscript><script src="/cdn-cgi/challenge-platform/h/b/run">'
            "</script><p>Ray ID: 8a1b2c3d4e5f</p>"
        ),
    ),
    "checking-browser": (
        "DDoS protection",
        "<h1>Checking your browser before accessing this site</h1><p>It is automatic. You will be redirected shortly.</p>",
    ),
    "captcha": (
        "Are you a robot?",
        (
            '<h1>Please confirm that you are a human</h1><p>Complete the captcha below.</p><div class="g-recaptcha"></div>'
            '<script src="https://www.google.com/recaptcha/api.js"></script>'
        ),
    ),
    "access-denied": (
        "Access Denied",
        (
            "<h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p>"
            "<p>Reference #18.2d351ab8.1557333295.a4e16ab</p>"
        ),
    ),
    "unusual-traffic": (
        "Sorry...",
        "<h1>Our systems have detected unusual traffic from your computer network</h1><p>Please try your request again later.</p>",
    ),
    "challenge-russian": (
        "Вы не робот?",
        (
            "<h1>Подтвердите, что запросы отправляли вы, а не робот</h1><p>Нам очень жаль, но запросы с вашего устройства похожи "
            "на автоматические.</p>"
        ),
    ),
}

PARKED = {
    "sale": (
        "{host} is for sale",
        "<h1>{host}</h1><p>This domain may be for sale!</p><p><a href='/offer'>Buy this domain</a> or make an offer today.</p>",
    ),
    "ads": (
        "{host}",
        (
            '<script src="https://www.sedoparking.com/park.js"></script><h2>Related searches</h2><ul><li>Cheap flights</li>'
            "<li>Car insurance</li><li>Online degrees</li></ul><p>The sponsored listings displayed above are served "
            "automatically by a third party. Neither the service provider nor the domain owner maintain any relationship "
            "with the advertisers.</p>"
        ),
    ),
    "expired": (
        "Domain expired",
        "<h1>This domain has expired</h1><p>If you are the registrant, please renew the domain with your registrar.</p>",
    ),
    "russian": (
        "Домен {host} продаётся",
        "<h1>Домен {host} продаётся</h1><p>Этот домен выставлен на продажу. Купить домен можно в магазине доменов.</p>",
    ),
    "german": (
        "{host} steht zum Verkauf",
        "<h1>{host}</h1><p>Diese Domain steht zum Verkauf. Die Domain können Sie jetzt erwerben.</p>",
    ),
    "script": (
        "{host}",
        (
            '<div id="main"></div><script src="https://parkingcrew.net/assets/scripts/main.js"></script>'
            '<script src="https://www.bodis.com/main.js"></script>'
        ),
    ),
}
"""Title and body by kind."""

BARE = {
    "nginx": (
        "Welcome to nginx!",
        "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed.</p>",
    ),
    "suspended": (
        "Account Suspended",
        "<h1>This Account has been suspended.</h1><p>Contact your hosting provider for more information.</p>",
    ),
}
"""Pages of a server without a site."""

CASINO = """<h1>Best online slots and live casino 2024</h1><p>Welcome bonus of 200 free spins for every new player. Play roulette,
blackjack and more than 900 slots at the most trusted online casino.</p><p>Fast payouts, all cards accepted.</p>"""


def pdf(title: str = "", *, outline: bool = False) -> bytes:
    """Return a small PDF, with its title in the information dictionary as UTF-16 if it has one."""
    name = b"/Title <" + ("\ufeff" + title).encode("utf-16-be").hex().encode() + b"> " if title else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< " + name + b"/Producer (Invented Press 1.0) /CreationDate (D:20180301120000Z) >>",
        *([b"<< /Title (Chapter the first) /Parent 1 0 R /Dest [3 0 R /Fit] >>"] if outline else []),
    ]
    numbered = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%PDF-1.4\n" + numbered + b"trailer << /Root 1 0 R /Info 4 0 R >>\n%%EOF\n"
