"""Ratings under other rules, on published appraisals."""

import pandas as pd
import pytest
from amstar2_cases import PUBLISHED, all_yes_but, from_letters
from umbrella.amstar2 import Scenario, sensitivity, standard_scenarios, without_critical

OFFICIAL, PARTIAL, NO_7, NO_2 = [scenario.name for scenario in standard_scenarios()]


def long_of(reviews: dict[str, dict[int, str | None]]) -> pd.DataFrame:
    rows = [(name, number, a) for name, answers in reviews.items() for number, a in answers.items()]
    return pd.DataFrame(rows, columns=["review", "item", "answer"])


@pytest.fixture
def published() -> pd.DataFrame:
    return long_of({name: from_letters(line) for name, (line, _) in PUBLISHED.items()})


def ratings(table: pd.DataFrame, review: str) -> dict[str, str]:
    return table[table["review"] == review].set_index("scenario")["rating"].to_dict()


@pytest.mark.parametrize(
    ("review", "official", "partial", "no_7", "no_2"),
    [
        ("Yasmeen 2020", "low", "low", "moderate", "low"),
        ("Peiris 2018", "low", "critically low", "moderate", "low"),
        ("Bachmann 2010", "critically low", "critically low", "low", "low"),
        ("Handoll 2011", "low", "critically low", "low", "low"),
        ("Peck 2020", "critically low", "critically low", "critically low", "critically low"),
    ],
)
def test_each_scenario_gives_the_rating_worked_out_by_hand(published, review, official, partial, no_7, no_2):
    expected = {OFFICIAL: official, PARTIAL: partial, NO_7: no_7, NO_2: no_2}
    assert ratings(sensitivity(published), review) == expected


def test_changed_marks_what_differs_from_the_official_rating(published):
    table = sensitivity(published)
    assert len(table) == len(PUBLISHED) * 4
    official = table[table["scenario"] == OFFICIAL].set_index("review")["rating"]
    assert (table["changed"] == (table["rating"] != table["review"].map(official))).all()
    assert not table.loc[table["scenario"] == OFFICIAL, "changed"].any()
    flipped = table[table["changed"] & (table["scenario"] == NO_2)]
    assert list(flipped["review"]) == ["Bachmann 2010", "De Morton 2007"]


def test_bounds_can_move_while_the_review_still_cannot_be_rated():
    table = sensitivity(long_of({"A": all_yes_but(no=[7], missing=[2])})).set_index("scenario")
    row = table.loc[NO_7]
    assert (row["rating"], row["best"], row["worst"]) == ("cannot be rated", "high", "low")
    assert (row["changed"], row["bounds_changed"]) == (False, True)
    assert not table.loc[PARTIAL, "bounds_changed"]


def test_one_bound_alone_can_move():
    long = long_of({"A": all_yes_but(missing=[2, 7])})
    row = sensitivity(long).set_index("scenario").loc[NO_7]
    assert (row["best"], row["worst"]) == ("high", "low")
    assert row["bounds_changed"]


def test_the_scenarios_of_a_review_stand_together(published):
    table = sensitivity(published)
    assert list(table["scenario"]) == [OFFICIAL, PARTIAL, NO_7, NO_2] * len(PUBLISHED)
    assert list(table["review"].drop_duplicates()) == list(PUBLISHED)
    assert table["review"].value_counts().eq(4).all()
    assert list(table.index) == list(range(len(table)))


def test_any_critical_set_can_be_tried(published):
    lenient = Scenario("neither 2 nor 7 nor 15", frozenset({4, 9, 11, 13}))
    table = sensitivity(published, [lenient]).set_index("review")
    same = [name for name, (_, printed) in PUBLISHED.items() if table.at[name, "rating"] == printed]
    # Scrivener is printed as low although only items 7 and 15 are critical weaknesses.
    assert set(PUBLISHED) - set(same) == {"Scrivener 2015"}


def test_the_scenario_of_an_item_that_is_not_critical_is_refused():
    assert without_critical(7).critical == frozenset({2, 4, 9, 11, 13, 15})
    with pytest.raises(ValueError, match="item 1 is not critical"):
        without_critical(1)


def test_raters_are_kept_apart():
    long = long_of({"A": all_yes_but(no=[7])}).assign(rater="x")
    other = long_of({"A": all_yes_but()}).assign(rater="y")
    table = sensitivity(pd.concat([long, other], ignore_index=True))
    assert list(table.columns)[-1] == "rater"
    assert set(table.loc[table["changed"], "rater"]) == {"x"}
