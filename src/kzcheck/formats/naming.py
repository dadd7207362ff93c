"""What things are called in every report: a reference by its author and year, a finding by what it says and where it stands."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from kzcheck.article import offset_in
from kzcheck.finding import Confidence, Severity
from kzcheck.formats.text import clean
from kzcheck.wording import Plural, template, written

if TYPE_CHECKING:
    from kzcheck.article import At, Citation, Location, Reference
    from kzcheck.document import Spot
    from kzcheck.finding import Finding, Report

Subject = tuple[Literal["claim", "reference"], str]
"""A claim or a reference, by its id."""

LONGEST_NAME = 60
"""Characters of the name by which a reference is known."""
LONGEST_MESSAGE = 600
"""Characters of one message that are shown at most."""
UNREASONED = template("no reason given")
"""The reason of an ignore that gives none."""
COUNTED = {
    "reference": Plural("{count:,} reference", "{count:,} references"),
    "claim": Plural("{count:,} claim", "{count:,} claims"),
    "citing sentence": Plural("{count:,} citing sentence", "{count:,} citing sentences"),
    "statement": Plural("{count:,} statement without a citation", "{count:,} statements without a citation"),
    "aside": Plural("{count:,} citation in notes, tables or captions", "{count:,} citations in notes, tables or captions"),
    "citation": Plural("{count:,} citation", "{count:,} citations"),
    "finding": Plural("{count:,} finding", "{count:,} findings"),
    "error": Plural("{count:,} error", "{count:,} errors"),
    "warning": Plural("{count:,} warning", "{count:,} warnings"),
    "note": Plural("{count:,} note", "{count:,} notes"),
    "hidden": Plural("{count:,} hidden", "{count:,} hidden"),
    "known": Plural("{count:,} of them known", "{count:,} of them known"),
    "check not made": Plural("{count:,} check not made", "{count:,} checks not made"),
    "notice": Plural("{count:,} more notice", "{count:,} more notices"),
}
"""What reports count."""
LOCATORS = {
    "book": template("book {locator}"),
    "chapter": template("chapter {locator}"),
    "column": template("column {locator}"),
    "figure": template("figure {locator}"),
    "folio": template("folio {locator}"),
    "issue": template("issue {locator}"),
    "line": template("line {locator}"),
    "note": template("note {locator}"),
    "page": template("page {locator}"),
    "paragraph": template("paragraph {locator}"),
    "part": template("part {locator}"),
    "section": template("section {locator}"),
    "table": template("table {locator}"),
    "verse": template("verse {locator}"),
    "volume": template("volume {locator}"),
}
"""What people call CSL's labels of locators, with the locator; the others are called as CSL does."""
SEVERITIES = {
    Severity.ERROR: template("error"),
    Severity.WARNING: template("warning"),
    Severity.NOTE: template("note"),
}
"""What people call the severities."""
SURENESS = {Confidence.LIKELY: template("likely"), Confidence.POSSIBLE: template("possible")}
"""What is said of a finding that does not follow from the text alone."""


def said(finding: Finding) -> str:
    """Return a finding's message as one harmless line."""
    return clean(finding.message, LONGEST_MESSAGE)


def manuscript(at: At | None) -> str:
    """Return a place in the manuscript: `article.docx, page 4, line 12`."""
    if at is None:
        return ""
    page = written("page {page}", {"page": at.page}) if at.page else ""
    line = written("line {line}", {"line": at.line}) if at.line else ""
    return clean(", ".join(part for part in (at.file, page, line) if part))


def located(citation: Citation) -> str:
    """Return the locator of a citation with its label, "page 12", or "" if it has none."""
    if not citation.locator:
        return ""
    label = LOCATORS.get(citation.label)
    return clean(written(label, {"locator": citation.locator}) if label else f"{citation.label} {citation.locator}")


def who(reference: Reference) -> str:
    """Return the first author and the year of a reference, as far as it has them."""
    names = reference.item.author or reference.item.editor
    first = names[0].family or names[0].literal or names[0].given if names else ""
    people = written("{names} et al.", {"names": first}) if len(names) > 1 else first
    return clean(" ".join(part for part in (people, str(reference.item.year or "")) if part), LONGEST_NAME)


