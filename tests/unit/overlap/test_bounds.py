"""Bounds on overlap from partial study lists, proved by trying every completion."""

from itertools import combinations, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlap_cases import FIVE_REVIEWS, matrix_of
from umbrella.overlap import bounds, corrected_covered_area


def completions(known: dict, totals: dict):
    """Every way to complete the lists, as one list of sets per review."""
    union = sorted(set().union(*known.values()))
    spare = sum(totals[name] - len(known[name]) for name in known)
    universe = [*union, *(f"new{i}" for i in range(spare))]
    choices = []
    for name, studies in known.items():
        others = [study for study in universe if study not in studies]
        more = combinations(others, totals[name] - len(studies))
        choices.append([studies | set(extra) for extra in more])
    return product(*choices)


def area(lists) -> float:
    """The formula written anew."""
    n, r, c = sum(map(len, lists)), len(set().union(*lists)), len(lists)
    return (n - r) / (r * c - r)


def extremes(known: dict, totals: dict) -> tuple[float, float]:
    values = [area(lists) for lists in completions(known, totals)]
    return min(values), max(values)


def small_cases():
    """All known lists of two reviews over three studies, many of three over two; few unknown."""
    subsets = [set(s) for k in range(4) for s in combinations("abc", k)]
    for first, second in product(subsets, repeat=2):
        for more in product(range(3), repeat=2):
            yield {"A": first, "B": second}, {"A": len(first) + more[0], "B": len(second) + more[1]}
    subsets = [set(s) for k in range(3) for s in combinations("ab", k)]
    for lists in product(subsets, repeat=3):
        for more in ((0, 0, 1), (1, 1, 0), (1, 1, 1), (0, 2, 1), (2, 0, 0)):
            totals = [len(one) + extra for one, extra in zip(lists, more, strict=True)]
            names = "ABC"
            yield dict(zip(names, lists, strict=True)), dict(zip(names, totals, strict=True))


def test_the_bounds_are_the_extremes_of_all_completions():
    tried = wide = 0
    for known, totals in small_cases():
        if not sum(totals.values()):
            continue
        found = bounds(known, totals)
        assert (found.lower, found.upper) == extremes(known, totals), (known, totals)
        tried += 1
        wide += found.lower < found.upper
    # Enough cases, most of them open, or the proof would show little.
    assert tried > 800
    assert wide > 500


@pytest.mark.parametrize(
    ("known", "totals", "lower", "upper"),
    [
        # Nothing known: from no overlap to the smaller within the larger.
        ({"A": set(), "B": set()}, {"A": 4, "B": 2}, 0, 2 / 4),
        # The known studies differ, so that some distinctness is sure ...
        ({"A": {1, 2}, "B": {3, 4}}, {"A": 4, "B": 4}, 0, 4 / 4),
        ({"A": {1, 2}, "B": {3, 4}}, {"A": 3, "B": 3}, 0, 2 / 4),
        # ... and here more of them than any review has.
        ({"A": {1, 2, 3}, "B": {4, 5, 6}}, {"A": 4, "B": 4}, 0, 2 / 6),
        # A shared known study is a floor.
        ({"A": {1}, "B": {1}}, {"A": 3, "B": 2}, 1 / 4, 2 / 3),
        # Complete lists leave nothing open.
        ({"A": {1, 2}, "B": {2, 3}}, {"A": 2, "B": 2}, 1 / 3, 1 / 3),
        ({"A": {1}, "B": {2}, "C": {3}}, {"A": 2, "B": 2, "C": 2}, 0, 3 / 6),
        ({"A": {1}, "B": {2}, "C": set()}, {"A": 1, "B": 2, "C": 3}, 0, 3 / 6),
    ],
)
def test_hand_made_bounds(known, totals, lower, upper):
    found = bounds(known, totals)
    assert (found.lower, found.upper) == (pytest.approx(lower), pytest.approx(upper))
    assert extremes(known, totals) == (pytest.approx(lower), pytest.approx(upper))


LISTS = st.lists(st.sets(st.sampled_from("abcd"), max_size=3), min_size=2, max_size=4)


