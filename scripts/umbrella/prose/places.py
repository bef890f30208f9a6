"""Phrases that gather what is found in several places: by direction, and by how many reviews report it."""

from __future__ import annotations

from collections.abc import Collection

from umbrella.prose.evidence import EvidencePhrases
from umbrella.prose.words import counted, listed, number


class PlacePhrases(EvidencePhrases):
    """Regions in a sentence, the best supported first."""

    def found(
        self, direction: str, at_least: int = 1, leaving: Collection[str] = (), own: bool = False, **where: str
    ) -> str:
        """Regions of the claims that go one way, with their reviews: ``a gyrus and a lobe (four reviews each) and b (three)``.

        Args:
            direction: the direction most reviews report.
            at_least: reviews that must report it.
            leaving: regions that the sentence leaves out, as another names them.
            own: whether to say how many reviews show it in their own text.
            where: filters on the findings; with a metric, as regions stand once for each.

        Raises:
            ValueError: there is no such region, so that the sentence says nothing.
        """
        if direction not in self.book.terms.directions.kinds:
            raise ValueError(f"{direction!r} is not one of {', '.join(self.book.terms.directions.kinds)}")
        groups: dict[tuple[int, int], list[str]] = {}
        for claim in self.book.claims(**where).itertuples():
            if claim.direction == direction and claim.n_agree >= at_least and claim.region not in leaving:
                groups.setdefault((len(self._own_text(claim)) if own else 0, claim.n_agree), []).append(claim.region)
        if not groups:
            raise ValueError(f"nothing is {self.book.direction(direction)} in {at_least} reviews or more for {where}")
        ranked = sorted(groups.items(), reverse=True)
        return listed(
            f"{listed(regions)} ({self._behind(n, shown if own else None, len(regions), first)})"
            for first, ((shown, n), regions) in zip([True] + [own] * len(ranked), ranked)
        )

    def backing(self, region: str, metric: str, **where: str) -> str:
        """Reviews that report the main direction of a claim, and how many in their own text: ``four reviews, one in its own text``.

        Raises:
            ValueError: no claim matches, or several do.
        """
        claims = list(self.book.claims(region=region, metric=metric, **where).itertuples())
        if len(claims) != 1:
            raise ValueError(f"{counted(len(claims), 'claim')} on {region}, {metric} {where or ''}".strip())
        return self._behind(claims[0].n_agree, len(self._own_text(claims[0])))

    def least(self, category: str) -> str:
        """How many reviews a category of agreement asks for: ``three reviews``."""
        return counted(self.book.terms.certainty.at_least[category], "review")

    def n_confirmed(self, category: str, **where: str) -> int:
        """Number of claims in a category of agreement that the reviews' own texts alone would put there."""
        least = self.book.terms.certainty.at_least[category]
        return sum(len(self._own_text(claim)) >= least for claim in self._claims(category, **where).itertuples())

    @staticmethod
    def _behind(n: int, shown: int | None, regions: int = 1, noun: bool = True) -> str:
        """Reviews in brackets: ``four reviews each, three in their own text``, ``one review, in its own text``."""
        told = (counted(n, "review") if noun else number(n)) + (" each" if regions > 1 else "")
        if shown is None:
            return told
        which = {0: "not" if n == 1 else "none", n: "" if n == 1 else "both" if n == 2 else "all"}.get(shown, number(shown))
        return f"{told}, {f'{which} in' if which else 'in'} {'its' if shown == 1 or n == 1 else 'their'} own text"

    def _own_text(self, claim: object) -> set[str]:
        """Reviews whose own text, as far as read, gives the main direction of a claim."""
        rows = self.tables["findings"].set_index("finding_id").loc[list(claim.findings)]
        rows = rows[(rows["direction"] == claim.direction) & ~self.book.second_hand(rows)]
        return set(rows["review_id"])
