"""What printed references look like: a date and initials, an address, an identifier; and where one begins or breaks off."""

from __future__ import annotations

import re
from functools import cache

from kzcheck import data
from kzcheck.language.alternatives import any_of

SHORTEST_LABEL = 5
"""Letters of a label of an address that is not also a common word: "at", "from", "see"."""
LONGEST = 4000
"""Characters of the longest reference."""

DATED = re.compile(
    r"(?i)(?<!\d)(?:1[4-9]|20)\d\d(?!\d)|"
    r"\b(?:n\.\s?d\.|in press|forthcoming|б\.\s?г\.|в печати|s\.\s?a\.|o\.\s?J\.|t\.\s?y\.|s\.\s?d\.)"
)
SIGNED = re.compile(
    r"\b[^\W\d_]{1,3}\.|[“”«»\"]|//|\b[^\W\d_]+ [A-Z]{1,3}[,.]|[–—] [^\W\d_]|"
    r"[(\[](?:[^()\[\]]{1,60}: [^()\[\]]{1,60}, )?(?:1[4-9]|20)\d\d[a-z]?[)\]]\s?[.,:]|"
    r"\.\s(?:1[4-9]|20)\d\d[a-z]?\.\s"
)
"""What references have beside a date: initials and abbreviations, quotation marks, or full stops around the date."""
IDENTIFIED = re.compile(r"https?://|\bwww\.|\b10\.\d{4}|\bISBN\b|\barXiv:|\[[^\]\d]{3,40}\]\s?[/:]\s")

_UPPER = r"[^\W\d_a-zа-яё]"
_FAMILY = rf"(?:[a-zа-яё]{{1,4}}\s){{0,3}}(?:[dDlLO]['’])?{_UPPER}[\w'’ʼ-]+"
_HEAD = re.compile(
    rf"""[\s"“«„‘'(\[]*(?:
        {_FAMILY},?\s(?:{_UPPER}[\w’'-]*\.[\s-]?){{1,4}}  # Nye J.S.
        |{_FAMILY}(?:\s{_UPPER}[\w-]+)?,\s{_UPPER}  # Nye, Joseph
        |{_FAMILY}\s{_UPPER}{{1,3}}[,.:\s]  # Nye JS,
        |(?:{_UPPER}\w?\.[\s-]?){{1,3}}{_UPPER}  # J. S. Nye
        |[-–—_]{{2,}}
    )""",
    re.VERBOSE,
)
_SURE = re.compile(
    r"//|[(\[](?:[^()\[\]]{1,60}[ ,])?(?:1[4-9]|20)\d\d[a-z]?[)\]]|\bn\.\s?d\.|\d\s?\(\d|\d:\s?\d|"
    r"\b(?:pp?|[PSсСбБ]|стр)\.\s?\d|\b10\.\d{4}"
)
_ENDED = re.compile(r"(?:[.!?…»”\"’)\]>]|\d|/|https?://\S+)\s*$")
_FULLY_ENDED = re.compile(r"[.!?…)\]>]\s*$|https?://\S+$|\b10\.\d{4,}/\S+$")
_GOES_ON = re.compile(
    r"\s*(?:[a-zа-яёәіңғүұқөһğıişçöü(,;:/&–—-]|\d|URL\b|DOI\b|https?://|doi:|(?:[PpСсCcSs]|pp|Vol|Т|vol|No|№)\.?\s?\d)"
)


def is_reference(text: str) -> bool:
    """Return whether a text looks like a reference."""
    if len(text) > LONGEST:
        return False
    return bool(IDENTIFIED.search(text) or (DATED.search(text) and SIGNED.search(text)))


def begins(text: str) -> bool:
    """Return whether a text begins like a reference: with a person's name and initials, or a dash for the same author."""
    return bool(_HEAD.match(text))


def is_surely_reference(text: str) -> bool:
    """Return whether a text has what is rare outside references: a year in brackets, "//", volume and issue, pages, a DOI."""
    return is_reference(text) and bool(_SURE.search(text))


def adds_address(text: str, before: str) -> bool:
    """Return whether a text begins with the address or DOI that the text before it lacks."""
    return bool(_address().match(text)) and not IDENTIFIED.search(before)


@cache
def _address() -> re.Pattern[str]:
    labels = [label for label in data.words("address_labels") if len(label) > SHORTEST_LABEL]
    return re.compile(rf"\W{{0,3}}(?:https?://|www\.|doi:|URL\b|{any_of(labels)}\b)", re.IGNORECASE)


def is_complete(text: str) -> bool:
    """Return whether a text may be a whole reference: it ends with a full stop, a closing bracket, an address or DOI."""
    return bool(_FULLY_ENDED.search(text[-300:]))


def may_end(text: str) -> bool:
    """Return whether a reference may end as a text does: also with a number."""
    return bool(_ENDED.search(text[-300:]))


def goes_on(text: str) -> bool:
    """Return whether a text goes on with something rather than begins it: a small letter, a number, an address."""
    return bool(_GOES_ON.match(text))
