"""What the cells of a heatmap and the outlines of a map say on hover, on focus and by touch, and where the arrow keys lead."""

from __future__ import annotations

import pytest
from browsing import watched

PLACES = [("chapters/diffusion", "evidence-heatmap"), ("index", "evidence-matrix"), ("index", "brain-map")]
AT = "document.activeElement.getAttribute('aria-label')"
BOX = "(e => (b => [b.x, b.y, b.width, b.height])(e.getBoundingClientRect()))(document.activeElement)"


@pytest.fixture
def page(browser, address):
    page = watched(browser, address, viewport={"width": 1280, "height": 900})
    yield page
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("chapter, figure", PLACES)
def test_a_part_says_what_it_is_on_hover_and_escape_closes_it(page, address, chapter, figure):
    page.goto(f"{address}/{chapter}.html")
    link = page.locator(f"#fig-{figure} .umb-desk svg a").first
    link.scroll_into_view_if_needed()
    link.hover(force=True)
    tip = page.locator(".umb-tip")
    assert tip.is_visible() and tip.inner_text() == link.get_attribute("aria-label")
    assert "review" in tip.inner_text() and ": " in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


@pytest.mark.parametrize("chapter, figure", PLACES)
def test_a_drawing_is_one_stop_and_arrow_keys_go_from_part_to_part(page, address, chapter, figure):
    page.goto(f"{address}/{chapter}.html")
    drawing = page.locator(f"#fig-{figure} .umb-desk svg")
    assert drawing.locator("a[tabindex='0']").count() == 1
    drawing.locator("a[tabindex='0']").focus()
    before, told = page.evaluate(BOX), page.evaluate(AT)
    page.keyboard.press("ArrowDown")
    after = page.evaluate(BOX)
    assert page.evaluate(AT) and after[1] > before[1] and page.locator(".umb-tip").inner_text() == page.evaluate(AT)
    assert drawing.locator("a[tabindex='0']").count() == 1
    page.keyboard.press("End")
    last = page.evaluate(AT)
    page.keyboard.press("Home")
    assert page.evaluate(AT) == told != last
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('svg')")


def test_arrow_keys_follow_a_row_of_a_heatmap_and_its_columns(page, address):
    page.goto(f"{address}/chapters/diffusion.html")
    links = page.locator("#fig-evidence-heatmap .umb-desk svg a")
    words = links.evaluate_all("all => all.map(link => link.getAttribute('aria-label'))")
    start = next(place for place, text in enumerate(words) if text.startswith("corticospinal tract, fractional"))
    links.nth(start).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(AT).startswith("corticospinal tract, diffusion metrics")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(AT).startswith("corticospinal tract, fractional")
    page.keyboard.press("ArrowDown")
    assert ", fractional anisotropy" in page.evaluate(AT)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_in_a_drawing_is_seen(browser, address, scheme):
    page = watched(browser, address, viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.goto(f"{address}/chapters/diffusion.html")
    link = page.locator("#fig-evidence-heatmap .umb-desk svg a").nth(1)
    look = "e => (s => [s.stroke, s.strokeWidth])(getComputedStyle(e.querySelector('path')))"
    before = link.evaluate(look)
    page.locator("#fig-evidence-heatmap .umb-desk svg a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    focused = page.evaluate("(e => (s => [s.stroke, s.strokeWidth])(getComputedStyle(e.querySelector('path'))))(document.activeElement)")
    assert focused != before and focused[0] != "none" and float(focused[1].removesuffix("px")) > 2


def test_enter_leads_to_the_rows_of_a_cell_with_its_filters_shown(page, address):
    page.goto(f"{address}/chapters/structural.html")
    links = page.locator("#fig-evidence-heatmap .umb-desk svg a")
    words = links.evaluate_all("all => all.map(link => link.getAttribute('aria-label'))")
    links.nth(next(n for n, text in enumerate(words) if text.startswith("precentral gyrus, cortical thickness"))).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explorer.html?*")
    chips = " ".join(page.locator(".umb-chips button").all_inner_texts())
    assert "precentral gyrus" in chips and "cortical thickness" in chips
    assert page.locator(".umb-explorer tbody tr:not([hidden])").first.is_visible()


def test_the_first_touch_tells_and_the_second_follows(browser, address):
    page = watched(browser, address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{address}/chapters/diffusion.html")
    link = page.locator("#fig-evidence-heatmap .umb-phone svg a").first
    link.scroll_into_view_if_needed()
    link.tap(force=True)
    tip = page.locator(".umb-tip")
    assert tip.is_visible() and "diffusion.html" in page.url
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    link.tap(force=True)
    page.wait_for_url("**/explorer.html?*")


def test_without_a_script_the_parts_are_links_with_a_title(browser, address):
    page = watched(browser, address, java_script_enabled=False)
    page.goto(f"{address}/chapters/diffusion.html")
    link = page.locator("#fig-evidence-heatmap .umb-desk svg a").first
    assert ": " in link.locator("title").text_content() and "explorer.html?" in link.get_attribute("href")
