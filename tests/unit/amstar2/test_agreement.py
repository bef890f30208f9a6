"""Agreement between raters: kappa worked by hand, and what is said without one."""

import math

import pandas as pd
import pytest
from umbrella.amstar2 import agreement, cohen_kappa, disagreements, raters, settled

# How often rater one said the row and rater two the column. The kappas below are worked from Cohen's formula,
# (observed - expected) / (1 - expected) agreement, with the shares beside them.
TWO_BY_TWO = [[20, 5], [10, 15]]
THREE = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
FOUR = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


def answers_of(table: list[list[int]]) -> tuple[list[str], list[str], list[str]]:
    """The answers of both raters behind a table, and the scale."""
    pairs = [
        (str(row), str(column))
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    first, second = zip(*pairs, strict=True)
    return list(first), list(second), [str(place) for place in range(len(table))]


@pytest.mark.parametrize(
    ("table", "weights", "worked"),
    [
        (TWO_BY_TWO, None, (0.7 - 0.5) / (1 - 0.5)),
        ([[45, 15], [25, 15]], None, (0.6 - 0.54) / (1 - 0.54)),
        ([[25, 35], [5, 35]], None, (0.6 - 0.46) / (1 - 0.46)),
        (THREE, None, (0.89 - 0.66) / (1 - 0.66)),
        (FOUR, None, (33 / 91 - 2219 / 91**2) / (1 - 2219 / 91**2)),
        # Weights 3, 2, 1, 0 for answers 0, 1, 2, 3 steps apart, over 3.
        (FOUR, "linear", (187 / 273 - 14581 / (3 * 91**2)) / (1 - 14581 / (3 * 91**2))),
        ([[0, 5], [5, 0]], None, -1.0),
        ([[3, 0], [0, 4]], "quadratic", 1.0),
    ],
)
def test_kappa_is_the_one_worked_by_hand(table, weights, worked):
    kappa = cohen_kappa(*answers_of(table), weights)
    assert kappa.value == pytest.approx(worked, rel=1e-12)
    assert kappa.n == sum(map(sum, table))
    assert kappa.reason == ""


def test_quadratic_weights_by_hand():
    # One pair is one step apart: observed 1. By chance the first rater's a, b, c
    # meet the second's a, b, b at squared distances (0+1+1 + 1+0+0 + 4+1+1)/3 = 3.
    kappa = cohen_kappa(["a", "b", "c"], ["a", "b", "b"], "abc", "quadratic")
    assert kappa.value == pytest.approx(2 / 3)


def test_kappa_without_variation_or_pairs_is_undefined_and_says_why():
    same = cohen_kappa(["yes"] * 4, ["yes"] * 4, ["yes", "no"])
    assert math.isnan(same.value)
    assert (same.n, same.reason) == (4, "both raters always give the same answer")
    none = cohen_kappa(["other"], ["yes"], ["yes", "no"])
    assert math.isnan(none.value)
    assert (none.n, none.reason) == (0, "nothing answered by both raters")
    assert cohen_kappa(["yes"] * 4, ["no"] * 4, ["yes", "no"]).value == 0


def test_kappa_refuses_what_it_cannot_weigh():
    with pytest.raises(ValueError, match="cubic"):
        cohen_kappa(["a"], ["a"], "ab", "cubic")
    with pytest.raises(ValueError, match="shorter"):
        cohen_kappa(["a", "b"], ["a"], "ab")


def long_of(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["review", "item", "answer", "rater"])


@pytest.fixture
def two_raters() -> pd.DataFrame:
    first = {1: "yes yes no no", 2: "yes no no no", 11: "NM NM yes no"}
    second = {1: "yes no no no", 2: "yes no no no", 11: "NM yes yes no"}
    rows = [
        (f"r{place}", item, answer.replace("NM", "no meta-analysis"), rater)
        for rater, answers in (("AB", first), ("CD", second))
        for item, line in answers.items()
        for place, answer in enumerate(line.split())
    ]
    lonely = ("r0", 5, "yes", "AB")
    gap = [("r1", 5, "yes", "AB"), ("r1", 5, None, "CD"), ("r2", 5, "", "AB"), ("r2", 5, "", "CD")]
    settled = [("r1", 1, "no", "Consensus"), ("r0", 16, "no", "Consensus")]
    return long_of([*rows, lonely, *gap, *settled])


def test_agreement_per_item_and_overall(two_raters):
    table = agreement(two_raters).set_index("item")
    assert list(table.index) == ["1", "2", "11", "overall"]
    assert set(table["rater_a"]) == {"AB"} and set(table["rater_b"]) == {"CD"}
    assert list(table["n"]) == [4, 4, 4, 12]
    assert list(table["agreed"]) == [3, 4, 3, 10]
    assert list(table["percent"].round(1)) == [75.0, 100.0, 75.0, 83.3]
    # Item 1: 3/4 agreed, by chance 1/2*1/4 + 1/2*3/4 = 1/2, so (3/4 - 1/2) / (1/2).
    assert table.at["1", "kappa"] == pytest.approx(0.5)
    assert table.at["2", "kappa"] == 1
    # Item 11: by chance (2*1 + 1*2 + 1*1)/16 = 5/16, so (12 - 5)/(16 - 5).
    assert table.at["11", "kappa"] == pytest.approx(7 / 11)
    # Weighted: only the two pairs without "no meta-analysis" are on the scale.
    assert table.at["11", "weighted_kappa"] == 1
    # Overall: rater one says yes 4, no 6, NM 2 times, rater two 4, 7, 1:
    # by chance (16 + 42 + 2)/144 = 60/144, so (120 - 60)/(144 - 60).
    assert table.at["overall", "kappa"] == pytest.approx(60 / 84)


def test_the_list_of_disagreements_names_both_answers(two_raters):
    listed = disagreements(two_raters)
    assert listed.to_dict("list") == {
        "review": ["r1", "r1"],
        "item": [1, 11],
        "rater_a": ["AB", "AB"],
        "answer_a": ["yes", "no meta-analysis"],
        "rater_b": ["CD", "CD"],
        "answer_b": ["no", "yes"],
    }


def test_an_item_without_variation_says_why_it_has_no_kappa():
    rows = [(f"r{i}", 3, "no", rater) for i in range(3) for rater in "xy"]
    row = agreement(long_of(rows)).iloc[0]
    assert (row["percent"], row["note"]) == (100, "both raters always give the same answer")
    assert math.isnan(row["kappa"])


def test_weighted_kappa_alone_can_be_undefined():
    rows = [("r0", 11, "yes", "x"), ("r0", 11, "yes", "y")]
    rows += [("r1", 11, "no meta-analysis", rater) for rater in "xy"]
    row = agreement(long_of(rows)).iloc[0]
    assert row["kappa"] == 1
    assert row["note"] == "weighted kappa: both raters always give the same answer"


def test_three_raters_are_compared_in_pairs():
    rows = [("r0", 1, answer, rater) for answer, rater in zip(("yes", "no", "yes"), "xyz")]
    table = agreement(long_of(rows))
    overall = table[table["item"] == "overall"]
    assert list(zip(overall["rater_a"], overall["rater_b"], overall["agreed"], strict=True)) == [
        ("x", "y", 0),
        ("x", "z", 1),
        ("y", "z", 0),
    ]
    assert len(disagreements(long_of(rows))) == 2


def test_raters_who_share_nothing_get_no_number():
    row = agreement(long_of([("r0", 1, "yes", "x"), ("r1", 1, "yes", "y")])).iloc[0]
    assert (row["item"], row["n"], row["note"]) == ("overall", 0, "nothing answered by both raters")
    assert math.isnan(row["percent"])


@pytest.mark.parametrize("with_column", [True, False])
def test_one_rater_is_said_to_be_one_rater(with_column):
    long = long_of([("r0", 1, "yes", "x"), ("r0", 2, "no", "x"), ("r0", 1, "yes", "consensus")])
    long = long if with_column else long.drop(columns="rater")
    row = agreement(long).iloc[0]
    assert row["note"] == "one rater"
    assert row[["percent", "kappa", "weighted_kappa"]].isna().all()
    assert disagreements(long).empty
    assert raters(long) == (("x",) if with_column else ())


def test_settled_takes_the_consensus_or_what_all_say_and_leaves_the_rest_open():
    rows = [
        ("a", 1, "ann", "yes"), ("a", 1, "ben", "yes"),
        ("a", 2, "ann", "yes"), ("a", 2, "ben", "no"),
        ("a", 3, "ann", "yes"), ("a", 3, "ben", "no"), ("a", 3, "Consensus", "no"),
        ("b", 1, "ann", "no"), ("b", 2, "ann", None),
    ]  # fmt: skip
    found = settled(pd.DataFrame(rows, columns=["review", "item", "rater", "answer"]))
    assert found.to_dict("split")["data"] == [["a", 1, "yes"], ["a", 3, "no"], ["b", 1, "no"]]
    without = pd.DataFrame([("a", 1, "no")], columns=["review", "item", "answer"])
    assert settled(without).equals(without)
