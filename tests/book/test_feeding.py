"""A book on another subject: interventions, no anatomy, ratings by name, and mostly results of no difference."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from feeding_book import feeding_book
from lxml import html
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.show.book import BookPage
from umbrella.show.modality import ModalityPage
from umbrella.tables import Tables, check, load


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return feeding_book(tmp_path_factory.mktemp("feeding"))


@pytest.fixture(scope="module")
def feeding(folder) -> Tables:
    return load(folder / "data")


@pytest.fixture
def page(feeding, folder, monkeypatch) -> BookPage:
    monkeypatch.chdir(folder / "chapters")
    return BookPage(Book(feeding))


def text(shown) -> str:
    return re.sub(r"\s+", " ", html.fromstring(f"<div>{shown.data}</div>").text_content())


def column(shown, heading: str) -> list[str]:
    table = html.fromstring(f"<div>{shown.data}</div>").xpath("//table")[0]
    heads = [cell.text_content() for cell in table.xpath(".//thead//th")]
    return [row.xpath("th | td")[heads.index(heading)].text_content() for row in table.xpath(".//tbody/tr")]


def test_its_data_are_sound(folder):
    assert check(folder / "data") == []


def test_ratings_stand_beside_ratings_with_the_items_that_decide(page):
    shown = page.rating_comparison()
    assert "Of eight reviews three agree and five are milder than the rule." in text(shown)
    assert column(shown, "As published") == ["moderate", "moderate", "moderate", "critically low", "moderate", "moderate", "high", "moderate"]
    assert column(shown, "Recomputed") == ["critically low", "low", "low", "critically low", "low", "moderate", "high", "low"]
    assert column(shown, "Deciding items") == ["2, 15", "15", "2", "2, 7, 13", "2", "3, 10, 16", "none", "2"]


def test_the_sentence_on_contradictions_names_both_ratings(feeding):
    said = Prose(Book(feeding)).contradiction()
    assert "Brown 2016 is published as moderate and recomputed as critically low" in said and "none" not in said


def test_the_sensitivity_table_prints_no_tuple(page):
    shown = text(page.sensitivity_table())
    assert "critically low: Premji 2011" in shown and "('" not in shown


def test_forest_plots_keep_measures_and_meanings_apart(page):
    shown = html.fromstring(f"<div>{page.forest().data}</div>")
    captions = [re.sub(r"\s+", " ", caption.text_content()) for caption in shown.xpath("//figcaption")]
    assert [caption.split(":")[0].partition(". ")[2] for caption in captions] == ["Risk ratio", "Mean difference", "Mean difference"]
    # More weight is good, a longer stay is not.
    growth, time = sorted(captions[1:], key=lambda caption: "below it are against" not in caption)
    assert "Values below it are against the intervention, those above it in favour of the intervention." in growth
    assert "Values below it are in favour of the intervention, those above it against the intervention." in time
    assert "Diagnostic" not in " ".join(captions)


def test_an_estimate_favours_someone_only_where_its_interval_does(page):
    favours = dict(zip(column(page.estimates(), "Row"), column(page.estimates(), "Favours")))
    assert favours["E0001"] == "the intervention" and favours["E0013"] == "the intervention"
    assert favours["E0006"] == "neither, by its interval" == favours["E0020"]


def test_no_change_is_told_as_no_change(page, feeding):
    counted = page.book.reported(1).set_index(["region", "modality"])["n_reviews"]
    assert counted.get(("necrotising enterocolitis", "advancing"), 0) == 0 and counted["hospital stay", "advancing"] == 2
    advancing = ModalityPage(page.book, "advancing")
    claims = dict(zip(column(advancing.claims_table(), "Outcome"), column(advancing.claims_table(), "Direction and certainty")))
    assert claims["mortality"].startswith("unchanged")


def test_a_finding_says_what_it_means_for_people_and_how_sure_its_review_is(page):
    shown = ModalityPage(page.book, "advancing").findings_table()
    rows = pd.DataFrame({name: column(shown, name) for name in ("Row", "For participants", "Certainty of the evidence")}).set_index("Row")
    assert rows.loc["F0001"].tolist() == ["benefit", "low"]  # more weight
    assert rows.loc["F0005"].tolist() == ["harm", ""]  # longer to full feeds
    assert rows.loc["F0010"].tolist() == ["no difference", "moderate"]  # mortality


def test_columns_that_a_book_does_not_fill_are_not_shown(tables):
    shown = text(ModalityPage(Book(tables), "perfusion").findings_table())
    assert "Comparator" not in shown and "Certainty of the evidence" not in shown
