"""How much do reviews share their primary studies: the corrected covered area.

Pieper 2014 (10.1016/j.jclinepi.2013.11.007), with structurally impossible
cells after GROOVE (Pérez-Bracchiglione 2022, 10.1002/jrsm.1557):

    CCA = (N - r) / (r * c - r - X)

N inclusions, r studies included at least once, c reviews, X cells of those r
studies that could not have been an inclusion.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from umbrella.overlap.matrix import incidence

# Half-open, on the unrounded value: each name holds below its limit (a share, not per cent).
BANDS = (("slight", 0.05), ("moderate", 0.10), ("high", 0.15), ("very high", float("inf")))

TOO_FEW_REVIEWS = "overlap needs two reviews, there {}"
NO_STUDY = "no review includes any study"
NO_CELL_LEFT = "no included study could have been included by a second review"


@dataclass(frozen=True)
class CCA:
    """A corrected covered area and the counts it comes from.

    `value` is a share from 0 to 1 and `band` one of the names in BANDS; both
    are None when the area is undefined, and `undefined_reason` says why (""
    when it is defined). `n_impossible` counts cells of included studies only.
    """

    n_inclusions: int
    n_studies: int
    n_reviews: int
    n_impossible: int
    value: float | None
    band: str | None
    undefined_reason: str


def corrected_covered_area(matrix: pd.DataFrame) -> CCA:
    """Return the corrected covered area of a citation matrix.

    In: one row per study, one column per review; cells 1 (included), 0 (not
    included), pd.NA or "X" (structurally impossible, say because the study is
    later than the review's search). Studies that no review includes count
    neither in r nor in X; a review that includes none counts in c. Raises
    ValueError for another cell (NaN and None too: a gap is not an answer) and
    for a study or a review that stands twice. Rule: see the module.
    """
    included, impossible = incidence(matrix)
    counted = included.any(axis=1)
    return covered_area_of(
        n_inclusions=int(included.sum()),
        n_studies=int(counted.sum()),
        n_reviews=matrix.shape[1],
        n_impossible=int(impossible[counted].sum()),
    )


def covered_area_of(n_inclusions: int, n_studies: int, n_reviews: int, n_impossible: int = 0) -> CCA:
    """Return the corrected covered area of counts N, r, c and X.

    Undefined for fewer than two reviews, for no study, and when X leaves no
    cell for a second inclusion. Raises ValueError for counts that no matrix
    can have. Rule: see the module.
    """
    counts = (n_inclusions, n_studies, n_reviews, n_impossible)
    room = n_studies * n_reviews - n_impossible
    if min(counts) < 0 or not n_studies <= n_inclusions <= room:
        raise ValueError("no matrix has N {}, r {}, c {}, X {}".format(*counts))
    if reason := _undefined(n_studies, n_reviews, room):
        return CCA(*counts, value=None, band=None, undefined_reason=reason)
    value = (n_inclusions - n_studies) / (room - n_studies)
    return CCA(*counts, value=value, band=band(value), undefined_reason="")


def band(value: float) -> str:
    """Return the name of a corrected covered area given as a share from 0 to 1.

    Below 5 % slight, below 10 % moderate, below 15 % high, else very high, on
    the unrounded value (the half-open bands of GROOVE, 10.1002/jrsm.1557;
    those of Pieper 2014 leave gaps). The limits have no empirical basis
    (10.1017/rsm.2025.10056). Raises ValueError outside 0 to 1.
    """
    if not 0 <= value <= 1:
        raise ValueError(f"{value!r} is not a share from 0 to 1")
    return next(name for name, limit in BANDS if value < limit)


def pairwise(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return the corrected covered area of every two reviews.

    In and raises: as `corrected_covered_area`. Out: one row per pair, in the
    order of the columns, no review with itself: `first`, `second`, `n_first`,
    `n_second` (studies each includes), `shared`, `union`, `n_impossible`
    (cells of the union), `cca` (share from 0 to 1: shared / union when nothing
    is impossible), `band`, `undefined_reason` (else ""). `cca` and `band` are
    missing where undefined, as for a review without any study.
    """
    included, impossible = (cells.astype(np.int64) for cells in incidence(matrix))
    both = included.T @ included
    n = both.diagonal()
    # Impossible for the row's review while included by the column's.
    barred = impossible.T @ included
    names = list(matrix.columns)
    rows = []
    for i, j in zip(*np.triu_indices(len(names), k=1), strict=True):
        counts = (int(n[i]), int(n[j]), int(both[i, j]))
        area = _of_two(*counts, int(barred[i, j] + barred[j, i]), names[i], names[j])
        found = (area.n_studies, area.n_impossible, area.value, area.band, area.undefined_reason)
        rows.append((names[i], names[j], *counts, *found))
    return pd.DataFrame(rows, columns=list(PAIR_TYPES)).astype(PAIR_TYPES)


PAIR_TYPES = {
    "first": object,
    "second": object,
    "n_first": "int64",
    "n_second": "int64",
    "shared": "int64",
    "union": "int64",
    "n_impossible": "int64",
    "cca": "Float64",
    "band": "str",
    "undefined_reason": "str",
}


def assumptions(matrix: pd.DataFrame) -> tuple[str, ...]:
    """Return what has to be read beside the area of a matrix, as sentences.

    In and raises: as `corrected_covered_area`. Overlap depends on how a matrix
    was made (10.1017/rsm.2025.10056), so its counts stand before the bands.
    """
    area = corrected_covered_area(matrix)
    included, _ = incidence(matrix)
    listed = len(matrix) - area.n_studies
    idle = [str(name) for name, used in zip(matrix.columns, included.any(axis=0)) if not used]
    said = [
        "CCA = (N - r) / (r * c - r - X), Pieper 2014 (10.1016/j.jclinepi.2013.11.007): "
        f"N {area.n_inclusions} inclusions, r {area.n_studies} studies included at least once, "
        f"c {area.n_reviews} reviews, X {area.n_impossible} structurally impossible cells."
    ]
    if listed:
        said.append(f"Listed but included by no review, so not counted in r or X: {listed}.")
    if idle:
        said.append(f"Counted in c although without any included study: {', '.join(idle)}.")
    if area.n_impossible:
        plain = covered_area_of(area.n_inclusions, area.n_studies, area.n_reviews)
        if plain.value is not None:
            said.append(f"With X taken as 0 it would be {100 * plain.value:.2f} % ({plain.band}).")
    return (*said, BANDS_SAID, PAIRS_SAID)


BANDS_SAID = (
    "Bands on the unrounded value (GROOVE, 10.1002/jrsm.1557): below 5 % slight, below 10 % "
    "moderate, below 15 % high, else very high; the limits have no empirical basis "
    "(10.1017/rsm.2025.10056)."
)
PAIRS_SAID = (
    "Of two reviews it is shared / all studies of both, which stays low when they differ in "
    "size, however much of the smaller one is shared (Kirvalidze 2023)."
)


def _undefined(n_studies: int, n_reviews: int, room: int) -> str:
    """Why there is no area ("" when there is one)."""
    if n_reviews < 2:
        return TOO_FEW_REVIEWS.format("is 1" if n_reviews else "are 0")
    if not n_studies:
        return NO_STUDY
    return "" if room > n_studies else NO_CELL_LEFT


def _of_two(n_first: int, n_second: int, shared: int, n_impossible: int, first: object, second: object) -> CCA:
    """The area of two reviews; of an empty one nothing can be said, so not that it is 0."""
    total, union = n_first + n_second, n_first + n_second - shared
    empty = [str(name) for name, n in ((first, n_first), (second, n_second)) if not n]
    if empty:
        reason = f"{' and '.join(empty)} without any included study"
        return CCA(total, union, 2, n_impossible, None, None, reason)
    return covered_area_of(total, union, 2, n_impossible)
