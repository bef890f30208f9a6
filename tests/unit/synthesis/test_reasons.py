"""Why directions differ: known answers, and the contrasts that must come out of the book's rows by themselves."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from terms import TERMS
from umbrella import synthesis as syn
from umbrella.book import Book
from umbrella.prose import Prose


def side(review: str, direction: str, **told: object) -> dict[str, object]:
    empty = dict.fromkeys(("context", "side", "population", "technique", "year"))
    return {"review_id": review, "direction": direction} | empty | told


def reasons(*rows: dict[str, object]) -> dict[str, str]:
    return {reason.about: reason.kind for reason in syn.likely_reasons(pd.DataFrame(rows), TERMS.directions)}


class TestReasons:
    @pytest.mark.parametrize("column, about", [(c, a) for c, a in syn.reasons.COMPARED.items() if c != "year"])
    def test_what_has_no_value_in_common_is_a_possible_reason(self, column, about):
        rows = side("a", "decreased", **{column: "one"}), side("b", "increased", **{column: "other"})
        assert reasons(*rows) == {about: "differs"}

    def test_a_value_in_common_is_no_reason(self):
        rows = [side("a", "decreased", population="p"), side("b", "increased", population="p")]
        assert reasons(*rows) == {"population": "same"}
        assert reasons(*rows, side("c", "increased", population="q")) == {"population": "overlaps"}

    def test_an_empty_side_cannot_be_compared(self):
        assert reasons(side("a", "decreased", side="left"), side("b", "increased")) == {}

    @pytest.mark.parametrize(
        "first, second, kind",
        [((2010, 2012), (2013,), "differs"), ((2010, 2014), (2013,), "overlaps"), ((2010,), (2010,), "same")],
    )
    def test_years_are_compared_as_spans(self, first, second, kind):
        rows = [side(f"a{year}", "decreased", year=year) for year in first]
        rows += [side(f"b{year}", "increased", year=year) for year in second]
        assert reasons(*rows) == {"date of the review": kind}

    def test_a_review_that_reports_both_is_named(self):
        found = syn.likely_reasons(
            pd.DataFrame([side("a", "decreased"), side("a", "increased"), side("b", "increased")]), TERMS.directions
        )
        assert [(reason.about, dict(reason.values)) for reason in found] == [
            ("reviews", {"decreased": ("a",), "increased": ("a",)})
        ]

    def test_rows_without_direction_take_no_side(self):
        rows = (
            side("a", "decreased", side="left"),
            side("b", "increased", side="left"),
            side("c", "altered", side="right"),
        )
        assert reasons(*rows) == {"side": "same"}

    def test_differences_stand_first(self):
        rows = side("a", "decreased", context="same", side="left"), side("b", "increased", context="same", side="right")
        assert list(reasons(*rows)) == ["side", "task or comparison"]

    @given(st.permutations([side("a", "decreased", side="left", year=2010), side("b", "increased", side="right", year=2012), side("c", "increased", side="left")]))  # fmt: skip
    def test_order_never_matters(self, rows):
        assert reasons(*rows) == {"side": "overlaps", "date of the review": "differs"}


METRICS = pd.DataFrame({"metric": ["n", "n/c", "z"], "family": ["n-family", "n-family", None]})


def findings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["review_id", "region", "metric", "direction"])
    return frame.assign(modality="m", finding_id=[f"F{number:04}" for number in range(len(frame))])


class TestContrasts:
    def test_related_metrics_are_compared_over_regions(self):
        found = syn.contrasts_between_regions(
            findings(("a", "here", "n", "decreased"), ("b", "there", "n/c", "increased")), TERMS, METRICS
        )
        row = found.iloc[0]
        assert len(found) == 1 and (row["family"], row["metrics"]) == ("n-family", ("n", "n/c"))
        assert row["ways"] == {"decreased": {"here": ("a",)}, "increased": {"there": ("b",)}}

    def test_unrelated_metrics_are_not(self):
        rows = findings(("a", "here", "n", "decreased"), ("b", "there", "z", "increased"))
        assert syn.contrasts_between_regions(rows, TERMS, METRICS).empty

    def test_a_region_reported_both_ways_is_a_conflict_and_no_contrast(self):
        rows = findings(
            ("a", "here", "n", "decreased"), ("b", "here", "n/c", "increased"), ("c", "there", "n", "increased")
        )
        assert syn.contrasts_between_regions(rows, TERMS, METRICS).empty

    def test_a_part_is_not_set_against_its_whole(self):
        regions = pd.DataFrame({"region": ["here", "there"], "parent": ["there", None]})
        rows = findings(("a", "here", "n", "decreased"), ("b", "there", "n", "increased"))
        assert len(syn.contrasts_between_regions(rows, TERMS, METRICS)) == 1
        assert syn.contrasts_between_regions(rows, TERMS, METRICS, regions).empty


class TestOnTheBook:
    """The known contrasts come out by themselves."""

    def test_activation_in_motor_tasks_goes_up_and_down(self, tables):
        book = Book(tables)
        (row,) = book.contested().itertuples()
        assert {"increased", "decreased"} <= set(row.directions)
        assert Prose(book).quotation(book.supported_claims().loc[lambda f: f["certainty"] == "contested"].iloc[0]).startswith(
            "Brain (motor tasks), task activation: opposite directions according to three reviews, "
        )

    def test_naa_falls_in_the_motor_cortex_and_rises_in_the_hippocampus(self, tables):
        found = syn.contrasts_between_regions(syn.evidence(tables.findings), TERMS, tables.metrics, tables.regions)
        row = found[found["family"] == "N-acetylaspartate"].iloc[0]
        assert "motor cortex" in row["ways"]["decreased"] and "hippocampus" in row["ways"]["increased"]
        assert {"NAA", "tNAA"} <= set(row["metrics"])

    def test_default_mode_connectivity_is_altered_and_increased(self, tables):
        frame = syn.unclear_directions(syn.claims(syn.evidence(tables.findings), TERMS), TERMS.directions)
        row = frame[(frame["region"] == "default mode network") & (frame["metric"] == "functional connectivity")].iloc[
            0
        ]
        assert row["kind"] == "direction in part" and {"altered", "increased"} <= set(row["directions"])

    def test_hippocampal_perfusion_has_no_direction(self, tables):
        frame = syn.unclear_directions(syn.claims(syn.evidence(tables.findings), TERMS), TERMS.directions)
        row = frame[(frame["region"] == "hippocampus") & (frame["modality"] == "perfusion")].iloc[0]
        assert row["kind"] == "no direction" and row["certainty"] == TERMS.certainty.not_stated

    def test_families_stay_within_a_modality(self, tables):
        assert tables.metrics.dropna(subset="family").groupby("family")["modality"].nunique().eq(1).all()
