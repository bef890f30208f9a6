"""Figures derived from published sensitivity and specificity, labelled as derived."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.prose.filters import Filtered
from umbrella.prose.words import listed

# What has to agree for a sensitivity and a specificity to belong together.
SAME_TEST = ["review_id", "outcome", "modality", "region", "metric", "comparison"]


class AccuracyPhrases(Filtered):
    """Likelihood ratios and post-test probabilities."""

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

    def pretests(self) -> list[float]:
        """The pre-test probabilities of the illustration, from the edition file."""
        return [float(value) for value in self.tables.edition["illustration"]["pretest"]]

    def pretest(self, place: int = 1) -> str:
        """One of them, counted from 1: ``10%``."""
        return percent(self.pretests()[place - 1])

    def likelihood_ratio(self, review: str, result: str) -> str:
        """Derived likelihood ratio of a ``positive`` or ``negative`` result: ``2.5 (95% CI 1.9 to 3.3)``."""
        row = self._pair(review)
        return interval(row[result], row["level"])

    def post_test(self, review: str, result: str, place: int = 1) -> str:
        """Probability after a result, from one of the illustrative probabilities: ``22%``."""
        return percent(synthesis.post_test(self.pretests()[place - 1], self._pair(review)[result].value))

    def post_tests(self, review: str, result: str) -> str:
        """Probabilities after a result, each with the one before: ``22% from 10% and 52% from 30%``."""
        ratio = self._pair(review)[result].value
        return listed(
            f"{percent(synthesis.post_test(before, ratio))} from {percent(before)}" for before in self.pretests()
        )

    def _pair(self, review: str) -> pd.Series:
        frame = self.accuracy_pairs()
        frame = frame[frame["review_id"] == review]
        if len(frame) != 1:
            raise ValueError(f"{review} has {len(frame)} pairs of sensitivity and specificity with intervals")
        return frame.iloc[0]


def percent(share: float) -> str:
    """A share as a whole per cent."""
    return f"{100 * share:.0f}%"


def interval(ratio: synthesis.Interval, level: float) -> str:
    """A ratio with its interval, to two figures."""
    return f"{ratio.value:.2g} ({level:g}% CI {ratio.low:.2g} to {ratio.high:.2g})"
