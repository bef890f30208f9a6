"""The same thing has the same count on every page: what different functions say of one region is compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.show import BookPage, ModalityPage

ROOT = Path(__file__).parents[2]
FILTERED = re.compile(r"(?<![a-z_])reviews\(([^()]*(?:region|within)=[^()]*)\)")


@pytest.fixture(scope="module")
def book(tables) -> Book:
    return Book(tables)


def cells(figure: str) -> list[list[str]]:
    """Rows of the table behind a figure."""
    rows = BeautifulSoup(figure, "lxml").select("table tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows]


def test_a_region_has_one_count_in_the_overview_the_table_of_agreement_and_the_model(book):
    agreement = dict(zip(book.region_agreement()["region"], book.region_agreement()["n_reviews"]))
    shown = book.reported(3)
    for region, group in shown.groupby("region"):
        everyone = {review for reviews in group["reviews"] for review in reviews}
        assert len(everyone) == agreement[region] == book.region_reviews()[region], region


def test_the_overview_prints_what_a_sentence_says(book):
    """Every cell of the key figure against the phrase that chapters use."""
    prose, modalities = Prose(book), {label: key for key, label in book.modality_labels.items()}
    rows = cells(BookPage(book).evidence_matrix().data)
    assert len(rows) == len(book.reported(3))
    for region, modality, count, *_ in rows:
        changed = book.changes(region=region.strip(), modality=modalities[modality])
        assert int(count) == changed["review_id"].nunique(), (region, modality)
        rows_there = book.chosen(region=region.strip(), modality=modalities[modality])
        if len(rows_there) == len(changed):
            assert int(count) == prose.n_reviews(region=region.strip(), modality=modalities[modality])


def test_a_heatmap_its_table_and_a_sentence_count_the_same_claim_alike(book):
    for name in book.modality_labels:
        claims = book.claims(modality=name)
        printed = cells(ModalityPage(book, name).evidence_heatmap().data)
        assert len(printed) == len(claims)
        for row, claim in zip(printed, claims.itertuples()):
            assert row[0] == book.subject(claim) and row[1] == claim.metric
            assert Prose(book).verdict(claim) == row[2].replace(" ,", ",") and int(row[3]) == claim.n_reviews, row


def test_claims_by_category_add_up_alike(book):
    counts = book.claims()["certainty"].value_counts()
    rules = {row[0]: int(row[2]) for row in cells(BookPage(book).certainty_rules().data)}
    assert rules == {name: int(counts.get(name, 0)) for name in book.terms.certainty}
    each = sum(len(book.claims(modality=name)) for name in book.modality_labels)
    assert each == len(book.claims()) == sum(rules.values())
    key = BeautifulSoup(BookPage(book).key_figures().data, "lxml")
    values = {term.get_text(): int(term.find_next("dd").get_text().replace(",", "")) for term in key.select("dt")}
    assert values["consistent claims"] == rules["consistent"] and values["claims"] == len(book.claims())
    assert values["of these consistent by the reviews' own texts alone"] == len(book.shown_by_own_texts("consistent"))


def test_a_number_of_reviews_on_a_region_in_a_chapter_is_that_of_reports_of_a_change(book):
    """No sentence counts a review that found no difference, or compared something else, as one of those that report."""
    wrong = []
    for path in [*sorted((ROOT / "chapters").glob("*.md")), ROOT / "index.md"]:
        for found in FILTERED.finditer(path.read_text("utf-8")):
            where = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))
            if set(book.chosen(**where)["review_id"]) != set(book.changes(**where)["review_id"]):
                wrong.append(f"{path.name}: {found[0]}")
    assert not wrong
