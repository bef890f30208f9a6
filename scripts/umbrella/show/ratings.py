"""What follows from the AMSTAR 2 answers entered so far: ratings, bounds, assignments."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella.figures.style import RATING
from umbrella.html_tables import link
from umbrella.prose import counted, listed
from umbrella.show.frame import Page

BOUNDS_HEADINGS = {
    "review": "Review", "bounds": "Rating so far", "weak": "No to items", "open": "Critical items open",
    "answered": "Answered", "findings": "Findings",
}  # fmt: skip


class RatingParts(Page):
    """A page that shows how far the answers settle the rating of reviews."""

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """One row per included review: rating, bounds, deciding and open items; see `QualityPhrases.ratings`."""
        return self.prose.ratings

    def items_cell(self, numbers: Iterable[int]) -> Markup:
        """Items by number, each leading to its row in the table of items."""
        quality = self.chapter("methodological-quality.html")
        return Markup(", ").join(link(f"{quality}#item-{number}", str(number)) for number in numbers)

    @staticmethod
    def bounds_cell(row: NamedTuple) -> str:
        """A review's rating, or worst and best rating in words."""
        return row.best if row.best == row.worst else f"open: {row.worst} to {row.best}"

    def bounds_frame(self, reviews: list[str]) -> pd.DataFrame:
        """The ratings of some reviews with cells for a table, in the order of the included reviews."""
        frame = self.ratings[self.ratings["review_id"].isin(reviews)].copy()
        frame["review"] = [self.review_link(key) for key in frame["review_id"]]
        frame["bounds"] = [self.bounds_cell(row) for row in frame.itertuples()]
        frame["weak"] = [self.items_cell(numbers) if numbers else Markup("none") for numbers in frame["weak_items"]]
        critical = self.prose.critical
        frame["open"] = [
            self.items_cell(n for n in numbers if n in critical) or Markup("none") for numbers in frame["missing"]
        ]
        return frame

    def bounds_table(self, rows: pd.DataFrame) -> HTML:
        """Bounds of the reviews behind some findings, with the items answered no."""
        findings = rows.groupby("review_id").size()
        frame = self.bounds_frame(list(findings.index))
        frame["findings"] = [int(findings[key]) for key in frame["review_id"]]
        items = len(self.prose.items)
        capped = int((frame["best"].map(list(RATING).index) >= list(RATING).index("low")).sum())
        caption = Markup(
            "Overall confidence in each of these reviews as far as the answers settle it: the worst and the best AMSTAR 2 rating "
            "still possible, out of {} items. {} low at best. A rating is open while unanswered items could change it; how it is "
            'computed stands in <a href="{}">Methodological quality</a>.'
        ).format(items, _is(capped), self.chapter("methodological-quality.html#recomputed-bounds"))
        return self.table(frame, "bounds", caption, BOUNDS_HEADINGS)


def _is(n: int) -> str:
    """A number of reviews as the subject of a sentence."""
    text = counted(n, "review")
    return f"{text[:1].upper()}{text[1:]} {'is' if n < 2 else 'are'}"


def rating_words(ratings: Iterable[str]) -> str:
    """Ratings in a sentence, best first."""
    named = set(ratings)
    return listed(rating for rating in RATING if rating in named)
