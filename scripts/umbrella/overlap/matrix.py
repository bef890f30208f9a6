"""The citation matrix: one row per study, one column per review.

Cells are 1 (included), 0 (not included) or missing (`pd.NA`): the study is
later than the review's last search, so that it could not have been included.
"""

import re
from collections.abc import Iterable, Mapping
from numbers import Real

import numpy as np
import pandas as pd

YEAR = re.compile(r"(\d{4})(?:\.0|-\d\d(?:-\d\d)?)?")


def incidence(matrix: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return which cells are inclusions and which are impossible.

    In: cells 0, 1, pd.NA or "X". Out: two boolean arrays of the matrix's
    shape. Raises ValueError for any other cell (NaN and None too) and for a
    study or a review that stands twice.
    """
    for what, names in (("study", matrix.index), ("review", matrix.columns)):
        if not names.is_unique:
            raise ValueError(f"{what} {names[names.duplicated()][0]!r} stands twice")
    cells = matrix.to_numpy(dtype=object)
    codes = np.array([_code(cell) for cell in cells.flat], dtype=np.int8).reshape(cells.shape)
    if (codes == OTHER).any():
        row, column = np.argwhere(codes == OTHER)[0]
        place = f"study {matrix.index[row]!r}, review {matrix.columns[column]!r}"
        raise ValueError(f"{place}: {cells[row, column]!r} is not 0, 1, pd.NA or 'X'")
    return codes == 1, codes == IMPOSSIBLE


IMPOSSIBLE, OTHER = 2, 3


def _code(cell: object) -> int:
    # First, because a comparison with pd.NA gives pd.NA.
    if cell is pd.NA:
        return IMPOSSIBLE
    if isinstance(cell, str):
        return IMPOSSIBLE if cell in ("X", "x") else OTHER
    # NaN, which pandas writes for a gap, is neither 0 nor 1.
    return int(cell) if isinstance(cell, Real | np.bool_) and cell in (0, 1) else OTHER


def inclusion_matrix(inclusions: pd.DataFrame, studies: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the citation matrix of a table of inclusions, nothing in it impossible.

    In: `review_id`, `study_id`; every row counts as an inclusion (take out
    the doubtful ones first), a row given twice counts once. `studies` lists
    the rows wanted, else those included. Out: Int64 cells 0 and 1; columns are
    the reviews of the table in order of appearance: a review whose studies
    are not known is not a review without studies. Raises ValueError for an
    empty id, an inclusion of a study not in `studies`, one listed twice.
    """
    pairs = inclusions[["review_id", "study_id"]]
    if pairs.isna().any(axis=None):
        raise ValueError("an inclusion needs both a review_id and a study_id")
    rows = pd.Index(pairs["study_id"].unique() if studies is None else list(studies), name="study")
    if not rows.is_unique:
        raise ValueError(f"study {rows[rows.duplicated()][0]!r} stands twice")
    columns = pd.Index(pairs["review_id"].unique(), name="review")
    place = rows.get_indexer(pairs["study_id"])
    if (place < 0).any():
        raise ValueError(f"study {pairs['study_id'].iloc[int((place < 0).argmax())]!r} is unknown")
    cells = np.zeros((len(rows), len(columns)), dtype=np.int64)
    cells[place, columns.get_indexer(pairs["review_id"])] = 1
    return pd.DataFrame(cells, index=rows, columns=columns).astype("Int64")


def structural_missingness(
    inclusions: pd.DataFrame, studies: pd.DataFrame, search_ends: Mapping[str, object]
) -> pd.DataFrame:
    """Return the citation matrix with the cells that could not be inclusions missing.

    In: `inclusions` as in `inclusion_matrix`; `studies` with `study_id` and
    `year` (missing when not known); `search_ends` maps a review to its last
    search, a year or an ISO date (2011, "2011-04", "2011-04-30"); absent or
    missing when not known, reviews that are not in `inclusions` are not read.
    A cell is impossible when the study's year is later than the year of that
    search, both being known; the same year is possible. An inclusion stays one
    (see `later_than_search`). Out: Int64 cells 0, 1 and pd.NA, one row per
    study of `studies`. Raises as `inclusion_matrix`, and ValueError for a
    search or a year that cannot be read. Rule: GROOVE, 10.1002/jrsm.1557.
    """
    matrix = inclusion_matrix(inclusions, studies["study_id"])
    late = _late(matrix, studies, search_ends)
    return matrix.mask(late & (matrix == 0), pd.NA)


def later_than_search(
    inclusions: pd.DataFrame, studies: pd.DataFrame, search_ends: Mapping[str, object]
) -> pd.DataFrame:
    """Return the inclusions that the years say are impossible.

    In and raises: as `structural_missingness`. Out: `review_id`, `study_id`,
    `year`, `search_year`: a later publication year than that of online
    appearance, an unreported update of the search, or a mistake in the data.
    """
    matrix = inclusion_matrix(inclusions, studies["study_id"])
    found = np.argwhere((_late(matrix, studies, search_ends) & (matrix == 1)).to_numpy(dtype=bool))
    years, rows = _years(studies), []
    for row, column in found:
        review, study = matrix.columns[column], matrix.index[row]
        rows.append((review, study, int(years.iloc[row]), _year(search_ends, review)))
    return pd.DataFrame(rows, columns=["review_id", "study_id", "year", "search_year"])


def restricted(matrix: pd.DataFrame, reviews: Iterable[str]) -> pd.DataFrame:
    """Return the matrix of some reviews only, in the order given.

    All studies stay: those that none of these reviews includes do not count.
    Raises ValueError for a review that is not in the matrix or is given twice.
    """
    wanted = list(reviews)
    for name in wanted:
        if name not in matrix.columns:
            raise ValueError(f"review {name!r} is not in the matrix")
        if wanted.count(name) > 1:
            raise ValueError(f"review {name!r} stands twice")
    return matrix[wanted]


def _late(matrix: pd.DataFrame, studies: pd.DataFrame, search_ends: Mapping[str, object]) -> pd.DataFrame:
    """Which study is later than which search; False where either is not known."""
    years = _years(studies).to_numpy(dtype=float, na_value=np.nan)
    ends = [_year(search_ends, review) for review in matrix.columns]
    limits = np.array([np.nan if end is None else end for end in ends], dtype=float)
    late = years[:, None] > limits[None, :]  # any comparison with NaN is False
    return pd.DataFrame(late, index=matrix.index, columns=matrix.columns)


def _years(studies: pd.DataFrame) -> pd.Series:
    return pd.to_numeric(studies["year"]).astype("Float64")


def _year(search_ends: Mapping[str, object], review: str) -> int | None:
    """Year of a review's last search, None when it is not known."""
    end = search_ends.get(review)
    if end is None or pd.isna(end) or end == "":
        return None
    if match := YEAR.fullmatch(str(end)):
        return int(match[1])
    raise ValueError(f"review {review!r}: {end!r} is not a year or an ISO date")
