"""Reads who wrote a work, and when, from the beginning of its printed reference, in the usual styles.

"Nye J.S.", "Nye, J. S., & Roe, B. (2004)", "Nye, Joseph S.", "J. S. Nye", "Nye JS", GOST's "Title / A. Doe", organisations, "———".
Only what is surely names counts as people; other words before the year or the first full stop are an organisation or a title.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data
from kzcheck.csl import Name
from kzcheck.language import dates
from kzcheck.language.alternatives import any_of, whole_words

if TYPE_CHECKING:
    from collections.abc import Iterable

LOOKED_AT = 2500
"""Characters at the beginning of a reference among which names and the year are sought."""
MOST_NAMES = 60
MOST_BARE = 2
"""Initials without full stops of a person who is alone."""
LONGEST_BODY = 10
"""Words of the longest name of an organisation."""


class EntryHead(Struct, frozen=True):
    """What the beginning of a printed reference says: its people, its year and the letter after it, and its title.

    `people` are persons and organisations as a list of CSL has them. `others` says that "et al." follows them, `surely` that all of
    them were read without doubt.
    """

    people: tuple[Name, ...] = ()
    year: int | None = None
    suffix: str = ""
    title: str = ""
    others: bool = False
    surely: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The family names and the organisations."""
        return tuple(name.family or name.literal for name in self.people)


_UPPER = r"[^\W\d_a-zà-öø-ÿа-яёәіңғүұқөһğışçœæß]"
_WORD = rf"{_UPPER}[\w'’ʼ`]+(?:[-‐‑–]\w[\w'’ʼ`]+)*"
_PARTICLE = (
    r"(?:(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ibn|ten|ter|zu|zum|af|av|фон|ван|де|дер|ла|ле)[\s-]"
    r"|[dDlLO]['’])"
)
_SURNAME = rf"{_PARTICLE}{{0,3}}{_WORD}(?:\s{_WORD})?"
_INITIALS = rf"(?:{_UPPER}[^\W\d_]?\.[\s\u00a0-]?){{1,5}}"
_AFTER = re.compile(
    rf"(?P<family>{_SURNAME}),?\s+(?P<given>{_INITIALS})(?![^\W\d_])(?P<suffix>,?\s?(?:Jr\.?|Sr\.?|I{{2,3}}\b|мл\.))?"
)
_BEFORE = re.compile(rf"(?P<given>{_INITIALS})\s?(?P<family>{_SURNAME})(?=\s*(?:[.,;:(\[&]|//?\s|(?:and|und|et|y|ve|и|және)\b))")
_BARE = re.compile(rf"(?P<family>{_SURNAME}),?\s(?P<given>[A-ZА-ЯЁÀ-ÖØ-Þ]{{1,3}}(?:-[A-Z])?)(?=[,.;:)\s]|$)")
_FULL = re.compile(
    rf"(?P<family>{_SURNAME}),\s(?P<given>{_WORD}(?:[\s-](?:{_WORD}|{_UPPER}\.?)){{0,3}})(?=\s*(?:[.,;(:]|and\b|&|ve\b|und\b|et\b|y\b|и\b))"
)
_GIVEN_FIRST = re.compile(
    rf"(?P<given>{_WORD}(?:\s(?:{_WORD}|{_UPPER}\.)){{0,2}})\s(?P<family>{_PARTICLE}{{0,3}}{_WORD})(?=\s*(?:[.,;(:]|and\b|&|ve\b|und\b|et\b|y\b|и\b))"
)
_DASH = re.compile(r"\s*[-–—_]{2,}[.,]?\s*|\s*[—–][.,]\s*")
_YEAR = r"(?P<year>(?:1[4-9]|20)\d\d)(?P<suffix>[a-zа-е])?"
_IN_BRACKETS = re.compile(
    rf"\s*[.,]?\s*(?:\([^()]{{0,40}}?\)\s*[.,]?\s*)?[(\[]\s*(?:c\.\s?|ca\.\s?)?{_YEAR}(?!\d)[^()\[\]]{{0,40}}[)\]]"
)
_AFTER_NAMES = re.compile(rf"\s*[.,:]?\s*{_YEAR}\s*[.,:)]\s")
_ANY_YEAR = re.compile(
    rf"(?<![\d.:/№#-])(?<!\d\s[–—-]\s)(?<!\d[–—]){_YEAR}(?![\d/]|[-–—]\d|\.\d)(?![^\W\d_])(?!\s?(?:pp?|[сcsбS]|стр)\b)(?=\s*(?:[.,;:)\]–—№(]|г\b|ж\b|$))"
)
_VOLUME_YEAR = re.compile(rf"{_YEAR}(?:\s[^\W\d_]{{3,9}}\.?(?:\s\d{{1,2}})?)?\s?;\s?\d")
_LAST_IN_BRACKETS = re.compile(rf"\(\s*{_YEAR}\s*\)")
_URL = re.compile(r"<?(?:https?://|www\.)\S+|\bdoi:\s?\S+|\b10\.\d{4,}/\S+")
_SLASH = re.compile(r"\s/\s")
_BRACKETED = re.compile(r"\s*\[[^\[\]]{0,60}\]")
_TITLE_END = re.compile(r"\s//\s|\s/\s|\.\s|\?\s|!\s|[”»\"]\s*[.,]?\s|\s\[|\s\([^()]{1,60}:\s|$")
_SMALL_WORDS = re.compile(r"(?<![\w.])(?:[^\W\d_]+\s)?[a-zà-öø-ÿа-яёәіңғүұқөһğışçœæß]+(?=\s$)")
_LONGEST_WORDS = 40
_OPENING = re.compile(r"[\s.,:;()\[\]\"“«„]*")
_BODY_END = re.compile(rf"\s*[.,]?\s*[(\[]{_YEAR}|\.\s|\s//\s|\s/\s|,\s(?=[“«\"])|:\s")


