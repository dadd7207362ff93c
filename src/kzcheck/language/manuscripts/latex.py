r"""Citations in LaTeX: `\cite` and its relatives in natbib, biblatex and other packages, and an author's own commands for them.

LaTeX is not executed: a command counts wherever it is, except in comments, verbatim text and between `\iffalse` and `\fi`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kzcheck import data
from kzcheck.data.subjects import LatexCitations
from kzcheck.language.manuscripts import Key, Manuscript, blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Span = tuple[int, int]
    Commands = Mapping[str, str]
    r"""Own commands that cite, by name: their arguments (`*`, `[` and `{`; `K` and `k` are the latter with keys), or `=cite`."""

LONGEST_LINE = 2_000
r"""Characters of a line within which `\verb` ends."""
LONGEST_DEFINITION = 2_000
"""Most characters of the definition of a command for citing: definitions can contain each other."""
LONGEST_NAME = 40
"""Most characters of a command that defines another, with the space after it."""
LONGEST_PATH = 500
"""Most characters of the path of an included file."""
MOST_ARGUMENTS = 200
r"""Most arguments of one command: `\cites` takes any number."""
ROUNDS = 3
"""How often own commands for citing may be built on others."""

_WORDS = data.read("latex_citations", LatexCitations)
_DEFINITIONS = frozenset(
    """newcommand renewcommand providecommand DeclareRobustCommand newrobustcmd renewrobustcmd providerobustcmd def gdef edef xdef
    NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand let DeclareCiteCommand newcites""".split()
)
PARTS = {**dict.fromkeys(_WORDS.parts, 1), **dict.fromkeys(_WORDS.parts_of_folders, 2)}
"""The commands that include a file, with the number of their arguments."""
_MULTIBIB = ("cite", "citep", "citet", "nocite")
r"""The commands that `\newcites{S}` makes for the list S, by adding its name: `\citeS`."""

_HIDDEN = re.compile(
    r"(?P<kept>\\[^A-Za-z]|\\(?:url|nolinkurl|path|href)\s*+\{[^{}\r\n]*+\})"
    r"|(?P<comment>%[^\r\n]*+)"
    r"|\\(?:verb|lstinline)(?![A-Za-z])\*?(?:\[[^\]\r\n]{0,200}\])?(?P<sign>[^A-Za-z\s*])"
    r"|\\begin\s*+\{(?P<environment>(?:" + "|".join(sorted(_WORDS.verbatim)) + r")\*?)\}"
    r"|\\(?P<never>iffalse)(?![A-Za-z@])"
    r"|\\(?P<last>endinput(?![A-Za-z@])|end\s*+\{document\})"
)
_BRANCH = re.compile(
    r"\\(?:(?P<opens>if(?:x|num|dim|odd|case|[vhm]mode|inner|cat|true|false|defined|csname|eof|void)?)|(?P<other>else)|(?P<closes>fi))"
    r"(?![A-Za-z@])"
)
_COMMAND = re.compile(r"\\([A-Za-z@]+)(\*?)")
_GAP = re.compile(r"[ \t]*+(?:\r\n?|\n)?[ \t]*+")
_SIGN = re.compile(r"\\.|[{}\[\]]", re.DOTALL)
_NOTE = re.compile(r"\([^(){}]{0,500}\)|<[^<>{}]{0,500}>")
r"""Optional arguments of `\cites(…)` and of apacite's `\cite<…>`."""
_PIECE = re.compile(r"[^,]+")
_NOT_A_KEY = re.compile(r"[{}\\#%]")
_NAME = re.compile(r"\s*+\{?\s*+\\([A-Za-z@]+)\s*+\}?\s*+=?\s*+")
_DEFINES = re.compile(r"\\([A-Za-z@]+)\s*+\*?\s*+\Z")
_PARAMETERS = re.compile(r"(?:#[1-9])*+")
_PARAMETER = re.compile(r"#([1-9])")
_SPECIFICATION = re.compile(r"(?:\s|[mos]|O\s*+\{[^{}]{0,200}\})++")
_OPTIONAL = re.compile(r"O\s*+\{[^{}]*\}")
_SPECIFIED = str.maketrans({"m": "{", "o": "[", "s": "*", **dict.fromkeys(" \t\r\n", None)})
_WORD = re.compile(r"[ \t]*+(\|[ \t]*+\"[^\"\r\n]{0,500}\"|(?<=[ \t])[^\s\\{}%#]{1,500})")
_DIGITS = frozenset("123456789")
_WITH_KEYS = {"{": "k", "[": "K"}
_LISTS = "lists"
"""How `commands` marks a command that names lists of references."""
_DISPLAY = "{displaycquote}"
"""An environment of csquotes with a key as its argument."""


