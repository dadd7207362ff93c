"""Drift: decides whether a page is about the work cited, about something else, or uncertain.

Two titles of one site share its name, so the similarity of whole strings would accept any of its pages: the name is removed, and a
title must contain the cited words, too. A page has drifted only if everything that it says of itself is in the cited title's
language and unlike it, and the cited title is nowhere in its text. For an English page and an English title it is enough that the
page has almost none of the title's words and names none of the work's people. A title that names the journal, the publisher or an
author of the cited work is not another subject; nor is a numbered chapter, because authors cite the book and link to the page. A
page has been hijacked if its title sells what such domains sell, in any language, and nothing of the cited work mentions it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import token_sort_ratio

from kzcheck.evidence import Mention
from kzcheck.language.folding import fold, fold_name
from kzcheck.language.languages import guess, is_english, item_language, texts
from kzcheck.language.page_signs import advertised
from kzcheck.language.page_titles import find_site_text
from kzcheck.language.scripts import main_script
from kzcheck.matching.links.url_relations import address
from kzcheck.matching.titles import alikeness, cleaned

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kzcheck.csl import Item
    from kzcheck.evidence import Visit

NEAR = 6
"""Words that may separate two words of a title: function words, a line break, a name."""

LETTERS = 4
"""Letters from which a word is distinctive, in scripts with spaces between words."""

MOST_WORDS, MOST_HITS = 40, 20_000
"""Words of a title that are searched for, and their occurrences in a text: more means a text made to waste time."""

SHINGLE = 5
"""Words in each run by which texts are compared (Bar-Yossef, Broder, Kumar, Tomkins, "Sic transit gloria telae", WWW 2004)."""

LONGEST = 200_000

_SIGN = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts without spaces between words: each counts as a word."""

_WITH_DIGIT = re.compile(r"\S*\d\S*")


def words(text: str) -> list[str]:
    """Return the folded words of a text; in Chinese, Japanese and similar scripts each character."""
    return fold(_parted(text)).split()


def _parted(text: str) -> str:
    """Return a text with spaces around the letters of scripts that have none between words."""
    return text[:LONGEST] if text.isascii() else _SIGN.sub(r" \g<0> ", text[:LONGEST])


def distinctive_words(title: str) -> list[str]:
    """Return the distinctive folded words of a title, each once: long words, numbers, Chinese characters; all if these are few."""
    folded = words(title[:1000])
    signs = set(words(" ".join(_SIGN.findall(title[:1000])))) if not title.isascii() else set[str]()
    distinctive = [word for word in folded if len(word) >= LETTERS or word in signs or word.isdecimal()]
    return list(dict.fromkeys(distinctive if len(distinctive) > 1 else folded))[:MOST_WORDS]


def mention(title: str, text: str) -> float:
    """Return the share (0 to 1) of a title's distinctive words that occur close together in a text, in order.

    Case, accents, punctuation and transliteration do not matter. Words far apart do not count: a long text contains any title's.
    """
    sought, present = distinctive_words(title), words(text)
    if not sought or not present:
        return 0.0
    share = _chain(sought, present) / len(sought)
    if share == 1 or main_script(title) not in {"Latin", "Cyrillic"}:
        return share
    alphabet = {word: fold_name(word) for word in set(present) if len(word) >= LETTERS}
    sounds = [alphabet.get(word, word) for word in present]
    return max(share, _chain([fold_name(word) if len(word) >= LETTERS else word for word in sought], sounds) / len(sought))


def looked_for(item: Item, text: str, language: str) -> Mention:
    """Return how much of a work is found in the text of a page, given its language."""
    share = round(mention(item.title, text), 3)
    if share >= MISSED or language != "en":
        return Mention(item.id, share)
    present = set(words(text))
    wanted = {word[:STEM] for word in distinctive_words(item.title)}
    stems = {word[:length] for word in present for length in (LETTERS, STEM)} | present
    families = (fold(name.family or name.literal).split() for _, _, name in item.names())
    anywhere = len(wanted & stems) / len(wanted) if wanted else 1.0
    return Mention(item.id, share, round(anywhere, 3), any(family and present.issuperset(family) for family in families))