@cache
def _others() -> re.Pattern[str]:
    words = {word.replace(" ", "* ").replace("*", "") for word in data.words("and_others")}
    return re.compile(
        rf"[\s,\[(]*(?:{any_of(words)}|и\sдр\.?|et\sal\.?|және\sт\.\s?б\.?|vd\.?|ve\s(?:ark|diğ)\w*\.?|u\.\s?a\.?)[\])]?",
        re.IGNORECASE,
    )


@cache
def _between() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:[,;]\s*(?:(?:&|{any_of(data.words('and_words'))})\s)?|\s(?:&|{any_of(data.words('and_words'))})\s|\s?[&/]\s|\s[–—]\s)\s*"
    )


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(rf"(?:,?\s)?(?:&|\b{any_of(data.words('and_words'))})\s")


@cache
def _accessed() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(data.words('accessed'))}\b.*$", re.IGNORECASE | re.DOTALL)


def entry_heads(texts: Iterable[str], *, given_first: bool = False) -> tuple[EntryHead, ...]:
    """Return the heads of the entries of a list, in order; a dash in place of the names stands for those of the entry before.

    `given_first` says that names may begin with the given name in full, as in notes: "Jane Doe, Rivers".
    """
    heads: list[EntryHead] = []
    for text in texts:
        dash = _DASH.match(text)
        head = entry_head(text[dash.end() :] if dash else text, heads[-1].people if dash and heads else (), given_first=given_first)
        heads.append(head)
    return tuple(heads)


def entry_head(text: str, same: tuple[Name, ...] = (), *, given_first: bool = False) -> EntryHead:
    """Return the head of a printed reference without its number; `same` are its people if a dash stands for them."""
    text = text[:LOOKED_AT].replace("\u00a0", " ")
    at = 0
    people, others, surely = same, False, bool(same)
    if not same:
        people, at = _people(text, given_first=given_first)
        surely = bool(people)
        if people and (match := _others().match(text, at)):
            others, at = True, match.end()
        if not people and (body := _body(text)):
            people, at = (Name(literal=body),), text.index(body[-1:], len(body) - 1) + 1
    year, suffix, after = _dated(text, at)
    title = _title(text, max(at, after))
    if not people and (slash := _SLASH.search(text)):
        people, end = _people(text[slash.end() :])
        surely = bool(people)
        others = bool(people and _others().match(text, slash.end() + end))
    return EntryHead(people, year, suffix, title, others, surely)


