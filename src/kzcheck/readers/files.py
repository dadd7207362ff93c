"""Reads files as text; refuses, with one line of explanation, those that are irregular, too big, binary or in another encoding.

Symbolic links in an untrusted folder must not lead out of it.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections import deque
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError
from kzcheck.texts import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

ASTRAY = "a symbolic link that leads out of the article's folder, or to something hidden in it"
HIDDEN = "."
"""The first character of hidden names such as `.git`, whose settings hold tokens in many jobs."""

LARGEST = 64 * 1024 * 1024
"""Bytes; 34,000 references take 16 million."""
LARGEST_OWN = 16 * LARGEST
"""Bytes of a file written by kzcheck itself: the 34,000 references and claims of benchmarks/scale.py take 166 million in JSON."""

LEVELS = 4
"""Levels of subfolders that are searched; a folder that only holds another one does not count."""
MOST = 5_000
"""Most names that are looked at in a search."""

BUILT = frozenset(
    "build _build dist _site site-packages _book _freeze _output output out public target _tex _minted node_modules venv env renv"
    " packrat __pycache__".split()
)
BUILT_ENDINGS = ("_files", "_cache", ".egg-info")
"""Folders of programs, which hold copies and other people's lists."""


UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

ODD_NAME = ("is not a valid path", "check the path")
REASONS = {
    errno.EACCES: ("permission denied", "change its permissions"),
    errno.EPERM: ("permission denied", "change its permissions"),
    errno.ELOOP: ("is a symbolic link that leads to itself", "give the file itself"),
    errno.ENOENT: ("does not exist", "check the path"),
    errno.ENOTDIR: ("does not exist", "check the path"),
    errno.ENAMETOOLONG: ODD_NAME,
}


