"""What readers call things: labels by key, each in the order in which readers meet them."""

from __future__ import annotations

from umbrella.book.answers import Answers, answer


class Labels(Answers):
    """Labels of reviews and of the terms of vocabularies."""

    @property
    @answer
    def labels(self) -> dict[str, str]:
        """Label by review."""
        reviews = self.tables.reviews
        return dict(zip(reviews["review_id"], reviews["label"]))

    @property
    @answer
    def modality_labels(self) -> dict[str, str]:
        """Label by modality, in the book's order."""
        modalities = self.tables.modalities.sort_values("order")
        return dict(zip(modalities["modality"], modalities["label"]))

    @property
    @answer
    def population_labels(self) -> dict[str, str]:
        """Label by population."""
        populations = self.tables.populations
        return dict(zip(populations["population"], populations["label"]))

    def direction(self, name: str) -> str:
        """A direction as readers see it."""
        return self.tables.vocabulary("directions").labels[name]
