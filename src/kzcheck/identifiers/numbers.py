"""Finds, checks and normalises ISBN, ISSN, arXiv, PMID, PMCID and ORCID.

Check digits follow ISO 2108 (ISBN), ISO 3297 (ISSN) and ISO 7064 (ORCID), as in python-stdnum. A field may list several numbers,
with remarks as in catalogues: "(pbk.)", "ISBN-13:", "kart. : EUR 12.00".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kzcheck.identifiers.flaws import LONGEST, Flaw
from kzcheck.wording import Plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BRACKETS = r"[(\[][^()\[\]]*[)\]]"
_LABEL = r"(?i)\b(?:[ep]-?)?IS[BS]N(?:[-\s]?(?:1[03]|L)\b)?(?=[\s:.\d-]|$)[\s:.]*-?"
_SEPARATOR = r"[-–—‐‑−.·]"
_LIKE_A_NUMBER = r"(?=.*\d)[\dXxХхOoОоQIl|SBZ]+"
_LETTER_FOR_DIGIT = str.maketrans("OОQIL|SBZ", "000111582")
_STRAY = 8
"""Digits below which a number beside others is a price, a volume or a year, not a broken identifier."""

_ARXIV = (
    r"(?i)(?:\barxiv(?:\.org/(?:abs|pdf|html)/|[:.\s]\s?)|^)"
    r"((?:\d{4}\.\d{4,5}|[a-z-]{2,9}(?:\.[A-Z]{2})?/\d{7})(?![\d.]*\d))(?:v\d+)?"
)
_PMID = r"(?i)(?:PMID[:\s]*|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/|^)([1-9]\d{0,7})(?![\w-])[./]?\s*$"
_PUBMED = r"(?i)https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/([1-9]\d{0,7})/?(?:[?#]\S*)?"
_PMCID = r"(?i)\bPMC\s?([1-9]\d{2,8})(?!\d)"
_ORCID = r"(?<!\d)(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])(?!\w)"


def normal_isbn(text: str) -> str:
    """Return the first valid ISBN in a text with thirteen digits, or ""."""
    return next(find_isbns(text), "")


def find_isbns(text: str) -> Iterator[str]:
    """Yield the valid ISBNs of a field with thirteen digits, so that two forms of one number are equal."""
    from stdnum import isbn  # noqa: PLC0415 - costs 15 ms, and many lists hold no ISBN

    for written in _numbers(text, _isbn_length):
        digits = _compact(written)
        if isbn.is_valid(digits):
            yield isbn.to_isbn13(digits)


def check_isbn(text: str) -> Iterator[tuple[str, Flaw]]:
    """Yield each number of an ISBN field that is not a valid ISBN, as written, with its flaw.

    Valid are ISBNs of ten and thirteen digits with hyphens, dashes, spaces or none, and lists of them. A digit is never guessed.
    """
    return _check(text, _isbn_length, _isbn_flaw)


@lru_cache(maxsize=1 << 13)
def normal_issn(text: str) -> str:
    """Return the first valid ISSN in a text as `1234-567X`, or ""."""
    return next(find_issns(text), "")


def find_issns(text: str) -> Iterator[str]:
    """Yield the valid ISSNs of a field, each as `1234-567X`."""
    from stdnum import issn  # noqa: PLC0415 - see find_isbns

    for written in _numbers(text, _issn_length):
        digits = _compact(written)
        if issn.is_valid(digits):
            yield f"{digits[:4]}-{digits[4:]}"


def check_issn(text: str) -> Iterator[tuple[str, Flaw]]:
    """Yield each number of an ISSN field that is not a valid ISSN, as written, with its flaw."""
    return _check(text, _issn_length, _issn_flaw)


def normal_arxiv(text: str) -> str:
    """Return the arXiv number in a text (`2104.09425`, `hep-th/9901001`), without its version, or ""."""
    match = re.search(_ARXIV, text.strip()[:LONGEST])
    return match[1] if match else ""


def normal_pmid(text: str) -> str:
    """Return the PubMed number that a text consists of or links to, or ""."""
    match = re.search(_PMID, text.strip()[:LONGEST])
    return match[1] if match else ""


def pmid_in_url(url: str) -> str:
    """Return the number of the PubMed record to which a URL leads, or ""."""
    match = re.fullmatch(_PUBMED, url.strip()[:LONGEST])
    return match[1] if match else ""


def normal_pmcid(text: str) -> str:
    """Return the PubMed Central number in a text as `PMC123`, or ""."""
    match = re.search(_PMCID, text[:LONGEST])
    return f"PMC{match[1]}" if match else ""


def normal_orcid(text: str) -> str:
    """Return the ORCID in a text as `0000-0002-1825-0097`, or "" if there is none or its check digit fails."""
    match = re.search(_ORCID, text[:LONGEST])
    if not match:
        return ""
    from stdnum.iso7064 import mod_11_2  # noqa: PLC0415 - see find_isbns

    groups = [group.upper() for group in match.groups()]
    return "-".join(groups) if mod_11_2.is_valid("".join(groups)) else ""


def _compact(written: str) -> str:
    return re.sub(r"\s", "", re.sub(_SEPARATOR, "", written)).upper().replace("Х", "X")


def _isbn_length(start: str) -> int:
    return 13 if start.startswith(("978", "979")) else 10


def _issn_length(start: str) -> int:  # noqa: ARG001
    return 8


def _numbers(text: str, length: Callable[[str], int]) -> list[str]:
    """Return the numbers of a field, each joined from as many space-separated pieces as its length requires."""
    text = re.sub(r"\d", lambda digit: str(int(digit[0])), text[:LONGEST])
    text = re.sub(
        _LABEL, " ; ", re.sub(_BRACKETS, lambda match: match[0] if sum(map(str.isdigit, match[0])) >= _STRAY else " ; ", text)
    )
    numbers: list[str] = []
    for part in re.split(r"[,;/()\[\]:\n\t]", text):
        run: list[str] = []
        for piece in [*part.split(), ""]:
            if re.fullmatch(_LIKE_A_NUMBER, re.sub(_SEPARATOR, "", piece)):
                run.append(piece)
            else:
                numbers += _joined(run, length)
                run = []
    long = [number for number in numbers if len(_compact(number)) >= _STRAY]
    return long or ([" ".join(numbers)] if numbers else [])


def _joined(run: list[str], length: Callable[[str], int]) -> Iterator[str]:
    start = 0
    while start < len(run):
        end, digits = start, ""
        need = length(_compact("".join(run[start : start + 3])))
        while end < len(run) and len(digits) < need:
            digits += _compact(run[end])
            end += 1
        if end > start + 1 and len(digits) > need:
            end = start + 1
        yield " ".join(run[start:end])
        start = end


def _check(text: str, length: Callable[[str], int], flaw: Callable[[str], Flaw | None]) -> Iterator[tuple[str, Flaw]]:
    numbers = _numbers(text, length)
    for written in numbers:
        if wrong := flaw(written):
            yield written, wrong
    if not numbers and text.strip():
        yield text.strip(), Flaw("the {kind} {identifier} is not a valid {kind}")


def _isbn_flaw(written: str) -> Flaw | None:
    from stdnum import isbn, issn  # noqa: PLC0415 - see find_isbns

    digits = _compact(written)
    if len(digits) == 9 and isbn.is_valid("0" + digits):  # noqa: PLR2004 - the SBN of before 1970
        return Flaw("the {kind} {identifier} is an old nine-digit number", mended="0" + digits, sure=False, slight=True)
    if isbn.is_valid(digits):
        return _cyrillic(written)
    if issn.is_valid(digits):
        return Flaw("the {kind} {identifier} is an ISSN, the number of a serial", mended=f"{digits[:4]}-{digits[4:]}", field="issn")
    if flaw := _letters(digits, isbn.is_valid):
        return flaw
    if len(digits) not in (10, 13):
        return Flaw(
            Plural(
                "the {kind} {identifier} has {count} digit; an ISBN has 10 or 13",
                "the {kind} {identifier} has {count} digits; an ISBN has 10 or 13",
            ),
            values={"count": len(digits)},
        )
    if len(digits) == 13 and not digits.startswith(("978", "979")):  # noqa: PLR2004
        return Flaw("the {kind} {identifier} begins with neither 978 nor 979")
    return Flaw("the {kind} {identifier} fails its check digit")


def _issn_flaw(written: str) -> Flaw | None:
    from stdnum import ean, isbn, issn  # noqa: PLC0415 - see find_isbns

    digits = _compact(written)
    if issn.is_valid(digits):
        return _cyrillic(written)
    if len(digits) in (10, 13) and isbn.is_valid(digits):
        return Flaw("the {kind} {identifier} is an ISBN, the number of a book", mended=digits, field="isbn")
    if digits.startswith("977") and ean.is_valid(digits):
        return Flaw(
            "the {kind} {identifier} is the bar code of a serial",
            mended=f"{digits[3:7]}-{digits[7:10]}{issn.calc_check_digit(digits[3:10])}",
        )
    if flaw := _letters(digits, issn.is_valid):
        return flaw
    if len(digits) != 8:  # noqa: PLR2004
        return Flaw(
            Plural(
                "the {kind} {identifier} has {count} digit; an ISSN has 8",
                "the {kind} {identifier} has {count} digits; an ISSN has 8",
            ),
            values={"count": len(digits)},
        )
    return Flaw("the {kind} {identifier} fails its check digit")


def _cyrillic(written: str) -> Flaw | None:
    if not set("Хх") & set(written):
        return None
    return Flaw("the {kind} {identifier} ends in a Cyrillic Х for the Latin X", mended=written.translate(str.maketrans("Хх", "XX")))


def _letters(digits: str, is_valid: Callable[[str], bool]) -> Flaw | None:
    if digits.isdigit() or (digits[:-1].isdigit() and digits[-1] == "X" and len(digits) in (8, 10)):
        return None
    mended = digits.translate(_LETTER_FOR_DIGIT)
    return Flaw(
        "the {kind} {identifier} has a letter where only digits can be"
        if mended != digits
        else "the {kind} {identifier} has an X that is not its last character",
        mended=mended if mended != digits and is_valid(mended) else "",
        sure=False,
    )
