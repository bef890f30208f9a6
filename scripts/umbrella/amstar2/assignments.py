"""Which review can have which published rating, when only totals are published.

A source that prints "so many moderate, so many low" leaves open who is who.
Each review's answers leave some ratings possible; this module counts, exactly,
the ways to hand the published totals out so that no review gets a rating its
answers exclude, and says where the two contradict each other.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from math import factorial, prod

from umbrella.amstar2.items import Items, critical_items, official_items
from umbrella.amstar2.rule import RATINGS, Answers, rank, weak_answers

Counts = tuple[int, ...]


@dataclass(frozen=True)
class Contradiction:
    """More reviews can only have one of some ratings than the totals hold of them.

    `reviews` need `ratings`, of which the totals hold `places` in all, fewer
    than there are reviews. No ratings at all: the answers exclude each one.
    """

    reviews: tuple[str, ...]
    ratings: tuple[str, ...]
    places: int


@dataclass(frozen=True)
class Assignments:
    """The ways to hand out the totals.

    `count` is how many there are, `unrestricted` how many there would be if
    nothing were known of any review; `by_review` gives for each review the
    number of those ways by the rating it has in them, best rating first, only
    ratings it has in one at least; `contradictions` is empty unless `count`
    is zero.
    """

    count: int
    unrestricted: int
    by_review: Mapping[str, Mapping[str, int]]
    contradictions: tuple[Contradiction, ...]


def possible_ratings(
    answers: Answers,
    items: Items | None = None,
    critical: Iterable[int] | None = None,
    partial_yes_is_weakness: bool = False,
) -> tuple[str, ...]:
    """Return every rating that some completion of the answers gives, worst first.

    In: as for `overall_confidence`, answers taken as allowed. The bounds are
    the first and the last; a rating between them can be out of reach, as
    moderate is where too few other items are open. Rule: Shea 2017,
    10.1136/bmj.j4008, Box 2.
    """
    items = official_items() if items is None else items
    chosen = critical_items(items, critical)
    weak = {n for n in items if answers.get(n) in weak_answers(partial_yes_is_weakness)}
    # Every item allows a "no", so each open one may turn out a weakness.
    open_items = {n for n in items if not isinstance(answers.get(n), str) or not answers.get(n)}
    found = {
        rank(c, w)
        for c in _span(len(weak & chosen), len(open_items & chosen))
        for w in _span(len(weak - chosen), len(open_items - chosen))
    }
    return tuple(RATINGS[place] for place in sorted(found))


def assignments(possible: Mapping[str, Collection[str]], totals: Mapping[str, int]) -> Assignments:
    """Return the ways to hand out published totals among reviews.

    In: for each review the ratings it can have; reviews per rating. Out: see
    `Assignments`. Raises ValueError for an unknown rating, a negative total
    and totals that do not add up to the number of reviews.
    """
    if unknown := sorted({*totals, *chain.from_iterable(possible.values())} - set(RATINGS)):
        raise ValueError(f"{unknown[0]!r} is not one of {', '.join(RATINGS)}")
    places = tuple(int(totals.get(rating, 0)) for rating in RATINGS)
    if min(places) < 0 or sum(places) != len(possible):
        raise ValueError(f"the totals hold {sum(places)} ratings for {len(possible)} reviews")
    options = [tuple(RATINGS.index(rating) for rating in set(ratings)) for ratings in possible.values()]
    before = _ways(options, places)
    # Ways for the reviews from each one to the last: the same walk from the other end.
    after = _ways(options[::-1], places)[::-1]
    # Reviews that can have the same ratings have each of them in as many ways: they can change places.
    first = {frozenset(allowed): number for number, allowed in reversed([*enumerate(options)])}
    alike = {kind: _by_rating(before[at], after[at + 1], options[at], places) for kind, at in first.items()}
    by_review = {review: dict(alike[frozenset(allowed)]) for review, allowed in zip(possible, options, strict=True)}
    return Assignments(
        count=before[-1][places],
        unrestricted=factorial(len(possible)) // prod(map(factorial, places)),
        by_review=by_review,
        contradictions=contradictions(possible, totals),
    )


def contradictions(possible: Mapping[str, Collection[str]], totals: Mapping[str, int]) -> tuple[Contradiction, ...]:
    """Return the smallest sets of ratings that too many reviews depend on.

    In: as for `assignments`. By the marriage theorem of Hall (1935,
    10.1112/jlms/s1-10.37.26) there is no way to hand out totals that add up
    if and only if there is such a set.
    """
    found: list[Contradiction] = []
    for size in range(len(RATINGS)):
        for ratings in combinations(RATINGS, size):
            reviews = tuple(review for review, allowed in possible.items() if set(allowed) <= set(ratings))
            places = sum(totals.get(rating, 0) for rating in ratings)
            told = any(set(known.ratings) <= set(ratings) for known in found)
            if len(reviews) > places and not told:
                found.append(Contradiction(reviews, ratings, places))
    return tuple(found)


def _span(least: int, more: int) -> range:
    return range(least, least + more + 1)


def _ways(options: list[tuple[int, ...]], places: Counts) -> list[Counter[Counts]]:
    """For 0, 1, ... reviews: in how many ways each count of ratings is handed out to them."""
    nobody = (0,) * len(places)
    steps = [Counter({nobody: 1})]
    for allowed in options:
        step: Counter[Counts] = Counter()
        for used, ways in steps[-1].items():
            for place in allowed:
                if used[place] < places[place]:
                    step[_one_more(used, place)] += ways
        steps.append(step)
    return steps


def _by_rating(
    before: Counter[Counts], after: Counter[Counts], allowed: tuple[int, ...], places: Counts
) -> dict[str, int]:
    """Ways in which one review has each rating: those before it times those after it."""
    found = {}
    for place in sorted(allowed, reverse=True):
        left = (
            (ways, tuple(total - taken for total, taken in zip(places, _one_more(used, place), strict=True)))
            for used, ways in before.items()
        )
        if number := sum(ways * after[rest] for ways, rest in left):
            found[RATINGS[place]] = number
    return found


def _one_more(used: Counts, place: int) -> Counts:
    return (*used[:place], used[place] + 1, *used[place + 1 :])
