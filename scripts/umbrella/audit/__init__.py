"""Recomputes what a source states from the tables of the book.

Each row of ``audit.csv`` holds one statement, the figure stated, and the name
and arguments of a rule: a function from the tables to a :class:`Verdict`. The
rules know no disease and no review; what they ask about comes from the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

# Imported for what they register.
from umbrella.audit import conduct, counts, credits, support
from umbrella.audit.arguments import Arguments, read_arguments
from umbrella.audit.source import main_source, of_source, source_reviews, source_round
from umbrella.audit.verdict import DIFFERS, HOLDS, OPEN, RULES, UNSUPPORTED, VERDICTS, Row, Verdict

# What the rules of each module look at.
GROUPS = {"counts": "Numbers", "conduct": "Conduct", "credits": "Credits to reviews", "support": "Conclusions"}


@dataclass(frozen=True)
class Check:
    """A statement of the source with its verdict.

    Attributes:
        check_id: permanent id.
        origin: the text of the source that says it.
        locator: the place in that text.
        statement: what the source says, in own words.
        stated: the figure or claim.
        rule: name of the rule that judged it.
        matters: what the verdict changes for a reader.
        note: what a reader must know besides; empty if nothing.
        verdict: what the rule found.
    """

    check_id: str
    origin: str
    locator: str
    statement: str
    stated: str
    rule: str
    matters: str
    note: str
    verdict: Verdict

    @property
    def group(self) -> str:
        """What the check looks at: one of :data:`GROUPS`."""
        return GROUPS[RULES[self.rule].__module__.rpartition(".")[2]]


def judged(tables: Mapping[str, pd.DataFrame], rule: str, stated: str, arguments: str | None = None) -> Verdict:
    """The verdict of one rule on one stated figure, by the round and the reviews of the source alone.

    Args:
        tables: the book's tables, with ``references`` where the rule looks up authors.
        rule: name of a registered rule.
        stated: the figure or claim as stated.
        arguments: as in ``audit.csv``; see :func:`read_arguments`.

    Raises:
        ValueError: no such rule, or the arguments are not its own.
    """
    if rule not in RULES:
        raise ValueError(f"{rule!r} is not a rule of the audit; there are {', '.join(sorted(RULES))}")
    return RULES[rule](of_source(tables), stated, read_arguments(arguments))


def audited(tables: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Every check of ``audit.csv`` with its verdict, in file order.

    Raises:
        ValueError: a row names an unknown rule or wrong arguments; the message names the row.
    """
    checks, tables = [], of_source(tables)
    for row in tables["audit"].itertuples():
        try:
            verdict = judged(tables, row.rule, row.stated, row.arguments if pd.notna(row.arguments) else None)
        except ValueError as error:
            raise ValueError(f"audit.csv, {row.check_id}: {error}") from error
        note = row.note if pd.notna(row.note) else ""
        told = (row.check_id, row.origin, row.locator, row.statement, row.stated, row.rule, row.matters)
        checks.append(Check(*told, note, verdict))
    return checks


def verdicts(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What came of every check, for those who quote it: ``check_id``, ``stated``, ``verdict``, ``recomputed``."""
    rows = [
        (check.check_id, check.stated, check.verdict.verdict, check.verdict.recomputed) for check in audited(tables)
    ]
    return pd.DataFrame(rows, columns=["check_id", "stated", "verdict", "recomputed"])
