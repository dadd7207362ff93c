r"""Walks through LaTeX: white space, escapes, formulas, groups and citations, and what all commands need."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.document import Cite
from kzcheck.language.manuscripts import Key
from kzcheck.readers.documents.flow import PLAIN
from kzcheck.readers.documents.latex.macros import LONGEST_MACRO, MARKUP, Own
from kzcheck.readers.latex import ACCENT, accented, decode, plain_maths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kzcheck.language.manuscripts.latex import Cited, Tex
    from kzcheck.readers.documents.flow import Flow, Marks

FORMULA = "$…$"
"""What stands for a formula that is not plain text."""
MOST_DEEP = 2_000
"""Most groups and environments within each other."""
LONGEST_FORMULA = 2_000
"""Characters of a formula in a line: a dollar sign may be an amount."""
LONGEST_DISTANCE = 20
r"""Characters of the distance that may follow a line end: `\\[0.5ex]`."""

_DISPLAYS = {"[": "\\]", "(": "\\)"}
_ACCENTS = frozenset("'`^\"~=.")
_ESCAPES = {" ": " ", "\n": " ", "\t": " ", "\r": " ", ",": " ", ";": " ", ":": " "} | dict.fromkeys("-/!@()[]", "")
_BREAK = re.compile(r"\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)")
_VERB = re.compile(r"^[^%\n]*?\\(?:verb|lstinline)\*?(?:\[[^\]\r\n]{0,200}\])?([^A-Za-z\s*])([^\r\n]{0,300}?)(?:\1|\})")
_FORMULA = re.compile(r"\$(?:[^$\\]|\\.)*+\$", re.DOTALL)
_RAISED_FORMULA = re.compile(r"\s*\^\s*(?:\{\s*(?:\\(?:text|mathrm|rm)\b\s*\{?)?([\d,;\s–*†‡-]{1,30})\}?\s*\}|(\d))\s*")
_PAGES = re.compile(r"\d{1,6}(?:\s?[–-]{1,2}\s?\d{1,6})?")
_SPACE = re.compile(r"[ \t]*(?:\r?\n[ \t]*(?![\s]))?")


class Frame(Struct):
    """An open group or environment: what was marked before it, and what to do at its end."""

    name: str
    marks: Marks
    close: Callable[[int], object] | None = None


class Walk:
    """A way through one file, which adds its text to a flow.

    `base` is the offset of the file in the document. `hidden` are the keys that are cited where nothing is printed.
    """

    def __init__(self, raw: str, tex: Tex, flow: Flow, own: Own, base: int = 0) -> None:
        """Take a file."""
        self.raw, self.tex, self.flow, self.own, self.base = raw, tex, flow, own, base
        self.hidden: list[Key] = []
        self.marks = PLAIN
        self.frames: list[Frame] = []
        self.open_names: dict[str, int] = {}
        self.tables = 0
        self._no_more: set[str] = set()

    def add(self, text: str, start: int, end: int, cites: tuple[Cite, ...] = ()) -> None:
        """Add a text, and its place in the file."""
        self.flow.add(text, self.base + start, self.base + end, self.marks, cites)

    def space(self, start: int, end: int) -> None:
        """Add white space, which may be the end of a paragraph or stand for text that is taken as it is."""
        raw = self.raw[start:end]
        if raw.count("\n") + raw.count("\r") > 1 and _BREAK.search(raw):
            self.flow.end()
        elif verb := _VERB.search(raw) if "\\" in raw else None:
            self.add(" ", start, start + 1)
            self.add(verb[2], start + verb.start(2), start + verb.end(2))
            self.add(" ", start + verb.end() - 1, end)
        else:
            self.add(" ", start, end)

    def escape(self, escaped: str, start: int, at: int) -> int:
        """Add what a backslash and a sign stand for; return the offset after it."""
        text = self.tex.text
        if closing := _DISPLAYS.get(escaped):
            return self._formula(start, at, closing)
        if escaped == "\\":
            option = self.tex.argument(at + text.startswith("*", at), "[")
            if self.tables:
                self.flow.begin("cell")
            else:
                self.add(" ", start, at)
            return option[1] + 1 if option and option[1] - option[0] < LONGEST_DISTANCE else at
        if accent := ACCENT.match(text, start):
            self.add(accented(accent), start, accent.end())
            return accent.end()
        group = self.tex.argument(at) if escaped in _ACCENTS else None
        if group and group[1] - group[0] <= LONGEST_MACRO:
            self.add(self.plain(start, group[1] + 1), start, group[1] + 1)
            return group[1] + 1
        if printed := _ESCAPES.get(escaped, escaped):
            self.add(printed, start, at)
        return at

    def dollars(self, start: int, at: int) -> int:
        """Add a formula, or the mark of a note or citation that is written as one; return the offset after it."""
        if at - start > 1:
            return self._formula(start, at, "$$")
        match = _FORMULA.match(self.tex.text, start)
        if not match or match.end() - start > LONGEST_FORMULA or _BREAK.search(match[0]):
            self.add("$", start, at)
            return at
        formula = match[0][1:-1]
        if raised := _RAISED_FORMULA.fullmatch(formula):
            place = self.base + start + 1
            group = raised.lastindex or 0
            marks = self.marks._replace(superscript=True)
            self.flow.add(raised[group], place + raised.start(group), place + raised.end(group), marks)
        else:
            plain = formula if formula.isdecimal() else plain_maths(formula)
            self.add(MARKUP.sub("", plain or "") or FORMULA, start, match.end())
            self.hide(start, match.end())
        return match.end()

    def _formula(self, start: int, at: int, closing: str) -> int:
        end = self.find(closing, at)
        if end < 0:
            return at
        self.hide(start, end)
        self.add(FORMULA, start, end + len(closing))
        return end + len(closing)

    def find(self, closing: str, at: int) -> int:
        """Return the next offset of a text, or -1; the file is searched once for a text that does not come again."""
        end = -1 if closing in self._no_more else self.tex.text.find(closing, at)
        if end < 0:
            self._no_more.add(closing)
        return end

    def open(self, name: str, close: Callable[[int], object] | None = None, marks: Marks | None = None) -> None:
        """Begin a group or environment."""
        if len(self.frames) < MOST_DEEP:
            self.frames.append(Frame(name, self.marks, close))
            self.open_names[name] = self.open_names.get(name, 0) + 1
            self.marks = marks or self.marks

    def close(self, at: int) -> None:
        """End the last group or environment."""
        frame = self.frames.pop()
        self.open_names[frame.name] -= 1
        if frame.close:
            frame.close(at)
        self.marks = frame.marks

    def hide(self, start: int, end: int) -> None:
        """Keep the citations of a stretch that is not text."""
        if self.tex.text.find("\\", start, end) >= 0:
            for command in self.tex.commands(start, end):
                for part in self.tex.cited(command, self.own.citing):
                    self.keep(part)

    def keep(self, part: Cited) -> None:
        """Keep citations that are not printed here."""
        self.hidden += (Key(key.text, self.base + key.start, self.base + key.end) for key in self.tex.keys(part.keys))

    def plain(self, start: int, end: int) -> str:
        """Return a stretch as plain text."""
        return MARKUP.sub("", decode(self.tex.text[start:end]))

    def after(self, at: int, arguments: int) -> int:
        """Return the offset after a number of arguments, and options before them."""
        for _ in range(arguments):
            argument = self.tex.argument(self.tex.after_options(at))
            if argument is None:
                return at
            at = argument[1] + 1
        return at

    def after_space(self, at: int) -> int:
        """Return the offset after the white space that follows a command."""
        gap = _SPACE.match(self.tex.text, at)
        return gap.end() if gap else at

    def cite(self, name: str, start: int, parts: list[Cited]) -> int:
        r"""Add the marker of a command that cites: its keys in brackets, with the notes; `\nocite` has none."""
        end = parts[-1].end
        if name == "nocite":
            for part in parts:
                self.keep(part)
            return end
        cites = tuple(cite for part in parts for cite in self._cites(part))
        add = partial(self.add, cites=cites)
        add("[", start, start + 1)
        for number, part in enumerate(parts):
            before, after = self._notes(part)
            add(f"{'; ' if number else ''}{before}{' ' if before else ''}", start, part.keys[0])
            for index, key in enumerate(self.tex.keys(part.keys)):
                add(", " if index else "", key.start - 1, key.start)
                add(key.text, key.start, key.end)
            add(f", {after}" if after else "", part.keys[1], part.end)
        add("]", end - 1, end)
        if name.endswith("cquote") and (quoted := self.tex.argument(self.tex.after_options(end))):
            self.add(" ", end, quoted[0])
            self.quote(end, quoted[0])
            return quoted[0]
        return end

    def _cites(self, part: Cited) -> Iterator[Cite]:
        """Yield the works of an argument: the note before them is of the first, that after them of the last."""
        before, after = self._notes(part)
        keys = [*self.tex.keys(part.keys)]
        for index, key in enumerate(keys):
            note = after if index == len(keys) - 1 else ""
            bare = _PAGES.fullmatch(note)
            yield Cite(key.text, "" if index else before, note if bare else "", suffix="" if bare else note)

    def _notes(self, part: Cited) -> tuple[str, str]:
        """Return the notes before and after the works of an argument."""
        notes = ["", "", *(self.plain(*note) for note in part.notes[:2])]
        return (notes[-2], notes[-1]) if part.notes[1:] else ("", notes[-1])

    def quote(self, start: int, at: int) -> None:
        """Add an opening quotation mark, and open a group that ends with the closing one."""
        self.add("“", start, at)
        self.open("{", lambda end: self.add("”", end - 1, end))
