"""Reads the text within a block of Markdown: emphasis, links, notes, code, formulas, tags, and citations by key."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kzcheck.document import Cite
from kzcheck.language.manuscripts.latex import Tex
from kzcheck.language.manuscripts.pandoc import CROSS_REFERENCES, code_spans
from kzcheck.readers.documents.flow import PLAIN
from kzcheck.readers.latex import plain_maths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.language.manuscripts import Key
    from kzcheck.language.manuscripts.latex import Cited
    from kzcheck.readers.documents.flow import Flow, Marks
    from kzcheck.readers.documents.markdown.lines import Lines

    Token = re.Match[str]

COMPUTED = "⟨…⟩"
"""What stands for a value that a program computes, and for a reference to a figure or section."""
FORMULA = "$…$"
"""What stands for a formula that is not plain text."""
MOST_DEEP = 50
"""Most notes and links within each other."""

_TOKEN = re.compile(
    r"(?P<bookdown>\\@ref\([^\s()]{1,200}\))|\\(?P<command>[A-Za-z@]+)\*?|\\(?P<escaped>[^\w\s]|_|\s|\Z)|(?P<code>`+)"
    r"|(?P<maths>\$\$(?:\\.|[^$\\]|\$(?!\$))*+\$\$|\$(?![\s$])(?:\\.|`[^`\n]*+`|[^$\\])*+(?<!\s)\$(?!\d))"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});)"
    r"|<(?P<address>(?:[A-Za-z][A-Za-z0-9+.-]{1,20}:|[\w.+-]{1,64}@)[^\s<>]{1,2000})>|<(?P<tag>/?[A-Za-z][\w-]{0,40})(?:\s[^<>]{0,2000})?/?>"
    r"|(?P<reference>\[\^[^\]\s]{1,200}\])|(?P<note>\^\[)|(?P<open>!?\[)|(?P<close>\])"
    r"|(?P<shortcode>\{\{<[^{}]{0,500}>\}\})|(?P<attributes>\{(?:[#.:]|[\w-]{1,40}=)[^{}]{0,500}\})"
    r"|(?P<emphasis>\*{1,3}|_{1,3}|~~)|(?P<script>\^|~)|(?P<space>\s+)|(?P<dash>---?(?!-))|(?P<brace>[{}])"
    r"|(?P<text>(?:[^\s\\`$&<\[\]^{}*_~@!-]|[ \t](?=[^\s\\`$&<\[\]^{}*_~@!-])|-(?![-@])|(?<=[^\W_])_(?=[^\W_])|!(?!\[))+)|.",
    re.DOTALL,
)
_DESTINATION = re.compile(
    r"\(\s*(?P<address><[^<>\r\n]{0,2000}>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"(?:\s+(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|\([^()]{0,2000}\)))?\s*\)|\[(?P<label>[^\[\]\r\n]{0,300})\]"
)
_ATTRIBUTES = re.compile(r"\{[^{}\r\n]{0,500}\}")
_CROSS_REFERENCE = re.compile(rf"@(?:{'|'.join(CROSS_REFERENCES)})[-:][\w:.-]*\w", re.IGNORECASE)
_FOLLOWING = re.compile(r"\s?\[")
_COMPUTED = re.compile(r"`+\s*\{?(?:r|python|julia|ojs|jl|py)[\s}]")
_WORD = re.compile(r"\s+|\S+")
_ARGUMENT = re.compile(r"\[[^\[\]{}\r\n]{0,500}\]|\{[^{}]{0,2000}\}")
_TEXT_COMMANDS = frozenset(("emph", "textit", "textbf", "textsc", "underline", "text", "textrm", "uline", "texttt"))
_PRINTED_NUMBERS = frozenset(("ref", "eqref", "autoref", "cref", "Cref", "pageref"))
_MARKUP = re.compile(r"</?(?:i|b|sup|sub|sc)>")
_RAISED_TAGS, _ITALIC_TAGS = frozenset(("sup",)), frozenset(("i", "em", "cite"))
_APART_TAGS = frozenset(("br", "p", "div", "li", "td", "th", "tr"))


class Inline:
    """The text of a Markdown file, which is added to a flow block by block.

    `keys` are its citations, in order. `base` is the offset of the file in the document.
    """

    def __init__(self, lines: Lines, keys: Sequence[Key], flow: Flow, base: int) -> None:
        """Take the lines of the file."""
        self.text, self.flow, self.base = lines.text, flow, base
        self._links = lines.links
        self._notes = {block.label for block in lines.blocks if block.kind == "note"}
        self._numbers: dict[str, str] = {}
        self._keys = {key.start: key for key in keys}
        self._starts = [key.start for key in keys]
        self._code = dict(code_spans(self.text))
        self._tex = Tex(self.text) if "\\" in self.text else None
        self._marks = PLAIN
        self._ends: dict[int, tuple[int, Marks | None]] = {}
        self._braces: set[int] = set()

    def read(self, start: int, end: int) -> None:
        """Add the text between two offsets to the block."""
        tokens = [*self._tokens(start, end)]
        brackets = dict(_brackets(tokens))
        paired = _paired(tokens)
        self._marks, self._ends = PLAIN, {}
        at = start
        for token in tokens:
            if token.start() >= at:
                at = self._token(token, brackets, paired)
            elif token["text"] and token.end() > at:  # the rest of it, after a key
                self._add(self.text[at : token.end()].replace("\t", " "), at, token.end())
                at = token.end()

    def number(self, label: str) -> str:
        """Return the number of a note."""
        if label not in self._numbers:
            self.flow.note += 1
            self._numbers[label] = str(self.flow.note)
        return self._numbers[label]

    def _tokens(self, start: int, end: int) -> Iterator[Token]:
        at = start
        while at < end and (token := _TOKEN.match(self.text, at, end)):
            yield token
            at = self._code.get(at, token.end()) if token["code"] else max(token.end(), at + 1)

    def _token(self, token: Token, brackets: Mapping[int, int], paired: frozenset[int]) -> int:
        """Add what a token stands for; return the offset after it."""
        start, at = token.span()
        kind = token.lastgroup
        if kind in {"open", "note"}:
            return self._open(token, brackets.get(at - 1, -1))
        if kind == "close":
            return self._close(start, at)
        if kind == "command":
            return self._command(token["command"], start, at)
        if kind == "code":
            return self._coded(start, at)
        if token[0] in {"@", "-"}:
            return self._narrative(start, at)
        if kind in {"emphasis", "script"}:
            self._mark(token, paired)
        elif kind in {"tag", "reference"}:
            self._point(token, start, at)
        elif kind not in {"shortcode", "attributes"} and start not in self._braces:
            self._sign(token, start, at)
        return at

    def _add(self, text: str, start: int, end: int, cites: tuple[Cite, ...] = ()) -> None:
        self.flow.add(text, self.base + start, self.base + end, self._marks, cites)

    def _sign(self, token: Token, start: int, at: int) -> None:
        """Add what signs stand for: an escape, an entity, a dash, a formula, an address; or the sign itself."""
        kind = token.lastgroup
        if kind == "text":
            self._add(token[0].replace("\t", " "), start, at)
        elif kind == "space":
            self._add(" ", start, at)
        elif kind == "escaped":
            self._add(token["escaped"].strip() or " ", start, at)
        elif kind == "bookdown":
            self._add(COMPUTED, start, at)
        elif kind == "entity":
            self._add(html.unescape(token[0]).strip() or " ", start, at)
        elif kind == "dash":
            self._add("—" if at - start > 2 else "–", start, at)  # noqa: PLR2004 - two hyphens are a dash, three a longer one
        elif kind == "maths":
            formula = token[0].strip("$")
            plain = formula if formula.isdecimal() else plain_maths(formula)
            self._add(_MARKUP.sub("", plain or "") or FORMULA, start, at)
        elif kind == "address":
            self._linked(token["address"], start + 1, at - 1)
        else:
            self._add(token[0], start, at)

    def _linked(self, address: str, start: int, at: int) -> None:
        before, self._marks = self._marks, self._marks._replace(link=address)
        self._add(address, start, at)
        self._marks = before

    def _noted(self, number: str, start: int, at: int) -> None:
        before, self._marks = self._marks, self._marks._replace(superscript=True, note=number)
        self._add(number, start, at)
        self._marks = before

    def _point(self, token: Token, start: int, at: int) -> None:
        """Handle a tag, or the mark of a note."""
        if token["reference"]:
            if (label := token[0][2:-1]) in self._notes:
                self._noted(self.number(label), start, at)
            return
        name, opens = token["tag"].lstrip("/").lower(), token["tag"][0] != "/"
        if name in _RAISED_TAGS:
            self._marks = self._marks._replace(superscript=opens)
        elif name in _ITALIC_TAGS:
            self._marks = self._marks._replace(italic=opens)
        elif name in _APART_TAGS:
            self._add(" ", start, at)

    def _mark(self, token: Token, paired: frozenset[int]) -> None:
        if token.start() not in paired:
            self._add(token[0], *token.span())
        elif token[0] == "^":
            self._marks = self._marks._replace(superscript=not self._marks.superscript)
        elif token[0] in {"*", "_", "***", "___"}:
            self._marks = self._marks._replace(italic=not self._marks.italic)

    def _coded(self, start: int, at: int) -> int:
        end = self._code.get(start)
        if end is None:
            self._add(self.text[start:at], start, at)
            return at
        length = at - start
        raw = _ATTRIBUTES.match(self.text, end)
        if raw and raw[0].startswith("{="):
            return raw.end()
        if _COMPUTED.match(self.text, start, end):
            self._add(COMPUTED, start, end)
        else:
            for word in _WORD.finditer(self.text, at, end - length):
                self._add(" " if word[0].isspace() else word[0], *word.span())
        return raw.end() if raw else end

    def _command(self, name: str, start: int, at: int) -> int:
        """Handle a command of LaTeX: one that cites, one with text, or another, which is left out with its arguments."""
        visible = self._tex if self._tex and self._tex.text[start] == "\\" else None  # not after a percent sign
        cited = [*visible.cited(visible.command(start), {})] if visible else []
        if visible and cited and name != "nocite":
            self._cite(visible, cited, start)
            return cited[-1].end
        if name in _PRINTED_NUMBERS:
            self._add(COMPUTED, start, at)
        while argument := _ARGUMENT.match(self.text, at):
            if name in _TEXT_COMMANDS and argument[0][0] == "{":
                self._braces |= {at, argument.end() - 1}
                break
            at = argument.end()
        return at

    def _cite(self, tex: Tex, cited: Sequence[Cited], start: int) -> None:
        keys = [key for part in cited for key in tex.keys(part.keys)]
        note = self.text[slice(*cited[-1].notes[-1])] if cited[-1].notes else ""
        suffix = " ".join(note.replace("~", " ").split())
        cites = tuple(Cite(key.text, suffix=suffix if key is keys[-1] else "") for key in keys)
        end = cited[-1].end
        self._add("[", start, start + 1, cites)
        for number, key in enumerate(keys):
            self._add(", " if number else "", key.start - 1, key.start, cites)
            self._add(key.text, key.start, key.end, cites)
        self._add(f", {suffix}" if suffix else "", start, end, cites)
        self._add("]", end - 1, end, cites)

    def _narrative(self, start: int, at: int) -> int:
        """Handle an `@` or `-@`: a key in the text, perhaps with a locator in brackets after it."""
        sign = start + (self.text[start] == "-")
        key = self._keys.get(sign + 1) or self._keys.get(sign + 2)
        if not self.text.startswith("@", sign) or key is None or not (key.start == sign + 1 or self.text[sign + 1] == "{"):
            if label := _CROSS_REFERENCE.match(self.text, start):
                self._add(COMPUTED, start, label.end())
                return label.end()
            self._add(self.text[start:at], start, at)
            return at
        end = key.end + (key.start == sign + 2)
        after = _FOLLOWING.match(self.text, end)
        close = self._closing(after.end()) if after else -1
        if after is None or close < 0 or self.text[close + 1 : close + 2] in {"(", "{"} or self._has_key(after.end(), close):
            self._add(self.text[start:end], start, end, (Cite(key.text),))
            return end
        cites = (Cite(key.text, suffix=" ".join(self.text[after.end() : close].split())),)
        self._words(start, close + 1, cites)
        return close + 1

    def _closing(self, at: int) -> int:
        close = self.text.find("]", at, at + 500)
        return close if close >= 0 and "[" not in self.text[at:close] and "\n\n" not in self.text[at:close] else -1

    def _has_key(self, start: int, end: int) -> bool:
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end

    def _words(self, start: int, end: int, cites: tuple[Cite, ...]) -> None:
        for word in _WORD.finditer(self.text, start, end):
            self._add(" " if word[0].isspace() else word[0], *word.span(), cites)

    def _open(self, token: Token, close: int) -> int:
        """Handle an opening bracket, given the place of its closing one: a note, citations, a link, an image or none of them."""
        start, at = token.span()
        if close < 0:
            self._add(token[0], start, at)
            return at
        if token["note"]:
            self.flow.note += 1
            self._noted(str(self.flow.note), start, at)
            if len(self._ends) < MOST_DEEP:
                self.flow.push("note", str(self.flow.note))
                self._ends[close] = close + 1, None
            return at
        destination = _DESTINATION.match(self.text, close + 1)
        label = destination and destination["label"]
        if destination and label is not None and (label or self.text[at:close]).lower() not in self._links:
            destination = None
        if destination:
            address = destination["address"]
            address = self._links.get((label or self.text[at:close]).lower(), "") if address is None else address.strip("<>")
            return self._link(address, at, close, destination.end())
        if attributes := _ATTRIBUTES.match(self.text, close + 1):
            return self._link("", at, close, attributes.end())
        if token[0] == "[" and self._has_key(at, close):
            cites = tuple(self._group(at, close))
            self._words(start, close + 1, cites)
            return close + 1
        if address := self._links.get(self.text[at:close].lower(), ""):
            return self._link(address, at, close, close + 1)
        self._add(token[0], start, at)
        return at

    def _link(self, address: str, at: int, close: int, end: int) -> int:
        attributes = _ATTRIBUTES.match(self.text, end)
        self._ends[close] = attributes.end() if attributes else end, self._marks
        self._marks = self._marks._replace(link=address or self._marks.link)
        return at

    def _close(self, start: int, at: int) -> int:
        ending = self._ends.pop(start, None)
        if ending is None:
            self._add("]", start, at)
            return at
        end, marks = ending
        if marks is None:
            self.flow.pop()
        else:
            self._marks = marks
        return end

    def _group(self, start: int, end: int) -> Iterator[Cite]:
        """Yield the works between two brackets: each has the words before and after its key, up to a semicolon."""
        at = start
        for part in self.text[start:end].split(";"):
            stop = at + len(part)
            first = bisect_left(self._starts, at)
            keys = [self._keys[place] for place in self._starts[first : bisect_left(self._starts, stop)]]
            for number, key in enumerate(keys):
                opening = key.start - 1 - (self.text[key.start - 1] == "{")
                after = keys[number + 1].start - 1 if number + 1 < len(keys) else stop
                before = self.text[at:opening].removesuffix("-")
                suffix = self.text[key.end : after].removeprefix("}")
                yield Cite(key.text, " ".join(before.split()), suffix=" ".join(suffix.split()))
                at = after
            at = stop + 1


def _brackets(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the place of each opening bracket, and that of the closing one."""
    opened: list[int] = []
    for token in tokens:
        if token["open"] or token["note"]:
            opened.append(token.end() - 1)
        elif token["close"] and opened:
            yield opened.pop(), token.start()


def _paired(tokens: Sequence[Token]) -> frozenset[int]:
    """Return the places of the signs of emphasis that belong to another one."""
    opened: dict[str, int] = {}
    paired: set[int] = set()
    for token in tokens:
        if not (sign := token["emphasis"] or token["script"]):
            continue
        text, (start, end) = token.string, token.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if sign in opened and before.strip():
            paired |= {opened.pop(sign), start}
        elif after.strip() and not (sign[0] == "_" and before.isalnum()):
            opened[sign] = start
    return frozenset(paired)
