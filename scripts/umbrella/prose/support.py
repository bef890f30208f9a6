"""What stands behind a claim, in the line a reader can quote."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from umbrella import synthesis
from umbrella.prose.evidence import EvidencePhrases
from umbrella.prose.words import counted, listed, number, start


class SupportPhrases(EvidencePhrases):
    """Claims with the reviews behind them: who wrote them, on whom, how well made, how recent."""

    def quote(self, region: str, metric: str, modality: str | None = None) -> str:
        """One line on a claim that a reader can quote, from the tables alone.

        Raises:
            ValueError: no finding makes that claim, or several modalities do.
        """
        where = {"region": region, "metric": metric} | ({"modality": modality} if modality else {})
        claims = list(self.book.supported_claims(**where).itertuples())
        if len(claims) != 1:
            raise ValueError(f"{counted(len(claims), 'claim')} on {region}, {metric} {modality or ''}".strip())
        return self.quotation(claims[0])

    def quotation(self, claim: object) -> str:
        """The line on a row of :meth:`umbrella.book.Book.supported_claims`."""
        told = "; ".join(self.standing(claim))
        return f"{start(self.book.subject(claim))}, {claim.metric}: {self.verdict(claim)}; {told}."

    def standing(self, claim: object) -> list[str]:
        """What stands behind a row of :meth:`umbrella.book.Book.supported_claims`, in short phrases."""
        n = claim.n_reviews
        told = []
        if n > 1:
            free = claim.n_independent == n
            told.append("no shared authors" if free else f"{number(claim.n_independent)} author-independent")
        if claim.mixed:
            scopes = listed(self.tables.vocabulary("scopes").of_kind("mixed"))
            told.append(f"on {scopes}" if n == 1 else f"{number(len(claim.mixed))} on {scopes}")
        settled = claim.best == claim.worst
        told.append(f"rated {claim.best}" if settled else f"rating open ({claim.best} to {claim.worst})")
        known = "" if claim.n_searches == n else f" (known for {number(claim.n_searches)} of {number(n)})"
        unknown = pd.isna(claim.last_search)
        told.append("last search not known" if unknown else f"last search {claim.last_search}{known}")
        return told

    def agreeing(self, **where: str) -> str:
        """Claims whose reviews all report one direction, of those that two or more reviews give one for."""
        claims = self.book.claims(**where)
        directions = self.book.terms.directions
        shares = [synthesis.agreeing_share(row, directions) for row in claims[claims["n_reviews"] > 1].itertuples()]
        told = [share for share in shares if share is not None]
        return f"{number(told.count(1))} of {counted(len(told), 'claim')}"

    def dependent(self, categories: Sequence[str] | None = None) -> str:
        """Claims in some categories, those of agreement by default, with at least one shared author among their reviews: ``four claims``."""
        return counted(int((self._in(categories)["sharing"].map(len) > 0).sum()), "claim")

    def single_group(self, categories: Sequence[str] | None = None) -> str:
        """Claims in some categories, those of agreement by default, whose reviews all come from one group of authors."""
        return counted(int((self._in(categories)["n_independent"] == 1).sum()), "claim")

    def shown_by_own_texts(self, category: str, **where: str) -> str:
        """Claims in a category that would have it by the reviews' own texts alone: ``two claims``."""
        return counted(len(self.book.shown_by_own_texts(category, **where)), "claim")

    def all_second_hand(self, categories: Sequence[str] | None = None) -> str:
        """Claims in some categories, those of agreement by default, of which every row was read in the umbrella review."""
        frame = self._in(categories)
        return counted(int((frame["second_hand"].map(len) == frame["n_reviews"]).sum()), "claim")

    def firm(self, categories: Sequence[str] | None = None) -> str:
        """Claims in some categories, those of agreement by default: ``40 claims``."""
        return counted(len(self._in(categories)), "claim")

    def _in(self, categories: Sequence[str] | None) -> pd.DataFrame:
        frame = self.book.supported_claims()
        return frame[frame["certainty"].isin(categories or self.book.terms.certainty.firm)]

    def known_searches(self) -> str:
        """Reviews whose last search is known: ``six reviews``."""
        return counted(len(self.book.search_ends()), "review")
