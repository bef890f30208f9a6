"""Phrases on AMSTAR 2: answers, bounds, and what they say about published totals."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from umbrella import amstar2
from umbrella.markup import Myst
from umbrella.prose.filters import Filtered
from umbrella.prose.words import cited, counted, listed, number

PARTIAL = "partial yes counts as weakness"


class QualityPhrases(Filtered):
    """How well the included reviews were made, as far as the answers tell."""

    @cached_property
    def items(self) -> dict[int, amstar2.Item]:
        """The items of the instrument by number."""
        return amstar2.items_from(self.tables["amstar2-items"])

    @cached_property
    def critical(self) -> frozenset[int]:
        """Numbers of the critical items."""
        return amstar2.critical_items(self.items)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """Answers as the engine takes them, one per review and item; disputed ones stay open.

        Every included review is there, one without answers with an open item.
        """
        entered = self.tables.appraisals.rename(columns={"review_id": "review"})
        settled = amstar2.settled(entered)
        silent = [key for key in self.tables.reviews["review_id"] if key not in set(settled["review"])]
        none = pd.DataFrame({"review": silent, "item": min(self.items), "answer": ""})
        return pd.concat([settled, none], ignore_index=True).astype({"item": int})

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """One row per included review, in the order of their numbers.

        Columns: ``review_id``, ``label``, ``rating``, ``worst``, ``best``,
        ``possible`` (all ratings that a completion gives), ``weak_items`` (answered
        no), ``deciding_items``, ``missing``, ``answered``, ``warnings``.
        """
        rows = []
        for review in self.tables.reviews.sort_values(["source_number", "review_id"]).itertuples():
            given = self.answers_of(review.review_id)
            found = amstar2.overall_confidence(given, self.items)
            weak = tuple(sorted(item for item, answer in given.items() if answer == "no"))
            possible = amstar2.possible_ratings(given, self.items)
            rows.append((
                review.review_id, review.label, found.rating, found.worst, found.best, possible,
                weak, found.deciding_items, found.missing, found.answered, found.warnings,
            ))  # fmt: skip
        return pd.DataFrame(rows, columns=[
            "review_id", "label", "rating", "worst", "best", "possible", "weak_items", "deciding_items", "missing", "answered", "warnings",
        ])  # fmt: skip

    def answers_of(self, review: str) -> dict[int, str]:
        """A review's answers by item."""
        rows = self.answers[self.answers["review"] == review]
        return dict(zip(rows["item"], rows["answer"]))

    # Bounds

    def rateable(self) -> str:
        """Reviews whose answers settle the rating: ``no review``."""
        return counted(int((self.ratings["rating"] != amstar2.CANNOT_BE_RATED).sum()), "review")

    def low_at_best(self) -> str:
        """Reviews that no further answer can lift above low: ``four reviews``."""
        return counted(len(self._low_at_best()), "review")

    def cite_low_at_best(self) -> Myst:
        """Citations of those reviews; nothing when there is none."""
        return cited(self._low_at_best())

    def _low_at_best(self) -> list[str]:
        return list(self.ratings.loc[self.ratings["best"].isin(("low", "critically low")), "review_id"])

    def unbounded(self) -> str:
        """Reviews that may still have any rating, from the worst to the best: ``14 reviews``."""
        extremes = (self.ratings["worst"] == amstar2.RATINGS[0]) & (self.ratings["best"] == amstar2.RATINGS[-1])
        return counted(int(extremes.sum()), "review")

    def share_answered(self) -> str:
        """Part of all items of all reviews that has a settled answer: ``19%``."""
        total = len(self.ratings) * len(self.items)
        return f"{100 * int(self.ratings['answered'].sum()) / total:.0f}%"

    def most_answered(self) -> str:
        """Items answered for the review with most answers: ``five``."""
        return number(int(self.ratings["answered"].max()))

    def critical_numbers(self) -> str:
        """The critical items by number: ``2, 4, 7, 9, 11, 13 and 15``."""
        return listed(sorted(self.critical))

    # Published totals

    @cached_property
    def totals(self) -> dict[str, int]:
        """Published number of reviews by rating."""
        rows = self.tables["published-ratings"]
        return {rating: int(n) for rating, n in rows.groupby("rating")["n"].sum().items()}

    def published(self) -> str:
        """The published totals: ``nine moderate, six low and three critically low``."""
        return listed(f"{number(self.totals[r])} {r}" for r in reversed(amstar2.RATINGS) if self.totals.get(r))

    def assigned(self, scenario: amstar2.Scenario | None = None) -> amstar2.Assignments:
        """Ways to hand the published totals out that the answers leave, under the official rule or another.

        A review whose rating is published by name keeps that rating. Raises
        ValueError when the totals are not those of the included reviews.
        """
        rule = scenario or amstar2.Scenario("official")
        rows = self.tables["published-ratings"].dropna(subset="review_id")
        named = dict(zip(rows["review_id"], rows["rating"]))
        possible = {}
        for review in self.ratings["review_id"]:
            ratings = amstar2.possible_ratings(
                self.answers_of(review), self.items, rule.critical, rule.partial_yes_is_weakness
            )
            possible[review] = tuple(r for r in ratings if named.get(review, r) == r)
        return amstar2.assignments(possible, self.totals)

    def assignments(self) -> str:
        """How many ways are left, with separators: ``168,168``."""
        return f"{self.assigned().count:,}"

    def all_assignments(self) -> str:
        """How many there would be without any answer: ``4,084,080``."""
        return f"{self.assigned().unrestricted:,}"

    def assignments_if_partial_is_weak(self) -> str:
        """How many ways are left when a partial yes counts as a weakness."""
        return f"{self.assigned(amstar2.Scenario(PARTIAL, partial_yes_is_weakness=True)).count:,}"

    def settled_by_totals(self) -> str:
        """Reviews that have the same published rating in every way left: ``no review``."""
        return counted(sum(len(ways) == 1 for ways in self.assigned().by_review.values()), "review")

    def contradiction(self) -> str:
        """Whether the bounds and the published totals can both be right, in a sentence."""
        found = self.assigned().contradictions
        if not found:
            return "No bound contradicts the published totals"
        labels = dict(zip(self.ratings["review_id"], self.ratings["label"]))
        told = [
            f"{listed(labels[key] for key in one.reviews)} can only be rated {listed(one.ratings)}, of which "
            f"the totals hold {number(one.places)}"
            for one in found
        ]
        return f"The answers contradict the published totals under this rule: {'; '.join(told)}"

    # Raters and authors

    def raters(self) -> str:
        """Who answered independently, counted: ``one rater``."""
        return counted(len(amstar2.raters(self.tables.appraisals)), "rater")

    def sharing_raters(self, *initials: str) -> str:
        """Included reviews with an author of the umbrella review who has one of some initials: ``four reviews``."""
        return counted(
            sum(any(self.initials(a) in initials for a in self.shared(key)) for key in self._keys()), "review"
        )

    def shared(self, review: str) -> list[tuple[str, str]]:
        """Authors a review has in common with the umbrella review, as (family name, first initial), sorted."""
        return sorted(self._authors(review) & self._authors(self._main_key()))

    @staticmethod
    def initials(author: tuple[str, str]) -> str:
        """Initials of an author: first name, family name."""
        return f"{author[1]}{author[0][:1]}"

    def _keys(self) -> list[str]:
        return list(self.tables.reviews["review_id"])