def text_of(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file's bytes without byte order mark, and the encodings assumed (none for UTF-8 and UTF-16).

    `name` is the file's name in errors.

    Raises:
        UnreadableError: the bytes are not a text, or it is empty; one line of explanation.
    """
    assumed: tuple[str, ...] = ()
    if data.startswith((*UTF16, *UTF32, codecs.BOM_UTF8)) or b"\0" in data or _is_utf8(data):
        text = decode(data, name)
    else:
        # imported here, since nearly all lists are UTF-8 and every start would pay for the import
        from kzcheck.language.encodings import decode_list  # noqa: PLC0415

        text, assumed = decode_list(data)
    if not text.strip():
        raise UnreadableError(f"{name}: is empty; write the list into it", code="empty-file")
    return text, assumed


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def content(path: Path, name: str, largest: int = LARGEST, within: Path | None = None) -> bytes:
    """Return the bytes of a regular file, at most `largest`.

    `within` is an untrusted folder: symbolic links in it must not lead out of it or to hidden files in it.

    Raises:
        UnreadableError: the file is missing, not regular, too big, behind such a link, or not readable for the user.
    """
    try:
        if within is not None and leads_out(path, within):
            raise UnreadableError(f"{name}: is {ASTRAY}; put the file itself there", code="file-elsewhere")
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{name}: is a folder; a file is expected", code="unreadable-file")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(
                f"{name}: is not an ordinary file (a pipe, a socket or a device); save it as a file", code="unreadable-file"
            )
        if status.st_size > largest:
            raise too_big(name, largest)
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
        raise UnreadableError(f"{name}: {reason(error)}", code="missing-file" if missing else "unreadable-file") from None
    if len(data) > largest:
        raise too_big(name, largest)
    return data


def reason(error: OSError | ValueError) -> str:
    """Return why the system refuses a path, and what to do."""
    if isinstance(error, ValueError):  # a NUL in the path
        wrong, cure = ODD_NAME
    else:
        wrong, cure = REASONS.get(error.errno or 0, (f"cannot be read ({error.strerror})", "check the file"))
    return f"{wrong}; {cure}"


def inside(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and its subfolders, level by level and by name, without hidden and built ones and cited texts."""
    open_folders, left = deque([(folder, LEVELS)]), MOST
    while open_folders:
        place, levels = open_folders.popleft()
        try:
            with os.scandir(place) as listing:
                entries = sorted(islice(listing, left), key=lambda entry: entry.name)
        except OSError:
            continue
        left -= len(entries)
        deeper = levels - (len(entries) > 1)
        for entry in entries:
            name = entry.name.lower()
            if name.startswith(HIDDEN) or name in BUILT or name.endswith(BUILT_ENDINGS):
                continue
            if not is_folder(entry):
                yield Path(entry.path)
            elif deeper >= 0 and not entry.is_symlink() and name != FOLDER:
                open_folders.append((Path(entry.path), deeper))


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a folder, or a link to one; a link that leads nowhere, as to itself, is not."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def directly_in(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder by name, without hidden ones and subfolders."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(islice(listing, MOST), key=lambda entry: entry.name)
    except OSError:
        return
    yield from (Path(entry.path) for entry in entries if not entry.name.startswith(HIDDEN) and not is_folder(entry))


def is_there(path: Path) -> bool:
    """Return whether a name exists, even as a broken link; any other error counts as yes and is reported on reading."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def too_big(name: str, largest: int = LARGEST) -> UnreadableError:
    """Return the error for a file of more than the most bytes."""
    cure = "split it" if largest == LARGEST else "audit a part of the list"
    return UnreadableError(f"{name}: is larger than {largest // 1024 // 1024:,} MiB; {cure}", code="large-file")


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark.

    Raises:
        UnreadableError: the data is binary or in another encoding.
    """
    if data.startswith(UTF32):
        raise UnreadableError(f"{name}: byte 1: the text is in UTF-32; save it as UTF-8")
    encoding = UTF16.get(data[:2], "utf-8")
    body = data[2:] if encoding != "utf-8" else data.removeprefix(codecs.BOM_UTF8)
    if encoding == "utf-8" and b"\0" in body:
        raise UnreadableError(f"{name}: {_binary(body)}", code="other-kind")
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(_wrong_encoding(body, error, name, len(data) - len(body))) from None


def _binary(body: bytes) -> str:
    if body[1:8:2].strip(b"\0") == b"" or body[0:8:2].strip(b"\0") == b"":
        return "looks like UTF-16 without its byte order mark; save it as UTF-8"
    return f"is not a text file: byte {body.index(0) + 1} is NUL; give a text file in UTF-8"


def _wrong_encoding(body: bytes, error: UnicodeDecodeError, name: str, mark: int) -> str:
    before = body[: error.start].decode(error.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    shown = "UTF-8" if error.encoding == "utf-8" else "UTF-16"
    place = f"{name}:{line}:{column}"
    return f"{place}: byte {error.start + mark + 1} is not {shown}; the file is in another encoding or damaged: save it as UTF-8"


def is_in(path: Path, folder: Path) -> bool:
    """Return whether a path, as written or with symbolic links resolved, is in a folder."""
    return _in(os.path.abspath(path), folder) or _in(os.path.realpath(path), folder)  # noqa: PTH100 - resolve() follows links


def leads_out(path: Path, folder: Path) -> bool:
    """Return whether a symbolic link in a folder, along `path`, leads out of the folder or to something hidden in it.

    Links along the path to the folder itself do not count, nor does a path that was never in it.

    Raises:
        OSError: the path cannot be examined.
    """
    absolute = path.absolute()
    for step in (*reversed(absolute.parents), absolute):
        if step.is_symlink() and _in(os.path.realpath(step.parent), folder):
            target = os.path.realpath(step)
            parts = Path(os.path.relpath(target, os.path.realpath(folder))).parts
            if not _in(target, folder) or any(part.startswith(HIDDEN) for part in parts):
                return True
    return False


def _in(path: str, folder: Path) -> bool:
    """Return whether a path without links is a folder or inside it, whatever the spelling of the folder."""
    return any(_same(place, folder) for place in (Path(path), *Path(path).parents))


def _same(place: Path, folder: Path) -> bool:
    try:
        return place.samefile(folder)
    except (OSError, ValueError):
        return False
