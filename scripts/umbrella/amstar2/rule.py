"""From the answers about one review to its overall confidence.

The rule is Box 2 of Shea 2017 (10.1136/bmj.j4008). Let c be the critical items
answered "no" and w the other items answered "no":

    c > 1             critically low
    c = 1             low
    c = 0, w > 1      moderate
    c = 0, w <= 1     high

Conventions the paper leaves open: "partial yes" counts as met, "no
meta-analysis" as not applicable, and a missing answer is never "no" - it
leaves the rating open between bounds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from umbrella.amstar2.items import (
    NO,
    NO_META_ANALYSIS,
    PARTIAL_YES,
    YES,
    Items,
    critical_items,
    official_items,
    refusal,
)

RATINGS = ("critically low", "low", "moderate", "high")
CANNOT_BE_RATED = "cannot be rated"

# These items are answered for randomised and for non-randomised studies apart.
TWO_PART_ITEMS = frozenset({9, 11})
NOT_APPLICABLE = "not applicable"

Answers = Mapping[int, str | None]


@dataclass(frozen=True)
class Rating:
    """Overall confidence in one review.

    `rating` is one of RATINGS when every completion of the missing answers
    gives the same one, else "cannot be rated"; `best` and `worst` are the
    ratings still possible. `deciding_items` are the weaknesses the rating
    rests on (all weaknesses seen so far while it is open, none when it is
    high); `open_items` the missing items that could still change it. `adapted`
    tells that another rule than the official one was used.
    """

    rating: str
    best: str
    worst: str
    deciding_items: tuple[int, ...]
    open_items: tuple[int, ...]
    answered: int
    missing: tuple[int, ...]
    warnings: tuple[str, ...]
    adapted: bool = False


def overall_confidence(
    answers: Answers,
    items: Items | None = None,
    critical: Iterable[int] | None = None,
    partial_yes_is_weakness: bool = False,
) -> Rating:
    """Return the overall confidence that the answers about one review support.

    In: item number -> answer in words; absent, None, NaN and "" mean missing.
    `items` are the official ones unless given; `critical` replaces the
    official critical set and `partial_yes_is_weakness` counts a partial yes
    like a no: both make the rating `adapted`. Raises ValueError for an unknown
    item or an answer the item does not allow. Rule: Shea 2017,
    10.1136/bmj.j4008, Box 2.
    """
    items = official_items() if items is None else items
    chosen = critical_items(items, critical)
    given = _checked(answers, items)
    weaknesses = weak_answers(partial_yes_is_weakness)
    weak = [number for number in sorted(items) if given.get(number) in weaknesses]
    missing = tuple(number for number in sorted(items) if number not in given)
    best, worst = _bounds(weak, missing, chosen)
    return Rating(
        rating=best if best == worst else CANNOT_BE_RATED,
        best=best,
        worst=worst,
        deciding_items=_deciding(weak, chosen, best, worst),
        open_items=_open(weak, missing, chosen),
        answered=len(given),
        missing=missing,
        warnings=inconsistencies(given, items),
        adapted=partial_yes_is_weakness or chosen != critical_items(items),
    )


def rank(critical_weaknesses: int, other_weaknesses: int) -> int:
    """Return the place in RATINGS (0 is the worst) of two counts of weaknesses.

    The one statement of the rule of Shea 2017, 10.1136/bmj.j4008, Box 2.
    """
    if critical_weaknesses > 1:
        return 0
    if critical_weaknesses == 1:
        return 1
    return 2 if other_weaknesses > 1 else 3


def weak_answers(partial_yes_is_weakness: bool = False) -> frozenset[str]:
    """Return the answers that count as a weakness."""
    return frozenset({NO, PARTIAL_YES} if partial_yes_is_weakness else {NO})


def worse(first: str | None, second: str | None) -> str | None:
    """Return the answer that counts for an item answered in two parts.

    Items 9 and 11 are answered for randomised and for non-randomised studies;
    the paper gives no formula, here the worse one counts. A "no" settles it; a
    missing part leaves it open; "not applicable" and "no meta-analysis" (of
    studies of that design) yield to the other part.
    """
    pair = {first, second}
    for settles in (NO, None, PARTIAL_YES, YES, NO_META_ANALYSIS):
        if settles in pair:
            return settles
    return NOT_APPLICABLE


def inconsistencies(answers: Answers, items: Items | None = None) -> tuple[str, ...]:
    """Return warnings about answers that cannot all be true.

    A review either pooled results or did not, so the items that allow "no
    meta-analysis" must agree on it. A gap beside a "no meta-analysis" is
    warned about too; it stays a gap.
    """
    items = official_items() if items is None else items
    about_pooling = [n for n in sorted(items) if NO_META_ANALYSIS in items[n].answers]
    says_none = [n for n in about_pooling if answers.get(n) == NO_META_ANALYSIS]
    if not says_none:
        return ()
    said = f"item {says_none[0]} says no meta-analysis but item"
    others = [(n, answers.get(n)) for n in about_pooling if n not in says_none]
    return tuple(
        f"{said} {n} is " + ("unanswered" if _is_missing(answer) else f"answered {answer!r}") for n, answer in others
    )


def _checked(answers: Answers, items: Items) -> dict[int, str]:
    """The answers that are there, each one allowed for its item."""
    given = {number: text for number, text in answers.items() if not _is_missing(text)}
    for number in answers:
        if number not in items:
            raise ValueError(refusal(items, number, ""))
    for number, text in given.items():
        if why := refusal(items, number, text):
            raise ValueError(f"item {number}: {why}")
    return given


def _is_missing(answer: object) -> bool:
    # NaN, which pandas writes for a gap, is the one value unequal to itself.
    return answer is None or answer == "" or answer != answer


def _bounds(weak: list[int], missing: Iterable[int], critical: frozenset[int]) -> tuple[str, str]:
    """Best and worst rating: all missing items met, and all of them weak."""
    return _named(weak, critical), _named([*weak, *missing], critical)


def _named(weak: list[int], critical: frozenset[int]) -> str:
    of_critical = sum(number in critical for number in weak)
    return RATINGS[rank(of_critical, len(weak) - of_critical)]


def _deciding(weak: list[int], critical: frozenset[int], best: str, worst: str) -> tuple[int, ...]:
    if best != worst:
        return tuple(weak)
    # A high rating has no critical weakness, so nothing is left to name.
    return tuple(n for n in weak if (n in critical) == (best != "moderate"))


def _open(weak: list[int], missing: tuple[int, ...], critical: frozenset[int]) -> tuple[int, ...]:
    """Missing items for which some completion of the others makes them matter."""
    of_critical = sum(number in critical for number in weak)
    others = len(weak) - of_critical
    others_missing = sum(number not in critical for number in missing)
    # Two critical weaknesses settle the rating; one makes the others idle.
    critical_matter = of_critical < 2
    others_matter = of_critical == 0 and others < 2 <= others + others_missing
    return tuple(n for n in missing if (critical_matter if n in critical else others_matter))
