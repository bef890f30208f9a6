"""Gap map, rules of gaps, and what a next review should do."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from umbrella import synthesis
from umbrella.figures.heatmap import Line, evidence_heatmap
from umbrella.prose import counted, inside, listed, start
from umbrella.show.overview import shortened
from umbrella.show.page import Page


class GapParts(Page):
    """What is missing, by rule."""

    def gap_rules(self) -> HTML:
        """The kinds of gap, what each means, and in how many cells of the map it occurs."""
        table, looks = self.book.gap_table(), self.tables.vocabulary("gaps")
        frame = pd.DataFrame({
            "kind": [f"{looks.symbols[kind]} {kind}" for kind in synthesis.GAPS],
            "rule": [start(looks.column("meaning")[kind]) for kind in synthesis.GAPS],
            "cells": [int(sum(kind in found for found in table["gaps"])) for kind in synthesis.GAPS],
        })  # fmt: skip
        return self.table(frame, "gap-rules", f"Kinds of gap, and in how many of the {counted(len(table), 'cell')} of the gap map each occurs. A cell without reviews has the first or the second and no other.",
                          {"kind": "Kind", "rule": "Rule", "cells": "Cells"})  # fmt: skip

    def gap_map(self) -> HTML:
        """Modality by system and tissue: the first gap of each cell, with the number of reviews."""
        table, looks = self.book.gap_table(), self.tables.vocabulary("gaps")
        table["first"] = [found[0] if found else synthesis.NO_GAP for found in table["gaps"]]
        names = self.book.modality_labels
        cells = table.rename(columns={"unit": "row", "modality": "column", "first": "direction"})
        twin = table.assign(modality=table["modality"].map(names), gaps=[listed(found) for found in table["gaps"]])
        counts = table["first"].value_counts()
        alt = (
            f"Gap map of {counted(table['unit'].nunique(), 'group')} of {self.several('region')} by {self.prose.named(len(names), 'modality')}. "
            + ", ".join(f"{kind}: {counted(int(counts[kind]), 'cell')}" for kind in looks.terms if kind in counts)
            + "."
        )
        caption = (
            f"Gap map: systems and tissues by {self.book.called('modality')}. A cell gives the number of reviews that report a change and the gravest gap, "
            "in the order of the table of rules; the table below the figure lists all gaps of each cell. Terms that gather structures of every kind have no row."
        )
        columns = [Line(name, shortened(label)) for name, label in names.items()]
        rows = [Line(unit, unit) for unit in dict.fromkeys(table["unit"])]
        cells["told"] = [
            f"{row.unit}, {names[row.modality]}: {counted(row.n_reviews, 'review')}; {listed(row.gaps) if row.gaps else synthesis.NO_GAP}"
            for row in table.itertuples()
        ]
        cells["link"] = "#fig-gap-map-data"
        symbols = dict.fromkeys(looks.terms, "") | looks.symbols
        return self.figure(
            lambda width: evidence_heatmap(cells, rows, columns, symbols, looks.words, looks.colours, width),
            "gap-map", caption, alt, twin, {"unit": start(self.several("region")), "modality": self.one("modality"), "n_reviews": "Reviews", "gaps": "Gaps"},
        )  # fmt: skip

    def agenda(self) -> HTML:
        """What a next review should take up, in order."""
        frame = self.book.agenda()
        labels = {name: inside(label) for name, label in self.book.modality_labels.items()}
        tasks = self.tables.vocabulary("agenda-tasks")
        frame["what"] = [_task(self.book.told_apart(row.region, *row.apart), row, tasks.words[row.task], labels) for row in frame.itertuples()]
        frame["why"] = [start(tasks.column("meaning")[task]) for task in frame["task"]]
        frame["id"] = [f"task-{rank}" for rank in frame["rank"]]
        return self.table(frame, "agenda", "What a next review should do, ranked by rule: by kind of task in the order shown, and within a kind by the number of reviews concerned.",
                          {"rank": "Rank", "what": "Task", "why": "Why", "n_reviews": "Reviews concerned"}, "id")  # fmt: skip


def _task(subject: str, row, words: str, labels: dict[str, str]) -> str:
    where = listed(labels[name] for name in row.modalities)
    if row.task == synthesis.EXTEND:
        return f"{words} {row.region}: {where}"
    return f"{words}: {subject}, {row.metric} ({where})"