def _chain(sought: list[str], present: list[str]) -> int:
    """Return the length of the longest chain of wanted words in order, each within `NEAR` words of the one before."""
    places = {word: place for place, word in enumerate(sought)}
    lengths, ends = [0] * len(sought), [-1] * len(sought)
    best = 0
    for at, word in [(at, word) for at, word in enumerate(present) if word in places][:MOST_HITS]:
        place = places[word]
        before = (lengths[earlier] for earlier in range(place) if lengths[earlier] and at - ends[earlier] <= NEAR + place - earlier)
        length = 1 + max(before, default=0)
        if length >= lengths[place] or at - ends[place] > NEAR:
            lengths[place], ends[place] = length, at
            best = max(best, length)
    return best


def alike(a: str, b: str) -> float:
    """Return the similarity (0 to 1) of two texts: the share of their runs of five words that both contain.

    Words with digits (times, numbers of requests) do not count. Two texts without words are equal.
    """
    runs, other_runs = _shingles(a), _shingles(b)
    return len(runs & other_runs) / len(runs | other_runs) if runs or other_runs else 1.0


@lru_cache(maxsize=64)
def _shingles(text: str) -> frozenset[str]:
    kept = [word for word in _parted(text).casefold().split() if not _WITH_DIGIT.fullmatch(word)]
    count = max(len(kept) - SHINGLE + 1, min(len(kept), 1))
    return frozenset(" ".join(kept[start : start + SHINGLE]) for start in range(count))


# All chosen by judgement on invented pages; benchmarks/page_accuracy.py measures them on real ones.
SAME = 0.85
"""Similarity from which a page's title is the cited one."""

HELD = 0.8
"""Share of the cited title's words, in order, from which another title contains it or a text mentions it."""

LEAST_WORDS = 3
"""Distinctive words that a title needs in order to be searched for in a text."""

MISSABLE, MISSABLE_WITH_PEOPLE = 4, 2
"""Distinctive words that a title needs for its absence from a text to count: shorter ones name a manual, which its page need not
mention. Fewer are enough if the work's people are absent, too."""

STRANGE, MISSED = 0.4, 0.5
"""Similarity below which a title is a different one, and share of words below which the cited title is not mentioned."""

STEM = 5
"""Letters of a word that nearly all its forms share."""

LEFT = 0.2
"""Share of a title's words, in any form and order, up to which an English page has nothing of the work."""

LONG_ENOUGH = 500
"""Characters from which a page without anything of a work is another page: shorter ones may ask for cookies or redirect."""

LITTLE, ENOUGH = 100, 2_000
"""Characters of text below which a page is uncertain; and characters that suffice if its end was not read."""

_DESCRIBED = frozenset(
    """bill broadcast dataset figure graphic hearing interview legal_case legislation map motion_picture musical_score performance
    personal_communication regulation software song treaty""".split()
)
"""Types whose titles are often a description, an abridgement or a translation by the citing author."""

_NUMBER = re.compile(
    r"^(?:(?:[^\W\d_]+ )?\d+(?:\.\d+)*[.:] |\d+(?:\.\d+)+ |[^\W\d_]+ (?:[A-Z](?:\.\d+)*|[IVXLC]+)[.:] |[A-Z](?:\.\d+)+[.:]? "
    r"|第 ?[\d一二三四五六七八九十]+ ?[章节節] ?|[付附][録录錄] ?[A-Z] ?|(?:제 ?)?\d+ ?장[.:]? )"
)
"""The number of a chapter or an appendix before its title: "Chapter 4. ", "4.2 ", "Appendix B: ", "第 4 章", "4장. "."""

