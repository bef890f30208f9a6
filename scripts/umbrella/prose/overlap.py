"""Phrases on overlap of studies and on shared authors."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from umbrella import overlap
from umbrella.prose.support import SupportPhrases
from umbrella.prose.words import counted, listed

INCLUDED = "included"


class OverlapPhrases(SupportPhrases):
    """How far the reviews share studies and people."""

    def known_studies(self) -> dict[str, set[str]]:
        """Studies each review is known to include; presumed and merely cited ones are left out."""
        rows = self.chosen("inclusions", status=INCLUDED)
        return {review: set(group["study_id"]) for review, group in rows.groupby("review_id")}

    def stated_totals(self) -> dict[str, int]:
        """Number of included studies each review states, where one was read; where readings differ, none."""
        rows = self.chosen("review-facts", fact="n_studies").groupby("review_id")["value"].agg(set)
        return {review: int(next(iter(values))) for review, values in rows.items() if len(values) == 1}

    def overlap_of(self, reviews: list[str] | None = None) -> overlap.Bounds:
        """Bounds on the corrected covered area of some reviews, of all by default."""
        wanted = self.tables.reviews["review_id"].tolist() if reviews is None else reviews
        known, totals = self.known_studies(), self.stated_totals()
        return overlap.bounds(
            {review: known.get(review, set()) for review in wanted}, {review: totals.get(review) for review in wanted}
        )

    def cca_bounds(self) -> str:
        """Bounds on the overlap of all reviews, number before band: ``0.0% (slight) to 19.2% (very high)``."""
        return self.bounded(self.overlap_of())

    @staticmethod
    def bounded(found: overlap.Bounds) -> str:
        """Bounds in words, the number before its band."""
        if found.lower is None or found.upper is None:
            return f"undefined: {found.undefined_reason}"
        ends = [f"{100 * value:.1f}% ({band})" for value, band in ((found.lower, found.lower_band), (found.upper, found.upper_band))]  # fmt: skip
        return " to ".join(ends)

    def bounded_reviews(self) -> str:
        """Reviews that the bounds speak of: ``13 reviews``."""
        return counted(self.overlap_of().n_reviews, "review")

    def unbounded_reviews(self) -> str:
        """Reviews left out of the bounds, because no number of studies was read, by name."""
        labels = self.tables.reviews.set_index("review_id")["label"]
        return listed(labels[review] for review in self.overlap_of().left_out)

    def inclusions_stated(self) -> str:
        """Inclusions that the stated numbers of studies add up to: ``904``."""
        return f"{self.overlap_of().n_inclusions:,}"

    def inclusions_known(self) -> str:
        """Inclusions that are known by name."""
        return f"{self.overlap_of().n_known:,}"

    def complete_lists(self) -> str:
        """Reviews whose list of studies is known in full."""
        known, totals = self.known_studies(), self.stated_totals()
        return counted(sum(len(known.get(review, ())) == n for review, n in totals.items()), "review")

    @property
    def umbrella_key(self) -> str:
        """The citation key of the umbrella review itself."""
        doi = self.tables.sources.set_index("source_id").at[self.main_source, "doi"]
        return next(key for key, entry in self.tables.references.entries.items() if entry.fields.get("doi") == doi)

    @cached_property
    def _author_pairs(self) -> pd.DataFrame:
        people = self.author_lists()
        return overlap.shared_authors(people | {self.umbrella_key: self.authors_of(self.umbrella_key)})

    def author_pairs(self) -> pd.DataFrame:
        """Pairs of reviews, the umbrella review among them, with an author in common."""
        return self._author_pairs.copy()

    def n_author_pairs(self) -> str:
        """Pairs of included reviews with an author in common: ``four pairs``."""
        pairs = self._author_pairs
        return counted(int((~pairs.isin([self.umbrella_key]).any(axis=1)).sum()), "pair")

    def unlinked_reviews(self) -> str:
        """Included reviews that share no author with any other: ``nine reviews``."""
        pairs = self._author_pairs
        own = pairs[(pairs["first"] != self.umbrella_key) & (pairs["second"] != self.umbrella_key)]
        linked = {*own["first"], *own["second"]}
        return counted(len(self.tables.reviews) - len(linked), "review")

    def author_groups(self) -> str:
        """Groups of included reviews that shared authors join: ``11 groups``."""
        return counted(len(overlap.author_clusters(self.author_lists())), "group")

    def largest_author_group(self) -> str:
        """Reviews in the largest of those groups: ``five reviews``."""
        return counted(max(map(len, overlap.author_clusters(self.author_lists()))), "review")
