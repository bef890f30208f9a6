"""Forest plots of a book: measures of one kind share an axis, the vocabulary says which and where its null is."""

from __future__ import annotations

import pandas as pd
import pytest
from lxml import html
from tables_with import tables_with
from umbrella.book import Book
from umbrella.show import BookPage

CASES = (
    {"estimate_id": "E9001", "outcome": "A ratio of metabolites", "measure": "SMD", "value": -0.9, "ci_low": -1.2, "ci_high": -0.6},
    {"estimate_id": "E9002", "outcome": "A rare sign", "measure": "odds ratio", "value": 3.0, "ci_low": 0.0, "ci_high": 2500.0},
    {"estimate_id": "E9003", "outcome": "A link", "measure": "correlation", "value": -0.4, "ci_low": -0.6, "ci_high": -0.1},
)  # fmt: skip


def figures(tables) -> dict[str, str]:
    """Text of each figure the chapter on pooled estimates shows of a book with the cases, by id."""
    like = tables.estimates.iloc[[0]]
    rows = pd.concat([tables.estimates, *(like.assign(**case) for case in CASES)], ignore_index=True)
    page = BookPage(Book(tables_with(tables, estimates=rows)))
    shown = "".join(part.data for part in (page.forest(but=("accuracy",)), page.forest("accuracy")))
    return {part.get("id"): part.text_content() for part in html.fromstring(f"<div>{shown}</div>").xpath("./div")}


def test_a_kind_that_only_the_vocabulary_names_has_its_figure_and_an_unknown_measure_is_an_error(tables):
    measures = tables.measures
    measures.loc[measures["measure"] == "SMD", "kind"] = "effect-sizes"
    like = tables.estimates.iloc[[0]].assign(**CASES[0])
    page = BookPage(Book(tables_with(tables, measures=measures, estimates=like)))
    assert 'id="fig-forest-effect-sizes"' in page.forest().data
    assert "SMD: pooled estimates" in page.forest().data
    with pytest.raises(ValueError, match="effects: no measure or kind"):
        page.forest("effects")
    unknown = Book(tables_with(tables, estimates=like.assign(measure="log unit")))
    with pytest.raises(ValueError, match="log unit"):
        BookPage(unknown).forest()


def test_each_kind_of_measure_has_its_own_figure_and_every_estimate_stands_in_one(tables):
    found = figures(tables)
    assert list(found) == [
        "fig-forest-ratios",
        "fig-forest-differences",
        "fig-forest-correlations",
        "fig-forest-accuracy",
        "fig-forest-accuracy-2",
    ]
    assert "-0.9 (-1.2 to -0.6)" in found["fig-forest-differences"]
    assert "-0.4 (-0.6 to -0.1)" in found["fig-forest-correlations"]
    assert "3.0 (0.0 to 2500.0)" in found["fig-forest-ratios"]
    drawn = tables.estimates[tables.estimates["ci_low"].notna()]
    assert all(any(outcome in text for text in found.values()) for outcome in drawn["outcome"])


def test_the_caption_says_what_the_line_marks_where_there_is_one(tables):
    found = figures(tables)
    assert "no difference between the groups" in found["fig-forest-differences"]
    assert "no correlation" in found["fig-forest-correlations"]


def test_heterogeneity_has_its_column_where_a_review_reports_it(tables):
    assert "I²" not in BookPage(Book(tables)).estimates().data
    rows = tables.estimates.astype({"i2": "object"})
    rows.loc[rows.index[0], "i2"] = 42
    told = BookPage(Book(tables_with(tables, estimates=rows))).estimates().data
    assert "I²" in told and ">42<" in told