_SHORTER = frozenset(
    "article article-journal article-magazine article-newspaper chapter entry-encyclopedia paper-conference".split()
)
"""Types of works that do not have numbered chapters."""

_TRANSLITERATED = frozenset(("ru-Latn", "kk-Latn"))


def is_about(url: str, visit: Visit, cited: Sequence[Item]) -> bool:
    """Return whether a page has the title of a cited work."""
    names = [title.text for title in visit.titles]
    return any(_titled(title, name, item, visit.final or url) for item in cited for title in _titles(item, url) for name in names)


def mentions(visit: Visit, cited: Sequence[Item]) -> bool:
    """Return whether the text of a page contains the title of a cited work, if that is long enough to search for."""
    shares = {mention.reference: mention.share for mention in visit.mentions}
    return any(shares.get(item.id, 0.0) >= HELD and _tells(item.title) for item in cited)


def has_drifted(url: str, visit: Visit, cited: Sequence[Item], stock: Collection[str] = ()) -> bool:
    """Return whether a page is surely about something other than all cited works; `stock` holds folded titles that do not count."""
    if not cited or visit.length < LITTLE or not (visit.whole or visit.length >= ENOUGH):
        return False
    return all(_strange(url, visit, item, stock) for item in cited)


def is_hijacked(url: str, visit: Visit, cited: Sequence[Item]) -> bool:
    """Return whether a title of a page sells what hijacked domains sell, and neither a cited work nor the URL mentions it."""
    if not cited or not any(advertised(title.text) for title in visit.titles) or mentions(visit, cited):
        return False
    context = [url, *(text for item in cited for _, text in texts(item))]
    return not any(advertised(re.sub(r"[-_/.]", " ", text)) for text in context)


def own_title(url: str, visit: Visit) -> str:
    """Return the most informative title of a page, without the site's name, or ""; one that sells something comes first."""
    best = ""
    for title_seen in sorted(visit.titles, key=lambda title: not advertised(title.text)):
        title = _bare(title_seen.text, visit.final or url)
        if title and _says_something(title, visit.final or url):
            return title
        best = best or title
    return best


def _titles(item: Item, url: str) -> list[str]:
    """Return the meaningful titles of a work: not "Page not found", which an entry may have copied."""
    titles = (_bare(title, url, item) for title in (item.title, item.title_short, item.original_title) if title)
    return [title for title in titles if title]


@lru_cache(maxsize=1 << 12)
def _stripped(title: str, names: tuple[str, ...], host: str) -> str:
    site = find_site_text(title, names=names, host=host)
    return cleaned(title if site is None else site.title)


def _bare(title: str, url: str, item: Item | None = None) -> str:
    """Return a title without the name of its site; "" for that of a page that is not a work."""
    names = (item.container_title, item.publisher) if item else ()
    return _stripped(title, names, address(url).host)


def _titled(title: str, name: str, item: Item, url: str) -> bool:
    title_shown = _bare(name, url, item)
    if title_shown and (fold(title_shown) in {fold(title), _unnumbered(title)} or _unnumbered(title_shown) == fold(title)):
        return True
    if not title_shown or fold(title_shown) in _frame(item):
        return False
    if _tells(title) and _share(title, title_shown) >= HELD:
        return True
    return len(distinctive_words(title_shown)) > 1 and alikeness(title, title_shown) >= SAME


@lru_cache(maxsize=1 << 13)
def _unnumbered(title: str) -> str:
    """Return a folded title without its chapter number, which pages print and authors omit."""
    return fold(_NUMBER.sub("", title, count=1))


_share = lru_cache(maxsize=1 << 13)(mention)
"""The share of a title in another, cached because the same two are compared at each visit of a page."""


def _frame(item: Item) -> set[str]:
    """Return the folded names of a work's containers: a page with such a name is the container, not the work."""
    containers = (item.container_title, item.container_title_short, item.collection_title, item.event_title, item.publisher)
    return {fold(name) for name in containers if name}


