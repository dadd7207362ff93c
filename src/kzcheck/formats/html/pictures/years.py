"""The years of sources against the years of the events that claims tell of: above the diagonal, the event is the later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.html.page import anchor
from kzcheck.formats.html.pictures.drawing import LETTER, Look, Mark, figure, line, linked, marks, names, of_severity, text
from kzcheck.formats.text import clean
from kzcheck.wording import Plural, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Claim, Reference
    from kzcheck.finding import Finding
    from kzcheck.formats.view import View

ANACHRONISM = "FACT801"
"""The rule that finds events later than their sources; what it leaves out may well be so."""
EARLIEST = -9999
"""The earliest year that is drawn; one that is still to come is not drawn either."""
LONGEST = 60
"""Years to which a scale is spread; what is earlier than nine in ten stands before it."""
MOST_TICKS = 7
MOST_TOLD = 8
CELL = 11
"""Units across of the cells in each of which one label or mark has room."""
LEFT, RIGHT, TOP, BOTTOM = 72, 604, 28, 340
LANE = 26
"""Units before the scale for what is earlier."""

_BEFORE = Look("dot", "muted")
_LATER = Look("dot", "muted", hollow=True)

_LATER_EVENTS = Plural(
    "{count:,} of {total:,} claims with years and dated sources mentions an event later than the sources",
    "{count:,} of {total:,} claims with years and dated sources mention an event later than the sources",
)
_MORE = Plural("{count:,} more is a finding.", "{count:,} more are findings.")
_RINGS = Plural(
    "{count:,} ring is not a finding: the source may know of the event, as a page that is kept up to date does.",
    "{count:,} rings are not findings: the source may know of the event, as a page that is kept up to date does.",
)
_UNDATED = Plural(
    "Not drawn: {count:,} claim with years that cites no source or an undated one.",
    "Not drawn: {count:,} claims with years that cite no source or an undated one.",
)


class _Point(Struct, frozen=True):
    """A year of which a claim tells, and the latest year of its sources."""

    claim: str
    name: str
    source: int
    event: int
    finding: Finding | None = None

    @property
    def look(self) -> Look:
        """How it is drawn: as a finding where it is one, else in outline where the event is later."""
        if self.event <= self.source:
            return _BEFORE
        return of_severity(self.finding) if self.finding else _LATER


class _Scale(Struct, frozen=True):
    """The years that are spread over both axes; `lane` tells that there are earlier ones."""

    first: int
    last: int
    lane: bool

    def share(self, year: int) -> float:
        """Return how far along the scale a year stands, from 0 to 1; before 0 if it is earlier."""
        return (year - self.first) / (self.last - self.first)

    def x(self, year: int) -> float:
        """Return the place of a source's year."""
        return LEFT + self._along(year, RIGHT - LEFT)

    def y(self, year: int) -> float:
        """Return the place of an event's year."""
        return BOTTOM - self._along(year, BOTTOM - TOP)

    def _along(self, year: int, length: float) -> float:
        lane = LANE if self.lane else 0
        return lane / 2 if year < self.first else lane + self.share(year) * (length - lane)


def years(view: View) -> Markup:
    """Draw a point for each year of which a claim with dated sources tells; empty where none is a finding."""
    report = view.report
    points, undated = _points(view)
    anachronisms = [point for point in points if point.finding and point.event > point.source]
    if not anachronisms:
        return Markup()
    now = report.evidence.gathered.year
    issued = [year for reference in report.article.references if (year := _last_year(reference, now)) is not None]
    events = [year for of_claim in report.events.values() for year in of_claim if EARLIEST <= year <= now]
    scale = _scale([*issued, *events])
    # A stroke along the axes for each year of any source and any claim, drawn as a point or not; a line where both years are one.
    along = (*(f"M{scale.x(year):.4g} {BOTTOM}v-6" for year in issued), *(f"M{LEFT} {scale.y(year):.4g}h6" for year in events))
    strokes = line("".join(dict.fromkeys(along)), width=0.8)
    first, last = scale.first, scale.last
    diagonal = line(f"M{scale.x(first):.4g} {scale.y(first):.4g}L{scale.x(last):.4g} {scale.y(last):.4g}", "", 0.8)
    drawn = sorted(_marks(points, scale), key=_lightness)
    later = sum(point.event > point.source for point in points) - len(anachronisms)
    return figure(
        "years",
        BOTTOM + 34,
        (*_axes(scale), strokes, diagonal, marks(drawn), *_labels(anachronisms, drawn, scale)),
        title=_title(points, anachronisms),
        description=_description(anachronisms, later, undated),
        reading=_reading(later, undated),
    )


def _points(view: View) -> tuple[list[_Point], int]:
    """Return a point for each event of a claim whose sources all have years, and how many claims cite undated ones or nothing."""
    report, now = view.report, view.report.evidence.gathered.year
    sources = {reference.id: _last_year(reference, now) for reference in report.article.references}
    findings: dict[str, Finding] = {}
    for finding in report.findings:
        if finding.code == ANACHRONISM and finding.claim is not None:
            findings.setdefault(finding.claim, finding)
    points: list[_Point] = []
    undated = 0
    for claim in report.article.claims:
        events = [year for year in report.events.get(claim.id, ()) if EARLIEST <= year <= now]
        latest = _latest(claim, sources)
        if events and latest is None:
            undated += 1
        elif latest is not None:
            points.extend(_Point(claim.id, claim.name, latest, event, findings.get(claim.id)) for event in events)
    return points, undated


