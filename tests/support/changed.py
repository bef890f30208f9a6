"""Tables of which some are others: seen by whatever way they are asked for."""

from __future__ import annotations

import pandas as pd
from umbrella.tables import Tables


def changed(tables: Tables, **frames: pd.DataFrame) -> Tables:
    """The tables of a book with some replaced, ``review_facts`` standing for ``review-facts``.

    They are made from cells of text, as those of a file are, so that rows, views and whole tables agree.
    """
    return Tables(
        tables.contract, {name.replace("_", "-"): _cells(tables, name, frame) for name, frame in frames.items()}
    )


def _cells(tables: Tables, name: str, frame: pd.DataFrame) -> list[list[str]]:
    columns = list(tables.contract.tables[name.replace("_", "-")].fields)
    return [["" if pd.isna(value) else _text(value) for value in row] for row in frame[columns].itertuples(index=False)]


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