@lru_cache(maxsize=1 << 13)
def _tells(title: str, least: int = LEAST_WORDS) -> bool:
    return sum(len(word) >= LETTERS or word.isdecimal() for word in distinctive_words(title)) >= least or (
        main_script(title) not in {"Latin", "Cyrillic"} and len(distinctive_words(title)) > least
    )


def _strange(url: str, visit: Visit, item: Item, stock: Collection[str]) -> bool:
    """Return whether all titles of a page are comparable with a work's and unlike it, and its text does not mention the work."""
    seen = next((mention for mention in visit.mentions if mention.reference == item.id), Mention(item.id, 1.0))
    title = _bare(item.title, url, item)
    if item.type in _DESCRIBED or item.title.startswith("[") or item.original_title:
        return False
    absent = _is_absent(title, item, visit, seen)
    if not absent and (seen.share >= MISSED or not _tells(title, MISSABLE)):
        return False
    titles_shown = [_bare(title.text, visit.final or url, item) for title in visit.titles]
    if item.type not in _SHORTER and any(map(_NUMBER.match, titles_shown)):
        return False
    titles_shown = [name for name in titles_shown if _says_something(name, visit.final or url) and fold(name) not in stock]
    return bool(titles_shown) and all(
        (absent or _comparable(title, name, item, visit)) and _nearness(title, name) < STRANGE and not _related(name, item)
        for name in titles_shown
    )


def _is_absent(title: str, item: Item, visit: Visit, seen: Mention) -> bool:
    """Return whether an English page has nothing of an English work: almost none of its title's words, and none of its people."""
    if visit.language != "en" or visit.length < LONG_ENOUGH or seen.anywhere > LEFT or seen.people:
        return False
    least = MISSABLE_WITH_PEOPLE if any(item.names()) else MISSABLE
    return _tells(title, least) and is_english(title) and item_language(item) in {"", "en"}


@lru_cache(maxsize=1 << 12)
def _says_something(title: str, url: str) -> bool:
    """Return whether a title names a subject: at least two distinctive words, and not just those of the host."""
    distinctive = [word for word in distinctive_words(title) if len(word) >= LETTERS or not title.isascii()]
    host = address(url).host.replace("-", "").replace(".", "")
    return len(distinctive) > 1 and not all(word in host for word in distinctive) and "".join(distinctive) not in host


def _comparable(title: str, given: str, item: Item, visit: Visit) -> bool:
    """Return whether two titles are in one language, as far as both show it; a transliterated one is."""
    if guess(title) and guess(title) == guess(given):
        return True
    scripts = {main_script(title), main_script(given)}
    cited, shown = guess(title) or item_language(item), guess(given) or visit.language
    if len(scripts) > 1 and not (scripts == {"Latin", "Cyrillic"} and not _TRANSLITERATED.isdisjoint((cited, shown))):
        return False
    return bool(cited) and cited.partition("-")[0] == shown.partition("-")[0]


def _nearness(title: str, given: str) -> float:
    """Return the similarity of two titles by their words in any order: the lesser of two measures, unaffected by a shared name."""
    cited, shown = ([fold_name(word) for word in words(text)] for text in (title, given))
    distinctive = {fold_name(word) for word in distinctive_words(title)}
    share = len(distinctive & set(shown)) / len(distinctive) if distinctive else 0.0
    return max(min(share, token_sort_ratio(" ".join(cited), " ".join(shown)) / 100), mention(title, given))


def _related(given: str, item: Item) -> bool:
    """Return whether a title names a container of the cited work, or one of its people."""
    if any(mention(name, given) >= HELD or alikeness(name, given) >= SAME for name in _frame(item)):
        return True
    folded = {fold_name(word) for word in words(given)}
    families = (fold_name(name.family or name.literal) for _, _, name in item.names())
    return any(family and set(family.split()) <= folded for family in families)
