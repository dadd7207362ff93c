"""REF205, REF210, REF211: misplaced, damaged or truncated texts in an entry."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kzcheck import data
from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import find_dois, find_urls, normal_doi, normal_url, shown
from kzcheck.language import damage
from kzcheck.language.alternatives import any_of
from kzcheck.language.folding import lower
from kzcheck.language.languages import item_language, texts
from kzcheck.rule import rule
from kzcheck.wording import FieldName, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item
    from kzcheck.identifiers import Found
    from kzcheck.language.damage import Damage

LONG_TITLE = 100
"""Letters from which a title that ends in an ellipsis is truncated: real titles with one are short; catalogues and search pages cut
at a hundred letters or more."""

COMMON_WORD = 6
"""Letters of a joined word from which its occurrence elsewhere in the article shows that a hyphen cut it."""

_REMAINS = re.compile(
    r"\bhttps?\s?:\s?/{1,2}\s(?:www\.)?[\w-]{2,}\.[a-z]{2,}\S*|\bhttps?(?:;|:?/?)//?www\.\S+"
    r"|\bhttps?(?:www\w|(?<=s)[a-z]{4,}(?=[\s.]))\S*|\bhttps?\s?\\+\S+",
    re.IGNORECASE,
)
_RESOLVER = re.compile(r"(?:https?:\s?//\s?)?(?:www\.|dx\.)?doi\.org\s?/\s?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNCLOSED = frozenset(("bracket", "quotation"))
_FEW_WORDS = 3
_FEW_ADDRESSES = 5
"""Addresses that are examined in a text: the work's own is among the first in a note."""


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"{any_of(data.words('address_labels'))}\s*:?", re.IGNORECASE)


@cache
def _notice() -> re.Pattern[str]:
    """Return the beginnings of titles that rightly name another work, with its DOI, too."""
    return re.compile(rf"\W*(?:retract|withdraw|{any_of(data.words('notice_titles'))})", re.IGNORECASE)


@cache
def _accessed() -> re.Pattern[str]:
    return re.compile(rf"\(?{any_of(data.words('accessed'))}[^)\n]{{0,40}}\)?", re.IGNORECASE)


@rule("REF205", "url-in-text-field", Severity.WARNING, confidence=Confidence.LIKELY, key=("field", "value"))
def url_in_text_field(case: Case) -> Iterator[Problem]:
    """A URL or a DOI is in a text field.

    Why:
        Programs look for a URL in URL and for a DOI in DOI. In a title, a journal's name or a note nobody follows it, and styles
        print it in the wrong place. The remains of a URL that lost its punctuation (“Httpsexample Com”) are found too.

    Example:
        title: Valley roads. https://example.org/roads      # a URL in the title

        title: Valley roads                                 # good
        URL: https://example.org/roads

    Silent:
        The name of a site is not a URL (“Example.com”), nor is a scheme that a title is about (“The http:// protocol”). The text of
        a post and the title of an erratum may contain one, and a note may give addresses other than the work's own.

    Fix:
        Move the address to its own field (URL or DOI), and delete it where it was.
    """
    for reference in case.article.references:
        for path, text in texts(reference.item):
            if "/" not in text and "http" not in lower(text):
                continue
            if path == "archive" or (path == "title" and (reference.item.type == "post" or _notice().match(text))):
                continue
            if problem := _address(reference, path, text):
                yield problem


def _address(reference: Reference, path: str, text: str) -> Problem | None:
    for kind, address in islice(_addresses(text), _FEW_ADDRESSES):
        if path == "note" and not _is_the_works_own(reference.item, kind, address, text):
            continue
        edits = _moved(reference.item, path, kind, address)
        return Problem(
            reference.place(path),
            "{kind} found in {field}: {value}",
            {"kind": kind, "field": FieldName(path), "value": shown(address.value)},
            reference=reference.id,
            excerpt=excerpt(text, address.value),
            fix=Fix(
                "move it to the {field} field" if edits else "write it in the {field} field, and put the right value here",
                {"field": kind},
                edits,
            ),
        )
    if path != "note" and (match := _REMAINS.search(text)):  # notes of reference managers are not printed
        return Problem(
            reference.place(path),
            "garbled web address in {field}: {value}",
            {"field": FieldName(path), "value": shown(match[0])},
            reference=reference.id,
            excerpt=excerpt(text, match[0]),
            fix=Fix("write the whole URL in the URL field, and delete it here"),
        )
    return None


def _addresses(text: str) -> Iterator[tuple[str, Found]]:
    for url in find_urls(text):
        if "://" in url.value or "/" in url.value.rstrip("/"):
            doi = next(find_dois(url.value), None)
            yield ("DOI" if doi and "doi.org" in lower(url.value) else "URL"), url
            return
    yield from (("DOI", doi) for doi in find_dois(text))


