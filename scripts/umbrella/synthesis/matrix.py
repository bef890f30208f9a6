"""Findings by what they speak of: changes, regions with their parts, systems."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

import pandas as pd

from umbrella.synthesis.terms import NO_CHANGE, Directions


def evidence(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings that speak of a change in patients against controls.

    Rows that compare imaging methods or groups of patients (column
    ``contrast``) are shown to readers but are no evidence of such a change.
    """
    return findings[findings["contrast"].isna()]


def own_text(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Which rows were read in a text of the review that they are credited to, and not in that of another.

    Args:
        rows: columns ``review_id`` and ``origin``.
        sources: columns ``source_id`` and ``review_id``.
    """
    return rows["origin"].map(dict(zip(sources["source_id"], sources["review_id"]))) == rows["review_id"]


def changes(findings: pd.DataFrame, directions: Directions) -> pd.DataFrame:
    """Findings that report a change: a report of no change is none."""
    return findings[~findings["direction"].isin(directions.of_kind(NO_CHANGE))]


def reported(findings: pd.DataFrame, directions: Directions, by: Sequence[str]) -> pd.DataFrame:
    """Reviews that report a change, and those that found no difference, for each of some things.

    Args:
        findings: columns ``review_id``, ``direction``, ``own_text`` and those of ``by``.
        directions: the directions of the book.
        by: what is told apart, such as region and modality.

    Returns:
        One row per thing, sorted: the columns of ``by``, ``n_reviews`` and
        ``reviews`` (distinct, with a report of a change), ``own`` and ``n_own`` (those of them
        whose own text reports one), ``n_unchanged`` and
        ``unchanged`` (further reviews, with a report of no difference and none of a change).
    """
    unchanged = directions.of_kind(NO_CHANGE)
    rows = []
    for key, group in findings.groupby(list(by), sort=True):
        none = group["direction"].isin(unchanged)
        reviews = set(group.loc[~none, "review_id"])
        own = tuple(sorted(set(group.loc[~none & group["own_text"], "review_id"])))
        others = tuple(sorted(set(group["review_id"]) - reviews))
        rows.append((*key, len(reviews), tuple(sorted(reviews)), own, len(own), len(others), others))
    return pd.DataFrame(rows, columns=[*by, "n_reviews", "reviews", "own", "n_own", "n_unchanged", "unchanged"])


def nested(counts: Mapping[str, int], regions: pd.DataFrame, first: Mapping[str, int]) -> dict[str, int]:
    """Regions in the order of a list that sets parts in beneath their wholes, each with its depth.

    Args:
        counts: the regions to list, with the number that orders those of one whole.
        regions: the vocabulary, with ``region`` and ``parent``.
        first: rank by region, which goes before the number; a part of another rank than its whole stands by itself.
    """
    chains = ancestors(regions)
    rank = {region: first.get(region, len(first)) for region in counts}
    whole = {
        region: next((above for above in chains[region] if rank.get(above) == rank[region]), None) for region in counts
    }
    parts: dict[str | None, list[str]] = {}
    for region in sorted(counts, key=lambda name: (rank[name], -counts[name], name)):
        parts.setdefault(whole[region], []).append(region)

    def below(region: str | None, depth: int) -> Iterator[tuple[str, int]]:
        for part in parts.get(region, ()):
            yield part, depth
            yield from below(part, depth + 1)

    return dict(below(None, 0))


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


def ancestors(regions: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Each region with all the regions it is part of, nearest first.

    Args:
        regions: columns ``region`` and ``parent``.
    """
    return dict(_chains(tuple(zip(regions["region"], regions["parent"].fillna("")))))


@lru_cache(maxsize=4)
def _chains(parents: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """The same from pairs of region and parent, which is empty at the top; many ask for it."""
    parent, chains = {region: whole for region, whole in parents if whole}, {}
    for region, _ in parents:
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


def unseen_regions(
    findings: pd.DataFrame, modality: str, directions: Directions, at_least: int = 2
) -> pd.DataFrame:
    """Regions in which other modalities report a change and of which this one says nothing.

    Args:
        findings: all findings.
        modality: the modality asked about.
        directions: the directions of the book.
        at_least: how many reviews must report the region elsewhere.

    Returns:
        ``region``, ``n_reviews`` and ``modalities`` (tuple) elsewhere, most reported first.
    """
    here = set(findings.loc[findings["modality"] == modality, "region"])
    elsewhere = changes(findings[(findings["modality"] != modality) & ~findings["region"].isin(here)], directions)
    counts = region_counts(elsewhere)
    names = elsewhere.groupby("region")["modality"].agg(lambda column: tuple(sorted(set(column))))
    rows = [(region, int(n), names[region]) for region, n in counts.items() if n >= at_least]
    return pd.DataFrame(rows, columns=["region", "n_reviews", "modalities"])
