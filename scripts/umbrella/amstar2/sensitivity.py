"""Which ratings rest on a convention: the same answers under other rules.

Shea 2017 (10.1136/bmj.j4008) lets appraisers choose another critical set if
they say so beforehand, and gives no formula for a partial yes; published
ratings often treat items 2 and 7 as non-critical. Each scenario here changes
one such choice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from umbrella.amstar2.items import Items, critical_items, official_items
from umbrella.amstar2.rate import rate_table

OFFICIAL = "official"


@dataclass(frozen=True)
class Scenario:
    """A way to rate: its name, its critical set (None: official), and partial yes."""

    name: str
    critical: frozenset[int] | None = None
    partial_yes_is_weakness: bool = False


def without_critical(number: int, items: Items | None = None) -> Scenario:
    """Return the scenario in which one critical item is not critical.

    Raises ValueError when the item is not critical in the first place.
    """
    official = critical_items(official_items() if items is None else items)
    if number not in official:
        raise ValueError(f"item {number} is not critical")
    return Scenario(f"item {number} not critical", official - {number})


def standard_scenarios(items: Items | None = None) -> tuple[Scenario, ...]:
    """Return the scenarios every sensitivity analysis starts from."""
    return (
        Scenario(OFFICIAL),
        Scenario("partial yes counts as weakness", partial_yes_is_weakness=True),
        without_critical(7, items),
        without_critical(2, items),
    )


def sensitivity(
    long: pd.DataFrame,
    scenarios: Iterable[Scenario] | None = None,
    items: Items | None = None,
) -> pd.DataFrame:
    """Return the rating of every review under every scenario.

    In: a long table of answers as `rate_table` takes it; `scenarios` are
    `standard_scenarios` unless given. Out: one row per review and scenario, in
    the order given: `review`, `scenario`, `rating`, `best`, `worst`,
    `changed` (the rating differs from the official one) and `bounds_changed`
    (a bound does); with several raters a last column `rater`. Raises as
    `rate_table`.
    """
    items = official_items() if items is None else items
    chosen = standard_scenarios(items) if scenarios is None else tuple(scenarios)
    official = rate_table(long, items)
    keys = official[[name for name in ("review", "rater") if name in official]]
    parts = []
    for scenario in chosen:
        rated = rate_table(long, items, scenario.critical, scenario.partial_yes_is_weakness)
        differs = rated != official
        parts.append(
            keys.assign(
                scenario=scenario.name,
                rating=rated["rating"],
                best=rated["best"],
                worst=rated["worst"],
                changed=differs["rating"],
                bounds_changed=differs["best"] | differs["worst"],
            )
        )
    return _review_by_review(parts)


def _review_by_review(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """The scenarios of a review side by side, the rater (if any) last."""
    table = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    return table[[name for name in table if name != "rater"] + [n for n in table if n == "rater"]]
