"""From findings to an evidence matrix: who reports what, which way, and how firmly.

Reviews are counted, never rows: a review that reports a change twice speaks once.
Certainty here is a rule on counts and directions. It is not GRADE.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from umbrella.synthesis.terms import NO_CHANGE, Directions, Terms

CLAIM = ("modality", "region", "metric")


def evidence(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings that speak of a change in patients against controls.

    Rows that compare imaging methods or groups of patients (column
    ``contrast``) are shown to readers but are no evidence of such a change.
    """
    return findings[findings["contrast"].isna()]


def changes(findings: pd.DataFrame, directions: Directions) -> pd.DataFrame:
    """Findings that report a change: a report of no change is none."""
    return findings[~findings["direction"].isin(directions.of_kind(NO_CHANGE))]


def rolled_up(findings: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Findings repeated for every region theirs is a part of.

    Args:
        findings: any findings.
        regions: the vocabulary, with ``region`` and ``parent``.
    """
    chains = ancestors(regions)
    wider = findings.assign(region=[(region, *chains[region]) for region in findings["region"]])
    return wider.explode("region", ignore_index=True)


def structures(
    findings: pd.DataFrame, regions: pd.DataFrame, gathering: Collection[str], at_least: int
) -> pd.DataFrame:
    """Findings on single structures that enough reviews report, for an overview.

    Regions that gather structures of every kind are left out, and so are the widest terms below them where a part is shown.

    Args:
        findings: findings rolled up by :func:`rolled_up`.
        regions: the vocabulary, with ``region`` and ``parent``.
        gathering: regions that gather structures of every kind.
        at_least: distinct reviews a region needs.
    """
    counts = findings.groupby("region")["review_id"].nunique()
    shown = set(counts.index[counts >= at_least]) - set(gathering)
    chains = ancestors(regions)
    wide = {
        region for region in shown if set(chains[region]) <= set(gathering) and any(region in chains[part] for part in shown)
    }
    return findings[findings["region"].isin(shown - wide)]


def evidence_matrix(findings: pd.DataFrame, by: Sequence[str] = CLAIM) -> pd.DataFrame:
    """Count the reviews behind each direction of each claim.

    Args:
        findings: columns ``finding_id``, ``review_id``, ``direction`` and those of ``by``.
        by: what makes a claim.

    Returns:
        One row per claim and direction, sorted: the columns of ``by``,
        ``direction``, ``n_reviews`` (distinct reviews), ``reviews`` and
        ``findings`` (sorted tuples of ids).
    """
    keys = [*by, "direction"]
    # Plain dictionaries: some hundred rows are asked about a hundred times a build, and groups of a frame are slow.
    behind: dict[tuple, list[tuple[str, str]]] = defaultdict(list)
    for *key, review, finding in (
        findings[[*keys, "review_id", "finding_id"]].dropna(subset=keys).itertuples(False, None)
    ):
        behind[tuple(key)].append((review, finding))
    rows = []
    for key in sorted(behind):
        reviews, ids = ({pair[0] for pair in behind[key]}, [pair[1] for pair in behind[key]])
        rows.append((*key, len(reviews), tuple(sorted(reviews)), tuple(sorted(ids))))
    return pd.DataFrame(rows, columns=[*keys, "n_reviews", "reviews", "findings"])


def certainty(reviews: Mapping[str, Iterable[str]], terms: Terms) -> str:
    """Category of certainty of one claim.

    Args:
        reviews: for each direction reported, the reviews that report it.
        terms: the directions and the categories of the book.

    Returns:
        One of the categories.

    Raises:
        ValueError: no review reports anything.
    """
    counts = {direction: len(set(ids)) for direction, ids in reviews.items() if set(ids)}
    if not counts:
        raise ValueError("a claim needs at least one review")
    if terms.directions.contested(counts):
        return terms.certainty.contested
    firmest = max((counts.get(direction, 0) for direction in terms.directions.stated), default=0)
    return terms.certainty.agreement(firmest) if firmest else terms.certainty.not_stated


def main_direction(reviews: Mapping[str, Iterable[str]], directions: Directions) -> str:
    """The direction most reviews report; that of both ways for a contested claim."""
    counts = {direction: len(set(ids)) for direction, ids in reviews.items() if set(ids)}
    if directions.contested(counts):
        return directions.both_ways
    stated = {direction: counts[direction] for direction in directions.stated if direction in counts}
    return max(stated, key=stated.get) if stated else next(iter(counts))


def claims(findings: pd.DataFrame, terms: Terms, by: Sequence[str] = CLAIM) -> pd.DataFrame:
    """One row per claim with its direction, its reviews and its certainty.

    Args:
        findings: as for :func:`evidence_matrix`.
        terms: the directions and the categories of the book.
        by: what makes a claim.

    Returns:
        The columns of ``by``, ``direction`` (the main one), ``certainty``,
        ``n_reviews`` and ``reviews`` (distinct, over all directions),
        ``n_agree`` (reviews that report the main direction), ``directions``
        (mapping direction -> reviews) and ``findings`` (ids). Firmest claims
        first: by number of reviews, then by name.
    """
    matrix, grouped = evidence_matrix(findings, by), defaultdict(list)
    for *key, direction, _, reviews, ids in matrix.itertuples(False, None):
        grouped[tuple(key)].append((direction, reviews, ids))
    rows = []
    for key, group in grouped.items():
        directions = {direction: reviews for direction, reviews, _ in group}
        everyone = sorted({review for ids in directions.values() for review in ids})
        main = main_direction(directions, terms.directions)
        rows.append((
            *key, main, certainty(directions, terms), len(everyone), tuple(everyone), len(directions.get(main, ())),
            directions, tuple(sorted(id_ for *_, ids in group for id_ in ids)),
        ))  # fmt: skip
    columns = [*by, "direction", "certainty", "n_reviews", "reviews", "n_agree", "directions", "findings"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["n_reviews", *by], ascending=[False] + [True] * len(by), kind="stable", ignore_index=True)


def conflicts(findings: pd.DataFrame, terms: Terms, by: Sequence[str] = CLAIM) -> pd.DataFrame:
    """The contested claims, in the form of :func:`claims`."""
    frame = claims(findings, terms, by)
    return frame[frame["certainty"] == terms.certainty.contested].reset_index(drop=True)


def ancestors(regions: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Each region with all the regions it is part of, nearest first.

    Args:
        regions: columns ``region`` and ``parent``.
    """
    parent = regions.set_index("region")["parent"].dropna().to_dict()
    chains = {}
    for region in regions["region"]:
        chain, step = [], parent.get(region)
        while step is not None:
            chain.append(step)
            step = parent.get(step)
        chains[region] = tuple(chain)
    return chains


def within(findings: pd.DataFrame, region: str, regions: pd.DataFrame) -> pd.DataFrame:
    """Findings on a region or on anything that is part of it."""
    parts = {part for part, chain in ancestors(regions).items() if region in chain} | {region}
    return findings[findings["region"].isin(parts)]


def region_counts(findings: pd.DataFrame) -> pd.Series:
    """Distinct reviews per region, most reported first, then by name."""
    counts = findings.groupby("region")["review_id"].nunique()
    order = sorted(counts.index, key=lambda region: (-counts[region], region))
    return counts.reindex(order)


def systems_covered(
    findings: pd.DataFrame, regions: pd.DataFrame, modalities: Sequence[str], systems: Sequence[str]
) -> pd.DataFrame:
    """Distinct reviews per modality and system, zeros included.

    Returns:
        Rows in the order of ``modalities``, columns in that of ``systems``.
    """
    system = findings["region"].map(regions.set_index("region")["system"])
    counts = findings.assign(system=system).groupby(["modality", "system"])["review_id"].nunique()
    table = counts.unstack(fill_value=0)
    return table.reindex(index=list(modalities), columns=list(systems), fill_value=0)


def regions_of(regions: pd.DataFrame, tissues: Collection[str]) -> set[str]:
    """Regions of some tissues."""
    return set(regions.loc[regions["tissue"].isin(tissues), "region"])


def unseen_regions(findings: pd.DataFrame, modality: str, at_least: int = 2) -> pd.DataFrame:
    """Regions that other modalities report and this one does not.

    Args:
        findings: all findings.
        modality: the modality asked about.
        at_least: how many reviews must report the region elsewhere.

    Returns:
        ``region``, ``n_reviews`` and ``modalities`` (tuple) elsewhere, most reported first.
    """
    here = set(findings.loc[findings["modality"] == modality, "region"])
    elsewhere = findings[(findings["modality"] != modality) & ~findings["region"].isin(here)]
    counts = region_counts(elsewhere)
    names = elsewhere.groupby("region")["modality"].agg(lambda column: tuple(sorted(set(column))))
    rows = [(region, int(n), names[region]) for region, n in counts.items() if n >= at_least]
    return pd.DataFrame(rows, columns=["region", "n_reviews", "modalities"])
