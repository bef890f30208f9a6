"""What phrases of every kind rest on."""

from __future__ import annotations

from umbrella.book import Book
from umbrella.prose.guard import Count
from umbrella.prose.words import listed, number


class Phrases:
    """Phrases about a book; its filters (``where``) are those of :meth:`umbrella.book.Book.chosen`.

    Attributes:
        book: the model of the book.
        tables: its tables.
    """

    def __init__(self, book: Book):
        self.book = book
        self.tables = book.tables

    def n(self, table: str, **where: str) -> str:
        """Rows of a table that match, as a number in a sentence."""
        return number(len(self.book.chosen(table, **where)))

    def count(self, table: str = "findings", **where: str) -> Count:
        """Rows of a table that match, to compare in the condition of a sentence."""
        return Count.of(map(str, self.book.chosen(table, **where).iloc[:, 0]))

    def distinct(self, column: str, table: str = "findings", **where: str) -> frozenset[str]:
        """The values that a column has in the rows that match, to compare in the condition of a sentence."""
        return frozenset(self.book.chosen(table, **where)[column].dropna())

    def listed_of(self, column: str, table: str = "findings", **where: str) -> str:
        """Those values in a sentence, by name: ``a gyrus, a lobe and a tract``."""
        return listed(sorted(self.distinct(column, table, **where)))

    def rows(self, table: str) -> str:
        """Number of rows of a table."""
        return f"{len(self.tables[table]):,}"
