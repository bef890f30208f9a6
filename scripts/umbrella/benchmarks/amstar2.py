"""Rating many reviews: all at once on arrays beside one after the other in a loop."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from umbrella.amstar2 import Items, official_items, overall_confidence, rate_table

MISSING_SHARE = 0.1


def compare(reviews: int = 100_000, seed: int = 1) -> dict:
    """Rate generated reviews in both ways.

    Args:
        reviews: how many, each with an answer or a gap to every item.
        seed: of the answers; the same seed gives the same answers.

    Returns:
        ``reviews``, ``table_seconds``, ``loop_seconds``, ``ratio`` (loop by
        table) and ``ratings`` (reviews by rating).

    Raises:
        RuntimeError: the two ways do not give the same ratings.
    """
    items = official_items()
    answers = generated(reviews, items, seed)
    long = pd.DataFrame({
        "review": np.repeat(np.arange(reviews), len(items)), "item": np.tile(sorted(items), reviews), "answer": answers.ravel(),
    })  # fmt: skip
    by_review = [dict(zip(sorted(items), row, strict=True)) for row in answers.tolist()]
    start = time.perf_counter()
    table = rate_table(long, items)
    middle = time.perf_counter()
    loop = [overall_confidence(one, items) for one in by_review]
    end = time.perf_counter()
    for name in ("rating", "best", "worst", "deciding_items", "answered"):
        if table[name].tolist() != [getattr(one, name) for one in loop]:
            raise RuntimeError(f"the two ways differ in {name}")
    return {
        "reviews": reviews,
        "table_seconds": round(middle - start, 3),
        "loop_seconds": round(end - middle, 3),
        "ratio": round((end - middle) / (middle - start), 1),
        "ratings": {name: int(n) for name, n in table["rating"].value_counts().items()},
    }


def generated(reviews: int, items: Items, seed: int) -> np.ndarray:
    """Answers drawn at random among those each item allows, some missing: reviews by items."""
    chance = np.random.default_rng(seed)
    columns = []
    for number in sorted(items):
        choices = np.array([None, *items[number].answers], dtype=object)
        share = (1 - MISSING_SHARE) / len(items[number].answers)
        columns.append(choices[chance.choice(len(choices), reviews, p=[MISSING_SHARE, *[share] * (len(choices) - 1)])])
    return np.column_stack(columns)
