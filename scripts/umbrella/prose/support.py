"""What stands behind a claim, gathered from the tables, and the line a reader can quote."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from umbrella import synthesis
from umbrella.amstar2 import RATINGS, rate_table
from umbrella.overlap import truncated_author_lists
from umbrella.prose.evidence import EvidencePhrases
from umbrella.prose.words import counted, number, start

MIXED = "mixed diseases"


class SupportPhrases(EvidencePhrases):
    """Claims with the reviews behind them: who wrote them, on whom, how well made, how recent."""

    def quote(self, region: str, metric: str, modality: str | None = None) -> str:
        """One line on a claim that a reader can quote, from the tables alone.

        Raises:
            ValueError: no finding makes that claim, or several modalities do.
        """
        where = {"region": region, "metric": metric} | ({"modality": modality} if modality else {})
        findings = synthesis.evidence(self.chosen(**where))
        frame = synthesis.claims(findings)
        if len(frame) != 1:
            raise ValueError(f"{counted(len(frame), 'claim')} on {region}, {metric} {modality or ''}".strip())
        return self.quotes(frame, findings)[0]

    def quotes(self, claims: pd.DataFrame, findings: pd.DataFrame) -> list[str]:
        """The line of each of some claims, made from the findings behind them."""
        behind = self.support(claims, findings)
        return [
            f"{start(claim.region)}, {claim.metric}: {self._sentence(claim)}; {'; '.join(self.standing(claim, own))}."
            for claim, own in zip(claims.itertuples(), behind.itertuples())
        ]

    def _sentence(self, claim: object) -> str:
        """Direction, category and number of reviews of a claim."""
        if claim.certainty == synthesis.CONTESTED:
            return self.verdict(claim)
        if claim.certainty == synthesis.SINGLE and claim.n_reviews == 1:
            return f"{claim.direction}; {claim.certainty}"
        way = "altered" if claim.certainty == synthesis.NOT_STATED else claim.direction
        agree = "" if claim.n_agree == claim.n_reviews else f"{number(claim.n_agree)} of "
        return f"{way}; {claim.certainty}, {agree}{counted(claim.n_reviews, 'review')}"

    @staticmethod
    def standing(claim: object, own: object) -> list[str]:
        """What stands behind a claim, in short phrases.

        Args:
            claim: a row of :func:`umbrella.synthesis.claims`.
            own: its row of :func:`umbrella.synthesis.support`.
        """
        n = claim.n_reviews
        told = []
        if n > 1:
            free = own.n_independent == n
            told.append("no shared authors" if free else f"{number(own.n_independent)} author-independent")
        if own.mixed:
            told.append("on mixed diseases" if n == 1 else f"{number(len(own.mixed))} on mixed diseases")
        if own.second_hand:
            every = len(own.second_hand) == n
            told.append(("" if n == 1 else "all " if every else f"{number(len(own.second_hand))} ") + "second-hand")
        told.append(f"rated {own.best}" if own.best == own.worst else f"rating open ({own.best} to {own.worst})")
        known = "" if own.n_searches == n else f" (known for {number(own.n_searches)} of {number(n)})"
        told.append("last search not known" if pd.isna(own.last_search) else f"last search {own.last_search}{known}")
        return told

    def support(self, claims: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
        """What stands behind claims, as :func:`umbrella.synthesis.support` gives it."""
        reviews = self.tables.reviews
        mixed = set(reviews.loc[reviews["scope"] == MIXED, "review_id"])
        return synthesis.support(
            claims, findings, self.author_lists(), mixed, self.main_source, self.rating_bounds(), self._search_years
        )

    def author_lists(self) -> dict[str, list[str]]:
        """Authors of each included review, as the bibliography has them."""
        return {review: self.authors_of(review) for review in self.tables.reviews["review_id"]}

    def authors_of(self, key: str) -> list[str]:
        """Authors of one reference as ``Family, Given``."""
        people = self.tables.references.entries[key].persons.get("author", [])
        return [
            f"{' '.join([*person.prelast_names, *person.last_names])}, {' '.join(person.first_names)}"
            if person.first_names
            else " ".join(person.last_names)
            for person in people
        ]

    def truncated_authors(self) -> str:
        """Reviews whose list of authors is cut short, so that links may be missing: ``no review``."""
        return counted(len(truncated_author_lists(self.author_lists())), "review")

    def rating_bounds(self) -> dict[str, tuple[str, str]]:
        """Best and worst overall rating still possible of each review with an answer."""
        return dict(self._bounds)

    @cached_property
    def _bounds(self) -> dict[str, tuple[str, str]]:
        answers = self.tables.appraisals.rename(columns={"review_id": "review"})
        bounds: dict[str, tuple[str, str]] = {}
        # With several raters the bounds hold what any of them leaves possible.
        for row in rate_table(answers[["review", "item", "rater", "answer"]]).itertuples():
            best, worst = bounds.get(row.review, (row.best, row.worst))
            bounds[row.review] = (max(best, row.best, key=RATINGS.index), min(worst, row.worst, key=RATINGS.index))
        return bounds

    @cached_property
    def _search_years(self) -> dict[str, int]:
        return {review: int(date[:4]) for review, date in self.search_ends().items()}

    def search_ends(self) -> dict[str, str]:
        """Date of the last search of each review for which one was read."""
        rows = self.chosen("review-facts", fact="search_to")
        rows = rows[rows["value"].str.match(r"\d{4}")]
        return rows.groupby("review_id")["value"].max().to_dict()

    def latest_dates(self) -> dict[str, str]:
        """The latest date at which each review can have searched: its last search or, failing that, its publication."""
        published = self.chosen("review-facts", fact="published").groupby("review_id")["value"].max().to_dict()
        years = {review: str(year) for review, year in self.publication_years().items()}
        return years | published | self.search_ends()

    def publication_years(self) -> dict[str, int]:
        """Year of publication of each review."""
        entries = self.tables.references.entries
        return {review: int(entries[review].fields["year"]) for review in self.tables.reviews["review_id"]}

    def agreeing(self, **where: str) -> str:
        """Claims whose reviews all report one direction, of those that two or more reviews give one for."""
        frame = self._told(**where)
        return f"{number(int((frame['share'] == 1).sum()))} of {counted(len(frame), 'claim')}"

    def _told(self, **where: str) -> pd.DataFrame:
        """Claims of two or more reviews with a direction, and the share of the reviews that agree."""
        frame = synthesis.claims(synthesis.evidence(self.chosen(**where)))
        frame["share"] = [synthesis.agreeing_share(row) for row in frame.itertuples()]
        return frame[(frame["n_reviews"] > 1) & frame["share"].notna()]

    def dependent(self, categories: Sequence[str] = ("consistent", "repeated")) -> str:
        """Claims in some categories with at least one shared author among their reviews: ``four claims``."""
        return counted(int((self._firm(categories)["sharing"].map(len) > 0).sum()), "claim")

    def single_group(self, categories: Sequence[str] = ("consistent", "repeated")) -> str:
        """Claims in some categories whose reviews all come from one group of authors."""
        return counted(int((self._firm(categories)["n_independent"] == 1).sum()), "claim")

    def all_second_hand(self, categories: Sequence[str] = ("consistent", "repeated")) -> str:
        """Claims in some categories of which every row was read in the umbrella review."""
        frame = self._firm(categories)
        return counted(int((frame["second_hand"].map(len) == frame["n_reviews"]).sum()), "claim")

    def firm(self, categories: Sequence[str] = ("consistent", "repeated")) -> str:
        """Claims in some categories: ``40 claims``."""
        return counted(len(self._firm(categories)), "claim")

    def _firm(self, categories: Sequence[str]) -> pd.DataFrame:
        findings = synthesis.evidence(self.chosen())
        frame = synthesis.claims(findings)
        frame = frame[frame["certainty"].isin(categories)]
        return frame.join(self.support(frame, findings))

    def settled_ratings(self) -> str:
        """Reviews whose answers leave one overall rating: ``one review``."""
        return counted(sum(best == worst for best, worst in self._bounds.values()), "review")

    def known_searches(self) -> str:
        """Reviews whose last search is known: ``six reviews``."""
        return counted(len(self.search_ends()), "review")
