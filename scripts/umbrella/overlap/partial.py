"""Bounds on the overlap when the study lists of reviews are known in part.

Every review has some studies that are known and a stated total. A completion
gives each review as many further studies as its total asks for: new ones, or
studies that other reviews include. Let N be the sum of the totals, c the
reviews, U the number of distinct known studies. N and c are the same for every
completion, and CCA = (N - r) / (r * c - r) falls as r, the number of distinct
studies, rises. So the bounds are at the extremes of r:

- most: every further study is new and in one review only, r = U + sum(total -
  known): the lower bound.
- fewest: no fewer than the known studies, nor than the largest review has:
  r >= max(U, largest total). That many suffice. Take the known studies, and
  new ones up to the largest total if they are fewer; each review finds its
  further studies among the r - known that it does not have, since its total
  is at most r; the largest review then takes in whatever is new. The upper
  bound.
"""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from numbers import Real

import pandas as pd

from umbrella.overlap.covered_area import covered_area_of

ASSUMED = (
    "Every stated total is right and counts the same kind of unit as the known studies.",
    "The known studies are all distinct, and each is included by the review that it is listed for.",
    "No cell is structurally impossible (X = 0).",
    "Lower bound: every study not known is included by one review only. Upper bound: the "
    "unknown studies coincide as far as the totals allow. Nothing says which is nearer.",
)


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest corrected covered area that partial lists allow.

    `lower` and `upper` are shares from 0 to 1, with their bands; None when
    undefined, and `undefined_reason` says why (else ""). `n_reviews` are the
    reviews bounded and `n_inclusions` the sum of their totals, of which
    `n_known` are known; `most_studies` (at the lower bound) and
    `fewest_studies` (at the upper) are the extremes of r. `left_out` names the
    reviews without a stated total: the bounds do not speak of them.
    """

    lower: float | None
    upper: float | None
    lower_band: str | None
    upper_band: str | None
    n_reviews: int
    n_inclusions: int
    n_known: int
    most_studies: int
    fewest_studies: int
    left_out: tuple[str, ...]
    assumptions: tuple[str, ...]
    undefined_reason: str


def bounds(known: Mapping[str, Set[Hashable]], totals: Mapping[str, int | None]) -> Bounds:
    """Return bounds on the corrected covered area of reviews whose lists are partial.

    In: `known` maps a review to the set of its known studies (a review that is
    only in `totals` has none); `totals` maps it to its stated number of
    studies. A review whose total is absent or missing (None, NaN, pd.NA) is
    left out and named; give a complete list the size of its set. For two
    reviews give these two. The bounds are sharp: some completion attains each.
    Raises ValueError for a total that is not a whole number or is below what is
    known. Rule: Pieper 2014 (10.1016/j.jclinepi.2013.11.007), see the module.
    """
    reviews = dict.fromkeys([*known, *totals])
    lists = {review: frozenset(known.get(review, ())) for review in reviews}
    stated = {review: _total(review, totals.get(review), len(lists[review])) for review in reviews}
    left_out = tuple(review for review, total in stated.items() if total is None)
    sizes = {review: total for review, total in stated.items() if total is not None}
    union = frozenset().union(*(lists[review] for review in sizes))
    n_known = sum(len(lists[review]) for review in sizes)
    n_inclusions = sum(sizes.values())
    most = len(union) + n_inclusions - n_known
    fewest = max([len(union), *sizes.values()])
    least, greatest = (covered_area_of(n_inclusions, r, len(sizes)) for r in (most, fewest))
    return Bounds(
        lower=least.value,
        upper=greatest.value,
        lower_band=least.band,
        upper_band=greatest.band,
        n_reviews=len(sizes),
        n_inclusions=n_inclusions,
        n_known=n_known,
        most_studies=most,
        fewest_studies=fewest,
        left_out=left_out,
        assumptions=(*ASSUMED, *_said(left_out)),
        undefined_reason=least.undefined_reason,
    )


def _total(review: str, total: object, n_known: int) -> int | None:
    """A stated total as a whole number, None when there is none."""
    if total is None or pd.isna(total):
        return None
    if not isinstance(total, Real) or isinstance(total, bool) or total != int(total):
        raise ValueError(f"review {review!r}: the total {total!r} is not a whole number")
    if total < n_known:
        raise ValueError(f"review {review!r}: {n_known} studies are known but {total} stated")
    return int(total)


def _said(left_out: tuple[str, ...]) -> tuple[str, ...]:
    if not left_out:
        return ()
    return (f"Left out, because no total is stated: {', '.join(map(str, left_out))}.",)