def _is_the_works_own(item: Item, kind: str, address: Found, text: str) -> bool:
    """Return whether a note contains only the work's own address; the field, if filled, must have the same."""
    own = item.doi if kind == "DOI" else item.url
    if own and not _same(kind, own, address.value):
        return False
    return len(_WORD.findall(_accessed().sub("", _without(text, address)))) <= _FEW_WORDS


def _same(kind: str, a: str, b: str) -> bool:
    normal = normal_doi if kind == "DOI" else normal_url
    return bool(normal(a)) and normal(a) == normal(b)


def _without(text: str, address: Found) -> str:
    before, after = _RESOLVER.sub("", text[: address.start]), text[address.end :]
    labels = [match for match in _label().finditer(before[-60:]) if not before[-60:][match.end() :].strip(" :<([")]
    if labels:
        before = before[: len(before) - len(before[-60:]) + labels[0].start()]
    return f"{before.rstrip(' <([,;:')} {after.lstrip(' >)].,;')}".strip()


def _moved(item: Item, path: str, kind: str, address: Found) -> tuple[Edit, ...]:
    """Return the edits that move an address.

    There are none if its field has another one, if no title would remain, or if words follow: they may be the rest of the address,
    or about it.
    """
    field, text = lower(kind), item.text(path)
    own, remainder = item.text(field), _without(text, address)
    after = _accessed().sub("", text[address.end :]) if path == "note" else text[address.end :]
    if (
        not text
        or any(map(str.isalnum, after))
        or (own and not _same(kind, own, address.value))
        or (not remainder and path == "title")
    ):
        return ()
    edits = [Edit(path, text, remainder or None, "the entry", reference=item.id)]
    if not own:
        value = normal_doi(address.value) if kind == "DOI" else address.value
        edits.append(Edit(field, None, value or address.value, "the entry", reference=item.id))
    return tuple(edits)


_DAMAGES = {
    "encoding": template("“{word}” in {field} was read in the wrong encoding"),
    "lost": template("a letter is missing from “{word}” in {field}"),
    "invisible": template("invisible character in “{word}” in {field}"),
    "cut": template("“{word}” in {field} is one word split in two"),
    "hyphen": template("stray space after the hyphen in “{word}” in {field}"),
    "letter": template("a capital I and a small l are confused in “{word}” in {field}"),
    "digit": template("a digit in place of a letter in “{word}” in {field}"),
    "accent": template("an accent is separated from its letter in “{word}” in {field}"),
    "percent": template("“{word}” in {field} is percent-encoded"),
    "escaped twice": template("“{word}” in {field} is percent-encoded twice"),
}


@rule("REF210", "damaged-text", Severity.WARNING, confidence=Confidence.LIKELY, key=("field", "word"))
def damaged_text(case: Case) -> Iterator[Problem]:
    """A word was damaged by scanning, a line break or a wrong encoding.

    Why:
        No search finds a damaged title or name, and no service matches it. Reported are text in the wrong encoding (“CafÃ©”,
        “РџСЂРёРІРµС‚”), replacement and invisible characters, accents beside their letters (“G¨odel”), percent-encoding, words cut
        by a line break (“interna- tional”) and letters that scanning confuses (“poIicy”, “lndustry”, “g0vernance”). A URL is
        checked as well. A stray space after a hyphen (“decision- making”) is a note.

    Example:
        title: Interna- tional rivers        # a word cut in two
        title: International rivers          # good

    Silent:
        Hyphens that wait for a second word (“pre- and post-war”), names in camel case (NeuroImage), symbols (lncRNA, log10), URLs
        in an old encoding, and notes are not reported.

    Fix:
        Write the word as it is on the work's title page. Copy a damaged URL again from the address bar.
    """
    known: frozenset[str] | None = None
    for reference in case.article.references:
        for path, text in texts(reference.item):
            if path == "note" or not damage.may_be_in(text):  # notes of reference managers are not printed
                continue
            if known is None and any(damage.cut_words(text)):
                known = _words(case.article)
            if damages := damage.find(text, known or ()):
                yield _damaged(reference, path, text, damages)
        for kind, words in damage.in_url(reference.item.url):
            yield _damaged_url(reference, kind, words)


def _damaged(reference: Reference, path: str, text: str, damages: list[Damage]) -> Problem:
    mended = damage.mend(text, damages)
    words = [text[damaged.start : damaged.end] for damaged in damages]
    first = next((place for place, damaged in enumerate(damages) if damaged.kind != "hyphen"), 0)
    unsure = damages[first].kind == "hyphen"
    edit = Edit(path, text, mended, "the entry", reference=reference.id)
    return Problem(
        reference.place(path),
        _DAMAGES[damages[first].kind],
        {"word": shown(_visible(words[first])), "field": FieldName(path), **({"more": len(words) - 1} if len(words) > 1 else {})},
        also=(template(" (and {more} more)"),) if len(words) > 1 else (),
        reference=reference.id,
        excerpt=excerpt(text, *words),
        fix=Fix("write “{text}”", {"text": shown(mended)}, (edit,)) if mended else Fix("write it as on the work's title page"),
        severity=Severity.NOTE if unsure else None,
        confidence=Confidence.POSSIBLE if unsure else None,
    )


