"""Phrases on overlap of studies and on shared authors."""

from __future__ import annotations

from umbrella import overlap
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import counted, listed


class OverlapPhrases(Phrases):
    """How far the reviews share studies and people."""

    def cca_bounds(self) -> str:
        """Bounds on the overlap of all reviews, number before band: ``0.0% (slight) to 19.2% (very high)``."""
        return self.bounded(self.book.overlap_of())

    @staticmethod
    def bounded(found: overlap.Bounds) -> str:
        """Bounds in words, the number before its band."""
        if found.lower is None or found.upper is None:
            return f"undefined: {found.undefined_reason}"
        ends = ((found.lower, found.lower_band), (found.upper, found.upper_band))
        return " to ".join(f"{100 * value:.1f}% ({band})" for value, band in ends)

    def bounded_reviews(self) -> str:
        """Reviews that the bounds speak of: ``13 reviews``."""
        return counted(self.book.overlap_of().n_reviews, "review")

    def unbounded_reviews(self) -> str:
        """Reviews left out of the bounds, because no number of studies was read, by name."""
        return listed(self.book.labels[review] for review in self.book.overlap_of().left_out)

    def inclusions_stated(self) -> str:
        """Inclusions that the stated numbers of studies add up to: ``904``."""
        return f"{self.book.overlap_of().n_inclusions:,}"

    def inclusions_known(self) -> str:
        """Inclusions that are known by name."""
        return f"{self.book.overlap_of().n_known:,}"

    def complete_lists(self) -> str:
        """Reviews whose list of studies is known in full."""
        known, totals = self.book.known_studies(), self.book.stated_totals()
        return counted(sum(len(known.get(review, ())) == n for review, n in totals.items()), "review")

    def n_author_pairs(self) -> str:
        """Pairs of included reviews with an author in common: ``four pairs``."""
        return counted(len(self.book.author_pairs()), "pair")

    def unlinked_reviews(self) -> str:
        """Included reviews that share no author with any other: ``nine reviews``."""
        return counted(sum(len(group) == 1 for group in self.book.author_groups()), "review")

    def author_groups(self) -> str:
        """Groups of included reviews that shared authors join: ``11 groups``."""
        return counted(len(self.book.author_groups()), "group")

    def largest_author_group(self) -> str:
        """Reviews in the largest of those groups: ``five reviews``."""
        return counted(max(map(len, self.book.author_groups())), "review")

    def truncated_authors(self) -> str:
        """Reviews whose list of authors is cut short, so that links may be missing: ``no review``."""
        return counted(len(overlap.truncated_author_lists(self.book.author_lists())), "review")
