"""Mutations: each takes a random generator and a value, and returns one that a careless or hostile person might have written."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

LONG = 20_000
"""Characters, or levels of nesting: enough to reveal quadratic or recursive code."""
TOKENS: tuple[bytes, ...] = (
    b"&a ", b"*a", b"*unknown", b"<<: *a\n", b"<<: {a: [b]}\n", b"!!python/object/apply:os.system ", b"!!binary ", b"!<tag:x> ",
    b"? ", b"- ", b": ", b"|+\n", b">-\n", b"%YAML 9.9\n", b"---\n", b"...\n", b"\t", b"\r", b"\r\n", b"\n\n", b"{", b"}", b"[",
    b"]", b",", b'"', b"'", b'"""', b"#", b"# kzcheck: ignore=ALL\n", b"% kzcheck: ignore=ALL\n", b"@string{a = ", b"@article{",
    b"@comment{", b"\\", b"\\{", b"\\'{\\i}", b"$", b"TY  - JOUR\n", b"ER  - \n", b"AU  - ", b"null", b"~", b"true", b"yes",
    b"-0", b"0x1F", b"1e999", b".inf", b"NaN", b"9" * 400, b"-1", b"2001-02-30", b"0000", b"10.5555/", b"https://[::1",
    b"http://a@b:99999/", b"\x00", b"\x1b[31m", b"\x7f", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf",
    b"\xf5\x80\x80\x80", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\\ud800", b"\\u0000", b"\\U00110000", b"<script>",
    b"::error::", b"</", b"<!--", b"]]>", b"&#0;", b"&x;",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1251", "shift_jis", "utf-7", "cp037")
TEXTS: tuple[str, ...] = (
    "", " ", "\0", "\x1b[2J\x1b]0;x\x07", "\u202etxet", "\ufeff", "\u2028", "\ud800", "\udfff\ud800", "\U0010ffff",
    "e" + "\u0301" * 200, "İ", "ﬁ", "𝐓𝐢𝐭𝐥𝐞", "0", "-1", "NaN", "1e999", "٤", "²", "9" * 400, "0000-00-00",
    "9999-12-31T23:59:60Z", "2020-13-45", "20200101000000", "00000000000000", "99999999999999", "10.5555/", "10.5555/a,b|c",
    "10.5555/\0", "10.5555/" + "a" * 3000, "https://[::1", "http://", "//", "http://a:b@127.0.0.1:99999/",
    "javascript:alert(1)", "file:///etc/passwd", "<b>", "</title><script>", "<sub>" * 500, "&amp;&#0;&#x110000;",
    "$\\frac{" * 100, "{{7*7}}", "{0.__class__}", "%s%n", "`|[](", "::error::x", "a\r\nb: c", ",", ";" * 500, "(" * 500,
    "“" * 300, "a. " * 500, "A. B. C.-D.", "et al.", "1-", "–", "1–2–3", "e1", "S. 1", "X" * LONG, "слово " * 1000, "x-" * 3000,
    "漢" * 2000, "0" * 2000, ". " * 2000,
)  # fmt: skip
"""Texts that are empty, too long, or have a special meaning somewhere."""
VALUES: tuple[Any, ...] = (
    None, [], {}, "", 0, -1, 1, True, False, 1.5, -0.0, 10**18, 2**63, -(2**63), 10**400, [None], [[]], [{}], [""], {"": None},
    [0] * 500, ["a"] * 5000, {"$ref": "#"},
)  # fmt: skip
RAW = (
    "1e999", "-1e999", "1e-999", "0.1e1", "-0", "1" * 5000, "NaN", "Infinity", '"\\ud800"', '"\\udc00x"', '"\\ud83d\\ude00"',
    '"\\u0000"', "[" * LONG + "]" * LONG, '{"a":' * 500 + "1" + "}" * 500, "01", "'a'", "",
)  # fmt: skip
"""JSON that Python never writes; not all of it is valid."""
_RAW = re.compile(r'"@@raw:(\d+)@@"')


def edited(dice: Random, content: bytes, others: Sequence[bytes] = (), *, most: int = 5) -> bytes:
    """Return bytes after one or several edits; `others` provide parts to insert."""
    for _ in range(dice.randint(1, most)):
        content = dice.choice(EDITS)(dice, content, others)[: 20 * LONG]
    return content


