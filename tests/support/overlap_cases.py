"""Citation matrices that many tests of overlap use."""

from itertools import cycle

import pandas as pd

# Which of 14 studies six reviews include: a published overview, by way of the
# README and files of the R package ccaR, whose printed results are the tests'.
SIX_REVIEWS = {
    "Chasan": (1, 3, 4, 6, 7, 9, 10, 12, 13),
    "Gilinsky": (1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13),
    "Guo": (1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14),
    "Middleton": (2,),
    "Morton": (9, 11, 12, 13),
    "Peacock": (1, 3, 6, 7, 9, 10),
}
# Studies 4 and 5 are listed and never included (vignette of the R package junoR).
FIVE_REVIEWS = {"R1": (1, 2), "R2": (2,), "R3": (1, 3), "R4": (1, 3), "R5": (2,)}


def matrix_of(reviews: dict, studies=None, impossible: dict | None = None) -> pd.DataFrame:
    """Matrix of reviews given as the studies they include and those impossible for them."""
    impossible = impossible or {}
    lists = [*reviews.values(), *impossible.values()]
    rows = sorted({s for one in lists for s in one}) if studies is None else list(studies)
    return pd.DataFrame(
        {
            name: [pd.NA if s in impossible.get(name, ()) else int(s in included) for s in rows]
            for name, included in reviews.items()
        },
        index=rows,
        dtype=object,
    )


def matrix_with(n: int, r: int, c: int, x: int = 0) -> pd.DataFrame:
    """Some matrix with N inclusions of r studies by c reviews and X impossible cells."""
    cells = [[0] * c for _ in range(r)]
    for study in range(r):
        cells[study][study % c] = 1
    left = {1: n - r, pd.NA: x}
    free = cycle([(study, review) for review in range(c) for study in range(r)])
    for value, count in left.items():
        while count:
            study, review = next(free)
            if cells[study][review] is not pd.NA and cells[study][review] == 0:
                cells[study][review] = value
                count -= 1
    return pd.DataFrame(cells, columns=[f"R{i}" for i in range(c)])
