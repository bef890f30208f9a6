"""Choosing rows of the tables by what they say."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.prose.words import number
from umbrella.tables import Tables


class Filtered:
    """Rows of a book's tables that match filters.

    Filters (``where``) are columns of the table asked, or of a table its rows
    refer to, with the value asked for; ``within="temporal lobe"`` takes a
    region with all its parts.
    """

    def __init__(self, tables: Tables):
        self.tables = tables

    def chosen(self, table: str = "findings", within: str | None = None, **where: str) -> pd.DataFrame:
        """Rows of a table that match the filters.

        Raises:
            KeyError: a filter names no column of the table.
            ValueError: a filter asks for a term its vocabulary does not know.
        """
        for column, value in where.items():
            self._known(table, column, value)
        # Asking for some rows only leaves the page alone when others change.
        fields = self.tables.contract.tables[table].fields
        equal = {column: where.pop(column) for column in list(where) if fields.get(column, {}).get("type") == "string"}
        frame = self.tables.rows(table, **equal) if equal else self.tables[table]
        for column, value in where.items():
            frame = frame[self._column(table, frame, column) == value]
        if within:
            self._known(table, "region", within)
            frame = synthesis.within(frame, within, self.tables.regions)
        return frame

    def _known(self, table: str, column: str, value: str) -> None:
        """Refuse a misspelt filter, which would count nothing without a word."""
        for key in self.tables.contract.tables[table].foreign_keys:
            if key.field == column and value not in set(self.tables[key.table][key.target]):
                raise ValueError(f"{value!r} is not a {column} of {self.tables.file_of(key.table)}")

    def _column(self, table: str, frame: pd.DataFrame, column: str) -> pd.Series:
        """A column of a table or, failing that, of a table its rows refer to (``system`` of the region, ``kind`` of the origin)."""
        if column not in frame:
            for key in self.tables.contract.tables[table].foreign_keys:
                target = self.tables[key.table]
                if column in target:
                    return frame[key.field].map(target.set_index(key.target)[column])
        return frame[column]

    def n(self, table: str, **where: str) -> str:
        """Rows of a table that match, as a number in a sentence."""
        return number(len(self.chosen(table, **where)))

    def rows(self, table: str) -> str:
        """Number of rows of a table."""
        return f"{len(self.tables[table]):,}"

    @property
    def main_source(self) -> str:
        """The source of kind ``umbrella review``."""
        sources = self.tables.sources
        return sources.loc[sources["kind"] == "umbrella review", "source_id"].iloc[0]
