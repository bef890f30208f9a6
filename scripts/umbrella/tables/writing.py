"""From cells to bytes: a table in the one form in which it is kept, so that a difference shows a change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from umbrella.tables.contract import Table


def canonical(rows: Iterable[Sequence[str]], table: Table) -> str:
    """Rows as a CSV file: header and cells in the contract's order, sorted by key, quoted where needed, LF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([list(table.fields), *in_order(rows, table)])
    return text.getvalue()


def in_order(rows: Iterable[Sequence[str]], table: Table) -> list[Sequence[str]]:
    """Rows in the order of their key; whole numbers by size, rows of one key as they stand."""
    names = list(table.fields)
    places = [(names.index(name), table.fields[name]["type"] == "integer") for name in table.key]
    return sorted(rows, key=lambda row: [_place(row[place], whole) for place, whole in places])


def _place(cell: str, whole: bool) -> tuple[int, str]:
    return (int(cell), "") if whole and cell.isdecimal() else (0, cell)
