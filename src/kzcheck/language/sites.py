"""What web pages add to their titles: the site's name at the end, and the texts of pages that are no article at all."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import Sites
from kzcheck.language.alternatives import any_of, folded
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


@cache
def _known(field: str) -> frozenset[str]:
    return folded(getattr(data.read("sites", Sites), field))


@cache
def _official() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(data.read('sites', Sites).official)}", re.IGNORECASE)


def find(title: str, *, names: Collection[str] = (), host: str = "", authors: Collection[str] = ()) -> SiteText | None:
    """Return what a site added to a title, None if nothing.

    `names` are the container and the publisher of the entry, `host` the host of its URL, `authors` the family names of its authors.
    """
    if form := _FORMAT.match(title):
        return SiteText("format", form[0].strip(), title[form.end() :])
    joints = list(_SEPARATOR.finditer(title))
    if host and fold(title[: joints[0].start()] if joints else title) in _known("page_titles"):
        return SiteText("page", title, "")
    if not joints:
        return None
    ours = _names(names, host)
    ends = [*(joint.start() for joint in joints[1:]), len(title)]
    parts = [title[joint.end() : end].strip() for joint, end in zip(joints, ends, strict=True)]
    for at, part in enumerate(parts):
        if _is_site(part, ours) or (host and _official().search(part)):
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
    plain = fold(part)
    if plain in _known("names") or plain in ours or plain.replace(" ", "") in ours:
        return True
    first, *rest = plain.split() or [""]
    return first in ours and 0 < len(rest) < 3 and _known("words_after").issuperset(rest)  # noqa: PLR2004


def _names_an_author(part: str, authors: Collection[str]) -> bool:
    words = fold(part).split()
    return len(words) < 5 and any(author and set(fold(author).split()) <= set(words) for author in authors)  # noqa: PLR2004
