"""Phrases on quality agree with counting in the tables, and say so when there is nothing."""

from __future__ import annotations

import re

import pytest
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.prose.quality import initials_of


@pytest.fixture(scope="module")
def prose(tables):
    return Prose(Book(tables))


def test_share_answered_is_answers_by_reviews_times_items(prose, tables):
    share = 100 * len(tables.appraisals) / (len(tables.reviews) * len(tables["amstar2-items"]))
    assert prose.share_answered() == f"{share:.0f}%"


def test_reviews_low_at_best_are_those_with_a_no_to_a_critical_item(prose, tables):
    critical = set(tables["amstar2-items"].query("critical == 'yes'")["item"])
    rows = tables.appraisals.query("answer == 'no'")
    keys = set(rows.loc[rows["item"].isin(critical), "review_id"])
    assert set(re.fullmatch(r"\{cite:p\}`(.+)`", prose.cite_low_at_best())[1].split(",")) == keys
    assert prose.low_at_best() == "four reviews" and len(keys) == 4


def test_published_totals_in_words(prose):
    assert prose.published() == "nine moderate, six low and three critically low"


def test_numbers_of_ways_have_separators(prose):
    # 18! / (9! 6! 3!), and of these 2002 x 84 give no moderate to the four reviews low at best.
    assert (prose.all_assignments(), prose.assignments()) == ("4,084,080", "168,168")
    assert prose.assignments_if_partial_is_weak() == "7"
    assert prose.contradiction() == "No bound contradicts the published totals"


def test_critical_items_and_initials(prose):
    assert prose.critical_numbers() == "2, 4, 7, 9, 11, 13 and 15"
    shared = prose.book.shared_with_umbrella()
    assert "li2012" not in shared and "Ghaderi, S." in shared["ghaderi2023"]
    assert initials_of("Ghaderi, S.") == "SG" and initials_of("van der Berg, Anna") == "AB"
