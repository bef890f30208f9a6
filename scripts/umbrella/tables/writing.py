"""From cells to bytes: tables in the one form in which they are kept, and files of a book written whole or not at all."""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from umbrella.keeping import write_whole
from umbrella.tables import check
from umbrella.tables.contract import Contract, Table
from umbrella.tables.delimited import safe
from umbrella.tables.problems import DataError, Problem
from umbrella.tables.reading import read_cells

NUMBER = re.compile("([0-9]+)")


def canonical(rows: Iterable[Sequence[str]], table: Table) -> str:
    """Rows as a CSV file: header and cells in the contract's order, sorted by key, quoted where needed, LF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([list(table.fields), *in_order(rows, table)])
    return text.getvalue()


def in_order(rows: Iterable[Sequence[str]], table: Table) -> list[Sequence[str]]:
    """Rows in the order of their key, numbers in it by size; rows of one key as they stand."""
    places = [list(table.fields).index(name) for name in table.key]
    return sorted(rows, key=lambda row: [_place(row[place]) for place in places])


def _place(cell: str) -> list[tuple[str, int]]:
    pieces = NUMBER.split(cell)
    return [(text, int(number or 0)) for text, number in zip(pieces[::2], [*pieces[1::2], ""])]


def cells_of(frame: pd.DataFrame, table: Table) -> list[list[str]]:
    """Rows of a DataFrame as cells in the contract's order, text for any spreadsheet; what is missing is empty."""
    filled = frame.reindex(columns=list(table.fields)).astype("object")
    return filled.where(filled.notna(), "").map(lambda cell: safe(str(cell))).to_numpy().tolist()


def with_rows(contract: Contract, name: str, rows: pd.DataFrame) -> str:
    """The text of a table with more rows; empty if there are none."""
    table = contract.tables[name]
    kept, _ = read_cells(contract.folder / table.path, table, table.path)
    return canonical([*kept, *cells_of(rows, table)], table) if len(rows) else ""


def problems_with(folder: Path, texts: Mapping[str, str]) -> list[Problem]:
    """What the check would say of a data folder if files of it had other texts, given by path within it."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.name
        shutil.copytree(folder, copy)
        for path, text in texts.items():
            write_whole(copy / path, text)
        return check(copy)


def write_sound(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files of a book, if its data are sound with them.

    Args:
        folder: its data folder.
        texts: what to write, by path from the folder of the book.

    Raises:
        DataError: what would be wrong; nothing was written.
    """
    own = {path.removeprefix(f"{folder.name}/"): text for path, text in texts.items() if path.startswith(f"{folder.name}/")}
    if problems := problems_with(folder, own):
        raise DataError(problems)
    for path, text in texts.items():
        write_whole(folder.parent / path, text)
