"""Phrases on agreement, conflicts and contrasts."""

from __future__ import annotations

from umbrella.prose.phrases import Phrases
from umbrella.prose.words import counted, listed


class AgreementPhrases(Phrases):
    """Where reviews agree, where not, and what the rows say of the difference."""

    def contrasts(self) -> str:
        """Families of metrics that go opposite ways in different regions: ``three families``."""
        return counted(len(self.book.contrasts()), "family")

    def contrast(self, family: str) -> str:
        """One of them in words: ``decreased in a (three reviews) and b (one review), increased in c (two reviews)``.

        Raises:
            ValueError: the family shows no contrast.
        """
        found = self.book.contrasts()
        found = found[found["family"] == family]
        if found.empty:
            raise ValueError(f"{family} goes no opposite ways in different regions")
        row = found.iloc[0]
        return ", ".join(
            f"{self.book.direction(way)} in {self._places(regions)}" for way, regions in row["ways"].items()
        )

    @staticmethod
    def _places(regions: dict[str, tuple[str, ...]]) -> str:
        ranked = sorted(regions.items(), key=lambda item: (-len(item[1]), item[0]))
        return listed(f"the {region} ({counted(len(ids), 'review')})" for region, ids in ranked)

    def explained(self, about: str | None = None) -> str:
        """Contested claims whose sides differ in something the rows state, or in one thing asked for."""
        found = 0
        for reasons in self.book.reasons().values():
            kinds = {reason.about for reason in reasons if reason.kind == "differs"}
            found += about in kinds if about else bool(kinds)
        return counted(found, "claim")

    def within_review(self) -> str:
        """Contested claims of which one review reports both directions: ``three claims``."""
        told = self.book.reasons().values()
        return counted(sum(any(reason.about == "reviews" for reason in reasons) for reasons in told), "claim")
