"""Figures and tables about the review itself: selection and included reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from IPython.display import HTML
from markupsafe import Markup

from umbrella import selection
from umbrella.book.rounds import Round
from umbrella.figures.flow import prisma_flow, update_flow
from umbrella.figures.timeline import review_timeline
from umbrella.html_tables import EMPTY, link
from umbrella.markup import doi_address
from umbrella.prose import counted, day, listed, start
from umbrella.prose.words import dated
from umbrella.show.page import Page
from umbrella.synthesis.views import rows_by_review

# What a curator enters when a source says that something exists without naming it: no conflict with a name.
UNNAMED = "reported, name not given"


# Counts of a round that its row in the table of rounds shows.
ROUND_BOXES = ("records identified", "reports assessed")


class ReviewParts(Page):
    """What tells how the review was made and what it rests on."""

    def prisma_flow(self) -> HTML:
        """PRISMA 2020 flow diagram."""
        counts, parts = self.book.flow(), self.book.databases()
        twin = pd.DataFrame(
            [
                {"box": start(box), "n": count.n, "how": "computed" if count.derived else "stated"}
                for box, count in counts.items()
            ]
            + [{"box": f"Records from {name}", "n": n, "how": "stated"} for name, n in parts.items()]
        )
        alt = "PRISMA 2020 flow diagram. " + "; ".join(f"{box}: {count.n:,}" for box, count in counts.items()) + "."
        caption = "Flow of records through the review (PRISMA 2020). Numbers with an asterisk are not stated in the source and were computed from the boxes around them."
        return self.figure(
            lambda width: prisma_flow(counts, parts, width),
            "prisma",
            caption,
            alt,
            twin,
            {"box": "Box", "n": "Number", "how": "Stated or computed"},
        )

    def update_flow(self) -> HTML:
        """PRISMA 2020 flow diagram for updates: what was included before, a column for each search of the book, the total."""
        own = self.book.own_rounds
        if not own:
            return HTML(Markup('<p class="umb-nothing">The book has not searched by itself yet.</p>'))
        names = {one: f"Search of {dated(one.round)}" for one in own}
        columns = {names[one]: (self._closed_flow(one), self.book.databases(one.round)) for one in own}
        total = len(self.tables.reviews)
        before = total - sum(len(one.reviews) for one in own)
        twin = pd.DataFrame([
            {"search": names[one], "box": start(box), "n": count.n, "how": "computed" if count.derived else "stated"}
            for one in own
            for box, count in columns[names[one]][0].items()
        ])  # fmt: skip
        alt = f"PRISMA 2020 flow diagram for updates. Included before: {counted(before, 'review')}. " + " ".join(
            f"{name}: {'; '.join(f'{box} {count.n:,}' for box, count in counts.items())}."
            for name, (counts, _) in columns.items()
        )
        caption = (
            f"Flow of records through the searches of this book (PRISMA 2020 for updates). {start(counted(before, 'review'))} had been "
            f"included before; {counted(total - before, 'review')} came by the book's own searches. An asterisk marks what was computed from the boxes around it."
            + "".join(f" {told}" for one in own for told in self._agreed(one, names[one]))
        )
        return self.figure(
            lambda width: update_flow(before, columns, total, width), "prisma-updates", caption, alt + f" Included now: {total}.",
            twin, {"search": "Search", "box": "Box", "n": "Number", "how": "Stated or computed"},
        )  # fmt: skip

    def _agreed(self, one: Round, name: str) -> Iterator[str]:
        """How far the raters of a round agree, a sentence for each stage and pair; nothing where no decisions are kept."""
        if one.round not in self.tables.contract.searched:
            return
        for row in self.book.screening_agreement(one.round).itertuples():
            kappa = f"Cohen's kappa {row.kappa:.2f}" if not row.note else f"no kappa, {row.note}"
            yield f"{name}, {row.stage}: {row.rater_a} and {row.rater_b} agree on {row.agreed} of {row.n} ({kappa})."

    def _closed_flow(self, one: Round) -> dict[str, selection.Count]:
        """The flow of a round with what it included at its end, also where no count was entered."""
        return {"reviews included": selection.Count(len(one.reviews), derived=True)} | self.book.flow(one.round)

    def rounds_table(self) -> HTML:
        """The rounds of search: whose, what was searched, and what came of each."""
        rows = []
        for one in self.book.rounds:
            flow, searched = self.book.flow(one.round), self.book.searched(one.round)
            boxes = {box: f"{flow[box].n:,}" if box in flow else None for box in ROUND_BOXES}
            rows.append({
                "round": dated(one.round), "whose": "the umbrella review" if one.source else "this book",
                "databases": listed(searched) if searched else None, "to": day(min(searched.values())) if searched else None,
                **boxes, "reviews": len(one.reviews),
            })  # fmt: skip
        headings = {
            "round": "Round", "whose": "Search of", "databases": "Databases", "to": "Searched to",
            **{box: start(box) for box in ROUND_BOXES}, "reviews": "Reviews included",
        }  # fmt: skip
        caption = f"The rounds of search. They add up to {counted(len(self.tables.reviews), 'review')}; none takes the place of another."
        return self.table(pd.DataFrame(rows), "rounds", caption, headings)

    def selection_table(self) -> HTML:
        """Every count of the source's search with its place."""
        frame = self.with_links(self.book.counts())
        frame["order"] = frame["box"].map(
            {
                box: number
                for number, box in enumerate(("records identified", "records from database", *selection.BOXES[1:]))
            }
        )
        return self.table(frame.sort_values(["order", "label"]), "selection", "Counts of the study selection as stated.",
                          self.headings("selection", "box label n source note"))  # fmt: skip

    def study_table(self) -> HTML:
        """The included reviews."""
        frame = self.tables.reviews.sort_values("source_number")
        entries = self.tables.references.entries
        frame["review"] = [self._review_cell(row) for row in frame.itertuples()]
        frame["year"] = [entries[key].fields.get("year", "") for key in frame["review_id"]]
        for fact in ("review_type", "n_studies", "databases", "search_to", "quality_tool", "reporting_guideline"):
            frame[fact] = [self.fact_cell(key, fact) for key in frame["review_id"]]
        frame["findings"] = self._held("findings", frame["review_id"])
        headings = {
            "review": "Review", "scope": "Scope", "focus": "Focus", "review_type": "Type", "n_studies": "Studies", "databases": "Databases",
            "search_to": "Searched to", "quality_tool": "Quality tool", "reporting_guideline": "Guideline", "findings": "Findings here",
        }  # fmt: skip
        if frame["round"].nunique() > 1:
            headings["round"] = "Found in the search of"
            frame["round"] = [dated(round) for round in frame["round"]]
        caption = "The included reviews. Where sources disagree, each value stands with its source."
        return self.table(frame, "reviews", caption, headings, "review_id")

    def _held(self, table: str, reviews: Iterable[str]) -> list[int]:
        """How many rows of a table each review stands behind."""
        counts = self.tables.view(rows_by_review, table).set_index("review_id")["n"]
        return [int(counts.get(key, 0)) for key in reviews]

    def _review_cell(self, review) -> Markup:
        entry = self.tables.references.entries[review.review_id]
        doi = entry.fields.get("doi")
        text = self.review_link(review.review_id)
        if pd.notna(review.source_number):
            text = Markup("{} [{}]").format(text, review.source_number)
        return Markup("{} {}").format(text, link(doi_address(doi), "doi")) if doi else text

    def fact_cell(self, review_id: str, fact: str) -> Markup:
        """Values of a fact; where they differ, each with the source it was read in."""
        rows = self.tables.rows("review-facts", review_id=review_id, fact=fact)
        many = self.tables.facts.set_index("fact").at[fact, "many"] == "yes"
        values = list(dict.fromkeys(rows["value"]))
        if len(values) > 1 and UNNAMED in values:
            values.remove(UNNAMED)
            rows = rows[rows["value"] != UNNAMED]
        if not values:
            return EMPTY
        if many or len(values) == 1:
            return Markup("{}").format(listed(values))
        return Markup("; ").join(
            Markup("{} ({})").format(row.value, self.source_cell(row.origin, row.locator)) for row in rows.itertuples()
        )

    def facts_table(self) -> HTML:
        """Every fact about every review, with its place."""
        labels = self.tables.facts.set_index("fact")
        frame = self.with_links(self.tables["review-facts"])
        frame["order"] = frame["fact"].map(labels["order"])
        frame["fact"] = frame["fact"].map(labels["label"])
        return self.table(frame.sort_values(["review_id", "order", "value"]), "facts", "All facts about the included reviews, conflicting ones side by side.",
                          self.headings("review-facts", "review fact value source note"))  # fmt: skip

    def review_index(self) -> HTML:
        """The included reviews with the rows each stands behind, leading to their pages."""
        frame, total = self.tables.reviews.sort_values("label"), len(self.tables["amstar2-items"])
        frame["review"] = [self.review_link(key) for key in frame["review_id"]]
        for name in ("findings", "correlations", "estimates"):
            frame[name] = self._held(name, frame["review_id"])
        answers = self.tables.appraisals.groupby("review_id")["item"].nunique()
        frame["answers"] = [f"{int(answers.get(key, 0))} of {total}" for key in frame["review_id"]]
        headings = {
            "review": "Review", "focus": "Subject", "scope": "Scope", "findings": "Findings", "correlations": start(self.several("link")),
            "estimates": "Estimates", "answers": "AMSTAR 2 items answered",
        }  # fmt: skip
        return self.table(
            frame, "review-index", "The included reviews, each with a page of its own.", headings, "review_id"
        )

    def review_timeline(self) -> HTML:
        """Years searched and year published."""
        reviews = self.tables.reviews
        entries = self.tables.references.entries
        frame = pd.DataFrame({
            "label": reviews["label"], "published": [float(entries[key].fields["year"]) for key in reviews["review_id"]],
            "search_from": [self._year(key, "search_from") for key in reviews["review_id"]],
            "search_to": [self._year(key, "search_to") for key in reviews["review_id"]],
        }).sort_values(["published", "label"], ascending=[False, True])  # fmt: skip
        known = int(frame["search_to"].notna().sum())
        newest = frame.loc[frame["search_to"].idxmax(), "label"] if known else "none"
        alt = (
            f"Timeline of {counted(len(frame), 'review')}, published {frame['published'].min():.0f} to {frame['published'].max():.0f}. "
            f"The end of the search is known for {known}; the latest is that of {newest}."
        )
        twin = frame.assign(
            published=frame["published"].astype(int),
            search_from=[self.prose_year(v) for v in frame["search_from"]],
            search_to=[self.prose_year(v) for v in frame["search_to"]],
        )
        return self.figure(lambda width: review_timeline(frame, width, first_year=1990), "timeline",
                           f"When the reviews searched and when they were published. The end of the search was found for {counted(known, 'review')} of {len(frame)}.",
                           alt, twin, {"label": "Review", "published": "Published", "search_from": "Searched from", "search_to": "Searched to"})  # fmt: skip

    def _year(self, review_id: str, fact: str) -> float:
        """A search date as decimal year; missing when not reported as a date."""
        rows = self.tables["review-facts"]
        values = rows.loc[(rows["review_id"] == review_id) & (rows["fact"] == fact), "value"]
        for value in values:
            if value[:4].isdigit():
                return int(value[:4]) + ((int(value[5:7]) - 1) / 12 if len(value) >= 7 else 0)
        return float("nan")

    @staticmethod
    def prose_year(value: float) -> str | None:
        """The year of a decimal year."""
        return None if pd.isna(value) else str(int(value))
