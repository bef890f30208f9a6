"""Gaps by rule on tables small enough to check by eye."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from terms import TERMS
from umbrella import synthesis as syn

EDITION = date(2026, 11, 22)
CELLS = pd.DataFrame({"unit": ["u"], "modality": ["m"]})
NO_PRIMARY = pd.DataFrame(columns=["unit", "modality"], dtype=object)
SOUND = {"a": "moderate", "b": "high"}
FRESH = {"a": "2024", "b": "2024-05"}


def rows(*told: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(told, columns=["review_id", "direction"]).assign(unit="u", modality="m")


def found(frame, primary=NO_PRIMARY, ratings=SOUND, latest=FRESH, edition=EDITION):
    return syn.gaps(CELLS, frame, primary, TERMS.directions, ratings, latest, edition)["gaps"].iloc[0]


class TestGaps:
    def test_a_sound_fresh_review_with_a_direction_leaves_none(self):
        assert found(rows(("a", "decreased"))) == ()

    def test_no_review_is_an_absolute_gap(self):
        assert found(rows()) == (syn.ABSOLUTE,)

    def test_with_a_known_primary_study_it_is_a_synthesis_gap(self):
        assert found(rows(), primary=CELLS) == (syn.SYNTHESIS,)
        assert found(rows(("a", "decreased")), primary=CELLS) == ()

    @pytest.mark.parametrize("directions, gap", [(["altered"], True), (["altered", "decreased"], False), (["unchanged"], False)])  # fmt: skip
    def test_direction_gap(self, directions, gap):
        assert (syn.DIRECTION in found(rows(*(("a", way) for way in directions)))) == gap

    @pytest.mark.parametrize("ratings, gap", [({}, True), ({"a": "low"}, True), ({"a": "critically low"}, True), ({"a": "moderate"}, False), ({"a": "high"}, False)])  # fmt: skip
    def test_quality_gap_for_low_and_for_unknown(self, ratings, gap):
        assert (syn.QUALITY in found(rows(("a", "decreased")), ratings=ratings)) == gap

    def test_one_sound_review_closes_the_quality_gap(self):
        assert syn.QUALITY not in found(rows(("a", "decreased"), ("b", "decreased")), ratings={"a": "low", "b": "high"})

    @pytest.mark.parametrize(
        "latest, gap",
        [("2021-11-21", True), ("2021-11-22", False), ("2021-10", True), ("2021-11", False), ("2020", True), ("2021", False)],
    )  # fmt: skip
    def test_stale_is_more_than_five_years_on_the_last_day_the_date_may_mean(self, latest, gap):
        assert (syn.STALE in found(rows(("a", "decreased")), latest={"a": latest})) == gap

    def test_an_unknown_date_is_not_stale(self):
        assert found(rows(("a", "decreased"), ("b", "decreased")), latest={"a": "2001"}) == ()

    def test_an_edition_on_a_leap_day(self):
        assert syn.is_stale(["a"], {"a": "2023-02-27"}, date(2028, 2, 29))
        assert not syn.is_stale(["a"], {"a": "2023-02-28"}, date(2028, 2, 29))

    def test_every_cell_comes_out_in_order(self):
        cells = pd.DataFrame({"unit": ["x", "u", "y"], "modality": ["m", "m", "m"]})
        frame = syn.gaps(cells, rows(("a", "altered")), NO_PRIMARY, TERMS.directions, SOUND, FRESH, EDITION)
        assert frame["unit"].tolist() == ["x", "u", "y"] and frame["n_reviews"].tolist() == [0, 1, 0]

    told = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["decreased", "altered"])), min_size=1)

    @given(told, st.sampled_from(["a", "b"]))
    def test_a_further_sound_fresh_finding_never_opens_a_gap(self, told, review):
        ratings, latest = {"b": "high", "a": "low"}, {"a": "2001", "b": "2024"}
        before = found(rows(*told), ratings=ratings, latest=latest)
        after = found(rows(*told, (review, "decreased")), ratings=ratings, latest=latest)
        assert set(after) <= set(before) | ({syn.STALE} if review == "a" else set())

    def test_every_kind_has_a_meaning_in_the_vocabularies(self, tables):
        assert tables.vocabulary("gaps").terms == (*syn.GAPS, syn.NO_GAP)
        assert tables.vocabulary("agenda-tasks").terms == syn.TASKS


REGIONS = pd.DataFrame({
    "region": ["all", "lobe", "gyrus", "net"], "parent": [None, "all", "lobe", "all"], "tissue": ["whole brain", "lobe", "grey matter", "network"],
})  # fmt: skip


def claims(*told: tuple[str, str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(told, columns=["review_id", "modality", "region", "metric", "direction"])
    return frame.assign(finding_id=[f"F{number:04}" for number in range(len(frame))])


TISSUES = {"whole brain": "gathering", "network": "network", "lobe": "structure", "grey matter": "structure"}


class TestAgenda:
    def test_tasks_stand_in_order_and_larger_ones_first(self):
        frame = syn.agenda(
            claims(
                ("a", "m", "gyrus", "x", "increased"), ("b", "m", "gyrus", "x", "decreased"),
                ("a", "m", "lobe", "x", "altered"), ("b", "m", "lobe", "x", "altered"),
                ("c", "m", "lobe", "y", "decreased"), ("d", "m", "lobe", "y", "decreased"),
                ("a", "m", "gyrus", "z", "altered"),
            ), TERMS,
            REGIONS, TISSUES, ["m", "n"], {"c": "2001", "d": "2002"}, EDITION,
        )  # fmt: skip
        assert frame[["rank", "task", "region"]].values.tolist() == [
            [1, "settle", "gyrus"], [2, "give the direction", "lobe"], [3, "bring up to date", "lobe"], [4, "extend", "lobe"],
        ]  # fmt: skip
        assert frame["modalities"].tolist()[-1] == ("n",) and frame["n_reviews"].tolist() == [2, 2, 2, 4]

    def test_networks_and_the_whole_brain_are_no_place_to_extend_to(self):
        told = [(review, "m", region, "x", "decreased") for review in "abc" for region in ("all", "net")]
        assert syn.agenda(claims(*told), TERMS, REGIONS, TISSUES, ["m", "n"], {}, EDITION).empty
