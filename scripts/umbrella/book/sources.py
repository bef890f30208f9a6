"""Where the rows come from: the umbrella review that the book implements, its key, and who wrote what."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from umbrella import overlap, synthesis
from umbrella.audit import main_source, source_reviews, source_round
from umbrella.book.answers import Answers, answer


@dataclass(frozen=True)
class Source:
    """A published umbrella review that the book implements.

    Attributes:
        source_id: its key in ``sources.csv``.
        round: the round of its search.
        reviews: the reviews it covers; those that the book included later are not among them.
    """

    source_id: str
    round: str
    reviews: tuple[str, ...]


class Sources(Answers):
    """The umbrella review behind the book, and the authors of it and of the included reviews."""

    @property
    @answer
    def source(self) -> Source | None:
        """The umbrella review with its round and the reviews it covers; None in a book without one."""
        key, round = self.main_source, source_round(self.tables)
        return Source(key, round, source_reviews(self.tables)) if key and round else None

    @property
    @answer
    def main_source(self) -> str | None:
        """The source that is the umbrella review itself; None in a book without one."""
        return main_source(self.tables)

    @property
    @answer
    def umbrella_key(self) -> str | None:
        """Citation key of the umbrella review: the entry with the DOI of its source; None when there is none."""
        doi = dict(zip(self.tables.sources["source_id"], self.tables.sources["doi"])).get(self.main_source)
        entries = self.tables.references.entries.items()
        return next((key for key, entry in entries if pd.notna(doi) and entry.fields.get("doi") == doi), None)

    def own_text(self, rows: pd.DataFrame) -> pd.Series:
        """Which of some rows were read in a text of the review that they are credited to."""
        return synthesis.own_text(rows, self.tables.sources)

    def second_hand(self, rows: pd.DataFrame) -> pd.Series:
        """Which of some rows were read elsewhere: they are the word of another text."""
        return ~self.own_text(rows)

    @answer
    def authors_of(self, key: str) -> tuple[str, ...]:
        """Authors of one reference as ``Family, Given``; a list cut short ends in ``others``."""
        people = self.tables.references.entries[key].persons.get("author", [])
        names = (
            (" ".join([*person.prelast_names, *person.last_names]), " ".join(person.first_names)) for person in people
        )
        return tuple(f"{family}, {given}" if given else family for family, given in names)

    @answer
    def author_lists(self, with_umbrella: bool = False) -> dict[str, tuple[str, ...]]:
        """Authors of each included review, and of the umbrella review if asked for."""
        own = (self.umbrella_key,) if with_umbrella and self.umbrella_key else ()
        return {key: self.authors_of(key) for key in (*self.tables.reviews["review_id"], *own)}

    @answer
    def author_pairs(self, with_umbrella: bool = False) -> pd.DataFrame:
        """Pairs of reviews with an author in common; see :func:`umbrella.overlap.shared_authors`."""
        return overlap.shared_authors(self.author_lists(with_umbrella))

    @answer
    def author_groups(self, with_umbrella: bool = False) -> tuple[tuple[str, ...], ...]:
        """Groups of reviews that shared authors join."""
        return overlap.author_clusters(self.author_lists(with_umbrella))

    @answer
    def shared_with_umbrella(self) -> dict[str, tuple[str, ...]]:
        """Authors that each included review shares with the umbrella review, as the review spells them, sorted."""
        pairs = self.author_pairs(with_umbrella=True)
        own = pairs[pairs["second"] == self.umbrella_key]
        return {row.first: tuple(sorted(row.shared)) for row in own.itertuples()}
