"""Phrases on support, overlap and gaps: checked against rows counted another way."""

from __future__ import annotations

import pytest
from umbrella import overlap, synthesis
from umbrella.book import Book
from umbrella.prose import Prose


@pytest.fixture(scope="module")
def prose(tables) -> Prose:
    return Prose(Book(tables))


class TestQuote:
    def test_names_claim_direction_category_and_reviews(self, prose):
        line = prose.quote("corticospinal tract", "fractional anisotropy")
        assert line == (
            "Corticospinal tract, fractional anisotropy: decreased according to three of four reviews; none shows it in its own text."
        )

    def test_a_single_review_and_no_direction(self, prose):
        assert prose.quote("thalamus", "cerebral blood flow") == (
            "Thalamus, cerebral blood flow: decreased according to one review; its own text was not seen to show it."
        )
        assert ": altered according to one review; " in prose.quote("hippocampus", "cerebral blood flow")

    def test_every_claim_has_a_line_of_its_own(self, prose, tables):
        claims = prose.book.supported_claims()
        lines = [prose.quotation(claim) for claim in claims.itertuples()]
        assert len(lines) == len(claims) and not any("nan" in line or "<NA>" in line for line in lines)
        assert all(row.metric in line and row.region.lower() in line.lower() for row, line in zip(claims.itertuples(), lines))

    def test_a_claim_nobody_makes_is_refused(self, prose):
        with pytest.raises(ValueError, match="no claim"):
            prose.quote("insula", "cerebral blood flow")


class TestOverlap:
    def test_only_studies_known_as_included_count(self, prose, tables):
        rows = tables.inclusions
        assert sum(map(len, prose.book.known_studies().values())) == (rows["status"] == "included").sum()

    def test_the_bounds_are_those_of_the_engine(self, prose):
        found = prose.book.overlap_of()
        assert found == overlap.bounds(
            {review: prose.book.known_studies().get(review, set()) for review in prose.tables.reviews["review_id"]},
            {review: prose.book.stated_totals().get(review) for review in prose.tables.reviews["review_id"]},
        )
        assert prose.cca_bounds().startswith(f"{100 * found.lower:.1f}% ({found.lower_band}) to ")

    def test_reviews_without_a_stated_number_are_named(self, prose, tables):
        counted = set(tables["review-facts"].query("fact == 'n_studies'")["review_id"])
        missing = tables.reviews[~tables.reviews["review_id"].isin(counted)]["label"]
        assert all(label in prose.unbounded_reviews() for label in missing)

    def test_sharing_with_the_umbrella_review_agrees_with_the_phrase_counted_elsewhere(self, prose):
        pairs = prose.book.author_pairs(with_umbrella=True)
        linked = pairs[pairs.isin([prose.book.umbrella_key]).any(axis=1)]
        assert prose.sharing_authors() == f"{['no', 'one', 'two', 'three', 'four', 'five'][len(linked)]} reviews"


class TestGaps:
    def test_the_map_counts_the_evidence_and_loses_none(self, prose, tables):
        unit = prose.book.gap_units()
        evidence = synthesis.evidence(tables.findings)
        placed = evidence.assign(unit=evidence["region"].map(unit))
        table = prose.book.gap_table().set_index(["unit", "modality"])["n_reviews"]
        for key, group in placed.dropna(subset="unit").groupby(["unit", "modality"]):
            assert table[key] == group["review_id"].nunique()
        assert int(prose.unplaced().split()[0]) == placed["unit"].isna().sum()

    def test_an_unknown_kind_is_refused(self, prose):
        with pytest.raises(ValueError, match="not one of"):
            prose.gap_cells("gap")
        with pytest.raises(ValueError, match="not one of"):
            prose.tasks("rest")

    def test_a_latest_date_is_never_before_the_search(self, prose):
        latest = prose.book.latest_dates()
        assert set(latest) == set(prose.tables.reviews["review_id"])
        assert all(latest[review] == end for review, end in prose.book.search_ends().items())


def test_a_contrast_that_is_none_is_refused(prose):
    assert "decreased in the " in prose.contrast("N-acetylaspartate")
    with pytest.raises(ValueError, match="no opposite ways"):
        prose.contrast("diffusivity")


def test_contested_claims_are_explained_or_not(prose, tables):
    assert len(prose.book.contested()) == 1
    assert prose.explained() == prose.explained("side") == "no claim" and prose.within_review() == "one claim"
