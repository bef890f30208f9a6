"""Tables as readers meet them: as wide as the window allows, never two scroll bars, sorted, folded, cards on a phone."""

from __future__ import annotations

import pytest
from browsing import watched

WIDTHS = [(1280, 900), (1920, 1000), (768, 1000), (390, 844)]
# Tables of a page that are seen: id, whether the table is cut at the sides, whether also below.
MEASURE = """() => [...document.querySelectorAll('main table')].filter(table => table.offsetParent).map(table => {
  const cut = side => { for (let box = table.parentElement; box && box.tagName !== 'MAIN'; box = box.parentElement) {
    const style = getComputedStyle(box);
    if (side === 'x' ? style.overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1
                     : style.overflowY !== 'visible' && box.scrollHeight > box.clientHeight + 1) return true; }
    return false; };
  return [table.id, cut('x'), cut('y')]; })"""
# The explorer holds all columns of all rows; the rest are wide by a column or two.
WIDE_AT_A_DESK = 10


@pytest.fixture
def page(browser, address):
    page = watched(browser, address, viewport={"width": 1280, "height": 900})
    page.base = address
    yield page
    assert page.faults == []
    page.context.close()


@pytest.mark.parametrize("width, height", WIDTHS)
def test_few_tables_are_cut_at_the_sides_and_none_both_ways(page, site, width, height):
    page.set_viewport_size({"width": width, "height": height})
    wide, both = [], []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page.goto(f"{page.base}/{name}")
        for table, sides, below in page.evaluate(MEASURE):
            wide += [f"{name}#{table}"] if sides else []
            both += [f"{name}#{table}"] if sides and below else []
    assert both == []
    assert width < 1280 or len(wide) <= WIDE_AT_A_DESK, wide


def test_a_long_table_shows_its_first_rows_until_all_are_asked_for_or_one_is_named(page):
    page.goto(f"{page.base}/chapters/structural.html")
    rows = page.locator("#tab-findings tbody tr")
    seen = "all => all.filter(row => !row.hidden).length"
    assert rows.evaluate_all(seen) < rows.count() > 40
    last = rows.last.get_attribute("id")
    page.goto(f"{page.base}/chapters/structural.html#{last}")
    assert page.locator(f"#{last}").is_visible()
    page.goto("about:blank")
    page.goto(f"{page.base}/chapters/structural.html")
    page.locator("#tab-findings").locator("xpath=../following-sibling::p[@class='umb-rest'][1]/button").click()
    assert rows.evaluate_all(seen) == rows.count()


def test_a_heading_sorts_both_ways_and_stays_in_sight(page):
    page.goto(f"{page.base}/chapters/structural.html")
    column = "all => all.map(row => row.cells[0].textContent.trim().toLowerCase())"
    head = page.locator("#tab-claims thead th").first
    for way, reverse in (("ascending", False), ("descending", True)):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == way
        regions = page.locator("#tab-claims tbody tr").evaluate_all(column)
        assert regions == sorted(regions, reverse=reverse)
    page.evaluate("document.querySelector('#tab-claims tbody tr:nth-child(9)').scrollIntoView()")
    box = head.bounding_box()
    assert 0 <= box["y"] < 900


def test_on_a_phone_a_row_is_a_card_that_names_its_columns(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{page.base}/chapters/structural.html")
    cell = page.locator("#tab-claims tbody tr:first-child td").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Metric: "'
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"


def test_without_scripts_every_row_is_open(browser, address):
    page = watched(browser, address, java_script_enabled=False)
    page.goto(f"{address}/chapters/structural.html")
    assert page.locator("#tab-findings tbody tr[hidden]").count() == 0
