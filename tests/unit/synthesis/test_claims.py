"""Claims: who shows them in an own text, what tells them apart, how they are ordered; by hand on small tables and on the book."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from terms import TERMS
from umbrella import synthesis as syn
from umbrella.book import Book
from umbrella.prose.words import in_own_text

TERMS = replace(TERMS, covers={"both": frozenset({"left", "right"})})
OWN, CREDITED = True, False


def told(*rows: tuple) -> pd.DataFrame:
    """Findings on one region and metric from (review, direction, task, side, own text); the last three can be left out."""
    full = [(*row, *(None, None, OWN)[len(row) - 2 :]) for row in rows]
    frame = pd.DataFrame(full, columns=["review_id", "direction", "task", "side", "own_text"])
    ids = [f"F{number:04}" for number in range(1, len(frame) + 1)]
    return frame.assign(modality="m", region="r", metric="x", finding_id=ids)


def made(*rows: tuple) -> list[tuple[str, str, str, int]]:
    """Task, side, certainty and reviews of the claims that some findings make."""
    frame = syn.claims(told(*rows), TERMS)
    return sorted(frame[["task", "side", "certainty", "n_reviews"]].itertuples(False, None))


class TestApart:
    def test_left_up_and_right_down_is_no_conflict(self):
        assert made(("a", "increased", None, "left"), ("b", "decreased", None, "right")) == [
            ("", "left", "single review", 1), ("", "right", "single review", 1),
        ]  # fmt: skip

    def test_one_task_against_another_is_none(self):
        assert made(("a", "increased", "memory"), ("a", "decreased", "language"), ("b", "decreased", "language")) == [
            ("language", "", "repeated", 2), ("memory", "", "single review", 1),
        ]  # fmt: skip

    def test_both_ways_within_a_task_is_one(self):
        rows = ("a", "increased", "motor"), ("b", "decreased", "motor"), ("c", "altered", "memory")
        assert made(*rows) == [("memory", "", "direction not stated", 1), ("motor", "", "contested", 2)]

    def test_sides_are_told_apart_within_a_task(self):
        rows = (
            ("a", "increased", "motor", "left"), ("b", "decreased", "motor", "right"), ("c", "increased", "memory", "left"),
        )  # fmt: skip
        assert made(*rows) == [
            ("memory", "", "single review", 1), ("motor", "left", "single review", 1), ("motor", "right", "single review", 1),
        ]  # fmt: skip

    @pytest.mark.parametrize("side", [None, "both"])
    def test_a_direction_that_may_mean_either_side_leaves_the_claim_whole(self, side):
        assert made(
            ("a", "increased", None, "left"), ("b", "decreased", None, "right"), ("c", "increased", None, side)
        ) == [("", "", "contested", 3)]

    def test_a_row_without_direction_and_side_stands_alone(self):
        rows = ("a", "increased", None, "left"), ("b", "decreased", None, "right"), ("c", "altered")
        assert ("", "", "direction not stated", 1) in made(*rows) and len(made(*rows)) == 3

    def test_where_nothing_is_opposed_a_side_supports_the_region(self):
        assert made(("a", "decreased", None, "left"), ("b", "decreased"), ("c", "decreased", None, "right")) == [
            ("", "", "consistent", 3)
        ]


class TestSupport:
    def test_only_an_own_text_with_the_main_direction_counts(self):
        (claim,) = syn.claims(
            told(
                ("a", "decreased", None, None, OWN), ("a", "decreased", None, None, CREDITED),
                ("b", "decreased", None, None, CREDITED), ("b", "altered", None, None, OWN),
                ("c", "unchanged", None, None, OWN), ("d", "altered", None, None, CREDITED),
            ), TERMS,
        ).itertuples()  # fmt: skip
        assert (claim.certainty, claim.n_reviews, claim.n_agree, claim.own) == ("repeated", 4, 2, ("a",))
        assert claim.others == {"altered": 1, "unchanged": 1}

    def test_a_contested_claim_counts_who_shows_either_way(self):
        (claim,) = syn.claims(
            told(("a", "decreased", None, None, OWN), ("b", "increased", None, None, CREDITED), ("c", "altered")), TERMS
        ).itertuples()
        assert (claim.direction, claim.n_agree, claim.own) == ("mixed", 2, ("a",))

    def test_the_best_supported_claim_stands_first_and_rank_settles_ties(self):
        many = told(*((review, "decreased", None, None, CREDITED) for review in "abcd")).assign(region="many")
        own = told(("a", "decreased", None, None, OWN)).assign(region="own", finding_id="F0011")
        tied = told(("a", "decreased", None, None, OWN)).assign(region="tied", finding_id="F0012")
        every = pd.concat([many, own, tied])
        assert syn.claims(every, TERMS)["region"].tolist() == ["own", "tied", "many"]
        assert syn.claims(every, TERMS, first={"tied": 0, "own": 1})["region"].tolist() == ["tied", "own", "many"]

    @pytest.mark.parametrize(
        "n, own, words",
        [
            (1, 1, "one review, in its own text"), (1, 0, "one review, not in its own text"),
            (2, 2, "two reviews, both in their own texts"), (4, 1, "four reviews, one in its own text"),
            (4, 0, "four reviews, none in its own text"), (4, 3, "four reviews, three in their own texts"),
            (12, 12, "12 reviews, all in their own texts"),
        ],
    )  # fmt: skip
    def test_in_words(self, n, own, words):
        assert in_own_text(n, own) == words


REGIONS = pd.DataFrame({
    "region": ["all", "lobe", "gyrus", "sulcus", "net"], "parent": [None, "all", "lobe", "lobe", "all"],
})  # fmt: skip


class TestReported:
    def test_no_difference_is_no_report_of_a_change(self):
        rows = told(("a", "decreased"), ("b", "unchanged"), ("c", "altered"), ("c", "unchanged"))
        (cell,) = syn.reported(rows, TERMS.directions, ("region", "modality")).itertuples()
        assert cell.n_own == 2
        assert (cell.reviews, cell.n_reviews, cell.unchanged, cell.n_unchanged) == (("a", "c"), 2, ("b",), 1)

    def test_parts_stand_beneath_the_nearest_whole_that_is_listed(self):
        counts = {"gyrus": 5, "sulcus": 7, "lobe": 1, "net": 9}
        assert syn.nested(counts, REGIONS, {}) == {"net": 0, "lobe": 0, "sulcus": 1, "gyrus": 1}
        assert list(syn.nested(counts, REGIONS, {"lobe": 0, "sulcus": 0, "gyrus": 0, "net": 1}))[0] == "lobe"

    def test_a_part_of_another_rank_stands_by_itself_and_may_come_first(self):
        assert syn.nested({"lobe": 4, "gyrus": 1}, REGIONS, {"gyrus": 0, "lobe": 1}) == {"gyrus": 0, "lobe": 0}


class TestOnTheBook:
    def test_the_corpus_callosum_has_two_reviews_of_a_change_and_one_of_none(self, tables):
        cells = Book(tables).reported(3).set_index(["region", "modality"])
        cell = cells.loc[("corpus callosum", "structural")]
        assert (cell["reviews"], cell["unchanged"]) == (("kocar2021", "lihishing2021"), ("grolez2016",))

    @pytest.mark.parametrize(
        "measure, modality, sign, others",
        [
            ("disease severity", "diffusion", "negative", 2), ("progression rate", "structural", "negative", 2),
            ("ALSFRS-R", "structural", "positive", 1),
        ],
    )  # fmt: skip
    def test_one_review_gives_the_sign_where_others_state_none(self, tables, measure, modality, sign, others):
        links = Book(tables).link_claims().set_index(["measure", "modality"])
        link = links.loc[(measure, modality)]
        assert (link["direction"], link["n_agree"], link["others"]) == (sign, 1, {"not stated": others})

    def test_a_cell_counts_the_reviews_with_its_direction(self, tables):
        (claim,) = Book(tables).claims(region="corticospinal tract", metric="fractional anisotropy").itertuples()
        assert (claim.direction, claim.n_agree, claim.n_reviews, claim.others) == ("decreased", 3, 4, {"altered": 1})

    def test_two_consistent_claims_are_shown_by_three_own_texts_and_eight_by_none(self, tables):
        claims = Book(tables).claims()
        firm = claims[claims["certainty"] == "consistent"]
        assert len(firm) == 14 and (firm["n_own"] == 0).sum() == 8
        assert set(firm.loc[firm["n_own"] >= 3, "region"]) == {"hippocampus", "thalamus"}
        assert set(Book(tables).shown_by_own_texts("consistent")["region"]) == {"hippocampus", "thalamus"}
        assert claims["region"].tolist()[:2] == ["hippocampus", "thalamus"]

    def test_one_claim_is_contested_and_the_others_of_before_are_told_apart(self, tables):
        book = Book(tables)
        assert [book.subject(claim) for claim in book.contested().itertuples()] == ["brain (motor tasks)"]
        claims = book.claims(metric="task activation")
        told = {book.subject(claim): claim.direction for claim in claims.itertuples()}
        assert told["cerebral hemisphere (left)"] == "increased" and told["cerebral hemisphere (right)"] == "decreased"
        assert told["parietal lobe (working memory)"] == "increased"
        assert told["parietal lobe (language tasks)"] == "decreased" and told["motor cortex"] == "increased"

    def test_a_finding_without_a_named_region_is_on_the_brain(self, tables):
        assert tables.findings.set_index("finding_id").at["F0079", "region"] == "brain"

    def test_no_finding_is_lost(self, tables):
        book = Book(tables)
        counted = [identity for ids in book.claims()["findings"] for identity in ids]
        assert sorted(counted) == sorted(book.evidence()["finding_id"])
