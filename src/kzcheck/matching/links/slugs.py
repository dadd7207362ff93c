"""Slugs: the words of an address that repeat the title of its page, as news sites and blogs write them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kzcheck.csl import Item  # noqa: TC001 - it is part of a signature that others resolve
from kzcheck.language.folding import fold
from kzcheck.language.languages import guess
from kzcheck.matching.links.drift import LETTERS, distinctive_words
from kzcheck.matching.links.url_relations import address

SLUG_WORDS, TITLE_WORDS = 4, 3
"""Distinctive words from which a slug repeats a title, and from which a title can be repeated by one."""

LONGEST = 2_000
_SLUG = re.compile(r"[^\W\d_]+(?:[-_+ ][^\W_]+){3,40}(?:\.\w{2,5})?")


def slug_of_another(item: Item) -> str:
    """Return the words of an entry's URL if they repeat another title in the same language and none is in the entry; else ""."""
    slug = unquote(address(item.url[:LONGEST]).path).rstrip("/").rpartition("/")[2]
    if not _SLUG.fullmatch(slug):
        return ""
    words = [word for word in fold(re.sub(r"\.\w{2,5}$", "", slug)).split() if len(word) >= LETTERS and word.isalpha()]
    if len(set(words)) < SLUG_WORDS or len(distinctive_words(item.title)) < TITLE_WORDS:
        return ""
    language = guess(item.title)
    if not language or language != guess(re.sub(r"[-_+]", " ", slug)):
        return ""
    texts = [text for field, text in item.texts() if field != "url"]
    texts += [name.family or name.literal for _, _, name in item.names()]
    known = {word[:LETTERS] for text in texts for word in fold(text[:LONGEST]).split()}
    return "" if any(word[:LETTERS] in known for word in words) else slug
