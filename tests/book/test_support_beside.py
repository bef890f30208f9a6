"""No category of certainty stands without the reviews whose own text shows it: tables, explorer, words for a drawing, downloads."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from umbrella.book import Book
from umbrella.citing.metadata import works
from umbrella.prose import Prose
from umbrella.show import BookPage, ModalityPage
from umbrella.site.downloads import evidence

OWN = re.compile(r"\b(its|their) own texts?\b")


@pytest.fixture(scope="module")
def book(tables) -> Book:
    return Book(tables)


def bare(book: Book, texts: list[str]) -> list[str]:
    """Texts that name a category and no own text."""
    categories = re.compile("|".join(rf"\b{name}\b" for name in book.terms.certainty))
    return [text for text in texts if categories.search(text) and not OWN.search(text)]


def test_every_verdict_and_line_to_quote_says_it(book):
    claims, prose = book.supported_claims(), Prose(book)
    lines = [prose.verdict(claim) for claim in claims.itertuples()]
    lines += [prose.quotation(claim) for claim in claims.itertuples()]
    assert len(lines) == 2 * len(claims) and all(OWN.search(line) for line in lines)


def test_tables_of_claims_and_what_is_told_of_a_heatmap_say_it(book):
    pages = [ModalityPage(book, name) for name in book.modality_labels]
    parts = [page.evidence_heatmap().data for page in pages] + [page.claims_table().data for page in pages]
    parts += [BookPage(book).claims_table("consistent").data, BookPage(book).independent_claims().data]
    seen = 0
    for part in parts:
        html = BeautifulSoup(part, "lxml")
        cells = [cell.get_text(" ", strip=True) for cell in html.select("tbody td")]
        told = [image["aria-label"] for image in html.select("[role=img]")]
        assert bare(book, cells) == [] and bare(book, [text for text in told if "Most reported: ." not in text]) == []
        seen += len([cell for cell in cells if OWN.search(cell)])
    assert seen > 2 * len(book.claims())


def test_each_row_of_the_explorer_says_it(book):
    rows = BookPage(book).explorer_rows()
    told = [str(text) for text in rows["certainty"] if text and text != "not counted"]
    assert len(told) == len(book.evidence()) and all(OWN.search(text) for text in told)


def test_downloads_carry_it(book):
    data = evidence(book, works(book.tables.edition, {}, {})["data"])
    claims = [*data["claims"], *(claim for review in data["reviews"] for claim in review["claims"])]
    assert len(claims) > len(book.claims()) and all({"n_reviews", "n_own"} <= claim.keys() for claim in claims)
