"""What rules judge: one article with its evidence, and what several rules need of the two, computed once."""

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
    """An article, the evidence about it, and the settings by which it is judged.

    `verdicts` are what all answers about a reference come to, by its id; `pages` what became of each URL that was visited.
    `style` is how the article cites and how its list is written. `ignored_settings` are those of the article's `kzcheck.toml` that
    do not count, `allowed` the URLs that may be visited although their hosts are internal.
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
        """The references by their ids; of several under one id the last."""
        return {reference.id: reference for reference in self.article.references}

    @cached_property
    def index(self) -> Index:
        """The references by the surnames of their people."""
        return Index(self.article.references)

    def judged(self) -> Iterator[tuple[Reference, Verdict]]:
        """Yield the references that services were asked about, with what all answers come to."""
        for reference in self.article.references:
            if verdict := self.verdicts.get(reference.id):
                yield reference, verdict

    @cached_property
    def _seen(self) -> tuple[SeenLink, ...]:
        return tuple(seen(self.article, self.evidence.pages, self.pages))

    def seen_in(self, *wanted: State) -> Iterator[SeenLink]:
        """Yield the pages in the wanted states, for each place that links to one."""
        return (page for page in self._seen if page.state.state in wanted)

    @cached_property
    def miscredits(self) -> tuple[Miscredit, ...]:
        """The people whom claims credit although the works cited are by others."""
        return tuple(miscredits(self.article))


def case_of(article: Article, evidence: Evidence, settings: Settings = Settings()) -> Case:  # noqa: B008 - a frozen value
    """Return an article and its evidence as rules judge them."""
    return Case(
        article=article,
        evidence=evidence,
        settings=settings,
        verdicts=verdicts(article, evidence),
        pages=states(article, evidence.pages, settings.links.hosts),
        style=styles.detect(article, settings.style),
    )
