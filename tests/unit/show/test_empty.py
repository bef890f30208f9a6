"""Every part of every page copes with tables that are empty, and with tables of one row."""

from __future__ import annotations

import inspect
import re

import pytest
from starters import cut, started
from umbrella.book import Book
from umbrella.show.book import BookPage
from umbrella.show.modality import ModalityPage
from umbrella.show.page import Page
from umbrella.show.review_page import ReviewPage
from umbrella.tables import load

# What people enter; a table without rows is a book that begins.
ENTERED = (
    "findings", "estimates", "appraisals", "review-facts", "correlations", "glossary", "published-ratings", "selection",
    "audit", "inclusions", "candidate-reviews",
)  # fmt: skip
ARGUMENTS = {
    "reporting": ("prior",), "unclear_directions": ("no direction",), "audit_table": ("holds",),
    "shared_author_reviews": ("AB",), "vocabulary": ("regions",), "fact_cell": ("example2019a", "n_studies"),
}  # fmt: skip


def parts(kind: type) -> list[str]:
    """Names of the methods that chapters call: those that give something to show."""
    return sorted(
        name
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") and not hasattr(Page, name) and "HTML" in str(method.__annotations__.get("return"))
    )


def failures(tables, monkeypatch) -> list[str]:
    book, found = Book(tables), []
    monkeypatch.chdir(tables.folder.parent / "chapters")
    pages = [BookPage(book), *(ModalityPage(book, name) for name in book.modality_labels), *(ReviewPage(book, key) for key in book.labels)]
    for page in pages:
        for name in parts(type(page)):
            if name in ("draw_map", "protocol"):  # called by others, or by the name of a term
                continue
            arguments = ARGUMENTS.get(name, ()) if not isinstance(page, ReviewPage) or name not in ("findings", "links") else (True,)
            try:
                shown = getattr(page, name)(*arguments)
                if re.search(r"\bnan\b|NaN|<NA>", str(shown.data)):
                    found.append(f"{type(page).__name__}.{name}: shows nan")
            except Exception as error:
                found.append(f"{type(page).__name__}.{name}: {type(error).__name__}: {error}")
    return sorted(set(found))


@pytest.mark.parametrize("rows", [0, 1, 100])
@pytest.mark.parametrize("published", ["", "A published review"])
def test_no_part_of_a_page_fails(tmp_path, monkeypatch, rows, published):
    book = started(tmp_path, published=published)
    cut(book, rows, *ENTERED)
    assert failures(load(book / "data"), monkeypatch) == []


def test_no_part_of_a_page_fails_without_any_review(tmp_path, monkeypatch):
    book = started(tmp_path)
    cut(book, 0, *ENTERED, "reviews")
    sources = book / "data" / "sources.csv"
    sources.write_text("".join(line for line in sources.read_text("utf-8").splitlines(keepends=True) if not line.startswith("example")), "utf-8")
    assert failures(load(book / "data"), monkeypatch) == []


def test_an_empty_part_says_so(tmp_path, monkeypatch):
    book = started(tmp_path)
    cut(book, 0, *ENTERED)
    monkeypatch.chdir(book / "chapters")
    page = ModalityPage(Book(load(book / "data")), "example-one")
    assert page.brain_map().data == ""
    for part in ("evidence_heatmap", "quality_bars", "findings_table", "claims_table"):
        assert getattr(page, part)().data == '<p class="umb-nothing">Nothing entered yet.</p>', part
