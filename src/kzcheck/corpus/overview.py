"""The overview of a corpus: what its tables say in numbers, asked of them by DuckDB; the same tables give the same overview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.corpus import queries
from kzcheck.corpus.rows import TABLES
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.steps import STEPS

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    Part = TypeVar("Part", bound=Struct)

MOST_REASONS = 6
"""Reasons beside a step."""
MOST_FAULTS = 4
"""Faults beside a work."""
MEMORY = "1GB"
"""What DuckDB keeps in memory; more goes into a folder beside the tables, which is removed at the end."""


class Article(Struct, frozen=True):
    """An article as a line of a list: what it is called, its own report, and its numbers."""

    name: str
    page: str | None
    title: str | None = None
    journal: str | None = None
    year: int | None = None
    references: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    unchecked: int = 0


class Totals(Struct, frozen=True):
    """The corpus in numbers; `concerned` are articles with errors or warnings, `first` and `last` the times of evidence."""

    articles: int
    audited: int
    concerned: int
    references: int
    works: int
    claims: int
    errors: int
    warnings: int
    notes: int
    hidden: int
    unchecked: int
    faults: int
    kzcheck: str
    first: float | None
    last: float | None


class Example(Struct, frozen=True):
    """An article with findings of a rule, and how many."""

    article: Article
    findings: int


class RuleCount(Struct, frozen=True):
    """The findings of a rule, the gravest severity among them, in how many articles, and the articles with most of them."""

    code: str
    name: str
    severity: str
    findings: int
    articles: int
    examples: tuple[Example, ...] = ()


class Group(Struct, frozen=True):
    """Findings in articles or references that have something in common: a year or the name of a journal."""

    of: Any
    articles: int
    references: int
    errors: int
    warnings: int
    notes: int


class Host(Struct, frozen=True):
    """The links to a host by what became of them, and the findings on the references that give them."""

    name: str
    links: int
    lost: int
    moved: int
    unread: int
    unvisited: int
    errors: int
    warnings: int


class Age(Struct, frozen=True):
    """Links of one age in whole years, in one state."""

    years: int
    state: str
    links: int


class ReasonCount(Struct, frozen=True):
    """A reason for which checks of a step were not made, of which service, how many, and in how many articles."""

    step: str
    service: str | None
    code: str | None
    message: str | None
    checks: int
    articles: int


class StepCount(Struct, frozen=True):
    """What a step had to check, what of it was not checked at all, and why."""

    step: str
    subjects: int
    unchecked: int
    reasons: tuple[ReasonCount, ...] = ()
    more: int = 0


class Fault(Struct, frozen=True):
    """A fault of a work that several articles have: the rule, how many articles, and what it says in one of them."""

    work: str
    code: str
    name: str
    severity: str
    articles: int
    message: str


class Work(Struct, frozen=True):
    """A work that is wrong in the same way in several articles: how they list it, its faults, and some of the articles.

    `more` is the number of faults that are not named.
    """

    key: str
    title: str | None
    author: str | None
    year: int | None
    doi: str | None
    citing: int
    faults: tuple[Fault, ...] = ()
    more: int = 0
    examples: tuple[Article, ...] = ()


class Stopped(Struct, frozen=True):
    """An article that was not audited, and why."""

    name: str
    state: str
    reason: str | None


class Overview(Struct, frozen=True):
    """All that the overview shows; each part is cut to what a page can hold."""

    totals: Totals
    rules: tuple[RuleCount, ...]
    years: tuple[Group, ...]
    work_years: tuple[Group, ...]
    journals: tuple[Group, ...]
    cited_journals: tuple[Group, ...]
    states: dict[str, int]
    ages: tuple[Age, ...]
    hosts: tuple[Host, ...]
    steps: tuple[StepCount, ...]
    works: tuple[Work, ...]
    states_of_articles: dict[str, int]
    stopped: tuple[Stopped, ...]
    articles: tuple[Article, ...]


def overview(folder: Path) -> Overview:
    """Return the overview of the tables in a folder.

    Raises:
        UnreadableError: there are no such tables, or they cannot be read.
        UsageError: the extra is not installed.
    """
    connection = _opened(folder)
    return Overview(
        totals=_all(connection, Totals, queries.TOTALS)[0],
        rules=_rules(connection),
        years=_all(connection, Group, queries.BY_YEAR),
        work_years=_all(connection, Group, queries.BY_WORK_YEAR),
        journals=_all(connection, Group, queries.BY_JOURNAL),
        cited_journals=_all(connection, Group, queries.BY_CITED_JOURNAL),
        states=dict(connection.execute(queries.STATES.format(table="pages")).fetchall()),
        ages=_all(connection, Age, queries.AGES),
        hosts=_all(connection, Host, queries.HOSTS),
        steps=_steps(connection),
        works=_works(connection),
        states_of_articles=dict(connection.execute(queries.STATES.format(table="articles")).fetchall()),
        stopped=_all(connection, Stopped, queries.STOPPED),
        articles=_all(connection, Article, queries.ARTICLES),
    )


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection that knows the tables by their names.

    They are given as files that pyarrow reads: in a path, DuckDB itself takes some characters for patterns.
    """
    try:
        import duckdb  # noqa: PLC0415 - only this part of the extra needs it
        from pyarrow import ArrowInvalid, dataset, parquet  # noqa: PLC0415

        from kzcheck.corpus import tables  # noqa: PLC0415
    except ImportError:
        raise UsageError("an overview needs DuckDB and Arrow: install kzcheck[cluster]") from None
    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / ".duckdb")})
    for table in TABLES:
        parts = sorted((folder / table).glob("part-*.parquet"))
        if not parts:
            raise UnreadableError(f"{folder}: the table of {table} is missing; run kzcheck corpus audit to its end")
        for part in parts:
            try:
                known = parquet.read_schema(part).equals(tables.schema(table))
            except ArrowInvalid:
                known = False
            if not known:
                raise UnreadableError(
                    f"{part}: is damaged, or of another version of kzcheck; remove it, and run kzcheck corpus audit again"
                )
        connection.register(table, dataset.dataset(list(map(str, parts))))
    connection.execute(queries.ON_REFERENCES)
    return connection


