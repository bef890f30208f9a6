"""What is missing, by rule."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.book.answers import answer
from umbrella.book.evidence import Evidence


class Gaps(Evidence):
    """Gaps in the evidence, and what a next review should take up."""

    @answer
    def gap_units(self) -> dict[str, str]:
        """Row of the gap map by region: its system and its tissue; gathering terms have none."""
        tissues, systems = self.tables.vocabulary("tissues"), self.tables.vocabulary("systems")
        regions = self.tables.regions
        regions = regions[~regions["region"].isin(self.gathering_regions())]
        shown = regions["tissue"].replace(tissues.column("shown_with"))
        return dict(zip(regions["region"], regions["system"].map(systems.labels) + ": " + shown))

    @answer
    def gap_table(self) -> pd.DataFrame:
        """The cells of the gap map with their gaps.

        Returns:
            ``unit`` (system and tissue), ``modality``, ``n_reviews``, ``gaps``.
        """
        unit = self.gap_units()
        modalities = self.tables.modalities.sort_values("order")["modality"]
        cells = pd.DataFrame(
            [(name, modality) for name in dict.fromkeys(unit.values()) for modality in modalities],
            columns=["unit", "modality"],
        )
        settled = self.ratings[self.ratings["best"] == self.ratings["worst"]]
        return synthesis.gaps(
            cells,
            _placed(self.evidence(), unit),
            _placed(self.tables["outside-findings"], unit),
            self.terms.directions,
            dict(zip(settled["review_id"], settled["best"])),
            self.latest_dates(),
            self.tables.edition["edition"]["date"],
        )

    @answer
    def unplaced(self) -> pd.DataFrame:
        """Findings of change on terms too wide for a row of the map."""
        findings = self.evidence()
        return findings[~findings["region"].isin(self.gap_units())]

    @answer
    def agenda(self, at_least: int = 3) -> pd.DataFrame:
        """What a next review should take up, as :func:`umbrella.synthesis.agenda` ranks it."""
        modalities = self.tables.modalities.sort_values("order")["modality"].tolist()
        edition = self.tables.edition["edition"]["date"]
        return synthesis.agenda(
            self.evidence(), self.terms, self.tables.regions, self.tables.vocabulary("tissues").kinds, modalities,
            self.latest_dates(), edition, at_least,
        )


def _placed(rows: pd.DataFrame, unit: dict[str, str]) -> pd.DataFrame:
    return rows.assign(unit=rows["region"].map(unit)).dropna(subset="unit")