@settings(max_examples=60, deadline=None)
@given(LISTS, st.data())
def test_every_completion_lies_within_and_some_at_the_bounds(lists, data):
    # Four unknown studies at most, so that all completions can be tried.
    room, totals = 4, {}
    known = {f"R{i}": one for i, one in enumerate(lists)}
    for name, one in known.items():
        more = data.draw(st.integers(0, min(2, room)))
        room -= more
        totals[name] = len(one) + more
    found = bounds(known, totals)
    if not sum(totals.values()):
        assert (found.lower, found.upper) == (None, None)
        return
    assert 0 <= found.lower <= found.upper <= 1
    assert (found.lower, found.upper) == extremes(known, totals)
    [some] = [lists for lists, _ in zip(completions(known, totals), [0], strict=False)]
    value = corrected_covered_area(matrix_of(dict(zip(known, some, strict=True)))).value
    assert found.lower <= value <= found.upper


def test_complete_lists_give_the_area_itself():
    lists = {name: set(studies) for name, studies in FIVE_REVIEWS.items()}
    found = bounds(lists, {name: len(studies) for name, studies in lists.items()})
    value = corrected_covered_area(matrix_of(FIVE_REVIEWS)).value
    assert found.lower == found.upper == value
    assert (found.lower_band, found.upper_band) == ("very high", "very high")
    assert (found.n_inclusions, found.n_known, found.n_reviews) == (8, 8, 5)
    assert found.most_studies == found.fewest_studies == 3


def test_knowing_more_never_widens_the_bounds():
    totals = {"A": 4, "B": 5, "C": 3}
    full = {"A": "abcd", "B": "cdefg", "C": "agh"}
    widths = []
    for k in range(6):
        found = bounds({name: set(studies[:k]) for name, studies in full.items()}, totals)
        widths.append((found.lower, -found.upper))
    assert widths == sorted(widths)
    assert all(a[1] <= b[1] for a, b in zip(widths, widths[1:], strict=False))
    assert widths[0][0] == 0
    assert widths[-1][0] == -widths[-1][1] == area([set(s) for s in full.values()])


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_reviews_without_a_total_are_left_out_and_named(missing):
    known = {"A": {1, 2}, "B": {2}, "C": {1, 9}}
    found = bounds(known, {"A": 3, "B": 2, "C": missing})
    without = bounds({"A": {1, 2}, "B": {2}}, {"A": 3, "B": 2})
    assert found.left_out == ("C",)
    assert (found.lower, found.upper) == (without.lower, without.upper) == (1 / 4, 2 / 3)
    assert found.n_known == 3
    assert any("no total is stated: C." in said for said in found.assumptions)
    assert not any("Left out" in said for said in without.assumptions)
    assert bounds(known, {"A": 3, "B": 2}) == found


def test_a_review_of_which_only_the_total_is_known_takes_part():
    assert bounds({"A": {1}}, {"A": 1, "B": 4}) == bounds({"A": {1}, "B": set()}, {"A": 1, "B": 4})


@pytest.mark.parametrize(
    ("known", "totals", "reason"),
    [
        ({}, {}, "overlap needs two reviews, there are 0"),
        ({"A": {1}}, {"A": 3}, "overlap needs two reviews, there is 1"),
        ({"A": {1}, "B": {1}}, {"A": 3}, "overlap needs two reviews, there is 1"),
        ({"A": set(), "B": set()}, {"A": 0, "B": 0}, "no review includes any study"),
    ],
)
def test_undefined_bounds_say_why(known, totals, reason):
    found = bounds(known, totals)
    assert (found.lower, found.upper, found.lower_band, found.upper_band) == (None,) * 4
    assert found.undefined_reason == reason


@pytest.mark.parametrize("total", [1, 2.5, "3", True, -1])
def test_impossible_totals_are_refused_by_review(total):
    with pytest.raises(ValueError, match="review 'B'"):
        bounds({"A": {1}, "B": {1, 2}}, {"A": 3, "B": total})


def test_totals_as_pandas_gives_them():
    totals = pd.Series({"A": 3, "B": 2, "C": pd.NA}, dtype="Int64")
    known = {"A": {1, 2}, "B": {2}}
    assert bounds(known, totals.to_dict()) == bounds(known, {"A": 3, "B": 2.0, "C": None})
