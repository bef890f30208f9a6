"""Studies that reviews share, and what follows from published sensitivity and specificity."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from umbrella import overlap, synthesis
from umbrella.book.answers import Answers, answer

INCLUDED = "included"
# What has to agree for a sensitivity and a specificity to belong together.
SAME_TEST = ["review_id", "outcome", "modality", "region", "metric", "comparison"]


class Overlap(Answers):
    """How far the reviews share studies, and pooled results that belong together."""

    @answer
    def known_studies(self) -> dict[str, set[str]]:
        """Studies each review is known to include; presumed and merely cited ones are left out."""
        rows = self.tables.rows("inclusions", status=INCLUDED)
        return {review: set(group["study_id"]) for review, group in rows.groupby("review_id")}

    @answer
    def stated_totals(self) -> dict[str, int]:
        """Number of included studies each review states, where one was read; where readings differ, none."""
        rows = self.tables.rows("review-facts", fact="n_studies").groupby("review_id")["value"].agg(set)
        return {review: int(next(iter(values))) for review, values in rows.items() if len(values) == 1}

    def overlap_of(self, reviews: Sequence[str] | None = None) -> overlap.Bounds:
        """Bounds on the corrected covered area of some reviews, of all by default."""
        wanted = self.tables.reviews["review_id"].tolist() if reviews is None else list(reviews)
        known, totals = self.known_studies(), self.stated_totals()
        return overlap.bounds(
            {review: known.get(review, set()) for review in wanted}, {review: totals.get(review) for review in wanted}
        )

    @answer
    def accuracy_pairs(self) -> pd.DataFrame:
        """Tests with a sensitivity and a specificity, both with an interval, and what follows from them.

        Returns:
            :data:`SAME_TEST`, ``sensitivity`` and ``specificity`` (ids of the
            estimates), ``positive`` and ``negative`` (likelihood ratios, as
            :class:`umbrella.synthesis.Interval`), ``level`` (per cent).
        """
        rows = self.tables.estimates.dropna(subset=["ci_low", "ci_high", "ci_level"])
        found = []
        for key, group in rows.groupby(SAME_TEST, sort=True):
            by = group.drop_duplicates("measure").set_index("measure")
            if {"sensitivity", "specificity"} <= set(by.index):
                pair = [by.loc[name] for name in ("sensitivity", "specificity")]
                if pair[0]["ci_level"] == pair[1]["ci_level"]:
                    level = float(pair[0]["ci_level"])
                    shares = [
                        synthesis.Interval(*(float(row[c]) for c in ("value", "ci_low", "ci_high"))) for row in pair
                    ]
                    ratios = synthesis.likelihood_ratios(*shares, level)
                    found.append((*key, *(row["estimate_id"] for row in pair), *ratios, level))
        columns = [*SAME_TEST, "sensitivity", "specificity", "positive", "negative", "level"]
        return pd.DataFrame(found, columns=columns)

    @property
    @answer
    def pretests(self) -> tuple[float, ...]:
        """The pre-test probabilities of the illustration, from the edition file."""
        return tuple(float(value) for value in self.tables.edition["illustration"]["pretest"])
