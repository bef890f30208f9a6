"""Small words that tables and figures are headed with."""

from __future__ import annotations

import pytest
from pybtex.database import Person
from terms import TERMS
from umbrella.book import Book
from umbrella.html_tables import table
from umbrella.show.book import BookPage
from umbrella.show.overview import shortened
from umbrella.show.review_page import _short_name
from umbrella.synthesis import claims, evidence


@pytest.mark.parametrize(
    "label, heading",
    [
        ("Diffusion MRI", "Diffusion"),
        ("MR spectroscopy", "Spectro\u00adscopy"),
        ("Susceptibility and iron", "Suscepti\u00adbility"),
        ("Rhythms", "Rhythms"),
    ],
)
def test_a_modality_heads_a_narrow_column(label, heading):
    assert shortened(label) == heading


@pytest.mark.parametrize(
    "name, short",
    [
        ("Müller, Hans-Peter", "Müller HP"),
        ("Li Hi Shing, Stacey", "Li Hi Shing S"),
        ("Van Rheenen, Tamsyn E.", "Van Rheenen TE"),
        ("van der Berg, Anna", "van der Berg A"),
        ("others", "et al"),
    ],
)
def test_authors_as_reference_lists_have_them(name, short):
    assert _short_name(Person(name)) == short


def test_an_outside_work_is_named_by_author_and_year(tables):
    page = BookPage(Book(tables))
    for key in tables["outside-findings"]["citation_key"].unique():
        words = page.work_link(key).striptags()
        assert words.split()[-1].isdigit() and key not in words and f"#cite-{key}" in page.work_link(key)


def test_the_landing_page_counts_the_claims_that_the_chapters_count(tables):
    shown = BookPage(Book(tables)).key_figures().data
    assert f"<dt>claims</dt><dd>{len(claims(evidence(tables.findings), TERMS)):,}</dd>" in shown


def test_cells_with_much_text_ask_for_room():
    import pandas as pd

    made = table(pd.DataFrame({"a": ["x"], "b": ["word " * 9], "c": ["word " * 14]}), "A caption", "t")
    assert made.count("umb-wide") == made.count("umb-long") == 1
