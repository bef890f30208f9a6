"""Why directions differ, as far as the rows tell.

A rule can only compare what the rows say of each side. A difference found is a
possible reason, never a proof; no difference found means that the rows do not
tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from umbrella.synthesis.matrix import CONTESTED, STATED, UNSTATED, ancestors, claims

# Columns compared, with what readers call them, in the order in which they explain most.
COMPARED = {
    "context": "task or comparison",
    "side": "side",
    "part": "part of the region",
    "population": "population",
    "technique": "technique",
    "year": "date of the review",
}
DIFFERS, OVERLAPS, SAME = "differs", "overlaps", "same"


@dataclass(frozen=True)
class Reason:
    """One thing that the rows say of both sides of a contested claim.

    ``kind``: ``differs`` (no value in common, so a possible reason),
    ``overlaps`` (some in common) or ``same``. ``values``: what the rows of
    each direction say, sorted.
    """

    about: str
    kind: str
    values: Mapping[str, tuple[str, ...]]


def likely_reasons(rows: pd.DataFrame) -> tuple[Reason, ...]:
    """Compare the rows behind the directions of one claim.

    Args:
        rows: findings of one claim: ``review_id``, ``direction`` and any of
            the columns of :data:`COMPARED`; other columns are not read.
            ``altered`` rows take no side. ``year`` is compared as a span.

    Returns:
        What could be compared, differences first. A column that one side
        leaves empty throughout cannot be compared and is left out. When a
        review reports more than one direction, a last reason ``reviews`` of
        kind ``same`` names it: its primary studies differ, not the reviews.
    """
    sides = {direction: group for direction, group in rows.groupby("direction") if direction != UNSTATED}
    found = []
    for column, about in COMPARED.items():
        if column in rows and len(sides) > 1:
            values = {direction: set(group[column].dropna()) for direction, group in sides.items()}
            if all(values.values()):
                found.append(Reason(about, _kind(column, values), _told(column, values)))
    reviews = {direction: set(group["review_id"]) for direction, group in sides.items()}
    counts = pd.Series([review for ids in reviews.values() for review in ids], dtype=object).value_counts()
    if both := set(counts.index[counts > 1]):
        own = {direction: tuple(sorted(ids & both)) for direction, ids in reviews.items()}
        found.append(Reason("reviews", SAME, own))
    return tuple(sorted(found, key=lambda reason: (DIFFERS, OVERLAPS, SAME).index(reason.kind)))


def _kind(column: str, values: Mapping[str, set]) -> str:
    sets = list(values.values())
    if column == "year":
        spans = sorted((min(years), max(years)) for years in sets)
        if all(one[1] < other[0] for one, other in zip(spans, spans[1:])):
            return DIFFERS
    elif not any(one & other for number, one in enumerate(sets) for other in sets[:number]):
        return DIFFERS
    return SAME if all(one == sets[0] for one in sets) else OVERLAPS


def _told(column: str, values: Mapping[str, set]) -> dict[str, tuple[str, ...]]:
    if column == "year":
        spans = {direction: (int(min(years)), int(max(years))) for direction, years in values.items()}
        return {d: (str(low) if low == high else f"{low} to {high}",) for d, (low, high) in sorted(spans.items())}
    return {direction: tuple(sorted(map(str, found))) for direction, found in sorted(values.items())}


def contrasts_between_regions(
    findings: pd.DataFrame, metrics: pd.DataFrame, regions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Families of related metrics that fall in some regions and rise in others.

    No claim is contested by that, since a claim is about one region; yet a
    reader who remembers one of the two should know of the other.

    Args:
        findings: columns as for :func:`umbrella.synthesis.claims`.
        metrics: ``metric`` and ``family``; a metric without a family is its own.
        regions: the vocabulary; with it a region is left out where the family
            goes the other way in a part of it or in what it is part of.

    Returns:
        One row per modality and family with both: ``modality``, ``family``,
        ``lower`` and ``higher`` (mappings region -> reviews) and ``metrics``
        (tuple). A region where the family is reported both ways is in
        neither: that is a conflict, not a contrast.
    """
    family = metrics.set_index("metric")["family"].dropna().to_dict()
    chains = ancestors(regions) if regions is not None else {}
    rows = []
    grouped = findings.assign(family=[family.get(name, name) for name in findings["metric"]])
    for (modality, name), group in grouped.groupby(["modality", "family"], sort=True):
        frame = claims(group, by=("region",))
        frame = frame[frame["certainty"] != CONTESTED]
        lower, higher = ({row.region: row.directions[way] for row in frame.itertuples() if row.direction == way}
                         for way in ("decreased", "increased"))  # fmt: skip
        nested = {
            region
            for one in lower
            for other in higher
            if one in chains.get(other, ()) or other in chains.get(one, ())
            for region in (one, other)
        }
        lower, higher = ({region: ids for region, ids in side.items() if region not in nested} for side in (lower, higher))  # fmt: skip
        if lower and higher:
            used = group[group["region"].isin([*lower, *higher]) & group["direction"].isin(["decreased", "increased"])]
            rows.append((modality, name, lower, higher, tuple(sorted(used["metric"].unique()))))
    return pd.DataFrame(rows, columns=["modality", "family", "lower", "higher", "metrics"])


def unclear_directions(claimed: pd.DataFrame) -> pd.DataFrame:
    """Claims whose rows say that something changes and, in part or at all, not which way.

    Args:
        claimed: rows of :func:`umbrella.synthesis.claims`.

    Returns:
        Those claims with ``kind``: ``no direction`` (no review says which
        way) or ``direction in part`` (some rows give one, others none).
    """
    frame = claimed[[UNSTATED in sides for sides in claimed["directions"]]].copy()
    told = [any(direction in STATED for direction in sides) for sides in frame["directions"]]
    frame["kind"] = ["direction in part" if some else "no direction" for some in told]
    return frame.reset_index(drop=True)
