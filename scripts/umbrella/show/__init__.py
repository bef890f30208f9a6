"""The only module chapters call to put out something.

A chapter's hidden set-up cell says ``from umbrella import show`` and
``page = show.modality("diffusion")`` (``show.page()`` for a page on all,
``show.review("key")`` for one on a review); each further cell calls one method of ``page``, which displays a numbered figure or table.
"""

from __future__ import annotations

from umbrella.book import book_of
from umbrella.show.book import BookPage
from umbrella.show.modality import ModalityPage
from umbrella.show.review_page import ReviewPage
from umbrella.tables import load


def modality(name: str) -> ModalityPage:
    """The page of one modality, reading the book's checked tables.

    Raises:
        ValueError: the vocabulary has no such modality.
        umbrella.tables.DataError: the tables do not keep the contract.
    """
    return ModalityPage(book_of(load()), name)


def page() -> BookPage:
    """A page about the review as a whole, reading the book's checked tables."""
    return BookPage(book_of(load()))


def review(review_id: str) -> ReviewPage:
    """The page of one included review, reading the book's checked tables.

    Raises:
        ValueError: there is no such review.
        umbrella.tables.DataError: the tables do not keep the contract.
    """
    return ReviewPage(book_of(load()), review_id)