def _latest(claim: Claim, sources: Mapping[str, int | None]) -> int | None:
    """Return the latest year of a claim's sources, None if one of them has none: it may be as late as the event."""
    years = [sources.get(citation.reference) for citation in claim.citations]
    known = [year for year in years if year is not None]
    return max(known) if known and len(known) == len(years) else None


def _last_year(reference: Reference, now: int) -> int | None:
    year = reference.item.issued.last_year if reference.item.issued else None
    return year if year is not None and EARLIEST <= year <= now else None


def _scale(years: Sequence[int]) -> _Scale:
    ordered = sorted(years)
    first, last = ordered[0], ordered[-1]
    if last - first > LONGEST:
        first = ordered[len(ordered) // 10]
    step = _step(last - first)
    first -= first % step
    return _Scale(first, max(last, first + step), lane=ordered[0] < first)


def _step(span: int) -> int:
    """Return how many years lie between two numbers on the scale."""
    steps = (base * magnitude for magnitude in (1, 10, 100, 1000, 10_000) for base in (1, 2, 5))
    return next(step for step in steps if span <= step * MOST_TICKS)


def _marks(points: Sequence[_Point], scale: _Scale) -> Iterator[Mark]:
    """Yield one mark for all points that fall on one place and look alike."""
    together: dict[tuple[float, float, Look], list[_Point]] = {}
    for point in points:
        together.setdefault((scale.x(point.source), scale.y(point.event), point.look), []).append(point)
    for (x, y, look), alike in together.items():
        first = alike[0]
        values = {"claims": names(point.name for point in alike), "event": first.event, "source": first.source}
        says = written("{claims}: {event}, source of {source}", values)
        yield Mark(x, y, look, anchor("claim", first.claim), says, len(alike))


def _lightness(mark: Mark) -> int:
    return ("sev-error", "sev-warning", "sev-note", "ok", "muted").index(mark.look.tone)


def _axes(scale: _Scale) -> Iterator[Markup]:
    """Draw both axes with their years, and what they are the years of."""
    step = _step(scale.last - scale.first)
    ticks = range(scale.first, scale.last + 1, step)
    yield line(f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}")
    yield line("".join(f"M{scale.x(year):.4g} {BOTTOM}v4M{LEFT} {scale.y(year):.4g}h-4" for year in ticks))
    for year in ticks:
        yield text(scale.x(year), BOTTOM + 15, str(year), "muted", "middle")
        yield text(LEFT - 7, scale.y(year) + 3.7, str(year), "muted", "end")
    if scale.lane:
        yield text(LEFT - 7, BOTTOM - LANE / 2 + 3.7, written("earlier"), "muted", "end")
        yield line(f"M{LEFT} {BOTTOM - LANE}H{RIGHT}M{LEFT + LANE} {BOTTOM}V{TOP}", width=0.35)
    yield text(RIGHT, BOTTOM + 30, written("year of the latest source →"), "muted", "end")
    yield text(4, 10, written("↑ year of the event; above the line, it is later than the source"), "muted")


def _labels(anachronisms: Sequence[_Point], drawn: Iterable[Mark], scale: _Scale) -> Iterator[Markup]:
    """Write beside the findings the claims that they are on, where there is room."""
    taken = {(int(mark.x // CELL), int(mark.y // CELL)) for mark in drawn}
    for point in sorted(
        anachronisms, key=lambda point: (-(point.finding.severity if point.finding else 0), point.source - point.event)
    ):
        x, y, name = scale.x(point.source), scale.y(point.event), clean(point.name, 14)
        begin, end = x - 7 - len(name) * LETTER, x - 7
        right = begin < LEFT
        if right:
            begin, end = x + 7, x + 7 + len(name) * LETTER
        columns = range(int(begin // CELL), int(end // CELL) + 1)
        cells = {(column, int(row // CELL)) for column in columns for row in (y - CELL / 2, y + CELL / 2)}
        own = (int(x // CELL), int(y // CELL))
        if not (cells - {own}) & taken:
            taken |= cells
            label = text(begin if right else end, y + 3.7, name, point.look.tone, "start" if right else "end")
            yield linked(anchor("claim", point.claim), label)


def _title(points: Sequence[_Point], anachronisms: Sequence[_Point]) -> str:
    total, number = len({point.claim for point in points}), len({point.claim for point in anachronisms})
    return written(_LATER_EVENTS, {"count": number, "total": total})


def _description(anachronisms: Sequence[_Point], later: int, undated: int) -> str:
    worst = [point for point in anachronisms if point.finding and point.finding.severity > Severity.NOTE] or anachronisms
    parts = [
        written(
            "{claim} mentions {event}; its latest source is from {source}.",
            {"claim": clean(point.name, 40), "event": point.event, "source": point.source},
        )
        for point in worst[:MOST_TOLD]
    ]
    if more := len(anachronisms) - len(parts):
        parts.append(written(_MORE, {"count": more}))
    return " ".join((*parts, _reading(later, undated)))


def _reading(later: int, undated: int) -> str:
    parts = [
        written("Each point is a year in a claim; those above the line are later than the latest source that the claim cites."),
        written("Strokes along the axes are the years of all sources and claims."),
    ]
    if later:
        parts.append(written(_RINGS, {"count": later}))
    if undated:
        parts.append(written(_UNDATED, {"count": undated}))
    return " ".join(parts)
