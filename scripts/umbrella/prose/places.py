"""Phrases that gather what is found in several places: by direction, and by how many reviews report it."""

from __future__ import annotations

from collections.abc import Collection

from umbrella.prose.evidence import EvidencePhrases
from umbrella.prose.words import counted, in_own_text, listed, number


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
                groups.setdefault((claim.n_own if own else 0, claim.n_agree), []).append(claim.region)
        if not groups:
            raise ValueError(f"nothing is {self.book.direction(direction)} in {at_least} reviews or more for {where}")
        told = []
        for (shown, n), regions in sorted(groups.items(), reverse=True):
            # The noun is said once, but for own texts, where it would be unclear of what the numbers are.
            behind = in_own_text(n, shown) if own else number(n) if told else counted(n, "review")
            told.append(f"{listed(regions)} ({_each(behind) if len(regions) > 1 else behind})")
        return listed(told)

    def backing(self, region: str, metric: str, **where: str) -> str:
        """Who stands behind one claim, as :meth:`support` tells it: ``four reviews, one in its own text``.

        Raises:
            ValueError: no claim matches, or several do.
        """
        claims = list(self.book.claims(region=region, metric=metric, **where).itertuples())
        if len(claims) != 1:
            raise ValueError(f"{counted(len(claims), 'claim')} on {region}, {metric} {where or ''}".strip())
        return self.support(claims[0])

    def least(self, category: str) -> str:
        """How many reviews a category of agreement asks for: ``three reviews``."""
        return counted(self.book.terms.certainty.at_least[category], "review")


def _each(behind: str) -> str:
    """The reviews behind each of several regions: ``four reviews each, one in its own text``."""
    reviews, comma, own = behind.partition(",")
    return f"{reviews} each{comma}{own}"
