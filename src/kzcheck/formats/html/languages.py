"""Languages as HTML names them."""

from __future__ import annotations

import re

TWO_LETTERS = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa
    ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr
    ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur
    uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
"""The codes of ISO 639-1."""

_TAG = re.compile(r"([a-z]{2})(?:-[a-z]{4})?(?:-[a-z]{2})?", re.IGNORECASE | re.ASCII)


def lang(language: str) -> str:
    """Return a language as a `lang` attribute takes it (BCP 47), "" where it is none: lists give countries and words, too.

    >>> lang("ru-RU"), lang("Kazakh")
    ('ru-RU', '')
    """
    match = _TAG.fullmatch(language.strip())
    return match[0] if match and match[1].lower() in TWO_LETTERS else ""
