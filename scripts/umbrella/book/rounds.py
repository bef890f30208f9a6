"""The searches: whose each round is, its flow of records, what it included, and when the book will search next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from umbrella import selection
from umbrella.audit import source_round
from umbrella.book.answers import answer
from umbrella.book.sources import Sources
from umbrella.searches.decisions import agreement
from umbrella.searches.flow import Search, flow_rows
from umbrella.searches.folder import read_search


@dataclass(frozen=True)
class Round:
    """One search.

    Attributes:
        round: its id, a year and a month.
        source: the umbrella review whose search it was; None for one of the book's own.
        reviews: the reviews included in it.
    """

    round: str
    source: str | None
    reviews: tuple[str, ...]


class Rounds(Sources):
    """Rounds of search; they add up, and none takes the place of another."""

    @property
    @answer
    def rounds(self) -> tuple[Round, ...]:
        """All rounds, oldest first: those with counts, with databases searched, or with a review included in them."""
        reviews, own = self.tables.reviews, self.source
        searched = (entry["round"] for entry in self.tables.edition["search"]["databases"])
        names = {*self.tables.selection["round"], *reviews["round"], *searched, *([own.round] if own else [])}
        return tuple(
            Round(
                name,
                own.source_id if own and name == own.round else None,
                tuple(reviews.loc[reviews["round"] == name, "review_id"]),
            )
            for name in sorted(names)
        )

    @property
    @answer
    def own_rounds(self) -> tuple[Round, ...]:
        """The rounds of the book itself, oldest first."""
        return tuple(one for one in self.rounds if one.source is None)

    @property
    @answer
    def _source_round(self) -> str | None:
        return source_round(self.tables)

    @answer
    def round_of(self, review: str) -> str:
        """The round in which a review was included; a page that asks for this depends on no other review."""
        return self.tables.rows("reviews", review_id=review)["round"].iloc[0]

    def is_of_source(self, review: str) -> bool:
        """Whether the umbrella review covers a review."""
        return self._source_round is not None and self.round_of(review) == self._source_round

    def counts(self, round: str | None = None) -> pd.DataFrame:
        """What is stated of a round, of the source's by default: ``box``, ``label``, ``n`` and where it was read.

        The counts of a round of the book follow from its records and decisions, once it is closed.
        """
        name = round or self._main_round
        return self._computed(name) if name in self.tables.contract.searched else self.tables.rows("selection", round=name)

    @answer
    def _computed(self, round: str) -> pd.DataFrame:
        columns = list(self.tables.contract.tables["selection"].fields)
        return flow_rows(self.search(round)).reindex(columns=columns).astype(self.tables.selection.dtypes.to_dict())

    @answer
    def search(self, round: str) -> Search:
        """A round of the book itself: its settings, records and decisions.

        Raises:
            ValueError: the book holds no records of that round.
        """
        return read_search(self.tables, round)

    @answer
    def screening_agreement(self, round: str) -> pd.DataFrame:
        """How far the raters of a round of the book agree; see :func:`umbrella.searches.decisions.agreement`."""
        search = self.search(round)
        return agreement(search.decisions, search.raters)

    @answer
    def flow(self, round: str | None = None) -> dict[str, selection.Count]:
        """The boxes of the flow of a round, of the source's by default; see :func:`umbrella.selection.flow`."""
        return selection.flow(self.counts(round))

    @answer
    def databases(self, round: str | None = None) -> dict[str, int]:
        """Records per database of a round as stated, of the source's by default."""
        return selection.databases(self.counts(round))

    @property
    def _main_round(self) -> str:
        """The round that pages speak of when they name none: the source's, or the first of a book without one."""
        return self.source.round if self.source else self.rounds[0].round

    @answer
    def searched(self, round: str | None = None) -> dict[str, date]:
        """The day up to which each database was searched in a round, in the newest by default."""
        entries = self.tables.edition["search"]["databases"]
        wanted = round or max(entry["round"] for entry in entries)
        return {entry["name"]: entry["last"] for entry in entries if entry["round"] == wanted}

    @property
    @answer
    def last_search(self) -> date:
        """The day up to which all databases were searched in the newest round."""
        return min(self.searched().values())

    @property
    @answer
    def next_search(self) -> date:
        """The day the next search is due."""
        return self.tables.edition["search"]["next_due"]
