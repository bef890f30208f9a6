"""The rule of AMSTAR 2 (Shea 2017, Box 2) on known answers, and its laws."""

from dataclasses import FrozenInstanceError
from itertools import product

import pandas as pd
import pytest
from amstar2_cases import PUBLISHED, all_yes_but, from_letters
from hypothesis import given, settings
from hypothesis import strategies as st
from umbrella.amstar2 import (
    CANNOT_BE_RATED,
    NOT_APPLICABLE,
    RATINGS,
    critical_items,
    inconsistencies,
    items_from,
    official_items,
    overall_confidence,
    rate_table,
    worse,
)

ITEMS = official_items()
CRITICAL = (2, 4, 7, 9, 11, 13, 15)
OTHERS = (1, 3, 5, 6, 8, 10, 12, 14, 16)
POOLING = (11, 12, 15)
HIGH, MODERATE, LOW, LOWEST = "high", "moderate", "low", "critically low"

# The answers, the rating and the items that decide it, each worked out by hand.
COMPLETE = [
    (all_yes_but(), HIGH, ()),
    (all_yes_but(no=[1]), HIGH, ()),
    (all_yes_but(no=[16]), HIGH, ()),
    (all_yes_but(no=[1, 3]), MODERATE, (1, 3)),
    (all_yes_but(no=[12, 14]), MODERATE, (12, 14)),
    (all_yes_but(no=OTHERS), MODERATE, OTHERS),
    *[(all_yes_but(no=[number]), LOW, (number,)) for number in CRITICAL],
    (all_yes_but(no=[4, 1, 3, 5]), LOW, (4,)),
    (all_yes_but(no=[15, *OTHERS]), LOW, (15,)),
    (all_yes_but(no=[2, 7]), LOWEST, (2, 7)),
    (all_yes_but(no=[2, 4, 10]), LOWEST, (2, 4)),
    (all_yes_but(no=CRITICAL), LOWEST, CRITICAL),
    (all_yes_but(no=range(1, 17)), LOWEST, CRITICAL),
    (all_yes_but(partial=[2, 4, 7, 8, 9]), HIGH, ()),
    (all_yes_but(partial=[2, 4, 7, 9], no=[8, 14]), MODERATE, (8, 14)),
    (all_yes_but(partial=[2], no=[4]), LOW, (4,)),
    (all_yes_but(pooled_none=POOLING), HIGH, ()),
    (all_yes_but(pooled_none=POOLING, no=[10]), HIGH, ()),
    (all_yes_but(pooled_none=POOLING, no=[10, 16]), MODERATE, (10, 16)),
    (all_yes_but(pooled_none=POOLING, no=[9]), LOW, (9,)),
    (all_yes_but(pooled_none=POOLING, no=[9, 13]), LOWEST, (9, 13)),
    (from_letters(PUBLISHED["Bachmann 2010"][0]), LOWEST, (2, 7)),
    (from_letters(PUBLISHED["De Morton 2007"][0]), LOWEST, (2, 13)),
    (from_letters(PUBLISHED["Handoll 2011"][0]), LOW, (15,)),
    (from_letters(PUBLISHED["Heldmann 2019"][0]), LOWEST, (7, 13)),
    (from_letters(PUBLISHED["Machado 2020"][0]), LOWEST, (7, 15)),
    (from_letters(PUBLISHED["Martinez-Velilla 2016"][0]), LOWEST, (2, 7, 13, 15)),
    (from_letters(PUBLISHED["Peck 2020"][0]), LOWEST, (2, 4, 7, 9, 13)),
    (from_letters(PUBLISHED["Peiris 2018"][0]), LOW, (7,)),
    (from_letters(PUBLISHED["Scrivener 2015"][0]), LOWEST, (7, 15)),
    (from_letters(PUBLISHED["Smith 2020a"][0]), LOW, (15,)),
    (from_letters(PUBLISHED["Smith 2020b"][0]), LOW, (7,)),
    (from_letters(PUBLISHED["Yasmeen 2020"][0]), LOW, (7,)),
]

