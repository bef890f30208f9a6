"""Whether a search is overdue is judged on the reader's day: no build, a page with two dates and the script of the site."""

from __future__ import annotations

from pathlib import Path

from umbrella import site

SCRIPT = Path(site.__file__).parent / "static" / "cite.js"
PAGE = '<p>Due <time class="umb-due" datetime="2025-12-03">3 December 2025</time>, then <time class="umb-due" datetime="2999-01-01">later</time>.</p>'


def shown(browser, media: str, day: str) -> str:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.emulate_media(media=media)
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.route("http://book.test/", lambda route: route.fulfill(body=f"<body>{PAGE}<script>{SCRIPT.read_text('utf-8')}</script></body>", content_type="text/html"))
        page.goto("http://book.test/")
        return page.inner_text("p")
    finally:
        context.close()


def test_a_day_that_has_passed_is_called_overdue_and_no_other(browser):
    assert shown(browser, "screen", "2025-12-04") == "Due 3 December 2025 (overdue), then later."
    assert shown(browser, "screen", "2025-12-03") == "Due 3 December 2025, then later."


def test_paper_bears_the_day_alone(browser):
    assert shown(browser, "print", "2026-12-04") == "Due 3 December 2025, then later."
