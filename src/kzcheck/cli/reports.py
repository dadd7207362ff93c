"""Where reports go: to standard output in one format, to any number of files in others."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kzcheck.errors import UnreadableError, UsageError
from kzcheck.formats import SUFFIXES, Format, meant
from kzcheck.writing import oddity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.evidence import Evidence
    from kzcheck.finding import Report
    from kzcheck.pipeline import AuditRequest
    from kzcheck.readers.folders import ArticleFiles

Target = tuple[Format | None, Path]
"""A file to write and the format of the report in it; None for the author's own document with the findings as comments."""
DOCUMENTS = (".docx", ".docm", ".dotx", ".dotm")
"""The suffixes of documents that comments can be written into."""
OPENING = 1 << 16
"""Bytes of a file that tell whether kzcheck wrote it: before the maker's name in an HTML report are only headers."""
SIGNS = (
    r"kzcheck \d",  # a report for a terminal
    r"\*\*kzcheck: ",  # Markdown
    r"(?:.*:\d+:\d+: (?:known )?(?:error|warning|note) [A-Z]+\d|kzcheck: \d)",  # concise
    r"::\w+ title=kzcheck ",  # GitHub
    r'\[\s*(?:\]\s*\Z|\{\s*"description": ".*",\s*"check_name": )',  # GitLab
    r'\{\s*(?:"(?:version|gathered)":[^,\n]*,\s*)?"kzcheck":',  # JSON, evidence, baselines
    r'\{\s*"\$schema":[^{]*\{\s*"tool":\s*\{\s*"driver":\s*\{\s*"name": "kzcheck"',  # SARIF
    r'<\?xml.*\?>\s*<testsuites name="kzcheck"',  # JUnit
    r"\ufeffreference,authors,year,title,",  # texts to get
    r'<!DOCTYPE html>.*<meta name="generator" content="kzcheck ',
)
"""How everything begins that kzcheck writes, except the letters, whose first words depend on the language."""
OURS = re.compile(rf"(?:<<<<<<< .*\n)?(?:{'|'.join(SIGNS)})")
"""The beginning of a file of ours, perhaps in a merge that was not finished: its reader then says what is wrong."""


def targets(written: Iterable[str]) -> list[Target]:
    """Return what `--write` asks for: FILE, whose name tells the format, or FORMAT:FILE.

    Raises:
        UsageError: a format cannot be told.
    """
    return [_target(name) for name in written]


def _target(name: str) -> Target:
    form, _, file = name.partition(":")
    path = Path(file if form == Format.ANNOTATED else name)
    if path.suffix.lower() in DOCUMENTS and (form == Format.ANNOTATED or path.stem.lower() == Format.ANNOTATED):
        return None, path
    if file and form in {*Format}:
        return Format(form), Path(file)
    if known := meant(Path(name)):
        return known, Path(name)
    if path.suffix.lower() in DOCUMENTS and not file:
        names = "annotated.docx (the manuscript with the findings as comments) or queries.docx (the letter to the author)"
        raise UsageError(f"--write {name}: a Word document is named {names}; or write annotated:{name}")
    from kzcheck.settings import suggestion

    if near := suggestion(form, Format) if file else suggestion(Path(name).suffix, SUFFIXES):
        raise UsageError(f"--write {name}: there is no such format{near}")
    cure = f"end it in {', '.join(SUFFIXES)}, or write FORMAT:FILE with one of {', '.join(Format)}"
    raise UsageError(f"--write {name}: there is no such format; {cure}")


def document_of(request: AuditRequest, targets: Iterable[Target]) -> ArticleFiles | None:
    """Return where the Word document is that comments are written into, None if none are wanted.

    Raises:
        UsageError: the article is not a Word document, or one of another kind: with macros, or a template.
    """
    from kzcheck.readers import documents
    from kzcheck.readers.folders import article_files

    wanted = [path for form, path in targets if form is None]
    if not wanted:
        return None
    try:
        article = None if request.article else article_files(request.path, request.given, trusted=request.trusted)
        original = article.manuscript if article else None
        opening = b""
        if original:
            with original.open("rb") as file:
                opening = file.read(documents.OPENING)
    except (UnreadableError, OSError):
        return None  # the audit will say why
    if not article or not original or documents.format_of(original.suffix.lower(), opening) != "docx":
        raise UsageError(f"--write {wanted[0]}: comments need a Word document; audit the .docx itself, or write another format")
    kind = original.suffix.lower()
    if other := next((path for path in wanted if kind in DOCUMENTS and path.suffix.lower() != kind), None):
        raise UsageError(
            f"--write {other}: Word opens a copy of {article.name(original)} only under the same ending; end it in {kind}"
        )
    return article


