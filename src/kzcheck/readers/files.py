"""Files into text: what is no regular file, too big, binary or in another encoding is refused with one plain line.

No symbolic link leads out of a folder that somebody else filled.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
from pathlib import Path

from kzcheck.errors import UnreadableError

ASTRAY = "a symbolic link that leads out of the article's folder, or to something hidden in it"
HIDDEN = "."
"""How names begin that programs keep to themselves, as `.git`, whose settings hold tokens in many jobs."""

LARGEST = 64 * 1024 * 1024
"""Bytes; 34,000 references take 16 million."""
LARGEST_OWN = 16 * LARGEST
"""The same of what kzcheck itself wrote: of the 34,000 references and claims of benchmarks/scale.py, JSON takes 166 million."""

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

ODD_NAME = ("is not a valid path", "check the path")
REASONS = {
    errno.EACCES: ("may not be read by you", "change its permissions"),
    errno.EPERM: ("may not be read by you", "change its permissions"),
    errno.ELOOP: ("is a symbolic link that leads to itself", "give the file itself"),
    errno.ENOENT: ("does not exist", "check the path"),
    errno.ENOTDIR: ("does not exist", "check the path"),
    errno.ENAMETOOLONG: ODD_NAME,
}


def load(path: Path, name: str, within: Path | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, and the encodings that were assumed, none for UTF-8 and UTF-16; `name` is what the error calls it.

    A byte order mark is no part of the text. Else as `content`.

    Raises:
        UnreadableError: one line that says why it cannot be read, or that it is empty.
    """
    data = content(path, name, within=within)
    assumed: tuple[str, ...] = ()
    if data.startswith((*UTF16, *UTF32, codecs.BOM_UTF8)) or b"\0" in data or _is_utf8(data):
        text = decode(data, name)
    else:
        # imported here since nearly all lists are UTF-8, and every start would pay for it
        from kzcheck.language.encodings import decode_list  # noqa: PLC0415

        text, assumed = decode_list(data)
    if not text.strip():
        raise UnreadableError(f"{name}: is empty; write the list into it")
    return text, assumed


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def content(path: Path, name: str, largest: int = LARGEST, within: Path | None = None) -> bytes:
    """Return the bytes of a regular file of at most so many bytes.

    `within` is a folder that somebody else filled: no symbolic link in it may lead out of it, or to something hidden in it.

    Raises:
        UnreadableError: it is missing, no regular file, too big, behind such a link, or may not be read.
    """
    try:
        if within is not None and strays(path, within):
            raise UnreadableError(f"{name}: is {ASTRAY}; put the file itself there")
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableError(f"{name}: is a folder; a file is expected")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(f"{name}: is not an ordinary file (a pipe, a socket or a device); save it as a file")
        if status.st_size > largest:
            raise _too_big(name, largest)
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{name}: {reason(error)}") from None
    if len(data) > largest:
        raise _too_big(name, largest)
    return data


def reason(error: OSError | ValueError) -> str:
    """Return why the system refuses a path, and what to do, in plain words."""
    if isinstance(error, ValueError):  # a NUL in the path
        wrong, cure = ODD_NAME
    else:
        wrong, cure = REASONS.get(error.errno or 0, (f"cannot be read ({error.strerror})", "check the file"))
    return f"{wrong}; {cure}"


def is_there(path: Path) -> bool:
    """Whether a name stands in its folder, even as a broken link; any other trouble counts as yes, and shows when it is read."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _too_big(name: str, largest: int) -> UnreadableError:
    cure = "split it" if largest == LARGEST else "audit a part of the list"
    return UnreadableError(f"{name}: is larger than {largest // 1024 // 1024:,} MiB; {cure}")


def decode(data: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, or UTF-16 with a byte order mark.

    Raises:
        UnreadableError: it is binary, or in another encoding.
    """
    if data.startswith(UTF32):
        raise UnreadableError(f"{name}: byte 1: the text is in UTF-32; save it as UTF-8")
    encoding = UTF16.get(data[:2], "utf-8")
    body = data[2:] if encoding != "utf-8" else data.removeprefix(codecs.BOM_UTF8)
    if encoding == "utf-8" and b"\0" in body:
        raise UnreadableError(f"{name}: {_binary(body)}")
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


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, as it is written or where its symbolic links lead."""
    return _in(os.path.abspath(path), folder) or _in(os.path.realpath(path), folder)  # noqa: PTH100 - resolve() follows links


def strays(path: Path, folder: Path) -> bool:
    """Whether a symbolic link in a folder, on the way to `path`, leads out of the folder or to something hidden in it.

    A link on the way to the folder itself does not count, nor does a way that was never in it.

    Raises:
        OSError: the way cannot be looked at.
    """
    way = path.absolute()
    for step in (*reversed(way.parents), way):
        if step.is_symlink() and _in(os.path.realpath(step.parent), folder):
            end = os.path.realpath(step)
            parts = Path(os.path.relpath(end, os.path.realpath(folder))).parts
            if not _in(end, folder) or any(part.startswith(HIDDEN) for part in parts):
                return True
    return False


def _in(path: str, folder: Path) -> bool:
    """Whether a path without links is a folder or below it; two spellings of one folder are one."""
    return any(_same(place, folder) for place in (Path(path), *Path(path).parents))


def _same(place: Path, folder: Path) -> bool:
    try:
        return place.samefile(folder)
    except (OSError, ValueError):
        return False
