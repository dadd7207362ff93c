"""Claims beside the texts of the works that they cite: what is in them, and what is still to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from kzcheck.formats.compared import QUOTED, SOURCE, beside, extent, still_to_read
from kzcheck.formats.naming import place, short, within
from kzcheck.formats.terminal.parts import BAR, body, hang, heading, two_lines
from kzcheck.formats.text import clean
from kzcheck.wording import Plural, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from kzcheck.article import Claim
    from kzcheck.finding import Excerpt
    from kzcheck.formats.compared import Fact
    from kzcheck.formats.view import View

MOST_CLAIMS = 60
"""Claims that a report shows beside texts; of more, the rest is counted."""
STYLES = {
    "verbatim": "green",
    "altered": "yellow",
    "rest": "",
    "absent": "yellow",
    "lacking": "yellow",
    "hint": "dim",
    "passage": "",
}
_MORE = Plural("and {count:,} more claim", "and {count:,} more claims")


def of_claim(out: Console, view: View, claim: Claim) -> None:
    """Print on a claim's card all that the texts at hand have in common with it."""
    for text in beside(view.report, claim.id):
        out.print()
        hang(out, Text.assemble(heading(written("In the cited work")), f"  [{clean(text.reference)}]", (f"  {text.read}", "dim")))
        _facts(out, (*text.facts, *text.passages))


def source(out: Console, view: View) -> None:
    """Print the text of the only reference: where it came from, and its extent."""
    for text in view.report.evidence.texts.values():
        hang(out, Text.assemble((f"{written('source')}: ", "dim"), extent(text)))


def reading(out: Console, view: View, claim: Claim) -> None:
    """Print at the end of a claim's card what is still to read for it."""
    for number, line in enumerate(still_to_read(view.report, claim)):
        if not number:
            out.print()
        hang(out, Text(line, style="bold"))


def of_report(out: Console, view: View, *, folded: bool) -> None:
    """Print all claims that were compared with texts; if `folded`, with the nearest passage of each only."""
    compared = {name: beside(view.report, name) for name in view.claims if name in view.report.evidence.comparisons}
    compared = {name: own for name, own in compared.items() if own}
    if not compared:
        return
    out.print()
    out.print(heading(written("Claims beside the texts of the cited works")))
    for name, own in list(compared.items())[:MOST_CLAIMS]:
        claim = view.claims[name]
        where = within(view.report, claim.location) or place(view.report, claim.location)
        out.print()
        hang(out, Text(where if claim.numbered else written("claim {id}", {"id": clean(name)}), style="bold"))
        two_lines(out, Text(clean(claim.printed or claim.text), style="italic"))
        for text in own:
            work = f"[{clean(text.reference)}] {_name(view, text.reference)}".rstrip()
            hang(out, Text.assemble(work, (f"  {text.read}", "dim")))
            _facts(out, text.facts)
            _facts(out, text.passages[: 1 if folded else None], most=2 if folded else None)
    if (more := len(compared) - MOST_CLAIMS) > 0:
        out.print(Text(written(_MORE, {"count": more}), style="dim"))


def _name(view: View, reference: str) -> str:
    return short(view.references[reference]) if reference in view.references else ""


def _facts(out: Console, facts: Iterable[Fact], most: int | None = None) -> None:
    """Print facts; of the words of a text no more than so many lines, if `most` is given."""
    for fact in facts:
        body(out, Text(fact.says, style=STYLES[fact.kind]), 2)
        for label, words in ((QUOTED, fact.quoted), (SOURCE, fact.words)):
            if words and words.text:
                both = fact.quoted is not None and fact.words is not None
                _words(out, words, f"{written(label)}: " if both else "", most)


def _words(out: Console, words: Excerpt, label: str, most: int | None) -> None:
    """Print words of a claim or a text behind a bar, what differs in them underlined."""
    line = Text.assemble((label, "dim"), words.text)
    for start, end in words.marks:
        line.stylize("bold underline", len(label) + start, len(label) + end)
    lines = line.wrap(out, out.width - 6)
    for number, part in enumerate(lines[:most], 1):
        part.rstrip()
        if number == most and number < len(lines):
            part.truncate(out.width - 7)
            part.append("…")
        body(out, Text.assemble(BAR, part), 4)
