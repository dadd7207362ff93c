"""The overview in a browser: it asks nobody, is searched by words, and has no obstacles for readers, on a phone too."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.corpus import page as pages
from kzcheck.corpus import tables
from kzcheck.corpus.rows import Rows, rows, stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from kzcheck.finding import Report

    Open = Callable[..., Page]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = ({"width": width, "height": 800} for width in (1200, 390))
MANY = 130
"""Articles: more than are shown at once."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (group browser)")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"there is no browser here: none of {', '.join(BROWSERS)}")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Browser, report: Report, tmp_path: Path) -> Iterator[Open]:
    """Open the overview from disk; at the end of the test it must not have logged or requested anything."""
    result = rows(report, "a", "articles/ab/a.html")
    named = (replace(result.articles[0], article=f"a/{n}", title=f"Rivers, part {n}", year=2000 + n % 9) for n in range(MANY))
    tables.write(tmp_path / "tables", 0, [result, Rows(tuple(named)), stopped("b", "too-long", "its audit took too long")])
    pages.write(tmp_path)
    file = tmp_path / pages.PAGE
    messages: list[str] = []
    contexts = []

    def show(**settings: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: messages.extend([] if request.url.startswith(file.as_uri()) else [request.url]))
        page.goto(file.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert messages == []


def lines(page: Page) -> int:
    return sum(line.is_visible() for line in page.locator(".list tbody tr").all())


def test_articles_are_shown_in_parts_and_found_by_words(show: Open):
    page = show()
    page.get_by_text("articles shown: 100 of 131", exact=True).wait_for()
    page.get_by_role("button", name="Show more").click()
    page.get_by_text("articles shown: 131 of 131", exact=True).wait_for()
    assert lines(page) == MANY + 1

    page.locator("[name=words]").fill("PART 12")
    page.get_by_text("articles shown: 11 of 131", exact=True).wait_for()
    assert lines(page) == 11
    assert not page.get_by_role("button", name="Show more").is_visible()


def test_without_scripts_all_articles_are_shown(show: Open):
    page = show(java_script_enabled=False)
    assert lines(page) == MANY + 1
    assert not page.locator("#filters").is_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violations(scheme: str, viewport: dict[str, int], show: Open):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (group browser)")
    found = axe.Axe().run(show(viewport=viewport, color_scheme=scheme)).response["violations"]
    assert [(violation["id"], [node["html"] for node in violation["nodes"][:3]]) for violation in found] == []


def test_a_phone_scrolls_the_page_in_only_one_direction(show: Open):
    page = show(viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_printed_page_has_the_findings_and_no_controls(show: Open):
    page = show()
    page.emulate_media(media="print")
    assert page.locator("#by-rule").is_visible()
    assert not page.locator("#filters").is_visible()
