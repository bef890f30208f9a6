"""AMSTAR 2 as answered and as published: one rule for the ratings that answers leave possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from umbrella import amstar2
from umbrella.book.answers import answer
from umbrella.book.sources import Sources


@dataclass(frozen=True)
class Rated:
    """What the answers about a review settle.

    Attributes:
        rating: overall confidence, or that it cannot be rated.
        worst: the worst rating that some completion of the open items gives.
        best: the best one.
        possible: all of them; a rating between worst and best can be out of reach.
        weak_items: items answered no.
        deciding_items: the weaknesses the rating rests on.
        missing: open items, those on which raters differ among them.
        answered: number of settled items.
        warnings: answers that cannot all be true.
    """

    rating: str
    worst: str
    best: str
    possible: tuple[str, ...]
    weak_items: tuple[int, ...]
    deciding_items: tuple[int, ...]
    missing: tuple[int, ...]
    answered: int
    warnings: tuple[str, ...]


def settled_answers(appraisals: pd.DataFrame) -> dict[str, dict[int, str]]:
    """Answers by review and item on which all raters agree or a consensus stands; a disputed item stays open."""
    settled = amstar2.settled(appraisals.rename(columns={"review_id": "review"}))
    found: dict[str, dict[int, str]] = {}
    for row in settled.itertuples():
        found.setdefault(row.review, {})[int(row.item)] = row.answer
    return found


def rated(answers: Mapping[int, str], items: amstar2.Items | None = None) -> Rated:
    """What the settled answers about one review leave possible: the one rule for all pages, files and comparisons."""
    found = amstar2.overall_confidence(answers, items)
    return Rated(
        rating=found.rating,
        worst=found.worst,
        best=found.best,
        possible=tuple(amstar2.possible_ratings(answers, items)),
        weak_items=tuple(sorted(item for item, answer in answers.items() if answer == amstar2.NO)),
        deciding_items=found.deciding_items,
        missing=found.missing,
        answered=found.answered,
        warnings=found.warnings,
    )


class Ratings(Sources):
    """How well the included reviews were made, as far as the answers tell."""

    @property
    @answer
    def items(self) -> amstar2.Items:
        """The items of the instrument by number."""
        return amstar2.items_from(self.tables["amstar2-items"])

    @property
    @answer
    def critical(self) -> frozenset[int]:
        """Numbers of the critical items."""
        return amstar2.critical_items(self.items)

    @property
    @answer
    def answers(self) -> dict[str, dict[int, str]]:
        """Settled answers by item of every included review, in the order of their numbers."""
        settled = settled_answers(self.tables.appraisals)
        order = self.tables.reviews.sort_values(["source_number", "review_id"])["review_id"]
        return {review: settled.get(review, {}) for review in order}

    @property
    @answer
    def ratings(self) -> pd.DataFrame:
        """One row per included review, in the order of their numbers: ``review_id``, ``label``, then as :class:`Rated`."""
        labels = dict(zip(self.tables.reviews["review_id"], self.tables.reviews["label"]))
        rows = [
            {"review_id": review, "label": labels[review], **vars(rated(answers, self.items))}
            for review, answers in self.answers.items()
        ]
        return pd.DataFrame(rows, columns=["review_id", "label", *Rated.__dataclass_fields__])

    @answer
    def rating_of(self, review: str) -> Rated:
        """What the answers about one review settle; a page that asks for this depends on no other review."""
        own = settled_answers(self.tables.rows("appraisals", review_id=review))
        return rated(own.get(review, {}), self.items)

    @answer
    def answer_counts(self, *reviews: str) -> pd.DataFrame:
        """Settled answers per item over some reviews.

        Returns:
            Index: items as labels (critical ones with an asterisk); columns: the
            answers of the instrument and ``not answered``; values: reviews.
        """
        given = [self.answers[review] for review in reviews]
        counts = pd.DataFrame(
            [[sum(own.get(number) == answer for own in given) for answer in amstar2.ANSWERS] for number in self.items],
            index=[item_label(item) for item in self.items.values()],
            columns=list(amstar2.ANSWERS),
        )
        return counts.assign(**{NOT_ANSWERED: len(reviews) - counts.sum(axis=1)}).astype(int)

    @property
    @answer
    def scenarios(self) -> tuple[amstar2.Scenario, ...]:
        """Conventions to rate by: the usual ones, and each further critical item that is answered no taken out."""
        seen = {item for answers in self.answers.values() for item, given in answers.items() if given == amstar2.NO}
        others = sorted(seen & self.critical - {2, 7})
        further = (amstar2.without_critical(item, self.items) for item in others)
        return (*amstar2.standard_scenarios(self.items), *further)

    @answer
    def sensitivity(self) -> pd.DataFrame:
        """Ratings of every review under each convention; see :func:`umbrella.amstar2.sensitivity`."""
        rows = [
            (review, item, answers.get(item, "")) for review, answers in self.answers.items() for item in self.items
        ]
        long = pd.DataFrame(rows, columns=["review", "item", "answer"])
        return amstar2.sensitivity(long, self.scenarios, self.items)

    @property
    @answer
    def answered(self) -> bool:
        """Whether any item of any review is answered."""
        return any(self.answers.values())

    @answer
    def compared(self) -> pd.DataFrame:
        """Ratings published by name beside those that the answers give, in the order of the included reviews.

        Returns:
            One row per review with a rating of its own: the columns of :attr:`ratings`, ``published`` and ``verdict``:
            agrees, possible (items are open), milder or stricter.
        """
        named = self._named
        frame = self.ratings[self.ratings["review_id"].isin(named)].copy()
        frame["published"] = frame["review_id"].map(named).astype("str")
        frame["verdict"] = [_verdict(row.published, row.possible) for row in frame.itertuples()]
        return frame.reset_index(drop=True)

    @property
    @answer
    def _named(self) -> dict[str, str]:
        """Published rating by review, where it is published by name."""
        rows = self.tables["published-ratings"].dropna(subset="review_id")
        return dict(zip(rows["review_id"], rows["rating"]))

    @property
    @answer
    def totals(self) -> dict[str, int]:
        """Number of reviews by rating as the source publishes them."""
        rows = self.tables["published-ratings"]
        return {rating: int(n) for rating, n in rows.groupby("rating")["n"].sum().items()}

    @property
    @answer
    def totals_are_whole(self) -> bool:
        """Whether each review that the source covers has its place in the published totals."""
        return bool(self.totals) and sum(self.totals.values()) == len(self._covered)

    @property
    @answer
    def _covered(self) -> tuple[str, ...]:
        """The reviews that published totals are handed out to."""
        covered = self.source.reviews if self.source else tuple(self.answers)
        return tuple(filter(covered.__contains__, self.answers))

    @answer
    def assigned(self, scenario: amstar2.Scenario | None = None) -> amstar2.Assignments:
        """Ways to hand the published totals out that the answers leave, under the official rule or another.

        The totals are those of the source and are handed out to its reviews alone. A review whose rating is
        published by name keeps that rating.

        Raises:
            ValueError: the totals are not those of the reviews of the source.
        """
        rule = scenario or amstar2.Scenario("official")
        named = self._named
        possible = {}
        for review in self._covered:
            answers = self.answers[review]
            ratings = amstar2.possible_ratings(answers, self.items, rule.critical, rule.partial_yes_is_weakness)
            possible[review] = (named[review],) if review in named else ratings
        return amstar2.assignments(possible, self.totals)


def _verdict(published: str, possible: tuple[str, ...]) -> str:
    """How a published rating stands to the ratings that the answers leave possible, worst first."""
    if published in possible:
        return "agrees" if len(possible) == 1 else "possible"
    return "milder" if amstar2.RATINGS.index(published) > amstar2.RATINGS.index(possible[-1]) else "stricter"


NOT_ANSWERED = "not answered"


def item_label(item: amstar2.Item) -> str:
    """An item as tables and figures name it: number, short name, an asterisk when it is critical."""
    return f"{item.number} {item.short}{' *' if item.critical else ''}"
