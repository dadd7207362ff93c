"""The overview of a corpus: what it counts, and the page that shows it."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import html
from msgspec.structs import replace

from kzcheck.article import Article
from kzcheck.corpus import page, queries, tables
from kzcheck.corpus.overview import overview
from kzcheck.corpus.rows import ArticleRow, Rows, rows, stopped
from kzcheck.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kzcheck.corpus.overview import Overview
    from kzcheck.finding import Report

HOSTILE = "</script><script>alert(1)</script> <img src=x onerror=alert(1)> \u202e ##[error]"


def seen(folder: Path, *results: Rows) -> Overview:
    tables.write(folder, 0, results)
    return overview(folder)


def shown(read: Overview) -> html.HtmlElement:
    return html.document_fromstring(page.render("An invented corpus", read))


def section(read: Overview, name: str) -> str:
    return " ".join(" ".join(shown(read).get_element_by_id(name).itertext()).split())


@pytest.fixture
def both(report: Report, tmp_path: Path) -> Overview:
    """Two articles with the same list, and one that crashed its reader."""
    results = (rows(report, f"a/{number}", f"articles/ab/{number}.html") for number in (1, 2))
    return seen(tmp_path / "tables [1]*", *results, stopped("b", "crashed", "its reader crashed"))


def test_articles_findings_and_checks_are_counted(both: Overview):
    totals = both.totals
    assert (totals.articles, totals.audited, totals.concerned) == (3, 2, 2)
    assert (totals.references, totals.works, totals.claims) == (6, 2, 2)
    assert (totals.errors, totals.warnings, totals.notes, totals.unchecked) == (2, 2, 0, 4)
    assert [(rule.code, rule.findings, rule.articles) for rule in both.rules] == [("LINK501", 2, 2), ("REF201", 2, 2)]
    assert [(year.of, year.articles, year.errors, year.warnings) for year in both.years] == [(2024, 2, 2, 2)]


def test_links_are_counted_by_state_age_and_host(both: Overview):
    assert both.states == {"dead": 2, "not-visited": 2, "ok": 2}
    assert [(age.years, age.state, age.links) for age in both.ages] == [(10, "dead", 2), (14, "not-visited", 2)]
    (host,) = both.hosts
    assert (host.name, host.links, host.lost, host.unvisited, host.errors) == ("rivers.example.org", 6, 2, 2, 2)


def test_a_step_has_its_share_and_its_reasons(both: Overview):
    records, links = both.steps
    assert (records.step, records.subjects, records.unchecked) == ("records", 6, 2)
    assert [(reason.service, reason.code, reason.checks) for reason in records.reasons] == [
        ("crossref", "no-such-host", 2),
        (None, "offline", 2),
    ]
    assert (links.subjects, links.unchecked) == (4, 0)


def test_a_work_that_is_wrong_in_two_articles_is_named_with_both(both: Overview):
    work = next(work for work in both.works if work.doi)
    assert (work.title, work.citing) == ("Rivers that <i>never</i> were", 2)
    assert [(fault.code, fault.articles) for fault in work.faults] == [("REF201", 2)]
    assert [example.name for example in work.examples] == ["a/1", "a/2"]


def test_a_fault_in_one_article_alone_is_not_a_shared_one(report: Report, tmp_path: Path):
    sound = replace(report, findings=())
    assert not seen(tmp_path, rows(report, "a/1"), rows(sound, "a/2")).works


def test_a_duplicate_in_two_lists_is_not_a_wrong_work(report: Report, tmp_path: Path):
    duplicate = replace(report, findings=(replace(report.findings[0], code="REF207"),))
    assert not seen(tmp_path, rows(duplicate, "a/1"), rows(duplicate, "a/2")).works


def test_the_worst_article_comes_first(report: Report, tmp_path: Path):
    sound = replace(report, findings=())
    assert [article.name for article in seen(tmp_path, rows(sound, "a/1"), rows(report, "a/2")).articles] == ["a/2", "a/1"]


def test_without_tables_the_reader_is_told_what_to_do(tmp_path: Path):
    with pytest.raises(UnreadableError, match="run kzcheck corpus audit to its end"):
        overview(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PAR1 and nothing else PAR1"])
def test_a_damaged_table_is_named(content: bytes, tmp_path: Path):
    tables.write(tmp_path, 0, [])
    (tmp_path / "pages" / "part-00000.parquet").write_bytes(content)
    with pytest.raises(UnreadableError, match=r"pages.part-00000\.parquet: is damaged"):
        overview(tmp_path)


def test_a_table_of_another_version_is_named(tmp_path: Path):
    tables.write(tmp_path, 0, [])
    shutil.copy(tmp_path / "checks" / "part-00000.parquet", tmp_path / "pages" / "part-00000.parquet")
    with pytest.raises(UnreadableError, match="of another version"):
        overview(tmp_path)


def test_without_the_extra_the_reader_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UsageError, match=r"install kzcheck\[cluster\]"):
        overview(tmp_path)


def test_the_page_leads_to_the_reports_of_articles(both: Overview):
    links = {link.get("href") for link in shown(both).iter("a")}
    assert {"articles/ab/1.html", "articles/ab/2.html"} <= links
    assert not [link for link in links if re.match(r"\w+:|//", link)]


def test_the_page_says_what_was_not_audited_and_why(both: Overview):
    assert "1 article: crashed its reader. Which, and why b its reader crashed" in section(both, "stopped")


def test_the_page_says_what_was_not_checked_and_why(both: Overview):
    text = section(both, "unchecked")
    assert "Records : 4 of 6" in text
    assert "Crossref cannot be found (no such host) · 2 checks not made, 2 articles" in text


def test_a_step_is_done_only_if_nothing_of_it_is_open(both: Overview):
    """Links were all asked about, but two checks of a claim's link were not made."""
    made = [item.get("class") for item in shown(both).get_element_by_id("unchecked").iter("li")]
    assert made == ["made-part", "made-part"]


