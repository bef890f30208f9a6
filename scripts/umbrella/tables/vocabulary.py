"""A vocabulary: terms in the order readers see them, with what each looks like and means."""

from __future__ import annotations

from functools import cached_property

import pandas as pd


class Vocabulary:
    """The terms of one vocabulary of a book.

    Attributes:
        terms: all terms, in the order readers see them.
    """

    def __init__(self, frame: pd.DataFrame, key: str):
        self._frame = (frame.sort_values("order") if "order" in frame else frame).set_index(key)
        self.terms: tuple[str, ...] = tuple(self._frame.index)

    def column(self, name: str) -> dict[str, object]:
        """A column by term, in order; terms without a value are left out.

        Raises:
            KeyError: the vocabulary has no such column.
        """
        return self._frame[name].dropna().to_dict()

    def of_kind(self, *kinds: str) -> tuple[str, ...]:
        """Terms of some kinds, in order."""
        return tuple(term for term, kind in self.kinds.items() if kind in kinds)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kind by term."""
        return self.column("kind")

    @cached_property
    def colours(self) -> dict[str, str]:
        """Colour by term, as ``#rrggbb``."""
        return self.column("colour")

    @cached_property
    def symbols(self) -> dict[str, str]:
        """The sign that says the same without colour, by term."""
        return self.column("symbol")

    @cached_property
    def labels(self) -> dict[str, str]:
        """Name shown to readers, by term: the term itself where the vocabulary has no labels."""
        return self.column("label") if "label" in self._frame else {term: term for term in self.terms}

    @cached_property
    def words(self) -> dict[str, str]:
        """How a key or a sentence says it, by term: the label where the vocabulary has no such words."""
        return self.column("words") if "words" in self._frame else self.labels
