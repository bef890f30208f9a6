"""What readers call things: labels by key, each in the order in which readers meet them."""

from __future__ import annotations

from umbrella.book.answers import Answers, answer
from umbrella.synthesis import NO_CHANGE

OTHER = {"benefit": "harm", "harm": "benefit"}
# Short forms that are everyday words too.
EVERYDAY = {"or"}


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

    @answer
    def called(self, term: str, n: int = 1) -> str:
        """What the book calls a modality, region, metric or person (``labels.csv``), in the number that a count asks for.

        Raises:
            KeyError: the vocabulary has no such term.
        """
        return self.tables.vocabulary("labels").column("singular" if n in (0, 1) else "plural")[term]

    @answer
    def higher_is(self, region: str) -> str | None:
        """What more of a region, as an outcome, means for people: benefit or harm; None where its vocabulary says neither."""
        rows = self.tables.rows("regions", region=region)["higher_is"].dropna()
        return rows.iloc[0] if len(rows) else None

    def effect(self, direction: str, region: str) -> str | None:
        """What a direction of an outcome means for people: benefit, harm, no difference; None where no vocabulary says so."""
        meaning, directions = self.higher_is(region), self.tables.vocabulary("directions")
        if meaning is None:
            return None
        if directions.kinds[direction] == NO_CHANGE:
            return "no difference"
        towards = directions.column("towards").get(direction)
        return None if towards is None else meaning if towards == "higher" else OTHER[meaning]

    def direction(self, name: str) -> str:
        """A direction as readers see it."""
        return self.tables.vocabulary("directions").labels[name]

    @property
    @answer
    def wording(self) -> dict[str, str]:
        """The book's word by each other word for it, in small letters: synonyms, and short forms of the glossary."""
        glossary, synonyms = self.tables.glossary.dropna(subset=["abbreviation"]), self.tables.synonyms
        words = {
            **dict(zip(glossary["abbreviation"].str.lower(), glossary["term"].str.lower())),
            **dict(zip(synonyms["synonym"].str.lower(), synonyms["term"].str.lower())),
        }
        words = {other: word for other, word in words.items() if len(other) > 1 and other not in {*EVERYDAY, word}}

        def last(word: str) -> str:
            seen = {word}
            while word in words and words[word] not in seen:
                seen.add(word := words[word])
            return word

        return {other: last(other) for other in sorted(words)}
