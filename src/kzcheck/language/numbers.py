"""Numbers in running text: digits in any of the usual forms, and number words in English, Russian, Kazakh and Turkish."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.language.folding import fold, lower

if TYPE_CHECKING:
    from collections.abc import Iterator


class NumberMention(Struct, frozen=True, gc=False):
    """A number, or a range from `value` to `last`, with its place in characters; `unit` is "%" or the word behind it, or ""."""

    value: float
    last: float
    unit: str
    start: int
    end: int


_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?|\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:,\d{1,9})?|\d{1,3}(?:\.\d{3}){2,5}|"
    r"\d{1,15}(?:[.,]\d{1,9})?)"
    r"(?![.,]?\d)"
)
_SCALE = r"thousand|тыс(?:яч\w?)?|мың|bin|million|млн|миллион\w*|milyon|billion|млрд|миллиард\w*|milyar"
_NUMBER = re.compile(
    rf"(?<![\w.,/:@#+–—-])(?P<before>[%]\s?|yüzde\s)?(?P<first>{_DIGITS})(?:\s?[–—-]\s?(?P<last>{_DIGITS}))?"
    rf"(?:[\s\u00a0](?P<scale>{_SCALE})\b\.?)?(?![\w/]|[–—-]\w)(?P<percent>\s?[%]|\s(?:percent|per cent|процент|пайыз)\w*)?",
    re.IGNORECASE,
)
_SCALES = (("milliard", 1e9), ("milyar", 1e9), ("mlrd", 1e9), ("billion", 1e9), ("million", 1e6), ("milyon", 1e6), ("mln", 1e6))
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}")
_UNIT = re.compile(r"[\s\u00a0-]{1,2}([^\W\d_]{2,40})")

# One word each for 1–9, 10–19, 20–90 and hundreds, by language. A word that is also a common other word ("one", «он», "bir",
# "yüz") counts only beside another number word.
_WORDS = {
    "en": """1 one 2 two 3 three 4 four 5 five 6 six 7 seven 8 eight 9 nine 10 ten 11 eleven 12 twelve 13 thirteen 14 fourteen 15
    fifteen 16 sixteen 17 seventeen 18 eighteen 19 nineteen 20 twenty 30 thirty 40 forty 50 fifty 60 sixty 70 seventy 80
    eighty 90 ninety 100 hundred""",
    "ru": """1 один 1 одна 1 одно 2 два 2 две 2 двух 3 три 3 трех 4 четыре 4 четырех 5 пять 5 пяти 6 шесть 6 шести 7 семь 7 семи 8
    восемь 8 восьми 9 девять 9 девяти 10 десять 10 десяти 11 одиннадцать 12 двенадцать 12 двенадцати 13 тринадцать 14
    четырнадцать 15 пятнадцать 16 шестнадцать 17 семнадцать 18 восемнадцать 19 девятнадцать 20 двадцать 20 двадцати 30
    тридцать 30 тридцати 40 сорок 50 пятьдесят 60 шестьдесят 70 семьдесят 80 восемьдесят 90 девяносто 100 сто 200 двести 300
    триста 400 четыреста 500 пятьсот 600 шестьсот 700 семьсот 800 восемьсот 900 девятьсот""",
    "kk": """1 бір 2 екі 3 үш 4 төрт 5 бес 6 алты 7 жеті 8 сегіз 9 тоғыз 10 он 20 жиырма 30 отыз 40 қырық 50 елу 60 алпыс 70 жетпіс
    80 сексен 90 тоқсан 100 жүз""",
    "tr": """1 bir 2 iki 3 üç 4 dört 5 beş 6 altı 7 yedi 8 sekiz 9 dokuz 10 on 20 yirmi 30 otuz 40 kırk 50 elli 60 altmış 70 yetmiş
    80 seksen 90 doksan 100 yüz""",
}
_ALONE_IS_NO_NUMBER = frozenset("one on bir yüz hundred бір жүз он сто один одна одно".split())
_WORD = re.compile(r"[^\W\d_]+")
TEN, HUNDRED = 10, 100


def mentions(text: str) -> tuple[NumberMention, ...]:
    """Return the numbers of running text in its order.

    Separators: `1,500`, `1 500`, `1.500.000` are groups, `3.5` and `3,5` decimals; a lone `1.500` is read as a decimal. Scales
    behind digits count (`2 million`, `5 тыс.`). Numbers inside words, identifiers and dates such as 12.05.2010 are none; a lone
    year is a number like others.
    """
    found = [*_digits(text), *_words(text)]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _digits(text: str) -> Iterator[NumberMention]:
    for match in _NUMBER.finditer(text):
        scale = _scale(match["scale"]) if match["scale"] else 1.0
        first = _value(match["first"]) * scale
        last = _value(match["last"]) * scale if match["last"] else first
        unit = "%" if match["percent"] or match["before"] else _unit(text, match.end())
        yield NumberMention(first, last, unit, match.start(), match.end())


def _scale(word: str) -> float:
    folded = fold(word)
    return next((scale for name, scale in _SCALES if folded.startswith(name)), 1e3)


def _value(digits: str) -> float:
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    if _GROUPED.fullmatch(plain):
        return float(plain.replace(",", "") if "," in plain else plain.replace(".", ""))
    return float(plain.replace(",", "."))


def _unit(text: str, end: int) -> str:
    match = _UNIT.match(text, end)
    return match[1] if match else ""


@functools.cache
def _table() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for language, words in _WORDS.items():
        pairs = words.split()
        table.update({word: (language, int(number)) for number, word in zip(pairs[::2], pairs[1::2], strict=True)})
    return table


def _words(text: str) -> Iterator[NumberMention]:
    run: list[tuple[re.Match[str], int]] = []
    language = ""
    for match in _WORD.finditer(text):
        word = lower(match[0]).replace("ё", "е")
        of, number = _table().get(word, ("", 0))
        beside = bool(run) and text[run[-1][0].end() : match.start()] in (" ", "-", "\u00a0")
        if run and beside and word == "and" and run[-1][1] % HUNDRED == 0:
            run.append((match, 0))
            continue
        if run and not (beside and of == language and number and _fits(run[-1][1], number, of)):
            yield from _said(run, text)
            run = []
        if number:
            run.append((match, number))
            language = of
    if run:
        yield from _said(run, text)


def _fits(before: int, number: int, language: str) -> bool:
    """Whether one number word can go on from the word before it: twenty-seven, two hundred, hundred and sixty, он екі, on iki."""
    if not before or (number == HUNDRED and before < TEN):
        return True
    if before >= HUNDRED:
        return number < HUNDRED
    return number < TEN and before % TEN == 0 and (before > TEN or language in ("kk", "tr"))


def _said(run: list[tuple[re.Match[str], int]], text: str) -> Iterator[NumberMention]:
    while run and not run[-1][1]:
        run = run[:-1]
    if len(run) == 1 and lower(run[0][0][0]) in _ALONE_IS_NO_NUMBER:
        return
    total = 0
    for _, number in run:
        total = total * HUNDRED if number == HUNDRED and 0 < total < TEN else total + number
    start, end = run[0][0].start(), run[-1][0].end()
    yield NumberMention(float(total), float(total), _unit(text, end), start, end)
