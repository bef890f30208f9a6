"""Phrases on gaps."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.prose.support import SupportPhrases
from umbrella.prose.words import counted

# Terms that gather structures of every kind say nothing about one of them.
GATHERING = "whole brain"
# Tissues of the vocabulary that are one row of the map.
JOINED = {"lobe": "grey matter"}
SYSTEMS = {"both": "motor and other"}


class GapPhrases(SupportPhrases):
    """What is missing, by rule."""

    def gap_table(self) -> pd.DataFrame:
        """The cells of the gap map with their gaps.

        Returns:
            ``unit`` (system and tissue), ``modality``, ``n_reviews``, ``gaps``.
        """
        unit = self.gap_units()
        evidence = synthesis.evidence(self.chosen())
        modalities = self.tables.modalities.sort_values("order")["modality"]
        cells = pd.DataFrame(
            [(name, modality) for name in dict.fromkeys(unit.values()) for modality in modalities],
            columns=["unit", "modality"],
        )
        ratings = {review: best for review, (best, worst) in self.rating_bounds().items() if best == worst}
        return synthesis.gaps(
            cells,
            self._placed(evidence, unit),
            self._placed(self.tables["outside-findings"], unit),
            ratings,
            self.latest_dates(),
            self.tables.edition["edition"]["date"],
        )

    def gap_units(self) -> dict[str, str]:
        """Row of the gap map by region: its system and its tissue; gathering terms have none."""
        regions = self.tables.regions[self.tables.regions["tissue"] != GATHERING]
        tissue = regions["tissue"].replace(JOINED)
        return dict(zip(regions["region"], regions["system"].replace(SYSTEMS) + ": " + tissue))

    @staticmethod
    def _placed(rows: pd.DataFrame, unit: dict[str, str]) -> pd.DataFrame:
        return rows.assign(unit=rows["region"].map(unit)).dropna(subset="unit")

    def gap_cells(self, kind: str | None = None) -> str:
        """Cells of the map with a kind of gap, or all cells: ``20 cells``."""
        if kind is not None and kind not in synthesis.GAPS:
            raise ValueError(f"{kind!r} is not one of {', '.join(synthesis.GAPS)}")
        frame = self.gap_table()
        n = len(frame) if kind is None else sum(kind in found for found in frame["gaps"])
        return counted(n, "cell")

    def unplaced(self) -> str:
        """Findings of change on terms too wide for a row of the map."""
        evidence = synthesis.evidence(self.chosen())
        return counted(int((~evidence["region"].isin(self.gap_units())).sum()), "finding")

    def agenda(self, at_least: int = 3) -> pd.DataFrame:
        """What a next review should take up, as :func:`umbrella.synthesis.agenda` ranks it."""
        modalities = self.tables.modalities.sort_values("order")["modality"].tolist()
        edition = self.tables.edition["edition"]["date"]
        evidence = synthesis.evidence(self.chosen())
        return synthesis.agenda(evidence, self.tables.regions, modalities, self.latest_dates(), edition, at_least)

    def tasks(self, task: str | None = None) -> str:
        """Questions on the agenda, of one kind or of all: ``nine questions``."""
        frame = self.agenda()
        if task is not None and task not in synthesis.TASKS:
            raise ValueError(f"{task!r} is not one of {', '.join(synthesis.TASKS)}")
        return counted(len(frame) if task is None else int((frame["task"] == task).sum()), "question")
