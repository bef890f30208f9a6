"""Decisions of raters: what ends a record, what is open, how far raters agree, and the flow that follows."""

from __future__ import annotations

import pandas as pd
import pytest
from umbrella.searches.decisions import agreement, outcomes
from umbrella.searches.flow import Search, flow_rows, open_points, removals
from umbrella.selection import flow

AB = ("AB", "CD")


def decided(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["record_id", "stage", "rater", "decision", "reason"], dtype="object")
    return frame.assign(date="2026-11-30").replace("", None)


def both(key: str, stage: str, first: str, second: str) -> list[tuple]:
    """Decisions of both raters, a reason behind a slash."""
    return [(key, stage, rater, *(text.split("/") + [""])[:2]) for rater, text in zip(AB, (first, second)) if text]


@pytest.mark.parametrize(
    "stage, first, second, expected",
    [
        ("title", "include", "include", "include"),
        ("title", "include", "unsure", "include"),
        ("title", "exclude/x", "exclude/y", "exclude"),
        ("title", "exclude", "unsure", "conflict"),
        ("title", "exclude", "", "open"),
        ("full text", "include", "unsure", "conflict"),
        ("full text", "unsure", "unsure", "conflict"),
        ("full text", "exclude/x", "exclude/x", "exclude"),
        ("full text", "exclude/x", "exclude/y", "conflict"),
    ],
)
def test_what_two_raters_make_of_a_record(stage, first, second, expected):
    assert outcomes(["R1"], decided(*both("R1", stage, first, second)), AB, "EF", stage)["outcome"].tolist() == [expected]


def test_who_settles_ends_a_conflict_and_a_rater_does_not():
    rows = both("R1", "full text", "include", "exclude/x")
    settled = decided(*rows, ("R1", "full text", "EF", "exclude", "y"))
    assert outcomes(["R1"], settled, AB, "EF", "full text").iloc[0].tolist() == ["R1", "exclude", "y"]
    assert outcomes(["R1"], settled, AB, "", "full text")["outcome"].tolist() == ["conflict"]
    unsure = decided(*rows, ("R1", "full text", "EF", "unsure", ""))
    assert outcomes(["R1"], unsure, AB, "EF", "full text")["outcome"].tolist() == ["conflict"]


def test_kappa_stands_on_records_that_both_decided():
    """By hand: 3 of 4 agree; by chance (2/4)(3/4) + (2/4)(1/4) = 1/2; kappa (3/4 - 1/2) / (1 - 1/2) = 1/2."""
    rows = [
        *both("R1", "title", "include", "unsure"), *both("R2", "title", "exclude", "exclude"),
        *both("R3", "title", "unsure", "include"), *both("R4", "title", "exclude", "include"), *both("R5", "title", "include", ""),
    ]  # fmt: skip
    title, text = agreement(decided(*rows), AB).itertuples()
    assert (title.n, title.agreed, title.kappa) == (4, 3, 0.5)
    assert text.n == 0 and pd.isna(text.kappa) and text.note


def a_round(decisions: pd.DataFrame, removed: dict[str, str], doubts=(), unreadable=(("a.ris", 9, "cut", "looked up"),)) -> Search:
    keys = [f"R2611-000{number}" for number in range(1, 8)]
    records = pd.DataFrame({"record_id": keys, "known_as": None, "read_in": "x"}, dtype="object")
    return Search(
        "2026-11",
        {"raters": list(AB), "settles": "EF", "databases": [{"name": "A", "searched": 1, "string": "x"}]},
        pd.DataFrame([("a.ris", "A", 6), ("b.ris", "B", 5)], columns=["file", "database", "n"]),
        records,
        decisions,
        pd.DataFrame(doubts, columns=["record_id", "other_id", "why", "title", "other_title", "same"], dtype="object"),
        pd.DataFrame(unreadable, columns=["file", "line", "why", "settled"], dtype="object"),
        removed,
        {"not retrieved": "not retrieved", "wrong": "excluded", "wait": "awaiting"},
    )


ALL = decided(
    *both("R2611-0001", "title", "exclude", "exclude"),
    *(row for number in range(2, 7) for row in both(f"R2611-000{number}", "title", "include", "unsure")),
    *both("R2611-0002", "full text", "include", "include"), *both("R2611-0003", "full text", "exclude/wrong", "exclude/wrong"),
    *both("R2611-0004", "full text", "exclude/not retrieved", "exclude/not retrieved"),
    *both("R2611-0005", "full text", "exclude/wait", "exclude/wait"), *both("R2611-0006", "full text", "exclude/wrong", "exclude/wrong"),
)  # fmt: skip


def test_the_flow_is_counted_from_records_and_decisions_and_adds_up():
    """11 records read, 1 unreadable, 7 works: 3 duplicates; 1 known; 6 screened, 1 excluded; 5 sought, 1 missing; 4 assessed."""
    own = a_round(ALL, {"R2611-0007": "Already included"})
    assert open_points(own) == []
    rows = flow_rows(own)
    counts = {(row.box, row.label): row.n for row in rows.itertuples()}
    assert counts == {
        ("records from database", "A"): 6, ("records from database", "B"): 5, ("records identified", "All databases"): 11,
        ("duplicates removed", "Duplicates"): 3, ("other removals", "Already included"): 1, ("other removals", "Could not be read"): 1,
        ("records screened", "Title and abstract"): 6, ("records excluded", "Title and abstract"): 1, ("reports sought", "Full text"): 5,
        ("reports not retrieved", "Full text"): 1, ("reports assessed", "Full text"): 4, ("reports excluded", "wait"): 1,
        ("reports excluded", "wrong"): 2, ("reviews included", "Reviews"): 1,
    }  # fmt: skip
    computed = flow(rows[~rows["box"].isin(["records screened", "reports sought", "reports assessed", "reviews included"])])
    stated = flow(rows)
    assert {box: stated[box].n for box in computed} == {box: count.n for box, count in computed.items()}


@pytest.mark.parametrize(
    "change, words",
    [
        ({"decisions": ALL.iloc[1:]}, "title: 1 record without all decisions"),
        ({"decisions": ALL.assign(reason=ALL["reason"].mask(ALL.index == 15, "wait"))}, "full text: 1 record in conflict"),
        ({"doubts": [("R2611-0001", "R2611-0002", "alike", "", "", None)]}, "doubtful.csv: 1 pair without an answer in column same"),
        ({"doubts": [("R2611-0001", "R2611-0002", "alike", "", "", "yes")]}, "doubtful.csv: 1 answer not carried out yet"),
        ({"doubts": [("R2611-0001", "li2012", "alike", "", "", "yes")]}, "doubtful.csv: 1 answer not carried out yet"),
        ({"unreadable": [("a.ris", 9, "cut", None)]}, "unreadable.csv: 1 record without words in column settled"),
    ],
)
def test_whatever_is_open_keeps_a_round_open(change, words):
    own = a_round(change.pop("decisions", ALL), {"R2611-0007": "Already included"}, **change)
    assert [point for point in open_points(own) if words in point]


def test_what_is_known_is_screened_again_only_where_it_waits():
    records = pd.DataFrame([(str(n), known) for n, known in enumerate(
        ["li2012", "umbrella", "R2012-0001", "R2012-0001; K001", "new2026", None]
    )], columns=["record_id", "known_as"])  # fmt: skip
    found = removals(records, {"li2012"}, {"umbrella"}, {"K001"}, {"R2012-0001"})
    assert found == {"0": "Already included", "1": "The source itself", "2": "Screened in an earlier round"}