# The answers, the worst and the best rating still possible, the deciding and the open items.
INCOMPLETE = [
    (dict.fromkeys(range(1, 17)), LOWEST, HIGH, (), tuple(range(1, 17))),
    ({}, LOWEST, HIGH, (), tuple(range(1, 17))),
    (all_yes_but(missing=[1]), HIGH, HIGH, (), ()),
    (all_yes_but(missing=[1, 3]), MODERATE, HIGH, (), (1, 3)),
    (all_yes_but(missing=[1], no=[3]), MODERATE, HIGH, (3,), (1,)),
    (all_yes_but(missing=[1], no=[3, 5]), MODERATE, MODERATE, (3, 5), ()),
    (all_yes_but(missing=[7]), LOW, HIGH, (), (7,)),
    (all_yes_but(missing=[7], no=[2]), LOWEST, LOW, (2,), (7,)),
    (all_yes_but(missing=[1, 3, 7], no=[2, 4]), LOWEST, LOWEST, (2, 4), ()),
    (all_yes_but(missing=[7], no=[1, 3]), LOW, MODERATE, (1, 3), (7,)),
    (all_yes_but(missing=[1, 7], no=[3]), LOW, HIGH, (3,), (1, 7)),
    (all_yes_but(missing=[1, 7], no=[3, 5]), LOW, MODERATE, (3, 5), (7,)),
    (all_yes_but(missing=[1, 3, 5], no=[2]), LOW, LOW, (2,), ()),
    (all_yes_but(missing=[1, 4], no=[2, 3]), LOWEST, LOW, (2, 3), (4,)),
    (all_yes_but(missing=[2, 4]), LOWEST, HIGH, (), (2, 4)),
    (all_yes_but(missing=[12, 15], pooled_none=[11]), LOW, HIGH, (), (15,)),
]

answer_of = {number: st.sampled_from(item.answers) for number, item in ITEMS.items()}
complete = st.fixed_dictionaries(answer_of)
partly_answered = st.fixed_dictionaries({n: st.none() | s for n, s in answer_of.items()})
few_missing = st.builds(
    lambda answers, gaps: answers | dict.fromkeys(gaps),
    # Mostly met, or nearly every review would have two critical weaknesses.
    st.fixed_dictionaries({n: st.sampled_from(["yes"] * 8 + ["no"]) for n in ITEMS}),
    st.sets(st.sampled_from(sorted(ITEMS)), max_size=5),
)
quick = settings(max_examples=100, deadline=None)


def place(rating: str) -> int:
    return RATINGS.index(rating)


def completions(answers):
    """Every way to fill the gaps; "yes" and "no" stand for met and weak."""
    gaps = [number for number in ITEMS if answers.get(number) is None]
    for filling in product(("yes", "no"), repeat=len(gaps)):
        yield answers | dict(zip(gaps, filling, strict=True))


@pytest.mark.parametrize(("answers", "rating", "deciding"), COMPLETE)
def test_complete_answers_give_the_rating_worked_out_by_hand(answers, rating, deciding):
    result = overall_confidence(answers)
    assert (result.rating, result.deciding_items) == (rating, deciding)
    assert (result.best, result.worst) == (rating, rating)
    assert (result.answered, result.missing, result.open_items) == (16, (), ())
    assert not result.adapted


@pytest.mark.parametrize(("answers", "worst", "best", "deciding", "open_items"), INCOMPLETE)
def test_missing_answers_leave_bounds(answers, worst, best, deciding, open_items):
    result = overall_confidence(answers)
    assert (result.worst, result.best) == (worst, best)
    assert result.rating == (best if best == worst else CANNOT_BE_RATED)
    assert (result.deciding_items, result.open_items) == (deciding, open_items)
    gaps = tuple(number for number in ITEMS if answers.get(number) is None)
    assert (result.missing, result.answered) == (gaps, 16 - len(gaps))


def test_there_are_at_least_thirty_known_answers():
    assert len(COMPLETE) >= 30


@pytest.mark.parametrize("gap", [None, "", float("nan")])
def test_every_kind_of_gap_is_missing_and_never_no(gap):
    result = overall_confidence(all_yes_but() | {7: gap})
    assert result.missing == (7,)
    assert (result.best, result.worst) == (HIGH, LOW)


