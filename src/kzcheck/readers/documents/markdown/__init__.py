"""Reads manuscripts in Markdown as pandoc, Quarto and R Markdown write it; a place is one in the source of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import Unreadable, line_starts, span
from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.language.languages import code
from kzcheck.language.manuscripts import pandoc
from kzcheck.readers import files, yaml_nodes
from kzcheck.readers.documents import Manuscript
from kzcheck.readers.documents.flow import Flow
from kzcheck.readers.documents.markdown.inline import Inline
from kzcheck.readers.documents.markdown.lines import Lines, Stretch
from kzcheck.readers.nodes import Mapping, Scalar, Series, Source, shown
from kzcheck.unreadable import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.language.manuscripts import Key
    from kzcheck.language.manuscripts import Manuscript as Cited
    from kzcheck.readers.documents import Included
    from kzcheck.readers.nodes import Node

PROJECTS = ("_quarto.yml", "_quarto.yaml", "_metadata.yml", "_bookdown.yml")
"""Files of Quarto and bookdown that name lists for all manuscripts beside and below them."""
MOST = 500
"""Most files of a manuscript."""

_FRONT = ("title", "subtitle", "abstract")
_MARKS = re.compile(r"(?<!\\)[*`\\]")
_DELIMITER = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_IMAGE = re.compile(
    r"!\[(?:[^\[\]\\]|\\.|\[[^\[\]]{0,500}\])*\](?:\([^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)*\))?(?:\{[^{}]*\})?\s*\Z"
)


class _File(Struct):
    """A file of the manuscript: its blocks, its citations, and its place among all."""

    name: str
    text: str
    lines: Lines
    cited: Cited
    parts: dict[str, str] = {}
    base: int = 0


def read(data: bytes, name: str, included: Included) -> Manuscript:
    """Read a manuscript in Markdown.

    Raises:
        UnreadableError: it is not a text, or empty.
    """
    text, _ = files.text_of(data, name)
    tree, unreadable = _tree(_file(name, text), included)
    header = _header(name, text)
    flow = Flow()
    for field in _FRONT:
        _front(flow, field, header.get(field))
    given = _follow(tree, flow)
    for key in (key for key in _all_keys(tree) if key.start not in given):
        flow.hide(key)
    works = header.get("references")
    document = Document(
        "markdown",
        {file.name: file.text for file in tree.values()},
        flow.document(),
        title=_text(header.get("title")),
        language=lang if code(lang := _text(header.get("lang"))) == lang.partition("-")[0] else code(lang),
    )
    lists = [path for file in tree.values() for path in file.cited.lists]
    for project in PROJECTS:
        if content := included(project):
            lists += pandoc.fields(content[1].decode("utf-8", "replace")).lists
    return Manuscript(
        document,
        works=[work for work in works.items if type(work) is Mapping] if type(works) is Series else [],
        lists=tuple(dict.fromkeys(lists)),
        unreadable=tuple(unreadable),
    )


def _file(name: str, text: str) -> _File:
    return _File(name, text, Lines(pandoc.without_blocks(text)), pandoc.read(text))


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
        for block in file.lines.blocks if len(tree) < MOST else ():
            if not block.part:
                continue
            if part := _part(block.part, included):
                file.parts[block.part] = part.name
                parts.append(part)
            else:
                place = span(file.name, line_starts(file.text), block.start, block.start)
                unreadable.append(Unreadable(place, Wrong("manuscript-part", {"path": shown(block.part)})))
        left += reversed(parts)
    return tree, [*{note.wrong.values["path"]: note for note in reversed(unreadable)}.values()][::-1]


def _part(path: str, included: Included) -> _File | None:
    content = included(path)
    if content is None:
        return None
    name, data = content
    try:
        return _file(name, files.text_of(data, name)[0] if data.strip() else "")
    except UnreadableError:
        return None


def _all_keys(tree: dict[str, _File]) -> Iterator[Key]:
    """Yield the keys that the files cite, with their places in the document."""
    for file in tree.values():
        for key in file.cited.cited:
            yield key._replace(start=file.base + key.start, end=file.base + key.end)


def _follow(tree: dict[str, _File], flow: Flow) -> set[int]:
    """Read the files, each where it is first included; return the places of the citations that were read."""
    root = next(iter(tree.values()))
    left = {*tree} - {root.name}
    walks = [(root, _blocks(root, flow))]
    while walks:
        file, walk = walks[-1]
        path = next(walk, None)
        if path is None:
            walks.pop()
        elif (part := file.parts.get(path, "")) in left:
            left.remove(part)
            walks.append((tree[part], _blocks(tree[part], flow)))
    return flow.cited


def _blocks(file: _File, flow: Flow) -> Iterator[str]:
    """Add the blocks of a file; yield each part that is included, which may be read before going on."""
    lines = file.lines
    inline = Inline(lines, sorted(file.cited.cited, key=lambda key: key.start), flow, file.base)
    for block in lines.blocks:
        if block.part:
            yield block.part
        elif not block.hidden:
            _add(block, inline, flow)


def _add(block: Stretch, inline: Inline, flow: Flow) -> None:
    kind, label = block.kind, block.label
    if kind == "paragraph" and _IMAGE.match(inline.text, block.start, block.end):
        kind = "caption"
    if kind == "note":
        label = inline.number(label)
    flow.begin(kind, block.level, label, anchor=block.anchor)
    inline.read(block.start, block.end)
    flow.end()


def _header(name: str, text: str) -> dict[str, Node]:
    """Return the fields of a header in YAML; none if it cannot be read."""
    header = text[: pandoc.header_end(text)]
    if not header:
        return {}
    bare = _DELIMITER.sub(lambda match: " " * len(match[0]), header)
    try:
        root = yaml_nodes.read(Source(name, bare)).root
    except UnreadableError:
        return {}
    return root.values if type(root) is Mapping else {}


def _text(value: Node | None) -> str:
    return " ".join(_MARKS.sub("", value.text).split()) if type(value) is Scalar else ""


def _front(flow: Flow, field: str, value: Node | None) -> None:
    if value and (text := _text(value)):
        flow.begin("front", label="title" if field == "title" else "")
        flow.add(text, value.start, value.end)
        flow.end()
