"""How far two raters agree, item by item, and what they have to settle.

Cohen's kappa: Cohen 1960, 10.1177/001316446002000104; weighted kappa: Cohen
1968, 10.1037/h0026256. Written in numpy: the packages that offer them would
slow down every chapter that imports this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from umbrella.amstar2.items import ANSWERS, NO, PARTIAL_YES, YES

CONSENSUS = "consensus"
OVERALL = "overall"
ONE_RATER = "one rater"
NOTHING_SHARED = "nothing answered by both raters"
NO_VARIATION = "both raters always give the same answer"

# The answers that stand in an order; "no meta-analysis" is no step between them.
ORDERED = (NO, PARTIAL_YES, YES)

COLUMNS = (
    *("rater_a", "rater_b", "item", "n", "agreed"),
    *("percent", "kappa", "weighted_kappa", "note"),
)


@dataclass(frozen=True)
class Kappa:
    """A kappa, the pairs it rests on, and why it is NaN when it is."""

    value: float
    n: int
    reason: str = ""


def cohen_kappa(
    first: Sequence[str],
    second: Sequence[str],
    scale: Sequence[str],
    weights: str | None = None,
) -> Kappa:
    """Return Cohen's kappa of two raters' answers to the same questions.

    In: two sequences of equal length; `scale` lists the answers (for weighted
    kappa in their order), pairs with an answer outside it are left out.
    `weights`: None, "linear" or "quadratic" distance on the scale. Undefined
    (NaN, with a reason) without pairs and when chance agreement is complete.
    Raises ValueError for unequal lengths and unknown weights.
    """
    observed = _counts(first, second, scale)
    pairs = int(observed.sum())
    if not pairs:
        return Kappa(float("nan"), 0, NOTHING_SHARED)
    distance = _distance(len(scale), weights)
    by_chance = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / pairs
    expected = float((distance * by_chance).sum())
    if expected == 0:
        return Kappa(float("nan"), pairs, NO_VARIATION)
    return Kappa(1 - float((distance * observed).sum()) / expected, pairs)


def raters(long: pd.DataFrame) -> tuple[str, ...]:
    """Return who rated independently: the raters of a long table, sorted, less the consensus."""
    names = long["rater"].dropna().unique() if "rater" in long else ()
    return tuple(sorted(name for name in names if name.strip().lower() != CONSENSUS))


def agreement(long: pd.DataFrame) -> pd.DataFrame:
    """Return the agreement of every pair of raters, per item and overall.

    In: columns `review`, `item`, `answer`, `rater`; the consensus is not a
    rater; only cells answered by both count. Out: columns COLUMNS; `item` is
    the number as text or "overall"; `percent` is 0 to 100; `weighted_kappa`
    has linear weights on no - partial yes - yes and leaves out pairs with "no
    meta-analysis"; `note` says why a number is missing. With one rater a
    single row says so and has no numbers.
    """
    names = raters(long)
    if len(names) < 2:
        only = names[0] if names else ""
        return _frame([(only, "", OVERALL, 0, 0, *[float("nan")] * 3, ONE_RATER)])
    rows = []
    for pair in combinations(names, 2):
        shared = _shared(long, pair)
        by_item = [(str(item), cells) for item, cells in shared.groupby("item")]
        for item, cells in [*by_item, (OVERALL, shared)]:
            rows.append((*pair, item, *_measures(cells[pair[0]], cells[pair[1]])))
    return _frame(rows)


def disagreements(long: pd.DataFrame) -> pd.DataFrame:
    """Return the answers two raters have to settle.

    In: as in `agreement`. Out: one row per review, item and pair of raters
    whose answers differ: `review`, `item`, `rater_a`, `answer_a`, `rater_b`,
    `answer_b`; empty with one rater.
    """
    columns = ["review", "item", "rater_a", "answer_a", "rater_b", "answer_b"]
    parts = [pd.DataFrame(columns=columns)]
    for first, second in combinations(raters(long), 2):
        shared = _shared(long, (first, second))
        differ = shared[shared[first] != shared[second]]
        named = differ.rename(columns={first: "answer_a", second: "answer_b"})
        parts.append(named.assign(rater_a=first, rater_b=second)[columns])
    # The empty frame would turn item numbers into objects beside real rows.
    return pd.concat(parts[1:], ignore_index=True) if len(parts) > 1 else parts[0]


def settled(long: pd.DataFrame) -> pd.DataFrame:
    """Return one answer per review and item: the consensus, or what all raters say.

    In: columns `review`, `item`, `answer` and, if there are several, `rater`.
    Out: `review`, `item`, `answer` in order of first appearance. Where raters
    differ and no consensus is entered the item is left out: it stays open.
    """
    given = long[long["answer"].fillna("") != ""]
    rater = given["rater"] if "rater" in given else pd.Series("", index=given.index)
    agreed = given.assign(consensus=rater.fillna("").str.strip().str.lower() == CONSENSUS)
    cells = agreed.groupby(["review", "item"], sort=False)
    # Once a consensus is there, only it counts.
    agreed = agreed[agreed["consensus"] == cells["consensus"].transform("max")]
    one = agreed.groupby(["review", "item"], sort=False)["answer"].transform("nunique") == 1
    columns = ["review", "item", "answer"]
    return agreed.loc[one, columns].drop_duplicates(["review", "item"]).reset_index(drop=True)


def _counts(first: Sequence[str], second: Sequence[str], scale: Sequence[str]) -> np.ndarray:
    """Answers of the first rater (rows) by those of the second (columns)."""
    place = {answer: index for index, answer in enumerate(scale)}
    counts = np.zeros((len(scale), len(scale)))
    for one, other in zip(first, second, strict=True):
        if one in place and other in place:
            counts[place[one], place[other]] += 1
    return counts


def _distance(size: int, weights: str | None) -> np.ndarray:
    """How much a pair of answers disagrees: 0 on the diagonal."""
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    kinds = {None: steps > 0, "linear": steps, "quadratic": steps**2}
    if weights not in kinds:
        raise ValueError(f"weights are {weights!r}, not linear, quadratic or None")
    return kinds[weights].astype(float)


def _shared(long: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """One row per review and item both have answered, a column per rater."""
    given = long[long["rater"].isin(pair) & (long["answer"].fillna("") != "")]
    wide = given.pivot(index=["review", "item"], columns="rater", values="answer")
    return wide.reindex(columns=list(pair)).dropna().reset_index()


def _measures(first: pd.Series, second: pd.Series) -> tuple:
    """n, agreed, percent, kappa, weighted kappa and note of two raters' answers."""
    agreed = int((first == second).sum())
    percent = 100 * agreed / len(first) if len(first) else float("nan")
    kappa = cohen_kappa(first, second, ANSWERS)
    weighted = cohen_kappa(first, second, ORDERED, "linear")
    note = kappa.reason or (f"weighted kappa: {weighted.reason}" if weighted.reason else "")
    return len(first), agreed, percent, kappa.value, weighted.value, note


def _frame(rows: Iterable[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS))
