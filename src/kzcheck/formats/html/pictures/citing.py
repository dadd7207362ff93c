"""Which claim rests on which reference, and how sound each is: a row for a reference, a column for a claim."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.html.page import anchor
from kzcheck.formats.html.pictures.drawing import (
    LETTER,
    WIDTH,
    Look,
    Mark,
    figure,
    fit,
    line,
    linked,
    marks,
    names,
    of_severity,
    text,
)
from kzcheck.formats.naming import counted, severity, short
from kzcheck.formats.records import WORDS
from kzcheck.formats.text import clean, sentence
from kzcheck.wording import Plural, template, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.finding import Finding, WorkState
    from kzcheck.formats.view import View

MOST_ROWS = 60
"""References of which all are drawn: of a longer list, only those with an error or a warning."""
MOST_WEAK_ROWS = 40
"""References with an error or a warning that are drawn of a longer list."""
MOST_ABOVE = 60
"""Marks above the columns; of more, only the weightiest of those that would cover each other are drawn."""
MARK = 8
"""Units across that a mark takes."""
STROKE = 2
"""Units across that the stroke of a claim takes; claims that stand closer share one."""
MOST_SECTIONS = 30
"""Sections that are parted by lines."""
LEFT, RIGHT = 176, 450
"""Where the columns of claims begin and end."""
TOP, ROW = 72, 16
"""The middle of the first row, and the height of a row."""

_LOOKS: dict[WorkState, Look] = {
    "found": Look("dot", "ok"),
    "unsure": Look("barred", "muted"),
    "absent": Look("cross", "muted"),
    "failed": Look("dot", "muted", hollow=True),
    "not-asked": Look("dot", "muted", hollow=True),
}
_MEANINGS = {
    ("square", False): template("a square is an error"),
    ("triangle", False): template("a triangle is a warning"),
    ("diamond", False): template("a diamond is a note"),
    ("square", True): template("an outlined square, triangle or diamond was known before"),
    ("triangle", True): template("an outlined square, triangle or diamond was known before"),
    ("diamond", True): template("an outlined square, triangle or diamond was known before"),
    ("dot", False): template("a full dot is a citation of a work that was found"),
    ("barred", False): template("a barred ring is a citation of a work that was not found for certain"),
    ("cross", False): template("a cross is a citation of a work unknown to every service searched"),
    ("dot", True): template("a ring is a citation of a work that was not looked up, or for which no service answered"),
}

_SCALE = template("{citing:,} of {count:,} cite")
_WEAK = template("Errors or warnings on {weak_claims:,} of {claims:,} claims and {weak:,} of {references:,} references")
_ON = {
    (Severity.ERROR, "claims"): template("Errors on claims: {ids}."),
    (Severity.ERROR, "references"): template("Errors on references: {ids}."),
    (Severity.WARNING, "claims"): template("Warnings on claims: {ids}."),
    (Severity.WARNING, "references"): template("Warnings on references: {ids}."),
}
_CITE_NOTHING = Plural("{number:,} of {count:,} claim cites nothing.", "{number:,} of {count:,} claims cite nothing.")
_UNCITED = Plural("{count:,} reference is cited by no claim.", "{count:,} references are cited by no claim.")
_LEFT_OUT = Plural(
    "not drawn: {count:,} other reference; only those with the most serious errors or warnings are shown.",
    "not drawn: {count:,} other references; only those with the most serious errors or warnings are shown.",
)


class _Weights(Struct, frozen=True):
    """The worst finding on each claim, each reference and each citation, by their ids; how many a reference has of a severity."""

    claims: Mapping[str, Finding]
    references: Mapping[str, Finding]
    citations: Mapping[tuple[str, str], Finding]
    numbers: Mapping[tuple[str, Severity], int]


def claims_on_references(view: View) -> Markup:
    """Draw the claims from left to right and, below them, the references; empty without findings or citations."""
    claims = view.article.claims
    weights = _weights(view.findings)
    if not weights.claims and not weights.references:
        return Markup()
    states = {name: view.outcome(name).state for name in view.references}
    rows = _rows(view, weights)
    if not rows or not any(claim.citations for claim in claims):
        return Markup()
    places = {reference.id: TOP + ROW * number for number, reference in enumerate(rows)}
    step = (RIGHT - LEFT) / len(claims)
    across = [LEFT + step * (number + 0.5) for number in range(len(claims))]
    bottom = TOP + ROW * (len(rows) - 1) + 8
    cells = sorted(_cells(claims, across, places, weights, states), key=_lightness)
    above = _thinned(sorted(_on_claims(claims, across, weights), key=_lightness))
    asked = any(state != "not-asked" for state in states.values())
    return figure(
        "claims",
        bottom + 4,
        (
            *_sections(claims, across, step, bottom),
            *_scale(claims, across),
            *(_row(reference, places[reference.id], weights, states[reference.id], asked=asked) for reference in rows),
            marks(cells),
            marks(above),
            *_labels(() if view.article.document else above),
        ),
        title=_title(view.article, weights),
        description=_description(view, weights, states),
        reading=_reading((*cells, *above), len(view.article.references) - len(rows), asked=asked),
    )


def _weights(findings: Iterable[Finding]) -> _Weights:
    claims: dict[str, Finding] = {}
    references: dict[str, Finding] = {}
    citations: dict[tuple[str, str], Finding] = {}
    numbers: Counter[tuple[str, Severity]] = Counter()
    for finding in findings:
        if finding.claim is not None:
            claims[finding.claim] = _worse(claims.get(finding.claim), finding)
            if finding.reference is not None:
                key = (finding.claim, finding.reference)
                citations[key] = _worse(citations.get(key), finding)
        elif finding.reference is not None:
            references[finding.reference] = _worse(references.get(finding.reference), finding)
            numbers[finding.reference, finding.severity] += 1
    return _Weights(claims, references, citations, numbers)


def _worse(earlier: Finding | None, later: Finding) -> Finding:
    """Return the worse of two findings; of two of one severity, the new one."""
    return later if earlier is None or (later.severity, not later.known) > (earlier.severity, not earlier.known) else earlier


def _weak(finding: Finding | None) -> bool:
    return finding is not None and finding.severity > Severity.NOTE


def _rows(view: View, weights: _Weights) -> Sequence[Reference]:
    """Return all references or, of a long list, those with the worst errors and warnings; in the order of the list."""
    references = view.article.references
    if len(references) <= MOST_ROWS:
        return references
    worst = {name: reference.severity for name, reference in weights.references.items() if _weak(reference)}
    for (_, name), finding in weights.citations.items():
        if _weak(finding):
            worst[name] = max(worst.get(name, finding.severity), finding.severity)
    weak = (name for name in view.references if name in worst)
    ranked = sorted(weak, key=lambda name: (-worst[name], -len(view.cited_by.get(name, ()))))
    chosen = set(ranked[:MOST_WEAK_ROWS])
    return [reference for reference in references if reference.id in chosen][:MOST_ROWS]


def _cells(
    claims: Sequence[Claim],
    across: Sequence[float],
    places: Mapping[str, float],
    weights: _Weights,
    states: Mapping[str, WorkState],
) -> Iterator[Mark]:
    """Yield a mark for each citation: what was found on it, or else how sound the reference is."""
    for x, claim in zip(across, claims, strict=True):
        for name in dict.fromkeys(citation.reference for citation in claim.citations):
            if name not in places:
                continue
            finding, own = weights.citations.get((claim.id, name)), weights.references.get(name)
            look = _LOOKS[states[name]]
            if finding is not None and _weak(finding):
                look = of_severity(finding)
            elif own is not None and _weak(own):
                look = Look(look.shape, of_severity(own).tone, look.hollow)
            cites = written("{claim} cites {reference}", {"claim": clean(claim.name, 40), "reference": clean(name, 40)})
            says = f"{cites}: {clean(claim.text, 60)}"
            yield Mark(x, places[name], look, anchor("claim", claim.id), says)


def _on_claims(claims: Sequence[Claim], across: Sequence[float], weights: _Weights) -> Iterator[Mark]:
    """Yield a mark for each claim on which something was found."""
    for x, claim in zip(across, claims, strict=True):
        if finding := weights.claims.get(claim.id):
            says = _says(claim.name, finding)
            yield Mark(x, TOP - 32, of_severity(finding), anchor("claim", claim.id), says)


def _says(name: str, finding: Finding) -> str:
    return f"{clean(name, 40)}, {severity(finding)}: {clean(finding.message, 120)}"


def _lightness(mark: Mark) -> int:
    """Return the place of a mark among others: the weightiest first."""
    tones = ("sev-error", "sev-warning", "sev-note", "muted", "ok")
    return tones.index(mark.look.tone)


def _thinned(above: Sequence[Mark]) -> Sequence[Mark]:
    if len(above) <= MOST_ABOVE:
        return above
    weightiest: dict[float, Mark] = {}
    for mark in above:
        weightiest.setdefault(mark.x // MARK, mark)
    return tuple(weightiest.values())


def _labels(above: Iterable[Mark]) -> Iterator[Markup]:
    """Write the ids of claims with an error or a warning above their marks, as far as there is room for them."""
    taken: list[tuple[float, float]] = []
    for mark in above:
        name = fit(mark.says.partition(", ")[0], 60)
        half = len(name) * LETTER / 2 + 2
        begin, end = mark.x - half, mark.x + half
        if mark.look.tone in {"sev-error", "sev-warning"} and not any(begin < label[1] and label[0] < end for label in taken):
            taken.append((begin, end))
            yield linked(mark.target, text(mark.x, TOP - 40, name, mark.look.tone, "middle"))


def _sections(claims: Sequence[Claim], across: Sequence[float], step: float, bottom: float) -> Iterator[Markup]:
    """Part the columns where sections begin, and name those that have room for their names."""
    begins: list[tuple[float, str]] = []
    for section, columns in groupby(zip(across, claims, strict=True), key=lambda pair: pair[1].section):
        begins.append((next(columns)[0] - step / 2, section))
    if not 1 < len(begins) <= MOST_SECTIONS:
        return
    yield line("".join(f"M{x:.4g} {TOP - 27}V{bottom:.4g}" for x, _ in begins[1:]))
    ends = (*(x for x, _ in begins[1:]), WIDTH)
    for (x, section), end in zip(begins, ends, strict=True):
        if end - x > LETTER * 5:
            yield text(x, 10, fit(section, end - x - LETTER), "muted")


def _scale(claims: Sequence[Claim], across: Sequence[float]) -> Iterator[Markup]:
    """Draw a stroke for each claim, a long one for those that cite; one for several claims is as long as the share that cites."""
    here: dict[float, list[bool]] = {}
    for x, claim in zip(across, claims, strict=True):
        here.setdefault(x if len(claims) * STROKE <= RIGHT - LEFT else x // STROKE * STROKE, []).append(bool(claim.citations))
    yield line("".join(f"M{x:.4g} {TOP - 18}v-{3 + 5 * sum(cites) / len(cites):.2g}" for x, cites in here.items()), width=0.8)
    citing = sum(bool(claim.citations) for claim in claims)
    yield text(LEFT - 6, TOP - 18, written(_SCALE, {"count": len(claims), "citing": citing}), "muted", "end")


def _row(reference: Reference, y: float, weights: _Weights, state: WorkState, *, asked: bool) -> Markup:
    """Draw the line of a reference between its name and what is known of it."""
    finding = weights.references.get(reference.id)
    weak = of_severity(finding).tone if finding is not None and _weak(finding) else None
    target = anchor("ref", reference.id)
    own = f" [{clean(reference.id, 12)}]"
    name = fit(short(reference), LEFT - 8 - len(own) * LETTER) + own
    parts = [
        linked(target, text(LEFT - 6, y + 3.7, name, weak or "", "end")),
        line(f"M{LEFT} {y:.4g}H{RIGHT}", weak or "muted", 1 if weak else 0.35),
    ]
    words = written(WORDS[state]) if asked else ""
    if finding is not None:
        words = f"{words}, " if words else ""
        words += counted(weights.numbers[reference.id, finding.severity], str(finding.severity))
        says = _says(reference.id, finding)
        parts.append(marks([Mark(RIGHT + 8, y, of_severity(finding), target, says)]))
    parts.append(text(RIGHT + 16, y + 3.7, fit(words, WIDTH - RIGHT - 16), weak or "muted"))
    return Markup("").join(parts)


def _title(article: Article, weights: _Weights) -> str:
    claims, references = article.claims, article.references
    weak_claims = len({claim.id for claim in claims if _weak(weights.claims.get(claim.id))})
    weak_references = len({reference.id for reference in references if _weak(weights.references.get(reference.id))})
    if not weak_claims + weak_references:
        return written("No errors or warnings on claims and references")
    numbers = {"weak_claims": weak_claims, "claims": len(claims), "weak": weak_references, "references": len(references)}
    return written(_WEAK, numbers)


def _description(view: View, weights: _Weights, states: Mapping[str, WorkState]) -> str:
    """Name what has errors and warnings, and say how many works were found."""
    parts: list[str] = []
    for grade in (Severity.ERROR, Severity.WARNING):
        for kind, worst in (("claims", weights.claims), ("references", weights.references)):
            if ids := [name for name, finding in worst.items() if finding.severity == grade]:
                own = [view.called(("claim", name)) for name in ids] if kind == "claims" else ids
                parts.append(written(_ON[grade, kind], {"ids": names(own)}))
    uncited = len(states.keys() - view.cited_by.keys())
    claims = view.article.claims
    parts.append(written(_CITE_NOTHING, {"count": len(claims), "number": sum(not claim.citations for claim in claims)}))
    if uncited:
        parts.append(written(_UNCITED, {"count": uncited}))
    tally: Counter[str] = Counter(states.values())
    works = ", ".join(
        f"{written('{count:,}', {'count': tally[state]})} {written(words)}" for state, words in WORDS.items() if tally[state]
    )
    parts.append(written("Works: {works}.", {"works": works}))
    return " ".join(parts)


def _reading(drawn: Iterable[Mark], left_out: int, *, asked: bool) -> str:
    """Say how the picture is read, with the meaning of those marks that are in it."""
    looks = {(mark.look.shape, mark.look.hollow) for mark in drawn}
    meanings = "; ".join(dict.fromkeys(written(meaning) for look, meaning in _MEANINGS.items() if look in looks))
    return " ".join(
        part
        for part in (
            written(
                "Claims run from left to right, with long strokes for those that cite; "
                "a mark in a row is a citation of its reference."
            ),
            f"{sentence(meanings)}.",
            "" if asked else written("No works were looked up."),
            written(_LEFT_OUT, {"count": left_out}) if left_out else "",
        )
        if part
    )
