"""How fast the evidence explorer answers in a real browser when its table is many times as long."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from statistics import median

from umbrella.book import Book
from umbrella.browser import open_browser

from bench.generated import enlarge

EXPLORER = re.compile(r'<div class="umb-explorer">.*</script>\s*</div>', re.S)
# From a change in the form to the page laid out anew, as a reader waits for it, in milliseconds.
ANSWER = """([name, value]) => {
  const form = document.getElementById("explorer-form"), field = form.elements[name];
  const start = performance.now();
  if (field.type === "checkbox") field.checked = Boolean(value); else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.getBoundingClientRect().height;
  return performance.now() - start;
}"""
SORT = """(place) => {
  const button = document.querySelectorAll("#tab-explorer thead button")[place];
  const start = performance.now();
  button.click();
  document.body.getBoundingClientRect().height;
  return performance.now() - start;
}"""


def page_of(site: Path, data: Path, target: Path, rows: int) -> int:
    """Write the explorer's page with at least as many rows as asked for.

    Args:
        site: the built site, whose page is taken as a model.
        data: the data folder to start from.
        target: the page to write, next to the model so that its style is found.
        rows: rows wanted.

    Returns:
        Rows written.

    Raises:
        FileNotFoundError: the site is not built.
    """
    from umbrella.show import BookPage
    from umbrella.tables import Tables
    from umbrella.tables.contract import read_contract

    model = (site / "chapters" / "explorer.html").read_text("utf-8")
    own = sum(len(Tables(read_contract(data))[name]) for name in ("findings", "correlations", "estimates"))
    with tempfile.TemporaryDirectory(prefix="umbrella-bench-") as scratch:
        folder = Path(scratch) / "data"
        enlarge(data, folder, -(-rows // own))
        page = BookPage(Book(Tables(read_contract(folder))))
        html = page.evidence_explorer().data
        written = html.count("<tr ")
    text, found = EXPLORER.subn(lambda match: html, model, count=1)
    if not found:
        raise RuntimeError("the explorer's page has no explorer")
    target.write_text(text, "utf-8")
    return written


def measure(site: Path, data: Path, rows: int = 3000) -> dict:
    """Milliseconds from a reader's act to the answer, for each kind of act.

    Returns:
        ``rows``, ``load_ms`` (page to ready), ``answers`` (median of three per
        act) and ``slowest_ms`` over all filters; sorting is told apart.
    """
    target = site / "chapters" / "explorer-benchmark.html"
    try:
        written = page_of(site, data, target, rows)
        with open_browser() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(target.as_uri())
            load = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
            options = page.evaluate(
                """() => [...document.querySelectorAll("#explorer-form select")].map(
                     select => [select.name, [...select.options].at(-1).value])"""
            )
            acts = [("q", "a"), ("q", "cortex"), ("q", "no such words"), *map(tuple, options)]
            answers = {f"{name}: {value}": [] for name, value in acts}
            for _ in range(3):
                for name, value in acts:
                    there = page.evaluate(ANSWER, [name, value])
                    back = page.evaluate(ANSWER, [name, ""])
                    answers[f"{name}: {value}"].append(max(there, back))
            sorting = max(page.evaluate(SORT, place) for place in range(4))
            answers = {name: round(median(times), 1) for name, times in answers.items()}
    finally:
        target.unlink(missing_ok=True)
    return {
        "rows": written, "load_ms": round(load), "answers": answers,
        "slowest_ms": max(answers.values()), "sort_ms": round(sorting, 1),
    }  # fmt: skip
