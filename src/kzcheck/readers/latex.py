r"""Converts LaTeX in BibTeX fields to plain text with CSL's markup: `\"u` is "ü", `\emph{x}` is "<i>x</i>", `{DNA}` is "DNA".

The characters for commands come from pylatexenc's tables. The parser is our own, without recursion: pylatexenc's parser
recurses without a limit, does not know CSL markup, and takes 25 times as long.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from pylatexenc.latex2text import get_default_latex_context_db

from kzcheck import data
from kzcheck.data.subjects import Latex
from kzcheck.readers.nodes import composed

_PLAIN = re.compile(r"[\\{}$~]|--|``|''")
"""Signs without which a text is plain characters."""

_COMBINING = dict(
    zip(
        "'`^\"~=.uvHcdbrk",
        "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
ACCENT = re.compile(
    r"(?<!\\)\\(?:(['`^\"~=.])\s*|([uvHcdbrk])(?:\s+|(?=[{\\])))(?:\{\s*(\\[ij]|[^\W\d_])\s*\}|(\\[ij])(?![A-Za-z])\s?|([^\W\d_]))"
)
_ACCENTS_ON_ACCENTS = 3
r"""Rounds of replacing accents: Vietnamese `\'{\^e}` needs two."""

_DOUBLE_BRACES = 2
"""Most pairs of braces around a value: Web of Science writes one more than BibTeX requires."""

_TOKEN = re.compile(r"\\([A-Za-z]+\*?|.|\Z)|([{}])|(\$\$?)|(---?|``|''|~)|[^\\{}$~`'-]+|.", re.DOTALL)
_MATHS = re.compile(r"\$\$?((?:[^$\\]|\\.)*+)\$\$?", re.DOTALL)
_GROUP = re.compile(r"\s*\{")
_OPTION = re.compile(r"\s*\[[^\]\[{}]{0,200}\]")

_SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
_ESCAPED = {" ": " ", "\n": " ", "\t": " ", "\\": " ", ",": " ", ";": " ", ":": " ", "": ""} | dict.fromkeys("-/!@()[]", "")
r"""Meanings of a backslash with one sign, unless it is the sign itself: `\,` is a narrow space, `\-` a place for hyphenation."""

_LATEX = data.read("latex", Latex)
_STYLES = {
    **dict.fromkeys(_LATEX.italic, ("<i>", "</i>")),
    **dict.fromkeys(_LATEX.bold, ("<b>", "</b>")),
    **dict.fromkeys(_LATEX.raised, ("<sup>", "</sup>")),
    **dict.fromkeys(_LATEX.lowered, ("<sub>", "</sub>")),
    **dict.fromkeys(_LATEX.small_capitals, ("<sc>", "</sc>")),
    **dict.fromkeys(_LATEX.quoted, ("“", "”")),
}
_DISTANCE = re.compile(r"\s*-?[\d.]{1,9}\s?(?:em|ex|pt|mu|mm|cm|in)\s?")

_ADDRESS = re.compile(r"\s*\{([^{}]*+)\}")

_STYLED_MATHS = re.compile(
    r"\\(?:mathrm|mathit|mathbf|mathsf|mathcal|mathbb|mathfrak|boldsymbol|bm|rm|it|bf|cal|text|textrm|textit|mbox|operatorname)"
    r"(?:\s*\{([^{}\\$]{0,80})\}|(?![A-Za-z])\s*)"
)
_PLAIN_GROUP = re.compile(r"(\\[A-Za-z]++)?(?<![\^_])\{([^{}\\^_]*+)\}")
_GROUPS_IN_GROUPS = 3
_MATHS_TOKEN = re.compile(
    r"\\([A-Za-z]+)\s*|([_^])\s*(?:\{([^{}]{1,40})\}|\\([A-Za-z]+)|([^\s{}\\]))|\\([,;:! %&#${}])"
    r"|([^\\{}^_$&#%~]+)",
)
_SIMPLE_MATHS = 200
"""Characters: a longer formula is kept as written."""

_SCRIPTS = {"_": ("<sub>", "</sub>"), "^": ("<sup>", "</sup>")}
_RAISED = frozenset("°′*")
"""Signs that are raised by their nature."""


def decode(text: str, *, verbatim: bool = False) -> str:
    r"""Return the text of LaTeX source, with white space collapsed.

    Simple formulas become text (`H$_2$O` is "H<sub>2</sub>O"), others stay between their dollar signs. An unknown command
    is replaced by its argument; without one it is kept. `verbatim` is for URLs and numbers, in which `~`, `--` and `$` are literal.
    """
    text = composed(" ".join(text.split()))
    for _ in range(_DOUBLE_BRACES if verbatim else 0):
        if text[:1] == "{" and text[-1:] == "}":
            text = text[1:-1]
    if not _PLAIN.search(text) or (verbatim and "\\" not in text):
        return text
    for _ in range(_ACCENTS_ON_ACCENTS if "\\" in text else 0):
        text = ACCENT.sub(accented, text)
    return " ".join(_Walk(text, verbatim=verbatim).text().split())


def accented(match: re.Match[str]) -> str:
    """Return the letter of a match of `ACCENT`, with its accent."""
    letter = (match[3] or match[4] or match[5]).lstrip("\\")
    return unicodedata.normalize("NFC", letter + _COMBINING[match[1] or match[2]])


class _Walk:
    """Converts a text in one pass, with the output so far and the closing markup of each open group."""

    def __init__(self, text: str, *, verbatim: bool) -> None:
        self._text = text
        self._verbatim = verbatim
        self._out: list[str] = []
        self._closers = [""]
        self._muted: list[tuple[int, int]] = []
        self._after_word = False

    def text(self) -> str:
        at = 0
        while match := _TOKEN.match(self._text, at):
            at = match.end()
            if match[0] == "":
                break
            command, brace, dollar, sign = match.groups()
            if command is not None:
                at = self._command(command, at)
                continue
            if brace:
                self._brace(brace)
            elif dollar:
                at = self._maths(match.start(), at)
            elif sign and not self._verbatim:
                self._out.append(_SIGNS[sign])
            else:
                self._out.append(match[0].lstrip() if self._after_word else match[0])
            self._after_word = False
        self._out += reversed(self._closers)
        return "".join(self._out)

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._closers.append("")
        elif len(self._closers) > 1:
            self._out.append(self._closers.pop())
            if self._muted and self._muted[-1][0] == len(self._closers):
                del self._out[self._muted.pop()[1] :]

    def _command(self, name: str, at: int) -> int:
        """Write the text of a command, or open the group that it applies to; return the offset at which to continue."""
        self._after_word = False
        if not name[:1].isalpha():
            self._out.append(_ESCAPED.get(name, name))
            return at
        name = name.rstrip("*")
        group = None if name in _LATEX.declared else _GROUP.match(self._text, at)
        if name in _STYLES and (group or name in _LATEX.declared):
            opening, closing = _STYLES[name]
            self._out.append(opening)
            if group:
                self._closers.append(closing)
            else:
                self._closers[-1] = closing + self._closers[-1]
                self._after_word = True
            return group.end() if group else at
        if name in _LATEX.addresses and (address := _ADDRESS.match(self._text, at)):
            self._out.append(address[1])
            return address.end()
        if name in _LATEX.dropped and group:
            self._muted.append((len(self._closers), len(self._out)))
            self._closers.append("")
            return group.end()
        if name in _LATEX.moves and (distance := _DISTANCE.match(self._text, at)):
            return distance.end()
        if sign := sign_of(name):
            self._out.append(sign)
            self._after_word = True
            return at
        if name in _LATEX.nothing or name in _LATEX.declared:
            self._after_word = True
            return at
        return self._unknown(name, at)

    def _unknown(self, name: str, at: int) -> int:
        option = _OPTION.match(self._text, at)
        after = option.end() if option else at
        if _GROUP.match(self._text, after):
            return after
        self._out.append(f"\\{name}")
        return at

    def _maths(self, start: int, at: int) -> int:
        match = _MATHS.match(self._text, start)
        if match is None or (self._verbatim and "\\" not in match[1]):
            self._out.append(self._text[start:at])
            return at
        simple = plain_maths(match[1])
        self._out.append(match[0] if simple is None else simple)
        return match.end()


def plain_maths(formula: str) -> str | None:
    """Return a simple formula as text with CSL's markup, or None for others and for an amount between two dollar signs."""
    formula = formula.strip()
    if len(formula) > _SIMPLE_MATHS or not (len(formula) == 1 or re.search(r"[\\^_]", formula)):
        return None
    formula = _STYLED_MATHS.sub(lambda match: match[1] or "", formula)
    for _ in range(_GROUPS_IN_GROUPS):
        formula = _PLAIN_GROUP.sub(lambda match: f"{match[1]} {match[2]}" if match[1] else match[2], formula)
    written: list[str] = []
    at = 0
    while at < len(formula):
        match = _MATHS_TOKEN.match(formula, at)
        if match is None:
            return None
        at = match.end()
        name, script, *rest = match.groups()
        if name:
            sign = sign_of(name)
            if not sign and name not in _LATEX.nothing:
                return None
            before = " " if len(sign) > 1 and written and written[-1][-1:].isalnum() else ""
            after = " " if len(sign) > 1 and formula[at : at + 1].isalnum() else ""
            written.append(before + sign + after)
        elif script and (raised := _script(script, *rest[:3])) is not None:
            written.append(raised)
        elif script:
            return None
        else:
            _, _, _, escaped, plain = rest
            written.append(plain if escaped is None else _ESCAPED.get(escaped, escaped))
    return "".join(written)


def _script(script: str, braced: str | None, name: str | None, single: str | None) -> str | None:
    inner = sign_of(name) if name else plain_maths(braced) if braced and re.search(r"[\\^_]", braced) else braced or single
    if not inner:
        return None
    opening, closing = _SCRIPTS[script]
    return inner if inner in _RAISED else f"{opening}{inner}{closing}"


@lru_cache(maxsize=1024)
def sign_of(name: str) -> str:
    """Return the character for a command, or ""."""
    if name in _LATEX.signs:
        return _LATEX.signs[name]
    known = _symbols().get_macro_spec(name)
    plain = getattr(known, "simplify_repl", None)
    return plain if isinstance(plain, str) and not ("%" in plain or plain.startswith("<")) else ""


@cache
def _symbols() -> Any:  # noqa: ANN401
    return get_default_latex_context_db()