def label(reference: Reference) -> str:
    """Return what a person knows a reference by: first author, year, title."""
    item = reference.item
    title = clean(item.title or item.container_title or item.url)
    return " ".join(part for part in (who(reference), title) if part) or clean(reference.printed)


def short(reference: Reference) -> str:
    """Return what a person knows a reference by at a glance: first author and year or, where it names nobody, its title."""
    item = reference.item
    return who(reference) if item.author or item.editor else clean(label(reference), LONGEST_NAME)


def count(number: int, noun: str) -> str:
    """Return how many there are of something, in English, for programs and the command line: "1 reference", "1,200 references"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted(number: int, noun: str) -> str:
    """Return how many there are of something that `COUNTED` has, in the language in use."""
    return written(COUNTED[noun], {"count": number})


def rule_name(finding: Finding) -> str:
    """Return the name of a finding's rule: the one that people write in English, and what it means in another language."""
    return written(finding.name)


def severity(finding: Finding) -> str:
    """Return how grave a finding is, in a word."""
    return written(SEVERITIES[finding.severity])


def exact_path(report: Report, file: str) -> str:
    """Return a file's path from the root of the repository, letter by letter: a name may hold anything, so escape it.

    Of a path that leads out of the repository, only the name is told: no report says how a machine's folders are called.
    """
    path = report.path(file)
    outside = path.startswith(("/", "../")) or path[1:3] == ":/"
    return basename(path) if outside else path


def path_of(report: Report, file: str) -> str:
    """Return a file's path from the root of the repository, as one harmless line."""
    return clean(exact_path(report, file))


def place(report: Report, location: Location) -> str:
    """Return a place for people: in a manuscript that is not a text "Introduction, paragraph 2, page 3", else as in editors."""
    spot = _spot(report, location)
    if spot is None:
        return exact_place(report, location)
    return ", ".join(part for part in (path_of(report, location.file), _within(spot)) if part)


def within(report: Report, location: Location) -> str:
    """Return where a place is in a manuscript that is not a text, without the manuscript's name; "" in other files."""
    spot = _spot(report, location)
    return _within(spot) if spot else ""


def _within(spot: Spot) -> str:
    paragraph = written("paragraph {number}", {"number": spot.paragraph}) if spot.paragraph else ""
    page = written("page {page}", {"page": spot.page}) if spot.page else ""
    return ", ".join(part for part in (clean(spot.section, LONGEST_NAME), paragraph, clean(page)) if part)


def beside(report: Report, location: Location, here: Location) -> str:
    """Return a place that is related to a place `here`: of the same manuscript without its name, "" if both read alike."""
    where = within(report, location)
    if location.file != here.file or not where:
        return place(report, location)
    return "" if where == within(report, here) else where


def is_spot(report: Report, location: Location) -> bool:
    """Return whether `place` names the section and the paragraph of a location, since its file is not a text."""
    return _spot(report, location) is not None


def exact_place(report: Report, location: Location) -> str:
    """Return a place as editors take it, from where kzcheck ran or the root of the repository: `paper/references.yaml:77:9`."""
    return clean(str(replace(location, file=exact_path(report, location.file))))


def _spot(report: Report, location: Location) -> Spot | None:
    """Return where people find a place in a manuscript of which they do not see our text; None in other files."""
    document = report.article.document
    if document is None or not document.projected or location.file not in document.sources:
        return None
    return document.spot(offset_in(document, location))


def home(report: Report) -> str:
    """Return the file that stands for the whole article: its list of references."""
    return next(
        (reference.location.file for reference in report.article.references), next(iter(report.article.sources), "references.yaml")
    )


def cure(finding: Finding) -> str:
    """Return what to do about a finding, as one harmless line, "" if nobody knows."""
    return clean(str(finding.problem.fix), LONGEST_MESSAGE) if finding.problem.fix else ""
