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
        """The sentence on a claim: ``A tract, a metric: decreased according to three of four reviews; none shows it in its own text.``"""
        n, among = claim.n_agree, "" if claim.n_agree == claim.n_reviews else f"{number(claim.n_agree)} of "
        told = f"{self.book.direction(claim.direction)} according to {among}{counted(claim.n_reviews, 'review')}"
        if claim.certainty == self.book.terms.certainty.contested:
            ways = (f"{self.book.direction(name)} in {number(len(ids))}" for name, ids in sorted(claim.directions.items()))
            told = f"opposite directions according to {counted(claim.n_reviews, 'review')}, {listed(ways)}"
        shown = claim.n_own if 0 < claim.n_own < n else 0
        own = f"{number(shown) if shown else 'none' if not claim.n_own else 'both' if n == 2 else 'all'} show"
        if n == 1:
            own = "its own text shows it" if claim.n_own else "its own text was not seen to show it"
        else:
            own += f"{'s' if claim.n_own < 2 else ''} it in {'its own text' if claim.n_own < 2 else 'their own texts'}"
        return f"{start(self.book.subject(claim))}, {claim.metric}: {told}; {own}."

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
