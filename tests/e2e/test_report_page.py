"""Reports in a real browser: what it draws, refuses, prints, and what an accessibility checker finds.

Chromium comes from the system (Debian: ``apt-get install chromium fonts-noto-cjk``). With
MOCK_INTERVIEW_SHOTS=DIR the pages are kept there as pictures, to be looked at.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.test_page import CASES, page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = 390, 1280
SHOTS = os.environ.get("MOCK_INTERVIEW_SHOTS")  # before the tests' empty environment takes it away
LOOKS = [
    (case, lang, width, scheme)
    for case in CASES
    for lang, width, scheme in (("en", PHONE, "light"), ("zh", DESK, "dark"))
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser with a profile of its own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("needs Chromium; install it with 'apt-get install chromium'")
    api = pytest.importorskip("playwright.sync_api", reason="needs the playwright package to drive Chromium")
    with api.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=found, args=FLAGS, chromium_sandbox=False)
        yield launched
        launched.close()


class Seen:
    """A page of ours, opened from a file, and everything it asked for or complained about."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.noise: list[str] = []
        self.page.on("console", lambda message: self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on("dialog", lambda dialog: self.noise.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda request: self.noise.append(request.url))
        self.page.goto(path.as_uri())
        assert self.noise.pop(0) == path.as_uri(), "the page itself"


@pytest.fixture
def see(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """``see(html, width)`` opens a page."""
    opened: list[Seen] = []

    def open_(html: str, width: int = DESK, scheme: str = "light", **more: Any) -> Seen:
        path = tmp_path / "report.html"
        path.write_text(html, encoding="utf-8")
        size = {"width": width, "height": 900}
        opened.append(Seen(browser, path, viewport=size, color_scheme=scheme, **more))
        return opened[-1]

    yield open_
    for seen in opened:
        seen.context.close()


@pytest.mark.parametrize(("case", "lang", "width", "scheme"), LOOKS)
def test_a_page_fits_its_screen_and_an_accessibility_checker_finds_no_fault(
    see: Any, case: str, lang: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The checker is a script, which the page's own policy would refuse.
    seen = see(page(case, lang), width, scheme, bypass_csp=True)
    if width == PHONE:
        seen.page.evaluate("document.querySelectorAll('details').forEach((one, i) => { one.open = i < 5 })")
    size = seen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert size[0] <= size[1], "nothing has to be scrolled sideways to"
    found = Axe().run(seen.page)
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found.response["violations"]] == []
    assert seen.noise == []
    if SHOTS:
        name = f"{case}-{lang}-{width}-{scheme}.png"
        seen.page.screenshot(path=str(Path(SHOTS) / name), full_page=True)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_a_hostile_session_holds_is_run_or_fetched(see: Any, lang: str) -> None:
    # Without the policy, so that it is the page that is harmless and not only the browser that is strict.
    for html in (page("hostile", lang), re.sub("<meta http-equiv[^>]*>", "", page("hostile", lang))):
        seen = see(html)
        seen.page.locator(".words a").first.click()
        assert "owned" not in seen.page.title()
        assert seen.noise == []
        assert seen.page.locator("p.words").first.is_visible(), "no style of the answer's hides it"
        assert "<script>document.title='owned'</script>" in seen.page.locator("p.words").first.inner_text()


def test_the_policy_lets_the_style_sheet_through_and_refuses_a_script(see: Any) -> None:
    seen = see(page("one", "en").replace("</body>", "<script>document.title = 'owned'</script></body>"))
    assert seen.page.title() != "owned" and "script" in seen.noise[0]
    assert seen.page.locator("h1").evaluate("node => getComputedStyle(node).fontWeight") == "600"


def test_an_answer_opens_from_the_keyboard(see: Any) -> None:
    seen = see(page("rich", "en"))
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    summary = seen.page.locator("details.q > summary").first
    summary.focus()
    assert not seen.page.locator("details.q .words").first.is_visible()
    seen.page.keyboard.press("Enter")
    assert seen.page.locator("details.q .words").first.is_visible()


def test_a_link_to_a_folded_answer_unfolds_it_or_at_least_goes_there(see: Any) -> None:
    seen = see(page("rich", "en"))
    link = seen.page.locator(".study h3 a").first
    target = str(link.get_attribute("href"))
    link.click()
    assert seen.page.locator(f"[id='{target[1:]}'] > summary").is_visible()
    assert seen.page.evaluate("scrollY") > 0


@pytest.mark.parametrize("case", ["rich", "one"])
def test_a_page_prints_on_white_without_what_only_a_screen_needs(see: Any, case: str) -> None:
    seen = see(page(case, "zh"), DESK, "dark")
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not seen.page.locator("nav").is_visible()
    if case == "one":
        assert seen.page.locator(".reference").first.is_visible()
    else:
        assert not seen.page.locator("figure summary").first.is_visible()
    printed = seen.page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 2 <= pages <= 40


def test_a_phone_and_a_desk_are_each_shown_the_chart_made_for_them(see: Any) -> None:
    for width, shown, hidden in ((PHONE, "narrow", "wide"), (DESK, "wide", "narrow")):
        seen = see(page("rich", "en"), width)
        assert seen.page.locator(f"svg.chart.{shown}").is_visible()
        assert not seen.page.locator(f"svg.chart.{hidden}").is_visible()
        size = seen.page.locator(f"svg.chart.{shown} text").first.evaluate(
            "node => node.getBoundingClientRect().height"
        )
        assert size >= 11, "lettering is not scaled down to nothing"
