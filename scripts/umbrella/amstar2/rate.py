"""Overall confidence of every review in a table of answers: `rule.overall_confidence`, review by review."""

from collections.abc import Iterable

import pandas as pd

from umbrella.amstar2.items import Items, official_items
from umbrella.amstar2.rule import Rating, overall_confidence

COLUMNS = ("rating", "best", "worst", "deciding_items", "answered", "warnings")


def rate_table(
    long: pd.DataFrame,
    items: Items | None = None,
    critical: Iterable[int] | None = None,
    partial_yes_is_weakness: bool = False,
) -> pd.DataFrame:
    """Return the overall confidence of every review in a long table of answers.

    Args:
        long: columns `review`, `item` (number), `answer` (in words; missing as None, NaN or ""), and `rater` if
            there are several; other columns are not read.
        items: the official ones unless given.
        critical: as in `overall_confidence` (Shea 2017, 10.1136/bmj.j4008).
        partial_yes_is_weakness: as in `overall_confidence`.

    Returns:
        One row per review in order of first appearance, columns `review`, `rating`, `best`, `worst`,
        `deciding_items` (tuple), `answered`, `warnings` (tuple); with several raters one row per review and
        rater, and a last column `rater`.

    Raises:
        ValueError: an unknown item, an answer the item does not allow, or an item answered twice.
    """
    items = official_items() if items is None else items
    critical = None if critical is None else frozenset(critical)
    several = "rater" in long and long["rater"].nunique(dropna=False) > 1
    keys = ["review", "rater"] if several else ["review"]
    rows = []
    for key, cells in long.groupby(keys, sort=False, dropna=False):
        rated = _rated(key[0], cells, items, critical, partial_yes_is_weakness)
        rows.append((*key, *(getattr(rated, name) for name in COLUMNS)))
    found = pd.DataFrame(rows, columns=[*keys, *COLUMNS])
    return found[["review", *COLUMNS, *keys[1:]]]


def _rated(review: str, cells: pd.DataFrame, items: Items, critical: frozenset[int] | None, strict: bool) -> Rating:
    """The rating of one review by one rater; the message of a refusal names the review."""
    repeated = cells.loc[cells["item"].duplicated(), "item"]
    if len(repeated):
        raise ValueError(f"review {review!r}, item {repeated.iloc[0]} is answered twice")
    try:
        return overall_confidence(dict(zip(cells["item"], cells["answer"], strict=True)), items, critical, strict)
    except ValueError as error:
        raise ValueError(f"review {review!r}, {error}") from None
