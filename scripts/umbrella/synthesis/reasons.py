"""Why directions differ, as far as the rows tell.

A rule can only compare what the rows say of each side. A difference found is a
possible reason, never a proof; no difference found means that the rows do not
tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from umbrella.synthesis.claims import claims
from umbrella.synthesis.matrix import ancestors
from umbrella.synthesis.terms import NOT_STATED, Directions, Terms

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


def likely_reasons(rows: pd.DataFrame, directions: Directions) -> tuple[Reason, ...]:
    """Compare the rows behind the directions of one claim.

    Args:
        rows: findings of one claim: ``review_id``, ``direction`` and any of
            the columns of :data:`COMPARED`; other columns are not read.
            Rows without a direction take no side. ``year`` is compared as a span.

    Returns:
        What could be compared, differences first. A column that one side
        leaves empty throughout cannot be compared and is left out. When a
        review reports more than one direction, a last reason ``reviews`` of
        kind ``same`` names it: its primary studies differ, not the reviews.
    """
    sides = {direction: group for direction, group in rows.groupby("direction") if directions.kinds[direction] != NOT_STATED}
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
    findings: pd.DataFrame, terms: Terms, metrics: pd.DataFrame, regions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Families of related metrics that go one way in some regions and the opposite way in others.

    No claim is contested by that, since a claim is about one region; yet a
    reader who remembers one of the two should know of the other.

    Args:
        findings, terms: as for :func:`umbrella.synthesis.claims`.
        metrics: ``metric`` and ``family``; a metric without a family is its own.
        regions: the vocabulary; with it a region is left out where the family
            goes the other way in a part of it or in what it is part of.

    Returns:
        One row per modality, family and pair of opposite directions that has
        both: ``modality``, ``family``, ``ways`` (mapping direction -> mapping
        region -> reviews, in the order of the vocabulary) and ``metrics``
        (tuple). A region where the family is reported both ways is in
        neither: that is a conflict, not a contrast.
    """
    family = metrics.set_index("metric")["family"].dropna().to_dict()
    chains = ancestors(regions) if regions is not None else {}
    rows = []
    grouped = findings.assign(family=[family.get(name, name) for name in findings["metric"]])
    for (modality, name), group in grouped.groupby(["modality", "family"], sort=True):
        frame = claims(group, terms, by=("region",))
        frame = frame[frame["certainty"] != terms.certainty.contested]
        for pair in terms.directions.pairs:
            one, other = (_regions_going(frame, way) for way in pair)
            nested = _nested(one, other, chains)
            ways = {
                way: {region: ids for region, ids in side.items() if region not in nested}
                for way, side in zip(pair, (one, other))
            }
            if all(ways.values()):
                places = [region for side in ways.values() for region in side]
                used = group[group["region"].isin(places) & group["direction"].isin(pair)]
                rows.append((modality, name, ways, tuple(sorted(used["metric"].unique()))))
    return pd.DataFrame(rows, columns=["modality", "family", "ways", "metrics"])


def _regions_going(frame: pd.DataFrame, way: str) -> dict[str, tuple[str, ...]]:
    """Regions whose main direction is a given one, with the reviews that report it."""
    return {row.region: row.directions[way] for row in frame.itertuples() if row.direction == way}


def _nested(one: Iterable[str], other: Iterable[str], chains: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Regions of one side that are part of a region of the other, and those they are part of."""
    pairs = ((a, b) for a in one for b in other)
    return {region for a, b in pairs if a in chains.get(b, ()) or b in chains.get(a, ()) for region in (a, b)}


def unclear_directions(claimed: pd.DataFrame, directions: Directions) -> pd.DataFrame:
    """Claims whose rows say that something changes and, in part or at all, not which way.

    Args:
        claimed: rows of :func:`umbrella.synthesis.claims`.

    Returns:
        Those claims with ``kind``: ``no direction`` (no review says which
        way) or ``direction in part`` (some rows give one, others none).
    """
    unstated = set(directions.of_kind(NOT_STATED))
    frame = claimed.loc[[bool(unstated & set(sides)) for sides in claimed["directions"]]].copy()
    told = [any(direction in directions.stated for direction in sides) for sides in frame["directions"]]
    frame["kind"] = ["direction in part" if some else "no direction" for some in told]
    return frame.reset_index(drop=True)
