"""The answers entered in `data/` follow the stated rules, and the engine takes them."""

import pandas as pd
import pytest
from books import ROOT
from umbrella.amstar2 import agreement, official_items, rate_table

DATA = ROOT / "data"


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, dtype=str, keep_default_na=False)


@pytest.fixture
def appraisals() -> pd.DataFrame:
    return read("appraisals.csv")


@pytest.fixture
def rules() -> pd.DataFrame:
    return read("vocabularies/appraisal-rules.csv").set_index("rule_id")


def test_every_answer_of_the_editors_follows_the_rule_its_reason_names(appraisals, rules):
    by_rule = appraisals[appraisals["rater"].str.contains("abstract-based")]
    assert len(by_rule)
    for row in by_rule.itertuples():
        rule_id, _, reason = row.reason.partition(": ")
        assert rule_id in rules.index, row.reason
        assert (row.item, row.answer) == tuple(rules.loc[rule_id, ["item", "answer"]]), row.reason
        assert reason


def test_every_rule_that_gives_an_answer_is_used(appraisals, rules):
    used = set(appraisals["reason"].str.partition(":")[0])
    assert set(rules.index[rules["answer"] != ""]) <= used


def test_rules_give_only_answers_their_item_allows(rules):
    items = official_items()
    for row in rules[rules["answer"] != ""].itertuples():
        assert row.answer in items[int(row.item)].answers


def test_the_engine_takes_the_answers_without_a_warning(appraisals):
    long = appraisals.rename(columns={"review_id": "review"}).astype({"item": int})
    ratings = rate_table(long)
    assert set(ratings["review"]) == set(appraisals["review_id"])
    inconsistent = ratings[ratings["warnings"].map(len) > 0]
    assert inconsistent.empty, inconsistent[["review", "warnings"]].to_dict("records")


def test_one_rater_is_not_given_an_agreement(appraisals):
    long = appraisals.rename(columns={"review_id": "review"}).astype({"item": int})
    if long["rater"].nunique() > 1:
        pytest.skip("the tables have several raters by now")
    assert list(agreement(long)["note"]) == ["one rater"]
