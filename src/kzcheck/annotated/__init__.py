"""The author's own Word document with the findings as comments at their words; nothing else in it changes.

Parts of the file that hold no comments keep their bytes. In the text, only the marks of comments are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from kzcheck.annotated.anchors import Anchors
from kzcheck.annotated.comments import Comments
from kzcheck.article import line_starts
from kzcheck.errors import UnreadableError
from kzcheck.formats.checked import headline
from kzcheck.formats.compared import in_lines
from kzcheck.formats.naming import counted, cure, rule_name, said, severity
from kzcheck.formats.text import clean, sentence
from kzcheck.formats.view import View
from kzcheck.locale import ENGLISH
from kzcheck.readers.documents.docx import Projection
from kzcheck.readers.documents.docx.package import Package
from kzcheck.version import MARK
from kzcheck.wording import speaking, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kzcheck.article import Location
    from kzcheck.finding import Finding, Report


def annotate(report: Report, data: bytes) -> bytes:
    """Return the Word document that the article was read from with a comment for each finding; `data` are its bytes.

    Claims that were compared with texts of cited works have a comment on what is in them.

    The last comment, at the title, says what was checked and what was not.

    Raises:
        UnreadableError: it is not the document that was read, or was changed since.
    """
    document = report.article.document
    name = next(iter(document.sources)) if document else ""
    package = Package(data, name)
    projection = Projection(package)
    if document is None or projection.text != document.sources[name]:
        raise UnreadableError(f"{name}: was changed since it was read; audit it again")
    comments, anchors = Comments(package, report.evidence.gathered), Anchors(projection)
    view = View(report)
    with speaking(report.language or ENGLISH):
        for finding in view.findings:
            start, end = _span(document.sources[name], finding.location) if finding.location.file == name else (0, 0)
            anchors.add(start, end, comments.add(_lines(view, finding)))
        for claim in report.article.claims:
            if claim.location.file == name and (facts := tuple(in_lines(report, claim.id))):
                start, end = _span(document.sources[name], claim.location)
                lines = (written("In the texts of the cited works"), *(sentence(clean(fact)) for fact in facts))
                anchors.add(start, end, comments.add(lines))
        anchors.add(0, 0, comments.add(_checked(view)))
    anchors.mark()
    return package.copied({package.main: package.xml_bytes(projection.story.root), **comments.parts()}, MARK)


def is_ours(file: Path) -> bool:
    """Return whether a file is a document that kzcheck wrote, unchanged since.

    Raises:
        OSError: it cannot be read.
    """
    try:
        with ZipFile(file) as archive:
            return archive.comment == MARK
    except BadZipFile:
        return False


def _span(text: str, location: Location) -> tuple[int, int]:
    """Return the offsets of a location's characters: those in its first line, which is one paragraph."""
    starts = line_starts(text)
    line = starts[location.line - 1]
    end = starts[location.line] - 1 if location.line < len(starts) else len(text)
    if location.end_line == location.line:
        end = min(end, line + location.end_column - 1)
    return line + location.column - 1, end


def _checked(view: View) -> Iterator[str]:
    """Yield what was checked and what was not, and how many findings are hidden."""
    yield written("What was checked, and what was not")
    yield from (clean(line) for line in (view.checks.rules, *view.checks.warnings) if line)
    yield from (clean(f"{written(step.step)}: {headline(step)}") for step in view.checks.steps)
    if view.report.hidden:
        yield counted(len(view.report.hidden), "hidden")


def _lines(view: View, finding: Finding) -> Iterator[str]:
    """Yield what a comment says: the finding, what to do about it, and its rule."""
    yield sentence(said(finding) if finding.claim is not None else view.line(finding))
    if fix := cure(finding):
        yield f"{written('fix')}: {fix}"
    known = (written("known"),) if finding.known else ()
    yield clean(" · ".join((*known, severity(finding), f"{finding.code} {rule_name(finding)}")))
