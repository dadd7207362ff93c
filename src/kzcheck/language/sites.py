"""What web pages add to their titles: the site's name at the end, and the texts of pages that are no article at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck.language.folding import fold, lower

if TYPE_CHECKING:
    from collections.abc import Collection


class SiteText(NamedTuple):
    """What a site added to a title: the kind, the exact words, and the title without them ("" for a page that is no article)."""

    kind: Literal["site", "page", "format"]
    words: str
    title: str


_SEPARATOR = re.compile(r"(?<=\s)(?:[|–—·»]|--?|::)(?=\s)")
_FORMAT = re.compile(r"^\s*(?:\(PDF\)|\[PDF\]|\(DOC\)|\[DOC\])\s*", re.IGNORECASE)
_OFFICIAL = re.compile(
    r"\b(?:official (?:web)?site|официальный сайт|ресми (?:веб-)?сайт|oficial'?nyj sajt|ofitsialnyy sayt"
    r"|resmî? (?:web |internet )?site|offizielle (?:web)?seite"
    r"|site (?:web )?officiel|sitio (?:web )?oficial|sito ufficiale|site oficial)",
    re.IGNORECASE,
)

_SITES = frozenset(
    map(
        fold,
        """YouTube|Wikipedia|Wikipedia, the free encyclopedia|Wikipédia|Википедия|Уикипедия|Vikipedi|Вікіпедія|BBC News
        |BBC News Türkçe|BBC News Русская служба|Academia.edu|ResearchGate|JSTOR|Vimeo|LinkedIn|Facebook|Instagram
        |SlideShare|Scribd|Google Books|Google Книги|Google Kitaplar|ScienceDirect|SpringerLink|Wiley Online Library
        |Taylor & Francis Online|Cambridge Core|Oxford Academic|Project MUSE|Semantic Scholar|DergiPark|КиберЛенинка
        |CyberLeninka|eLIBRARY.RU|GitHub|Stack Overflow|Amazon.com|PubMed|TED Talk|Reddit|Quora|Pinterest""".split("|"),
    )
)

_PAGES = frozenset(
    map(
        fold,
        """just a moment|attention required|access denied|403 forbidden|404|404 not found|error 404|page not found
        |404 page not found|not found|sign in|log in|login|sign up|log in or sign up|redirecting|loading|please wait
        |one moment please|are you a robot?|captcha|security check|verify you are human|bot verification|ddos-guard
        |untitled document|home page|homepage|cookies|cookie policy|cookie consent|we use cookies|this site uses cookies
        |privacy settings|страница не найдена|вход|войти|доступ запрещен|главная страница|ошибка 404|бет табылмады|басты бет
        |sayfa bulunamadı|giriş yap|ana sayfa|anasayfa|erişim engellendi|seite nicht gefunden|anmelden|startseite
        |page non trouvée|se connecter|page d'accueil|página no encontrada|iniciar sesión|página de inicio
        |pagina non trovata|页面不存在|登录""".split("|"),
    )
)

_AFTER_HOST = frozenset("com org net news online tv ru kz world sport magazine blog journal us uk".split())


def find(title: str, *, names: Collection[str] = (), host: str = "", authors: Collection[str] = ()) -> SiteText | None:
    """Return what a site added to a title, None if nothing.

    `names` are the container and the publisher of the entry, `host` the host of its URL, `authors` the family names of its authors.
    """
    if form := _FORMAT.match(title):
        return SiteText("format", form[0].strip(), title[form.end() :])
    joints = list(_SEPARATOR.finditer(title))
    if host and fold(title[: joints[0].start()] if joints else title) in _PAGES:
        return SiteText("page", title, "")
    if not joints:
        return None
    ours = _names(names, host)
    ends = [*(joint.start() for joint in joints[1:]), len(title)]
    parts = [title[joint.end() : end].strip() for joint, end in zip(joints, ends, strict=True)]
    for at, part in enumerate(parts):
        if _is_site(part, ours) or (host and _OFFICIAL.search(part)):
            first = joints[at - 1 if at and _names_an_author(parts[at - 1], authors) else at].start()
            return SiteText("site", title[first:].strip(), title[:first].rstrip())
    return None


def _names(names: Collection[str], host: str) -> frozenset[str]:
    host = lower(host).removeprefix("www.")
    labels = host.split(".")
    own = {fold(name) for name in names if name}
    if len(labels) > 1:
        label = labels[-3] if len(labels) > 2 and len(labels[-2]) < 4 else labels[-2]  # noqa: PLR2004 -- co.uk, com.tr, gov.kz
        own |= {fold(host), fold(label), fold(f"{label}.{labels[-1]}"), label}
    return frozenset(name for name in own if len(name) > 2)  # noqa: PLR2004


def _is_site(part: str, ours: frozenset[str]) -> bool:
    folded = fold(part)
    if folded in _SITES or folded in ours or folded.replace(" ", "") in ours:
        return True
    first, *rest = folded.split() or [""]
    return first in ours and 0 < len(rest) < 3 and _AFTER_HOST.issuperset(rest)  # noqa: PLR2004


def _names_an_author(part: str, authors: Collection[str]) -> bool:
    words = fold(part).split()
    return len(words) < 5 and any(author and set(fold(author).split()) <= set(words) for author in authors)  # noqa: PLR2004