def check(files: Sequence[tuple[str, Path]], request: AuditRequest, *read: Path | None) -> None:
    """Make sure that files can be written, each under the option that names it: nothing is gathered before this is right.

    Unless what came with the article is trusted, no symbolic link in it may lead a file out of it.

    An existing file is only overwritten if kzcheck wrote it, so no text, list or settings of a person are lost.

    Raises:
        UsageError: there is no such folder, it may not be written to, two are one file, one is not an ordinary file, is somebody
            else's, or is `read` by this audit.
    """
    from kzcheck.readers.configuration import territory
    from kzcheck.readers.files import ASTRAY, leads_out, reason

    kept = [*filter(None, read)]
    seen: set[Path] = set()
    for option, file in files:
        try:
            wrong = _wrong(file, kept, seen)
            if not wrong and not request.trusted and leads_out(file, territory(request.path)):
                wrong = f"is behind {ASTRAY}; name another folder"
            if wrong:
                raise UsageError(f"{option} {file}: {wrong}")
        except (OSError, ValueError) as error:
            raise UsageError(f"{option} {file}: {reason(error)}") from None


def _wrong(file: Path, kept: Iterable[Path], seen: set[Path]) -> str:
    """Return what is wrong with a file to write, "" if nothing is; `seen` are those that were asked about before."""
    if not file.parent.is_dir():
        return f"there is no folder {file.parent}; make it first"
    if odd := oddity(file):
        return odd
    if file.exists() and any(path.exists() and file.samefile(path) for path in kept):
        return "is a file that the audit reads; give another name"
    if not all(os.access(place, os.W_OK) for place in (file.parent, file) if place.exists()):
        return "may not be written by you; change the permissions, or give another folder"
    if file.exists() and not is_ours(file):
        return "is not a file that kzcheck wrote, and was left unchanged; give another name"
    there = file.resolve()
    if there in seen:
        return "is to be written twice; give each a name of its own"
    seen.add(there)
    return ""


def is_ours(file: Path) -> bool:
    """Return whether kzcheck wrote a file, as far as its beginning tells, or nothing is in it.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as opened:
        opening = opened.read(OPENING).decode("utf-8", "replace").replace("\r\n", "\n")
    if opening.startswith("PK"):
        from kzcheck import annotated

        return annotated.is_ours(file)
    if not opening.strip() or OURS.match(opening):
        return True
    from kzcheck.formats.letter import is_title

    return is_title(opening.partition("\n\n")[0].removeprefix("# "))


def write(report: Report, targets: Iterable[Target], failed: Iterable[str] = (), document: ArticleFiles | None = None) -> None:
    """Write a report to files; one that cannot be written costs no other. Comments are written into a copy of the `document`.

    Raises:
        UsageError: one cannot be written, or something `failed` before; a line for each.
    """
    from kzcheck.formats import letter_document, render

    wrong = [*failed]
    for form, file in targets:
        if form is Format.QUERIES and file.suffix.lower() == DOCUMENTS[0]:
            wrong += _put(file, letter_document(report))
        elif form is not None:
            wrong += _put(file, render(report, form).encode("utf-8", "backslashreplace"))
        elif document:
            wrong += _put_comments(report, document, file)
    if wrong:
        raise UsageError("\n".join(wrong))


def save(evidence: Evidence, file: Path | None) -> list[str]:
    """Write what was gathered to a file, if one is wanted; return what is wrong, so that the audit goes on."""
    from kzcheck import evidence as observed

    return _put(file, observed.save(evidence)) if file else []


def _put_comments(report: Report, document: ArticleFiles, file: Path) -> list[str]:
    from kzcheck import annotated
    from kzcheck.readers import files

    original = document.manuscript
    try:
        data = files.content(original, document.name(original)) if original else b""
        return _put(file, annotated.annotate(report, data))
    except UnreadableError as error:
        return [f"--write {file}: {problem}" for problem in error.problems]


def _put(file: Path, content: bytes) -> list[str]:
    from kzcheck.cli import run

    try:
        run.write(file, content)
    except UsageError as error:
        return [str(error)]
    return []


def show(report: Report, form: Format, *, show_hidden: bool = False, folded: bool = True) -> None:
    """Write a report to standard output; on a terminal similar findings are `folded` into one line.

    Raises:
        UsageError: it cannot be written.
    """
    from kzcheck.cli.run import colour, data, out, width
    from kzcheck.formats import language, render

    if form is not Format.TERMINAL:
        data(render(report, form))
        return
    from kzcheck.formats.terminal.report import render as draw
    from kzcheck.wording import speaking

    with speaking(language(report, form)):
        out(draw(report, width=width(), colour=colour(), show_hidden=show_hidden, folded=folded))
