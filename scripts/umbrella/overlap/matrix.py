"""The citation matrix: one row per study, one column per review.

Cells are 1 (included), 0 (not included) or missing (`pd.NA`): the study is
later than the review's last search, so that it could not have been included.
"""

from numbers import Real

import numpy as np
import pandas as pd


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
