"""The overview of a corpus as one HTML file, which works offline and leads to each article's own report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from kzcheck.corpus.overview import overview
from kzcheck.corpus.queries import OLDEST_LINK
from kzcheck.corpus.rows import AUDITED, TABLES
from kzcheck.finding import Severity
from kzcheck.formats import html
from kzcheck.formats.html.pictures import bars, drawing, links
from kzcheck.formats.links import UNSEEN, WORDS
from kzcheck.formats.naming import SEVERITIES, counted
from kzcheck.formats.text import clean, sentence
from kzcheck.locale import ENGLISH
from kzcheck.reasons import REASONS
from kzcheck.sources import SOURCES
from kzcheck.steps import STEPS
from kzcheck.wording import Plural, in_use, listing, template, written
from kzcheck.writing import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kzcheck.corpus.overview import Article, Group, Overview, ReasonCount, RuleCount
    from kzcheck.formats.html.pictures.drawing import Tone

PAGE = "index.html"
"""The name of the page in the folder of a corpus."""
MOST_YEARS = 60
"""Years in a picture; what is earlier is left out, and the picture says so."""
SHORTEST = 0.01
"""The share from which a bar can be seen."""
LONGEST = 160
"""Characters of a title."""
PER = 100
"""References to which findings are related."""
FEWEST = 20
"""References of which a rate says something."""

ARTICLES = Plural("{count:,} article", "{count:,} articles")
WORKS = Plural("{count:,} work", "{count:,} works")
SHOWN = template("{count:,} of {total:,} articles are listed, those with the most errors and warnings first.")
STATES = {
    "unreadable": template("could not be read"),
    "crashed": template("crashed its reader"),
    "too-long": template("took too long"),
    "too-large": template("took too much memory"),
}
"""Why an article was not audited, in words."""

CITED_IN = Plural("in {count:,} list", "in {count:,} lists")
FAULTS = Plural(
    "A rule failed {count:,} time, and has no findings there; please report it.",
    "Rules failed {count:,} times, and have no findings there; please report it.",
)
_IN = Plural("{findings} in {count:,} of {total:,} articles", "{findings} in {count:,} of {total:,} articles")
_BAR = Markup(
    '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><path d="M0 0h{}v8H0z"/></svg>'
)
_TONES: dict[str, Tone] = {"error": "sev-error", "warning": "sev-warning", "note": "sev-note"}
_LEFT_OUT = Plural("{count:,} of earlier years is not shown.", "{count:,} of earlier years are not shown.")


class View(Struct, frozen=True):
    """An overview as its template reads it; `name` is the corpus's."""

    name: str
    seen: Overview

    @property
    def days(self) -> tuple[datetime, datetime] | None:
        """The first and the last day of evidence, or None if no article was audited."""
        first, last = self.seen.totals.first, self.seen.totals.last
        return None if first is None or last is None else (datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC))

    @property
    def verdict(self) -> str:
        """What is to be looked at, and in how many articles."""
        totals = self.seen.totals
        serious = [words for _, words, number in self.severities[:2] if number]
        if not serious:
            return written("No errors or warnings")
        return written(_IN, {"findings": listing(serious), "count": totals.concerned, "total": totals.audited})

    @property
    def size(self) -> list[str]:
        """How much was read."""
        totals = self.seen.totals
        claims = [counted(totals.claims, "claim")] if totals.claims else []
        works = written(WORKS, {"count": totals.works})
        return [written(ARTICLES, {"count": totals.audited}), counted(totals.references, "reference"), works, *claims]

    @property
    def severities(self) -> list[tuple[str, str, int]]:
        """The severities, their words with the numbers of findings, and these."""
        totals = self.seen.totals
        numbers = {Severity.ERROR: totals.errors, Severity.WARNING: totals.warnings, Severity.NOTE: totals.notes}
        return [(str(severity), counted(number, str(severity)), number) for severity, number in numbers.items()]

    @property
    def stopped(self) -> list[tuple[str, int]]:
        """How many articles were not audited, by what became of them, in words."""
        return [
            (written(STATES[state]) if state in STATES else clean(state), number)
            for state, number in self.seen.states_of_articles.items()
            if state != AUDITED
        ]

    @property
    def pictures(self) -> list[Markup]:
        """The findings by year."""
        drawn = (
            _years("years", written("Findings by the year of the article"), self.seen.years),
            _years("work-years", written("Findings by the year of the work cited"), self.seen.work_years),
        )
        return list(filter(None, drawn))

    @property
    def visited(self) -> bool:
        """Whether any link was visited."""
        return bool(set(self.seen.states) - {UNSEEN})

    @property
    def ages(self) -> Markup:
        """The states of links by their age."""
        return _ages(self.seen) if self.visited and self.seen.ages else Markup()

    @property
    def left_out(self) -> int:
        """Audited articles that are not in the list."""
        return self.seen.totals.audited - len(self.seen.articles)


def has_tables(folder: Path) -> bool:
    """Whether the corpus in a folder has tables, perhaps of an earlier audit."""
    return all(any((folder / "tables" / table).glob("part-*.parquet")) for table in TABLES)


def write(folder: Path) -> Overview:
    """Write the overview of the corpus in a folder, as its `index.html`, and return it.

    Raises:
        UnreadableError: there are no tables.
        OSError: the page cannot be written.
    """
    seen = overview(folder / "tables")
    name = folder.resolve().name
    put(folder / PAGE, render(name, seen).encode("utf-8", "surrogatepass"))
    return seen


def render(name: str, seen: Overview) -> str:
    """Return the overview of a corpus as one HTML page."""
    styles = ("style.css", "overview.css")
    return html.filled("overview.html.j2", styles, "overview.js", view=View(clean(name), seen), here=_HERE)


