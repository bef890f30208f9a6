"""Who appraised the reviews, by which rules, and who wrote them."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import amstar2
from umbrella.book.places import anchor
from umbrella.prose import listed, number
from umbrella.prose.quality import initials_of
from umbrella.show.page import Page


class AppraisalParts(Page):
    """Rules, raters and authors behind the answers."""

    def appraisal_rules(self) -> HTML:
        """The rules by which a fact about a review becomes an answer."""
        frame = self.tables["appraisal-rules"].copy()
        frame["answer"] = frame["answer"].fillna(Markup('<span class="umb-empty">stays open</span>'))
        frame["id"] = [anchor("appraisal-rules", rule) for rule in frame["rule_id"]]
        headings = self.headings("appraisal-rules", "rule_id item fact_pattern answer why")
        caption = "The rules by which a fact becomes an answer to an AMSTAR 2 item."
        return self.table(frame, "appraisal-rules", caption, headings, "id")

    def agreement(self) -> HTML:
        """How far the raters agree, item by item; with one rater, that there is one."""
        long = self.tables.appraisals.rename(columns={"review_id": "review"})
        found, names = amstar2.agreement(long), amstar2.raters(long)
        if len(names) < 2:
            who = f", named by role: {names[0]}" if names else ""
            text = f"The answers of this edition were given by {number(len(names))} rater{who}. Agreement between raters cannot be computed."
            return self.table(found.iloc[:0], "agreement", "", {}, nothing=text)
        frame = found.copy()
        frame["raters"] = frame["rater_a"] + ", " + frame["rater_b"]
        for column, digits in (("percent", 0), ("kappa", 2), ("weighted_kappa", 2)):
            frame[column] = [None if pd.isna(value) else f"{value:.{digits}f}" for value in frame[column]]
        headings = {
            "item": "Item", "raters": "Raters", "n": "Answered by both", "agreed": "Agreed", "percent": "Per cent", "kappa": "Cohen's kappa",
            "weighted_kappa": "Weighted kappa", "note": "Note",
        }  # fmt: skip
        caption = "Agreement between raters. Weighted kappa has linear weights on no, partial yes, yes."
        return self.table(frame, "agreement", caption, headings)

    def disagreements(self) -> HTML:
        """Answers on which raters differ and which stay open until a consensus is entered."""
        long = self.tables.appraisals.rename(columns={"review_id": "review"})
        frame, settled = amstar2.disagreements(long), amstar2.settled(long)
        done = set(zip(settled["review"], settled["item"]))
        waiting = [pair not in done for pair in zip(frame["review"], frame["item"])]
        frame = frame[pd.Series(waiting, index=frame.index, dtype=bool)].copy()
        frame["who"] = [self.review_link(key) for key in frame["review"]]
        frame["answers"] = [f"{r.rater_a}: {r.answer_a}; {r.rater_b}: {r.answer_b}" for r in frame.itertuples()]
        headings = {"who": "Review", "item": "Item", "answers": "Answers"}
        nothing = "No disagreement waits to be settled."
        return self.table(frame, "disagreements", "Answers still to be settled.", headings, nothing=nothing)

    def shared_author_reviews(self, *raters: str) -> HTML:
        """Included reviews with authors of the umbrella review; `raters`: the initials its text gives of those who rated."""
        rows = []
        shared = self.book.shared_with_umbrella()
        for row in self.book.ratings.itertuples():
            if people := shared.get(row.review_id):
                rating = [name for name in people if initials_of(name) in raters]
                rows.append({
                    "review": self.review_link(row.review_id),
                    "shared": "; ".join(people),
                    "raters": "; ".join(rating) or "none",
                    "weak": listed(map(str, row.weak_items)),
                })
        headings = {
            "review": "Review", "shared": "Authors in common", "raters": "With a rater's initials", "weak": "No to items here",
        }  # fmt: skip
        caption = Markup(
            "Included reviews that have authors in common with the umbrella review, by family name and first initial. "
            "The comparison is of names, as the bibliography spells them."
        )
        nothing = "No included review has an author in common with the umbrella review."
        return self.table(pd.DataFrame(rows), "shared-authors", caption, headings, nothing=nothing)
