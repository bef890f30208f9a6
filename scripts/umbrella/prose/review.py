"""Phrases on the included reviews, their quality, their selection and the edition."""

from __future__ import annotations

from datetime import date

import pandas as pd

from umbrella.markup import Myst
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import cited, counted, dated, day, listed, number, start
from umbrella.tables.people import names_of

CREDITS = Myst("## What the umbrella review credits to it")


class ReviewPhrases(Phrases):
    """What the review rests on."""

    def included(self, **where: str) -> str:
        """Included reviews that match filters on ``reviews``: ``18 reviews``."""
        return counted(len(self.book.chosen("reviews", **where)), "review")

    def label(self, review: str) -> str:
        """A review's label: ``Family 2022``."""
        return self.book.chosen("reviews", review_id=review)["label"].iloc[0]

    def silent(self) -> str:
        """Reviews of the umbrella review to which its own text credits no finding."""
        source = self.book.source
        credited = set(self.book.chosen(origin=source.source_id)["review_id"]) if source else set()
        return counted(len(set(source.reviews if source else ()) - credited), "review")

    def source_reviews(self) -> str:
        """Reviews that the umbrella review covers, whatever the book included later: ``18 reviews``."""
        return counted(len(self.book.source.reviews) if self.book.source else 0, "review")

    def only_second_hand(self) -> str:
        """Included reviews of which every finding was read in the umbrella review."""
        rows = self.tables.findings
        own = set(rows.loc[~self.book.second_hand(rows), "review_id"])
        return counted(len(set(rows["review_id"]) - own), "review")

    def fact(self, review: str, fact: str) -> str:
        """Values of a fact about a review, or that none was read."""
        rows = self.book.chosen("review-facts", review_id=review, fact=fact)
        kinds = self.tables.facts.set_index("fact")["type"]
        values = [dated(value) if kinds.get(fact) == "date" else value for value in rows["value"]]
        return listed(dict.fromkeys(values)) if values else "not reported in the sources read"

    def with_fact(self, fact: str, **where: str) -> str:
        """Reviews for which a fact was read, or was read with a ``value`` or in an ``origin``: ``nine reviews``."""
        return counted(int(self.book.chosen("review-facts", fact=fact, **where)["review_id"].nunique()), "review")

    def values(self, fact: str, n: int | None = None) -> str:
        """The values of a fact, those of most reviews first: ``PubMed (ten reviews) and Scopus (one review)``."""
        counts = self.book.chosen("review-facts", fact=fact).groupby("value")["review_id"].nunique()
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:n]
        return listed(f"{value} ({counted(int(k), 'review')})" for value, k in ranked)

    def span(self, fact: str) -> str:
        """Smallest and largest value of a fact that counts: ``8 to 223``."""
        values = self.book.chosen("review-facts", fact=fact)["value"].astype(int)
        return f"{values.min()} to {values.max()}"

    def sharing_authors(self) -> str:
        """Reviews it covers with an author of the umbrella review (same surname and initial): ``two reviews``."""
        return counted(len(self._sharing_authors()), "review")

    def cite_sharing_authors(self) -> Myst:
        """Citations of those reviews; nothing when there is none."""
        return cited(self._sharing_authors())

    def _sharing_authors(self) -> list[str]:
        covered = self.book.source.reviews if self.book.source else ()
        return [key for key in self.book.shared_with_umbrella() if key in covered]

    def estimate(self, estimate_id: str, level: bool = True) -> str:
        """A pooled estimate with its interval, in the digits that were published: ``2.21 (95% CI 1.40 to 3.49)``."""
        rows = self.tables.as_written("estimates", estimate_id=estimate_id)
        row = rows.set_index("estimate_id").loc[estimate_id]
        if pd.isna(row["ci_low"]):
            return row["value"]
        return f"{row['value']} ({f'{row.ci_level}% CI ' * level}{row['ci_low']} to {row['ci_high']})"

    def rated(self, rating: str) -> str:
        """Reviews published with an overall rating, in words: ``nine``."""
        return number(self.book.totals.get(rating, 0))

    def reviews_rated(self, rating: str) -> str:
        """Reviews published with an overall rating, with the noun: ``no review``."""
        return counted(self.book.totals.get(rating, 0), "review")

    def answerable(self) -> str:
        """Answers a complete appraisal by one rater would hold: items times reviews."""
        return f"{len(self.tables.reviews) * len(self.book.items):,}"

    def answered(self, **where: str) -> str:
        """AMSTAR 2 answers entered so far: ``42 answers``."""
        return counted(len(self.book.chosen("appraisals", **where)), "answer")

    def selected(self, box: str, round: str | None = None) -> str:
        """The number in a box of the PRISMA flow of a round, of the source's by default; computed where not stated."""
        return f"{self.book.flow(round)[box].n:,}"

    def from_database(self, name: str) -> str:
        """Records from one database in the round of the source, as the words before "records" say it."""
        records = self.book.databases()
        return f"{records[name]:,}" if name in records else "an unstated number of"

    def from_databases(self) -> str:
        """Records of all databases of the source's round added up."""
        return f"{sum(self.book.databases().values()):,}"

    def databases_short_by(self) -> str:
        """Stated total of records less the sum of the databases."""
        total = self.book.flow()["records identified"].n
        return f"{total - sum(self.book.databases().values()):,}"

    def edition(self, key: str) -> str:
        """An entry of the edition, dates in full."""
        value = self.tables.edition["edition"][key]
        return day(value) if isinstance(value, date) else str(value)

    def authors(self) -> str:
        """Who made the book, for a citation."""
        return listed(map(str, names_of(self.tables.edition["authors"]["book"])))

    def data_rules(self) -> Myst:
        """The rules across tables that the check applies, as a list in markup."""
        from umbrella.tables.rules import rules

        return Myst("\n").join(
            Myst("- *{}.* {}").format(start(rule.__name__.replace("_", " ")), rule.__doc__.splitlines()[0])
            for rule in [*rules(), *rules(asking=True)]
        )

    def last_search(self) -> str:
        """The day up to which all databases were searched in the newest round."""
        return day(self.book.last_search)

    def next_search(self) -> Myst:
        """The day the next search is due; whether it has passed is said by the reader's browser, on that day."""
        due = self.book.next_search
        return Myst('<time class="umb-due" datetime="{}">{}</time>').format(Myst.word(f"{due}"), day(due))

    def search_rule(self) -> str:
        """How often the search is repeated."""
        return self.tables.edition["search"]["rule"]

    def credits_heading(self, review: str) -> Myst:
        """The heading above what the umbrella review credits to a review; none above a review that it does not cover."""
        return CREDITS if self.book.is_of_source(review) else Myst("")

    def own_rounds(self) -> str:
        """The searches that the book has run itself: ``none``, ``November 2026``."""
        return listed(dated(one.round) for one in self.book.own_rounds)

    def source_searched(self) -> str:
        """The databases that the umbrella review searched."""
        return listed(self.book.searched(self.book.source.round))

    def source_searched_to(self) -> str:
        """The day up to which the umbrella review searched all of them."""
        return day(min(self.book.searched(self.book.source.round).values()))

    def retirement(self) -> str:
        """The rule by which the book ends."""
        return self.tables.edition["retirement"]["rule"]
