"""What the pictures are drawn with: marks, lines, words, and the figure around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markupsafe import Markup
from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats.text import clean
from kzcheck.wording import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kzcheck.finding import Finding

WIDTH = 640
"""Units across: at this width, letters are as large as on the page."""
LETTER = 7.0
"""Units that a letter takes on average, at the size of `text` and in the wider ones of common fonts."""
MOST_LINKED = 120
"""Marks that lead to their cards. Those beyond are drawn together, so that a picture stays small."""
MOST_FINE = 1000
"""Marks beyond which those that are drawn together are rounded to `GRID`, as they cannot be told apart anyway."""
GRID = 4
"""Units of the grid; the rows of pictures stand on it."""
NAMED = 7
"""How many things one sentence names: what a person can hold in mind at once."""
RADIUS = 2.8
LINE = 1.2
"""Units that the outline of a mark takes."""
LARGEST = 3
"""Times by which the radius of a dot for many things grows at most."""

Tone = Literal["sev-error", "sev-warning", "sev-note", "ok", "muted"]
Shape = Literal["square", "triangle", "diamond", "dot", "barred", "cross"]

_PATHS: dict[Shape, str] = {
    "square": "m-3.5-3.5h7v7h-7z",
    "triangle": "m0-4.5l4.4 7.6h-8.8z",
    "diamond": "m0-3.2l3.2 3.2l-3.2 3.2l-3.2-3.2z",
    "barred": f"m-{RADIUS} 0a{RADIUS} {RADIUS} 0 1 1 0 .01zh5.6",
    "cross": "m-2.6-2.6l5.2 5.2m0-5.2l-5.2 5.2",
}
_TOGETHER: dict[Shape, str] = {
    "square": "m-3-3h6v6h-6z",
    "triangle": "m0-4l4 7h-8z",
    "diamond": "m0-3l3 3l-3 3l-3-3z",
    "barred": "m-3 0h6",
    "cross": "m-2-2l4 4m0-4l-4 4",
}
"""The outlines of marks that are drawn together, in fewer characters."""
_POINT = "h0"
"""A line of no length, with round ends."""
_OF_SEVERITY: dict[Severity, tuple[Shape, Tone]] = {
    Severity.ERROR: ("square", "sev-error"),
    Severity.WARNING: ("triangle", "sev-warning"),
    Severity.NOTE: ("diamond", "sev-note"),
}

_MARK = Markup('<a href="#{}"{}><title>{}</title>{}</a>')
_SAYING = Markup("<g><title>{}</title>{}</g>")
_PATH = Markup('<path{} d="{}"{}/>')
_TEXT = Markup('<text x="{}" y="{}" text-anchor="{}"{} fill="currentColor" stroke="none">{}</text>')
_FIGURE = Markup(
    '<figure class="picture" id="picture-{name}"><div class="drawing" role="group" tabindex="0" aria-labelledby="{name}-title">'
    '<svg viewBox="0 0 {width} {height}" width="{width}" role="group" fill="none" stroke="currentColor" stroke-width="{line}" '
    'font-size="12" pointer-events="all" aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
    '<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>{drawn}</svg></div>'
    '<figcaption data-hint="{hint}"><b>{title}.</b> {reading}</figcaption></figure>'
)
_OUT_OF_THE_TAB_ORDER = Markup(' tabindex="-1"')
_FILLED = Markup(' fill="currentColor"')


class Look(Struct, frozen=True):
    """How a mark looks; a hollow one is drawn in outline."""

    shape: Shape
    tone: Tone
    hollow: bool = False


class Mark(Struct, frozen=True):
    """One mark: where it stands, the anchor that it leads to, what it says, and how many things it stands for."""

    x: float
    y: float
    look: Look
    target: str
    says: str
    stands_for: int = 1


def of_severity(finding: Finding) -> Look:
    """Return the look of a finding: a shape for each severity, in outline where it was known before."""
    shape, tone = _OF_SEVERITY[finding.severity]
    return Look(shape, tone, hollow=finding.known)


def marks(drawn: Sequence[Mark]) -> Markup:
    """Draw marks, the first of them on top.

    Errors and warnings are reached by the keyboard, other marks by the pointer alone: the page lists their cards anyway.
    """
    together: dict[Look, dict[str, None]] = {}
    crowded = len(drawn) > MOST_FINE
    grid = GRID if crowded else 1
    for mark in drawn[MOST_LINKED:]:
        outline = _outline_together(mark.look, crowded=crowded)
        together.setdefault(mark.look, {})[f"M{round(mark.x / grid) * grid} {round(mark.y / grid) * grid}{outline}"] = None
    merged = (_merged(look, "".join(places)) for look, places in together.items())
    return Markup("").join((*merged, *map(_mark, reversed(drawn[:MOST_LINKED]))))


def line(path: str, tone: Tone | Literal[""] = "muted", width: float = 0.5) -> Markup:
    """Draw the lines of a path."""
    return _PATH.format(_class(tone), path, Markup(' stroke-width="{}"').format(width))


def shade(path: str) -> Markup:
    """Fill the area within a path so palely that it is a ground for other areas."""
    return _PATH.format(_class("muted"), path, Markup(' fill="currentColor" fill-opacity=".18" stroke="none"'))


def area(path: str, tone: Tone, target: str, says: str) -> Markup:
    """Fill the area within a path; it leads to an anchor, if there is one."""
    filled = _PATH.format(_class(tone), path, Markup(' fill="currentColor" stroke="none"'))
    if not target:
        return _SAYING.format(says, filled)
    keyboard = Markup("") if tone in {"sev-error", "sev-warning"} else _OUT_OF_THE_TAB_ORDER
    return _MARK.format(target, keyboard, says, filled)


def text(
    x: float, y: float, content: str, tone: Tone | Literal[""] = "", side: Literal["start", "middle", "end"] = "start"
) -> Markup:
    """Write a line of words; `side` is what of it stands at `x`."""
    return _TEXT.format(f"{x:.4g}", f"{y:.4g}", side, _class(tone), content)


def linked(target: str, content: Markup) -> Markup:
    """Make words lead to an anchor."""
    return Markup('<a href="#{}" tabindex="-1">{}</a>').format(target, content)


def fit(content: str, room: float) -> str:
    """Return a text of unknown origin as one harmless line that takes no more than some units of `room`."""
    most = max(int(room / LETTER), 1)
    whole = clean(content, most * 4)
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def names(ids: Iterable[str]) -> str:
    """Return ids as a sentence names them: the first few of them, and how many more there are."""
    every = list(dict.fromkeys(ids))
    shown, more = ", ".join(clean(name, 40) for name in every[:NAMED]), len(every) - NAMED
    return written("{values} and {count} more", {"values": shown, "count": more}) if more > 0 else shown


def figure(name: str, height: float, drawn: Iterable[Markup], *, title: str, description: str, reading: str) -> Markup:  # noqa: PLR0913
    """Return the figure: `title` says what was found, `description` the same for those who cannot see it, `reading` how to read it.

    The drawing is a group and no image, because a screen reader tells of no links within an image (WAI-ARIA 1.2, "Presentational
    Children").
    """
    whole = Markup("").join(drawn)
    return _FIGURE.format(
        name=name,
        width=WIDTH,
        line=LINE,
        height=f"{height:.4g}",
        title=title,
        description=description,
        reading=reading,
        drawn=whole,
        hint=written("↔ The picture scrolls sideways."),
    )


def _mark(mark: Mark) -> Markup:
    shape = mark.look.shape
    outline = _circle(min(mark.stands_for**0.5, LARGEST) * RADIUS) if shape == "dot" else _PATHS[shape]
    filled = Markup("") if _is_open(mark.look) else _FILLED
    drawn = _PATH.format(_class(mark.look.tone), f"M{mark.x:.4g} {mark.y:.4g}{outline}", filled)
    keyboard = Markup("") if mark.look.tone in {"sev-error", "sev-warning"} else _OUT_OF_THE_TAB_ORDER
    return _MARK.format(mark.target, keyboard, mark.says, drawn)


def _outline_together(look: Look, *, crowded: bool) -> str:
    if look.shape != "dot":
        return _TOGETHER[look.shape]
    return _circle(RADIUS) if look.hollow and not crowded else _POINT


def _merged(look: Look, path: str) -> Markup:
    if path.endswith(_POINT):
        thick = 2 if look.hollow else 2 * RADIUS + LINE
        return _PATH.format(_class(look.tone), path, Markup(' stroke-linecap="round" stroke-width="{}"').format(thick))
    return _PATH.format(_class(look.tone), path, Markup("") if _is_open(look) else _FILLED)


def _is_open(look: Look) -> bool:
    return look.hollow or look.shape in {"barred", "cross"}


def _circle(radius: float) -> str:
    """Return a circle as one arc from its left end almost back to it: of all ways to draw one, the shortest."""
    return f"m-{radius:.3g} 0a{radius:.3g} {radius:.3g} 0 1 1 0 .01z"


def _class(tone: str) -> Markup:
    return Markup(' class="{}"').format(tone) if tone else Markup("")
