"""Reads OpenDocument, RTF, EPUB, Typst, Org, DocBook, MediaWiki and reStructuredText with pandoc, which the extra `documents` has.

Pandoc runs in a process of its own, in its sandbox, with bounded time, memory and output; it reads the one file and nothing else.
The document is projected: its text is made of what pandoc understood, one block a line.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import msgspec

from kzcheck.document import Document
from kzcheck.errors import UnreadableError
from kzcheck.readers import documents
from kzcheck.readers.documents import Manuscript
from kzcheck.readers.documents.drafts import blocks_of
from kzcheck.readers.documents.pandoc.walk import Walk, plain
from kzcheck.readers.nodes import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.readers.documents import Included
    from kzcheck.readers.documents.drafts import Draft

READERS = {
    "odt": "odt",
    "rtf": "rtf",
    "epub": "epub",
    "typst": "typst",
    "org": "org",
    "docbook": "docbook",
    "mediawiki": "mediawiki",
    "rst": "rst",
}
"""Pandoc's names of the formats."""
ZIPPED = ("odt", "epub")
DEADLINE = 120
"""Seconds: a thesis of 500 pages takes 5."""
MEMORY = "1024M"
"""Most memory of pandoc: a thesis takes a third of it."""
MOST = 256 << 20
"""Bytes of pandoc's answer: a page takes 20,000."""
UNPACKED = 512 << 20
"""Most bytes of all parts of an archive, with pictures."""
TEXT_PART = 64 << 20
"""Most bytes of a part in XML: 1,000 pages have 5 million."""

_MARKUP = re.compile(r"(?i)\.(?:xml|x?html?|opf|ncx)\Z")


def read(data: bytes, name: str, included: Included) -> Manuscript:  # noqa: ARG001 - pandoc is in its sandbox
    """Read a manuscript with pandoc.

    Raises:
        UnreadableError: pandoc is not installed, or cannot read the file within its limits.
    """
    form = documents.format_of(PurePosixPath(name).suffix.lower(), data)
    binary = _binary()
    if binary is None:
        raise UnreadableError(
            f"{name}: is read with pandoc, which is not installed; run pip install 'kzcheck[documents]'", code="no-pandoc"
        )
    if form in ZIPPED:
        _check(data, name)
    tree = _tree(_answer(binary, READERS[form], data, name), name)
    walk = Walk(tree.get("blocks"), tree.get("meta"))
    drafts = [*walk.drafts, *walk.notes]
    if not drafts:
        raise UnreadableError(f"{name}: has no text; check the file, or save it as DOCX", code="no-words")
    text = _projected(drafts)
    meta = tree.get("meta", {})
    document = Document(
        form,
        {name: text},
        blocks_of(drafts, walk.sources),
        projected=True,
        title=plain(meta.get("title")),
        language=plain(meta.get("lang")),
    )
    return Manuscript(document, lists=walk.lists)


def _binary() -> Path | None:
    """Return the pandoc of the extra, never one that a folder or the search path offers."""
    try:
        import pypandoc  # type: ignore[import-untyped, import-not-found, unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    folder = Path(pypandoc.__file__).parent / "files"
    return next((path for path in (folder / "pandoc", folder / "pandoc.exe") if path.is_file()), None)


def _check(data: bytes, name: str) -> None:
    """Refuse archives that grow beyond all measure when unpacked.

    Raises:
        UnreadableError: the file is such an archive, encrypted or damaged.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            content = archive.read("META-INF/manifest.xml") if _small(archive, "META-INF/manifest.xml") else b""
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise UnreadableError(f"{name}: is damaged; open it in the program that wrote it, and save it again") from None
    if any(part.flag_bits & 1 for part in parts) or b"encryption-data" in content:
        raise UnreadableError(f"{name}: is encrypted; save it without a password", code="encrypted-file")
    markup = max((part.file_size for part in parts if _MARKUP.search(part.filename)), default=0)
    if markup > TEXT_PART or sum(part.file_size for part in parts) > UNPACKED:
        raise UnreadableError(f"{name}: is too large when unpacked; save it again without pictures, or split it", code="large-file")


def _small(archive: ZipFile, part: str) -> bool:
    return part in archive.namelist() and archive.getinfo(part).file_size < 1 << 20


def _answer(binary: Path, reader: str, data: bytes, name: str) -> bytes:
    """Return what pandoc says of a file.

    Raises:
        UnreadableError: it cannot read the file, or takes too long.
    """
    command = [str(binary), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", "--from", reader, "--to", "json"]
    with tempfile.TemporaryDirectory() as folder:
        source, errors = Path(folder, "source"), Path(folder, "errors")
        source.write_bytes(data)
        kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}  # Windows starts nothing without it
        environment = {**kept, "HOME": folder, "XDG_DATA_HOME": folder, "APPDATA": folder, "LC_ALL": "C.UTF-8"}
        with source.open("rb") as given, errors.open("wb") as said:
            process = subprocess.Popen(  # noqa: S603 - the extra's own program
                command, stdin=given, stdout=subprocess.PIPE, stderr=said, cwd=folder, env=environment
            )
            timer = Timer(DEADLINE, process.kill)
            timer.start()
            try:
                answer = process.stdout.read(MOST + 1) if process.stdout else b""
            finally:
                late = not timer.is_alive()
                timer.cancel()
                process.kill()
                process.wait()
                if process.stdout:
                    process.stdout.close()
        wrong = errors.read_bytes()[:2000].decode("utf-8", "replace").split("\n")[0].strip()
    if late or len(answer) > MOST:
        raise UnreadableError(
            f"{name}: pandoc takes too long or says too much; split the file, or save it as DOCX", code="large-file"
        )
    if not answer:
        raise UnreadableError(f"{name}: pandoc cannot read it ({shown(wrong) or 'no reason given'}); save it as DOCX")
    return answer


def _tree(answer: bytes, name: str) -> dict[str, Any]:
    try:
        tree = msgspec.json.decode(answer)
    except (msgspec.DecodeError, RecursionError):
        tree = None
    if not isinstance(tree, dict):
        raise UnreadableError(f"{name}: pandoc's answer is incomplete, or nested too deeply; save the file as DOCX")
    return tree


def _projected(drafts: Sequence[Draft]) -> str:
    """Give the phrases of the drafts their places, and return the text that they make, one draft a line."""
    lines: list[str] = []
    start = 0
    for draft in drafts:
        line = [draft.label] if draft.label and draft.kind != "front" else []
        at = start + (len(draft.label) + 1 if line else 0)
        for phrase in draft.phrases:
            phrase.start, phrase.end = at, at + len(phrase.text)
            at = phrase.end
        lines.append(" ".join((*line, "".join(phrase.text for phrase in draft.phrases))))
        start += len(lines[-1]) + 1
    return "\n".join(lines)
