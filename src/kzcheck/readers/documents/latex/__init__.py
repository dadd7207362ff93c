"""Reads manuscripts in LaTeX, with the files that they include; a place is one in the source of its file."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck import data as facts
from kzcheck.article import Unreadable, line_starts, span
from kzcheck.data.subjects import Bibtex
from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.language.languages import code
from kzcheck.language.manuscripts.latex import PARTS, Tex
from kzcheck.readers import files
from kzcheck.readers.documents import Manuscript
from kzcheck.readers.documents.flow import Flow
from kzcheck.readers.documents.latex.macros import own
from kzcheck.readers.documents.latex.text import LISTED, Text
from kzcheck.readers.nodes import shown
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.document import Block
    from kzcheck.readers.documents import Included

MOST = 500
"""Most files of a manuscript: a thesis has 40."""

MADE = ".bbl"
"""The suffix of the list that BibTeX or Biber makes for a manuscript, which has its name."""

_BEGIN = re.compile(r"\\begin\s*\{document\}")
_BABEL = re.compile(
    r"\\usepackage\s*\[(?P<options>[^\]]{0,300})\]\s*\{(?:babel|polyglossia)\}"
    r"|\\(?:setdefaultlanguage|setmainlanguage)\s*(?:\[[^\]]{0,200}\])?\s*\{(?P<main>[A-Za-z]{2,30})\}"
    r"|\\documentclass\s*\[(?P<class>[^\]]{0,500})\]"
)
ISO = 3
"""Most letters of a code of a language, which options of classes are not."""
_NAMES = re.compile(r"[A-Za-z]+")


class _File(Struct):
    """A file of the manuscript, the files that it includes by their paths as written, and its place among all."""

    name: str
    text: str
    tex: Tex
    parts: dict[str, str] = {}
    base: int = 0


def read(data: bytes, name: str, included: Included) -> Manuscript:
    """Read a manuscript in LaTeX.

    Raises:
        UnreadableError: it is not a text, or empty.
    """
    text, _ = files.text_of(data, name)
    tree, unreadable = _tree(_File(name, text, Tex(text)), included)
    commands = own([file.tex for file in tree.values()])
    lists = tuple(dict.fromkeys(path for file in tree.values() for path in file.tex.read(commands.citing).lists))
    if lists and not any(included(path + suffix) for path in lists for suffix in ("", ".bib")):
        lists = _made_list(tree, included, lists)
    flow = Flow()
    texts = {path: Text(file.text, file.tex, flow, commands, file.base) for path, file in tree.items()}
    _follow(tree, texts)
    for key in sorted((key for walk in texts.values() for key in walk.hidden), key=lambda key: key.start):
        flow.hide(key)
    blocks = flow.document()
    sources = {file.name: file.text for file in tree.values()}
    document = Document("latex", sources, blocks, title=_title(blocks), language=_language(tree))
    return Manuscript(document, lists=lists, unreadable=tuple(unreadable))


def _tree(root: _File, included: Included) -> tuple[dict[str, _File], list[Unreadable]]:
    """Return the files of a manuscript by their names, in order of inclusion, and what is wrong with others."""
    tree: dict[str, _File] = {}
    unreadable: list[Unreadable] = []
    left = [root]
    while left:
        file = left.pop()
        if file.name in tree:
            continue
        file.base = sum(len(other.text) for other in tree.values())
        tree[file.name] = file
        parts: list[_File] = []
        begin = _BEGIN.search(file.tex.text)
        for command, path in _parts(file.tex) if len(tree) < MOST else ():
            if part := _part(path, included):
                file.parts[path] = part.name
                parts.append(part)
            elif begin is None or begin.start() < command.start() or not path[:1].isalnum():
                place = span(file.name, line_starts(file.text), command.start(), command.end())
                unreadable.append(Unreadable(place, Wrong("manuscript-part", {"path": shown(path)})))
        left += reversed(parts)
    return tree, [*{note.wrong.values["path"]: note for note in reversed(unreadable)}.values()][::-1]


def _parts(tex: Tex) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the commands that include files, and the paths of these."""
    for command in tex.commands(0, len(tex.text)):
        if command[1] in PARTS:
            for path in tex.paths(command):
                yield command, path


def _made_list(tree: dict[str, _File], included: Included, missing: tuple[str, ...]) -> tuple[str, ...]:
    """Return the list that was made of the missing ones, if it is there; a printed one becomes a part of the manuscript."""
    made = _part(f"{posixpath.splitext(posixpath.basename(next(iter(tree))))[0]}{MADE}", included)
    if made is None:
        return missing
    if not any(command[1] == "bibitem" for command in made.tex.commands(0, len(made.text))):
        return (posixpath.basename(made.name),)
    made.base = sum(len(file.text) for file in tree.values())
    for file in tree.values():
        file.parts |= dict.fromkeys(LISTED, made.name)
    tree[made.name] = made
    return ()


def _part(path: str, included: Included) -> _File | None:
    for suffix in ("", ".tex"):
        if content := included(path + suffix):
            name, data = content
            try:
                text = files.text_of(data, name)[0] if data.strip() else ""
            except UnreadableError:
                return None
            return _File(name, text, Tex(text))
    return None


def _follow(tree: dict[str, _File], texts: dict[str, Text]) -> None:
    """Read the files, each where it is first included."""
    root = next(iter(tree))
    left = {*tree} - {root}
    walks = [(root, _whole(texts[root], preamble=False))]
    while walks:
        name, walk = walks[-1]
        step = next(walk, None)
        if step is None:
            walks.pop()
            continue
        command, preamble = step
        for path in (command[1],) if command[1] in LISTED else tree[name].tex.paths(command):
            part = tree[name].parts.get(path, "")
            if part in left:
                left.remove(part)
                walks.append((part, _whole(texts[part], preamble=preamble)))


def _whole(text: Text, *, preamble: bool) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield the commands of a file that include others, and whether they are in a preamble."""
    begin = _BEGIN.search(text.tex.text)
    if begin or preamble:
        start = begin.end() if begin else len(text.tex.text)
        for command in text.front(0, start):
            yield command, True
        if preamble and not begin:
            return
        for command in text.read(start):
            yield command, False
        return
    for command in text.read():
        yield command, False


def _title(blocks: tuple[Block, ...]) -> str:
    return next((" ".join(block.text.split()) for block in blocks if block.kind == "front" and block.label == "title"), "")


def _language(tree: dict[str, _File]) -> str:
    """Return the main language, as babel or polyglossia sets it: the last of several."""
    dialects = facts.read("bibtex", Bibtex).dialects
    for file in tree.values():
        for match in _BABEL.finditer(file.tex.text):
            names = _NAMES.findall(match[match.lastgroup or 0])
            if known := [language for name in names if (language := dialects.get(name) or code(name)) and len(name) > ISO]:
                return known[-1]
    return ""