def test_the_items_are_those_of_the_instrument():
    assert sorted(ITEMS) == list(range(1, 17))
    assert critical_items(ITEMS) == frozenset(CRITICAL)
    by_answers = {}
    for number, item in ITEMS.items():
        by_answers.setdefault(item.answers, []).append(number)
    assert by_answers == {
        ("yes", "no"): [1, 3, 5, 6, 10, 13, 14, 16],
        ("yes", "partial yes", "no"): [2, 4, 7, 8, 9],
        ("yes", "no", "no meta-analysis"): [11, 12, 15],
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"item": ["1", "1"]}, "stands twice"),
        ({"critical": ["yes", "maybe"]}, "item 2: critical is 'maybe'"),
        ({"answers": ["yes; no", "yes; perhaps"]}, "item 2: unknown answers"),
    ],
)
def test_a_faulty_vocabulary_of_items_is_refused(change, message):
    columns = {name: ["a", "b"] for name in ("short", "question", "domain")}
    columns |= {"item": ["1", "2"], "critical": ["yes", "no"], "answers": ["yes; no"] * 2}
    assert sorted(items_from(pd.DataFrame(columns))) == [1, 2]
    with pytest.raises(ValueError, match=message):
        items_from(pd.DataFrame(columns | change))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({7: "maybe"}, "item 7: 'maybe' is not one of yes, partial yes, no"),
        ({1: "partial yes"}, "item 1: 'partial yes' is not one of yes, no"),
        ({13: "no meta-analysis"}, "item 13: 'no meta-analysis' is not one of yes, no"),
        ({17: "yes"}, "there is no item 17"),
        ({0: None}, "there is no item 0"),
    ],
)
def test_answers_outside_the_instrument_are_refused(answers, message):
    with pytest.raises(ValueError, match=message):
        overall_confidence(answers)


def test_another_critical_set_gives_an_adapted_rating():
    answers = from_letters(PUBLISHED["Yasmeen 2020"][0])
    result = overall_confidence(answers, critical={2, 4, 9, 11, 13, 15})
    assert (result.rating, result.deciding_items, result.adapted) == (MODERATE, (3, 7, 10), True)
    assert not overall_confidence(answers, critical=CRITICAL).adapted
    with pytest.raises(ValueError, match=r"\[17\]"):
        overall_confidence(answers, critical={2, 17})


def test_partial_yes_can_be_made_a_weakness():
    answers = all_yes_but(partial=[2, 8])
    result = overall_confidence(answers, partial_yes_is_weakness=True)
    assert (result.rating, result.deciding_items, result.adapted) == (LOW, (2,), True)
    assert overall_confidence(answers).rating == HIGH


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("yes", "yes", "yes"),
        ("yes", "partial yes", "partial yes"),
        ("yes", "no", "no"),
        ("partial yes", "no", "no"),
        ("no meta-analysis", "yes", "yes"),
        ("no meta-analysis", "no", "no"),
        ("no meta-analysis", "no meta-analysis", "no meta-analysis"),
        (NOT_APPLICABLE, "partial yes", "partial yes"),
        (NOT_APPLICABLE, "no meta-analysis", "no meta-analysis"),
        (NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE),
        (None, "yes", None),
        (None, NOT_APPLICABLE, None),
        (None, "no", "no"),
    ],
)
def test_of_two_parts_the_worse_counts(first, second, counts):
    assert worse(first, second) == counts
    assert worse(second, first) == counts


@pytest.mark.parametrize(
    ("answers", "warnings"),
    [
        ({11: "yes", 12: "no", 15: "yes"}, ()),
        ({11: "no meta-analysis", 12: "no meta-analysis", 15: "no meta-analysis"}, ()),
        ({11: "yes", 12: None}, ()),
        (
            {11: "no meta-analysis", 12: "no meta-analysis", 15: "yes"},
            ("item 11 says no meta-analysis but item 15 is answered 'yes'",),
        ),
        (
            {11: "no meta-analysis", 12: "no"},
            (
                "item 11 says no meta-analysis but item 12 is answered 'no'",
                "item 11 says no meta-analysis but item 15 is unanswered",
            ),
        ),
        (
            {11: "yes", 12: "no meta-analysis", 15: "no meta-analysis"},
            ("item 12 says no meta-analysis but item 11 is answered 'yes'",),
        ),
    ],
)
def test_inconsistent_answers_are_warned_about_by_name(answers, warnings):
    assert inconsistencies(answers) == warnings
    assert overall_confidence(answers).warnings == warnings


