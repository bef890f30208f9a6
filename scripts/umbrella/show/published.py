"""Ratings as published: their totals, what these leave of each review, and each beside the rating recomputed here."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import amstar2
from umbrella.figures.bars import stacked_bars
from umbrella.prose import counted, listed, number, start
from umbrella.prose.quality import rating_told
from umbrella.show.quality import RatingParts

# How a published rating stands to the one that the answers give, and what is said of so many reviews.
COMPARED = {
    "agrees": "agree",
    "milder": "are milder than the rule",
    "stricter": "are stricter than the rule",
    "possible": "may agree, as items are open",
}


class PublishedParts(RatingParts):
    """Figures and tables on the ratings that a source prints."""

    def published_ratings(self) -> HTML:
        """Overall AMSTAR 2 ratings as the source prints them."""
        totals, ratings = self.book.totals, self.tables.vocabulary("ratings")
        if not totals:
            return self.nothing()
        counts = pd.DataFrame({"reviews": [totals.get(rating, 0) for rating in ratings.terms]}, index=ratings.terms).T
        counts.index = ["All reviews"]
        alt = f"Bar of published AMSTAR 2 ratings: {listed(f'{rating} {n}' for rating, n in counts.iloc[0].items())}, of {counts.to_numpy().sum()} reviews."
        twin = counts.T.reset_index(names="rating").rename(columns={"All reviews": "n"})
        caption = "Overall confidence in the results of the included reviews as published."
        if self.tables["published-ratings"]["review_id"].isna().all():
            caption += " The text of the source gives totals only; which review has which rating is not in it."
        return self.figure(lambda width: stacked_bars(counts, ratings.colours, width), "published-ratings", caption,
                           alt, twin, self.headings("published-ratings", "rating n", n="Reviews"))  # fmt: skip

    def rating_comparison(self) -> HTML:
        """Published ratings by name beside those that the answers give by the rule, with the items that decide."""
        frame = self.book.compared()
        if frame.empty:
            return self.nothing("No published rating by name has been entered.")
        frame["review"] = [self.review_link(key) for key in frame["review_id"]]
        frame["recomputed"] = [rating_told(row) for row in frame.itertuples()]
        frame["deciding"] = [self.items_cell(numbers) or Markup("none") for numbers in frame["deciding_items"]]
        frame["weak"] = [self.items_cell(numbers) or Markup("none") for numbers in frame["weak_items"]]
        found = frame["verdict"].value_counts()
        told = listed(f"{number(int(found[verdict]))} {words}" for verdict, words in COMPARED.items() if verdict in found)
        caption = (
            f"Ratings as published beside those that the answers give by the official rule, review by review. "
            f"Of {counted(len(frame), 'review')} {told}. The deciding items are the weaknesses that the recomputed rating rests on."
        )
        headings = {
            "review": "Review", "published": "As published", "recomputed": "Recomputed", "verdict": "The published one",
            "deciding": "Deciding items", "weak": "No to items",
        }  # fmt: skip
        return self.table(frame, "rating-comparison", caption, headings)

    def possible_assignments(self) -> HTML:
        """Which of the published ratings each review can have, given the answers and the totals."""
        if not self.book.totals:
            return self.nothing()
        if not self.book.totals_are_whole:
            return self.nothing("The published ratings are not those of all reviews, so that nothing follows from their totals.")
        found, totals = self.book.assigned(), self.book.totals
        published = [rating for rating in reversed(amstar2.RATINGS) if totals.get(rating)]
        frame = self.book.ratings[["review_id"]]
        frame = frame[frame["review_id"].isin(found.by_review)].copy()
        ways = [found.by_review[key] for key in frame["review_id"]]
        frame["review"] = [self.review_link(key) for key in frame["review_id"]]
        frame["out"] = [rating_words(rating for rating in published if rating not in one) for one in ways]
        for rating in published:
            frame[rating] = [_per_cent(one.get(rating, 0), found.count) for one in ways]
        headings = {
            "review": "Review", **{rating: start(rating) for rating in published}, "out": "Ruled out",
        }  # fmt: skip
        caption = (
            f"What the answers leave of the published totals, {self.prose.published()}: {found.count:,} of {found.unrestricted:,} ways to say "
            f"which review has which rating. A cell gives the part of these ways in which the review has the rating; it counts ways and is no probability."
        )
        return self.table(frame, "assignments", caption, headings)

    def sensitivity_table(self) -> HTML:
        """Bounds under other conventions, and what they leave of the published totals."""
        scenarios = self.book.scenarios
        if not self.book.answered:
            return self.nothing()
        long, published = self.book.sensitivity(), self.book.totals_are_whole
        rows = []
        for scenario in scenarios:
            here = long[long["scenario"] == scenario.name]
            moved = here[here["bounds_changed"]]
            changes = Markup("; ").join(
                Markup("{}: {}").format(bounds, self.review_links(group["review"]))
                for bounds, group in moved.groupby(pd.Series(map(rating_told, moved.itertuples()), moved.index, dtype="str"))
            )
            rows.append({
                "scenario": start(scenario.name), "rated": int((here["rating"] != amstar2.CANNOT_BE_RATED).sum()),
                "low": int(here["best"].isin(("low", "critically low")).sum()), "changes": changes or "none",
                **({"ways": self.book.assigned(scenario).count} if published else {}),
            })  # fmt: skip
        ways = "the ways to hand out the published totals that are left, " if published else ""
        caption = (
            f"The same answers under other conventions: reviews rated, reviews that cannot be better than low, {ways}"
            "and the reviews whose rating or bounds differ from those of the official rule."
        )
        headings = {
            "scenario": "Convention", "rated": "Rated", "low": "Low at best", "ways": "Ways left", "changes": "Changes",
        }  # fmt: skip
        headings = {name: text for name, text in headings.items() if name != "ways" or published}
        return self.table(pd.DataFrame(rows), "sensitivity", caption, headings)


def rating_words(ratings: Iterable[str]) -> str:
    """Ratings in a sentence, best first."""
    named = set(ratings)
    return listed(rating for rating in reversed(amstar2.RATINGS) if rating in named)


def _per_cent(part: int, whole: int) -> str:
    """A share in whole per cent; nothing at all and everything only where that is exact."""
    if not whole or part in (0, whole):
        return "all" if part else "none"
    return f"{min(99, max(1, round(100 * part / whole)))}%"
