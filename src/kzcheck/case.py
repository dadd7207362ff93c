"""The case that rules judge: an article with its evidence, and values that several rules need, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kzcheck.matching.attribution import Index, miscredits
from kzcheck.matching.links import seen, states
from kzcheck.matching.lists import styles
from kzcheck.matching.works import verdicts
from kzcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.article import Article, Reference, Style, UserSetting
    from kzcheck.evidence import Evidence
    from kzcheck.matching.attribution import Miscredit
    from kzcheck.matching.links import PageState, SeenLink, State
    from kzcheck.matching.works import Verdict


@dataclass(frozen=True)
class Case:
    """An article, the evidence about it, and the settings for judging it.

    `verdicts` are the combined answers about each reference, by its id; `pages` the state of each visited URL. `style` is that of
    the article's citations and list. `ignored_settings` are those of the article's `kzcheck.toml` that do not count, `allowed` the
    URLs that may be visited although their hosts are internal.
    """

    article: Article
    evidence: Evidence
    settings: Settings
    verdicts: Mapping[str, Verdict]
    pages: Mapping[str, PageState]
    style: Style
    ignored_settings: tuple[UserSetting, ...] = ()
    allowed: frozenset[str] = frozenset()

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The references by id; of several with one id, the last."""
        return {reference.id: reference for reference in self.article.references}

    @cached_property
    def wholly_read(self) -> tuple[Reference, ...]:
        """The references of which no field was read with doubt: rules on missing fields judge only these."""
        return tuple(reference for reference in self.article.references if not reference.partly_read)

    @cached_property
    def index(self) -> Index:
        """The references by the surnames of their people."""
        return Index(self.article.references)

    def judged(self) -> Iterator[tuple[Reference, Verdict]]:
        """Yield the references that services were asked about, with the verdict on each."""
        for reference in self.article.references:
            if verdict := self.verdicts.get(reference.id):
                yield reference, verdict

    @cached_property
    def _seen(self) -> tuple[SeenLink, ...]:
        return tuple(seen(self.article, self.evidence.pages, self.pages))

    def seen_in(self, *states: State) -> Iterator[SeenLink]:
        """Yield the pages in these states, for each place that links to one."""
        return (page for page in self._seen if page.state.state in states)

    @cached_property
    def miscredits(self) -> tuple[Miscredit, ...]:
        """The people credited in claims that cite works of others."""
        return tuple(miscredits(self.article))


def case_of(article: Article, evidence: Evidence, settings: Settings = Settings()) -> Case:  # noqa: B008 - a frozen value
    """Return an article and its evidence as a case for rules."""
    return Case(
        article=article,
        evidence=evidence,
        settings=settings,
        verdicts=verdicts(article, evidence),
        pages=states(article, evidence.pages, settings.links.hosts),
        style=styles.detect(article, settings.style),
    )
