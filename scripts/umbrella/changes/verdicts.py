"""Verdicts of the audit in two states of the tables, and which of them moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from umbrella.audit import judged


@dataclass(frozen=True)
class Verdict:
    """A statement of the source whose verdict, or recomputed figure, moved.

    ``old`` and ``new`` are (verdict, figure as recomputed); None where the
    statement is not audited, or today's rules cannot judge it.
    """

    check: str
    statement: str
    old: tuple[str, str] | None
    new: tuple[str, str] | None

    @property
    def flips(self) -> bool:
        """Whether the verdict itself moved, or the statement came or went, and not the figure alone."""
        return self.old is None or self.new is None or self.old[0] != self.new[0]


def moved_verdicts(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> tuple[Verdict, ...]:
    """Verdicts that moved from one state of the tables to another, by check.

    Args:
        old: tables by name, with ``references`` where a rule looks up authors; without an audit there is no verdict.
        new: likewise.
    """
    before, after = _verdicts(old), _verdicts(new)
    statements = {**_statements(old), **_statements(new)}
    return tuple(
        Verdict(check, statements[check], before.get(check), after.get(check))
        for check in sorted(before.keys() | after.keys())
        if before.get(check) != after.get(check)
    )


def _statements(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    audit = tables.get("audit")
    return {} if audit is None else dict(zip(audit["check_id"], audit["statement"]))


def _verdicts(tables: Mapping[str, pd.DataFrame]) -> dict[str, tuple[str, str]]:
    """Verdict and recomputed figure by check, as far as today's rules can judge that state."""
    audit, found = tables.get("audit"), {}
    if audit is None:
        return {}
    for row in audit.itertuples():
        try:
            verdict = judged(tables, row.rule, row.stated, row.arguments if pd.notna(row.arguments) else None)
        except (ValueError, KeyError, AttributeError, IndexError):
            # An older state may name rules or lack columns and rows that today's rules need.
            continue
        found[row.check_id] = (verdict.verdict, verdict.recomputed)
    return found
