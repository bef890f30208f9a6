"""Handing out published totals: exact counts against listing every way, contradictions against Hall's condition."""

from collections import Counter
from itertools import product

import pytest
from amstar2_cases import all_yes_but
from hypothesis import given, settings
from hypothesis import strategies as st
from umbrella.amstar2 import RATINGS, assignments, overall_confidence, possible_ratings
from umbrella.amstar2.items import official_items

ALL = RATINGS
some_ratings = st.frozensets(st.sampled_from(RATINGS))


def brute(possible: dict, totals: dict) -> list[dict]:
    """Every way, by trying each rating for each review."""
    wanted = Counter({rating: n for rating, n in totals.items() if n})
    tried = product(RATINGS, repeat=len(possible))
    ways = [dict(zip(possible, ratings, strict=True)) for ratings in tried if Counter(ratings) == wanted]
    return [way for way in ways if all(way[review] in allowed for review, allowed in possible.items())]


@st.composite
def cases(draw):
    """Up to six reviews, with totals that add up."""
    possible = {f"r{n}": draw(some_ratings) for n in range(draw(st.integers(0, 6)))}
    totals = Counter(draw(st.sampled_from(RATINGS)) for _ in possible)
    return possible, dict(totals)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_counts_are_those_of_listing_every_way(case):
    possible, totals = case
    found, ways = assignments(possible, totals), brute(possible, totals)
    assert found.count == len(ways)
    assert {r: dict(by) for r, by in found.by_review.items()} == {
        r: dict(Counter(w[r] for w in ways)) for r in possible
    }
    assert found.unrestricted == len(brute(dict.fromkeys(possible, RATINGS), totals))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_a_contradiction_is_named_if_and_only_if_there_is_no_way(case):
    found = assignments(*case)
    assert bool(found.contradictions) == (found.count == 0)
    for one in found.contradictions:
        assert len(one.reviews) > one.places
        assert all(set(case[0][review]) <= set(one.ratings) for review in one.reviews)


@settings(max_examples=60, deadline=None)
@given(cases(), st.randoms())
def test_the_order_of_reviews_is_irrelevant(case, chance):
    possible, totals = case
    names = list(possible)
    chance.shuffle(names)
    first, second = assignments(possible, totals), assignments({name: possible[name] for name in names}, totals)
    assert (first.count, dict(first.by_review)) == (second.count, {name: second.by_review[name] for name in possible})


def test_known_answer_nothing_known():
    found = assignments({f"r{n}": ALL for n in range(18)}, {"moderate": 9, "low": 6, "critically low": 3})
    # 18! / (9! 6! 3!)
    assert found.count == found.unrestricted == 4_084_080
    assert found.by_review["r0"] == {"moderate": 2_042_040, "low": 1_361_360, "critically low": 680_680}


def test_known_answer_four_reviews_low_at_best():
    possible = {f"r{n}": ("critically low", "low") if n < 4 else ALL for n in range(18)}
    found = assignments(possible, {"moderate": 9, "low": 6, "critically low": 3})
    # Nine of the other 14 are moderate (2002 ways); of the remaining nine, three are critically low (84 ways).
    assert found.count == 2002 * 84
    assert set(found.by_review["r0"]) == {"low", "critically low"}


def test_a_rating_can_be_excluded_by_the_others():
    found = assignments({"a": ("low",), "b": ("low", "moderate")}, {"low": 1, "moderate": 1})
    assert found.count == 1 and found.by_review["b"] == {"moderate": 1}


def test_what_contradicts_is_named():
    possible = {"a": ("low",), "b": ("low",), "c": ALL}
    [one] = assignments(possible, {"low": 1, "moderate": 2}).contradictions
    assert (one.reviews, one.ratings, one.places) == (("a", "b"), ("low",), 1)
    [excluded] = assignments({"a": (), "b": ALL}, {"low": 2}).contradictions[:1]
    assert (excluded.reviews, excluded.ratings) == (("a",), ())


@pytest.mark.parametrize("totals", [{"low": 2}, {"low": 2, "high": -1}, {"poor": 1}, {}])
def test_totals_that_do_not_fit_are_refused(totals):
    with pytest.raises(ValueError, match="the totals hold|is not one of"):
        assignments({"a": ALL}, totals)


ANSWERS = {number: (*item.answers, None) for number, item in official_items().items()}


@settings(max_examples=80, deadline=None)
@given(
    st.fixed_dictionaries({number: st.sampled_from(answers[:-1]) for number, answers in ANSWERS.items()}),
    st.sets(st.integers(1, 16), max_size=4),
    st.booleans(),
)
def test_possible_ratings_are_those_of_all_completions(answers, hidden, strict):
    seen = {
        overall_confidence(answers | dict(zip(hidden, tried, strict=True)), partial_yes_is_weakness=strict).rating
        for tried in product(*(ANSWERS[number][:-1] for number in hidden))
    }
    known = answers | dict.fromkeys(hidden)
    found = possible_ratings(known, partial_yes_is_weakness=strict)
    assert set(found) == seen and len(found) == len(seen)
    bounds = overall_confidence(known, partial_yes_is_weakness=strict)
    assert (found[0], found[-1]) == (bounds.worst, bounds.best)


def test_a_rating_between_the_bounds_can_be_out_of_reach():
    assert possible_ratings(all_yes_but(missing=[4])) == ("low", "high")
    assert possible_ratings({}) == RATINGS
    assert possible_ratings(all_yes_but(no=[4], missing=[7]), critical=[7]) == ("low", "high")
    assert possible_ratings(all_yes_but() | {1: float("nan")}) == ("high",)
