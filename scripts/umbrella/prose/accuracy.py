"""Figures derived from published sensitivity and specificity, labelled as derived."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import listed


class AccuracyPhrases(Phrases):
    """Likelihood ratios and post-test probabilities."""

    def likelihood_ratio(self, review: str, result: str) -> str:
        """Derived likelihood ratio of a ``positive`` or ``negative`` result: ``2.5 (95% CI 1.9 to 3.3)``."""
        row = self._pair(review)
        return interval(row[result], row["level"])

    def post_tests(self, review: str, result: str) -> str:
        """Probabilities after a result, each with the one before: ``22% from 10% and 52% from 30%``."""
        ratio = self._pair(review)[result].value
        return listed(
            f"{percent(synthesis.post_test(before, ratio))} from {percent(before)}" for before in self.book.pretests
        )

    def in_hundred(self, estimate_id: str) -> str:
        """A pooled share, such as a sensitivity, as people count: ``68 of 100``.

        Raises:
            ValueError: the estimate is no share.
        """
        row = self.tables.rows("estimates", estimate_id=estimate_id).iloc[0]
        measure = self.tables.measures.set_index("measure").loc[row["measure"]]
        # What runs from none to all, with no value in between that means nothing was found.
        if measure[["minimum", "maximum"]].dropna().tolist() != [0, 1] or pd.notna(measure["null"]):
            raise ValueError(f"{estimate_id} is a value of {row['measure']}, not a share")
        return f"{100 * row['value']:.0f} of 100"

    def _pair(self, review: str) -> pd.Series:
        frame = self.book.accuracy_pairs()
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