def test_a_rating_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        overall_confidence({}).rating = "high"


@quick
@given(partly_answered, st.sampled_from(sorted(ITEMS)))
def test_one_more_no_never_raises_a_rating(answers, number):
    before, after = overall_confidence(answers), overall_confidence(answers | {number: "no"})
    assert place(after.best) <= place(before.best)
    # A gap was counted as a no in the lower bound already.
    assert place(after.worst) <= place(before.worst)


@quick
@given(few_missing)
def test_bounds_hold_every_completion_and_are_reached(answers):
    result = overall_confidence(answers)
    reached = [place(overall_confidence(filled).rating) for filled in completions(answers)]
    assert (min(reached), max(reached)) == (place(result.worst), place(result.best))


@quick
@given(few_missing)
def test_open_items_are_those_that_can_still_change_the_rating(answers):
    def matters(number):
        others = {n: a for n, a in answers.items() if n != number}
        rest = (c for c in completions(others | {number: "yes"}))
        return any(overall_confidence(c).rating != overall_confidence(c | {number: "no"}).rating for c in rest)

    result = overall_confidence(answers)
    assert result.open_items == tuple(n for n in result.missing if matters(n))


@quick
@given(partly_answered, st.sampled_from(sorted(ITEMS)), st.data())
def test_filling_a_gap_only_narrows_the_bounds(answers, number, data):
    before = overall_confidence(answers | {number: None})
    after = overall_confidence(answers | {number: data.draw(answer_of[number])})
    assert place(before.worst) <= place(after.worst) <= place(after.best) <= place(before.best)


@quick
@given(partly_answered, st.permutations(sorted(ITEMS)))
def test_the_order_of_the_items_is_irrelevant(answers, order):
    assert overall_confidence({n: answers[n] for n in order}) == overall_confidence(answers)


@quick
@given(
    st.lists(partly_answered | few_missing, min_size=1, max_size=6),
    st.none() | st.sets(st.sampled_from(sorted(ITEMS))),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_the_table_is_rated_as_each_review_is(reviews, critical, strict, random):
    rows = [(f"r{i}", n, a) for i, answers in enumerate(reviews) for n, a in answers.items()]
    random.shuffle(rows)
    long = pd.DataFrame(rows, columns=["review", "item", "answer"])
    table = rate_table(long, critical=critical, partial_yes_is_weakness=strict)
    assert list(table["review"]) == list(dict.fromkeys(long["review"]))
    for row in table.itertuples():
        one = overall_confidence(reviews[int(row.review[1:])], critical=critical, partial_yes_is_weakness=strict)
        for name in ("rating", "best", "worst", "deciding_items", "answered", "warnings"):
            assert getattr(row, name) == getattr(one, name)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("A", 17, "yes")], "there is no item 17"),
        ([("A", 1, "yes"), ("B", 7, "maybe")], "'B', item 7: 'maybe' is not one of"),
        ([("A", 1, "partial yes")], "'A', item 1: 'partial yes' is not one of yes, no"),
        ([("A", 1, "yes"), ("B", 1, "yes"), ("A", 1, None)], "'A', item 1 is answered twice"),
    ],
)
def test_a_faulty_table_is_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        rate_table(pd.DataFrame(rows, columns=["review", "item", "answer"]))


def test_several_raters_get_a_row_each_and_one_rater_no_column():
    rows = [("A", 2, "no", "x"), ("A", 2, "yes", "y"), ("B", 2, "yes", "x")]
    long = pd.DataFrame(rows, columns=["review", "item", "answer", "rater"])
    table = rate_table(long)
    assert list(table.columns)[-1] == "rater"
    assert list(zip(table["review"], table["rater"], table["best"], strict=True)) == [
        ("A", "x", "low"),
        ("A", "y", "high"),
        ("B", "x", "high"),
    ]
    assert "rater" not in rate_table(long[long["rater"] == "x"])
