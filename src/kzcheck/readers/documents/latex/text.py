r"""Reads the text of LaTeX: paragraphs, headings, notes, captions, cells and citations, without the commands.

LaTeX is not executed. What a command does is in `data/latex_text.json`; of an unknown one, the arguments in braces are text.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.subjects import Latex, LatexText
from kzcheck.language.manuscripts.latex import PARTS
from kzcheck.readers.documents.flow import PLAIN
from kzcheck.readers.documents.latex.walk import FORMULA, Walk
from kzcheck.readers.latex import ACCENT, accented, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.document import BlockKind
    from kzcheck.language.manuscripts.latex import Cited, Tex
    from kzcheck.readers.documents.flow import Flow
    from kzcheck.readers.documents.latex.macros import Own

    Span = tuple[int, int]

UNKNOWN = "⟨…⟩"
"""What stands for a number that only LaTeX knows, and for other text that is not in the source."""
LISTED = ("bibliography",)
"""Commands in whose place the list is printed that BibTeX makes."""
_WORDS = data.read("latex_text", LatexText)
_STYLES = data.read("latex", Latex)
_ARGUMENTS = {**_WORDS.floats, **_WORDS.tables, **_WORDS.arguments}
_TOKEN = re.compile(
    r"(?P<command>\\(?P<name>[A-Za-z@]+)(?P<star>\*?))|\\(?P<escaped>.|\Z)|(?P<brace>[{}])|(?P<dollars>\$\$?)|(?P<space>\s+)"
    r"|(?P<sign>~|&|---?|``|''|<<|>>|\"(?:---?[~*]?|[=~`'<>|/]))"
    r"|(?P<text>(?:[^\s\\{}$~&\"<>`'-]|[ \t](?=[^\s\\{}$~&\"<>`'-])|-(?!-)|'(?!')|`(?!`)|<(?!<)|>(?!>))+)|.",
    re.DOTALL,
)
_SIGNS = {
    "---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "<<": "«", ">>": "»", '"---': "—", '"--': "–", '"--~': "—", '"--*': "—",
    '"---~': "—", '"---*': "—", '"=': "-", '"~': "-", '"`': "„", "\"'": "“", '"<': "«", '">': "»", '"|': "", '"/': "",
}  # fmt: skip
"""Signs of LaTeX and of babel for German, French and Russian."""
_NUMBER = re.compile(r"\s*\[\s*(\d{1,4})\s*\]")
_INTEGER = re.compile(r"\s*-?\d+ ?")
_DEFINED = re.compile(r"\s*(?:\{\s*\\[A-Za-z@]+\s*\}|\\[A-Za-z@]+)?\s*(?:=?\s*\\[A-Za-z@]+)?\s*(?:#[1-9])*\s*")


class Text(Walk):
    """A way through one file that knows the commands and environments of LaTeX."""

    def __init__(self, raw: str, tex: Tex, flow: Flow, own: Own, base: int = 0) -> None:
        """Take a file."""
        super().__init__(raw, tex, flow, own, base)
        self._skips: dict[int, int] = {}
        self._lists = 0
        self._including: re.Match[str] | None = None

    def read(self, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Add the text between two offsets; yield each command that includes a file, which may be read before going on."""
        end = len(self.tex.text) if end is None else end
        at = start
        while at < end and (token := _TOKEN.match(self.tex.text, at)):
            at = max(self._token(token), token.end())
            if self._including:
                yield self._including
                self._including = None
        while self.frames:
            self.close(end)

    def front(self, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Add the front matter of a preamble; yield each command that includes a file."""
        at, end = start, len(self.tex.text) if end is None else end
        for command in self.tex.commands(start, end):
            if command.start() < at:
                continue
            self.hide(at, command.start())
            at, name = command.start(), command[1]
            if name in _WORDS.front and (argument := self.tex.argument(self.tex.after_options(command.end()))):
                self.flow.begin("front", label="title" if name == "title" else "")
                yield from self.read(*argument)
                self.flow.end()
                at = argument[1] + 1
            elif name in PARTS:
                yield command
        self.hide(at, end)

    def _token(self, token: re.Match[str]) -> int:
        start, at = token.span()
        if token["text"] is not None:
            self.add(token[0].replace("\t", " "), start, at)
        elif token["space"] is not None:
            self.space(start, at)
        elif token["name"] is not None:
            return self._command(token["name"], start, at)
        elif token["escaped"] is not None:
            return self.escape(token["escaped"], start, at)
        elif token["brace"]:
            return self._brace(start, at)
        elif token["dollars"]:
            return self.dollars(start, at)
        elif token[0] == "&" and self.tables:
            self.flow.begin("cell")
        else:
            self.add(_SIGNS.get(token[0], token[0]), start, at)
        return at

    def _brace(self, start: int, at: int) -> int:
        if self.tex.text[start] == "{":
            if end := self._skips.pop(start, 0):
                self.hide(start, end)
                return end
            self.open("{")
        elif self.frames and self.frames[-1].name == "{":
            self.close(at)
        return at

    def _command(self, name: str, start: int, at: int) -> int:
        command = self.tex.command(start)
        if name == "begin":
            return self._begin(command, at)
        if name == "end":
            return self._end(at)
        if parts := [*self.tex.cited(command, self.own.citing)]:
            return self.cite(name, start, parts)
        if name in PARTS:
            self._including = command
            return self.tex.after_path(command)
        if name in LISTED:
            self._including = command
        for handle in (self._block, self._unprinted, self._styled, self._printed):
            after = handle(name, start, at)
            if after is not None:
                return after
        option = self.tex.argument(at, "[")
        return option[1] + 1 if option else self.after_space(at)

    def _block(self, name: str, start: int, at: int) -> int | None:
        """Handle a command that begins a block: a heading, a note, a caption, an item, an entry."""
        argument = self.tex.argument(self.tex.after_options(at))
        if name in {"par", "endgraf"}:
            self.flow.end()
            return at
        if name == "item":
            return self._item(at)
        if argument is None:
            return None
        if name in _WORDS.headings or name in _WORDS.front:
            kind: BlockKind = "heading" if name in _WORDS.headings else "front"
            self.flow.begin(kind, _WORDS.headings.get(name, 0), "title" if name == "title" else "")
            self.open("{", lambda _: self.flow.end(), PLAIN)
        elif name in _WORDS.captions:
            argument = self.tex.argument(argument[1] + 1) if name in _WORDS.leading else argument
            if argument is None:
                return None
            self._nest("caption", "")
        elif name in _WORDS.notes:
            if name.endswith("text"):
                number = _NUMBER.match(self.tex.text, at)
                self._nest("note", number[1] if number else str(self.flow.note))
            else:
                self._nest("note", self._mark(start, at))
        elif name == "bibitem":
            self.flow.begin("entry", label=" ".join(self.tex.text[slice(*argument)].split()), following="entry")
            return argument[1] + 1
        else:
            return None
        return argument[0]

    def _item(self, at: int) -> int:
        self.flow.begin("item", max(self._lists, 1), following="item")
        option = self.tex.argument(at, "[")
        if option is None:
            return at
        self.hide(*option)
        self.add(self.plain(*option), *option)
        self.add(" ", option[1], option[1] + 1)
        return option[1] + 1

    def _nest(self, kind: BlockKind, label: str) -> None:
        self.flow.push(kind, label)
        self.open("{", lambda _: self.flow.pop(), PLAIN)

    def _mark(self, start: int, at: int) -> str:
        """Add the mark of a note, and return its label."""
        number = _NUMBER.match(self.tex.text, at)
        self.flow.note = int(number[1]) if number else self.flow.note + 1
        label = str(self.flow.note)
        self.flow.add(label, self.base + start, self.base + at, self.marks._replace(superscript=True, note=label))
        return label

    def _unprinted(self, name: str, start: int, at: int) -> int | None:
        """Handle a command that prints nothing, or what is not in the source."""
        if name in _WORDS.marks:
            self._mark(start, at)
            return self.tex.after_options(at)
        if name == "penalty" and (number := _INTEGER.match(self.tex.text, at)):
            return number.end()
        if name in _WORDS.definitions:
            return self._defined(at, _WORDS.definitions[name])
        if name in _WORDS.dropped:
            end = self.after(at, _WORDS.dropped[name])
            self.hide(at, end)
            return end
        if name in _WORDS.first_only and (first := self.tex.argument(at)) and (second := self.tex.argument(first[1] + 1)):
            self._skips[second[0] - 1] = second[1] + 1
            return at
        if name in _WORDS.references or name in _WORDS.glossary:
            argument = self.tex.argument(self.tex.after_options(at))
            if argument is None:
                return None
            key = self.tex.text[slice(*argument)]
            self.add(UNKNOWN if name in _WORDS.references or "\\" in key else key, *argument)
            return argument[1] + 1
        return None

    def _defined(self, at: int, arguments: int) -> int:
        """Return the offset after the definition of a command."""
        name = _DEFINED.match(self.tex.text, at)
        end = self.after(name.end() if name else at, arguments)
        self.hide(at, end)
        return end

    def _styled(self, name: str, start: int, at: int) -> int | None:
        """Handle a command that sets a style, or whose text comes after other arguments."""
        marks = self.marks
        if name in _STYLES.declared:
            self.marks = marks._replace(italic=name in _STYLES.italic)
            return self.after_space(at)
        argument = self.tex.argument(self.tex.after_options(at))
        if argument is None:
            return None
        if name in _STYLES.raised or name in _STYLES.italic:
            raised, italic = name in _STYLES.raised, name in _STYLES.italic
            self.open("{", marks=marks._replace(superscript=marks.superscript or raised, italic=marks.italic or italic))
        elif name in _STYLES.quoted:
            self.quote(start, argument[0])
        elif name in _STYLES.addresses:
            address = self.tex.text[slice(*argument)].strip()
            self.flow.add(address, self.base + start, self.base + argument[1] + 1, marks._replace(link=address))
            return argument[1] + 1
        elif name in _WORDS.leading:
            self.hide(start, argument[1])
            end = self.after(at, _WORDS.leading[name])
            text = self.tex.argument(self.tex.after_options(end))
            if text is None:
                return end
            link = self.tex.text[slice(*argument)].strip() if name == "href" else marks.link
            self.open("{", marks=marks._replace(link=link))
            return text[0]
        else:
            return None
        return argument[0]

    def _printed(self, name: str, start: int, at: int) -> int | None:
        """Handle a command that prints a text of its own: a sign, an accent, or what the manuscript defines."""
        if macro := self.own.macros.get(name):
            end = at
            for index, kind in enumerate(macro.arguments):
                argument = self.tex.argument(end, kind) if kind != "*" else None
                if argument is None:
                    continue
                if kind == "[" and end == at:
                    at = argument[1] + 1
                elif index not in macro.printed:
                    self._skips[argument[0] - 1] = argument[1] + 1
                end = argument[1] + 1
            if macro.text:
                self.add(macro.text, start, at)
            return at if macro.arguments or macro.spaced else self.after_space(at)
        if accent := ACCENT.match(self.tex.text, start):
            self.add(accented(accent), start, accent.end())
            return accent.end()
        text = _WORDS.values.get(name) or sign_of(name)
        if not text:
            return None
        self.add(text, start, at)
        return self.after_space(at)

    def _begin(self, command: re.Match[str], at: int) -> int:
        argument = self.tex.argument(at)
        if argument is None:
            return at
        name = self.tex.text[slice(*argument)].strip()
        plain, after = name.rstrip("*"), argument[1] + 1
        if plain in _WORDS.maths or plain in _WORDS.hidden:
            closing = f"\\end{{{name}}}"
            end = self.find(closing, after)
            end = len(self.tex.text) if end < 0 else end
            self.hide(after, end)
            if plain in _WORDS.maths:
                self.add(FORMULA, command.start(), end + len(closing))
            return min(end + len(closing), len(self.tex.text))
        arguments = _ARGUMENTS.get(name, _ARGUMENTS.get(plain, 0))
        parts = [*self.tex.cited(command, self.own.citing)]
        end = parts[-1].end if parts else self.after(self.tex.after_options(after), arguments)
        if plain == "thebibliography":
            end = max(end, self.find("\\bibitem", end))  # before the first entry, BibTeX defines what its style needs
        self._environment(name, plain, argument, parts)
        return end

    def _environment(self, name: str, plain: str, place: Span, parts: list[Cited]) -> None:
        """Begin an environment."""
        flow = self.flow
        if plain in _WORDS.floats or plain in _WORDS.tables:
            table = plain in _WORDS.tables
            self.tables += table
            flow.push("cell" if table else "caption")
            self.open(name, partial(self._end_of_float, table), PLAIN)
        elif plain in _WORDS.quotations:
            self.open(name, partial(self._end_of_quotation, flow.follow("quotation"), parts))
        elif plain in _WORDS.lists:
            self._lists += 1
            self.open(name, partial(self._end_of_list, flow.follow("item")))
        elif plain in _WORDS.front_environments or plain == "thebibliography":
            before = flow.follow("front" if plain in _WORDS.front_environments else "entry")
            self.open(name, lambda _: flow.follow(before))
        else:
            if plain in _WORDS.abstracts:
                flow.begin("heading", 2)
                self.add(plain.capitalize(), *place)
                flow.end()
            self.open(name)

    def _end_of_float(self, table: bool, _at: int) -> None:  # noqa: FBT001 - one kind of two
        self.tables -= table
        self.flow.pop()

    def _end_of_quotation(self, before: BlockKind, parts: list[Cited], at: int) -> None:
        if parts:
            self.add(" ", at - 1, at)
            self.cite("cite", parts[0].keys[0] - 1, parts)
        self.flow.follow(before)

    def _end_of_list(self, before: BlockKind, _at: int) -> None:
        self._lists -= 1
        self.flow.follow(before)

    def _end(self, at: int) -> int:
        argument = self.tex.argument(at)
        if argument is None:
            return at
        name = self.tex.text[slice(*argument)].strip()
        while self.open_names.get(name):
            last = self.frames[-1].name == name
            self.close(argument[0])
            if last:
                break
        return argument[1] + 1
