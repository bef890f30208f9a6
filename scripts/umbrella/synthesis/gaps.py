"""Gaps by rule: what no review covers, or covers badly, long ago, or without a direction.

Absolute and synthesis gap are the terms of the evidence gap maps of 3ie
(Snilstveit 2016, J Clin Epidemiol 79:120-129). The others are named here
in the same way. A rule sees the tables only: it cannot know whether a cell
makes sense for research, nor what lies outside the reviews read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from umbrella.synthesis.claims import claims
from umbrella.synthesis.matrix import regions_of, rolled_up, structures
from umbrella.synthesis.terms import NOT_STATED, Directions, Terms

# The gravest first; what each means to readers stands in the vocabulary of gaps.
GAPS = ABSOLUTE, SYNTHESIS, DIRECTION, STALE, QUALITY = (
    "absolute gap", "synthesis gap", "direction gap", "stale gap", "quality gap",
)  # fmt: skip
NO_GAP = "no gap"
YEARS = 5
# Kinds of tissues that are no one place.
NETWORK, GATHERING = "network", "gathering"
SOUND = ("high", "moderate")
TASKS = SETTLE, DIRECT, UPDATE, EXTEND = ("settle", "give the direction", "bring up to date", "extend")


def gaps(
    cells: pd.DataFrame,
    findings: pd.DataFrame,
    primary: pd.DataFrame,
    directions: Directions,
    ratings: Mapping[str, str],
    latest: Mapping[str, str],
    edition: date,
) -> pd.DataFrame:
    """Name the gaps in each cell of a map.

    Args:
        cells: the cells, one row each; its columns say what makes a cell.
        findings: evidence, with those columns, ``review_id`` and ``direction``.
        primary: known primary evidence that no review carries, with those columns.
        directions: the directions of the book.
        ratings: settled rating of each review; absent when it is not known.
        latest: the latest date (year, month or day in ISO form) at which each
            review can have searched; absent when nothing is known.
        edition: the date from which staleness is reckoned.

    Returns:
        One row per cell in the order of ``cells``: its columns, ``n_reviews``
        and ``gaps`` (tuple in the order of :data:`GAPS`). A cell without
        reviews has an absolute or a synthesis gap and no other. A cell with a
        review of unknown date is not called stale.
    """
    by = list(cells.columns)
    groups = dict(list(findings.groupby(by)))
    known = set(primary[by].itertuples(index=False, name=None))
    rows = []
    for key in cells.itertuples(index=False, name=None):
        group = groups.get(key)
        if group is None:
            rows.append((*key, 0, (SYNTHESIS if key in known else ABSOLUTE,)))
            continue
        reviews = sorted(group["review_id"].unique())
        found = {
            DIRECTION: {directions.kinds[name] for name in group["direction"]} == {NOT_STATED},
            STALE: is_stale(reviews, latest, edition),
            QUALITY: not any(ratings.get(review) in SOUND for review in reviews),
        }
        rows.append((*key, len(reviews), tuple(name for name in GAPS if found.get(name))))
    return pd.DataFrame(rows, columns=[*by, "n_reviews", "gaps"])


def _earlier(edition: date) -> str:
    """The day that lies as many years before the edition as a search may be old, in ISO form."""
    day = 28 if (edition.month, edition.day) == (2, 29) else edition.day
    return date(edition.year - YEARS, edition.month, day).isoformat()


def _last_day(iso: str) -> str:
    """The last day an ISO year or month may mean, as text that sorts like a date."""
    return iso + "-12-31"[3 * (len(iso) > 4) :] if len(iso) < 10 else iso


def is_stale(reviews: Iterable[str], latest: Mapping[str, str], edition: date) -> bool:
    """Whether every one of some reviews is known to be older than :data:`YEARS`; ``latest`` as for :func:`gaps`."""
    limit = _earlier(edition)
    return all(review in latest and _last_day(latest[review]) < limit for review in reviews)


def agenda(
    findings: pd.DataFrame,
    terms: Terms,
    regions: pd.DataFrame,
    tissues: Mapping[str, str],
    modalities: Sequence[str],
    latest: Mapping[str, str],
    edition: date,
    at_least: int = 3,
) -> pd.DataFrame:
    """What a next review should take up, ranked.

    The rule: tasks in the order of :data:`TASKS`, and within a task the
    question that concerns more reviews first, then by name.

    Args:
        findings: evidence, columns as for :func:`umbrella.synthesis.claims`.
        terms: the directions and the categories of the book.
        regions: the vocabulary, with ``region``, ``parent`` and ``tissue``.
        tissues: kind by tissue.
        modalities: all modalities, in order.
        latest, edition: as for :func:`gaps`.
        at_least: reviews that must report a region, with its parts, before
            the modalities that leave it out are named.

    Returns:
        ``rank``, ``task``, ``region``, ``apart`` (what people did and the side, where these
        tell the claim apart), ``metric`` (missing for a region left
        out), ``modalities`` (tuple: the claim's own, or those that leave the
        region out) and ``n_reviews``. Contested claims stand in it however
        few their reviews, the other claims from two reviews on.
    """
    frame = claims(findings, terms)
    repeated = frame[frame["n_reviews"] > 1]
    old = repeated["reviews"].map(lambda ids: is_stale(ids, latest, edition)).astype(bool)
    chosen = {
        SETTLE: frame[frame["certainty"] == terms.certainty.contested],
        DIRECT: repeated[repeated["certainty"] == terms.certainty.not_stated],
        UPDATE: repeated[old & repeated["certainty"].isin(terms.certainty.firm)],
    }
    rows = [
        (task, row.region, (row.task, row.side), row.metric, (row.modality,), row.n_reviews)
        for task, found in chosen.items()
        for row in found.itertuples()
    ]
    # A network is not a place that every modality can look at.
    of_kind = {kind: [name for name, own in tissues.items() if own == kind] for kind in (NETWORK, GATHERING)}
    parts = findings[~findings["region"].isin(regions_of(regions, of_kind[NETWORK]))]
    shown = structures(rolled_up(parts, regions), regions, regions_of(regions, of_kind[GATHERING]), at_least)
    for region, group in shown.groupby("region"):
        absent = tuple(name for name in modalities if name not in set(group["modality"]))
        if absent:
            rows.append((EXTEND, region, ("", ""), None, absent, group["review_id"].nunique()))
    rows.sort(key=lambda row: (TASKS.index(row[0]), -row[5], *row[1:3], str(row[3])))
    columns = ["rank", "task", "region", "apart", "metric", "modalities", "n_reviews"]
    return pd.DataFrame([(rank, *row) for rank, row in enumerate(rows, start=1)], columns=columns)
