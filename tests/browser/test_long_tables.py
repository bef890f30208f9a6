"""The rest of a long table, from a disk: rows come when they are asked for, and the explorer works on all of them."""

from __future__ import annotations

import pandas as pd
import pytest
from books import ROOT
from browsing import watched
from umbrella import show
from umbrella.html_tables import table
from umbrella.site import long_tables

STATIC = ROOT / "scripts" / "umbrella" / "site" / "static"
PAGE = '<!DOCTYPE html><meta charset="utf-8"><title>x</title><script src="tables.js" defer></script><main>{}</main>'
SEEN = "all => all.filter(row => !row.hidden).map(row => row.id)"
ROWS = 60


@pytest.fixture
def opened(tmp_path, browser, monkeypatch):
    """Opens a page with some HTML, cut as a build cuts it, from a disk."""
    monkeypatch.setattr(long_tables, "LONG", 20)
    monkeypatch.setattr(long_tables, "FIRST", 10)
    monkeypatch.setattr(long_tables, "PART", 17)
    pages = []

    def page(content: str, way: str = "", **options):
        text, files = long_tables.cut(PAGE.format(content), "x.html")
        for name, held in {"x.html": text, "tables.js": (STATIC / "tables.js").read_text("utf-8"), **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(held, "utf-8")
        pages.append(watched(browser, "file:", **options))
        pages[-1].goto(f"file://{tmp_path}/x.html{way}")
        return pages[-1]

    yield page
    for each in pages:
        assert each.faults == []
        each.context.close()


@pytest.fixture
def long(opened):
    """Opens a page with one table of many rows."""
    frame = pd.DataFrame({"id": [f"r{n}" for n in range(ROWS)], "value": [str(n % 7) for n in range(ROWS)]})
    return lambda way="", **options: opened(table(frame, "Rows", "tab-x", row_id="id"), way, **options)


def test_all_rows_come_in_their_order_when_asked_for(long):
    page = long()
    rows = page.locator("#tab-x tbody tr")
    assert rows.count() == 10
    page.get_by_role("button", name=f"Show all {ROWS} rows").click()
    page.wait_for_function(f"document.querySelectorAll('#tab-x tbody tr').length === {ROWS}")
    assert rows.evaluate_all(SEEN) == [f"r{n}" for n in range(ROWS)]
    assert page.locator(".umb-first").count() == 0


def test_a_row_that_the_address_names_is_brought_in(long):
    page = long("#r55")
    page.wait_for_function("document.getElementById('r55') && !document.getElementById('r55').hidden")


def test_sorting_sorts_all_rows_and_not_the_first_alone(long):
    page = long()
    page.get_by_role("button", name="value").click()
    page.wait_for_function("document.querySelector('#tab-x thead [aria-sort]')")
    values = page.locator("#tab-x tbody tr td").all_inner_texts()
    assert len(values) == ROWS and values == sorted(values)


def test_without_a_script_the_first_rows_stand_and_the_note_leads_to_all(long):
    page = long(java_script_enabled=False)
    assert page.locator("#tab-x tbody tr").count() == 10
    assert page.locator(".umb-first a").get_attribute("href") == "data/all.zip"
    assert "The first 10 of 60 rows." in page.locator(".umb-first").inner_text()


def test_the_explorer_filters_and_finds_rows_of_all_files(opened, tables, monkeypatch):
    monkeypatch.chdir(ROOT / "chapters")
    page = opened(show.page().evidence_explorer().data)
    page.wait_for_function("document.getElementById('explorer-count').value.includes(' of ')")
    every = [*tables.findings["finding_id"], *tables.correlations["correlation_id"], *tables.estimates["estimate_id"]]
    assert page.locator("#explorer-count").inner_text() == f"{len(every)} of {len(every)} rows"
    page.click(".umb-more summary")
    page.select_option("[name=kind]", "pooled estimate")
    assert page.locator("#tab-explorer tbody tr").evaluate_all(SEEN) == list(tables.estimates["estimate_id"])
