"""What stands behind a claim: known answers on small tables, and on the book's own rows."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from terms import TERMS
from umbrella import synthesis as syn

AUTHORS = {"a": ["Rose, A."], "b": ["Rose, A.", "Elm, B."], "c": ["Elm, Bea"], "d": ["Oak, D."]}


def findings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Findings on one claim from (review, direction, origin)."""
    frame = pd.DataFrame(rows, columns=["review_id", "direction", "origin"])
    return frame.assign(
        modality="m", region="r", metric="x", finding_id=[f"F{number:04}" for number in range(1, len(frame) + 1)]
    )


def behind(frame: pd.DataFrame, mixed=(), ratings=None, searches=None):
    found = syn.support(syn.claims(frame, TERMS), frame, AUTHORS, mixed, "main", ratings or {}, searches or {})
    assert len(found) == 1
    return found.iloc[0]


class TestSupport:
    def test_reviews_that_share_authors_count_once(self):
        own = behind(findings(("a", "decreased", "own"), ("b", "decreased", "own"), ("d", "decreased", "own")))
        assert own.n_independent == 2 and own.sharing == (("a", "b", ("Rose, A.",)),)

    def test_a_review_outside_the_claim_links_nobody(self):
        # a and c are linked by b only, which does not make this claim.
        own = behind(findings(("a", "decreased", "own"), ("c", "decreased", "own")))
        assert own.n_independent == 2 and own.sharing == ()

    def test_second_hand_means_every_row_behind_the_claim(self):
        own = behind(findings(("a", "decreased", "main"), ("a", "decreased", "own"), ("d", "decreased", "main")))
        assert own.second_hand == ("d",)

    def test_mixed_reviews_are_named(self):
        assert behind(findings(("a", "decreased", "own"), ("d", "decreased", "own")), mixed={"d", "c"}).mixed == ("d",)

    def test_ratings_are_bounded_by_the_best_and_the_worst(self):
        rows = findings(("a", "decreased", "own"), ("d", "decreased", "own"))
        own = behind(rows, ratings={"a": ("low", "low"), "d": ("moderate", "critically low")})
        assert (own.best, own.worst, own.n_settled) == ("moderate", "critically low", 1)

    def test_a_review_without_answers_can_have_any_rating(self):
        own = behind(findings(("a", "decreased", "own")))
        assert (own.best, own.worst, own.n_settled) == ("high", "critically low", 0)

    def test_the_last_search_is_the_latest_known(self):
        rows = findings(("a", "decreased", "own"), ("b", "decreased", "own"), ("d", "decreased", "own"))
        own = behind(rows, searches={"a": 2010, "b": 2019})
        assert (own.last_search, own.n_searches) == (2019, 2)
        assert pd.isna(behind(rows).last_search)


class TestShare:
    @pytest.mark.parametrize(
        "rows, share",
        [
            ([("a", "decreased"), ("b", "decreased")], 1),
            ([("a", "decreased"), ("b", "altered")], 1),
            ([("a", "decreased"), ("b", "decreased"), ("c", "increased")], 2 / 3),
            ([("a", "decreased"), ("a", "increased")], 1 / 2),
            ([("a", "decreased"), ("b", "unchanged"), ("c", "unchanged")], 2 / 3),
            ([("a", "altered")], None),
        ],
    )
    def test_known_answers(self, rows, share):
        claim = syn.claims(findings(*((*row, "own") for row in rows)), TERMS).iloc[0]
        assert syn.agreeing_share(claim, TERMS.directions) == (share if share is None else pytest.approx(share))

    directions = st.sampled_from(["decreased", "increased", "unchanged", "altered"])

    @given(st.lists(st.tuples(st.sampled_from("abcd"), directions), min_size=1), st.sampled_from("abcd"))
    def test_an_opposite_finding_never_raises_certainty_nor_full_agreement(self, rows, review):
        order = ("consistent", "repeated", "single review", "contested")
        frame = findings(*((*row, "own") for row in rows))
        before = syn.claims(frame, TERMS).iloc[0]
        if before["direction"] not in TERMS.directions.opposites:
            return
        opposite = TERMS.directions.opposites[before["direction"]]
        after = syn.claims(findings(*((*row, "own") for row in rows), (review, opposite, "own")), TERMS).iloc[0]
        assert order.index(after["certainty"]) > order.index(before["certainty"])
        assert syn.agreeing_share(after, TERMS.directions) < 1

    def test_a_region_adds_up_reports_over_its_claims_and_not_directions_over_metrics(self):
        one = findings(("a", "decreased", "own"), ("b", "decreased", "own"))
        other = findings(("c", "increased", "own"), ("d", "altered", "own")).assign(metric="y", finding_id=["F8", "F9"])
        row = syn.region_agreement(pd.concat([one, other]), TERMS).iloc[0]
        assert (row["n_reviews"], row["n_claims"], row["n_directed"], row["share"]) == (4, 2, 3, 1.0)
        assert (row["repeated"], row["single review"], row["contested"]) == (1, 1, 0)


def test_the_book_counts_by_hand(tables):
    """The claim on the corticospinal tract, row by row."""
    from umbrella.book import Book

    where = {"region": "corticospinal tract", "metric": "fractional anisotropy"}
    rows, own = Book(tables).evidence(**where), Book(tables).supported_claims(**where).iloc[0]
    by_hand = {review for review, group in rows.groupby("review_id") if set(group["origin"]) == {"umbrella"}}
    assert set(own.second_hand) == by_hand
    assert own.n_independent <= rows["review_id"].nunique()