def label(article: Article) -> str:
    """Return what an article is called: its title, or its name in the corpus."""
    return clean(article.title or article.name, LONGEST)


def address(page: str) -> str:
    """Return a path from the corpus folder as an address."""
    return quote(page)


def bar(share: float, tone: str = "muted") -> Markup:
    """Draw a bar as long as a share (0 to 1) of the longest; the number beside it says the same."""
    long = max(share, SHORTEST) if share else 0
    return _BAR.format(tone, f"{long * 100:.4g}")


def percent(number: int, total: int) -> str:
    """Return a share in per cent; neither nothing nor everything unless it is exactly that."""
    if not total:
        return ""
    share = 100 * number / total
    if 0 < share < 1 or 99 < share < 100:  # noqa: PLR2004
        return written("under {share} %", {"share": 1}) if share < 1 else written("over {share} %", {"share": 99})
    return written("{share} %", {"share": round(share)})


def rate(group: Group) -> float | None:
    """Return the errors and warnings for each hundred references; None of so few references that it would say nothing."""
    return PER * (group.errors + group.warnings) / group.references if group.references >= FEWEST else None


def longest(rules: Sequence[RuleCount], severity: str) -> int:
    """Return the most findings of a rule of a severity, to draw the others beside it."""
    return max(rule.findings for rule in rules if rule.severity == severity)


def highest(groups: Sequence[Group]) -> float:
    """Return the highest rate of several groups, to draw the others beside it."""
    return max((rate(group) or 0 for group in groups), default=0) or 1


def reason(count: ReasonCount) -> tuple[str, str]:
    """Return a reason in words and their language: sentences with values are only in English in the tables."""
    who = f"{written(SOURCES[count.service].title)} " if count.service else ""
    known = REASONS.get(count.code or "")
    if isinstance(known, str) and "{" not in known:
        return who + written(known), in_use()
    return who + clean(count.message or written("no reason given")), ENGLISH


def _years(name: str, title: str, groups: Sequence[Group]) -> Markup:
    """Draw errors, warnings and notes for each hundred references, by year; empty where there are not two years."""
    if len(groups) < 2:  # noqa: PLR2004
        return Markup()
    last = groups[-1].of
    shown = [group for group in groups if group.of > last - MOST_YEARS]
    columns: dict[int | None, str] = {year: str(year) for year in range(shown[0].of, last + 1)}
    rows = []
    for severity, word in SEVERITIES.items():
        field = f"{severity}s"
        rates = {group.of: PER * getattr(group, field) / max(group.references, 1) for group in shown}
        if most := max(rates.values()):
            drawn = tuple(
                bars.Bar(group.of, rates[group.of] / most, _said(group, getattr(group, field), field))
                for group in shown
                if getattr(group, field)
            )
            total = written("{count:,}", {"count": sum(getattr(group, field) for group in groups)})
            rows.append(bars.Row(written(word), _TONES[str(severity)], drawn, total))
    if not rows:
        return Markup()
    reading = written(
        "Each row is a severity, each column a year. "
        "The height of a bar is the number of findings per 100 references, beside the highest bar of its row."
    )
    earlier = sum(group.articles for group in groups) - sum(group.articles for group in shown)
    return drawing.figure(
        name,
        bars.height(rows),
        bars.draw(rows, columns, {}),
        title=title,
        description=" ".join(f"{row.name}: {row.total}." for row in rows),
        reading=f"{reading} {written(_LEFT_OUT, {'count': earlier})}" if earlier else reading,
    )


def _said(group: Group, number: int, field: str) -> str:
    severity = field.removesuffix("s")
    values = {
        "year": group.of,
        "findings": counted(number, severity),
        "references": counted(group.references, "reference"),
        "articles": written(ARTICLES, {"count": group.articles}),
    }
    return written("{year}: {findings}; {references} in {articles}", values)


def _ages(seen: Overview) -> Markup:
    """Draw what became of links, by their age in years."""
    totals: dict[int | None, int] = {}
    for age in seen.ages:
        totals[age.years] = totals.get(age.years, 0) + age.links
    columns: dict[int | None, str] = {
        years: f"{years}+" if years == OLDEST_LINK else str(years) for years in range(max(age.years for age in seen.ages) + 1)
    }
    rows = []
    for state in WORDS:
        here = [age for age in seen.ages if age.state == state]
        drawn = tuple(
            bars.Bar(
                age.years,
                age.links / totals[age.years],
                written(
                    "{age} years: {share} {state}",
                    {"age": columns[age.years], "share": links.share(age.links, totals[age.years]), "state": written(WORDS[state])},
                ),
            )
            for age in here
        )
        if drawn:
            total = links.share(sum(age.links for age in here), sum(age.links for age in seen.ages))
            rows.append(bars.Row(written(WORDS[state]), links.tone(state), drawn, total))
    return drawing.figure(
        "ages",
        bars.height(rows),
        bars.draw(rows, columns, dict.fromkeys(totals, 1.0)),
        title=links.title(seen.states),
        description=" ".join(f"{sentence(row.name)}: {row.total}." for row in rows),
        reading=written(
            "Each row is a state, each column an age in years since access, or else since publication. "
            "A full bar is the share of the links of that age; links without a day are left out."
        ),
    )


_HERE = {
    "label": label,
    "address": address,
    "bar": bar,
    "percent": percent,
    "rate": rate,
    "highest": highest,
    "longest": longest,
    "reason": reason,
    "share": links.share,
    "steps": STEPS,
    "articles": ARTICLES,
    "shown": SHOWN,
    "cited_in": CITED_IN,
    "faults": FAULTS,
}
"""What the template asks for."""
