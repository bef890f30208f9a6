"""What the terms of a book mean to the rules: directions that oppose each other, categories of certainty.

Both are vocabularies of the book. The rules ask for the kind of a term, never for its name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

# Kinds of directions: one has an opposite, a sign is seen or not, no change is no report of one.
ONE_WAY, BOTH_WAYS, NOT_STATED, SIGN, NO_CHANGE = "one way", "both ways", "not stated", "sign", "no change"
# Kinds of categories of certainty, beside NOT_STATED.
AGREEMENT, CONTESTED = "agreement", "contested"


@dataclass(frozen=True)
class Directions:
    """Directions of a change, or signs of a link.

    Attributes:
        kinds: kind by direction, in the order of the vocabulary, which settles ties.
        opposites: the direction that contradicts it, for those that have one.
    """

    kinds: Mapping[str, str]
    opposites: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: pd.DataFrame) -> Directions:
        """The directions of a vocabulary: its first column, ``kind``, ``opposite`` and ``order``."""
        frame = vocabulary.sort_values("order")
        frame = frame.set_index(frame.columns[0])
        return cls(frame["kind"].to_dict(), frame["opposite"].dropna().to_dict())

    def of_kind(self, *kinds: str) -> tuple[str, ...]:
        """Directions of some kinds, in order."""
        return tuple(name for name, kind in self.kinds.items() if kind in kinds)

    @cached_property
    def stated(self) -> tuple[str, ...]:
        """Directions that say which way."""
        return self.of_kind(ONE_WAY, SIGN, NO_CHANGE)

    @cached_property
    def both_ways(self) -> str:
        """The direction of what is reported both ways; ``check`` sees to it that there is one."""
        return self.of_kind(BOTH_WAYS)[0]

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Directions that contradict each other, each pair once."""
        order = list(self.kinds)
        return tuple(
            (one, other) for one, other in self.opposites.items() if order.index(one) < order.index(other)
        )

    def contested(self, reported: Collection[str]) -> bool:
        """Whether directions that are reported contradict each other, or one of them does so itself."""
        return any(
            self.kinds[name] == BOTH_WAYS or self.opposites.get(name) in reported for name in reported
        )


@dataclass(frozen=True)
class Categories:
    """Categories of certainty.

    Attributes:
        kinds: kind by category, firmest first.
        at_least: for each category of agreement, the reviews that must report the same direction.
        meanings: what each category means.
    """

    kinds: Mapping[str, str]
    at_least: Mapping[str, int]
    meanings: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: pd.DataFrame) -> Categories:
        """The categories of a vocabulary: ``certainty``, ``kind``, ``at_least``, ``meaning`` and ``order``."""
        frame = vocabulary.sort_values("order").set_index("certainty")
        at_least = frame["at_least"].dropna().astype(int).sort_values(ascending=False)
        return cls(frame["kind"].to_dict(), at_least.to_dict(), frame["meaning"].to_dict())

    def __iter__(self):
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    @cached_property
    def contested(self) -> str:
        """The category of claims that are contested."""
        return self._only(CONTESTED)

    @cached_property
    def not_stated(self) -> str:
        """The category of claims without a direction."""
        return self._only(NOT_STATED)

    def _only(self, kind: str) -> str:
        return next(name for name, own in self.kinds.items() if own == kind)

    @cached_property
    def firm(self) -> tuple[str, ...]:
        """Categories of agreement between two reviews or more."""
        return tuple(name for name in self.kinds if self.at_least.get(name, 0) > 1)

    @cached_property
    def firmest(self) -> str:
        """The category that asks for most reviews."""
        return next(iter(self.at_least))

    @cached_property
    def single(self) -> str:
        """The category of agreement that one review is enough for."""
        return list(self.at_least)[-1]

    def agreement(self, n_reviews: int) -> str:
        """The category of a claim of which so many reviews, one at least, report the same direction."""
        return next(name for name, least in self.at_least.items() if n_reviews >= least)


@dataclass(frozen=True)
class Terms:
    """The terms that claims are made with.

    Attributes:
        directions: directions of change.
        certainty: categories of certainty.
        covers: what a side covers, where that is more or other than itself: both sides cover either.
    """

    directions: Directions
    certainty: Categories
    covers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], directions: str = "directions") -> Terms:
        """The terms of a book, with its directions of change or another vocabulary of directions."""
        sides = tables["sides"].to_dict("records") if "sides" in tables else ()
        # States from before the column: each side covers itself.
        covers = {side["side"]: frozenset(side.get("covers", side["side"]).split()) for side in sides}
        return cls(Directions.of(tables[directions]), Categories.of(tables["certainty"]), covers)
