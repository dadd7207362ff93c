"""The edits that rules on links suggest, and their cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from kzcheck.article import Article, Claim, Location, Reference
from kzcheck.case import case_of
from kzcheck.csl import Date, Item
from kzcheck.evidence import Copies, Evidence, Hop, Memento, NoCopy, NotAsked, Page, Sign, Visit
from kzcheck.finding import Edit, Problem, Severity
from kzcheck.reasons import Reason
from kzcheck.rules import BY_CODE, living_pages, page_states

URL = "https://example.org/a/rivers"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)


def visit(*hops: tuple[str, int], sign: str = "", words: str = "") -> Visit:
    signs = (Sign(sign, words),) if sign else ()
    return Visit(NOW, tuple(Hop(*hop) for hop in hops), media_type="text/html", signs=signs, length=4000)


def problems(
    code: str, pages: dict[str, Page], *, claims: tuple[Claim, ...] = (), accessed: Date | None = None, archived: str = ""
) -> list[Problem]:
    """Run a rule on a list whose entries have these pages; `archived` is the copy in each of them, without an entry of its own."""
    urls = [url for url in pages if url != archived]
    items = (Item(id=str(number), url=url, accessed=accessed) for number, url in enumerate(urls, 1))
    references = (Reference(item, HERE, archived=archived) for item in items)
    return list(BY_CODE[code].check(case_of(Article(tuple(references), claims), Evidence(NOW, "test", pages=pages))))


def edits(code: str, pages: dict[str, Page], accessed: Date | None = None, archived: str = "") -> list[Edit]:
    results = problems(code, pages, accessed=accessed, archived=archived)
    return [edit for problem in results if problem.fix for edit in problem.fix.edits]


def copy(day: datetime, status: int = 200) -> Memento:
    url = f"https://web.archive.org/web/{day:%Y%m%d}000000/{URL}"
    return Memento(url, day, visit((url, status)))


READ = datetime(2018, 2, 18, tzinfo=UTC)
GONE = visit((URL, 404))


def fix(*days: int) -> str:
    """Return the fix for a lost page with copies made so many days after it was read."""
    page = Page((GONE, GONE), archived=Copies(tuple(copy(READ + timedelta(day)) for day in days)))
    advice = problems("LINK501", {URL: page}, accessed=Date(start=(2018, 2, 18)))[0].fix
    assert advice
    return str(advice)


def test_a_copy_is_added_beside_the_url_and_does_not_replace_it():
    page = Page((GONE, GONE), archived=Copies((copy(READ + timedelta(3)),)))

    assert edits("LINK501", {URL: page}) == [
        Edit("custom.archived", None, f"https://web.archive.org/web/20180221000000/{URL}", "the Wayback Machine", "1")
    ]


def test_a_better_copy_replaces_the_given_one_once():
    own = "https://archive.example/rivers"
    lost = visit((own, 404))
    page = Page((GONE, GONE), archived=Copies((copy(READ),)))
    pages = {URL: page, own: Page((lost, lost))}

    assert edits("LINK501", pages, archived=own) == [Edit("custom.archived", own, copy(READ).url, "the Wayback Machine", "1")]


def test_a_given_copy_is_not_suggested_as_its_own_replacement():
    own = copy(READ).url
    lost = visit((own, 404))
    pages = {URL: Page((visit((URL, 200)),), archived=Copies((copy(READ),))), own: Page((lost, lost))}

    assert [problem.severity for problem in problems("LINK501", pages, archived=own)] == [Severity.NOTE]
    assert not edits("LINK501", pages, archived=own)


def test_other_content_of_the_copy_s_field_is_not_overwritten_silently():
    page = Page((GONE, GONE), archived=Copies((copy(READ),)))

    assert [edit.old for edit in edits("LINK501", {URL: page}, archived="2018-02-18")] == ["2018-02-18"]


def test_a_copy_that_the_guard_refused_does_not_count():
    own = "http://127.0.0.1/rivers"
    refused = Page((Visit(NOW, (Hop(own),), layer="guard", reason=Reason("internal")),))

    assert [problem.severity for problem in problems("LINK501", {URL: Page((GONE, GONE)), own: refused}, archived=own)] == [None]


def test_a_copy_has_its_own_https_and_fragment():
    own = "http://archive.example/a"
    pages = {
        URL: Page((visit((URL, 200)),)),
        own: Page((visit((own, 301), ("https://archive.example/a", 200)),)),
    }
    short = Page((visit((f"{own}#t", 200), sign="missing-fragment", words="#t"),))

    assert edits("LINK509", pages, archived=own) == [Edit("custom.archived", own, "https://archive.example/a", "its host", "1")]
    assert edits("LINK512", {URL: pages[URL], f"{own}#t": short}, archived=f"{own}#t") == [
        Edit("custom.archived", f"{own}#t", own, "the URL itself", "1")
    ]


def test_the_copy_nearest_to_the_day_of_reading_is_suggested_with_its_distance():
    assert "2018-02-13, 5 days before it was read," in fix(400, -5, 3)
    assert "2018-02-19, 1 day after it was read," in fix(1)
    assert ", the day it was read," in fix(0)
    assert ", 13 months after it was read," in fix(400)
    assert ", 5 years before it was read," in fix(-1830)


def test_a_copy_that_does_not_show_the_page_is_not_suggested():
    page = Page((GONE, GONE), archived=Copies((copy(READ, 404),)))

    assert not edits("LINK501", {URL: page})


def test_no_distance_is_given_from_an_unknown_day():
    page = Page((GONE, GONE), archived=Copies((copy(READ),)))
    advice = problems("LINK501", {URL: page}, accessed=Date(start=(2018,)))[0].fix

    assert advice
    assert "copy of 2018-02-18 to the entry (custom" in str(advice)


def test_a_moved_page_gets_its_new_address_without_a_missing_fragment():
    new = "https://example.org/works/rivers"
    moved = Page((visit((URL, 301), (new, 200)),))
    short = Page((visit((f"{URL}#t", 301), (f"{new}#t", 200), sign="missing-fragment", words="#t"),))

    assert edits("LINK504", {URL: moved}) == [Edit("url", URL, new, "the redirect", "1")]
    assert edits("LINK504", {f"{URL}#t": short}) == [Edit("url", f"{URL}#t", new, "the redirect", "1")]
    assert not edits("LINK512", {f"{URL}#t": short})


def test_nothing_is_edited_for_a_page_that_redirects_by_itself():
    page = Page((replace(visit((URL, 200), sign="meta-refresh", words="https://example.org/new"), length=30),))

    assert problems("LINK504", {URL: page})
    assert not edits("LINK504", {URL: page})


def test_a_missing_fragment_is_removed():
    page = Page((visit((f"{URL}#t", 200), sign="missing-fragment", words="#t"),))

    assert edits("LINK512", {f"{URL}#t": page}) == [Edit("url", f"{URL}#t", URL, "the URL itself", "1")]


def test_https_is_suggested_if_the_host_redirected_to_exactly_that():
    same, other = "http://example.org/a", "http://example.com/b"
    pages = {
        same: Page((visit((same, 301), ("https://example.org/a", 301), ("https://www.example.org/a/", 200)),)),
        other: Page((visit((other, 301), ("https://www.example.com/en/b", 200)),)),
    }

    assert edits("LINK509", pages) == [Edit("url", same, "https://example.org/a", "its host", "1")]


def test_a_copy_that_leads_elsewhere_is_described_as_a_copy():
    own, end = "https://archive.example/rivers", "https://archive.example/lost"
    pages = {
        "LINK501": Page((visit((own, 301), (end, 404)),) * 2),
        "LINK503": Page((visit((own, 302), (end, 200), sign="parked", words="for sale"),)),
    }
    messages = [str(problems(code, {URL: Page(()), own: page}, archived=own)[0]) for code, page in pages.items()]

    assert messages == [
        f"the archived copy {own} leads to {end}, which returns 404 Not Found, in 2 checks",
        f"the archived copy {own} leads to {end}, which is a placeholder page of a domain seller or web server (“for sale”)",
    ]


def test_another_link_changes_the_message_but_not_the_fingerprint():
    pages = {f"https://host{number}.example/a": Page((visit((f"https://host{number}.example/a", 200)),)) for number in range(10)}
    seen = {url: replace(page, archived=NoCopy()) for url, page in pages.items()}
    nine = problems("LINK510", dict(list(seen.items())[:9]))[0]
    ten = problems("LINK510", seen | {URL: Page((visit((URL, 200)),), archived=NotAsked(Reason("interrupted")))})[0]

    assert str(nine).endswith("[7], [8] and 1 more")
    assert str(ten).endswith("[7], [8] and 2 more; it gave no answer for 1 more")
    assert nine.values["first"] == ten.values["first"]


def test_a_password_is_never_shown():
    secret = "https://reader:hunter2@example.org/a"  # noqa: S105 - it is invented
    claim = Claim("c1", f"See {secret} for it.", HERE)
    results = problems("LINK501", {secret: Page((GONE, GONE))}, claims=(claim,))

    assert [problem.claim for problem in results] == [None, "c1"]
    assert not any("hunter2" in str(problem) + str(problem.excerpt) for problem in results)


def test_words_of_a_page_are_not_a_template():
    page = Page((visit((URL, 200), sign="parked", words="{url} {0} {x!r} for sale"),))

    assert "“{url} {0} {x!r} for sale”" in str(problems("LINK503", {URL: page})[0])


def test_three_thousand_links_make_one_line_of_each_kind():
    pages = {f"http://host{number}.example/a/{number}": number for number in range(3000)}
    seen = {url: Page((visit((url, 301), ("https" + url[4:], 200)),), archived=NoCopy()) for url in pages}
    references = tuple(Reference(Item(id=str(number), title="Rivers", url=url), HERE) for url, number in pages.items())
    article, evidence = Article(references), Evidence(NOW, "test", pages=seen)
    results = [problem for rule in (*page_states.RULES, *living_pages.RULES) for problem in rule.check(case_of(article, evidence))]

    assert len(results) == 2