class Cited(NamedTuple):
    r"""An argument of keys, the notes in brackets before it, and the offset after it: `\citep[see][p.~3]{a,b}` has two notes."""

    keys: Span
    notes: tuple[Span, ...]
    end: int


class Definition(NamedTuple):
    """A command that a file defines: its name, its arguments (`*`, `[` and `{`), and the span of its definition."""

    name: str
    arguments: str
    body: Span


class Tex:
    """The text of a file without comments, verbatim text and whatever is never set, and where each of its groups ends."""

    def __init__(self, text: str) -> None:
        """Take the text of a file."""
        self.text = _bare(text)
        self._ends = _ends(self.text)

    def read(self, own: Commands) -> Manuscript:
        """Return what the file says; `own` are the commands of its document that `commands` finds."""
        cited: list[Key] = []
        items: set[str] = set()
        lists: list[str] = []
        parts: list[str] = []
        for command in _COMMAND.finditer(self.text):
            name, at = command[1], command.end()
            if name in _WORDS.lists or (name.startswith("bibliography") and own.get(name) == _LISTS):
                lists += (key.text for key in self.keys(self.argument(self.after_options(at))))
            elif name in PARTS:
                parts += self.paths(command)
            elif name == "bibitem":
                items.update(key.text for key in self.keys(self.argument(self.after_options(at))))
            else:
                for part in self.cited(command, own):
                    cited += self.keys(part.keys)
        return Manuscript(tuple(cited), frozenset(items), tuple(lists), tuple(parts))

    def command(self, start: int) -> re.Match[str]:
        """Return the command that begins at an offset."""
        command = _COMMAND.match(self.text, start)
        if command is None:
            raise AssertionError
        return command

    def commands(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield the commands between two offsets; the first group is the name."""
        return _COMMAND.finditer(self.text, start, end)

    def definitions(self) -> Iterator[Definition]:
        """Yield the commands that the file defines, unless they are long."""
        for command in _COMMAND.finditer(self.text):
            if command[1] in _DEFINITIONS and (name := _NAME.match(self.text, command.end())):
                arguments, body = self._definition(name.end())
                if body:
                    yield Definition(name[1], arguments, body)

    def citing(self, own: Commands) -> dict[str, str]:
        """Return the commands that the file defines to cite, by way of LaTeX's or of those already known."""
        defined: dict[str, str] = {}
        for command in _COMMAND.finditer(self.text):
            if command[1] not in _DEFINITIONS:
                continue
            if command[1] == "newcites":
                for key in self.keys(self.argument(command.end())):
                    defined |= {f"{base}{key.text}": f"={base}" for base in _MULTIBIB} | {f"bibliography{key.text}": _LISTS}
            elif name := _NAME.match(self.text, command.end()):
                how = self._defined(command[1], name.end(), own)
                defined |= {name[1]: how} if how else {}
        return defined

    def _defined(self, by: str, at: int, own: Commands) -> str:
        """Return how a command cites whose name ends here, as in `Commands`; "" if it does not."""
        if by == "DeclareCiteCommand":
            return "=cite"
        if by == "let":
            base = _COMMAND.match(self.text, at)
            return f"={base[1]}" if base and _how(base[1], own) else ""
        arguments, body = self._definition(at)
        keys = {int(number) - 1 for number in self._passed_on(body, own)} if body else set()
        how = "".join(_WITH_KEYS.get(kind, kind) if place in keys else kind for place, kind in enumerate(arguments))
        return how if how != arguments else ""

    def _definition(self, at: int) -> tuple[str, Span | None]:
        """Return the arguments of a command whose name ends here, and the span of its definition."""
        arguments = ""
        if count := self.argument(at, "["):
            digit = self.text[count[0] : count[0] + 1] if count[1] == count[0] + 1 else ""
            arguments, at = "{" * (int(digit) if digit in _DIGITS else 0), count[1] + 1
            if default := self.argument(at, "["):
                arguments, at = f"[{arguments[1:]}", default[1] + 1
        elif parameters := _PARAMETERS.match(self.text, at):
            arguments, at = "{" * (len(parameters[0]) // 2), parameters.end()
        body = self.argument(at)
        if body and not arguments and (following := self.argument(body[1] + 1)):
            specification = _SPECIFICATION.fullmatch(self.text, *body)
            if specification:
                arguments, body = _OPTIONAL.sub("[", specification[0]).translate(_SPECIFIED), following
        return arguments, body if body and body[1] - body[0] <= LONGEST_DEFINITION else None

    def _passed_on(self, body: Span, own: Commands) -> Iterator[str]:
        """Yield the numbers of the parameters that a definition cites."""
        for command in _COMMAND.finditer(self.text, *body):
            for part in self.cited(command, own):
                yield from _PARAMETER.findall(self.text, *part.keys)

    def cited(self, command: re.Match[str], own: Commands) -> Iterator[Cited]:
        """Yield the arguments of a command that hold keys; where a file defines a command, none follow."""
        name, at = command[1], command.end()
        if self._defines(command.start()):
            return
        if name == "begin" and self.text.startswith(_DISPLAY, at):
            name, at = "cite", at + len(_DISPLAY)
        how = _how(name, own)
        for _ in range(ROUNDS):
            if how.startswith("="):
                how = own.get(how[1:], how)
        if how.startswith("="):
            yield from self._of_known(how[1:], at)
        else:
            yield from self._of_own(how, command.end(1))

    def _defines(self, start: int) -> bool:
        """Return whether the command at an offset is one that the command before it defines."""
        before = _DEFINES.search(self.text, max(0, start - LONGEST_NAME), start)
        return bool(before and before[1] in _DEFINITIONS)

    def _of_known(self, name: str, at: int) -> Iterator[Cited]:
        if name in _WORDS.after_first and (first := self.argument(self.after_options(at))):
            at = first[1] + 1
        for _ in range(MOST_ARGUMENTS if name in _WORDS.several else 1):
            notes, at = self._options(at)
            span = self.argument(at)
            if span is None:
                return
            at = span[1] + 1
            yield Cited(span, notes, at)

    def _of_own(self, arguments: str, at: int) -> Iterator[Cited]:
        notes: tuple[Span, ...] = ()
        for kind in arguments:
            if kind == "*":
                at += self.text.startswith("*", at)
                continue
            span = self.argument(at, "[" if kind in "[K" else "{")
            if span is None:
                if kind in "[K":
                    continue
                return
            at = span[1] + 1
            if kind in "kK":
                yield Cited(span, notes, at)
            elif kind == "[":
                notes += (span,)

    def after_options(self, at: int) -> int:
        """Return the offset after the optional arguments at a place."""
        return self._options(at)[1]

    def _options(self, at: int) -> tuple[tuple[Span, ...], int]:
        """Return the optional arguments in brackets at a place, and the offset after all optional arguments."""
        spans: list[Span] = []
        for _ in range(MOST_ARGUMENTS):
            if span := self.argument(at, "["):
                spans.append(span)
                at = span[1] + 1
            elif note := _NOTE.match(self.text, at):
                at = note.end()
            else:
                break
        return tuple(spans), at

    def argument(self, at: int, opening: str = "{") -> Span | None:
        """Return the span of the content of an argument that begins here or on the next line."""
        gap = _GAP.match(self.text, at)
        start = gap.end() if gap else at
        end = self._ends.get(start)
        return (start + 1, end) if end is not None and self.text[start] == opening else None

    def keys(self, span: Span | None) -> Iterator[Key]:
        """Yield the keys, or paths, between the commas of an argument without groups, unless commands make them."""
        if span is None or self.text.find("{", *span) >= 0:
            return
        for piece in _PIECE.finditer(self.text, *span):
            key = piece[0].strip()
            if key and not _NOT_A_KEY.search(key):
                start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
                yield Key(" ".join(key.split()), start, start + len(key))

    def paths(self, command: re.Match[str]) -> Iterator[str]:
        """Yield the path of the file that a command includes, if it has one."""
        at = command.end()
        first = self.argument(at)
        if PARTS[command[1]] > 1:
            if first and (file := self.argument(first[1] + 1)):
                yield f"{self._short(first)}/{self._short(file)}"
        elif first:
            yield self._short(first).strip('"')
        elif word := _WORD.match(self.text, at):
            yield word[1]

    def after_path(self, command: re.Match[str]) -> int:
        """Return the offset after a command that includes a file and the file's name, which needs no braces."""
        at = command.end()
        for _ in range(PARTS[command[1]]):
            argument = self.argument(at)
            if argument is None:
                word = _WORD.match(self.text, at)
                return word.end() if word else at
            at = argument[1] + 1
        return at

    def _short(self, span: Span) -> str:
        return self.text[span[0] : min(span[1], span[0] + LONGEST_PATH)].strip()


def _how(name: str, own: Commands) -> str:
    """Return how a command cites, as in `Commands`; "" if it does not."""
    for spelling in (name, name[:1].lower() + name[1:]):
        if spelling in own:
            return own[spelling]
        if spelling in _WORDS.keys or spelling in _WORDS.several or spelling in _WORDS.after_first:
            return f"={spelling}"
    return ""


def _bare(text: str) -> str:
    pieces: list[str] = []
    done = at = 0
    while match := _HIDDEN.search(text, at):
        at = match.end() if match["kept"] or match["comment"] else _end(text, match)
        if not match["kept"]:
            pieces += (text[done : match.start()], blank(text[match.start() : at]))
            done = at
    return "".join((*pieces, text[done:]))


def _end(text: str, match: re.Match[str]) -> int:
    """Return where hidden text ends: at the end of the file if it is never closed."""
    at = match.end()
    if sign := match["sign"]:
        line = text[at : at + LONGEST_LINE].partition("\n")[0]
        closing = line.find("}" if sign == "{" else sign)
        return at if closing < 0 else at + closing + 1
    if environment := match["environment"]:
        end = text.find(f"\\end{{{environment}}}", at)
        return len(text) if end < 0 else end
    depth = 1
    for branch in _BRANCH.finditer(text, at) if match["never"] else ():
        depth += bool(branch["opens"]) - bool(branch["closes"])
        if not depth or (depth == 1 and branch["other"]):
            return branch.end()
    return len(text)


def _ends(text: str) -> dict[int, int]:
    """Return the offset of the sign that closes each brace and each bracket, by the offset of the opening sign.

    A bracket ends at the next closing bracket in its group, as optional arguments do.
    """
    ends: dict[int, int] = {}
    groups: list[tuple[int, list[int]]] = [(-1, [])]
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if sign[0] == "{":
            groups.append((at, []))
        elif sign[0] == "[":
            groups[-1][1].append(at)
        elif sign[0] == "]":
            brackets = groups[-1][1]
            ends |= dict.fromkeys(brackets, at)
            brackets.clear()
        elif sign[0] == "}" and len(groups) > 1:
            ends[groups.pop()[0]] = at
    return ends
