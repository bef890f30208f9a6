"""Which outlines of a map the reports of change fall on, by the vocabulary of regions."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.book.answers import answer
from umbrella.book.evidence import Evidence


class Outlines(Evidence):
    """Where on a map the reviews report a change."""

    @answer
    def placed(self, **where: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Reports of a change that match: those that can be drawn, and those that cannot; see :func:`placed`."""
        return placed(self.changes(**where), self.tables.regions)

    @answer
    def outlines_of(self) -> dict[str, tuple[str, ...]]:
        """The outlines that each report of a change falls on, by its id; findings on none are absent."""
        drawn, _ = self.placed()
        return drawn.groupby("finding_id")["outline"].agg(tuple).to_dict()


def placed(findings: pd.DataFrame, regions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings that can be drawn, with the outlines they fall on, and those that cannot.

    A finding falls on the outlines of its region; where that has none, on
    those of the nearest region it is part of that has some.

    Args:
        findings: columns ``region`` and any others.
        regions: the vocabulary, with ``region``, ``parent`` and ``atlas``.

    Returns:
        The findings with a row per ``outline``, and the findings without any.
    """
    atlas = regions.set_index("region")["atlas"].dropna().to_dict()
    nearest = {
        region: next((atlas[name].split() for name in (region, *chain) if name in atlas), [])
        for region, chain in synthesis.ancestors(regions).items()
    }
    rows = findings.assign(outline=findings["region"].map(nearest))
    missing = rows["outline"].str.len() == 0
    return rows[~missing].explode("outline", ignore_index=True), findings[missing]


def by_outline(drawn: pd.DataFrame, terms: synthesis.Terms) -> pd.DataFrame:
    """One row per outline: a claim on it, and the ``regions`` reported; most reviews first."""
    regions = drawn.groupby("outline")["region"].agg(lambda names: sorted(set(names)))
    claims = synthesis.claims(drawn, terms, by=("outline",))
    return claims.assign(regions=claims["outline"].map(regions))
