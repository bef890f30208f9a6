"""The only module chapters call to put out something.

A chapter's hidden set-up cell says ``from umbrella import show`` and
``page = show.modality("diffusion")`` (or ``show.page()``); each further cell
calls one method of ``page``, which displays a numbered figure or table.
"""

from __future__ import annotations

from umbrella.show.book import BookPage
from umbrella.show.modality import ModalityPage
from umbrella.tables import load

__all__ = ["BookPage", "ModalityPage", "modality", "page"]


def modality(name: str) -> ModalityPage:
    """The page of one modality, reading the book's checked tables.

    Raises:
        ValueError: the vocabulary has no such modality.
        umbrella.tables.DataError: the tables do not keep the contract.
    """
    return ModalityPage(load(), name)


def page() -> BookPage:
    """A page about the review as a whole, reading the book's checked tables."""
    return BookPage(load())
