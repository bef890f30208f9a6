"""What follows by arithmetic from pooled sensitivity and specificity."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML

from umbrella import synthesis
from umbrella.html_tables import link
from umbrella.prose.accuracy import interval, percent
from umbrella.show.page import Page

RESULTS = {"positive": "LR+ = sensitivity / (1 − specificity)", "negative": "LR− = (1 − sensitivity) / specificity"}


class AccuracyParts(Page):
    """Derived figures of diagnostic accuracy."""

    def derived_accuracy(self) -> HTML:
        """Likelihood ratios and post-test probabilities, labelled as derived."""
        rows = []
        for pair in self.book.accuracy_pairs().itertuples():
            for result, formula in RESULTS.items():
                ratio = getattr(pair, result)
                after = {
                    f"after-{before}": f"{percent(synthesis.post_test(before, ratio.value))} "
                    f"({percent(synthesis.post_test(before, ratio.low))} to {percent(synthesis.post_test(before, ratio.high))})"
                    for before in self.book.pretests
                }
                rows.append({
                    "result": f"{pair.outcome}: {result} result", "formula": f"Derived: {formula}", "ratio": interval(ratio, pair.level), **after,
                    "review": self.review_link(pair.review_id),
                    "rows": link("#tab-estimates", f"{pair.sensitivity}, {pair.specificity}"),
                })  # fmt: skip
        headings = {
            "result": "Result", "ratio": "Likelihood ratio", **{f"after-{before}": f"From {percent(before)}" for before in self.book.pretests},
            "formula": "How", "review": "Review", "rows": "Rows",
        }  # fmt: skip
        caption = (
            "Derived, not published: likelihood ratios from the pooled sensitivity and specificity, and the probability of disease after a result, "
            "from probabilities before it that are this book's illustration. Ranges follow the interval of the ratio."
        )
        nothing = "No sensitivity and specificity with intervals belong together."
        return self.table(pd.DataFrame(rows), "derived", caption, headings, nothing=nothing)
