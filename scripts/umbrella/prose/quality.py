"""Phrases on AMSTAR 2: answers, bounds, and what they say about published totals."""

from __future__ import annotations

from umbrella import amstar2
from umbrella.markup import Myst
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import cited, counted, listed, number

PARTIAL = "partial yes counts as weakness"


class QualityPhrases(Phrases):
    """How well the included reviews were made, as far as the answers tell."""

    # Bounds

    def rateable(self) -> str:
        """Reviews whose answers settle the rating: ``no review``."""
        return counted(int((self.book.ratings["rating"] != amstar2.CANNOT_BE_RATED).sum()), "review")

    def low_at_best(self) -> str:
        """Reviews that no further answer can lift above low: ``four reviews``."""
        return counted(len(self._low_at_best()), "review")

    def cite_low_at_best(self) -> Myst:
        """Citations of those reviews; nothing when there is none."""
        return cited(self._low_at_best())

    def _low_at_best(self) -> list[str]:
        return list(self.book.ratings.loc[self.book.ratings["best"].isin(("low", "critically low")), "review_id"])

    def unbounded(self) -> str:
        """Reviews that may still have any rating, from the worst to the best: ``14 reviews``."""
        ends = list(zip(self.book.ratings["worst"], self.book.ratings["best"]))
        return counted(ends.count((amstar2.RATINGS[0], amstar2.RATINGS[-1])), "review")

    def share_answered(self) -> str:
        """Part of all items of all reviews that has a settled answer: ``19%``."""
        total = max(1, len(self.book.ratings) * len(self.book.items))
        return f"{100 * int(self.book.ratings['answered'].sum()) / total:.0f}%"

    def most_answered(self) -> str:
        """Items answered for the review with most answers: ``five``."""
        return number(int(self.book.ratings["answered"].max()))

    def critical_numbers(self) -> str:
        """The critical items by number: ``2, 4, 7, 9, 11, 13 and 15``."""
        return listed(sorted(self.book.critical))

    # Published totals

    def published(self) -> str:
        """The published totals: ``nine moderate, six low and three critically low``."""
        totals = self.book.totals
        return listed(f"{number(totals[rating])} {rating}" for rating in reversed(amstar2.RATINGS) if totals.get(rating))

    def assignments(self) -> str:
        """How many ways are left, with separators: ``168,168``."""
        return f"{self.book.assigned().count:,}"

    def all_assignments(self) -> str:
        """How many there would be without any answer: ``4,084,080``."""
        return f"{self.book.assigned().unrestricted:,}"

    def assignments_if_partial_is_weak(self) -> str:
        """How many ways are left when a partial yes counts as a weakness."""
        return f"{self.book.assigned(amstar2.Scenario(PARTIAL, partial_yes_is_weakness=True)).count:,}"

    def settled_by_totals(self) -> str:
        """Reviews that have the same published rating in every way left: ``no review``."""
        return counted(sum(len(ways) == 1 for ways in self.book.assigned().by_review.values()), "review")

    def contradiction(self) -> str:
        """Whether the bounds and the published totals can both be right, in a sentence."""
        named = self.book.compared()
        named = named[named["verdict"].isin(("milder", "stricter"))]
        told = [f"{row.label} is published as {row.published} and recomputed as {rating_told(row)}" for row in named.itertuples()]
        found = self.book.assigned().contradictions if self.book.totals_are_whole else ()
        told += [
            f"{listed(self.book.labels[key] for key in one.reviews)} can only be rated {listed(one.ratings)}, of which "
            f"the totals hold {number(one.places)}"
            for one in found
        ]
        if not told:
            return "No bound contradicts the published totals"
        return f"The answers contradict the published totals under this rule: {'; '.join(told)}"

    # Raters and authors

    def sharing_raters(self, *initials: str) -> str:
        """Reviews it covers with an author of the umbrella review who has one of some initials: ``four reviews``."""
        shared, covered = self.book.shared_with_umbrella(), self.book.source.reviews if self.book.source else ()
        return counted(
            sum(any(initials_of(name) in initials for name in shared.get(key, ())) for key in covered), "review"
        )


def rating_told(row: object) -> str:
    """A rating, or those still possible: ``low``, ``open: low to high``, ``open: critically low, low or high``.

    Args:
        row: something with ``worst`` and ``best``; with ``possible``, a rating out of reach between them is left out.
    """
    if row.best == row.worst:
        return row.best
    between = amstar2.RATINGS[amstar2.RATINGS.index(row.worst) : amstar2.RATINGS.index(row.best) + 1]
    possible = getattr(row, "possible", between)
    if tuple(possible) == between:
        return f"open: {row.worst} to {row.best}"
    return f"open: {', '.join(possible[:-1])} or {possible[-1]}"


def initials_of(author: str) -> str:
    """Initials of an author given as ``Family, Given``: first name, family name."""
    family, _, given = author.partition(", ")
    return f"{given[:1]}{next((sign for sign in family if sign.isupper()), family[:1])}"
