"""Pages of the web as typed lists name them: the site after a stop, a slash or a line, bare titles with their product, no year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grammar import phrase
from labelled import Labelled, joined
from styles.parts import Naming
from styles.patterns import credited, filled, slots
from works import online

if TYPE_CHECKING:
    from random import Random

    from works import Work

PATTERNS = (
    "{title} / {container}{medium}⟨. – {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title} / {container}{medium}⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title} | {container}{medium}⟨. – {url_marked}⟩",
    "{title}{medium}⟨. – {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title}{medium}⟨ {url}⟩⟨ {accessed_marked}⟩",
    "{title} // {container}{medium}.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title} // {container}.⟨ {issued}⟩.⟨ {url_marked}⟩",
    "⟨{author}. ⟩{title}. {container}.⟨ {url_marked}⟩",
    "⟨{author}. ⟩{title} ({comment}). {container}.⟨ {url_marked}⟩",
    "⟨{author}. ⟩{title}.⟨ {url_marked}⟩",
    "⟨{author}.⟩⟨ ({issued}). ⟩{title}. {container}.⟨ {url}⟩",
    "{title}. {container}.⟨ {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title} : {genre}⟨. – {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title}: {genre}{medium}⟨. {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title} - {container}⟨: {url}⟩",
    "{title}⟨: {url}⟩⟨ {accessed_marked}⟩",
    "{container}: {title}⟨. {url_marked}⟩⟨ {accessed_marked}⟩",
    "{title}: {container}.⟨ {issued}⟩.⟨ {url_marked}⟩",
    "“{title}”, {container}⟨, {url}⟩⟨ {accessed_marked}⟩",
    '⟨{author}, ⟩"{title}", {container}⟨, {url}⟩⟨ {accessed_marked}⟩',
)
BRACKETS = {"ru": "Электронный ресурс", "kk": "Электрондық ресурс", "uk": "Електронний ресурс", "tr": "Çevrimiçi"}
GENRES = {"ru": "официальный сайт", "kk": "ресми сайт", "uk": "офіційний сайт", "tr": "resmî site", "de": "offizielle Website"}
COMMENTS = {"ru": "официальная документация", "kk": "ресми сипаттама", "tr": "resmî belge", "de": "Dokumentation"}


def write(work: Work, random: Random) -> Labelled:
    """Return a page as such lists print it."""
    language = work.language
    work = work if work.url else online(work, random)
    table = slots(work, random)
    full = random.random() < 0.5
    table |= credited(work, Naming("", ".", " ", full), random, family_first=not full and random.random() < 0.8)
    site = work.container if work.kind == "webpage" and work.container else phrase(language, "sites", random)
    table["container"] = lambda: [(site, "container_title")]
    bracket = BRACKETS.get(language, "Online")
    medium = random.random() < (0.5 if language in {"ru", "kk", "uk"} else 0.1)
    table["medium"] = lambda: [(" [", ""), (bracket, "medium"), ("]", "")] if medium else []
    genre = GENRES.get(language, "official website")
    table["genre"] = lambda: [(genre, "genre")]
    comment = COMMENTS.get(language) or random.choice(tuple(COMMENTS.values()))
    table["comment"] = lambda: [(comment, "note")]
    return joined(filled(random.choice(PATTERNS), table), f"{language}/sites")
