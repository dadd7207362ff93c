"""The HTML page in a browser: silent, usable by keyboard, on a phone and on paper, without obstacles for readers."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kzcheck.formats.html import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from kzcheck.finding import Report

    Open = Callable[..., Page]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE, NARROW = ({"width": width, "height": 800} for width in (1200, 390, 320))


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
def show(browser: Browser, rich: Report, tmp_path: Path) -> Iterator[Open]:
    """Open the report from disk; at the end of the test the page must not have logged or requested anything."""
    file = tmp_path / "report.html"
    file.write_text(render(rich), "utf-8")
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


def wait_until(page: Page, shown: str) -> None:
    """Wait until the filters show this count."""
    page.get_by_text(shown, exact=True).wait_for()


def visible(page: Page, kind: str) -> list[str]:
    return [node.get_attribute("id") or "" for node in page.locator(f".{kind}").all() if node.is_visible()]


def test_the_filters_can_be_used_by_keyboard(show: Open):
    page = show()
    page.locator("[name=severity]").first.focus()
    wait_until(page, "claims shown: 2 of 4 · references shown: 4 of 9")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    wait_until(page, "claims shown: 1 of 4 · references shown: 1 of 9")
    assert visible(page, "claim") == ["claim-c1"]
    assert visible(page, "reference") == ["ref-1"]
    assert not page.locator("[data-code=WORK415]").is_visible()

    page.locator("[name=code]").focus()
    page.keyboard.type("WORK421")
    wait_until(page, "claims shown: 0 of 4 · references shown: 1 of 9")
    assert visible(page, "reference") == ["ref-1"]

    page.locator("button").focus()
    page.keyboard.press("Enter")
    wait_until(page, "claims shown: 4 of 4 · references shown: 9 of 9")
    assert len(visible(page, "reference")) == 9


def test_cards_are_found_by_words_number_and_state(show: Open):
    page = show()
    page.get_by_role("button", name="Show all").click()
    wait_until(page, "claims shown: 4 of 4 · references shown: 9 of 9")
    page.locator("[name=words]").fill("[6]")
    wait_until(page, "claims shown: 0 of 4 · references shown: 1 of 9")
    assert visible(page, "reference") == ["ref-6"]

    page.locator("[name=words]").fill("nothing has these words")
    page.locator("#none").wait_for(state="visible")
    page.locator("[name=words]").fill("")
    page.locator("[name=link]").select_option("dead")
    wait_until(page, "claims shown: 1 of 4 · references shown: 1 of 9")
    assert visible(page, "claim") == ["claim-c4"]
    assert visible(page, "reference") == ["ref-4"]

    page.locator("[name=link]").select_option("")
    page.locator("[name=record]").select_option("absent")
    wait_until(page, "claims shown: 0 of 4 · references shown: 1 of 9")
    assert visible(page, "reference") == ["ref-7"]


def test_findings_on_files_alone_are_still_found(show: Open):
    page = show()
    page.locator("[name=code]").select_option("KZ001")
    wait_until(page, "claims shown: 0 of 4 · references shown: 0 of 9")

    assert page.locator("#files").is_visible()
    assert not page.locator("#none").is_visible()


def test_the_first_tab_stop_skips_the_header_and_a_link_opens_its_target(show: Open):
    page = show()
    page.keyboard.press("Tab")
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")

    assert not page.locator("#ref-2").is_visible()
    page.locator("#claim-c1 .cites a").click()
    page.locator("#ref-2 .words").wait_for(state="visible")
    assert len(visible(page, "claim")) == 4


@pytest.mark.parametrize("viewport", [PHONE, NARROW])
def test_a_phone_scrolls_the_page_in_only_one_direction(viewport: dict[str, int], show: Open):
    page = show(viewport=viewport)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_axe_finds_no_violations(scheme: str, viewport: dict[str, int], show: Open):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed (group browser)").Axe()
    page = show(viewport=viewport, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    violations = axe.run(page).response["violations"]
    assert [(violation["id"], [node["target"] for node in violation["nodes"]]) for violation in violations] == []


def test_the_printed_page_has_all_findings_unfolded_and_no_controls(show: Open):
    page = show(color_scheme="dark")
    page.emulate_media(media="print")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert background == "rgb(255, 255, 255)"
    assert not page.locator("#filters").is_visible()
    assert not page.locator("nav").is_visible()
    assert not page.locator("#rules").is_visible()
    assert visible(page, "reference") == ["ref-1", "ref-4", "ref-6", "ref-7"]
    assert page.locator("#ref-7 .words").is_visible()


def test_the_printed_page_shows_what_the_reader_selected(show: Open):
    page = show()
    page.get_by_role("button", name="Show all").click()
    wait_until(page, "claims shown: 4 of 4 · references shown: 9 of 9")
    page.emulate_media(media="print")

    assert len(visible(page, "reference")) == 9
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#ref-6 > details[open]").count() == 1
    assert page.locator("#ref-2 > details[open]").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#ref-6 > details[open]").count() == 0


def test_everything_is_readable_without_scripts(show: Open):
    page = show(java_script_enabled=False)

    assert not page.locator("#filters").is_visible()
    assert page.locator("#claim-c1 .finding").is_visible()
    assert page.locator("#ref-1 .finding").first.is_visible()
    page.locator("#ref-2 summary").first.click()
    assert page.locator("#ref-2 .words").is_visible()