def _people(text: str, *, given_first: bool = False) -> tuple[tuple[Name, ...], int]:
    """Return the persons with whom a text begins, and where they end."""
    people: list[Name] = []
    at = end = _OPENING.match(text).end() if text[:1] == "(" else 0  # type: ignore[union-attr]
    while len(people) < MOST_NAMES:
        match = _AFTER.match(text, at) or _BEFORE.match(text, at) or _BARE.match(text, at)
        if not match and not given_first:
            match = _FULL.match(text, at)
        if not match and (people or given_first):
            match = _GIVEN_FIRST.match(text, at)
            # in notes, a title may look like another name: the last name follows "and"
            if match and people and given_first and not (_joined().search(text, end, at) or _joined().match(text, match.end())):
                break
        if not match or (whole_words("titles.book_parts").match(match["family"]) if not people else None):
            break
        people.append(Name(family=" ".join(match["family"].split()), given=" ".join(match["given"].split())))
        end = match.end()
        between = _between().match(text, end)
        if not between or _others().match(text, end):
            break
        at = between.end()
    if len(people) == 1 and people[0].given.isalpha() and people[0].given.isupper() and len(people[0].given) > MOST_BARE:
        return (), 0  # rather an organisation: "Portal SNG"
    return tuple(people), end


def _body(text: str) -> str:
    """Return the organisation with which a text begins: any words right before a year in brackets, or few words with capitals."""
    match = _BODY_END.search(text)
    words = _BRACKETED.sub("", text[: match.start()]).strip(" .,") if match else ""
    if not match or not words or not words[0].isupper() or len(words.split()) > LONGEST_BODY:
        return ""
    if match["year"]:
        return words
    if match[0][0] == ":" or any(map(str.isdigit, words)):
        return ""
    alone = len(words.split()) == 1 and len(words) > 1
    named = all(word[0].isupper() or word in data.words("small_words") for word in words.split())
    return words if alone or (named and whole_words("credits.bodies").search(words)) else ""


def _dated(text: str, at: int) -> tuple[int | None, str, int]:
    """Return the year of a reference whose names end at `at`, its letter, and where the year ends if it follows the names."""
    for pattern in (_IN_BRACKETS, _AFTER_NAMES):
        if at and (match := pattern.match(text, at)):
            return int(match["year"]), match["suffix"] or "", match.end()
    plain = _accessed().sub("", _URL.sub(lambda match: " " * len(match[0]), text))
    for pattern in (_VOLUME_YEAR, _LAST_IN_BRACKETS, _ANY_YEAR):
        if matches := [match for match in pattern.finditer(plain) if not _is_in_words(plain, match.start())]:
            return int(matches[-1]["year"]), matches[-1]["suffix"] or "", 0
    return None, "", 0


def _is_in_words(text: str, at: int) -> bool:
    """Return whether a word in small letters, not a month, is right before a year: in "The Sheet of 1688", it is of the title."""
    before = _SMALL_WORDS.search(text, max(0, at - _LONGEST_WORDS), at)
    if not before or before[0].rstrip(".") != before[0]:
        return False
    words = before[0].split()
    known = data.words("year_words") | data.words("circa")
    return not any(dates.month(word) or word in known for word in words)


def _title(text: str, at: int) -> str:
    bracketed = _BRACKETED.match(text, at)
    start = _OPENING.match(text, bracketed.end() if bracketed else at).end()  # type: ignore[union-attr]
    return text[start : _TITLE_END.search(text, start).start()].strip(' .,;:”»"')  # type: ignore[union-attr]
