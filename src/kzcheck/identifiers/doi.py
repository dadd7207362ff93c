"""Finds, checks and normalises DOIs.

The form follows ISO 26324 and the DOI Handbook (section 2.2): `10.`, a registrant of digits, a slash, and a suffix of any
printable characters, in upper or lower case alike. Registrants have four digits or more (Crossref, "DOIs and matching regular
expressions"); only ISBN-A has `10.978.` and `10.979.`. A short DOI is `10/` and a few letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kzcheck.identifiers.flaws import CYRILLIC_LIKE_LATIN, LONGEST, OPENING, Flaw, Found, end_of, ends_in, verdict
from kzcheck.wording import Plural

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = r"10\.(?:\d{4,9}(?:\.\d{1,9})*|97[89]\.\d{2,9})"
_LAWFUL = rf"(?i){_PREFIX}/\S+|10/[a-z0-9]{{2,}}"
_IN_TEXT = rf"(?<![\w.]){_PREFIX}/[^\s\"“”«»]+"
_STARTS_LIKE_ONE = r"(?:10|[Il|1][0OoОо])\s?[.,]\s?\d|10/"

_PLAIN = re.compile(r"10\.\d{4,9}/(?!.*\.(?:pdf|full|abstract|epub)\b)[\w.-]*(?:\(\d+\)[\w.-]*)?(?<=[A-Za-z0-9])", re.ASCII)
"""The form of nine DOIs in ten, which is always correct. All other patterns are compiled when the first unusual DOI occurs."""

_END = ".,;:!?'\"”’“»›‹«…/*"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_DASHES = "‐‑‒–—―−﹣"
_OTHER_LIKE_LATIN = {**CYRILLIC_LIKE_LATIN, **str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοıİ", "ABEZHIKMNOPTYXoii")}
_DIGITS_FOR_LETTERS = str.maketrans("OoОоQIl|!SsBZz", "00000111155822")

_MARKUP = (
    r"&(?:amp;)?(?P<entity>lt|gt|amp|quot|#\d{2,5});"
    r"|</?(?:a|i|b|p|em|sub|sup|span|br|div|italic|strong)\b[^<>]{0,200}>"
    r"|\\(?P<escaped>[_%&#{}$~^])"
)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENCODED = r"%[0-9A-Fa-f]{2}"
_LEAD = (
    r"(?i)(?:(?:info|urn)\s?:\s?|https?\s{0,2}[:;]?\s{0,2}[/\\]*+\s{0,2}"
    r"|(?:www|dx)\.|doi(?:\.(?:acm\.)?org)?(?![a-z])[\s:;=.,/\\>№-]*+)++"
)
_LAWFUL_LEAD = r"(?i)(?:(?:info:|urn:)?doi\s?[:=]?\s?)?(?:(?:https?://)?(?:(?:dx\.|www\.)?doi\.org|doi\.acm\.org)/(?:doi:)?)?"
"""What may stand before a DOI, with ACM's old resolver, which most of its entries in BibTeX name."""
_TEN = r"(?P<digits>[1Il|!][0OoОоQ])(?P<stop>\s?[.,·:;-]{1,3}\s?|\s)(?=[\dOIl])"
_LOST_TEN = r"(?:1{1,2}0{1,2}|01|[01])?\.(?=\d{4,9}/)"
_BARE_REGISTRANT = r"\.?(?:10)?(\d{4,5})/(?=\S)"
_NO_SLASH = r"10\.(\d{4,5})(?P<between>[\\⁄∕|:_.,-]?)(?P<suffix>[A-Za-z(].*)"
_WORDS_AFTER = (
    r"(?i)\s+(?:[(\[{\"“«<]|(?:pm[ci]d?|arxiv|issn|isbn|epub|url|https?|doi|accessed|retrieved|available|дата|erişim|zugriff|consult)\b"
    r"|(?P<words>[^\W\d_]{3,}(?:[\s,;:]|$)|[|–—-]\s))"
)
_URL_TAIL = (
    r"(?i)\?[\w%.-]*=.*|\?download.*|#(?:[a-z]{3}|:~).*|&[a-z_]+=.*|;jsessionid=.*"
    r"|/(?:e?pdf(?:plus|direct)?|full(?:[/.-]?(?:html?|pdf|text))?|abstract|fulltext|epub|meta)/?$|\.(?:pdf|full(?:[.-](?:pdf|text))?|abstract|epub)$"
)
_PMID = r"(?i)PMID[:\s]*(\d{1,8})\.?"
_PMCID = r"(?i)(?:PMCID[:\s]*)?(PMC\d{3,9})\.?"
_ARXIV = (
    r"(?i)(?:arxiv[:\s]\s?|https?://arxiv\.org/(?:abs|pdf)/)?(\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
)
_HANDLE = r"(?i)(?:https?://)?hdl(?:\.handle\.net)?[:/]\s?(\S+)|20\.500\.\d+/\S+"
_HANDLE_URL = r"(?i)https?://hdl\.handle\.net/+((?!10\.|api/)[\w.-]+/[^\s?#]+)(?:[?#]\S*)?"
_PIECES = 4
"""Pieces at most of a DOI cut by a broken line or a copied column; more of them are words."""
_NUMBERED = r"(?=.*\d)[\w.-]+"
_SITE_WORD = r"(?i)/(?:e?pdf|full|abs|abstract|fulltext|epub|html|citation)(?:/.*)?$"
_PART = r"(?i)(?:[\w.]*-)?(?:chapter|part)(?:-.*)?"
"""A piece of a path that names a part of the DOI's work."""
_LONG_NUMBER = r"\d{6,}"
"""A number that the page of a part repeats from the piece before: `9780000000002.001.0001/x-9780000000002-5`."""
_SAMPLE = re.compile(
    r"10\.(?:x{2,}|[ny#?*_]{2,}|0+|12345?|123456\d*|5072|9{5,})/.*"
    r"|10\.(?:1000|5555)/(?:xyz\w*|abc\d*|12345\d*|example.*|test\d*|foo.*)"
    r"|10\.[\w.]+/(?:.*x{4}.*|(?:j\.)?xxx(?:\..*)?|xyz\d*|0+|\?+|(?:example|sample|placeholder|suffix|your[-_.]?doi)[\W\d]*)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 13)
def normal_doi(text: str) -> str:
    """Return a DOI for comparison and requests: bare, in lower case, corrected if that is certain; "" if the text is not a DOI."""
    text = text.strip()
    flaw = check_doi(text)
    if flaw is None:
        return text.lower()
    return flaw.mended.lower() if flaw.mended and flaw.sure and not flaw.field else ""


def find_dois(text: str) -> Iterator[Found]:
    """Yield the DOIs in a text, without punctuation after them, and without a bracket that opens there: `10.5555/a[arXiv:…]`."""
    for match in re.finditer(_IN_TEXT, text):
        value = re.split(r"[,;|](?=\s*(?:10\.\d|https?:|doi))|(?<=\w)<(?=/?[a-z])", match[0], maxsplit=1)[0]
        head, bracket, rest = value.rpartition("[")
        value, _ = end_of(head if bracket and "]" not in rest else value, _END)
        if re.fullmatch(_LAWFUL, value):
            yield Found(value, match.start(), match.start() + len(value))


def doi_in_url(url: str) -> str:
    """Return the DOI in a URL if its end is certain, else "".

    A resolver's path is nothing but the DOI. At a publisher's site (`/doi/abs/10.…`, `?id=10.…`) anything may follow the DOI in
    the path: it ends before a word of the site, and a suffix of several pieces is accepted only if each further one contains a
    digit. Supplements, versions of preprints (`/suppl/`, `…v1`) and parts of a book are not the DOI's work.
    """
    if resolved := resolver_path(url):
        doi = unquote(resolved)
        return doi if check_doi(doi) is None else ""
    if len(url) > LONGEST or not url.lower().startswith(("http://", "https://")):
        return ""
    match = re.search(rf"[/=]({_PREFIX}(?:/|%2F).+)", url, re.IGNORECASE)
    if not match or re.search(r"/suppl|/component|v\d+(?:\.full|/|$|\?)|/toc/|/showcit", url, re.IGNORECASE):
        return ""
    value = re.split(r"[?#]" if match[0][0] == "/" else r"[&#]", match[1], maxsplit=1)[0]
    value = re.sub(_URL_TAIL, "", unquote(value).rstrip("/"))
    prefix, _, suffix = value.partition("/")
    pieces = re.sub(_SITE_WORD, "", suffix).split("/")
    value = "/".join((prefix, *pieces))
    is_whole = all(re.fullmatch(_NUMBERED, piece) for piece in pieces[1:]) and not _names_a_part(pieces)
    return value if is_whole and check_doi(value) is None else ""


def _names_a_part(pieces: list[str]) -> bool:
    """Return whether a path goes on after a DOI's prefix to a part of the work: by a word, or by repeating a number."""
    numbers = [set(re.findall(_LONG_NUMBER, piece)) for piece in pieces]
    return any(re.fullmatch(_PART, piece) for piece in pieces[1:]) or any(
        not before.isdisjoint(after) for before, after in pairwise(numbers)
    )


def resolver_path(url: str) -> str:
    """Return the text after the host in a URL of the DOI resolver if it begins like a DOI, else ""."""
    if "doi.org/" not in url.lower():
        return ""
    match = re.match(r"https?://(?:dx\.|www\.)?doi\.org/+(?:doi:)?\s*", url, re.IGNORECASE)
    path = url[match.end() :] if match else ""
    return path if re.match(_STARTS_LIKE_ONE, path) else ""


def handle_in_url(url: str) -> str:
    """Return the handle in a URL of the handle system's resolver, or ""; DOIs do not count, see `doi_in_url`.

    It keeps its case, because two handles may differ in case alone.
    """
    match = re.fullmatch(_HANDLE_URL, url.strip()) if len(url) <= LONGEST else None
    return unquote(match[1]) if match else ""


def is_sample_doi(text: str) -> bool:
    """Return whether a DOI is a placeholder from a template ("10.1000/xyz123", "10.xxxx/…"), not that of any work."""
    return _SAMPLE.fullmatch(text) is not None


def check_doi(text: str) -> Flaw | None:
    """Return what is wrong with the text of a DOI field, or None if it is a bare, valid DOI.

    Unusual DOIs are valid: a SICI with `<`, `>`, `;` and `#`, balanced brackets, letters of any script, full stops in the prefix.
    """
    text = text.strip()
    return None if _PLAIN.fullmatch(text) and len(text) <= LONGEST else verdict(text, _CHECKS)


def _length(text: str) -> Flaw | None:
    return Flaw("the {kind} {identifier} is too long for a DOI") if len(text) > LONGEST else None


def _of_another_kind(text: str) -> Flaw | None:
    if match := re.fullmatch(_PMID, text):
        return Flaw("the {kind} {identifier} is a PMID, not a DOI", text, match[1], field="pmid")
    if match := re.fullmatch(_PMCID, text):
        return Flaw("the {kind} {identifier} is a PMCID, not a DOI", text, match[1].upper(), field="pmcid")
    if match := re.fullmatch(_ARXIV, text):
        return Flaw("the {kind} {identifier} is an arXiv number, not a DOI", text, f"10.48550/arXiv.{match[1]}")
    if re.fullmatch(_HANDLE, text):
        return Flaw("the {kind} {identifier} is a handle, not a DOI", text)
    if re.match(r"https?://(?!\S*\bdoi\.(?:acm\.)?org)\S+\.\S", text, re.IGNORECASE):
        return Flaw("the {kind} {identifier} is a web address, not a DOI", text, doi_in_url(text))
    return None


def _markup(text: str) -> Flaw | None:
    match = re.search(_MARKUP, text)
    if not match:
        return None
    return Flaw(
        "the {kind} {identifier} contains a LaTeX escape" if match["escaped"] else "the {kind} {identifier} contains HTML code",
        match[0],
        re.sub(_MARKUP, _unmarked, text),
    )


def _unmarked(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    entity = match["entity"] or ""
    return chr(int(entity[1:])) if entity.startswith("#") else _ENTITIES.get(entity, "")


def _characters(text: str) -> Flaw | None:
    if text.isascii():
        return None
    if hidden := next((letter for letter in text if letter in _INVISIBLE), ""):
        return Flaw(
            "the {kind} {identifier} contains an invisible character", hidden, text.translate(dict.fromkeys(map(ord, _INVISIBLE)))
        )
    if wide := next((letter for letter in text if "\uff01" <= letter <= "\uff5e"), ""):
        return Flaw("the {kind} {identifier} contains full-width characters", wide, unicodedata.normalize("NFKC", text))
    if dash := next((letter for letter in text if letter in _DASHES), ""):
        return Flaw(
            "the {kind} {identifier} has a dash where a hyphen belongs", dash, text.translate(dict.fromkeys(map(ord, _DASHES), "-"))
        )
    if slash := next((letter for letter in text if letter in "⁄∕"), ""):
        return Flaw("the {kind} {identifier} has another character in place of the slash", slash, text.replace(slash, "/"))
    latin = text.translate(_OTHER_LIKE_LATIN)
    if latin != text and not any(letter.isalpha() and not letter.isascii() for letter in latin):
        strange = next(old for old, new in zip(text, latin, strict=True) if old != new)
        return Flaw("the {kind} {identifier} contains letters of another alphabet that look Latin", strange, latin)
    return None


def _lead(text: str) -> Flaw | None:
    match = re.match(_LEAD, text)
    if not match:
        return None
    suffix = text[match.end() :]
    if "/" in match[0] and re.search(_ENCODED, suffix):
        suffix = unquote(suffix)
    if re.fullmatch(_LAWFUL_LEAD, match[0]):
        return Flaw(
            "the {kind} {identifier} is written as a link"
            if "/" in match[0]
            else "the {kind} {identifier} is written with the word doi",
            match[0].strip(),
            suffix,
            slight=True,
        )
    return Flaw("the {kind} {identifier} has a garbled prefix or resolver", match[0].strip(), suffix)


def _encoded(text: str) -> Flaw | None:
    match = re.search(_ENCODED, text)
    return Flaw("the {kind} {identifier} is percent-encoded", match[0], unquote(text)) if match else None


def _wrapped(text: str) -> Flaw | None:
    inner = text.lstrip("([{<\"'«“‹ ")
    return (
        Flaw("the {kind} {identifier} is in brackets or quotation marks", text[: len(text) - len(inner)], inner)
        if inner != text and inner
        else None
    )


def _ten(text: str) -> Flaw | None:
    match = re.match(_TEN, text)
    if match and match[0] != "10.":
        at, mended = match[0].strip(), "10." + text[match.end() :]
        if match["digits"] != "10":
            return Flaw("the {kind} {identifier} begins with a letter in place of a digit of 10.", at, mended)
        return Flaw(
            "the {kind} {identifier} has a space in its prefix"
            if match["stop"].strip() == "."
            else "the {kind} {identifier} has something other than a full stop after its 10",
            at,
            mended,
        )
    if not match and (lost := re.match(_LOST_TEN, text)):
        return Flaw("the {kind} {identifier} does not begin with 10.", lost[0], "10." + text[lost.end() :])
    if not match and (bare := re.match(_BARE_REGISTRANT, text)):
        return Flaw("the {kind} {identifier} does not begin with 10.", bare[0], f"10.{bare[1]}/{text[bare.end() :]}", sure=False)
    return None


def _registrant(text: str) -> Flaw | None:
    if not text.startswith("10."):
        return None
    registrant, slash, suffix = text[3:].partition("/")
    if slash and re.search(r"\s", registrant + suffix[:1]) and registrant.replace(" ", "").isdigit():
        return Flaw(
            "the {kind} {identifier} has a space in its prefix",
            f"10.{registrant}/",
            f"10.{''.join(registrant.split())}/{suffix.lstrip()}",
        )
    if slash and re.fullmatch(r"[\dOoОоQIl|!SsBZz.]+", registrant) and not registrant.replace(".", "").isdigit():
        return Flaw(
            "the {kind} {identifier} has a letter in its prefix, which can have digits only",
            registrant,
            f"10.{registrant.translate(_DIGITS_FOR_LETTERS)}/{suffix}",
            sure=False,
        )
    if match := re.match(_NO_SLASH, text):
        return Flaw(
            "the {kind} {identifier} has no slash between prefix and suffix",
            match[0][: match.start("suffix") + 1],
            f"10.{match[1]}/{match['suffix']}{text[match.end() :]}",
            sure=match["between"] in ("", "\\", "⁄", "∕"),
        )
    if not slash:
        return Flaw("the {kind} {identifier} has no slash between prefix and suffix", text)
    if not suffix.strip("/"):
        return Flaw("the {kind} {identifier} has nothing after its slash", text)
    if registrant.isdigit() and not 4 <= len(registrant) <= 9:  # noqa: PLR2004
        return Flaw(
            Plural(
                "the {kind} {identifier} has a prefix of {count} digit after 10., which needs 4 to 9",
                "the {kind} {identifier} has a prefix of {count} digits after 10., which needs 4 to 9",
            ),
            f"10.{registrant}",
            values={"count": len(registrant)},
        )
    return None


def _twice(text: str) -> Flaw | None:
    prefix, slash, _ = text.partition("/")
    repetition = text.find(prefix + slash, len(prefix) + 2) if slash else -1
    if repetition < 0:
        return _another(text)
    first = re.sub(
        r"(?:https?://)?(?:dx\.)?(?:doi\.org/|doi:?)?$", "", text[:repetition].rstrip(" ,;|/"), flags=re.IGNORECASE
    ).rstrip(" ,;|/")
    if first.lower() == text[repetition:].lower():
        return Flaw("the {kind} {identifier} is written twice", text[repetition:], first)
    return _another(text)


def _another(text: str) -> Flaw | None:
    if not text.startswith("10."):
        return None
    match = re.search(rf"(?:[\s,;|]\s*|https?://\S{{0,20}})(?=(?:doi:?\s*)?{_PREFIX}/\S)", text[1:], re.IGNORECASE)
    return Flaw("the {kind} {identifier} is followed by another DOI", text[match.end() + 1 :]) if match else None


def _spaces(text: str) -> Flaw | None:
    space = re.search(r"\s+", text)
    if not space or "/" not in text[: space.start()]:
        return None
    if match := re.match(_WORDS_AFTER, text[space.start() :]):
        return Flaw(
            "the {kind} {identifier} is followed by other text",
            text[space.start() :].strip(),
            text[: space.start()],
            sure=not match["words"],
        )
    around = text[space.start() - 1] + text[space.end() : space.end() + 1]
    pieces = text.split()
    sure = not around.isalnum() and len(pieces) <= _PIECES
    return Flaw("the {kind} {identifier} has a space inside", text[space.start() - 1 : space.end() + 1], "".join(pieces), sure=sure)


def _url_tail(text: str) -> Flaw | None:
    start = text.find("/") + 2
    match = re.search(_URL_TAIL, text[start:])
    return (
        Flaw("the {kind} {identifier} ends in a piece of a web address", match[0], text[: start + match.start()]) if match else None
    )


def _end(text: str) -> Flaw | None:
    if text.endswith(("...", "…")):
        return Flaw("the {kind} {identifier} is cut off", text[-3:].lstrip("-/ "))
    kept, cut = end_of(text, _END)
    return ends_in(cut, kept) if cut else None


def _unclosed(text: str) -> Flaw | None:
    for closing, opening in OPENING.items():
        if text.count(opening) > text.count(closing):
            return Flaw("the {kind} {identifier} has an unclosed bracket", text[text.rindex(opening) :])
    return None


def _unlawful(text: str) -> Flaw | None:
    if re.fullmatch(_LAWFUL, text):
        return None
    dois = {doi.value.lower(): doi for doi in find_dois(text)}
    if len(dois) == 1:
        doi = next(iter(dois.values()))
        return Flaw("the {kind} {identifier} is surrounded by other text", text[: doi.start] or text[doi.end :], doi.value)
    return Flaw("the {kind} {identifier} is not a DOI: DOIs begin with 10., digits and a slash")


_CHECKS = (
    _length,
    _of_another_kind,
    _markup,
    _characters,
    _lead,
    _encoded,
    _wrapped,
    _ten,
    _registrant,
    _twice,
    _spaces,
    _url_tail,
    _end,
    _unclosed,
    _unlawful,
)