def text(dice: Random, value: str, others: Sequence[str] = ()) -> str:
    """Return another text: an unusual one, one of the `others`, or this one with an unusual part."""
    kind = dice.randrange(6)
    if kind == 0:
        return dice.choice(TEXTS)
    if kind == 1 and others:
        return dice.choice(others)
    at = dice.randint(0, len(value))
    if kind == 2:
        return value[:at]
    if kind == 3:
        return value[:at] + value[dice.randint(at, len(value)) :]
    if kind == 4:
        digits = [place for place, letter in enumerate(value) if letter.isdigit()]
        if digits:
            at = dice.choice(digits)
            return value[:at] + dice.choice("0123456789") * dice.choice((0, 1, 1, 5, 30)) + value[at + 1 :]
    return value[:at] + dice.choice(TEXTS) + value[at:]


def json_value(dice: Random, value: Any, pool: Sequence[Any] = (), *, gentle: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return a replacement for a JSON value: of its kind, of another unless `gentle`, or from the `pool`."""
    alike = [candidate for candidate in pool if type(candidate) is type(value)]
    if gentle:
        return dice.choice(alike) if alike and dice.random() < 0.4 else _like(dice, value, alike, shape=dice.random() < 0.95)
    kind = dice.randrange(10)
    if kind == 0:
        return f"@@raw:{dice.randrange(len(RAW))}@@"
    if kind in (1, 2):
        return dice.choice(VALUES)
    if kind == 3 and pool:
        return dice.choice(pool)
    return _like(dice, value, alike)


def _like(dice: Random, value: Any, alike: Sequence[Any], *, shape: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return a value of a similar kind; with `shape`, of the same shape."""
    if isinstance(value, str):
        return text(dice, value, alike)
    if isinstance(value, bool) or value is None:
        return dice.choice((True, False, None))
    if isinstance(value, int | float):
        numbers = (0, -value, value + 1, value * 10, 2**31, 10**6, -(10**6), 9999, 1)
        return dice.choice(numbers if shape else (*numbers, 1e308, value // 3, 0.3, str(value), [value], 10**18, 2**63 - 1))
    if isinstance(value, list):
        return _repeated(dice, value) if shape else _list(dice, value)
    return {**value, dice.choice(TEXTS): dice.choice(list(value.values()))} if shape and value else _table(dice, value)


def mutated_json(dice: Random, content: bytes, pool: Sequence[Any] = (), *, most: int = 4, gentle: bool = False) -> bytes:
    """Return JSON with one or several values replaced; it may no longer be valid."""
    root = [json.loads(content)]
    for _ in range(dice.randint(1, most)):
        places = [place for place in _places(root) if not gentle or isinstance(place[0][place[1]], str | int | float | list)]
        holder, key = dice.choice(places)
        holder[key] = deepcopy(json_value(dice, holder[key], pool, gentle=gentle))  # to keep the pool unchanged for later cases
        if len(places) > LONG:
            break
    written = json.dumps(root[0], ensure_ascii=dice.random() < 0.7, indent=dice.choice((None, 1)))
    return _RAW.sub(lambda match: RAW[int(match[1]) % len(RAW)], written).encode("utf-8", "surrogatepass")


def values_of(content: bytes) -> list[Any]:
    """Return every small value within JSON, as a pool of replacements."""
    root = [json.loads(content)]
    return [holder[key] for holder, key in _places(root) if len(str(holder[key])) < 500]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - JSON
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        for key, inner in list(holder.items()) if isinstance(holder, dict) else enumerate(holder):
            yield holder, key
            if isinstance(inner, dict | list):
                waiting.append(inner)


def _repeated(dice: Random, value: list[Any]) -> list[Any]:
    """Return a list with entries missing, repeated or reordered."""
    return dice.choices(value, k=dice.choice((0, 1, len(value), 2 * len(value), 50))) if value else value


def _list(dice: Random, value: list[Any]) -> Any:  # noqa: ANN401 - JSON
    if not value:
        return [dice.choice(VALUES)]
    at = dice.randrange(len(value))
    return dice.choice((
        lambda: value[:at] + value[at + 1 :],
        lambda: [*value, value[at]],
        lambda: value[at:at + 1] * dice.choice((2, 30, 400)),
        lambda: value[::-1],
        lambda: [value],
        lambda: value[at],
        lambda: {str(number): item for number, item in enumerate(value)},
    ))()  # fmt: skip


def _table(dice: Random, value: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    if not value:
        return {dice.choice(TEXTS): dice.choice(VALUES)}
    first, other = dice.choice(list(value)), dice.choice(list(value))
    return dice.choice((
        lambda: {key: inner for key, inner in value.items() if key != first},
        lambda: {**value, first: value[other], other: value[first]},
        lambda: {(key.swapcase() if key == first else key): inner for key, inner in value.items()},
        lambda: {**value, dice.choice(TEXTS): value[first]},
        lambda: [value],
        lambda: [list(pair) for pair in value.items()],
        lambda: value[first],
    ))()  # fmt: skip


def _span(dice: Random, content: bytes) -> tuple[int, int]:
    """Return a span: a few bytes, a line, or a word."""
    at = dice.randint(0, len(content))
    kind = dice.randrange(3)
    if kind == 0:
        return at, min(len(content), at + dice.choice((1, 1, 2, 5, 40)))
    if kind == 1:
        return content.rfind(b"\n", 0, at) + 1, (content.find(b"\n", at) + 1) or len(content)
    words = [match.span() for match in re.finditer(rb"[\w.-]+", content[at : at + 200])]
    start, end = dice.choice(words) if words else (0, 1)
    return at + start, at + end


def _flipped(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    if not content:
        return content
    at = dice.randrange(len(content))
    return content[:at] + bytes((content[at] ^ 1 << dice.randrange(8),)) + content[at + 1 :]


def _deleted(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(dice, content)
    return content[:start] + content[end:]


def _inserted(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    at = dice.choice(_span(dice, content))
    return content[:at] + dice.choice(TOKENS) + content[at:]


def _replaced(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(dice, content)
    return content[:start] + dice.choice((*TOKENS, *(text.encode("utf-8", "surrogatepass") for text in TEXTS))) + content[end:]


def _valued(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    """Replace the value of a line: `key: value`, `key = value`, `KEY  - value`."""
    lines = [match.span(1) for match in re.finditer(rb"(?m)(?::|=|-)[ \t]+(\S.*)$", content)]
    if not lines:
        return content
    start, end = dice.choice(lines)
    value = dice.choice(
        (*TOKENS, *(text.encode("utf-8", "surrogatepass") for text in TEXTS), b"[]", b"{}", b"[[1]]", b"{a: {b: []}}")
    )
    return content[:start] + value + content[end:]


def _doubled(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(dice, content)
    return content[:end] + content[start:end] * dice.choice((1, 1, 2, 50, 1000)) + content[end:]


def _moved(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    start, end = _span(dice, content)
    rest = content[:start] + content[end:]
    at = dice.randint(0, len(rest))
    return rest[:at] + content[start:end] + rest[at:]


def _cut(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    at = dice.randint(0, len(content))
    return dice.choice((content[:at], content[:at], content[at:]))


def _spliced(dice: Random, content: bytes, others: Sequence[bytes]) -> bytes:
    other = dice.choice(others) if others else content
    at, start = dice.randint(0, len(content)), dice.randint(0, len(other))
    return content[:at] + other[start : start + dice.choice((20, 300, len(other)))] + content[at:]


def _lengthened(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    at = dice.randint(0, len(content))
    piece = dice.choice(
        (b"a", b" ", b"[", b"{", b"- ", b"(", b"\\", b'"', b"\n", b"a b ", b"1", b"&a [", b"{\\", b"?\n", b"\xd0\xb0", b"\x00")
    )
    return content[:at] + piece * dice.choice((30, 300, LONG // len(piece))) + content[at:]


def _encoded(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    return content.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")


def _ended(dice: Random, content: bytes, _: Sequence[bytes]) -> bytes:
    return content.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n\r", b"\x0b", b"\xe2\x80\xa8", b"\xc2\x85", b"")))


EDITS = (_flipped, _deleted, _inserted, _inserted, _replaced, _replaced, _valued, _valued, _valued, _doubled, _moved, _cut,
    _spliced,
         _lengthened, _encoded, _ended)  # fmt: skip