def _visible(word: str) -> str:
    """Return a word with the code point of each invisible character: "pre<U+00AD>cision"."""
    return "".join(letter if letter.isprintable() else f"<U+{ord(letter):04X}>" for letter in word)


def _damaged_url(reference: Reference, kind: str, words: str) -> Problem:
    unsure = kind in ("encoding", "escaped twice")
    return Problem(
        reference.place("url"),
        _DAMAGES[kind],
        {"word": shown(words if kind == "escaped twice" else unquote(words)), "field": FieldName("url")},
        reference=reference.id,
        excerpt=excerpt(reference.item.url, words),
        fix=Fix("open the page and copy its URL again", alone=True),
        severity=Severity.NOTE if unsure else None,
        confidence=Confidence.POSSIBLE if unsure else None,
    )


def _words(article: Article) -> frozenset[str]:
    """Return the longer words of the whole article, in lower case."""
    sources = [claim.text for claim in article.claims]
    for reference in article.references:
        sources += (reference.item.title, reference.item.container_title, reference.item.publisher)
    return frozenset(word for text in sources for word in re.findall(r"[^\W\d_]+", lower(text)) if len(word) >= COMMON_WORD)


_BREAKS = {
    "ellipsis": template("{field} ends in an ellipsis: “{words}”"),
    "word": template("{field} is cut off after “{words}”"),
    "bracket": template("unclosed bracket in {field}: “{words}”"),
    "quotation": template("unclosed quotation mark in {field}: “{words}”"),
    "hyphen": template("{field} is cut off within a word: “{words}”"),
    "comma": template("{field} ends in a comma: “{words}”"),
}
_WHOLE_FIELDS = frozenset("title container_title collection_title event_title original_title publisher".split())


@rule("REF211", "truncated-text", Severity.WARNING, confidence=Confidence.LIKELY, key=("field", "words"))
def truncated_text(case: Case) -> Iterator[Problem]:
    """A title, a name or a URL is cut off.

    Why:
        Search pages and catalogues cut long titles short and print an ellipsis. A title that ends in “of the”, in an unclosed
        bracket or in an ellipsis after half a phrase is not the work's title, and a URL with an ellipsis leads nowhere. A comma at
        the end is a note, and so is an ellipsis after a hundred letters or more.

    Example:
        publisher: Institute for the Study of ...                # cut off
        publisher: Institute for the Study of Invented Things    # good

    Silent:
        The author's own ellipsis (“Once upon a time…”), “et al.”, dictionary entries (“anti-”), and words that can end a title
        (“What dreams are made of”) are fine.

    Fix:
        Write the text in full, from the work itself or its record.
    """
    for reference in case.article.references:
        item = reference.item
        if not item.type.startswith("entry"):
            for field, text in item.texts():
                broken = damage.find_break(text, partial(item_language, item)) if field in _WHOLE_FIELDS else None
                if broken and not _is_closed_in_print(reference, broken):
                    yield from _break(reference, field, text, broken)
        for role, place, name in item.names():
            for part in ("family", "literal"):
                text = getattr(name, part)
                broken = damage.find_break(text, str) if "…" in text or "." in text else None
                if broken and broken.kind == "ellipsis":
                    yield from _break(reference, f"{role}.{place}.{part}", text, broken)
        if item.url.rstrip(" \n\t>)").endswith(("…", "..")):
            yield from _break(reference, "url", item.url, damage.Break("ellipsis", item.url[-30:]))


def _is_closed_in_print(reference: Reference, broken: damage.Break) -> bool:
    """Return whether an unclosed bracket or quotation mark is closed among the printed words that are in another field."""
    if broken.kind not in _UNCLOSED or not reference.printed:
        return False
    printed = damage.find_break(reference.printed, str)
    return printed is None or printed.kind not in _UNCLOSED


def _break(reference: Reference, path: str, text: str, broken: damage.Break) -> Iterator[Problem]:
    note = broken.kind == "comma"
    if (
        broken.kind == "ellipsis"
        and path in ("title", "original_title")
        and not damage.goes_on(text, partial(item_language, reference.item))
    ):
        if len(text) < LONG_TITLE:
            return
        note = True
    yield Problem(
        reference.place(path),
        _BREAKS[broken.kind],
        {"field": FieldName(path), "words": shown(broken.words)},
        reference=reference.id,
        excerpt=excerpt(text, broken.words),
        fix=Fix("copy the whole URL" if path == "url" else "write it in full, as in the work itself"),
        severity=Severity.NOTE if note else None,
        confidence=Confidence.POSSIBLE if note else None,
    )


RULES = (url_in_text_field, damaged_text, truncated_text)
