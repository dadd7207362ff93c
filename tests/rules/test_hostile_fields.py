"""No text in a single field makes a rule slow: the time of rules grows linearly with the text, not quadratically."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from kzcheck.api import forget
from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.case import case_of
from kzcheck.csl import ITEM_TEXTS, Date, Item, Name
from kzcheck.evidence import Asked, Evidence, Found, Hop, Page, PageTitle, Record, Resolution, Sign, Update, Visit
from kzcheck.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kzcheck.case import Case
    from kzcheck.rule import Rule

LENGTH = 20_000
SECONDS = 0.5
"""Processor time for one rule and an article with some ten such fields: five times the linear cost."""
TRIES = 4
GROUPS = 4
"""Articles that share the fields, so that each has few enough for a meaningful time."""
DAY = datetime(2026, 11, 24, tzinfo=UTC)
PLACE = Location("references.yaml", 1, 1, 1, 2)
UNITS = (
    *("(", "[", "<a>", "&amp;", "\\a{", "«", "“", "’", "—", "- ", ". ", "...", "@", "%20", " ", "\n"),
    *("http://", "https://www.a.com/", "//", "doi:10.", "10.5555/a ", "1-", "1, ", "2004 "),
    *("a ", "А ", "aА", "İ", "e\u0301", "Smith et al. ", "Иванов и др. ", "Smith, J. "),
)


def hostile(unit: str) -> str:
    """Return a text that repeats one unit except for a letter near its end: texts that almost match are the slowest."""
    return (unit * LENGTH)[: LENGTH - 3 * len(unit) - 1] + "x" + unit * 3


def article_of(text: str, group: int) -> Article:
    fields = ITEM_TEXTS[group::GROUPS]
    name = Name(family=text, given=text) if group else Name(literal=text)
    whole = Item(
        "1",
        type=("book", "article-journal", "chapter", "webpage")[group],
        title="Rivers that never were",
        author=(Name(family="Okafor", given="Nneka"),),
        container_title="Journal of Invented Hydrology",
        issued=Date(start=(2014,)),
        url="https://example.org/rivers",
    )
    item = replace(whole, **dict.fromkeys(fields, text), **{("author", "editor", "translator", "author")[group]: (name,)})
    dated = replace(item, issued=Date(raw=text), accessed=Date(raw=text)) if group else item
    other = replace(whole, id="2", title=item.title, container_title=item.container_title, author=item.author)
    references = (Reference(dated, PLACE, printed=text, archived="https://example.org/" + text), Reference(other, PLACE))
    citations = (Citation("1", PLACE, text), Citation("2", PLACE, "5"))
    claim = Claim("c1", f"According to Okafor, “Rivers”{text} are so", PLACE, citations, (text,), (f"Okafor {text}",), (text,))
    plain = Claim("c2", "Okafor (2014) found rivers.", PLACE, citations)
    return Article(references, (plain if group else claim,), has_claims=True, issued=Date(start=(2025,)), title=text)


def evidence_of(article: Article, text: str) -> Evidence:
    """Return records and pages whose texts are as hostile as those of the list."""
    resolutions = {}
    for reference in article.references:
        item = replace(reference.item, id="10.5555/1", doi="10.5555/1")
        record = Record("crossref", "10.5555/1", item, titles=(text,), containers=(text,), years=(2004,))
        record = replace(record, updated_by=(Update("retraction", "10.5555/2", source="publisher", reason=text),))
        answer = Found((record,))
        asked = (Asked("crossref", "DOI", "10.5555/1", answer), Asked("openalex", "title", text, answer))
        resolutions[reference.id] = Resolution(asked, (Update("retraction", "10.5555/3", reason=text),))
    titles = tuple(PageTitle(source, text) for source in ("citation_title", "title"))
    visits = (Visit(DAY, (Hop("https://example.org/" + text, 200),), titles=titles, signs=(Sign("not-found", text),)),)
    pages = {url: Page(visits) for reference in article.references for url in reference.urls.values()}
    return Evidence(DAY, "test", resolutions=resolutions, pages=pages)


@pytest.mark.parametrize("unit", UNITS)
def test_no_hostile_field_makes_a_rule_slow(unit: str):
    text = hostile(unit)
    slow = {}
    for group in range(GROUPS):
        article = article_of(text, group)
        evidence = evidence_of(article, text)
        slow["case", group], case = least(partial(case_of, article, evidence))
        slow |= {(rule.code, group): least(partial(checked, rule, case))[0] for rule in RULES}

    assert not {name: took for name, took in slow.items() if took > SECONDS}


def checked(rule: Rule, case: Case) -> None:
    for _ in rule.check(case):
        pass


def least(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the least processor time of a few tries, and what work makes.

    One short try suffices, since a busy machine may take half as long again.
    """
    took = []
    while len(took) < TRIES:
        before = time.process_time()
        made = work()
        took.append(time.process_time() - before)
        if took[-1] <= SECONDS:
            break
        forget()  # otherwise the next try uses the cache
    return min(took), made