def _all(connection: duckdb.DuckDBPyConnection, kind: type[Part], query: str) -> tuple[Part, ...]:
    return tuple(kind(*row) for row in connection.execute(query).fetchall())


def _rules(connection: duckdb.DuckDBPyConnection) -> tuple[RuleCount, ...]:
    examples: dict[str, list[Example]] = {}
    for code, findings, *article in connection.execute(queries.EXAMPLES_OF_RULES).fetchall():
        examples.setdefault(code, []).append(Example(Article(*article), findings))
    return tuple(replace(rule, examples=tuple(examples[rule.code])) for rule in _all(connection, RuleCount, queries.RULES))


def _steps(connection: duckdb.DuckDBPyConnection) -> tuple[StepCount, ...]:
    reasons: dict[str, list[ReasonCount]] = {}
    for reason in _all(connection, ReasonCount, queries.REASONS):
        reasons.setdefault(reason.step, []).append(reason)
    counts = {count.step: count for count in _all(connection, StepCount, queries.STEPS)}
    return tuple(
        replace(counts[step], reasons=tuple(why[:MOST_REASONS]), more=max(len(why) - MOST_REASONS, 0))
        for step, why in ((step, reasons.get(step, [])) for step in STEPS)
        if step in counts
    )


def _works(connection: duckdb.DuckDBPyConnection) -> tuple[Work, ...]:
    connection.execute(queries.FAULTS)
    faults: dict[str, list[Fault]] = {}
    for fault in _all(connection, Fault, queries.FAULTS_OF_WORST):
        faults.setdefault(fault.work, []).append(fault)
    examples: dict[str, list[Article]] = {}
    for work, *article in connection.execute(queries.EXAMPLES_OF_WORKS).fetchall():
        examples.setdefault(work, []).append(Article(*article))
    return tuple(
        replace(
            work,
            faults=tuple(faults[work.key][:MOST_FAULTS]),
            more=max(len(faults[work.key]) - MOST_FAULTS, 0),
            examples=tuple(examples[work.key]),
        )
        for work in sorted(_all(connection, Work, queries.LISTED), key=lambda work: [*faults].index(work.key))
    )
