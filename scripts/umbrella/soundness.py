"""Rules of ``umbrella check`` that ask the engines what the book will ask them, so that what is sound also builds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from umbrella.tables.problems import Problem, not_one_of, shown
from umbrella.tables.rules import at, rule

if TYPE_CHECKING:
    from umbrella.tables import Tables


@rule
def statements_can_be_audited(tables: Tables) -> Iterator[Problem]:
    """Each statement names a rule of the audit, with arguments and a stated figure that the rule can use."""
    from umbrella.audit import RULES, judged, of_source, verdicts

    try:
        # What comes of them is kept for the pages; only where one fails they are gone through one by one.
        tables.view(verdicts)
        return
    except (ValueError, LookupError, TypeError):
        source = of_source(tables)
    for index, row in tables.audit.iterrows():
        if row["rule"] not in RULES:
            yield at(tables, "audit", index, "rule", not_one_of(row["rule"], sorted(RULES), "the rules of the audit"))
            continue
        try:
            judged(source, row["rule"], row["stated"], row["arguments"] if pd.notna(row["arguments"]) else None)
        except ValueError as error:
            yield at(tables, "audit", index, "arguments", f"rule {row['rule']}: {error}")
        except (LookupError, TypeError) as error:
            words = f"rule {row['rule']} finds nothing under {error} with {shown(row['arguments'])} and {shown(row['stated'])}"
            yield at(tables, "audit", index, "arguments", words)


@rule
def flows_leave_no_less_than_nothing(tables: Tables) -> Iterator[Problem]:
    """No step of a flow takes away more than there was."""
    from umbrella.selection import flow

    selection = tables.selection
    for update, rows in selection.groupby("round"):
        # Of boxes that follow from each other the first is told.
        counts = flow(rows)
        if less := next(((box, count.n) for box, count in counts.items() if count.n < 0), None):
            words = f"the counts of {update} leave {less[1]} for {less[0]}; one before it is wrong"
            yield at(tables, "selection", rows.index[0], "n", words)
        # Where nothing tells what a box follows from, it is still a part of all.
        elif most := counts.get("records identified"):
            for index, n in rows.loc[rows["n"] > most.n, "n"].items():
                yield at(tables, "selection", index, "n", f"{n} is more than {most.n}, all records identified in {update}")


@rule
def flows_of_the_book_add_up(tables: Tables) -> Iterator[Problem]:
    """The counts of a search of the book itself follow from each other; those of the source are for the audit."""
    from umbrella.audit import source_round
    from umbrella.selection import disagreements

    for round, rows in tables.selection.groupby("round"):
        for box, stated, computed in disagreements(rows) if round != source_round(tables) else ():
            index = rows.index[rows["box"] == box][0]
            words = f"{stated} {box} are stated for {round}; the other boxes give {computed}"
            yield at(tables, "selection", index, "n", words)


@rule
def outlines_are_known(tables: Tables) -> Iterator[Problem]:
    """Outlines of regions are among those that a map can draw."""
    from umbrella.figures.outlines import labels

    known = sorted(labels())
    for index, value in tables.regions["atlas"].dropna().items():
        for name in value.split():
            if name not in known:
                yield at(tables, "regions", index, "atlas", not_one_of(name, known, "the outlines of the package"))
