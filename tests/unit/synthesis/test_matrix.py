"""Evidence matrix and certainty: known answers on tables small enough to check by eye."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from terms import TERMS
from umbrella import synthesis as syn


def findings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Findings from (review, region, metric, direction), all of one modality."""
    frame = pd.DataFrame(rows, columns=["review_id", "region", "metric", "direction"])
    frame["modality"] = "m"
    frame["contrast"] = None
    frame["finding_id"] = [f"F{number:04}" for number in range(1, len(frame) + 1)]
    return frame


BY = ("modality", "region", "metric")
REGIONS = pd.DataFrame({
    "region": ["all", "lobe", "gyrus", "sulcus", "tract"], "parent": [None, "all", "lobe", "lobe", "all"],
    "system": ["both", "motor", "motor", "extra-motor", "motor"], "tissue": ["whole brain", "lobe", "grey matter", "grey matter", "white matter"],
})  # fmt: skip


class TestMatrix:
    def test_counts_reviews_not_rows(self):
        frame = syn.evidence_matrix(
            findings(
                ("a", "gyrus", "x", "decreased"), ("a", "gyrus", "x", "decreased"), ("b", "gyrus", "x", "decreased")
            ),
            BY,
        )
        assert frame[["n_reviews", "reviews", "findings"]].values.tolist() == [
            [2, ("a", "b"), ("F0001", "F0002", "F0003")]
        ]

    def test_keeps_directions_apart(self):
        frame = syn.evidence_matrix(findings(("a", "gyrus", "x", "decreased"), ("a", "gyrus", "x", "increased")), BY)
        assert frame["direction"].tolist() == ["decreased", "increased"] and frame["n_reviews"].tolist() == [1, 1]

    def test_comparisons_of_methods_are_no_evidence(self):
        frame = findings(("a", "gyrus", "x", "increased"), ("b", "gyrus", "x", "increased"))
        frame.loc[0, "contrast"] = "imaging methods"
        assert syn.evidence(frame)["review_id"].tolist() == ["b"]


class TestCertainty:
    @pytest.mark.parametrize(
        "reviews, category, direction",
        [
            ({"decreased": ["a", "b", "c"]}, "consistent", "decreased"),
            ({"decreased": ["a", "b", "c", "d"]}, "consistent", "decreased"),
            ({"increased": ["a", "b"]}, "repeated", "increased"),
            ({"increased": ["a"]}, "single review", "increased"),
            ({"increased": ["a", "a", "a"]}, "single review", "increased"),
            ({"decreased": ["a", "b", "c"], "increased": ["d"]}, "contested", "mixed"),
            ({"decreased": ["a"], "increased": ["a"]}, "contested", "mixed"),
            ({"mixed": ["a"]}, "contested", "mixed"),
            ({"altered": ["a"]}, "direction not stated", "altered"),
            ({"altered": ["a", "b", "c", "d"]}, "direction not stated", "altered"),
            ({"altered": ["a", "b", "c"], "decreased": ["d"]}, "single review", "decreased"),
            ({"present": ["a", "b", "c"]}, "consistent", "present"),
            ({"unchanged": ["a", "b"]}, "repeated", "unchanged"),
            ({"decreased": ["a", "b", "c"], "unchanged": ["d"]}, "consistent", "decreased"),
            ({"decreased": ["a"], "unchanged": ["b", "c"]}, "repeated", "unchanged"),
            ({"decreased": ["a"], "increased": []}, "single review", "decreased"),
        ],
    )
    def test_known_answers(self, reviews, category, direction):
        assert syn.certainty(reviews, TERMS) == category
        assert syn.main_direction(reviews, TERMS.directions) == direction

    def test_nothing_reported_is_an_error(self):
        with pytest.raises(ValueError, match="at least one review"):
            syn.certainty({"decreased": []}, TERMS)

    def test_a_further_category_of_agreement_is_a_row_of_the_vocabulary(self):
        at_least = {"strong": 5} | TERMS.certainty.at_least
        kinds = {"strong": "agreement"} | TERMS.certainty.kinds
        terms = syn.Terms(TERMS.directions, syn.Categories(kinds, at_least, {}))
        firm = {n: syn.certainty({"decreased": "abcdefgh"[:n]}, terms) for n in (1, 2, 3, 4, 5, 6)}
        assert firm == {1: "single review", 2: "repeated", 3: "consistent", 4: "consistent", 5: "strong", 6: "strong"}
        assert terms.certainty.firm == ("strong", "consistent", "repeated") and terms.certainty.firmest == "strong"

    def test_a_further_direction_is_told_by_its_kind(self):
        kinds = TERMS.directions.kinds | {"absent": "sign"}
        terms = syn.Terms(syn.Directions(kinds, TERMS.directions.opposites), TERMS.certainty)
        assert syn.main_direction({"absent": ["a"]}, terms.directions) == "absent"
        assert syn.certainty({"absent": ["a", "b"]}, terms) == "repeated"

    def test_no_report_of_no_change_is_a_change(self):
        told = findings(("a", "gyrus", "x", "unchanged"), ("b", "gyrus", "x", "decreased"))
        assert syn.changes(told, TERMS.directions)["review_id"].tolist() == ["b"]

    RANK = {name: rank for rank, name in enumerate(("consistent", "repeated", "single review"))}
    reviews = st.dictionaries(
        st.sampled_from(["decreased", "altered", "present", "unchanged"]),
        st.sets(st.sampled_from("abcdef"), min_size=1),
        min_size=1,
    )

    @given(reviews)
    def test_an_opposite_finding_never_raises_certainty(self, reviews):
        before = syn.certainty(reviews, TERMS)
        after = syn.certainty({**reviews, "increased": {"z"}}, TERMS)
        assert after == "contested" if "decreased" in reviews else self.RANK.get(after, 9) <= 2
        assert not (before == "contested" and after != "contested")

    @given(reviews, st.randoms())
    def test_order_never_matters(self, reviews, random):
        items = [(direction, sorted(ids)) for direction, ids in reviews.items()]
        shuffled = [(direction, random.sample(ids, len(ids))) for direction, ids in random.sample(items, len(items))]
        assert syn.certainty(dict(items), TERMS) == syn.certainty(dict(shuffled), TERMS)


