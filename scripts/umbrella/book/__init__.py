"""The model of a book: what everything else asks of its tables, each answer computed once and by one rule.

``prose`` makes strings of it, ``show`` pages, ``citing``, ``changes`` and the
audit what they need. A page depends on the parts of the data that the answers
it asked for rest on, and on nothing else; see :mod:`umbrella.book.answers`.
"""

from __future__ import annotations

from umbrella.book.gaps import Gaps
from umbrella.book.labels import Labels
from umbrella.book.outlines import Outlines
from umbrella.book.overlap import Overlap
from umbrella.book.places import Places
from umbrella.book.rounds import Rounds
from umbrella.tables import Tables


class Book(Gaps, Outlines, Overlap, Rounds, Labels, Places):
    """What the tables of a book say.

    Attributes:
        tables: the tables.
    """


_book: Book | None = None


def book_of(tables: Tables) -> Book:
    """The one model of some tables in this process, so that what one page has asked is known to the next."""
    global _book
    if _book is None or _book.tables is not tables:
        _book = Book(tables)
    return _book
