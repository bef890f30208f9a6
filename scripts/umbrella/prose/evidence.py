"""Phrases on findings, links and claims."""

from __future__ import annotations

import pandas as pd

from umbrella import synthesis
from umbrella.markup import Myst
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import cited, counted, in_own_text, listed, number

# What a citation by filters must name, by table.
BOUND = {"findings": ("modality", "region", "metric"), "correlations": ("modality", "region", "measure")}
ANY = "any"


class EvidencePhrases(Phrases):
    """What the reviews report, and how firmly."""

    def n_reviews(self, **where: str) -> int:
        """Distinct reviews with a finding that matches."""
        return int(self.book.chosen(**where)["review_id"].nunique())

    def reviews(self, **where: str) -> str:
        """Distinct reviews with a finding that matches, in words: ``three reviews``."""
        return counted(self.n_reviews(**where), "review")

    def findings(self, **where: str) -> str:
        """Findings that match: ``57 findings``."""
        return counted(len(self.book.chosen(**where)), "finding")

    def first_hand(self, **where: str) -> str:
        """Findings read in a text of the review itself, not in the umbrella review: ``57 findings``."""
        return counted(int((~self.book.second_hand(self.book.chosen(**where))).sum()), "finding")

    def set_apart(self, **where: str) -> str:
        """Findings that are shown but compare no patients with controls, so that no claim counts them."""
        return counted(int(self.book.chosen(**where)["contrast"].notna().sum()), "finding")

    def links(self, **where: str) -> str:
        """Links with clinical measures that match: ``12 links``."""
        return counted(len(self.book.chosen("correlations", **where)), "link")

    def reviews_in(self, table: str, **where: str) -> str:
        """Distinct reviews with a row of any table that matches: ``reviews_in("correlations", measure="survival")``."""
        return counted(int(self.book.chosen(table, **where)["review_id"].nunique()), "review")

    def latest_search(self, table: str = "findings", **where: str) -> int:
        """Year in which the last of the reviews behind the rows that match can have searched, to compare in a condition."""
        latest = self.book.latest_dates()
        return max(int(latest[review][:4]) for review in self.book.chosen(table, **where)["review_id"])

    def named(self, n: int, term: str) -> str:
        """A count of what the book speaks of, by the name its data give it (``labels.csv``): ``three modalities``."""
        return f"{number(n)} {self.book.called(term, n)}"

    def modalities(self, **where: str) -> str:
        """Distinct modalities among the findings that match: ``three modalities``."""
        return self.named(int(self.book.chosen(**where)["modality"].nunique()), "modality")

    def regions(self, **where: str) -> str:
        """Distinct regions among the findings that match: ``34 regions``."""
        return self.named(int(self.book.chosen(**where)["region"].nunique()), "region")

    def metrics(self, **where: str) -> str:
        """Distinct metrics among the findings that match."""
        return self.named(int(self.book.chosen(**where)["metric"].nunique()), "metric")

    def cite(self, table: str = "findings", **where: str) -> Myst:
        """Citations of the reviews behind the rows that match, for a sentence written by hand.

        A row added later must not be cited for what it does not say. So the filters name all that the sentence
        speaks of, or say ``"any"`` where it speaks of every one.

        Raises:
            ValueError: a filter of :data:`BOUND` is missing, or no row matches.
        """
        bound = BOUND.get(table, ())
        missing = [name for name in bound if name not in where and not (name == "region" and "within" in where)]
        if missing:
            raise ValueError(f'say of which {" and ".join(missing)} the sentence speaks, or "{ANY}"')
        asked = {name: value for name, value in where.items() if value != ANY}
        keys = sorted(self.book.chosen(table, **asked)["review_id"].unique())
        if not keys:
            raise ValueError(f"no row of {table} matches {where}: nothing to cite")
        return cited(keys)

    def claims(self, category: str | None = None, **where: str) -> str:
        """Claims (region x metric) in a category of certainty: ``five claims``."""
        return counted(len(self._claims(category, **where)), "claim")

    def claims_listed(self, category: str, **where: str) -> str:
        """Those claims by name: ``a tract, a metric (decreased)``."""
        frame = self._claims(category, **where)
        told = (f"{self.book.subject(row)}, {row.metric} ({self.verdict(row)})" for row in frame.itertuples())
        return "; ".join(told) or "none"

    def _claims(self, category: str | None, **where: str) -> pd.DataFrame:
        known = self.book.terms.certainty
        if category is not None and category not in known:
            raise ValueError(f"{category!r} is not one of {', '.join(known)}")
        frame = self.book.claims(**where)
        return frame if category is None else frame[frame["certainty"] == category]

    def n_claims(self, category: str | None = None, **where: str) -> int:
        """Number of those claims, to compare in a condition."""
        return len(self._claims(category, **where))

    def of_claims(self, column: str, category: str | None = None, **where: str) -> frozenset[str]:
        """The values that a column has in those claims, to compare in a condition."""
        return frozenset(self._claims(category, **where)[column])

    def most(self, column: str, table: str = "findings", **where: str) -> str:
        """The value of a column that most of the rows that match have, to compare in a condition."""
        return self.book.chosen(table, **where)[column].mode().iloc[0]

    def most_reported(self, **where: str) -> str:
        """The claim that most reviews report, to compare in a condition: ``a tract, a metric``."""
        first = self.book.claims(**where).sort_values("n_agree", ascending=False, kind="stable").iloc[0]
        return f"{first['region']}, {first['metric']}"

    def meaning(self, category: str) -> str:
        """What a category of certainty means, as the rule states it."""
        return self.book.terms.certainty.meanings[category]

    def claim(self, region: str, metric: str, **where: str) -> str:
        """One claim in a line: ``decreased (consistent, five of six reviews agree)``."""
        frame = self.book.claims(region=region, metric=metric, **where)
        if frame.empty:
            raise ValueError(f"no finding on {region}, {metric} {where or ''}")
        if len(frame) == 1:
            return self.verdict(frame.iloc[0])
        return " / ".join(f"{self.book.subject(row)}: {self.verdict(row)}" for row in frame.itertuples())

    def verdict(self, claim: object) -> str:
        """Direction, certainty and support of one row of :func:`umbrella.synthesis.claims`.

        A category of certainty never stands without the reviews whose own text shows it.
        """
        if claim.certainty == self.book.terms.certainty.contested:
            told = (f"{self.book.direction(name)} in {number(len(ids))}" for name, ids in sorted(claim.directions.items()))
            return f"{claim.certainty}, {self.support(claim)}: {listed(told)}"
        support = self.support(claim)
        if claim.n_reviews == 1 and claim.certainty == self.book.terms.certainty.single:
            support = support.removeprefix("one review, ")  # as the category says
        return f"{self.book.direction(claim.direction)}, {claim.certainty}, {support}"

    def support(self, claim: object) -> str:
        """Who stands behind a claim: ``four reviews, one in its own text``, ``three of four reviews, none in its own text``.

        Reviews that found no difference are told apart from those that state no direction.
        """
        among = "" if claim.n_agree == claim.n_reviews else f"{number(claim.n_agree)} of "
        told = in_own_text(claim.n_reviews, claim.n_own)
        unchanged = sum(claim.others.get(name, 0) for name in self.book.terms.directions.of_kind(synthesis.NO_CHANGE))
        none = f"; no difference in {number(unchanged)}" if unchanged else ""
        return f"{among}{told}{none}"
