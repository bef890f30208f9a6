"""Likelihood ratios: published worked formula, Bayes by hand, and what must always hold."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from umbrella.book import Book
from umbrella.prose import Prose
from umbrella.synthesis import Interval, likelihood_ratios, post_test

Z = 1.959963984540054
SHARES = st.floats(0.05, 0.95)


def wald(share: float, n: int) -> Interval:
    reach = Z * sqrt(share * (1 - share) / n)
    return Interval(share, max(share - reach, 0), min(share + reach, 1))


@pytest.mark.parametrize("tp, fn, fp, tn", [(90, 10, 20, 80), (68, 32, 27, 73), (150, 71, 50, 137), (30, 20, 40, 60)])
def test_equals_simel_on_the_counts_of_one_table(tp, fn, fp, tn):
    n1, n0 = tp + fn, fp + tn
    se, sp = tp / n1, tn / n0
    positive, negative = likelihood_ratios(wald(se, n1), wald(sp, n0))
    # Simel 1991, equations for the two ratios from counts.
    for ratio, value, variance in (
        (positive, se / (1 - sp), (1 - se) / tp + sp / fp),
        (negative, (1 - se) / sp, se / fn + (1 - sp) / tn),
    ):
        assert ratio.value == pytest.approx(value)
        assert ratio.low == pytest.approx(exp(log(value) - Z * sqrt(variance)))
        assert ratio.high == pytest.approx(exp(log(value) + Z * sqrt(variance)))


def test_the_pooled_values_of_the_book():
    positive, negative = likelihood_ratios(Interval(0.68, 0.62, 0.75), Interval(0.73, 0.66, 0.80))
    assert positive.value == pytest.approx(0.68 / 0.27) and negative.value == pytest.approx(0.32 / 0.73)
    assert (round(positive.low, 2), round(positive.high, 2)) == (1.91, 3.32)


@given(SHARES, SHARES, st.floats(0.001, 0.04), st.floats(0.001, 0.04))
def test_the_interval_holds_the_ratio_and_is_symmetric_on_the_log_scale(se, sp, one, other):
    for ratio in likelihood_ratios(Interval(se, se - one, se + one), Interval(sp, sp - other, sp + other)):
        assert ratio.low < ratio.value < ratio.high
        assert log(ratio.high / ratio.value) == pytest.approx(log(ratio.value / ratio.low))


def test_a_wider_published_interval_gives_a_wider_ratio():
    narrow, wide = (
        likelihood_ratios(Interval(0.7, 0.7 - r, 0.7 + r), Interval(0.8, 0.75, 0.85))[0] for r in (0.02, 0.1)
    )
    assert wide.low < narrow.low and narrow.high < wide.high


def test_a_lower_level_means_a_larger_standard_error():
    at95, at90 = (likelihood_ratios(Interval(0.7, 0.6, 0.8), Interval(0.8, 0.7, 0.9), level)[0] for level in (95, 90))
    # The same limits at another level describe the same interval at that level.
    assert (at95.low, at95.high) == pytest.approx((at90.low, at90.high))


@pytest.mark.parametrize(
    "se, sp, level",
    [
        (Interval(1, 0.9, 1), Interval(0.7, 0.6, 0.8), 95), (Interval(0.7, 0.6, 0.8), Interval(0, 0, 0.1), 95),
        (Interval(0.7, 0.8, 0.9), Interval(0.7, 0.6, 0.8), 95), (Interval(0.7, 0.6, 0.8), Interval(0.7, 0.6, 0.8), 100),
        (Interval(float("nan"), 0.6, 0.8), Interval(0.7, 0.6, 0.8), 95),
    ],
)  # fmt: skip
def test_what_gives_no_ratio_is_refused(se, sp, level):
    with pytest.raises(ValueError):
        likelihood_ratios(se, sp, level)


@pytest.mark.parametrize("before, ratio, after", [(0.5, 1, 0.5), (0.1, 9, 0.5), (0.2, 4, 0.5), (0, 5, 0), (1, 0.2, 1), (0.5, 0, 0)])  # fmt: skip
def test_bayes_by_hand(before, ratio, after):
    assert post_test(before, ratio) == pytest.approx(after)


@given(SHARES, SHARES, SHARES)
def test_post_test_agrees_with_counting_people(prevalence, se, sp):
    ill_positive, well_positive = prevalence * se, (1 - prevalence) * (1 - sp)
    assert post_test(prevalence, se / (1 - sp)) == pytest.approx(ill_positive / (ill_positive + well_positive))


@pytest.mark.parametrize("before, ratio", [(1.1, 2), (-0.1, 2), (0.5, -1)])
def test_impossible_probabilities_are_refused(before, ratio):
    with pytest.raises(ValueError):
        post_test(before, ratio)


def test_the_book_pairs_a_sensitivity_with_its_specificity(tables):
    prose = Prose(Book(tables))
    pairs = prose.book.accuracy_pairs()
    assert pairs[["sensitivity", "specificity"]].values.tolist() == [["E0004", "E0005"]]
    assert prose.likelihood_ratio("foerster2013", "positive") == "2.5 (95% CI 1.9 to 3.3)"
    assert list(prose.book.pretests) == tables.edition["illustration"]["pretest"]
    assert prose.post_tests("foerster2013", "positive").startswith("22% from 10%")
    with pytest.raises(ValueError, match="0 pairs"):
        prose.likelihood_ratio("li2012", "positive")
