"""What follows by arithmetic from a sensitivity and a specificity.

Likelihood ratios and their intervals after Simel 1991
(10.1016/0895-4356(91)90128-V): with LR+ = se / (1 - sp), LR- = (1 - se) / sp,

    Var ln LR+ = Var(se) / se^2 + Var(sp) / (1 - sp)^2
    Var ln LR- = Var(se) / (1 - se)^2 + Var(sp) / sp^2

(the delta method) and the interval exp(ln LR +- z * SE). For the counts of one
two-by-two table Var(p) = p (1 - p) / n, which is Simel's formula. Where only
confidence intervals are published, the standard error they imply is used,
(high - low) / (2 z). That is an approximation: it takes the published interval
for symmetric, and sensitivity and specificity for independent, although pooled
ones usually pull against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """A value with the limits of its confidence interval, in the unit of the value."""

    value: float
    low: float
    high: float


def likelihood_ratios(sensitivity: Interval, specificity: Interval, level: float = 95) -> tuple[Interval, Interval]:
    """The likelihood ratios of a positive and of a negative result.

    Args:
        sensitivity: share of the ill who test positive, between 0 and 1.
        specificity: share of the healthy who test negative, between 0 and 1.
        level: confidence level of both intervals, in per cent.

    Returns:
        LR+ and LR-, with intervals of the same level.

    Raises:
        ValueError: a share is not strictly between 0 and 1, where a ratio has
            no logarithm; limits that do not hold the value; a level outside 0 to 100.
    """
    if not 0 < level < 100:
        raise ValueError(f"{level!r} is not a confidence level in per cent")
    for share in (sensitivity, specificity):
        if not 0 < share.value < 1 or not 0 <= share.low <= share.value <= share.high <= 1:
            raise ValueError(f"{share} is not a share strictly between 0 and 1 within its limits")
    z = NormalDist().inv_cdf(0.5 + level / 200)
    ill, well = ((share.high - share.low) / (2 * z) for share in (sensitivity, specificity))
    se, sp = sensitivity.value, specificity.value
    return (
        _ratio(se / (1 - sp), ill / se, well / (1 - sp), z),
        _ratio((1 - se) / sp, ill / (1 - se), well / sp, z),
    )


def _ratio(value: float, one: float, other: float, z: float) -> Interval:
    """A ratio whose parts have these relative standard errors, with its interval on the log scale."""
    reach = z * sqrt(one**2 + other**2)
    return Interval(value, exp(log(value) - reach), exp(log(value) + reach))


def post_test(pretest: float, ratio: float) -> float:
    """Probability of disease after a result, by Bayes' rule on odds.

    Args:
        pretest: probability before it, between 0 and 1.
        ratio: likelihood ratio of the result.

    Raises:
        ValueError: a probability outside 0 to 1, or a ratio below 0.
    """
    if not 0 <= pretest <= 1 or ratio < 0:
        raise ValueError(f"{pretest!r} is not a probability, or {ratio!r} no likelihood ratio")
    return pretest * ratio / (1 - pretest + pretest * ratio) if pretest else 0.0
