"""The site in a real browser: accessible, quiet, self-contained, without sideways scroll."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from books import ROOT
from browsing import SETTINGS, watched
from umbrella.toc import toc_documents

DOCUMENTS = toc_documents(ROOT / "_toc.yml")


@pytest.mark.parametrize("width, height, scheme", SETTINGS)
def test_no_page_has_an_accessibility_fault_or_asks_another_host(browser, address, width, height, scheme):
    # Preloading style sheets is axe's own traffic, at addresses the page never asks for.
    page, axe, faults = (
        # Colours must have settled when their contrast is measured.
        watched(
            browser, address, viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        ),
        Axe(),
        {},
    )
    for name in DOCUMENTS:
        page.goto(f"{address}/{name}.html")
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['nodes'][0]['html'][:160]}"
            for violation in axe.run(page, options={"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}).response["violations"]
        ]  # fmt: skip
        if found or page.faults:
            faults[name] = [*found, *page.faults]
            page.faults.clear()
    assert faults == {}


def test_the_focus_is_seen_at_every_stop_in_chosen_colours(browser, address):
    page = watched(browser, address, forced_colors="active", viewport={"width": 1300, "height": 800})
    page.goto(f"{address}/chapters/diffusion.html")
    unseen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        at = page.evaluate("(e => [e.outerHTML.slice(0, 80), getComputedStyle(e).outlineStyle])(document.activeElement)")
        unseen += [at[0]] if at[1] == "none" and not at[0].startswith("<body") else []
    assert unseen == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(browser, address, width):
    page = watched(browser, address, viewport={"width": width, "height": 800})
    wide = {}
    for name in DOCUMENTS:
        page.goto(f"{address}/{name}.html")
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess > 0:
            wide[name] = excess
    assert wide == {}


def test_pages_are_complete_without_scripts(browser, address):
    page = watched(browser, address, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/chapters/diffusion.html")
    assert page.locator("#fig-evidence-heatmap .umb-desk svg").is_visible()
    assert page.locator("#tab-findings tbody tr").first.is_visible()


@pytest.mark.parametrize("width, shown, hidden", [(1280, "desk", "phone"), (390, "phone", "desk")])
def test_the_drawing_that_fits_is_shown(browser, address, width, shown, hidden):
    page = watched(browser, address, viewport={"width": width, "height": 900})
    page.goto(f"{address}/chapters/diffusion.html")
    assert page.locator(f"#fig-evidence-heatmap .umb-{shown}").is_visible()
    assert not page.locator(f"#fig-evidence-heatmap .umb-{hidden}").is_visible()


@pytest.mark.parametrize("width", [1920, 1280, 768, 390])
def test_text_in_drawings_is_large_enough_to_read(browser, address, width):
    """No text of a figure falls under twelve pixels, however wide the window."""
    page, small = watched(browser, address, viewport={"width": width, "height": 844}), {}
    for name in DOCUMENTS:
        page.goto(f"{address}/{name}.html")
        small |= page.evaluate(
            """name => Object.fromEntries([...document.querySelectorAll('.umb-svg svg')]
                 .filter(svg => svg.getBoundingClientRect().width).flatMap(svg => [...svg.querySelectorAll('text')])
                 .map(text => { const at = text.getScreenCTM(), scale = Math.hypot(at.a, at.b);
                                return [`${name}: ${text.textContent}`, parseFloat(getComputedStyle(text).fontSize) * scale]; })
                 .filter(([, size]) => size < 11.9))""",
            name,
        )
    assert small == {}


def test_search_finds_a_region(browser, address):
    page = watched(browser, address, viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/search.html?q=perforant")
    page.wait_for_selector("#search-results li")
    assert page.faults == []