class TestClaims:
    def test_one_row_per_claim_with_all_its_reviews(self):
        frame = syn.claims(findings(
            ("a", "gyrus", "x", "decreased"), ("b", "gyrus", "x", "decreased"), ("c", "gyrus", "x", "altered"), ("a", "tract", "y", "increased"),
        ), TERMS)  # fmt: skip
        assert frame[["region", "direction", "certainty", "n_reviews", "n_agree"]].values.tolist() == [
            ["gyrus", "decreased", "repeated", 3, 2], ["tract", "increased", "single review", 1, 1],
        ]  # fmt: skip

    @settings(max_examples=50)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from("abc"),
                st.sampled_from(["gyrus", "tract"]),
                st.sampled_from("xy"),
                st.sampled_from(["decreased", "increased", "altered"]),
            ),
            min_size=1,
            max_size=20,
        ),
        st.randoms(),
    )
    def test_rows_in_any_order_make_the_same_claims(self, rows, random):
        columns = ["region", "metric", "direction", "certainty", "n_reviews", "reviews"]
        one, other = syn.claims(findings(*rows), TERMS), syn.claims(findings(*random.sample(rows, len(rows))), TERMS)
        assert one[columns].values.tolist() == other[columns].values.tolist()


class TestRegions:
    def test_ancestors_go_up_to_the_root(self):
        assert syn.ancestors(REGIONS)["gyrus"] == ("lobe", "all")

    def test_a_region_counts_with_its_parts(self):
        rolled = syn.rolled_up(findings(("a", "gyrus", "x", "decreased"), ("b", "sulcus", "x", "decreased")), REGIONS)
        assert syn.region_counts(rolled).to_dict() == {"all": 2, "lobe": 2, "gyrus": 1, "sulcus": 1}

    def test_within_takes_the_parts(self):
        rows = findings(
            ("a", "gyrus", "x", "decreased"), ("b", "tract", "x", "decreased"), ("c", "lobe", "x", "decreased")
        )
        assert syn.within(rows, "lobe", REGIONS)["review_id"].tolist() == ["a", "c"]

    def test_structures_leaves_out_gathering_terms(self):
        rolled = syn.rolled_up(
            findings(
                ("a", "gyrus", "x", "decreased"), ("b", "gyrus", "x", "decreased"), ("a", "tract", "x", "decreased")
            ),
            REGIONS,
        )
        assert set(syn.structures(rolled, REGIONS, {"all"}, 2)["region"]) == {"gyrus"}
        assert set(syn.structures(rolled, REGIONS, {"all"}, 1)["region"]) == {"gyrus", "tract"}

    def test_systems_include_zeros(self):
        table = syn.systems_covered(findings(("a", "gyrus", "x", "decreased")), REGIONS, ["m", "n"], ["both", "motor"])
        assert table.loc["m", "motor"] == 1 and table.loc["n"].sum() == 0

    def test_unseen_regions(self):
        rows = findings(
            ("a", "gyrus", "x", "decreased"), ("b", "gyrus", "x", "decreased"), ("a", "tract", "x", "decreased")
        )
        rows.loc[len(rows)] = {
            "review_id": "a",
            "region": "tract",
            "metric": "z",
            "direction": "decreased",
            "modality": "n",
            "contrast": None,
            "finding_id": "F0009",
        }
        assert syn.unseen_regions(rows, "n", TERMS.directions)[["region", "n_reviews"]].values.tolist() == [["gyrus", 2]]
        assert syn.unseen_regions(rows, "m", TERMS.directions).empty


class TestRealData:
    def test_known_contrasts_are_found(self, tables):
        naa = tables.findings[tables.findings["metric"].isin(["NAA", "tNAA"])]
        directions = {(row.region, row.metric): row.direction for row in syn.claims(naa, TERMS).itertuples()}
        assert directions["motor cortex", "NAA"] == "decreased" and directions["hippocampus", "tNAA"] == "increased"

    def test_no_finding_is_lost_between_rows_and_claims(self, tables):
        rows = syn.evidence(tables.findings)
        counted = [identity for ids in syn.claims(rows, TERMS)["findings"] for identity in ids]
        assert sorted(counted) == sorted(rows["finding_id"])