def test_bars_have_numbers_and_pictures_have_words(report: Report, tmp_path: Path):
    earlier = replace(report, article=replace(report.article, issued=None), findings=report.findings[:1])
    later = rows(report, "a/1")
    both = seen(tmp_path, later, replace(rows(earlier, "a/2"), articles=(replace(later.articles[0], article="a/2", year=2020),)))
    drawn = shown(both)
    assert "2020: 1 error; 3 references in 1 article" in drawn.get_element_by_id("picture-years").text_content()
    assert "10 years: 2 of 2 dead" in drawn.get_element_by_id("picture-ages").text_content()
    assert all(svg.get("aria-hidden") or svg.get("aria-labelledby") for svg in drawn.iter("svg"))


def test_markup_of_others_is_text(report: Report, tmp_path: Path):
    listed = tuple(replace(reference, item=replace(reference.item, title=HOSTILE)) for reference in report.article.references)
    hostile = replace(report, article=replace(report.article, title=HOSTILE, references=listed))
    results = (rows(hostile, f"{HOSTILE}{number}", "articles/ab/x.html") for number in (1, 2))
    read = seen(tmp_path, *results, stopped(HOSTILE, "unreadable", HOSTILE))
    text = page.render(HOSTILE, read)
    drawn = html.document_fromstring(text)
    assert len(list(drawn.iter("script"))) == 1
    assert not list(drawn.iter("img"))
    assert "\u202e" not in text
    assert "##[" not in text
    assert "alert(1)" in section(read, "works")


def test_a_list_of_many_articles_is_cut_and_says_where_the_others_are(tmp_path: Path):
    number = queries.MOST_ARTICLES + 1
    lines = tuple(ArticleRow(f"a/{place}", "audited", warnings=place) for place in range(number))
    read = seen(tmp_path, Rows(lines))
    assert len(read.articles) == queries.MOST_ARTICLES
    text = section(read, "articles")
    assert f"{queries.MOST_ARTICLES:,} of {number:,} articles are listed" in text
    assert "in the Parquet files in the folder “tables”" in text


def test_an_empty_corpus_has_a_page(tmp_path: Path):
    assert "No errors or warnings" in shown(seen(tmp_path)).text_content()


def test_an_article_without_anything_has_a_page(report: Report, tmp_path: Path):
    empty = replace(report, article=Article(), findings=(), unchecked=(), subjects={}, missed={}, pages={}, outcomes={})
    assert "No errors or warnings" in shown(seen(tmp_path, rows(empty, "a"))).text_content()
