"""A private copy of the repository's data, to spoil."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from umbrella.tables import Tables, check
from umbrella.tables.contract import read_contract
from umbrella.tables.reading import read_cells


class Data:
    """A data folder in a temporary place. Rows are numbered as a spreadsheet does: the header is row 1."""

    def __init__(self, folder: Path):
        self.folder = folder

    def spoil(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Change the bytes of a file."""
        (self.folder / name).write_bytes(change((self.folder / name).read_bytes()))

    def rows(self, name: str) -> list[list[str]]:
        """All rows of a table, header included."""
        return list(csv.reader(io.StringIO((self.folder / name).read_text("utf-8"), newline="")))

    def write(self, name: str, rows: list[list[str]], **how) -> None:
        """Write a table, as csv's writer does with the options given."""
        text = io.StringIO(newline="")
        csv.writer(text, **({"lineterminator": "\n"} | how)).writerows(rows)
        (self.folder / name).write_text(text.getvalue(), "utf-8", newline="")

    def set(self, name: str, row: int, **values: str) -> None:
        """Set cells of one row."""
        rows = self.rows(name)
        for column, value in values.items():
            rows[row - 1][rows[0].index(column)] = value
        self.write(name, rows)

    def get(self, name: str, row: int, column: str) -> str:
        rows = self.rows(name)
        return rows[row - 1][rows[0].index(column)]

    def row_of(self, name: str, **values: str) -> int:
        """Number of the first row that holds these values."""
        rows = self.rows(name)
        wanted = {rows[0].index(column): value for column, value in values.items()}
        return next(
            number for number, row in enumerate(rows, start=1) if all(row[at] == value for at, value in wanted.items())
        )

    def append(self, name: str, **values: str) -> int:
        """Add a row; returns its number."""
        rows = self.rows(name)
        rows.append([values.pop(column, "") for column in rows[0]])
        assert not values, f"no such columns: {values}"
        self.write(name, rows)
        return len(rows)

    def problems(self) -> list[str]:
        """What the check says, line by line."""
        return [str(problem) for problem in check(self.folder)]

    def tables(self) -> Tables:
        """The tables as they are, unchecked."""
        return Tables(read_contract(self.folder))

    def frames(self) -> dict[str, pd.DataFrame]:
        return dict(self.tables())

    def cells(self, table: str) -> list[list[str]]:
        """The rows that the reader gives for a table, whatever it says of them."""
        described = read_contract(self.folder).tables[table]
        return read_cells(self.folder / described.path, described, described.path)[0]
