"""What a rule of the audit returns, and the register of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from umbrella.audit.arguments import Arguments
from umbrella.audit.source import main_source

HOLDS, DIFFERS, UNSUPPORTED, OPEN = VERDICTS = (
    "holds", "differs", "no support found in what was read", "cannot be checked",
)  # fmt: skip


class Row(NamedTuple):
    """A row of the tables that a verdict rests on: the table and the key of the row."""

    table: str
    key: str


@dataclass(frozen=True)
class Verdict:
    """What came of a check.

    Attributes:
        verdict: one of :data:`VERDICTS`.
        recomputed: the figure or claim as the tables give it.
        rows: the rows it rests on.
        explanation: a sentence on how it came about.
    """

    verdict: str
    recomputed: str
    rows: tuple[Row, ...]
    explanation: str

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"{self.verdict!r} is not a verdict")


Tables = Mapping[str, pd.DataFrame]
Rule = Callable[[Tables, str, Arguments], Verdict]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its name."""
    RULES[function.__name__] = function
    return function


def rows_of(table: str, keys: Iterable[str]) -> tuple[Row, ...]:
    """Rows of one table, each once, in the order given."""
    return tuple(Row(table, key) for key in dict.fromkeys(keys))


def first_hand(tables: Tables, table: str) -> pd.DataFrame:
    """Rows of a table that were not read in the source under audit."""
    frame = tables[table]
    return frame[frame["origin"] != main_source(tables)]


def second_hand(tables: Tables, table: str) -> pd.DataFrame:
    """Rows of a table that were read in the source under audit."""
    frame = tables[table]
    return frame[frame["origin"] == main_source(tables)]
