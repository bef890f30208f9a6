"""The source under audit, and the tables as far as they speak of it.

A book grows: it takes in reviews and rounds of search that its source never
saw. What the source states is judged by its own round and its own reviews, so
that nothing added later moves a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pybtex.database import BibliographyData

UMBRELLA = "umbrella review"


def main_source(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """The source of kind ``umbrella review``: the one under audit; None in a book without one."""
    sources = tables["sources"]
    return next(iter(sources.loc[sources["kind"] == UMBRELLA, "source_id"]), None)


def source_round(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """The round of search of the source; None without a source, and in states of a book that know no rounds."""
    sources = tables["sources"]
    if "round" not in sources:
        return None
    found = sources.loc[sources["kind"] == UMBRELLA, "round"]
    return next(iter(found.dropna()), None)


def source_reviews(tables: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """The reviews that the source covers: those included in its round; none without one."""
    own, reviews = source_round(tables), tables["reviews"]
    return () if own is None else tuple(reviews.loc[reviews["round"] == own, "review_id"])


class SourceTables(Mapping[str, pd.DataFrame]):
    """Tables of a book without the rounds and reviews that the source does not cover."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]):
        self._tables = tables
        self._round, self._reviews = source_round(tables), source_reviews(tables)
        self._frames: dict[str, pd.DataFrame] = {}

    @property
    def references(self) -> BibliographyData:
        """The bibliography, whole."""
        return self._tables.references

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = self._restricted(name, self._tables[name])
        return self._frames[name]

    def _restricted(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        # What was met beside the source was met, whatever became of it.
        if self._round is None or name in ("sources", "candidate-reviews"):
            return frame
        if name == "selection":
            return frame[frame["round"] == self._round]
        if "review_id" not in frame:
            return frame
        return frame[frame["review_id"].isna() | frame["review_id"].isin(self._reviews)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def of_source(tables: Mapping[str, pd.DataFrame]) -> SourceTables:
    """The tables as far as they speak of the source."""
    return tables if isinstance(tables, SourceTables) else SourceTables(tables)
