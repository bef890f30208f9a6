"""The flow of records: arithmetic of Page 2021 on hand-made counts."""

from __future__ import annotations

import pandas as pd
import pytest
from umbrella.selection import Count, databases, disagreements, flow


def rows(*counts: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(counts, columns=["box", "label", "n"])


SOUND = rows(
    ("records identified", "all", 100), ("records from database", "A", 60), ("records from database", "B", 40), ("duplicates removed", "", 30),
    ("records excluded", "", 50), ("reports assessed", "", 20), ("reviews included", "", 5),
)  # fmt: skip


def test_boxes_that_follow_are_computed_and_marked():
    assert flow(SOUND) == {
        "records identified": Count(100), "duplicates removed": Count(30), "records screened": Count(70, derived=True), "records excluded": Count(50),
        "reports sought": Count(20, derived=True), "reports assessed": Count(20), "reports excluded": Count(15, derived=True), "reviews included": Count(5),
    }  # fmt: skip


def test_a_stated_box_is_never_recomputed():
    stated = pd.concat([SOUND, rows(("records screened", "", 71))])
    assert flow(stated)["records screened"] == Count(71)


def test_reasons_for_exclusion_add_up():
    counts = flow(
        pd.concat([SOUND, rows(("reports excluded", "wrong design", 9), ("reports excluded", "not peer reviewed", 6))])
    )
    assert counts["reports excluded"] == Count(15)


def test_a_sound_flow_has_no_disagreement():
    assert disagreements(SOUND) == []


@pytest.mark.parametrize("box, wrong, found", [
    ("records identified", 110, [("records identified", 110, 100), ("reports assessed", 20, 30)]),
    ("reports assessed", 19, [("reports assessed", 19, 20)]),
])  # fmt: skip
def test_what_does_not_add_up_is_named(box, wrong, found):
    spoilt = SOUND.copy()
    spoilt.loc[spoilt["box"] == box, "n"] = wrong
    assert disagreements(spoilt) == found


def test_databases_keep_their_counts():
    assert databases(SOUND) == {"A": 60, "B": 40}


def test_the_source_states_more_records_than_its_databases_hold(tables):
    assert disagreements(tables.rows("selection", round="2024-12")) == [("records identified", 16781, 16421)]
