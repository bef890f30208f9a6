"""What stands behind a claim: whose reviews, on whom, read where, how well made and how recent.

None of it changes the category of certainty, which is a rule on counts and
directions; it is shown beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from umbrella.amstar2 import RATINGS
from umbrella.overlap import author_clusters, independent, shared_authors
from umbrella.synthesis.claims import claims
from umbrella.synthesis.terms import NO_CHANGE, NOT_STATED, Directions, Terms

SUPPORT = (
    "n_independent",
    "sharing",
    "mixed",
    "second_hand",
    "best",
    "worst",
    "n_settled",
    "last_search",
    "n_searches",
)


def support(
    claimed: pd.DataFrame,
    findings: pd.DataFrame,
    authors: Mapping[str, Sequence[str]],
    mixed: Collection[str],
    main_source: str,
    ratings: Mapping[str, tuple[str, str]],
    searches: Mapping[str, int],
) -> pd.DataFrame:
    """Say of each claim what stands behind it.

    Args:
        claimed: rows of :func:`umbrella.synthesis.claims`, with ``reviews`` and ``findings``.
        findings: those behind them: ``finding_id``, ``review_id``, ``origin``.
        authors: authors of each review.
        mixed: reviews that cover other diseases as well.
        main_source: the origin that makes a row second-hand.
        ratings: best and worst overall rating possible of each review; a
            review that is absent can have any.
        searches: year of the last search of each review, where known.

    Returns:
        One row per claim, on its index. ``n_independent``: groups of its
        reviews without a shared author, counting direct links among these
        reviews only; ``sharing``: tuple of (first, second, names);
        ``mixed``, ``second_hand``: tuples of reviews (second-hand: every row
        behind this claim was read in the main source); ``best``, ``worst``:
        the best and the worst rating any of them can have; ``n_settled``:
        reviews with one rating; ``last_search``: latest year known, missing
        when none is; ``n_searches``: reviews for which it is known.

    Raises:
        KeyError: a review without authors.
    """
    read = findings.set_index("finding_id")
    rows = []
    for reviews, ids in zip(claimed["reviews"], claimed["findings"]):
        people = {review: authors[review] for review in reviews}
        own = read.loc[list(ids)]
        first_hand = set(own.loc[own["origin"] != main_source, "review_id"])
        bounds = [ratings.get(review, (RATINGS[-1], RATINGS[0])) for review in reviews]
        years = [searches[review] for review in reviews if review in searches]
        rows.append((
            independent(reviews, author_clusters(people)),
            tuple(shared_authors(people).itertuples(index=False, name=None)),
            tuple(review for review in reviews if review in mixed),
            tuple(review for review in reviews if review not in first_hand),
            max((best for best, _ in bounds), key=RATINGS.index),
            min((worst for _, worst in bounds), key=RATINGS.index),
            sum(best == worst for best, worst in bounds),
            max(years, default=pd.NA),
            len(years),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(SUPPORT), index=claimed.index).astype({"last_search": "Int64"})


def agreeing_share(claim: object, directions: Directions) -> float | None:
    """Share of the reports of a direction that give the most reported one, 0 to 1.

    A report is one review with one direction: a review that reports both ways
    makes two reports, so that a claim it alone contests has the share 0.5.
    None when no direction is stated. ``claim``: a row of
    :func:`umbrella.synthesis.claims`.
    """
    largest, total = _reports(claim, directions)
    return largest / total if total else None


def _reports(claim: object, directions: Directions) -> tuple[int, int]:
    """Reports of the most reported direction of a claim, and of any direction."""
    sizes = [len(ids) for direction, ids in claim.directions.items() if directions.kinds[direction] != NOT_STATED]
    return max(sizes, default=0), sum(sizes)


def region_agreement(findings: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """How firm the claims on each region are, over all modalities.

    A direction means something for one metric only, so the directions of
    different metrics are not added up; their claims are counted instead.

    Args:
        findings, terms: as for :func:`umbrella.synthesis.claims`.

    Returns:
        One row per region, most reported first: ``region``, ``n_reviews`` (that report a change),
        ``n_modalities``, ``n_claims``, one count per category of certainty,
        ``n_directed`` (reports of a direction, see :func:`agreeing_share`) and
        ``share`` (of those, the share that give the most reported direction of
        their claim; missing when there is none).
    """
    rows = []
    for region, group in claims(findings, terms).groupby("region", sort=True):
        counts = group["certainty"].value_counts()
        agreeing, directed = map(sum, zip(*(_reports(row, terms.directions) for row in group.itertuples())))
        changed = {
            review for sides in group["directions"] for way, ids in sides.items()
            if terms.directions.kinds[way] != NO_CHANGE for review in ids
        }  # fmt: skip
        rows.append({
            "region": region, "n_reviews": len(changed), "n_modalities": group["modality"].nunique(), "n_claims": len(group),
            **{name: int(counts.get(name, 0)) for name in terms.certainty},
            "n_directed": directed, "share": agreeing / directed if directed else float("nan"),
        })  # fmt: skip
    columns = ["region", "n_reviews", "n_modalities", "n_claims", *terms.certainty, "n_directed", "share"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["n_reviews", "region"], ascending=[False, True], kind="stable", ignore_index=True)
