"""Phrases on gaps."""

from __future__ import annotations

from umbrella import synthesis
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import counted


class GapPhrases(Phrases):
    """What is missing, by rule."""

    def gap_cells(self, kind: str | None = None) -> str:
        """Cells of the map with a kind of gap, or all cells: ``20 cells``."""
        if kind is not None and kind not in synthesis.GAPS:
            raise ValueError(f"{kind!r} is not one of {', '.join(synthesis.GAPS)}")
        frame = self.book.gap_table()
        n = len(frame) if kind is None else sum(kind in found for found in frame["gaps"])
        return counted(n, "cell")

    def unplaced(self) -> str:
        """Findings of change on terms too wide for a row of the map."""
        return counted(len(self.book.unplaced()), "finding")

    def tasks(self, task: str | None = None) -> str:
        """Questions on the agenda, of one kind or of all: ``nine questions``."""
        frame = self.book.agenda()
        if task is not None and task not in synthesis.TASKS:
            raise ValueError(f"{task!r} is not one of {', '.join(synthesis.TASKS)}")
        return counted(len(frame) if task is None else int((frame["task"] == task).sum()), "question")
