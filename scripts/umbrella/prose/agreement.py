"""Phrases on agreement, conflicts and contrasts."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.prose.support import SupportPhrases
from umbrella.prose.words import counted, listed


class AgreementPhrases(SupportPhrases):
    """Where reviews agree, where not, and what the rows say of the difference."""

    def contrasts(self) -> str:
        """Families of metrics that fall in some regions and rise in others: ``three families``."""
        found = self._contrasts()
        return counted(len(found), "family")

    def contrast(self, family: str) -> str:
        """One of them in words: ``lower in a (three reviews) and b (one review), higher in c (two reviews)``.

        Raises:
            ValueError: the family shows no contrast.
        """
        found = self._contrasts()
        found = found[found["family"] == family]
        if found.empty:
            raise ValueError(f"{family} does not fall in one region and rise in another")
        row = found.iloc[0]
        return ", ".join(f"{way} in {self._places(row[way])}" for way in ("lower", "higher"))

    def _contrasts(self) -> pd.DataFrame:
        findings = synthesis.evidence(self.chosen())
        return synthesis.contrasts_between_regions(findings, self.tables.metrics, self.tables.regions)

    @staticmethod
    def _places(regions: dict[str, tuple[str, ...]]) -> str:
        ranked = sorted(regions.items(), key=lambda item: (-len(item[1]), item[0]))
        return listed(f"the {region} ({counted(len(ids), 'review')})" for region, ids in ranked)

    def explained(self, about: str | None = None) -> str:
        """Contested claims whose sides differ in something the rows state, or in one thing asked for."""
        frame, rows = self._contested()
        found = 0
        for ids in frame["findings"]:
            kinds = {
                reason.about for reason in synthesis.likely_reasons(rows.loc[list(ids)]) if reason.kind == "differs"
            }
            found += about in kinds if about else bool(kinds)
        return counted(found, "claim")

    def within_review(self) -> str:
        """Contested claims of which one review reports both directions: ``three claims``."""
        frame, rows = self._contested()
        found = sum(
            any(reason.about == "reviews" for reason in synthesis.likely_reasons(rows.loc[list(ids)]))
            for ids in frame["findings"]
        )
        return counted(found, "claim")

    def _contested(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        findings = synthesis.evidence(self.chosen())
        return synthesis.conflicts(findings), self.dated(findings)

    def dated(self, findings: pd.DataFrame) -> pd.DataFrame:
        """Findings by id with the ``year`` in which their review appeared."""
        years = self.publication_years()
        return findings.assign(year=findings["review_id"].map(years)).set_index("finding_id", drop=False)
