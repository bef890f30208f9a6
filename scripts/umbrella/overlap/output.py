"""The overlap of a citation matrix as one table, CSV or JSON."""

import json

import pandas as pd

from umbrella.overlap.covered_area import CCA, assumptions, corrected_covered_area, pairwise
from umbrella.tables.delimited import csv_text

COLUMNS = ("scope", "first", "second", "N", "r", "c", "X", "cca_percent", "band", "note")


def to_csv(matrix: pd.DataFrame) -> str:
    """Return the overlap of a matrix as CSV: a row for all reviews, then one per pair.

    In and raises: as `corrected_covered_area`. Columns: COLUMNS; `cca_percent`
    in per cent to four decimals, it and `band` empty when undefined, `note`
    then says why.
    """
    rows = [
        {"scope": "overall", **_overall(matrix)},
        *({"scope": "pair", **pair} for pair in _pairs(matrix)),
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    return csv_text(table)


def to_json(matrix: pd.DataFrame) -> str:
    """Return the overlap of a matrix as JSON: `overall`, `pairs`, `assumptions`.

    As `to_csv`, null where that is empty; a pair also has `n_first`,
    `n_second` and `shared`, in studies.
    """
    report = {
        "overall": _overall(matrix),
        "pairs": _pairs(matrix),
        "assumptions": list(assumptions(matrix)),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def summary(area: CCA) -> str:
    """Return an area with its counts as one sentence, the number before the band."""
    counts = f"N {area.n_inclusions}, r {area.n_studies}, c {area.n_reviews}, X {area.n_impossible}"
    if area.value is None:
        return f"{counts}: corrected covered area undefined, {area.undefined_reason}."
    return f"{counts}: corrected covered area {100 * area.value:.2f} % ({area.band})."


def _overall(matrix: pd.DataFrame) -> dict:
    area = corrected_covered_area(matrix)
    return {
        "N": area.n_inclusions,
        "r": area.n_studies,
        "c": area.n_reviews,
        "X": area.n_impossible,
        "cca_percent": _percent(area.value),
        "band": area.band,
        "note": area.undefined_reason,
    }


def _pairs(matrix: pd.DataFrame) -> list[dict]:
    return [
        {
            "first": str(pair.first),
            "second": str(pair.second),
            "n_first": pair.n_first,
            "n_second": pair.n_second,
            "shared": pair.shared,
            "N": pair.n_first + pair.n_second,
            "r": pair.union,
            "c": 2,
            "X": pair.n_impossible,
            "cca_percent": None if pd.isna(pair.cca) else _percent(pair.cca),
            "band": None if pd.isna(pair.band) else pair.band,
            "note": pair.undefined_reason,
        }
        for pair in pairwise(matrix).itertuples()
    ]


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100 * float(value), 4)
