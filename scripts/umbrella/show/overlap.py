"""Overlap of studies and of authors: how many of the reviews are independent evidence."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import overlap
from umbrella.figures.network import author_network
from umbrella.html_tables import EMPTY
from umbrella.prose import counted, inside, listed, number, start
from umbrella.show.page import Page

STATUSES = ("included", "presumed", "cited")


class OverlapParts(Page):
    """What the reviews share: primary studies, as far as known, and people."""

    def overlap_bounds(self) -> HTML:
        """Bounds on the corrected covered area, over all reviews and per modality."""
        findings = self.book.evidence()
        groups = {f"All {self.several('modality')}": list(self.book.labels)} | {
            label: sorted(findings.loc[findings["modality"] == modality, "review_id"].unique())
            for modality, label in self.book.modality_labels.items()
        }
        frame = pd.DataFrame([self._bounds_row(name, reviews) for name, reviews in groups.items()])
        headings = {
            "name": "Reviews on", "area": "Corrected covered area", "bounded": "Reviews counted", "inclusions": "Inclusions",
            "known": "Known", "studies": "Distinct studies",
        }  # fmt: skip
        caption = (
            "Corrected covered area, as the lowest and the highest that the stated numbers of studies and the partly known lists allow, the band "
            "behind the number. Reviews without a stated number are not counted; inclusions are as stated, and known are those known by name."
        )
        return self.table(frame, "overlap", caption, headings)

    def _bounds_row(self, name: str, reviews: list[str]) -> dict[str, object]:
        found = self.book.overlap_of(reviews)
        spread = f"{found.fewest_studies:,} to {found.most_studies:,}"
        return {
            "name": name,
            "area": self.prose.bounded(found),
            "bounded": f"{found.n_reviews} of {len(reviews)}",
            "inclusions": found.n_inclusions,
            "known": found.n_known,
            "studies": EMPTY if found.lower is None else spread,
        }

    def overlap_assumptions(self) -> HTML:
        """What the bounds take for granted, and how the bands are drawn."""
        said = [text for text in self.book.overlap_of().assumptions if not text.startswith("Left out")]
        limits = [f"{name} below {100 * limit:.0f}%" for name, limit in overlap.BANDS[:-1]]
        said.append(
            f"Bands: {', '.join(limits)}, {overlap.BANDS[-1][0]} from there on, on the unrounded value. The limits are a convention."
        )
        return HTML(Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(text) for text in said)))

    def overlap_pairs(self) -> HTML:
        """Pairs of reviews of which included studies are known on both sides."""
        known, totals = self.book.known_studies(), self.book.stated_totals()
        rows = []
        for first, second in ((a, b) for a in known for b in known if a < b):
            both = {review: known[review] for review in (first, second)}
            bounds = overlap.bounds(both, {review: totals.get(review) for review in both})
            rows.append({
                "pair": self.review_links((first, second)),
                "known": " and ".join(f"{len(known[review]):,} of {totals.get(review, 'an unknown number')}" for review in both),
                "shared": len(known[first] & known[second]), "bounds": self.prose.bounded(bounds),
            })  # fmt: skip
        headings = {"pair": "Reviews", "known": "Studies known", "shared": "Shared among those known", "bounds": "Corrected covered area"}  # fmt: skip
        return self.table(pd.DataFrame(rows), "overlap-pairs", "Overlap of two reviews, where included studies of both are known by name. For two reviews the area is the share of shared among all their studies.",
                          headings, nothing="For no two reviews are included studies known on both sides.")  # fmt: skip

    def study_lists(self) -> HTML:
        """How complete the list of included studies of each review is."""
        totals = self.book.stated_totals()
        counts = self.tables.inclusions.groupby(["review_id", "status"]).size()
        frame = self.tables.reviews.sort_values("source_number").copy()
        frame["review"] = [self.review_link(review) for review in frame["review_id"]]
        frame["stated"] = [totals.get(review) for review in frame["review_id"]]
        frame["stated"] = frame["stated"].astype(object).where(frame["stated"].notna(), None)
        for status in STATUSES:
            frame[status] = [int(counts.get((review, status), 0)) for review in frame["review_id"]]
        frame["share"] = [
            f"{100 * row.included / totals[row.review_id]:.0f}%" if row.review_id in totals else EMPTY
            for row in frame.itertuples()
        ]
        frame["stated"] = [EMPTY if review not in totals else totals[review] for review in frame["review_id"]]
        headings = {"review": "Review", "stated": "Stated", "included": "Included", "presumed": "Presumed", "cited": "Cited", "share": "Known"}  # fmt: skip
        caption = "How much of each review's list of studies is known: the number stated, and studies known by name as included, presumed or merely cited. Only the included ones count for the overlap."
        return self.table(frame, "study-lists", caption, headings)

    def author_network(self) -> HTML:
        """Which reviews, the umbrella review among them, share authors."""
        links, own = self.book.author_pairs(with_umbrella=True), self.book.umbrella_key
        labels = self.book.labels | {own: "Umbrella review"}
        groups = sorted(self.book.author_groups(with_umbrella=True), key=lambda group: (-len(group), group))
        order = [name for group in groups for name in group]
        drawn = links.assign(n=[len(names) for names in links["shared"]])
        twin = pd.DataFrame({
            "first": [labels[name] for name in links["first"]], "second": [labels[name] for name in links["second"]],
            "names": [listed(names) for names in links["shared"]],
        })  # fmt: skip
        joined = [listed(labels[name] for name in group) for group in groups if len(group) > 1]
        alone = sum(len(group) == 1 for group in groups)
        alt = (
            f"Network of {counted(len(order), 'review')} with {counted(len(links), 'link')} by shared authors. "
            f"Linked with one another: {'; '.join(joined)}. {start(number(alone))} of them share no author with another."
        )
        caption = (
            "Reviews that share authors. Each line joins two reviews with an author in common and is the thicker the more they share; "
            "the square is the umbrella review. A hollow node shares no author with another. Authors are matched by family name and first initial."
        )
        return self.figure(lambda width: author_network(order, drawn, labels, own, width), "authors", caption, alt, twin,
                           {"first": "Review", "second": "And", "names": "Share"})  # fmt: skip

    def independent_claims(self, *categories: str) -> HTML:
        """Claims of two or more reviews: how many of the reviews are author-independent."""
        claims, labels = self.book.supported_claims(), self.book.modality_labels
        asked = claims["certainty"].isin(categories or list(self.book.terms.certainty))
        frame = claims[asked & (claims["n_independent"] < claims["n_reviews"])].copy()
        frame["claim"] = [f"{self.book.subject(row)}, {row.metric} ({inside(labels[row.modality])})" for row in frame.itertuples()]
        frame["who"] = [self.review_links(ids) for ids in frame["reviews"]]
        frame["verdict"] = [self.prose.verdict(row) for row in frame.itertuples()]
        frame["ties"] = [
            "; ".join(
                f"{self.book.labels[first]} and {self.book.labels[second]}: {listed(names)}" for first, second, names in ties
            )
            for ties in frame["sharing"]
        ]
        headings = {
            "claim": "Claim", "verdict": "Direction and certainty", "n_independent": "Independent", "ties": "Shared authors", "who": "Which", 
        }  # fmt: skip
        caption = "Claims of two or more reviews of which some share authors. The reviews that share none with each other are counted once each, those that do count together as one."
        return self.table(
            frame, "independence", caption, headings, nothing="No claim rests on reviews that share authors."
        )
