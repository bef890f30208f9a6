"""The searches: the flow of records of each round, and when the book searched last and will search next."""

from __future__ import annotations

from datetime import date

from umbrella import selection
from umbrella.book.answers import Answers, answer


class Rounds(Answers):
    """Rounds of search, as far as the tables have them."""

    @property
    @answer
    def rounds(self) -> tuple[str, ...]:
        """The rounds of search, oldest first."""
        return tuple(sorted(self.tables.selection["update"].unique()))

    @answer
    def flow(self, update: str | None = None) -> dict[str, selection.Count]:
        """The boxes of the flow of a round, of the newest by default; see :func:`umbrella.selection.flow`."""
        return selection.flow(self.tables.selection, update)

    @answer
    def databases(self, update: str | None = None) -> dict[str, int]:
        """Records per database of a round as stated, of the newest by default."""
        return selection.databases(self.tables.selection, update)

    @property
    @answer
    def last_search(self) -> date:
        """The day of the oldest last search over all databases."""
        return min(entry["last"] for entry in self.tables.edition["search"]["databases"])

    @property
    @answer
    def next_search(self) -> date:
        """The day the next search is due."""
        return self.tables.edition["search"]["next_due"]

    @property
    @answer
    def search_is_overdue(self) -> bool:
        """Whether that day had passed at the date of the edition."""
        return self.next_search < self.tables.edition["edition"]["date"]
