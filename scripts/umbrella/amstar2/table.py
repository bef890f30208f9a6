"""Overall confidence of many reviews at once, by arithmetic on arrays.

Gives what `rule.overall_confidence` gives review by review. The rule itself
is not written again here: counts of weaknesses look their rating up in a
table filled by `rule.rank`.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from umbrella.amstar2.items import (
    ANSWERS,
    NO_META_ANALYSIS,
    Items,
    critical_items,
    official_items,
    refusal,
)
from umbrella.amstar2.rule import (
    CANNOT_BE_RATED,
    RATINGS,
    inconsistencies,
    rank,
    weak_answers,
)

MISSING = 0  # code of a missing answer; ANSWERS have codes 1, 2, 3, 4
UNKNOWN = 1 + len(ANSWERS)


def rate_table(
    long: pd.DataFrame,
    items: Items | None = None,
    critical: Iterable[int] | None = None,
    partial_yes_is_weakness: bool = False,
) -> pd.DataFrame:
    """Return the overall confidence of every review in a long table of answers.

    In: columns `review`, `item` (number), `answer` (in words; missing as None,
    NaN or ""), and `rater` if there are several; other columns are not read.
    Out: one row per review in order of first appearance, columns `review`,
    `rating`, `best`, `worst`, `deciding_items` (tuple), `answered`, `warnings`
    (tuple); with several raters one row per review and rater, and a last
    column `rater`. Raises ValueError for an unknown item, an answer the item
    does not allow and an item answered twice. Options and rule as in
    `overall_confidence` (Shea 2017, 10.1136/bmj.j4008).
    """
    items = official_items() if items is None else items
    keys, codes = answer_codes(long, items)
    rated = rate_codes(codes, items, critical, partial_yes_is_weakness)
    rated.insert(0, "review", keys["review"])
    return rated.assign(rater=keys["rater"]) if "rater" in keys else rated


def answer_codes(long: pd.DataFrame, items: Items) -> tuple[pd.DataFrame, np.ndarray]:
    """Return what is rated, and its answers as codes.

    In: as in `rate_table`. Out: a frame of keys (`review`, and `rater` if
    there are several) and an array of one row per key and one column per item
    in ascending order: 0 missing, else 1 + place in ANSWERS. Raises as
    `rate_table`.
    """
    number_of_row, keys = _rows(long)
    columns = _columns(long["item"], items)
    codes = _codes(long, columns, items)
    cell = number_of_row * len(items) + columns
    _refuse_repeats(long, cell)
    matrix = np.zeros(len(keys) * len(items), dtype=np.int8)
    matrix[cell] = codes
    return keys, matrix.reshape(len(keys), len(items))


def rate_codes(
    codes: np.ndarray,
    items: Items,
    critical: Iterable[int] | None = None,
    partial_yes_is_weakness: bool = False,
) -> pd.DataFrame:
    """Return one row of ratings per row of codes (the columns of `rate_table` less `review`)."""
    numbers = np.array(sorted(items))
    is_critical = np.isin(numbers, list(critical_items(items, critical)))
    weak_codes = [_code(answer) for answer in weak_answers(partial_yes_is_weakness)]
    weak, missing = np.isin(codes, weak_codes), codes == MISSING
    best, worst = _ranks(weak, is_critical), _ranks(weak | missing, is_critical)
    names, settled = np.array(RATINGS, dtype=object), best == worst
    return pd.DataFrame(
        {
            "rating": np.where(settled, names[best], CANNOT_BE_RATED),
            "best": names[best],
            "worst": names[worst],
            "deciding_items": _deciding(weak, is_critical, best, settled, numbers),
            "answered": (~missing).sum(axis=1),
            "warnings": _warnings(codes, items),
        }
    )


def _rows(long: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """Row number of each answer, and the keys of the rows in order of appearance."""
    rows, reviews = pd.factorize(long["review"], use_na_sentinel=False)
    if "rater" not in long or long["rater"].nunique(dropna=False) < 2:
        return rows, pd.DataFrame({"review": reviews})
    raters, names = pd.factorize(long["rater"], use_na_sentinel=False)
    rows, pairs = pd.factorize(rows * len(names) + raters)
    review, rater = np.divmod(pairs, len(names))
    return rows, pd.DataFrame({"review": reviews[review], "rater": names[rater]})


def _columns(numbers: pd.Series, items: Items) -> np.ndarray:
    """Column of each item number; every number is an item."""
    place, found = pd.factorize(numbers, use_na_sentinel=False)
    column = {number: index for index, number in enumerate(sorted(items))}
    for number in found:
        if number not in column:
            raise ValueError(refusal(items, number, ""))
    return np.array([column[number] for number in found], dtype=int)[place]


def _codes(long: pd.DataFrame, columns: np.ndarray, items: Items) -> np.ndarray:
    """Code of each answer; every answer is known and allowed for its item."""
    # By distinct answer: a million cells hold five of them.
    place, found = pd.factorize(long["answer"], use_na_sentinel=False)
    code = {"": MISSING} | {answer: _code(answer) for answer in ANSWERS}
    codes = np.array([MISSING if pd.isna(answer) else code.get(answer, UNKNOWN) for answer in found], dtype=int)[place]
    refused = ~_allowed(items)[columns, codes]
    if refused.any():
        row = long.iloc[np.flatnonzero(refused)[0]]
        why = refusal(items, row["item"], row["answer"])
        raise ValueError(f"review {row['review']!r}, item {row['item']}: {why}")
    return codes.astype(np.int8)


def _allowed(items: Items) -> np.ndarray:
    """Items by codes: which answers an item allows; a gap always, an unknown never."""
    by_item = [("", *items[number].answers) for number in sorted(items)]
    known = ("", *ANSWERS)
    return np.array([[*(answer in allowed for answer in known), False] for allowed in by_item])


def _refuse_repeats(long: pd.DataFrame, cell: np.ndarray) -> None:
    if len(cell) and (np.bincount(cell) > 1).any():
        row = long[pd.Series(cell, index=long.index).duplicated()].iloc[0]
        raise ValueError(f"review {row['review']!r}, item {row['item']} is answered twice")


def _code(answer: str) -> int:
    return 1 + ANSWERS.index(answer)


def _ranks(weak: np.ndarray, is_critical: np.ndarray) -> np.ndarray:
    counts = range(len(is_critical) + 1)
    rule = np.array([[rank(c, w) for w in counts] for c in counts])
    return rule[weak[:, is_critical].sum(axis=1), weak[:, ~is_critical].sum(axis=1)]


def _deciding(
    weak: np.ndarray,
    is_critical: np.ndarray,
    best: np.ndarray,
    settled: np.ndarray,
    numbers: np.ndarray,
) -> np.ndarray:
    """Tuples of deciding items; see `rule.Rating` for what decides."""
    moderate = RATINGS.index("moderate")
    decides = np.where((best == moderate)[:, None], ~is_critical, is_critical)
    decides[~settled] = True
    return _by_pattern(weak & decides, lambda row: tuple(numbers[row].tolist()))


def _warnings(codes: np.ndarray, items: Items) -> np.ndarray:
    """Tuples of inconsistencies; only the items about pooling can give any."""
    numbers = sorted(items)
    pooling = [c for c, n in enumerate(numbers) if NO_META_ANALYSIS in items[n].answers]

    def warned(row: np.ndarray) -> tuple[str, ...]:
        answers = {numbers[c]: code for c, code in zip(pooling, row, strict=True)}
        given = {number: ANSWERS[code - 1] for number, code in answers.items() if code}
        return inconsistencies(given, items)

    return _by_pattern(codes[:, pooling], warned)


def _by_pattern(rows: np.ndarray, value: Callable[[np.ndarray], tuple]) -> np.ndarray:
    """`value` of each row, computed once per distinct row: rows repeat a lot."""
    weights = (len(ANSWERS) + 1) ** np.arange(rows.shape[1], dtype=np.int64)
    _, first, place = np.unique(rows @ weights, return_index=True, return_inverse=True)
    values = np.empty(len(first), dtype=object)
    for position, index in enumerate(first):  # one by one: numpy would unpack the tuples
        values[position] = value(rows[index])
    return values[place]
